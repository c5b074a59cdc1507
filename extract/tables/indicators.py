"""Indicator blocks: levels, targets, actuals, points; names without the weight in their brackets."""

from collections.abc import Sequence
from decimal import Decimal

import regex

from extract.labels import bare_label, strip_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern, wordings
from extract.numbers import is_blank, is_sign, parse_percent, parse_points, parse_quantity
from extract.tables.align import align
from extract.tables.columns import Column, parse_header
from extract.tables.indicator_columns import (
    choose_roles,
    divide_levels,
    first_level_beside,
    full_marks_called_scores,
    side_by_side,
    sums_of_levels,
)
from extract.tables.indicator_levels import (
    IndicatorBlock,
    carry_levels,
    cut,
    level_of,
    open_level,
    opens_level,
    read_level_score,
    read_subtotal,
    read_sum_of_level,
    take_row_level,
    try_points,
    without_code,
)
from extract.tables.name_columns import names_by_place
from extract.tables.reading import Reading
from extract.tables.row_levels import levels_in_rows
from extract.tables.score_lists import numbered_groups
from schemas.document import Place, Slot
from schemas.errors import NumberError
from schemas.folding import bracketed, fold, squeeze
from schemas.records import Indicator

MIN_CELLS, MAX_UNIT = 3, 8


def _said(name: str) -> regex.Pattern[str]:
    return pattern("tables", name)


def open_block(columns: list[Column], below: Sequence[Sequence[Slot]]) -> IndicatorBlock:
    """A block under these columns; a single column over all levels is divided to fill the rows `below`."""
    columns = full_marks_called_scores(columns)
    width = max((len(slots) for slots in below[:12]), default=len(columns))
    roles = first_level_beside(columns, sums_of_levels(columns, choose_roles(columns), below), below)
    given = names_by_place(columns, roles, below)
    columns, roles = divide_levels(columns, given, width)
    if grouped := numbered_groups(columns, below):
        roles = ["seq" if column.has("seq") else role for column, role in zip(columns, roles, strict=True)]
    return IndicatorBlock(
        columns,
        roles,
        undivided="levels" in given and "level1" not in roles,
        divided="levels" in given,
        grouped=grouped,
        row_levels=levels_in_rows(roles, below),
    )


def open_lists(
    reading: Reading, columns: list[Column], row: int, below: Sequence[Sequence[Slot]]
) -> list[tuple[IndicatorBlock, range]]:
    """The blocks under a header that begins in a grid row with the columns of each: several where lists stand side by side.

    What the row above names over each of these is its first level (共性指标 | 个性指标).
    """
    lists = side_by_side(columns)
    if len(lists) == 1:
        return [(open_block(columns, below), lists[0])]
    blocks = [
        (open_block(columns[each.start : each.stop], [slots[each.start : each.stop] for slots in below]), each)
        for each in lists
    ]
    above = [slot for slot in reading.table.row(row - 1) if slot.text.strip()] if row > reading.rows.start else []
    if len(above) == len(blocks):
        for (block, _), slot in zip(blocks, above, strict=True):
            block.level1, block.level1_weight = level_of(strip_label(slot.text))
        reading.use(above)
    return blocks


def read_lists(reading: Reading, blocks: Sequence[tuple[IndicatorBlock, range]], slots: list[Slot]) -> bool:
    """Read one row of lists that stand side by side; False when it has not the cells of all."""
    if len(slots) != blocks[-1][1].stop:
        return False
    for block, columns in blocks:
        part = slots[columns.start : columns.stop]
        if any(slot.text.strip() for slot in part) and not read_row(reading, block, part):
            return False
    return True


def read_row(reading: Reading, block: IndicatorBlock, slots: list[Slot]) -> bool:
    """Read one indicator row; False when its cells cannot stand under these columns."""
    if all(parse_header(slot.text).known for slot in slots if slot.text.strip()):
        reading.use(slots)
        return True
    if read_subtotal(reading, block, slots):
        return True
    if len(slots) < MIN_CELLS <= len(block.columns):
        return False
    cells = _cells_by_role(reading, block, slots)
    if not _names_level(reading, block, cells):
        read_level_score(reading, cells)
        reading.levels = (block.level1, block.level1_weight, block.level2)
        _add_indicator(reading, block, cells)
    return True


