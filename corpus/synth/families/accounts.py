"""Tables of the final accounts: 收入支出决算总表 and the “三公” table in the four shapes in which it is published."""

from corpus.synth.books import Books, draw_books
from corpus.synth.families.parts import money_cell
from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell, Grid
from corpus.synth.setting import Commission, Setting

TITLE = "一般公共预算财政拨款“三公”经费支出决算表"
FUNCTIONS = {"agri": ("func.213", "农林水支出"), "water": ("func.213", "农林水支出"), "forestry": ("func.213", "农林水支出"),
             "edu": ("func.205", "教育支出"), "culture": ("func.207", "文化旅游体育与传媒支出"),
             "traffic": ("func.214", "交通运输支出")}  # fmt: skip
MEASURES = (("budget", "预算数"), ("actual", "决算数"))
ABROAD, VEHICLE, RECEPTION = "因公出国（境）费", "公务用车购置及运行费", "公务接待费"
WITHIN = "three_public"


def write(commission: Commission) -> Setting:
    """The account of income and expenditure and the “三公” table of one body."""
    setting = Setting(commission, unit="元" if commission.seed % 3 == 0 else "万元")
    evaluation = setting.evaluate("department")
    books = draw_books(
        setting.rng, setting.year, setting.staff["actual"], (), 1 if setting.style.unit == "元" else 10_000
    )
    setting.report.gold.title = "收入支出决算总表"
    two_sides(setting, evaluation, books)
    shape = (pairs, one_row, downwards, measures_in_rows)[commission.seed % 4]
    heading(setting, TITLE, "公开07表")
    shape(setting, evaluation, books)
    return setting


def heading(setting: Setting, title: str, number: str) -> None:
    """Title, number, body, year and unit over a table."""
    setting.report.line(title, "title")
    setting.report.line(number, "body")
    setting.report.line(f"部门：{setting.body}        {setting.year}年度        金额单位：{setting.style.unit}", "body")


