"""Lists of a single project's money: who bore it, what was paid for, what changed and what was left."""

import pytest

from tests.sentences import Told, told

# What it shows -> the paragraphs of a project's report, and what they tell.
PROJECT: dict[str, tuple[tuple[str, ...], Told]] = {
    "levels that bear it together": (
        ("本项目2022年全年预算90万元,由三级财政共同承担:中央补助40万元,省级补助30万元,县级配套20万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "中央补助", "budget", 2022, "40"),
            ("other", "省级补助", "budget", 2022, "30"),
            ("other", "县级配套", "budget", 2022, "20"),
        ],
    ),
    "a level that gave all of it": (
        ("2022年县级财政预算安排专项资金90万元,均已到位。",),
        [("total", "", "budget_initial", 2022, "90")],
    ),
    "what a part was divided into": (
        ("支出90万元,其中工程款80万元,监理费10万元。", "工程款按片区支付:东片50万元、西片30万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "工程款", "actual", 2022, "80"),
            ("other", "监理费", "actual", 2022, "10"),
            ("other", "东片", "actual", 2022, "50"),
            ("other", "西片", "actual", 2022, "30"),
        ],
    ),
    "changes of one source, and of what was told right before": (
        (
            "区财政局年初批复本项目预算90万元;8月追加市级转移支付资金20万元,同时收回区级财政资金10万元,调整后全年预算100万元。",
            "县级财政安排配套资金15万元,后压减5万元,实际到位10万元。",
        ),
        [
            ("total", "", "budget_initial", 2022, "90"),
            ("other", "市级转移支付资金", "change", 2022, "20"),
            ("other", "区级财政资金", "change", 2022, "-10"),
            ("total", "", "budget", 2022, "100"),
            ("other", "配套资金", "budget_initial", 2022, "15"),
            ("other", "配套资金", "change", 2022, "-5"),
            ("other", "配套资金", "budget", 2022, "10"),
        ],
    ),
    "taken back in the course of the year": (
        ("年初预算安排90万元。11月,县财政收回10万元。调整后预算为80万元。",),
        [
            ("total", "", "budget_initial", 2022, "90"),
            ("other", "收回", "change", 2022, "-10"),
            ("total", "", "budget", 2022, "80"),
        ],
    ),
    "the rest, by whatever words, and where it goes": (
        (
            "其余9万元由县财政统一收回。",
            "余款8万元结转下年支付。",
            "年末尚余7万元。",
            "账面结余6万元,于次年3月上缴。",
            "未支付的5万元为尾款和合同余款,已报县财政局同意结转2023年使用。",
        ),
        [
            ("balance", "", "actual", 2022, "9"),
            ("balance.cumulative", "", "actual", 2022, "8"),
            ("balance", "", "actual", 2022, "7"),
            ("balance", "", "actual", 2022, "6"),
            ("balance.cumulative", "", "actual", 2022, "5"),
        ],
    ),
    "the year before, and how much less": (
        ("支出66万元。与2021年支出70万元相比减少4万元。", "2021年支出70万元,2022年较2021年减少4万元。"),
        [
            ("total", "", "actual", 2022, "66"),
            ("total", "", "actual", 2021, "70"),
            ("total", "", "change", 2022, "-4"),
            ("total", "", "actual", 2021, "70"),
            ("total", "", "change", 2022, "-4"),
        ],
    ),
    "what is told of other money counts for nothing": (
        (
            "项目预算90万元。另拨付灾后补助8万元,与本项目无关。",
            "农牧民购机自筹约700万元,不纳入统计。",
            "寄宿生每人500元、走读生300元。",
            "设备投资总额900万元,经核定800万元,核减100万元。",
            "审计检查发现提前支付2万元。",
            "9万元县级配套资金未能落实。",
        ),
        [("total", "", "budget", 2022, "90")],
    ),
    "what was paid for, one after the other": (
        ("支付设计费4万元、监理费3万元。整个项目共计支出90万元。",),
        [
            ("other", "设计费", "actual", 2022, "4"),
            ("other", "监理费", "actual", 2022, "3"),
            ("total", "", "actual", 2022, "90"),
        ],
    ),
    "the members of the list before, in their order": (
        (
            "预算数为90万元,其中:人工费50万元、药剂费40万元。实际支出分别为48万元、39万元。实际支出分别为1万元、2万元、3万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "人工费", "budget", 2022, "50"),
            ("other", "药剂费", "budget", 2022, "40"),
            ("other", "人工费", "actual", 2022, "48"),
            ("other", "药剂费", "actual", 2022, "39"),
        ],
    ),
    "the year before goes on until another time is named": (
        ("上年度该项目预算80万元,执行75万元。支出60万元。",),
        [
            ("total", "", "budget", 2021, "80"),
            ("total", "", "actual", 2021, "75"),
            ("total", "", "actual", 2022, "60"),
        ],
    ),
    "what others bore counts where it makes up the sum": (
        ("项目到位资金75万元,其中中央资金63万元,村集体自筹资金12万元。另有群众自筹8万元。",),
        [
            ("total", "", "budget", 2022, "75"),
            ("other", "中央资金", "budget", 2022, "63"),
            ("other", "村集体自筹资金", "budget", 2022, "12"),
        ],
    ),
    "instalments by their name and day": (
        ("春季学期公用经费31万元于3月28日到位,秋季学期公用经费30万元于10月16日到位。",),
        [("other", "春季学期公用经费", "budget", 2022, "31"), ("other", "秋季学期公用经费", "budget", 2022, "30")],
    ),
    "the end of the year is no name": (
        ("截至年底支出90万元。",),
        [("total", "", "actual", 2022, "90")],
    ),
    "instalments that nothing calls batches are not the whole": (
        ("项目资金90万元到位。财政局于4月拨付50万元,10月拨付40万元。3月下达30万元,12月支付20万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("total", "", "budget", 2022, "30"),
            ("total", "", "actual", 2022, "20"),
        ],
    ),
    "a list is of the whole that its amounts make up": (
        (
            "下达资金90万元。",
            "实际支出80万元。",
            "从资金来源看,中央资金60万元,县级资金20万元。",
            "县级工作经费5万元同步到位。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("total", "", "actual", 2022, "80"),
            ("other", "中央资金", "actual", 2022, "60"),
            ("other", "县级资金", "actual", 2022, "20"),
            ("other", "县级工作经费", "budget", 2022, "5"),
        ],
    ),
    "a debt still applied for": (
        ("总投资90万元,其中申请专项债券60万元,县级配套30万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "专项债券", "budget", 2022, "60"),
            ("other", "县级配套", "budget", 2022, "30"),
        ],
    ),
    "members of a member, told behind its name": (
        ("支出90万元,其中养护工程60万元,乡镇卫生院30万元。", "养护工程中,县道养护工程50万元,村道工程10万元。"),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "养护工程", "actual", 2022, "60"),
            ("other", "乡镇卫生院", "actual", 2022, "30"),
            ("other", "县道养护工程", "actual", 2022, "50"),
            ("other", "村道工程", "actual", 2022, "10"),
        ],
    ),
    "counted works, parts of the year, and fees of many names": (
        (
            "2022年安排资金90万元,其中新建服务中心3个60万元,改造服务站12个30万元。",
            "春季学期支出40万元,秋季学期支出50万元,合计支出90万元。",
            "具体支出如下:",
            "1.土地平整60万元;",
            "2.勘测设计、监理及招标代理等前期费用30万元。",
        ),
        [
            ("total", "", "budget_initial", 2022, "90"),
            ("other", "新建服务中心", "budget_initial", 2022, "60"),
            ("other", "改造服务站", "budget_initial", 2022, "30"),
            ("other", "春季学期", "actual", 2022, "40"),
            ("other", "秋季学期", "actual", 2022, "50"),
            ("total", "", "actual", 2022, "90"),
            ("other", "土地平整", "actual", 2022, "60"),
            ("other", "勘测设计、监理及招标代理等前期费用", "actual", 2022, "30"),
        ],
    ),
    "members of a fee, a down payment, and towns or streets": (
        (
            "支出90万元,其中东河镇60万元,其他镇(街道)30万元。",
            "独立费用20万元,其中独立费用含勘测设计费15万元、监理费5万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "东河镇", "actual", 2022, "60"),
            ("other", "其他镇(街道)", "actual", 2022, "30"),
        ],
    ),
    "what was paid out of other money than the project's": (
        ("支出90万元。", "本项目与执行案款严格分账,全年发放执行案款1.36亿元。"),
        [("total", "", "actual", 2022, "90")],
    ),
    "shared out by body and by use": (
        (
            "到位资金90万元。按项目单位分配,东河镇卫生院50万元,西河镇卫生院40万元。按支出内容分配,业务用房改造60万元,设备配置30万元。",
            "支出90万元。业务用房改造支出60万元,设备配置支出30万元。设备配置中,CT机3台20万元,其他设备10万元。",
            "按学校分解为东河中学50万元、西河小学40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "东河镇卫生院", "budget", 2022, "50"),
            ("other", "西河镇卫生院", "budget", 2022, "40"),
            ("other", "业务用房改造", "budget", 2022, "60"),
            ("other", "设备配置", "budget", 2022, "30"),
            ("total", "", "actual", 2022, "90"),
            ("other", "业务用房改造", "actual", 2022, "60"),
            ("other", "设备配置", "actual", 2022, "30"),
            ("other", "CT机", "actual", 2022, "20"),
            ("other", "其他设备", "actual", 2022, "10"),
            ("other", "东河中学", "actual", 2022, "50"),
            ("other", "西河小学", "actual", 2022, "40"),
        ],
    ),
}


@pytest.mark.parametrize("case", PROJECT)
def test_the_report_of_a_project_lists(case: str) -> None:
    texts, expected = PROJECT[case]
    assert told(texts, project="渠道防渗改造项目") == expected


def test_half_a_year_told_with_the_shortcomings_is_no_statement() -> None:
    texts = ("拨付进度较慢,截至6月底仅拨付30万元。",)
    assert told(texts, project="渠道防渗改造项目", section=("problems", "存在的问题")) == []
