"""Columns over indicators -> one role each: which hold names of which level, which targets, points and what follows from them."""

from collections.abc import Sequence
from dataclasses import replace

from extract.labels import bare_label, strip_label
from extract.lexicons.grammar import pattern, wordings
from extract.tables.columns import Column
from schemas.document import Slot
from schemas.folding import fold

_POINTS = ("weight", "score")
_LABELS = ("level1", "level2", "level3")
MIN_WIDTH, MIN_LEVELS = 2, 2
# The roles of so many columns of names under one header, from one on; before three levels stands what kind of indicators they are.
_NAMES: tuple[tuple[str, ...], ...] = (("level3",), ("level1", "level3"), _LABELS, ("ignored", *_LABELS))
_OF_LEVEL = ("level1_weight", "level1_score", "level1_rate")


def choose_roles(columns: list[Column]) -> list[str | None]:
    """One role per column; what stands before the levels is a side label, a weight right after the first is the block's."""
    columns = _ranked(columns)
    nested = any(column.has("level2", "level3") for column in columns)
    named = (k for k, each in enumerate(columns) if each.has(*_LABELS, "kind") or _stands_for_first_level(columns, k))
    first = next(named, 0) if nested else 0
    roles: list[str | None] = [None] * first
    passed_over = {*_whole_term(columns), *_earlier_years(columns)}
    for k, column in enumerate(columns[first:], first):
        if k in passed_over:
            roles.append(None)
            continue
        role = next((role for role in _ORDER if column.has(role)), None)
        if role == "kind":
            known = any(other.has("level1") for other in columns) or bool({"level2", "level3"} & set(roles))
            role = "ignored" if known else "level1"
        if role in ("levels", "target", "actual_value") and nested and column.has("levels"):
            role = "level1" if _stands_for_first_level(columns, k) else None
        if _own(columns, k) in wordings("tables", "unit_heads") and roles and role in (None, "ignored"):
            aimed = any(later.has("target") for later in columns[k + 1 :])
            beside = roles[-1] in ("target", "target_adjusted") or (roles[-1] == "level3" and aimed)
            role = "unit" if beside else "ignored"
        if role in _POINTS and "level1" in roles and not {"level2", "level3"} & set(roles) and nested:
            role = f"level1_{role}"
        elif role in _POINTS and _is_of_level(columns, k, role):
            role = "ignored"
        if role in roles and (role in _OF_LEVEL or role in ("target", "actual_value", "weight", "score")):
            role = "ignored"
        if role == "ignored" and _explains_points(columns, roles, k):
            role = "deviation"
        roles.append(role)
    return _goals_as_targets(columns, roles)


def _explains_points(columns: list[Column], roles: list[str | None], at: int) -> bool:
    """Whether a column right behind the points says why they were given, where another tells the standard (评分要点 | 得分 | 评分说明)."""
    standards = wordings("tables", "standards_of_points")
    told = any(word in _own(columns, k) for k in range(at) for word in standards)
    return told and roles[-1:] == ["score"] and _own(columns, at) in wordings("tables", "said_of_points")


def _ranked(columns: list[Column]) -> list[Column]:
    """Columns with several of names before the values (评价指标 | 评价内容 | 指标名称), none called after its level, given their levels in order."""
    if any(column.has("level1", "level2") for column in columns):
        return columns
    names = [k for k, each in enumerate(columns) if each.has("level3", "levels") and not each.has("group")]
    levels = {2: ("level1", "level3"), 3: _LABELS}.get(len(names))
    run = names == list(range(names[0], names[0] + len(names))) if names else False
    alike = len({_own(columns, k) for k in names}) < len(names)
    if levels is None or not run or alike or not columns[names[-1]].has("level3"):
        return columns
    told = dict(zip(names, levels, strict=True))
    return [replace(each, roles=frozenset((told[k],))) if k in told else each for k, each in enumerate(columns)]


def _stands_for_first_level(columns: list[Column], at: int) -> bool:
    """Whether a column over levels, and no label at the side (评价内容), stands left of the second where none is the first."""
    beside = columns[at].has("levels") and at + 1 < len(columns) and columns[at + 1].has("level2")
    return beside and not columns[at].has("group") and not any(column.has("level1") for column in columns)


def _goals_as_targets(columns: list[Column], roles: list[str | None]) -> list[str | None]:
    """The roles with what is called a goal as the target, where names of indicators stand left of it and no target does."""
    names = [k for k, role in enumerate(roles) if role in (*_LABELS, "levels")]
    if not names or not {"target", "target_adjusted"}.isdisjoint(roles):
        return roles
    adjusted = [k for k, column in enumerate(columns) if k > names[-1] and column.has("goal_adjusted")]
    roles = ["target_adjusted" if k in adjusted[:1] else role for k, role in enumerate(roles)]
    goal = next(
        (k for k, column in enumerate(columns) if k > names[-1] and roles[k] is None and column.has("goal_expected")),
        None,
    )
    return [*roles[:goal], "target", *roles[goal + 1 :]] if goal is not None else roles


