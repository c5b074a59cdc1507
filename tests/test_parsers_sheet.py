"""Spreadsheets: numbers as their formats show them, merged ranges, title lines, and sheets made to be too large."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from parsers import parse
from parsers.sheet_numbers import shown
from schemas.document import Document, Paragraph, Source, Table
from schemas.errors import DocumentError

EXAMPLES = Path(__file__).parent / "examples" / "formats"
NUMBERS = [
    (95.60000000000001, None, "95.6"),
    (0.1 + 0.2, None, "0.3"),
    (12.0, None, "12"),
    (1e20, None, "100000000000000000000"),
    (1e-7, None, "0.0000001"),
    (-0.0, None, "0"),
    (0.956, "0.00%", "95.60%"),
    (0.1234, "0.0##%", "12.34%"),
    (0.125, "0%", "13%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (-1234.5, "#,##0.00_);[Red](#,##0.00)", "-1,234.50"),
    (-0.001, "0.00", "0.00"),
    (12, '0.0"万元"', "12.0万元"),
    (7, "[$¥-804]#,##0.00", "¥7.00"),
    (12.0, "_ * #,##0.00_ ;_ * -#,##0.00_ ", "12.00"),
    (0.5, "0.##", "0.5"),
    (3, "@", "3"),
    (43000, "yyyy-mm", "43000"),
    (12345.6, "0.00E+00", "12345.6"),
    (12345.6, "#,##0.0,", "12345.6"),
]


@pytest.mark.parametrize(("value", "code", "text"), NUMBERS)
def test_a_number_is_written_as_its_format_shows_it(value: float, code: str | None, text: str) -> None:
    assert shown(value, code) == text


def document_of(book: Workbook) -> Document:
    buffer = BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    return parse(data, Source("0" * 64, "x.xlsx", "", len(data)))


def rows_of(rows: list[list[object]]) -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return book


def outline(document: Document) -> list[str]:
    """Paragraphs by their text, tables by their size."""
    return [
        block.text if isinstance(block, Paragraph) else f"{block.n_rows}x{block.n_cols}" for block in document.blocks
    ]


def test_an_empty_row_inside_a_form_does_not_cut_it_but_a_title_below_one_does() -> None:
    rows: list[list[object]] = [["表一"], ["甲", "乙"], [], ["丙", "丁"], [], ["表二"], [], ["戊", "己"], ["总分", 1]]
    assert outline(document_of(rows_of(rows))) == ["表一", "3x2", "表二", "2x2"]


def test_a_sheet_without_table_is_its_lines() -> None:
    assert outline(document_of(rows_of([["说明"], [], ["第二行"]]))) == ["说明", "第二行"]


def test_merged_ranges_that_hold_repeated_text_show_it_once() -> None:
    book = rows_of([["项目", "金额", None], ["甲", 1, 2]])
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("B1:C1")
    (table,) = document_of(book).tables
    assert [(cell.text, cell.col_span) for cell in table.cells if cell.row == 0] == [("项目", 1), ("金额", 2)]
    assert isinstance(table, Table)


def test_cells_in_far_corners_are_refused_before_the_space_between_is_made() -> None:
    book = rows_of([["a"]])
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "b"
    with pytest.raises(DocumentError) as caught:
        document_of(book)
    assert caught.value.reason == "too-large"


def test_a_sheet_that_ends_before_it_begins_is_damage_and_not_the_end_of_memory() -> None:
    data = bytearray((EXAMPLES / "xls" / "small.xls").read_bytes())
    at = data.find(struct.pack("<2H", 0x0200, 14))
    struct.pack_into("<I", data, at + 4, 32)
    with pytest.raises(DocumentError) as caught:
        parse(bytes(data), Source("0" * 64, "x.xls", "", len(data)))
    assert caught.value.reason == "malformed"


def test_sectors_that_run_in_a_circle_are_damage_and_not_the_end_of_memory() -> None:
    data = bytearray((EXAMPLES / "xls" / "small.xls").read_bytes())
    (directory,), (table,) = struct.unpack_from("<I", data, 48), struct.unpack_from("<I", data, 76)
    struct.pack_into("<I", data, 512 * (table + 1) + 4 * directory, directory)
    with pytest.raises(DocumentError) as caught:
        parse(bytes(data), Source("0" * 64, "x.xls", "", len(data)))
    assert caught.value.reason == "malformed"
