"""The levels above indicators: names carried down, in columns or in rows of their own, with the full mark and points they have."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extract.labels import bare_label, outline_level, strip_label
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, parse_points
from extract.tables.align import align
from extract.tables.columns import Column, parse_header
from extract.tables.heads import head_key
from extract.tables.reading import Reading
from extract.tables.row_levels import RowLevel
from extract.tables.score_lists import is_ordinal
from extract.tables.scores import SCORE_SUMMARY, add_score, component_of
from schemas.document import Slot
from schemas.errors import NumberError
from schemas.folding import bracketed, fold, squeeze

_POINTS = ("weight", "score")
_LETTERED = regex.compile(r"[A-Z](\d{0,3})(?=\p{Han})")
_SUMMED = (*_POINTS, "level1_weight", "score_rate")
_VALUES = ("target", "target_adjusted", "actual_value")


def _said(name: str) -> regex.Pattern[str]:
    return pattern("tables", name)


@dataclass
class IndicatorBlock:
    """An indicator block being read: its columns with one role each, and the labels carried down.

    `since` counts the indicators before those that the next sum is of, `numbered` where levels stand in rows of their own with
    their number, `bands` the outline numbers of the levels that rows over the whole width named, from the first on, `grouped` where
    the column of numbers tells first levels (一) from their indicators (1), `row_levels` what rows of one column of names are.
    """

    columns: list[Column]
    roles: list[str | None]
    level1: str | None = None
    level1_weight: Decimal | None = None
    level2: str | None = None
    undivided: bool = False
    since: int = 0
    divided: bool = False
    numbered: bool = False
    bands: tuple[int | None, ...] = ()
    grouped: bool = False
    row_levels: dict[int, RowLevel] = field(default_factory=dict)

    @property
    def first_is_free(self) -> bool:
        """True where no column holds the first level."""
        return "level1" not in self.roles


def read_subtotal(reading: Reading, block: IndicatorBlock, slots: list[Slot]) -> bool:
    """The row of sums below the indicators of one first level, whose points it adds up or which it names: the score of that level."""
    label = next((slot for slot in slots if slot.text.strip()), None)
    if label is None or not (sums := _said("sum_of_level").fullmatch(bare_label(label.text))):
        return False
    named = component_of(sums["name"]) if sums["name"] else None
    if sums["name"] and not named:
        return False
    reading.use(slots)
    above, block.since = reading.indicators[block.since :], len(reading.indicators)
    cells = {role: slot for slot, index in align(slots, block.columns) if (role := block.roles[index]) in _SUMMED}
    component = component_of(bare_label(block.level1 or ""))
    alone = len({row.level1 for row in above}) == 1 and above[0].level1 == block.level1
    summed = alone and any(
        try_points(slot.text) == sum(getattr(row, role) or 0 for row in above)
        for role, slot in cells.items()
        if role in _POINTS
    )
    if named or (component and summed):
        _add_level(reading, named or component or "", cells)
    return True


def _add_level(reading: Reading, component: str, cells: dict[str, Slot]) -> None:
    rate = cells.get("score_rate")
    rate = rate if rate and fold(rate.text).endswith("%") else None
    weights = [cells[role] for role in ("weight", "level1_weight") if role in cells and not is_blank(cells[role].text)]
    add_score(reading, component, weights[0] if weights else None, cells.get("score"), rate, by=SCORE_SUMMARY)


def read_sum_of_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    """The sum of a first level in the column of names (决策 | 小计 | 15 | 13.5)."""
    if component := component_of(bare_label(block.level1 or "")):
        _add_level(reading, component, cells)
    block.since = len(reading.indicators)


def opens_level(block: IndicatorBlock, cells: dict[str, Slot]) -> str | None:
    """The role of the cell by which a row without an indicator names a level for the rows below it, else None.

    Under a single column of names that is a first level numbered 一、 and called after a component, or any level by the names these
    have where targets have a column and the row has none; beside names of the second level a first level by its name.
    """
    names = [role for role in ("level1", "level2", "level3") if role in cells and not is_blank(cells[role].text)]
    if len(names) != 1 or any(not is_blank(cells[role].text) for role in _VALUES if role in cells):
        return None
    text, role = cells[names[0]].text, names[0]
    if role == "level3" and {"level1", "level2"}.isdisjoint(block.roles) and _is_unscored_group(cells):
        return role
    if component_of(bare_label(text)) == "total":
        return None
    if block.grouped and role == "level3" and block.first_is_free and "seq" in cells and is_ordinal(cells["seq"].text):
        return role
    if role == "level3" and {"level1", "level2"}.isdisjoint(block.roles) and _lettered(text) in (1, 2):
        return role
    if role == "level3" and {"level1", "level2"}.isdisjoint(block.roles) and _is_numbered_component(text):
        return role
    if role == "level1":
        return role if _has_points(cells) and "level3" in block.roles else None
    if not block.first_is_free or not (role == "level2" or set(_VALUES) & set(block.roles)):
        return None
    return role if _is_first(text) or ("level2" not in block.roles and _is_second(text)) else None


def _is_unscored_group(cells: dict[str, Slot]) -> bool:
    """Whether a row without any points is called 指标 as a group of them is."""
    unscored = all(is_blank(cells[role].text) for role in _POINTS if role in cells)
    return (
        unscored and set(_POINTS) <= cells.keys() and bool(_said("group_name").fullmatch(_bare(cells["level3"].text)))
    )


def _lettered(text: str) -> int | None:
    """How deep a name stands by its code of a letter and digits: 1 for A决策, 2 for A1项目立项, 3 for A11…; None without one."""
    match = _LETTERED.match(fold(text))
    return None if match is None else 1 + min(len(match[1]), 2)


def without_code(text: str) -> str:
    """A name without the code of a letter and digits before it."""
    return _LETTERED.sub("", text.strip())


def _is_numbered_component(text: str) -> bool:
    return outline_level(text) == 1 and component_of(bare_label(text)) is not None


def _has_points(cells: dict[str, Slot]) -> bool:
    return "score" in cells and _is_points(cells["score"].text)


def _is_first(text: str) -> bool:
    return _said("first_level").fullmatch(_bare(text)) is not None


def _is_second(text: str) -> bool:
    return _said("second_level").fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    return fold(strip_label(level_of(text)[0] or ""))


def open_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot], role: str) -> None:
    """Take the level that a row names, a first one with its weight and score, for the rows below it."""
    name, weight = cells[role], cells.get("weight")
    lettered, plain = _lettered(name.text), without_code(name.text)
    if role == "level3" and (lettered == 2 or (lettered is None and not _is_first(plain) and _is_second(plain))):
        block.level2 = level_of(strip_label(plain))[0]
        block.numbered = block.numbered or lettered is not None
        return
    block.level1, in_name = level_of(name.text if role == "level1" else strip_label(plain))
    block.level1_weight = (try_points(weight.text) if weight else None) or in_name
    block.level2 = None
    block.numbered = role == "level3"
    component = component_of(bare_label(plain))
    if component and (weight or "score" in cells):
        add_score(reading, component, weight, cells.get("score"), by=SCORE_SUMMARY)
    reading.levels = (block.level1, block.level1_weight, None)


def take_row_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> bool:
    """Whether a row of one column of names is a level, which is taken for the rows below it; an indicator ends the levels it is not under."""
    name = cells.get("level3")
    told = block.row_levels.get(name.cell.row) if name else None
    if name is None or told is None:
        return False
    block.numbered = True
    if told.depth == 0:
        block.level1 = block.level1_weight = block.level2 = None
    elif told.depth == 1:
        block.level2 = None
    if not told.names_level:
        return False
    label, in_name = level_of(strip_label(without_code(name.text)))
    if told.depth > 0:
        block.level2 = label
        return True
    weight = cells.get("weight")
    block.level1, block.level1_weight = label, (try_points(weight.text) if weight else None) or in_name
    component = component_of(bare_label(label or ""))
    if component and (weight or "score" in cells):
        add_score(reading, component, weight, cells.get("score"), by=SCORE_SUMMARY)
    reading.levels = (block.level1, block.level1_weight, None)
    return True


def read_band(reading: Reading, block: IndicatorBlock, label: Slot, below: list[list[Slot]]) -> bool:
    """A row of one name over the whole width, above indicators: the level that they belong to; False where it is none.

    `below` are the rows after it: a name that no list knows is a level where these go on under the same columns.
    """
    text = label.text.strip()
    bare = _bare(text)
    known = _is_first(text) or _is_second(text)
    if not known and not (_said("level_name").fullmatch(bare) and not head_key(text) and _goes_on(block, below)):
        return False
    reading.use([label])
    if not block.first_is_free:
        return True
    name, weight = level_of(strip_label(text))
    if "level2" not in block.roles and _is_below_first(block, text):
        block.level2 = name
    else:
        block.level1, block.level1_weight, block.level2 = name, weight, None
        block.bands = ()
    block.bands = (*block.bands[:1], outline_level(text))
    reading.levels = (block.level1, block.level1_weight, block.level2)
    block.since = len(reading.indicators)
    return True


def _is_below_first(block: IndicatorBlock, text: str) -> bool:
    """Whether a band names a second level: by its number below that of the first, else by its name."""
    if block.level1 is None or not block.bands:
        return False
    first, own = block.bands[0], outline_level(text)
    if first is not None and own is not None:
        return own > first
    return _is_second(text) and (not _is_first(text) or len(block.bands) > 1)


def _goes_on(block: IndicatorBlock, below: list[list[Slot]]) -> bool:
    """Whether the next row of more than one cell stands under the columns of the block: as many cells, with points or names where these belong."""
    row = next((slots for slots in below if len(slots) > 1), None)
    if row is None or len(row) != len(block.columns):
        return False
    points = [slot for slot, role in zip(row, block.roles, strict=True) if role in _POINTS]
    names = [slot for slot, role in zip(row, block.roles, strict=True) if role == "level3"]
    named = any(slot.text.strip() and not _is_points(slot.text) for slot in names)
    return named and all(_is_points(slot.text) or is_blank(slot.text) for slot in points) and not _are_labels(row)


def _are_labels(row: list[Slot]) -> bool:
    return all(parse_header(slot.text).known for slot in row if slot.text.strip())


def carry_levels(block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    if block.undivided and "level3" in cells and _is_first(cells["level3"].text):
        cells["level1"] = cells.pop("level3")
    if (
        block.divided
        and "level2" not in block.roles
        and "level3" in cells
        and _said("second_level").fullmatch(fold(cells["level3"].text))
    ):
        cells["level2"] = cells.pop("level3")
    first, second = cells.get("level1"), cells.get("level2")
    if first and not is_blank(first.text):
        block.level1, block.level1_weight = level_of(_without_number(first.text))
        block.level2 = None
    if (weight := cells.get("level1_weight")) and not is_blank(weight.text):
        block.level1_weight = try_points(weight.text)
    if second and not is_blank(second.text):
        block.level2, _ = level_of(_without_number(second.text))


def _without_number(text: str) -> str:
    """The name of a level without its outline number."""
    return text if outline_level(text) is None else strip_label(text)


def read_level_score(reading: Reading, cells: dict[str, Slot]) -> None:
    """The score of a first level that stands right of its name, where that is one of the components."""
    first, score = cells.get("level1"), cells.get("level1_score")
    if first is None or score is None or is_blank(first.text) or not _is_points(score.text):
        return
    if component := component_of(bare_label(first.text)):
        add_score(reading, component, cells.get("level1_weight"), score, cells.get("level1_rate"), by=SCORE_SUMMARY)
        in_name = level_of(first.text)[1]
        if in_name and "level1_weight" not in cells:
            places = {"weight": reading.place(first.cell)}
            reading.scores[-1] = replace(reading.scores[-1], weight=in_name, places=reading.scores[-1].places | places)


def _is_points(text: str) -> bool:
    return not is_blank(text) and try_points(text) is not None


def level_of(text: str) -> tuple[str | None, Decimal | None]:
    """(name, weight in its brackets) of a level label; an explanation in brackets goes where a first level is called so without it."""
    name, weight = squeeze(text), None
    if match := _said("weight_behind").match(name):
        return match["name"], Decimal(match["weight"])
    while True:
        shorter, note = bracketed(fold(name))
        if note is None or not shorter:
            return name or None, weight
        match = _said("weight_note").match(note)
        if match is None and not _said("first_level").fullmatch(shorter):
            return name or None, weight
        name, weight = cut(name), Decimal(match["weight"]) if match else weight


def cut(name: str) -> str:
    """A published name without its closing bracket."""
    depth = 0
    for position in range(len(name) - 1, -1, -1):
        depth += (name[position] in ")）") - (name[position] in "(（")
        if depth == 0:
            return name[:position]
    return name


def try_points(text: str) -> Decimal | None:
    try:
        return parse_points(text)
    except NumberError:
        return None
