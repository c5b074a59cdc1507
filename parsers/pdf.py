"""PDF files with a text layer: tables from ruled lines, running text from what stands outside them.

Every page is read by PDFium; pages that this leaves in doubt are read by pdfplumber as well, and the better reading
stays. Scans have no text layer and give no content.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from parsers import scan
from parsers.doubts import doubt
from parsers.layout import PageText
from parsers.page import RawPage
from parsers.page_tables import TablePart
from parsers.pages import MAX_EDGES, MAX_GLYPHS, MAX_PAGES, PageTaker
from parsers.pdfium import FastFile
from schemas.document import Document, Issue, Source
from schemas.errors import DocumentError

if TYPE_CHECKING:
    from parsers.plumber import CarefulFile

PARSER = "pdf/3"
MAX_REREAD_PAGES = 200
MAX_BYTES = 200 * 1024 * 1024


def parse_pdf(data: bytes, source: Source) -> Document:
    """The Document of a PDF: paragraphs and tables with pages (1-based) and boxes (points, from the top left).

    Its parser names the libraries that read its pages. Raises DocumentError: encrypted (needs a password), too-large,
    malformed.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", f"a PDF of {len(data)} bytes is more than {MAX_BYTES >> 20} MB")
    reader = PageReader(data)
    pages = reader.pages()
    if not pages:
        raise DocumentError("malformed", "this PDF has no page that can be read")
    pages = scan.with_scans(data, pages, reader.without_text, reader.issues)
    return reader.document(source, pages, "+".join((PARSER, *sorted(reader.used))))


class PageReader(PageTaker):
    """Reads page after page, by PDFium and, in doubt, by pdfplumber; `used` names those whose readings were taken."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._data = data
        self._reread = 0

    @cached_property
    def _careful(self) -> "CarefulFile":
        from parsers.plumber import CarefulFile  # few files need it, and it is half of what loading the parsers costs

        return CarefulFile(self._data)

    def pages(self) -> list[tuple[PageText, list[TablePart]]]:
        """The lines outside tables and the tables of every page. Raises DocumentError encrypted, malformed, too-large."""
        try:
            with FastFile(self._data) as pdf:
                if len(pdf) > MAX_PAGES:
                    raise DocumentError("too-large", f"this PDF has more than {MAX_PAGES} pages")
                found = [self._read(pdf, number) for number in range(1, len(pdf) + 1)]
                if any(found):
                    return [page for page in found if page is not None]
        except DocumentError as error:
            if error.reason != "malformed":
                raise
        return list(self._all_careful())

    def _all_careful(self) -> Iterator[tuple[PageText, list[TablePart]]]:
        for number in range(1, MAX_PAGES + 2):
            page = self._careful.read(number, MAX_GLYPHS, MAX_EDGES)
            if page is None:
                return
            if number > MAX_PAGES:
                raise DocumentError("too-large", f"this PDF has more than {MAX_PAGES} pages")
            self.used.add("pdfplumber")
            yield self.take(page)

    def _read(self, pdf: FastFile, number: int) -> tuple[PageText, list[TablePart]] | None:
        page = pdf.read(number, MAX_GLYPHS, MAX_EDGES)
        reading, name = self._reading(page) if page else None, "pdfium"
        reason = doubt(page, reading.parts if reading else [])
        if reason is not None:
            other = self._second_reading(number, page)
            if other is not None:
                reading, name = self._reading(other), "pdfplumber"
            self.issues.append(Issue("page.doubtful", "notice", f"page {number}: {reason}; {name}'s reading was taken"))
        if reading is None:
            self.issues[-1] = Issue("page.unread", "error", f"page {number} cannot be read")
            return None
        self.used.add(name)
        return self._taken(reading)

    def _second_reading(self, number: int, first: RawPage | None) -> RawPage | None:
        """The careful reader's page where it is the better one: more characters that have text and a place."""
        self._reread += 1
        if self._reread > MAX_REREAD_PAGES:
            return None
        try:
            page = self._careful.read(number, MAX_GLYPHS, MAX_EDGES)
        except DocumentError:
            return None
        if page is None or first is None:
            return page
        return page if page.n_chars - page.unreadable > first.n_chars - first.unreadable else None
