"""Tables of points in less common layouts: several raters, reviews beside the body's own points, levels told by rows, sums of levels."""

import pytest

from extract.tables.reader import read_table
from extract.tables.reading import Reading, Setting
from tests.forms_notation import table_of


def reading_of(rows: str) -> Reading:
    return read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023))


def told(reading: Reading) -> list[str]:
    indicators = [
        f"{row.level1}({row.level1_weight}) {row.level2} {row.level3} {row.target} {row.weight}/{row.score}"
        for row in reading.indicators
    ]
    return indicators + [f"{row.component} {row.weight}/{row.score}/{row.rate}" for row in reading.scores]


RATERS = [
    (
        """
| 具体指标 | 分值 | 专家1 | 专家2 | 评价得分=专家评分之和÷专家人数 |
| 业务指标 | * | * | * | * |
| 验收合格率 | 60 | 57 | 59 | 58 |
| 财务指标 | * | * | * | * |
| 资金到位率 | 40 | 40 | 39 | 39.5 |
| 合计 | * | 97 | 98 | 97.5 |
""",
        [
            "业务指标(None) None 验收合格率 None 60/58",
            "财务指标(None) None 资金到位率 None 40/39.5",
            "total None/97.5/None",
        ],
    ),
    (
        """
| 一级指标 | 三级指标 | 分值 | 专家打分 <4 |
| ^ | ^ | ^ | 1 | 2 | 3 | 平均分 |
| 产出 | 泵站改造数量 | 60 | 58 | 59 | 57 | 58 |
| 效益 | 受益农户 | 40 | 38 | 38 | 38 | 38 |
| 合计 <2 | 100 | 96 | 97 | 95 | 96 |
""",
        ["产出(None) None 泵站改造数量 None 60/58", "效益(None) None 受益农户 None 40/38", "total 100/96/None"],
    ),
    (
        """
| 评价指标 | 标准分 | 评委甲 | 评委乙 | 总分 | 平均分 |
| 泵站改造数量 | 60 | 58 | 56 | 114 | 57 |
| 受益农户 | 40 | 38 | 40 | 78 | 39 |
| 合计 | 100 | 96 | 96 | 192 | 96 |
""",
        ["None(None) None 泵站改造数量 None 60/57", "None(None) None 受益农户 None 40/39", "total 100/96/None"],
    ),
    (
        """
| 评价指标 | 分值 | 评委一 | 评委二 |
| 泵站改造数量 | 60 | 58 | 56 |
""",
        ["None(None) None 泵站改造数量 None 60/None"],
    ),
]
REVIEWS = [
    (
        """
| 一级指标 | 二级指标 | 三级指标 | 自评得分 | 专家评分 | 自评情况 |
| 前期工作（20分） | 前期研究（20分） | 论证决策（20分） | 20 | 18 | 已列入规划 |
| 实施过程（80分） | 资金管理（80分） | 资金支付（80分） | 75 | 73 | 支付及时 |
| 合计 <3 | 95 | 91 |  |
""",
        [
            "前期工作(20) 前期研究 论证决策 None None/20",
            "实施过程(80) 资金管理 资金支付 None None/75",
            "total None/95/None",
            "review None/91/None",
        ],
    ),
    (
        """
| 一级指标 | 三级指标 | 标准分 | 单位自评得分 | 评价组评分 |
| 产出 | 泵站改造数量 | 60 | 58 | 56 |
| 总分 <2 | 60 | 58 | 56 |
""",
        ["产出(None) None 泵站改造数量 None 60/58", "total 60/58/None", "review None/56/None"],
    ),
    (
        """
| 一级指标 | 二级指标 | 三级指标 | 指标 | 县级 | 市级 |
| ^ | ^ | ^ | 分值 | 评分 | 评分 |
| 产出 | 产出数量 | 泵站改造数量 | 60 | 58 | 57 |
| 合计 <3 | 60 | 58 | 57 |
""",
        ["产出(None) 产出数量 泵站改造数量 None 60/58", "total 60/58/None", "review None/57/None"],
    ),
    (
        """
| 三级指标 | 分值 | 专家评分 |
| 泵站改造数量 | 60 | 56 |
| 专家综合意见 | 实施规范，综合得分56分。 <2 |
""",
        ["None(None) None 泵站改造数量 None 60/56", "declared None/56/None"],
    ),
]
ROW_LEVELS = [
    (
        """
| 指标 | 分值 | 得分 |
| 一、产出 | 60 | 57 |
| （一）产出数量 | 60 | 57 |
| 1.泵站改造数量 | 30 | 30 |
| 2.渠道清淤长度 | 30 | 27 |
| 二、满意度 | 40 | 38 |
| （一）服务对象满意度 | 40 | 38 |
| 1.农户满意度 | 40 | 38 |
| 合计 | 100 | 95 |
""",
        [
            "产出(60) 产出数量 泵站改造数量 None 30/30",
            "产出(60) 产出数量 渠道清淤长度 None 30/27",
            "满意度(40) 服务对象满意度 农户满意度 None 40/38",
            "output 60/57/None",
            "satisfaction 40/38/None",
            "total 100/95/None",
        ],
    ),
    (
        """
| 评价指标 | 标准分值 | 评价得分 |
| 决策 | 30 | 29 |
| 立项依据 | 18 | 18 |
| 立项程序 | 12 | 11 |
| 产出 | 70 | 70 |
| 泵站改造数量 | 70 | 70 |
| 合计 | 100 | 99 |
""",
        [
            "决策(30) None 立项依据 None 18/18",
            "决策(30) None 立项程序 None 12/11",
            "产出(70) None 泵站改造数量 None 70/70",
            "decision 30/29/None",
            "output 70/70/None",
            "total 100/99/None",
        ],
    ),
    (
        """
| 序号 | 评价指标 | 权重 | 得分 |
| 1 | 项目投入 | 40 | 38 |
| 1.1 | 资金到位率 | 20 | 20 |
| 1.2 | 资金使用合规性 | 20 | 18 |
| 2 | 项目产出 | 60 | 57 |
| 2.1 | 泵站改造数量 | 60 | 57 |
| 合计 <2 | 100 | 95 |
""",
        [
            "项目投入(40) None 资金到位率 None 20/20",
            "项目投入(40) None 资金使用合规性 None 20/18",
            "项目产出(60) None 泵站改造数量 None 60/57",
            "output 60/57/None",
            "total 100/95/None",
        ],
    ),
    (  # No numbers, and full marks that no row adds up: all are indicators.
        """
| 评价指标 | 标准分值 | 评价得分 |
| 立项依据 | 30 | 29 |
| 立项程序 | 18 | 18 |
| 泵站改造数量 | 52 | 52 |
| 合计 | 100 | 99 |
""",
        [
            "None(None) None 立项依据 None 30/29",
            "None(None) None 立项程序 None 18/18",
            "None(None) None 泵站改造数量 None 52/52",
            "total 100/99/None",
        ],
    ),
]
COLUMNS = [
    (
        """
| 一级指标 | 权重 | 二级指标 | 权重 | 三级指标 | 权重 | 标杆值 | 业绩值 | 得分 | 失分原因 |
| 决策 | 40 | 项目立项 | 40 | 立项依据 | 40 | 充分 | 充分 | 40 |  |
| 小计 | 40 |  |  |  |  |  |  | 40 |  |
| 产出 | 60 | 产出数量 | 60 | 泵站改造数量 | 60 | ≥8座 | 7座 | 52 | 一座未完工 |
| 小计 | 60 |  |  |  |  |  |  | 52 |  |
""",
        [
            "决策(40) 项目立项 立项依据 充分 40/40",
            "产出(60) 产出数量 泵站改造数量 ≥8座 60/52",
            "decision 40/40/None",
            "output 60/52/None",
        ],
    ),
    (
        """
| 一级指标 | 二级指标 | 三级指标 | 一级权重 | 二级权重 | 三级权重 | 目标值 | 实际值 | 得分 |
| 产出 | 产出数量 | 泵站改造数量 | 60 | 60 | 35 | 8座 | 8座 | 35 |
| ^ | ^ | 渠道清淤长度 | ^ | ^ | 25 | 9公里 | 8公里 | 22 |
""",
        ["产出(60) 产出数量 泵站改造数量 8座 35/35", "产出(60) 产出数量 渠道清淤长度 9公里 25/22"],
    ),
    (
        """
| 评价指标 <4 | 分值 | 自评得分 |
| 共性指标 | 决策 | 项目立项 | 立项依据 | 20 | 19 |
| ^ | 过程 | 资金管理 | 预算执行率 | 20 | 18 |
| 个性指标 | 产出 | 产出数量 | 泵站改造数量 | 60 | 60 |
| 合计 <4 | 100 | 97 |
""",
        [
            "决策(None) 项目立项 立项依据 None 20/19",
            "过程(None) 资金管理 预算执行率 None 20/18",
            "产出(None) 产出数量 泵站改造数量 None 60/60",
            "total 100/97/None",
        ],
    ),
    (
        """
| 评价内容 | 绩效内容 <2 | 绩效目标值 | 实际完成值 |
| 产出目标 | 数量目标 | 泵站改造数量 | ≥8座 | 8座 |
| 效益目标 | 社会效益目标 | 受益农户 | ≥800户 | 810户 |
""",
        [
            "产出目标(None) 数量目标 泵站改造数量 ≥8座 None/None",
            "效益目标(None) 社会效益目标 受益农户 ≥800户 None/None",
        ],
    ),
    (
        """
| 一级指标 | 二级指标 | 三级指标 | 四级指标 | 权重 | 目标值 | 完成值 | 得分 |
| 产出 | 产出数量 | 泵站工程 | 泵站改造数量 | 60% | 8座 | 8座 | 60 |
| ^ | ^ | ^ | 机组更新数量 | 40% | 16台 | 16台 | 40 |
""",
        ["产出(None) 产出数量 泵站改造数量 8座 60/60", "产出(None) 产出数量 机组更新数量 16台 40/40"],
    ),
]
PLACES = [
    (
        """
| 项目 | 考核内容 | 考核指标 | 指标说明 | 年度工作目标 | 权数 | 考评得分 |
| 预算管理（60分） | 预算执行 | 支出完成率 | 支出比预算 | 100% | 30 | 29 |
| ^ | 应付账款（暂存款） | 暂存款率 | 账款比支出 | ≤9% | 30 | 30 |
| 基础管理（40分） | 政府采购 | 采购执行率 | 采购比预算 | ≥95% | 40 | 38 |
""",
        [
            "预算管理(60) 预算执行 支出完成率 100% 30/29",
            "预算管理(60) 应付账款（暂存款） 暂存款率 ≤9% 30/30",
            "基础管理(40) 政府采购 采购执行率 ≥95% 40/38",
        ],
    ),
    (
        """
| 一级指标 | 二级指标 | 目标名称 | 评分标准 | 分值 | 自评得分 |
| 项目决策 | 目标设定 | 充分性 | 有方案得满分 | 40 | 40 |
| ^ | ^ | 合理性 | 合规得满分 | 60 | 58 |
""",
        ["项目决策(None) 目标设定 充分性 None 40/40", "项目决策(None) 目标设定 合理性 None 60/58"],
    ),
    (
        """
| 评价指标 | 评价内容 | 指标名称 | 目标值 | 分值 |
| 投入（40分） | 项目立项 | 立项规范性 | 规范 | 20 |
| ^ | ^ | 目标合理性 | 合理 | 20 |
| 产出（60分） | 项目产出 | 泵站改造数量 | 8座 | 60 |
""",
        [
            "投入(40) 项目立项 立项规范性 规范 20/None",
            "投入(40) 项目立项 目标合理性 合理 20/None",
            "产出(60) 项目产出 泵站改造数量 8座 60/None",
        ],
    ),
    (  # What is called a fourth level explains the third.
        """
| 一级指标 | 三级指标 | 四级指标 | 分值 | 自评得分 |
| 投入 | 目标合理性 | 目标的依据是否充分。 | 40 | 38 |
| 产出 | 泵站改造数量 | 改造是否按计划完成。 | 60 | 60 |
| 合计 |  |  | 100 | 98 |
""",
        ["投入(None) None 目标合理性 None 40/38", "产出(None) None 泵站改造数量 None 60/60", "total 100/98/None"],
    ),
]
QUESTIONNAIRES = [
    """
| 序号 | 调查内容 | 非常满意 | 满意 | 不满意 | 有效问卷（份） | 满意率 |
| 1 | 供水是否及时 | 62 | 48 | 10 | 120 | 91.67% |
| 平均满意率 <6 | 91.67% |
""",
    """
| 调查问题 | 满意（100分） | 一般（60分） | 不满意（0分） | 得分 |
| 供水是否及时 | 60 | 30 | 10 | 78 |
| 平均分 |  |  |  | 78 |
""",
]


