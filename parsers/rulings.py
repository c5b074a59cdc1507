"""Ruled edges to the cells of tables, pure: edges are snapped and joined, crossings found, cells closed, tables gathered.

The rules and tolerances are pdfplumber's `lines` strategy.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter

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
    once = sorted(dict.fromkeys(edges))  # sides of neighbours are drawn twice, each with its own cell
    for flat in (False, True):
        mine = [edge for edge in once if edge[0] is flat and edge[3] - edge[2] >= MIN_PIECE_PT]
        for at, group in _snapped(mine):
            group.sort(key=itemgetter(2))
            _, _, start, end = group[0]
            for _, _, low, high in group[1:]:
                if low > end + TOLERANCE_PT:
                    joined.append(Edge(flat, at, start, end))
                    start, end = low, high
                elif high > end:
                    end = high
            joined.append(Edge(flat, at, start, end))
    return [edge for edge in joined if edge.end - edge.start >= MIN_EDGE_PT]


def _snapped(edges: Sequence[Edge]) -> list[tuple[float, list[Edge]]]:
    """(common place, edges) for each run of edges, sorted by place, that lie within the tolerance of their neighbour."""
    runs: list[list[Edge]] = []
    last = float("-inf")
    for edge in edges:
        at = edge[1]
        if at - last <= TOLERANCE_PT:
            runs[-1].append(edge)
        else:
            runs.append([edge])
        last = at
    return [(sum([edge[1] for edge in run]) / len(run), run) for run in runs]


def crossings_of(edges: Sequence[Edge]) -> Crossings:
    """(x, y) -> numbers of the upright and of the flat edges that meet there."""
    level = sorted(
        (at, i, start - TOLERANCE_PT, end + TOLERANCE_PT) for i, (flat, at, start, end) in enumerate(edges) if flat
    )
    heights = [at for at, *_ in level]
    found: Crossings = {}
    for i, (flat, x, start, end) in enumerate(edges):
        if flat:
            continue
        first = bisect_left(heights, start - TOLERANCE_PT)
        last = bisect_right(heights, end + TOLERANCE_PT)
        for y, j, low, high in level[first:last]:
            if low <= x <= high:
                uprights, flats = found.setdefault((x, y), (set(), set()))
                uprights.add(i)
                flats.add(j)
    return found


def cells_of(crossings: Crossings) -> list[BBox]:
    """For each crossing the smallest box that opens there to the lower right with all four sides ruled."""
    ordered = sorted(crossings)
    below = _next_along(ordered, crossings, 0)
    beside = _next_along(sorted(crossings, key=itemgetter(1, 0)), crossings, 1)
    cells = []
    for point in ordered:
        if point in below and point in beside:
            corner = _first_closed(point, crossings, below, beside)
            if corner is not None:
                cells.append(BBox(*point, *corner))
    return cells


def _next_along(ordered: Sequence[Point], crossings: Crossings, side: int) -> dict[Point, Point]:
    """Crossing -> the next one on an edge that both lie on: upright ones for side 0, flat ones for side 1."""
    return {
        one: other
        for one, other in pairwise(ordered)
        if one[side] == other[side] and not crossings[one][side].isdisjoint(crossings[other][side])
    }


def _first_closed(
    point: Point, crossings: Crossings, below: Mapping[Point, Point], beside: Mapping[Point, Point]
) -> Point | None:
    uprights, flats = crossings[point]
    low: Point | None = below[point]
    while low is not None and not uprights.isdisjoint(crossings[low][0]):
        floor = crossings[low][1]
        right: Point | None = beside[point]
        while right is not None and not flats.isdisjoint(crossings[right][1]):
            corner = right[0], low[1]
            there = crossings.get(corner)
            if there and not there[1].isdisjoint(floor) and not there[0].isdisjoint(crossings[right][0]):
                return corner
            right = beside.get(right)
        low = below.get(low)
    return None


def gathered(cells: Sequence[BBox]) -> list[list[BBox]]:
    """Cells that share corners, directly or through others, are one table; tables from the top, then from the left."""
    owner: dict[Point, int] = {}
    group_of = list(range(len(cells)))
    for i, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            other = owner.setdefault(corner, i)
            if group_of[other] != group_of[i]:
                one, two = _group(group_of, other), _group(group_of, i)
                group_of[max(one, two)] = min(one, two)
                group_of[i] = min(one, two)
    tables: dict[int, list[BBox]] = defaultdict(list)
    for i, cell in enumerate(cells):
        tables[_group(group_of, i)].append(cell)
    return sorted(tables.values(), key=lambda table: min(map(_TOP_AND_LEFT, table)))


_TOP_AND_LEFT = attrgetter("top", "x0")


def _group(group_of: list[int], i: int) -> int:
    """The first cell of the group that a cell belongs to; the way there is cut short."""
    while group_of[i] != i:
        group_of[i] = i = group_of[group_of[i]]
    return i
