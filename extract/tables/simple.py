"""The small blocks: goals, buildings, and single head-counts."""

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, parse_money, parse_number, parse_percent
from extract.tables.align import align
from extract.tables.columns import Column
from extract.tables.reading import Reading
from schemas.document import Place, Slot
from schemas.errors import NumberError
from schemas.folding import fold, squeeze
from schemas.records import Facility, Goal, StaffCount
from schemas.units import unstated_unit

_GOALS = ("goal_adjusted", "goal_expected", "goal_actual")


@dataclass
class GoalBlock:
    """Goals being read: their columns, whether the label at their side stood over more than one row, and whether another has followed it."""

    columns: list[Column]
    spans: bool = False
    closed: bool = False

    def __post_init__(self) -> None:
        """A side label that the grid draws over the rows below the header spans them."""
        side = self.columns[0].slot
        self.spans = self.has_side and side is not None and side.cell.row_span > 1

    @property
    def wanted(self) -> dict[str, int]:
        """Role -> its last column."""
        return {role: k for k, column in enumerate(self.columns) for role in _GOALS if column.has(role)}

    @property
    def has_side(self) -> bool:
        """True where the first column holds neither goals nor their numbers."""
        return 0 not in self.wanted.values() and not self.columns[0].has("seq")


def read_goal(reading: Reading, block: GoalBlock, slots: list[Slot]) -> bool:
    """One row of goals: expected (the adjusted one where filled) and what was achieved; the last column of a kind counts.

    Another label at the side of the rows, where the first stood over several of them, ends the goals: False from there on.
    """
    if block.closed or _begins_another(block, slots):
        block.closed = True
        return False
    wanted = block.wanted
    cells: dict[str, Slot] = {}
    for slot, index in align(slots, block.columns):
        reading.use([slot])
        cells |= {role: slot for role, k in wanted.items() if k == index}
    expected = next(
        (
            cells[role]
            for role in ("goal_adjusted", "goal_expected")
            if role in cells
            and not is_blank(cells[role].text)
            and not (role == "goal_adjusted" and fold(cells[role].text) in words("unadjusted"))
        ),
        None,
    )
    actual = cells.get("goal_actual")
    if actual is not None and is_blank(actual.text):
        actual = None
    return add_goal(reading, expected, actual)


def _begins_another(block: GoalBlock, slots: list[Slot]) -> bool:
    first = slots[0]
    if not block.has_side or len(slots) != len(block.columns):
        return False
    if not first.text.strip():
        block.spans = True
        return False
    return block.spans and not first.continued


def add_goal(reading: Reading, expected: Slot | None, actual: Slot | None) -> bool:
    """Keep one goal; False when both sides are blank."""
    main = expected or actual
    if main is None:
        return True
    places = {name: reading.place(slot.cell) for name, slot in (("expected", expected), ("actual", actual)) if slot}
    reading.goals.append(
        Goal(
            squeeze(expected.text) if expected else None, squeeze(actual.text) if actual else None,
            main.cell.text, reading.place(main.cell), places, by=reading.setting.form or "table.goals",
        )
    )  # fmt: skip
    return True


def complete_goal(reading: Reading, actual: Slot) -> None:
    """Put what was achieved beside the goal that its label follows; nothing where that is achieved already."""
    if reading.goals and reading.goals[-1].actual is None and reading.goals[-1].expected:
        last = reading.goals[-1]
        places = last.places | {"actual": reading.place(actual.cell)}
        reading.goals[-1] = replace(last, actual=squeeze(actual.text), places=places)


def add_staff(
    reading: Reading,
    category: str,
    slot: Slot,
    institution: str | None = None,
    told: str | None = None,
    year: int | None = None,
) -> bool:
    """Keep one head-count, `told` where the cell holds more than it, of the form's year where `year` is None; an unreadable one becomes an issue."""
    text = told or slot.text
    try:
        number = pattern("tables", "persons").sub("", fold(text))
        count = parse_percent(text) if category == "control_rate" else parse_number(number)
    except NumberError:
        reading.report("number.unreadable", slot, f"not a head-count: {slot.text[:40]!r}", "warning")
        return False
    if count is None:
        return False
    reading.personnel.append(
        StaffCount(
            category,
            count,
            slot.cell.text,
            reading.place(slot.cell),
            institution,
            year or reading.setting.fiscal_year,
            reading.setting.form or "table.staff",
        )
    )
    return True


_FACILITY = ("approved_m2", "actual_m2", "size_rate", "planned_yuan", "actual_yuan", "invest_rate")


def read_facility(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of building control; no record where nothing is stated."""
    values: dict[str, Decimal] = {}
    places: dict[str, Place] = {}
    raw: Slot | None = None
    for slot, index in align(slots, columns):
        role = next((role for role in _FACILITY if columns[index].has(role)), None)
        reading.use([slot])
        if role is None or is_blank(slot.text):
            continue
        value = _facility_value(reading, role, columns[index], slot)
        if value is not None:
            values[role], places[role] = value, reading.place(slot.cell)
            raw = raw or slot
    if raw is not None:
        place = reading.place(raw.cell)
        reading.facilities.append(
            Facility(
                values.get("approved_m2"),
                values.get("actual_m2"),
                values.get("size_rate"),
                values.get("planned_yuan"),
                values.get("actual_yuan"),
                values.get("invest_rate"),
                raw.cell.text,
                place,
                places,
                by=reading.setting.form or "table.facility",
            )
        )
    return True


def _facility_value(reading: Reading, role: str, column: Column, slot: Slot) -> Decimal | None:
    try:
        if role.endswith("_yuan"):
            amount = parse_money(slot.text, column.unit or unstated_unit())
            return amount.yuan if amount else None
        return (
            parse_percent(slot.text)
            if role.endswith("rate")
            else parse_number(pattern("tables", "square_metres").sub("", fold(slot.text)))
        )
    except NumberError:
        if fold(slot.text) not in words("none"):
            reading.report("number.unreadable", slot, f"not a {role}: {slot.text[:40]!r}", "warning")
        return None
