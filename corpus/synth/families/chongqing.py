"""Chongqing's 部门整体绩效自评表: initial and adjusted targets, score factors, no indicator levels."""

from dataclasses import replace
from decimal import Decimal

from corpus.synth.books import draw_books
from corpus.synth.families.grading import Layout, indicator_rows
from corpus.synth.families.parts import declare, execute, execution_cells, goal_cells, money_cell, total_of
from corpus.synth.families.project import WEIGHTS, lighten
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import rate_of, rounded, short
from corpus.synth.setting import Commission, Setting
from schemas.document import Place

MEASURES = ("budget_initial", "budget", "actual")


def write(commission: Commission) -> Setting:
    """The form alone."""
    setting = Setting(commission)
    report = setting.report
    evaluation = setting.evaluate("department")
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], (setting.sector["funds"][0],))
    report.gold.title = f"{setting.year}年度部门整体绩效自评表"
    report.line(report.gold.title, "title")
    line = execute(setting, books.of("total", "budget"), books.of("total", "actual"))
    limits = rate_of(books.of("three_public", "actual"), books.of("three_public", "budget"))
    rows = draw_indicators(setting, evaluation, WEIGHTS, ("“三公”经费控制率", Decimal(100), limits, "%"))
    rows = lighten(setting, evaluation, rows, line.weight or Decimal(0))
    total = total_of(setting, evaluation, [line.score, *(row.score for row in rows)])
    grid = report.table(20, 13, 10, 11, 11, 12, 9, 9, 9)
    head_row(evaluation, grid, setting.body, total)
    unit = setting.style.unit
    grid.add(Cell(f"预算执行情况（{unit}）", rows=4), "", "年初预算数", "全年（调整）\n预算数", "全年执行数",
             "执行率（%）", "执行率权重", Cell("执行率得分（分）", 2))  # fmt: skip
    totals = [money_cell(setting, evaluation, books.of("total", m), "total", "年度总金额", m) for m in MEASURES]
    grid.add("年度总金额", *totals, *execution_cells(setting, evaluation, line, "rws", "", (1, 1, 2)))
    for item, text, label in (
        ("source.fiscal", "其中：财政拨款", "财政拨款"),
        ("source.other", "其他资金", "其他资金"),
    ):
        parts = [money_cell(setting, evaluation, books.of(item, m), item, label, m) for m in MEASURES]
        grid.add(text, *parts, "—", "—", Cell("—", 2))
    grid.add(
        Cell("当年绩效目标", rows=2),
        Cell("年初绩效目标", 2),
        Cell("全年（调整）绩效目标", 3),
        Cell("目标实际完成情况", 3),
    )
    goal = setting.sector["goal"]
    cells = goal_cells(evaluation, f"{goal}，压减一般性支出。", setting.sector["done"] + "。", (3, 3))
    grid.add(Cell(f"{goal}。", 2), *cells)
    grid.add(
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数（%）",
        "指标权重（分）",
        "指标得分（分）",
    )
    layout = Layout(("name", "unit", "sign", "initial", "adjusted", "done", "factor", "weight", "score"))
    indicator_rows(evaluation, grid, [replace(row, deviation="") for row in rows], layout, {})
    report.line("说明：调整指标值为年中按规定程序调整后的指标值。", "body")
    setting.sign(evaluation)
    return setting


def head_row(evaluation: Evaluation, grid: Grid, body: str, total: Decimal) -> None:
    """The body's name and 自评总分, which is the declared score."""

    def note(place: Place) -> None:
        evaluation.score(place, short(total), "declared", score=rounded(total, 2))
        declare(evaluation, total)

    grid.add("部门（单位）名称", Cell(body, 4), Cell("自评总分（分）", 2), Cell(short(total), 2, notes=(note,)))
