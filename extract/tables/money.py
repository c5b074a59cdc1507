"""Money blocks: rows of items (or institutions) under measures, and matrices of items."""

from decimal import Decimal
from functools import cache

import regex

from extract.labels import bare_label, outline_level, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, parse_percent, parse_points
from extract.tables.align import align, is_numbering
from extract.tables.columns import Column, is_numeric, parse_header
from extract.tables.figures import add_amount, class_code, money_at, readable
from extract.tables.money_block import MoneyBlock
from extract.tables.money_items import RowLabel, follows_total, said_by_row, subject_of, within_of
from extract.tables.reading import Reading
from extract.tables.scores import full_mark_in
from schemas import fields
from schemas.document import Slot
from schemas.errors import NumberError
from schemas.folding import fold
from schemas.records import Score
from schemas.units import money_units, stated_unit

_RATED = ("rate", "weight", "score")
# Its points are those of the whole evaluation.
_SUMMARY = "form.summary"
_NO_LABEL = ("unit", "seq", "code", "ignored", "review", "year", "deviation", *_RATED)
MAX_LEVEL, MAX_OFF = 9, Decimal("0.006")
_COUNTED = regex.compile(r"\((?:单位:)?(?:(?:个|人|辆|批次|批|人次|次|台|套|件|%|平方米)[,、/]?)+\)$")
_HAN = regex.compile(r"\p{Han}")
_ROW_YEAR = regex.compile(r"(20\d\d)年?度?")


def read_row(reading: Reading, block: MoneyBlock, slots: list[Slot]) -> bool:
    """Read one row of a money block; False when the row is none (nothing in it is a figure or a known label)."""
    aligned = align(slots, block.columns)
    pairs = [(slot, block.columns[index]) for slot, index in aligned]
    if all(column.has("seq") for slot, column in pairs if slot.text.strip()) or is_numbering(slots):
        reading.use(slots)
        return True
    held = [block.holds_figures[index] for _, index in aligned]
    figures = [slot for (slot, _), holds in zip(pairs, held, strict=True) if holds]
    others = [slot for (slot, _), holds in zip(pairs, held, strict=True) if not holds and slot.text.strip()]
    if _is_ratio_row(others, pairs):
        reading.use(slots)
        return True
    if not _is_money_row(figures, others):
        return False
    counted = next((slot.text for slot in others if _COUNTED.search(fold(slot.text))), None)
    if counted and not block.two_sided:
        _count_below(block, counted)
        reading.use(slots)
        return True
    reading.use(slot for slot, _ in pairs)
    block.year = _row_year(pairs) or block.year
    _close_unit(block, others)
    _read_execution(reading, block, _walk(reading, block, pairs, held), pairs)
    return True


def _walk(reading: Reading, block: MoneyBlock, pairs: list[tuple[Slot, Column]], held: list[bool]) -> RowLabel:
    """Read the figures of a row from left to right, each under the label before it; the label of the last one comes out."""
    label, after_figure, things = RowLabel(code=_class_code(pairs)), False, False
    rated: RowLabel | None = None
    for (slot, column), holds in zip(pairs, held, strict=True):
        if column.has("unit"):
            things = bare_label(slot.text) in _counted_in()
        elif holds and things:
            continue
        elif holds:
            _read_figure(reading, block, label, slot, column)
            rated, after_figure = label, True
        elif _may_label(block, column, slot, after_figure):
            if bare_label(slot.text) in words("sums") and label.text.strip() and not after_figure:
                continue
            if label.slot and not after_figure:
                block.group = resolve_item(label.text) or block.group
            label = RowLabel(slot, None if after_figure else label.code, column)
            after_figure = False
            block.turn_to(slot.cell.col)
            _follow(block, slot)
            things = block.counted_at is not None
    return rated or label


def _close_unit(block: MoneyBlock, others: list[Slot]) -> None:
    """Let a row of sums end the rows of a unit where it is that of all."""
    labels = (bare_label(slot.text) for slot in others) if block.unit_name else ()
    if summed := next((label for label in labels if label in words("sums")), None):
        block.close_unit(summed)


