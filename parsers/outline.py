"""What rulings leave out of a table, pure: sides that were not drawn, and borders that only white areas show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from parsers.page import Edge, within
from schemas.document import BBox

TOLERANCE_PT = 3.0
MIN_STUB_PT = 8.0
OVERLAP_PT = 0.1
MIN_ENDS = 2
MIN_ROWS_BESIDE = 3

Crossings = Mapping[tuple[float, float], tuple[set[int], set[int]]]


def missing_sides(edges: Sequence[Edge], crossings: Crossings) -> list[Edge]:
    """Edges that close tables whose rules run out into the open: outer sides left away, tops that a page end cut off.

    Rules that end free at one place (two uprights, three flat ones, or one beside a drawn piece of the side) show the
    side: it is drawn from the first to the last rule of that table which ends there.
    """
    met: dict[int, list[float]] = defaultdict(list)
    for (x, y), (uprights, flats) in crossings.items():
        for i in uprights:
            met[i].append(y)
        for i in flats:
            met[i].append(x)
    free = {
        (i, last)
        for i, places in met.items()
        for last in (False, True)
        if (edges[i].end - max(places) if last else min(places) - edges[i].start) >= MIN_STUB_PT
    }
    if not free:
        return []
    sides = []
    for table in components(crossings):
        for flat in (False, True):
            for last in (False, True):
                sides += _sides([(i, edges[i]) for i in table if edges[i].flat is flat], last, free, table, edges)
    return sides


def _sides(
    rules: Sequence[tuple[int, Edge]], last: bool, free: set[tuple[int, bool]], table: set[int], edges: Sequence[Edge]
) -> list[Edge]:
    """The sides at which parallel rules of one table end free."""
    ends = sorted((edge.end if last else edge.start, edge.at, (i, last) in free) for i, edge in rules)
    found, group = [], ends[:1]
    for end in [*ends[1:], (float("inf"), 0.0, False)]:
        if group and end[0] - group[-1][0] <= TOLERANCE_PT:
            group.append(end)
            continue
        place = sum(each[0] for each in group) / len(group) if group else 0.0
        ways = [each[1] for each in group]
        open_ends = sum(each[2] for each in group)
        flat = not rules[0][1].flat if rules else False
        drawn = open_ends and any(edges[i].flat is flat and abs(edges[i].at - place) <= TOLERANCE_PT for i in table)
        needed = 1 if drawn else MIN_ENDS if flat else MIN_ROWS_BESIDE
        if open_ends >= needed and len(ways) > 1:
            found.append(Edge(flat, place, min(ways), max(ways)))
        group = [end]
    return found


def borders_inside(areas: Sequence[BBox], edges: Sequence[Edge], crossings: Crossings) -> list[Edge]:
    """The sides of white areas that lie inside one table's outline, where they are cells whose border was not drawn."""
    outlines = [_outline([edges[i] for i in table]) for table in components(crossings)]
    found = []
    for area in _whole(areas):
        if any(within(area, outline) for outline in outlines):
            found += [Edge(True, y, area.x0, area.x1) for y in (area.top, area.bottom)]
            found += [Edge(False, x, area.top, area.bottom) for x in (area.x0, area.x1)]
    return found


def _whole(areas: Sequence[BBox]) -> list[BBox]:
    """Areas of one height that overlap are one: the background of a cell, painted in pieces."""
    whole: list[BBox] = []
    for area in sorted(areas, key=lambda area: (area.top, area.bottom, area.x0)):
        last = whole[-1] if whole else None
        if last and (area.top, area.bottom) == (last.top, last.bottom) and last.x0 < area.x0 < last.x1 - OVERLAP_PT:
            whole[-1] = last._replace(x1=max(last.x1, area.x1))
        else:
            whole.append(area)
    return whole


def _outline(edges: Sequence[Edge]) -> BBox:
    xs = [x for edge in edges for x in ((edge.start, edge.end) if edge.flat else (edge.at,))]
    ys = [y for edge in edges for y in ((edge.at,) if edge.flat else (edge.start, edge.end))]
    return BBox(min(xs), min(ys), max(xs), max(ys))


def components(crossings: Crossings) -> list[set[int]]:
    """Numbers of edges that hang together by crossings."""
    beside: dict[int, set[int]] = defaultdict(set)
    for uprights, flats in crossings.values():
        for i in uprights:
            beside[i] |= flats
        for i in flats:
            beside[i] |= uprights
    tables, seen = [], set[int]()
    for first in beside:
        if first in seen:
            continue
        table, waiting = {first}, [first]
        while waiting:
            fresh = beside[waiting.pop()] - table
            table |= fresh
            waiting += fresh
        seen |= table
        tables.append(table)
    return tables
