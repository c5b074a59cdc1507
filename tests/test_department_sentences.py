"""Money in sentences of a department's report: lists and their sums, what opens a list, changes, incomes of institutions."""

import pytest

from extract.text.amounts import Setting, read_figures
from extract.text.lexer import tokens
from tests.sentences import amount, told

Row = tuple[str, str, str]

MONEY: dict[str, tuple[str, list[Row]]] = {
    "what follows a list that commas close is of its sum": (
        "项目支出预算48万元,其中:道路养护30万元、治超站运行15万元、标线3万元,全年实际支出45万元。",
        [
            ("project", "budget", "48"),
            ("project.named", "budget", "30"),
            ("project.named", "budget", "15"),
            ("project.named", "budget", "3"),
            ("project", "actual", "45"),
        ],
    ),
    "the sum of all, where it was told before the list": (
        "年初预算120万元,其中基本支出90万元、项目支出30万元,全年实际支出118万元。",
        [
            ("total", "budget_initial", "120"),
            ("basic", "budget_initial", "90"),
            ("project", "budget_initial", "30"),
            ("total", "actual", "118"),
        ],
    ),
    "nobody's, where no sum was told": (
        "基本支出预算90万元、项目支出预算30万元,全年实际支出118万元。",
        [("basic", "budget", "90"), ("project", "budget", "30")],
    ),
    "the other side of an account behind the parts of the first": (
        "2022年收入120万元,其中财政拨款115万元、其他收入5万元,支出118万元。",
        [
            ("income", "actual", "120"),
            ("source.fiscal", "actual", "115"),
            ("source.other", "actual", "5"),
            ("expenditure", "actual", "118"),
        ],
    ),
    "a bracket tells what the figure consists of": (
        "年初批复预算总额120万元(基本支出90万元,项目支出30万元),年中追加8万元。",
        [
            ("total", "budget_initial", "120"),
            ("basic", "budget_initial", "90"),
            ("project", "budget_initial", "30"),
            ("other", "change", "8"),
        ],
    ),
    "a sentence that divides the sum before keeps its measure": (
        "2022年我局年初预算为120万元。按支出性质分:基本支出90万元,项目支出30万元。",
        [("total", "budget_initial", "120"), ("basic", "budget_initial", "90"), ("project", "budget_initial", "30")],
    ),
    "that of the last sum, where several were told": (
        "年初预算10万元,年中追加6万元,调整后预算16万元。按资金性质划分,一般公共预算财政拨款12万元,政府性基金4万元。",
        [
            ("total", "budget_initial", "10"),
            ("other", "change", "6"),
            ("total", "budget", "16"),
            ("source.general", "budget", "12"),
            ("source.fund", "budget", "4"),
        ],
    ),
    "names behind what projects consist of": (
        "项目支出的具体构成:帮教安置29.8万元(其中派遣服务费按每人每年7.2万元结算)、普法宣传6万元。",
        [("project.named", "actual", "29.8"), ("project.named", "actual", "6")],
    ),
    "a list behind a title that its paragraph runs on from": (
        "3.项目支出明细。文明城市创建14.5万元,舆情监测服务3.8万元,农家书屋补充2.9万元。",
        [("project.named", "actual", "14.5"), ("project.named", "actual", "3.8"), ("project.named", "actual", "2.9")],
    ),
    "money carried over into the year's budget": (
        "执行中追加预算57万元,加上年初结转3万元,全年预算309万元。",
        [("other", "change", "57"), ("source.carryover", "budget", "3"), ("total", "budget", "309")],
    ),
    "an initial budget behind money carried over is of all": (
        "年初结转20万元,年初预算1100万元,年中追加90万元,全年可用资金1210万元,实际支出1200万元。",
        [
            ("source.carryover", "budget", "20"),
            ("total", "budget_initial", "1100"),
            ("other", "change", "90"),
            ("total", "budget", "1210"),
            ("total", "actual", "1200"),
        ],
    ),
    "functions told without the word for spending": (
        "公共安全、卫生健康、住房保障三类支出分别为36万元、16万元和11万元。",
        [("func.204", "actual", "36"), ("func.210", "actual", "16"), ("func.221", "actual", "11")],
    ),
    "what a hospital earns": (
        "2022年年初收入预算300万元,其中财政补助收入20万元、事业收入280万元。门急诊收入90万元、住院收入190万元。",
        [
            ("income", "budget_initial", "300"),
            ("source.fiscal", "budget_initial", "20"),
            ("source.operating", "budget_initial", "280"),
            ("other", "actual", "90"),
            ("other", "actual", "190"),
        ],
    ),
    "a sum of the accounts is expenditure, what was spent of the budget is the total": (
        "2022年支出合计90万元,预算执行率95%。全年支出90万元,完成调整后预算的95%。",
        [("expenditure", "actual", "90"), ("total", "actual", "90")],
    ),
    "a change that is the difference of two figures": (
        "基本支出中,人员经费37万元,公用经费4万元;“三公”经费支出3.2万元,较预算3.6万元节约0.4万元。",
        [
            ("basic.personnel", "actual", "37"),
            ("basic.public", "actual", "4"),
            ("three_public", "actual", "3.2"),
            ("three_public", "budget", "3.6"),
            ("three_public", "change", "-0.4"),
        ],
    ),
    "a known item behind a semicolon is told, though a mean stands before it": (
        "“三公”经费支出41万元,其中公务用车运行维护费38万元,车均2.7万元;公务接待费3万元。",
        [
            ("three_public", "actual", "41"),
            ("three_public.vehicle_operation", "actual", "38"),
            ("three_public.reception", "actual", "3"),
        ],
    ),
    "assets against the beginning of the year": (
        "年末固定资产原值318万元,比年初增加12万元。",
        [("assets", "actual", "318"), ("assets", "change", "12")],
    ),
    "a fund that the budget was changed by": (
        "执行中,省、市残疾人事业补助资金增加41万元,全年预算数179万元。",
        [("other", "change", "41"), ("total", "budget", "179")],
    ),
    "what a figure is for is not what changed": (
        "年末结转结余14万元,为国有资本经营预算安排的移交补助尾款,较上年减少3万元。",
        [("balance.cumulative", "actual", "14"), ("balance.cumulative", "change", "-3")],
    ),
    "all of a sum was spent on one thing, and the sum is compared": (
        "“三公”经费支出3.8万元,全部为公务用车运行维护费3.8万元,较上年4.1万元下降7.3%。",
        [
            ("three_public", "actual", "3.8"),
            ("three_public.vehicle_operation", "actual", "3.8"),
            ("three_public", "actual", "4.1"),
        ],
    ),
    "a nought of several items is that of each": (
        "公务接待费3万元,公务用车购置费和因公出国(境)费用为0万元。",
        [
            ("three_public.reception", "actual", "3"),
            ("three_public.vehicle_purchase", "actual", "0"),
            ("three_public.abroad", "actual", "0"),
        ],
    ),
    "a mean in a bracket says nothing of what follows": (
        "公务用车运行维护费6万元,公务接待费2万元(接待7批次,人均55元),因公出国(境)费0万元。",
        [
            ("three_public.vehicle_operation", "actual", "6"),
            ("three_public.reception", "actual", "2"),
            ("three_public.abroad", "actual", "0"),
        ],
    ),
    "less than a budget by a word of one character, and left of one": (
        "“三公”经费预算11万元,决算8.6万元,比预算少2.4万元。公务接待费0.7万元,较年初预算1万元结余0.3万元。",
        [
            ("three_public", "budget", "11"),
            ("three_public", "actual", "8.6"),
            ("three_public", "change", "-2.4"),
            ("three_public.reception", "actual", "0.7"),
            ("three_public.reception", "budget_initial", "1"),
            ("three_public.reception", "change", "-0.3"),
        ],
    ),
    "what was approved for the body, added, and came in": (
        "年初预算批复我局收入56万元;年中因人员增资、政府投资审计服务费等追加19万元,全年实际收入75万元。",
        [("income", "budget_initial", "56"), ("other", "change", "19"), ("income", "actual", "75")],
    ),
    "what a budget grew by, named before and behind its verb, or not at all": (
        "年初预算8万元,年中新增专项债券等14万元,全年预算22万元。执行中因优抚补助资金下达增加3万元,全年预算数25万元。"
        "年中因特大暴雨增加6万元,调整后预算31万元。",
        [
            ("total", "budget_initial", "8"),
            ("other", "change", "14"),
            ("total", "budget", "22"),
            ("other", "change", "3"),
            ("total", "budget", "25"),
            ("other", "change", "6"),
            ("total", "budget", "31"),
        ],
    ),
    "done, in a word before its figure": (
        "全年政府采购预算86万元,完成83万元。",
        [("procurement", "budget", "86"), ("procurement", "actual", "83")],
    ),
    "kinds of what was procured": (
        "全年政府采购支出26万元,其中货物11万元、工程12万元、服务3万元。",
        [
            ("procurement", "actual", "26"),
            ("other", "actual", "11"),
            ("other", "actual", "12"),
            ("other", "actual", "3"),
        ],
    ),
    "members of a list of changes, with their signs": (
        "年中净追加126万元,包括追加政法转移支付资金98万元、追加基础绩效奖87万元,压减一般性支出59万元,调整后预算为441万元。",
        [
            ("other", "change", "126"),
            ("other", "change", "98"),
            ("other", "change", "87"),
            ("other", "change", "-59"),
            ("total", "budget", "441"),
        ],
    ),
    "a list behind its title and a colon": (
        "重点项目支出情况:再生水厂运营服务费186万元,河道维护53万元。",
        [("project.named", "actual", "186"), ("project.named", "actual", "53")],
    ),
    "what others pay out": ("节目获奖,奖金5000元由县文化和旅游局统一发放。", []),
    "parts of what vehicles cost, by short names in a bracket": (
        "公务用车购置及运行费43万元(购置费8万元,购置执法车5辆;运行维护费35万元,保有126辆);公务接待费14万元。",
        [
            ("three_public.vehicle", "actual", "43"),
            ("three_public.vehicle_purchase", "actual", "8"),
            ("three_public.vehicle_operation", "actual", "35"),
            ("three_public.reception", "actual", "14"),
        ],
    ),
    "where a budget came from, by a name of its own": (
        "调整后预算36万元。资金来源为一般公共预算财政拨款34万元、对口援藏资金2万元。",
        [("total", "budget", "36"), ("source.general", "budget", "34"), ("other", "budget", "2")],
    ),
    "by how much the budget grew": (
        "年初预算10万元;年中调整增加2万元,调整后预算12万元。",
        [("total", "budget_initial", "10"), ("other", "change", "2"), ("total", "budget", "12")],
    ),
    "what was spent behind the parts of a budget": (
        "三公经费预算5万元,其中公务接待费2万元、公务用车运行维护费3万元;决算4万元。",
        [
            ("three_public", "budget", "5"),
            ("three_public.reception", "budget", "2"),
            ("three_public.vehicle_operation", "budget", "3"),
            ("three_public", "actual", "4"),
        ],
    ),
    "kept within a budget": (
        "“三公”经费支出4.6万元,控制在预算5.5万元之内,其中公务接待费0.4万元。",
        [
            ("three_public", "actual", "4.6"),
            ("three_public", "budget", "5.5"),
            ("three_public.reception", "actual", "0.4"),
        ],
    ),
    "a part of a sum that nobody knows": ("项目支出中校园维护费逐年上升,2020年为46万元。", []),
    "a list by projects": (
        "从项目看,旅游宣传营销112万元,文物保护64万元。",
        [("project.named", "actual", "112"), ("project.named", "actual", "64")],
    ),
    "what was compared by a percentage leaves the measure as it was": (
        "“三公”经费决算13万元,比年初预算16万元下降18.75%,比上年减少1万元,其中公务接待费2万元。",
        [
            ("three_public", "actual", "13"),
            ("three_public", "budget_initial", "16"),
            ("three_public", "change", "-1"),
            ("three_public.reception", "actual", "2"),
        ],
    ),
    "what a sum was spent on, and the sum compared": (
        "“三公”经费支出7.8万元,为4台车辆运行维护费,比年初预算8.5万元节约8%。",
        [("three_public", "actual", "7.8"), ("three_public", "budget_initial", "8.5")],
    ),
    "sources in a bracket": (
        "财政拨款收入152万元(天然林保护工程补助104万元、县级拨款48万元),其他收入(租金等)3万元。",
        [
            ("source.fiscal", "actual", "152"),
            ("other", "actual", "104"),
            ("other", "actual", "48"),
            ("source.other", "actual", "3"),
        ],
    ),
    "the sum kept within its budget, behind its parts": (
        "“三公”经费支出12万元,其中公务用车运行维护费10万元、公务接待费2万元,控制在年初预算14万元以内。",
        [
            ("three_public", "actual", "12"),
            ("three_public.vehicle_operation", "actual", "10"),
            ("three_public.reception", "actual", "2"),
            ("three_public", "budget_initial", "14"),
        ],
    ),
    "approved for a body by its name, and carried out": (
        "县财政批复县教育局年初预算286万元,其中人员经费214万元。全年执行280万元。",
        [("total", "budget_initial", "286"), ("basic.personnel", "budget_initial", "214"), ("total", "actual", "280")],
    ),
    "projects counted by who pays them": (
        "财政拨款项目6个,预算280万元,执行264万元。",
        [("project", "budget", "280"), ("project", "actual", "264")],
    ),
    "what the accounts say was spent, its rate behind it": (
        "决算数99万元,预算执行率99%,其中基本支出81万元,项目支出18万元。",
        [("total", "actual", "99"), ("basic", "actual", "81"), ("project", "actual", "18")],
    ),
    "kinds of what was procured as spending": (
        "政府采购支出26万元,其中货物支出8万元、服务支出18万元。",
        [("procurement", "actual", "26"), ("other", "actual", "8"), ("other", "actual", "18")],
    ),
    "a budget after what had come in": (
        "2022年年初预算184万元,年中上级专项下达后全年预算318万元。",
        [("total", "budget_initial", "184"), ("total", "budget", "318")],
    ),
    "an approval": (
        "2022年预算批复173万元,其中基本支出132万元;年中调减预算4万元。",
        [("total", "budget_initial", "173"), ("basic", "budget_initial", "132"), ("other", "change", "-4")],
    ),
    "sources of what was spent": (
        "2.按资金来源:省级农村公路建设补助98万元,中央政法转移支付12万元。",
        [("other", "actual", "98"), ("other", "actual", "12")],
    ),
    "main projects behind a colon": (
        "全年预算100万元。全年决算数90万元。主要项目:标准厂房建设48万元,园区道路及管网23万元。",
        [
            ("total", "budget", "100"),
            ("total", "actual", "90"),
            ("project.named", "actual", "48"),
            ("project.named", "actual", "23"),
        ],
    ),
    "projects of one source are projects": (
        "一般公共预算项目支出15万元。",
        [("project", "actual", "15")],
    ),
    "debts are no money of the body": ("年末负债合计62万元。", []),
}


