"""Hebei's 部门整体绩效自评表: income and expenditure side by side, then tasks with the projects that serve them."""

from corpus.synth.books import Books, draw_books
from corpus.synth.families.parts import money_cell
from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell, Grid
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load

FILLER = "——"
SPENDING = (("basic.personnel", "人员经费"), ("basic.public", "日常公用经费"), ("project", "专项项目支出"))


def write(commission: Commission) -> Setting:
    """The form alone."""
    setting = Setting(commission)
    report = setting.report
    evaluation = setting.evaluate("department")
    report.gold.title = "部门（单位）整体绩效自评表"
    report.line(report.gold.title, "title")
    report.line(f"（{setting.year}年度）", "caption")
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], tuple(setting.sector["funds"]))
    grid = report.table(10, 14, 14, 14, 16, 11, 10, 11, 11, 10)
    grid.add(Cell("部门（单位）名称", 2), Cell(setting.body, 8))
    grid.add(Cell("评价时段", 2), Cell(f"{setting.year}年1月1日至{setting.year}年12月31日", 8))
    account_rows(setting, evaluation, grid, books)
    task_rows(setting, evaluation, grid, books)
    return setting


def account_rows(setting: Setting, evaluation: Evaluation, grid: Grid, books: Books) -> None:
    """The two accounts in one grid; lines that a side does not need hold dashes."""
    unit = setting.style.unit
    income = [
        ("source.fiscal", "财政拨款收入"),
        (None, "上级补助收入"),
        ("source.other", "其他收入"),
        ("income", "合计"),
    ]
    spent: list[tuple[str | None, str]] = [*SPENDING, ("expenditure", "合计")]
    if setting.rng.random() < 0.5:
        income.insert(2, (None, "事业收入"))
        spent.insert(3, (None, FILLER))
    grid.add(
        Cell("年度部门（单位）\n预算执行情况", rows=len(income) + 2),
        Cell(f"预算收入（{unit}）", 4),
        Cell(f"预算支出（{unit}）", 5),
    )
    grid.add(Cell("收入科目", 2), "预算数", "执行数", "支出科目", Cell("预算数", 2), Cell("执行数", 2))
    for (earned, name), (used, label) in zip(income, spent, strict=True):
        grid.add(
            Cell(name, 2), side_cell(setting, evaluation, books, earned, name, "budget"),
            side_cell(setting, evaluation, books, earned, name, "actual"), label,
            side_cell(setting, evaluation, books, used, label, "budget", 2),
            side_cell(setting, evaluation, books, used, label, "actual", 2),
        )  # fmt: skip


def side_cell(
    setting: Setting, evaluation: Evaluation, books: Books, item: str | None, label: str, measure: str, cols: int = 1
) -> Cell:
    """One figure of a side, or a blank."""
    whole = {"income": "total", "expenditure": "total"}
    fen = books.of(whole.get(item, item), measure) if item else None
    blank = FILLER if label == FILLER else ""
    return money_cell(setting, evaluation, fen, item or "", label, measure, cols=cols, blank=blank)


def task_rows(setting: Setting, evaluation: Evaluation, grid: Grid, books: Books) -> None:
    """年度主要任务: each project with its money, and of it what the treasury gave."""
    funds, unit, sector = books.funds, setting.style.unit, setting.sector
    heads = ("工作任务名称", "工作任务\n完成情况", "对应的\n拟安排项目", "项目完成情况")
    grid.add(
        Cell("年度\n主要\n任务", rows=len(funds) + 2), *(Cell(head, rows=2) for head in heads),
        Cell(f"预算数\n（{unit}）", rows=2), Cell("其中：", 2), Cell(f"执行数\n（{unit}）", rows=2), Cell("其中："),
    )  # fmt: skip
    grid.add("财政拨款", "其他资金", "财政拨款")
    for fund in funds:
        amounts = {measure: books.of(f"fund:{fund}", measure) for measure in ("budget", "actual")}
        cells = {m: money_cell(setting, evaluation, fen, "project.named", fund, m) for m, fen in amounts.items()}
        printed = {measure: setting.style.figure(fen).text for measure, fen in amounts.items()}
        grid.add(
            sector["goal"], load("vocabulary")["done_briefly"], fund, sector["done"] + "。",
            cells["budget"], printed["budget"], "", cells["actual"], printed["actual"],
        )  # fmt: skip
