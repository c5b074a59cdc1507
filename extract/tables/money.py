"""Money blocks: rows of items (or institutions) under measures, and matrices of items."""

from collections import Counter
from dataclasses import dataclass, field, replace

import regex

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.numbers import is_blank, parse_percent, parse_points
from extract.tables.align import align
from extract.tables.columns import Column, is_numeric
from extract.tables.figures import add_amount, class_code, money_at, readable
from extract.tables.reading import Reading
from schemas import fields
from schemas.document import Cell, Slot
from schemas.errors import NumberError
from schemas.folding import fold
from schemas.records import Score
from schemas.units import stated_unit

_FIGURE_ROLES = ("budget_initial", "budget", "actual", "change", "amount")
_RATED = ("rate", "weight", "score")
_NO_LABEL = ("seq", "code", "ignored", "review", "year", "deviation", *_RATED)
_ACCOUNTS = regex.compile("决算|执行|支出情况|自评|绩效")
_BUDGETS = frozenset(("budget", "budget_initial"))
_TASK = regex.compile(r"^(?:任务|项目)[一二三四五六七八九十\d]{1,2}[:：.、]\s*")
_ROW_YEAR = regex.compile(r"(20\d\d)年?度?")


@dataclass
class MoneyBlock:
    """A money block being read: its columns, and the context its rows have set so far.

    `context` decides what a label means, `within` which total the rows belong to, `total_item` what 合计 stands for.
    """

    columns: list[Column]
    default_measure: str
    total_item: str
    by_institution: bool
    context: str | None = None
    within: str | None = None
    base_context: str | None = None
    year: int | None = None
    executed: bool = False
    rated: bool = False
    by_project: bool = False
    unmatched: set[Cell] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a row is about: its label cell, and the classification code printed beside it."""

    slot: Slot | None = None
    code: str | None = None
    column: Column | None = None

    @property
    def text(self) -> str:
        return self.slot.text if self.slot else ""

    @property
    def bare(self) -> str:
        return bare_label(self.text)


def open_block(reading: Reading, columns: list[Column], labels: list[str]) -> MoneyBlock:
    """A money block under these columns. `labels` are the row labels below, from which its context is judged."""
    total = _total_item(reading, columns)
    columns = _one_total([_in_context(column, total) for column in columns])
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
        rated=any(column.has("score", "weight") for column in columns),
        by_project=any(column.has("project_name") for column in columns),
    )


def _default_measure(reading: Reading, columns: list[Column]) -> str:
    """What figures are whose columns do not say it: a budget where the titles or the other columns speak of nothing else."""
    measures = {column.measure for column in columns if column.measure}
    if measures and measures <= _BUDGETS:
        return "budget"
    titles = reading.setting.caption + "".join(reading.titles)
    if not regex.search("预算|决算", titles):
        titles += reading.setting.title
    return "budget" if "预算" in titles and not _ACCOUNTS.search(titles) else "actual"


def _in_context(column: Column, total: str) -> Column:
    """A column whose label means something else in this block (其他 among 固定资产)."""
    if column.slot is None or total not in ("assets", "three_public"):
        return column
    label = column.slot.cell.text
    if total == "three_public" and column.item and column.item.startswith("source."):
        return Column(
            column.text, frozenset(("ignored",)), slot=column.slot
        )  # where it came from, stated for every item
    if column.item is None:
        return replace(column, item=total) if bare_label(label) in words("sums") else column
    return column if column.year else replace(column, item=resolve_item(label, total) or column.item)


def _one_total(columns: list[Column]) -> list[Column]:
    """Where 合计 and 小计 of one measure stand side by side, 小计 is the total of the block's own items."""
    sums = [
        column
        for column in columns
        if column.slot and bare_label(column.slot.cell.text) in words("sums") and not column.year
    ]
    if not any(bare_label(column.slot.cell.text) == "小计" for column in sums if column.slot and len(sums) > 1):
        return columns
    drop = [
        column for column in sums
        if column.slot and bare_label(column.slot.cell.text) != "小计"
        and any(other is not column and (other.item, other.measure) == (column.item, column.measure) for other in sums)
    ]  # fmt: skip
    return [Column(column.text, slot=column.slot) if column in drop else column for column in columns]


def _total_item(reading: Reading, columns: list[Column]) -> str:
    items = [column.item for column in columns if column.item]
    for family in ("three_public", "assets"):
        if any(item.startswith(family + ".") for item in items):
            return family
    dated = {column.item for column in columns if column.item and column.year}
    if len(dated) == 1:
        return dated.pop() or "total"
    return reading.setting.total_item or "total"


