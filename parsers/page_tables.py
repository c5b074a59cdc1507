"""Tables that run over pages, pure: parts with the same columns become one, repeated heads go, cut rows are mended."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from parsers.grid import cluster, nearest, place_boxes
from parsers.layout import Line
from parsers.ledger import ink
from schemas.document import BBox, Cell, Table, least

SAME_EDGE_PT = 3.0
SNAP_PT = 2.0
MAX_HEAD_ROWS = 4
LAST_QUARTER = 0.75
LONG_LINES = 3
MIN_SAME_EDGES = 4
MAX_FIGURE = 6
ROOM = 2.2
CENTRED_SHARE = 0.75
NUMBER, DIGIT = re.compile(r"[\d,.]+%?"), re.compile(r"\d")
OPENS_CONTENT = ("：", ":")


class BoxCell(NamedTuple):
    """A cell as printed: its box and the lines in it."""

    box: BBox
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return self.lines[0].text if len(self.lines) == 1 else "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float | None:
        """That of the least certain line."""
        return self.lines[0].confidence if len(self.lines) == 1 else least(line.confidence for line in self.lines)


@dataclass(frozen=True)
class TablePart:
    """What one page shows of a table."""

    page: int
    cells: tuple[BoxCell, ...]
    page_height: float

    @cached_property
    def box(self) -> BBox:
        """The box around all cells."""
        return around([cell.box for cell in self.cells])

    @property
    def is_list(self) -> bool:
        """Whether it has but one column: boxes around text rather than a table, unless a wider one runs on in it."""
        return len(self.x_edges) <= 2

    @cached_property
    def x_edges(self) -> list[float]:
        """The column edges in points, ascending."""
        return cluster({x for (x0, _, x1, _), _ in self.cells for x in (x0, x1)}, SNAP_PT)


def follows(upper: TablePart, lower: TablePart) -> bool:
    """Whether a part that opens its page goes on the table that closed the page before.

    Both have the same outer edges (3 pt), and the upper one reaches the page's last quarter or half of the inner
    column edges of either are the other's: rows of a form may well share no inner edge with the rows above. A part
    whose outer edges differ goes on the table if all its edges, four at least, are the upper one's.
    """
    a, b = upper.x_edges, lower.x_edges
    if lower.page != upper.page + 1:
        return False
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    shared = [abs(many[nearest(many, edge)] - edge) <= SAME_EDGE_PT for edge in few]
    if abs(a[0] - b[0]) <= SAME_EDGE_PT and abs(a[-1] - b[-1]) <= SAME_EDGE_PT:
        return upper.box.bottom > LAST_QUARTER * upper.page_height or 2 * sum(shared[1:-1]) >= len(few) - 2
    return len(b) >= MIN_SAME_EDGES and few is b and all(shared)


def without_frames(boxes: Sequence[BBox]) -> list[BBox]:
    """The boxes that are cells: those that hold the middle of a smaller one are frames drawn around them."""
    if sum(map(_area, boxes)) <= 1.02 * _area(around(boxes)):
        return list(boxes)
    small_first = sorted(boxes, key=_area)
    return [box for i, box in enumerate(small_first) if not any(_holds_middle(box, other) for other in small_first[:i])]


def _area(box: BBox) -> float:
    x0, top, x1, bottom = box
    return (x1 - x0) * (bottom - top)


def around(boxes: Sequence[BBox]) -> BBox:
    """The smallest box that holds all the boxes, at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return BBox(min(lefts), min(tops), max(rights), max(bottoms))


def _holds_middle(box: BBox, other: BBox) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 < x < box.x1 and box.top < y < box.bottom


def build_table(parts: Sequence[TablePart], ignored: Counter[str] | None = None) -> Table:
    """One Table of the parts of consecutive pages, columns counted in the edges of all of them.

    The characters of repeated head rows are added to `ignored`.
    """
    ignored = Counter() if ignored is None else ignored
    x_edges = cluster([edge for part in parts for edge in part.x_edges], SNAP_PT)
    cells: list[Cell] = []
    n_rows = 0
    head: list[list[Cell]] = []
    for i, part in enumerate(parts):
        y_edges = cluster({y for (_, top, _, bottom), _ in part.cells for y in (top, bottom)}, SNAP_PT)
        boxes, texts = [box for box, _ in part.cells], [cell.text for cell in part.cells]
        sure = [cell.confidence for cell in part.cells]
        placed, part_rows = place_boxes(boxes, texts, x_edges, y_edges, part.page, sure), len(y_edges) - 1
        if i == 0 < len(parts) - 1:
            head = [[cell for cell in placed if cell.row == row] for row in range(min(part_rows - 1, MAX_HEAD_ROWS))]
        elif i:
            with_head = placed
            placed, dropped = _without_head(placed, head, part_rows)
            ignored["repeated-heads"] += sum(ink(cell.text) for cell in with_head if cell.row < dropped)
            part_rows -= dropped
            cut = _is_cut(parts[i - 1], part, cells, placed, n_rows)
            n_rows -= cut
            cells, placed = _mended(cells, placed, n_rows, cut)
        cells += [_moved(cell, n_rows) for cell in placed] if n_rows else placed
        n_rows += part_rows
    n_cols = max(cell.col + cell.col_span for cell in cells)
    return Table(tuple(cells), n_rows, n_cols, tuple(dict.fromkeys(part.page for part in parts)))


