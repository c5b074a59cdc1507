"""The Jiangxi set: 自评情况汇总表, 部门（单位）整体支出绩效自评表 and a short narrative."""

from dataclasses import replace
from decimal import Decimal

from corpus.synth.books import Books, draw_books
from corpus.synth.families.grading import Layout, indicator_rows
from corpus.synth.families.parts import (
    declare,
    declared_grade,
    goal_cells,
    money_cell,
    total_cells,
    total_of,
)
from corpus.synth.families.project import lighten
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import Indicator, draw_indicators, draw_row, split_weight
from corpus.synth.model import Cell, Grid
from corpus.synth.money import rate_of, short
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load
from schemas.document import Place

WEIGHTS = {"management": 25, "output": 35, "benefit": 30, "satisfaction": 10}
LABELS = {"management": "管理指标", "benefit": "效果指标"}
ENTRIES = (("source.fiscal", "资金来源：（1）财政拨款", "财政拨款"), ("source.other", "（2）其他资金", "其他资金"),
           ("basic", "资金结构：（1）基本支出", "基本支出"), ("project", "（2）项目支出", "项目支出"))  # fmt: skip


def write(commission: Commission) -> Setting:
    """Summary, form, narrative."""
    setting = Setting(commission)
    report, year = setting.report, setting.year
    evaluation = setting.evaluate("department")
    books = draw_books(setting.rng, year, setting.staff["actual"], (setting.sector["funds"][0],))
    rows, total = graded(setting, evaluation, books)
    declared = total
    if setting.take("score-conflict"):
        declared = total - 1
        message = f"The form's total is {total}, the summary and the narrative declare {declared}."
        report.gold.finding(evaluation, "score-conflict", message, declared, total)
    report.line("附件4：", "body")
    summary_table(setting, evaluation, books, declared)
    report.line("附件6：", "body")
    form(setting, evaluation, books, rows, total)
    report.line("附件7：", "body")
    report.gold.title = f"{setting.body}整体支出绩效自评报告"
    report.line(report.gold.title, "title")
    report.line(f"（{year}年度）", "caption")
    rate = rate_of(books.of("total", "actual"), books.of("total", "budget"))
    if setting.take("execution-rate"):
        stated = rate - Decimal("2.5")
        message = f"预算执行率 is stated as {stated}%, executed over full-year budget is {rate}%."
        report.gold.finding(evaluation, "execution-rate", message, stated, rate)
        rate = stated
    grade = declared_grade(setting, evaluation, declared)
    declare(evaluation, declared, grade)
    tell(Story(setting, evaluation, books, declared, grade, rate), "jiangxi")
    return setting


def graded(setting: Setting, evaluation: Evaluation, books: Books) -> tuple[list[Indicator], Decimal]:
    """Management rows before the drawn ones, and the printed total."""
    specs = load("vocabulary")["management"]
    points = split_weight(setting, WEIGHTS["management"], len(specs))
    rows = []
    for (group, name, spec), weight in zip(specs, points, strict=True):
        row = draw_row(setting, "management", (group, name, *spec), weight)
        rows.append(replace(row, score=weight))
    weights = {key: WEIGHTS[key] for key in ("output", "benefit", "satisfaction")}
    limits = rate_of(books.of("three_public", "actual"), books.of("three_public", "budget"))
    cost = ("“三公”经费控制率", Decimal(100), limits, "%")
    rows += draw_indicators(setting, evaluation, weights, cost)
    rows = [relabel(row) for row in lighten(setting, evaluation, rows, Decimal(0))]
    return rows, total_of(setting, evaluation, [row.score for row in rows])


def relabel(row: Indicator) -> Indicator:
    """The province's own level-1 names."""
    return replace(row, level1=LABELS.get(row.level1, row.level1))


