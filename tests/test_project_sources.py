"""Where the money of a project, fund or transfer came from, and what the whole of it is."""

import pytest

from tests.sentences import Told, told

# What it shows -> the paragraphs of a project's report, and what they tell.
PROJECT: dict[str, tuple[tuple[str, ...], Told]] = {
    "levels that bear a share": (
        ("2022年共筹集资金860万元。其中中央财政承担344万元、省财政负担258万元、县财政承担258万元。",),
        [
            ("total", "", "budget", 2022, "860"),
            ("other", "中央财政", "budget", 2022, "344"),
            ("other", "省财政", "budget", 2022, "258"),
            ("other", "县财政", "budget", 2022, "258"),
        ],
    ),
    "an adjustment with a sign": (
        ("项目年初预算300万元,调整预算-40万元,全年预算260万元。",),
        [
            ("total", "", "budget_initial", 2022, "300"),
            ("other", "调整预算", "change", 2022, "-40"),
            ("total", "", "budget", 2022, "260"),
        ],
    ),
    "what the budget was cut to, whatever the reason": (
        ("2022年预算安排项目资金500万元,因财力紧张年中压减到300万元,最终支付287.64万元。",),
        [
            ("total", "", "budget_initial", 2022, "500"),
            ("total", "", "budget", 2022, "300"),
            ("total", "", "actual", 2022, "287.64"),
        ],
    ),
    "a paper with its title": (
        ("县财政局以《关于下达2022年水利资金的通知》(某财建〔2022〕15号)下达资金480万元。",),
        [("total", "", "budget", 2022, "480")],
    ),
    "a plan of investment and its sources": (
        ("本项目2022年下达投资计划5680万元,其中中央预算内资金2100万元、省级补助3580万元。",),
        [
            ("total", "", "budget", 2022, "5680"),
            ("other", "中央预算内资金", "budget", 2022, "2100"),
            ("other", "省级补助", "budget", 2022, "3580"),
        ],
    ),
    "what each level gave by its own verb": (
        ("省财政于2022年6月下达中央预算内投资784万元,县财政于9月配套到位120万元。",),
        [
            ("other", "中央预算内投资", "budget", 2022, "784"),
            ("other", "县财政", "budget", 2022, "120"),
        ],
    ),
    "public money beside the body's own": (
        ("2022年实际到位财政资金500万元、自筹资金120万元。",),
        [("source.fiscal", "", "budget", 2022, "500"), ("source.unit", "", "budget", 2022, "120")],
    ),
    "what was carried over is added to the year's money": (
        ("当年到位资金3750万元,加上2021年结转的420万元,可用资金共4170万元,年末账面余额20万元。",),
        [
            ("total", "", "budget", 2022, "3750"),
            ("source.carryover", "", "budget", 2022, "420"),
            ("total", "", "budget", 2022, "4170"),
            ("balance.cumulative", "", "actual", 2022, "20"),
        ],
    ),
    "costs that end in their sum": (
        ("2022年共支付系统建设费560万元、运维服务费210万元,合计770万元。",),
        [
            ("other", "系统建设费", "actual", 2022, "560"),
            ("other", "运维服务费", "actual", 2022, "210"),
            ("total", "", "actual", 2022, "770"),
        ],
    ),
    "what was done is told behind the figure": (
        ("项目资金418万元已通过国库集中支付方式全额拨付到企业。中央资金300万元已全部支出。",),
        [("total", "", "actual", 2022, "418"), ("other", "中央资金", "actual", 2022, "300")],
    ),
    "a change told against another year is of the whole": (
        ("全年安排项目经费650万元,支出598万元;与2021年相比,预算增加50万元。",),
        [
            ("total", "", "budget_initial", 2022, "650"),
            ("total", "", "actual", 2022, "598"),
            ("total", "", "change", 2022, "50"),
        ],
    ),
    "parts of what was added": (
        ("年初预算3000万元,中期调整增加350万元,其中中央增加120万元、省级增加230万元。",),
        [
            ("total", "", "budget_initial", 2022, "3000"),
            ("other", "中期调整增加", "change", 2022, "350"),
            ("other", "中央", "change", 2022, "120"),
            ("other", "省级", "change", 2022, "230"),
        ],
    ),
    "what arrived and was spent of each source, told one after the other": (
        ("市级资金200万元,到位200万元,支出180万元;区级资金120万元,到位100万元。",),
        [
            ("other", "市级资金", "budget", 2022, "200"),
            ("other", "市级资金", "budget", 2022, "200"),
            ("other", "市级资金", "actual", 2022, "180"),
            ("other", "区级资金", "budget", 2022, "120"),
            ("other", "区级资金", "budget", 2022, "100"),
        ],
    ),
    "sources that a sum is put together from": (
        ("项目预算4160万元,由省级补助486万元、县级财政资金3674万元组成,尚有266万元结转至下年。",),
        [
            ("total", "", "budget", 2022, "4160"),
            ("other", "省级补助", "budget", 2022, "486"),
            ("other", "县级财政资金", "budget", 2022, "3674"),
            ("balance.cumulative", "", "actual", 2022, "266"),
        ],
    ),
    "a ratio holds no title": (
        ("下达我区补助资金320万元,区级按1:1配套320万元。",),
        [("total", "", "budget", 2022, "320"), ("other", "区级", "budget", 2022, "320")],
    ),
    "the budget as it was changed by what a level added": (
        ("2022年预算安排2000万元,10月自治区追加补助资金160万元,年度预算调整为2160万元。",),
        [
            ("total", "", "budget_initial", 2022, "2000"),
            ("other", "追加补助资金", "change", 2022, "160"),
            ("total", "", "budget", 2022, "2160"),
        ],
    ),
    "what was done by those who carry it out": (
        ("资金总额4262万元,2022年1-12月各项目单位实际支出3958万元。",),
        [("total", "", "budget", 2022, "4262"), ("total", "", "actual", 2022, "3958")],
    ),
    "sources named behind their figures": (
        ("2022年预算安排1900万元,资金来源为:420万元为省级彩票公益金,1480万元为县级财政资金。",),
        [
            ("total", "", "budget_initial", 2022, "1900"),
            ("other", "省级彩票公益金", "budget_initial", 2022, "420"),
            ("other", "县级财政资金", "budget_initial", 2022, "1480"),
        ],
    ),
    "the last member of a list is named by the year alone": (
        ("项目可用资金2916万元,由上年结转资金384万元和当年预算资金2532万元组成。",),
        [
            ("total", "", "budget", 2022, "2916"),
            ("source.carryover", "", "budget", 2022, "384"),
            ("other", "当年预算资金", "budget", 2022, "2532"),
        ],
    ),
    "what others gave beside the first budget, proven by the sum": (
        ("年初预算268万元,6月市档案局下达档案保护补助36万元,10月核减项目预算14万元,全年预算合计290万元。",),
        [
            ("total", "", "budget_initial", 2022, "268"),
            ("other", "档案保护补助", "budget", 2022, "36"),
            ("other", "核减项目预算", "change", 2022, "-14"),
            ("total", "", "budget", 2022, "290"),
        ],
    ),
    "the plan of all years beside the budget of one": (
        ("项目计划总投资2460万元。2022年预算安排1900万元。",),
        [("total", "", "budget_initial", 2022, "1900")],
    ),
    "channels counted before they are named": (
        ("2022年共落实资金600万元。渠道有二:一是省级合作发展资金480万元;二是市级配套资金120万元。",),
        [
            ("total", "", "budget", 2022, "600"),
            ("other", "省级合作发展资金", "budget", 2022, "480"),
            ("other", "市级配套资金", "budget", 2022, "120"),
        ],
    ),
    "shares by what each has to bear": (
        ("调整后预算373万元。按分担比例,中央资金146万元,省级资金227万元。",),
        [
            ("total", "", "budget", 2022, "373"),
            ("other", "中央资金", "budget", 2022, "146"),
            ("other", "省级资金", "budget", 2022, "227"),
        ],
    ),
    "spending out of the budget of a level": (
        ("实际支出1500万元。按资金来源统计,县级预算资金支出1300万元,省级补助支出200万元。",),
        [
            ("total", "", "actual", 2022, "1500"),
            ("other", "县级预算资金", "actual", 2022, "1300"),
            ("other", "省级补助", "actual", 2022, "200"),
        ],
    ),
    "who approved it, and by how much it grew": (
        ("2022年县人大批准项目资金年初预算260万元,较上年增加40万元。",),
        [("total", "", "budget_initial", 2022, "260"), ("total", "", "change", 2022, "40")],
    ),
    "what was spent of each source right behind it": (
        ("省级资金500万元已支付442万元;市级补助160万元中,已支付151.1万元,未支付8.9万元。",),
        [
            ("other", "省级资金", "budget", 2022, "500"),
            ("other", "省级资金", "actual", 2022, "442"),
            ("other", "市级补助", "budget", 2022, "160"),
            ("other", "市级补助", "actual", 2022, "151.1"),
        ],
    ),
    "spending after the year beside that of the year": (
        ("2022年项目执行数为812万元。截至报告出具日(2023年4月30日),累计支付845万元。",),
        [("total", "", "actual", 2022, "812")],
    ),
    "a source that opens its paragraph": (
        ("3.县级配套资金。安排65万元,用于配送补贴,支出58.9万元。",),
        [
            ("other", "县级配套资金", "budget_initial", 2022, "65"),
            ("other", "县级配套资金", "actual", 2022, "58.9"),
        ],
    ),
    "money of the level above beside a larger sum": (
        ("项目资金总额2860万元。上级资金1620万元分别于3月和7月下达到县,",),
        [("total", "", "budget", 2022, "2860"), ("other", "上级资金", "budget", 2022, "1620")],
    ),
    "the year's own money beside what was carried over": (
        ("资金总额400万元,全年执行389万元。其中当年资金执行368万元,上年结转资金执行21万元。",),
        [
            ("total", "", "budget", 2022, "400"),
            ("total", "", "actual", 2022, "389"),
            ("other", "当年资金", "actual", 2022, "368"),
            ("source.carryover", "", "actual", 2022, "21"),
        ],
    ),
    "levels behind a title": (
        ("地方各级财政投入情况:省级880万元,市级0万元,区级1350万元。",),
        [
            ("other", "省级", "budget", 2022, "880"),
            ("other", "市级", "budget", 2022, "0"),
            ("other", "区级", "budget", 2022, "1350"),
        ],
    ),
}

