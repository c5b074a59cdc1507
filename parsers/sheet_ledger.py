"""What a workbook holds, counted in its own parts and not through the library that reads it for us.

A figure is printed otherwise than it is stored, so it counts with the characters the reader shows for its place; one
that the reader has not got counts as it is stored. Texts under a merged range, hidden sheets, comments, headers and
drawings are left out by name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from parsers.ledger import close_ledger, ink
from schemas.document import Ledger, Paragraph, Table

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
CARRIAGE_RETURN = "_x000D_"

Where = tuple[int, int]
Range = tuple[int, int, int, int]


@dataclass(slots=True)
class HeldSheet:
    """A sheet as stored: characters of its texts and figures by (row, column), and merged ranges (inclusive)."""

    is_shown: bool
    texts: dict[Where, int] = field(default_factory=dict)
    figures: dict[Where, int] = field(default_factory=dict)
    merges: list[Range] = field(default_factory=list)


@dataclass(slots=True)
class ReadSheet:
    """What the reader made of a sheet: characters of the figures it shows by (row, column), and whether it gives its name."""

    figures: dict[Where, int] = field(default_factory=dict)
    is_named: bool = False


@dataclass(slots=True)
class HeldBook:
    """A workbook as stored: its sheets by name, and the characters of what belongs to no cell, by what it is."""

    sheets: dict[str, HeldSheet] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)


def ledger_of(book: HeldBook, read: dict[str, ReadSheet], blocks: Sequence[Paragraph | Table]) -> Ledger:
    """The ledger of a workbook. `read` is what was made of each visible sheet, by name."""
    container, ignored = book.ignored.total(), Counter(book.ignored)
    for name, held in book.sheets.items():
        made, covered = read.get(name, ReadSheet()), _covered(held)
        container += ink(name)
        if not made.is_named:
            ignored["sheet-names"] += ink(name)
        for place, stored in (*held.texts.items(), *held.figures.items()):
            chars = made.figures.get(place, stored) if place in held.figures else stored
            container += chars
            if not held.is_shown:
                ignored["hidden-sheets"] += chars
            elif place in covered:
                ignored["merged"] += chars
    return close_ledger(container, blocks, ignored)


def _covered(sheet: HeldSheet) -> set[Where]:
    """The places under a merged range whose first cell is another, as far as the sheet has cells."""
    places = {*sheet.texts, *sheet.figures}
    last_row, last_col = max((r for r, _ in places), default=-1), max((c for _, c in places), default=-1)
    covered: set[Where] = set()
    for r0, c0, r1, c1 in sheet.merges:
        covered.update((r, c) for r in range(r0, min(r1, last_row) + 1) for c in range(c0, min(c1, last_col) + 1))
        covered.discard((r0, c0))
    return covered


def string_ink(element: etree._Element) -> int:
    """The characters of a rich or plain string element, without the reading aids printed above it."""
    total = 0
    for text in element.iter(f"{MAIN}t"):
        above = text.getparent()
        if text.text and (above is None or above.tag != f"{MAIN}rPh"):
            total += ink(text.text.replace(CARRIAGE_RETURN, ""))
    return total


def stored_ink(cell: etree._Element, shared: Sequence[int]) -> int:
    """The characters of an .xlsx cell as stored; `shared` are those of the shared strings."""
    if cell.get("t") == "inlineStr":
        return string_ink(cell)
    value = (cell.findtext(f"{MAIN}v") or "").strip()
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else 0
    return ink(value.replace(CARRIAGE_RETURN, ""))


def header_ink(sheet: etree._Element) -> int:
    """The characters of a sheet's header and footer, with their codes."""
    return sum(ink("".join(each.itertext())) for each in sheet.iter(f"{MAIN}headerFooter"))


def drawn_ink(drawing: etree._Element) -> int:
    """The characters of text boxes and shapes."""
    return sum(ink(each.text) for each in drawing.iter(DRAWN_TEXT) if each.text)
