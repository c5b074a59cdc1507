"""Money in sentences of a department's report: what changes of a budget are of, what follows them, and bodies below."""

import pytest

from extract.nlp.narrative import items_of_lists
from extract.text.amounts import Setting, read_figures
from extract.text.bodies import bodies_below
from extract.text.lexer import tokens
from extract.text.scores import stated_scores
from schemas.document import Document, Paragraph, Source
from tests.sentences import amount, told

Row = tuple[str, str, str]
ON_PROJECTS = ("project_expenditure", "项目支出情况")

CHANGED: dict[str, tuple[str, list[Row]]] = {
    "what follows an addition is of what it was made to": (
        "基本支出年初预算80万元,年中追加9万元,调整后预算89万元,实际支出88万元。",
        [("basic", "budget_initial", "80"), ("other", "change", "9"), ("basic", "budget", "89"), ("basic", "actual", "88")],
    ),
    "each item of its own, where semicolons part them": (
        "人员经费年初预算62万元,年中调增3万元,决算数65万元;公用经费年初预算12万元,年中压减1万元,决算数10万元。",
        [
            ("basic.personnel", "budget_initial", "62"),
            ("other", "change", "3"),
            ("basic.personnel", "actual", "65"),
            ("basic.public", "budget_initial", "12"),
            ("other", "change", "-1"),
            ("basic.public", "actual", "10"),
        ],
    ),
    "of the sum whose parts were told, where the amounts say so": (
        "年初预算120万元,其中基本支出90万元,项目支出30万元;执行中追加9万元,调减1万元,加上年结转后全年预算130万元。",
        [
            ("total", "budget_initial", "120"),
            ("basic", "budget_initial", "90"),
            ("project", "budget_initial", "30"),
            ("other", "change", "9"),
            ("other", "change", "-1"),
            ("total", "budget", "130"),
        ],
    ),
    "of all the body's money in a sentence of its own": (
        "因人员增资据实追加6万元,全年(调整)预算数92万元。",
        [("other", "change", "6"), ("total", "budget", "92")],
    ),
    "from one budget to another": (
        "部门预算由年初的18万元调整为24万元,其中基本支出由13万元调整至14万元。",
        [
            ("total", "budget_initial", "18"),
            ("total", "budget", "24"),
            ("basic", "budget_initial", "13"),
            ("basic", "budget", "14"),
        ],
    ),
    "a figure that adjustments made": (
        "一般公共预算财政拨款年初预算90万元,追加12万元,调整后102万元。",
        [("source.general", "budget_initial", "90"), ("other", "change", "12"), ("source.general", "budget", "102")],
    ),
    "no change of this budget where another year's is spoken of": (
        "自评结果与下年预算安排挂钩,压减预算12万元。",
        [],
    ),
    "income and spending that were approved as one sum": (
        "县财政批复部门预算收入17万元,支出17万元,其中人员支出5万元。",
        [
            ("income", "budget_initial", "17"),
            ("expenditure", "budget_initial", "17"),
            ("basic.personnel", "budget_initial", "5"),
        ],
    ),
    "what it was spent on by names alone is not what changed": (
        "公用经费72万元,主要用于办公费、差旅费、工会经费等日常开支,较上年减少3万元。",
        [("basic.public", "actual", "72"), ("basic.public", "change", "-3")],
    ),
    "what a sum consists of has its measure, in the next sentence too": (
        "年初预算120万元,年中追加66万元,全年预算186万元。其中:政府性基金预算182万元,一般公共预算4万元。",
        [
            ("total", "budget_initial", "120"),
            ("other", "change", "66"),
            ("total", "budget", "186"),
            ("source.fund", "budget", "182"),
            ("source.general", "budget", "4"),
        ],
    ),
    "what a sum is made up of, told before the verb": (
        "决算收入84万元,由财政补助收入38万元、事业收入44万元、其他收入2万元组成。",
        [
            ("income", "actual", "84"),
            ("source.fiscal", "actual", "38"),
            ("source.operating", "actual", "44"),
            ("source.other", "actual", "2"),
        ],
    ),
    "what is named with 中 before a list is none of it": (
        "基本支出中的办公费、水电费、差旅费分别为3万元、2万元、1万元。",
        [("econ.30201", "actual", "3"), ("econ.30205+30206", "actual", "2"), ("econ.30211", "actual", "1")],
    ),
    "a sum that was all spent on one thing is what is compared": (
        "三公经费支出1.86万元,为公务用车运行维护费1.86万元,较年初预算2万元节约0.14万元。",
        [
            ("three_public", "actual", "1.86"),
            ("three_public.vehicle_operation", "actual", "1.86"),
            ("three_public", "budget_initial", "2"),
            ("three_public", "change", "-0.14"),
        ],
    ),
    "approved by the treasury": (
        "2022年区财政年初批复预算98万元,其中人员经费52万元。",
        [("total", "budget_initial", "98"), ("basic.personnel", "budget_initial", "52")],
    ),
    "a sentence of names and figures behind what was spent on projects": (
        "项目支出31万元,占38%。火化设备更新16万元,尾气处理改造7万元,公墓维护8万元。",
        [("project", "actual", "31"), *[("project.named", "actual", each) for each in ("16", "7", "8")]],
    ),
    "a list behind a change is of the sum again": (
        "项目支出86万元,较上年增加41万元。其中:场馆运行维护34万元;体育赛事52万元。",
        [("project", "actual", "86"), ("project", "change", "41"), ("project.named", "actual", "34"), ("project.named", "actual", "52")],
    ),
    "what a company collects": ("门票由景区公司收取,收入324万元。", []),
    "by levels in a sentence of their own": (
        "年初预算128万元,当年调增684万元,全年预算812万元。按资金级次,中央资金426万元、县级资金386万元。",
        [
            ("total", "budget_initial", "128"),
            ("other", "change", "684"),
            ("total", "budget", "812"),
            ("other", "budget", "426"),
            ("other", "budget", "386"),
        ],
    ),
    "spending by uses where a budget was told": (
        "年初预算164万元,其中财政拨款126万元。支出按用途分,人员支出116万元,公用支出10万元。",
        [
            ("total", "budget_initial", "164"),
            ("source.fiscal", "budget_initial", "126"),
            ("basic.personnel", "budget_initial", "116"),
            ("basic.public", "budget_initial", "10"),
        ],
    ),
    "projects behind 中, after a list of another kind": (
        "基本支出中,人员经费37万元;项目支出中,食品抽检19万元,设备购置14万元。",
        [("basic.personnel", "actual", "37"), ("project.named", "actual", "19"), ("project.named", "actual", "14")],
    ),
    "a comparison behind a sentence without money": (
        "三公经费决算27万元。公务用车26辆,均为执法用车。较2021年决算29万元下降2万元。",
        [("three_public", "actual", "27"), ("three_public", "actual", "29"), ("three_public", "change", "-2")],
    ),
    "what each pupil costs": ("生均公用经费支出1222元。", []),
    "funds beside what a level gave are sources too": (
        "全年预算130万元。其中:流域生态补偿资金68万元,中央水污染防治资金21万元,县级财政资金41万元。",
        [("total", "budget", "130"), *[("other", "budget", each) for each in ("68", "21", "41")]],
    ),
    "all of what was spent": (
        "三公经费支出1.12万元,年初预算2万元,全部为公务接待费1.12万元。",
        [("three_public", "actual", "1.12"), ("three_public", "budget_initial", "2"), ("three_public.reception", "actual", "1.12")],
    ),
    "what was procured, behind another sum": (
        "支出进度6月为46.8%;政府采购预算68万元,实际采购66万元,其中服务59万元、货物7万元。",
        [("procurement", "budget", "68"), ("procurement", "actual", "66"), ("other", "actual", "59"), ("other", "actual", "7")],
    ),
    "a year right behind the number of a paragraph": (
        "2.2022年实际支出258万元,预算执行率92.48%。",
        [("total", "actual", "258")],
    ),
    "changes of several items in their order": (
        "会议费支出1.2万元,培训费支出4.6万元,分别较上年减少0.8万元和0.4万元。",
        [("econ.30215", "actual", "1.2"), ("econ.30216", "actual", "4.6")],
    ),
    "a part of running costs is no project": (
        "基本支出69万元,其中人员支出61万元(含离退休人员经费3万元),日常公用支出8万元。",
        [("basic", "actual", "69"), ("basic.personnel", "actual", "61"), ("basic.public", "actual", "8")],
    ),
    "projects with what each was spent on, parted by semicolons": (
        "项目支出80万元。良种补贴48万元,主要用于购买冻精;冷配改良32万元,按结果以奖代补。",
        [("project", "actual", "80"), ("project.named", "actual", "48"), ("project.named", "actual", "32")],
    ),
    "where an adjusted budget came from": (
        "年初批复收入预算12万元,年中追加21万元,调整后收入预算33万元。来源包括:省级交通专项资金23万元,县级财政资金10万元。",
        [
            ("income", "budget_initial", "12"),
            ("other", "change", "21"),
            ("income", "budget", "33"),
            ("other", "budget", "23"),
            ("other", "budget", "10"),
        ],
    ),
    "figures of several years in their order": ("2021年、2022年部门支出分别为82万元和94万元。", []),
    "what is hoped for": ("力争下年事业收入增长15万元。", []),
    "levels behind what the budget is called": (
        "全年预算数126万元,执行数118万元。全年预算数中,中央资金58万元,自治区资金25万元,县本级资金43万元。",
        [("total", "budget", "126"), ("total", "actual", "118"), *[("other", "budget", each) for each in ("58", "25", "43")]],
    ),
    "what others got by fraud": ("其中企业骗取补贴8.4万元,已追回。", []),
    "who gave an income": (
        "全年收入139万元,其中财政拨款90万元、省级专项补助32万元、上级转移支付17万元。",
        [("income", "actual", "139"), ("source.fiscal", "actual", "90"), ("other", "actual", "32"), ("other", "actual", "17")],
    ),
    "what was left of each kind of money": (
        "年末结转和结余57万元,其中项目支出结转49万元、非财政拨款结余8万元。",
        [("balance.cumulative", "actual", "57"), ("other", "actual", "49"), ("other", "actual", "8")],
    ),
    "the body by a short name": (
        "县委编办年初预算18万元,其中基本支出16万元。",
        [("total", "budget_initial", "18"), ("basic", "budget_initial", "16")],
    ),
    "spending on projects beside basic spending": (
        "年初预算101万元,其中基本支出74万元,专项支出27万元。",
        [("total", "budget_initial", "101"), ("basic", "budget_initial", "74"), ("project", "budget_initial", "27")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CHANGED.values(), ids=list(CHANGED))
def test_changes_are_of_what_they_changed(text: str, expected: list[Row]) -> None:
    assert [(item, measure, sum_) for item, _, measure, _, sum_ in told((text,), project=None)] == expected


def test_an_addition_is_called_by_its_words_without_the_time_of_a_budget() -> None:
    texts = ("年中追加预算9万元。", "年中追加9万元。", "执行中追加9万元。")
    assert [told((each,), project=None)[0][1] for each in texts] == ["追加预算", "年中追加", "追加"]


def test_money_behind_an_addition_to_a_project_is_the_projects() -> None:
    text = "1.文物保护专项经费,预算80万元,年中追加36万元,全年支出116万元。"
    assert told((text,), project=None, section=ON_PROJECTS) == [
        ("project.named", "文物保护专项经费", "budget", 2022, "80"),
        ("other", "年中追加", "change", 2022, "36"),
        ("project.named", "文物保护专项经费", "actual", 2022, "116"),
    ]


def test_what_is_left_of_a_list_of_projects_has_no_name() -> None:
    text = "智慧水务建设32万元,水毁修复18万元,其余28个项目14万元。"
    found = told((text,), project=None, section=ON_PROJECTS)
    assert [(item, sum_) for item, _, _, _, sum_ in found] == [("project.named", "32"), ("project.named", "18"), ("project.other", "14")]  # fmt: skip


def test_a_standard_within_one_item_leaves_the_next_alone() -> None:
    text = "项目支出包括:直补资金68万元,按每人每年600元发放;移民村建设16万元;水质巡查6万元。"
    assert [row[1] for row in told((text,), project=None)] == ["直补资金", "移民村建设", "水质巡查"]


REPORT = (
    "某县文化局2022年度部门整体支出绩效自评报告",
    "局机关内设3个股室,下设县文化馆、县图书馆和县文物保护管理所3家单位。",
)


def test_bodies_below_are_those_a_report_lists_and_its_own_office() -> None:
    assert bodies_below(REPORT) == ("县文物保护管理所", "县图书馆", "县文化馆", "局机关")
    assert bodies_below(("某县图书馆2022年度整体支出绩效自评报告", "下设县图书馆、县图书馆。")) == ()


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (
            "局机关91万元,县文化馆10万元,县图书馆9万元。",
            "各单位支出情况",
            [("expenditure", "局机关"), ("expenditure", "县文化馆"), ("expenditure", "县图书馆")],
        ),
        (
            "决算总支出110万元。其中:局机关支出91万元,县文化馆支出19万元。",
            "资金情况",
            [("expenditure", None), ("expenditure", "局机关"), ("expenditure", "县文化馆")],
        ),
        (
            "4.县文化馆支出11万元,其中基本支出3万元、项目支出8万元。我局接待费1万元。",
            "资金情况",
            [
                ("expenditure", "县文化馆"),
                ("basic", "县文化馆"),
                ("project", "县文化馆"),
                ("three_public.reception", None),
            ],
        ),
        ("局机关91万元,县文化馆10万元。", "单位概况", []),
        ("县文化馆举办展览3场,拉动消费12万元。", "产出情况", []),
    ],
)
def test_money_of_bodies_below_is_theirs(text: str, title: str, expected: list[tuple[str, str | None]]) -> None:
    setting = Setting(("other", title), 2022, None, "actual", bodies=bodies_below(REPORT))
    figures = read_figures(text, tokens(text), setting).figures
    assert [(each.link.item, each.link.institution) for each in figures] == expected
    assert all(amount(each) for each in figures)


def test_lines_behind_a_title_of_projects_are_projects() -> None:
    lines = (
        "（三）项目支出",
        "公益性岗位补贴18万元,安置1048人;",
        "社会保险补贴8万元;",
        "就业见习补贴1万元。",
        "4.三公经费1万元。",
    )
    document = Document(Source("0" * 64, "example.txt", "text/plain", 1), tuple(map(Paragraph, lines)), "test 1")
    assert [listed for listed, _ in items_of_lists(document)] == [False, True, True, True, False]


def test_shares_of_the_full_mark_are_told_with_the_points() -> None:
    text = "决策指标满分20分,得分17.2分,得分率86%;过程指标满分25分,得分21分。"
    found = [(each.component, str(each.score), each.rate and str(each.rate)) for each in stated_scores(text)]
    assert found == [("decision", "17.2", "86"), ("process", "21", None)]


@pytest.mark.parametrize(("text", "count"), [("2021年度自评得分为92.6分。", 0), ("2022年度自评得分为94.2分。", 1), ("综合得分90分(含)以上为优。", 0)])  # fmt: skip
def test_scores_of_other_years_and_bands_are_not_the_bodys(text: str, count: int) -> None:
    assert len(list(stated_scores(text, year=2022))) == count
