"""Pages of a fixed layout, whoever read them, to one document: tables from ruled lines, text from what stands outside them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import TypeAlias

from parsers import scan
from parsers.doubts import MAX_UNREADABLE_SHARE
from parsers.layout import (
    Glyph,
    Line,
    Margins,
    PageText,
    Zone,
    join_zones,
    lines_of,
    margins_of,
    one_by_one,
    without_running_heads,
    zone_of,
)
from parsers.ledger import close_ledger, ink
from parsers.page import RawPage
from parsers.page_tables import BoxCell, TablePart, around, build_table, follows, without_frames
from parsers.rulings import tables_of
from parsers.shapes import open_columns, shaped
from schemas.document import BBox, Document, Issue, Paragraph, Source, Table
from schemas.errors import DocumentError
from schemas.extras import has_ocr

MAX_PAGES = 2000
MAX_GLYPHS = 200_000
MAX_ALL_GLYPHS = 4_000_000
MAX_EDGES = 20_000
MAX_CROSSINGS = 10_000
MAX_ALL_CROSSINGS = 200_000

Piece: TypeAlias = Line | TablePart


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's page, its characters sorted into tables and the rest; `busy` where tables were not looked for."""

    page: RawPage
    parts: list[TablePart]
    rest: list[Glyph]
    busy: bool


def blocks_of(
    pages: Sequence[tuple[PageText, list[TablePart]]], ignored: Counter[str]
) -> tuple[list[Paragraph | Table], int]:
    """(paragraphs and tables of pages in reading order, how many tables): running heads out, what a page end cut joined.

    What is left out is added to `ignored` by name.
    """
    printed = [text for text, _ in pages]
    texts = without_running_heads(printed)
    ignored["running-heads"] += _line_ink(printed) - _line_ink(texts)
    pieces = _in_order(texts, [parts for _, parts in pages])
    by_number = {text.number: text for text in texts}
    margins = margins_of([piece for piece in pieces if isinstance(piece, Line)], by_number)
    blocks: list[Paragraph | Table] = []
    tables = 0
    for is_table, run in groupby(pieces, lambda piece: isinstance(piece, TablePart)):
        if is_table:
            parts = [piece for piece in run if isinstance(piece, TablePart)]
            groups = list(_continued(parts))
            blocks += [build_table(group, ignored) for group in groups]
            tables += len(groups)
        else:
            lines = [piece for piece in run if isinstance(piece, Line)]
            blocks += join_zones(list(_zoned(lines, by_number, margins)))
    return blocks, tables


def _zoned(
    lines: Sequence[Line], pages: Mapping[int, PageText], margins: Mapping[Zone, Margins]
) -> Iterator[tuple[list[Line], Margins | None, Margins]]:
    """(lines of one zone, margins of the column before where both are columns, margins) for zone after zone."""
    before: Zone | None = None
    for zone, run in groupby(lines, lambda line: zone_of(line, pages[line.page])):
        yield list(run), margins[before] if before and before[0] and zone[0] else None, margins[zone]
        before = zone


def _page_ink(text: PageText, parts: Sequence[TablePart]) -> int:
    inside = (line.text for part in parts for cell in part.cells for line in cell.lines)
    return _line_ink([text]) + ink("".join(inside))


def _line_ink(texts: Sequence[PageText]) -> int:
    return ink("".join(line.text for text in texts for line in text.lines))


