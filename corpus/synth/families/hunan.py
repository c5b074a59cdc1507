"""The Hunan set: narrative with breakdown and score tables, 基础数据表, 部门整体支出绩效自评表, a project form."""

from decimal import Decimal

from corpus.synth.books import Books, add_three_public, draw_books
from corpus.synth.families.breakdown import basic_breakdown, score_summary
from corpus.synth.families.department import department_form
from corpus.synth.families.parts import declared_grade, money_cell
from corpus.synth.families.project import write_form
from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell, Grid
from corpus.synth.money import rate_of, short
from corpus.synth.narrative import Story, tell
from corpus.synth.setting import Commission, Setting
from corpus.synth.words import load
from schemas.document import Place

COLUMNS = ("prior", "budget", "actual")


def write(commission: Commission) -> Setting:
    """Base data table, form, narrative (before or after them) and one project's form."""
    setting = Setting(commission)
    setting.point_places = 2
    report, rng = setting.report, setting.rng
    evaluation = setting.evaluate("department")
    funds = tuple(rng.sample(setting.sector["funds"], rng.choice([1, 2])))
    books = draw_books(rng, setting.year, setting.staff["actual"], funds)
    overspend(setting, evaluation, books)
    story = Story(setting, evaluation, books)
    report.gold.title = f"{setting.year}年度{setting.body}部门整体支出绩效自评报告"
    report.line("附件1", "body")
    base_table(setting, evaluation, books)
    report.line("附件2", "body")
    total, by_block = department_form(setting, evaluation, books)
    conclude(setting, story, total)
    start = len(report.blocks)
    first = commission.seed % 3 == 0
    if not first:
        report.line("附件3", "body")
    report.line(report.gold.title, "title")
    story.tables = {
        "basic_breakdown": lambda: basic_breakdown(setting, evaluation, books),
        "score_summary": lambda: score_summary(setting, evaluation, by_block, total),
    }
    if setting.take("amount-conflict"):
        conflict(setting, story)
    tell(story, "hunan")
    if first:
        report.lead_with(start)
    if rng.random() < 0.5:
        report.line("附件3" if first else "附件4", "body")
        write_form(setting, rng.choice(setting.sector["projects"]), f"{setting.year}年度项目支出绩效自评表")
    return setting


