"""Money in tables: what a column or row is of, where lists, sides and attributes stand beside each other."""

import pytest

from extract.pipeline import extract
from extract.tables.columns import header_cells, parse_header
from extract.tables.reader import read_table
from extract.tables.reading import Reading, Setting
from schemas.document import Cell, shown
from tests.forms_notation import document_of, table_of


def reading_of(rows: str) -> Reading:
    return read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023))


def amounts_of(rows: str) -> list[str]:
    read = reading_of(rows)
    return [f"{row.item} {row.label} {row.measure} {row.raw} {row.institution or ''}".strip() for row in read.amounts]


def test_sums_are_of_the_side_whose_columns_they_stand_under() -> None:
    rows = """
| 预算执行情况（万元） | 预算收入 <2 | 预算支出 <2 |
| ^ | 年初预算 | 决算 | 年初预算 | 决算 |
| 财政拨款 | 100 | 118 |  |  |
| 基本支出 |  |  | 60 | 61 |
| 合计 | 100 | 118 | 60 | 61 |"""
    assert [line.split()[0] for line in amounts_of(rows)] == [
        "source.fiscal", "source.fiscal", "basic", "basic", "income", "income", "expenditure", "expenditure",
    ]  # fmt: skip


def test_a_column_of_items_beside_projects_only_tells_of_each() -> None:
    rows = """
| 序号 | 项目名称 | 资金性质 | 预算金额 | 执行金额 | 结转结余 |
| 1 | 养老服务补助 | 一般公共预算 | 100 | 98 | 2 |
| 2 | 救助经费 | 政府性基金 | 20 | 20 | 0 |
| 合计 |  |  | 120 | 118 | 2 |"""
    assert amounts_of(rows) == [
        "project.named 养老服务补助 budget 100", "project.named 养老服务补助 actual 98",
        "project.named 救助经费 budget 20", "project.named 救助经费 actual 20",
        "project 合计 budget 120", "project 合计 actual 118",
    ]  # fmt: skip


def test_those_who_use_a_fund_have_their_shares_of_it() -> None:
    rows = """
| 资金分配明细 | 资金使用单位 | 分配金额 | 实际支出 |
| ^ | 县福利院 | 50 | 48 |
| ^ | 合计 | 50 | 48 |"""
    assert amounts_of(rows) == [
        "total 县福利院 budget 50 县福利院", "total 县福利院 actual 48 县福利院", "total 合计 budget 50", "total 合计 actual 48",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "measure"),
    [("追加（调减）数", "change"), ("预算追加金额", "change"), ("分配资金", "budget"), ("调整后预算数", "budget")],
)
def test_what_was_added_is_a_change_and_what_came_of_it_a_budget(label: str, measure: str) -> None:
    assert parse_header(label).measure == measure


def test_a_whole_sum_called_a_budget_is_one_and_so_are_its_parts_below() -> None:
    rows = """
| 预算执行情况 | 预算支出总额 | 100 | 执行数 | 95 |
| ^ | 其中：基本支出 | 60 | 其中：基本支出 | 58 |"""
    assert amounts_of(rows) == [
        "total 预算支出总额 budget 100", "total 执行数 actual 95", "basic 基本支出 budget 60", "basic 基本支出 actual 58",
    ]  # fmt: skip


def test_what_was_spent_on_each_project_is_no_item_of_its_own() -> None:
    read = reading_of("| 对应项目 | 下达资金（万元） | 项目支出金额（万元） |\n| 校舍改造 | 1460 | 1328.6 |")
    assert [(row.item, row.label, row.measure) for row in read.amounts] == [
        ("project.named", "校舍改造", "budget"), ("project.named", "校舍改造", "actual"),
    ]  # fmt: skip


def test_what_a_label_sets_counts_in_its_own_list_where_two_stand_side_by_side() -> None:
    read = reading_of("""| 项目 | 预算数 | 决算数 | 项目 | 决算数 |
| 一、“三公”经费支出 | — | — | 二、机关运行经费 | 186 |
| （一）支出合计 | 18 | 14 | （一）车辆数合计（辆） | 3 |
| 1.公务接待费 | 8 | 5 | 1.机要通信用车 | 1 |
| 2.公务用车购置费 | 0 | 0 | （二）设备（台，套） | 4 |""")
    assert [(row.item, row.measure, row.raw) for row in read.amounts] == [
        ("other", "actual", "186"), ("three_public", "budget", "18"), ("three_public", "actual", "14"),
        ("three_public.reception", "budget", "8"), ("three_public.reception", "actual", "5"),
        ("three_public.vehicle_purchase", "budget", "0"), ("three_public.vehicle_purchase", "actual", "0"),
    ]  # fmt: skip


