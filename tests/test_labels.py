import pytest

from extract.labels import bare_label, published_label, resolve_item


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1、公务用车购置和维护经费", "公务用车购置和维护经费"),
        ("其中：公车购置", "公车购置"),
        ("资金来源：（1）财政拨款", "财政拨款"),
        ("（二）“三公”经费：", "三公经费"),
        ("合    计", "合计"),
        ("全年执行数（B）", "全年执行数"),
        ("执行率（B/A）", "执行率"),
        ("得分（20分*执行率）", "得分"),
        ("预算投资\n（万元）", "预算投资"),
        ("①办公费", "办公费"),
        ("3.1 差旅费", "差旅费"),
    ],
)
def test_a_label_loses_its_outline_unit_and_letters(text: str, bare: str) -> None:
    assert bare_label(text) == bare


def test_a_published_label_keeps_its_quotation_marks() -> None:
    assert published_label("一、 “三公” 经费") == "“三公”经费"


@pytest.mark.parametrize(
    ("text", "context", "code"),
    [
        ("公务接待费", None, "three_public.reception"),
        ("公务接待费", "econ", "econ.30217"),
        ("水费、电费、差旅费", "econ", "econ.30205+30206+30211"),
        ("会议费和培训费", None, "econ.30215+30216"),
        ("水电费", "econ", "econ.30205+30206"),
        ("水电费、差旅费", "econ", "econ.30205+30206+30211"),
        ("[30201]办公费", None, "econ.30201"),
        ("2080506机关事业单位职业年金缴费支出", None, "func.2080506"),
        ("其他", None, "source.other"),
        ("其他", "assets", "assets.other"),
        ("县级专项资金\n(一个专项一行)", None, "project.special"),
        ("本年财政拨款收入合计", None, "source.fiscal"),
        ("当年支出小计", None, "expenditure"),
        ("会议经费", None, "econ.30215"),
        ("公务招待经费", None, "three_public.reception"),
        ("其他费用", None, None),
        ("事业支出", None, None),
        ("全市工业增加值", None, None),
        ("投资收益", None, None),
    ],
)
def test_a_label_means_what_its_block_makes_of_it(text: str, context: str | None, code: str | None) -> None:
    assert resolve_item(text, context) == code
