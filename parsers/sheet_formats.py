"""What python-calamine does not tell of a workbook: the format of every cell, how far a sheet reaches, what it holds.

.xlsx: straight from the parts, behind the limits of `Package`. .xls: through xlrd, which reads formats only there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO

import xlrd
from lxml import etree

from parsers.ledger import ink
from parsers.package import Package
from parsers.sheet_ledger import HeldBook, HeldSheet, drawn_ink, header_ink, stored_ink, string_ink
from parsers.sheet_numbers import BUILT_IN
from schemas.errors import DocumentError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
SHARED_STRINGS = "xl/sharedStrings.xml"  # where readers look without a relation
MAX_PLACES = 2_000_000
MAX_SHEETS = 256


@dataclass(slots=True)
class Formats:
    """Sheet index -> (row, col) -> format code, for cells whose format is not the general one.

    `held` is what the workbook holds, for the ledger; None where it cannot be counted.
    """

    sheets: dict[int, dict[tuple[int, int], str]] = field(default_factory=dict)

    held: HeldBook | None = None

    def of(self, sheet: int) -> dict[tuple[int, int], str]:
        """The codes of one sheet."""
        return self.sheets.get(sheet, {})


def formats_of_xlsx(data: bytes) -> Formats:
    """The formats of an .xlsx whose sheets are all within reason.

    Raises DocumentError as `Package`, and too-large where a sheet would need millions of places.
    """
    package = Package(data)
    main = next((to for kind, to in package.relations("") if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package:
        raise DocumentError("no-document-part", "this zip package holds no workbook")
    workbook = package.xml(main)
    parts = dict(_relations(package, main))
    styles = next((part for part in parts.values() if part.endswith("styles.xml") and part in package), None)
    codes = _codes(package.xml(styles)) if styles else []
    formats = Formats(held=HeldBook())
    sheets = list(workbook.iter(f"{MAIN}sheet"))
    if len(sheets) > MAX_SHEETS:
        raise DocumentError("too-large", f"this workbook has {len(sheets)} sheets, more than {MAX_SHEETS}")
    assert formats.held
    shared = _shared_strings(package, parts.values())
    for index, sheet in enumerate(sheets):
        held = HeldSheet(sheet.get("state", "visible") == "visible")
        formats.held.sheets[sheet.get("name", "")] = held
        part = parts.get(sheet.get(RELATION, ""))
        if part and part in package:
            root = package.xml(part)
            formats.sheets[index] = _cells(root, codes)
            _hold(held, formats.held.ignored, root, shared)
            _hold_beside(formats.held.ignored, package, part)
    return formats


def _shared_strings(package: Package, parts: Iterable[str]) -> list[int]:
    """The characters of each shared string."""
    related = (part for part in parts if part.lower().endswith("sharedstrings.xml"))
    part = next((part for part in (*related, SHARED_STRINGS) if part in package), None)
    return [string_ink(each) for each in package.xml(part).iterchildren(f"{MAIN}si")] if part else []


def _hold(held: HeldSheet, ignored: Counter[str], root: etree._Element, shared: list[int]) -> None:
    """Counts a sheet's cells, header and footer."""
    for row, col, cell in _placed(root):
        chars, kind = stored_ink(cell, shared), cell.get("t", "n")
        if kind == "e":
            ignored["errors"] += chars
        elif chars:
            (held.texts if kind in ("s", "str", "inlineStr") else held.figures)[row, col] = chars
    for merge in root.iter(f"{MAIN}mergeCell"):
        corners = [REFERENCE.fullmatch(corner) for corner in merge.get("ref", "").split(":")]
        places = [(int(corner[2]) - 1, _column(corner[1])) for corner in corners if corner]
        if len(places) == len(corners) == 2:
            held.merges.append((*places[0], *places[1]))
    ignored["headers"] += header_ink(root)


def _hold_beside(ignored: Counter[str], package: Package, part: str) -> None:
    """Counts the comments and drawings of a sheet; a broken one holds nothing that could be shown."""
    for kind, target in package.relations(part):
        if kind in ("comments", "drawing") and target in package:
            with suppress(DocumentError):
                root = package.xml(target)
                ignored["comments" if kind == "comments" else "drawings"] += (
                    sum(string_ink(each) for each in root.iter(f"{MAIN}text"))
                    if kind == "comments"
                    else drawn_ink(root)
                )


