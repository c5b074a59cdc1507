"""Tables inside narratives: expenditure of two years with the difference, scores by block."""

from decimal import Decimal

from corpus.synth.books import Books
from corpus.synth.families.parts import money_cell
from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell
from corpus.synth.money import rounded, short
from corpus.synth.setting import Setting
from corpus.synth.words import load
from schemas.document import Place

FULL = {"budget_execution": 10, "output": 50, "benefit": 30, "satisfaction": 10}


def basic_breakdown(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """基本支出 by economic classification: last year, this year, difference, and the total row."""
    report, year, unit = setting.report, setting.year, setting.style.unit
    in_header = setting.rng.random() < 0.5
    if not in_header:
        report.line(f"{year - 1}-{year}年基本支出对比表", "caption")
        report.line(f"单位：{unit}", "caption")
    mark = f"（{unit}）" if in_header else ""
    grid = report.table(6, 20, 16, 16, 14)
    grid.add("序号", "支出项目", f"{year - 1}年基本支出{mark}", f"{year}年基本支出{mark}", f"增减额{mark}")
    rows = [*load("vocabulary")["economy"].items(), ("basic", "合计")]
    for number, (item, label) in enumerate(rows, 1):
        cells = [
            money_cell(setting, evaluation, books.of(item, measure), item, label, said, of, within="basic")
            for measure, said, of in (
                ("prior", "actual", year - 1),
                ("actual", "actual", year),
                ("change", "change", year),
            )
        ]
        if item == "basic":
            grid.add(Cell("合  计", 2), *cells)
        else:
            grid.add(str(number), label, *cells)


def score_summary(setting: Setting, evaluation: Evaluation, by_block: dict[str, Decimal], total: Decimal) -> None:
    """指标分值, 自评得分 and 得分率 by block. The last row is the form's printed total."""
    grid = setting.report.table(24, 14, 14, 14)
    grid.add("一级指标", "指标分值", "自评得分", "得分率")
    for component, label in load("vocabulary")["score_components"].items():
        grid.add(label, *score_cells(evaluation, component, Decimal(FULL[component]), by_block[component]))
    grid.add("合  计", *score_cells(evaluation, "total", Decimal(100), total))


def score_cells(evaluation: Evaluation, component: str, weight: Decimal, score: Decimal) -> list[Cell]:
    """Weight, score and their ratio."""
    rate = rounded(score * 100 / weight, 2)

    def note(place: Place) -> None:
        evaluation.score(place, short(score), component, weight, score, rate)

    return [short_cell(weight), Cell(short(score), notes=(note,)), Cell(short(rate) + "%")]


def short_cell(value: Decimal) -> Cell:
    """A bare number."""
    return Cell(short(value))
