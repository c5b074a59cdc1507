"""What one table yields while it is read: records, head answers, and which cells have been accounted for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from schemas.document import Cell, Issue, Place, Slot, Table
from schemas.records import Amount, Facility, Goal, Indicator, Score, StaffCount
from schemas.units import Unit, unstated_unit

if TYPE_CHECKING:
    from extract.tables.header import Header


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before a table is read: its index, the fiscal year, the caption's unit and total item.

    `caption` is the folded text of the lines above the table, `title` the document's; `total_item` the item that
    its sum rows stand for.
    """

    table: int
    fiscal_year: int | None = None
    unit: Unit | None = None
    caption: str = ""
    total_item: str | None = None
    form: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer beside a head label: its text as published and its place."""

    text: str
    place: Place


@dataclass
class Reading:
    """Collects what the rows of a table yield; `used` holds the cells read or ignored by name,
    `staff_words` tells that some cell has a word of head-counts,
    `other_terms` the grid columns with labels of money that is not the year's, `side_measures` the measure that a label beside its
    amount gave to a grid column of labels, `paired` where rows are items beside
    their amounts; `header` the last one met and `levels` the indicator labels carried down, for a table cut by a page.
    """

    table: Table
    setting: Setting
    rows: range
    staff_words: bool = True
    heads: dict[str, list[Answer]] = field(default_factory=dict)
    amounts: list[Amount] = field(default_factory=list)
    personnel: list[StaffCount] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    block_unit: Unit | None = None
    block_title: str = ""
    titles: list[str] = field(default_factory=list)
    has_total: bool = False
    other_terms: set[int] = field(default_factory=set)
    side_measures: dict[int, str] = field(default_factory=dict)
    paired: bool = False
    header: "Header | None" = None
    levels: tuple[str | None, Decimal | None, str | None] = (None, None, None)

    @property
    def is_form(self) -> bool:
        """True when anything in the table was recognised."""
        return bool(self.kinds or self.heads or self.scores or self.amounts)

    def place(self, cell: Cell) -> Place:
        """The place of a whole cell."""
        return Place("table", self.setting.table, cell.row, cell.col, page=cell.page)

    def use(self, slots: Iterable[Slot]) -> None:
        """Mark cells as read, or as ignored by name."""
        for slot in slots:
            cell = slot.cell
            self.used.add((cell.row, cell.col))

    def answer(self, key: str, slot: Slot, text: str | None = None) -> None:
        """Keep the answer to a head label."""
        self.heads.setdefault(key, []).append(Answer(slot.cell.text if text is None else text, self.place(slot.cell)))

    def report(self, code: str, slot: Slot, message: str, severity: str = "notice") -> None:
        """File an issue at a cell."""
        self.issues.append(Issue(code, severity, message, self.place(slot.cell)))

    def unit_for(self, own: Unit | None, row_unit: Unit | None) -> tuple[Unit, str]:
        """The unit a figure is in and where it is stated: header, row, block, caption; `inferred` where nowhere."""
        for unit, origin in (
            (own, "header"),
            (row_unit, "row"),
            (self.block_unit, "block"),
            (self.setting.unit, "caption"),
        ):
            if unit is not None:
                return unit, origin
        return unstated_unit(), "inferred"
