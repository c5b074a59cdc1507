"""What a reader that looks at places instead of meanings gets wrong, each on the smallest form that shows it.

Traps shown by a whole example are named with it in EXAMPLES; the others have their form here.
"""

from pathlib import Path

import pytest

from extract import pipeline
from extract.grades import parse_grade
from tests.forms_notation import document_of
from tests.test_forms_examples import rendered

FORMS = Path(__file__).parent / "examples" / "forms"
TITLE = "项目支出绩效自评表\n（2022年度）\n"
REPORT = "泾阳县水利局2022年度部门决算\n一、支出情况\n"
HEAD = "| 项目名称 | 渠道维修 <3 | 实施单位 | 泾阳县水利站 <2 |\n"
MONEY = "| 项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |\n"
GRADED = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"

# trap -> (example, line that must be read, text that must not be)
EXAMPLES = {
    "a full mark of 100 under blank scores is no score": ("several_projects_in_one_table", "  score None/100 None", "score 100/100"),
    "the formula in a header is no value": ("hubei_project", "  score budget_execution None 4 20 @None", "20 20 20"),
    "yuan where yuan is printed": ("three_public_pairs", "  amount three_public budget 2022 60000.00 元(caption) ", "600000000"),
    "a blank first measure shifts nothing": ("yunnan_project", "元(block)", "budget_initial"),
    "parts of the vehicles go by their label": (
        "three_public_pairs", "  amount three_public.vehicle_operation budget 2022 56000.00", "vehicle_purchase budget",
    ),
    "own and reviewed scores are two": ("ningxia_project", "  score review None 93 None @None", "declared None 93"),
    "several forms in one table": ("several_projects_in_one_table", "project 大邑县司法局 510129 2022 project=人民调解经费", "200件: None"),
    "unused rows of the form are no indicators": ("numbered_names", "改造面积: 300平方米", "指标2"),
    "a rate among the indicators is one of them": ("ningxia_project", "资金管理 预算执行率: 100% -> 98.33% 9/10", "budget_execution 10"),
    "the adjusted target counts": ("chongqing_adjusted", "播发稿件: ≥1800篇 -> 1820篇", "≥1500篇"),
    "a total of noughts beside a part with money": (
        "ministry_project", "  amount source.fiscal actual 2022 899740.00", "amount total actual 2022 899740.00",
    ),
    "a target inside the name stays there": ("ministry_project", "年度资金支付完成率100%: None -> None", "年度资金支付完成率: 100%"),
    "counts of cars and guests are no money": ("operation_information", "  amount procurement actual 2021 256000.00", "公务用车保有量"),
    "a list of projects is no score of the body": ("list_of_projects", "  score None/None None", "score budget_execution"),
    "a sign that a scan read as 2": ("signs_read_as_two", "issue ocr.doubtful target 290% may be ≥90%", "indicator.nameless"),
}  # fmt: skip


@pytest.mark.parametrize("trap", EXAMPLES)
def test_a_trap_shown_by_an_example_is_not_stepped_into(trap: str) -> None:
    name, wanted, unwanted = EXAMPLES[trap]
    read = rendered(pipeline.extract(document_of((FORMS / f"{name}.txt").read_text(encoding="utf8"))))
    assert wanted in read
    assert unwanted not in read


