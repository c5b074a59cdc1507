"""Sichuan's 部门预算项目支出绩效自评表: sign, value and unit in columns of their own, execution over the adjusted budget."""

from decimal import Decimal

from corpus.synth.families.grading import Layout, indicator_rows
from corpus.synth.families.parts import declare, execution_cells, goal_cells, money_cell, total_cells, total_of
from corpus.synth.families.project import Project, draw_project, lighten
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import Indicator
from corpus.synth.model import Cell, Grid
from corpus.synth.money import short
from corpus.synth.setting import Commission, Setting
from schemas.document import Place

SOURCES = ("source.fiscal", "source.unit")
MEASURES = ("budget_initial", "budget", "actual")
WEIGHTS = {"output": 50, "benefit": 30, "satisfaction": 10}


def write(commission: Commission) -> Setting:
    """Two projects of one body."""
    setting = Setting(commission)
    setting.report.gold.title = "部门预算项目支出绩效自评表"
    for name in setting.rng.sample(setting.sector["projects"], 2):
        write_form(setting, name)
    return setting


def write_form(setting: Setting, name: str) -> None:
    """One project's form."""
    report = setting.report
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    project = draw_project(setting, evaluation, name, SOURCES, WEIGHTS)
    report.line(f"部门预算项目支出绩效自评表（{setting.year}年度）", "title")
    grid = report.table(10, 11, 18, 9, 12, 10, 12, 8, 8, 14)
    number = f"{setting.place['code'][:4]}00{setting.year % 100}T{setting.rng.randrange(10**6):012d}"
    grid.add("项目名称", Cell(f"{number}-{name}", 9))
    grid.add(
        "主管部门", Cell(f"{setting.rng.randrange(300, 400)}-{setting.body}", 4), "实施单位", Cell(setting.body, 4)
    )
    grid.add(
        Cell("项目基本情况", rows=3),
        Cell("1.项目年度目标完成情况", rows=2),
        Cell("项目年度目标", 4),
        Cell("年度目标完成情况", 4),
    )
    grid.add(*goal_cells(evaluation, setting.sector["goal"] + "。", setting.sector["done"] + "。", (4, 4)))
    grid.add("2.项目实施内容及过程概述", Cell("按照年度工作安排组织实施，按进度验收和支付资金。", 8))
    money_rows(setting, evaluation, grid, project)
    total = graded_rows(setting, evaluation, grid, project)
    closing_rows(setting, evaluation, grid, total)
    report.line("项目负责人：              财务负责人：", "signature")


def money_rows(setting: Setting, evaluation: Evaluation, grid: Grid, project: Project) -> None:
    """预算执行情况（10分）, in 万元."""
    lead = Cell("预算执行情况\n（10分）", rows=5)
    heads = ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分")
    grid.add(
        lead,
        Cell(f"年度预算数（{setting.style.unit}）", 2),
        heads[0],
        heads[1],
        heads[2],
        heads[3],
        heads[4],
        heads[5],
        "原因",
    )
    totals = [money_cell(setting, evaluation, project.funding.total(m), "total", "总额", m) for m in MEASURES]
    grid.add(Cell("总额", 2), *totals, *execution_cells(setting, evaluation, project.line, "rws"), "")
    grid.add(
        Cell("其中：财政资金", 2),
        *source_cells(setting, evaluation, project, SOURCES[0], "财政资金"),
        "/",
        "/",
        "/",
        "",
    )
    grid.add(Cell("财政专户管理资金", 2), "", "", "", "", "/", "/", "")
    grid.add(
        Cell("单位资金", 2), *source_cells(setting, evaluation, project, SOURCES[1], "单位资金"), "/", "/", "/", ""
    )


def source_cells(setting: Setting, evaluation: Evaluation, project: Project, item: str, label: str) -> list[Cell]:
    """One source's three sums."""
    parts = project.funding.parts[item]
    return [money_cell(setting, evaluation, parts[m], item, label, m) for m in MEASURES]


def graded_rows(setting: Setting, evaluation: Evaluation, grid: Grid, project: Project) -> Decimal:
    """绩效指标（90分） and 合计; returns the printed total."""
    rows: list[Indicator] = lighten(setting, evaluation, project.rows, Decimal(10))
    layout = Layout(("level1", "level2", "level3", "sign", "value", "unit", "done", "weight", "score", "reason"),
                    signs={"≥": "≥", "≤": "≤"})  # fmt: skip
    grid.add(
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"
    )
    indicator_rows(evaluation, grid, rows, layout, {})
    total = total_of(setting, evaluation, [project.line.score, *(row.score for row in rows)])
    grid.add(Cell("合计", 7), *total_cells(evaluation, Decimal(100), total, (1, 1)), "")
    return total


def closing_rows(setting: Setting, evaluation: Evaluation, grid: Grid, total: Decimal) -> None:
    """评价结论 with the declared score in a sentence, then problems and measures."""
    declared = total
    if setting.take("score-conflict"):
        declared = total + 1 if total <= 98 else total - 1
        message = f"评价结论 declares {declared}, the total row says {total}."
        setting.report.gold.finding(evaluation, "score-conflict", message, declared, total)
    raw = f"自评得分{short(declared)}分"
    text = f"项目管理规范，年度目标基本完成，{raw}。"

    def note(place: Place) -> None:
        evaluation.score(place, raw, "declared", score=declared)
        declare(evaluation, declared)

    grid.add("评价结论", Cell(text, 9, notes=(note,)))
    grid.add("存在问题", Cell("部分指标佐证材料收集不够及时。", 9))
    grid.add("改进措施", Cell("加强过程资料归档，按季开展绩效监控。", 9))
