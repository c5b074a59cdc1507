"""Score summaries that lie on their side: a component a column (决策 | 过程 | 产出), below them their weights, points and rates."""

from dataclasses import dataclass, field
from decimal import Decimal

import regex

from extract.labels import bare_label
from extract.numbers import is_blank
from extract.tables.columns import parse_header
from extract.tables.reading import Reading
from extract.tables.scores import SCORE_SUMMARY, add_score, asks_for_grade, component_of
from schemas.document import Place, Slot, Table
from schemas.folding import fold
from schemas.records import Score

_ROLES = ("weight", "score_rate", "rate", "score", "review")
_BOTH = regex.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
MAX_NAME, MIN_COMPONENTS = 10, 2


@dataclass
class ScoresAcross:
    """A block being read: the component over each grid column, the cells met below it, and where its scores begin; `names` are the
    labels of the components, `grades` the grid column of the grade."""

    components: dict[int, str]
    start: int
    names: dict[str, Slot] = field(default_factory=dict)
    grades: int | None = None
    cells: dict[str, dict[str, Slot]] = field(default_factory=dict)


def open_block(reading: Reading, row: int) -> ScoresAcross:
    """The block under the names of components in a grid row."""
    components = components_across(reading.table, row) or {}
    names = {components[slot.cell.col]: slot for slot in reading.table.row(row) if slot.cell.col in components}
    grades = (slot.cell.col for slot in reading.table.row(row) if asks_for_grade(slot.text))
    return ScoresAcross(components, len(reading.scores), names, next(grades, None))


def components_across(table: Table, row: int) -> dict[int, str] | None:
    """Grid column -> component where a row names several and the next one their weights or points, else None."""
    label = _label(table.row(row + 1))
    if label is None or _role(label) is None:
        return None
    slots = [slot for slot in table.row(row) if slot.text.strip() and slot.cell.col > label.cell.col]
    if len(slots) < MIN_COMPONENTS or any(len(bare_label(slot.text)) > MAX_NAME for slot in slots):
        return None
    named = [slot for slot in slots if not asks_for_grade(slot.text)]
    names = [(slot.cell.col, component_of(bare_label(slot.text))) for slot in named]
    found = {col: name for col, name in names if name}
    several = MIN_COMPONENTS < len(found) == len(set(found.values()))
    return found if several and len(found) >= len(names) - 1 else None


def _label(slots: list[Slot]) -> Slot | None:
    """The first cell with text of a row, beside labels that run down from above."""
    return next((slot for slot in slots if slot.text.strip()), None)


def read_row(reading: Reading, block: ScoresAcross, slots: list[Slot]) -> bool:
    """Read one row (权重 | 15 | 25 | 35), the scores so far with it; False where its label is none of these."""
    label = _label(slots)
    role = _role(label) if label else None
    if role is None:
        return False
    if label and label.text.count("/") == 1:
        return _read_both(reading, block, label, slots)
    reading.use(slots)
    beside = [slot for slot in slots if slot is not label and not is_blank(slot.text)]
    for slot in beside:
        if component := block.components.get(slot.cell.col):
            block.cells.setdefault(component, {})[role] = slot
        elif role == "score" and slot.cell.col == block.grades:
            reading.answer("grade", slot)
    del reading.scores[block.start :]
    for component, cells in block.cells.items():
        rate = cells.get("score_rate") or cells.get("rate")
        named = block.names.get(component)
        if component == "total" and "review" in cells:
            add_score(reading, "review", None, cells["review"], by=SCORE_SUMMARY)
        add_score(reading, component, cells.get("weight"), cells.get("score"), rate, by=SCORE_SUMMARY, named=named)
    return True


def _read_both(reading: Reading, block: ScoresAcross, label: Slot, slots: list[Slot]) -> bool:
    """Points and their full mark in one cell (得分/满分 | 9.6/10), in the order of the label."""
    names = [parse_header(part).roles for part in label.text.split("/")]
    order = [next((role for role in ("score", "weight") if role in each), None) for each in names]
    for slot in slots:
        component, match = block.components.get(slot.cell.col), _BOTH.fullmatch(fold(slot.text))
        if component and match and slot is not label:
            values = dict(zip(order, map(Decimal, match.groups()), strict=True))
            place = reading.place(slot.cell)
            places: dict[str, Place] = {role: place for role in order if role}
            reading.scores.append(
                Score(
                    component,
                    values.get("weight"),
                    values.get("score"),
                    None,
                    slot.cell.text,
                    place,
                    places,
                    by=SCORE_SUMMARY,
                )
            )
    reading.use(slots)
    return True


def _role(slot: Slot) -> str | None:
    if slot.text.count("/") == 1:
        parts = [parse_header(part) for part in slot.text.split("/")]
        return "score" if parts[0].has("score", "weight") and parts[1].has("score", "weight") else None
    roles = parse_header(slot.text).roles
    return next((role for role in _ROLES if role in roles), None)
