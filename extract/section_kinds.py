"""What a section of the narrative is on: by the words of its heading, and by the headings it stands below."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from schemas.datafile import load_yaml


@dataclass(frozen=True, slots=True)
class _Rule:
    """Headings with these words are of a kind; `under` some kind of heading alone, or in the reports of one project alone."""

    kind: str
    words: regex.Pattern[str]
    under: tuple[str, ...]
    of_project: bool

    def fits(self, title: str, above: str | None, of_project: bool) -> bool:
        if (self.under and above not in self.under) or (self.of_project and not of_project):
            return False
        return self.words.search(title) is not None


@cache
def _rules() -> list[_Rule]:
    return [
        _Rule(
            entry["kind"],
            regex.compile("|".join(map(str, entry["any"]))),
            tuple(entry.get("under", ())),
            entry.get("of_project", False),
        )
        for entry in load_yaml("extract.lexicons", "sections.yaml")["kinds"]
    ]


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(load_yaml("extract.lexicons", "sections.yaml")[name])


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(load_yaml("extract.lexicons", "sections.yaml")[name])


def kind_of(title: str, above: Sequence[str], below: str = "", of_project: bool = False) -> str:
    """The kind of a folded heading. `above` are the kinds of the headings it stands below, outermost first; `below` is the
    first heading under it.

    What stands below performance, problems and the like is of that kind, unless it ends with the name of one of the
    closing chapters. A chapter on the self-evaluation whose first section is its conclusion is a conclusion.
    """
    nearest = above[-1] if above else None
    own = next((rule.kind for rule in _rules() if rule.fits(title, nearest, of_project)), None)
    inherited = next((kind for kind in reversed(above) if kind in _words("inherited")), None)
    if own and _pattern("own").search(title):
        return own
    if inherited and not (own in _words("kept_below") and _pattern("closes_kept").search(title)):
        return inherited
    if own == "performance" and _pattern("self_evaluation").search(title) and _pattern("conclusion").search(below):
        return "conclusion"
    return own or nearest or "other"


def names_projects(title: str) -> bool:
    """True for a folded heading on what projects cost, whatever kind of section it is: names of funds may be told in it."""
    return _pattern("projects").search(title) is not None