def _judge_context(labels: list[str], total: str) -> str | None:
    """econ for a list that is mostly of the economic classification and has nothing of 三公 alone."""
    if total in ("three_public", "assets"):
        return total
    codes = Counter(code.split(".")[0] for label in labels if (code := resolve_item(label, "econ")))
    return "econ" if codes["econ"] >= 3 and not codes["three_public"] else None


def read_row(reading: Reading, block: MoneyBlock, slots: list[Slot]) -> bool:
    """Read one row of a money block; False when the row is none (nothing in it is a figure or a known label)."""
    pairs = [(slot, block.columns[index]) for slot, index in align(slots, block.columns)]
    if all(column.has("seq") for slot, column in pairs if slot.text.strip()) or _is_numbering(slots):
        reading.use(slots)
        return True
    if not _is_money_row(pairs):
        return False
    reading.use(slot for slot, _ in pairs)
    block.year = _row_year(pairs) or block.year
    label, after_figure = _Label(code=_class_code(pairs)), False
    for slot, column in pairs:
        if _holds_figure(column):
            _read_figure(reading, block, label, slot, column)
            after_figure = True
        elif _may_label(block, column) and not is_blank(slot.text) and not is_numeric(slot.text):
            if bare_label(slot.text) in words("sums") and resolve_item(label.text) and not after_figure:
                continue
            label = _Label(slot, None if after_figure else label.code, column)
            after_figure = False
            _follow(block, slot.text)
    _read_execution(reading, block, label, pairs)
    return True


def _may_label(block: MoneyBlock, column: Column) -> bool:
    """Whether a row's label may stand in a column: where projects have a column of their own, only there."""
    if block.by_project and column.text and not column.has("project_name", "item", "group"):
        return False
    return not column.has(*_NO_LABEL)


def _is_numbering(slots: list[Slot]) -> bool:
    """True for a row that but counts the columns (栏次 | 1 | 2 | 3)."""
    filled = [fold(slot.text) for slot in slots if slot.text.strip()]
    named = bool(filled) and filled[0] in words("numbering")
    filled = filled[named:]
    return len(filled) > (0 if named else 2) and filled == [str(k) for k in range(1, len(filled) + 1)]


def _class_code(pairs: list[tuple[Slot, Column]]) -> str | None:
    """The official classification code that the row's code columns join to (`类 款 项`), else None."""
    return class_code(slot.text for slot, column in pairs if column.has("code"))


def _row_year(pairs: list[tuple[Slot, Column]]) -> int | None:
    """The year that the row's own column of years gives."""
    years = (_ROW_YEAR.fullmatch(fold(slot.text)) for slot, column in pairs if column.has("year"))
    return next((int(match[1]) for match in years if match), None)


def _holds_figure(column: Column) -> bool:
    if column.has(*_FIGURE_ROLES):
        return True
    return bool(column.year or column.item) and not column.has("ignored", "rate", "year")


def _is_money_row(pairs: list[tuple[Slot, Column]]) -> bool:
    figures = [slot for slot, column in pairs if _holds_figure(column) and not is_blank(slot.text)]
    if figures:
        return readable(figures[0].text)
    return any(_is_known(slot.text) for slot, _ in pairs if slot.text.strip())


def _is_known(text: str) -> bool:
    return resolve_item(text) is not None or bare_label(text) in words("sums") | words("consolidated")


def _follow(block: MoneyBlock, text: str) -> None:
    """Let a row label set the context of the rows below it."""
    code = resolve_item(text, block.context)
    if code is None or code == block.context:
        return
    if block.context and code.startswith((block.context + ".", "other")):
        return
    item = fields.items().get(code)
    if item and item.opens:
        block.context, block.within = item.opens, item.sets_within
    elif not (block.context == "project" and code.startswith(("econ.", "func."))):
        block.context, block.within = block.base_context, block.within if block.base_context else None


def _read_figure(reading: Reading, block: MoneyBlock, label: _Label, slot: Slot, column: Column) -> None:
    if is_blank(slot.text):
        return
    unit = reading.unit_for(column.unit, stated_unit(fold(label.text)))
    value = money_at(reading, slot, unit[0])
    if value is None:
        return
    institution = None
    if _is_project(label):
        if column.item not in (None, "total") and label.bare not in words("sums"):
            return
        item = _project_item(label, column)
        shown = _TASK.sub("", published_label(label.text))
    elif label.code is None and (block.by_institution or _is_matrix(column, label)):
        institution = None if label.bare in words("consolidated") else published_label(label.text) or None
        item, shown = column.item or block.total_item, _column_label(column, label)
    else:
        item, shown = label.code or _row_item(reading, block, label, column), published_label(label.text)
    add_amount(
        reading,
        slot,
        value,
        unit,
        item=item,
        label=shown,
        measure=column.measure or block.default_measure,
        year=block.year or _year(reading, column),
        institution=institution,
        within=_within(block, item, label, column),
    )


