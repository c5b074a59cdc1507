"""Tables without upright rules, pure: rows from lines or level rules, columns from the white alleys between their texts.

Two shapes are taken, each by what can be counted; whatever fails stays text, for a missed table can still be read as
text while prose cut into cells cannot be read at all:

- three or more level rules of one length with nothing upright between them: the rules are the sides of rows;
- a row of labels above two or more rows in which figures stand one below the other.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.alleys import (
    FIGURE,
    LEADER,
    MIN_BODY_ROWS,
    Interval,
    Row,
    columns_of,
    covered,
    fits,
    middle,
    records,
    rows_of,
    spans,
    table_of,
    widened,
)
from parsers.layout import Glyph, Line
from parsers.level_rules import between_rules, rule_groups
from parsers.page import Edge
from parsers.page_tables import TablePart
from parsers.rulings import joined_edges
from schemas.document import BBox

MAX_STEP = 3.0
CENTRED_SHARE = 2.0
MIN_GAPPED = 2
MAX_HEAD_ROWS = 3
MAX_RUNNING_LINES = 3
EXACT = re.compile(r"\d[.,，]\d|[%％]")
YEAR = re.compile(r"(?:19|20)\d\d")
ASKS = ("：", ":")


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
    rows = rows_of(lines, glyphs)
    if sum(len(row.pieces) > 1 for row in rows) < MIN_GAPPED:
        return [], list(lines)
    parts: list[TablePart] = []
    taken: set[int] = set()
    for rules in rule_groups(joined_edges(edges), ruled):
        inside = [row for row in rows if rules[0].at < middle(row) < rules[-1].at and id(row.line) not in taken]
        part = between_rules(inside, rules, above if not parts else (), page_height)
        if part is not None:
            parts.append(part)
            taken |= {id(row.line) for row in inside}
    rows = [row for row in rows if id(row.line) not in taken]
    for first, block in _blocks(rows):
        columns = columns_of(row for row in block if len(row.pieces) > 1)
        head = _head(first, rows, columns)
        part = _going_on(first, head, block, above, page_height) or _aligned(head, block, columns, page_height)
        if part is not None:
            parts.append(part)
            taken |= {id(row.line) for row in (*head, *block)}
    return parts, [line for line in lines if id(line) not in taken]


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
    columns = widened(columns, head)
    labelled = {first for piece in head[-1].pieces for first, last in [covered(piece, columns)] if first == last}
    body = [row for row in block if row.figures]
    figured = [_figures_in(body, columns, i) for i in range(1, len(columns))]
    sound = [held for held in figured if len(held[1]) >= MIN_BODY_ROWS and len(held[1]) >= 0.6 * held[0]]
    if len(labelled) < max(2, len(columns) - 1) or not sound:
        return None
    if len(columns) == 2 and sum(EXACT.search(text) is not None for text in sound[0][1]) < MIN_BODY_ROWS:
        return None
    if any(spans(row, columns) for row in block):
        return None
    grid = [[row] for row in head] + list(records(block, columns))
    lines = [row.line.box for row in (*head, *block)]
    across = min(box.x0 for box in lines) - 1, max(box.x1 for box in lines) + 1
    return table_of(grid, columns, across, (lines[0].top - 1, max(box.bottom for box in lines) + 1), page_height)


def _going_on(
    first: int, head: Sequence[Row], block: Sequence[Row], above: Sequence[float], page_height: float
) -> TablePart | None:
    """The rest of the table that closed the page before, if the rows at the top of this one keep to its columns."""
    if first - len(head) >= MAX_RUNNING_LINES or not fits(block, above):
        return None
    columns = list(pairwise(above))
    grid = [[row] for row in head] + list(records(block, columns))
    lines = [row.line.box for row in (*head, *block)]
    down = lines[0].top - 1, max(box.bottom for box in lines) + 1
    return table_of(grid, columns, (above[0], above[-1]), down, page_height)


def _figures_in(body: Sequence[Row], columns: Sequence[Interval], column: int) -> tuple[int, list[str]]:
    """(filled places of a column, its figures)."""
    texts = [piece.text for row in body for piece in row.pieces if covered(piece, columns) == (column, column)]
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
    first, last = covered(row.pieces[0], columns) if row.pieces else (0, 0)
    if first == 0 or first == last:
        return False
    centre = (row.line.box.x0 + row.line.box.x1) / 2
    own, whole = (columns[first][0] + columns[last][1]) / 2, (columns[0][0] + columns[-1][1]) / 2
    return abs(centre - own) < CENTRED_SHARE * row.line.size_pt < abs(centre - whole)
