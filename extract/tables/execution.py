"""The line of the budget's execution: full mark, rate and points, whichever cells, labels and rows they stand in."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, takewhile

import regex

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, is_money, parse_percent, parse_points
from extract.tables.columns import parse_header
from extract.tables.reading import Reading
from extract.tables.scores import add_score, full_mark_in, is_points
from schemas.document import Slot
from schemas.folding import bracketed, fold
from schemas.records import Score

_LINE, _ROLES = "budget_execution", ("weight", "score", "rate")
MAX_APART, MAX_MARK = 2, 20
_PERCENT = regex.compile(r"\d+(?:\.\d+)?%")


def _is_execution_line(slot: Slot) -> bool:
    return not slot.text[:1].isdigit() and bracketed(bare_label(slot.text))[0] in words("execution_lines")


def read_execution_row(reading: Reading, slots: list[Slot], names_end: int) -> bool:
    """The budget-execution line among the indicators (预算执行率 | 10 | 9.5): no name of an indicator, no target; else False.

    A rate stands in it, maybe behind the one that was aimed at, only where the label runs over the columns of names, which end before
    the grid column `names_end`.
    """
    filled = [slot for slot in slots if not is_blank(slot.text)]
    labels = list(takewhile(_is_execution_line, filled))
    if not labels or any(map(_is_execution_line, filled[len(labels) :])):
        return False
    rates = [slot for slot in filled[len(labels) :] if _PERCENT.fullmatch(fold(slot.text))]
    points = [slot for slot in filled[len(labels) :] if slot not in rates]
    wide = labels[0].cell.col + labels[0].cell.col_span >= names_end
    if not points or len(points) > 2 or not all(is_points(slot.text) for slot in points) or len(rates) > 2 * wide:
        return False
    reading.use(slots)
    complete_execution(reading, points[0], points[1] if len(points) > 1 else None, rates[-1] if rates else None)
    return True


def complete_execution(reading: Reading, weight: Slot | None, score: Slot | None, rate: Slot | None = None) -> None:
    """Keep full mark, points and rate of the line from their cells, beside what a row before told of it."""
    known = _line(reading)
    before = len(reading.scores)
    add_score(reading, _LINE, weight, score, rate)
    if known is not None and len(reading.scores) > before:
        told = reading.scores.pop()
        if not _join(reading, known, told):
            reading.scores.append(told)


def _line(reading: Reading) -> Score | None:
    return next((row for row in reading.scores if row.component == _LINE), None)


def _join(reading: Reading, known: Score, told: Score) -> bool:
    """Add what a row tells of the line to what is known of it; False where both tell the same of points."""
    new = {role: getattr(told, role) for role in _ROLES if getattr(told, role) is not None}
    if any(getattr(known, role) is not None for role in ("weight", "score") if role in new):
        return False
    kept = {role: getattr(known, role) for role in _ROLES if getattr(known, role) is not None}
    main = told if "score" in new else known
    whole = replace(main, **(new | kept), places=told.places | known.places)
    reading.scores[reading.scores.index(known)] = whole
    return True


@lru_cache(maxsize=4096)
def may_begin(text: str) -> bool:
    """False for the first text of most rows: it has no word of points or of execution."""
    return pattern("scores", "of_execution_line").search(text) is not None


def read_labelled_line(reading: Reading, slots: list[Slot]) -> bool:
    """A row that tells the line by labels beside or before their figures (预算执行率 | 95% | 分值 | 10 | 得分：9.5分); else False.

    Every figure of the row has its label. What tells no rate belongs to the line that a row above began.
    """
    filled = [slot for slot in slots if slot.text.strip()]
    told = _told(filled)
    if not told or not _agrees(told):
        return False
    known, row = _line(reading), filled[0].cell.row
    if "rate" not in told and not (known and known.place.row is not None and row - known.place.row <= MAX_APART):
        return False
    reading.use(slots)
    _keep(reading, told)
    return True


def read_rate_beside(reading: Reading, slots: list[Slot], labels: list[Slot]) -> None:
    """The rate of execution that stands beside amounts: with its label in one cell, maybe with the points for it, or announced by its own
    label or by one above (预算执行进度)."""
    inside = {role: (value, slot) for slot in slots for role, value in _inside(slot.text)}
    if "rate" not in inside or not _agrees(inside):
        inside = _rate_announced(slots, labels)
    points = {
        role: (value, slot)
        for label, slot in pairwise(slots)
        if (role := _role(label.text)) in ("weight", "score") and (value := _value(role, slot.text)) is not None
    }
    inside = points | inside
    if inside and _agrees(inside) and ("rate" in inside or _line(reading)):
        reading.use(slot for _, slot in inside.values())
        _keep(reading, inside)


def _rate_announced(slots: list[Slot], labels: list[Slot]) -> dict[str, tuple[Decimal, Slot]]:
    rated = [
        slot
        for label, slot in pairwise(slots)
        if parse_header(label.text).has("rate") and is_points(slot.text.rstrip("%％"))
    ]
    rates = rated or [slot for slot in slots if _PERCENT.fullmatch(fold(slot.text))]
    beside = [label for label, slot in pairwise(slots) if slot in rates]
    announced = any(parse_header(label.text).has("rate") for label in [*labels, *beside])
    rate = parse_percent(rates[0].text) if len(rates) == 1 and announced else None
    return {} if rate is None else {"rate": (rate, rates[0])}


def _keep(reading: Reading, told: dict[str, tuple[Decimal, Slot]]) -> None:
    """Keep what a row tells of the line, beside what is known of it."""
    values = {role: value for role, (value, _) in told.items()}
    main = next(told[role][1] for role in ("score", "rate", "weight") if role in told)
    line = Score(
        _LINE, values.get("weight"), values.get("score"), values.get("rate"), main.cell.text, reading.place(main.cell),
        {role: reading.place(slot.cell) for role, (_, slot) in told.items()}, by=reading.setting.form or "table.scores",
    )  # fmt: skip
    known = _line(reading)
    if known is None:
        reading.scores.append(line)
    else:
        _join(reading, known, line)


def tells_line(text: str) -> bool:
    """True for a cell that holds labels of the line with their figures and nothing else."""
    return may_begin(text) and bool(_inside(text))


def _told(filled: list[Slot]) -> dict[str, tuple[Decimal, Slot]]:
    """Role -> figure and its cell; nothing where a figure has no label, a label no figure, or two say the same."""
    found: list[tuple[str, Decimal, Slot]] = []
    asked: str | None = None
    for index, slot in enumerate(filled):
        inside = _inside(slot.text)
        if asked and (value := _value(asked, slot.text)) is not None:
            found.append((asked, value, slot))
            asked = None
        elif inside and not asked:
            found += [(role, value, slot) for role, value in inside]
        elif (role := _role(slot.text) or _own_points(slot.text, found)) and not asked:
            found += [("weight", mark, slot) for mark in [full_mark_in(slot.text)] if mark]
            asked = role
        elif index or not _is_execution_line(slot):
            return {}
    roles = [role for role, _, _ in found]
    return {} if asked or len(set(roles)) < len(roles) else {role: (value, slot) for role, value, slot in found}


def _own_points(text: str, found: list[tuple[str, Decimal, Slot]]) -> str | None:
    """Points under a label that elsewhere asks for those of the whole form (自评得分), behind the full mark of the line."""
    told = any(role == "weight" for role, _, _ in found)
    return "score" if told and pattern("scores", "own_points").fullmatch(bare_label(text)) else None


def asks(text: str) -> bool:
    """True for a label that asks for the rate, the full mark or the points of the line."""
    return _role(text) is not None


def _agrees(told: dict[str, tuple[Decimal, Slot]]) -> bool:
    """Whether points may be those of the line: no more than their full mark, or without one under a label that says so."""
    weight, score = (told[role][0] if role in told else None for role in ("weight", "score"))
    if score is None or weight is None:
        return score is None or score <= MAX_MARK
    return score <= weight <= MAX_MARK


@lru_cache(maxsize=4096)
def _role(text: str) -> str | None:
    """What a label asks for: the rate of the whole budget, its full mark or its points; points of the whole form are none of these."""
    label = bracketed(bare_label(text))[0]
    if pattern("scores", "execution_rate").fullmatch(label):
        return "rate"
    if pattern("scores", "execution_points").fullmatch(label):
        return "score"
    return "weight" if parse_header(label).has("weight") else None


def _value(role: str, text: str) -> Decimal | None:
    if is_blank(text) or not (is_points(text) or _PERCENT.fullmatch(fold(text))):
        return None
    if role == "rate":
        return parse_percent(text) if is_money(fold(text).rstrip("%")) else None
    return parse_points(text) if is_points(text) else None


@lru_cache(maxsize=1024)
def _inside(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Roles and figures that one cell holds, where it holds nothing else (预算执行率：95%，分值10分)."""
    parts = [fold(part) for part in pattern("scores", "between_figures").split(text) if part.strip()]
    matches = [pattern("scores", "labelled_figure").fullmatch(part) for part in parts]
    told = [
        (role, Decimal(match["value"]))
        for match in matches
        if match and (role := _role(match["label"])) and (role == "rate") == (match["unit"] == "%")
    ]
    return tuple(told) if len(told) == len(matches) else ()