# trap -> (form, lines that must be read, texts that must not be)
CASES = {
    "instructions left in an answer are no conclusion": (
        TITLE + HEAD + GRADED + "| 产出指标 | 数量指标 | 渠道 | 3公里 | 3公里 | 90 |  |\n| 合计 <5 | 100 |  |\n"
        "| 评价结论 | 结合自评情况，说明项目自评总分（200字以内） <6 |\n",
        ["  score None/100 None"], ["declared"],
    ),
    "years shifted by one": (
        "2021年度部门整体支出绩效评价基础数据表\n填报单位：泾阳县水利局\n"
        "| 经费控制情况（万元） | 2020年决算数 | 2021年预算数 | 2021年决算数 |\n| “三公”经费 | 15.2 | 14 | 9.36 |\n",
        ["three_public actual 2020 152000.00", "three_public budget 2021 140000.00", "three_public actual 2021 93600.00"], [],
    ),
    "figures that lost their blanks are abstained from": (
        TITLE + HEAD + MONEY + "| ^ | 年度资金总额 | 194.9 | 194.9194.9100% |  |  |  |\n",
        ["amount total budget_initial 2022 1949000.00", "issue number.unreadable"], ["194919"],
    ),
    "labels run down their merged cells": (
        TITLE + HEAD + GRADED + "| 产出指标 | 数量指标 | 渠道 | 3公里 | 3公里 | 45 | 45 |\n| ^ | ^ | 闸门 | 2座 | 2座 | 45 | 44 |\n",
        ["产出指标(None) 数量指标 闸门: 2座 -> 2座 44/45"], [],
    ),
    "a unit of its own beside a qualitative result": (
        TITLE + HEAD + "| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 |\n"
        "| 产出指标 | 经济成本指标 | 成本控制数 | ≤ | 30 | 万元 | 完成 | 90 | 90 |\n",
        ["成本控制数: ≤30万元 -> 完成 90/90"], [],
    ),
    "points typed where values belong stay where they were typed": (
        "转移支付区域绩效目标自评表\n（2021年度）\n| 转移支付（项目）名称 | 公路建设资金 <5 |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | 未完成原因和改进措施 |\n| 产出指标 | 数量指标 | 公路32.1公里 | 20 | 20 |  |\n",
        ["公路32.1公里: 20 -> 20 None/None"], ["20/20"],
    ),
    "a bare 20 under a rate is 20 percent": (
        TITLE + HEAD + "| 预算执行情况（万元） |  | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分 <2 |\n| ^ | 年度财政资金总额 | 50 | 10 | 20 | 4 <2 |\n",
        ["score budget_execution None 4 20"], ["budget_execution 20"],
    ),
    "the total's weight, score and grade in one row": (
        TITLE + HEAD + GRADED + "| 产出指标 | 数量指标 | 渠道 | 3公里 | 3公里 | 90 | 86 |\n| 总分 <4 | 100 | 96 | 优 |\n",
        ["  score 96/100 优"], [],
    ),
    "two units in one document": (
        TITLE + HEAD + MONEY + "| ^ | 年度资金总额 | 20 | 20 | 19 | 95% | 9.5 |\n"
        "支出明细表\n单位：元\n| 项目 | 预算数 | 决算数 |\n| 办公费 | 5,000.00 | 4,800.00 |\n",
        ["amount total actual 2022 190000.00 万元", "econ.30201 actual 2022 4800.00 元"], [],
    ),
    "a maximum in the name beside another one in the column": (
        "部门整体支出绩效自评表\n（2021年度）\n| 部门名称 | 泾阳县水利局 <6 |\n" + GRADED
        + "| 管理指标 | 预算管理 | 结转结余率（2分） | ≤5% | 3% | 4 | 4 |\n",
        ["预算管理 结转结余率: ≤5% -> 3% 4/4"], ["结转结余率（2分）:"],
    ),
    "a sum with thousand separators and parts without": (
        "部门整体绩效自评表\n（2018年度）\n单位：万元\n| 部门名称 | 泾阳县水利局 <2 |\n| 支出科目 | 预算数 | 执行数 |\n| 人员经费 | 2036.64 | 2036.64 |\n| 合计 | 2,378.74 | 2,378.74 |\n",
        ["basic.personnel actual 2018 20366400.00", "total actual 2018 23787400.00"], [],
    ),
    "a column of scoring rules is no deviation and no target": (
        TITLE + HEAD + "| 一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 得分 |\n| 过程 | 资金管理 | 资金到位率 | 5 | 到位率≥90%得满分，每低1%扣0.5分 | 5 |\n",
        ["过程(None) 资金管理 资金到位率: None -> None 5/5 None"], ["每低1%"],
    ),
    "an indicator in persons is one, whatever its name": (
        TITLE + HEAD + GRADED + "| 产出指标 | 数量指标 | 家庭医生签约率 | 24694人 | 22584人 | 2 | 1.9 |\n",
        ["家庭医生签约率: 24694人 -> 22584人 1.9/2"], [],
    ),
    "a second form below the first begins at its title": (
        "| 部门整体支出绩效自评表 <7 |\n| 部门名称 | 泾阳县水利局 <6 |\n" + GRADED + "| 产出指标 | 数量指标 | 渠道 | 3公里 | 3公里 | 90 | 90 |\n"
        "| 项目支出绩效自评表 <7 |\n" + HEAD + GRADED + "| 产出指标 | 数量指标 | 闸门 | 2座 | 2座 | 90 | 90 |\n",
        ["department 泾阳县水利局", "渠道: 3公里", "project 泾阳县水利站 610423 None project=渠道维修", "闸门: 2座"], [],
    ),
    "a figure behind the percentage of a change is no change": (
        REPORT + "2022年支出决算200万元，比上年增长10%，30万元用于渠道维修。\n",
        ["amount expenditure actual 2022 2000000.00"], ["change", "300000.00"],
    ),
    "money of projects that are counted, not named": (
        REPORT + "年初预算安排8个项目经费200万元。\n", ["amount project budget_initial 2022 2000000.00 万元(cell) 8个项目经费"], [],
    ),
    "how much money was evaluated is no budget": (REPORT + "对预算安排8个项目资金200万元开展自评。\n", [], ["2000000.00"]),
    "a path of functions may end with its section": (
        REPORT + "教育支出（类）普通教育（款）支出决算100万元，主要用于学校运转。\n", ["amount func.20502 actual 2022 1000000.00"], [],
    ),
    "what is left of a list of projects is the other projects": (
        "某区街道办事处2022年度部门整体支出绩效自评报告\n一、项目支出情况\n"
        "全年项目支出500万元。金额较大的有：城市管理经费300万元、老旧小区物业补贴100万元、其他项目100万元。\n",
        ["amount project.other actual 2022 1000000.00 万元(cell) 其他项目"], [],
    ),
    "points that are told as lost behind a score leave it the body's own": (
        "渠道维修项目支出绩效自评报告\n一、评价结论\n满分100分，本项目自评得分为93.6分，扣分主要在完工时效（扣3分）和资金管理（扣3.4分）。\n",
        ["score declared None 93.6"], [],
    ),
    "an average is nobody's own score": (
        REPORT + "二、评价结论\n本部门12个项目平均自评得分为93.6分。\n", [], ["93.6"],
    ),
    "a hospital's income among what a bureau has achieved is not the bureau's": (
        "泾阳县卫生健康局2022年度部门整体支出绩效自评报告\n一、绩效情况\n县人民医院二甲复审通过，医疗收入300万元。\n", [], ["3000000.00"],
    ),
    "a hospital's medical income is its operating income": (
        "泾阳县医院2022年度部门决算\n一、收入情况\n医疗收入300万元，占90%。\n", ["amount source.operating actual 2022 3000000.00"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("trap", CASES)
def test_a_trap_is_not_stepped_into(trap: str) -> None:
    form, wanted, unwanted = CASES[trap]
    read = rendered(pipeline.extract(document_of(form)))
    for line in wanted:
        assert line in read, read
    for text in unwanted:
        assert text not in read, read


@pytest.mark.parametrize(
    ("printed", "grade"),
    [("良好", "良"), ("等级：优秀", "优"), ("较差", "差"), ("合格", "中"), ("不合格", "差"), ("优良中差", None)],
)
def test_a_grade_in_any_of_its_words(printed: str, grade: str | None) -> None:
    assert parse_grade(printed) == grade
