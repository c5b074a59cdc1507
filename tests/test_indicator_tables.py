"""Lists of indicators whose levels stand in rows of their own, beside each other, or in merged cells; and the goals above them."""

import pytest

from extract.tables.reader import read_table
from extract.tables.reading import Reading, Setting
from tests.forms_notation import table_of


def reading_of(rows: str) -> Reading:
    return read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023))


def indicators_of(rows: str) -> list[str]:
    return [
        f"{row.level1}({row.level1_weight}) {row.level2} {row.level3} {row.target} {row.weight}/{row.score}"
        for row in reading_of(rows).indicators
    ]


@pytest.mark.parametrize(
    ("rows", "indicators"),
    [
        (
            """
| 二级指标 | 三级指标 | 计划值 | 完成值 | 标准分 | 自评得分 |
| 产出指标（50分） <6 |
| 数量指标 | 河道清淤 | ≥86公里 | 88公里 | 12 | 12 |
| ^ | 闸坝维修 | 12座 | 11座 | 10 | 9 |
| 效益指标（30分） <6 |
| 社会效益指标 | 受益村 | ≥98% | 98.6% | 10 | 10 |
""",
            [
                "产出指标(50) 数量指标 河道清淤 ≥86公里 12/12",
                "产出指标(50) 数量指标 闸坝维修 12座 10/9",
                "效益指标(30) 社会效益指标 受益村 ≥98% 10/10",
            ],
        ),
        (
            """
| 三级指标 | 计划值 | 完成值 | 标准分 | 自评得分 |
| 一、产出指标（50分） |
| （一）数量指标 |
| 河道清淤 | ≥86公里 | 88公里 | 12 | 12 |
| （二）成本指标 |
| 单位造价 | ≤72万元 | 70万元 | 10 | 9 |
| 二、履职效能（30分） |
| 受益村 | ≥98% | 98.6% | 10 | 10 |
""",
            [
                "产出指标(50) 数量指标 河道清淤 ≥86公里 12/12",
                "产出指标(50) 成本指标 单位造价 ≤72万元 10/9",
                "履职效能(30) None 受益村 ≥98% 10/10",
            ],
        ),
        (
            """
| 指标名称 | 指标值 | 完成值 | 分值 | 得分 |
| 产出指标 |  |  | 50 | 48 |
| 数量指标 |  |  |  |  |
| 河道清淤 | 10 | 10 | 50 | 48 |
""",
            ["产出指标(50) 数量指标 河道清淤 10 50/48"],
        ),
        (
            """
| 共性指标（60分） <3 | 个性指标（40分） <3 |
| 指标名称 | 分值 | 得分 | 指标名称 | 分值 | 得分 |
| 目标合理性 | 8 | 8 | 检查企业数 | 8 | 7 |
| 资产管理 | 10 | 9 |  |  |  |
""",
            [
                "共性指标(60) None 目标合理性 None 8/8",
                "个性指标(40) None 检查企业数 None 8/7",
                "共性指标(60) None 资产管理 None 10/9",
            ],
        ),
        (
            """
| 一级指标 | 得分 | 二级指标 | 得分 | 三级指标 | 得分 | 评价标准 | 得分 |
| 投入 | 16 | 预算配置 | 16 | 在职人员控制率 | 8 | 以100%为标准 | 7 |
| ^ | ^ | ^ | ^ | 三公经费变动率 | 8 | 每超过扣0.8分 | 0 |
""",
            ["投入(16) 预算配置 在职人员控制率 None 8/7", "投入(16) 预算配置 三公经费变动率 None 8/0"],
        ),
        (
            """
| 一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 具体指标 | 自评得分 |
| 项目决策 | 20 | 项目目标 | 4 | 目标内容 | 4 | 目标明确量化 | 3 |
""",
            ["项目决策(20) 项目目标 目标内容 None 4/3"],
        ),
        (
            """
| 评价指标 | 指标分值 | 评价标准 | 评价得分 |
| A决策 | 20 |  | 18 |
| A1项目立项 | 20 |  | 18 |
| A11立项依据 | 5 | 充分 | 5 |
| A12立项程序 | 15 | 规范 | 13 |
| 合计 | 20 |  | 18 |
""",
            ["决策(20) 项目立项 立项依据 None 5/5", "决策(20) 项目立项 立项程序 None 15/13"],
        ),
        (
            """
| 评价内容 | 评价指标 | 分值 | 评分标准 | 自评分 | 财政复核分 |
| 一、投入（20分） | 目标设定合理性 | 10 | 合理 | 10 | 9 |
| ^ | 预算配置 | 10 | 控制率 | 8 | 8 |
""",
            ["投入(20) None 目标设定合理性 None 10/10", "投入(20) None 预算配置 None 10/8"],
        ),
        (
            """
| 指标 <2 | 分值 | 专家一 | 专家二 | 平均分 |
| 一级指标 | 三级指标 | ^ | ^ | ^ | ^ |
| 决策 | 立项依据 | 10 | 9 | 10 | 9.5 |
""",
            ["决策(None) None 立项依据 None 10/9.5"],
        ),
        (
            """
| 一级指标 | 三级指标 | 预期指标值 <3 | 实际完成值 | 自评得分 |
| ^ | ^ | 符号 | 值 | 单位 | ^ | ^ |
| 产出指标 | 补助人数 | ≥ | 690 | 人 | 688人 | 14 |
""",
            ["产出指标(None) None 补助人数 ≥690人 None/14"],
        ),
        (
            """
| 三级指标 | 指标值 | 单位 | 完成值 | 单位 | 分值 | 得分 |
| 河道清淤 | 10 | 公里 | 11 | 公里 | 50 | 49 |
""",
            ["None(None) None 河道清淤 10公里 50/49"],
        ),
        (
            """
| 绩效指标 | 年初目标 | 实际完成 | 完成率 |
| 河道清淤 | 10公里 | 11公里 | 110% |
| 受益人口 | 100人 | 90人 | 90% |
""",
            ["None(None) None 河道清淤 10公里 None/None", "None(None) None 受益人口 100人 None/None"],
        ),
        (
            """
| 指标 | 目标值 | 实际值 | 完成率 | 权重 | 得分 |
| 河道清淤 | 10公里 | 9公里 | 90% | 40 | 36 |
""",
            ["None(None) None 河道清淤 10公里 40/36"],
        ),
    ],
)
def test_levels_are_carried_down_from_wherever_they_stand(rows: str, indicators: list[str]) -> None:
    assert indicators_of(rows) == indicators


