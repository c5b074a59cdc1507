"""Texts that a converter turned into traditional characters, with their readings: read in simplified ones."""

import pytest

from extract import pipeline
from parsers import parse
from parsers.simplified import is_traditional, simplified
from schemas.document import Document, Source

REPORT = """宜黃縣林業(yè)局2022年度部門整體支出績(jì)效自評(píng)報(bào)告
一、部門概況
截至2022年底編制38人，在職35人。
二、預(yù)算執(zhí)行情況
2022年年初預(yù)算數(shù)為812.40萬(wàn)元，全年執(zhí)行數(shù)為798.15萬(wàn)元，預(yù)算執(zhí)行率98.25%（詳見(jiàn)附表）。
三、自評(píng)結(jié)論
自評(píng)得分93.5分，等級(jí)為“優(yōu)”。
"""


def read(text: str, name: str) -> Document:
    data = text.encode()
    return parse(data, Source("0" * 64, name, "", len(data)))


@pytest.mark.parametrize("name", ["report.txt", "report.html"])
def test_a_converted_report_is_read_in_simplified_characters(name: str) -> None:
    text = REPORT
    if name.endswith("html"):
        text = "<html><body>" + "".join(f"<p>{line}</p>" for line in REPORT.splitlines()) + "</body></html>"
    document = read(text, name)
    assert document.paragraphs[0].text == "宜黄县林业局2022年度部门整体支出绩效自评报告"
    assert document.paragraphs[4].text.endswith("（详见附表）。")
    assert [issue.code for issue in document.issues] == ["text.converted"]
    assert document.ledger is not None
    assert document.ledger.unaccounted_chars == 0
    assert document.ledger.ignored["readings"] > 50
    (told,) = pipeline.extract(document).evaluations
    assert (told.organization, told.fiscal_year, told.total_score, told.grade) == ("宜黄县林业局", 2022, 93.5, "优")
    assert {(row.measure, row.yuan) for row in told.amounts} == {("budget_initial", 8_124_000), ("actual", 7_981_500)}
    assert {(row.category, row.count) for row in told.personnel} == {("establishment", 38), ("actual", 35)}


def test_cells_are_read_in_simplified_characters_too() -> None:
    row = "<tr><td>預(yù)算執(zhí)行率</td><td>縣級(jí)財(cái)政資金總額</td></tr><tr><td>環(huán)節(jié)開發(fā)</td><td>12</td></tr><tr><td>農(nóng)業(yè)機(jī)械購(gòu)置補(bǔ)貼</td></tr>"
    (table,) = read(f"<html><body><table>{row}</table></body></html>", "x.html").tables
    assert [cell.text for cell in table.cells] == [
        "预算执行率",
        "县级财政资金总额",
        "环节开发",
        "12",
        "农业机械购置补贴",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("宜黄县林业局2022年度部门整体支出绩效自评报告", False),
        ("负责人喆堃煜翀，宜黄县林业局2022年度部门整体支出绩效自评报告。" * 2, False),
        ("宜黃縣林業局2022年度部門整體支出績效自評報告與預算執行情況", True),
        ("績效", False),
    ],
)
def test_a_few_rare_characters_are_no_traditional_text(text: str, told: bool) -> None:
    assert is_traditional(text) is told


def test_letters_in_brackets_that_are_no_reading_stay() -> None:
    assert simplified("預算(A)與執行(B/A)，病毒(virus3)") == "预算(A)与执行(B/A)，病毒(virus3)"
