"""A money block: its columns, what its sums stand for, and the context its rows have set so far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import regex

from extract.labels import bare_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern
from extract.numbers import is_blank
from extract.tables.columns import Column, parse_header
from extract.tables.figures import readable
from extract.tables.guesses import guessed_columns
from extract.tables.reading import Reading
from schemas.document import Cell, Slot
from schemas.folding import fold

MAX_LABELS = 3
_HAN = regex.compile(r"\p{Han}{2}")
_PLANS = "form.target_declaration"
_FIGURE_ROLES = frozenset(("budget_initial", "budget", "actual", "change", "amount"))
_ACCOUNTED = frozenset(("source", "income", "expenditure", "three_public"))
_BUDGETS = frozenset(("budget", "budget_initial"))


class _Context(NamedTuple):
    """What the labels of one side have set so far, as in `MoneyBlock`."""

    context: str | None = None
    within: str | None = None
    opened_at: int | None = None
    above: tuple[str, str] | None = None
    group: str | None = None
    counted_at: int | None = None


@dataclass
class MoneyBlock:
    """A money block being read: its columns, and the context its rows have set so far.

    `two_sided` where income and expenditure stand side by side, each under its own 科目,
    `of_projects` where its rows are named projects, headed by no more than 项目, `rated` where its rows are those of a form that grades the execution, `summed` the measures whose sources stand
    beside their 合计, `of_carryover` the sides whose rows are parts of what was carried over. `context` decides what a label means and was opened by a label so deep in the outline (`opened_at`), `within` which total the rows belong to, `total_item` what 合计 stands for, `sides` the families of items met in each grid column of labels, `above` label and item of the last row that a list names,
    `group` the item named by the label that rows stand beside (“三公”经费 left of its parts),
    `unit_name` is whose the rows are where rows over the whole width name units, `unit_summed` whether its sum has been met,
    `counted_at` is how deep in the outline the label stands whose rows count things (车辆数（辆）), with those below it; `starts` are
    the grid columns at which further lists begin beside the first, `at` that of the list in hand, and `kept` what the labels of the others had set;
    `labels` are those of the rows, `unmatched` the cells of those that no list knows with what they are taken for.
    """

    columns: list[Column]
    default_measure: str
    total_item: str
    by_institution: bool
    context: str | None = None
    within: str | None = None
    base_context: str | None = None
    opened_at: int | None = None
    above: tuple[str, str] | None = None
    group: str | None = None
    year: int | None = None
    executed: bool = False
    rated: bool = False
    by_project: bool = False
    of_projects: bool = False
    two_sided: bool = False
    summed: frozenset[str | None] = frozenset()
    of_carryover: set[str] = field(default_factory=set)
    sides: dict[int, set[str]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    unmatched: dict[Cell, str | None] = field(default_factory=dict)
    counted_at: int | None = None
    at: int | None = None
    kept: dict[int | None, _Context] = field(default_factory=dict)
    starts: tuple[int, ...] = ()
    divided: bool = False
    unit_name: str | None = None
    unit_summed: bool = False

    def open_unit(self, name: str) -> None:
        """Let the rows below be of a unit that a row over the whole width names, until its sum is followed by that of all."""
        self.unit_name, self.unit_summed = name, False

    def close_unit(self, sum_label: str) -> None:
        """Let a sum be that of all units where it is called so, or where the unit in hand has had its own."""
        if self.unit_summed or sum_label in words("grand_totals") | words("consolidated") - words("sums"):
            self.unit_name = None
        self.unit_summed = True

    def turn_to(self, col: int) -> None:
        """Take up what the labels of the list that a grid column is in have set, where lists stand side by side."""
        col = max((start for start in self.starts if start <= col), default=0)
        if not self.starts or col == self.at:
            return
        self.kept[self.at] = _Context(*(getattr(self, each) for each in _Context._fields))
        for name, value in self.kept.get(col, self.kept[None])._asdict().items():
            setattr(self, name, value)
        self.at = col

    @cached_property
    def holds_figures(self) -> list[bool]:
        """Of each column, whether it holds money."""
        return [holds_figure(column) for column in self.columns]

    @cached_property
    def items_across(self) -> bool:
        """Whether columns are items."""
        return any(column.item for column in self.columns)


def holds_figure(column: Column) -> bool:
    """Whether a column holds money."""
    if not _FIGURE_ROLES.isdisjoint(column.roles):
        return True
    return bool(column.year or column.item) and not column.has("ignored", "rate", "year")


def open_block(
    reading: Reading, columns: list[Column], labels: list[str], below: Sequence[Sequence[Slot]]
) -> MoneyBlock:
    """A money block under these columns. `labels` are those in the first cells of the rows `below`, from which its context is judged."""
    columns = _sides_as_items(columns)
    columns = _spent_on_projects(_units_of_counting(_counted(_label_columns(columns, below), below), below))
    columns = _receivers(_named_by_rows(columns, below))
    columns = guessed_columns(reading, _items_or_projects(columns, labels, below), below)
    starts = _starts(columns)
    labels = [*labels, *(slot.text for row in below for slot in row[MAX_LABELS:] if slot.cell.col in starts)]
    total = _total_item(reading, columns)
    columns = [_sum_column(column) for column in _one_total([_in_context(column, total) for column in columns])]
    context = _judge_context(labels, total)
    within = {"basic.public": "public"}.get(total, total.split(".")[0])
    return MoneyBlock(
        columns,
        _default_measure(reading, columns),
        total,
        by_institution=any(column.has("institution") and not column.has("item") for column in columns),
        context=context,
        within=None if total in ("total", "expenditure", "assets") else within,
        base_context=context,
        rated=any(column.has("score", "weight") for column in columns) or _grades(reading, columns),
        summed=frozenset(column.measure for column in columns if _is_sum(column)),
        by_project=any(column.has("project_name") for column in columns),
        of_projects=_names_projects(columns, labels),
        two_sided=sum(column.has("item") for column in columns) > 1,
        starts=starts,
        divided=_is_divided(columns),
        labels=tuple(labels),
    )


def _starts(columns: list[Column]) -> tuple[int, ...]:
    """The grid columns at which further lists begin: labels of items right of figures."""
    places = [column.slot.cell.col if column.slot else 0 for column in columns]
    return tuple(
        places[k] for k in range(1, len(columns)) if columns[k].has("item") and columns[k - 1].measure and places[k]
    )


def _is_divided(columns: list[Column]) -> bool:
    """Whether the measures of income and of expenditure have columns of their own beside one list of labels (预算收入 over 年初预算 | 决算)."""
    over = [column.text for column in columns if column.measure and not column.item]
    sides = lexicon("tables")["sides"].values()
    told = [[word for word in sides if word in text] for text in over]
    return all(len(words) == 1 for words in told) and len({words[0] for words in told}) == len(sides)


def _label_columns(columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """Columns with each that spans labels of two levels (项目名称 over 一般公共预算 | 小计) repeated for each of them."""
    wide = [column.slot.cell if column.slot and _spans_labels(column, column.slot) else None for column in columns]
    if not any(wide):
        return columns
    ends = (k for k, row in enumerate(below) if _is_of_labels(row))
    below = below[: next(ends, len(below))]
    found = []
    for column, cell in zip(columns, wide, strict=True):
        inside = range(cell.col, cell.col + cell.col_span) if cell else ()
        starts = {slot.cell.col for row in below for slot in row if slot.cell.col in inside} if inside else ()
        found += [column] * max(1, len(starts))
    return found


def _spans_labels(column: Column, slot: Slot) -> bool:
    return slot.cell.col_span > 1 and column.has("item", "project_name", "institution")


def _is_of_labels(row: Sequence[Slot]) -> bool:
    """True for a row of several texts and no figure, where another block begins."""
    filled = [slot.text for slot in row if not is_blank(slot.text)]
    return len(filled) > 2 and not any(map(readable, filled))


def _grades(reading: Reading, columns: list[Column]) -> bool:
    return "self_evaluation" in reading.setting.form and any(column.has("rate") for column in columns)


def _named_by_rows(columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """Columns with those that are headed as money and hold but names below (资金总额 over the labels) cleared of it."""
    rows = [row for row in below[:6] if len(row) == len(columns)]
    named = []
    for k, column in enumerate(columns):
        texts = [row[k].text for row in rows if not is_blank(row[k].text)]
        worded = len(texts) > 1 and all(_HAN.search(text) and not readable(text) for text in texts)
        labels = column.measure and not column.item and worded
        named.append(Column(column.text, frozenset(("item",)), slot=column.slot) if labels else column)
    return named


def _counted(columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """Columns of unknown meaning that but count the rows (行次, whatever it is called) made such."""
    rows = [row for row in below if len(row) == len(columns)]
    found = []
    for k, column in enumerate(columns):
        texts = [row[k].text.strip() for row in rows if row[k].text.strip()]
        numbers = [int(text) for text in texts if text.isdecimal()]
        counts = len(numbers) == len(texts) > 2 and all(b - a in (1, 2, 3) for a, b in pairwise(numbers))
        found.append(
            Column(column.text, frozenset(("seq",)), slot=column.slot) if counts and not column.known else column
        )
    return found


def _units_of_counting(columns: list[Column], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """Columns headed 单位 made such where what stands below them is what things are counted in (辆, 批次), and no body."""
    if not any(column.has("institution") for column in columns):
        return columns
    rows = [row for row in below if len(row) == len(columns)]
    counted = words("units_of_things") | words("units_of_persons")
    found = []
    for k, column in enumerate(columns):
        texts = (
            [bare_label(row[k].text) for row in rows if not is_blank(row[k].text)] if column.has("institution") else []
        )
        of_things = bool(texts) and all(text in counted for text in texts)
        found.append(Column(column.text, frozenset(("unit",)), slot=column.slot) if of_things else column)
    return found


def _sides_as_items(columns: list[Column]) -> list[Column]:
    """Columns headed 收入 and 支出 beside figures of the same measures made the labels of both sides of an account."""
    sides = lexicon("tables")["sides"].values()
    found = [k for k, column in enumerate(columns) if bare_label(column.text) in sides and not column.measure]
    if len(found) != len(sides) or any(k + 1 == len(columns) or not columns[k + 1].measure for k in found):
        return columns
    items = frozenset(("item",))
    return [replace(column, roles=items) if k in found else column for k, column in enumerate(columns)]


def _spent_on_projects(columns: list[Column]) -> list[Column]:
    """Columns with 项目支出金额 in a list of projects made what was spent on each, and no item of its own."""
    if not any(column.has("project_name") for column in columns):
        return columns
    actual = frozenset(("actual",))
    return [
        replace(column, item=None, measure="actual", roles=actual)
        if column.item == "project" and not column.measure and pattern("tables", "amount_of").search(column.text)
        else column
        for column in columns
    ]


def _items_or_projects(columns: list[Column], labels: list[str], below: Sequence[Sequence[Slot]]) -> list[Column]:
    """A column headed 项目名称 whose rows are where money came from and went to names items, and no projects; beside one that does
    name projects, a column of items (资金性质) only tells of each."""
    if not any(column.has("project_name", "institution") for column in columns):
        return columns
    named = [k for k, column in enumerate(columns) if column.has("project_name")]
    rows = [row for row in below if len(row) == len(columns)]
    own = [row[k].text for row in rows for k in named if row[k].text.strip()]
    codes = [code for label in own or labels if (code := resolve_item(label))]
    known = [code for code in codes if code.split(".")[0] in _ACCOUNTED]
    # 部门整体支出 and 项目支出 head a list of projects under 单位（项目）名称.
    whole = {"total", "project"} <= set(codes)
    if len(known) >= 2 or whole:
        items = frozenset(("item",))
        headed = ("project_name", "institution") if whole else ("project_name",)
        return [replace(column, roles=items) if column.has(*headed) else column for column in columns]
    listed = (
        [row for row in rows if not any(bare_label(slot.text) in words("sums") for slot in row[: named[0] + 1])]
        if named
        else []
    )
    if listed and all(row[named[0]].text.strip() for row in listed):
        told = frozenset(("ignored",))
        return [replace(column, roles=told) if column.roles == {"item"} else column for column in columns]
    return columns


def _receivers(columns: list[Column]) -> list[Column]:
    """Columns with that of who receives the money (属地 | 下达金额 | 项目名称) as the labels of the rows; what they do with it only tells of each."""
    at = next((k for k, column in enumerate(columns) if bare_label(_shown(column)) in words("receiver_heads")), None)
    if at is None or not any(column.measure or column.has("amount") for column in columns[at + 1 :]):
        return columns
    items, told = frozenset(("item",)), frozenset(("ignored",))
    named = [replace(each, roles=told) if each.has("project_name") else each for each in columns]
    return [replace(each, roles=items) if k == at else each for k, each in enumerate(named)]


def _names_projects(columns: list[Column], labels: list[str]) -> bool:
    """True for rows headed by a plain word for projects (项目) under several measures, no one of which is an item that a list knows."""
    heads = [column for column in columns if column.has("item")]
    if len(heads) != 1 or bare_label(_shown(heads[0])) not in words("project_heads"):
        return False
    measures = {column.measure for column in columns if column.measure and not column.item}
    names = [label for label in labels if bare_label(label) not in words("sums") and not readable(label)]
    named = all(resolve_item(label) is None and not pattern("tables", "cost").search(fold(label)) for label in names)
    return len(measures) > 1 and len(names) > 1 and named


def _is_sum(column: Column) -> bool:
    return bare_label(_shown(column)) in words("sums") and not column.year


def _shown(column: Column) -> str:
    """The label over a column: that of its own cell, or where that is blank the one above."""
    own = column.slot.cell.text if column.slot else ""
    return own if own.strip() else column.label


def _sum_column(column: Column) -> Column:
    """合计 over figures is the sum of the items beside it, and money like them."""
    unsaid = _is_sum(column) and not column.roles and not column.item
    return replace(column, roles=frozenset(("amount",))) if unsaid else column


def _default_measure(reading: Reading, columns: list[Column]) -> str:
    """What figures are whose columns do not say it: a budget where the titles or the other columns speak of nothing else."""
    measures = {column.measure for column in columns if column.measure}
    if (measures and measures <= _BUDGETS) or reading.setting.form == _PLANS:
        return "budget"
    titles = reading.setting.caption + "".join(reading.titles)
    if not pattern("captions", "of_accounts").search(titles):
        titles += reading.setting.title
    planned = pattern("captions", "of_budget").search(titles) and not pattern("captions", "of_execution").search(titles)
    return "budget" if planned else "actual"


def _in_context(column: Column, total: str) -> Column:
    """A column whose label means something else in this block (其他 among 固定资产)."""
    if column.slot is None or total not in ("assets", "three_public"):
        return column
    label = _shown(column)
    if total == "three_public" and column.item and column.item.startswith("source."):
        return Column(column.text, frozenset(("ignored",)), slot=column.slot)
    if column.item is None and bare_label(label) in words("sums"):
        over = column.text.removesuffix(fold(label))
        part = total == "three_public" and over not in ("", column.text) and not parse_header(over).known
        other = part and not pattern("tables", "three_public").search(over)
        return replace(column, item="other", label=over) if other else replace(column, item=total)
    if column.item is None:
        return column
    return column if column.year else replace(column, item=resolve_item(label, total) or column.item)


def _one_total(columns: list[Column]) -> list[Column]:
    """Where 合计 and 小计 of one measure stand side by side, 小计 is the total of the block's own items."""
    sums = [column for column in columns if _is_sum(column)]
    if not any(bare_label(_shown(column)) in words("subtotals") for column in sums if len(sums) > 1):
        return columns
    drop = [
        column for column in sums
        if bare_label(_shown(column)) not in words("subtotals")
        and any(other is not column and (other.item, other.measure) == (column.item, column.measure) for other in sums)
    ]  # fmt: skip
    ignored = frozenset(("ignored",))
    return [Column(column.text, ignored, slot=column.slot) if column in drop else column for column in columns]


def _total_item(reading: Reading, columns: list[Column]) -> str:
    items = [column.item for column in columns if column.item]
    for family in ("three_public", "assets"):
        if any(item.startswith(family + ".") for item in items):
            return family
    dated = {column.item for column in columns if column.item and column.item != "other" and column.year}
    if len(dated) == 1:
        return dated.pop() or "total"
    return reading.setting.total_item or "total"


def _judge_context(labels: list[str], total: str) -> str | None:
    """econ for a list that is mostly of the economic classification and has nothing of 三公 alone."""
    if total in ("three_public", "assets"):
        return total
    codes = Counter(code.split(".")[0] for label in labels if (code := resolve_item(label, "econ")))
    return "econ" if codes["econ"] >= 3 and not codes["three_public"] else None