def _without_head(placed: list[Cell], head: Sequence[Sequence[Cell]], part_rows: int) -> tuple[list[Cell], int]:
    """(cells, rows dropped): the rows that repeat the table's first rows are dropped, the rest moves up."""
    repeated = 0
    for row, cells in enumerate(head[: part_rows - 1]):
        mine = [(cell.col, cell.text) for cell in placed if cell.row == row]
        if not any(cell.text for cell in cells) or mine != [(cell.col, cell.text) for cell in cells]:
            break
        repeated = row + 1
    if not repeated or any(cell.row < repeated < cell.row + cell.row_span for cell in placed):
        return placed, 0
    return [_moved(cell, -repeated) for cell in placed if cell.row >= repeated], repeated


def _moved(cell: Cell, rows: int) -> Cell:
    """The cell so many rows further down; made anew, for `replace` costs several times as much."""
    return Cell(
        cell.text, cell.row + rows, cell.col, cell.row_span, cell.col_span, cell.page, cell.bbox, cell.confidence
    )


def _is_cut(upper: TablePart, lower: TablePart, above: Sequence[Cell], placed: Sequence[Cell], n_rows: int) -> bool:
    """Whether the lower part's first row is the rest of the upper part's last one.

    So it is when only columns go on whose text filled its cell down to the page's end, and some text of the upper row
    has nothing below it or all that go on are long; a column that goes on alone must have filled its last line as well.
    An empty cell below that covers several rows says nothing: it is the rest of a label of these rows.
    Two figures one below the other are never one figure: rows with their own points are rows of their own, and figures below
    words are what these head.
    A lone box also is the rest of a cell that ends in a colon, for such a cell waits for its content.
    """
    last = {cell.col: cell for cell in above if cell.row + cell.row_span == n_rows and cell.page == upper.page}
    first = {cell.col: cell for cell in placed if cell.row == 0}
    going_on = [col for col, cell in first.items() if cell.text]
    ended = [col for col, cell in last.items() if cell.text and (col not in first or _is_blank_row(first[col]))]
    if not going_on or any(col not in last or not last[col].text for col in going_on):
        return False
    if any(last[col].col_span != first[col].col_span for col in going_on):
        return False
    if any(_is_figure(last[col].text) and _is_figure(first[col].text) for col in going_on):
        return False
    if sum(NUMBER.fullmatch(first[col].text) is not None and not DIGIT.search(last[col].text) for col in going_on) > 1:
        return False
    if len(lower.cells) == 1 and last[going_on[0]].text.endswith(OPENS_CONTENT):
        return True
    lines = {cell.box: cell.lines for cell in upper.cells}
    floor = max((line.box.bottom for cell in upper.cells for line in cell.lines), default=0.0)
    fills = [_fills(last[col], first[col], lines, floor) for col in going_on]
    long = 2 in fills and all(last[col].text.count("\n") >= LONG_LINES - 1 for col in going_on)
    return all(fills) and (bool(ended) or long) and (len(fills) > 1 or fills == [2])


def _is_blank_row(cell: Cell) -> bool:
    return not cell.text and cell.row_span == 1


def _is_figure(text: str) -> bool:
    return len(text) <= MAX_FIGURE and text.replace(".", "", 1).isdigit()


def _fills(upper: Cell, lower: Cell, lines: dict[BBox, tuple[Line, ...]], floor: float) -> int:
    """2 when the upper text ends in a full line at the page's end, 1 when it may be a torn list of lines, else 0.

    A single short line is torn off only from words: numbers are never set in two lines.
    """
    own = lines.get(upper.bbox) if upper.bbox is not None else None
    if not own or upper.bbox is None or own[-1].box.bottom <= min(floor, upper.bbox.bottom) - 1.5 * own[-1].size_pt:
        return 0
    if _is_full(own[-1], upper.bbox):
        return 2
    return int(len(own) > 1 or not any(char.isdigit() for char in upper.text + lower.text))


def _is_full(line: Line, box: BBox) -> bool:
    """Whether a line leaves its cell no room for two more characters; a centred one has its room on both sides."""
    left, right = line.box.x0 - box.x0, box.x1 - line.box.x1
    centred = abs(left - right) < CENTRED_SHARE * line.size_pt and left > CENTRED_SHARE * line.size_pt
    return right < (ROOM / 2 if centred else ROOM) * line.size_pt


def _mended(cells: list[Cell], placed: list[Cell], n_rows: int, cut: bool) -> tuple[list[Cell], list[Cell]]:
    """Cells of both parts with those joined that the page end cut in two.

    In a cut row every cell goes on; else only merged ones do: an empty cell over several rows under a cell that also
    covers several, or that is itself merged. An empty piece of a cut row that fits no cell above leaves that row.
    """
    last = {(cell.col, cell.col_span): i for i, cell in enumerate(cells) if cell.row + cell.row_span == n_rows + cut}
    rest = []
    for cell in placed:
        i = last.get((cell.col, cell.col_span)) if cell.row == 0 else None
        if i is not None and (cut or _is_merged_rest(cells[i], cell)):
            text = "\n".join(filter(None, (cells[i].text, cell.text)))
            sure = least((cells[i].confidence, cell.confidence))
            span = cells[i].row_span + cell.row_span - cut
            cells[i] = cells[i]._replace(text=text, row_span=span, confidence=sure)
        elif not (cut and cell.row == 0):
            rest.append(cell)
        elif cell.row_span > 1:
            rest.append(cell._replace(row=1, row_span=cell.row_span - 1))
    return cells, rest


def _is_merged_rest(upper: Cell, lower: Cell) -> bool:
    return not lower.text and bool(upper.text) and lower.row_span + upper.row_span > 2
