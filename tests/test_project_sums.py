"""Sums of a project held against each other once its report has been read."""

import pytest

from extract.nlp.narrative import read_paragraphs
from extract.text.evidence import DWARFED
from schemas.document import Document, Paragraph, Source
from tests.sentences import told

# Paragraphs -> the figures told of the whole project, and those that the others speak against.
REPORTS = {
    "a receiver's money beside the project's": (
        ("2022年项目预算500万元。", "截至年底支出480万元。", "按进度付款,实际支付76万元。"),
        {"500万元", "480万元"},
        {"76万元"},
    ),
    "a sum of its measure stands alone in it": (
        ("2022年项目年初预算60万元。", "全年预算500万元。", "截至年底支出480万元。"),
        {"60万元", "500万元", "480万元"},
        set(),
    ),
    "what one outlier says against two sums of one size does not count": (
        ("项目累计到位5000万元。", "2022年项目预算500万元。", "截至年底支出480万元。"),
        {"5000万元", "500万元", "480万元"},
        set(),
    ),
    "of two sums neither speaks against the other": (
        ("2022年项目预算500万元。", "调整后预算90万元。"),
        {"500万元", "90万元"},
        set(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "whole", "doubted"), REPORTS.values(), ids=REPORTS.keys())
def test_what_the_other_sums_speak_against_is_left_out(
    texts: tuple[str, ...], whole: set[str], doubted: set[str]
) -> None:
    document = Document(Source("0" * 64, "x.txt", "text/plain", 1), tuple(map(Paragraph, texts)), "text")
    readings = read_paragraphs(document, [], 2022, "渠道清淤项目")
    found = {
        each.paragraph.text[figure.token.start : figure.token.end]
        for each in readings for figure in each.figures if figure.link.item == "total"
    }  # fmt: skip
    left = {
        each.paragraph.text[one.token.start : one.token.end]
        for each in readings for one in each.left_out if one.cause.step == DWARFED
    }  # fmt: skip
    assert found == whole
    assert left == doubted


def test_what_is_told_of_shortcomings_is_no_sum_of_the_project() -> None:
    texts = ("项目进度偏慢,计划投入600万元,实际到位500万元。",)
    assert told(texts, section=("problems", "存在的问题")) == []
    assert told(texts) != []
