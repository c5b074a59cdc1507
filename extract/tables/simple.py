"""The small blocks: goals, staff, buildings, score summaries, and the rows of totals."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import regex

from extract.grades import told_grades
from extract.labels import bare_label, published_label
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern
from extract.numbers import is_blank, parse_money, parse_number, parse_percent, parse_points
from extract.tables.align import align
from extract.tables.columns import Column, parse_header
from extract.tables.reading import Reading
from schemas import fields
from schemas.document import Cell, Place, Slot
from schemas.errors import NumberError
from schemas.folding import fold, squeeze
from schemas.records import Facility, Goal, Score, StaffCount
from schemas.units import unstated_unit

MAX_POINTS = 1000
SCORE_SUMMARY = "table.score_summary"
_GOALS = ("goal_adjusted", "goal_expected", "goal_actual")


def read_goal(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of goals: expected (the adjusted one where filled) and what was achieved; the last column of a kind counts."""
    wanted = {role: k for k, column in enumerate(columns) for role in _GOALS if column.has(role)}
    cells: dict[str, Slot] = {}
    for slot, index in align(slots, columns):
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


def component_of(label: str) -> str | None:
    """The score component a label names (`满意度指标` -> satisfaction), else None."""
    folded = fold(label)
    return next((code for code, names in _components() if names.search(folded)), None)


@cache
def _components() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((code, regex.compile(names)) for code, names in lexicon("scores")["labels"].items())


