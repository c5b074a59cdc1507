"""Yunnan's 公开表: everything in 元, a nested header, 总分, score and grade in one row, and a short narrative in 元."""

from decimal import Decimal

from corpus.synth.books import draw_books
from corpus.synth.families.grading import Layout, indicator_rows
from corpus.synth.families.parts import (
    declare,
    declared_grade,
    execution_cells,
    goal_cells,
    money_cell,
    total_cells,
    total_of,
)
from corpus.synth.families.project import MEASURES, SOURCES, Project, draw_project, lighten
from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell, Grid
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load

WEIGHTS = {"output": 50, "benefit": 30, "satisfaction": 10}
SIGNS = {"≥": "≧", "≤": "≦"}
STEP_FEN = 1


def write(commission: Commission) -> Setting:
    """A narrative of the body, then one or two projects' forms."""
    setting = Setting(commission, "元")
    report = setting.report
    evaluation = setting.evaluate("department")
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], (setting.sector["funds"][0],), STEP_FEN)
    report.gold.title = f"{setting.body}{setting.year}年度部门整体支出绩效自评报告"
    report.line(report.gold.title, "title")
    tell(Story(setting, evaluation, books), "yunnan")
    for name in setting.rng.sample(setting.sector["projects"], 2):
        write_form(setting, name)
    return setting


def write_form(setting: Setting, name: str) -> None:
    """One project's form in 元."""
    report = setting.report
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    project = draw_project(setting, evaluation, name, SOURCES, WEIGHTS, "元", STEP_FEN)
    report.line("项目支出绩效自评表", "title")
    report.line("公开14表", "caption")
    grid = report.table(8, 10, 10, 18, 9, 15, 14, 15, 8, 9, 12)
    grid.add(Cell("项目名称", 2), Cell(name, 9))
    grid.add(Cell("主管部门", 2), Cell(setting.body, 4), "实施单位", Cell(setting.body, 4))
    money_rows(setting, evaluation, grid, project)
    header = setting.words.header
    grid.add(Cell("年度总体目标", 2, 2), Cell(header("expected"), 4), Cell(header("reached"), 5))
    grid.add(*goal_cells(evaluation, setting.sector["goal"] + "。", setting.sector["done"] + "。", (4, 5)))
    graded_rows(setting, evaluation, grid, project)


def money_rows(setting: Setting, evaluation: Evaluation, grid: Grid, project: Project) -> None:
    """项目资金（元）."""
    header = setting.words.header
    blank = setting.rng.choice(load("vocabulary")["blanks"][:2])
    lead = Cell("项目资金\n（元）", 2, 5)
    names = [header(key) for key in ("initial", "budget", "actual", "weight", "rate", "score")]
    spans = (2, 1, 1, 1, 1, 1)
    grid.add(lead, Cell("", 2), *(Cell(name, span) for name, span in zip(names, spans, strict=True)))
    totals = [
        money_cell(setting, evaluation, project.funding.total(m), "total", "年度资金总额", m, cols=span)
        for m, span in zip(MEASURES, spans, strict=False)
    ]
    grid.add(Cell("年度资金总额", 2), *totals, *execution_cells(setting, evaluation, project.line, "wrs"))
    for item, label in zip(SOURCES, (header("fiscal"), "上年结转资金", "其他资金"), strict=True):
        parts = project.funding.parts[item]
        cells = [
            money_cell(setting, evaluation, given(setting, parts, m), item, label, m, cols=span)
            for m, span in zip(MEASURES, spans, strict=False)
        ]
        grid.add(Cell(f"其中：{label}" if item == SOURCES[0] else label, 2), *cells, blank, blank, blank)


def given(setting: Setting, parts: dict[str, int], measure: str) -> int | None:
    """A source's sum; some filers leave the initial budget of the sources blank."""
    return None if measure == "budget_initial" and setting.commission.seed % 2 else parts[measure]


def graded_rows(setting: Setting, evaluation: Evaluation, grid: Grid, project: Project) -> None:
    """Nested header, indicators, 其他需要说明事项, and the total with its grade."""
    rows = lighten(setting, evaluation, project.rows, Decimal(10))
    grid.add(
        Cell("绩效指标", 4),
        Cell("年度指标值", 3),
        *(Cell(name, rows=2) for name in ("实际完成值", "分值", "得分", "偏差原因分析及改进措施")),
    )
    grid.add(Cell("一级指标", 2), "二级指标", "三级指标", "指标性质", "指标值", "度量单位")
    layout = Layout(("level1", "level2", "level3", "sign", "value", "unit", "done", "weight", "score", "reason"),
                    {"level1": 2}, signs=SIGNS)  # fmt: skip
    indicator_rows(evaluation, grid, rows, layout, {})
    grid.add(Cell("其他需要说明事项", 4), Cell("无", 7))
    total = total_of(setting, evaluation, [project.line.score, *(row.score for row in rows)])
    grade = declared_grade(setting, evaluation, total)
    cells = total_cells(evaluation, Decimal(100), total, (1, 1))
    grid.add(Cell("总分", 8), *cells, grade)
    declare(evaluation, total, grade)
