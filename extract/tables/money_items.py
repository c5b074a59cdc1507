"""What a figure in a money block is about: the item of its row, its column or its side, and the body it belongs to."""

from typing import NamedTuple

import regex

from extract.labels import bare_label, published_label, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern
from extract.tables.columns import Column, parse_header, part_of
from extract.tables.guesses import guessed_item
from extract.tables.money_block import MoneyBlock
from extract.tables.reading import Reading
from schemas.document import Slot

_SIDES = {
    "income": frozenset(("source", "income")),
    "expenditure": frozenset(("basic", "project", "func", "econ", "expenditure")),
}
_CARRIED = ("source.carryover", "balance.cumulative")


def _said(name: str) -> regex.Pattern[str]:
    return pattern("tables", name)


class RowLabel(NamedTuple):
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


class Subject(NamedTuple):
    """What a figure is of: item, label as shown, institution or None; `guessed` where no list knows the label that names the item."""

    item: str
    label: str
    institution: str | None = None
    guessed: bool = False


def subject_of(reading: Reading, block: MoneyBlock, label: RowLabel, column: Column) -> Subject | None:
    """What the figure in a column of a row is of; None where it repeats or divides what another figure of the row says."""
    if _is_project(label):
        if column.item not in (None, "total") and label.bare not in words("sums"):
            return None
        return Subject(_project_item(block, label, column), _said("task_number").sub("", published_label(label.text)))
    if label.code is None and (block.by_institution or _is_matrix(column, label)):
        institution = None if label.bare in words("consolidated") else published_label(label.text) or None
        return Subject(column.item or block.total_item, _column_label(column, label), institution, column.guessed)
    if block.by_project and label.bare in words("sums") and column.item not in (None, "total", "project"):
        return None
    if _divides_by_source(block, column):
        told = column.item and _is_year_total(label) and not block.two_sided
        return Subject(column.item, _column_label(column, label)) if told and column.item else None
    if _is_part_of_carryover(block, label):
        return None
    item, shown = label.code or _row_item(reading, block, label, column), published_label(label.text)
    if item == "other" == column.item and label.bare in words("sums"):
        shown = _column_label(column, label)
    guess = block.unmatched.get(label.slot.cell) if label.slot else None
    return Subject(item, shown, guessed=guess is not None)


def said_by_row(label: RowLabel) -> Column | None:
    """The measure that a row's label names where the columns are items (预算数, 2021年决算数, 增减率); None for other labels."""
    if not label.text.strip() or resolve_item(label.text):
        return None
    said = parse_header(label.text)
    return said if said.measure or said.has("ignored", "rate") else None


def _divides_by_source(block: MoneyBlock, column: Column) -> bool:
    return column.measure in block.summed and bool(column.item) and str(column.item).startswith("source.")


def _is_year_total(label: RowLabel) -> bool:
    """True for the row of all the year's expenditure, whose division by source is that of the sources themselves."""
    if label.bare in words("sums"):
        return label.bare not in words("grand_totals")
    return not label.text.strip() or resolve_item(label.text) == "expenditure"


def _is_part_of_carryover(block: MoneyBlock, label: RowLabel) -> bool:
    """Whether a row below 年初结转和结余 of a two-sided table says of which source that was."""
    if not block.two_sided or label.column is None:
        return False
    code, side = resolve_item(label.text), label.column.text
    if code in _CARRIED:
        block.of_carryover.add(side)
    elif code in ("source.general", "source.fund", "source.state_capital"):
        return side in block.of_carryover
    else:
        block.of_carryover.discard(side)
    return False


def follows_total(block: MoneyBlock, label: RowLabel) -> bool:
    """Whether a row is that of the total whose execution a form grades."""
    if not label.text.strip() or label.bare in words("sums"):
        return block.total_item == "total" and block.group in (None, "total", "expenditure")
    code = resolve_item(label.text)
    if code is None:
        return _is_form_total(block, label)
    return code == "total" or (block.rated and code == "expenditure")


def _is_form_total(block: MoneyBlock, label: RowLabel) -> bool:
    """Whether a label that no list knows is by its wording the total of a form that grades the execution."""
    return block.rated and bool(_said("form_total").fullmatch(label.bare))


def _is_project(label: RowLabel) -> bool:
    return label.column is not None and label.column.has("project_name") and bool(label.text.strip())


