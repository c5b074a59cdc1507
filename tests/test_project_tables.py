"""Which project, fund or department a table speaks of: by a cell beside its rows, a line above it, or its own title."""

import pytest

from extract.pipeline import extract
from tests.forms_notation import document_of


def told(text: str) -> list[tuple[str, str | None, str | None, int, int]]:
    """Of each evaluation its scope, project and body, and how many amounts and indicators it has."""
    return [
        (each.scope, each.project, each.organization, len(each.amounts), len(each.indicators))
        for each in extract(document_of(text)).evaluations
    ]


@pytest.mark.parametrize(
    "rows",
    [
        """
| 项目名称 | 预算数 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |
| 供水维修项目 | 120 | 保障用水安全。 | 产出指标 | 数量指标 | 维修工程 | ≥ | 18 | 处 |
| ^ | ^ | ^ | 效益指标 | 社会效益指标 | 受益人口 | ≥ | 3.2 | 万人 |
| 河长制工作经费 | 35 | 改善河湖面貌。 | 产出指标 | 数量指标 | 巡河次数 | ≥ | 48 | 次 |""",
        """
| 项目名称 | 项目金额 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 供水维修项目 | 120 | 保障用水安全。 | 产出指标 | 数量指标 | 维修工程 | ≥18处 |
|  |  |  | 效益指标 | 社会效益指标 | 受益人口 | ≥3.2万人 |
| 河长制工作经费 | 35 | 改善河湖面貌。 | 产出指标 | 数量指标 | 巡河次数 | ≥48次 |""",
    ],
)
def test_targets_of_several_projects_in_one_table_are_of_each(rows: str) -> None:
    text = f"思南县水务局2025年项目支出绩效目标表\n部门：思南县水务局          单位：万元\n{rows.strip()}"
    assert told(text) == [
        ("project", "供水维修项目", "思南县水务局", 1, 2),
        ("project", "河长制工作经费", "思南县水务局", 1, 1),
    ]
    first, second = extract(document_of(text)).evaluations
    assert [(row.item, row.measure, row.yuan) for each in (first, second) for row in each.amounts] == [
        ("total", "budget", 1_200_000), ("total", "budget", 350_000),
    ]  # fmt: skip
    assert [row.expected for each in (first, second) for row in each.goals] == ["保障用水安全。", "改善河湖面貌。"]
    assert [row.target for row in first.indicators] == ["≥18处", "≥3.2万人"]


def test_money_beside_no_project_is_the_departments_and_units_go_on() -> None:
    text = """
部门预算项目绩效目标申报表（2023年度）
金额单位：元
| 单位名称 | 项目名称 | 预算数 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 |
| 815-双石镇部门 |  | 3,600,000 |  |  |  |  |  |  |  |
| 815001-荣县双石镇人民政府 | 村组干部报酬 | 2,960,000 | 产出指标 | 数量指标 | 干部人数 | ≥ | 186 | 人 | 20 |
| ^ | 环卫保洁经费 | 640,000 | 产出指标 | 数量指标 | 保洁面积 | ≥ | 8.6 | 万平方米 | 20 |"""
    body = "荣县双石镇人民政府"
    assert told(text) == [
        ("department", None, body, 1, 0), ("project", "村组干部报酬", body, 1, 1), ("project", "环卫保洁经费", body, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "scope", "project"),
    [
        ("福安市2023年农村公益事业建设补助资金绩效自评表", "special_fund", "农村公益事业建设补助资金"),
        ("普安县2019年财政专项扶贫资金绩效评价自评表", "special_fund", "财政专项扶贫资金"),
        ("宝兴县林业局2024年度林业草原改革发展资金绩效评价表", "special_fund", "林业草原改革发展资金"),
        ("灵璧县2020年农村学生营养改善计划绩效评价指标及评分表", "project", "农村学生营养改善计划"),
        ("灵璧县2020年度县级财政专项资金绩效自评表", "special_fund", None),
        ("灵璧县2020年部门预算项目绩效自评表", "department", None),
    ],
)
def test_a_form_titled_after_one_fund_or_undertaking_is_of_it(title: str, scope: str, project: str | None) -> None:
    rows = """
| 一级指标 | 二级指标 | 三级指标 | 满分 | 得分 |
| 产出 | 产出数量 | 完成数量 | 60 | 58 |
| 效益 | 社会效益 | 受益群众 | 40 | 39 |"""
    assert [each[:2] for each in told(f"{title}\n填报单位：某局\n{rows.strip()}")] == [(scope, project)]


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("绩效目标表（一般公共预算资金）", "special_fund"),
        ("2025年残疾人事业补助资金绩效目标表", "special_fund"),
        ("项目支出绩效目标表", "project"),
        ("部门预算项目绩效目标表", "project"),
    ],
)
def test_what_is_called_a_fund_is_one_where_the_title_of_its_form_speaks_of_no_project(title: str, scope: str) -> None:
    text = f"""
{title}
（2023年度）
| 项目名称 | 残疾人事业补助资金 <3 |
| 县级主管部门 | 陇县残疾人联合会 <3 |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 培训人数 | ≥60人 |"""
    assert told(text) == [(scope, "残疾人事业补助资金", "陇县残疾人联合会", 0, 1)]


def test_a_line_above_a_table_answers_whom_it_evaluates() -> None:
    text = """
评价人员（专家）评分汇总表
（2021年度）
被评价项目：乡镇污水处理项目              项目单位：定远县住房和城乡建设局
| 具体指标 | 分值 | 专家1 | 专家2 | 评价得分=专家评分之和/专家人数 |
| 业务指标 | * | * | * | * |
| 水质达标率 | 15 | 14 | 15 | 14.5 |
| 财务指标 | * | * | * | * |
| 资金到位率 | 10 | 10 | 10 | 10 |
| 合计 | 25 | 24 | 25 | 24.5 |"""
    (form,) = extract(document_of(text)).evaluations
    assert (form.project, form.implementing_unit) == ("乡镇污水处理项目", "定远县住房和城乡建设局")
    assert [(row.level1, row.level3, row.weight, row.score) for row in form.indicators] == [
        ("业务指标", "水质达标率", 15, 14.5), ("财务指标", "资金到位率", 10, 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("盐亭县水利局\n2023年12月28日\n附件", "2023-12-28"),
        ("盐亭县水利局\n二〇二三年十二月二十八日\n附件1", "2023-12-28"),
        ("2023年12月28日前完成公示\n附件", None),
    ],
)
def test_forms_attached_to_a_letter_have_its_date(lines: str, date: str | None) -> None:
    text = f"""
关于绩效自评结果的公示
{lines}
绩效自评表
（2023年度）
| 项目名称 | 渠系配套改造项目 <3 |
| 主管部门 | 盐亭县水利局 <3 |
| 一级指标 | 三级指标 | 指标值 | 实际完成值 |
| 产出指标 | 整治渠道 | ≥12公里 | 12公里 |"""
    assert [each.reported_on for each in extract(document_of(text)).evaluations] == [date]


def test_projects_below_functions_have_no_code_of_their_own() -> None:
    text = """
旺苍县农业农村局2023年度项目支出决算表
金额单位：万元
| 科目编码 <3 | 科目名称（项目） | 金额 |
| 类 | 款 | 项 | ^ | ^ |
| 211 | 04 | 02 | 农村环境保护 | 120 |
|  |  |  | 人居环境整治 | 120 |"""
    (form,) = extract(document_of(text)).evaluations
    assert [(row.item, row.label) for row in form.amounts] == [
        ("func.2110402", "农村环境保护"), ("project.named", "人居环境整治"),
    ]  # fmt: skip
