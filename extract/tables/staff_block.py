"""A table of head-counts being read: which columns hold labels and which counts, and what each count means by both axes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import wordings
from extract.numbers import is_blank
from extract.tables.align import align, is_numbering
from extract.tables.columns import Column
from extract.tables.reading import Reading
from extract.tables.simple import add_staff
from extract.tables.staff_header import PAIR, StaffColumn, band_of, is_count, is_figure, lone_label
from extract.tables.staff_labels import RATE, Said, category_of, merged, said, stance_told
from schemas.document import Slot
from schemas.folding import bracketed, fold
from schemas.units import money_units

_HAN = regex.compile(r"\p{Han}")
_SEQ = regex.compile(r"\d{1,3}")
_RATE = regex.compile(r"\d+(?:\.\d+)?[%％]?")
MIN_WORDS = 2
NAMES, WORDS, COUNTS, UNITS = "names", "words", "counts", "units"


@dataclass
class StaffBlock:
    """A block being read: its leaf columns, what each is used for, and the stance of all (`context`).

    `by_column` where units head the columns and kinds the rows; `name` is the unit that the rows below another belong to, `band` the one told in a row of its own over theirs,
    `above` is the stance of the last row that named no kind (编制数 over 其中：行政), `in_pairs` where posts and staff stand in one cell; `items_at` is the column of labels of money
    beside, `starts` tells for each column where the labels of its rows begin.
    """

    columns: list[StaffColumn]
    uses: list[str | None]
    context: str | None = None
    by_column: bool = False
    name: str = ""
    band: str = ""
    in_pairs: bool = False
    above: str | None = None
    items_at: int | None = None
    starts: list[int] = field(default_factory=list)


def open_block(
    reading: Reading, columns: Sequence[StaffColumn], below: Sequence[Sequence[Slot]], row: int
) -> StaffBlock:
    """The block under a header: columns of labels told by what stands below, and what the lines around say of all counts."""
    rows = _own_rows(reading, columns, below)
    uses = [_use(leaf, [cells[k] for cells in rows if k in cells], row) for k, leaf in enumerate(columns)]
    uses = _without_attributes(columns, uses, rows)
    labels = [_told(cells[k]) for k, use in enumerate(uses) if use == WORDS for cells in rows if k in cells]
    beside = [leaf.column.slot.cell.text for leaf in columns if leaf.column.slot and leaf.column.slot.cell.row < row]
    return StaffBlock(
        list(columns),
        uses,
        stance_told([*beside, reading.block_title]) or stance_told(reading.setting.caption.split("\n")[-1:]),
        by_column=_heads_units(columns, uses, labels),
        items_at=_items_at(uses, rows),
        in_pairs=any(leaf.says.both for leaf in columns),
        starts=_starts(columns, uses),
    )


def _own_rows(
    reading: Reading, columns: Sequence[StaffColumn], below: Sequence[Sequence[Slot]]
) -> list[dict[int, Slot]]:
    """The rows with figures that belong to the block: down to the first with words where its labels tell of counts."""
    told = [k for k, leaf in enumerate(columns) if leaf.says.tells]
    rows = []
    for slots in below:
        cells = _placed(reading, columns, slots)
        if any(
            _HAN.search(cells[k].text) and not is_figure(cells[k].text)
            for k in told
            if k in cells and not is_blank(cells[k].text)
        ):
            break
        if any(is_figure(slot.text) for slot in cells.values()):
            rows.append(cells)
    return rows


def told_by(columns: Sequence[Column]) -> list[StaffColumn]:
    """Columns of a header without figures below as those of a staff table."""
    return [StaffColumn(column, (column.text,), said(column.text)) for column in columns]


def _placed(reading: Reading, columns: Sequence[StaffColumn], slots: Sequence[Slot]) -> dict[int, Slot]:
    """Index of column -> the cell of a row under it; a cell over several columns stands under the first."""
    table = reading.table
    cells: dict[int, Slot] = {}
    heads = [leaf.column.slot.cell for leaf in columns if leaf.column.slot]
    filled = sum(slot.cell.col_span for slot in slots) == table.n_cols
    if (
        filled
        and heads
        and heads[-1].col + heads[-1].col_span == table.n_cols
        and len({head.col for head in heads}) == len(columns)
    ):
        starts = {slot.cell.col: slot for slot in slots}
        for k, head in enumerate(heads):
            if slot := starts.get(head.col):
                cells[k] = slot
        if len(cells) == len(slots) or not any(slot.text.strip() for slot in slots if slot not in cells.values()):
            return cells
        cells = {}
    for slot, index in align(slots, [leaf.column for leaf in columns]):
        cells.setdefault(index, slot)
    return cells


def _told(slot: Slot) -> Said:
    return said(slot.cell.text)


def _use(leaf: StaffColumn, slots: Sequence[Slot], row: int) -> str | None:
    """What a column is for: names of units, words of kinds, counts, or units of counting; None for others."""
    texts = [slot.cell.text for slot in slots if not is_blank(slot.cell.text)]
    if leaf.says.tells:
        return COUNTS
    if not texts or leaf.column.has("seq", "code", "ignored") or all(slot.cell.row < row for slot in slots):
        return None
    if all(bare_label(text) in words("units_of_persons") | words("units_of_things") for text in texts):
        return UNITS
    figures = sum(map(is_figure, texts))
    if 2 * figures >= len(texts):
        return COUNTS
    told = [text for text in texts if _HAN.search(text)]
    if not told:
        return None
    meant = [each for text in told if (each := said(text)).tells]
    named = sum(1 for text in told if not said(text).known)
    return WORDS if len(meant) >= MIN_WORDS and len(meant) >= named else NAMES


def _without_attributes(
    columns: Sequence[StaffColumn], uses: list[str | None], rows: Sequence[dict[int, Slot]]
) -> list[str | None]:
    """The uses with columns of labels taken out that say something else of a unit (单位性质, 备注), or stand behind all counts."""
    labels = [k for k, use in enumerate(uses) if use in (NAMES, WORDS)]
    first = labels[0] if labels else -1
    head = columns[first].path[-1:] if labels else ()
    kinds_across = any(leaf.says.kind for leaf in columns)
    found = list(uses)
    for k in labels[1:]:
        counted = any(use == COUNTS for use in uses[:k])
        repeats = counted and columns[k].path[-1:] == head
        attribute = _is_attribute(columns[k])
        kinds = uses[k] == WORDS and not any(_told(cells[k]).stance for cells in rows if k in cells)
        if (
            (counted and not repeats)
            or (attribute and uses[first] == NAMES)
            or (kinds and kinds_across and uses[first] == NAMES)
        ):
            found[k] = None
    if len(labels) > 1 and _is_attribute(columns[first]) and any(found[k] == NAMES for k in labels[1:]):
        found[first] = None
    return found


def _starts(columns: Sequence[StaffColumn], uses: Sequence[str | None]) -> list[int]:
    """For each column the first of those that its row labels stand in: further right where a table stands beside another."""
    starts, start, counted = [], 0, False
    for k, use in enumerate(uses):
        if use in (NAMES, WORDS) and counted:
            start, counted = k, False
        counted = counted or use == COUNTS
        starts.append(start)
    return starts


def _heads_units(columns: Sequence[StaffColumn], uses: Sequence[str | None], labels: Sequence[Said]) -> bool:
    """Whether units head the columns of counts, none of which says what is counted, while the rows do."""
    across = [leaf for leaf, use in zip(columns, uses, strict=True) if use == COUNTS and not leaf.says.left_out]
    named = [leaf for leaf in across if not leaf.says.known]
    ends = wordings("staff_labels", "units")
    units = sum(bare_label(leaf.path[-1]).endswith(ends) for leaf in named)
    return (
        sum(label.tells for label in labels) >= MIN_WORDS
        and not any(leaf.says.tells for leaf in across)
        and bool(named)
        and 2 * units >= len(named)
    )


def money_beside(block: StaffBlock) -> list[Column] | None:
    """The columns as a table of money, where that stands beside the head-counts, of the same units or under labels of its own; else None."""
    money = [_is_money(leaf) for leaf in block.columns]
    if not any(money):
        return None
    if block.items_at is not None:
        beside = [leaf.column for leaf in block.columns[block.items_at + 1 :]]
        labels = replace(block.columns[block.items_at].column, roles=frozenset(("item",)), item=None, measure=None)
        return [*(_ignored(leaf) for leaf in block.columns[: block.items_at]), labels, *beside]
    if NAMES not in block.uses:
        return None
    names = frozenset(("institution",))
    return [
        leaf.column if is_money
        else Column(leaf.column.text, names, slot=leaf.column.slot) if use == NAMES
        else _ignored(leaf)
        for leaf, is_money, use in zip(block.columns, money, block.uses, strict=True)
    ]  # fmt: skip


def columns_of_units(block: StaffBlock) -> list[Column] | None:
    """The columns with that of the units named as such, where scores of these units stand beside; else None."""
    if NAMES not in block.uses or not any(leaf.column.has("score", "review") for leaf in block.columns):
        return None
    names = block.uses.index(NAMES)
    labels = replace(block.columns[names].column, roles=frozenset(("institution",)))
    return [labels if k == names else leaf.column for k, leaf in enumerate(block.columns)]


def _ignored(leaf: StaffColumn) -> Column:
    return Column(leaf.column.text, frozenset(("ignored",)), slot=leaf.column.slot)


def _items_at(uses: Sequence[str | None], rows: Sequence[dict[int, Slot]]) -> int | None:
    """The column right of counts that holds labels of money, as a table beside that of staff has it; None where there is none."""
    counts = next((k for k, use in enumerate(uses) if use == COUNTS), len(uses))
    for k, use in enumerate(uses[counts:], counts):
        named = sum(resolve_item(cells[k].text) is not None for cells in rows if k in cells)
        if use is None and named >= MIN_WORDS:
            return k
    return None


def _is_money(leaf: StaffColumn) -> bool:
    column = leaf.column
    counted = words("units_of_things") - set(money_units()) | words("units_of_persons")
    things = any(bracketed(fold(text))[1] in counted for text in leaf.path)
    named = bool(column.item or column.unit or column.measure not in (None, "change"))
    named = named and not column.has("ignored", "institution")
    return named and (leaf.says.left_out or not leaf.says.known) and not things


def read_row(reading: Reading, block: StaffBlock, slots: list[Slot]) -> bool:
    """One row of head-counts; False where it has none, or has labels where counts should stand."""
    if is_numbering(slots):
        reading.use(slots)
        return True
    named = NAMES in block.uses
    if band := band_of(reading.table, slots) if named else lone_label(reading.table, slots):
        whole = said(band).whole or bare_label(band).endswith(tuple(words("sums")))
        if whole or bare_label(band).endswith(wordings("staff_labels", "units")):
            block.band = "" if whole else band
            reading.use(slots)
            return True
    cells = _placed(reading, block.columns, slots)
    counts = {
        k: slot
        for k, slot in cells.items()
        if block.uses[k] == COUNTS
        and not is_blank(slot.text)
        and not _is_money(block.columns[k])
        and (block.items_at is None or k < block.items_at)
    }
    if not _are_counts(block, counts) or _is_money_row(block, cells):
        return False
    found = False
    for k, slot in counts.items():
        found = _read_count(reading, block, cells, k, slot) or found
    reading.use(slot for k, slot in cells.items() if block.uses[k] in (NAMES, WORDS, UNITS))
    reading.use(slot for k, slot in cells.items() if is_blank(slot.text) or _is_beside(block.columns[k]))
    return True


def _is_beside(leaf: StaffColumn) -> bool:
    """Whether a column says by its name that it tells something else of the row."""
    return leaf.column.has("seq", "ignored") or _is_attribute(leaf)


def _is_attribute(leaf: StaffColumn) -> bool:
    head = fold("".join(leaf.path))
    return any(word in head for word in wordings("staff_labels", "attributes"))


def _are_counts(block: StaffBlock, counts: dict[int, Slot]) -> bool:
    """Whether most of what stands in the columns that tell of staff are whole numbers or rates, and none are labels."""
    told = [fold(slot.text) for k, slot in counts.items() if block.by_column or not block.columns[k].says.left_out]
    if any(_HAN.search(text) and not is_figure(text) for text in told):
        return False
    whole = sum(is_count(text) or "%" in text or PAIR.fullmatch(text) is not None for text in told)
    staff = [
        fold(slot.text)
        for k, slot in counts.items()
        if block.columns[k].says.tells and block.columns[k].says.stance != RATE
    ]
    cents = sum(not is_count(text) and PAIR.fullmatch(text) is None for text in staff)
    return bool(whole) and 2 * cents <= len(staff)


def _is_money_row(block: StaffBlock, cells: dict[int, Slot]) -> bool:
    """Whether a row's label names money, of which the block's own labels say nothing."""
    labels = [slot.text for k, slot in cells.items() if block.uses[k] in (NAMES, WORDS) and slot.text.strip()]
    if any(bare_label(slot.text) in money_units() for k, slot in cells.items() if block.uses[k] == UNITS):
        return True
    return not _is_of_things(block, cells) and any(
        resolve_item(text) is not None and not (said(text).tells or said(text).whole) for text in labels
    )


def _is_of_things(block: StaffBlock, cells: dict[int, Slot]) -> bool:
    """Whether a row's unit of counting is none of persons (辆)."""
    return any(bare_label(slot.text) in words("units_of_things") for k, slot in cells.items() if block.uses[k] == UNITS)


