"""Lists of a fund's money: batches, sources, receivers and uses, in one paragraph and in paragraphs of their own."""

import pytest

from extract.text.project.account import Account
from extract.text.project.roles import Project
from tests.sentences import Told, told

# What it shows -> the paragraphs of a fund's report, and what they tell.
FUND: dict[str, tuple[tuple[str, ...], Told]] = {
    "batches by number, what was given ahead, the paper by which it came": (
        (
            "2022年省财政厅下达我县资金90万元,其中某财农〔2021〕7号提前下达资金50万元,某财农〔2022〕3号第二批资金40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "提前下达资金", "budget", 2022, "50"),
            ("other", "第二批资金", "budget", 2022, "40"),
        ],
    ),
    "the sum of what one source gave in batches": (
        ("省级资金分两次到位,提前批50万元,第二批40万元,共计90万元。",),
        [
            ("other", "提前批", "budget", 2022, "50"),
            ("other", "第二批", "budget", 2022, "40"),
            ("other", "省级资金", "budget", 2022, "90"),
        ],
    ),
    "a batch in a clause with the office that passed it on": (
        ("县财政局于4月12日拨付第一批资金50万元,于10月拨付第二批资金40万元。",),
        [("other", "第一批资金", "actual", 2022, "50"), ("other", "第二批资金", "actual", 2022, "40")],
    ),
    "a batch known by its paper alone, and its parts": (
        ("第一批50万元(某财指(农)〔2022〕7号),其中:造林补助30万元,抚育补助20万元。",),
        [
            ("other", "第一批", "budget", 2022, "50"),
            ("project.named", "造林补助", "budget", 2022, "30"),
            ("project.named", "抚育补助", "budget", 2022, "20"),
        ],
    ),
    "an advance and what was settled": (
        ("3月按60%预拨资金50万元,12月根据考核结果拨付清算资金30万元,全年共支出80万元。",),
        [
            ("other", "预拨资金", "actual", 2022, "50"),
            ("other", "清算资金", "actual", 2022, "30"),
            ("total", "", "actual", 2022, "80"),
        ],
    ),
    "money of one source by the months in which it came": (
        (
            "专账资金总额90万元,由两部分构成:一是上年结转30万元;二是基金提取资金60万元,其中5月到账40万元、9月到账20万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("source.carryover", "", "budget", 2022, "30"),
            ("other", "基金提取资金", "budget", 2022, "60"),
            ("other", "基金提取资金", "budget", 2022, "40"),
            ("other", "基金提取资金", "budget", 2022, "20"),
        ],
    ),
    "uses in lines of their own, without numbers": (
        ("全年支出90万元,执行率98%。其中:", "城市低保50万元,保障320户;", "临时救助40万元,救助160人次。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "城市低保", "actual", 2022, "50"),
            ("project.named", "临时救助", "actual", 2022, "40"),
        ],
    ),
    "uses that enterprises got, whatever words their names hold": (
        ("兑付资金90万元。按支持方向分:", "(1)设备投入奖补50万元,单个企业最高30万元;", "(2)贷款贴息40万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "设备投入奖补", "actual", 2022, "50"),
            ("project.named", "贷款贴息", "actual", 2022, "40"),
        ],
    ),
    "items with a colon, each with what came and what was paid": (
        (
            "已支付70万元。各项目执行情况如下:",
            "①耕地保护补贴:下达50万元,支付45万元,每亩补贴45元;",
            "②农机补贴:下达30万元,支付25万元。",
        ),
        [
            ("total", "", "actual", 2022, "70"),
            ("project.named", "耕地保护补贴", "budget", 2022, "50"),
            ("project.named", "耕地保护补贴", "actual", 2022, "45"),
            ("project.named", "农机补贴", "budget", 2022, "30"),
            ("project.named", "农机补贴", "actual", 2022, "25"),
        ],
    ),
    "a part told before opens its own paragraph": (
        (
            "下达资金90万元,其中甲塔修缮工程60万元,乙庙保护工程30万元。",
            "一是甲塔修缮工程。4月开工,中标价58万元,支付40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "甲塔修缮工程", "budget", 2022, "60"),
            ("project.named", "乙庙保护工程", "budget", 2022, "30"),
            ("project.named", "甲塔修缮工程", "actual", 2022, "40"),
        ],
    ),
    "a part told before and its instalments": (
        (
            "下达资金90万元,其中甲塔修缮工程60万元,乙庙保护工程30万元。",
            "其中甲塔修缮工程分两次下达,5月下达40万元,11月下达20万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "甲塔修缮工程", "budget", 2022, "60"),
            ("project.named", "乙庙保护工程", "budget", 2022, "30"),
            ("project.named", "甲塔修缮工程", "budget", 2022, "40"),
            ("project.named", "甲塔修缮工程", "budget", 2022, "20"),
        ],
    ),
    "what a source was used for": (
        ("下达资金90万元,其中省级资金60万元,县级资金30万元。", "省级资金用于残疾评定补贴40万元、康复救助20万元。"),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "省级资金", "budget", 2022, "60"),
            ("other", "县级资金", "budget", 2022, "30"),
            ("project.named", "残疾评定补贴", "budget", 2022, "40"),
            ("project.named", "康复救助", "budget", 2022, "20"),
        ],
    ),
    "sources, then uses, of what was spent": (
        (
            "支付90万元。从资金来源看,省级资金支付60万元,县级配套资金支付30万元;从资金用途看,危房改造70万元,房屋鉴定20万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "省级资金", "actual", 2022, "60"),
            ("other", "县级配套资金", "actual", 2022, "30"),
            ("project.named", "危房改造", "actual", 2022, "70"),
            ("project.named", "房屋鉴定", "actual", 2022, "20"),
        ],
    ),
    "sources that arrive behind their money": (
        ("省级资金60万元(某财社〔2022〕7号)和市级资金30万元分别于1月、6月下达我县。",),
        [("other", "省级资金", "budget", 2022, "60"), ("other", "市级资金", "budget", 2022, "30")],
    ),
    "what each of two levels gave of the fund itself, and the sum": (
        (
            "下达我县2022年中央农业发展专项资金60万元。",
            "下达我县2022年省级农业发展专项资金30万元。",
            "中央和省级资金共计90万元。",
        ),
        [
            ("other", "中央农业发展专项资金", "budget", 2022, "60"),
            ("other", "省级农业发展专项资金", "budget", 2022, "30"),
            ("total", "", "budget", 2022, "90"),
        ],
    ),
    "a source behind the fund's own name, and one told right before the sum": (
        (
            "某财指(农)〔2022〕18号、〔2022〕46号文件共下达我市农业发展中央资金60万元、省级资金20万元。",
            "市本级配套资金10万元,各级资金合计90万元。",
        ),
        [
            ("other", "中央资金", "budget", 2022, "60"),
            ("other", "省级资金", "budget", 2022, "20"),
            ("other", "市本级配套资金", "budget", 2022, "10"),
            ("total", "", "budget", 2022, "90"),
        ],
    ),
    "a list that begins with its number": (
        ("支出90万元,执行率98%。", "1.承办赛事、活动60万元。聘请裁判20人。", "2.场地设施30万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "承办赛事、活动", "actual", 2022, "60"),
            ("project.named", "场地设施", "actual", 2022, "30"),
        ],
    ),
    "a list by another division than that of the sources before": (
        ("支出90万元。按资金级次,省级资金支付60万元、县级资金支付30万元;按险种,大豆保险50万元、水稻保险40万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "省级资金", "actual", 2022, "60"),
            ("other", "县级资金", "actual", 2022, "30"),
            ("project.named", "大豆保险", "actual", 2022, "50"),
            ("project.named", "水稻保险", "actual", 2022, "40"),
        ],
    ),
    "a change behind the name of a part": (
        ("下达资金90万元,其中造林补助60万元,抚育补助30万元。", "同时造林补助调减20万元。"),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "造林补助", "budget", 2022, "60"),
            ("project.named", "抚育补助", "budget", 2022, "30"),
            ("project.named", "造林补助", "change", 2022, "-20"),
        ],
    ),
    "towns that money was handed on to, and words of 转移支付 that pay nothing": (
        (
            "2022年农业转移支付资金总额90万元,其中:中央资金60万元、省级资金30万元。",
            "全年支付80万元,其中:东河镇50万元、其余乡镇30万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "中央资金", "budget", 2022, "60"),
            ("other", "省级资金", "budget", 2022, "30"),
            ("total", "", "actual", 2022, "80"),
            ("other", "东河镇", "actual", 2022, "50"),
            ("other", "其余乡镇", "actual", 2022, "30"),
        ],
    ),
    "what a source gave, and what was spent of it": (
        ("中央财政资金60万元,执行55万元,执行率91.67%;省级财政资金30万元,执行20万元。",),
        [
            ("other", "中央财政资金", "budget", 2022, "60"),
            ("other", "中央财政资金", "actual", 2022, "55"),
            ("other", "省级财政资金", "budget", 2022, "30"),
            ("other", "省级财政资金", "actual", 2022, "20"),
        ],
    ),
    "the whole by another name, where its sources follow": (
        ("中央财政和省财政共下达我市薄弱学校改善补助资金90万元,其中中央资金60万元,省级资金30万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "中央资金", "budget", 2022, "60"),
            ("other", "省级资金", "budget", 2022, "30"),
        ],
    ),
    "a title that a list runs on from": (
        ("全年支出90万元。", "2.分项使用情况。基地建设60万元,按每亩600元标准奖补;种苗繁育30万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "基地建设", "actual", 2022, "60"),
            ("project.named", "种苗繁育", "actual", 2022, "30"),
        ],
    ),
    "shared out by these sums": (
        (
            "下达资金90万元。",
            "按照小流域治理60万元、崩岗治理30万元分配,涉及8个乡镇。",
            "其中分解为边民补助50万元、边境管控40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "小流域治理", "budget", 2022, "60"),
            ("project.named", "崩岗治理", "budget", 2022, "30"),
            ("project.named", "边民补助", "budget", 2022, "50"),
            ("project.named", "边境管控", "budget", 2022, "40"),
        ],
    ),
    "works that are counted have money of their own": (
        ("到位资金90万元。安排产业项目42个,资金60万元。",),
        [("total", "", "budget", 2022, "90")],
    ),
    "offices that were paid, one after the other": (
        ("全年拨付县水利局50万元、县农技站40万元。",),
        [("other", "县水利局", "actual", 2022, "50"), ("other", "县农技站", "actual", 2022, "40")],
    ),
    "a name that begins like a word between": (
        ("支出90万元,其中:展销补贴70万元,计提工作经费20万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "展销补贴", "actual", 2022, "70"),
            ("project.named", "计提工作经费", "actual", 2022, "20"),
        ],
    ),
    "batches with their months": (
        ("资金分三批下达:第一批于2021年12月提前下达50万元,第二批2022年4月下达40万元。",),
        [("other", "第一批", "budget", 2022, "50"), ("other", "第二批", "budget", 2022, "40")],
    ),
}


@pytest.mark.parametrize("case", FUND)
def test_the_report_of_a_fund_lists(case: str) -> None:
    texts, expected = FUND[case]
    assert told(texts, project="农业发展专项资金", fund=True) == expected


def test_a_list_in_lines_ends_with_the_first_line_that_is_no_item() -> None:
    texts = ("支出90万元。其中:", "甲补助50万元;", "受益群众满意。", "乙补助40万元;")
    assert [row[1] for row in told(texts, project="农业发展专项资金", fund=True)] == ["", "甲补助"]


def test_a_list_in_lines_ends_with_its_section() -> None:
    account = Account(Project("农业发展专项资金", True))
    first = told(("支出90万元。其中:", "1.甲补助50万元;"), account=account, section=("other", "资金情况"))
    other = told(("2.质量指标:涉及补贴2万元。",), account=account, section=("performance", "产出"))
    assert [row[1] for row in first] == ["", "甲补助"]
    assert other == []