def read_score(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of a score summary: component, weight, points, rate as printed."""
    cells: dict[str, Slot] = {}
    for slot, index in align(slots, columns):
        role = next(
            (
                role
                for role in ("weight", "score_rate", "rate", "score", "level1", "levels", "item")
                if columns[index].has(role)
            ),
            None,
        )
        if role:
            cells.setdefault(role, slot)
        reading.use([slot])
    label = next((cells[role] for role in ("level1", "levels", "item") if role in cells), None)
    component = component_of(label.text) if label else None
    if label is None or component is None:
        if label is not None and not is_blank(label.text):
            reading.report("label.unmatched", label, f"score component not known: {published_label(label.text)[:40]!r}")
        return True
    rate = cells.get("score_rate") or cells.get("rate")
    add_score(reading, component, cells.get("weight"), cells.get("score"), rate, by=SCORE_SUMMARY)
    return True


def add_score(
    reading: Reading,
    component: str,
    weight: Slot | None,
    score: Slot | None,
    rate: Slot | None = None,
    by: str = "",
) -> None:
    """Keep one score row from its cells; nothing where all are blank."""
    cells = {
        name: slot
        for name, slot in (("weight", weight), ("score", score), ("rate", rate))
        if slot is not None and not is_blank(slot.text)
    }
    values = {name: value for name, slot in cells.items() if (value := _score_value(reading, name, slot)) is not None}
    if not values:
        return
    main = next(cells[name] for name in ("score", "rate", "weight") if name in values)
    reading.scores.append(
        Score(
            component=component,
            weight=values.get("weight"),
            score=values.get("score"),
            rate=values.get("rate"),
            raw=main.cell.text,
            place=reading.place(main.cell),
            places={name: reading.place(cells[name].cell) for name in values},
            by=by or reading.setting.form or "table.scores",
        )
    )


def _score_value(reading: Reading, name: str, slot: Slot) -> Decimal | None:
    try:
        return parse_percent(slot.text) if name == "rate" else parse_points(slot.text)
    except NumberError:
        reading.report("number.unreadable", slot, f"not a {name}: {slot.text[:40]!r}", "warning")
        return None


def read_total(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """The row of totals of a form: full mark, points, and a grade where one is printed; False when it is none."""
    names = words("totals") if "indicators" in reading.kinds else words("totals") - words("sums")
    at = next((k for k, slot in enumerate(slots) if bare_label(slot.text) in names), None)
    at = 0 if at is None and "indicators" in reading.kinds and is_foot_total(slots) else at
    if at is None:
        return False
    figures = [slot for slot in slots[at + 1 :] if _is_points(slot.text)]
    if not figures and (below := _answers_below(reading, slots[at + 1 :])):
        add_score(reading, "total", below.get("weight"), below.get("score"))
        if "grade" in below:
            reading.answer("grade", below["grade"])
        reading.use([*slots, *below.values()])
        reading.has_total = True
        return True
    roles = {
        slot.cell: role
        for slot, index in align(slots, columns)
        for role in ("weight", "score", "review")
        if columns[index].has(role)
    }
    weight, score = _weight_and_score([slot for slot in figures if roles.get(slot.cell) != "review"], roles)
    reading.use(slots)
    reading.has_total = True
    add_score(reading, "total", weight, score)
    add_score(reading, "review", None, next((slot for slot in figures if roles.get(slot.cell) == "review"), None))
    for slot in slots[at + 1 :]:
        if fold(slot.text) in words("grade_words"):
            reading.answer("grade", slot)
    return True


def _answers_below(reading: Reading, labels: list[Slot]) -> dict[str, Slot]:
    """The cells in the next row under the labels of a total in two rows (总分值 | 总得分 | 自评等级), by what each is."""
    asked = {slot.cell.col: bare_label(slot.text) for slot in labels if slot.text.strip()}
    found: dict[str, Slot] = {}
    if not asked or (row := labels[0].cell.row + 1) not in reading.rows:
        return found
    for slot in reading.table.row(row):
        name = _asked_for(asked.get(slot.cell.col, ""))
        if name and slot.text.strip() and (name == "grade" or _is_points(slot.text)):
            found[name] = slot
    return found if {"weight", "score"} & set(found) else {}


def _asked_for(label: str) -> str | None:
    if "grade" in fields.head_keys().get(label, ()):
        return "grade"
    return next((role for role in ("score", "weight") if parse_header(label).has(role)), None)


def is_foot_total(slots: list[Slot]) -> bool:
    """True for a row below the indicators that is a score's label and nothing but figures (自评总分 | 96)."""
    filled = [slot for slot in slots if slot.text.strip()]
    named = bool(filled) and bare_label(filled[0].text) in words("foot_totals")
    return named and all(_is_points(slot.text) for slot in filled[1:])


def read_execution_row(reading: Reading, slots: list[Slot]) -> bool:
    """The budget-execution line among the indicators (预算执行率 | 10 | 9.5): points alone, no name, no target; else False."""
    filled = [slot for slot in slots if not is_blank(slot.text)]
    if not filled or bare_label(filled[0].text) not in words("execution_lines"):
        return False
    points = filled[1:]
    if not points or len(points) > 2 or not all(_is_points(slot.text) for slot in points):
        return False
    reading.use(slots)
    known = next((k for k, score in enumerate(reading.scores) if score.component == "budget_execution"), None)
    add_score(reading, "budget_execution", points[0], points[1] if len(points) > 1 else None)
    if known is not None and reading.scores[known].weight is None and reading.scores[known].score is None:
        line, rated = reading.scores.pop(), reading.scores[known]
        reading.scores[known] = replace(line, rate=rated.rate, places=rated.places | line.places)
    return True


def _is_points(text: str) -> bool:
    try:
        points = parse_points(text)
    except NumberError:
        return False
    return points is not None and points <= MAX_POINTS


def _weight_and_score(figures: list[Slot], roles: dict[Cell, str]) -> tuple[Slot | None, Slot | None]:
    """Which printed figures are the full mark and the points: by column; two figures alone by their order."""
    if len(figures) > 2:
        scored = [slot for slot in figures if roles.get(slot.cell) == "score"]
        return figures[0], scored[-1] if scored else figures[1]
    if len(figures) == 2:
        return figures[0], figures[1]
    if not figures:
        return None, None
    only = figures[0]
    if roles.get(only.cell) == "score" or ("weight" not in roles.values() and parse_points(only.text) != 100):
        return None, only
    return only, None


def read_sentence_score(reading: Reading, slot: Slot) -> None:
    """A score said in a sentence of a form cell (评价结论) is a declared score, and a grade the form's."""
    graded = next(told_grades(fold(slot.text)), None)
    if graded:
        reading.answer("grade", slot, graded[0])
    match = pattern("scores", "in_cell").search(slot.text)
    if match:
        place = reading.place(slot.cell)
        place = Place("table", place.index, place.row, place.col, match.start(), match.end(), place.page)
        reading.scores.append(
            Score(
                "declared", None, Decimal(match["score"]), None, match[0], place, {"score": place}, by="table.sentence"
            )
        )
