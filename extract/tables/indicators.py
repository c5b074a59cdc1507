"""Indicator blocks: levels, targets, actuals, points; names without the weight in their brackets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.labels import bare_label, outline_level, strip_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.numbers import is_blank, is_sign, parse_points, parse_quantity
from extract.tables.align import align
from extract.tables.columns import Column, parse_header
from extract.tables.reading import Reading
from extract.tables.scores import SCORE_SUMMARY, add_score, component_of
from schemas.document import Place, Slot
from schemas.errors import NumberError
from schemas.folding import bracketed, fold, squeeze
from schemas.records import Indicator

_POINTS = ("weight", "score")
MIN_CELLS = 3
_LABELS = ("level1", "level2", "level3")


def _said(name: str) -> regex.Pattern[str]:
    return pattern("tables", name)


@dataclass
class IndicatorBlock:
    """An indicator block being read: its columns with one role each, and the labels carried down."""

    columns: list[Column]
    roles: list[str | None]
    level1: str | None = None
    level1_weight: Decimal | None = None
    level2: str | None = None
    undivided: bool = False
    since: int = 0
    divided: bool = False
    numbered: bool = False


def open_block(columns: list[Column], below: Sequence[Sequence[Slot]]) -> IndicatorBlock:
    """A block under these columns; a single column over all levels is divided to fill the rows `below`."""
    width = max((len(slots) for slots in below[:12]), default=len(columns))
    given = _first_level_beside(columns, _choose_roles(columns), below)
    columns, roles = _divide_levels(columns, given, width)
    return IndicatorBlock(
        columns, roles, undivided="levels" in given and "level1" not in roles, divided="levels" in given
    )


def _choose_roles(columns: list[Column]) -> list[str | None]:
    """One role per column; what stands before the levels is a side label, a weight right after the first is the block's."""
    nested = any(column.has("level2", "level3") for column in columns)
    first = next((k for k, column in enumerate(columns) if column.has(*_LABELS, "kind")), 0) if nested else 0
    roles: list[str | None] = [None] * first
    other_term = _whole_term(columns)
    for k, column in enumerate(columns[first:], first):
        if k in other_term:
            roles.append(None)
            continue
        role = next((role for role in _ORDER if column.has(role)), None)
        if role == "kind":
            role = "ignored" if any(other.has("level1") for other in columns) else "level1"
        if role in ("levels", "target", "actual_value") and nested and column.has("levels"):
            role = None
        if role in _POINTS and "level1" in roles and not {"level2", "level3"} & set(roles) and nested:
            role = f"level1_{role}"
        elif role in _POINTS and _is_of_level(columns, k, role):
            role = "ignored"
        if role in roles and role in ("target", "actual_value", "weight", "score"):
            role = "ignored"
        roles.append(role)
    return _goals_as_targets(columns, roles)


def _goals_as_targets(columns: list[Column], roles: list[str | None]) -> list[str | None]:
    """The roles with what is called a goal as the target, where names of indicators stand left of it and no target does."""
    names = [k for k, role in enumerate(roles) if role in _LABELS]
    if not names or not {"target", "target_adjusted"}.isdisjoint(roles):
        return roles
    goal = next(
        (k for k, column in enumerate(columns) if k > names[-1] and roles[k] is None and column.has("goal_expected")),
        None,
    )
    return [*roles[:goal], "target", *roles[goal + 1 :]] if goal is not None else roles


def _first_level_beside(
    columns: list[Column], roles: list[str | None], below: Sequence[Sequence[Slot]]
) -> list[str | None]:
    """The roles with a side label (绩效指标) that has names of its own below it, where no column is the first level.

    A column of kinds (指标类别) that stands between it and the names is then the second."""
    names = next((k for k, role in enumerate(roles) if role == "level3"), 0)
    kind = names - 1 if names and columns[names - 1].has("kind") else None
    at = names - 1 if kind is None else kind - 1
    if at < 0 or "level2" in roles or not columns[at].has("levels") or (kind is None and "level1" in roles):
        return roles
    rows = [slots for slots in below if len(slots) == len(columns)]
    if not any(_said("first_level_alone").match(fold(slots[at].text)) for slots in rows):
        return roles
    second: list[str | None] = [] if kind is None else ["level2"]
    return [*roles[:at], "level1", *second, *roles[names:]]


def _is_of_level(columns: list[Column], at: int, role: str) -> bool:
    """Whether a weight or score is that of the second level, since the third has its own further right."""
    names = [k for k, column in enumerate(columns) if column.has("level3")]
    return bool(names) and at < names[0] and any(column.has(role) for column in columns[names[0] :])


def _whole_term(columns: list[Column]) -> range:
    """Where the names stand twice, for the whole term and for the year: the columns of the whole term, which come first."""
    names = [k for k, column in enumerate(columns) if column.has("level3")]
    if len(names) != 2:
        return range(0)
    first, second = (k - columns[k - 1].has("level2") for k in names)
    return range(first, second) if second - first == names[1] - names[0] else range(0)


