"""Money blocks: rows of items (or institutions) under measures, matrices of items, and labels with their amount in one cell."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from extract.labels import bare_label, published_label, resolve_item, strip_label
from extract.lexicons import words
from extract.numbers import Money, is_blank, money, parse_money, parse_percent, parse_points
from extract.tables.align import align
from extract.tables.columns import Column
from extract.tables.reading import Reading
from schemas import fields
from schemas.document import Cell, Slot
from schemas.errors import NumberError
from schemas.folding import fold
from schemas.records import Amount, Score
from schemas.units import Unit, money_pattern, money_units, stated_unit

_LABELLED = regex.compile(
    rf"^(?P<label>[^:：]{{2,30}})[:：]\s*(?P<digits>[+-]?[\d,]+(?:\.\d+)?)?\s*(?P<unit>{money_pattern()})?\s*[;；。]?$"
)
_FIGURE_ROLES = ("budget_initial", "budget", "actual", "change", "amount")
_RATED = ("rate", "weight", "score")


@dataclass
class MoneyBlock:
    """A money block being read: its columns and the context its rows have set so far."""

    columns: list[Column]
    default_measure: str
    total_item: str
    by_institution: bool
    context: str | None = None
    within: str | None = None
    base_context: str | None = None
    executed: bool = False
    unmatched: set[Cell] = field(default_factory=set)


def open_block(reading: Reading, columns: list[Column], labels: list[str]) -> MoneyBlock:
    """A money block under these columns. `labels` are the row labels below, from which its context is judged."""
    items = [column.item for column in columns if column.item]
    total = _total_item(reading, columns, items)
    columns = [_in_context(column, total) for column in columns]
    context = _judge_context(items, labels, total)
    budget_only = "预算" in reading.setting.caption and not regex.search(
        "决算|执行|支出情况|自评", reading.setting.caption
    )
    block = MoneyBlock(
        columns,
        "budget" if budget_only else "actual",
        total,
        any(column.has("institution") and not column.has("item") for column in columns),
        context,
        None
        if total in ("total", "expenditure", "assets")
        else {"basic.public": "public"}.get(total, total.split(".")[0]),
    )
    block.base_context = context
    return block


def _in_context(column: Column, total: str) -> Column:
    """A column whose label means something else in this block (其他 among 固定资产)."""
    if column.slot is None or total not in ("assets", "three_public"):
        return column
    label = column.slot.cell.text
    if column.item is None:
        return replace(column, item=total) if bare_label(label) in words("sums") else column
    return column if column.year else replace(column, item=resolve_item(label, total) or column.item)


def _total_item(reading: Reading, columns: list[Column], items: list[str]) -> str:
    if any(item.startswith("three_public.") for item in items):
        return "three_public"
    if any(item.startswith("assets") for item in items):
        return "assets"
    years = {column.item for column in columns if column.item and column.year}
    if len(years) == 1:
        return years.pop() or "total"
    return reading.setting.total_item or "total"


def _judge_context(items: list[str], labels: list[str], total: str) -> str | None:
    if total in ("three_public", "assets"):
        return total
    codes = Counter(code.split(".")[0] for label in labels if (code := resolve_item(label, "econ")))
    return (
        "econ" if codes["econ"] >= 3 and codes["econ"] > codes["three_public"] and not codes["three_public"] else None
    )


def read_row(reading: Reading, block: MoneyBlock, slots: list[Slot]) -> bool:
    """Read one row of a money block; False when the row is none (nothing in it is a figure or a known label)."""
    pairs = align(slots, block.columns)
    if _only_serial(pairs, block):
        reading.use(slots)
        return True
    if not _is_money_row(pairs, block):
        return False
    reading.use(slot for slot, _ in pairs)
    label: Slot | None = None
    fresh = True
    found: list[tuple[Slot, Column]] = []
    for slot, index in pairs:
        column = block.columns[index]
        if _is_figure(column, block):
            found.append((slot, column))
            fresh = False
        elif not column.has("seq", "ignored", *_RATED, "review") and not is_blank(slot.text):
            if not fresh and found:
                _read_figures(reading, block, label, found)
                found = []
            label, fresh = slot, True
            _follow(block, slot.text)
    _read_figures(reading, block, label, found)
    _read_execution(reading, block, label, pairs)
    return True


def _is_figure(column: Column, block: MoneyBlock) -> bool:
    if column.has(*_FIGURE_ROLES):
        return True
    return bool(column.year or column.item) and not column.has("ignored", "rate")


def _is_money_row(pairs: list[tuple[Slot, int]], block: MoneyBlock) -> bool:
    for slot, index in pairs:
        column = block.columns[index]
        if _is_figure(column, block) and not is_blank(slot.text):
            return _readable(slot.text)
    return any(_known_label(slot.text) for slot, _ in pairs if slot.text.strip())


def _only_serial(pairs: list[tuple[Slot, int]], block: MoneyBlock) -> bool:
    return all(block.columns[index].has("seq") for slot, index in pairs if slot.text.strip())


def _known_label(text: str) -> bool:
    return resolve_item(text) is not None or bare_label(text) in words("sums") | words("consolidated")


def _readable(text: str) -> bool:
    try:
        parse_money(text, money_units()["元"])
    except NumberError:
        return False
    return True


def _follow(block: MoneyBlock, text: str) -> None:
    """Let a row label set the context of the rows below it."""
    code = resolve_item(text, block.context)
    if code is None:
        return
    if block.context and (code.startswith((block.context + ".", "other")) or code == block.context):
        return
    item = fields.items().get(code)
    if item and item.opens:
        block.context, block.within = item.opens, item.sets_within
    elif not (block.context == "project" and code.startswith(("econ.", "func."))):
        block.context, block.within = block.base_context, block.within if block.base_context else None


def _read_figures(reading: Reading, block: MoneyBlock, label: Slot | None, found: list[tuple[Slot, Column]]) -> None:
    for slot, column in found:
        if is_blank(slot.text):
            continue
        row_unit = stated_unit(fold(label.text)) if label else None
        unit, origin = reading.unit_for(column.unit, row_unit)
        value = _money_at(reading, slot, unit)
        if value is not None:
            reading.amounts.append(_amount(reading, block, label, slot, column, value, (unit, origin)))


def _money_at(reading: Reading, slot: Slot, unit: Unit) -> Money | None:
    try:
        return parse_money(slot.text, unit)
    except NumberError:
        if fold(slot.text) != "无":
            reading.report("number.unreadable", slot, f"not an amount: {slot.text[:40]!r}", "warning")
        return None


def _amount(
    reading: Reading,
    block: MoneyBlock,
    label: Slot | None,
    slot: Slot,
    column: Column,
    value: Money,
    unit: tuple[Unit, str],
) -> Amount:
    text = label.text if label else ""
    bare = bare_label(text)
    institution = None
    if block.by_institution or _is_matrix(block, column, text):
        institution = None if bare in words("consolidated") else published_label(text) or None
        item, shown = _column_item(block, column), _column_label(column, text, block)
    else:
        item, shown = _row_item(reading, block, label, column), published_label(text)
    printed = value.unit
    return Amount(
        item, shown, column.measure or block.default_measure, _year(reading, column),
        value.yuan, value.step_yuan, (printed or unit[0]).name, "cell" if printed else unit[1],
        slot.cell.text, reading.place(slot.cell), institution, _within(block, item, text),
        unit_inferred=printed is None and unit[1] == "inferred", by=reading.setting.form or "table.money",
        grade="inferred" if printed is None and unit[1] == "inferred" else "exact",
    )  # fmt: skip


def _is_matrix(block: MoneyBlock, column: Column, text: str) -> bool:
    """A column that itself names the item, in a row that names something else (an institution)."""
    return (
        bool(column.item) and not column.year and resolve_item(text) is None and bare_label(text) not in words("sums")
    )


def _column_item(block: MoneyBlock, column: Column) -> str:
    return column.item or block.total_item


def _column_label(column: Column, text: str, block: MoneyBlock) -> str:
    if column.item and column.slot:
        return published_label(column.slot.cell.text) or column.text
    return published_label(text)


def _row_item(reading: Reading, block: MoneyBlock, label: Slot | None, column: Column) -> str:
    text = label.text if label else ""
    if bare_label(text) in words("sums"):
        return column.item if column.item and not column.year else (column.item or block.total_item)
    if not text.strip():
        return column.item or block.total_item
    code = resolve_item(text, block.context)
    if code:
        return code
    if block.context == "project":
        return "project.named"
    if label and label.cell not in block.unmatched:
        block.unmatched.add(label.cell)
        reading.report("label.unmatched", label, f"label not known: {published_label(text)[:40]!r}")
    return "other"


def _within(block: MoneyBlock, item: str, text: str) -> str | None:
    if bare_label(text) in words("sums") or item == block.within or item == block.total_item:
        return None
    if item.startswith("three_public."):
        return "three_public"
    if item.startswith("basic."):
        return "basic"
    own = {"public": "basic.public"}.get(block.within or "", block.within)
    return None if item == own or not item.startswith(("econ.", "func.", "project.")) else block.within


def _year(reading: Reading, column: Column) -> int | None:
    if column.year:
        return column.year
    year = reading.setting.fiscal_year
    return year + (column.year_shift or 0) if year else None


def _read_execution(reading: Reading, block: MoneyBlock, label: Slot | None, pairs: list[tuple[Slot, int]]) -> None:
    """The budget-execution line: weight, rate and points that stand in the row of the total."""
    if block.executed or block.by_institution or label is None or resolve_item(label.text) != "total":
        return
    cells = {role: slot for slot, index in pairs for role in _RATED if block.columns[index].has(role)}
    values = {}
    for role, slot in cells.items():
        try:
            value = parse_percent(slot.text) if role == "rate" else parse_points(slot.text)
        except NumberError:
            reading.report("number.unreadable", slot, f"not a {role}: {slot.text[:40]!r}", "warning")
            continue
        if value is not None:
            values[role] = value
    if not values:
        return
    block.executed = True
    main = next(cells[role] for role in ("score", "rate", "weight") if role in values)
    reading.scores.append(
        Score(
            "budget_execution", values.get("weight"), values.get("score"), values.get("rate"),
            main.cell.text, reading.place(main.cell), {role: reading.place(cells[role].cell) for role in values},
            by=reading.setting.form or "table.money",
        )
    )  # fmt: skip


def read_labelled(reading: Reading, slots: list[Slot]) -> bool:
    """Cells that hold a label and its amount (`其中：基本支出：539.43`); False when the row has none."""
    matches = [(slot, _labelled(slot.text)) for slot in slots if slot.text.strip()]
    if not any(match for _, match in matches) or any(_readable(slot.text) for slot, match in matches if match is None):
        return False
    for slot, match in matches:
        if match is None:
            continue
        reading.use([slot])
        label, digits, printed = match
        if digits is None:
            continue
        unit, origin = reading.unit_for(None, None)
        value = money(digits, printed or unit, printed)
        code = resolve_item(label) or "other"
        reading.amounts.append(
            Amount(
                code, published_label(label), "composition", reading.setting.fiscal_year, value.yuan, value.step_yuan,
                (printed or unit).name, "cell" if printed else origin, slot.cell.text, reading.place(slot.cell),
                unit_inferred=printed is None and origin == "inferred", by=reading.setting.form or "table.labelled",
            )
        )  # fmt: skip
    return True


def _labelled(text: str) -> tuple[str, str | None, Unit | None] | None:
    match = _LABELLED.match(fold(strip_label(text) + (":" if text.rstrip().endswith((":", "：")) else "")))
    if not match or resolve_item(match["label"]) is None:
        return None
    return match["label"], match["digits"], money_units()[match["unit"]] if match["unit"] else None


def parse_figure(text: str) -> bool:
    """True for a cell that holds an amount."""
    return not is_blank(text) and _readable(text)


def read_unheaded(reading: Reading, slots: list[Slot]) -> bool:
    """An item with its amount beside it under no header of measures (`投入金额： | 21.38`); False when there is none."""
    found = False
    for label, slot in pairwise(slots):
        code = resolve_item(label.text) if label.text.strip() else None
        if code is None or not (is_blank(slot.text) or _readable(slot.text)):
            continue
        reading.use([label, slot])
        found = True
        if is_blank(slot.text):
            continue
        unit, origin = reading.unit_for(None, stated_unit(fold(label.text)))
        value = _money_at(reading, slot, unit)
        if value is None:
            continue
        measure = "budget" if regex.search("目标|预算", reading.setting.caption + "".join(reading.titles)) else "actual"
        block = MoneyBlock([], measure, "total", by_institution=False)
        reading.amounts.append(_amount(reading, block, label, slot, Column(""), value, (unit, origin)))
    return found
