"""Web pages: which encoding, which part of the page, what is shown, and the grid of its tables."""

import pytest

from parsers import parse
from schemas.document import Document, Source

BODY = "<p>本单位编制三十人，年末实有二十八人，本年预算安排一百二十万元。</p><p>第二段。</p><p>第三段。</p>"


def page(html: str | bytes) -> Document:
    data = html.encode() if isinstance(html, str) else html
    return parse(data, Source("0" * 64, "x.html", "", len(data)))


def texts(html: str | bytes) -> list[str]:
    return [paragraph.text for paragraph in page(html).paragraphs]


def table(html: str) -> list[tuple[int, int, int, int, str]]:
    (found,) = page(f"<html><body><table>{html}</table></body></html>").tables
    return [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in found.cells]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("utf-8", "gb18030"),
        ("x-odd", "utf-8"),
    ],
)
def test_the_encoding_is_what_fits(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert texts(f"<html><head>{meta}</head><body><p>绩效自评</p></body></html>".encode(encoding)) == ["绩效自评"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_of_order_decides(encoding: str) -> None:
    assert texts('<html><meta charset="gbk"><p>绩效自评</p></html>'.encode(encoding)) == ["绩效自评"]


def test_menus_scripts_and_hidden_elements_are_left_out() -> None:
    menu = "".join(f"<li><a href='/{i}'>栏目</a></li>" for i in range(50))
    html = (
        f"<!DOCTYPE html><html><head><title>某站</title><style>p{{}}</style></head><body><div><ul>{menu}</ul></div>"
        f"<nav>导航</nav><div id=a><h1>自评报告</h1><div id=b>{BODY}<p hidden>甲</p><p style='DISPLAY : none'>乙</p>"
        "<script>丙</script><noscript>丁</noscript></div></div><footer>版权</footer></body></html>"
    )
    assert texts(html)[0] == "自评报告"
    assert texts(html)[2:] == ["第二段。", "第三段。"]


def test_tables_for_looks_are_seen_through() -> None:
    links = "".join(f"<a href='/{i}'>链接</a><br>" for i in range(30))
    html = f"<html><body><table><tr><td>{links}</td><td><table><tr><td>{BODY}</td></tr></table></td></tr></table></body></html>"
    assert page(html).tables == ()
    assert len(texts(html)) == 3


def test_what_word_saved_is_read_whole() -> None:
    html = f'<html><head><meta name=Generator content="Microsoft Word 15"></head><body><div><p>封面</p></div><div>{BODY}</div></body></html>'
    assert texts(html)[0] == "封面"


def test_white_space_collapses_and_wrapped_chinese_joins() -> None:
    assert texts("<html><p>部门\n  整体 支出\r\nabc\n def<br>第二&#12289;行&nbsp;x</p></html>") == [
        "部门整体 支出 abc def",
        "第二、行\xa0x",
    ]


def test_spans_make_the_full_grid() -> None:
    assert table(
        "<tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>丙<td>丁</tr><tr style='display:none'><td>x<td>y<td>z</tr>"
        "<tr><td colspan=3><p>戊</p><p>己</p></tr>"
    ) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁"), (2, 0, 1, 3, "戊\n己")]


def test_spans_beyond_the_table_and_onto_each_other_are_cut() -> None:
    assert table("<tr><td>a<td rowspan=0>b<tr><td colspan=5 rowspan=99>c") == [
        (0, 0, 1, 1, "a"),
        (0, 1, 2, 1, "b"),
        (1, 0, 1, 1, "c"),
    ]


def test_entities_that_multiply_stay_as_they_are() -> None:
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    html = f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]><html><body><p>a &l9; b</p></body></html>'
    assert sum(map(len, texts(html))) < 2000
