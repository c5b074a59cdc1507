"""The neutral document: what a reader of the published file sees, whatever its format.

Text is kept exactly as published; `Document.text_at` reads any place again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

# No published report comes near this; a larger file is not even looked into.
MAX_BYTES = 256 * 1024 * 1024
# What stands for each character of a private name or number in a stored text.
MASK = "＊"


@dataclass(frozen=True, slots=True)
class Source:
    """One file as bytes: identity and what its publisher said of it."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int


class BBox(NamedTuple):
    """A box in points, origin at the top left of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text.

    `level` is the heading depth its style declares (1 is the topmost), else None. `number` is the list number
    that the word processor shows but nobody typed (`一、`, `（二）`, `1.`), else None; it is not part of `text`.
    `confidence` (0 to 1) is that of the least certain line where the text was read by OCR, else None; a line is as
    certain as its characters are on average, or as its least certain digit.
    """

    text: str
    page: int | None = None
    bbox: BBox | None = None
    level: int | None = None
    number: str | None = None
    confidence: float | None = None


class Cell(NamedTuple):
    """A table cell, once, at the top left place it covers. Lines of one cell are joined by a line feed.

    `confidence` is as in Paragraph.
    """

    text: str
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    bbox: BBox | None = None
    confidence: float | None = None


class Slot(NamedTuple):
    """A cell as one row of the grid shows it; `continued` where the cell began in a row above.

    `text` is the cell's in the row where it begins, empty in the rows it runs through.
    """

    cell: Cell
    continued: bool
    text: str


def shown(cell: Cell, row: int) -> Slot:
    """A cell as a grid row shows it that it covers."""
    continued = cell.row != row
    return Slot(cell, continued, "" if continued else cell.text)


_COL = attrgetter("col")


@dataclass(frozen=True)
class Table:
    """A table as a rectangular grid. Every place of the grid is covered by at most one cell.

    `pages` are 1-based, more than one when the table runs over pages. `parent` is (table, row, col) for a table
    that stands inside a cell of another table; it follows its parent in document order.
    """

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    pages: tuple[int, ...] = ()
    parent: tuple[int, int, int] | None = None

    def __getstate__(self) -> dict[str, object]:
        """What is sent to another process: not what can be worked out again."""
        return {each.name: self.__dict__[each.name] for each in fields(self)}

    @cached_property
    def grid(self) -> dict[tuple[int, int], Cell]:
        """(row, col) -> the cell that covers that place."""
        covered = {}
        for cell in self.cells:
            if cell.row_span == 1 == cell.col_span:
                covered[cell.row, cell.col] = cell
                continue
            for row in range(cell.row, cell.row + cell.row_span):
                for col in range(cell.col, cell.col + cell.col_span):
                    covered[row, col] = cell
        return covered

    def row(self, index: int) -> list[Slot]:
        """The distinct cells of one grid row, left to right; none of a row there is not. The list must not be changed."""
        return self._rows[index] if 0 <= index < self.n_rows else []

    @cached_property
    def _rows(self) -> list[list[Slot]]:
        rows: list[list[Slot]] = [[] for _ in range(self.n_rows)]
        for cell in sorted(self.cells, key=_COL):
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                rows[row].append(shown(cell, row))
        return rows


class Place(NamedTuple):
    """Where something stands: a span of a paragraph, or a cell of a table. Indexes count from 0 in document order.

    For a paragraph `start`/`end` are half-open character offsets; for a cell both may be None (the whole cell) or
    give a span inside the cell's text.
    """

    kind: str
    index: int  # type: ignore[assignment]
    row: int | None = None
    col: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that was not understood while the rest is good. `code` is stable, `severity` error, warning or notice."""

    code: str
    severity: str
    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where a container's visible characters and tables went: into blocks, into a part ignored by name, or nowhere.

    `container_chars` and `tables_in` are counted in the raw container; tables in ignored parts are not among them.
    `ignored` is part -> characters: headers, notes, deleted, page-numbers and the like.
    """

    container_chars: int
    kept_chars: int
    ignored: dict[str, int] = field(default_factory=dict, hash=False)
    tables_in: int = 0
    tables_out: int = 0

    @property
    def unaccounted_chars(self) -> int:
        """Characters that are neither kept nor ignored by name; negative where some are kept twice."""
        return self.container_chars - self.kept_chars - sum(self.ignored.values())

    @property
    def unaccounted_share(self) -> float:
        """The share of the container's characters, lost or doubled, that nothing accounts for."""
        return abs(self.unaccounted_chars) / max(1, self.container_chars)


@dataclass(frozen=True)
class Document:
    """A parsed file: paragraphs and tables in reading order. `parser` names the reader and its version.

    `ledger` is None where a reader does not count.
    """

    source: Source
    blocks: tuple[Paragraph | Table, ...]
    parser: str
    issues: tuple[Issue, ...] = field(default=())
    ledger: Ledger | None = None

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone, in order; `Place.index` of kind "text" counts these."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables alone, in order; `Place.index` of kind "table" counts these."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def numbered(self) -> Iterator[tuple[str, int, Paragraph | Table]]:
        """(kind, index within its kind, block) in reading order."""
        counts = {"text": 0, "table": 0}
        for block in self.blocks:
            kind = "text" if isinstance(block, Paragraph) else "table"
            yield kind, counts[kind], block
            counts[kind] += 1

    def text_at(self, place: Place) -> str:
        """The text at a place, exactly as published. KeyError or IndexError where there is no such place."""
        return self.block_at(place).text[slice(place.start, place.end)]

    def block_at(self, place: Place) -> Paragraph | Cell:
        """The paragraph or cell that holds a place. KeyError or IndexError where there is no such place."""
        if place.kind == "text":
            return self.paragraphs[place.index]
        if place.row is None or place.col is None:
            raise KeyError(place)
        return self.tables[place.index].grid[place.row, place.col]


def least(confidences: Iterable[float | None]) -> float | None:
    """The lowest of the confidences that are known; None where none is."""
    return min((each for each in confidences if each is not None), default=None)