@pytest.mark.parametrize("case", MONEY)
def test_what_a_sentence_tells(case: str) -> None:
    text, expected = MONEY[case]
    found = [(item, measure, amount) for item, _, measure, _, amount in told((text,), project=None)]
    assert found == expected


def test_shortcomings_tell_what_was_planned_at_first_but_no_whole_budget() -> None:
    section = ("problems", "存在的问题")
    assert told(("办公费年初预算5万元,实际支出8万元。",), project=None, section=section) == [
        ("econ.30201", "", "budget_initial", 2022, "5")
    ]
    assert told(("辅警经费缺口大,年初预算只安排了180万元。",), project=None, section=section) == []


def test_a_numbered_lead_with_what_was_spent_on_it_is_a_project_among_achievements_too() -> None:
    section = ("performance", "履职效能分析")
    assert told(("5.水利工程维修养护。支出1,100万元,完成山塘维修137宗。",), project=None, section=section) == [
        ("project.named", "水利工程维修养护", "actual", 2022, "1100")
    ]
    assert told(("2.村道硬化。硬化6公里,财政评审控制价372.5万元;",), project=None, section=section) == []


def test_a_sum_is_divided_among_bodies_below_where_they_make_it_up() -> None:
    text = "全年预算数50万元,执行数46万元。分单位看,局机关执行32万元,县国有林场执行14万元。"
    figures = read_figures(text, tokens(text), Setting(("other", "预算执行情况"), 2022, None, "actual")).figures
    assert [(each.link.item, each.link.measure, each.link.institution, amount(each)) for each in figures] == [
        ("total", "budget", None, "50"),
        ("total", "actual", None, "46"),
        ("total", "actual", "局机关", "32"),
        ("total", "actual", "县国有林场", "14"),
    ]


def test_a_list_within_a_list_ends_with_its_clause() -> None:
    text = "公路建设42万元,其中路基整治20万元、桥涵加固15万元;公路养护11万元;危桥改造5万元。"
    found = told((text,), project=None, section=("project_expenditure", "项目支出情况"))
    assert [(item, label) for item, label, *_ in found] == [
        ("project.named", "公路建设"),
        ("other", "路基整治"),
        ("other", "桥涵加固"),
        ("project.named", "公路养护"),
        ("project.named", "危桥改造"),
    ]
