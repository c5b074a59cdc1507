"""Whose report a text without a form is: its scope, what it evaluates, the body, and what is stated of the whole."""

from decimal import Decimal
from typing import Any

import pytest

from extract.pipeline import extract
from tests.forms_notation import document_of

CASES = [
    pytest.param(
        """
湄潭县水务局关于2022年度水土保持补助资金绩效自评的报告
遵义市水务局：
按照省财政厅关于开展2022年度水利转移支付资金绩效自评工作的通知，我局开展了自评。
一、基本情况
""",
        ("transfer", "水土保持补助资金", "湄潭县水务局"),
        id="who a report is addressed to does not report",
    ),
    pytest.param(
        """
2022年度建德市中小学校舍维修改造项目
支出绩效评价报告
委托单位：建德市财政局
被评价单位：建德市教育局
评价机构：浙江清源绩效评价有限公司
一、项目基本情况
""",
        ("project", "中小学校舍维修改造项目", "建德市教育局"),
        id="schools of a kind are no body",
    ),
    pytest.param(
        """
2020—2022年化州市橘红产业发展专项资金绩效评价报告
主管部门：化州市农业农村局
评价机构：广东岭海会计师事务所
一、专项资金概况
""",
        ("special_fund", "橘红产业发展专项资金", "化州市农业农村局"),
        id="a span of years is no part of a name, who examines is not examined",
    ),
    pytest.param(
        """
附件2
项目支出绩效自评报告
项目名称：东台市黄海森林防火道路工程
预算部门（公章）：东台市林业局
一、基本情况
（一）项目概况
""",
        ("project", "东台市黄海森林防火道路工程", "东台市林业局"),
        id="the number of an attachment is no title",
    ),
    pytest.param(
        """
开州区林业局
2022年度中央、市级林草转移支付资金绩效自评报告
一、绩效目标分解下达情况
""",
        ("transfer", "中央、市级林草转移支付资金", "开州区林业局"),
        id="a name as its title has it, levels included",
    ),
    pytest.param(
        """
关于2022年度礼泉县茶产业发展专项资金的绩效评价报告
一、项目基本情况
""",
        ("special_fund", "茶产业发展专项资金", None),
        id="a title with 的",
    ),
    pytest.param(
        """
汝州市2022年高标准农田建设项目
绩效评价报告
项目单位  汝州市农业农村局
一、项目概况
""",
        ("project", "高标准农田建设项目", "汝州市农业农村局"),
        id="an answer behind a gap instead of a colon",
    ),
    pytest.param(
        """
宣城职业技术学院
2020年度部门整体支出绩效自评报告
市财政局：
一、部门概况
""",
        ("department", None, "宣城职业技术学院"),
        id="a school that its city is part of the name of",
    ),
    pytest.param(
        """
建始县殡仪馆迁建工程项目支出绩效评价报告（征求意见稿）
项目实施单位：建始县民政局
一、项目概况
""",
        ("project", "殡仪馆迁建工程项目", "建始县民政局"),
        id="a building is no body that is done something to",
    ),
    pytest.param(
        """
东台市水务局关于报送2022年度中央水利发展资金绩效自评的报告
一、绩效目标分解下达情况
""",
        ("transfer", "中央水利发展资金", "东台市水务局"),
        id="a report that is handed in",
    ),
    pytest.param(
        """
2022年度巴州区“雪亮工程”运维服务项目绩效评价工作报告
被评价单位：巴中市公安局巴州区分局
一、项目概况
""",
        ("project", "雪亮工程运维服务项目", "巴中市公安局巴州区分局"),
        id="a district whose name begins like another place",
    ),
    pytest.param(
        """
2022年部门整体支出绩效自评报告
（永丰县残疾人联合会）
一、部门概况
""",
        ("department", None, "永丰县残疾人联合会"),
        id="a body in brackets",
    ),
    pytest.param(
        """
米易县撒莲镇2021年度部门预算项目支出绩效自评报告
（乡村道路日常管护）
一、项目概况
""",
        ("project", "乡村道路日常管护", "米易县撒莲镇"),
        id="a project in brackets, whatever it is called",
    ),
    pytest.param(
        """
望江县2021年度就业补助专项资金财政绩效评价报告
项目主管单位：望江县人力资源和社会保障局
一、基本情况
""",
        ("special_fund", "就业补助专项资金", "望江县人力资源和社会保障局"),
        id="a special fund of subsidies",
    ),
    pytest.param(
        """
2022年度泰顺县农村供水管网改造项目
支出绩效评价报告
泰顺县财政局委托我所对该项目开展评价。
被评价单位：泰顺县水利局
一、项目概况
项目绩效评价评分表
""",
        ("project", "农村供水管网改造项目", "泰顺县水利局"),
        id="a title of two lines before that of a sheet which names nothing",
    ),
]


