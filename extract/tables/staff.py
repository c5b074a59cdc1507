"""Head-counts in tables: posts and staff of a body or its units by kind, and labels with their count beside them."""

import regex

from extract.labels import bare_label, published_label, resolve_category
from extract.lexicons import words
from extract.numbers import is_blank
from extract.tables.align import align
from extract.tables.columns import Column, kind_in, parse_header
from extract.tables.reading import Reading
from extract.tables.simple import add_staff
from schemas.document import Slot
from schemas.folding import bracketed, fold

MIN_KINDS = 2
_HAN = regex.compile(r"\p{Han}")
_PERSONS = r"\d{1,6}(?:人|名|个)?"
_COUNT = regex.compile(_PERSONS)
# Words, or money with its cents.
_NO_COUNT = regex.compile(r"\D+|[\d,]+\.\d\d")
_WITH_COUNT = regex.compile(rf"(?P<label>\p{{Han}}+):?(?P<count>{_PERSONS})")


def read_row(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of head-counts, of the unit or of the kind of people that it names; False where it has none."""
    pairs = [(slot, columns[index]) for slot, index in align(slots, columns)]
    under = [slot.text for slot, column in pairs if column.category and not is_blank(slot.text)]
    if 2 * sum(_NO_COUNT.fullmatch(fold(text)) is not None for text in under) >= len(under) > 0:
        return False
    labels = [slot for slot, column in pairs if _may_name(column) and slot.text.strip()]
    if labels and _is_of_kinds(reading, labels[0]):
        return _read_kind(reading, pairs, labels)
    label = _name_of_unit(pairs)
    institution = None if bare_label(label) in words("consolidated") | {""} else published_label(label)
    reading.use(slots)
    found = False
    for slot, column in pairs:
        if column.category and not is_blank(slot.text):
            found = add_staff(reading, column.category, slot, institution) or found
    return found


def _name_of_unit(pairs: list[tuple[Slot, Column]]) -> str:
    """The unit that a row names: in the column of units, else in words left of all counts (局机关 below 单位类别)."""
    named = (slot.text for slot, column in pairs if column.has("institution", "item") and slot.text.strip())
    counts = next((k for k, (_, column) in enumerate(pairs) if column.category), 0)
    left = (slot.text for slot, column in pairs[:counts] if not column.known and _HAN.search(slot.text))
    return next(named, "") or next(left, "")


def _may_name(column: Column) -> bool:
    return column.has("institution", "item", "group") or not column.known


def _is_of_kinds(reading: Reading, label: Slot) -> bool:
    """Whether the labels in a row's column are kinds of people rather than names of units."""
    below = (reading.table.grid.get((row, label.cell.col)) for row in reading.rows)
    return sum(resolve_category(cell.text) is not None for cell in set(filter(None, below))) >= MIN_KINDS


def _read_kind(reading: Reading, pairs: list[tuple[Slot, Column]], labels: list[Slot]) -> bool:
    """One row of a kind of people (行政人员 | 人 | 29 | 27); what is counted in other units is none of them."""
    reading.use(slot for slot, _ in pairs)
    if any(bare_label(slot.text) in words("units_of_things") for slot in labels[1:]):
        return False
    kind = "actual" if bare_label(labels[0].text) in words("sums") else resolve_category(labels[0].text)
    found = False
    for slot, column in pairs:
        whole = bare_label(column.text) in words("sums")
        category = kind if whole else kind and column.category and crossed(column.category, kind)
        if category and not is_blank(slot.text):
            found = add_staff(reading, category, slot) or found
    return found


def crossed(column: str, row: str) -> str | None:
    """What a count means in a column of one category and a row of another (编制数 and 行政人员); None for posts that there are none of."""
    if row in ("actual", column):
        return column
    if column == "actual":
        return kind_in(column, row)
    posts = kind_in("establishment", row if column == "establishment" else column)
    return posts if "establishment" in (column, row) and posts.startswith("establishment.") else None


def read_pairs(reading: Reading, slots: list[Slot]) -> bool:
    """Labels each with its count beside or behind it, below their group (编制人数 | 行政编制 | 12 | 事业编制196); else False.

    What is counted in other units beside people (公务用车（辆） | 11) is none of them.
    """
    counts = [k for k, slot in enumerate(slots) if k and _COUNT.fullmatch(fold(slot.text)) and not slot.continued]
    group = next((said for slot in slots[: counts[0] - 1] if (said := _said(slot))), None) if counts else None
    found = [(slots[k], category) for k in counts if (category := _of_label(slots[k - 1], group))]
    things = sum(_is_of_things(slots[k - 1]) for k in counts)
    behind = _with_counts(slots[counts[0] + 1 :], group) if counts else []
    named = sum(1 for slot in slots[counts[0] - 1 :] if slot.text.strip()) if counts else 0
    if not found or len(found) + things < len(counts) or named != 2 * len(counts) + len(behind):
        return False
    reading.use(slots)
    for slot, category in found:
        add_staff(reading, category, slot)
    for slot, category, count in behind:
        add_staff(reading, category, slot, told=count)
    return True


def _is_of_things(label: Slot) -> bool:
    return bracketed(fold(label.text))[1] in words("units_of_things")


def _with_counts(slots: list[Slot], group: str | None) -> list[tuple[Slot, str, str]]:
    """(slot, category, count) of labels that hold their count in the same cell (事业编制196)."""
    told = [(slot, match) for slot in slots if (match := _WITH_COUNT.fullmatch(fold(slot.text))) and not slot.continued]
    kinds = [(slot, resolve_category(match["label"]), match["count"]) for slot, match in told]
    return [(slot, kind_in(group, category), count) for slot, category, count in kinds if category]


def _said(slot: Slot) -> str | None:
    return parse_header(slot.cell.text).category


def _of_label(label: Slot, group: str | None) -> str | None:
    """The category that a label of a count means in its group; a sum is the group's own."""
    if bare_label(label.text) in words("sums"):
        return group
    category = parse_header(label.text).category or resolve_category(label.text)
    return category and kind_in(group, category)
