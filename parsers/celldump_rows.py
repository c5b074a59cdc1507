"""Which empty lines of a text dump end a row, and which stand inside one: told by the widths of the rows around.

The runs of cells between empty lines are joined into rows so that the table changes its width as seldom as possible.
A join must pay for itself: it is cheap where the joined row has the width of both neighbours, dear where it has that
of one only, unless the next row opens with an empty cell (a merged cell running on from the row above). A row that
opens with as many empty cells as the row above has cells at all, and then goes on, hangs in the air: that costs too.
So does a join of the first or the last row, which has but one neighbour to speak for it.
"""

from collections.abc import Sequence

JOIN = 1.2
CHANGE = 1.0
LONE_CHANGE = 0.9
EDGE = 1.3
RUNNING_ON = 0.4
HANGING = 1.0
MAX_JOINED = 6
MAX_SEGMENTS = 50_000

Span = tuple[int, int]


def join_segments(segments: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows, each one or several neighbouring segments, cells in order.

    At most six are joined to one row; in a table of more than 50 000 segments none are.
    """
    if len(segments) > MAX_SEGMENTS:
        return [list(segment) for segment in segments]
    best: dict[Span, tuple[float, Span | None]] = {}
    count = len(segments)
    for end in range(1, count + 1):
        for start in range(max(0, end - MAX_JOINED), end):
            here = (start, end)
            before: list[Span | None] = [(first, start) for first in range(max(0, start - MAX_JOINED), start)]
            options = (_option(segments, best, last, here) for last in before or [None])
            best[here] = min(options, key=lambda option: (option[0], -(option[1] or (0, 0))[0]))
    ends = [(start, count) for start in range(max(0, count - MAX_JOINED), count)]
    last: Span | None = min(ends, key=lambda row: (best[row][0] + _edge(row), -row[0]))
    rows: list[list[str]] = []
    while last is not None:
        rows.append([cell for segment in segments[last[0] : last[1]] for cell in segment])
        last = best[last][1]
    return rows[::-1]


def _option(
    segments: Sequence[Sequence[str]], best: dict[Span, tuple[float, Span | None]], above: Span | None, row: Span
) -> tuple[float, Span | None]:
    """(cost of all rows down to this one, the row above it)."""
    cost = JOIN * (row[1] - row[0] - 1)
    if above is None:
        return cost + _edge(row), None
    so_far, before = best[above]
    cost += so_far
    if _width(segments, above) != _width(segments, row):
        doubtful = _is_joined(row) or (_is_joined(above) and not _runs_on(segments, before, above))
        return cost + CHANGE + LONE_CHANGE * doubtful + HANGING * _hangs(segments, above, row), above
    return cost - RUNNING_ON * ((_is_joined(above) or _is_joined(row)) and _runs_on(segments, above, row)), above


def _runs_on(segments: Sequence[Sequence[str]], above: Span | None, row: Span) -> bool:
    """Whether a row has the width of the one above and opens with an empty cell."""
    return above is not None and _width(segments, above) == _width(segments, row) and not segments[row[0]][0].strip()


def _hangs(segments: Sequence[Sequence[str]], above: Span, row: Span) -> bool:
    cells = [cell for segment in segments[row[0] : row[1]] for cell in segment]
    leading = next((i for i, cell in enumerate(cells) if cell.strip()), 0)
    return leading >= _width(segments, above)


def _edge(row: Span) -> float:
    return EDGE * _is_joined(row)


def _is_joined(row: Span) -> bool:
    return row[1] - row[0] > 1


def _width(segments: Sequence[Sequence[str]], row: Span) -> int:
    return sum(len(segment) for segment in segments[row[0] : row[1]])
