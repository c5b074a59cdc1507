"""Score summaries that lie on their side: a component a column (决策 | 过程 | 产出), below them their weights, points and rates."""

from dataclasses import dataclass, field

from extract.labels import bare_label
from extract.numbers import is_blank
from extract.tables.columns import parse_header
from extract.tables.reading import Reading
from extract.tables.scores import SCORE_SUMMARY, add_score, component_of
from schemas.document import Slot, Table

_ROLES = ("weight", "score_rate", "rate", "score")
MAX_NAME, MIN_COMPONENTS = 10, 2


@dataclass
class ScoresAcross:
    """A block being read: the component over each grid column, the cells met below it, and where its scores begin."""

    components: dict[int, str]
    start: int
    cells: dict[str, dict[str, Slot]] = field(default_factory=dict)


def components_across(table: Table, row: int) -> dict[int, str] | None:
    """Grid column -> component where a row names several and the next one their weights or points, else None."""
    label = _label(table.row(row + 1))
    if label is None or _role(label) is None:
        return None
    slots = [slot for slot in table.row(row) if slot.text.strip() and slot.cell.col > label.cell.col]
    if len(slots) < MIN_COMPONENTS or any(len(bare_label(slot.text)) > MAX_NAME for slot in slots):
        return None
    names = [(slot.cell.col, component_of(bare_label(slot.text))) for slot in slots]
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
    reading.use(slots)
    for slot in slots:
        component = block.components.get(slot.cell.col)
        if component and slot is not label and not is_blank(slot.text):
            block.cells.setdefault(component, {})[role] = slot
    del reading.scores[block.start :]
    for component, cells in block.cells.items():
        rate = cells.get("score_rate") or cells.get("rate")
        add_score(reading, component, cells.get("weight"), cells.get("score"), rate, by=SCORE_SUMMARY)
    return True


def _role(slot: Slot) -> str | None:
    roles = parse_header(slot.text).roles
    return next((role for role in _ROLES if role in roles), None)
