"""Finds tables of head-counts by the meaning of the labels on both axes, whatever their layout, and flattens their headers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import groupby, pairwise

import regex

from extract.labels import published_label
from extract.lexicons.grammar import pattern
from extract.tables.columns import Column, combine, parse_header
from extract.tables.staff_labels import Said, category_of, merged, said
from schemas.document import Cell, Slot, Table
from schemas.folding import fold

MAX_ROWS, MAX_LABEL, LOOK_BELOW = 4, 30, 12
MIN_TOLD = 2
PAIR = regex.compile(r"(\d{1,6})/(\d{1,6})")
_OTHER_TABLES = ("level1", "level2", "level3", "target", "goal_expected", "goal_actual", "person", "approved_m2")


@dataclass(frozen=True, slots=True)
class StaffColumn:
    """A leaf column: what it may hold besides head-counts, the labels over it from top to bottom, and what they say together."""

    column: Column
    path: tuple[str, ...]
    says: Said


def may_hold_staff(table: Table) -> bool:
    """False for a table without any word that head-counts are told by."""
    told = pattern("staff_labels", "told")
    return any(told.search(cell.text) for cell in table.cells)


@lru_cache(maxsize=4096)
def is_figure(text: str) -> bool:
    """True for a cell that holds a number of any kind and nothing else."""
    return pattern("staff_labels", "figure").fullmatch(fold(text)) is not None


@lru_cache(maxsize=4096)
def is_count(text: str) -> bool:
    """True for a cell that holds a whole number of persons or posts and nothing else."""
    return pattern("staff_labels", "persons").fullmatch(fold(text)) is not None


def staff_header(table: Table, row: int) -> tuple[list[StaffColumn], int] | None:
    """The leaf columns of a staff table whose header begins in a grid row, and the rows it takes; else None.

    A header goes down to the first row with a figure. It heads head-counts where the labels of both axes tell so of most of the
    figures below: at least two columns, or one column and two rows, or three rows.
    """
    height = _height(table, row)
    if height is None:
        return None
    rows = [table.row(k) for k in range(row, row + height)]
    below = [table.row(k) for k in range(row + height, min(row + height + LOOK_BELOW, table.n_rows))]
    below = [slots for slots in below if not lone_label(table, slots)]
    across = any(said(slot.text).tells for slots in rows for slot in slots if slot.text)
    if not across and len(_told_down(below)) <= MIN_TOLD:
        return None
    columns = _leaves(table, row, rows, {slot.cell.col for slots in below for slot in slots if not slot.continued})
    if columns is None or any(leaf.column.has(*_OTHER_TABLES) for leaf in columns):
        return None
    return (columns, height) if _is_told(table, columns, below) else None


def band_of(table: Table, slots: Sequence[Slot]) -> str:
    """The label that is all there is of a row (a unit over the rows of its kinds), else an empty text.

    It runs over the whole width or, where a sheet goes on to the right, over several columns, or is the only cell where the dump of a
    table does not tell widths.
    """
    if table.n_cols <= MIN_TOLD or not slots or slots[0].continued or slots[0].cell.col:
        return ""
    span = slots[0].cell.col_span
    alone = len(slots) == 1 and span in (1, table.n_cols)
    wide = span > MIN_TOLD and not any(slot.continued or slot.text.strip() for slot in slots[1:])
    return slots[0].text.strip() if alone or wide else ""


def lone_label(table: Table, slots: Sequence[Slot]) -> str:
    """As `band_of`, and also the label in the first cell of a row whose other cells are empty."""
    if band := band_of(table, slots):
        return band
    first = slots[0] if len(slots) > MIN_TOLD else None
    if (
        first is None
        or first.continued
        or first.cell.col
        or any(each.continued or each.text.strip() for each in slots[1:])
    ):
        return ""
    return first.text.strip()


def _told_down(below: Sequence[Sequence[Slot]]) -> list[Said]:
    """What the labels at the left of rows say, of those that tell of counts."""
    return [each for slots in below for slot in slots[:3] if slot.text and (each := said(slot.text)).tells]


def _height(table: Table, row: int) -> int | None:
    """How many rows of labels stand over the first row with figures; None where these rows are no header."""
    if sum(1 for slot in table.row(row) if slot.text.strip()) < MIN_TOLD:
        return None
    for height in range(min(MAX_ROWS + 1, table.n_rows - row)):
        if height and lone_label(table, table.row(row + height)):
            return height
        texts = [slot.text for slot in table.row(row + height) if slot.text.strip()]
        if any(map(is_figure, texts)):
            return height or None
        if any(len(text) > MAX_LABEL or ":" in fold(text) for text in texts):
            return None
    return None


def _leaves(table: Table, row: int, rows: Sequence[Sequence[Slot]], starts: set[int]) -> list[StaffColumn] | None:
    """The leaf columns under header rows: by the grid where these rows fill it, else by which cells are empty below.

    A head over labels of two levels (其中 | 行政编制) is repeated for each: below it cells begin in several of the grid columns `starts`.
    """
    span = range(row, row + len(rows))
    if all((k, col) in table.grid for k in span for col in range(table.n_cols)):
        paths = [tuple(dict.fromkeys(table.grid[k, col] for k in span)) for col in range(table.n_cols)]
        at = [max((start for start in starts if start <= col), default=0) for col in range(table.n_cols)]
        keys = [(path, start if path[-1].col <= start else path[-1].col) for path, start in zip(paths, at, strict=True)]
        return [_leaf(path, start) for (path, start), _ in groupby(keys)]
    paths = [(slot.cell,) for slot in rows[0]]
    for below in rows[1:]:
        if (divided := divide([path[-1].text for path in paths], [slot.text for slot in below])) is None:
            return None
        paths = [(*paths[above], slot.cell) for above, slot in zip(divided, below, strict=True)]
    return [
        _leaf(tuple(cell for cell in path if cell.text.strip()))
        if any(cell.text.strip() for cell in path)
        else _leaf(path[-1:])
        for path in paths
    ]


def _leaf(path: tuple[Cell, ...], start: int | None = None) -> StaffColumn:
    texts = tuple(cell.text for cell in path if cell.text.strip())
    says = merged(map(said, texts))
    last = (
        path[-1] if start is None else path[-1]._replace(col=start, col_span=path[-1].col + path[-1].col_span - start)
    )
    parsed = [
        replace(parse_header(cell.text), slot=Slot(cell, False, cell.text), label=published_label(cell.text))
        for cell in path
    ]
    column = replace(reduce(combine, parsed), slot=Slot(last, False, last.text))
    return StaffColumn(replace(column, category="actual" if says.both else category_of(Said(), says)), texts, says)


def divide(upper: Sequence[str], lower: Sequence[str]) -> list[int] | None:
    """For a table without spans, which cell of the upper row each cell of the lower one stands under; None where they do not fit.

    A cell that is empty below runs through; the others are divided so that no label stands twice under one head, that kinds of
    people stand under the head that names them, and that sums stand first only where the first head has its own there.
    """
    if len(lower) < len(upper):
        return None
    first = next((text for text in lower if text.strip()), "")
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for index, head in enumerate(upper):
        ways: dict[int, tuple[float, list[int]]] = {}
        for start, (score, parents) in best[-1].items():
            for width in range(1, len(lower) - start - (len(upper) - index - 1) + 1):
                part = lower[start : start + width]
                if width > 1 and not all(text.strip() for text in part):
                    break
                told = score + _fits(head, part) + (part[0] == first) - (said(part[0]).whole and not said(first).whole)
                if start + width not in ways or told > ways[start + width][0]:
                    ways[start + width] = (told, [*parents, *[index] * width])
        best.append(ways)
    found = best[-1].get(len(lower))
    return found[1] if found else None


def _fits(head: str, part: Sequence[str]) -> float:
    if not part[0].strip():
        return 1.0
    over = said(head)
    score = -3.0 * (len(part) - len(set(part)))
    for text in part:
        below = said(text)
        agree = (
            over.kind is None or below.whole or below.kind in ("retired", "retired_cadre")
            if over.kind == "retired"
            else True
        )
        apart = (over.stance is not None and below.kind in ("retired", "retired_cadre")) or not agree
        score += -2.0 if apart else 1.0 if over.tells and below.known else 0.5
    return score - (2.0 if len(part) == 1 and over.tells and over.stance else 0.0)


def _is_told(table: Table, columns: Sequence[StaffColumn], below: Sequence[Sequence[Slot]]) -> bool:
    """Whether the labels of both axes tell that the figures below are head-counts."""
    first = below[0] if below else []
    if not any(is_count(slot.text) for slot in first):
        return False
    beside = sum(said(label.text).tells for label, slot in pairwise(first) if is_count(slot.text))
    if beside >= MIN_TOLD:
        return False  # labels beside their counts, under whatever stands above
    across = [leaf.says for leaf in columns if leaf.says.tells]
    down = _told_down(below)
    stances = {each.stance for each in (*across, *down)} - {None}
    if not stances and len(across) < MIN_TOLD:
        return False
    if len(across) >= MIN_TOLD:
        return True
    return len(down) >= MIN_TOLD if across else len(down) > MIN_TOLD and bool(stances)
