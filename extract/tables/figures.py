"""One figure of money at a cell -> an Amount; and the rows that carry label and figure without a header."""

from collections.abc import Iterable
from functools import lru_cache

import regex

from extract.forms import plans
from extract.labels import bare_label, published_label, resolve_item, strip_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import Money, is_blank, is_money, money, parse_money
from extract.tables.columns import parse_header
from extract.tables.execution import read_rate_beside
from extract.tables.levels import is_level
from extract.tables.reading import Reading
from schemas import fields
from schemas.document import Slot, Table
from schemas.errors import NumberError
from schemas.folding import fold
from schemas.records import Amount
from schemas.units import Unit, money_pattern, money_units, stated_unit

_LABELLED = regex.compile(
    rf"^(?P<label>[^:：]{{2,30}})[:：]\s*(?P<digits>[+-]?[\d,]+(?:\.\d+)?)?\s*(?P<unit>{money_pattern()})?\s*[;；。]?$"
)
COLON = regex.compile("[:：︓﹕⩴]")  # all that is one when folded
_CLASS_CODE = regex.compile(r"[23]\d{2}(?:\d{2}){0,2}")
_PERCENT = regex.compile(r"[\d.]+%")
_OUTCOMES = frozenset(("actual_value", "goal_actual", "actual", "score", "score_rate"))
MAX_HEAD = 16
_HAN = regex.compile(r"\p{Han}")


def is_figure(text: str) -> bool:
    """True for a cell that holds an amount."""
    return not is_blank(text) and readable(text)


def readable(text: str) -> bool:
    """True for an amount or a blank."""
    return is_blank(text) or is_money(text)


def money_at(reading: Reading, slot: Slot, unit: Unit) -> Money | None:
    """The amount at a cell; one that cannot be read becomes an issue."""
    try:
        return parse_money(slot.text, unit)
    except NumberError:
        if fold(slot.text) not in words("none"):
            reading.report("number.unreadable", slot, f"not an amount: {slot.text[:40]!r}", "warning")
        return None


def add_amount(
    reading: Reading,
    slot: Slot,
    value: Money,
    unit: tuple[Unit, str],
    *,
    item: str,
    label: str,
    measure: str,
    year: int | None,
    institution: str | None = None,
    within: str | None = None,
    grade: str | None = None,
) -> None:
    """Keep the amount of a cell. `unit` is the unit it was read in and where that is stated, unless the cell has its own;
    `grade` how its label was read, None where a list knows it."""
    inferred = value.unit is None and unit[1] == "inferred"
    reading.amounts.append(
        Amount(
            item=item,
            label=label,
            measure=measure,
            year=year,
            yuan=value.yuan,
            step_yuan=value.step_yuan,
            unit=(value.unit or unit[0]).name,
            unit_from="cell" if value.unit else unit[1],
            raw=slot.cell.text,
            place=reading.place(slot.cell),
            institution=institution,
            within=within,
            unit_inferred=inferred,
            by=reading.setting.form or "table.money",
            grade=grade or ("inferred" if inferred else "exact"),
        )
    )


def read_labelled(reading: Reading, slots: list[Slot]) -> bool:
    """Cells that hold a label and its amount (`其中：基本支出：539.43`); False when the row has none."""
    matches = [(slot, _labelled(slot.text)) for slot in slots if slot.text.strip()]
    if not any(match for _, match in matches) or any(readable(slot.text) for slot, match in matches if match is None):
        return False
    for slot, match in matches:
        if match is None:
            continue
        reading.use([slot])
        label, digits, printed = match
        if digits is not None:
            unit = reading.unit_for(None, None)
            value = money(digits, printed or unit[0], printed)
            code = resolve_item(label) or "other"
            year = reading.setting.fiscal_year
            measure = "budget" if plans(reading.setting.form) else "composition"
            add_amount(reading, slot, value, unit, item=code, label=published_label(label), measure=measure, year=year)
    return True


def _said_measure(text: str, beside: str = "") -> str | None:
    """The measure for a label that asks for the year's money itself (预算金额（万元）| 85, 执行数： | 80); one that may head a block of rows
    does where the text `beside` it is an amount."""
    said = parse_header(text)
    return said.measure if not said.item and (not said.has("group") or is_figure(beside)) else None


def _worded_measure(text: str) -> str | None:
    """The measure that the name of a whole sum tells (预算支出总额, 年度资金总额 are budgets)."""
    return "budget" if pattern("tables", "named_as_budget").search(bare_label(text)) else None


def read_pairs(reading: Reading, slots: list[Slot]) -> bool:
    """A row of items each with its amount beside it, below 按收入性质分 and 按支出性质分: parts of the total; else False."""
    filled = [slot for slot in slots if slot.text.strip()]
    labels, amounts = filled[::2], filled[1::2]
    if not labels or not all(resolve_item(slot.text) for slot in labels) or not all(map(is_figure_slot, amounts)):
        return False
    reading.use(slots)
    unit = reading.unit_for(None, None)
    for label, slot in zip(labels, amounts, strict=False):
        if value := money_at(reading, slot, unit[0]):
            code, shown = resolve_item(label.text) or "other", published_label(label.text)
            year = reading.setting.fiscal_year
            add_amount(reading, slot, value, unit, item=code, label=shown, measure="composition", year=year)
    return True


def is_figure_slot(slot: Slot) -> bool:
    """True for a cell that holds an amount or a blank."""
    return readable(slot.text)


def _labelled(text: str) -> tuple[str, str | None, Unit | None] | None:
    if not COLON.search(text):
        return None
    match = _LABELLED.match(fold(strip_label(text) + (":" if text.rstrip().endswith((":", "：")) else "")))
    if not match or resolve_item(match["label"]) is None:
        return None
    return match["label"], match["digits"], money_units()[match["unit"]] if match["unit"] else None


