"""Walks a table row by row: headers open blocks, rows are read under them, and what nobody claims is reported."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from extract.bodies import is_public_body
from extract.labels import bare_label, published_label, resolve_category, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank
from extract.tables import (
    execution,
    figures,
    indicators,
    levels_across,
    money,
    money_block,
    scores,
    scores_across,
    simple,
    staff,
    staff_block,
)
from extract.tables.align import align
from extract.tables.columns import Column, header_cells, parse_header
from extract.tables.header import Header, Headers
from extract.tables.headless import headless
from extract.tables.heads import add_declared, head_key, read_heads
from extract.tables.indicator_columns import side_by_side
from extract.tables.indicator_levels import read_band
from extract.tables.lone_rows import is_title, read_note, read_title, take_unit_notes
from extract.tables.project_column import read_carriers
from extract.tables.reading import Reading, Setting
from extract.tables.staff_header import band_of, lone_label
from schemas.document import Slot, Table, shown
from schemas.folding import fold

_SUMMARY = "form.summary"
LOOK_BELOW = 3


class _ReadRow(Protocol):
    def __call__(self, slots: list[Slot]) -> bool: ...


@dataclass
class _Block:
    """The block being read: what kind, its header's columns, and how to read a row of it."""

    kind: str
    columns: list[Column]
    read: _ReadRow
    open_unit: Callable[[str], None] | None = None

    @cached_property
    def names_end(self) -> int:
        """The grid column behind the names of indicators."""
        named = (column.slot.cell for column in self.columns if column.slot and column.has("level3", "levels"))
        return max((cell.col + cell.col_span for cell in named), default=1)


def read_table(
    table: Table,
    setting: Setting,
    rows: range | None = None,
    before: Reading | None = None,
    headers: Headers | None = None,
    under: int | None = None,
) -> Reading:
    """Everything a table, or some rows of it, yields under what is known before it (`setting`).

    `before`: what the table directly above yielded, of which this one may be the rest, cut off by a page; `under`: the row of the
    header that the rows stand under, whose columns tell which project they are of.
    """
    headers = headers or Headers(table)
    reading = Reading(table, setting, rows or range(table.n_rows), staff_words=headers.staff_words)
    block = _go_on(reading, before, headers) if before else None
    row = reading.rows.start
    if under is not None and (header := headers.at(under)):
        block = _open(reading, header, under)
        read_carriers(reading, header, table.row(row))
    while row < reading.rows.stop:
        slots = table.row(row)
        if all(not slot.text.strip() or (slot.cell.row, slot.cell.col) in reading.used for slot in slots):
            row += 1
            continue
        header = None if block and _is_row_without_figures(block, slots) else headers.at(row)
        if header is None and "indicators" not in reading.kinds:
            header = headless(table, row)
        if header:
            block = _open(reading, header, row)
            row += header.n_rows
            continue
        block = _read_row(reading, block, slots)
        row += 1
    _report_unread(reading)
    return reading


def _is_row_without_figures(block: _Block, slots: list[Slot]) -> bool:
    """True for a row of a money block that names an item and leaves its figures blank, whatever its labels may also mean."""
    if block.kind not in ("money", "matrix") or len(slots) != len(block.columns):
        return False
    under = [slot for slot, column in zip(slots, block.columns, strict=True) if money_block.holds_figure(column)]
    return bool(under) and not any(slot.text.strip() for slot in under)


def _go_on(reading: Reading, before: Reading, headers: Headers) -> _Block | None:
    """The block of the table above where this one has as many columns and begins with no header of its own."""
    header, table, start = before.header, reading.table, reading.rows.start
    if header is None or header.kind not in ("indicators", "money") or before.has_total:
        return None
    first = [slot for slot in table.row(start) if slot.text.strip()]
    if before.table.n_cols != table.n_cols or len(first) < 2 or headers.at(start):
        return None
    if head_key(first[0].text) and fold(first[0].text) != header.columns[0].text:
        return None
    reading.kinds.append(header.kind)
    reading.header, reading.block_unit, reading.levels = header, before.block_unit, before.levels
    below = [table.row(k) for k in range(start, reading.rows.stop)]
    return _block_of(reading, header, start, below)


