"""Finds the header rows of a block and flattens nested ones into leaf columns."""

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import takewhile

import regex

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.tables.align import align
from extract.tables.columns import (
    MAX_LABEL,
    Column,
    block_kind,
    combine,
    header_cells,
    is_group,
    is_numeric,
    parse_header,
)
from extract.tables.heads import head_key
from extract.tables.levels_across import levels_across
from extract.tables.parents import is_sum, parents
from extract.tables.raters import settle_raters
from extract.tables.score_lists import as_indicators
from extract.tables.scores import component_of, summary_columns
from extract.tables.scores_across import components_across
from extract.tables.settling import settle
from extract.tables.staff_header import StaffColumn, is_figure, may_hold_staff, staff_header
from schemas.document import Slot, Table

MAX_HEADER_ROWS, LOOK_BELOW, LOOK_DOWN, MIN_NAMED = 4, 5, 15, 2
_FIGURE = regex.compile(r"(?<![(（])\d(?!\d{3})|[。；;]")


@dataclass(frozen=True, slots=True)
class Header:
    """A block's header: its kind, its leaf columns, and how many grid rows it takes; of head-counts also what its labels say."""

    kind: str
    columns: list[Column]
    n_rows: int
    staff: tuple[StaffColumn, ...] = ()


def match_header(table: Table, row: int, staff_words: bool = True) -> Header | None:
    """The header that begins in a grid row, else None. Rows below that only divide its cells are part of it.

    `staff_words` where the table has words that head-counts are told by.
    """
    last = next((slot.text for slot in reversed(table.row(row)) if slot.text.strip()), "")
    if is_numeric(last):
        return None
    if not is_figure(last) and (whole := _of_whole_row(table, row, staff_words)):
        return whole
    cells = header_cells(table.row(row), partial(_names_items, table))
    if cells is None or (len(cells) == 1 < table.n_cols):
        return None
    found = _header(cells, 1)
    counted = found is not None and found.kind == "staff" and any(is_figure(slot.text) for slot in table.row(row))
    if counted or (found is None and _is_answered(cells)):
        return None
    columns, height = cells, 1
    while height < MAX_HEADER_ROWS and row + height < table.n_rows:
        slots = table.row(row + height)
        if all(not slot.text.strip() for slot in slots):
            if found and not any(slot.continued for slot in slots):
                break
            height += 1
            found = Header(found.kind, found.columns, height) if found else None
            continue
        below = (
            _divides(columns, header_cells(slots))
            or _divided_by_spans(columns, slots)
            or _divided_by_blanks(columns, slots, table.row(row + height + 1))
        )
        if below is None:
            break
        columns, height = below, height + 1
        found = _header(columns, height) or found
    return _of_rows_below(table, row, found) if found else None


def _of_rows_below(table: Table, row: int, found: Header) -> Header | None:
    """A header that begins in a grid row with the kind that the rows below it show it to be of; None where they show that it is none."""
    if found.kind == "scores":
        stop = min(row + found.n_rows + LOOK_DOWN, table.n_rows)
        named = as_indicators(found.columns, [table.row(k) for k in range(row + found.n_rows, stop)])
        return Header("indicators", named, found.n_rows) if named else found
    if found.kind == "goals" and found.columns[0].has("levels") and _names_each_row(table, row + found.n_rows):
        return Header("indicators", found.columns, found.n_rows)
    if found.kind == "matrix" and not _figures_below(table, row + found.n_rows, found.columns):
        return None
    return found


def _of_whole_row(table: Table, row: int, staff_words: bool) -> Header | None:
    """The header of one of the kinds that a whole row tells together, none of which ends in a figure."""
    if components_across(table, row):
        return Header("scores_across", [], 1)
    if (levels := levels_across(table, row)) is not None:
        return Header("levels_across", levels.columns, 1)
    if staff_words and (told := staff_header(table, row)):
        return Header("staff", [leaf.column for leaf in told[0]], told[1], tuple(told[0]))
    if summary := _score_summary(table, row):
        return Header("scores", summary, 1)
    return None


