"""What the lists know, as examples: a label, what it means (or nothing), and where it was seen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemas import fields
from schemas.datafile import load_yaml

# The answer to a label that means none of the things a classifier decides.
NONE = "none"
_FEWEST = 4
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Example:
    """A folded label, its class or NONE, and the kind of form or report it was seen in, where the list says so."""

    label: str
    answer: str
    seen: str | None = None


def items() -> list[Example]:
    """Labels of rows: items of budget.yaml with four wordings or more. None are the items of the classifications, which have lists of
    their own, the labels of columns and forms, and the projects and funds of generated reports."""
    known = fields.budget_labels()
    count = Counter(known.values())
    seen = fields.budget_sources()
    own = [
        Example(label, code if count[code] >= _FEWEST and code != "other" else NONE, seen.get(label))
        for label, code in known.items()
    ]
    return own + none_of((*classified(), *heads(), *fields.column_roles(), *_projects()), known)


def classified() -> list[str]:
    """The names of the official classifications."""
    paths = fields.load("functional_paths.yaml")
    own = [item for each in paths["own"].values() for item in each]
    return [
        *fields.classified_labels("econ"),
        *fields.classified_labels("func"),
        *paths["items"],
        *paths["sections"],
        *own,
    ]


def heads() -> list[str]:
    """Labels that stand beside their answer, and kinds of staff."""
    return [*fields.head_keys(), *fields.personnel_labels()]


def none_of(labels: Iterable[str], known: Iterable[str]) -> list[Example]:
    """Examples that mean nothing: the labels that are not known, but for very long ones."""
    other = sorted({label for label in labels if 1 < len(label) <= _LONGEST} - set(known))
    return [Example(label, NONE) for label in other]


def _projects() -> list[str]:
    sectors = load_yaml("corpus.synth", "sectors.yaml").values()
    return [name for sector in sectors for name in (*sector["projects"], *sector["funds"], sector["transfer"])]
