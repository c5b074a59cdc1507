"""What the classifier of labels makes of wordings it was not trained on, against what the rules make of them.

    python benchmarks/labels.py

Three tasks: the item of a row, the measure of a column of money, the kind of a section. Held out are, in turn, a fifth of all labels, and all labels first seen in one kind of form or report; with them goes a share of the
labels that mean nothing here. The rules see lists without the held-out labels. Precision counts every answer given,
also those to labels that mean nothing; recall is the share of held-out labels that got their own meaning.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from unittest.mock import patch

import regex

from extract import labels
from extract.nlp import answers
from extract.nlp.answers import NONE, Example
from extract.nlp.training import train
from extract.nlp.unlisted import LEAST_FAMILIAR, LEAST_PROBABILITY, REFUSED
from extract.tables import columns
from schemas import fields
from schemas.datafile import load_yaml
from schemas.folding import fold

PARTS = 5
FEWEST_OF_A_SOURCE = 8
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
MONEY = ("budget_initial", "budget", "actual", "change", "rate")

Answer = tuple[Example, str, float, float]
Rule = Callable[[str, set[str]], str | None]


def by_label(examples: list[Example]) -> Iterator[set[Example]]:
    """A fifth of the examples in turn."""
    drawn = random.Random(1).sample(examples, len(examples))
    yield from (set(drawn[part::PARTS]) for part in range(PARTS))


def by_source(examples: list[Example]) -> Iterator[set[Example]]:
    """All examples of one source in turn, and with each a share of those that have none."""
    count = Counter(each.seen for each in examples if each.seen)
    sources = [source for source, number in sorted(count.items()) if number >= FEWEST_OF_A_SOURCE]
    other = random.Random(1).sample(
        nones := [each for each in examples if each.answer == NONE and not each.seen], len(nones)
    )
    for index, source in enumerate(sources):
        yield {each for each in examples if each.seen == source} | set(other[index :: len(sources)])


def answered(
    examples: list[Example], folds: Iterator[set[Example]], rule: Callable[[str, set[str]], str | None]
) -> tuple[list[Answer], list[Answer]]:
    """(what the model says, what the rules say) to every held-out label."""
    model: list[Answer] = []
    rules: list[Answer] = []
    for held in folds:
        classifier = train([each for each in examples if each not in held])
        tested = sorted(held, key=lambda each: each.label)
        for each, guess in zip(tested, classifier.guesses([each.label for each in tested]), strict=True):
            model.append((each, guess.answer, guess.probability, guess.familiar))
        gone = {each.label for each in held}
        rules += [(each, rule(each.label, gone) or NONE, 1.0, 1.0) for each in tested]
    return model, rules


def measures() -> list[Example]:
    """Labels of columns with what a figure of money below them is; those of other columns, of rows and of forms are none."""
    roles = fields.column_roles()
    own = [Example(label, next((each for each in MONEY if each in found), NONE)) for label, found in roles.items()]
    return own + answers.none_of((*fields.budget_labels(), *answers.classified(), *answers.heads()), roles)


def kinds() -> list[tuple[str, list[str]]]:
    """(kind, patterns) of sections.yaml."""
    return [(entry["kind"], list(map(str, entry["any"]))) for entry in load_yaml("extract.lexicons", "sections.yaml")]


def sections() -> list[Example]:
    """The wordings of sections.yaml that are plain text, and the headings of generated reports, which families word differently."""
    own = [Example(word, kind) for kind, listed in kinds() for word in listed if word.isalpha()]
    outlines = load_yaml("corpus.synth", "outlines.yaml")
    return own + sorted(
        {
            Example(fold(title), section["kind"], family)
            for family, listed in outlines.items()
            for section in listed
            for title in section["title"]
        },
        key=lambda each: (each.label, each.answer, each.seen),
    )


def by_wording(examples: list[Example]) -> Iterator[set[Example]]:
    """A fifth of the headings in turn, and all that contain one of them."""
    for held in by_label(examples):
        words = {each.label for each in held}
        yield {each for each in examples if any(word in each.label for word in words)}


def section_by_rule(label: str, gone: set[str]) -> str | None:
    """The kind of a heading by the patterns without those held out."""
    for kind, listed in kinds():
        left = [each for each in listed if each not in gone]
        if left and regex.search("|".join(left), label):
            return kind
    return None


def item_by_rule(label: str, gone: set[str]) -> str | None:
    """The item of a label by the lists without those held out; items of the classifications are none, as in the examples."""
    known = {each: code for each, code in fields.budget_labels().items() if each not in gone}
    with patch.object(fields, "budget_labels", lambda: known):
        code = labels.resolve_item(label)
    return None if code is None or code.startswith(("econ.", "func.")) else code


def measure_by_rule(label: str, gone: set[str]) -> str | None:
    """The measure of a column by the lists without those held out, and by the patterns of wording."""
    known = {each: roles for each, roles in fields.column_roles().items() if each not in gone}
    columns.parse_header.cache_clear()
    with patch.object(fields, "column_roles", lambda: known):
        column = columns.parse_header(label)
    return column.measure or ("rate" if column.has("rate") else None)


def told(name: str, found: list[Answer], least: float, familiar: float, refused: frozenset[str]) -> None:
    """One line: how many answers, how many right, how many of the meanings found."""
    asked = sum(each.answer not in refused for each, *_ in found)
    said = [row for row in found if row[1] not in refused and row[2] >= least and row[3] >= familiar]
    right = sum(row[0].answer == row[1] for row in said)
    print(f"  {name:<46}{len(said):>5} answers  precision {right / max(1, len(said)):.3f}  recall {right / asked:.3f}")


def compare(
    name: str, examples: list[Example], folds: Iterator[set[Example]], rule: Rule, refused: frozenset[str]
) -> None:
    """The rules, the model, and the model where the rules have no answer, at several thresholds."""
    model, rules = answered(examples, folds, rule)
    silent = [mine for mine, other in zip(model, rules, strict=True) if other[1] == NONE]
    print(f"{name}: {sum(each.answer not in refused for each, *_ in model)} meanings among {len(model)} labels, "
          f"{sum(each.answer not in refused for each, *_ in silent)} without an answer by rules")  # fmt: skip
    told("rules", rules, 0, 0, refused)
    for least in THRESHOLDS:
        told(f"model, sure by {least}", model, least, 0, refused)
        told(f"model, sure by {least}, half familiar", model, least, LEAST_FAMILIAR, refused)
        told(f"model where rules are silent, {least}, half familiar", silent, least, LEAST_FAMILIAR, refused)


if __name__ == "__main__":
    none = frozenset({NONE})
    print(
        f"shipped: items of rows, sure by {LEAST_PROBABILITY}, {LEAST_FAMILIAR} familiar, never {', '.join(sorted(REFUSED))}"
    )
    compare("items, left-out labels", items := answers.items(), by_label(items), item_by_rule, REFUSED)
    compare("items, left-out sources", items, by_source(items), item_by_rule, REFUSED)
    compare("measures, left-out labels", columned := measures(), by_label(columned), measure_by_rule, none)
    compare("sections, left-out wordings", headed := sections(), by_wording(headed), section_by_rule, none)
    compare("sections, left-out families", headed, by_source(headed), section_by_rule, none)
