"""Records read by OCR say so, and figures that OCR may have misread become issues."""

from dataclasses import replace

import pytest

from extract import store
from extract.pipeline import extract
from schemas.document import Document, Paragraph, Source, Table
from schemas.records import Outcome
from tests.forms_notation import document_of

FORM = """
项目支出绩效自评表（2022年度）
| 项目名称 | 防汛物资储备 <6 |
| 主管部门 | 某县水利局 <2 | 实施单位 <2 | 某县水利局 <2 |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 |
| ^ | 年度资金总额 | 100 | 100 | {total} | 10 | 95% |
| ^ | 其中：当年财政拨款 | 100 | 100 | 95 | | |
"""


def scanned(text: str, confidence: float = 0.99, **doubtful: float) -> Outcome:
    """What a document gives whose cells OCR read with a confidence; `at_95=0.5` is that of the cells with 95."""
    by_text = {name.removeprefix("at_"): sure for name, sure in doubtful.items()}
    blocks: list[Paragraph | Table] = []
    document = document_of(text)
    for block in document.blocks:
        if isinstance(block, Table):
            cells = (cell._replace(confidence=by_text.get(cell.text, confidence)) for cell in block.cells)
            blocks.append(Table(tuple(cells), block.n_rows, block.n_cols))
        else:
            blocks.append(replace(block, confidence=confidence))
    return extract(Document(document.source, tuple(blocks), "ocr"))


def doubted(outcome: Outcome) -> list[str]:
    """The texts of the cells in doubt."""
    assert outcome.document
    places = [issue.place for issue in outcome.issues if issue.code == "ocr.doubtful"]
    return sorted(outcome.document.text_at(place) for place in places if place)


def test_records_of_a_scan_have_their_own_grade_and_the_lowest_confidence() -> None:
    amounts = scanned(FORM.format(total="95"), at_95=0.9).evaluations[0].amounts
    assert {(amount.raw, amount.grade, amount.confidence) for amount in amounts} == {
        ("100", "ocr", 0.99),
        ("95", "ocr", 0.9),
    }


def test_a_digital_document_is_left_alone() -> None:
    outcome = extract(document_of(FORM.format(total="59")))
    assert doubted(outcome) == []
    assert {amount.grade for amount in outcome.evaluations[0].amounts} == {"exact"}
    assert {amount.confidence for amount in outcome.evaluations[0].amounts} == {None}


@pytest.mark.parametrize(
    ("total", "sure", "expected"),
    [
        ("95", 0.99, []),
        ("95", 0.7, ["95"]),  # the total is confirmed by the rate beside it, the part is not
        ("59", 0.99, ["100", "100", "59"]),
    ],
    ids=["all is well", "low confidence", "contradicts the rate"],
)
def test_doubtful_figures_are_issues(total: str, sure: float, expected: list[str]) -> None:
    assert doubted(scanned(FORM.format(total=total), at_95=sure)) == expected


def test_a_sum_that_fails_is_doubted() -> None:
    table = "某县水利局2022年度部门整体支出绩效自评表\n| 项目 | 决算数（万元） |\n"
    table += "| 三公经费 | {} |\n| 1、公务用车购置和维护经费 | 3 |\n| 2、出国经费 | 0 |\n| 3、公务接待 | 2 |"
    assert doubted(scanned(table.format(5))) == []
    assert doubted(scanned(table.format(8))) == ["0", "2", "3", "8"]


def test_the_confidence_of_ocr_is_stored_and_nothing_where_there_was_none() -> None:
    db = store.open_database(None)
    store.write(db, scanned(FORM.format(total=95), at_95=0.61), "1")
    store.write(db, replace(extract(document_of(FORM.format(total=95))), source=Source("1" * 64, "b", "", 1)), "1")
    query = "SELECT DISTINCT certainty, confidence FROM amounts ORDER BY confidence"
    assert db.execute(query).fetchall() == [("exact", None), ("ocr", 0.61), ("ocr", 0.99)]
    shown = db.execute('SELECT "识别把握" FROM v_scores WHERE "识别把握" IS NOT NULL').fetchall()
    assert shown == [(0.99,)]
