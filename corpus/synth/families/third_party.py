"""重点绩效评价报告 of a third party: a weight at each level, a column of scoring rules, points and why some were lost."""

from decimal import Decimal

from corpus.synth.books import draw_books
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import Indicator, draw_indicators
from corpus.synth.model import Cell, Grid
from corpus.synth.money import plain, short
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load
from schemas.document import Place

WEIGHTS = {"output": 30, "benefit": 20, "satisfaction": 10}
PROCESS = (("决策", "项目立项", "立项依据充分性", 15), ("过程", "组织实施", "管理制度健全性", 25))
LABELS = {"output": "产出", "benefit": "效益", "satisfaction": "满意度"}


def write(commission: Commission) -> Setting:
    """The narrative, then the table of scores."""
    setting = Setting(commission)
    report = setting.report
    name = setting.rng.choice(setting.sector["projects"]) + "项目"
    evaluation = setting.evaluate(
        "project", project=name, competent_department=setting.body, implementing_unit=setting.body
    )
    report.gold.title = f"{setting.year}年度{name}绩效评价报告"
    report.line(report.gold.title, "title")
    books = draw_books(setting.rng, setting.year, setting.staff["actual"], ())
    tell(Story(setting, evaluation, books), "third_party")
    report.line("附表：项目支出绩效评价指标体系及评分表", "caption")
    grid = report.table(9, 7, 11, 7, 18, 7, 26, 8, 18)
    grid.add(Cell("项目名称", 2), Cell(name, 7))
    grid.add(Cell("主管部门", 2), Cell(setting.body, 3), Cell("实施单位", 2), Cell(setting.body, 2))
    fixed = [
        Indicator(level1, level2, indicator, Decimal(weight), score=Decimal(weight))
        for level1, level2, indicator, weight in PROCESS
    ]
    cost = ("成本控制率", Decimal(100), Decimal(100), "%")
    rows = [*fixed, *draw_indicators(setting, evaluation, WEIGHTS, cost)]
    heads = ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评分标准", "得分", "扣分原因")
    grid.add(*heads)
    score_rows(evaluation, grid, rows)
    total = sum((row.score or Decimal(0) for row in rows), Decimal(0))

    def note(place: Place) -> None:
        evaluation.score(place, "100", "total", Decimal(100), total)
        evaluation.facts |= {"total_score": plain(total), "total_weight": 100}

    grid.add("合计", Cell("100", notes=(note,)), "", "100", "", "100", "", short(total), "")
    return setting


def score_rows(evaluation: Evaluation, grid: Grid, rows: list[Indicator]) -> None:
    """One row an indicator; labels and weights of the upper levels run down their groups."""
    level2 = load("vocabulary")["level2"]
    for index, row in enumerate(rows):
        cells = []
        for key in ("level1", "level2"):
            group = [other for other in rows if _group(other, key) == _group(row, key)]
            if group[0] is row:
                label = LABELS.get(row.level1, row.level1) if key == "level1" else level2.get(row.level2, row.level2)
                points = sum((other.weight for other in group), Decimal(0))
                cells += [Cell(label, rows=len(group)), Cell(short(points), rows=len(group))]
        score = short(row.score) if row.score is not None else ""
        rule = f"达到{row.target or '要求'}得满分，每少1%扣{index % 3 + 1}分"
        named = Cell(row.name, notes=(lambda place, row=row: record(evaluation, row, place),))  # type: ignore[misc]
        grid.add(*cells, named, short(row.weight), rule, score, row.deviation)


def _group(row: Indicator, key: str) -> tuple[str, str]:
    return row.level1, row.level2 if key == "level2" else ""


def record(evaluation: Evaluation, row: Indicator, place: Place) -> None:
    """The gold of one row: names, points and why some were lost."""
    blank = (
        "target",
        "actual",
        "target_value",
        "target_op",
        "target_unit",
        "actual_value",
        "actual_unit",
        "level1_weight",
    )
    level2 = load("vocabulary")["level2"]
    gold = {
        "level1": LABELS.get(row.level1, row.level1), "level2": level2.get(row.level2, row.level2), "level3": row.name,
        **dict.fromkeys(blank), "weight": row.weight, "score": row.score, "deviation": row.deviation or None,
    }  # fmt: skip
    evaluation.add("indicators", gold, row.name, place)
