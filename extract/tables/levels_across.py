"""Money by who gave it or what it is for, a source a column (中央 | 省级 | 县级 | 合计), its measures down the rows."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import lexicon
from extract.numbers import is_blank
from extract.tables.columns import Column, parse_header
from extract.tables.execution import complete_execution
from extract.tables.figures import add_amount, is_figure, money_at
from extract.tables.levels import is_level
from extract.tables.reading import Reading
from extract.tables.scores import add_score
from schemas.document import Slot, Table
from schemas.units import Unit

_PARTS = ("source", "basic", "project")
MIN_LEVELS, MIN_MEASURES, LOOK_BELOW, MAX_LEVEL = 2, 2, 3, 16
_PERCENT = regex.compile(r"\d+(?:\.\d+)?[%％]")


@dataclass(frozen=True, slots=True)
class LevelsAcross:
    """A block being read: the columns of levels, of other sources and parts and of their sum, left to right."""

    columns: list[Column]
    first: int


def levels_across(table: Table, row: int) -> LevelsAcross | None:
    """The columns where a row names several levels of government, or several sources or parts of a whole, and those below begin with
    measures of money; else None."""
    slots = [slot for slot in table.row(row) if slot.text.strip()]
    if sum(_may_be_source(slot.text) for slot in slots) < MIN_LEVELS:
        return None
    levels = sum(is_level(slot.text) for slot in slots)
    if levels < MIN_LEVELS and sum(_is_source(slot.text) for slot in slots) < MIN_LEVELS:
        return None
    start = next((k for k, slot in enumerate(slots) if _item(slot.text)), 0)
    named = slots[start:]
    if not start or not all(_item(slot.text) for slot in named):
        return None
    below = [table.row(k) for k in range(row + 1, min(row + 1 + LOOK_BELOW, table.n_rows))]
    if sum(map(_tells_measure, below)) < (1 if levels >= MIN_LEVELS else MIN_MEASURES):
        return None
    columns = [Column(slot.text, item=_item(slot.text), slot=slot, label=published_label(slot.text)) for slot in named]
    return LevelsAcross(columns, named[0].cell.col)


@lru_cache(maxsize=8192)
def _may_be_source(text: str) -> bool:
    return is_level(text) or _is_source(text)


@lru_cache(maxsize=4096)
def _is_source(text: str) -> bool:
    """Whether a label names a source of money or a part of all spending."""
    if not text or text.isascii() or len(text) > MAX_LEVEL:
        return False
    return (_item(text) or "").split(".")[0] in _PARTS


def _item(text: str) -> str | None:
    """What a column is of: a level is no item of its own, a sum is all of it."""
    if is_level(text):
        return "other"
    return "total" if bare_label(text) in words("sums") else _other_source(text)


def _other_source(text: str) -> str | None:
    if bare_label(text) in words("other_sources"):
        return "source.other"
    return resolve_item(text)


def _tells_measure(slots: list[Slot]) -> bool:
    labels = [slot for slot in slots if slot.text.strip() and not is_figure(slot.text)]
    return any(parse_header(slot.text).measure or _worded(slot) for slot in labels) and any(
        is_figure(slot.text) for slot in slots
    )


def read_row(reading: Reading, block: LevelsAcross, slots: list[Slot]) -> bool:
    """One row of a measure, of the rate of execution, or of its points; False for any other."""
    labels = [slot for slot in slots if slot.cell.col < block.first and slot.cell.text.strip()]
    said = [parse_header(slot.cell.text) for slot in labels]
    fresh = [parse_header(slot.text) for slot in labels if not slot.continued]
    if any(each.has("rate") for each in fresh):
        _read_rate(reading, block, slots)
    elif any(each.has("weight", "score") for each in fresh):
        _read_points(reading, block, slots)
    elif measure := next(
        (told for slot, each in zip(labels, said, strict=True) if (told := each.measure or _worded(slot))), None
    ):
        if not any(each.has("ignored") for each in fresh):
            _read_measure(reading, block, slots, measure, next((each.unit for each in said if each.unit), None))
    elif item := next((item for slot in labels if (item := _left_over(slot.cell.text))), None):
        _read_balance(reading, block, slots, item)
    else:
        return False
    reading.use(slots)
    return True


def _left_over(label: str) -> str | None:
    """The item of a label that means what was left over, else None."""
    item = resolve_item(label)
    return item if item and item.split(".")[0] == "balance" else None


def _read_balance(reading: Reading, block: LevelsAcross, slots: list[Slot], item: str) -> None:
    """What was left of all money; what was left of one source has no item of its own."""
    stated = reading.unit_for(None, None)
    label = next(slot for slot in slots if slot.cell.text.strip() and _left_over(slot.cell.text))
    left = _of_sum(block, [slot for slot in slots if slot.cell.col >= block.first and is_figure(slot.text)])
    if left and (value := money_at(reading, left, stated[0])):
        year, shown = reading.setting.fiscal_year, published_label(label.cell.text)
        add_amount(reading, left, value, stated, item=item, label=shown, measure="actual", year=year)


def _worded(label: Slot) -> str | None:
    """The measure that a short label tells by its word (到位, 支出)."""
    told = bare_label(label.cell.text)
    return next((measure for measure, names in lexicon("tables")["row_measures"].items() if told in names), None)


def _read_measure(reading: Reading, block: LevelsAcross, slots: list[Slot], measure: str, unit: Unit | None) -> None:
    stated = reading.unit_for(None, unit)
    by_col = {column.slot.cell.col: column for column in block.columns if column.slot}
    beside = [slot for slot in slots if slot.cell.col >= block.first]
    if len(beside) == len(block.columns):
        by_col = {slot.cell.col: column for slot, column in zip(beside, block.columns, strict=True)}
    for slot in beside:
        column = by_col.get(slot.cell.col)
        if column and column.item and not is_blank(slot.text) and (value := money_at(reading, slot, stated[0])):
            year = reading.setting.fiscal_year
            add_amount(reading, slot, value, stated, item=column.item, label=column.label, measure=measure, year=year)


def _read_rate(reading: Reading, block: LevelsAcross, slots: list[Slot]) -> None:
    """The rate of the sum; where but one stands in the row, that is it."""
    if rate := _of_sum(block, [slot for slot in slots if _PERCENT.fullmatch(slot.text.strip())]):
        add_score(reading, "budget_execution", None, None, rate)


def _of_sum(block: LevelsAcross, figures: list[Slot]) -> Slot | None:
    at = [column.slot.cell.col for column in block.columns if column.item == "total" and column.slot]
    total = [slot for slot in figures if slot.cell.col in at]
    return total[0] if total else figures[0] if len(figures) == 1 else None


def _read_points(reading: Reading, block: LevelsAcross, slots: list[Slot]) -> None:
    """The points for the execution below its rate: beside their labels (分值 | 10 | 得分 | 9), or those of the sum in a row of their own."""
    filled = [slot for slot in slots if slot.text.strip()]
    told = {
        role: slot
        for label, slot in pairwise(filled)
        for role in ("weight", "score")
        if parse_header(label.text).has(role)
    }
    if len(told) == 1:
        figures = [slot for slot in slots if slot.cell.col >= block.first and is_figure(slot.text)]
        told = {role: figure for role in told if (figure := _of_sum(block, figures))}
    complete_execution(reading, told.get("weight"), told.get("score"))
