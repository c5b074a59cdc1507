"""转移支付区域绩效目标自评表: central and local money, targets and what was reached, no points."""

from decimal import Decimal

from corpus.synth.books import draw_books, draw_funding
from corpus.synth.families.grading import Layout, count_rows, indicator_rows
from corpus.synth.families.parts import execute, execution_cells, goal_cells, money_cell
from corpus.synth.indicators import draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load

SOURCES = (("central", "中央补助"), ("local", "地方资金"), ("source.other", "其他资金"))
WEIGHTS = {"output": 50, "benefit": 30, "satisfaction": 10}


def write(commission: Commission) -> Setting:
    """A short report and the form."""
    setting = Setting(commission)
    report, sector = setting.report, setting.sector
    name = f"{sector['transfer']}"
    evaluation = setting.evaluate(
        "transfer", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    report.gold.title = f"{setting.year}年度{name}绩效自评报告"
    report.line(report.gold.title, "title")
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], ())
    tell(Story(setting, evaluation, books), "transfer")
    report.line("转移支付区域（项目）绩效目标自评表", "title")
    report.line(f"（{setting.year}年度）", "caption")
    grid = report.table(7, 12, 14, 24, 16, 17, 20)
    grid.add(Cell("转移支付（项目）名称", 2), Cell(name, 5))
    grid.add(Cell("中央主管部门", 2), Cell(sector["central"], 5))
    grid.add(Cell("地方主管部门", 2), Cell(setting.body, 2), "资金使用单位", Cell(setting.body, 2))
    funding = draw_funding(setting.rng, tuple(item for item, _ in SOURCES))
    line = execute(setting, funding.total("budget"), funding.total("actual"), None)
    grid.add(
        Cell(f"资金情况\n（{setting.style.unit}）", 2, 5),
        Cell("", 2),
        "全年预算数（A）",
        "全年执行数（B）",
        "预算执行率（B/A）",
    )
    totals = [
        money_cell(setting, evaluation, funding.total(m), "total", "年度资金总额", m) for m in ("budget", "actual")
    ]
    grid.add(Cell("年度资金总额：", 2), *totals, *execution_cells(setting, evaluation, line, "r"))
    for item, label in SOURCES:
        code = item if "." in item else "other"
        parts = funding.parts[item]
        cells = [money_cell(setting, evaluation, parts[m], code, label, m) for m in ("budget", "actual")]
        grid.add(Cell(f"其中：{label}" if item == "central" else label, 2), *cells, "")
    grid.add(Cell("总体目标完成情况", 2, 2), Cell("总体目标", 2), Cell("全年实际完成情况", 3))
    grid.add(*goal_cells(evaluation, sector["goal"] + "。", sector["done"] + "。", (2, 3)))
    hundredths = Decimal(1_000_000)
    cost = ("项目总成本", funding.total("budget") / hundredths, funding.total("actual") / hundredths, "万元")
    rows = draw_indicators(setting, evaluation, WEIGHTS, cost)
    layout = Layout(("level1", "level2", "level3", "target", "done", "reason"))
    head(grid, count_rows(rows, layout))
    indicator_rows(evaluation, grid, rows, layout, {})
    grid.add(Cell("说明", 1), Cell(load("vocabulary")["no_remarks"], 6))
    report.line("注：1.其他资金包括与中央补助、地方资金共同投入同一项目的自有资金等。", "body")
    report.line("2.全年执行数是指按照国库集中支付制度要求支付的资金。", "body")
    setting.sign(evaluation)
    return setting


def head(grid: Grid, count: int) -> None:
    """The indicator header with its label on the left."""
    grid.add(
        Cell("绩\n效\n指\n标", rows=count + 1),
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "全年实际完成值",
        "未完成原因和改进措施",
    )
