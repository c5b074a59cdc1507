"""Masks what must not be stored: telephone numbers, and the names of people who filled in or signed a form.

Every masked character becomes one `＊`, so offsets into a text stay valid.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter, is_not
from typing import Any

import regex

from extract.lexicons.grammar import pattern, wordings
from schemas.document import MASK, Cell, Document, Paragraph, Place, Table
from schemas.folding import fold, squeeze
from schemas.records import Outcome

_MAX_NAME = 12
_SPACE = regex.compile(r"\s")
_HAN = regex.compile(r"\p{Han}")
_SHORTEST = 5
_MASKED = regex.compile(rf"{MASK}{{2,}}")
_LABELLED = ("behind_filled_in_by", "beside_filled_in_by", "behind_signed_by", "behind_telephone")


def _said(name: str) -> regex.Pattern[str]:
    return pattern("people", name)


@lru_cache(maxsize=4096)
def mask(text: str) -> str:
    """The text with telephone and identity numbers, and names after their labels, replaced by as many `＊`."""
    if len(text) < _SHORTEST or not _said("hint").search(text):
        return text
    for match in _said("number").finditer(text):
        text = _cover(text, *match.span())
    for name in _LABELLED:
        for match in _said(name).finditer(text):
            text = _cover(text, *match.span("private"))
    return text


def private_cells(table: Table) -> dict[tuple[int, int], str]:
    """(row, col) of the cells that hold a person's name or number by their label -> the masked text."""
    masked: dict[tuple[int, int], str] = {}
    asking = _asking("filled_in_by", "signed_by", "telephone", "name_columns")
    for cell in table.cells:
        label = fold(cell.text).rstrip(":")
        for other, near in _beside(table, cell, label) if label in asking else ():
            if (private := _mask_cell(other.text, label, near)) != other.text:
                masked[other.row, other.col] = private
    return masked


def masked(outcome: Outcome, read_masked: bool = False) -> Outcome:
    """The outcome with nothing private left in any text; where a row's raw stood, it is read again from its place.

    `read_masked` says that the document was masked before anything was read out of it.
    """
    if outcome.document is None:
        return replace(outcome, **_plain(outcome))
    public = outcome.document if read_masked else mask_document(outcome.document)
    rows_are_public = read_masked and not _hides_in_space(public)
    names = frozenset() if read_masked else _names(outcome.document, public)
    walk, quoting = _Masker(outcome.document, public), _Masker(outcome.document, public, names)
    return replace(
        outcome,
        **_plain(outcome),
        document=replace(public, source=replace(public.source, name=mask(public.source.name))),
        evaluations=outcome.evaluations if rows_are_public else tuple(map(walk.value, outcome.evaluations)),
        sections=tuple(map(walk.value, outcome.sections)),
        issues=tuple(map(quoting.value, outcome.issues)),
    )


def _hides_in_space(document: Document) -> bool:
    """Whether a text would show something private without its white space, as names and labels are shown."""
    texts = (text for text in _texts(document) if _SPACE.search(text))
    return any(mask(plain) != plain for plain in map(squeeze, texts))


def mask_document(document: Document) -> Document:
    """The document with its private text masked; same blocks, same lengths."""
    blocks = tuple(_mask_block(block) for block in document.blocks)
    return document if blocks == document.blocks else replace(document, blocks=blocks)


class _Masker:
    """Masks the texts inside the rows of one document; `names` too, wherever a row quotes them."""

    def __init__(self, document: Document, public: Document, names: frozenset[str] = frozenset()) -> None:
        self.document, self.public, self.names = document, public, names

    def value(self, value: Any) -> Any:
        """The same value with its texts masked, rows and tuples inside it included."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, tuple):
            walked = tuple(map(self.value, value))
            return walked if any(map(is_not, walked, value)) else value
        changed = {}
        names, parts = _parts(value.__class__)
        for name, old in zip(names, parts(value), strict=True):
            if old.__class__ in _WITHOUT_TEXT:
                continue
            new = self._raw(old, value.place) if name == "raw" else self.value(old)
            if new is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    def _raw(self, raw: str, place: Place) -> str:
        """The text now at the row's place, if the row's text was all that stood there."""
        if self.document is self.public or self.document.text_at(place) != raw:
            return self._text(raw)
        public = self.public.text_at(place)
        return raw if public == raw else public

    def _text(self, text: str) -> str:
        hidden = mask(text)
        for name in self.names:
            hidden = hidden.replace(name, MASK * len(name))
        return text if hidden == text else hidden  # the very same object, so that its row stays as it is


# What rows hold beside texts; `places` are by the names of fields.
_WITHOUT_TEXT = frozenset((type(None), bool, int, float, Decimal, Place, dict))


@cache
def _parts(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The fields of a kind of row that may hold text, and what takes them all; none of a Place or of what is no row."""
    names = () if kind is Place or not is_dataclass(kind) else tuple(item.name for item in fields(kind))
    return names, attrgetter(*names) if len(names) > 1 else lambda row: tuple(getattr(row, name) for name in names)


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": replace(outcome.source, name=mask(outcome.source.name)),
        "title": mask(outcome.title) if outcome.title else outcome.title,
        "message": mask(outcome.message) if outcome.message else outcome.message,
    }