def class_code(texts: Iterable[str]) -> str | None:
    """The item of the official classification code that cells join to (`302`, `17` -> econ.30217), else None."""
    digits = "".join(map(fold, texts))
    if not _CLASS_CODE.fullmatch(digits):
        return None
    return ("econ." if digits.startswith("3") else "func.") + digits


def _of_other_term(reading: Reading, label: Slot) -> bool:
    """Whether a label is the total of several years (中期资金总额), or stands below such a one as a part of it."""
    if bare_label(label.text) in words("other_terms"):
        reading.other_terms.add(label.cell.col)
        return True
    return label.cell.col in reading.other_terms and resolve_item(label.text) is not None


def read_unheaded(reading: Reading, slots: list[Slot]) -> bool:
    """An item with its amount beside it under no header of measures (`投入金额： | 21.38`); False when there is none.

    A label that is a measure alone (`预算数： | 420 | 执行数： | 400`) says it of the items that stand below it, too.
    Several figures in a row are not read: which of them is whose, only a header could tell.
    """
    found, context, row_measure = False, None, None
    # Beside labels that are measures alone (年初预算 | 12 | 全年支出 | 11) one that may also be an item is one, too.
    beside_measures = any(_said_measure(slot.text) and resolve_item(slot.text) is None for slot in slots[::2])
    for index, label in enumerate(slots[:-1]):
        slot, stated = _amount_beside(slots, index)
        if _of_other_term(reading, label):
            reading.use([label, slot])
            found = True
            continue
        code = _item_beside(reading, label, context)
        context = (fields.items()[code].opens if code in fields.items() else None) or context
        code = code and (class_code(before.text for before in slots[:index]) or code)
        asks = bool(label.text.strip()) and (code is None or beside_measures)
        said = _said_measure(label.text, slot.text) if asks else None
        if not (code or said) or not readable(slot.text) or _is_one_of_several(slots, slot):
            continue
        code = None if said else code
        said = said or (_worded_measure(label.text) if code == "total" else None)
        if said:
            reading.side_measures[label.cell.col] = row_measure = said
        reading.use([label, slot])
        found = True
        _add_beside(reading, label, slot, stated, code or "total", said, row_measure)
    if found and len(reading.side_measures) > 1:
        labels = _labels_above(reading, slots)
        read_rate_beside(reading, slots, labels)
        reading.use(labels)
    return found


def _amount_beside(slots: list[Slot], index: int) -> tuple[Slot, Unit | None]:
    """The cell right of a label, or the one behind a unit that stands between (项目资金 | 万元 | 420), with that unit."""
    beside = slots[index + 1]
    if (
        index + 2 < len(slots)
        and not beside.text[:1].isdigit()
        and (unit := money_units().get(bare_label(beside.text)))
    ):
        return slots[index + 2], unit
    return beside, None


def _item_beside(reading: Reading, label: Slot, context: str | None) -> str | None:
    """The item that a label names; below measures, or beside them, a level of government is a source without a code of its own."""
    if not label.text.strip():
        return None
    code = resolve_item(label.text, context)
    return "other" if code is None and _measure_over(reading, label) and is_level(label.text) else code


def _measure_over(reading: Reading, label: Slot) -> str | None:
    """The measure that a label further up gave to the column of another, or to all columns of labels alike."""
    said = set(reading.side_measures.values())
    return reading.side_measures.get(label.cell.col) or (said.pop() if len(said) == 1 else None)


def _is_one_of_several(slots: list[Slot], slot: Slot) -> bool:
    """Whether a figure stands before another."""
    behind = slots.index(slot) + 1
    return behind < len(slots) and is_figure(slot.text) and is_figure(slots[behind].text)


def _add_beside(
    reading: Reading, label: Slot, slot: Slot, stated: Unit | None, item: str, said: str | None, row_measure: str | None
) -> None:
    """Keep the amount beside a label: of the measure `said`, else of that over the label or before it, else of what the titles speak of."""
    unit = reading.unit_for(stated, stated_unit(fold(label.text)))
    if value := money_at(reading, slot, unit[0]):
        over = _measure_over(reading, label) if item == "other" else reading.side_measures.get(label.cell.col)
        measure = said or over or row_measure or _titled_measure(reading)
        shown, year = published_label(label.text), reading.setting.fiscal_year
        add_amount(reading, slot, value, unit, item=item, label=shown, measure=measure, year=year)


def _titled_measure(reading: Reading) -> str:
    titles = reading.setting.caption + "".join(reading.titles)
    planned = pattern("captions", "of_plan").search(titles) and not pattern("captions", "of_evaluation").search(titles)
    return "budget" if planned or _holds_targets_alone(reading.table) else "actual"


@lru_cache(maxsize=4)
def _holds_targets_alone(table: Table) -> bool:
    """Whether a table has columns of targets and none of what came of them: the form of a plan."""
    roles: set[str] = set()
    for cell in table.cells:
        if cell.text and len(cell.text) <= MAX_HEAD:
            roles |= parse_header(cell.text).roles
    return "target" in roles and roles.isdisjoint(_OUTCOMES)


def _labels_above(reading: Reading, slots: list[Slot]) -> list[Slot]:
    """The row above, where it holds nothing but labels (资金到位情况 | 资金执行情况)."""
    row = max(slot.cell.row for slot in slots)
    above = reading.table.row(row - 1) if row > reading.rows.start else []
    return above if all(_HAN.search(slot.text) or not slot.text.strip() for slot in above) else []
