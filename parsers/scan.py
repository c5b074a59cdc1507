"""Pages that are images: which ones, and what OCR reads on them. Works without the extra `ocr`, and then says so."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from parsers.layout import PageText
from parsers.page_tables import BoxCell, TablePart
from schemas.document import BBox, Issue
from schemas.errors import DocumentError
from schemas.extras import has_ocr

ScannedPage: TypeAlias = tuple[PageText, list[TablePart]]

REMEDY = 'pip install "jixiao[ocr]"'
FEW_GLYPHS = 30
IMAGE_SHARE = 0.5
SAME_WIDTH = 0.02
MAX_SHIFT = 0.05
OPENING_SHARE = 0.25
MAX_SCANNED_PAGES = 60
NO_ROOM = ("cannot allocate memory", "failed to map segment", "cannot create executable")


_told: list[Callable[[], None]] = []


def before_ocr(call: Callable[[], None]) -> None:
    """Has a function called whenever a document turns out to need OCR, before any of it is loaded.

    It may raise DocumentError, which ends the document.
    """
    _told[:] = [call]


@contextmanager
def _ocr() -> Iterator[None]:
    """Around everything that loads or runs OCR. A library that finds no room for its code is a MemoryError."""
    for call in _told:
        call()
    try:
        yield
    except ImportError as error:
        if any(said in str(error).lower() for said in NO_ROOM):
            raise MemoryError from error
        raise


def is_image_of_text(glyphs: int, image_share: float) -> bool:
    """Whether a page holds hardly a character and images over half of it."""
    return glyphs < FEW_GLYPHS and image_share >= IMAGE_SHARE


def with_scans(
    data: bytes, pages: Sequence[ScannedPage], numbers: Sequence[int], issues: list[Issue]
) -> list[ScannedPage]:
    """The pages of a PDF, those numbered read by OCR, each with a notice. Without the extra they stay as they are,
    each with an error.

    Raises DocumentError needs-ocr where the extra is missing and no other page has content.
    """
    done = list(pages)
    if not numbers:
        return done
    if not has_ocr():
        if not any(text.lines or parts for text, parts in done):
            raise DocumentError("needs-ocr", f"this PDF holds only page images: {REMEDY}")
        issues += [Issue("needs-ocr", "error", f"page {number} is an image: {REMEDY}") for number in numbers]
        return done
    with _ocr():
        _read_pages(data, done, numbers, issues)
    return done


def _read_pages(data: bytes, done: list[ScannedPage], numbers: Sequence[int], issues: list[Issue]) -> None:
    """Puts the numbered pages, as OCR reads them, into their places, the first MAX_SCANNED_PAGES of them.

    What is behind these stays as it was, each page with an error: better a part of a long scan than its time limit.
    """
    from parsers.page_image import rendered
    from parsers.scan_page import read_image

    last: ScannedPage | None = None
    issues += [
        Issue(
            "ocr.too-long",
            "error",
            f"page {number} was not read: more than {MAX_SCANNED_PAGES} pages to be read by OCR",
        )
        for number in numbers[MAX_SCANNED_PAGES:]
    ]
    for number, drawn in rendered(data, numbers[:MAX_SCANNED_PAGES]):
        if drawn is None:
            issues.append(Issue("ocr.failed", "error", f"the image of page {number} cannot be drawn"))
            continue
        reading = read_image(drawn[0], number, drawn[1])
        parts = reading.parts
        if last is not None and last[0].number == number - 1:
            parts = _aligned(last, parts)
        last = (reading.text, parts)
        done[number - 1] = last
        issues += [*_notes(number, reading.unread), *reading.notices]


def read_picture(data: bytes, issues: list[Issue]) -> ScannedPage:
    """The one page of an image file. Raises DocumentError: needs-ocr without the extra, malformed, too-large."""
    if not has_ocr():
        raise DocumentError("needs-ocr", f"this is an image: {REMEDY}")
    with _ocr():
        from parsers.page_image import decoded
        from parsers.scan_page import read_image

        image, scale = decoded(data)
        reading = read_image(image, 1, scale)
    issues += [*_notes(1, reading.unread), *reading.notices]
    return reading.text, reading.parts


def _notes(number: int, unread: int) -> list[Issue]:
    notes = [Issue("ocr.page", "notice", f"page {number} was read by OCR")]
    if unread:
        notes.append(Issue("ocr.unread", "warning", f"{unread} spots of print on page {number} gave no text"))
    return notes


def _aligned(last: ScannedPage, parts: Sequence[TablePart]) -> list[TablePart]:
    """The parts with the page's first table moved sideways under the last one of the page before.

    No two sheets lie alike in a scanner; tables of one width (2 %) not far apart (5 % of the page) are taken for one.
    """
    if not last[1] or not parts:
        return list(parts)
    upper = max(last[1], key=lambda part: part.box.bottom).box
    first = min(range(len(parts)), key=lambda i: parts[i].box.top)
    lower = parts[first].box
    near = abs(upper.x0 - lower.x0) <= MAX_SHIFT * last[0].width
    alike = abs((upper.x1 - upper.x0) - (lower.x1 - lower.x0)) <= SAME_WIDTH * (upper.x1 - upper.x0)
    if not near or not alike or lower.top > OPENING_SHARE * last[0].height:
        return list(parts)
    factor = (upper.x1 - upper.x0) / (lower.x1 - lower.x0)
    moved = list(parts)
    cells = tuple(_moved(cell, lower.x0, upper.x0, factor) for cell in parts[first].cells)
    moved[first] = replace(parts[first], cells=cells)
    return moved


def _moved(cell: BoxCell, origin: float, target: float, factor: float) -> BoxCell:
    def move(box: BBox) -> BBox:
        x0, x1 = (target + (x - origin) * factor for x in (box.x0, box.x1))
        return BBox(x0, box.top, x1, box.bottom)

    return BoxCell(move(cell.box), tuple(line._replace(box=move(line.box)) for line in cell.lines))
