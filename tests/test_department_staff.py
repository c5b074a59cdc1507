"""Head-counts and scores in sentences of a department's report."""

import pytest

from extract.text.scores import stated_scores
from extract.text.staff import heads

STAFF: dict[str, list[tuple[str, str, str | None]]] = {
    "年末在职58人,其中民警50人、事业人员5人、工勤人员3人;辅警126人。": [
        ("actual", "58", None),
        ("civil_servant", "50", None),
        ("institution_staff", "5", None),
        ("worker", "3", None),
        ("temporary", "126", None),
    ],
    "全县民警50人。": [],
    "退休教师71人;编外聘用宿管、保安等人员23人。": [("retired", "71", None), ("temporary", "23", None)],
    "行政编制12名(参公2名),实有11人;事业编制5名,实有3人。": [
        ("establishment.civil_servant", "12", None),
        ("establishment.reference_managed", "2", None),
        ("civil_servant", "11", None),
        ("establishment.institution_staff", "5", None),
        ("institution_staff", "3", None),
    ],
    "编制64人,在职61人,其中机关19人、乡镇站42人,控制率95.31%。": [
        ("establishment", "64", None),
        ("actual", "61", None),
        ("actual", "19", "机关"),
        ("actual", "42", "乡镇站"),
        ("control_rate", "95.31", None),
    ],
    "编制64人,在职61人,其中机关19人、乡镇站40人,控制率90%。": [
        ("establishment", "64", None),
        ("actual", "61", None),
    ],
    "局机关行政编制16名,实有15人;县国有林场事业编制41名,实有38人。": [
        ("establishment.civil_servant", "16", "局机关"),
        ("actual", "15", "局机关"),
        ("establishment.institution_staff", "41", "县国有林场"),
        ("actual", "38", "县国有林场"),
    ],
    "实有170人,其中民警161人。退休民警46人,警务辅助人员12人,编制178名。": [
        ("actual", "170", None),
        ("civil_servant", "161", None),
        ("retired", "46", None),
        ("temporary", "12", None),
        ("establishment", "178", None),
    ],
    "编制3名。敬老院聘用护理员318名,由乡镇支付报酬。公开招聘事业人员8人。": [("establishment", "3", None)],
    "核定编制92名。年内退休4人、调出2人、新招聘3人。": [("establishment", "92", None)],
    "机关为参照公务员法管理的事业单位,编制22名,在职19人,其中参公管理18人。": [
        ("establishment.reference_managed", "22", None),
        ("actual", "19", None),
        ("reference_managed", "18", None),
    ],
    "编制58名,临时养护工人64人。": [("establishment", "58", None), ("temporary", "64", None)],
    "编制14名。争取增加编制6名。本单位退休16人,县直机关退休干部2,164人。": [
        ("establishment", "14", None),
        ("retired", "16", None),
    ],
    "参公编制22名、工勤编制2名,合计24名。": [
        ("establishment.reference_managed", "22", None),
        ("establishment.worker", "2", None),
        ("establishment", "24", None),
    ],
    "编制31人,其中机关工勤2人。在职实有29人,其中行政人员27人,机关工勤2人。": [
        ("establishment", "31", None),
        ("establishment.worker", "2", None),
        ("actual", "29", None),
        ("civil_servant", "27", None),
        ("worker", "2", None),
    ],
}


@pytest.mark.parametrize("text", STAFF)
def test_whom_a_sentence_counts(text: str) -> None:
    assert [(each.category, f"{each.count:f}", each.institution) for each in heads(text)] == STAFF[text]


def test_a_score_behind_the_full_mark_is_that_of_the_body() -> None:
    told_scores = stated_scores("部门整体支出绩效自评满分100分,得分93.8分,评价等级优。")
    assert [(each.component, str(each.score)) for each in told_scores] == [("declared", "93.8")]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("年初预算数42万元,全年预算数51万元,全年执行数50万元,执行率98.34%,执行率权重10分,得分9.83分。", "98.34"),
        ("年初预算8万元,年中新增专项债券等14万元,全年预算22万元,支出21万元,预算执行率95.45%。", "95.45"),
        ("办公费预算数5万元,执行数4万元,执行率80%。", None),
        ("全年预算数183万元。执行数179万元,执行率97.57%。", "97.57"),
        ("2022年执行数221万元,预算执行率96.74%。", "96.74"),
        ("1.水利项目。执行数221万元,预算执行率96.74%。", None),
        ("1.预算执行率97.51%,其中财政拨款支出全部执行完毕。", "97.51"),
        ("全年预算318万元,支出合计302万元,年末结转15万元,预算执行率95.05%。", "95.05"),
    ],
)
def test_a_rate_behind_figures_of_no_name_is_that_of_all(text: str, rate: str | None) -> None:
    found = [str(each.rate) for each in stated_scores(text, None, "预算执行情况")]
    assert found == ([rate] if rate else [])
    assert list(stated_scores("年初预算数5万元,执行数4万元,执行率80%。", None, "“三公”经费情况")) == []


def test_a_review_is_one_of_the_evaluation() -> None:
    assert list(stated_scores("省级一类幼儿园复评得分91.5分。")) == []
    found = stated_scores("经自评,部门整体支出得分98分。财政部门复核得分96分。")
    assert [(each.component, str(each.score)) for each in found] == [("declared", "98"), ("review", "96")]


def test_a_score_may_be_told_as_the_sum_of_its_parts() -> None:
    found = stated_scores("过程(25分)得23分,产出(30分)得28分,自评得分合计91.5分。")
    assert [(each.component, str(each.score)) for each in found if each.weight is None] == [("declared", "91.5")]