def _cells_by_role(reading: Reading, block: IndicatorBlock, slots: list[Slot]) -> dict[str, Slot]:
    """The cell of each role, the first where several have it; of several that tell a target's nature the one with its sign."""
    pairs = align(slots, block.columns)
    reading.use(slot for slot, _ in pairs)
    cells: dict[str, Slot] = {}
    for slot, index in pairs:
        role = block.roles[index]
        if role and (role not in cells or (role == "nature" and is_sign(slot.text))):
            cells[role] = slot
    return cells


def _names_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> bool:
    """Whether a row names a level for those below it, or adds one up; the names of levels beside an indicator are carried down."""
    if take_row_level(reading, block, cells):
        return True
    if opened := opens_level(block, cells):
        open_level(reading, block, cells, opened)
        return True
    carry_levels(block, cells)
    if (name := cells.get("level3")) and bare_label(name.text) in wordings("tables", "level_sums"):
        read_sum_of_level(reading, block, cells)
        return True
    return False


def _add_indicator(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    """Keep what a row says of an indicator; one without name, target and actual value is none, and stray points an issue."""
    level3, name_weight = _name(cells.get("level3"))
    if block.numbered and level3:
        level3 = strip_label(without_code(level3))
    target, actual = _target(cells), _text(cells.get("actual_value"))
    if level3 is None and target is None and actual is None:
        _report_stray_points(reading, cells)
        return
    main = next(
        cells[role]
        for role in ("level3", "target", "target_adjusted", "actual_value")
        if role in cells and cells[role].text.strip()
    )
    reading.indicators.append(
        Indicator(
            block.level1, block.level2, level3, target, actual,
            _points(reading, cells, "weight"), _points(reading, cells, "score"), _text(cells.get("deviation")),
            block.level1_weight, parse_quantity(target), parse_quantity(actual),
            main.cell.text, reading.place(main.cell), _places(reading, cells), name_weight,
            by=reading.setting.form or "table.indicators",
        )
    )  # fmt: skip


def _name(slot: Slot | None) -> tuple[str | None, Decimal | None]:
    """(level-3 name without 指标1： and a weight in brackets, that weight)."""
    if slot is None or is_blank(slot.text):
        return None, None
    name = _said("indicator_number").sub("", squeeze(slot.text))
    _, note = bracketed(fold(name))
    weight = None
    if note is not None and (match := _said("weight_note").match(note)) and match["points"]:
        name, weight = cut(name), Decimal(match["weight"])
    blank = is_blank(name) or fold(name) in words("placeholders") or _said("unnamed").fullmatch(name)
    return (None if blank else name), weight


def _text(slot: Slot | None) -> str | None:
    return None if slot is None or is_blank(slot.text) else squeeze(slot.text)


def _target(cells: dict[str, Slot]) -> str | None:
    """The target: the adjusted one where it is filled, joined with sign and unit where these have their own columns."""
    adjusted = _text(cells.get("target_adjusted"))
    adjusted = None if adjusted and fold(adjusted) in words("unadjusted") else adjusted
    value = adjusted or _text(cells.get("target"))
    nature, unit = _text(cells.get("nature")), _text(cells.get("unit"))
    unit = unit if unit and len(unit) <= MAX_UNIT else None
    if value is None:
        return None
    sign = nature if nature and is_sign(nature) else ""
    if sign and value.startswith(sign):
        sign = ""
    if unit and (value.endswith(unit) or (fold(unit) in words("percent_units") and value.endswith(("%", "％")))):
        unit = None
    return sign + value + (unit or "")


def _points(reading: Reading, cells: dict[str, Slot], role: str) -> Decimal | None:
    slot = cells.get(role)
    if slot is None:
        return None
    try:
        return (
            parse_percent(slot.text) if role == "weight" and fold(slot.text).endswith("%") else parse_points(slot.text)
        )
    except NumberError:
        reading.report("number.unreadable", slot, f"not {role} points: {slot.text[:40]!r}", "warning")
        return None


def _report_stray_points(reading: Reading, cells: dict[str, Slot]) -> None:
    for role in ("weight", "score"):
        slot = cells.get(role)
        if slot and not is_blank(slot.text) and try_points(slot.text):
            reading.report("indicator.nameless", slot, f"points without a named indicator: {slot.text.strip()[:20]!r}")


def _places(reading: Reading, cells: dict[str, Slot]) -> dict[str, Place]:
    names = {"actual_value": "actual", "target_adjusted": "target"}
    return {
        names.get(role, role): reading.place(slot.cell)
        for role, slot in cells.items()
        if slot.text.strip()
        and (role != "target" or "target_adjusted" not in cells or not cells["target_adjusted"].text.strip())
    }