def two_sides(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """收入支出决算总表; what is spent but for the body's own field goes to housing."""
    heading(setting, "收入支出决算总表", "公开01表")
    total, other = books.of("total", "actual"), books.of("source.other", "actual")
    own, housing = total * 9 // 10 // books.step * books.step, total - total * 9 // 10 // books.step * books.step
    code, label = FUNCTIONS[setting.commission.sector]
    sides: tuple[tuple[tuple[str, str, int | None], tuple[str, str, int | None]], ...] = (
        (("source.general", "一、一般公共预算财政拨款收入", total - other), ("func.201", "一、一般公共服务支出", None)),
        (("source.fund", "二、政府性基金预算财政拨款收入", 0), (code, f"十二、{label}", own)),
        (("source.other", "八、其他收入", other), ("func.221", "十九、住房保障支出", housing)),
        (("income", "本年收入合计", total), ("expenditure", "本年支出合计", total)),
        (("total", "总计", total), ("total", "总计", total)),
    )
    grid = setting.report.table(24, 6, 14, 24, 6, 14)
    grid.add(Cell("收入", 3), Cell("支出", 3))
    grid.add("项目", "行次", "决算数", "项目", "行次", "决算数")
    grid.add("栏次", "", "1", "栏次", "", "2")
    for number, (earned, spent) in enumerate(sides, 1):
        cells: list[Cell | str] = []
        for (item, name, fen), line in ((earned, number), (spent, number + 30)):
            shown = name.split("、")[-1]
            cells += [name, str(line), money_cell(setting, evaluation, fen, item, shown, "actual")]
        grid.add(*cells)


def children(setting: Setting) -> list[tuple[str, str]]:
    """The two kinds of money for vehicles, in the order of this place."""
    found = [("three_public.vehicle_purchase", "公务用车购置费"), ("three_public.vehicle_operation", "公务用车运行费")]
    return found[::-1] if setting.rng.random() < 0.5 else found


def leaf_items(setting: Setting) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(all leaves from left to right, those under the vehicles), 接待费 before or after the vehicles."""
    vehicles = [("three_public.vehicle", "小计"), *children(setting)]
    rest = [("three_public.reception", RECEPTION)]
    first = [("three_public", "合计"), ("three_public.abroad", ABROAD)]
    order = [*first, *rest, *vehicles] if setting.rng.random() < 0.4 else [*first, *vehicles, *rest]
    return order, vehicles


def figure(setting: Setting, evaluation: Evaluation, books: Books, item: str, label: str, measure: str) -> Cell:
    """One figure of the table."""
    within = None if item == "three_public" else WITHIN
    named = {"three_public.vehicle": VEHICLE}.get(item, label)
    return money_cell(setting, evaluation, books.of(item, measure), item, named, measure, within=within)


def header_rows(
    grid: Grid, leaves: list[tuple[str, str]], vehicles: list[tuple[str, str]], each: int, times: int
) -> None:
    """The two rows of headers: the vehicles span their parts, all others run through."""
    top: list[Cell] = []
    for item, label in leaves:
        if item == "three_public.vehicle":
            top.append(Cell(VEHICLE, 3 * each))
        elif (item, label) not in vehicles:
            top.append(Cell(label, each, 2))
    grid.add(*(top * times))
    grid.add(*([Cell(label, each) for _, label in vehicles] * times))


def one_row(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """预算数 | 决算数 side by side over the same six columns, one row of figures."""
    leaves, vehicles = leaf_items(setting)
    grid = setting.report.table(*([10] * 12))
    grid.add(*(Cell(name, 6) for _, name in MEASURES))
    header_rows(grid, leaves, vehicles, 1, 2)
    grid.add(*(figure(setting, evaluation, books, item, label, m) for m, _ in MEASURES for item, label in leaves))


def pairs(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """预算数 and 决算数 under each of the six, then a row that counts the columns."""
    leaves, vehicles = leaf_items(setting)
    grid = setting.report.table(*([10] * 12))
    header_rows(grid, leaves, vehicles, 2, 1)
    grid.add(*(name for _ in leaves for _, name in MEASURES))
    grid.add(*(str(number) for number in range(1, 13)))
    grid.add(*(figure(setting, evaluation, books, item, label, m) for item, label in leaves for m, _ in MEASURES))


def downwards(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """项目 | 预算数 | 决算数, a row an item."""
    grid = setting.report.table(30, 15, 15)
    grid.add("项目", "预算数", "决算数")
    rows = [("three_public", "合计", "合计"), ("three_public.abroad", f"1、{ABROAD}", ABROAD),
            ("three_public.reception", f"2、{RECEPTION}", RECEPTION), ("three_public.vehicle", f"3、{VEHICLE}", VEHICLE)]  # fmt: skip
    rows += [
        (item, f"其中：（{k}）{label}" if k == 1 else f"（{k}）{label}", label)
        for k, (item, label) in enumerate(children(setting), 1)
    ]
    for item, printed, label in rows:
        grid.add(printed, *(figure(setting, evaluation, books, item, label, measure) for measure, _ in MEASURES))


def measures_in_rows(setting: Setting, evaluation: Evaluation, books: Books) -> None:
    """The six items as columns, 预算数 and 决算数 as rows."""
    leaves, vehicles = leaf_items(setting)
    grid = setting.report.table(14, *([10] * 6))
    top: list[Cell] = [Cell("项目", 1, 2)]
    for item, label in leaves:
        if item == "three_public.vehicle":
            top.append(Cell(VEHICLE, 3))
        elif (item, label) not in vehicles:
            top.append(Cell(label, 1, 2))
    grid.add(*top)
    grid.add(*(label for _, label in vehicles))
    grid.add("栏次", *(str(number) for number in range(1, 7)))
    for measure, name in MEASURES:
        grid.add(name, *(figure(setting, evaluation, books, item, label, measure) for item, label in leaves))
