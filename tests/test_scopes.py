"""The scope of an evaluation is decided in one place, by all that tells it."""

import pytest

from extract.scopes import scope_of, told_of
from tests.forms_notation import document_of

CASES = [
    ("河道清淤补助资金", "", "各县区收到资金后组织实施", "special_fund"),
    ("河道清淤补助资金", "", "一、中央下达预算和绩效目标\n本资金为一般性转移支付", "transfer"),
    ("河道清淤补助资金", "转移支付绩效自评报告", "", "transfer"),
    ("河道清淤补助资金项目", "支出绩效自评报告", "", "project"),
    ("河道清淤工程", "绩效自评报告", "一、专项资金概况", "project"),
    ("中央水利发展资金", "绩效自评报告", "", "transfer"),
    ("中央水利发展专项资金", "绩效自评报告", "", "special_fund"),
    ("敬老院维修经费", "绩效自评报告", "", "project"),
]


@pytest.mark.parametrize(("name", "report", "text", "scope"), CASES)
def test_a_report_is_of_the_scope_that_name_title_and_text_speak_for(
    name: str, report: str, text: str, scope: str
) -> None:
    assert scope_of(["project.named"], told_of(document_of(text), name, report)) == scope


def test_what_a_form_says_outweighs_what_it_is_called() -> None:
    assert scope_of(["project.named", "form.transfer", "answer.special_fund"]) == "transfer"
    assert scope_of(["department.alone", "form.special_fund"]) == "special_fund"
    assert scope_of(["department.alone"]) == "department"


def test_a_fact_that_nobody_has_weighed_is_an_error() -> None:
    with pytest.raises(KeyError):
        scope_of(["heading.unheard-of"])
