"""Lists of indicators without a header: what their columns hold is told by the rows themselves."""

from functools import lru_cache

from extract.lexicons.grammar import pattern
from extract.numbers import is_blank
from extract.tables.columns import Column
from extract.tables.header import Header
from extract.tables.scores import is_points
from schemas.document import Slot, Table
from schemas.folding import bracketed, fold

MIN_ROWS, MIN_WIDTH, MAX_ROWS = 3, 6, 12
_NAMES = ("level1", "level2", "level3")
_VALUES = ("target", "actual_value", "weight", "score")


def headless(table: Table, row: int) -> Header | None:
    """A header of no rows for indicators that begin in a grid row with a first and a second level, name, target, outcome, full mark and
    points, and maybe a remark; None where the rows do not say all that."""
    slots = table.row(row)
    if (
        len(slots) < MIN_WIDTH + 1
        or not _is_level(slots[0].text, "first_level")
        or not _is_level(slots[1].text, "second_level")
    ):
        return None
    rows = [each for each in map(table.row, range(row, min(row + MAX_ROWS, table.n_rows))) if len(each) == len(slots)]
    roles = (*_NAMES, *_VALUES, "deviation")[: len(slots)]
    if len(rows) < MIN_ROWS or len(slots) > len(roles) or not all(map(_is_scored, rows)):
        return None
    return Header(
        "indicators", [Column(role, frozenset((role,)), slot=slot) for role, slot in zip(roles, slots, strict=True)], 0
    )


@lru_cache(maxsize=4096)
def _is_level(text: str, level: str) -> bool:
    return bool(pattern("tables", level).fullmatch(bracketed(fold(text))[0]))


def _is_scored(slots: list[Slot]) -> bool:
    """Whether a row has a name, values that are no points, and points within their full mark behind them."""
    name, target, actual, weight, score = (slot.text for slot in slots[2:7])
    named = bool(name.strip()) and not is_points(name) and not is_blank(target)
    return (
        named
        and is_points(weight)
        and (is_blank(score) or is_points(score))
        and not (is_points(target) and is_points(actual))
    )
