"""Header cells -> columns: what each holds, of which year, in which unit; and what kind of block they head."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extract.labels import bare_label, published_label, resolve_category, resolve_item
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.tables.levels import heads_sources, source_of
from schemas import fields
from schemas.document import Slot
from schemas.folding import bracketed, fold
from schemas.units import Unit, stated_unit

MEASURES = ("budget_initial", "budget", "actual", "change")
_MONEY_ROLES = frozenset((*MEASURES, "amount"))
_OF_LEVELS = ("weight", "score", "score_rate", "rate")
_LEVELS = frozenset(("level1", "level2", "level3", "levels"))
_YEAR = regex.compile(r"^(?:(20\d\d)(?:年度?|度)?|(上年度?|去年|上一年度?)|(本年度?|当年|今年))(?:的)?")
_NUMERIC = regex.compile(r"[+-]?[\d,]+(?:\.\d+)?[%分]?")
# How the figures of a column are worked out, behind what it is called.
_FORMULA = regex.compile(r"(?<=\p{Han}[)）]?)\s*[=＝].*", regex.DOTALL)
_COUNTED = {"establishment": "establishment", "staff": "actual", "control_rate": "control_rate"}
_COMPARED = regex.compile("^[比较与同]|[比较与].*[数额]")
MAX_LABEL, MAX_GUESSED, MAX_HEADER = 24, 14, 80


@dataclass(frozen=True, slots=True)
class Column:
    """One leaf column. `roles` are the meanings left open; `item`, `measure`, `year`, `unit` what its headers state.

    `year_shift` is -1 for 上年; `text` the folded labels from top to bottom; `label` the published one that names the item,
    which is `guessed` where no list knows that label; `category` the kind of people or posts that are counted.
    """

    text: str
    roles: frozenset[str] = frozenset()
    item: str | None = None
    measure: str | None = None
    year: int | None = None
    year_shift: int | None = None
    unit: Unit | None = None
    slot: Slot | None = None
    label: str = ""
    guessed: bool = False
    category: str | None = None

    @property
    def known(self) -> bool:
        """True when the label says what the column holds."""
        return bool(self.roles or self.item or self.year or self.year_shift or self.category)

    def has(self, *roles: str) -> bool:
        """True when the column may have one of the roles."""
        return not self.roles.isdisjoint(roles)


_EMPTY = Column("")


@lru_cache(maxsize=4096)
def parse_header(text: str) -> Column:
    """What one header label says. Source: schemas/fields/columns.yaml, budget.yaml."""
    folded = fold(text)
    unit = stated_unit(folded)
    label = bare_label(_FORMULA.sub("", text) if "=" in text or "＝" in text else text)
    year, shift = None, None
    match = _YEAR.match(label)
    if (
        match is None
        and (inside := pattern("tables", "year_inside").search(label))
        and _roles(label[: inside.start()] + label[inside.end() :])
    ):
        label = inside[0] + label[: inside.start()] + label[inside.end() :]
        match = _YEAR.match(label)
    if match and not _roles(label) and not resolve_item(label):
        rest = label[match.end() :]
        if rest or match[1]:
            year = int(match[1]) if match[1] else None
            shift = -1 if match[2] else 0 if match[3] else None
            label = rest
    column = Column(folded, unit=unit, year=year, year_shift=shift)
    if not label:
        return column
    if len(label) > MAX_LABEL:
        return Column(folded, unit=unit)
    if roles := _roles_with_note(label):
        counted = next((_COUNTED[role] for role in _COUNTED if role in roles), None)
        return replace(column, roles=roles, measure=_measure(roles), category=counted)
    column = _item_column(column, label)
    if column.item:
        return column
    if category := resolve_category(label) or resolve_category(label.split("(")[0]):
        return replace(column, category=category)
    if len(label) > MAX_GUESSED:
        return Column(folded, unit=unit)
    return _guessed(column, label)


def _guessed(column: Column, label: str) -> Column:
    """A label no list names, judged by its wording; words before a measure that name some money make it that money's."""
    for worded, roles in fields.column_patterns():
        if match := worded.search(label):
            named = label[: match.start()]
            plain = len(named) < 2 or named in words("plain_money") or _COMPARED.search(named) or _tells_measures(named)
            of_other = _MONEY_ROLES & roles and not plain
            of_measure = replace(column, roles=roles, measure=_measure(roles))
            return replace(of_measure, item="other", label=named) if of_other else of_measure
    return Column(column.text, unit=column.unit)


