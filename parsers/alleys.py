"""Printed lines cut at their gaps, the columns that their pieces stand in, and the cells that both make; pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.layout import Glyph, Line, lines_of
from parsers.page_tables import BoxCell, TablePart
from schemas.document import BBox

GAP_SHARE = 0.9
ALLEY_SHARE = 0.6
TIGHT_SHARE = 0.6
MIN_BODY_ROWS = 2
FIGURE = re.compile(r"[-—–+(（]?\d[\d,，]*(?:\.\d+)?[%％]?[)）]?[^\d\W]{0,2}|[-—–/]+")
LEADER = re.compile(r"[.．…·_]{4,}|…{2,}")
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two gaps of a line."""

    glyphs: tuple[Glyph, ...]
    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line cut at its gaps."""

    line: Line
    pieces: tuple[Piece, ...]

    @property
    def figures(self) -> list[Piece]:
        """The pieces after the first that are figures."""
        return [piece for piece in self.pieces[1:] if FIGURE.fullmatch(piece.text)]


def middle(row: Row) -> float:
    """The height of a row, from the top of its page."""
    return (row.line.box.top + row.line.box.bottom) / 2


def rows_of(lines: Sequence[Line], glyphs: Sequence[Glyph]) -> list[Row]:
    """The lines with their characters, cut where a gap is as wide as a character."""
    level = sorted((glyph for glyph in glyphs if not glyph.turn), key=lambda glyph: glyph.top + glyph.bottom)
    heights = [(glyph.top + glyph.bottom) / 2 for glyph in level]
    rows = []
    for line in lines:
        band = level[bisect_left(heights, line.box.top) : bisect_right(heights, line.box.bottom)]
        own = [glyph for glyph in band if line.box.x0 <= glyph.x0 and glyph.x1 <= line.box.x1]
        rows.append(Row(line, tuple(_pieces(sorted(own, key=lambda glyph: glyph.x0), line))))
    return rows


def _pieces(glyphs: Sequence[Glyph], line: Line) -> Iterable[Piece]:
    group: list[Glyph] = []
    end = 0.0
    for glyph in glyphs:
        if glyph.text.isspace():
            group += [glyph] if group else []
            continue
        if group and glyph.x0 - end > GAP_SHARE * line.size_pt:
            yield _piece(group, end, line.page)
            group = []
        end = max(end, glyph.x1) if group else glyph.x1
        group.append(glyph)
    if group:
        yield _piece(group, end, line.page)


def _piece(group: Sequence[Glyph], end: float, page: int) -> Piece:
    text = group[0].text if len(group) == 1 else "".join(line.text for line in lines_of(group, page))
    return Piece(tuple(group), text, group[0].x0, end)


def spans(row: Row, columns: Sequence[Interval]) -> bool:
    """Whether a piece of a row stands in several columns."""
    return any(last > first for first, last in (covered(piece, columns) for piece in row.pieces))


def fits(rows: Sequence[Row], above: Sequence[float]) -> bool:
    """Whether every piece of the rows stands between two edges next to each other."""
    columns = list(pairwise(above))
    inside = all(above[0] <= row.line.box.x0 and row.line.box.x1 <= above[-1] for row in rows) if columns else False
    return inside and not any(spans(row, columns) for row in rows)


def columns_of(rows: Iterable[Row]) -> list[Interval]:
    """Where pieces of the rows stand one below the other, left to right."""
    spans = sorted((piece.x0, piece.x1, row.line.size_pt) for row in rows for piece in row.pieces)
    columns: list[Interval] = []
    for x0, x1, size in spans:
        if columns and x0 - columns[-1][1] < ALLEY_SHARE * size:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def widened(columns: Sequence[Interval], head: Sequence[Row]) -> list[Interval]:
    """The columns with labels above them that reach out, and columns that only the last row of labels has."""
    wide = list(columns)
    for piece in head[-1].pieces if head else ():
        over = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and x0 < piece.x1]
        if len(over) == 1:
            wide[over[0]] = min(wide[over[0]][0], piece.x0), max(wide[over[0]][1], piece.x1)
        elif not over:
            wide.append((piece.x0, piece.x1))
    return sorted(wide)


def covered(piece: Piece, columns: Sequence[Interval]) -> tuple[int, int]:
    """The first and last column that a piece stands in: those it overlaps, else the nearest."""
    over = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and x0 < piece.x1]
    if over:
        return over[0], over[-1]
    near = min(range(len(columns)), key=lambda i: max(columns[i][0] - piece.x1, piece.x0 - columns[i][1]))
    return near, near


def records(rows: Sequence[Row], columns: Sequence[Interval]) -> Iterable[list[Row]]:
    """Lines gathered into rows of the table: a line set close under a row that lacks some of its columns is its rest."""
    steps = [lower.line.box.top - upper.line.box.bottom for upper, lower in pairwise(rows) if len(lower.pieces) > 1]
    usual = median(steps) if steps else 0.0
    record: list[Row] = []
    for row in rows:
        step = row.line.box.top - record[-1].line.box.bottom if record else 0.0
        rest = len(row.pieces) < len(columns) and not row.figures and step < TIGHT_SHARE * usual
        if record and not rest:
            yield record
            record = []
        record.append(row)
    if record:
        yield record


def table_of(
    grid: Sequence[Sequence[Row]], columns: Sequence[Interval], across: Interval, down: Interval, page_height: float
) -> TablePart:
    """The cells of rows: alleys and the space between rows are halved, labels over several columns are one cell."""
    xs = [across[0], *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), across[1]]
    floors = [max(row.line.box.bottom for row in record) for record in grid]
    tops = [min(row.line.box.top for row in record) for record in grid]
    ys = [down[0], *((floor + top) / 2 for floor, top in zip(floors, tops[1:], strict=False)), down[1]]
    page = grid[0][0].line.page
    cells = []
    for record, (top, bottom) in zip(grid, pairwise(ys), strict=True):
        held: dict[int, tuple[int, list[Glyph]]] = {}
        for row in record:
            for piece in row.pieces:
                first, last = covered(piece, columns)
                owner = next((i for i, (end, _) in held.items() if i <= first <= end), first)
                end, glyphs = held.get(owner, (last, []))
                held[owner] = max(end, last), [*glyphs, *piece.glyphs]
        col = 0
        while col < len(columns):
            last, glyphs = held.get(col, (col, []))
            for under in range(col + 1, last + 1):
                glyphs = [*glyphs, *held.get(under, (under, []))[1]]
            cells.append(BoxCell(BBox(xs[col], top, xs[last + 1], bottom), tuple(lines_of(glyphs, page))))
            col = last + 1
    return TablePart(page, tuple(cells), page_height)
