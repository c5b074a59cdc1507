"""Which cell of a header's upper row stands over each cell of the row below it: told by the grid, by labels that repeat, by blanks."""

from collections.abc import Sequence
from functools import cache

from extract.lexicons import words
from extract.lexicons.grammar import wordings
from extract.tables.columns import Column, is_group

_OF_TARGET = ("nature", "unit")
_OF_INDICATORS = frozenset(("target", "actual_value", "weight", "score"))


def parents(upper: Sequence[Column], lower: Sequence[Column]) -> list[int] | None:
    """The index in `upper` of the cell above each of `lower`, left to right; None where `lower` cannot divide it."""
    whole = all(cell.text for cell in lower)
    return _parents_by_grid(upper, lower) or _parents_by_period(upper, lower, whole) or _parents_by_order(upper, lower)


def is_sum(column: Column) -> bool:
    """Whether a label means but the sum of those beside it (合计, 小计)."""
    return column.text in words("sums")


def _parents_by_grid(upper: Sequence[Column], lower: Sequence[Column]) -> list[int] | None:
    """For tables that know their spans, where the lower cells divide the upper ones: the upper cell above each."""
    if not any(_span(cell) > 1 for cell in upper) or not _starts(upper) <= _starts(lower):
        return None
    found = []
    for cell in lower:
        col = cell.slot.cell.col if cell.slot else 0
        above = [
            k
            for k, head in enumerate(upper)
            if head.slot and head.slot.cell.col <= col < head.slot.cell.col + _span(head)
        ]
        if not above:
            return None
        found.append(above[0])
    return found


def _starts(columns: Sequence[Column]) -> set[int]:
    return {column.slot.cell.col for column in columns if column.slot}


def _span(column: Column) -> int:
    return column.slot.cell.col_span if column.slot else 1


def _parents_by_period(upper: Sequence[Column], lower: Sequence[Column], whole: bool) -> list[int] | None:
    """For a second row that repeats the same labels under each cell of the first (预算数 | 决算数 over two 三公 lists)."""
    width, rest = divmod(len(lower), len(upper))
    if rest or len(upper) < 2 or any(cell.text != lower[k % width].text for k, cell in enumerate(lower)):
        return [0] * len(lower) if whole and len(upper) == 1 else None
    return [k // width for k in range(len(lower))]


def _parents_by_order(upper: Sequence[Column], lower: Sequence[Column]) -> list[int] | None:
    """For tables without spans: an order-keeping division in which only cells with filled cells below are divided."""

    first = next((cell.text for cell in lower if cell.text), "")

    @cache
    def divide(i: int, j: int) -> tuple[int, tuple[int, ...]] | None:
        if i == len(upper):
            return (0, ()) if j == len(lower) else None
        options = []
        for width in range(1, len(lower) - j - (len(upper) - i - 1) + 1):
            part = lower[j : j + width]
            if width > 1 and not all(cell.text for cell in part):
                break
            if rest := divide(i + 1, j + width):
                score = _division_score(upper[i], part, first) + 2 * (width > 1 and _stands_again(lower, j, width))
                options.append((score + rest[0], (i,) * width + rest[1]))
        return max(options, key=lambda option: option[0], default=None)

    result = divide(0, 0)
    return list(result[1]) if result else None


def _division_score(head: Column, part: Sequence[Column], first: str) -> int:
    """How likely a header is divided so: one that spans others, and into parts that begin like the row itself."""
    counted = head.category is not None and all(cell.category or is_sum(cell) for cell in part)
    of_money = head.measure is not None and (part[0].item is not None or is_sum(part[0]))
    spans = is_group(head) or of_money or counted
    if len(part) == 1:
        return 2 if not part[0].text else (1 if is_group(head) else -2)
    shared = sum(head.text in cell.text for cell in part) if head.text else 0
    own = sum(_belongs(head, cell) for cell in part)
    return (3 if spans else -3) + 2 * shared + 2 * own + (2 if part[0].text == first else 0)


def _belongs(head: Column, cell: Column) -> int:
    """1 where a label says more of what stands above it (符号, 单位 below a target), -1 where it says something else of an indicator."""
    about = {"target" if role in _OF_TARGET else role for role in cell.roles} & _OF_INDICATORS
    if cell.text in wordings("tables", "unit_heads"):
        return int(head.has("target"))
    if not about or not head.has(*_OF_INDICATORS):
        return 0
    return 1 if head.has(*about) else -1


def _stands_again(lower: Sequence[Column], at: int, width: int) -> bool:
    """Whether the labels from one place on stand in the same order right before or behind themselves."""
    part = [cell.text for cell in lower[at : at + width]]
    return any([cell.text for cell in lower[k : k + width]] == part for k in (at - width, at + width) if k >= 0)