def _tells_measures(named: str) -> bool:
    """Whether words before a measure only say what is compared (决算与预算, 决算比上年), and name no money."""
    return bool(pattern("tables", "compared_measures").fullmatch(named))


def _roles_with_note(label: str) -> frozenset[str]:
    """The roles of a label; of one that is read by nobody the bracket may say more (备注（未完成原因）)."""
    roles = _roles(label)
    note = bracketed(label)[1] if "ignored" in roles else None
    told = next((found for worded, found in fields.column_patterns() if note and worded.search(note)), None)
    return told if told and "deviation" in told else roles


def _roles(label: str) -> frozenset[str]:
    """The roles of a label, of one with a note or with the formula that it is reckoned by (得分=权重*完成率)."""
    known = fields.column_roles()
    return known.get(label) or known.get(label.split("(")[0]) or known.get(label.partition("=")[0]) or frozenset()


def _measure(roles: frozenset[str]) -> str | None:
    return next((measure for measure in MEASURES if measure in roles), None)


def _item_column(column: Column, label: str) -> Column:
    if column.year is not None and label[:1].isdigit():
        return column  # 2019年210… is a project's name, and 210 no code of a classification
    if item := resolve_item(label):
        return replace(column, item=item)
    for suffix in _measure_suffixes():
        if label.endswith(suffix) and (item := resolve_item(label.removesuffix(suffix))):
            roles = fields.column_roles()[suffix]
            return replace(column, item=item, roles=roles, measure=_measure(roles), label=label.removesuffix(suffix))
    return column


@lru_cache(maxsize=1)
def _measure_suffixes() -> tuple[str, ...]:
    labels = (label for label, roles in fields.column_roles().items() if not roles.isdisjoint(MEASURES))
    return tuple(sorted(labels, key=len, reverse=True))


@lru_cache(maxsize=4096)
def part_of(whole: str, item: str, part: str) -> str | None:
    """The item that a short label means below a longer one (购置费 below 公务用车购置及运行维护费), of the same family; else None."""
    name, family = bare_label(whole), item.split(".")[0] + "."
    joined = (resolve_item(name[:end] + bare_label(part)) for end in range(len(name) - 1, 1, -1))
    return next((code for code in joined if code and code.startswith(family) and code != item), None)


def combine(parent: Column, child: Column) -> Column:
    """A leaf under a spanning header: the child says what the column holds, the parent what it leaves unsaid."""
    if parent.has("ignored"):
        return Column(parent.text + child.text, frozenset(("ignored",)), slot=child.slot)
    if child.has("score") and pattern("tables", "reviewed").search(parent.text):
        return Column(parent.text + child.text, frozenset(("review",)), slot=child.slot)
    if pattern("tables", "of_first_level").search(parent.text) and child.has(*_OF_LEVELS):
        return Column(parent.text + child.text, frozenset(map(_of_first_level, child.roles)), slot=child.slot)
    if parent.has("weight", "score") and child.has("level1", "level2", "level3"):
        own = parent.roles if child.has("level3") else frozenset(("ignored",))
        return Column(parent.text + child.text, own, slot=child.slot)
    if parent.roles - {"group"} and bare_label(child.text) in words("plain_children"):
        child = replace(child, roles=frozenset(), item=None, measure=None)
    if parent.item and not child.known and (item := part_of(parent.label or parent.text, parent.item, child.text)):
        child = replace(child, item=item)
    roles = child.roles - {"amount"} or parent.roles - {"group"} or child.roles
    if child.item and not child.roles:
        roles = parent.roles & _MONEY_ROLES
    return Column(
        parent.text + child.text,
        roles,
        child.item or parent.item,
        child.measure or parent.measure,
        child.year or parent.year,
        child.year_shift if child.year_shift is not None else parent.year_shift,
        child.unit or parent.unit,
        child.slot,
        parent.label if not child.item and (parent.item or (child.measure and not parent.measure)) else child.label,
        category=kind_in(parent.category, child.category) if child.category else parent.category,
    )


