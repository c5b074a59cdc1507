"""Which figures of money stand together, and to which decimals they are printed: what sums are checked by.

A set holds the figures of one evaluation in one table or paragraph, of one measure, year and institution.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import regex

Row = dict[str, Any]
Column = tuple[str, str]

_CELL = regex.compile(r"(?P<table>.+\.t\d+)\.r\d+\.c(?P<col>\d+)")
# What is money of many kinds says nothing as an item alone, and what is classified says it within its total or institution.
_MANY = ("other", "project.named")
_CLASSIFIED = ("econ.", "func.")


def place_in_sets(amounts: Sequence[Row]) -> None:
    """Fills set_no, set_figure and addend_step_fen of all amounts of one document, in their order."""
    columns = [_column(row) for row in amounts]
    steps = _column_steps(zip(columns, amounts, strict=True))
    sets: dict[Any, int] = {}
    numbers: Counter[str] = Counter()
    figures: dict[tuple[Any, str], list[Row]] = defaultdict(list)
    for row, column in zip(amounts, columns, strict=True):
        row["addend_step_fen"] = min(row["step_fen"], steps.get(column, row["step_fen"]))
        passage = column[0] if column else row["block_id"]
        key = (row["evaluation_id"], passage, row["measure"], row["year"], row["institution"])
        if key not in sets:
            sets[key] = numbers[row["evaluation_id"]]
            numbers[row["evaluation_id"]] += 1
        row |= {"set_no": sets[key], "set_figure": 0}
        if _speaks_for_itself(row):
            figures[key, row["item"]].append(row)
    for rows in figures.values():
        if len({row["amount_fen"] for row in rows}) == 1:
            min(rows, key=lambda row: (-row["step_fen"], row["id"]))["set_figure"] = 1


def _speaks_for_itself(row: Row) -> bool:
    return (
        row["item"] not in _MANY
        and outer_total(row["item"], row["within"]) is None
        and (row["institution"] is not None or not row["item"].startswith(_CLASSIFIED))
    )


def outer_total(item: str, within: str | None) -> str | None:
    """The total that a breakdown belongs to where its item does not tell: `project` for `econ.30201`, None for `project.special`."""
    return None if within is None or f"{item}.".startswith(f"{within}.") else within


def _column_steps(placed: Iterable[tuple[Column | None, Row]]) -> dict[Column | None, int]:
    """Column of a table -> the step that most of its figures have, where they have several.

    A round figure in a column of figures with decimals is printed to these decimals, its zeros dropped.
    """
    printed: dict[Column, list[Row]] = defaultdict(list)
    for column, row in placed:
        if column:
            printed[column].append(row)
    found: dict[Column | None, int] = {}
    for column, rows in printed.items():
        counts = Counter(row["step_fen"] for row in rows if row["amount_fen"])
        step, count = counts.most_common(1)[0] if counts else (0, 0)
        if counts.total() > 1 and 2 * count > counts.total():
            found[column] = step
    return found


def _column(row: Row) -> Column | None:
    cell = _CELL.fullmatch(row["block_id"])
    return (cell["table"], cell["col"]) if cell else None
