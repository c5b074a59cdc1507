"""Ningxia's 项目支出绩效自评表: own and reviewed score in the head, decision and management among the indicators."""

from dataclasses import replace
from decimal import Decimal

from corpus.synth.books import draw_funding
from corpus.synth.families.grading import Layout, count_rows, indicator_rows
from corpus.synth.families.parts import Execution, execute, goal_cells, money_cell, total_of
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import Indicator, draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import plain, rounded, short
from corpus.synth.setting import Commission, Setting
from schemas.document import Place

OUTPUT, BENEFIT = "项目产出", "项目效益"
WEIGHTS = {"output": 30, "benefit": 25, "satisfaction": 10}
BLOCKS = {"项目决策": 10, "项目管理": 25, OUTPUT: 30, BENEFIT: 35}
PROCESS = (
    ("项目决策", "项目立项", "立项规范性", "规范", 5), ("项目决策", "项目目标", "绩效目标合理性", "合理", 5),
    ("项目管理", "财务管理", "财务管理制度有效性", "有效", 7), ("项目管理", "项目实施", "管理制度有效性", "有效", 8),
)  # fmt: skip
MEASURES = ("budget_initial", "budget", "actual")


def write(commission: Commission) -> Setting:
    """One project's form."""
    setting = Setting(commission)
    report = setting.report
    name = setting.rng.choice(setting.sector["projects"])
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    report.gold.title = "项目支出绩效自评表"
    report.line(report.gold.title, "title")
    report.line(f"（{setting.year}年度）", "caption")
    funding = draw_funding(setting.rng, ("source.fiscal",))
    sums = {measure: funding.total(measure) for measure in MEASURES}
    line = execute(setting, sums["budget"], sums["actual"], None)
    rows = draw_rows(setting, evaluation, line, sums)
    total = total_of(setting, evaluation, [row.score for row in rows])
    grid = report.table(10, 14, 16, 22, 9, 18, 18, 9, 18)
    head_rows(setting, evaluation, grid, name, total)
    grid.add(Cell(f"项目资金（{setting.style.unit}）", 2, 2), Cell("", 2), "年初预算数", "调整预算数（A）",
             "全年执行数（B）", Cell("执行率（B/A）", 2))  # fmt: skip
    money = [money_cell(setting, evaluation, fen, "total", "年度资金总额", m) for m, fen in sums.items()]
    rate = short(line.rate) + "%"

    def note(place: Place) -> None:
        evaluation.score(place, rate, "budget_execution", rate=line.rate)
        if line.rate != line.true_rate:
            message = f"Execution rate is stated as {line.rate}%, executed over adjusted budget is {line.true_rate}%."
            report.gold.finding(evaluation, "execution-rate", message, line.rate, line.true_rate)

    grid.add(Cell("年度资金总额", 2), *money, Cell(rate, 2, notes=(note,)))
    grid.add(Cell("年度总体目标", rows=2), Cell("年初设定目标", 4), Cell("年度总体目标完成情况", 4))
    grid.add(*goal_cells(evaluation, setting.sector["goal"] + "。", setting.sector["done"] + "。", (4, 4)))
    layout = Layout(("level1", "level2", "level3", "weight", "target", "done", "score", "reason"), bracketed=True)
    heads = ("一级指标", "二级指标", "三级指标", "参考分值", "指标值（A）", "全年实际值（B）", "得分", "未完成原因分析")
    grid.add(Cell("绩\n效\n指\n标", rows=count_rows(rows, layout) + 1), *heads)
    indicator_rows(evaluation, grid, rows, layout, {key: Decimal(value) for key, value in BLOCKS.items()})
    closing_row(evaluation, grid, total)
    setting.sign(evaluation)
    return setting


def head_rows(setting: Setting, evaluation: Evaluation, grid: Grid, name: str, total: Decimal) -> None:
    """Name, both scores, and who carries the project out; the finance bureau's score is often left blank."""
    reviewed = setting.rng.random() < 0.5

    def said(component: str, place: Place) -> None:
        evaluation.score(place, short(total), component, score=total)
        evaluation.facts["total_score"] = plain(total)

    own = Cell(short(total), notes=(lambda place: said("declared", place),))
    review = Cell(short(total), notes=(lambda place: said("review", place),)) if reviewed else Cell("")
    grid.add(Cell("项目名称", 2), Cell(name, 2), "自评得分", own, "财政审核评分", Cell(review.text, 2, 1, review.notes))
    grid.add(Cell("主管部门", 2), Cell(setting.body, 3), "实施单位", Cell(setting.body, 3))


def draw_rows(setting: Setting, evaluation: Evaluation, line: Execution, sums: dict[str, int]) -> list[Indicator]:
    """Decision and management with the rate as a row of its own, then output and benefit."""
    hundredths = Decimal(1_000_000)
    cost = ("项目总成本", sums["budget"] / hundredths, sums["actual"] / hundredths, "万元")
    fixed = [
        Indicator(level1, level2, name, Decimal(weight), words=word, reached_words=word, score=Decimal(weight))
        for level1, level2, name, word, weight in PROCESS
    ]
    earned = rounded(Decimal(10) * min(line.true_rate, Decimal(100)) / 100, setting.point_places)
    rate = Indicator(
        "项目管理", "投入管理", "预算执行率", Decimal(10), "", Decimal(100), "%", reached=line.true_rate, score=earned
    )
    drawn = draw_indicators(setting, evaluation, WEIGHTS, cost)
    drawn = [replace(row, level1=OUTPUT if row.level1 == "output" else BENEFIT) for row in drawn]
    return [*fixed[:2], rate, *fixed[2:], *drawn]


def closing_row(evaluation: Evaluation, grid: Grid, total: Decimal) -> None:
    """Full mark and total under their columns."""

    def note(place: Place) -> None:
        evaluation.score(place, "100", "total", Decimal(100), total)
        evaluation.facts["total_weight"] = 100

    grid.add(Cell("总分", 4), Cell("100", notes=(note,)), "", "", Cell(short(total)), "")
