"""The one-sheet form: body, money by institution, goals, declared score and grade, all in one table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.synth.families.grading import Layout, indicator_rows
from corpus.synth.families.parts import declare, declared_grade, goal_cells, money_cell
from corpus.synth.gold import Evaluation
from corpus.synth.indicators import draw_row
from corpus.synth.model import Cell, Grid
from corpus.synth.money import short
from corpus.synth.setting import Commission, Setting
from schemas.document import Place

STEP_FEN = 10_000
WIDTH = 24
INCOME = (("source.carryover", "上年\n结转"), ("source.general", "公共财\n政拨款"), ("source.fund", "政府基金\n拨款"),
          ("source.operating", "事业收入"), ("source.other", "其他\n收入"))  # fmt: skip
ASSETS = (("assets.in_use", "在用固定资产"), ("assets.leased", "出租固定资产"), ("assets.other", "其他"))


@dataclass(frozen=True, slots=True)
class Branch:
    """One institution's sums in fen by item; `institution` is its name in the gold, None for all together."""

    printed: str
    institution: str | None
    fen: dict[str, int]


def write(commission: Commission) -> Setting:
    """The sheet alone, as one table of many blocks."""
    setting = Setting(commission)
    report = setting.report
    evaluation = setting.evaluate("department")
    report.gold.title = f"{setting.year}年度部门整体支出绩效自评表"
    report.line(report.gold.title, "title")
    report.line(f"填报单位：{setting.body}（盖章）", "body")
    branches = skew(setting, evaluation, draw_branches(setting))
    grid = report.table(*[5] * WIDTH)
    profile_rows(setting, evaluation, grid)
    grid.add(Cell("二、部门（单位）收支情况", WIDTH))
    three = three_public_columns(setting)
    unit = setting.style.unit
    grid.add(Cell(f"年度收入情况（{unit}）", WIDTH))
    block(setting, evaluation, grid, branches, ("income", "收入合计"), INCOME)
    grid.add(Cell(f"部门（单位）年度支出和结余情况（{unit}）", WIDTH))
    spending_block(setting, evaluation, grid, branches)
    block(setting, evaluation, grid, branches, ("three_public", "三公经费\n合计"), three)
    block(setting, evaluation, grid, branches, ("assets", "固定资产\n合计"), ASSETS)
    assessment_rows(setting, evaluation, grid)
    setting.sign(evaluation)
    return setting


def three_public_columns(setting: Setting) -> tuple[tuple[str, str], ...]:
    """The parts of 三公经费 in this place's order, with this place's labels."""
    parts = ["reception", "vehicle_operation", "vehicle_purchase", "abroad"]
    setting.rng.shuffle(parts)
    return tuple((f"three_public.{part}", setting.words("three_public", part)) for part in parts)


def draw_branches(setting: Setting) -> list[Branch]:
    """All together first, then the body itself and its institutions."""
    rng = setting.rng
    names = ["本级机构", *rng.sample(setting.sector["units"], rng.choice([1, 2, 3]))]
    single = [draw_branch(setting, 1.0 if index == 0 else 0.15) for index in range(len(names))]
    whole = {item: sum(fen[item] for fen in single) for item in single[0]}
    branches = [Branch("局机关及二级机构汇总", None, whole)]
    for number, (name, fen) in enumerate(zip(names, single, strict=True), 1):
        branches.append(Branch(f"{number}、{name}", name, fen))
    return branches


