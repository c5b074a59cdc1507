"""What sentences in the report of one project, fund or transfer say of its money; and named projects in a department's report."""

from decimal import Decimal

import pytest

from extract.text.amounts import Setting, read_figures
from extract.text.lexer import tokens
from extract.text.project.account import Account
from extract.text.project.body import account_of_body
from extract.text.project.phrase import phrase
from extract.text.project.roles import Project
from extract.text.trace import Figure
from schemas.folding import fold
from schemas.units import money_units

ON_MONEY, ON_WORKS = ("other", "资金情况"), ("performance", "产出情况")
Told = list[tuple[str, str, str, int | None, str]]


def amount(figure: Figure) -> str:
    """A figure in 万元 as it would be printed, with its sign."""
    digits, unit = figure.token.value
    wan = Decimal(digits.replace(",", "")) * money_units()[unit].factor * figure.link.sign / 10_000
    return f"{wan.normalize():f}"


def told(
    texts: tuple[str, ...], *, project: str | None, fund: bool = False, section: tuple[str, str] = ON_MONEY
) -> Told:
    """(item, label where an item has no name of its own, measure, year, 万元) of the paragraphs, one after the other."""
    account = Account(Project(project, fund)) if project is not None else None
    body = account_of_body() if project is None else None
    found: Told = []
    for each in map(fold, texts):
        setting = Setting(section, 2022, project, "actual", account=account, of_body=body)
        for figure in read_figures(each, tokens(each), setting).figures:
            link = figure.link
            label = each[slice(*link.label)] if link.item in ("other", "project.named") else ""
            found.append((link.item, label, link.measure, link.year, amount(figure)))
    return found


