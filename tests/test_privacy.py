"""Names of people who filled in a form and telephone numbers are masked; nothing else is."""

import pytest

from extract.privacy import mask, mask_document, masked, private_cells
from schemas.document import Cell, Document, Issue, Paragraph, Place, Source, Table
from schemas.records import Goal, Outcome, Section
from tests.outcomes import evaluation

MOBILE = "1" + "3800001234"  # split, so that no whole number stands in this file
CASES = [
    (f"联系电话：{MOBILE}", f"联系电话：{'＊' * 11}"),
    ("联系电话：0731-82345678 传真", f"联系电话：{'＊' * 13} 传真"),
    ("咨询电话 (010)82345678。", "咨询电话 ＊＊＊＊＊＊＊＊＊＊＊＊＊。"),
    ("电话8223456", "电话＊＊＊＊＊＊＊"),
    ("填表人：王小明填报日期：2024年6月15日", "填表人：＊＊＊填报日期：2024年6月15日"),
    ("填表人：李琪  填报日期：2024年", "填表人：＊＊  填报日期：2024年"),
    ("单位负责人（签字）： 王 伟", "单位负责人（签字）： ＊ ＊"),
    ("项目负责人：欧阳修文", "项目负责人：＊＊＊＊"),
    ("联系人：张三、李四光", "联系人：＊＊＊＊＊＊"),
    ("填报人：古丽娜·买买提", "填报人：＊＊＊＊＊＊＊"),
]
LEFT_ALONE = [
    "填表人：          填报日期：             联系电话：            单位负责人签字：",
    "主管部门：县财政局",
    "负责人：分管副局长",
    f"年初预算1381234.56元，{138 * 10**8 + 12345678}.00元",
    "51000021R000000019951-工资性支出",
    "湘财绩〔2023〕8215号",
    "完成率0.1234567",
    "单位负责人要高度重视绩效管理",
    "王家坪水库除险加固",
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_private_text_is_masked_at_its_own_length(text: str, expected: str) -> None:
    assert mask(text) == expected
    assert len(mask(text)) == len(text)
    assert mask(expected) == expected


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_text_is_left_alone(text: str) -> None:
    assert mask(text) == text


def table(*rows: list[str]) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), len(rows[0]))


def hidden(*rows: list[str]) -> set[str]:
    document = Document(Source("0" * 64, "x", "", 0), (table(*rows),), "test")
    return {document.text_at(place) for place in (Place("table", 0, *at) for at in private_cells(document.tables[0]))}


def test_the_cell_beside_a_label_is_masked() -> None:
    rows = [["联系人", "杨帆", "联系电话", "0743-8223999"], ["人员编制", "87", "实有人数", "87"]]
    assert hidden(*rows) == {"杨帆", "0743-8223999"}


def test_bodies_duties_labels_and_figures_beside_a_label_are_not_masked() -> None:
    rows = [
        ["负责人", "分管领导", "主管部门", "县水利局"],
        ["联系人", "", "人员编制", "30"],
        ["填报人", "县水利局", "", ""],
    ]
    assert hidden(*rows) == set()


def test_a_column_of_evaluators_is_masked_below_its_heading() -> None:
    rows = [["姓名", "职务", "单位", "签字"], ["王强", "科长", "县水利局", ""], ["赵六一", "主任", "财政局", "赵六一"]]
    assert hidden(*rows) == {"王强", "赵六一"}


def test_an_outcome_keeps_its_places_and_loses_its_names() -> None:
    cells = table(["联系人", "杨帆"], ["预期目标", f"按期完工，电话{MOBILE}"])
    document = Document(Source("0" * 64, f"{MOBILE}.docx", "", 0), (Paragraph("填表人：杨帆"), cells), "test")
    goal = Goal(cells.cells[3].text, None, cells.cells[3].text, Place("table", 0, 1, 1))
    section = Section(None, "联系人：杨帆", 1, "other", "填表人：杨帆", Place("text", 0))
    issue = Issue("label.unmatched", "warning", "label not in form: '杨帆'", Place("table", 0, 0, 1))
    outcome = Outcome(
        document.source, "ok", document=document, title="填表人：杨帆", evaluations=(evaluation(goals=(goal,)),),
        sections=(section,), issues=(issue,),
    )  # fmt: skip
    public = masked(outcome)
    text = repr(public)
    assert "杨帆" not in text
    assert MOBILE not in text
    assert public.document is not None
    assert public.document.text_at(goal.place) == public.evaluations[0].goals[0].raw
    assert masked(public) == public


def test_a_document_without_anything_private_is_returned_as_it_is() -> None:
    document = Document(Source("0" * 64, "x", "", 0), (Paragraph("绩效目标完成良好"),), "test")
    assert mask_document(document) is document


def test_rows_without_anything_private_are_the_very_same() -> None:
    raw = "按期完工，水质达标"
    document = Document(Source("0" * 64, "x", "", 0), (Paragraph(raw),), "test")
    goals = tuple(Goal("".join([raw]), None, raw, Place("text", 0)) for _ in range(2))
    outcome = Outcome(document.source, "ok", document=document, evaluations=(evaluation(goals=goals),))
    assert masked(outcome).evaluations[0] is outcome.evaluations[0]


def test_rows_are_masked_once_more_where_white_space_hid_a_number() -> None:
    torn = f"热线{MOBILE[:7]}\n{MOBILE[7:]}"
    document = mask_document(Document(Source("0" * 64, "x", "", 0), (Paragraph(torn),), "test"))
    assert document.paragraphs[0].text == torn
    row = Goal(f"热线{MOBILE}", None, torn, Place("text", 0))
    outcome = Outcome(document.source, "ok", document=document, evaluations=(evaluation(goals=(row,)),))
    assert masked(outcome, read_masked=True).evaluations[0].goals[0].expected == f"热线{'＊' * 11}"