def _of_first_level(role: str) -> str:
    return f"level1_{role.removeprefix('score_')}" if role in _OF_LEVELS else role


def kind_in(group: str | None, category: str) -> str:
    """What a kind of staff means below a group: posts of that kind below 编制数, people of it below 实有人数."""
    if group == "establishment" and category in ("civil_servant", "reference_managed", "institution_staff", "worker"):
        return f"establishment.{category}"
    return category.removeprefix("establishment.") if group == "actual" else category


@lru_cache(maxsize=4096)
def is_numeric(text: str) -> bool:
    """True for a cell that holds a bare number, percentage or points and so cannot be a header."""
    return bool(_NUMERIC.fullmatch(fold(text)))


def _is_sentence(text: str) -> bool:
    """Whether a folded text is an answer, such as a goal, and no label."""
    return len(text) > MAX_HEADER or text.endswith("。")


def header_cells(slots: list[Slot], names_items: Callable[[Slot], bool] | None = None) -> list[Column] | None:
    """The row's cells as header labels; None when the row holds figures, sentences or mostly unknown text.

    `names_items` tells of an unknown label beside measures whether the cells below it name items.
    """
    texts = [slot.text for slot in slots]
    if any(is_numeric(text) for text in texts):
        return None
    parsed = [parse_header(text) if text.strip() else _EMPTY for text in texts]
    if not any(column.text for column in parsed) or any(_is_sentence(column.text) for column in parsed):
        return None
    if names_items and any(column.has(*_MONEY_ROLES) for column in parsed):
        asked = [
            bool(column.text) and not column.known and names_items(slot)
            for slot, column in zip(slots, parsed, strict=True)
        ]
        items = frozenset(("item",))
        parsed = [
            replace(column, roles=items) if named else column for column, named in zip(parsed, asked, strict=True)
        ]
    if any(heads_sources(slot.cell.text) for slot in slots[:2]):
        cells = _sources_beside(list(map(_standing_in, slots, parsed)))
        return cells if _are_mostly_known(cells) else None
    return list(map(_standing_in, slots, parsed)) if _are_mostly_known(parsed) else None


