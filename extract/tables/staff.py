"""Head-counts beside or behind their labels: 编制人数 | 12, 行政编制：24名, 核定编制58人，其中行政16人."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, is_money
from extract.tables.figures import read_unheaded
from extract.tables.reading import Reading
from extract.tables.simple import add_staff
from extract.tables.staff_header import PAIR, is_count, is_figure
from extract.tables.staff_labels import OF_POSTS, POSTS, RATE, STAFF, Said, category_of, merged, said, stance_told
from extract.text.staff import heads, may_tell_staff
from schemas.document import Slot
from schemas.folding import bracketed, fold
from schemas.units import money_units

_HAN = regex.compile(r"\p{Han}")
_RATE = regex.compile(r"\d+(?:\.\d+)?%")


_PARTS = regex.compile(r"[\n,，;；、]")
_CLAUSES = regex.compile(r"[\n,，;；、:：。]")
MAX_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class _Count:
    """A count with its label: the cell it stands in, what the label says, the count as told, its own stance where the
    cell holds posts and staff, and the label without a count that it stands behind (实有 | 行政 13 | 事业 86)."""

    slot: Slot
    label: str
    told: str
    stance: str | None = None
    group: Said | None = None


def read_pairs(reading: Reading, slots: list[Slot]) -> bool:
    """Labels each with its count beside or behind it, below their group (编制人数 | 行政编制 | 12 | 事业编制196); else False.

    What is counted of other things beside people (公务用车（辆） | 11) is none of them. Every figure of the row must have a label.
    """
    filled = [slot for slot in slots if slot.text.strip() or slot.continued]
    counts = _counts(filled)
    if not counts:
        return False
    categories = _categories(_group(filled, counts), counts)
    if not any(categories):
        return False
    for count, category in zip(counts, categories, strict=True):
        if category:
            add_staff(reading, category, count.slot, told=count.told)
    for label, slot in pairwise(filled):
        if _is_money(slot.text):
            read_unheaded(reading, [label, slot])
    reading.use(slots)
    return True


def read_pair(reading: Reading, slots: list[Slot]) -> bool:
    """A label and its count beside it in a row of other answers (编制数/实有数 | 116/109); else False."""
    counts = _counts(slots) if len(slots) > 1 and said(slots[0].text).known else None
    categories = _categories(Said(), counts) if counts else []
    for count, category in zip(counts or (), categories, strict=True):
        if category:
            reading.use(slots)
            add_staff(reading, category, count.slot, told=count.told)
    return any(categories)


def _counts(filled: Sequence[Slot]) -> list[_Count] | None:
    """The counts of a row with their labels; None where a figure has none, or a text is neither label nor count."""
    found: list[_Count] = []
    k, group = 0, None
    while k < len(filled):
        slot = filled[k]
        if behind := _labels_and_counts(slot.text):
            found += [_Count(slot, label, told, group=group) for label, told in behind]
        elif is_figure(slot.text) and not _is_money(slot.text):
            return None
        elif k + 1 < len(filled) and not filled[k + 1].continued and _is_count(filled[k + 1].text):
            found.append(_Count(filled[k + 1], slot.text, fold(filled[k + 1].text), group=group))
            k += 1
        elif k + 1 < len(filled) and said(slot.text).both and (pair := PAIR.fullmatch(fold(filled[k + 1].text))):
            found += [
                _Count(filled[k + 1], slot.text, told, stance, group)
                for told, stance in zip(pair.groups(), (POSTS, STAFF), strict=True)
            ]
            k += 1
        elif k and not (said(slot.cell.text).known or is_blank(slot.text) or _is_money(slot.text) or slot.continued):
            if k + 1 == len(filled) or not _is_money(filled[k + 1].text):
                return None
        elif found and said(slot.text).stance:
            group = said(slot.text)
        k += 1
    return found


@lru_cache(maxsize=4096)
def _labels_and_counts(text: str) -> tuple[tuple[str, str], ...]:
    """The labels and counts that one cell holds (行政编制：24名, a line each), where all labels are understood; else none."""
    parts = filter(None, (fold(part) for part in _PARTS.split(text.strip())))
    matches = [pattern("staff_labels", "with_count").fullmatch(part) for part in parts]
    told = tuple((match["label"], match["count"]) for match in matches if match and said(match["label"]).known)
    return told if len(told) == len(matches) else ()


@lru_cache(maxsize=4096)
def _is_count(text: str) -> bool:
    folded = fold(text)
    if is_count(text) or _RATE.fullmatch(folded):
        return True
    return pattern("staff_labels", "counted_things").fullmatch(folded) is not None


def _is_money(text: str) -> bool:
    """Whether a cell holds an amount with its unit of money (2,316.05万元)."""
    return is_money(text) and fold(text).endswith(tuple(money_units()))


def _group(filled: Sequence[Slot], counts: Sequence[_Count]) -> Said:
    """What the labels at the side of the row say, which have no count of their own."""
    first = next(k for k, slot in enumerate(filled) if slot is counts[0].slot or slot.text == counts[0].label)
    return merged(each for slot in filled[:first] if (each := said(slot.cell.text)).known)


def _categories(group: Said, counts: Sequence[_Count]) -> list[str | None]:
    """The category of each count: kinds without posts or people of their own go with the last label of the row that tells."""
    found: list[str | None] = []
    above, opened = group, None
    for count in counts:
        if count.group is not opened and count.group:
            above = opened = count.group
        label = merged((said(count.label), Said(stance=count.stance)))
        if _is_of_things(count) or not label.known or label.left_out or (label.stance == RATE) != ("%" in count.told):
            found.append(None)
            continue
        if label.stance in (None, above.stance) or label.kind:
            found.append(
                category_of(
                    Said(), merged((Said(stance=above.stance, kind=above.kind if label.whole else None), label))
                )
            )
        else:
            found.append(category_of(Said(), label))
        if label.stance and label.stance != RATE and not label.kind:
            above = label
    return found


def _is_of_things(count: _Count) -> bool:
    noted = bracketed(fold(count.label))[1]
    if noted in words("units_of_things"):
        return True
    return pattern("staff_labels", "counted_things").fullmatch(count.told) is not None


def read_sentences(reading: Reading, slots: list[Slot]) -> bool:
    """Head-counts said in the cells of a row (核定编制58人，其中：行政编制16人); False where the row's label is not about staff.

    What begins with 其中 goes on from the cell above it.
    """
    filled = [slot for slot in slots if slot.text.strip()]
    found = False
    for slot in filled:
        text = fold(slot.text)
        if len(text) > MAX_SENTENCE or not pattern("staff_labels", "of_persons").search(text):
            continue
        label = next((each.cell.text for each in slots[: slots.index(slot)][::-1] if each.cell.text.strip()), "")
        before = _cell_above(reading, slot) if text.startswith(tuple(words("of_which"))) else ""
        if not may_tell_staff(before + text) and _is_about_staff(label):
            before = fold(label) + ":" + before
        told = [head for head in heads(before + text) if head.span[0] >= len(before)]
        if parts := _all_parts(slot.text):
            group = Said(stance=stance_told([before])) if text.startswith(tuple(words("of_which"))) else said(label)
            found = _keep_parts(reading, slot, group, parts) or found
            continue
        alone = _is_about_staff(label) or "staff" in reading.kinds[-1:]
        if not told or not (len(told) > 1 or alone) or not _are_all_told(text, len(told)):
            continue
        reading.use([slot])
        found = True
        for head in told:
            category = category_of(said(label), Said(kind=head.category)) if head.category in OF_POSTS else None
            add_staff(reading, category or head.category, slot, told=str(head.count))
    if found:
        reading.use(slot for slot in slots if slot.continued or _is_about_staff(slot.text))
    return found


def _all_parts(text: str) -> list[tuple[str, str]]:
    """The labels and counts of a text that is nothing else (另有：退休人员31人，社工（聘用）14人。); else none."""
    parts = [fold(part) for part in _CLAUSES.split(text)]
    counted = [part for part in parts if pattern("staff_labels", "of_persons").search(part)]
    matches = [pattern("staff_labels", "with_count").fullmatch(part) for part in counted]
    told = [(match["label"], match["count"]) for match in matches if match and said(match["label"]).tells]
    return told if len(told) == len(counted) > 1 else []


def _keep_parts(reading: Reading, slot: Slot, group: Said, parts: list[tuple[str, str]]) -> bool:
    counts = [_Count(slot, label, told) for label, told in parts]
    categories = _categories(group if group.known else Said(), counts)
    for count, category in zip(counts, categories, strict=True):
        if category:
            add_staff(reading, category, slot, told=count.told)
    reading.use([slot])
    return any(categories)


def _cell_above(reading: Reading, slot: Slot) -> str:
    above = reading.table.grid.get((slot.cell.row - 1, slot.cell.col))
    return fold(above.text) + "," if above else ""


def _is_about_staff(label: str) -> bool:
    return said(label).known and not is_blank(label)


def _are_all_told(text: str, told: int) -> bool:
    """Whether most numbers of persons in a text are head-counts."""
    return 2 * told > len(pattern("staff_labels", "of_persons").findall(text))
