"""项目支出绩效自评表, the Ministry of Finance's form; several projects in one file."""

from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.synth.books import Funding, draw_funding
from corpus.synth.families.grading import Layout, count_rows, indicator_rows
from corpus.synth.families.parts import (
    Execution,
    declare,
    declared_grade,
    execute,
    execution_cells,
    goal_cells,
    money_cell,
    total_cells,
    total_of,
)
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import Indicator, draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import short
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load

SOURCES = ("source.fiscal", "source.carryover", "source.other")
MEASURES = ("budget_initial", "budget", "actual")
WEIGHTS = {"output": 50, "benefit": 30, "satisfaction": 10}
WIDTHS = (6, 10, 10, 20, 13, 13, 8, 8, 14)


@dataclass(frozen=True, slots=True)
class Project:
    """One project's name, money, execution line and indicators."""

    name: str
    funding: Funding
    line: Execution
    rows: list[Indicator]


def write(commission: Commission) -> Setting:
    """Two or three projects of one body, a form each."""
    setting = Setting(commission)
    report = setting.report
    report.gold.title = "项目支出绩效自评表"
    if setting.rng.random() < 0.4:
        setting.style = replace(setting.style, in_cell=True)
    for name in setting.rng.sample(setting.sector["projects"], 2):
        write_form(setting, name)
    return setting


def draw_project(setting: Setting, evaluation: Evaluation, name: str, sources: tuple[str, ...] = SOURCES,
                 weights: dict[str, int] | None = None, unit: str = "万元", step: int = 10_000) -> Project:  # fmt: skip
    """A project with its money and indicators. `unit`: of the cost indicator."""
    funding = draw_funding(setting.rng, sources, step)
    line = execute(setting, funding.total("budget"), funding.total("actual"))
    hundredths = Decimal(100 if unit == "元" else 1_000_000)
    cost = ("项目总成本", funding.total("budget") / hundredths, funding.total("actual") / hundredths, unit)
    return Project(name, funding, line, draw_indicators(setting, evaluation, weights or WEIGHTS, cost))


def write_form(setting: Setting, name: str, title: str = "项目支出绩效自评表") -> Evaluation:
    """One project's form with its signature line."""
    report = setting.report
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    project = draw_project(setting, evaluation, name)
    report.line(title, "title")
    report.line(f"（{setting.year}年度）", "caption")
    if setting.rng.random() < 0.5:
        report.line(f"填报单位：{setting.body}（盖章）", "body")
    grid = report.table(*WIDTHS)
    grid.add(Cell("项目名称", 2), Cell(name, 7))
    grid.add(Cell("主管部门", 2), Cell(setting.body, 3), "实施单位", Cell(setting.body, 3))
    money_rows(setting, evaluation, grid, project)
    goal_rows(setting, evaluation, grid)
    graded_rows(setting, evaluation, grid, project)
    setting.sign(evaluation)
    return evaluation


def money_rows(setting: Setting, evaluation: Evaluation, grid: Grid, project: Project) -> None:
    """The money block: a total row with the execution line, a row for each source."""
    header, style = setting.words.header, setting.style
    blank = setting.rng.choice(load("vocabulary")["blanks"])
    names = [header(key) for key in ("initial", "budget", "actual", "weight", "rate", "score")]
    lead = "项目资金" if style.in_cell else f"项目资金\n（{style.unit}）"
    grid.add(Cell(lead, rows=5), Cell("", 2), *names)
    parts = {item: dict(amounts) for item, amounts in project.funding.parts.items()}
    if setting.take("amount-sum"):
        skew_part(setting, evaluation, parts, project.funding)
    label = setting.rng.choice(["年度资金总额", "年度资金总额："])
    totals = [
        money_cell(setting, evaluation, project.funding.total(measure), "total", "年度资金总额", measure)
        for measure in MEASURES
    ]
    grid.add(Cell(label, 2), *totals, *execution_cells(setting, evaluation, project.line, "wrs"))
    labels = (header("fiscal"), "上年结转资金", "其他资金")
    for item, text in zip(SOURCES, labels, strict=True):
        cells = [money_cell(setting, evaluation, parts[item][m], item, text, m) for m in MEASURES]
        grid.add(Cell(f"其中：{text}" if item == SOURCES[0] else text, 2), *cells, blank, blank, blank)


def skew_part(setting: Setting, evaluation: Evaluation, parts: dict[str, dict[str, int]], funding: Funding) -> None:
    """Plant a part of the executed column that does not fit its total."""
    style, first = setting.style, SOURCES[0]
    parts[first]["actual"] -= 3_600_000
    total = funding.total("actual")
    message = f"The sources' executed sums are {style.phrase(3_600_000)} short of the total {style.phrase(total)}."
    stated, expected = style.figure(total).yuan, style.figure(total - 3_600_000).yuan
    setting.report.gold.finding(evaluation, "amount-sum", message, stated, expected)


def goal_rows(setting: Setting, evaluation: Evaluation, grid: Grid) -> None:
    """The goals block."""
    header = setting.words.header
    grid.add(Cell("年度总体目标", rows=2), Cell(header("expected"), 4), Cell(header("reached"), 4))
    grid.add(*goal_cells(evaluation, setting.sector["goal"] + "。", setting.sector["done"] + "。", (4, 4)))


def graded_rows(
    setting: Setting, evaluation: Evaluation, grid: Grid, project: Project, graded: bool = False
) -> Decimal:
    """The indicator table and the total; returns the printed total. `graded`: print a grade beside it."""
    header = setting.words.header
    layout = Layout(
        ("level1", "level2", "level3", "target", "done", "weight", "score", "reason"),
        bracketed="weight-sum" not in setting.unplanted and setting.rng.random() < 0.6,
        numbered=setting.rng.random() < 0.3, spare=setting.rng.random() < 0.4,
    )  # fmt: skip
    rows = lighten(setting, evaluation, project.rows, project.line.weight or Decimal(0))
    lead = Cell("绩\n效\n指\n标", rows=count_rows(rows, layout) + 1)
    names = [header(key) for key in ("target", "done", "weight", "score", "reason")]
    grid.add(lead, "一级指标", "二级指标", "三级指标", *names)
    indicator_rows(evaluation, grid, rows, layout, {key: Decimal(value) for key, value in WEIGHTS.items()})
    total = total_of(setting, evaluation, [project.line.score, *(row.score for row in rows)])
    cells = total_cells(evaluation, Decimal(100), total, (1, 1))
    if graded:
        grade = declared_grade(setting, evaluation, total)
        declare(evaluation, total, grade)
        cells.append(Cell(grade))
    else:
        cells.append(Cell(""))
    grid.add(Cell(header("total"), 6), *cells)
    return total


def lighten(setting: Setting, evaluation: Evaluation, rows: list[Indicator], line: Decimal) -> list[Indicator]:
    """Plant a weight column that misses the full mark: one full row weighs, and earns, two points less."""
    if not setting.take("weight-sum"):
        return rows
    index = next(i for i, row in enumerate(rows) if row.score == row.weight and row.weight > 4)
    row = rows[index]
    rows = [*rows[:index], replace(row, weight=row.weight - 2, score=row.weight - 2), *rows[index + 1 :]]
    found = line + sum(row.weight for row in rows)
    message = f"The full mark is 100, the weights add up to {short(found)}."
    setting.report.gold.finding(evaluation, "weight-sum", message, Decimal(100), found)
    return rows