def evaluated(text: str) -> Any:
    (evaluation,) = extract(document_of(text)).evaluations
    return evaluation


@pytest.mark.parametrize(("text", "told"), CASES)
def test_a_report_says_whose_it_is(text: str, told: tuple[str, str | None, str | None]) -> None:
    found = evaluated(text)
    assert (found.scope, found.project, found.organization) == told


def test_a_report_and_the_form_in_it_speak_of_one_fund() -> None:
    text = """
蕉岭县2022年省级涉农资金绩效自评报告
一、基本情况
（一）资金使用
截至2022年12月31日，共支出902万元。

| 项目名称 | 省级涉农资金 | |
| 主管部门 | 蕉岭县农业农村局 | |
| 年度资金总额 | 全年预算数（万元） | 全年执行数（万元） |
| 年度资金总额 | 960 | 902 |

二、评分
满分为100分。

| 一级指标 | 分值 | 得分 |
| 产出 | 60 | 58 |
| 效益 | 40 | 37 |
| 合计 | 100 | 95 |
"""
    found = evaluated(text)
    assert (found.scope, found.project, found.organization) == ("special_fund", "省级涉农资金", "蕉岭县农业农村局")
    assert {amount.place.kind for amount in found.amounts} == {"table", "text"}
    assert found.total_score == 95


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("对照评分表（满分100分），自评得分94.2分。", 100),
        ("本次评价满分为120分，得分111分。", 120),
        ("产出指标得分28分（满分33分）。", None),
        ("指标体系由决策、过程、产出、效益四部分组成，总分100分。", 100),
        ("综合评分84.3分（总分100分），等级为“良”。", 100),
        ("按120分制评分，自评得分103分。", 120),
        ("评价总分100分，90分（含）以上为优。", 100),
        ("自评总分100分，等级为“优”。", None),
    ],
)
def test_the_full_mark_is_that_of_the_whole(said: str, weight: int | None) -> None:
    assert evaluated(f"乐清市水利局2022年度部门整体支出绩效自评报告\n一、评价结论\n{said}").total_weight == weight


def test_a_grade_of_another_year_is_not_this_one() -> None:
    text = "乐清市水利局2022年度部门整体支出绩效自评报告\n一、评价结论\n市财政局对我局2021年部门整体支出绩效评价结果为“良”。"
    assert evaluated(text).grade is None
    assert evaluated(text.replace("2021年", "2022年")).grade == "良"
    assert evaluated(text.split("市财政局对")[0] + "我局自评得分94.3分，属“优”等。").grade == "优"
    assert evaluated(text.split("市财政局对")[0] + "自评得分91分，等级为“优”：产出46分。").grade == "优"
    assert evaluated(text.replace("2021年部门", "2023年3月对部门")).grade == "良"


def test_the_parts_of_a_fund_are_named_and_their_sum_is_all_of_it() -> None:
    text = """
南靖县2022年度茶产业发展专项资金绩效自评报告
一、资金使用情况

| 资金用途 | 预算数（万元） | 支出数（万元） |
| 生态茶园建设 | 33 | 31 |
| 县级财政配套 | 5 | 5 |
| 合计 | 38 | 36 |
"""
    told = {(amount.item, amount.label) for amount in evaluated(text).amounts}
    assert told == {("project.named", "生态茶园建设"), ("other", "县级财政配套"), ("total", "合计")}