def _project_item(block: MoneyBlock, label: RowLabel, column: Column) -> str:
    """The item of a project's own row: what the body spends on itself has its code, everything else its name alone."""
    if label.bare in words("sums"):
        return column.item or ("project" if _lists_projects(block) else "total")
    code = resolve_item(_said("task_number").sub("", label.text.strip()))
    return code if code and code.split(".")[0] in ("basic", "project", "total") else "project.named"


def _lists_projects(block: MoneyBlock) -> bool:
    return any(column.has("project_name") and _said("of_projects").search(column.text) for column in block.columns)


def _is_matrix(column: Column, label: RowLabel) -> bool:
    """A column that itself names the item, in a row that names something else (an institution)."""
    names_other = (
        resolve_item(label.text) is None
        and label.bare not in words("sums")
        and not _said("money_label").search(label.bare)
    )
    return bool(column.item) and not column.year and names_other


def _column_label(column: Column, label: RowLabel) -> str:
    if column.item and column.slot:
        return column.label or published_label(column.slot.cell.text) or column.text
    return published_label(label.text)


def _row_item(reading: Reading, block: MoneyBlock, label: RowLabel, column: Column) -> str:
    if not label.text.strip() or label.bare in words("sums"):
        side = "total" if label.bare in words("grand_totals") and block.two_sided else _side(block, label, column)
        return column.item or side or block.group or ("project" if _lists_projects(block) else block.total_item)
    if code := resolve_item(label.text, block.context) or _part_of_above(block, label):
        if code == "expenditure" and block.context == "three_public":
            return "three_public"
        grand = (
            bool(_said("ends_as_grand_total").search(label.bare))
            and block.two_sided
            and _sums_before(block, label, code)
        )
        rated = block.rated and code == "expenditure" and not pattern("tables", "sum_of_spending").search(label.bare)
        return "total" if grand or rated else code
    if _is_form_total(block, label):
        return "total"
    if block.context == "project" or _is_uncoded_project(block, label):
        return "project.named"
    return _unlisted(reading, block, label.slot) or ("project.named" if block.of_projects else "other")


def _is_uncoded_project(block: MoneyBlock, label: RowLabel) -> bool:
    """Whether a row without a code stands below coded ones in a table of 项目支出: a project that its function was spent on."""
    coded = any(column.has("code") for column in block.columns)
    return block.total_item == "project" and coded and label.code is None


def _sums_before(block: MoneyBlock, label: RowLabel, code: str) -> bool:
    """Whether a sum of both sides (收入总计) stands below the year's own (本年收入合计)."""
    sides = {
        resolve_item(text)
        for text in block.labels
        if bare_label(text) != label.bare and not _said("grand_total").match(text)
    }
    return code in ("income", "expenditure") and code in sides


def _part_of_above(block: MoneyBlock, label: RowLabel) -> str | None:
    """The item of a short label (运行费) below a row that it is a part of (公务用车购置及运行费)."""
    return part_of(*block.above, label.text) if block.above else None


def _unlisted(reading: Reading, block: MoneyBlock, slot: Slot | None) -> str | None:
    """What a label that no list knows is taken for; an issue names it either way."""
    if slot is None:
        return None
    if slot.cell not in block.unmatched:
        block.unmatched[slot.cell] = guessed_item(reading, slot, block.context, block.labels)
    return block.unmatched[slot.cell]


def _side(block: MoneyBlock, label: RowLabel, column: Column | None = None) -> str | None:
    """What 合计 sums up where income and expenditure stand side by side, each under its own 科目."""
    sides = lexicon("tables")["sides"].items()
    beside = block.two_sided and label.column is not None and label.bare not in words("grand_totals")
    named = [item for item, word in sides if label.column and word in label.column.text] if beside else []
    if len(named) == 1:
        return named[0]
    if block.divided and column is not None and label.bare in words("sums"):
        return next((item for item, word in sides if word in column.text), None)
    if not beside:
        return None
    met = block.sides.get(label.slot.cell.col, set()) if label.slot else set()
    return next((side for side, families in _SIDES.items() if met and met <= families), None)


def within_of(block: MoneyBlock, item: str, label: RowLabel, column: Column) -> str | None:
    """The total a figure is part of: by its own column, its own code, or the block it stands in."""
    numbered = label.column is not None and label.column.has("seq")
    if label.bare in words("sums") and not (numbered and column.item):
        return None
    if item.startswith(("econ.", "func.")) and column.item in ("basic", "project") and not column.year:
        return column.item
    family = item.split(".")[0]
    if family in ("three_public", "basic") and "." in item:
        return family
    if block.within == "three_public":
        return None
    return block.within if item.startswith(("econ.", "func.", "project.")) else None
