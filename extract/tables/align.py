"""Which cell of a row stands under which column, when their numbers differ: a monotone alignment by content and grid."""

from collections.abc import Sequence

import regex

from extract.lexicons import words
from extract.numbers import is_blank
from extract.tables.columns import Column
from schemas.document import Slot
from schemas.folding import fold

_NUMBER = regex.compile(r"[+-]?[\d,]+(?:\.\d+)?(?:元|万元)?")
_PERCENT = regex.compile(r"[\d.]+%")
_POINTS = regex.compile(r"[\d.]+分")
# Of people or posts, or of posts and people in one cell.
_COUNT = regex.compile(r"\d+(?:/\d+)?\p{Han}?")
MANY = 4
_SKIP_COLUMN = -5
# What fits a column that nobody reads, and may hold figures of any kind.
_ANYTHING = 20
_SKIP_CELL = -60
_MONEY = ("budget_initial", "budget", "actual", "change", "amount")
_POINT_ROLES = ("weight", "score", "review", "level1_weight", "level1_score")
_RATES = ("rate", "control_rate", "score_rate", "level1_rate")
_VALUES = ("target", "actual_value")


def align(slots: Sequence[Slot], columns: Sequence[Column]) -> list[tuple[Slot, int]]:
    """(cell, index of its column) for each cell that has one, left to right.

    Rows as long as the header go by position; others by the order-keeping assignment whose cells fit best.
    """
    if len(slots) == len(columns) and _positions_agree(slots, columns):
        return list(zip(slots, range(len(columns)), strict=True))
    return _best(slots, columns)


def _positions_agree(slots: Sequence[Slot], columns: Sequence[Column]) -> bool:
    return not _spans_known(slots) or all(
        column.slot is None or _overlap(slot, column) > 0 for slot, column in zip(slots, columns, strict=True)
    )


def _spans_known(slots: Sequence[Slot]) -> bool:
    return any(slot.cell.col_span > 1 for slot in slots)


def _overlap(slot: Slot, column: Column) -> float:
    """The share of the cell's width that lies under the column."""
    if column.slot is None:
        return 0.0
    cell, head = slot.cell, column.slot.cell
    shared = min(cell.col + cell.col_span, head.col + head.col_span) - max(cell.col, head.col)
    return max(0, shared) / cell.col_span


def _best(slots: Sequence[Slot], columns: Sequence[Column]) -> list[tuple[Slot, int]]:
    spans = _spans_known(slots)
    n, m = len(slots), len(columns)
    best = [[0] * (m + 1) for _ in range(n + 1)]
    step = [[""] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i == 0 and j == 0:
                continue
            options = []
            if j:
                options.append((best[i][j - 1] + _SKIP_COLUMN, "column"))
            if i and j:
                options.append((best[i - 1][j - 1] + _fit(slots[i - 1], columns[j - 1], spans), "take"))
            if i:
                options.append((best[i - 1][j] + (0 if is_blank(slots[i - 1].text) else _SKIP_CELL), "cell"))
            best[i][j], step[i][j] = max(options, key=lambda option: option[0])
    return _trace(slots, step)


def _trace(slots: Sequence[Slot], step: list[list[str]]) -> list[tuple[Slot, int]]:
    i, j = len(step) - 1, len(step[0]) - 1
    pairs = []
    while i or j:
        move = step[i][j]
        if move == "take":
            pairs.append((slots[i - 1], j - 1))
        i, j = i - (move in ("take", "cell")), j - (move in ("take", "column"))
    return pairs[::-1]


def _fit(slot: Slot, column: Column, spans: bool) -> int:
    fit = _content_fit(fold(slot.text), column)
    return fit + int(50 * _overlap(slot, column)) if spans else fit


def _content_fit(text: str, column: Column) -> int:
    """How well a cell's content suits a column, in hundredths; below zero where it does not."""
    if is_blank(text):
        return 2
    if column.has("ignored") and text.lstrip("+-")[:1].isdecimal():
        return _ANYTHING
    if _PERCENT.fullmatch(text):
        return 100 if column.has(*_RATES) else 40 if column.has(*_VALUES) else -100
    if _POINTS.fullmatch(text):
        return 120 if column.has(*_POINT_ROLES) else 30 if column.has(*_VALUES) else -100
    if column.category and _COUNT.fullmatch(text):
        return 100
    if _NUMBER.fullmatch(text):
        if column.has(*_MONEY, "establishment", "staff") or column.item or column.year:
            return 100
        return 90 if column.has(*_POINT_ROLES) else 35 if column.has(*_VALUES, "rate", "seq") else -100
    figures = column.has(*_MONEY, *_POINT_ROLES, "rate") or column.item or column.category
    return -100 if figures else 50


def is_numbering(slots: list[Slot]) -> bool:
    """True for a row that but counts the columns (栏次 | 1 | 2 | 3)."""
    texts = [fold(slot.text) for slot in slots if slot.text.strip()]
    filled = [text for text in texts if text not in words("numbering")]
    counted = max(sum(text == str(k) for k, text in enumerate(filled, first)) for first in (0, 1))
    if len(filled) > MANY:
        return counted * 5 >= len(filled) * 4  # a scan may have misread one of them
    return len(filled) > (0 if len(filled) < len(texts) else 2) and counted == len(filled)