def _open(reading: Reading, header: Header, row: int) -> _Block:
    """Start a block at its header: mark the header read, take its unit, choose the row reader."""
    first = row - 1 if row > reading.rows.start and header_cells(reading.table.row(row - 1)) else row
    for each in range(first, row + header.n_rows):
        reading.use(reading.table.row(each))
    reading.kinds.append(header.kind)
    reading.header, reading.levels = header, (None, None, None)
    reading.side_measures = {}
    group_unit = next(
        (column.unit for column in header.columns if column.unit and not column.measure and not column.item), None
    )
    if group_unit:
        reading.block_unit = group_unit
    below = [reading.table.row(k) for k in range(row + header.n_rows, reading.rows.stop)]
    return _block_of(reading, header, row, below)


def _block_of(reading: Reading, header: Header, row: int, below: list[list[Slot]]) -> _Block:
    """The block under a header that begins in a grid row, ready to read the rows below."""
    columns = header.columns
    if header.kind in ("money", "matrix"):
        labels = [slot.text for slots in below for slot in slots[:3] if slot.text.strip()]
        money_of = money_block.open_block(reading, columns, labels, below)
        of_units = header.kind == "money" and not (money_of.by_institution or money_of.by_project)
        opened = money_of.open_unit if of_units else None
        return _Block(header.kind, money_of.columns, lambda slots: _read_money(reading, money_of, slots), opened)
    if header.kind == "indicators":
        return _indicator_block(reading, header, row, below)
    if header.kind == "levels_across" and (levels := levels_across.levels_across(reading.table, row)):
        group = next((parse_header(slot.cell.text) for slot in reading.table.row(row)), None)
        reading.block_unit = (group.unit if group else None) or reading.block_unit
        return _Block(header.kind, columns, lambda slots: levels_across.read_row(reading, levels, slots))
    if header.kind == "scores_across":
        across = scores_across.open_block(reading, row)
        return _Block(header.kind, columns, lambda slots: scores_across.read_row(reading, across, slots))
    if header.kind == "staff":
        return _staff_block(reading, header, row, below)
    if header.kind == "people":
        return _Block(header.kind, columns, lambda slots: _ignore(reading, slots))
    if header.kind == "goals":
        goals = simple.GoalBlock(columns)
        return _Block(header.kind, columns, lambda slots: simple.read_goal(reading, goals, slots))
    if header.kind == "scores":
        return _Block(header.kind, columns, lambda slots: _read_scores(reading, columns, slots))
    return _Block(header.kind, columns, lambda slots: simple.read_facility(reading, columns, slots))


def _indicator_block(reading: Reading, header: Header, row: int, below: list[list[Slot]]) -> _Block:
    """Indicators, in one list or in several side by side, below the levels that the table above was cut off in."""
    lists = indicators.open_lists(reading, header.columns, row, below)
    if len(lists) > 1:
        return _Block(header.kind, header.columns, lambda slots: indicators.read_lists(reading, lists, slots))
    block = lists[0][0]
    block.level1, block.level1_weight, block.level2 = reading.levels

    def read(slots: list[Slot]) -> bool:
        if band_of(reading.table, slots):
            after = slots[0].cell.row + 1
            rows = [reading.table.row(k) for k in range(after, min(after + LOOK_BELOW, reading.rows.stop))]
            return read_band(reading, block, slots[0], rows)
        return indicators.read_row(reading, block, slots)

    return _Block(header.kind, header.columns, read)


def _staff_block(reading: Reading, header: Header, row: int, below: list[list[Slot]]) -> _Block:
    """Head-counts by both axes, and the money that stands beside them in the rows of the same units."""
    columns = header.staff or staff_block.told_by(header.columns)
    counted = staff_block.open_block(reading, columns, below, row + header.n_rows)
    beside, of_units = staff_block.money_beside(counted), staff_block.columns_of_units(counted)
    labels = [slot.text for slots in below for slot in slots[:3] if slot.text.strip()]
    amounts = money_block.open_block(reading, beside, labels, below) if beside else None

    def read(slots: list[Slot]) -> bool:
        if not staff_block.read_row(reading, counted, slots):
            return False
        if amounts:
            money.read_row(reading, amounts, slots)
        if of_units:
            _read_institution_scores(reading, of_units, slots)
        return True

    return _Block(header.kind, header.columns, read)