def draw_branch(setting: Setting, share: float) -> dict[str, int]:
    """One institution's accounts; income covers expenditure, the rest is carried over."""
    rng = setting.rng

    def draw(low: int, high: int) -> int:
        return int(rng.randint(low, high) * share) // STEP_FEN * STEP_FEN

    fen = {
        "basic.personnel": draw(300_000_000, 900_000_000), "basic.public": draw(40_000_000, 160_000_000),
        "project": draw(100_000_000, 900_000_000), "balance.cumulative": draw(0, 30_000_000),
        "source.carryover": draw(0, 60_000_000), "source.fund": 0, "source.operating": rng.choice([0, draw(1_000_000, 9_000_000)]),
        "source.other": draw(1_000_000, 40_000_000),
        "three_public.reception": draw(300_000, 4_000_000), "three_public.vehicle_operation": draw(0, 9_000_000),
        "three_public.vehicle_purchase": 0, "three_public.abroad": 0,
        "assets.in_use": draw(200_000_000, 900_000_000), "assets.leased": rng.choice([0, draw(1_000_000, 20_000_000)]),
        "assets.other": 0,
    }  # fmt: skip
    fen["basic"] = fen["basic.personnel"] + fen["basic.public"]
    fen["expenditure"] = fen["basic"] + fen["project"]
    fen["income"] = fen["expenditure"] + fen["balance.cumulative"]
    fen["balance"] = fen["income"] - fen["source.carryover"] - fen["expenditure"]
    rest = fen["source.carryover"] + fen["source.fund"] + fen["source.operating"] + fen["source.other"]
    fen["source.general"] = fen["income"] - rest
    fen["three_public"] = sum(value for item, value in fen.items() if item.startswith("three_public."))
    fen["assets"] = fen["assets.in_use"] + fen["assets.leased"] + fen["assets.other"]
    return fen


def skew(setting: Setting, evaluation: Evaluation, branches: list[Branch]) -> list[Branch]:
    """Plant a total of fixed assets that fits neither its parts nor the institutions: two contradictions."""
    if not setting.take("amount-sum"):
        return branches
    whole = branches[0].fen
    right, wrong = whole["assets"], whole["assets"] + 4_500_000
    style, gold = setting.style, setting.report.gold
    for parts in ("its parts add up", "the institutions add up"):
        message = f"固定资产合计 of all institutions is {style.phrase(wrong)}, {parts} to {style.phrase(right)}."
        gold.finding(evaluation, "amount-sum", message, style.figure(wrong).yuan, style.figure(right).yuan)
    return [Branch(branches[0].printed, None, whole | {"assets": wrong}), *branches[1:]]


def profile_rows(setting: Setting, evaluation: Evaluation, grid: Grid) -> None:
    """一、基本概况: posts, staff, duties; the contact stays blank."""
    posts, actual = setting.staff["establishment"], setting.staff["actual"]
    if setting.take("over-establishment"):
        message = f"{actual} staff on {posts} posts."
        setting.report.gold.finding(evaluation, "over-establishment", message, Decimal(actual), Decimal(posts))

    def cell(category: str) -> Cell:
        count = Decimal(setting.staff[category])

        def note(place: Place) -> None:
            evaluation.staff(place, short(count), category, count)

        return Cell(short(count), 8, notes=(note,))

    grid.add(Cell("一、部门（单位）基本概况", WIDTH))
    grid.add(Cell("联系人", 4), Cell("", 8), Cell("联系电话", 4), Cell("", 8))
    grid.add(Cell("人员编制", 4), cell("establishment"), Cell("实有人数", 4), cell("actual"))
    duties = "".join(text.replace("{local}", setting.place["local"]) for text in setting.sector["duties"])
    grid.add(Cell("职能职责\n概述", 4), Cell(duties, 20))