@cache
def _counted_in() -> frozenset[str]:
    return (words("units_of_things") | words("units_of_persons")) - frozenset(money_units())


def _is_ratio_row(others: list[Slot], pairs: list[tuple[Slot, Column]]) -> bool:
    """True for a row under items that by its own label, the first of the other cells, is no money (增减率)."""
    if not others or not any(column.item and not column.measure for _, column in pairs):
        return False
    said = said_by_row(RowLabel(others[0]))
    return said is not None and not said.measure


def _may_label(block: MoneyBlock, column: Column, slot: Slot, after_figure: bool) -> bool:
    """Whether a text is a row's label: where projects have a column of their own, only there; 合计 also under 序号; right of figures only
    where further labels may stand, else it is a remark on those."""
    text = slot.text
    if is_blank(text) or is_numeric(text):
        return False
    if after_figure and column.text and not column.known and slot.cell.col not in block.starts:
        return False
    if column.has("seq"):
        return bare_label(text) in words("sums")
    if block.by_project and column.text and not column.has("project_name", "item", "group"):
        return False
    if column.has("code"):
        return bool(_HAN.search(text))
    if column.has("year"):
        return parse_header(text).measure is not None  # 2021年决算
    return not column.has(*_NO_LABEL)


def _class_code(pairs: list[tuple[Slot, Column]]) -> str | None:
    """The official classification code that the row's code columns join to (`类 款 项`), else None."""
    return class_code(slot.text for slot, column in pairs if column.has("code"))


def _row_year(pairs: list[tuple[Slot, Column]]) -> int | None:
    """The year that the row's own column of years gives."""
    years = (_ROW_YEAR.fullmatch(fold(slot.text)) for slot, column in pairs if column.has("year"))
    return next((int(match[1]) for match in years if match), None)


def _is_money_row(figures: list[Slot], others: list[Slot]) -> bool:
    filled = [slot for slot in figures if not is_blank(slot.text)]
    legible = sum(readable(slot.text) for slot in filled)
    if 2 * legible >= len(filled) > 0:
        return True
    named = any(_is_known(slot.text) for slot in others)
    return named and legible > 0 if filled else named or any(_is_known(slot.text) for slot in figures)


def _is_known(text: str) -> bool:
    label = bare_label(text)
    return resolve_item(text) is not None or label in words("sums") or label in words("consolidated")


def _count_below(block: MoneyBlock, text: str) -> None:
    """Let a label that counts things (车辆数（辆）) stand for the rows below it, too, as deep as its outline number goes."""
    level = outline_level(text)
    if _COUNTED.search(fold(text)):
        block.counted_at = MAX_LEVEL if level is None else level
    elif block.counted_at is not None and (level is None or level <= block.counted_at):
        block.counted_at = None


def _follow(block: MoneyBlock, slot: Slot) -> None:
    """Let a row label set the context of the rows below it."""
    text = slot.text
    level = outline_level(text)
    _count_below(block, text)
    if block.context != block.base_context and level is not None and level <= (block.opened_at or 0):
        block.context, block.within = block.base_context, block.within if block.base_context else None
    code = resolve_item(text, block.context)
    if code:
        block.above = text, code
        block.sides.setdefault(slot.cell.col, set()).add(code.split(".")[0])
    if code is None or code == block.context:
        return
    if block.context and code.startswith((block.context + ".", "other")):
        return
    if block.context == "three_public" and code == "expenditure":
        return
    item = fields.items().get(code)
    if item and item.opens:
        block.context, block.within, block.opened_at = item.opens, item.sets_within, level
    elif not (block.context == "project" and code.startswith(("econ.", "func."))):
        block.context, block.within = block.base_context, block.within if block.base_context else None