@pytest.mark.parametrize(("rows", "expected"), RATERS)
def test_of_several_raters_the_mean_counts(rows: str, expected: list[str]) -> None:
    assert told(reading_of(rows)) == expected


@pytest.mark.parametrize(("rows", "expected"), REVIEWS)
def test_points_of_others_beside_the_bodys_own_are_a_review(rows: str, expected: list[str]) -> None:
    assert told(reading_of(rows)) == expected


@pytest.mark.parametrize(("rows", "expected"), ROW_LEVELS)
def test_rows_are_levels_by_their_numbers_sums_or_blanks(rows: str, expected: list[str]) -> None:
    assert told(reading_of(rows)) == expected


@pytest.mark.parametrize(("rows", "expected"), COLUMNS)
def test_weights_and_names_stand_in_columns_of_each_level(rows: str, expected: list[str]) -> None:
    assert told(reading_of(rows)) == expected


@pytest.mark.parametrize(("rows", "expected"), PLACES)
def test_names_of_indicators_and_levels_are_told_by_their_place(rows: str, expected: list[str]) -> None:
    assert told(reading_of(rows)) == expected


@pytest.mark.parametrize("rows", QUESTIONNAIRES)
def test_answers_to_questionnaires_are_no_indicators_and_no_scores(rows: str) -> None:
    assert told(reading_of(rows)) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "| 支付率 | 90% | 自评得分 | 94.5 | 自评等级 | 优 |",
            ["budget_execution None/None/90", "declared None/94.5/None"],
        ),
        ("| 自评得分 | 91 | 资金使用率 | 97% |", ["declared None/91/None", "budget_execution None/None/97"]),
    ],
)
def test_a_rate_of_payment_beside_the_score_is_that_of_the_whole(row: str, expected: list[str]) -> None:
    assert told(reading_of(row)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            """
| 预算执行情况（万元）（20分） | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分*执行率） |
| 年度财政资金总额 | 20 | 19 | 95% | 19 |
""",
            ["budget_execution 20/19/95"],
        ),
        (
            """
| 项目资金 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| 年度资金总额 | 36 | 34.2 | 9 | 0.95 | 8 |
""",
            ["budget_execution 9/8/95.00"],
        ),
    ],
)
def test_the_line_of_execution_has_its_full_mark_over_its_label_and_its_rate_in_percent(
    rows: str, expected: list[str]
) -> None:
    assert told(reading_of(rows)) == expected