class PageTaker:
    """Takes page after page, counting what the whole file has cost so far; numbers of pages `without_text` are kept."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.without_text: list[int] = []
        self.chars = 0
        self.ignored: Counter[str] = Counter()
        self._inks: dict[int, int] = {}
        self._glyphs = 0
        self._crossings = 0
        self._above: list[float] = []

    def take(self, page: RawPage) -> tuple[PageText, list[TablePart]]:
        """The lines outside tables and the tables of a page. Raises DocumentError too-large."""
        return self._taken(self._reading(page))

    def document(self, source: Source, pages: Sequence[tuple[PageText, list[TablePart]]], parser: str) -> Document:
        """The document of all pages, its ledger closed."""
        blocks, tables = blocks_of(pages, self.ignored)
        ledger = close_ledger(self.chars + self._recognised(pages), blocks, self.ignored, tables)
        return Document(source, tuple(blocks), parser, tuple(self.issues), ledger)

    def _recognised(self, pages: Sequence[tuple[PageText, list[TablePart]]]) -> int:
        """How many visible characters OCR has put in the place of what the pages without text held."""
        read = {text.number: _page_ink(text, parts) for text, parts in pages}
        return sum(read.get(number, 0) - self._inks.get(number, 0) for number in self.without_text)

    def _reading(self, page: RawPage) -> Reading:
        """The page with its tables. Finding cells costs more than the crossings of ruled lines, so these are counted first."""
        self._glyphs += page.n_chars
        if self._glyphs > MAX_ALL_GLYPHS or page.n_chars > MAX_GLYPHS:
            raise DocumentError("too-large", f"this file holds too many characters to read, at page {page.number}")
        edges = page.edges or ()
        lines = {(flat, at) for flat, at, _, _ in edges}
        across = {round(at) for flat, at in lines if flat}
        down = {round(at) for flat, at in lines if not flat}
        for area in page.blank_areas:
            across |= {round(area.top), round(area.bottom)}
            down |= {round(area.x0), round(area.x1)}
        crossings = len(across) * len(down)
        self._crossings += crossings
        busy = page.edges is None or crossings > MAX_CROSSINGS or self._crossings > MAX_ALL_CROSSINGS
        tables = [] if busy else [without_frames(cells) for cells in tables_of(edges, page.blank_areas)]
        return Reading(page, *_sorted_out(page.glyphs, tables, page.number, page.height), busy)

    def _taken(self, reading: Reading) -> tuple[PageText, list[TablePart]]:
        page = reading.page
        if reading.busy:
            message = f"page {page.number} has too many ruled lines to look for tables"
            self.issues.append(Issue("page.too-busy", "error", message))
        unreadable = page.unreadable > MAX_UNREADABLE_SHARE * page.n_chars
        if scan.is_image_of_text(page.n_chars, page.image_share) or (unreadable and has_ocr()):
            self.without_text.append(page.number)
        elif unreadable:
            message = f"{page.unreadable} characters of page {page.number} have no text"
            self.issues.append(Issue("text.unreadable", "error", message))
        text, parts, notices = shaped(page, reading.rest, reading.parts, self._above)
        self._above = open_columns(text, parts, len(reading.parts))
        self.issues += notices
        held = ink("".join([glyph[0] for glyph in page.glyphs]))
        read = _page_ink(text, parts)
        self._inks[page.number] = read
        self.chars += held + sum(page.left_out.values())
        self.ignored["doubled"] += held - read
        self.ignored.update(page.left_out)
        return text, parts


def _sorted_out(
    glyphs: Sequence[Glyph], tables: Sequence[Sequence[BBox]], page: int, page_height: float
) -> tuple[list[TablePart], list[Glyph]]:
    """(table parts with their text, characters outside all of them)."""
    if not tables:
        return [], list(glyphs)
    inside: list[list[list[Glyph]]] = [[[] for _ in cells] for cells in tables]
    rest: list[Glyph] = []
    finder = _Finder(tables)
    x0 = top = x1 = bottom = 0.0
    held = rest
    for glyph in glyphs:
        _, left, high, right, low, *_ = glyph
        if x0 < left and right < x1 and top < (high + low) / 2 < bottom:  # in the cell of what was before it
            held.append(glyph)
            continue
        for place, piece in finder.placed(glyph):
            held, x0, top, x1, bottom = rest, 0.0, 0.0, 0.0, 0.0
            if place is not None:
                held = inside[place[0]][place[1]]
                if not finder.overlap:
                    x0, top, x1, bottom = finder.box(*place)
            held.append(piece)
    parts = [
        TablePart(page, tuple(_box_cells(cells, held, page)), page_height)
        for cells, held in zip(tables, inside, strict=True)
    ]
    return parts, rest


def _box_cells(cells: Sequence[BBox], held: Sequence[Sequence[Glyph]], page: int) -> Iterator[BoxCell]:
    for box, own in zip(cells, held, strict=True):
        yield BoxCell(box, tuple(lines_of(own, page)) if own else ())


class _Finder:
    """Finds the cell that a point lies in: the table by its box, then by rows of cell tops."""

    def __init__(self, tables: Sequence[Sequence[BBox]]) -> None:
        self._tables = [_TableFinder(cells) for cells in tables]
        boxes = [finder.box for finder in self._tables]
        self.overlap = any(
            a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3] for a, b in combinations(boxes, 2)
        )

    def placed(self, glyph: Glyph) -> Iterable[tuple[tuple[int, int] | None, Glyph]]:
        """(table, cell) of the glyph, None outside all tables; of each of its characters where they are in several."""
        lefts, rights = glyph.lefts, glyph.rights
        y = (glyph.top + glyph.bottom) / 2
        if len(lefts) < 2:
            return ((self.cell_at((glyph.x0 + glyph.x1) / 2, y), glyph),)
        if not self.overlap:
            first = self.cell_at((lefts[0] + rights[0]) / 2, y)
            if first is None and not self._is_across(glyph, y):
                return ((None, glyph),)
            if first is not None and (lefts[-1] + rights[-1]) / 2 <= self.box(*first)[2]:
                return ((first, glyph),)
        return [(self.cell_at((char.x0 + char.x1) / 2, y), char) for char in one_by_one((glyph,))]

    def _is_across(self, glyph: Glyph, y: float) -> bool:
        boxes = (table.box for table in self._tables)
        return any(box.top <= y <= box.bottom and glyph.x0 < box.x1 and box.x0 < glyph.x1 for box in boxes)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(table, cell) at a point; None outside all tables and in the gaps of the first one around the point."""
        for i, table in enumerate(self._tables):
            x0, top, x1, bottom = table.box
            if x0 <= x <= x1 and top <= y <= bottom:
                cell = table.cell_at(x, y)
                return None if cell is None else (i, cell)
        return None

    def box(self, table: int, cell: int) -> tuple[float, float, float, float]:
        """The sides of a cell."""
        return self._tables[table].cells[cell]