def test_sums_below_income_and_expenditure_are_those_of_their_sides() -> None:
    read = reading_of("""| 部门资金（万元） | 收入 | 全年预算数 | 全年执行数 | 支出 | 全年预算数 | 全年执行数 |
| ^ | 一般公共预算 | 58 | 57 | 基本支出 | 26 | 26 |
| ^ | 合计 | 72 | 69 | 合计 | 72 | 69 |""")
    assert [row.item for row in read.amounts] == [
        "source.general", "source.general", "basic", "basic", "income", "income", "expenditure", "expenditure",
    ]  # fmt: skip


def test_money_by_source_across_has_its_measures_down_the_rows() -> None:
    read = reading_of("""| 资金来源 | 合计 | 财政拨款 | 其他资金 |
| 年初预算 | 63 | 60 | 3 |
| 实际支出 | 50 | 48 | 2 |""")
    assert [(row.item, row.measure, row.raw) for row in read.amounts] == [
        ("total", "budget_initial", "63"), ("source.fiscal", "budget_initial", "60"), ("source.other", "budget_initial", "3"),
        ("total", "actual", "50"), ("source.fiscal", "actual", "48"), ("source.other", "actual", "2"),
    ]  # fmt: skip


def test_parts_in_a_row_are_of_the_measure_that_it_begins_with() -> None:
    read = reading_of("""| 预算执行情况 | 预算数 | 100万元 | 其中：财政拨款 | 90万元 |
| ^ | 执行数 | 95万元 | 其中：财政拨款 | 88万元 |""")
    assert [(row.item, row.measure, row.raw) for row in read.amounts] == [
        ("total", "budget", "100万元"), ("source.fiscal", "budget", "90万元"),
        ("total", "actual", "95万元"), ("source.fiscal", "actual", "88万元"),
    ]  # fmt: skip


def test_a_sum_over_two_columns_of_labels_keeps_its_figures_in_place_without_spans() -> None:
    rows = """
| 科目 | 2022年决算 | 2023年决算 | 增减 |
| 编码 | 名称 |  |  | 金额 | % |
| 208 | 社会保障和就业支出 | 100 | 118 | 18 | 18 |
| 合计 | 100 | 118 | 18 | 18 |"""
    assert amounts_of(rows) == [
        "func.208 社会保障和就业支出 actual 100", "func.208 社会保障和就业支出 actual 118", "func.208 社会保障和就业支出 change 18",
        "total 合计 actual 100", "total 合计 actual 118", "total 合计 change 18",
    ]  # fmt: skip


def test_both_grand_totals_below_the_years_own_sums_are_of_all_money() -> None:
    rows = """
| 收入项目 | 年初预算数 | 决算数 | 支出项目 | 年初预算数 | 决算数 |
| 本年收入合计 | 81 | 96 | 本年支出合计 | 81 | 95 |
| 年初结转和结余 | 0 | 2 | 年末结转和结余 | 0 | 3 |
| 收入总计 | 81 | 98 | 支出总计 | 81 | 98 |"""
    assert [line.split()[0] for line in amounts_of(rows)][-4:] == ["total"] * 4


@pytest.mark.parametrize(
    ("head", "names", "items"),
    [
        ("项目", ("广播节目制作", "采编设备更新"), {"project.named"}),
        ("支出项目", ("广播节目制作", "采编设备更新"), {"project.named"}),
        ("项目", ("广播节目制作", "基本支出"), {"other", "basic"}),
        ("资金投向", ("广播节目制作", "采编设备更新"), {"other"}),
    ],
)
def test_rows_headed_as_projects_are_named_ones_where_no_list_knows_them(
    head: str, names: tuple[str, str], items: set[str]
) -> None:
    rows = f"""
| {head} | 预算数（万元） | 执行数（万元） |
| {names[0]} | 168 | 166 |
| {names[1]} | 64 | 64 |
| 合计 | 232 | 230 |"""
    assert {line.split()[0] for line in amounts_of(rows)} == items | {"total"}


