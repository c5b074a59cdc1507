import sys
import unicodedata
from decimal import Decimal

import pytest

from extract.numbers import parse_money, parse_number, parse_percent, parse_points, parse_quantity
from extract.tables import figures
from schemas.errors import NumberError
from schemas.units import money_units, stated_unit

WAN = money_units()["万元"]


@pytest.mark.parametrize(
    ("text", "yuan", "step"),
    [
        ("5479.62", "54796200.00", "100"),
        ("1,195.00", "11950000.00", "100"),
        ("120．00", "1200000.00", "100"),
        ("　0 ", "0.00", "10000"),
        ("-1349.94", "-13499400.00", "100"),
        ("250万", "2500000.00", "10000"),
        ("27560元", "27560.00", "1"),
        ("1.5亿元", "150000000.00", "10000000"),
        ("139.433578", "1394335.78", "0.01"),
    ],
)
def test_an_amount_keeps_its_value_and_its_last_printed_place(text: str, yuan: str, step: str) -> None:
    amount = parse_money(text, WAN)
    assert amount is not None
    assert (amount.yuan, amount.step_yuan) == (Decimal(yuan), Decimal(step))


@pytest.mark.parametrize("text", ["", "　", "-", "——", "—", "/", "*", "……"])
def test_a_blank_is_absent_and_not_zero(text: str) -> None:
    assert parse_money(text, WAN) is None
    assert parse_number(text) is None
    assert parse_percent(text) is None


@pytest.mark.parametrize("text", ["约100", "1.2.3", "见附件", "100%", "12,34", "二十", "1e5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        parse_money(text, WAN)


def test_a_bare_number_in_a_rate_cell_is_percent() -> None:
    assert parse_percent("20") == Decimal(20)
    assert parse_percent("95.60%") == Decimal("95.60")


def test_points_may_carry_their_unit() -> None:
    assert parse_points("98分") == Decimal(98)
    assert parse_points("得分：9.36") == Decimal("9.36")


@pytest.mark.parametrize(
    ("text", "value", "op", "unit"),
    [
        ("≥95%", "95", ">=", "%"),
        ("达35家", "35", ">=", "家"),
        ("≥ 13次", "13", ">=", "次"),
        ("20%以上", "20", ">=", "%"),
        ("8亿", "8", "=", "亿"),
        ("＜15%", "15", "<", "%"),
        ("≧735人次", "735", ">=", "人次"),
        ("═100%", "100", "=", "%"),
        ("130余篇", "130", "=", "篇"),
        ("5万吨标煤", "5", "=", "万吨标煤"),
        ("不超过3天", "3", "<=", "天"),
        ("2100", "2100", "=", None),
        ("26.89万元", "26.89", "=", "万元"),
        ("≥10年", "10", ">=", "年"),
        ("15年", "15", "=", "年"),
        ("3日以内", "3", "<=", "日"),
        ("≥12台（套）", "12", ">=", "台(套)"),
    ],
)
def test_a_text_that_is_one_quantity(text: str, value: str, op: str, unit: str | None) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.op, quantity.unit) == (Decimal(value), op, unit)


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月31日",
        "2023年全年",
        "2024年4月",
        "2024年",
        "≥2024年",
        "8-10家",
        "增加值增长8%",
        "2次，无新增欠款",
        "12月底前",
        "完成",
        "100%、95%",
        "3月",
        "≦12月",
        None,
    ],
)
def test_dates_ranges_and_sentences_are_no_quantity(text: str | None) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("项目资金(万元)", "万元"),
        ("单位:元", "元"),
        ("金额单位:万元", "万元"),
        ("(单位:亿元)", "亿元"),
        ("编制数(人)", None),
        ("全年预算数", None),
    ],
)
def test_the_unit_a_heading_states(heading: str, unit: str | None) -> None:
    found = stated_unit(heading)
    assert (found.name if found else None) == unit


def test_all_that_folds_to_a_colon_is_looked_for_before_a_label_is_read() -> None:
    colons = {chr(code) for code in range(sys.maxunicode + 1) if ":" in unicodedata.normalize("NFKC", chr(code))}
    assert colons == {char for char in map(chr, range(sys.maxunicode + 1)) if figures.COLON.search(char)}