class _TableFinder:
    def __init__(self, cells: Sequence[BBox]) -> None:
        self.cells = cells
        self.box = around(cells)
        self._tops = sorted({cell.top for cell in cells})
        self._bands: list[list[tuple[float, float, float, int]]] = [[] for _ in self._tops]
        for i, (x0, top, x1, bottom) in enumerate(cells):
            for band in self._bands[bisect_left(self._tops, top) : bisect_left(self._tops, bottom)]:
                band.append((x0, x1, bottom, i))

    def cell_at(self, x: float, y: float) -> int | None:
        for x0, x1, bottom, i in self._bands[max(0, bisect_right(self._tops, y) - 1)]:
            if x0 <= x <= x1 and y <= bottom:
                return i
        return None


def _in_order(texts: Sequence[PageText], tables: Sequence[Sequence[TablePart]]) -> list[Piece]:
    """Lines and table parts, down each page in turn. Boxes in one column are text, unless a table runs on in them."""
    pieces: list[Piece] = []
    for text, parts in zip(texts, tables, strict=True):
        here: list[Piece] = [*text.lines, *parts]
        for piece in sorted(here, key=lambda piece: text.place_of(piece.box)):
            last = pieces[-1] if pieces else None
            runs_on = isinstance(last, TablePart) and isinstance(piece, TablePart) and follows(last, piece)
            if isinstance(piece, Line) or runs_on or not piece.is_list:
                pieces.append(piece)
            else:
                pieces += [line for cell in piece.cells for line in cell.lines]
    return pieces


def _continued(parts: Sequence[TablePart]) -> Iterator[list[TablePart]]:
    """Groups of parts that are one table: on consecutive pages, with the same columns, nothing between."""
    group: list[TablePart] = []
    for part in parts:
        if group and not follows(group[-1], part):
            yield group
            group = []
        group.append(part)
    yield group
