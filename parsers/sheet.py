"""Spreadsheets (.xlsx, .xls, .et): each visible sheet as its name, its title lines and one or more tables.

Values come from python-calamine, formats from `sheet_formats`: a number is written as its format shows it (a share
stored as 0.956 and shown as 95.6% is `95.6%`), without a known format with all its digits. Dates are ISO. Formulas
give the value last saved, errors nothing. Hidden sheets are left out, since no reader sees them; hidden rows and columns are kept.
"""

import datetime as dt
import struct
from collections.abc import Sequence
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from parsers.compound import streams
from parsers.ledger import ink
from parsers.sheet_formats import MAX_PLACES, Formats, formats_of_xls, formats_of_xlsx
from parsers.sheet_ledger import ReadSheet, ledger_of
from parsers.sheet_numbers import shown
from schemas.document import Cell, Document, Paragraph, Source, Table
from schemas.errors import DocumentError

PARSER = "sheet/1"
DIMENSIONS, DIMENSIONS_SHAPES = 0x0200, {14: "<2I2H", 10: "<4H"}
DEFAULT_NAMES = ("sheet", "工作表", "表")

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Texts = list[list[str]]


def parse_xlsx(data: bytes, source: Source) -> Document:
    """The Document of an Open XML workbook. Raises DocumentError: truncated, malformed, too-large, no-document-part."""
    return _parse(data, source, formats_of_xlsx(data))


def parse_xls(data: bytes, source: Source) -> Document:
    """The Document of a binary workbook (.xls, .et). Raises DocumentError: encrypted, malformed, too-large."""
    formats = formats_of_xls(data)
    held = streams(data, "Workbook", "Book")
    if held is None:  # calamine would follow a circle of sectors until memory ends
        raise DocumentError("malformed", "this spreadsheet is damaged: its sectors cannot be followed")
    if not all(map(_has_sound_sizes, held.values())):  # and make room for as many rows as a sheet claims
        raise DocumentError("malformed", "this spreadsheet is damaged: a sheet ends before it begins")
    return _parse(data, source, formats)


def _has_sound_sizes(stream: bytes) -> bool:
    """Whether no sheet's last row or column lies before its first ([MS-XLS] 2.4.90)."""
    at = 0
    while at + 4 <= len(stream):
        record, size = struct.unpack_from("<2H", stream, at)
        shape = DIMENSIONS_SHAPES.get(size) if record == DIMENSIONS else None
        if shape is not None and at + 4 + size <= len(stream):
            top, bottom, left, right = struct.unpack_from(shape, stream, at + 4)
            if bottom < top or right < left:
                return False
        at += 4 + size
    return True


