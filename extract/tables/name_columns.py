"""Columns of names that no list calls levels or indicators: told by where they stand, and by how their cells repeat."""

from collections.abc import Sequence

from extract.labels import bare_label
from extract.lexicons.grammar import pattern
from extract.tables.columns import Column, is_numeric
from schemas.document import Slot

_LEVELS = ("level1", "level2")
_OPEN = frozenset(("item", "levels", "level3", "kind", "group", "goal_expected"))
MIN_GROUPS = 2


def names_by_place(
    columns: Sequence[Column], roles: list[str | None], below: Sequence[Sequence[Slot]]
) -> list[str | None]:
    """The roles with names of indicators right behind two levels, and with levels left of indicators where no column is called a first level."""
    rows = [slots for slots in below if len(slots) == len(columns)]
    roles = _one_of_two(_behind_levels(columns, roles), rows)
    if "level3" not in roles:
        return roles
    at = roles.index("level3")
    given = roles
    if "level2" not in roles and at and roles[at - 1] == "level1" and columns[at - 1].has("levels"):
        roles = [None if role == "level1" else role for role in roles]
    if not {"level1", "level2", "levels"}.isdisjoint(roles):
        return given
    start = at
    while (
        start
        and roles[start - 1] in (None, "ignored")
        and _groups(columns[start - 1], [row[start - 1] for row in rows])
    ):
        start -= 1
    if at - start < len(_LEVELS) and roles is not given:
        return given
    if not any(_repeats(rows, k, at) for k in range(start, at)):
        return given
    levels = _LEVELS[: at - start]
    return [*roles[: at - len(levels)], *levels, *roles[at:]]


def _one_of_two(roles: list[str | None], rows: Sequence[Sequence[Slot]]) -> list[str | None]:
    """The roles with the first of two columns of names ignored where it groups what stands in the second, else the second."""
    named = [k for k, role in enumerate(roles) if role == "level3"]
    if len(named) != 2:
        return roles
    first, second = named
    passed_over = first if _repeats(rows, first, second) else second
    return ["ignored" if k == passed_over else role for k, role in enumerate(roles)]


def _repeats(rows: Sequence[Sequence[Slot]], at: int, names: int) -> bool:
    """Whether cells of a column are over several rows with names, merged or with blanks below."""
    named = [row for row in rows if row[names].text.strip()]
    return any(row[at].cell.row_span > 1 or not row[at].text.strip() for row in named)


def _behind_levels(columns: Sequence[Column], roles: list[str | None]) -> list[str | None]:
    """The roles with the column right behind a second level as that of indicators, where it is called their name and no other is."""
    if "level3" in roles or "level1" not in roles or "level2" not in roles:
        return roles
    at = roles.index("level2") + 1
    slot = columns[at].slot if at < len(columns) else None
    if slot is None or roles[at] not in (None, "ignored") or columns[at].roles - _OPEN:
        return roles
    if not pattern("tables", "names_indicators").search(bare_label(slot.text)):
        return roles
    return [*roles[:at], "level3", *roles[at + 1 :]]


def _groups(column: Column, cells: Sequence[Slot]) -> bool:
    """Whether a column may group rows: it is called so, or a level, and holds several names."""
    slot = column.slot
    if slot is None or column.roles - _OPEN or (column.item and not column.has("item")):
        return False
    if not column.has("levels", "level3", "kind") and not pattern("tables", "names_groups").search(
        bare_label(slot.text)
    ):
        return False
    names = [cell.text.strip() for cell in cells if cell.text.strip()]
    return not any(map(is_numeric, names)) and len(set(names)) >= MIN_GROUPS
