"""Tables between level rules of one length with nothing upright between them: the rules are the sides of rows; pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.alleys import (
    LEADER,
    MIN_BODY_ROWS,
    Interval,
    Row,
    columns_of,
    covered,
    fits,
    middle,
    records,
    spans,
    table_of,
    widened,
)
from parsers.page import Edge
from parsers.page_tables import TablePart
from schemas.document import BBox

MIN_RULES = 3
MAX_SPANNING_SHARE = 0.34
SAME_LENGTH_PT = 3.0
MIN_BAND_PT = 8.0
MIN_RULE_PT = 100.0
MAX_EDGES = 1000


def rule_groups(edges: Sequence[Edge], ruled: Sequence[BBox]) -> list[list[Edge]]:
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


def between_rules(
    rows: Sequence[Row], rules: Sequence[Edge], above: Sequence[float], page_height: float
) -> TablePart | None:
    """The table between level rules; None where its lines do not fall into columns."""
    bands = [
        band
        for upper, lower in pairwise(rules)
        if (band := [row for row in rows if upper.at < middle(row) <= lower.at])
    ]
    body = [row for band in bands[1:] for row in band]
    columns = columns_of(row for row in body if len(row.pieces) > 1)
    split = sum(len(row.pieces) > 1 for row in body)
    if len(columns) < 2 or split < MIN_BODY_ROWS or any(LEADER.search(row.line.text) for row in rows):
        return None
    if sum(spans(row, columns) for row in body) > MAX_SPANNING_SHARE * len(body):
        return None
    columns = widened(columns, bands[0])
    if fits(body, above):
        columns = list(pairwise(above))
    head = [[row] for row in bands[0]] if any(spans(row, columns) for row in bands[0]) else [bands[0]]
    grid = head + [row for band in bands[1:] for row in _within(band, columns)]
    return table_of(grid, columns, (rules[0].start, rules[0].end), (rules[0].at, rules[-1].at), page_height)


def _within(band: Sequence[Row], columns: Sequence[Interval]) -> Iterable[Sequence[Row]]:
    """The rows between two rules: one, unless two lines or more begin in the first column and go on in others."""
    begun = sum(len(row.pieces) > 1 and covered(row.pieces[0], columns)[0] == 0 for row in band)
    return records(band, columns) if begun >= MIN_BODY_ROWS else [band]