def _read_scores(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of a score summary, or of several side by side."""
    lists = side_by_side(columns)
    if len(lists) == 1 or len(slots) != len(columns):
        return scores.read_score(reading, columns, slots)
    for each in lists:
        if any(slot.text.strip() for slot in slots[each.start : each.stop]):
            scores.read_score(reading, columns[each.start : each.stop], slots[each.start : each.stop])
    return True


def _ignore(reading: Reading, slots: list[Slot]) -> bool:
    reading.use(slots)
    return True


def _read_money(reading: Reading, block: money_block.MoneyBlock, slots: list[Slot]) -> bool:
    if not money.read_row(reading, block, slots):
        return False
    if block.by_institution:
        _read_institution_scores(reading, block.columns, slots)
    elif reading.setting.form == _SUMMARY and _is_of_all(block, slots):
        _read_institution_scores(
            reading, [replace(each, roles=each.roles - {"institution"}) for each in block.columns], slots
        )
    return True


def _is_of_all(block: money_block.MoneyBlock, slots: list[Slot]) -> bool:
    """Whether a row of a summary is that of the whole department."""
    labels = (slot.text for slot, index in align(slots, block.columns) if block.columns[index].has("item"))
    return any(resolve_item(text) == "total" for text in labels)


def _read_institution_scores(reading: Reading, columns: list[Column], slots: list[Slot]) -> None:
    """The declared and reviewed scores that stand beside an institution's money."""
    pairs = [(slot, columns[index]) for slot, index in align(slots, columns)]
    label = next((slot.text for slot, column in pairs if column.has("institution") and slot.text.strip()), "")
    name = None if bare_label(label) in words("consolidated") | {""} else published_label(label)
    for slot, column in pairs:
        reviewed = column.has("review") or pattern("tables", "reviewed").search(column.text)
        key = "review" if reviewed and column.has("review", "score") else "declared" if column.has("score") else None
        if key and not is_blank(slot.text):
            add_declared(reading, key, slot, name)


def _read_row(reading: Reading, block: _Block | None, slots: list[Slot]) -> _Block | None:
    """Read one row that is no header; returns the block that goes on below it."""
    filled = take_unit_notes(reading, [slot for slot in slots if slot.text.strip()])
    if not filled or _is_band(reading, block, slots):
        return block
    if is_title(reading, slots, filled):
        read_title(reading, filled[0])
        return block if block and block.kind in ("money", "matrix") else None
    kind = block.kind if block else None
    foot = kind == "indicators" and scores.is_foot_total(filled)
    named = head_key(filled[0].text) not in (None, "ignored", "conclusion") and not foot
    if _is_total_or_staff(reading, block, slots, named):
        return block
    key = head_key(filled[0].text)
    if key and not _continues(block, slots, filled) and read_heads(reading, slots):
        return None if kind in ("staff", "facilities") or (kind == "goals" and not key.startswith("goal")) else block
    if kind in (None, "money", "matrix") and figures.read_labelled(reading, slots):
        return block
    if kind in (None, "money", "matrix") and _is_group_row(filled):
        reading.use(slots)
        reading.paired = len(filled) > 1
        return block
    if reading.paired and figures.read_pairs(reading, slots):
        return block
    reading.paired = False
    if kind == "indicators" and execution.read_execution_row(reading, slots, block.names_end if block else 1):
        return block
    if block and block.read(slots):
        return block
    if kind != "indicators" and figures.read_unheaded(reading, slots):
        return block
    if not read_heads(reading, slots):
        read_note(reading, slots, filled)
    return block


def _is_band(reading: Reading, block: _Block | None, slots: list[Slot]) -> bool:
    """Whether a row of one label was read as the unit that head-counts below it are of, or as the level of indicators."""
    if block and block.open_unit and (name := band_of(reading.table, slots)) and _is_unit(name):
        block.open_unit(published_label(name))
        reading.use(slots)
        return True
    if block is None or block.kind not in ("staff", "indicators"):
        return False
    told = lone_label if block.kind == "staff" else band_of
    return bool(told(reading.table, slots)) and block.read(slots)


def _is_unit(name: str) -> bool:
    """Whether a row's only label is the name of a unit (县第一中学), and no money or title."""
    bare = bare_label(name)
    body = is_public_body(bare) or bare.endswith(tuple(words("offices")))
    return body and resolve_item(name) is None and not head_key(name)


def _is_total_or_staff(reading: Reading, block: _Block | None, slots: list[Slot], named: bool) -> bool:
    """Whether a row was read as the line of execution outside a list of indicators, as a form's totals, or as head-counts in a table
    of them or beside their labels in any other."""
    if _is_line_of_scores(reading, block, slots):
        return True
    if block and block.kind == "staff" and block.read(slots):
        return True
    if _is_total(reading, block, slots, named):
        return True
    if block and block.kind == "indicators":
        return False
    return reading.staff_words and (staff.read_pairs(reading, slots) or staff.read_sentences(reading, slots))


def _is_line_of_scores(reading: Reading, block: _Block | None, slots: list[Slot]) -> bool:
    """Whether a row outside the other blocks was read as scores of components, or as the line of execution, maybe with answers to other
    labels behind it."""
    if block is not None and block.kind not in ("money", "matrix"):
        return False
    first = next((slot.text for slot in slots if slot.text.strip()), "")
    if not execution.may_begin(first):
        return False
    if scores.read_components(reading, slots) or execution.read_labelled_line(reading, slots):
        return True
    heads = [k for k, slot in enumerate(slots) if k and head_key(slot.text)]
    own = [k for k in heads if not execution.asks(slots[k].text)]
    return any(
        execution.read_labelled_line(reading, slots[:behind]) and read_heads(reading, slots[behind:])
        for behind in dict.fromkeys(own[:1] + heads[:1])
    )


def _is_total(reading: Reading, block: _Block | None, slots: list[Slot], named: bool) -> bool:
    """Whether a row was read as that of a form's totals."""
    if named or (block and block.kind in ("scores", "scores_across", "money", "matrix")):
        return False
    return scores.read_total(reading, block.columns if block else [], slots)


def _continues(block: _Block | None, slots: list[Slot], filled: list[Slot]) -> bool:
    """True where a row that begins like a head row is a row of the block (a goal or indicator under its side label)."""
    kind = block.kind if block else None
    if block and kind == "indicators":
        return slots.index(filled[0]) > 0 or len(filled) > 4 or _is_marked(block, slots)
    if kind == "staff" and resolve_category(filled[0].text) is None:
        return False
    if kind == "scores" and len(filled) > 2:
        return True
    if kind in ("money", "matrix") and head_key(filled[0].text) in ("declared", "review", "grade", "date"):
        return False
    with_figures = any(figures.is_figure(slot.text) for slot in filled[1:])
    return with_figures and kind in ("money", "matrix", "scores", "scores_across", "staff")


def _is_marked(block: _Block, slots: list[Slot]) -> bool:
    """Whether a row that may be a label and what nobody reads has the full mark of an indicator (立项依据 | 12 | 11)."""
    if len(slots) != len(block.columns) or head_key(slots[0].text) != "ignored":
        return False
    marks = [slot.text for slot, column in zip(slots, block.columns, strict=True) if column.has("weight")]
    return bool(marks) and all(scores.is_points(text) for text in marks)


def _is_group_row(filled: list[Slot]) -> bool:
    return all(bare_label(slot.text) in words("group_prefixes") or is_blank(slot.text) for slot in filled)


def _report_unread(reading: Reading) -> None:
    """An issue for each filled cell of a recognised form that nothing claimed."""
    if not reading.is_form:
        return
    for cell in reading.table.cells:
        if cell.row in reading.rows and cell.text.strip() and (cell.row, cell.col) not in reading.used:
            slot = shown(cell, cell.row)
            reading.report("cell.unread", slot, f"cell not read: {cell.text.strip()[:40]!r}")