def summary_table(setting: Setting, evaluation: Evaluation, books: Books, declared: Decimal) -> None:
    """One row for the body, spare rows, and the total row."""
    report, style = setting.report, setting.style
    report.line(f"{setting.year}年度部门整体支出自评情况汇总表", "title")
    grid = report.table(6, 30, 12, 12, 11, 11, 11)
    grid.add(Cell("主管部门（盖章）：", 2), "", "", "", "", f"单位：{style.unit}")
    grid.add("序号", "预算单位", "全年\n预算数", "全年\n执行数", "执行率", "所属单位\n自评分数", "主管部门\n复核分数")
    rate = short(rate_of(books.of("total", "actual"), books.of("total", "budget"))) + "%"
    for number in range(1, 4):
        if number > 1:
            grid.add(str(number), "", "", "", "", "", "")
            continue
        sums = summary_sums(setting, evaluation, books, setting.body, setting.body)
        scores = [scored(evaluation, kind, declared, setting.body) for kind in ("declared", "review")]
        grid.add("1", setting.body, *sums, rate, *scores)
    sums = summary_sums(setting, evaluation, books, "合计", None)
    grid.add(Cell("合计", 2), *sums, rate, scored(evaluation, "declared", declared, None), "")
    report.line("注：部门本级自评情况填写在第一行，所属单位依次往下填写。", "body")


def summary_sums(
    setting: Setting, evaluation: Evaluation, books: Books, label: str, institution: str | None
) -> list[Cell]:
    """Budget and executed total of one row."""
    return [
        money_cell(setting, evaluation, books.of("total", m), "total", label, m, institution=institution)
        for m in ("budget", "actual")
    ]


def scored(evaluation: Evaluation, component: str, score: Decimal, institution: str | None) -> Cell:
    """A score such as 98分."""
    text = short(score) + "分"

    def note(place: Place) -> None:
        evaluation.score(place, text, component, score=score, institution=institution)

    return Cell(text, notes=(note,))


def form(setting: Setting, evaluation: Evaluation, books: Books, rows: list[Indicator], total: Decimal) -> None:
    """The form with a weight column for the blocks and the row's points behind each name."""
    report = setting.report
    report.line("部门（单位）整体支出绩效自评表", "title")
    report.line(f"（{setting.year}年度）", "caption")
    grid = report.table(9, 6, 13, 24, 12, 12, 7, 7, 14)
    grid.add(Cell("评价部门\n名称", 2), Cell(setting.body, 3), Cell("下属单位个数", 2), Cell("1", 2))
    scale_rows(setting, evaluation, books, grid)
    grid.add(Cell("年度总体目标", 2, 2), Cell("年初设定目标", 3), Cell("全年完成情况", 4))
    grid.add(*goal_cells(evaluation, setting.sector["goal"] + "。", setting.sector["done"] + "。", (3, 4)))
    grid.add(Cell("分解目标自评", 9))
    names = ("一级指标", "权重", "二级指标", "三级指标", "年度指标值", "全年完成值", "分值", "得分", "偏差及原因分析")
    grid.add(*names)
    layout = Layout(("level1", "block", "level2", "level3", "target", "done", "weight", "score", "reason"),
                    suffixed="weight-sum" not in setting.commission.plants)  # fmt: skip
    weights = {LABELS.get(key, key): Decimal(value) for key, value in WEIGHTS.items()}
    indicator_rows(evaluation, grid, rows, layout, weights)
    grid.add(Cell("总分", 6), *total_cells(evaluation, Decimal(100), total, (1, 1)), "")
    report.line("说明：部门（单位）根据年初设定的绩效目标设置三级指标。", "body")


def scale_rows(setting: Setting, evaluation: Evaluation, books: Books, grid: Grid) -> None:
    """整体支出规模: two sources and two kinds, their rates without points."""
    unit = setting.style.unit
    grid.add(
        Cell(f"整体支出\n规模（{unit}）", 2, len(ENTRIES) + 1),
        Cell("", 2),
        Cell("全年预算数", 2),
        Cell("全年执行数", 2),
        "执行率",
    )
    for item, text, label in ENTRIES:
        budget, actual = books.of(item, "budget"), books.of(item, "actual")
        cells = [
            money_cell(setting, evaluation, books.of(item, m), item, label, m, cols=2) for m in ("budget", "actual")
        ]
        grid.add(Cell(text, 2), *cells, short(rate_of(actual, budget)) + "%")
