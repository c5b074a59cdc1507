"""Lists of one column of names in which some rows are levels and the others their indicators: told by numbers, by sums, or by blanks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, takewhile

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, parse_points
from schemas.document import Slot
from schemas.errors import NumberError

_POINTS = ("weight", "score")
MIN_INDICATORS, MAX_DEPTH, FULL_MARK = 2, 3, Decimal(100)


@dataclass(frozen=True, slots=True)
class RowLevel:
    """What one row is: a level or an indicator, and under how many levels it stands."""

    names_level: bool
    depth: int


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    name: str
    rank: int | None
    weight: Decimal | None
    alone: bool


def levels_in_rows(roles: Sequence[str | None], below: Sequence[Sequence[Slot]]) -> dict[int, RowLevel]:
    """Grid row -> what it is, for the rows below a header with these roles; nothing where names of levels have a column or no row is one."""
    if "level3" not in roles or not {"level1", "level2", "levels"}.isdisjoint(roles) or roles.count("level3") > 1:
        return {}
    rows, total = _rows_of(roles, below)
    told = _by_numbers(rows) or _by_sums(rows, total) or _by_blanks(rows)
    levels = sum(each.names_level for each in told)
    if not levels or len(told) - levels < MIN_INDICATORS:
        return {}
    return {row.row: each for row, each in zip(rows, told, strict=True)}


def _rows_of(roles: Sequence[str | None], below: Sequence[Sequence[Slot]]) -> tuple[list[_Row], Decimal]:
    """The rows down to the total, or to the first of another width, and the full mark."""
    at, seq = roles.index("level3"), roles.index("seq") if "seq" in roles else None
    weight = roles.index("weight") if "weight" in roles else None
    listed = list(takewhile(lambda slots: len(slots) == len(roles) and not _is_total(slots), below))
    rows = []
    for slots in listed:
        name = slots[at].text.strip()
        number = slots[seq].text.strip() if seq is not None else ""
        others = [slot for k, slot in enumerate(slots) if k not in (at, seq)]
        alone = all(is_blank(slot.text) for slot in others)
        points = _points(slots[weight].text) if weight is not None else None
        rows.append(_Row(slots[at].cell.row, name, _rank(number, name), points, alone))
    after = below[len(listed)] if len(listed) < len(below) else []
    totals = [value for slot in after if (value := _points(slot.text)) is not None] if _is_total(after) else []
    return [row for row in rows if row.name], totals[0] if totals else FULL_MARK


def _is_total(slots: Sequence[Slot]) -> bool:
    return any(bare_label(slot.text) in words("totals") for slot in slots if slot.text.strip())


def _points(text: str) -> Decimal | None:
    try:
        return parse_points(text)
    except NumberError:
        return None


def _rank(number: str, name: str) -> int | None:
    """How an outline number ranks by its kind, before a name or alone in a cell of its own."""
    alone = pattern("tables", "ordinal_alone").fullmatch(number)
    match = pattern("tables", "ranks").match(number + "、" if alone else number or name)
    return match.lastindex if match else None


def _by_numbers(rows: Sequence[_Row]) -> list[RowLevel]:
    """By outline numbers of several kinds, where each row of one kind opens those of the next; rows without number stand deepest."""
    kinds = sorted({row.rank for row in rows if row.rank is not None})
    if not rows or rows[0].rank != (kinds[0] if kinds else 0):
        return []
    depths = [len(kinds) if row.rank is None else kinds.index(row.rank) for row in rows]
    if max(depths) == 0 or any(deep > above + 1 for above, deep in pairwise(depths)):
        return []
    opens = [k + 1 < len(depths) and depths[k + 1] > depth for k, depth in enumerate(depths)]
    told = [RowLevel(level, depth) for level, depth in zip(opens, depths, strict=True)]
    return told if _adds_up(rows, told) else []


def _adds_up(rows: Sequence[_Row], told: Sequence[RowLevel]) -> bool:
    """Whether no full mark of a level is other than the sum of those of its indicators, where all are told."""
    for k, (row, each) in enumerate(zip(rows, told, strict=True)):
        if not each.names_level or row.weight is None:
            continue
        end = next((n for n in range(k + 1, len(told)) if told[n].depth <= each.depth), len(told))
        parts = [rows[n].weight for n in range(k + 1, end) if not told[n].names_level]
        if all(part is not None for part in parts) and sum(part or 0 for part in parts) != row.weight:
            return False
    return True


def _by_sums(rows: Sequence[_Row], total: Decimal) -> list[RowLevel]:
    """By full marks, where all rows are levels with right below them the parts that they add up, and the first levels make the total."""
    weights = [row.weight for row in rows if row.weight]
    if len(weights) < len(rows):
        return []
    for depth in range(MAX_DEPTH, 1, -1):
        if sum(weights) == depth * total and (told := _tree(weights, depth)):
            return told
    return []


def _tree(weights: Sequence[Decimal], levels: int) -> list[RowLevel]:
    """The rows as trees of so many levels, one behind the other; nothing where they are none."""
    told: list[RowLevel] = []
    while len(told) < len(weights):
        if not _grow(weights, levels, 0, told):
            return []
    return told


def _grow(weights: Sequence[Decimal], levels: int, depth: int, told: list[RowLevel]) -> bool:
    """Append the tree whose root comes next; False where its parts do not add up to it."""
    root = weights[len(told)]
    told.append(RowLevel(depth < levels - 1, depth))
    if depth == levels - 1:
        return True
    rest = root
    while rest > 0 and len(told) < len(weights):
        rest -= weights[len(told)]
        if rest < 0 or not _grow(weights, levels, depth + 1, told):
            return False
    return rest == 0


def _by_blanks(rows: Sequence[_Row]) -> list[RowLevel]:
    """By rows that hold but a name, the first of all among them, each above rows with points or values."""
    if not rows or not rows[0].alone or rows[-1].alone or all(row.weight is None for row in rows):
        return []
    if any(row.alone and after.alone for row, after in pairwise(rows)):
        return []
    return [RowLevel(row.alone, 0 if row.alone else 1) for row in rows]