def overspend(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """Plant receptions above their budget; the three together stay within theirs."""
    if not setting.take("three-public-overspend"):
        return
    budget = books.of("three_public.reception", "budget")
    slack = books.of("three_public.vehicle", "budget") - books.of("three_public.vehicle", "actual")
    actual = budget + max(1, slack // 2 // books.step) * books.step
    books.put("three_public.reception", "actual", actual)
    add_three_public(books)
    style = setting.style
    message = f"公务接待 of {style.phrase(actual)} exceeds its budget of {style.phrase(budget)}."
    setting.report.gold.finding(
        evaluation, "three-public-overspend", message, style.figure(actual).yuan, style.figure(budget).yuan
    )


def conclude(setting: Setting, story: Story, total: Decimal) -> None:
    """The score the narrative declares: the form's total, or a planted other one. The form's own total goes before it."""
    declared = total
    if setting.take("score-conflict"):
        declared = total + 1 if total <= 98 else total - 1
        message = f"The narrative declares {declared}, the form's total is {total}."
        setting.report.gold.finding(story.evaluation, "score-conflict", message, declared, total)
    story.declared = declared
    story.grade = declared_grade(setting, story.evaluation, declared)
    story.evaluation.facts["grade"] = story.grade


def conflict(setting: Setting, story: Story) -> None:
    """Plant a narrative sum that differs from the table's."""
    right = story.books.of("procurement", "actual")
    wrong = right + 1_230_000
    story.altered = {("procurement", "actual"): wrong}
    style = setting.style
    message = f"政府采购 is {style.phrase(right)} in the base data table and {style.phrase(wrong)} in the narrative."
    setting.report.gold.finding(
        story.evaluation, "amount-conflict", message, style.figure(wrong).yuan, style.figure(right).yuan
    )


def base_table(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """部门整体支出绩效评价基础数据表: staff, three year-shifted money columns, buildings."""
    report, year = setting.report, setting.year
    report.line(f"{year}年度部门整体支出绩效评价基础数据表", "title")
    grid = report.table(*[6] * 12)
    staff_rows(setting, evaluation, grid)
    grid.add(Cell(f"经费控制情况（{setting.style.unit}）", 3), Cell(f"{year - 1}年决算数", 3), Cell(f"{year}年预算数", 3),
             Cell(f"{year}年决算数", 3))  # fmt: skip
    skewed = skew(setting, evaluation, books)
    for item, text, label, within in base_rows(setting, books):
        cells = []
        for measure in COLUMNS:
            fen = skewed.get((item, measure), books.of(item, measure)) if has(books, item, measure) else None
            said = "actual" if measure == "prior" else measure
            code = "project.named" if item.startswith("fund:") else item
            of_year = year - (measure == "prior")
            cells.append(money_cell(setting, evaluation, fen, code, label, said, of_year, 3, within=within))
        grid.add(Cell(text, 3), *cells)
    grid.add(Cell(f"楼堂馆所控制情况\n（{year}年完工项目）", 3, 2), Cell("批复规模\n（㎡）", 2), "实际规模（㎡）", Cell("规模控制率", 2),
             "预算投资（万元）", Cell("实际投资（万元）", 2), "投资概算控制率")  # fmt: skip
    grid.add(Cell("", 2), "", Cell("", 2), "", Cell("", 2), "")
    grid.add(Cell("厉行节约保障措施", 3), Cell(load("vocabulary")["thrift"], 9))
    report.line("说明：“项目支出”填报基本支出以外的支出，“公用经费”填报基本支出中的一般商品和服务支出。", "body")
    setting.sign(evaluation)


def staff_rows(setting: Setting, evaluation: Evaluation, grid: Grid) -> None:
    """Posts, staff and control rate."""
    posts, actual = setting.staff["establishment"], setting.staff["actual"]
    right = rate_of(actual, posts)
    rate = right
    gold = setting.report.gold
    if setting.take("control-rate"):
        rate = right - Decimal("3.2")
        message = f"Control rate is stated as {rate}%, {actual} of {posts} posts are {right}%."
        gold.finding(evaluation, "control-rate", message, rate, right)
    if setting.take("over-establishment"):
        gold.finding(
            evaluation, "over-establishment", f"{actual} staff on {posts} posts.", Decimal(actual), Decimal(posts)
        )

    def cell(category: str, value: Decimal, mark: str = "") -> Cell:
        text = short(value) + mark

        def note(place: Place) -> None:
            evaluation.staff(place, text, category, value)

        return Cell(text, 3, notes=(note,))

    grid.add(
        Cell("财政供养人员情况（人）", 3, 2),
        Cell("编制数", 3),
        Cell(f"{setting.year}年实际在职人数", 3),
        Cell("控制率", 3),
    )
    grid.add(cell("establishment", Decimal(posts)), cell("actual", Decimal(actual)), cell("control_rate", rate, "%"))


def has(books: Books, item: str, measure: str) -> bool:
    """Whether the books have this sum; a table row leaves the cell blank where not."""
    return (item, "actual" if measure == "prior" else measure, books.year - (measure == "prior")) in books.fen


def skew(setting: Setting, evaluation: Evaluation, books: Books) -> dict[tuple[str, str], int]:
    """Plant a last-year total of the project expenditure that its rows do not add up to."""
    if not setting.take("amount-sum"):
        return {}
    right = books.of("project.operation", "prior")
    wrong = right + 2_500_000
    style, total = setting.style, books.of("project", "prior")
    message = (
        f"The parts of last year's 项目支出 add up to {style.phrase(total + 2_500_000)}, not {style.phrase(total)}."
    )
    setting.report.gold.finding(
        evaluation, "amount-sum", message, style.figure(total).yuan, style.figure(total + 2_500_000).yuan
    )
    return {("project.operation", "prior"): wrong}


def base_rows(setting: Setting, books: Books) -> list[tuple[str, str, str, str | None]]:
    """Item, text as printed, label in the gold, and the total it belongs to."""
    words = setting.words
    vehicle, abroad = words("three_public", "vehicle_operation"), words("three_public", "abroad")
    bought, reception = words("three_public", "vehicle_purchase"), words("three_public", "reception")
    rows: list[tuple[str, str, str, str | None]] = [
        ("three_public", "“三公”经费", "“三公”经费", None),
        ("three_public.vehicle", "1、公务用车购置和维护经费", "公务用车购置和维护经费", "three_public"),
        ("three_public.vehicle_purchase", f"其中：{bought}", bought, "three_public"),
        ("three_public.vehicle_operation", f"      {vehicle}", vehicle, "three_public"),
        ("three_public.abroad", f"2、{abroad}", abroad, "three_public"),
        ("three_public.reception", f"3、{reception}", reception, "three_public"),
        ("project", "项目支出", "项目支出", None),
        ("project.business", "1、业务工作经费", "业务工作经费", "project"),
        ("project.operation", "2、运行维护经费", "运行维护经费", "project"),
        ("-", "3、本级专项资金\n（一个专项一行）", "", None),
    ]
    rows += [(f"fund:{fund}", fund, fund, "project") for fund in books.funds]
    rows += [
        ("basic.public", "公用经费", "公用经费", None),
        ("econ.30201", "其中：办公费", "办公费", "public"),
        ("econ.30205+30206+30211", "      水费、电费、差旅费", "水费、电费、差旅费", "public"),
        ("econ.30215+30216", "      会议费、培训费", "会议费、培训费", "public"),
        ("econ.30299", "      其他商品和服务支出", "其他商品和服务支出", "public"),
        ("econ.310", "      资本性支出", "资本性支出", "public"),
        ("procurement", "政府采购金额", "政府采购金额", None),
        ("basic_adjustment", "部门基本支出预算调整", "部门基本支出预算调整", None),
    ]
    return rows
