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
from extract.nlp.classifier import Guess
from extract.nlp.training import train
from extract.nlp.unlisted import REFUSED, decided
from extract.tables import columns
from schemas import fields
from schemas.datafile import load_yaml
from schemas.folding import fold

PARTS = 5
FEWEST_OF_A_SOURCE = 8
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
MONEY = ("budget_initial", "budget", "actual", "change", "rate")

Rule = Callable[[str, frozenset[str]], str | None]
Answer = tuple[Example, Guess, str | None, frozenset[str]]


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


def answered(examples: list[Example], folds: Iterator[set[Example]], rule: Rule) -> list[Answer]:
    """Every held-out label with what the model guesses, what the rules say, and which labels went with it."""
    found: list[Answer] = []
    for held in folds:
        classifier = train([each for each in examples if each not in held])
        gone = frozenset(each.label for each in held)
        tested = sorted(held, key=lambda each: each.label)
        guesses = classifier.guesses([each.label for each in tested])
        found += [(each, guess, rule(each.label, gone), gone) for each, guess in zip(tested, guesses, strict=True)]
    return found


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


def section_by_rule(label: str, gone: frozenset[str]) -> str | None:
    """The kind of a heading by the patterns without those held out."""
    for kind, listed in kinds():
        left = [each for each in listed if each not in gone]
        if left and regex.search("|".join(left), label):
            return kind
    return None


def item_by_rule(label: str, gone: frozenset[str]) -> str | None:
    """The item of a label by the lists without those held out; items of the classifications are none, as in the examples."""
    known = {each: code for each, code in fields.budget_labels().items() if each not in gone}
    with patch.object(fields, "budget_labels", lambda: known):
        code = labels.resolve_item(label)
    return None if code is None or code.startswith(("econ.", "func.")) else code


def measure_by_rule(label: str, gone: frozenset[str]) -> str | None:
    """The measure of a column by the lists without those held out, and by the patterns of wording."""
    known = {each: roles for each, roles in fields.column_roles().items() if each not in gone}
    columns.parse_header.cache_clear()
    with patch.object(fields, "column_roles", lambda: known):
        column = columns.parse_header(label)
    return column.measure or ("rate" if column.has("rate") else None)


def shipped(found: Answer) -> str | None:
    """What the package says of a row's label, with the lists it would have without those held out."""
    example, guess, _, gone = found
    return decided(
        example.label, guess, {each: code for each, code in fields.budget_labels().items() if each not in gone}
    )


def told(name: str, said: list[tuple[Example, str | None]], refused: frozenset[str]) -> None:
    """One line: how many answers, how many right, how many of the meanings found."""
    asked = sum(each.answer not in refused for each, _ in said)
    given = [(each, answer) for each, answer in said if answer is not None and answer not in refused]
    right = sum(each.answer == answer for each, answer in given)
    print(
        f"  {name:<34}{len(given):>5} answers  precision {right / max(1, len(given)):.3f}  recall {right / max(1, asked):.3f}"
    )


def compare(name: str, found: list[Answer], refused: frozenset[str]) -> None:
    """The rules, and the model at several thresholds: on all held-out labels, and where the rules have no answer."""
    silent = [each for each in found if each[2] is None]
    for title, listed in ((name, found), (f"{name}, no answer by rules", silent)):
        print(f"{title}: {sum(each.answer not in refused for each, *_ in listed)} meanings among {len(listed)} labels")
        if listed is found:
            told("rules", [(each, rule) for each, _, rule, _ in found], refused)
        for least in THRESHOLDS:
            sure = [(each, guess.answer if guess.probability >= least else None) for each, guess, *_ in listed]
            told(f"model, sure by {least}", sure, refused)


def compare_items(name: str, found: list[Answer]) -> None:
    """The same, and what the package would say: sure, worded like the item, and not ending with the name of another."""
    compare(name, found, REFUSED)
    told("as shipped", [(each[0], shipped(each)) for each in found], REFUSED)


if __name__ == "__main__":
    none = frozenset({NONE})
    rows, columned, headed = answers.items(), measures(), sections()
    compare_items("items, left-out labels", answered(rows, by_label(rows), item_by_rule))
    compare_items("items, left-out sources", answered(rows, by_source(rows), item_by_rule))
    compare("measures, left-out labels", answered(columned, by_label(columned), measure_by_rule), none)
    compare("sections, left-out wordings", answered(headed, by_wording(headed), section_by_rule), none)
    compare("sections, left-out families", answered(headed, by_source(headed), section_by_rule), none)
