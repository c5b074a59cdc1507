"""What a workbook or a page holds is counted in the file itself; what is left out has a name, what is lost is missed."""

import datetime as dt
import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from extract import pipeline
from parsers import parse, sheet, webpage_blocks
from schemas.document import Ledger, Source


def ledger_of(data: bytes) -> Ledger:
    ledger = parse(data, Source("0" * 64, "x", "", len(data))).ledger
    assert ledger is not None
    return ledger


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def form() -> Workbook:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "自评表"
    page.append(["项目名称", "河道清淤", None])
    page.append(["执行率", 0.956, dt.date(2024, 3, 5)])
    page.append(["完成", True, 1234.5])
    page["B2"].number_format = "0.00%"
    page["C3"].number_format = "#,##0.00"
    return book


def test_figures_count_as_they_are_shown() -> None:
    ledger = ledger_of(saved(form()))
    shown = len("自评表" + "项目名称河道清淤" + "执行率95.60%2024-03-05" + "完成TRUE1,234.50")
    assert (ledger.container_chars, ledger.kept_chars, ledger.ignored) == (shown, shown, {})


def test_what_a_spreadsheet_does_not_print_is_left_out_by_name() -> None:
    book = form()
    page = book["自评表"]
    page["A1"].comment = Comment("批注", "x")
    page.oddHeader.center.text = "页眉"
    page["B1"].value, page["C1"].value = "河道清淤", "盖住"
    page.merge_cells("B1:C1")
    book.create_sheet("Sheet2")
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "看不见"
    hidden.sheet_state = "hidden"
    covered = r'\1<c r="C1" t="inlineStr"><is><t>盖住</t></is></c>'.encode()
    data = rewritten(saved(book), rb'(<c r="B1".*?</c>)', covered)
    ledger = ledger_of(data)
    assert ledger.ignored == {
        "comments": 2, "headers": 4, "hidden-sheets": 3, "merged": 2, "sheet-names": len("Sheet2底稿"),
    }  # fmt: skip
    assert ledger.unaccounted_chars == 0


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with one piece of its first sheet's XML replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith("sheet1.xml"):
                part, count = re.subn(old, new, part)
                assert count == 1, part
            made.writestr(name, part)
    return out.getvalue()


def test_an_error_value_is_left_out_by_name() -> None:
    book = form()
    page = book["自评表"]
    page["B1"] = "=1/0"
    data = rewritten(
        saved(book), rb'<c r="B1"><f>1/0</f><v ?/?>(</v>)?</c>', b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    assert ledger_of(data).ignored == {"errors": 7}
    assert ledger_of(data).unaccounted_chars == 0


@pytest.mark.parametrize("kind", ["texts", "figures"])
def test_a_row_that_the_reader_loses_is_missed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sheet.CalamineSheet

    class Short:
        """A sheet whose last row the library does not give."""

        def __init__(self, inner: whole) -> None:
            self._inner = inner

        def __getattr__(self, name: str) -> object:
            return getattr(self._inner, name)

        def to_python(self, **options: bool) -> object:
            return self._inner.to_python(**options)[:-1]

    book = form()
    book["自评表"].append([kind, "丢了"] if kind == "texts" else [None, 4321])
    real = sheet.read_sheet
    monkeypatch.setattr(sheet, "read_sheet", lambda each, codes: real(Short(each), codes))
    ledger = ledger_of(saved(book))
    assert ledger.unaccounted_chars == (len("texts丢了") if kind == "texts" else 4)
    assert [issue.code for issue in pipeline.losses(ledger)] == ["loss.unaccounted"]


PAGE = """<html><head><title>某局网</title><style>p {{}}</style></head><body><nav>首页 公开</nav>
<div class="menu"><a>通知</a></div><div id="article"><h1>自评报告</h1><p>一、基本情况</p><p style="display: none">暗</p>
<select><option>选</option></select><p>本单位编制三十人，全年预算收入五百万元，支出五百万元，结余为零。</p>
<table><tr><td>项目</td><td>金额<table><tr><td>内表</td></tr></table></td></tr>{row}</table>
<table><tr><td><p>框内文字，也算正文。</p></td></tr></table></div><footer>版权所有</footer><script>x=1</script></body></html>"""


def test_every_text_of_a_page_is_content_or_has_a_name() -> None:
    ledger = ledger_of(PAGE.format(row="").encode())
    assert ledger.ignored == {
        "around": 2, "controls": 1, "head": len("某局网p{}"), "hidden": 1, "scripts": 3, "site": 8
    }  # fmt: skip
    assert (ledger.unaccounted_chars, ledger.tables_in, ledger.tables_out) == (0, 2, 2)


def test_text_of_a_page_that_nobody_reads_is_missed() -> None:
    ledger = ledger_of(
        PAGE.format(row="<tr>游离于单元格之外<td>甲</td><td>乙</td></tr><colgroup>也丢了</colgroup>").encode()
    )
    assert ledger.unaccounted_chars > 0
    assert [issue.code for issue in pipeline.losses(ledger)] == ["loss.unaccounted"]


def test_a_table_of_a_page_that_is_not_read_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webpage_blocks.BlockReader, "_read_table", lambda *_: None)
    ledger = ledger_of(PAGE.format(row="").encode())
    assert (ledger.tables_in, ledger.tables_out, ledger.unaccounted_chars) == (
        2,
        0,
        len("项目金额内表框内文字，也算正文。"),
    )
