"""Tables without upright rules, pure: rows from lines or level rules, columns from the white alleys between their texts.

Two shapes are taken, each by what can be counted; whatever fails stays text, for a missed table can still be read as
text while prose cut into cells cannot be read at all:

- three or more level rules of one length with nothing upright between them: the rules are the sides of rows;
- a row of labels above two or more rows in which figures stand one below the other.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.layout import Glyph, Line, lines_of
from parsers.page import Edge
from parsers.page_tables import BoxCell, TablePart
from parsers.rulings import joined_edges
from schemas.document import BBox

GAP_SHARE = 0.9
ALLEY_SHARE = 0.6
MAX_STEP = 3.0
TIGHT_SHARE = 0.6
CENTRED_SHARE = 2.0
MIN_RULES = 3
MIN_GAPPED = 2
MIN_BODY_ROWS = 2
MAX_HEAD_ROWS = 3
MAX_SPANNING_SHARE = 0.34
SAME_LENGTH_PT = 3.0
MIN_BAND_PT = 8.0
MIN_RULE_PT = 100.0
MAX_EDGES = 1000
MAX_RUNNING_LINES = 3
FIGURE = re.compile(r"[-—–+(（]?\d[\d,，]*(?:\.\d+)?[%％]?[)）]?[^\d\W]{0,2}|[-—–/]+")
EXACT = re.compile(r"\d[.,，]\d|[%％]")
YEAR = re.compile(r"(?:19|20)\d\d")
LEADER = re.compile(r"[.．…·_]{4,}|…{2,}")
ASKS = ("：", ":")

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


def unruled_tables(
    lines: Sequence[Line],
    glyphs: Sequence[Glyph],
    edges: Sequence[Edge],
    ruled: Sequence[BBox],
    page_height: float,
    above: Sequence[float] = (),
) -> tuple[list[TablePart], list[Line]]:
    """(tables without upright rules, the lines that stand in none). `ruled` are the boxes of the tables found by rules,
    `above` the column edges of such a table that closed the page before.

    Needs a look at the lines alone where fewer than three of them have a gap.
    """
    if sum(" " in line.text for line in lines) < MIN_GAPPED:
        return [], list(lines)
    rows = _rows(lines, glyphs)
    if sum(len(row.pieces) > 1 for row in rows) < MIN_GAPPED:
        return [], list(lines)
    parts: list[TablePart] = []
    taken: set[int] = set()
    for rules in _rule_groups(joined_edges(edges), ruled):
        inside = [row for row in rows if rules[0].at < _middle(row) < rules[-1].at and id(row.line) not in taken]
        part = _between_rules(inside, rules, above if not parts else (), page_height)
        if part is not None:
            parts.append(part)
            taken |= {id(row.line) for row in inside}
    rows = [row for row in rows if id(row.line) not in taken]
    for first, block in _blocks(rows):
        columns = _columns(row for row in block if len(row.pieces) > 1)
        head = _head(first, rows, columns)
        part = _going_on(first, head, block, above, page_height) or _aligned(head, block, columns, page_height)
        if part is not None:
            parts.append(part)
            taken |= {id(row.line) for row in (*head, *block)}
    return parts, [line for line in lines if id(line) not in taken]


def _middle(row: Row) -> float:
    return (row.line.box.top + row.line.box.bottom) / 2


def _rows(lines: Sequence[Line], glyphs: Sequence[Glyph]) -> list[Row]:
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


def _rule_groups(edges: Sequence[Edge], ruled: Sequence[BBox]) -> list[list[Edge]]:
    """Level rules of one length, three or more of them, top to bottom, that no upright rule touches."""
    uprights = [edge for edge in edges if not edge.flat]
    if len(edges) > MAX_EDGES:
        return []
    groups: list[list[Edge]] = []
    for edge in sorted((edge for edge in edges if edge.flat), key=lambda edge: edge.at):
        if edge.end - edge.start < MIN_RULE_PT or any(box.top - 3 <= edge.at <= box.bottom + 3 for box in ruled):
            continue
        if any(_touches(upright, edge) for upright in uprights):
            continue
        for group in groups:
            last = group[-1]
            if max(abs(last.start - edge.start), abs(last.end - edge.end)) <= SAME_LENGTH_PT:
                if edge.at - last.at >= MIN_BAND_PT:
                    group.append(edge)
                break
        else:
            groups.append([edge])
    return [
        group
        for group in groups
        if len(group) >= MIN_RULES and not any(group[0].at < box.bottom and box.top < group[-1].at for box in ruled)
    ]


def _touches(upright: Edge, flat: Edge) -> bool:
    across = flat.start - 3 <= upright.at <= flat.end + 3
    return across and upright.start - 3 <= flat.at <= upright.end + 3


def _between_rules(
    rows: Sequence[Row], rules: Sequence[Edge], above: Sequence[float], page_height: float
) -> TablePart | None:
    """The table between level rules; None where its lines do not fall into columns."""
    bands = [
        band
        for upper, lower in pairwise(rules)
        if (band := [row for row in rows if upper.at < _middle(row) <= lower.at])
    ]
    body = [row for band in bands[1:] for row in band]
    columns = _columns(row for row in body if len(row.pieces) > 1)
    split = sum(len(row.pieces) > 1 for row in body)
    if len(columns) < 2 or split < MIN_BODY_ROWS or any(LEADER.search(row.line.text) for row in rows):
        return None
    if sum(_spans(row, columns) for row in body) > MAX_SPANNING_SHARE * len(body):
        return None
    columns = _widened(columns, bands[0])
    if _fits(body, above):
        columns = list(pairwise(above))
    head = [[row] for row in bands[0]] if any(_spans(row, columns) for row in bands[0]) else [bands[0]]
    grid = head + [row for band in bands[1:] for row in _within(band, columns)]
    return _part(grid, columns, (rules[0].start, rules[0].end), (rules[0].at, rules[-1].at), page_height)


def _within(band: Sequence[Row], columns: Sequence[Interval]) -> Iterable[Sequence[Row]]:
    """The rows between two rules: one, unless two lines or more begin in the first column and go on in others."""
    begun = sum(len(row.pieces) > 1 and _covered(row.pieces[0], columns)[0] == 0 for row in band)
    return _records(band, columns) if begun >= MIN_BODY_ROWS else [band]


def _spans(row: Row, columns: Sequence[Interval]) -> bool:
    return any(last > first for first, last in (_covered(piece, columns) for piece in row.pieces))


def _blocks(rows: Sequence[Row]) -> Iterable[tuple[int, list[Row]]]:
    """(number of the first row, rows) for runs of rows with figures after their first piece, at most a label between."""
    block: list[Row] = []
    pending: list[Row] = []
    start = 0
    for i, row in enumerate(rows):
        near = not block or _near((pending or block)[-1], row)
        tells = bool(row.figures) and not LEADER.search(row.line.text)
        if near and tells:
            start = start if block else i
            block += [*pending, row]
            pending = []
        elif near and block and not pending and len(row.pieces) == 1:
            pending = [row]
        else:
            if len(block) >= MIN_BODY_ROWS:
                yield start, block
            block, pending, start = [row] if tells else [], [], i
    if len(block) >= MIN_BODY_ROWS:
        yield start, block


def _near(upper: Row, lower: Row) -> bool:
    return lower.line.box.top - upper.line.box.bottom <= MAX_STEP * upper.line.size_pt


def _aligned(
    head: Sequence[Row], block: Sequence[Row], columns: Sequence[Interval], page_height: float
) -> TablePart | None:
    """The table of rows with figures and the labels above; None where figures or labels do not stand in columns."""
    if not head or len(columns) < 2:
        return None
    columns = _widened(columns, head)
    labelled = {first for piece in head[-1].pieces for first, last in [_covered(piece, columns)] if first == last}
    body = [row for row in block if row.figures]
    figured = [_figures_in(body, columns, i) for i in range(1, len(columns))]
    sound = [held for held in figured if len(held[1]) >= MIN_BODY_ROWS and len(held[1]) >= 0.6 * held[0]]
    if len(labelled) < max(2, len(columns) - 1) or not sound:
        return None
    if len(columns) == 2 and sum(EXACT.search(text) is not None for text in sound[0][1]) < MIN_BODY_ROWS:
        return None
    if any(_spans(row, columns) for row in block):
        return None
    grid = [[row] for row in head] + list(_records(block, columns))
    lines = [row.line.box for row in (*head, *block)]
    across = min(box.x0 for box in lines) - 1, max(box.x1 for box in lines) + 1
    return _part(grid, columns, across, (lines[0].top - 1, max(box.bottom for box in lines) + 1), page_height)


def _going_on(
    first: int, head: Sequence[Row], block: Sequence[Row], above: Sequence[float], page_height: float
) -> TablePart | None:
    """The rest of the table that closed the page before, if the rows at the top of this one keep to its columns."""
    if first - len(head) >= MAX_RUNNING_LINES or not _fits(block, above):
        return None
    columns = list(pairwise(above))
    grid = [[row] for row in head] + list(_records(block, columns))
    lines = [row.line.box for row in (*head, *block)]
    down = lines[0].top - 1, max(box.bottom for box in lines) + 1
    return _part(grid, columns, (above[0], above[-1]), down, page_height)


def _fits(rows: Sequence[Row], above: Sequence[float]) -> bool:
    """Whether every piece of the rows stands between two edges next to each other."""
    columns = list(pairwise(above))
    inside = all(above[0] <= row.line.box.x0 and row.line.box.x1 <= above[-1] for row in rows) if columns else False
    return inside and not any(_spans(row, columns) for row in rows)


def _figures_in(body: Sequence[Row], columns: Sequence[Interval], column: int) -> tuple[int, list[str]]:
    """(filled places of a column, its figures)."""
    texts = [piece.text for row in body for piece in row.pieces if _covered(piece, columns) == (column, column)]
    return len(texts), [text for text in texts if FIGURE.fullmatch(text)]


def _head(first: int, rows: Sequence[Row], columns: Sequence[Interval]) -> list[Row]:
    """The rows of labels right above row number `first`: several pieces each, no figures but years, none that asks for an entry."""
    head: list[Row] = []
    below = rows[first]
    for row in reversed(rows[max(0, first - MAX_HEAD_ROWS) : first]):
        labels = [piece.text for piece in row.pieces]
        if (
            len(head) == MAX_HEAD_ROWS
            or not (len(labels) > 1 or (head and _is_over_several(row, columns)))
            or not _near(row, below)
            or LEADER.search(row.line.text)
        ):
            break
        if any(FIGURE.fullmatch(text) and not YEAR.fullmatch(text) for text in labels):
            break
        if any(ask in text for text in labels for ask in ASKS):
            break
        head.insert(0, row)
        below = row
    return head


def _is_over_several(row: Row, columns: Sequence[Interval]) -> bool:
    """Whether a lone label is centred over several columns but the first, and not over the whole table as a title is."""
    first, last = _covered(row.pieces[0], columns) if row.pieces else (0, 0)
    if first == 0 or first == last:
        return False
    centre = (row.line.box.x0 + row.line.box.x1) / 2
    own, whole = (columns[first][0] + columns[last][1]) / 2, (columns[0][0] + columns[-1][1]) / 2
    return abs(centre - own) < CENTRED_SHARE * row.line.size_pt < abs(centre - whole)


def _columns(rows: Iterable[Row]) -> list[Interval]:
    """Where pieces of the rows stand one below the other, left to right."""
    spans = sorted((piece.x0, piece.x1, row.line.size_pt) for row in rows for piece in row.pieces)
    columns: list[Interval] = []
    for x0, x1, size in spans:
        if columns and x0 - columns[-1][1] < ALLEY_SHARE * size:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _widened(columns: Sequence[Interval], head: Sequence[Row]) -> list[Interval]:
    """The columns with labels above them that reach out, and columns that only the last row of labels has."""
    wide = list(columns)
    for piece in head[-1].pieces if head else ():
        over = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and x0 < piece.x1]
        if len(over) == 1:
            wide[over[0]] = min(wide[over[0]][0], piece.x0), max(wide[over[0]][1], piece.x1)
        elif not over:
            wide.append((piece.x0, piece.x1))
    return sorted(wide)


def _covered(piece: Piece, columns: Sequence[Interval]) -> tuple[int, int]:
    """The first and last column that a piece stands in: those it overlaps, else the nearest."""
    over = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and x0 < piece.x1]
    if over:
        return over[0], over[-1]
    near = min(range(len(columns)), key=lambda i: max(columns[i][0] - piece.x1, piece.x0 - columns[i][1]))
    return near, near


def _records(rows: Sequence[Row], columns: Sequence[Interval]) -> Iterable[list[Row]]:
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


def _part(
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
                first, last = _covered(piece, columns)
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
