import pytest

from extract.tables.align import align
from extract.tables.header import Headers, match_header
from extract.tables.reader import read_table
from extract.tables.reading import Setting
from tests.forms_notation import table_of


@pytest.mark.parametrize(
    ("rows", "kind", "height"),
    [
        (["| 项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |"], "money", 1),
        (["| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |"], "indicators", 1),
        (["| 年度总体目标 | 预期目标 | 实际完成情况 |"], "goals", 1),
        (["| 财政供养人员情况 | 编制数 | 2022年实际在职人数 | 控制率 |"], "staff", 1),
        (["| 一级指标 | 指标分值 | 自评得分 | 得分率 |"], "scores", 1),
        (["| 批复规模（㎡） | 实际规模（㎡） | 规模控制率 | 预算投资（万元） |"], "facilities", 1),
        (["| 姓名 | 职务/职称 | 单位 | 签字 |"], "people", 1),
        (
            [
                "| 机构名称 | 收入合计 | 其中： |",
                "|  |  | 上年结转 | 公共财政拨款 | 其他收入 |",
                "| 本级 | 9 | 1 | 8 | 0 |",
            ],
            "matrix",
            2,
        ),
        (["| 单位名称 | 预算数 | 决算数 | 乡镇道路养护资金 | 河道管护经费 | 敬老院运转补助 |"], "money", 1),
        (["| 序号 | 项目 | 实际支出金额 |", "|  |  | 2020年 | 2021年 | 决算增减情况 |"], "money", 2),
        (
            ["| 预算数 <2 | 决算数 <2 |", "| 因公出国（境）费 | 公务接待费 | 因公出国（境）费 | 公务接待费 |"],
            "money",
            2,
        ),
    ],
)
def test_a_header_is_recognised_by_what_its_labels_mean(rows: list[str], kind: str, height: int) -> None:
    header = match_header(table_of(rows), 0)
    assert header is not None
    assert (header.kind, header.n_rows) == (kind, height)


@pytest.mark.parametrize(
    "row",
    [
        "| 主管部门 | 某县水利局 | 实施单位 | 某县河道站 |",
        "| 基本支出 | 100 | 90 |",
        "| 年度资金总额 | 10 | 10 | 9 |",
        "| 无 | 无 |",
        "| 绩效目标 | 预期目标：保障机关运转。 | 实际完成情况：已完成。 |",
    ],
)
def test_a_row_of_answers_or_figures_is_no_header(row: str) -> None:
    assert match_header(table_of([row]), 0) is None


def test_nested_headers_without_spans_are_divided_by_their_words() -> None:
    header = match_header(
        table_of(
            [
                "| 机构名称 | 支出合计 | 其中： | 结余 |",
                "|  |  | 基本支出 | 其中： | 项目支出 | 当年结余 | 累计结余 |",
                "|  |  |  | 人员支出 | 公用支出 |  |  |  |",
                "| 本级机构 | 9 | 6 | 4 | 2 | 3 | 0 | 0 |",
            ]
        ),
        0,
    )
    assert header is not None
    assert [column.item for column in header.columns] == [
        None, "expenditure", "basic", "basic.personnel", "basic.public", "project", "balance", "balance.cumulative",
    ]  # fmt: skip


def test_a_short_row_of_totals_goes_by_content_not_by_position() -> None:
    table = table_of(
        [
            "| 序号 | 预算单位 <2 | 全年预算数 <2 | 全年执行数 | 执行率 <2 | 自评分数 <2 | 复核分数 |",
            "| 合计 <2 | 300.00 <2 | 290.00 <3 | 96.67% <2 | 98分 <2 |",
        ]
    )
    header = match_header(table, 0)
    assert header is not None
    found = {
        header.columns[index].text: slot.text
        for slot, index in align(table.row(1), header.columns)
        if slot.text != "合计"
    }
    assert found == {"全年预算数": "300.00", "全年执行数": "290.00", "执行率": "96.67%", "自评分数": "98分"}


