"""Named projects, and sums with their parts, in the sentences of a department's report."""

import pytest

from tests.sentences import Told, told

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
    "a share told with another word": (
        "三公经费支出11万元,为预算20万元的55%,其中公务接待费2万元。",
        [
            ("three_public", "actual", 2022, "11"),
            ("three_public", "budget", 2022, "20"),
            ("three_public.reception", "actual", 2022, "2"),
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


def test_a_list_with_a_name_that_nobody_knows_is_paired_with_no_amounts() -> None:
    names = "社会保障和就业支出、卫生健康支出、住房保障支出"
    known = told((f"{names}分别为462.18万元、168.02万元和116万元。",), project=None)
    assert [amount for *_, amount in known] == ["462.18", "168.02", "116"]
    assert told((f"应急救灾、{names}四类支出分别为3612.44万元、462.18万元、168.02万元和116万元。",), project=None) == []
