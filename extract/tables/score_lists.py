"""Columns of names and points (指标 | 满分 | 得分) whose rows are indicators, and no components of the score."""

from collections.abc import Sequence
from dataclasses import replace

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank
from extract.tables.columns import Column
from extract.tables.row_levels import levels_in_rows
from extract.tables.scores import component_of, full_mark_in, is_points
from schemas.document import Slot
from schemas.folding import fold

_NAMES = ("level1", "levels", "item")
MIN_ROWS, MAX_SHARE, MAX_MORE = 3, 0.5, 3


def as_indicators(columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column] | None:
    """The columns of a score header with its names as indicators, below the first level that stands left of them with its points; None
    where most of the rows name components, or too few rows stand as wide as the header to tell."""
    at = next((k for role in _NAMES for k, column in enumerate(columns) if column.has(role)), None)
    if at is None:
        return None
    extra = _names_more(columns[at], columns, below)
    rows = [slots for slots in below if len(slots) == len(columns) + extra]
    names = [row[at + extra].text for row in rows if _is_name(row[at + extra].text)]
    marked = any(column.has("weight") for column in columns) or (names and all(map(full_mark_in, names)))
    if not marked or len(names) < MIN_ROWS:
        return None
    parts = sum(component_of(bare_label(name)) is not None for name in names)
    if parts >= MAX_SHARE * len(names) and not extra and not _has_levels(columns, at, below):
        return None
    found = [replace(column, roles=frozenset(("level3",))) if k == at else column for k, column in enumerate(columns)]
    beside = [row[at - 1].text for row in rows if at and row[at - 1].text.strip()]
    if beside and all(full_mark_in(text) and not is_points(text) for text in beside):
        found[at - 1] = replace(columns[at - 1], roles=frozenset(("level1",)))
    return found


def _names_more(names: Column, columns: Sequence[Column], below: Sequence[Sequence[Slot]]) -> int:
    """How many columns of names rows have more than the header, from the first below it on, whose one label spans them all."""
    wide = [more for slots in below if (more := len(slots) - len(columns)) > 0 or slots is below[0]]
    span = names.slot.cell.col_span if names.slot else 1
    if len(wide) < MIN_ROWS or len(set(wide)) > 1 or not 0 < wide[0] <= MAX_MORE or span not in (1, wide[0] + 1):
        return 0
    return wide[0]


def _has_levels(columns: Sequence[Column], at: int, below: Sequence[Sequence[Slot]]) -> bool:
    """Whether rows of one column of names are levels and their indicators."""
    points = [next((role for role in ("seq", "weight", "score") if column.has(role)), None) for column in columns]
    return bool(levels_in_rows([*points[:at], "level3", *points[at + 1 :]], below))


def _is_name(text: str) -> bool:
    return not is_blank(text) and not is_points(text) and bare_label(text) not in words("totals")


def numbered_groups(columns: Sequence[Column], below: Sequence[Sequence[Slot]]) -> bool:
    """Whether the column of numbers counts some rows in Chinese and others in digits: groups, and what belongs to them."""
    at = next((k for k, column in enumerate(columns) if column.has("seq")), None)
    if at is None:
        return False
    numbers = [row[at].text.strip() for row in below if len(row) == len(columns)]
    return any(map(is_ordinal, numbers)) and any(number.isdecimal() for number in numbers)


def is_ordinal(text: str) -> bool:
    """True for a number of an outline in Chinese, alone in its cell (一, （二）)."""
    return bool(pattern("tables", "ordinal").fullmatch(fold(text)))
