"""The careful reader of PDF pages, in pure Python. The only module that knows pdfplumber and pdfminer."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page

from parsers.glyphs import readable
from parsers.layout import Glyph
from parsers.page import MAX_AREAS, THICK_PT, Edge, RawPage, edge_between, quarter, within
from schemas.document import BBox
from schemas.errors import DocumentError

WHITE = 0.98


class CarefulFile:
    """A PDF read page after page, opened when the first one is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: Iterator[Page] | None = None
        self._last = 0

    def read(self, number: int, max_glyphs: int, max_edges: int) -> RawPage | None:
        """The page of a number (1-based, ascending from call to call), None after the last.

        Raises DocumentError: encrypted, malformed, too-large.
        """
        try:
            if self._pages is None:
                self._pages = self._opened()
            for page in self._pages:
                self._last += 1
                if self._last == number:
                    return _read(page, number, max_glyphs, max_edges)
        except (DocumentError, MemoryError):
            raise
        except Exception as error:  # pdfminer raises nearly any type for damaged files
            if _is_for_want_of_memory(error):
                raise MemoryError from error
            raise _refusal(error) from error
        return None

    def _opened(self) -> Iterator[Page]:
        with pdfplumber.open(BytesIO(self._data)) as pdf:
            for number, page in enumerate(PDFPage.create_pages(pdf.doc), 1):
                yield Page(pdf, page, page_number=number, initial_doctop=0)


def _is_for_want_of_memory(error: BaseException | None) -> bool:
    """Whether a lack of memory stands behind an error, which the library wraps into errors of its own."""
    while error is not None:
        if isinstance(error, MemoryError) or "Unable to allocate" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refusal(error: Exception) -> DocumentError:
    causes = (error, *error.args)
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return DocumentError("encrypted", "this PDF needs a password")
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return DocumentError("encrypted", "this PDF is encrypted in a way that cannot be read")
    return DocumentError("malformed", f"this PDF cannot be read: {type(error).__name__}: {str(error)[:100]}")


def _read(page: Page, number: int, max_glyphs: int, max_edges: int) -> RawPage:
    chars = page.chars
    if len(chars) > max_glyphs:
        raise DocumentError("too-large", f"page {number} of this PDF holds {len(chars)} characters, too many to read")
    width, height = float(page.width), float(page.height)
    glyphs, unreadable, misplaced, slanted = [], 0, 0, 0
    for char in chars:
        turn = quarter(*map(float, char["matrix"][:2]))
        if turn is None:
            slanted += 1
            continue
        x0, top, x1, bottom = (float(char[key]) for key in ("x0", "top", "x1", "bottom"))
        if not (x1 > 0 and bottom > 0 and x0 < width and top < height):
            misplaced += not char["text"].isspace()
            continue
        text, lacking = _text(char["text"])
        unreadable += lacking
        glyphs.append(Glyph(text, x0, top, x1, bottom, turn))
    blank = _blank_areas(page)
    areas = set(blank)
    edges = [edge for edge in page.edges if not (edge.get("fill") and _box(edge) in areas)]
    found = [edge for edge in map(_edge, edges) if edge is not None] if len(edges) <= max_edges else None
    share = sum(float(each["width"]) * float(each["height"]) for each in page.images) / max(1.0, width * height)
    page.close()
    left_out = {"slanted": slanted} if slanted else {}
    return RawPage(number, width, height, glyphs, found, unreadable, misplaced, share, blank, left_out)


def _blank_areas(page: Page) -> list[BBox]:
    """White areas without an outline, wider than a rule, painted on no coloured area."""
    coloured: list[BBox] = []
    blank = []
    for shape in page.rects:
        box = _box(shape)
        if not shape["fill"] or shape["stroke"] or min(box.x1 - box.x0, box.bottom - box.top) <= THICK_PT:
            continue
        if not _is_white(shape["non_stroking_color"]):
            coloured.append(box)
        elif not any(within(box, other) for other in coloured[-MAX_AREAS:]):
            blank.append(box)
    return blank


def _box(shape: dict[str, Any]) -> BBox:
    """The box of a shape, also of the shape that an edge is a side of."""
    xs, ys = zip(*shape["pts"], strict=True)
    return BBox(min(xs), min(ys), max(xs), max(ys))


def _is_white(color: Any) -> bool:
    parts = color if isinstance(color, tuple | list) else (color,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part <= 1 - WHITE for part in parts) if len(parts) == 4 else all(part >= WHITE for part in parts)


def _text(text: str) -> tuple[str, bool]:
    """(what a character's text means, whether part of it says nothing)."""
    if text.startswith("(cid:"):
        return text, True
    words = [readable(ord(char)) for char in text]
    return "".join(word or char for word, char in zip(words, text, strict=True)), None in words


def _edge(edge: dict[str, Any]) -> Edge | None:
    return edge_between(*(float(edge[key]) for key in ("x0", "top", "x1", "bottom")))