def _score_summary(table: Table, row: int) -> list[Column] | None:
    """The columns of a summary by component that begins in a row, right of a label at the side of all its rows or not."""
    slots, below = table.row(row), table.row(row + 1)
    beside = int(bool(below) and below[0].continued and len(slots) == len(below) > MIN_NAMED)
    if not below or not below[beside].text or component_of(below[beside].text) is None:
        return None
    if not any(_tells_score(slot.text) for slot in slots):
        return None
    columns = summary_columns(slots[beside:], _labels_below(table, row, beside))
    side = [Column(slot.text, frozenset(("ignored",)), slot=slot) for slot in slots[:beside]]
    return [*side, *columns] if columns else None


@lru_cache(maxsize=4096)
def _tells_score(text: str) -> bool:
    short = len(text) < MAX_LABEL and pattern("tables", "word_of_score").search(text)
    return bool(short) and parse_header(text).has("score")


def _labels_below(table: Table, row: int, at: int) -> list[str]:
    """The texts in one of the first cells of the rows below one, to the first that is blank."""
    rows = (table.row(k) for k in range(row + 1, table.n_rows))
    firsts = (slots[at].text if len(slots) > at else "" for slots in rows if slots)
    return list(takewhile(str.strip, firsts))


class Headers:
    """The headers of one table, each looked for once: where its forms begin, and again when they are read."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.staff_words = may_hold_staff(table)
        self._found: dict[int, Header | None] = {}

    def at(self, row: int) -> Header | None:
        """As `match_header`."""
        if row not in self._found:
            self._found[row] = match_header(self.table, row, self.staff_words)
        return self._found[row]


def _names_items(table: Table, slot: Slot) -> bool:
    """Whether most of the cells below a label name items of money, whatever the label is."""
    rows = range(slot.cell.row + slot.cell.row_span, min(slot.cell.row + slot.cell.row_span + LOOK_BELOW, table.n_rows))
    below = [cell.text for row in rows if (cell := table.grid.get((row, slot.cell.col))) and cell.text.strip()]
    named = sum(resolve_item(text) is not None for text in below)
    return named >= MIN_NAMED and 2 * named >= len(below)


def _names_each_row(table: Table, row: int) -> bool:
    """Whether the rows from one on begin each with a text of its own, several of them as wide as the table: names, and no label at the side."""
    names = []
    for k in range(row, min(row + LOOK_BELOW, table.n_rows)):
        slots = table.row(k)
        if len(slots) < MIN_NAMED + 1 or slots[0].continued or not slots[0].text.strip():
            break
        names.append(slots[0].text)
    return len(set(names)) >= MIN_NAMED and not any(head_key(name) for name in names[:MIN_NAMED])


def _is_answered(cells: list[Column]) -> bool:
    """True for a row such as 部门名称 | 某县水利局: a label that asks, and beside it what no header says."""
    filled = [cell for cell in cells if cell.slot and cell.text]
    asks = bool(filled) and filled[0].slot is not None and head_key(filled[0].slot.text) is not None
    return asks and len(filled) > 1 and not filled[1].known


def _figures_below(table: Table, row: int, columns: list[Column]) -> bool:
    """True where one of the next rows has figures under the item columns: what tells a header from a row of labels.

    One figure is enough where a column of the header holds the labels of rows.
    """
    enough = 1 if any(column.has("item", "code", "institution") for column in columns) else 2
    for below in range(row, min(row + 3, table.n_rows)):
        pairs = align(table.row(below), columns)
        if sum(is_numeric(slot.text) for slot, index in pairs if columns[index].item) >= enough:
            return True
    return False


def _header(columns: list[Column], height: int) -> Header | None:
    columns = settle_raters(settle(columns))
    kind = block_kind(columns)
    return Header(kind, columns, height) if kind else None


def _divides(upper: list[Column], lower: list[Column] | None) -> list[Column] | None:
    """The leaf columns when `lower` divides cells of `upper`; None when it is no sub-header."""
    if lower is None or len(lower) < len(upper):
        return None
    filled = [cell for cell in lower if cell.text]
    whole = len(filled) == len(lower)
    if not filled or any(not cell.known and not is_sum(cell) for cell in filled):
        return None
    measures = all(cell.measure and not cell.item for cell in lower)
    if whole and not measures and not all(is_group(cell) or cell.measure or cell.year for cell in upper):
        return None
    above = parents(upper, lower)
    if above is None:
        return None
    if not whole and all(
        not is_group(upper[parent]) and not upper[parent].measure and cell.item
        for cell, parent in zip(lower, above, strict=True)
        if cell.text
    ):
        return None
    return [_leaf(upper[parent], cell) for cell, parent in zip(lower, above, strict=True)]


def _divided_by_spans(upper: list[Column], slots: list[Slot]) -> list[Column] | None:
    """The leaf columns where the grid itself says that a row belongs to the header, whatever its labels.

    Every cell of it either stands under a wider cell of the row above or is one of those, running through.
    """
    fresh = [slot for slot in slots if not slot.continued]
    heads = [(column, column.slot.cell) for column in upper if column.slot]
    wide = [(column, cell) for column, cell in heads if cell.col_span > 1]
    numbered = {cell.col + k for column, cell in wide if column.has("rater") for k in range(cell.col_span)}
    if not fresh or len(fresh) == len(slots):
        return None
    if any(not slot.text.strip() or (is_numeric(slot.text) and slot.cell.col not in numbered) for slot in fresh):
        return None
    if not any(sum(cell.col <= slot.cell.col < cell.col + cell.col_span for slot in fresh) > 1 for _, cell in wide):
        return None
    leaves = []
    for slot in slots:
        among = heads if slot.continued else wide
        parent = next((column for column, cell in among if cell.col <= slot.cell.col < cell.col + cell.col_span), None)
        if parent is None:
            return None
        leaves.append(replace(parent, slot=slot) if slot.continued else _leaf_at(parent, slot))
    return leaves


def _divided_by_blanks(upper: list[Column], slots: list[Slot], after: list[Slot]) -> list[Column] | None:
    """The leaf columns where no spans are known and a row of labels, whatever they are, has blanks below what runs through.

    The row after must be as wide, and half of the labels must say something under the cell above them.
    """
    if len(slots) <= len(upper) or len(after) != len(slots) or any(slot.cell.col_span > 1 for slot in slots):
        return None
    labels = [slot for slot in slots if slot.text.strip()]
    if not labels or len(labels) == len(slots) or not all(_may_divide(slot.text) for slot in labels):
        return None
    above = parents(upper, [replace(parse_header(slot.text), slot=slot) for slot in slots])
    if above is None:
        return None
    pairs = [(upper[k], slot) for k, slot in zip(above, slots, strict=True)]
    if not all(parent.known for parent, slot in pairs if not slot.text.strip()):
        return None
    leaves = [_leaf_at(parent, slot) if slot.text.strip() else replace(parent, slot=slot) for parent, slot in pairs]
    said = sum(leaf.known for leaf, slot in zip(leaves, slots, strict=True) if slot.text.strip())
    return leaves if 2 * said >= len(labels) else None


def _may_divide(text: str) -> bool:
    """Whether a text is short and free of figures, as the label of a column is."""
    return len(text) <= MAX_LABEL and not _FIGURE.search(text)


def _leaf_at(parent: Column, slot: Slot) -> Column:
    """The leaf column of a label under a wider one; a label that nobody knows takes over no meaning but of an item."""
    child = parse_header(slot.text)
    leaf = combine(parent, replace(child, slot=slot, label=published_label(slot.text)))
    plain = bare_label(slot.text) in words("plain_children")
    if not (child.known or plain or is_sum(child) or leaf.item != parent.item or parent.has("ignored", "rater")):
        return Column(parent.text + child.text, slot=slot)
    return leaf


def _leaf(parent: Column, child: Column) -> Column:
    if not child.text:
        return replace(parent, slot=child.slot)
    return combine(parent, child)