def test_a_title_below_indicators_is_no_level_of_theirs() -> None:
    read = reading_of(
        "| 三级指标 | 指标值 | 分值 | 得分 |\n| 河道清淤 | 10 | 50 | 48 |\n| 年度收入情况（万元） |\n| 收入合计 | 100 |"
    )
    assert [row.level1 for row in read.indicators] == [None]
    assert read.titles == ["年度收入情况(万元)"]


def test_goals_end_where_another_label_stands_at_their_side() -> None:
    read = reading_of("""
| 年度目标 | 年初目标 <2 | 完成情况 |
| ^ | 完成植树三千亩 <2 | 植树三千二百亩 |
| 主要任务 | 任务名称 | 任务内容 <2 |
| ^ | 防火 | 巡护道路与瞭望塔建设 <2 |""")
    assert [(row.expected, row.actual) for row in read.goals] == [("完成植树三千亩", "植树三千二百亩")]


@pytest.mark.parametrize(
    ("rows", "indicators"),
    [
        (
            """
| 项目权重 | 评价内容 | 分值 | 自评分 | 评价标准 |
| 项目决策（2分） | 决策依据 | 2 | 2 | 有计划 |
| 项目管理（7分） | 财务制度 | 3 | 3 | 有制度 |
| ^ | 运行监管 | 4 | 3 | 有记录 |""",
            [
                "项目决策(2) None 决策依据 None 2/2",
                "项目管理(7) None 财务制度 None 3/3",
                "项目管理(7) None 运行监管 None 4/3",
            ],
        ),
        (
            """
| 序号 | 指标 | 指标满分 | 自评得分 | 扣分原因 |
| 一 | 资金投入 | 10 | 9 |  |
| 1 | 县级安排增幅 | 5 | 5 |  |
| 2 | 县级资金占比 | 5 | 4 | 下降 |
| 二 | 资金监管 | 10 | 10 |  |
| 3 | 公告公示 | 10 | 10 |  |
|  | 合计 | 20 | 19 |  |""",
            [
                "资金投入(10) None 县级安排增幅 None 5/5",
                "资金投入(10) None 县级资金占比 None 5/4",
                "资金监管(10) None 公告公示 None 10/10",
            ],
        ),
    ],
)
def test_names_with_points_that_are_no_components_are_indicators(rows: str, indicators: list[str]) -> None:
    assert indicators_of(rows) == indicators


def test_of_two_columns_on_the_nature_of_a_target_the_one_with_a_sign_is_part_of_it() -> None:
    rows = """
| 二级指标 | 三级指标 | 指标性质 | 运算符号 | 指标值 | 度量单位 | 实际值 | 分值 | 得分 |
| 数量指标 | 维修校舍 | 定量 | ≥ | 5600 | 平方米 | 5710 | 20 | 20 |
| 质量指标 | 办学条件 | 定性 |  | 改善 |  | 改善 | 20 | 20 |"""
    assert [line.split()[3] for line in indicators_of(rows)] == ["≥5600平方米", "改善"]