def test_a_project_name_that_begins_with_a_year_and_digits_is_no_header() -> None:
    assert match_header(table_of(["| 项目名称 | 2019年210青少年足球扶持资金 |"]), 0) is None


def test_a_goal_over_the_indicators_is_no_part_of_their_header() -> None:
    table = table_of(
        [
            "| 总体目标 | 提高学生的实践能力，改善实训教学的质量。 <4 |  |",
            "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |  |",
            "| ^ | 产出指标 | 数量指标 | 支持的学科数量 | 1个 |  |",
        ]
    )
    assert match_header(table, 0) is None
    reading = read_table(table, Setting(0, 2021))
    assert [goal.expected for goal in reading.goals] == ["提高学生的实践能力，改善实训教学的质量。"]
    assert [row.level3 for row in reading.indicators] == ["支持的学科数量"]


def test_the_headers_of_a_table_are_those_of_its_rows_however_often_asked() -> None:
    table = table_of(
        ["| 一级指标 | 三级指标 | 年度指标值 | 得分 |", "| 产出 | 长度 | ≥5公里 | 10 |", "| 姓名 | 职务 | 单位 |"]
    )
    headers = Headers(table)
    asked = [[headers.at(row) for row in range(table.n_rows)] for _ in range(2)]
    assert asked[0] == [match_header(table, row) for row in range(table.n_rows)]
    assert [header and header.kind for header in asked[0]] == ["indicators", None, "people"]
    assert asked[1][0] is asked[0][0]


def columns_of(rows: str) -> list[tuple[str, str | None, str | None]]:
    """Of each leaf column of a dump's header its label, item and measure, or role where it holds no money."""
    header = match_header(table_of(rows.strip().split("\n")), 0)
    assert header is not None
    return [(column.text, column.item, column.measure or next(iter(column.roles), None)) for column in header.columns]


def test_labels_that_repeat_stand_under_one_cell_each_in_all_rows_of_a_header_without_spans() -> None:
    rows = """
| 单位名称 | 预算数 | 决算数 |
|  | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
|  |  |  | 小计 | 购置费 | 运行费 |  |  |  | 小计 | 购置费 | 运行费 |  |
| 局机关 | 12 | 0 | 8 | 0 | 8 | 4 | 10 | 0 | 7 | 0 | 7 | 3 |"""
    half = [None, "abroad", "vehicle", "vehicle_purchase", "vehicle_operation", "reception"]
    items = [item and f"three_public.{item}" for item in half]
    assert [(item, measure) for _, item, measure in columns_of(rows)] == [
        (None, "institution"),
        *((item, measure) for measure in ("budget", "actual") for item in items),
    ]


@pytest.mark.parametrize(
    ("below", "roles"),
    [
        (
            "|  |  | 符号 | 值 | 单位 | 完成值 | 完成率 |  |",
            ["level2", "level3", "nature", "target", "institution", "actual_value", "rate", "weight"],
        ),
        (
            "|  |  | 关系 | 目标值 | 计量单位 | 全年完成值 |  |",
            ["level2", "level3", "nature", "target", "unit", "actual_value", "weight"],
        ),
        ("|  |  | 数值 | 说明 |  |  |", ["level2", "level3", "target", "ignored", "actual_value", "weight"]),
    ],
)
def test_blanks_below_what_runs_through_divide_a_header_whatever_its_labels(below: str, roles: list[str]) -> None:
    row = "|" + " 甲 |" * len(roles)
    header = match_header(table_of(["| 二级指标 | 三级指标 | 绩效目标 | 实际完成情况 | 分值 |", below, row]), 0)
    assert header is not None
    assert [each.has(role) for each, role in zip(header.columns, roles, strict=True)] == [True] * len(roles)


def test_a_row_of_names_wider_than_the_header_is_no_part_of_it() -> None:
    header = match_header(
        table_of(
            [
                "| 二级指标 | 三级指标 | 指标值 | 完成值 |",
                "|  | 群众满意 | 高 | 较高 | 达成 |",
                "| 质量指标 | 培训 | 好 | 好 | 达成 |",
            ]
        ),
        0,
    )
    assert header is not None
    assert header.n_rows == 1