def _parse(data: bytes, source: Source, formats: Formats) -> Document:
    blocks: list[Paragraph | Table] = []
    read: dict[str, ReadSheet] = {}
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            for index, sheet in enumerate(book.sheets_metadata):
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                    made, read[sheet.name] = read_sheet(book.get_sheet_by_index(index), formats.of(index))
                    blocks += made
    except PasswordError as error:
        raise DocumentError("encrypted", "this spreadsheet needs a password") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise DocumentError("malformed", f"this spreadsheet cannot be read: {_one_line(error)}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a fault inside calamine; no Exception, and not importable
            raise
        raise DocumentError("malformed", "this spreadsheet is damaged beyond reading") from error
    ledger = ledger_of(formats.held, read, blocks) if formats.held else None
    return Document(source, tuple(blocks), PARSER, ledger=ledger)


def read_sheet(sheet: CalamineSheet, codes: dict[tuple[int, int], str]) -> tuple[list[Paragraph | Table], ReadSheet]:
    """A sheet's name where it says more than its title, then its blocks; an empty sheet gives nothing."""
    if sheet.start is None:
        return [], ReadSheet()
    if sheet.height * sheet.width > MAX_PLACES:
        raise DocumentError("too-large", f"a sheet of {sheet.height} rows by {sheet.width} columns is beyond any form")
    top, left = sheet.start
    values = sheet.to_python(skip_empty_area=True)
    texts = [
        [_text(value, codes.get((top + r, left + c))) for c, value in enumerate(row)] for r, row in enumerate(values)
    ]
    figures = {
        (top + r, left + c): ink(texts[r][c])
        for r, row in enumerate(values)
        for c, value in enumerate(row)
        if not isinstance(value, str)
    }
    merges = [
        (first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sheet.merged_cell_ranges or ()
    ]
    blocks = _blocks(texts, merges)
    name = sheet.name.strip()
    if blocks and not _is_default(name) and not (isinstance(blocks[0], Paragraph) and blocks[0].text.strip() == name):
        blocks.insert(0, Paragraph(name))
        return blocks, ReadSheet(figures, is_named=True)
    return blocks, ReadSheet(figures)


def _blocks(texts: Texts, merges: Sequence[tuple[int, int, int, int]]) -> list[Paragraph | Table]:
    """Title lines and tables of a sheet, given its texts and merged ranges (first row, first col, last row, last col)."""
    if not texts:
        return []
    cells = _cells(texts, merges)
    n_rows, n_cols = len(texts), max(map(len, texts))
    filled, joined = [0] * n_rows, [False] * n_rows
    for cell in cells:
        filled[cell.row] += bool(cell.text.strip())
        for row in range(cell.row + 1, cell.row + cell.row_span):
            joined[row] = True
    by_row: list[list[Cell]] = [[] for _ in range(n_rows)]
    for cell in cells:
        by_row[cell.row].append(cell)
    blocks: list[Paragraph | Table] = []
    for first, last in _parts(filled, joined):
        row = first
        while row < last and filled[row] < 2 and not (row + 1 < last and joined[row + 1]):
            blocks += [Paragraph(cell.text) for cell in by_row[row] if cell.text.strip()]
            row += 1
        if row < last:
            blocks.append(_table([cell for each in by_row[row:last] for cell in each], row, last, n_cols))
    return blocks


def _parts(filled: Sequence[int], joined: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open ranges of rows that belong together: a new one begins with a title line that follows an empty row."""
    starts = [0]
    blank = [not count and not join for count, join in zip(filled, joined, strict=True)]
    for row in range(1, len(filled)):
        if blank[row - 1] and filled[row] == 1 and _heads_a_table(filled, joined, row):
            starts.append(row)
    parts = []
    for start, end in zip(starts, [*starts[1:], len(filled)], strict=True):
        while end > start and blank[end - 1]:
            end -= 1
        parts.append((start, end))
    return parts


def _heads_a_table(filled: Sequence[int], joined: Sequence[bool], row: int) -> bool:
    """Whether a line of one cell stands over a row of several, with nothing but such lines and gaps between."""
    if row + 1 < len(joined) and joined[row + 1]:
        return False
    following = next((count for count in filled[row + 1 :] if count != 1 and count), 0)
    return following > 1


def _cells(texts: Texts, merges: Sequence[tuple[int, int, int, int]]) -> list[Cell]:
    """Every place of the grid covered once: merged ranges clipped to the sheet, those that overlap an earlier one left out."""
    n_rows, n_cols = len(texts), max(map(len, texts))
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges:
        top, left, bottom, right = max(top, 0), max(left, 0), min(bottom, n_rows - 1), min(right, n_cols - 1)
        places = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        if len(places) > 1 and covered.isdisjoint(places):
            covered.update(places)
            spans[top, left] = bottom - top + 1, right - left + 1
    cells = []
    for r, row in enumerate(texts):
        for c in range(n_cols):
            if (r, c) in spans or (r, c) not in covered:
                cells.append(Cell(row[c] if c < len(row) else "", r, c, *spans.get((r, c), (1, 1))))
    return cells


def _table(cells: Sequence[Cell], first: int, last: int, n_cols: int) -> Table:
    """The cells as a table of its own, rows counted from its first, without the empty columns at its sides."""
    edges = [(cell.col, cell.col + cell.col_span) for cell in cells if cell.text.strip()]
    left, right = min((edge[0] for edge in edges), default=0), max((edge[1] for edge in edges), default=n_cols)
    placed = []
    for cell in cells:
        start, end = max(cell.col, left), min(cell.col + cell.col_span, right)
        if start < end:
            rows = min(cell.row + cell.row_span, last) - cell.row
            placed.append(Cell(cell.text, cell.row - first, start - left, rows, end - start))
    return Table(tuple(placed), last - first, right - left)


def _text(value: Value, code: str | None) -> str:
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown(value, code)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return str(value) if isinstance(value, dt.timedelta) else value.isoformat()


def _is_default(name: str) -> bool:
    folded = name.strip().lower()
    return any(folded.removeprefix(each).strip("() 0123456789") == "" for each in DEFAULT_NAMES)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
