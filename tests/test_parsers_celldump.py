"""Text dumps: encodings, and which empty lines end a row."""

import pytest

from parsers import parse, sniff
from parsers.celldump_rows import join_segments
from schemas.document import Document, Source
from schemas.errors import DocumentError


def read(text: str | bytes) -> Document:
    """The parsed dump."""
    data = text.encode() if isinstance(text, str) else text
    return parse(data, Source("0" * 64, "small.txt", sniff(data, "small.txt"), len(data)))


def shape(document: Document) -> list[str | list[list[str]]]:
    """Paragraph texts, and tables as rows of texts."""
    tables = iter([[[slot.text for slot in table.row(r)] for r in range(table.n_rows)] for table in document.tables])
    return [block.text if hasattr(block, "text") else next(tables) for block in document.blocks]


CASES = {
    "plain text is paragraphs": ("一\n\n二\n　\n", ["一", "二"]),
    "a tab opens a cell and an empty line ends a row": (
        "标题\n\ta\n\tb\n\n\tc\n\td\n\n\nafter\n",
        ["标题", [["a", "b"], ["c", "d"]], "after"],
    ),
    "a cell goes on over lines": ("\ta\nb\n\tc\n\n", [[["a\nb", "c"]]]),
    "a second tab belongs to the text": ("\t\t5.27\n\tb\n\n", [[["\t5.27", "b"]]]),
    "bookmarks are not text": ("[bookmark: _Hlk1]一\n\t[bookmark: _GoBack]a\n\n", ["一", [["a"]]]),
    "a blank before the first tab": (" \ta\n\n\tb\n\n", [[["a"], ["b"]]]),
    "one empty line inside a cell": (
        "\t1\n\t2\n\t3\n\n\ta\n\n(b)\n\tc\n\td\n\n\nafter\n",
        [[["1", "2", "3"], ["a\n\n(b)", "c", "d"]], "after"],
    ),
    "a cell that ends in a colon waits for its content": (
        "\t1\n\t2\n\n\t意见：\n\n\n\n签字：\n\n年月日\n\n\tx\n\n\nafter\n",
        [[["1", "2"], ["意见：\n\n\n\n签字：\n\n年月日"], ["x"]], "after"],
    ),
    "two empty lines and text close the table": ("\ta\n\tb\n\n\nafter\n\tc\n\n", [[["a", "b"]], "after", [["c"]]]),
    "the last table may lack its end": ("\ta\n\tb", [[["a", "b"]]]),
    "text after one empty line at the very end is no cell": (
        "\ta\n\tb\n\nafter\nmore",
        [[["a", "b"]], "after", "more"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_dump_is_read_back_to_paragraphs_and_rows(name: str) -> None:
    dump, expected = CASES[name]
    assert shape(read(dump)) == expected


def rows_of(*widths: int, empty: tuple[int, ...] = ()) -> list[list[str]]:
    """Segments of these widths; those listed begin with an empty cell."""
    return [["" if i in empty and c == 0 else "x" for c in range(width)] for i, width in enumerate(widths)]


JOINS = {
    "equal rows stay": (rows_of(4, 4, 4), [4, 4, 4]),
    "two pieces of the neighbours' width are one row": (rows_of(9, 7, 2, 9), [9, 9, 9]),
    "three pieces too": (rows_of(9, 7, 1, 1, 9), [9, 9, 9]),
    "a title row and a wider header stay two rows": (rows_of(3, 1, 9, 9), [3, 1, 9, 9]),
    "rows that only sum up to the next one stay": (rows_of(4, 5, 9, 9), [4, 5, 9, 9]),
    "pieces above a merged cell that runs on are one row": (rows_of(3, 1, 8, 9, empty=(3,)), [3, 9, 9]),
    "sections of other widths stay": (rows_of(1, 4, 4, 2, 2, 1, 3, 7, 7), [1, 4, 4, 2, 2, 1, 3, 7, 7]),
    "the rows under a mended last row stay": (rows_of(5, 4, 1, 2, 1, 2, empty=(1,)), [5, 5, 2, 1, 2]),
    "a head row above the first of two header rows stays": (rows_of(4, 6, 10, 9, 9, empty=(2,)), [4, 6, 10, 9, 9]),
    "a header split below stays": (rows_of(3, 7, 7, empty=(1,)), [3, 7, 7]),
}


@pytest.mark.parametrize("name", JOINS)
def test_empty_lines_inside_a_row_are_told_by_the_widths_around(name: str) -> None:
    segments, expected = JOINS[name]
    assert [len(row) for row in join_segments(segments)] == expected


def test_the_title_of_the_next_table_is_no_content_of_a_cell_that_waits_for_some() -> None:
    dump = "项目自评表\n\t合计\n\t100\n\n\t项目负责人：\n\t财务负责人：\n\n\n\n项目支出绩效自评表\n（2022年度）\n\t项目名称\n\t渠道维修\n\n\n"
    document = parse(dump.encode(), Source("0" * 64, "two.txt", "text/plain", len(dump.encode())))
    assert [table.n_rows for table in document.tables] == [2, 1]
    assert [paragraph.text for paragraph in document.paragraphs] == ["项目自评表", "项目支出绩效自评表", "（2022年度）"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert shape(read("单位：万元\r\n\t部门\r\n\r\n".encode(encoding))) == ["单位：万元", [["部门"]]]


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03" * 40, b"ab\x00" * 50, b"\xff\xff\xff\xff\x81", "\ufffd".encode() * 9]
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.reason == "not-text"