def _are_mostly_known(cells: list[Column]) -> bool:
    """Whether the labels of a row are those of a header: some are known, and few of the others are not sums or money."""
    filled = [cell for cell in cells if cell.text]
    known = sum(cell.known for cell in filled)
    if not known:
        return False
    unknown = [cell for cell in filled if not (cell.known or cell.text in words("sums") or _is_money(cell, known))]
    return len(unknown) <= max(1, known // 2)


def _is_money(cell: Column, known: int) -> bool:
    """Whether an unknown label beside others that are known names some money by its wording."""
    return known > 2 and cell.text.endswith(tuple(words("money_endings")))


def _standing_in(slot: Slot, said: Column) -> Column:
    """What a label says, with its cell; made anew, for `replace` costs several times as much."""
    if not said.text:
        return Column("", slot=slot)
    return Column(
        said.text,
        said.roles,
        said.item,
        said.measure,
        said.year,
        said.year_shift,
        said.unit,
        slot,
        _own_label(slot.text, said.label),
        said.guessed,
        said.category,
    )


@lru_cache(maxsize=4096)
def _own_label(text: str, named: str) -> str:
    """A header's label as published; of one that names its money before a measure (`机关运行经费决算数`) that money's name, `named` when folded."""
    label = pattern("tables", "unit_behind").sub("", published_label(text))
    ends = range(len(named), len(label)) if named else range(0)
    return next((label[:end] for end in ends if fold(label[:end]) == named), label)


def _sources_beside(cells: list[Column]) -> list[Column]:
    """Under a head such as 资金来源 the levels that gave the money (中央, 省级, 其他) and their 合计 are columns of the budget."""
    found = []
    for cell in cells:
        label = bare_label(cell.slot.cell.text) if cell.slot else ""
        item = source_of(label) or cell.item
        given = item is not None and cell.measure is None and not cell.has("rate")
        found.append(replace(cell, item=item, measure="budget", roles=frozenset(("budget",))) if given else cell)
    return found


def block_kind(columns: list[Column]) -> str | None:
    """The kind of block these columns head: indicators, goals, staff, facilities, money, matrix, scores, or None."""
    has = {role for column in columns for role in column.roles}
    levels = has & _LEVELS
    if sum(column.has("person") for column in columns) >= 2:
        return "people"
    if _heads_indicators(columns, has, levels):
        return "indicators"
    if {"approved_m2", "actual_m2"} <= has:
        return "facilities"
    counted = sum(column.category is not None for column in columns)
    if ("establishment" in has and has & {"staff", "control_rate"}) or (counted > 1 and not levels):
        return "staff"
    money = [column for column in columns if column.has(*_MONEY_ROLES) or (column.year and not column.roles)]
    if has & {"goal_expected", "goal_adjusted"} and has & {"goal_actual", "goal_other_term"} and not money:
        return "goals"
    if _asks_for_goals_alone(columns):
        return "goals"
    if levels and "score" in has and not has & {"target", "actual_value"} and len(money) < 2:
        return "scores"
    items = [column for column in columns if column.item]
    beside = any(column.has("group") and column.unit for column in columns)
    if len(money) >= 2 or (money and (has & {"item", "institution", "project_name", "code"} or items or beside)):
        return "money"
    if len(items) >= 2 or (items and has & {"item", "code"}):
        return "matrix"
    return None


def _asks_for_goals_alone(columns: list[Column]) -> bool:
    """Whether a row holds but the label at the side of goals and one over them (总体目标 | 年度目标)."""
    filled = [column for column in columns if column.text]
    if len(filled) != 2 or len(columns) != 2:
        return False
    side, over = filled
    return side.has("group") and side.has("goal_expected") and over.has("goal_expected") and not over.has("group")


def _heads_indicators(columns: list[Column], has: set[str], levels: set[str]) -> bool:
    if levels & {"level2", "level3"}:
        return bool(has & {"target", "target_adjusted", "actual_value", "weight", "score"})
    if levels == {"levels"} and "kind" in has and has & {"goal_expected", "goal_adjusted"} and "goal_actual" not in has:
        return True
    return levels == {"levels"} and bool(has & {"target", "actual_value"}) and _is_levels_table(columns)


def _is_levels_table(columns: list[Column]) -> bool:
    """A header such as 评价内容 | 绩效目标 | 完成情况: one label over all the levels, then target and actual.

    One that may also stand at the side of a form (绩效指标) is such a label beside points and both of these.
    """
    labels = [column for column in columns if column.has("levels") and not column.has("group")]
    has = {role for column in columns for role in column.roles}
    scored = {"target", "actual_value"} <= has and bool(has & {"weight", "score"})
    return bool(labels or scored) and any(column.has("target") for column in columns)


def is_group(column: Column) -> bool:
    """True for a header that only spans others (其中, 结余, 项目资金)."""
    return column.has("group") or column.text.strip(":") in words("of_which")