_ORDER = (
    "level1", "level2", "level3", "levels", "kind", "target_adjusted", "nature", "unit", "weight", "score_rate",
    "score", "review", "target", "actual_value", "deviation", "ignored",
)  # fmt: skip


def _divide_levels(columns: list[Column], roles: list[str | None], width: int) -> tuple[list[Column], list[str | None]]:
    if "levels" not in roles:
        return columns, roles
    at, extra = roles.index("levels"), max(0, min(2, width - len(columns)))
    names: list[str | None] = [["level3"], ["level1", "level3"], list(_LABELS)][extra]  # type: ignore[assignment]
    return columns[:at] + [columns[at]] * len(names) + columns[at + 1 :], roles[:at] + names + roles[at + 1 :]


def read_row(reading: Reading, block: IndicatorBlock, slots: list[Slot]) -> bool:
    """Read one indicator row; False when its cells cannot stand under these columns."""
    if all(parse_header(slot.text).known for slot in slots if slot.text.strip()):
        reading.use(slots)
        return True
    if _read_subtotal(reading, block, slots):
        return True
    if len(slots) < MIN_CELLS <= len(block.columns):
        return False
    cells: dict[str, Slot] = {}
    pairs = align(slots, block.columns)
    reading.use(slot for slot, _ in pairs)
    for slot, index in pairs:
        role = block.roles[index]
        if role and role not in cells:
            cells[role] = slot
    if _opens_level(block, cells):
        _open_level(reading, block, cells)
        return True
    _carry_levels(block, cells)
    if (name := cells.get("level3")) and bare_label(name.text) in words("level_sums"):
        _read_sum_of_level(reading, block, cells)
        return True
    _read_level_score(reading, cells)
    reading.levels = (block.level1, block.level1_weight, block.level2)
    level3, name_weight = _name(cells.get("level3"))
    if block.numbered and level3:
        level3 = strip_label(level3)
    target, actual = _target(cells), _text(cells.get("actual_value"))
    if level3 is None and target is None and actual is None:
        _report_stray_points(reading, cells)
        return True
    main = next(
        cells[role]
        for role in ("level3", "target", "target_adjusted", "actual_value")
        if role in cells and cells[role].text.strip()
    )
    reading.indicators.append(
        Indicator(
            block.level1, block.level2, level3, target, actual,
            _points(reading, cells, "weight"), _points(reading, cells, "score"), _text(cells.get("deviation")),
            block.level1_weight, parse_quantity(target), parse_quantity(actual),
            main.cell.text, reading.place(main.cell), _places(reading, cells), name_weight,
            by=reading.setting.form or "table.indicators",
        )
    )  # fmt: skip
    return True


def _read_subtotal(reading: Reading, block: IndicatorBlock, slots: list[Slot]) -> bool:
    """The row of sums below the indicators of one first level, whose weights it adds up: the score of that level."""
    label = next((slot for slot in slots if slot.text.strip()), None)
    if label is None or bare_label(label.text) not in words("level_sums"):
        return False
    reading.use(slots)
    above, block.since = reading.indicators[block.since :], len(reading.indicators)
    cells = {role: slot for slot, index in align(slots, block.columns) if (role := block.roles[index]) in _POINTS}
    weight, component = cells.get("weight"), component_of(bare_label(block.level1 or ""))
    alone = len({row.level1 for row in above}) == 1 and above[0].level1 == block.level1
    if component and alone and weight and _try_points(weight.text) == sum(row.weight or 0 for row in above):
        add_score(reading, component, weight, cells.get("score"), by=SCORE_SUMMARY)
    return True


def _read_sum_of_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    """The sum of a first level in the column of names (决策 | 小计 | 15 | 13.5)."""
    if component := component_of(bare_label(block.level1 or "")):
        add_score(reading, component, cells.get("weight"), cells.get("score"), by=SCORE_SUMMARY)
    block.since = len(reading.indicators)


def _opens_level(block: IndicatorBlock, cells: dict[str, Slot]) -> bool:
    """Whether a row under a single column of names is that of a first level: numbered 一、 and called after a component."""
    name = cells.get("level3")
    if name is None or not {"level1", "level2"}.isdisjoint(block.roles) or outline_level(name.text) != 1:
        return False
    return component_of(bare_label(name.text)) is not None