def formats_of_xls(data: bytes) -> Formats:
    """The formats of an .xls; none where xlrd cannot read it. Raises DocumentError encrypted, too-large."""
    formats = Formats()
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO())
    except MemoryError:
        raise
    except Exception as error:  # on damaged files xlrd raises whatever it stumbles over
        if "encrypted" in str(error):
            raise DocumentError("encrypted", "this spreadsheet needs a password") from error
        return formats
    formats.held = HeldBook()
    for index, sheet in enumerate(book.sheets()):
        if sheet.nrows * sheet.ncols > MAX_PLACES:
            raise DocumentError(
                "too-large", f"a sheet of {sheet.nrows} rows by {sheet.ncols} columns is beyond any form"
            )
        formats.sheets[index] = _cells_of_xls(book, sheet)
        formats.held.sheets[sheet.name] = _held_of_xls(sheet, formats.held.ignored)
    return formats


def _held_of_xls(sheet: xlrd.sheet.Sheet, ignored: Counter[str]) -> HeldSheet:
    """An .xls sheet as stored; its comments and error values are counted by name."""
    held = HeldSheet(sheet.visibility == 0)
    for row in range(sheet.nrows):
        for col, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_TEXT and (chars := ink(cell.value)):
                held.texts[row, col] = chars
            elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN):
                held.figures[row, col] = ink(str(cell.value))
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                ignored["errors"] += ink(xlrd.error_text_from_code.get(cell.value, "#"))
    held.merges = [(r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in sheet.merged_cells]
    ignored["comments"] += sum(ink(note.text) for note in sheet.cell_note_map.values())
    return held


def _cells_of_xls(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> dict[tuple[int, int], str]:
    codes: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            if sheet.cell_type(row, col) != xlrd.XL_CELL_NUMBER:
                continue
            style = sheet.cell_xf_index(row, col)
            if style < len(book.xf_list):
                known = book.format_map.get(book.xf_list[style].format_key)
                if known is not None and known.format_str != "General":
                    codes[row, col] = known.format_str
    return codes


def _relations(package: Package, part: str) -> list[tuple[str, str]]:
    """(relation id, part) of a part's internal relations."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package:
        return []
    found = []
    for relation in package.xml(rels):
        target = (relation.get("Target") or "").replace("\\", "/")
        if relation.get("TargetMode") != "External":
            found.append((relation.get("Id") or "", target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}"))
    return found


def _codes(styles: etree._Element) -> list[str | None]:
    """The format code of every cell style, in order."""
    own = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")}
    cell_styles = styles.find(f"{MAIN}cellXfs")
    codes: list[str | None] = []
    for style in cell_styles if cell_styles is not None else ():
        identity = style.get("numFmtId", "0")
        built_in = BUILT_IN.get(int(identity)) if identity.isdecimal() else None
        codes.append(own.get(identity) or built_in)
    return codes


def _cells(sheet: etree._Element, codes: list[str | None]) -> dict[tuple[int, int], str]:
    """The codes of a sheet's cells; refuses a sheet whose corners lie too far apart."""
    found: dict[tuple[int, int], str] = {}
    rows: list[int] = []
    cols: list[int] = []
    for row, col, element in _placed(sheet):
        rows.append(row)
        cols.append(col)
        style = element.get("s", "0")
        code = codes[int(style)] if style.isdecimal() and int(style) < len(codes) else None
        if code:
            found[row, col] = code
    if rows and (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1) > MAX_PLACES:
        raise DocumentError(
            "too-large", f"a sheet of {max(rows) + 1} rows by {max(cols) + 1} columns is beyond any form"
        )
    return found


def _placed(sheet: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """(row, column, cell) of each cell of a sheet, from 0."""
    row, col = -1, -1
    for element in sheet.iter(f"{MAIN}row", f"{MAIN}c"):
        if element.tag == f"{MAIN}row":
            number = element.get("r", "")
            row, col = (int(number) - 1 if number.isdecimal() else row + 1), -1
            continue
        place = REFERENCE.fullmatch(element.get("r", ""))
        row, col = (int(place[2]) - 1, _column(place[1])) if place else (row, col + 1)
        yield row, col, element


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
