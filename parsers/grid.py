"""Merged cells to a rectangular grid: pure, without any file format.

Two ways in: `place_rows` for rows that declare spans (Word), `place_boxes` for cells that are boxes on a page (PDF).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from schemas.document import BBox, Cell, least
from schemas.errors import DocumentError

MAX_COLS = 256
MAX_PLACES = 1_000_000


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as its row declares it. `joins_above` and `joins_left` mark the later parts of a merged cell."""

    text: str
    col_span: int = 1
    opens_down: bool = False
    joins_above: bool = False
    joins_left: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as declared; `skip` grid columns are left out before its first cell."""

    cells: Sequence[RawCell]
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Placed cells; `owners[row][i]` is the index in `cells` of the cell that the row's i-th raw cell became part of."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    owners: tuple[tuple[int, ...], ...]


def place_rows(rows: Sequence[RawRow]) -> Grid:
    """The grid of rows with declared spans; no place is covered twice, whatever they declare.

    A cell that joins the one above does so only if that one takes part in a vertical merge, begins at the same column
    and is not wider; else it stands for itself. Raises DocumentError too-large beyond a million places.
    """
    spans = _columns(rows)
    n_cols = max((col + span for row_spans in spans for col, span in row_spans), default=0)
    if len(rows) * n_cols > MAX_PLACES:
        raise DocumentError("too-large", f"a table of {len(rows)} rows by {n_cols} columns is beyond any form")
    cells: list[Cell] = []
    owners: list[tuple[int, ...]] = []
    open_above: dict[int, int] = {}
    for r, row in enumerate(rows):
        mine: list[int] = []
        open_here: dict[int, int] = {}
        for raw, (col, span) in zip(row.cells, spans[r], strict=True):
            index = _owner(raw, r, col, span, cells, open_above, mine)
            mine.append(index)
            if (raw.opens_down or raw.joins_above) and not raw.joins_left:
                open_here[col] = index
        owners.append(tuple(mine))
        open_above = open_here
    return Grid(tuple(cells), len(rows), n_cols, tuple(owners))


def _owner(
    raw: RawCell, row: int, col: int, span: int, cells: list[Cell], open_above: dict[int, int], mine: list[int]
) -> int:
    """The index of the cell this raw cell belongs to, widening, lengthening or adding one."""
    if raw.joins_left and mine and cells[mine[-1]].row == row and cells[mine[-1]].row_span == 1:
        left = cells[mine[-1]]
        cells[mine[-1]] = left._replace(col_span=col + span - left.col)
        return mine[-1]
    above = open_above.get(col) if raw.joins_above else None
    if above is not None and cells[above].col == col and cells[above].col_span <= span:
        cells[above] = cells[above]._replace(row_span=row + 1 - cells[above].row)
        return above
    cells.append(Cell(raw.text, row, col, 1, span))
    return len(cells) - 1


def _columns(rows: Sequence[RawRow]) -> list[list[tuple[int, int]]]:
    """(first column, columns covered) for every raw cell; columns nobody's edge needs go when there are too many."""
    edges: list[list[tuple[int, int]]] = []
    for row in rows:
        col, placed = max(0, row.skip), []
        for raw in row.cells:
            span = max(1, raw.col_span)
            placed.append((col, col + span))
            col += span
        edges.append(placed)
    if max((end for placed in edges for _, end in placed), default=0) > MAX_COLS:
        used = sorted({0} | {edge for placed in edges for pair in placed for edge in pair})
        rank = {edge: i for i, edge in enumerate(used)}
        edges = [[(rank[start], rank[end]) for start, end in placed] for placed in edges]
    return [[(start, end - start) for start, end in placed] for placed in edges]


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """The middle of each run of values that lie within the tolerance of their neighbour, ascending."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= tolerance:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [(run[0] + run[-1]) / 2 for run in runs]


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the edge closest to a value; edges ascend and are not empty."""
    right = min(bisect_left(edges, value), len(edges) - 1)
    return right - 1 if right > 0 and value - edges[right - 1] < edges[right] - value else right


def place_boxes(
    boxes: Sequence[BBox],
    texts: Sequence[str],
    x_edges: Sequence[float],
    y_edges: Sequence[float],
    page: int,
    confidences: Sequence[float | None] | None = None,
) -> list[Cell]:
    """Cells whose spans are counted in the given column and row edges (points). A box on a covered place is left out.

    A dropped box's text goes to the cell that covers its top left place.
    """
    covered: dict[tuple[int, int], int] = {}
    cells: list[Cell] = []
    rows = {y: nearest(y_edges, y) for y in {y for _, top, _, bottom in boxes for y in (top, bottom)}}
    cols = {x: nearest(x_edges, x) for x in {x for x0, _, x1, _ in boxes for x in (x0, x1)}}
    order = sorted((top, x0, i) for i, (x0, top, _, _) in enumerate(boxes))
    for top, x0, i in order:
        box = boxes[i]
        _, _, x1, bottom = box
        row, col = rows[top], cols[x0]
        row_end, col_end = max(row + 1, rows[bottom]), max(col + 1, cols[x1])
        single = row_end - row == 1 == col_end - col
        places = [(row, col)] if single else list(product(range(row, row_end), range(col, col_end)))
        if overlapped := [covered[place] for place in places if place in covered]:
            taken = overlapped[0]
            if texts[i]:
                text = "\n".join(filter(None, (cells[taken].text, texts[i])))
                sure = least((cells[taken].confidence, confidences[i] if confidences else None))
                cells[taken] = cells[taken]._replace(text=text, confidence=sure)
            continue
        for place in places:
            covered[place] = len(cells)
        sure = confidences[i] if confidences else None
        cells.append(Cell(texts[i], row, col, row_end - row, col_end - col, page, box, sure))
    return cells
