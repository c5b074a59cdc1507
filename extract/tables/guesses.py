"""Labels of rows and columns that no list knows: what a classifier takes them for, where the rest of the table does not speak
against it; an issue names them either way."""

from collections.abc import Sequence
from dataclasses import replace

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.nlp import unlisted_item
from extract.numbers import is_blank
from extract.tables.columns import Column
from extract.tables.figures import readable
from extract.tables.reading import Reading
from schemas.document import Slot

# Inside a block of these items a label means one of them or nothing that could be guessed.
_OF_ONE_KIND = ("three_public", "assets")


def guessed_item(reading: Reading, slot: Slot, context: str | None, labels: tuple[str, ...]) -> str | None:
    """The item that an unknown row label most likely means, else None.

    `context` is that of the block, `labels` those of all its rows: what another row names already is not guessed, for the
    unknown one is then something else, most often a part of it. Items of the classifications are never guessed.
    """
    guess = None
    if context is None or context in _OF_ONE_KIND:
        guess = unlisted_item(bare_label(slot.text))
        if guess in {resolve_item(label, context) for label in labels}:
            guess = None
    if context is not None and not (guess or "").startswith(f"{context}."):
        guess = None
    _report(reading, slot, "label", guess)
    return guess


def guessed_columns(reading: Reading, columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """The columns with those that hold figures under an unknown label told by its wording, where others are items too."""
    items = {column.item for column in columns if column.item}
    return [
        _guessed(reading, column, items) if _is_unknown(column) and _holds_money(index, columns, below) else column
        for index, column in enumerate(columns)
    ]


def _is_unknown(column: Column) -> bool:
    label = bare_label(column.slot.text) if column.slot else ""
    return bool(label) and not column.known and label not in words("sums")


def _holds_money(index: int, columns: list[Column], below: Sequence[Sequence[Slot]]) -> bool:
    texts = [row[index].text for row in below if len(row) == len(columns)]
    filled = [text for text in texts if not is_blank(text)]
    return bool(filled) and all(map(readable, filled))


def _guessed(reading: Reading, column: Column, items: set[str]) -> Column:
    assert column.slot is not None
    label = bare_label(column.slot.text)
    guess = unlisted_item(label) if items else None
    if guess in items:
        guess = None
    _report(reading, column.slot, "column", guess)
    other = "other" if len(items) > 1 and pattern("tables", "worded_as_money").search(label) else None
    return replace(column, item=guess or other, guessed=guess is not None)


def _report(reading: Reading, slot: Slot, kind: str, guess: str | None) -> None:
    message = f"{kind} not known: {published_label(slot.text)[:40]!r}"
    if guess:
        reading.report("label.guessed", slot, f"{message}, taken for {guess} by its wording")
    else:
        reading.report("label.unmatched", slot, message)