@pytest.mark.parametrize(
    ("head", "row", "read"),
    [
        (
            "三级指标 | 绩效标准 | 2022年实现值 | 2023年实现值 | 当年预期实现值",
            "巡查 | 计划标准 | 286 | 305 | ≥300次",
            ("≥300次", None),
        ),
        ("三级指标 | 目标值 | 2023年实现值", "巡查 | ≥300次 | 305次", ("≥300次", "305次")),
        ("指标类型 | 绩效指标 | 年初绩效目标 | 调整后绩效目标", "产出指标 | 巡查 | 300次 | 290次", ("290次", None)),
    ],
)
def test_what_was_reached_in_earlier_years_is_no_outcome(head: str, row: str, read: tuple[str, str | None]) -> None:
    rows = f"| 一级指标 | {head} |\n| 产出指标 | {row} |" if head.startswith("三级") else f"| {head} |\n| {row} |"
    assert [(each.level1, each.level3, each.target, each.actual) for each in reading_of(rows).indicators] == [
        ("产出指标", "巡查", *read)
    ]


@pytest.mark.parametrize(
    ("head", "row", "read"),
    [
        (
            "评价内容 | 评价类别 | 评价指标 | 单位 | 分值 | 完成量 | 目标值（终期） | 得分 | 指标类型",
            "目标完成情况（50分） | 空间优化 | 新增耕地 | 公顷 | 10 | 38.5 | 36 | 10 | 共性指标",
            ("目标完成情况", "空间优化", "新增耕地", "36公顷", "38.5", 10, 10),
        ),
        (
            "一级指标 | 二级指标 | 目标名称 | 评分标准 | 价值 | 自评得分",
            "项目决策 | 目标设定 | 充分性 | 有方案得4分 | 4 | 4",
            ("项目决策", "目标设定", "充分性", None, None, 4, 4),
        ),
        (
            "评价指标 | 评价内容 | 指标名称 | 指标说明 | 目标值 | 分值",
            "投入（20分） | 项目立项 | 立项规范性 | 是否符合要求 | 规范 | 4",
            ("投入", "项目立项", "立项规范性", "规范", None, 4, None),
        ),
        (
            "一级指标 | 二级指标 | 三级指标 | 2021年实际实现值 | 预期2022年实现值",
            "产出指标 | 数量指标 | 培训人次 | 165人次 | 180人次",
            ("产出指标", "数量指标", "培训人次", "180人次", None, None, None),
        ),
        (
            "一级指标 | 二级指标 | 三级指标 | 指标值 | 上年完成值 | 指标完成值 | 分值 | 得分",
            "产出指标 | 数量指标 | 记账户数 | ≥140户 | 135户 | 138户 | 10 | 9.86",
            ("产出指标", "数量指标", "记账户数", "≥140户", "138户", 10, 9.86),
        ),
    ],
)
def test_columns_of_lists_called_otherwise(head: str, row: str, read: tuple[object, ...]) -> None:
    (each,) = reading_of(f"| {head} |\n| {row} |").indicators
    points = [None if value is None else float(value) for value in (each.weight, each.score)]
    assert (each.level1, each.level2, each.level3, each.target, each.actual, *points) == read


def test_goals_stand_below_their_only_label() -> None:
    rows = """
| 总体目标 | 年度目标 <2 |
| ^ | 按月发放生活津贴，做到应发尽发。 <2 |
| 一级指标 | 三级指标 | 指标值 |
| 产出指标 | 发放人数 | ≥60人 |"""
    read = reading_of(rows)
    assert [(goal.expected, goal.actual) for goal in read.goals] == [("按月发放生活津贴，做到应发尽发。", None)]
    assert len(read.indicators) == 1


@pytest.mark.parametrize("remark", ["", " | 受雨季影响"])
def test_indicators_without_a_header_are_told_by_their_rows(remark: str) -> None:
    rows = f"""
| 预算执行情况（万元） | 预算数 | 980 | 执行数 | 931 |
| 产出指标（35分） | 数量指标 | 造林 | ≥3.5万亩 | 3.6万亩 | 15 | 15{remark} |
|  |  | 抚育 | ≥1.2万亩 | 1.05万亩 | 10 | 8.5{remark} |
|  | 质量指标 | 成活率 | ≥85% | 88% | 10 | 10{remark} |
| 满意度指标（10分） | 服务对象满意度指标 | 群众满意度 | ≥90% | 93% | 10 | 10{remark} |"""
    assert indicators_of(rows) == [
        "产出指标(35) 数量指标 造林 ≥3.5万亩 15/15",
        "产出指标(35) 数量指标 抚育 ≥1.2万亩 10/8.5",
        "产出指标(35) 质量指标 成活率 ≥85% 10/10",
        "满意度指标(10) 服务对象满意度指标 群众满意度 ≥90% 10/10",
    ]
    assert [row.deviation for row in reading_of(rows).indicators] == [remark.strip(" |") or None] * 4


@pytest.mark.parametrize(
    "row",
    [
        "| 产出指标 | 数量指标 | 造林 | ≥3.5万亩 | 15 |",
        "| 产出指标 | 数量指标 | 造林 | 完成 | 完成 | 较好 | 较好 |",
        "| 产出指标 | 造林 | 15 | 15 | 15 | 15 | 15 |",
    ],
)
def test_rows_that_do_not_say_what_all_their_cells_are_are_no_list(row: str) -> None:
    assert indicators_of("\n".join([row] * 4)) == []