def test_parts_of_one_project_are_no_projects() -> None:
    text = """
阳谷县水利局2022年度城区河道清淤项目支出绩效自评报告
一、资金使用情况

| 项目 | 预算数（万元） | 支出数（万元） |
| 清淤施工 | 168 | 166 |
| 弃土外运 | 64 | 64 |
| 合计 | 232 | 230 |
"""
    (found,) = extract(document_of(text)).evaluations
    assert {row.item for row in found.amounts} == {"other", "total"}


@pytest.mark.parametrize("head", ["镇名", "乡镇名称", "学校"])
def test_places_and_bodies_under_their_own_heads_are_units(head: str) -> None:
    rows = f"""
| {head} | 下达资金（万元） | 支出资金（万元） | 支出率 |
| 甲 | 10 | 9 | 90% |
| 乙 | 20 | 20 | 100% |"""
    assert amounts_of(rows)[:2] == ["total 甲 budget 10 甲", "total 甲 actual 9 甲"]


def test_sums_of_two_sides_are_of_the_side_they_are_named_on_without_spans() -> None:
    rows = """
| 预算收入（万元） | 预算支出（万元） |
| 收入科目 | 预算数 | 执行数 | 支出科目 | 预算数 | 执行数 |
| 财政拨款收入 | 80 | 78 | 人员经费 | 41 | 39 |
| 其他收入 | 3 | 2 | 日常公用经费 | 42 | 41 |
| 合计 | 83 | 80 | 合计 | 83 | 80 |"""
    assert [line.split()[0] for line in amounts_of(rows)][-4:] == ["income", "income", "expenditure", "expenditure"]


def test_who_carries_the_items_out_is_no_unit_of_theirs() -> None:
    rows = """
| 支出方向 | 预算数（万元） | 支出数（万元） | 承担单位 |
| 停车场建设 | 62 | 58 | 各乡镇 |
| 宣传营销 | 24 | 21 | 县文化旅游局 |
| 合计 | 86 | 79 | — |"""
    assert amounts_of(rows)[:2] == ["other 停车场建设 budget 62", "other 停车场建设 actual 58"]


def test_what_was_left_of_money_by_source_is_that_of_their_sum() -> None:
    rows = """
| 资金来源 | 中央 | 省级 | 县级 | 合计 |
| 实际到位 | 1520 | 310 | 120 | 1950 |
| 实际支出 | 1498 | 310 | 118 | 1926 |
| 年末结余 | 22 | 0 | 2 | 24 |"""
    assert amounts_of(rows)[-1] == "balance.cumulative 年末结余 actual 24"
    assert sum(line.startswith("balance") for line in amounts_of(rows)) == 1


@pytest.mark.parametrize(
    ("head", "items"),
    [
        (
            "项目资金来源 | 中央（万元） | 省、市（万元） | 本级（万元） | 其他（万元）",
            ["中央", "省、市", "本级", "其他"],
        ),
        ("资金来源 | 中央财政 | 省级财政 | 区级财政 | 自筹", ["中央财政", "省级财政", "区级财政", "自筹"]),
        ("经费来源 | 自治区级 | 盟市级 | 旗县级 | 其他来源", ["自治区级", "盟市级", "旗县级", "其他来源"]),
    ],
)
def test_sources_in_columns_beside_what_was_spent(head: str, items: list[str]) -> None:
    read = amounts_of(f"| {head} | 合计 | 执行数 | 执行率 |\n|  | 44 | 11 | 25 | 0 | 80 | 76 | 95% |")
    first, second, third, other = items
    assert read == [
        f"other {first} budget 44", f"other {second} budget 11", f"other {third} budget 25",
        f"source.other {other} budget 0", "total 合计 budget 80", "total  actual 76",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        "| 预算资金（万元） | 260 | 实际到位资金（万元） | 260 |\n| 其中：省级财政 | 150 | 县级财政 | 110 |\n| 实际支出资金 | 247 | 支出率 | 95% |",
        "| 预算金额 | 260 | 到位金额 | 260 |\n| 省级资金 | 150 | 县级资金 | 110 |",
    ],
)
def test_levels_of_government_below_a_measure_are_parts_of_it(rows: str) -> None:
    read = [line.split() for line in amounts_of(rows)]
    assert [(item, measure, raw) for item, _, measure, raw in read][:4] == [
        ("total", "budget", "260"), ("total", "budget", "260"), ("other", "budget", "150"), ("other", "budget", "110"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("机关运行\n经费决算数", "机关运行经费"),
        ("会务费用预算数", "会务费用"),
        ("乡镇道路养护资金（万元）", "乡镇道路养护资金"),
    ],
)
def test_a_column_is_labelled_by_its_money_without_measure_and_unit(text: str, label: str) -> None:
    columns = header_cells(
        [shown(Cell(each, 0, k), 0) for k, each in enumerate(("单位名称", "合计", text, "基本支出"))]
    )
    assert columns is not None
    assert columns[2].label == label


