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
from schemas.folding import fold

_COUNT = regex.compile(r"\d{1,6}(?:人|名|个)?")


def read_row(reading: Reading, columns: list[Column], slots: list[Slot]) -> bool:
    """One row of head-counts, of the unit that it names; False where it has none."""
    pairs = [(slot, columns[index]) for slot, index in align(slots, columns)]
    label = next((slot.text for slot, column in pairs if column.has("institution", "item") and slot.text.strip()), "")
    institution = None if bare_label(label) in words("consolidated") | {""} else published_label(label)
    reading.use(slots)
    found = False
    for slot, column in pairs:
        if column.category and not is_blank(slot.text):
            found = add_staff(reading, column.category, slot, institution) or found
    return found


def read_pairs(reading: Reading, slots: list[Slot]) -> bool:
    """Labels each with its count beside it, below the group they stand in (编制人数 | 行政编制 | 12 | 合计 | 18); else False."""
    counts = [k for k, slot in enumerate(slots) if k and _COUNT.fullmatch(fold(slot.text)) and not slot.continued]
    group = next((said for slot in slots[: counts[0] - 1] if (said := _said(slot))), None) if counts else None
    found = [(slots[k], category) for k in counts if (category := _of_label(slots[k - 1], group))]
    named = sum(1 for slot in slots[counts[0] - 1 :] if slot.text.strip()) if counts else 0
    if not found or len(found) < len(counts) or named != 2 * len(counts):
        return False
    reading.use(slots)
    for slot, category in found:
        add_staff(reading, category, slot)
    return True


def _said(slot: Slot) -> str | None:
    return parse_header(slot.cell.text).category


def _of_label(label: Slot, group: str | None) -> str | None:
    """The category that a label of a count means in its group; a sum is the group's own."""
    if bare_label(label.text) in words("sums"):
        return group
    category = parse_header(label.text).category or resolve_category(label.text)
    return category and kind_in(group, category)