def _read_figure(reading: Reading, block: MoneyBlock, label: RowLabel, slot: Slot, column: Column) -> None:
    if is_blank(slot.text):
        return
    unit = reading.unit_for(column.unit, stated_unit(fold(label.text)))
    value = money_at(reading, slot, unit[0])
    if value is None:
        return
    said = said_by_row(label) if not column.measure and block.items_across else None
    subject = subject_of(reading, block, RowLabel() if said else label, column)
    if subject is None or (said and not said.measure):
        return
    add_amount(
        reading,
        slot,
        value,
        unit,
        item=subject.item,
        label=subject.label,
        measure=column.measure or (said.measure if said else None) or block.default_measure,
        year=block.year or _year(reading, said if said else column),
        institution=subject.institution or block.unit_name,
        within=within_of(block, subject.item, label, column),
        grade="model" if subject.guessed else None,
    )


def _year(reading: Reading, column: Column) -> int | None:
    if column.year:
        return column.year
    year = reading.setting.fiscal_year
    return year + (column.year_shift or 0) if year else None


def _sums_points(label: RowLabel, pairs: list[tuple[Slot, Column]]) -> bool:
    """Whether the row that sums a list of projects is the line of execution: it has a full mark and points for its rate."""
    roles = {role for slot, column in pairs for role in _RATED if column.has(role) and not is_blank(slot.text)}
    return label.bare in words("sums") and roles >= set(_RATED)


def _in_percent(reading: Reading, slot: Slot, rate: Decimal) -> Decimal:
    """A rate in percent; one printed as a fraction (0.95) is known by the amounts of its row."""
    row = [amount for amount in reading.amounts if amount.place.row == slot.cell.row and amount.yuan]
    spent = [amount.yuan for amount in row if amount.measure == "actual"]
    budgets = [amount.yuan for amount in row if amount.measure in ("budget", "budget_initial")]
    is_fraction = spent and budgets and rate <= 1 and abs(spent[-1] / budgets[-1] - rate) <= MAX_OFF
    return rate * 100 if is_fraction and not fold(slot.text).endswith("%") else rate


def _full_mark_over(label: RowLabel, pairs: list[tuple[Slot, Column]]) -> tuple[Decimal, Slot] | None:
    """The full mark in the header right over a row's label (预算执行情况（20分）), with its cell."""
    over = next((column.slot for slot, column in pairs if slot is label.slot and column.slot), None)
    mark = full_mark_in(over.text) if over else None
    return (mark, over) if mark and over else None


def _read_execution(reading: Reading, block: MoneyBlock, label: RowLabel, pairs: list[tuple[Slot, Column]]) -> None:
    """The budget-execution line: weight, rate and points that stand in the row of the total."""
    if block.executed or block.by_institution or block.unit_name or not follows_total(block, label):
        return
    if block.by_project and not _sums_points(label, pairs):
        return
    cells: dict[str, Slot] = {}
    for slot, column in sorted(pairs, key=lambda pair: not pattern("tables", "spent").search(pair[1].text)):
        for role in ("rate",) if reading.setting.form == _SUMMARY else _RATED:
            if column.has(role):
                cells.setdefault(role, slot)
    values = {}
    for role, slot in cells.items():
        try:
            value = parse_percent(slot.text) if role == "rate" else parse_points(slot.text)
        except NumberError:
            reading.report("number.unreadable", slot, f"not a {role}: {slot.text[:40]!r}", "warning")
            continue
        if value is not None:
            values[role] = _in_percent(reading, slot, value) if role == "rate" else value
    if not values:
        return
    if "score" in values and "weight" not in values and (marked := _full_mark_over(label, pairs)):
        values["weight"], cells["weight"] = marked
    block.executed = True
    main = next(cells[role].cell for role in ("score", "rate", "weight") if role in values)
    reading.scores.append(
        Score(
            component="budget_execution",
            weight=values.get("weight"),
            score=values.get("score"),
            rate=values.get("rate"),
            raw=main.text,
            place=reading.place(main),
            places={role: reading.place(cells[role].cell) for role in values},
            by=reading.setting.form or "table.money",
        )
    )