def block(
    setting: Setting, evaluation: Evaluation, grid: Grid, branches: list[Branch], total: tuple[str, str],
    parts: tuple[tuple[str, str], ...],
) -> None:  # fmt: skip
    """Institutions down, a total and its parts across, under a two-row header."""
    rest = WIDTH - 8
    spans = [rest // len(parts)] * len(parts)
    spans[-1] += rest - sum(spans)
    grid.add(Cell("机构名称", 5, 2), Cell(total[1], 3, 2), Cell("其中：", rest))
    grid.add(*(Cell(label, span) for (_, label), span in zip(parts, spans, strict=True)))
    for branch in branches:
        cells = [sum_cell(setting, evaluation, branch, *total, 3)]
        cells += [sum_cell(setting, evaluation, branch, *part, span) for part, span in zip(parts, spans, strict=True)]
        grid.add(Cell(branch.printed, 5), *cells)


def spending_block(setting: Setting, evaluation: Evaluation, grid: Grid, branches: list[Branch]) -> None:
    """Expenditure and balances under a three-row header."""
    grid.add(Cell("机构名称", 5, 3), Cell("支出合计", 3, 3), Cell("其中：", 12), Cell("结余", 4))
    grid.add(
        Cell("基本支出", 3, 2),
        Cell("其中：", 6),
        Cell("项目支出", 3, 2),
        Cell("当年\n结余", 2, 2),
        Cell("累计\n结余", 2, 2),
    )
    grid.add(Cell("人员支出", 3), Cell("公用支出", 3))
    columns = (("expenditure", "支出合计", 3), ("basic", "基本支出", 3), ("basic.personnel", "人员支出", 3),
               ("basic.public", "公用支出", 3), ("project", "项目支出", 3), ("balance", "当年结余", 2),
               ("balance.cumulative", "累计结余", 2))  # fmt: skip
    for branch in branches:
        grid.add(Cell(branch.printed, 5), *(sum_cell(setting, evaluation, branch, *column) for column in columns))


def sum_cell(setting: Setting, evaluation: Evaluation, branch: Branch, item: str, label: str, span: int) -> Cell:
    """One institution's sum."""
    said = "".join(label.split())
    return money_cell(
        setting, evaluation, branch.fen[item], item, said, "actual", cols=span, institution=branch.institution
    )


def assessment_rows(setting: Setting, evaluation: Evaluation, grid: Grid) -> None:
    """三、自评情况: goals, ungraded indicators, the declared score and grade."""
    sector, rng = setting.sector, setting.rng
    grid.add(Cell("三、部门（单位）整体支出绩效自评情况", WIDTH))
    grid.add(Cell("整体支出绩效定性目标及实施计划完成情况", 4, 3), Cell("预期目标", 10), Cell("实际完成", 10))
    grid.add(*goal_cells(evaluation, f"目标1：{sector['goal']}", sector["done"] + "。", (10, 10)))
    grid.add(*goal_cells(evaluation, "目标2：按时公开部门预决算信息", "预决算信息均在规定时限内公开。", (10, 10)))
    measure_rows(setting, evaluation, grid)
    score = Decimal(rng.randint(905, 985)) / 10
    if "grade-band" in setting.unplanted:
        score -= 9
    grade = declared_grade(setting, evaluation, score)
    text = f"评分：{short(score)}"

    def note(place: Place) -> None:
        evaluation.score(place, text, "declared", score=score)
        declare(evaluation, score, grade)

    grid.add(Cell("绩效自评综合得分", 8), Cell(text, 16, notes=(note,)))
    grid.add(Cell("评价等次", 8), Cell(f"等级：{grade}", 16))


def measure_rows(setting: Setting, evaluation: Evaluation, grid: Grid) -> None:
    """Targets and what was reached, without weights or points."""
    sector, rng = setting.sector, setting.rng
    specs: list[tuple[Any, ...]] = [("产出目标", "数量指标", *spec) for spec in rng.sample(sector["quantity"], 3)]
    specs.append(("产出目标", "质量指标", *sector["quality"][0]))
    specs.append(("效益目标", "社会效益", *sector["benefit"][1]))
    specs.append(("效益目标", "服务对象满意度", f"{sector['served']}满意度", "≥", 88, 92, "%"))
    rows = [draw_row(setting, spec[0], spec[1:], Decimal(0)) for spec in specs]
    grid.add(
        Cell("整体支出绩效定量目标及实施计划完成情况", 4, len(rows) + 1),
        Cell("评价内容", 10), Cell("绩效目标", 5), Cell("完成情况", 5),
    )  # fmt: skip
    spans = {"level1": 3, "level2": 2, "level3": 5, "target": 5, "done": 5}
    indicator_rows(evaluation, grid, rows, Layout(tuple(spans), spans, numbered=True), {})