# What it shows -> the paragraphs of a project's report, and what they tell.
PROJECT: dict[str, tuple[tuple[str, ...], Told]] = {
    "sources carry the measure of the sum they make up": (
        ("2022年项目预算安排600万元,其中中央补助资金400万元、县级配套200万元。",),
        [
            ("total", "", "budget_initial", 2022, "600"),
            ("other", "中央补助资金", "budget_initial", 2022, "400"),
            ("other", "县级配套", "budget_initial", 2022, "200"),
        ],
    ),
    "parts of what was spent": (
        ("截至2022年底支出580.5万元,预算执行率96.75%。支出构成为:砌护工程500万元,水文观测费80.5万元。",),
        [
            ("total", "", "actual", 2022, "580.5"),
            ("other", "砌护工程", "actual", 2022, "500"),
            ("other", "水文观测费", "actual", 2022, "80.5"),
        ],
    ),
    "a name may begin with a figure and hold a verb": (
        ("全年支付300万元。分档次看,60至69周岁老人护理补贴120万元,研发投入补助180万元。",),
        [
            ("total", "", "actual", 2022, "300"),
            ("other", "60至69周岁老人护理补贴", "actual", 2022, "120"),
            ("other", "研发投入补助", "actual", 2022, "180"),
        ],
    ),
    "what was left, and what goes on": (
        ("当年结余12万元,由县财政收回。", "年末结转30万元至2023年继续使用。", "未使用的5万元为质量保证金。"),
        [
            ("balance", "", "actual", 2022, "12"),
            ("balance.cumulative", "", "actual", 2022, "30"),
            ("balance", "", "actual", 2022, "5"),
        ],
    ),
    "what was added and what was taken out": (
        ("年初预算90万元,9月因灌溉面积减少调减预算8万元,调整后预算82万元。",),
        [
            ("total", "", "budget_initial", 2022, "90"),
            ("other", "调减预算", "change", 2022, "-8"),
            ("total", "", "budget", 2022, "82"),
        ],
    ),
    "one budget for each year": (
        ("2020年至2022年,县财政分别安排该项目预算50万元、60万元、70万元。",),
        [
            ("total", "", "budget_initial", 2020, "50"),
            ("total", "", "budget_initial", 2021, "60"),
            ("total", "", "budget_initial", 2022, "70"),
        ],
    ),
    "the year compared with": (
        ("项目实际支出66万元,较2021年实际支出60万元增加6万元。",),
        [
            ("total", "", "actual", 2022, "66"),
            ("total", "", "actual", 2021, "60"),
            ("total", "", "change", 2022, "6"),
        ],
    ),
    "several measures before as many figures": (
        ("年初预算、调整后预算和实际支出分别为50万元、45万元、44万元。",),
        [
            ("total", "", "budget_initial", 2022, "50"),
            ("total", "", "budget", 2022, "45"),
            ("total", "", "actual", 2022, "44"),
        ],
    ),
    "a bracket with the parts of a part": (
        ("2022年下达项目资金900万元,其中省级补助500万元、县级配套400万元(其中一般债券300万元)。",),
        [
            ("total", "", "budget", 2022, "900"),
            ("other", "省级补助", "budget", 2022, "500"),
            ("other", "县级配套", "budget", 2022, "400"),
            ("other", "一般债券", "budget", 2022, "300"),
        ],
    ),
    "spent on named things, told by its rate": (
        ("项目预算200万元。", "实际支付养护费188万元,预算执行率94%。"),
        [("total", "", "budget", 2022, "200"), ("total", "", "actual", 2022, "188")],
    ),
    "a sum told again is the same sum": (
        ("项目预算200万元。", "本次评价涉及财政资金200万元。"),
        [("total", "", "budget", 2022, "200"), ("total", "", "budget", 2022, "200")],
    ),
    "money of others, standards and samples tell nothing": (
        (
            "项目预算200万元,其中县级财政200万元。中标总价190万元,节约10万元。",
            "抽查资金66万元,涉及金额3万元;每户补助2万元,单价不超过5万元。",
            "带动企业投资800万元,县级配套资金缺口20万元。",
        ),
        [("total", "", "budget", 2022, "200"), ("other", "县级财政", "budget", 2022, "200")],
    ),
    "other parts than those of the sum before": (
        ("项目支出50万元。", "抽查发现不合规支出7万元,其中:重复列支4万元,超范围3万元。"),
        [("total", "", "actual", 2022, "50")],
    ),
    "a list that adds up may hold strange words": (
        ("项目支出50万元,其中:合同能源管理20万元,贷款担保补贴30万元。",),
        [
            ("total", "", "actual", 2022, "50"),
            ("other", "合同能源管理", "actual", 2022, "20"),
            ("other", "贷款担保补贴", "actual", 2022, "30"),
        ],
    ),
    "an estimate of the whole investment is no budget beside the year's own": (
        ("项目概算总投资1,500万元。2022年安排预算资金500万元。",),
        [("total", "", "budget_initial", 2022, "500")],
    ),
    "figures that no list holds, and together are a sum told before": (
        ("项目支出90万元。", "一是购置水泵40万元;二是安装闸门30万元;三是人工费20万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "购置水泵", "actual", 2022, "40"),
            ("other", "安装闸门", "actual", 2022, "30"),
            ("other", "人工费", "actual", 2022, "20"),
        ],
    ),
    "shares before the money": (
        ("项目预算90万元,其中省级承担60%,计54万元,县级承担40%,计36万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "省级承担", "budget", 2022, "54"),
            ("other", "县级承担", "budget", 2022, "36"),
        ],
    ),
    "a sum behind what was added": (
        ("2022年初预算安排80万元,年中追加10万元,合计90万元。",),
        [
            ("total", "", "budget_initial", 2022, "80"),
            ("other", "年中追加", "change", 2022, "10"),
            ("total", "", "budget", 2022, "90"),
        ],
    ),
    "sources that arrive in several months": (
        ("省级补助资金于4月、8月分别到位50万元和30万元。",),
        [("other", "省级补助资金", "budget", 2022, "50"), ("other", "省级补助资金", "budget", 2022, "30")],
    ),
    "done is spent where money is done": (
        ("项目支出90万元。按来源,中央资金完成60万元,县级资金完成30万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "中央资金", "actual", 2022, "60"),
            ("other", "县级资金", "actual", 2022, "30"),
        ],
    ),
    "what was carried over, and what was spent of it": (
        ("上年结转资金9万元。", "上年结转资金支出8万元。"),
        [("source.carryover", "", "budget", 2022, "9"), ("source.carryover", "", "actual", 2022, "8")],
    ),
    "labels in a bracket": (
        ("项目预算90万元,其中省级资金60万元(一般公共预算:40万元;彩票公益金:20万元)。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "省级资金", "budget", 2022, "60"),
            ("source.general", "", "budget", 2022, "40"),
            ("other", "彩票公益金", "budget", 2022, "20"),
        ],
    ),
    "one measure of several years": (
        ("2020年、2021年项目资金规模分别为80万元和100万元。",),
        [("total", "", "budget", 2020, "80"), ("total", "", "budget", 2021, "100")],
    ),
    "who gave it, by which paper": (
        ("县财政局以古财农〔2022〕7号文件下达项目资金80万元。",),
        [("total", "", "budget", 2022, "80")],
    ),
}

