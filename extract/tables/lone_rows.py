"""Rows that hold no record: titles of the block below, notes of units, remarks and signatures."""

from functools import lru_cache

from extract.lexicons.grammar import pattern
from extract.tables import execution
from extract.tables.columns import parse_header
from extract.tables.figures import is_figure
from extract.tables.heads import head_key
from extract.tables.reading import Reading
from schemas.document import Slot
from schemas.folding import fold
from schemas.units import Unit, money_units, stated_unit

MAX_TITLE, MAX_HEADING = 40, 90


def take_unit_notes(reading: Reading, filled: list[Slot]) -> list[Slot]:
    """Read `单位：万元` in a cell of its own and the label beside a block (`项目资金（万元）`); the other filled cells are returned."""
    if not filled or not (_stands_beside(filled[0]) or any(_unit_alone(slot.text) for slot in filled)):
        return filled
    rest: list[Slot] = []
    if filled and all(map(_stands_beside, filled)):
        reading.use(filled)
        return rest
    for slot in filled:
        if unit := _unit_alone(slot.text):
            reading.block_unit = unit
            reading.use([slot])
        elif len(filled) > 1 and slot is filled[0] and _stands_beside(slot) and not _has_amount(filled):
            reading.block_unit = parse_header(slot.text).unit or reading.block_unit
            reading.use([slot])
        else:
            rest.append(slot)
    return rest


def _has_amount(filled: list[Slot]) -> bool:
    """Whether the first cell is a measure with its amount right beside it (预算资金（万元） | 260)."""
    return is_figure(filled[1].text) and parse_header(filled[0].text).measure is not None


@lru_cache(maxsize=4096)
def _unit_alone(text: str) -> Unit | None:
    """The unit that a cell states and nothing else."""
    match = None if text[:1].isdigit() else pattern("tables", "unit_alone").fullmatch(fold(text))
    return money_units()[match["unit"]] if match else None


def _stands_beside(slot: Slot) -> bool:
    return parse_header(slot.text).has("group") and not head_key(slot.text)


def is_title(reading: Reading, slots: list[Slot], filled: list[Slot]) -> bool:
    """A row of one wide cell that names the block below (年度收入情况（万元）) or the form itself."""
    if len(filled) != 1 or filled[0].continued or head_key(filled[0].text) or execution.tells_line(filled[0].text):
        return False
    text = fold(filled[0].text)
    if len(text) > (MAX_HEADING if len(slots) == 1 else MAX_TITLE) or pattern("tables", "note").search(text):
        return False
    wide = filled[0].cell.col_span * 2 > reading.table.n_cols
    return len(slots) == 1 or (slots[0] is filled[0] and (wide or not reading.kinds))


def read_title(reading: Reading, slot: Slot) -> None:
    reading.use([slot])
    reading.block_title = fold(slot.text)
    reading.titles.append(reading.block_title)
    if unit := stated_unit(reading.block_title):
        reading.block_unit = unit


def read_note(reading: Reading, slots: list[Slot], filled: list[Slot]) -> bool:
    """Notes, signatures and long answers that hold no record, ignored by name."""
    text = fold(filled[0].text)
    if len(filled) <= 2 and (
        pattern("tables", "note").search(text) or len(max((slot.text for slot in filled), key=len)) > MAX_TITLE
    ):
        reading.use(slots)
        return True
    return False
