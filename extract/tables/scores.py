"""Scores in tables: summaries by component, rows of totals and of the budget's execution, points said in a cell."""

from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

import regex

from extract.grades import told_grades
from extract.labels import bare_label, published_label
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern
from extract.numbers import is_blank, parse_percent, parse_points
from extract.tables.align import align
from extract.tables.columns import Column, parse_header
from extract.tables.raters import settle_raters
from extract.tables.reading import Reading
from schemas import fields
from schemas.document import Cell, Place, Slot
from schemas.errors import NumberError
from schemas.folding import bracketed, fold
from schemas.records import Score

MAX_POINTS, MIN_COLUMNS, GRADED = 1000, 3, 2
SCORE_SUMMARY = "table.score_summary"
_OF_SUMMARIES = frozenset(
    (
        "score",
        "weight",
        "score_rate",
        "rate",
        "review",
        "seq",
        "ignored",
        "deviation",
        "levels",
        "level1",
        "item",
        "kind",
    )
)
_PERCENT = regex.compile(r"\d+(?:\.\d+)?%")


@lru_cache(maxsize=1024)
def component_of(label: str) -> str | None:
    """The score component a label names (`满意度指标` -> satisfaction), else None; two of them together (投入与过程) are none."""
    parts = pattern("scores", "joint").split(fold(label))
    found = {next((code for code, names in _components() if names.search(part)), None) for part in parts if part}
    return found.pop() if len(found) == 1 else None


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
        if label is not None and _asked_for(bare_label(label.text)) == "grade" and "score" in cells:
            reading.answer("grade", cells["score"])
        elif label is not None and not is_blank(label.text):
            reading.report("label.unmatched", label, f"score component not known: {published_label(label.text)[:40]!r}")
        return True
    rate = cells.get("score_rate") or cells.get("rate")
    add_score(reading, component, cells.get("weight"), cells.get("score"), rate, by=SCORE_SUMMARY, named=label)
    return True


def summary_columns(slots: list[Slot], labels: list[str]) -> list[Column] | None:
    """The columns where points stand for components that the rows name (评价维度 | 分值 | 得分), whatever the first is called; else None."""
    parsed = settle_raters([replace(parse_header(slot.text), slot=slot) for slot in slots])
    has = {role for column in parsed for role in column.roles}
    if len(parsed) < MIN_COLUMNS or "score" not in has or not has & {"weight", "score_rate"} or has - _OF_SUMMARIES:
        return None
    named = [label for label in labels if not is_blank(label)]
    if len(named) < MIN_COLUMNS or 2 * sum(component_of(label) is not None for label in named) <= len(named):
        return None
    return [replace(parsed[0], roles=frozenset(("level1",)), item=None), *parsed[1:]]


def add_score(
    reading: Reading,
    component: str,
    weight: Slot | None,
    score: Slot | None,
    rate: Slot | None = None,
    by: str = "",
    named: Slot | None = None,
) -> None:
    """Keep one score row from its cells; nothing where all are blank. `named` is the label that may have the full mark in its brackets."""
    cells = {
        name: slot
        for name, slot in (("weight", weight), ("score", score), ("rate", rate))
        if slot is not None and not is_blank(slot.text)
    }
    values = {name: value for name, slot in cells.items() if (value := _score_value(reading, name, slot)) is not None}
    if not values:
        return
    if named is not None and "weight" not in values and (mark := full_mark_in(named.text)):
        values["weight"], cells["weight"] = mark, named
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


@lru_cache(maxsize=1024)
def full_mark_in(label: str) -> Decimal | None:
    """The full mark in the closing brackets of a label (产出指标（50分）), else None."""
    match = pattern("tables", "weight_note").match(bracketed(fold(label).strip(":"))[1] or "")
    return Decimal(match["weight"]) if match and match["points"] else None


def read_components(reading: Reading, slots: list[Slot]) -> bool:
    """A row of scores of components, each beside its label (产出指标得分 | 48 | 效益指标得分 | 28), and maybe their total and the grade; else
    False. No other text stands in it."""
    filled = [slot for slot in slots if slot.text.strip()]
    labels, answers = filled[::2], filled[1::2]
    if len(labels) != len(answers) or not any(_scored_component(slot.text) for slot in labels):
        return False
    told = [
        (_scored_component(label.text) or _total_or_grade(label.text), label, answer)
        for label, answer in zip(labels, answers, strict=True)
    ]
    if not all(name and (name == "grade" or is_points(answer.text)) for name, _, answer in told):
        return False
    for name, label, answer in told:
        if name == "grade":
            reading.answer("grade", answer)
        else:
            add_score(reading, name or "", None, answer, named=label)
    reading.use(slots)
    return True


def _total_or_grade(text: str) -> str | None:
    label = _without_note(text)
    return "total" if label in words("totals") else "grade" if _asked_for(label) == "grade" else None


@lru_cache(maxsize=4096)
def _scored_component(text: str) -> str | None:
    """The component whose points a label asks for, else None."""
    match = pattern("scores", "scored_component").fullmatch(bracketed(bare_label(text))[0])
    return component_of(match["name"]) if match else None


