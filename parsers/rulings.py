"""Ruled edges to the cells of tables, pure: edges are snapped and joined, crossings found, cells closed, tables gathered.

The rules and tolerances are pdfplumber's `lines` strategy.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from parsers.outline import borders_inside, missing_sides
from parsers.page import Edge
from schemas.document import BBox

TOLERANCE_PT = 3.0
MIN_PIECE_PT = 1.0
MIN_EDGE_PT = 3.0

Point = tuple[float, float]
Crossings = dict[Point, tuple[set[int], set[int]]]


def tables_of(edges: Iterable[Edge], areas: Sequence[BBox] = ()) -> list[list[BBox]]:
    """The cells of every table, tables from the top; a cell that touches no other is a table of its own.

    Sides left open are closed; `areas` are white ones, which show cells inside a table and nothing elsewhere.
    """
    joined = joined_edges(edges)
    crossings = crossings_of(joined)
    inner = borders_inside(areas, joined, crossings) if areas else []
    if inner:
        joined = joined_edges([*joined, *inner])
        crossings = crossings_of(joined)
    sides = missing_sides(joined, crossings)
    if sides:
        crossings = crossings_of(joined_edges([*joined, *sides]))
    return gathered(cells_of(crossings))


def joined_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Long edges alone: those next to each other on one line, those that touch end to end one edge."""
    joined: list[Edge] = []
    for flat in (False, True):
        mine = [edge for edge in edges if edge.flat is flat and edge.end - edge.start >= MIN_PIECE_PT]
        for at, group in _snapped(mine):
            group.sort(key=lambda edge: edge.start)
            start, end = group[0].start, group[0].end
            for edge in group[1:]:
                if edge.start <= end + TOLERANCE_PT:
                    end = max(end, edge.end)
                else:
                    joined.append(Edge(flat, at, start, end))
                    start, end = edge.start, edge.end
            joined.append(Edge(flat, at, start, end))
    return [edge for edge in joined if edge.end - edge.start >= MIN_EDGE_PT]


def _snapped(edges: Sequence[Edge]) -> list[tuple[float, list[Edge]]]:
    """(common place, edges) for each run of edges that lie within the tolerance of their neighbour."""
    runs: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if runs and edge.at - runs[-1][-1].at <= TOLERANCE_PT:
            runs[-1].append(edge)
        else:
            runs.append([edge])
    return [(sum(edge.at for edge in run) / len(run), run) for run in runs]


def crossings_of(edges: Sequence[Edge]) -> Crossings:
    """(x, y) -> numbers of the upright and of the flat edges that meet there."""
    flat = sorted((edge.at, i) for i, edge in enumerate(edges) if edge.flat)
    heights = [at for at, _ in flat]
    found: Crossings = {}
    for i, edge in enumerate(edges):
        if edge.flat:
            continue
        first = bisect_left(heights, edge.start - TOLERANCE_PT)
        last = bisect_right(heights, edge.end + TOLERANCE_PT)
        for y, j in flat[first:last]:
            if edges[j].start - TOLERANCE_PT <= edge.at <= edges[j].end + TOLERANCE_PT:
                upright, level = found.setdefault((edge.at, y), (set(), set()))
                upright.add(i)
                level.add(j)
    return found


def cells_of(crossings: Crossings) -> list[BBox]:
    """For each crossing the smallest box that opens there to the lower right with all four sides ruled."""
    down: dict[float, list[float]] = defaultdict(list)
    across: dict[float, list[float]] = defaultdict(list)
    ordered = sorted(crossings)
    for x, y in ordered:
        down[x].append(y)
        across[y].append(x)
    cells = []
    for x, y in ordered:
        upright, level = crossings[x, y]
        ys, xs = down[x], across[y]
        below = islice(ys, bisect_right(ys, y), None)
        bottoms = (b for b in below if not upright.isdisjoint(crossings[x, b][0]))
        rights = [r for r in xs[bisect_right(xs, x) :] if not level.isdisjoint(crossings[r, y][1])]
        box = _first_closed(crossings, x, y, bottoms, rights)
        if box is not None:
            cells.append(box)
    return cells


def _first_closed(
    crossings: Crossings, x: float, y: float, bottoms: Iterable[float], rights: Sequence[float]
) -> BBox | None:
    for bottom in bottoms:
        floor = crossings[x, bottom][1]
        for right in rights:
            corner = crossings.get((right, bottom))
            if corner and not corner[1].isdisjoint(floor) and not corner[0].isdisjoint(crossings[right, y][0]):
                return BBox(x, y, right, bottom)
    return None


def gathered(cells: Sequence[BBox]) -> list[list[BBox]]:
    """Cells that share corners, directly or through others, are one table; tables from the top, then from the left."""
    at_corner: dict[Point, list[int]] = defaultdict(list)
    for i, cell in enumerate(cells):
        for corner in _corners(cell):
            at_corner[corner].append(i)
    seen = [False] * len(cells)
    tables = []
    for first in range(len(cells)):
        if seen[first]:
            continue
        seen[first] = True
        group, waiting = [], [first]
        while waiting:
            i = waiting.pop()
            group.append(i)
            for corner in _corners(cells[i]):
                for other in at_corner.pop(corner, ()):
                    if not seen[other]:
                        seen[other] = True
                        waiting.append(other)
        tables.append([cells[i] for i in sorted(group)])
    return sorted(tables, key=lambda table: min((cell.top, cell.x0) for cell in table))


def _corners(cell: BBox) -> tuple[Point, ...]:
    return (cell.x0, cell.top), (cell.x0, cell.bottom), (cell.x1, cell.top), (cell.x1, cell.bottom)