def _read_count(reading: Reading, block: StaffBlock, cells: dict[int, Slot], k: int, slot: Slot) -> bool:
    column = block.columns[k].says
    row, name = _of_row(block, cells, k)
    if row.left_out or _is_of_things(block, cells) or column.left_out:
        reading.use([slot])
        return False
    if block.by_column:
        column, name = Said(), _unit_over(block.columns[k])
    institution = published_label(name or block.band) or None
    if column.both or row.both or (block.in_pairs and PAIR.fullmatch(fold(slot.text))):
        return _read_both(reading, slot, row, column, institution)
    if row.stance and row.kind is None:
        block.above = row.stance
    stance = block.above if row.kind and not (row.stance or column.stance) else None
    category = category_of(row, column, stance or block.context)
    if category is None or (category == "control_rate") != bool(
        "%" in fold(slot.text) or column.stance == RATE or row.stance == RATE
    ):
        return False
    if category == "control_rate" and not _RATE.fullmatch(fold(slot.text)):
        return False
    reading.use([slot])
    return add_staff(reading, category, slot, institution, year=_year(reading, row, column))


def _year(reading: Reading, row: Said, column: Said) -> int | None:
    """The year whose end a count is of; the beginning of a year is the end of the one before."""
    year, fiscal = row.year or column.year, reading.setting.fiscal_year
    if year or fiscal is None:
        return year
    return fiscal - 1 if row.earlier or column.earlier else fiscal