def _open_level(reading: Reading, block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    """Take the first level that a row names, with its weight and score, for the rows below it."""
    name, weight = cells["level3"], cells.get("weight")
    block.level1, in_name = _level(strip_label(name.text))
    block.level1_weight = (_try_points(weight.text) if weight else None) or in_name
    block.numbered = True
    component = component_of(bare_label(name.text))
    if component and (weight or "score" in cells):
        add_score(reading, component, weight, cells.get("score"), by=SCORE_SUMMARY)
    reading.levels = (block.level1, block.level1_weight, None)


def _carry_levels(block: IndicatorBlock, cells: dict[str, Slot]) -> None:
    if block.undivided and "level3" in cells and _said("first_level").match(fold(cells["level3"].text)):
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
        block.level1, block.level1_weight = _level(first.text)
        block.level2 = None
    if (weight := cells.get("level1_weight")) and not is_blank(weight.text):
        block.level1_weight = _try_points(weight.text)
    if second and not is_blank(second.text):
        block.level2, _ = _level(second.text)


def _read_level_score(reading: Reading, cells: dict[str, Slot]) -> None:
    """The score of a first level that stands right of its name, where that is one of the components."""
    first, score = cells.get("level1"), cells.get("level1_score")
    if first is None or score is None or is_blank(first.text) or not _is_points(score.text):
        return
    if component := component_of(bare_label(first.text)):
        add_score(reading, component, cells.get("level1_weight"), score, by=SCORE_SUMMARY)
        in_name = _level(first.text)[1]
        if in_name and "level1_weight" not in cells:
            places = {"weight": reading.place(first.cell)}
            reading.scores[-1] = replace(reading.scores[-1], weight=in_name, places=reading.scores[-1].places | places)


def _is_points(text: str) -> bool:
    return not is_blank(text) and _try_points(text) is not None


def _level(text: str) -> tuple[str | None, Decimal | None]:
    """(name, weight in its brackets) of a level label; explanations in brackets go."""
    name, weight = squeeze(text), None
    if match := _said("weight_behind").match(name):
        return match["name"], Decimal(match["weight"])
    while True:
        shorter, note = bracketed(fold(name))
        if note is None or not shorter:
            return name or None, weight
        if match := _said("weight_note").match(note):
            weight = Decimal(match["weight"])
        name = _cut(name)


def _cut(name: str) -> str:
    """A published name without its closing bracket."""
    depth = 0
    for position in range(len(name) - 1, -1, -1):
        depth += (name[position] in ")）") - (name[position] in "(（")
        if depth == 0:
            return name[:position]
    return name


def _name(slot: Slot | None) -> tuple[str | None, Decimal | None]:
    """(level-3 name without 指标1： and a weight in brackets, that weight)."""
    if slot is None or is_blank(slot.text):
        return None, None
    name = _said("indicator_number").sub("", squeeze(slot.text))
    _, note = bracketed(fold(name))
    weight = None
    if note is not None and (match := _said("weight_note").match(note)) and match["points"]:
        name, weight = _cut(name), Decimal(match["weight"])
    blank = is_blank(name) or fold(name) in words("placeholders") or _said("unnamed").fullmatch(name)
    return (None if blank else name), weight


def _text(slot: Slot | None) -> str | None:
    return None if slot is None or is_blank(slot.text) else squeeze(slot.text)


def _target(cells: dict[str, Slot]) -> str | None:
    """The target: the adjusted one where it is filled, joined with sign and unit where these have their own columns."""
    adjusted = _text(cells.get("target_adjusted"))
    adjusted = None if adjusted and fold(adjusted) in words("unadjusted") else adjusted
    value = adjusted or _text(cells.get("target"))
    nature, unit = _text(cells.get("nature")), _text(cells.get("unit"))
    if value is None:
        return None
    sign = nature if nature and is_sign(nature) else ""
    if sign and value.startswith(sign):
        sign = ""
    if unit and (value.endswith(unit) or (fold(unit) in words("percent_units") and value.endswith(("%", "％")))):
        unit = None
    return sign + value + (unit or "")


def _points(reading: Reading, cells: dict[str, Slot], role: str) -> Decimal | None:
    slot = cells.get(role)
    if slot is None:
        return None
    try:
        return parse_points(slot.text)
    except NumberError:
        reading.report("number.unreadable", slot, f"not {role} points: {slot.text[:40]!r}", "warning")
        return None


def _try_points(text: str) -> Decimal | None:
    try:
        return parse_points(text)
    except NumberError:
        return None


def _report_stray_points(reading: Reading, cells: dict[str, Slot]) -> None:
    for role in ("weight", "score"):
        slot = cells.get(role)
        if slot and not is_blank(slot.text) and _try_points(slot.text):
            reading.report("indicator.nameless", slot, f"points without a named indicator: {slot.text.strip()[:20]!r}")


def _places(reading: Reading, cells: dict[str, Slot]) -> dict[str, Place]:
    names = {"actual_value": "actual", "target_adjusted": "target"}
    return {
        names.get(role, role): reading.place(slot.cell)
        for role, slot in cells.items()
        if slot.text.strip()
        and (role != "target" or "target_adjusted" not in cells or not cells["target_adjusted"].text.strip())
    }