FUND: dict[str, tuple[tuple[str, ...], Told]] = {
    "parts of a fund are projects": (
        ("专项资金支出90万元,其中:展销补贴项目支出60万元,品牌推广支出30万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "展销补贴项目", "actual", 2022, "60"),
            ("project.named", "品牌推广", "actual", 2022, "30"),
        ],
    ),
    "sources stay sources": (
        (
            "2022年共筹集资金90万元,其中:县级财政安排资金50万元,其中土地收益计提30万元,住房公积金收益20万元;省级补助40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "县级财政安排资金", "budget", 2022, "50"),
            ("other", "土地收益计提", "budget", 2022, "30"),
            ("other", "住房公积金收益", "budget", 2022, "20"),
            ("other", "省级补助", "budget", 2022, "40"),
        ],
    ),
    "batches, by their number or their month": (
        ("2022年市财政局分两批下达专项资金,3月下达40万元,8月下达20万元,合计60万元。", "第一批于3月兑付25万元。"),
        [
            ("other", "3月下达", "budget", 2022, "40"),
            ("other", "8月下达", "budget", 2022, "20"),
            ("total", "", "budget", 2022, "60"),
            ("other", "第一批", "actual", 2022, "25"),
        ],
    ),
    "works are counted before their money": (
        ("专项资金支出90万元,其中:冷库建设项目3个,资金60万元;分拣线改造2个,资金30万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "冷库建设项目", "actual", 2022, "60"),
            ("project.named", "分拣线改造", "actual", 2022, "30"),
        ],
    ),
    "a part told again under its number": (
        ("专项资金预算90万元,其中养殖类50万元,种植类40万元。", "1.养殖类资金50万元,支出45万元。"),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "养殖类", "budget", 2022, "50"),
            ("project.named", "种植类", "budget", 2022, "40"),
            ("project.named", "养殖类资金", "budget", 2022, "50"),
            ("project.named", "养殖类资金", "actual", 2022, "45"),
        ],
    ),
    "parts before the sum that they make up": (
        ("2022年省财政厅下达我县封山育林补助30万元;森林防火补助20万元。共计下达资金50万元。",),
        [
            ("project.named", "封山育林补助", "budget", 2022, "30"),
            ("project.named", "森林防火补助", "budget", 2022, "20"),
            ("total", "", "budget", 2022, "50"),
        ],
    ),
    "money beside the fund": (
        ("专项资金到位50万元。为保障验收,县财政另安排工作经费6万元,当年支出5万元。",),
        [
            ("total", "", "budget", 2022, "50"),
            ("other", "工作经费", "budget_initial", 2022, "6"),
            ("other", "工作经费", "actual", 2022, "5"),
        ],
    ),
    "what the year began with, and all that could be spent": (
        ("上年结转9万元,全年可用资金59万元。",),
        [("source.carryover", "", "budget", 2022, "9"), ("total", "", "budget", 2022, "59")],
    ),
}

BODY: dict[str, tuple[tuple[str, ...], Told]] = {
    "a lead, its budget and what was paid": (
        ("1.社区食堂、助餐点补贴。年初预算80万元,实际到位75万元,支出70万元。",),
        [
            ("project.named", "社区食堂、助餐点补贴", "budget_initial", 2022, "80"),
            ("project.named", "社区食堂、助餐点补贴", "budget", 2022, "75"),
            ("project.named", "社区食堂、助餐点补贴", "actual", 2022, "70"),
        ],
    ),
    "money of higher levels and its parts": (
        ("2022年共收到中央和省级转移支付资金70万元,其中危房改造40万元;污水管网30万元。",),
        [
            ("other", "中央和省级转移支付资金", "budget", 2022, "70"),
            ("project.named", "危房改造", "budget", 2022, "40"),
            ("project.named", "污水管网", "budget", 2022, "30"),
        ],
    ),
    "parts of a named project are no projects": (
        ("1.防汛应急专项资金60万元,其中编织袋采购35万元,抽水设备租用25万元。",),
        [
            ("project.named", "防汛应急专项资金", "actual", 2022, "60"),
            ("other", "编织袋采购", "actual", 2022, "35"),
            ("other", "抽水设备租用", "actual", 2022, "25"),
        ],
    ),
    "parts of what was added": (
        ("年中追加30万元,其中人员增资12万元,防汛抢险18万元。",),
        [
            ("other", "年中追加", "change", 2022, "30"),
            ("other", "人员增资", "change", 2022, "12"),
            ("other", "防汛抢险", "change", 2022, "18"),
        ],
    ),
    "a list whose sum stands in words of no list": (
        ("2022年部门预算项目32万元,分别是档案数字化12万元,网络运行维护费20万元。",),
        [
            ("project.named", "档案数字化", "budget", 2022, "12"),
            ("project.named", "网络运行维护费", "budget", 2022, "20"),
        ],
    ),
    "a name of its own before the one told earlier": (
        ("供水管网工程总投资2亿元,到位60万元,支付50万元;水质监测到位8万元,支付8万元。",),
        [
            ("project.named", "供水管网工程", "budget", 2022, "60"),
            ("project.named", "供水管网工程", "actual", 2022, "50"),
            ("project.named", "水质监测", "budget", 2022, "8"),
            ("project.named", "水质监测", "actual", 2022, "8"),
        ],
    ),
    "projects behind circled numbers": (
        ("①重大疫病防控18万元;②示范场创建9万元,建成2家。",),
        [
            ("project.named", "重大疫病防控", "actual", 2022, "18"),
            ("project.named", "示范场创建", "actual", 2022, "9"),
        ],
    ),
    "an opener that names projects": (
        ("项目支出主要用在以下几个方面:一是街道保洁40万元;二是路灯维护25万元。",),
        [
            ("project.named", "街道保洁", "actual", 2022, "40"),
            ("project.named", "路灯维护", "actual", 2022, "25"),
        ],
    ),
}


