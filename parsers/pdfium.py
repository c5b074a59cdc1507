"""The fast reader of PDF pages: text by `pdfium_text`, rulings by `pdfium_paths`.

PDFium keeps one state per process and must not be used from two threads.
"""

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import pypdfium2
import pypdfium2.raw as raw

from parsers.page import RawPage
from parsers.pdfium_calls import at
from parsers.pdfium_frame import Frame
from parsers.pdfium_paths import Paths
from parsers.pdfium_text import text_of
from parsers.standin_font import stand_in
from schemas.errors import DocumentError


class FastFile:
    """An open PDF. Raises DocumentError encrypted or malformed."""

    def __init__(self, data: bytes) -> None:
        self._fonts = ExitStack()
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise DocumentError("encrypted", "this PDF needs a password") from error
            raise DocumentError("malformed", f"this PDF cannot be read: {error}") from error

    def __enter__(self) -> Self:
        self._fonts.enter_context(stand_in())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._fonts.close()
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def read(self, number: int, max_glyphs: int, max_edges: int) -> RawPage | None:
        """The page of a number (1-based), None where it cannot be read. Raises DocumentError too-large."""
        page = raw.FPDF_LoadPage(self._pdf.raw, number - 1)
        if not page:
            return None
        try:
            return _read(page, number, max_glyphs, max_edges)
        except pypdfium2.PdfiumError:
            return None
        finally:
            raw.FPDF_ClosePage(page)


def _read(page: Any, number: int, max_glyphs: int, max_edges: int) -> RawPage:
    frame = Frame(page)
    textpage = raw.FPDFText_LoadPage(page)
    if not textpage:
        raise pypdfium2.PdfiumError("the text of a page cannot be read")
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > 2 * max_glyphs:
            raise DocumentError("too-large", f"page {number} of this PDF holds {count} characters, too many to read")
        text = text_of(at(textpage), count, frame)
    finally:
        raw.FPDFText_ClosePage(textpage)
    paths = Paths(frame.matrix, max_edges)
    edges = paths.edges(at(page))
    share = paths.image_pt2 / max(1.0, frame.width * frame.height)
    return RawPage(
        number,
        frame.width,
        frame.height,
        text.glyphs,
        edges,
        text.unreadable,
        text.misplaced,
        share,
        paths.blank_areas,
        text.left_out,
    )
