"""Scores in tables: by component down or across, below the indicators of a level, beside units, and those of reviewers."""

from decimal import Decimal

import pytest

from extract.tables.reader import read_table
from extract.tables.reading import Reading, Setting
from extract.tables.scores import component_of
from tests.forms_notation import table_of


def reading_of(rows: str) -> Reading:
    return read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023))


def scores_of(rows: str) -> list[str]:
    return [
        f"{row.component} {row.weight} {row.score} {row.rate}" + (f" {row.institution}" if row.institution else "")
        for row in reading_of(rows).scores
    ]


@pytest.mark.parametrize(
    ("rows", "scores"),
    [
        (
            """
| 评价维度 | 权重 | 目标个数 | 自评得分 | 得分率 |
| 预算执行 | 10 | 1 | 9.4 | 94% |
| 产出 | 50 | 16 | 48 | 96% |
| 总得分 | 60 | 17 | 57.4 | 95.67% |
""",
            ["budget_execution 10 9.4 94", "output 50 48 96", "total 60 57.4 95.67"],
        ),
        (
            """
| 评价内容 | 一级指标 | 决策 | 管理 | 产出 | 总分 |
| ^ | 标准分 | 15 | 25 | 60 | 100 |
| ^ | 自评分 | 14.5 | 23.6 | 58 | 96.1 |
| ^ | 得分率 | 96.67% | 94.4% | 96.67% | 96.1% |
""",
            ["decision 15 14.5 96.67", "management 25 23.6 94.4", "output 60 58 96.67", "total 100 96.1 96.1"],
        ),
        (
            """
| 指标类别 | 投入与过程 | 产出 | 效益 | 满意度 | 合计 |
| 权重 | 20 | 40 | 30 | 10 | 100 |
| 得分 | 18 | 37 | 28 | 9 | 92 |
""",
            ["output 40 37 None", "benefit 30 28 None", "satisfaction 10 9 None", "total 100 92 None"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 权重 | 扣分 | 评价得分 |
| 决策 | 立项 | 依据充分性 | 8 |  | 8 |
| ^ | ^ | 程序规范性 | 7 | 1 | 6 |
| 小计 <3 | 15 | 1 | 14 |
| 产出 | 数量 | 完成数量 | 85 | 5 | 80 |
| 小计 <3 | 85 | 5 | 80 |
| 合计 <3 | 100 | 6 | 94 |
""",
            ["decision 15 14 None", "output 85 80 None", "total 100 94 None"],
        ),
        (
            """
| 一级指标 | 三级指标 | 权重 | 得分 | 得分率 |
| 决策 | 依据充分性 | 8 | 6 | 75% |
| 小计 <2 | 8 | 6 | 75% |
""",
            ["decision 8 6 75"],
        ),
        (
            """
| 一级指标 | 三级指标 | 目标值 | 实际值 | 分值 | 得分 | 偏差原因 | 备注 |
| 产出 | 依据充分性 | 8 | 6 | 100 | 98.3 |  |  |
| 自评总分 <4 | 98.3 <2 | 自评等级 | 优 |
""",
            ["total None 98.3 None"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 培训人次 | 100 | 120 | 50 | 50 |
| 满意度指标 | 群众满意度 | 满意度 | 90% | 88% | 40 | 38.5 |
| 小计 <5 | 90 | 88.5 |
| 预算执行 <3 | 执行率 | 97.81% | 10 | 9.78 |
| 总分 <5 | 100 | 98.28 |
""",
            ["budget_execution 10 9.78 97.81", "total 100 98.28 None"],
        ),
        (
            """
| 评价指标 | 分值 | 自评得分 | 复核得分 | 第三方评价得分 | 扣分原因 |
| 一、项目决策 | 40 | 40 | 38 | 36 |  |
| 1.立项依据充分性 | 20 | 20 | 19 | 18 |  |
| 2.绩效目标合理性 | 20 | 20 | 19 | 18 | 未量化 |
| 二、项目产出 | 60 | 57 | 55 | 54 |  |
| 3.按期完工率 | 60 | 57 | 55 | 54 | 延期 |
| 合计 | 100 | 97 | 93 | 90 |  |
""",
            [
                "decision 40 40 None",
                "output 60 57 None",
                "total 100 97 None",
                "review None 93 None",
                "review None 90 None",
            ],
        ),
        (
            """
| 序号 | 预算单位 | 编制人数 | 在职人数 | 单位自评 <2 | 主管部门复核 <2 |
| ^ | ^ | ^ | ^ | 得分 | 等级 | 得分 | 等级 |
| 1 | 局机关 | 31 | 29 | 95.2 | 优 | 94.5 | 优 |
| 2 | 推广站 | 56 | 53 | 93.7 | 优 | 93 | 优 |
""",
            [
                "declared None 95.2 None 局机关",
                "review None 94.5 None 局机关",
                "declared None 93.7 None 推广站",
                "review None 93 None 推广站",
            ],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 权重 | 得分 | 一级指标汇总 <3 |
| ^ | ^ | ^ | ^ | ^ | 分值 | 得分 | 得分率 |
| 决策 | 立项 | 依据充分性 | 4 | 4 | 20 | 17 | 85% |
| ^ | ^ | 程序规范性 | 16 | 13 | ^ | ^ | ^ |
| 产出 | 数量 | 完成数量 | 80 | 70 | 80 | 70 | 87.5% |
| 合计 <3 | 100 | 87 | 100 | 87 | 87% |
""",
            ["decision 20 17 85", "output 80 70 87.5", "total 100 87 None"],
        ),
        (
            """
| 一级指标 | 三级指标 | 权重 | 得分 | 维度得分 |
| 决策 | 依据充分性 | 4 | 4 | 17 |
| ^ | 程序规范性 | 16 | 13 | ^ |
| 产出 | 完成数量 | 80 | 70 | 70 |
""",
            ["decision None 17 None", "output None 70 None"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| 产出指标 |  |  |  |  | 50 | 48 |
|  | 数量指标 | 培训人次 | 10 | 10 | 50 | 48 |
| 效益指标 |  |  |  |  | 50 | 45 |
|  | 社会效益 | 就业人数 | 10 | 9 | 50 | 45 |
""",
            ["output 50 48 None", "benefit 50 45 None"],
        ),
        (
            """
| 一级指标 | 三级指标 | 分值 | 得分 |
| 产出 | 培训人次 | 50 | 48 |
| 产出小计 <2 | 50 | 48 |
| 效益 | 就业人数 | 50 | 45 |
| 效益指标小计 <2 | 50 | 45 |
""",
            ["output 50 48 None", "benefit 50 45 None"],
        ),
        (
            """
| 产出指标得分（50分） | 48 | 效益指标得分 | 28 | 满意度得分 | 9 |
| 预算执行得分 | 9.5 | 总分 | 94.5 | 等级 | 优 |
""",
            [
                "output 50 48 None",
                "benefit None 28 None",
                "satisfaction None 9 None",
                "budget_execution None 9.5 None",
                "total None 94.5 None",
            ],
        ),
        (
            """
| 评价内容 | 产出（50分） | 效益（30分） | 预算执行（20分） | 合计（100分） |
| 得分 | 48 | 28 | 19.5 | 95.5 |
""",
            ["output 50 48 None", "benefit 30 28 None", "budget_execution 20 19.5 None", "total 100 95.5 None"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 预算执行率（10分） <3 | 100% | 95% | 10 | 9.5 |
| 产出指标 | 数量指标 | 培训人次 | 10 | 10 | 90 | 90 |
""",
            ["budget_execution 10 9.5 95"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 目标值 | 实际值 | 权重 | 自评得分 |
| 产出 | 数量 | 培训人次 | 10 | 11 | 50 | 50 |
| 总计得分 <6 | 50 |
""",
            ["total None 50 None"],
        ),
        (
            """
| 指标名称 | 分值 | 得分 | 指标名称 | 分值 | 得分 |
| 目标合理性 | 60 | 57 | 演练次数 | 40 | 37 |
| 总分 <3 | 94 <3 |
""",
            ["total None 94 None"],
        ),
        (
            """
| 评价内容 | 投入（20分） | 过程（20分） | 产出（30分） | 效益（30分） | 总分 | 等级 |
| 自评 | 18 | 19 | 28 | 27 | 92 | 优 |
| 复核 | 17 | 18 | 27 | 26 | 88 | 良 |
""",
            [
                "process 20 19 None",
                "output 30 28 None",
                "benefit 30 27 None",
                "review None 88 None",
                "total None 92 None",
            ],
        ),
        (
            """
| 指标 | 权重 | 得分 | 指标 | 权重 | 得分 |
| 决策 | 20 | 18 | 产出 | 30 | 28 |
| 过程 | 20 | 19 | 效益 | 30 | 27 |
""",
            ["decision 20 18 None", "output 30 28 None", "process 20 19 None", "benefit 30 27 None"],
        ),
        (
            """
| 自评情况 | 指标类别 | 权重 | 得分 |
| ^ | 预算执行 | 10 | 9.5 |
| ^ | 产出指标 | 50 | 49 |
| ^ | 效益指标 | 40 | 38 |
| ^ | 合计 | 100 | 96.5 |
""",
            ["budget_execution 10 9.5 None", "output 50 49 None", "benefit 40 38 None", "total 100 96.5 None"],
        ),
        (
            """
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| 产出指标 |  |  |  |  | 50 | 48 |
| ^ | 数量指标 | 培训人次 | 10 | 10 | 50 | 48 |
""",
            ["output 50 48 None"],
        ),
        ("| 自评结论：2022年度部门整体支出自评得分96.3分。 <3 |", ["declared None 96.3 None"]),
        (
            "| 评价说明 | 本单位整体绩效得91.3分，属优等次；县财政局抽查得分88.6分。 |",
            ["review None 88.6 None", "declared None 91.3 None"],
        ),
    ],
)
def test_scores_are_read_by_what_stands_over_and_beside_them(rows: str, scores: list[str]) -> None:
    assert scores_of(rows) == scores


def test_a_first_level_in_the_column_of_names_goes_with_the_rows_below_it() -> None:
    rows = reading_of(
        "| 评价指标 | 分值 | 得分 | 扣分原因 |\n| 一、项目决策 | 40 | 40 |  |\n| 1.立项依据充分性 | 40 | 40 |  |\n| 二、项目产出 | 60 | 57 |  |\n| 2.按期完工率 | 60 | 57 | 延期 |"
    ).indicators
    assert [(row.level1, row.level1_weight, row.level3) for row in rows] == [
        ("项目决策", 40, "立项依据充分性"),
        ("项目产出", 60, "按期完工率"),
    ]


@pytest.mark.parametrize(
    ("label", "component"),
    [("产出指标", "output"), ("投入与过程", None), ("产出和效益", None), ("总得分", "total"), ("社会公众满意度", "satisfaction")],
)  # fmt: skip
def test_a_label_of_two_components_is_neither(label: str, component: str | None) -> None:
    assert component_of(label) == component


@pytest.mark.parametrize(
    ("rows", "scores"),
    [
        ("| 自评结果 | 95.3分 | 等级 | 优 |", ["declared None 95.3 None"]),
        ("| 自评总分 | 94.7 | 复核总分 | 92.9 |", ["declared None 94.7 None", "review None 92.9 None"]),
        (
            "| 评价维度 | 成本 | 产出 | 总得分 |\n| 得分/满分 | 19/20 | 38.5/40 | 57.5/60 |",
            ["cost 20 19 None", "output 40 38.5 None", "total 60 57.5 None"],
        ),
        (
            """
| 一级指标 | 评价指标 | 满分 | 自评 <2 | 复核 <2 | 复核扣分理由 |
| ^ | ^ | ^ | 得分 | 扣分 | 得分 | 扣分 | ^ |
| 决策 | 小计 | 15 | 15 | 0 | 14 | 1 |  |
| ^ | 规划依据充分 | 15 | 15 |  | 14 | 1 | 未量化 |
| 总计 <2 | 15 | 15 | 0 | 14 | 1 |  |
""",
            ["decision 15 15 None", "total 15 15 None", "review None 14 None"],
        ),
        ("| 财政部门审核得分 | 94.1 |", ["review None 94.1 None"]),
        ("| 预算执行（万元） | 预算数 | 100.00 | 执行数 | 93.00 | 执行率 | 93% |", ["budget_execution None None 93"]),
        (
            """
| 资金情况（万元） | 类别 | 合计 | 中央 | 省级 | 其他 |
| ^ | 预算数 | 90.00 | 50.00 | 40.00 | 0.00 |
| ^ | 支出数 | 81.00 | 50.00 | 31.00 | 0.00 |
| ^ | 执行率 | 90% | 100% | 77.5% |  |
| ^ | 分值 | 10 | 得分 | 9 |  |
""",
            ["budget_execution 10 9 90"],
        ),
        (
            """
| 一级指标 | 一级得分 | 二级指标 | 三级指标 | 预期值 | 实现值 | 权重 | 得分 |
| 管理指标（10） | 9.6 | 预算管理 | 执行率 | 100% | 96% | 10 | 9.6 |
""",
            ["management 10 9.6 None"],
        ),
    ],
)
def test_points_and_rates_stand_beside_their_labels(rows: str, scores: list[str]) -> None:
    assert scores_of(rows) == scores


def test_levels_of_government_are_columns_of_money() -> None:
    reading = reading_of(
        """
| 项目 <2 | 中央补助 | 省级 | 县级 | 合计 |
| 预算 | 金额（万元） | 900.00 | 560.00 | 1,000.00 | 2,460.00 |
| 到位 | 金额（万元） | 900.00 | 560.00 | 750.00 | 2,210.00 |
| ^ | 到位率 | 100% | 100% | 75% | 89.84% |
| 支出 | 金额（万元） | 900.00 | 548.30 | 620.00 | 2,068.30 |
"""
    )
    assert [(row.item, row.label, row.measure, int(row.yuan)) for row in reading.amounts] == [
        ("other", "中央补助", "budget", 9000000), ("other", "省级", "budget", 5600000), ("other", "县级", "budget", 10000000), ("total", "合计", "budget", 24600000),
        ("other", "中央补助", "budget", 9000000), ("other", "省级", "budget", 5600000), ("other", "县级", "budget", 7500000), ("total", "合计", "budget", 22100000),
        ("other", "中央补助", "actual", 9000000), ("other", "省级", "actual", 5483000), ("other", "县级", "actual", 6200000), ("total", "合计", "actual", 20683000),
    ]  # fmt: skip


def test_a_goal_right_of_the_names_of_indicators_is_their_target() -> None:
    rows = reading_of(
        "| 一级指标 | 二级指标 | 三级指标 | 年度目标 | 完成情况 | 分值 | 得分 |\n| 产出指标 | 数量指标 | 办理案件 | ≥900件 | 968件 | 20 | 20 |"
    ).indicators
    assert [(row.target, row.actual) for row in rows] == [("≥900件", "968件")]


def test_the_weights_of_three_levels_stand_in_columns_of_their_own() -> None:
    rows = reading_of(
        """
| 一级指标 | 二级指标 | 三级指标 | 分值 <3 | 指标说明 | 自评得分 |
| ^ | ^ | ^ | 一级 | 二级 | 三级 | ^ | ^ |
| 投入 | 项目立项 | 论证决策 | 20 | 12 | 4 | 集体研究 | 3.5 |
"""
    ).indicators
    assert [(row.level3, row.weight, row.score) for row in rows] == [("论证决策", 4, Decimal("3.5"))]


def test_the_grade_below_points_is_that_of_the_body_itself() -> None:
    read = reading_of("""| 指标 | 分值 | 自评分 | 复核分 |
| 决策 | 20 | 18 | 17 |
| 产出 | 50 | 48 | 47 |
| 效益 | 30 | 28 | 27 |
| 等级 | — | 优 | 良 |""")
    assert [answer.text for answer in read.heads["grade"]] == ["优"]
    assert [row.component for row in read.scores] == ["decision", "output", "benefit"]