def _of_row(block: StaffBlock, cells: dict[int, Slot], k: int) -> tuple[Said, str]:
    """What the labels of a row say of its counts, and the unit that they name."""
    labels = [(j, cell) for j, cell in cells.items() if block.starts[k] <= j < k and block.uses[j] in (NAMES, WORDS)]
    says, name = [], ""
    for j, cell in labels:
        text = cell.cell.text
        if block.uses[j] == WORDS or (said(text).known and not (said(text).tells or said(text).left_out)):
            says.append(said(text))
        elif not is_blank(text):
            name = text
    if any(block.uses[j] == NAMES for j, _ in labels):
        summed = any(
            cell.cell.text.strip() and said(cell.cell.text).whole for j, cell in labels if block.uses[j] == NAMES
        )
        name = "" if summed else name or (block.name if len(labels) > 1 else "")
        block.name = name
    return merged(says), name


def _unit_over(leaf: StaffColumn) -> str:
    return "" if said(leaf.path[-1]).whole else leaf.path[-1]


def _read_both(reading: Reading, slot: Slot, row: Said, column: Said, institution: str | None) -> bool:
    """Posts and staff in one cell (22/21)."""
    match = PAIR.fullmatch(fold(slot.text))
    if not match:
        return False
    reading.use([slot])
    for told, stance in ((match[1], "posts"), (match[2], "staff")):
        category = category_of(replace(row, stance=None), replace(column, stance=stance))
        if category:
            add_staff(reading, category, slot, institution, told=told, year=_year(reading, row, column))
    return True