@pytest.mark.parametrize(
    ("unit", "files"),
    [
        ("罗田县森林防火预警中心", "罗田县森林防火预警中心"),
        ("县林业科学研究所", "县林业科学研究所"),
        ("罗田县林业局", "罗田县林业局"),
        ("湖北省林业局木材检查总站黄冈检查站", "罗田县林业局"),
        ("罗田绿源苗木有限公司", "罗田县林业局"),
    ],
)
def test_a_form_in_a_departments_report_is_filed_by_its_unit(unit: str, files: str) -> None:
    text = f"""
罗田县林业局2022年度部门整体支出绩效自评报告
一、部门概况
罗田县林业局是县政府工作部门。

| 项目支出绩效自评表 | <3 |
| 项目名称 | 森林防火经费 | <2 |
| 主管部门 | 罗田县林业局 | 实施单位 | {unit} |
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| 产出指标 | 防火带长度 | ≥30公里 | 31公里 |
"""
    project = next(each for each in extract(document_of(text)).evaluations if each.project)
    assert project.organization == files


def test_what_stands_below_a_form_answers_for_it_and_not_for_the_next() -> None:
    text = """
罗田县林业局2022年度项目支出绩效自评情况汇总表
| 序号 | 项目名称 | 预算数（万元） | 执行数（万元） |
| 1 | 森林防火经费 | 10 | 9 |
附件2
项目支出绩效自评表
填报单位：罗田县林业局
填报日期：2023年3月1日
| 项目名称 | 森林防火经费 | <2 |
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| 产出指标 | 防火带长度 | ≥30公里 | 31公里 |
自评等级：良　　填报日期：2023年3月5日
附件3
项目支出绩效自评表
填报单位：罗田县林业局　　　公开03表
| 项目名称 | 公益林管护经费 | <2 |
| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| 产出指标 | 管护面积 | ≥30万亩 | 31万亩 |
自评等级：优
"""
    read = extract(document_of(text)).evaluations
    assert [(each.project, each.organization, each.grade, each.reported_on) for each in read] == [
        (None, "罗田县林业局", None, None),
        ("森林防火经费", "罗田县林业局", "良", "2023-03-01"),
        ("公益林管护经费", "罗田县林业局", "优", None),
    ]


def test_a_line_of_the_filing_body_is_no_signature_and_points_below_money_are_the_forms() -> None:
    text = """
项目支出绩效自评表
（2023年度）
填报单位（盖章）：罗田县林业局          填报人：略
| 项目名称 | 森林防火经费 <3 |
| 主管部门 | 罗田县林业局 | 实施单位 | 罗田县森林防火预警中心 |
| 项目资金（万元） | 全年预算数 | 全年执行数 | 执行率 |
| 年度资金总额 | 100 | 95 | 95% |
| 自评总分 | 96.5 | 自评结论 | 优 |
"""
    (form,) = extract(document_of(text)).evaluations
    assert (form.organization, form.total_score, form.grade) == ("罗田县林业局", Decimal("96.5"), "优")
    assert {row.item for row in form.amounts} == {"total"}


@pytest.mark.parametrize(("total", "whose"), [("97.6", ["森林防火经费"]), ("91.2", [None, "森林防火经费"])])
def test_sums_of_points_in_a_table_of_their_own_are_those_of_the_form_with_their_total(
    total: str, whose: list[str | None]
) -> None:
    text = f"""
罗田县2023年度项目支出绩效自评表
| 项目名称 | 森林防火经费 <4 |
| 主管部门 | 罗田县林业局 | 实施单位 | 罗田县森林防火预警中心 <2 |
| 一级指标 | 三级指标 | 年度指标值 | 分值 | 得分 |
| 产出指标 | 防火带长度 | ≥30公里 | 100 | 97.6 |
| 总分 <3 | 100 | 97.6 |
绩效自评得分汇总表
| 指标 | 分值 | 自评得分 |
| 产出 | 60 | 59 |
| 效益 | 30 | 29 |
| 满意度 | 10 | 9.6 |
| 合计 | 100 | {total} |
"""
    assert [each.project for each in extract(document_of(text)).evaluations] == whose
