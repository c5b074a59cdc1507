"""What passages say that the audit asks after, and which of them are compared with those of other bodies."""

import pytest

from extract.passage_prints import BAND_DIGITS, BANDS, likeness_print, own_passages, shingles, text_print
from extract.statements import of_cell, of_paragraph

LONG = "我单位通过建立项目库、按月通报支出进度、对进度滞后的项目约谈负责人等办法，使资金早到位、项目早开工，全年没有资金闲置，受到群众好评。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022年度部门整体支出绩效自评报告", [("year.title", "2022")]),
        ("根据《关于开展2021年度部门整体支出绩效自评工作的通知》要求，我局开展了自评。", [("year.earlier", "2021")]),
        ("2022年本单位没有政府性基金预算支出。", [("denied", "source.fund")]),
        (
            "本年无政府性基金预算支出，因公出国（境）费为零。",
            [("denied", "source.fund"), ("denied", "three_public.abroad")],
        ),
        ("3、项目支出绩效自评表（每个项目一张）", [("attachment", "项目支出绩效自评表")]),
        ("（请填写项目名称）", [("template", "(请填写项目名称)")]),
        ("XX县财政局", [("template", "XX县")]),
        ("2022年支出100万元。", []),
        ("", []),
    ],
)
def test_a_paragraph_says(text: str, said: list[tuple[str, str]]) -> None:
    assert of_paragraph(text) == said


@pytest.mark.parametrize(
    ("text", "row", "col", "said"),
    [
        ("2023年度项目支出绩效自评表", 0, 0, [("year.title", "2023")]),
        ("2023年度项目支出绩效自评表", 3, 0, []),
        ("2023年度项目支出绩效自评表", 0, 1, []),
        ("楼堂馆所控制情况（2021年完工项目）", 9, 0, [("year.label", "2021")]),
        ("XX万元", 4, 2, [("template", "XX万元")]),
        ("没有政府性基金预算支出", 4, 2, []),
        ("100.00", 1, 1, []),
    ],
)
def test_a_cell_says(text: str, row: int, col: int, said: list[tuple[str, str]]) -> None:
    assert of_cell(text, row, col) == said


def test_long_paragraphs_in_sections_of_the_bodys_own_words_are_compared() -> None:
    texts = [LONG, "一、职责", LONG, "二、绩效", LONG, "短。", LONG]
    headings = [(1, "functions"), (3, "performance")]
    assert [number for number, _ in own_passages(enumerate(texts), headings)] == [4, 6]
    assert list(own_passages(enumerate(texts), headings[:1])) == []


def test_passages_alike_share_a_band_and_others_do_not() -> None:
    def bands(text: str) -> set[tuple[int, str]]:
        told = likeness_print(text)
        assert len(told) == BANDS * BAND_DIGITS
        return {(at, told[at : at + BAND_DIGITS]) for at in range(0, len(told), BAND_DIGITS)}

    assert bands(LONG) & bands(LONG.replace("好评", "称赞"))
    assert not bands(LONG) & bands(
        "粮食播种面积保持稳定，绿色高产示范片按期建成，农产品抽检未发生重大质量问题，农民收入持续增长。" * 2
    )


def test_equal_passages_have_one_print_whatever_their_spaces() -> None:
    assert text_print(LONG) == text_print(f" {LONG[:9]}\u3000{LONG[9:]}")
    assert text_print(LONG) != text_print(LONG[1:])


def test_of_a_passage_without_end_the_beginning_is_compared() -> None:
    assert shingles("一二三四五六") == ["一二三四五", "二三四五六"]
    assert len(shingles("一" * 1_000_000)) < 25_000
    assert likeness_print(LONG * 1000) == likeness_print(LONG * 2000)
