"""What sentences in the report of one project, fund or transfer say of its money."""

import pytest

from extract.text.project.phrase import phrase
from tests.sentences import Told, told

ON_WORKS = ("performance", "产出情况")

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
    "the same of the year before": (
        ("项目支出90万元,结余6万元由县财政收回。上年同口径支出为80万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("balance", "", "actual", 2022, "6"),
            ("total", "", "actual", 2021, "80"),
        ],
    ),
    "words of no list before what was given, its sources behind": (
        ("年末县财政根据考核结果核定并实际到位90万元,其中:县级一般公共预算资金60万元,省级补助30万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("source.general", "", "budget", 2022, "60"),
            ("other", "省级补助", "budget", 2022, "30"),
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
    "numbered parts with a measure of their own": (
        ("2022年支出90万元。", "一是资助参保支出60万。", "二是门诊救助支出30万,每人最高2,000元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "资助参保", "actual", 2022, "60"),
            ("project.named", "门诊救助", "actual", 2022, "30"),
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


@pytest.mark.parametrize("case", PROJECT)
def test_the_report_of_a_project_tells(case: str) -> None:
    texts, expected = PROJECT[case]
    assert told(texts, project="渠道防渗改造项目") == expected


@pytest.mark.parametrize("case", FUND)
def test_the_report_of_a_fund_tells(case: str) -> None:
    texts, expected = FUND[case]
    assert told(texts, project="农业发展专项资金", fund=True) == expected


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