def _names(document: Document, public: Document) -> frozenset[str]:
    """What was masked, as it stood: messages quote it."""
    pairs = zip(_texts(document), _texts(public), strict=True)
    return frozenset(
        text[match.start() : match.end()]
        for text, hidden in pairs
        if text != hidden
        for match in _MASKED.finditer(hidden)
        if text[match.start() : match.end()] != match[0]
    )


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _mask_block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        text = mask(block.text)
        return block if text == block.text else replace(block, text=text)
    private = private_cells(block)
    if not private and not _said("hint").search("\0".join([cell.text for cell in block.cells])):
        return block
    cells = tuple(_mask_one(cell, private.get((cell.row, cell.col))) for cell in block.cells)
    return block if cells == block.cells else Table(cells, block.n_rows, block.n_cols, block.pages, block.parent)


def _mask_one(cell: Cell, private: str | None) -> Cell:
    text = private if private is not None else mask(cell.text)
    return cell if text == cell.text else cell._replace(text=text)


def _beside(table: Table, cell: Cell, label: str) -> Iterator[tuple[Cell, bool]]:
    """The cells a person's or telephone label speaks of, and whether the cell is its very neighbour."""
    if label in _asking("filled_in_by", "signed_by", "telephone"):
        yield from _right(table, cell)
    if label in _asking("name_columns", "telephone") and _heads_people(table, cell.row):
        yield from ((other, False) for other in _below(table, cell))


@cache
def _asking(*keys: str) -> frozenset[str]:
    """The labels of several lists."""
    return frozenset(chain.from_iterable(wordings("people", key) for key in keys))


def _heads_people(table: Table, row: int) -> bool:
    return any(fold(slot.text) in _asking("beside_names") for slot in table.row(row))


def _right(table: Table, cell: Cell) -> Iterator[tuple[Cell, bool]]:
    """The next cell with text; what stands behind blank ones may belong to another label."""
    first = cell.col + cell.col_span
    for col in range(first, table.n_cols):
        other = table.grid.get((cell.row, col))
        if other is not None and other.text.strip():
            yield other, col == first
            return


def _below(table: Table, cell: Cell) -> Iterator[Cell]:
    for row in range(cell.row + cell.row_span, table.n_rows):
        other = table.grid.get((row, cell.col))
        if other is None or (other.col, other.col_span) != (cell.col, cell.col_span):
            return
        yield other


def _mask_cell(text: str, label: str, near: bool) -> str:
    if label in _asking("telephone"):
        for match in _said("digits").finditer(text):
            text = _cover(text, *match.span())
        return text
    certain = near and label in _asking("filled_in_by")
    return _cover(text, 0, len(text)) if _is_person(text, certain) else text


def _is_person(text: str, certain: bool) -> bool:
    """True where a cell beside a person's label holds one or more names, not a body, a duty or another label."""
    folded = fold(text).rstrip(":")
    labels = _asking("filled_in_by", "signed_by", "telephone", "name_columns")
    if not folded or len(folded) > 3 * _MAX_NAME or folded in labels or not _HAN.search(folded):
        return False
    bodies = wordings("people", "bodies")
    if _said("several_names").fullmatch(text.strip()):
        return not folded.endswith(tuple(body for body in bodies if len(body) > 1))
    shaped = _said("short_or_foreign").fullmatch(folded) is not None
    return certain and shaped and not folded.endswith(bodies)


def _cover(text: str, start: int, end: int) -> str:
    """Text with the visible characters of a span replaced; white space stays."""
    hidden: str = regex.sub(r"\S", MASK, text[start:end])
    return text[:start] + hidden + text[end:]