def _is_project(label: _Label) -> bool:
    return label.column is not None and label.column.has("project_name") and bool(label.text.strip())


def _project_item(label: _Label, column: Column) -> str:
    """The item of a project's own row: what the body spends on itself has its code, everything else its name alone."""
    if label.bare in words("sums"):
        return column.item or "total"
    code = resolve_item(_TASK.sub("", label.text.strip()))
    return code if code and code.split(".")[0] in ("basic", "project", "total") else "project.named"


def _is_matrix(column: Column, label: _Label) -> bool:
    """A column that itself names the item, in a row that names something else (an institution)."""
    names_other = resolve_item(label.text) is None and label.bare not in words("sums")
    return bool(column.item) and not column.year and names_other


def _column_label(column: Column, label: _Label) -> str:
    if column.item and column.slot:
        return column.label or published_label(column.slot.cell.text) or column.text
    return published_label(label.text)


def _row_item(reading: Reading, block: MoneyBlock, label: _Label, column: Column) -> str:
    if not label.text.strip() or label.bare in words("sums"):
        return column.item or _side(block, label) or block.total_item
    if code := resolve_item(label.text, block.context):
        return "total" if block.rated and code == "expenditure" else code
    if block.context == "project":
        return "project.named"
    if label.slot and label.slot.cell not in block.unmatched:
        block.unmatched.add(label.slot.cell)
        message = f"label not known: {published_label(label.text)[:40]!r}"
        reading.report("label.unmatched", label.slot, message)
    return "other"


def _row_item_code(block: MoneyBlock, label: _Label) -> str | None:
    code = resolve_item(label.text)
    return "total" if block.rated and code == "expenditure" else code


def _side(block: MoneyBlock, label: _Label) -> str | None:
    """What 合计 sums up where income and expenditure stand side by side, each under its own 科目."""
    sides = [column for column in block.columns if column.has("item")]
    if len(sides) < 2 or label.column is None:
        return None
    named = [item for item, word in (("income", "收入"), ("expenditure", "支出")) if word in label.column.text]
    return named[0] if len(named) == 1 else None


def _within(block: MoneyBlock, item: str, label: _Label, column: Column) -> str | None:
    """The total a figure is part of: by its own column, its own code, or the block it stands in."""
    if label.bare in words("sums"):
        return None
    if item.startswith(("econ.", "func.")) and column.item in ("basic", "project") and not column.year:
        return column.item
    family = item.split(".")[0]
    if family in ("three_public", "basic") and "." in item:
        return family
    return block.within if item.startswith(("econ.", "func.", "project.")) else None


def _year(reading: Reading, column: Column) -> int | None:
    if column.year:
        return column.year
    year = reading.setting.fiscal_year
    return year + (column.year_shift or 0) if year else None


def _read_execution(reading: Reading, block: MoneyBlock, label: _Label, pairs: list[tuple[Slot, Column]]) -> None:
    """The budget-execution line: weight, rate and points that stand in the row of the total."""
    unnamed = not label.text.strip() or label.bare in words("sums")
    item = block.total_item if unnamed else _row_item_code(block, label)
    if block.executed or block.by_institution or item != "total":
        return
    cells = {role: slot for slot, column in pairs for role in _RATED if column.has(role)}
    values = {}
    for role, slot in cells.items():
        try:
            value = parse_percent(slot.text) if role == "rate" else parse_points(slot.text)
        except NumberError:
            reading.report("number.unreadable", slot, f"not a {role}: {slot.text[:40]!r}", "warning")
            continue
        if value is not None:
            values[role] = value
    if not values:
        return
    block.executed = True
    main = next(cells[role].cell for role in ("score", "rate", "weight") if role in values)
    reading.scores.append(
        Score(
            component="budget_execution",
            weight=values.get("weight"),
            score=values.get("score"),
            rate=values.get("rate"),
            raw=main.text,
            place=reading.place(main),
            places={role: reading.place(cells[role].cell) for role in values},
            by=reading.setting.form or "table.money",
        )
    )