# What is none of the project's money -> the sentence that tells of it.
NONE = {
    "what ought to be paid": "按照补助办法应补助1548万元。",
    "what a level ought to give": "县级应配套150万元。",
    "what was paid of one contract": "二标段实际支付268.9万元,占合同价的90%。",
    "a matching sum that is wanting": "县级配套资金到位滞后,年初计划配套600万元,实际到位500万元。",
    "sums over several years": "2018年至2022年累计投入1.42亿元。",
    "what is in a bracket behind a figure that was left out": "银行贷款2214万元(中央936万元、县级675万元)。",
    "a source over several years": "2020年至2022年,中央累计下达我市资金1.12亿元,我市累计支出1.05亿元。",
    "the budget of a later year": "2023年已提前下达2800万元。",
    "what goes on with a figure that was left out": "区级残疾人金库90万元,实际执行87.2万元。",
    "the rest that a level has to find": "剩余1.16亿元由县级财政承担。",
    "spending by the middle of the year, that of the whole behind it": "截至2022年6月底支出253万元;截至2022年12月底仍未全部支出。",
}

FUND: dict[str, tuple[tuple[str, ...], Told]] = {
    "each level gives its share": (
        ("2022年中央财政下达我县农业发展专项资金8650万元,省级财政下达3200万元,市级财政安排850万元。",),
        [
            ("other", "中央财政", "budget", 2022, "8650"),
            ("other", "省级财政", "budget", 2022, "3200"),
            ("other", "市级财政", "budget", 2022, "850"),
        ],
    ),
    "a source that opens by what it is told": (
        ("2022年共收到上级下达的资金12700万元,按来源分为中央8650万元、省级4050万元。",),
        [
            ("total", "", "budget", 2022, "12700"),
            ("other", "中央", "budget", 2022, "8650"),
            ("other", "省级", "budget", 2022, "4050"),
        ],
    ),
    "two sums by their months and what they come to": (
        ("2021年12月提前下达15.2亿元,2022年6月下达13.4亿元,合计28.6亿元。",),
        [("total", "", "budget", 2022, "286000")],
    ),
    "parts of what was left are neither given nor spent": (
        ("支出2958万元,结余资金288万元,其中260万元结转下年使用,28万元由市财政收回。",),
        [("total", "", "actual", 2022, "2958"), ("balance.cumulative", "", "actual", 2022, "288")],
    ),
    "matching money beside the fund is told, whether it is counted or not": (
        ("县级配套资金120万元同步到位,不列入本次自评。",),
        [("other", "县级配套资金", "budget", 2022, "120")],
    ),
    "batches that are counted before they are told": (
        ("2022年下达专项资金两批:第一批450万元,第二批380万元。",),
        [("other", "第一批", "budget", 2022, "450"), ("other", "第二批", "budget", 2022, "380")],
    ),
    "spending by level": (
        ("本年共发生支出418万元,其中区级支出318万元、街道支出100万元。",),
        [
            ("total", "", "actual", 2022, "418"),
            ("other", "区级", "actual", 2022, "318"),
            ("other", "街道", "actual", 2022, "100"),
        ],
    ),
}


@pytest.mark.parametrize("case", PROJECT)
def test_the_report_of_a_project_tells(case: str) -> None:
    texts, expected = PROJECT[case]
    assert told(texts, project="渠道防渗改造项目") == expected


@pytest.mark.parametrize("case", NONE)
def test_what_is_no_money_of_the_project(case: str) -> None:
    assert told((NONE[case],), project="渠道防渗改造项目") == []


@pytest.mark.parametrize("case", FUND)
def test_the_report_of_a_fund_tells(case: str) -> None:
    texts, expected = FUND[case]
    assert told(texts, project="农业发展专项资金", fund=True) == expected
