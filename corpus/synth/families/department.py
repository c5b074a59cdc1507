"""部门整体支出绩效自评表 of the Hunan set, with its sums in rows or inside the label cells."""

from decimal import Decimal

from corpus.synth.books import Books
from corpus.synth.families.grading import Layout, count_rows, indicator_rows
from corpus.synth.families.parts import (
    execute,
    execution_cells,
    goal_cells,
    money_cell,
    total_cells,
    total_of,
)
from corpus.synth.families.project import WEIGHTS, lighten
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import rate_of
from corpus.synth.setting import Setting
from corpus.synth.words import load
from schemas.document import Place

MEASURES = ("budget_initial", "budget", "actual")
SOURCES = (("source.general", "一般公共预算拨款"), ("source.fund", "政府性基金拨款"),
           ("source.nontax", "纳入专户管理的非税收入拨款"), ("source.other", "其他资金"))  # fmt: skip
KINDS = (("basic", "基本支出"), ("project", "项目支出"))


def department_form(setting: Setting, evaluation: Evaluation, books: Books) -> tuple[Decimal, dict[str, Decimal]]:
    """The form; returns its printed total and the score of each block with the execution line's."""
    report, header = setting.report, setting.words.header
    report.line(f"{setting.year}年度部门整体支出绩效自评表", "title")
    grid = report.table(9, 10, 11, 20, 13, 13, 8, 9, 13)
    grid.add("预算部门\n名称", Cell(setting.body, 8))
    line = execute(setting, books.of("total", "budget"), books.of("total", "actual"))
    in_label = setting.commission.seed % 2 == 0
    names = [header(key) for key in ("initial", "budget", "actual", "weight", "rate", "score")]
    grid.add(Cell(f"年度预算申请\n（{setting.style.unit}）", rows=7 if in_label else 10), Cell("", 2), *names)
    totals = [
        money_cell(setting, evaluation, books.of("total", measure), "total", "年度资金总额", measure)
        for measure in MEASURES
    ]
    grid.add(Cell("年度资金总额", 2), *totals, *execution_cells(setting, evaluation, line, "wrs"))
    (label_rows if in_label else plain_rows)(setting, evaluation, books, grid)
    grid.add(Cell("年度总体\n目标", rows=2), Cell(header("expected"), 4), Cell(header("reached"), 4))
    goal = f"{setting.sector['goal']}；\n控制一般性支出，按时公开预决算信息。"
    grid.add(*goal_cells(evaluation, goal, f"{setting.sector['done']}，预决算信息按时公开。", (4, 4)))
    limits = rate_of(books.of("three_public", "actual"), books.of("three_public", "budget"))
    cost = ("“三公”经费控制率", Decimal(100), limits, "%")
    rows = draw_indicators(setting, evaluation, WEIGHTS, cost)
    layout = Layout(
        ("level1", "level2", "level3", "target", "done", "weight", "score", "reason"),
        bracketed="weight-sum" not in setting.unplanted and setting.rng.random() < 0.7,
        spare=setting.rng.random() < 0.5,
    )  # fmt: skip
    assert line.weight is not None
    assert line.score is not None
    rows = lighten(setting, evaluation, rows, line.weight)
    names = [header(key) for key in ("target", "done", "weight", "score", "reason")]
    lead = Cell("绩\n效\n指\n标", rows=count_rows(rows, layout) + 1)
    grid.add(lead, "一级指标", "二级指标", "三级指标", *names)
    indicator_rows(evaluation, grid, rows, layout, {key: Decimal(value) for key, value in WEIGHTS.items()})
    total = total_of(setting, evaluation, [line.score, *(row.score for row in rows)])
    grid.add(Cell(header("total"), 6), *total_cells(evaluation, Decimal(100), total, (1, 1)), "")
    setting.sign(evaluation)
    by_block = {"budget_execution": line.score}
    for key in WEIGHTS:
        by_block[key] = sum((row.score or Decimal(0) for row in rows if row.level1 == key), Decimal(0))
    return total, by_block


def plain_rows(setting: Setting, evaluation: Evaluation, books: Books, grid: Grid) -> None:
    """A row for each source and each kind of expenditure."""
    blank = setting.rng.choice(load("vocabulary")["blanks"])
    for title, entries in (("按收入性质分：", SOURCES), ("按支出性质分：", KINDS)):
        grid.add(Cell(title, 2), "", "", "", blank, blank, blank)
        for item, label in entries:
            cells = [money_cell(setting, evaluation, books.of(item, m), item, label, m) for m in MEASURES]
            grid.add(Cell(label, 2), *cells, blank, blank, blank)


def label_rows(setting: Setting, evaluation: Evaluation, books: Books, grid: Grid) -> None:
    """Two lists side by side, each sum behind its label in one cell; they add up to what was executed."""
    left: list[Cell] = [Cell("按收入性质分：", 4)]
    right: list[Cell] = [Cell("按支出性质分：", 4)]
    for cells, entries in ((left, SOURCES), (right, KINDS)):
        for index, (item, label) in enumerate(entries):
            cells.append(composed(setting, evaluation, books.of(item, "actual"), item, label, index == 0))
    right += [Cell("", 4)] * (len(left) - len(right))
    for pair in zip(left, right, strict=True):
        grid.add(*pair)


def composed(setting: Setting, evaluation: Evaluation, fen: int, item: str, label: str, first: bool) -> Cell:
    """A cell such as 其中：基本支出：539.43."""
    figure = setting.style.figure(fen)
    text = f"{'其中：' if first else ''}{label}：{figure.text}"

    def note(place: Place) -> None:
        evaluation.amount(place, text, figure.yuan, figure.unit, item, label, "composition", evaluation.year)

    return Cell(text, 4, notes=(note,))