def test_a_remark_right_of_figures_is_no_label_of_those_behind_it() -> None:
    rows = """
| 明细项目 | 金额（万元） | 测算依据 | 2022年实际执行数 |
| 巡查劳务费 | 60 | 巡查员全年报酬 | 58.2 |
| 船艇燃修费 | 21 | 按航次测算 | 18.6 |"""
    assert [line.split()[1] for line in amounts_of(rows)] == ["巡查劳务费", "巡查劳务费", "船艇燃修费", "船艇燃修费"]


def test_who_receives_a_funds_money_labels_it_and_what_is_done_with_it_only_tells_of_each() -> None:
    rows = """
| 属地 | 下达金额 | 项目名称 |
| 社口镇 | 35万元 | 道路硬化项目 |
| 溪潭镇 | 22万元 | 环境整治项目 |
| 合计 | 57万元 |  |"""
    assert amounts_of(rows) == [
        "other 社口镇 budget 35万元", "other 溪潭镇 budget 22万元", "total 合计 budget 57万元",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "measure"), [("指标值", "budget"), ("指标值 | 实际完成值", "actual"), ("指标值 | 得分", "actual")]
)
def test_money_of_a_form_with_targets_alone_is_planned(head: str, measure: str) -> None:
    rows = f"| 资金情况 | 资金额度 | 286.5万 |\n| ^ | 其中：财政拨款 | 286.5万 |\n| 一级指标 | 三级指标 | {head} |"
    assert amounts_of(rows) == [f"total 资金额度 {measure} 286.5万", f"source.fiscal 财政拨款 {measure} 286.5万"]


def test_a_row_that_counts_its_columns_from_nought_is_no_money() -> None:
    assert amounts_of("| 资金来源 | 全年预算数 | 全年执行数 |\n| 列次 | 0 | 1 |\n| 年度资金总额 | 86 | 64 |") == [
        "total 年度资金总额 budget 86", "total 年度资金总额 actual 64",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "label", ["决算与预算增减额", "决算比上年增减额", "预算执行数较年初预算增减额", "比上年增减额"]
)
def test_what_a_change_is_compared_with_is_no_money_of_its_own(label: str) -> None:
    rows = f"| 项目 | 2023年预算数 | 2023年决算数 | {label} |\n| 公务接待费 | 4 | 3 | -1 |"
    assert amounts_of(rows)[-1] == "three_public.reception 公务接待费 change -1"


@pytest.mark.parametrize("span", [" <4", ""])
@pytest.mark.parametrize("sums", [("小计", "总计"), ("合计", "合计")])
def test_rows_below_the_name_of_a_unit_are_its_money_until_the_sum_of_all(span: str, sums: tuple[str, str]) -> None:
    own, whole = sums
    rows = f"""
| 项目 | 预算数 | 决算数 | 执行率 |
| 古田县教育局机关{span} |
| 基本支出 | 640 | 631 | 98.63% |
| {own} | 640 | 631 | 98.63% |
| 古田县第一中学{span} |
| 基本支出 | 442 | 440 | 99.60% |
| {own} | 442 | 440 | 99.60% |
| {whole} | 1082 | 1071 | 98.98% |"""
    read = [(row.item, str(row.raw), row.institution) for row in reading_of(rows).amounts if row.measure == "actual"]
    office, school = "古田县教育局机关", "古田县第一中学"
    assert read == [
        ("basic", "631", office), ("total", "631", office), ("basic", "440", school), ("total", "440", school),
        ("total", "1071", None),
    ]  # fmt: skip
    assert [str(row.rate) for row in reading_of(rows).scores] == ["98.98"]