def first_level_beside(
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
    if not any(pattern("tables", "first_level_alone").match(fold(strip_label(slots[at].text))) for slots in rows):
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
    again = (first < names[0]) == (second < names[1]) and (
        first < names[0] or _own(columns, names[0]) == _own(columns, names[1])
    )
    return range(first, second) if again and second - first == names[1] - names[0] else range(0)


def _earlier_years(columns: list[Column]) -> list[int]:
    """The columns of what was reached in several years, each named (2022年实现值 | 2023年实现值): a target's history, and not what came of it."""
    reached = [k for k, column in enumerate(columns) if column.has("actual_value")]
    dated = [k for k in reached if columns[k].year]
    before = [k for k in reached if columns[k].year_shift == -1]
    aimed = [column.year for column in columns if column.has("target") and column.year]
    earlier = [k for k in dated if any(year > (columns[k].year or year) for year in aimed)]
    return [*(dated if len({columns[k].year for k in dated}) > 1 else earlier), *before]


def _own(columns: list[Column], at: int) -> str:
    """The label of a column's own cell."""
    slot = columns[at].slot
    return bare_label(slot.text) if slot and slot.text.strip() else columns[at].text


def full_marks_called_scores(columns: list[Column]) -> list[Column]:
    """Columns of points right behind the names of each level (一级指标 | 得分 | 二级指标 | 得分 …) made their full marks, where those that were got
    stand at the end and no column is called a full mark."""
    scores = [k for k, column in enumerate(columns) if column.has("score")]
    behind = [k for k in scores if k and columns[k - 1].has(*_LABELS)]
    if len(behind) < MIN_LEVELS or behind == scores or any(column.has("weight") for column in columns):
        return columns
    weight = frozenset(("weight",))
    return [replace(column, roles=weight) if k in behind else column for k, column in enumerate(columns)]


_ORDER = (
    "level1", "level2", "level3", "levels", "kind", "target_adjusted", "nature", "unit",
    "level1_weight", "level1_score", "level1_rate", "weight", "score_rate",
    "score", "review", "target", "actual_value", "deviation", "ignored",
)  # fmt: skip


def divide_levels(columns: list[Column], roles: list[str | None], width: int) -> tuple[list[Column], list[str | None]]:
    """Columns and roles with the one column over names of several levels divided, so that a row of `width` cells fills them.

    Where two such columns stand side by side the first holds the first level.
    """
    extra = max(0, width - len(columns))
    if "levels" not in roles:
        return _divide_names(columns, roles, extra)
    at = roles.index("levels")
    if roles[at + 1 : at + 2] == ["levels"] and not {"level1", "level3"} & set(roles):
        names = _LABELS[max(1, 2 - extra) :]
        columns = [*columns[: at + 1], *[columns[at + 1]] * len(names), *columns[at + 2 :]]
        return columns, [*roles[:at], "level1", *names, *roles[at + 2 :]]
    names = _NAMES[min(2, extra)]
    return [*columns[:at], *[columns[at]] * len(names), *columns[at + 1 :]], [*roles[:at], *names, *roles[at + 1 :]]


def _divide_names(columns: list[Column], roles: list[str | None], extra: int) -> tuple[list[Column], list[str | None]]:
    """As `divide_levels` for a column of indicators that spans as many grid columns as rows have cells more than the header."""
    names = [k for k, role in enumerate(roles) if role in _LABELS]
    if not 0 < extra < len(_NAMES) or len(names) != 1 or roles[names[0]] != "level3":
        return columns, roles
    at = names[0]
    slot = columns[at].slot
    if slot is None or slot.cell.col_span not in (1, extra + 1):
        return columns, roles
    return [*columns[:at], *[columns[at]] * (extra + 1), *columns[at + 1 :]], [
        *roles[:at],
        *_NAMES[extra],
        *roles[at + 1 :],
    ]


def side_by_side(columns: list[Column]) -> list[range]:
    """The columns of each list where two or more stand beside each other, with points of their own under the same labels; else one range of all."""
    names = [k for k, column in enumerate(columns) if column.has("level3")]
    if not names:
        names = [k for k, column in enumerate(columns) if column.roles and column.roles == columns[0].roles]
    width, rest = divmod(len(columns), max(1, len(names)))
    whole = [range(len(columns))]
    if len(names) < 2 or rest or width < MIN_WIDTH:
        return whole
    lists = [range(start, start + width) for start in range(0, len(columns), width)]
    alike = {tuple(columns[k].roles for k in each) for each in lists}
    scored = any(columns[k].has(*_POINTS) for k in lists[0])
    return lists if len(alike) == 1 and scored else whole


def sums_of_levels(columns: list[Column], roles: list[str | None], below: Sequence[Sequence[Slot]]) -> list[str | None]:
    """The roles with points that stand a second time right of the names as those of the first level, where the grid merges them as it merges its names."""
    second = {k: role for k, column in enumerate(columns) if (role := _repeated(columns, roles, k))}
    if not second or "level1" not in roles:
        return roles
    first = roles.index("level1")
    rows = [slots for slots in below if len(slots) == len(columns)]
    merged = {
        k for k in second
        if any(row[k].cell.row_span > 1 for row in rows)
        and all(_extent(row[k]) == _extent(row[first]) for row in rows if row[first].cell.row_span > 1)
    }  # fmt: skip
    return [f"level1_{second[k]}" if k in merged else role for k, role in enumerate(roles)]


def _repeated(columns: list[Column], roles: list[str | None], at: int) -> str | None:
    role = next((role for role in _POINTS if columns[at].has(role)), None)
    return role if role and roles[at] == "ignored" and role in roles[:at] else None


def _extent(slot: Slot) -> tuple[int, int]:
    return slot.cell.row, slot.cell.row_span
