"""Who got a fund's money and for which uses: divisions of a list, members of members, openers and payments."""

import pytest

from tests.sentences import Told, told

# What it shows -> the paragraphs of a fund's report, and what they tell.
FUND: dict[str, tuple[tuple[str, ...], Told]] = {
    "who got the money is no project, by whatever division it is told": (
        (
            "支出90万元。从受益主体看,拨付合作社50万元,兑付农户40万元。",
            "分镇(街道)看,东河街道60万元,县本级30万元。",
            "从乡镇看,支出较多的是东河镇50万元、西河镇20万元。",
            "按照受灾程度,将资金分配给东河乡50万元、西河镇40万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("other", "合作社", "actual", 2022, "50"),
            ("other", "农户", "actual", 2022, "40"),
            ("other", "东河街道", "actual", 2022, "60"),
            ("other", "县本级", "actual", 2022, "30"),
            ("other", "东河镇", "actual", 2022, "50"),
            ("other", "西河镇", "actual", 2022, "20"),
            ("other", "东河乡", "budget", 2022, "50"),
            ("other", "西河镇", "budget", 2022, "40"),
        ],
    ),
    "an opener that each member has": (
        ("支出90万元,其中用于残疾人康复50万元,用于托养服务10万元,用于无障碍改造30万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "残疾人康复", "actual", 2022, "50"),
            ("project.named", "托养服务", "actual", 2022, "10"),
            ("project.named", "无障碍改造", "actual", 2022, "30"),
        ],
    ),
    "amounts in brackets of their own": (
        ("下达资金90万元,用于远程监控(50万元)、清洁取暖补贴(30万元)和开展检测10万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "远程监控", "budget", 2022, "50"),
            ("project.named", "清洁取暖补贴", "budget", 2022, "30"),
            ("project.named", "开展检测", "budget", 2022, "10"),
        ],
    ),
    "classes whose projects are counted before their money": (
        ("投入资金90万元。", "共实施项目8个。其中产业类项目5个,投入资金60万元;就业类项目3个,投入资金30万元。"),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "产业类项目", "budget", 2022, "60"),
            ("project.named", "就业类项目", "budget", 2022, "30"),
        ],
    ),
    "a payment of the item that a paragraph opens with, whose own budget it leaves": (
        (
            "下达资金90万元,主要安排用于中学宿舍楼建设50万元、小学食堂改造40万元。",
            "(一)中学宿舍楼建设项目。下达资金50万元,截至年底支付工程进度款30万元,结余20万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "中学宿舍楼建设", "budget", 2022, "50"),
            ("project.named", "小学食堂改造", "budget", 2022, "40"),
            ("project.named", "中学宿舍楼建设项目", "budget", 2022, "50"),
            ("project.named", "中学宿舍楼建设项目", "actual", 2022, "30"),
            ("balance", "", "actual", 2022, "20"),
        ],
    ),
    "what was left of a member is none of the whole": (
        ("到位资金90万元,支出70万元,其中:造林补助50万元,产业强镇项目支出20万元,剩余10万元因未验收暂未拨付。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("total", "", "actual", 2022, "70"),
            ("project.named", "造林补助", "actual", 2022, "50"),
            ("project.named", "产业强镇项目", "actual", 2022, "20"),
        ],
    ),
    "a plain name among other members, and the list of that which makes it up": (
        (
            "到位资金90万元,其中直补资金50万元、项目资金40万元。",
            "支付80万元,其中直补资金发放50万元,项目资金支付30万元。项目资金按乡镇:东河镇20万元、西河镇10万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "直补资金", "budget", 2022, "50"),
            ("project.named", "项目资金", "budget", 2022, "40"),
            ("total", "", "actual", 2022, "80"),
            ("project.named", "直补资金", "actual", 2022, "50"),
            ("project.named", "项目资金", "actual", 2022, "30"),
            ("other", "东河镇", "actual", 2022, "20"),
            ("other", "西河镇", "actual", 2022, "10"),
        ],
    ),
    "things with a rank of their own, and names that begin like a verb": (
        ("下达资金90万元,其中国家级公益林补偿资金60万元,规模养殖场补助20万元,另有评审费用10万元。",),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "国家级公益林补偿资金", "budget", 2022, "60"),
            ("project.named", "规模养殖场补助", "budget", 2022, "20"),
            ("project.named", "评审费用", "budget", 2022, "10"),
        ],
    ),
    "receivers that a clause before has announced, unless the list is by use": (
        (
            "下达资金90万元。市财政局将资金分解至用款单位,其中:市林业局本级50万元、甲管理站20万元、乙林场等4个林场20万元。",
            "将任务分解到8个乡镇,资金按用途分为D级危房重建60万元、农房抗震改造30万元。",
            "县财政局分别将资金下达县水利局50万元、县林业局40万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "市林业局本级", "budget", 2022, "50"),
            ("other", "甲管理站", "budget", 2022, "20"),
            ("other", "乙林场等4个林场", "budget", 2022, "20"),
            ("project.named", "D级危房重建", "budget", 2022, "60"),
            ("project.named", "农房抗震改造", "budget", 2022, "30"),
            ("other", "县水利局", "budget", 2022, "50"),
            ("other", "县林业局", "budget", 2022, "40"),
        ],
    ),
    "a standard between a member and its own list, marks before lines, counted items": (
        (
            "下达资金90万元,具体如下:",
            "--送戏下乡资金50万元,按每村4,400元测算,其中东河县30万元,西河县20万元;",
            "--单改双项目5个,计30万元;",
            "--培训10万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "送戏下乡资金", "budget", 2022, "50"),
            ("other", "东河县", "budget", 2022, "30"),
            ("other", "西河县", "budget", 2022, "20"),
            ("project.named", "单改双项目", "budget", 2022, "30"),
            ("project.named", "培训", "budget", 2022, "10"),
        ],
    ),
    "spent by use, of members told with other amounts before, and who got one of them": (
        (
            "下达资金90万元,其中岗位津贴60万元,中心卫生院升级建设30万元。",
            "支付70万元。各用途支出:岗位津贴50万元、中心卫生院升级建设20万元。",
            "中心卫生院升级建设资金拨付东河卫生院15万元、西河卫生院5万元。",
            "岗位津贴45万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "岗位津贴", "budget", 2022, "60"),
            ("project.named", "中心卫生院升级建设", "budget", 2022, "30"),
            ("total", "", "actual", 2022, "70"),
            ("project.named", "岗位津贴", "actual", 2022, "50"),
            ("project.named", "中心卫生院升级建设", "actual", 2022, "20"),
            ("other", "东河卫生院", "actual", 2022, "15"),
            ("other", "西河卫生院", "actual", 2022, "5"),
        ],
    ),
    "members of a list in lines whose opener has no figure, and an item that is told per pupil": (
        (
            "支出90万元。",
            "支出按用途分类如下:",
            "公办幼儿园建设50万元。其中新建工程30万元,微改造20万元。",
            "民办园补助40万元。其中生均公用经费补助30万元、等级奖补10万元。",
            "2021年项目支出70万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "公办幼儿园建设", "actual", 2022, "50"),
            ("project.named", "新建工程", "actual", 2022, "30"),
            ("project.named", "微改造", "actual", 2022, "20"),
            ("project.named", "民办园补助", "actual", 2022, "40"),
            ("project.named", "生均公用经费补助", "actual", 2022, "30"),
            ("project.named", "等级奖补", "actual", 2022, "10"),
            ("total", "", "actual", 2021, "70"),
        ],
    ),
    "the rest of a list says that the others are receivers too": (
        ("支付90万元,其中:技术改造补助90万元,其中康源参业50万元、北岭参业20万元、其余7家企业20万元。",),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "技术改造补助", "actual", 2022, "90"),
            ("other", "康源参业", "actual", 2022, "50"),
            ("other", "北岭参业", "actual", 2022, "20"),
            ("other", "其余7家企业", "actual", 2022, "20"),
        ],
    ),
    "what was given of parts, and what was spent of them right behind": (
        (
            "收到资金90万元。各级资金使用情况如下:",
            "1.服务中心改造下达60万元,已支付50万元,新增床位60张;",
            "2.公墓建设下达30万元,已支付20万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "服务中心改造", "budget", 2022, "60"),
            ("project.named", "服务中心改造", "actual", 2022, "50"),
            ("project.named", "公墓建设", "budget", 2022, "30"),
            ("project.named", "公墓建设", "actual", 2022, "20"),
        ],
    ),
    "uses of a part, who got it, and what enterprises got by its name": (
        (
            "下达资金90万元。直补资金60万元,扶持资金30万元。",
            "扶持资金根据移民人口分解:基础设施建设20万元、产业发展10万元。",
            "支出75万元。直补资金支出50万元,扶持资金支出25万元。",
            "按项目所在乡镇统计,扶持资金用于东河镇15万元、其他乡镇10万元。",
            "支出内容为:企业研发投入后补助50万元;科普活动经费25万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "直补资金", "budget", 2022, "60"),
            ("project.named", "扶持资金", "budget", 2022, "30"),
            ("project.named", "基础设施建设", "budget", 2022, "20"),
            ("project.named", "产业发展", "budget", 2022, "10"),
            ("total", "", "actual", 2022, "75"),
            ("project.named", "直补资金", "actual", 2022, "50"),
            ("project.named", "扶持资金", "actual", 2022, "25"),
            ("other", "东河镇", "actual", 2022, "15"),
            ("other", "其他乡镇", "actual", 2022, "10"),
            ("project.named", "企业研发投入后补助", "actual", 2022, "50"),
            ("project.named", "科普活动经费", "actual", 2022, "25"),
        ],
    ),
    "items without numbers, each with works before its money, and subtotals": (
        (
            "支出90万元。按支出方向统计:",
            "低效果园改造:改造面积1.06万亩,支出40万元;",
            "河流治理:甲河段支付20万元,乙河段支付10万元,小计30万元;",
            "采后处理设施:扶持企业14家,支出20万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "低效果园改造", "actual", 2022, "40"),
            ("project.named", "甲河段", "actual", 2022, "20"),
            ("project.named", "乙河段", "actual", 2022, "10"),
            ("project.named", "河流治理", "actual", 2022, "30"),
            ("project.named", "采后处理设施", "actual", 2022, "20"),
        ],
    ),
    "members named behind their figures, and what parts were divided into": (
        (
            "支出90万元。其中,60万元用于粮食补贴,占66.67%;30万元用于杨梅产业,占33.33%。",
            "粮食补贴分为规模种粮40万元、订单奖励20万元;杨梅产业支出为避雨设施20万元和冷链10万元。",
            "各项支出为种苗50万元、机械40万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "粮食补贴", "actual", 2022, "60"),
            ("project.named", "杨梅产业", "actual", 2022, "30"),
            ("project.named", "规模种粮", "actual", 2022, "40"),
            ("project.named", "订单奖励", "actual", 2022, "20"),
            ("project.named", "避雨设施", "actual", 2022, "20"),
            ("project.named", "冷链", "actual", 2022, "10"),
            ("project.named", "种苗", "actual", 2022, "50"),
            ("project.named", "机械", "actual", 2022, "40"),
        ],
    ),
    "receivers told again, and classes whose projects are counted": (
        (
            "下达资金90万元。按补助对象统计,养殖场户60万元、合作社30万元。",
            "支付80万元,其中养殖场户50万元,合作社30万元。",
            "具体为:平台奖励15个项目,50万元;培训补助3个项目,30万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("other", "养殖场户", "budget", 2022, "60"),
            ("other", "合作社", "budget", 2022, "30"),
            ("total", "", "actual", 2022, "80"),
            ("other", "养殖场户", "actual", 2022, "50"),
            ("other", "合作社", "actual", 2022, "30"),
            ("project.named", "平台奖励", "actual", 2022, "50"),
            ("project.named", "培训补助", "actual", 2022, "30"),
        ],
    ),
    "companies that money was handed on to, and a list behind a line that points to it": (
        (
            "支出90万元,具体使用情况见下:",
            "作业点建设60万元,其中东河作业点40万元、西河作业点20万元;执行装备更新30万元。",
            "补贴发放到东河客运有限公司50万元,西河公交有限公司30万元,个体经营者10万元。",
        ),
        [
            ("total", "", "actual", 2022, "90"),
            ("project.named", "作业点建设", "actual", 2022, "60"),
            ("project.named", "东河作业点", "actual", 2022, "40"),
            ("project.named", "西河作业点", "actual", 2022, "20"),
            ("project.named", "执行装备更新", "actual", 2022, "30"),
            ("other", "东河客运有限公司", "actual", 2022, "50"),
            ("other", "西河公交有限公司", "actual", 2022, "30"),
            ("other", "个体经营者", "actual", 2022, "10"),
        ],
    ),
    "a title that a numbered list runs on from, and divisions behind a colon": (
        (
            "下达资金90万元。",
            "(二)资金分配情况。1.新建改扩建幼儿园60万元,分别用于东河幼儿园40万元、西河幼儿园20万元;2.教师培训30万元。",
            "资金由以下单位使用:国有林场管理处50万元,县草原站40万元。",
            "按企业规模:规上企业60万元,规下企业30万元。",
        ),
        [
            ("total", "", "budget", 2022, "90"),
            ("project.named", "新建改扩建幼儿园", "budget", 2022, "60"),
            ("other", "东河幼儿园", "budget", 2022, "40"),
            ("other", "西河幼儿园", "budget", 2022, "20"),
            ("project.named", "教师培训", "budget", 2022, "30"),
            ("other", "国有林场管理处", "actual", 2022, "50"),
            ("other", "县草原站", "actual", 2022, "40"),
            ("other", "规上企业", "budget", 2022, "60"),
            ("other", "规下企业", "budget", 2022, "30"),
        ],
    ),
}


@pytest.mark.parametrize("case", FUND)
def test_the_report_of_a_fund_tells_who_got_what(case: str) -> None:
    texts, expected = FUND[case]
    assert told(texts, project="农业发展专项资金", fund=True) == expected


def test_what_is_counted_among_works_opens_no_list_of_money() -> None:
    texts = ("支出90万元。", "集中保管涉案财物4,106件,其中暂扣现金21万元。")
    assert told(texts[:1], fund=True) == [("total", "", "actual", 2022, "90")]
    assert told(texts, fund=True, section=("performance", "产出情况"))[1:] == []


def test_a_section_called_after_a_part_tells_of_it() -> None:
    texts = ("1.资金情况。下达资金60万元,支出50万元,扶持对象每户补助2万元。",)
    name = "创业扶持项目"
    given = [("project.named", name, "budget", 2022, "60"), ("project.named", name, "actual", 2022, "50")]
    assert told(texts, project="农业发展专项资金", fund=True, section=("performance", name)) == given
    assert told(texts, project="农业发展专项资金", fund=True, section=("performance", "资金管理情况"))[0][0] == "total"
