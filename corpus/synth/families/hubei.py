"""Hubei's 项目自评表: 20 points for the execution, 80 for the goals, no column of weights; also used in Yunnan."""

from decimal import Decimal

from corpus.synth.books import draw_funding
from corpus.synth.families.grading import Layout, count_rows, indicator_rows
from corpus.synth.families.parts import execute, find_execution, money_cell, total_of
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import plain, short
from corpus.synth.setting import Commission, Setting
from schemas.document import Place

POINTS = 20
WEIGHTS = {"output": 40, "benefit": 30, "satisfaction": 10}
NOTE = (
    "备注：1.预算执行情况口径：预算数为调整后财政资金总额（包括上年结余结转），执行数为资金使用单位财政资金实际支出数。"
)


def write(commission: Commission) -> Setting:
    """Two projects of one body, a form each."""
    setting = Setting(commission)
    setting.report.gold.title = f"{setting.year}年度项目自评表"
    for name in setting.rng.sample(setting.sector["projects"], 2):
        write_form(setting, name)
    return setting


def write_form(setting: Setting, name: str) -> None:
    """One project's form."""
    report, rng = setting.report, setting.rng
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    report.line(f"{setting.year}年度项目自评表", "title")
    day = setting.reported_on
    report.line(f"单位名称：{setting.body}          填报日期：{day.year}年{day.month}月{day.day}日", "body")
    evaluation.facts["reported_on"] = day.isoformat()
    grid = report.table(12, 12, 13, 24, 14, 14, 11)
    grid.add("项目名称", Cell(name, 6))
    grid.add("主管部门", Cell(setting.body, 2), Cell("项目实施单位", 2), Cell(setting.body, 2))
    ticked = rng.choice(("1、部门预算项目 ☑ 2、直达专项 □ 3、省对下转移支付项目 □", "1、部门预算项目 □ 2、县直专项 ☑"))
    grid.add("项目类别", Cell(ticked, 6))
    grid.add("项目属性", Cell("1、持续性项目 ☑ 2、新增性项目 □", 6))
    funding = draw_funding(rng, ("source.fiscal",))
    score = execution_rows(setting, evaluation, grid, funding.total("budget"), funding.total("actual"))
    hundredths = Decimal(1_000_000)
    cost = ("项目总成本", funding.total("budget") / hundredths, funding.total("actual") / hundredths, "万元")
    rows = draw_indicators(setting, evaluation, WEIGHTS, cost)
    layout = Layout(("level1", "level2", "level3", "target", "done", "score"), bracketed=True)
    heads = ("一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分")
    grid.add(Cell("年度绩效目标\n（80分）", rows=count_rows(rows, layout) + 1), *heads)
    indicator_rows(evaluation, grid, rows, layout, {key: Decimal(value) for key, value in WEIGHTS.items()})
    total = total_of(setting, evaluation, [score, *(row.score for row in rows)])
    grid.add("总分", Cell(short(total), 6, notes=(lambda place: total_only(evaluation, place, total),)))
    grid.add("偏差大或\n目标未完成\n原因分析", Cell(rng.choice(("无", "资金下达较晚，部分任务顺延")), 6))
    grid.add("改进措施及\n结果应用方案", Cell("加强调度，加快支付进度。", 6))
    report.line(NOTE, "body")


def execution_rows(setting: Setting, evaluation: Evaluation, grid: Grid, budget: int, actual: int) -> Decimal:
    """预算执行情况 (20 points), its weight in the label alone; returns the points."""
    line = execute(setting, budget, actual, POINTS)
    heads = ("预算数（A）", "执行数（B）", "执行率（B/A）", "得分\n（20分*执行率）")
    grid.add(Cell(f"预算执行情况（{setting.style.unit}）\n（20分）", rows=2), Cell("", 2), *heads)
    percent = setting.rng.choice(("%", "%", ""))
    rate = short(line.rate) + percent

    def note(place: Place) -> None:
        evaluation.score(place, rate, "budget_execution", None, line.score, line.rate)
        find_execution(setting, evaluation, line)

    money = [
        money_cell(setting, evaluation, fen, "total", "年度财政资金总额", measure)
        for fen, measure in ((budget, "budget"), (actual, "actual"))
    ]
    grid.add(
        Cell("年度财政资金总额", 2),
        *money,
        Cell(rate, notes=(note,)),
        short(line.score) if line.score is not None else "",
    )
    return line.score or Decimal(0)


def total_only(evaluation: Evaluation, place: Place, total: Decimal) -> None:
    """The total of a form that prints no full mark."""
    evaluation.score(place, short(total), "total", None, total)
    evaluation.facts["total_score"] = plain(total)
