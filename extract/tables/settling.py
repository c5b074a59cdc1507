"""Columns of a header seen beside each other: what one leaves open, another says."""

from dataclasses import replace

from extract.lexicons import words
from extract.tables.columns import Column


def settle(columns: list[Column]) -> list[Column]:
    """Columns with the labels that merely stand beside a block (年度预算数（万元）before 年初预算) cleared of their measure."""
    columns = _carriers(_initial_beside_adjusted(_share_measure(columns)))
    last = max((k for k, column in enumerate(columns) if column.measure and not column.has("group")), default=-1)
    return [
        replace(column, roles=frozenset(("group",)), measure=None) if column.has("group") and column.measure and k < last else column
        for k, column in enumerate(columns)
    ]  # fmt: skip


def _carriers(columns: list[Column]) -> list[Column]:
    """Columns with those of the units that carry out projects ignored, where projects or items have a column of their own."""
    if not any(column.has("project_name", "level3", "item") for column in columns):
        return columns
    ignored = frozenset(("ignored",))
    return [Column(column.text, ignored, slot=column.slot) if column.has("carrier") else column for column in columns]


def _initial_beside_adjusted(columns: list[Column]) -> list[Column]:
    """A budget that stands before one said to be adjusted is the initial one (预算安排数 | 调整后预算数)."""
    budgets = [column for column in columns if column.measure == "budget" and not (column.item or column.year)]
    adjusted = [column for column in budgets if any(word in column.text for word in words("adjusted"))]
    if len(budgets) < 2 or not adjusted or any(column.measure == "budget_initial" for column in columns):
        return columns
    first = budgets[0]
    plain = first not in adjusted and not any(word in first.text for word in words("received"))
    initial = replace(first, measure="budget_initial", roles=frozenset(("budget_initial",)))
    return [initial if plain and column is first else column for column in columns]


def _share_measure(columns: list[Column]) -> list[Column]:
    """What stands as 其中 right of a measure, and the items beside it, are of that measure (全年预算数 | 其中：财政拨款 | 单位资金)."""
    shared: list[Column] = []
    measure, within = None, False
    for column in columns:
        if column.measure and not column.item:
            measure, within = column.measure, False
        elif not column.item or column.roles:
            measure = None
        within = within or (column.item is not None and column.text.startswith(words_of_which()))
        inherits = measure is not None and within and column.item is not None and not column.measure
        roles = frozenset((measure,)) if measure else column.roles
        shared.append(replace(column, measure=measure, roles=roles) if inherits else column)
    return shared


def words_of_which() -> tuple[str, ...]:
    """The words that begin a list of parts (其中)."""
    return tuple(words("of_which"))