def _score_value(reading: Reading, name: str, slot: Slot) -> Decimal | None:
    try:
        rated = name == "rate" or (name == "weight" and fold(slot.text).endswith("%"))
        return parse_percent(slot.text) if rated else parse_points(slot.text)
    except NumberError:
        reading.report("number.unreadable", slot, f"not a {name}: {slot.text[:40]!r}", "warning")
        return None


def read_total(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """The row of totals of a form: full mark, points, and a grade where one is printed; False when it is none."""
    names = words("totals") if "indicators" in reading.kinds else _own_totals()
    at = next((k for k, slot in enumerate(slots) if _may_sum(slot.text) and _without_note(slot.text) in names), None)
    at = 0 if at is None and "indicators" in reading.kinds and is_foot_total(slots) else at
    if at is None:
        return False
    figures = [slot for slot in slots[at + 1 :] if is_points(slot.text)]
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
        for role in ("weight", "score_rate", "score", "review", "ignored")
        if columns[index].has(role, f"level1_{role}")
    }
    own = [slot for slot in figures if roles.get(slot.cell) not in ("review", "ignored")]
    own = own or [slot for slot in figures if roles.get(slot.cell) != "review"]
    weight, score = _weight_and_score(own, roles)
    if len(own) == 1 and (is_foot_total(slots) or _sums_scores(reading, own[0])):
        weight, score = None, own[0]
    reading.use(slots)
    reading.has_total = True
    rates = {role: slot for slot in slots if (role := roles.get(slot.cell)) and _PERCENT.fullmatch(fold(slot.text))}
    add_score(reading, "total", weight or rates.get("weight"), score, rates.get("score_rate"), named=slots[at])
    for slot in figures:
        if roles.get(slot.cell) == "review":
            add_score(reading, "review", None, slot)
    for slot in slots[at + 1 :]:
        if fold(slot.text) in words("grade_words"):
            reading.answer("grade", slot)
    return True


def _sums_scores(reading: Reading, only: Slot) -> bool:
    """Whether the only figure of a total adds up the points of the indicators and not their full marks."""
    weights, scores = (sum(getattr(row, role) or 0 for row in reading.indicators) for role in ("weight", "score"))
    return weights != scores == parse_points(only.text)


@lru_cache(maxsize=4096)
def _may_sum(text: str) -> bool:
    """False for a cell that has not even the last character of what a row of totals is called."""
    return not text[:1].isdigit() and not _last_characters().isdisjoint(text)


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(name[-1] for name in words("totals"))


@cache
def _own_totals() -> frozenset[str]:
    """What a row of totals is called where no indicators tell what it sums: no word that any sum may have."""
    return words("totals") - words("sums")


def _without_note(text: str) -> str:
    """A label without a closing bracket (合计（含预算执行10分）)."""
    label = bare_label(text)
    return bracketed(label)[0] or label


def _answers_below(reading: Reading, labels: list[Slot]) -> dict[str, Slot]:
    """The cells in the next row under the labels of a total in two rows (总分值 | 总得分 | 自评等级), by what each is."""
    asked = {slot.cell.col: bare_label(slot.text) for slot in labels if slot.text.strip()}
    found: dict[str, Slot] = {}
    if not asked or (row := labels[0].cell.row + 1) not in reading.rows:
        return found
    for slot in reading.table.row(row):
        name = _asked_for(asked.get(slot.cell.col, ""))
        if name and slot.text.strip() and (name == "grade" or is_points(slot.text)):
            found[name] = slot
    return found if {"weight", "score"} & set(found) else {}


def asks_for_grade(text: str) -> bool:
    """True for a label that asks for the grade."""
    return _asked_for(bare_label(text)) == "grade"


def _asked_for(label: str) -> str | None:
    if "grade" in fields.head_keys().get(label, ()):
        return "grade"
    return next((role for role in ("score", "weight") if parse_header(label).has(role)), None)


def is_foot_total(slots: list[Slot]) -> bool:
    """True for a row below the indicators that is a score's label and nothing but figures (自评总分 | 96), or a grade where the label spans."""
    filled = (slot for slot in slots if slot.text.strip())
    first = next(filled, None)
    if first is None or bare_label(first.text) not in words("foot_totals"):
        return False
    rest = [slot for slot in filled if not is_points(slot.text)]
    graded = first.cell.col_span > 1 and 0 < len(rest) <= GRADED and _asked_for(bare_label(rest[0].text)) == "grade"
    return not rest or graded


def is_points(text: str) -> bool:
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
    """A score said in a sentence of a form cell (评价结论) is a declared score, one of a reviewer a reviewed one, and a grade the form's."""
    graded = next(told_grades(fold(slot.text)), None)
    if graded:
        reading.answer("grade", slot, graded[0])
    text = slot.text
    reviewed = pattern("scores", "reviewed_in_cell").search(text)
    if reviewed:
        _keep_said(reading, "review", slot, reviewed)
        text = text[: reviewed.start()]
    if declared := pattern("scores", "in_cell").search(text):
        _keep_said(reading, "declared", slot, declared)


def _keep_said(reading: Reading, component: str, slot: Slot, match: regex.Match[str]) -> None:
    place = reading.place(slot.cell)
    place = Place("table", place.index, place.row, place.col, match.start(), match.end(), place.page)
    score = Decimal(match["score"])
    reading.scores.append(Score(component, None, score, None, match[0], place, {"score": place}, by="table.sentence"))