@pytest.mark.parametrize("case", PROJECT)
def test_the_report_of_a_project_tells(case: str) -> None:
    texts, expected = PROJECT[case]
    assert told(texts, project="渠道防渗改造项目") == expected


@pytest.mark.parametrize("case", FUND)
def test_the_report_of_a_fund_tells(case: str) -> None:
    texts, expected = FUND[case]
    assert told(texts, project="农业发展专项资金", fund=True) == expected


@pytest.mark.parametrize("case", BODY)
def test_the_report_of_a_department_tells_named_projects(case: str) -> None:
    texts, expected = BODY[case]
    assert told(texts, project=None, section=("project_expenditure", "项目支出情况")) == expected


SUMS: dict[str, tuple[str, list[tuple[str, str, int | None, str]]]] = {
    "the sum behind its parts, the year before, and the change": (
        "公务用车运行维护费9万元,公务接待费2万元,合计11万元;上年为14万元,减少3万元。",
        [
            ("three_public.vehicle_operation", "actual", 2022, "9"),
            ("three_public.reception", "actual", 2022, "2"),
            ("three_public", "actual", 2022, "11"),
            ("three_public", "actual", 2021, "14"),
            ("three_public", "change", 2022, "-3"),
        ],
    ),
    "a budget that a figure is a share of is told aside": (
        "三公经费全年支出11万元,占年初预算20万元的55%,其中公务接待费2万元。",
        [
            ("three_public", "actual", 2022, "11"),
            ("three_public", "budget_initial", 2022, "20"),
            ("three_public.reception", "actual", 2022, "2"),
        ],
    ),
    "each side of the account against the year before": (
        "收入合计90万元,支出合计80万元。与上年对比,收入减少6万元,支出减少4万元。",
        [
            ("income", "actual", 2022, "90"),
            ("expenditure", "actual", 2022, "80"),
            ("income", "change", 2022, "-6"),
            ("expenditure", "change", 2022, "-4"),
        ],
    ),
    "a budget approved for the body": (
        "县财政批复我队2022年预算90万元,其中:人员经费60万元;公用经费30万元。",
        [
            ("total", "budget_initial", 2022, "90"),
            ("basic.personnel", "budget_initial", 2022, "60"),
            ("basic.public", "budget_initial", 2022, "30"),
        ],
    ),
}


@pytest.mark.parametrize("case", SUMS)
def test_sums_of_a_department(case: str) -> None:
    text, expected = SUMS[case]
    section = ("other", "部门收支情况")
    assert [(item, *rest) for item, _, *rest in told((text,), project=None, section=section)] == expected


def test_among_achievements_only_what_is_told_plainly_counts() -> None:
    texts = ("建成泵站3座,完成投资300万元,年收取水费20万元,资金支出280万元。",)
    assert told(texts, project="渠道防渗改造项目", section=ON_WORKS) == [("total", "", "actual", 2022, "280")]


def test_words_before_a_figure_are_taken_apart_from_both_ends() -> None:
    text = "2022年省财政厅分两批下达我县渠道防渗改造资金"
    words = phrase(text, 0, len(text))
    assert (words.year, words.measure, words.given_by, text[slice(*words.name)]) == (
        2022,
        "budget",
        True,
        "渠道防渗改造资金",
    )
