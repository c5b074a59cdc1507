"""PDF files with a text layer: tables from ruled lines, running text from what stands outside them.

The only module that knows pdfplumber. Scans have no text layer and give no content.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby, islice
from typing import Any, TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page

from parsers.layout import Glyph, Line, PageText, join_lines, lines_of, margins_of, without_running_heads
from parsers.ledger import close_ledger, ink
from parsers.page_tables import BoxCell, TablePart, build_table, follows, without_frames
from schemas.document import BBox, Document, Issue, Paragraph, Source, Table
from schemas.errors import DocumentError

PARSER = "pdf/1"
MAX_PAGES = 2000
MAX_GLYPHS = 200_000
MAX_ALL_GLYPHS = 4_000_000
MAX_EDGES = 20_000
MAX_CROSSINGS = 10_000
MAX_ALL_CROSSINGS = 200_000
MAX_BYTES = 200 * 1024 * 1024
MAX_UNREADABLE_SHARE = 0.02

Piece: TypeAlias = Line | TablePart


def parse_pdf(data: bytes, source: Source) -> Document:
    """The Document of a PDF: paragraphs and tables with pages (1-based) and boxes (points, from the top left).

    Raises DocumentError: encrypted (needs a password), too-large, malformed.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", f"a PDF of {len(data)} bytes is more than {MAX_BYTES >> 20} MB")
    reader = PageReader()
    pages = _read_pages(data, reader)
    printed = [text for text, _ in pages]
    texts = without_running_heads(printed)
    reader.ignored["running-heads"] += _line_ink(printed) - _line_ink(texts)
    pieces = _in_order(texts, [parts for _, parts in pages])
    widths = {text.number: round(text.width) for text in texts}
    margins = margins_of([piece for piece in pieces if isinstance(piece, Line)], widths)
    blocks: list[Paragraph | Table] = []
    tables = 0
    for is_table, run in groupby(pieces, lambda piece: isinstance(piece, TablePart)):
        if is_table:
            parts = [piece for piece in run if isinstance(piece, TablePart)]
            groups = list(_continued(parts))
            blocks += [build_table(group, reader.ignored) for group in groups]
            tables += len(groups)
        else:
            lines = [piece for piece in run if isinstance(piece, Line)]
            blocks += join_lines(lines, margins[widths[lines[0].page]])
    ledger = close_ledger(reader.chars, blocks, reader.ignored, tables)
    return Document(source, tuple(blocks), PARSER, tuple(reader.issues), ledger)


def _line_ink(texts: Sequence[PageText]) -> int:
    return sum(ink(line.text) for text in texts for line in text.lines)


def _read_pages(data: bytes, reader: "PageReader") -> list[tuple[PageText, list[TablePart]]]:
    """Text lines and table parts of every page. The one place where whatever the PDF library raises is caught."""
    pages = []
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            for number, page in enumerate(islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1), 1):
                if number > MAX_PAGES:
                    raise DocumentError("too-large", f"this PDF has more than {MAX_PAGES} pages")
                pages.append(reader.read(Page(pdf, page, page_number=number, initial_doctop=0)))
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # pdfminer raises nearly any type for damaged files
        if _is_for_want_of_memory(error):
            raise MemoryError from error
        raise _refusal(error) from error
    if not pages:
        raise DocumentError("malformed", "this PDF has no page that can be read")
    return pages


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


class PageReader:
    """Reads page after page, counting what the whole file has cost so far."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.chars = 0
        self.ignored: Counter[str] = Counter()
        self._glyphs = 0
        self._crossings = 0

    def read(self, page: Page) -> tuple[PageText, list[TablePart]]:
        """The lines outside tables, and the tables. Raises DocumentError too-large for too many characters."""
        number, chars = page.page_number, page.chars
        self._glyphs += len(chars)
        if len(chars) > MAX_GLYPHS or self._glyphs > MAX_ALL_GLYPHS:
            raise DocumentError(
                "too-large", f"page {number} of this PDF holds {len(chars)} characters, too many to read"
            )
        glyphs = [_glyph(char) for char in chars if _is_straight(char)]
        self.chars += sum(ink(char["text"]) for char in chars)
        self.ignored["watermarks"] += sum(ink(char["text"]) for char in chars if not _is_straight(char))
        self._note_unreadable(glyphs, number)
        tables = _cell_boxes(page) if self._can_afford_tables(page) else []
        parts, rest = _sorted_out(glyphs, tables, number, float(page.height))
        text = PageText(number, float(page.width), float(page.height), tuple(lines_of(rest, number)))
        page.close()
        read = _line_ink([text]) + sum(ink(cell.text) for part in parts for cell in part.cells)
        self.ignored["doubled"] += sum(ink(glyph.text) for glyph in glyphs) - read
        return text, parts

    def _note_unreadable(self, glyphs: Sequence[Glyph], number: int) -> None:
        bad = sum(glyph.text.startswith("(cid:") or "\ue000" <= glyph.text < "\uf900" for glyph in glyphs)
        if bad > MAX_UNREADABLE_SHARE * len(glyphs):
            self.issues.append(Issue("text.unreadable", "error", f"{bad} characters of page {number} have no text"))

    def _can_afford_tables(self, page: Page) -> bool:
        """Finding cells costs more than the square of the crossings of ruled lines, so these are counted first."""
        edges = page.edges
        across = {round(edge["top"]) for edge in edges if edge["orientation"] == "h"}
        down = {round(edge["x0"]) for edge in edges if edge["orientation"] == "v"}
        crossings = len(across) * len(down)
        self._crossings += crossings
        if len(edges) <= MAX_EDGES and crossings <= MAX_CROSSINGS and self._crossings <= MAX_ALL_CROSSINGS:
            return True
        message = f"page {page.page_number} has {len(edges)} ruled lines, too many to look for tables"
        self.issues.append(Issue("page.too-busy", "error", message))
        return False


def _cell_boxes(page: Page) -> list[list[BBox]]:
    """The cell boxes of every table of a page, frames around them left out; a box that touches no other comes alone."""
    finder = page.debug_tablefinder()
    tables = [list(table.cells) for table in finder.tables]
    known = {cell for table in tables for cell in table}
    lone = [[cell] for cell in finder.cells if cell not in known]
    return [without_frames([BBox(*map(float, cell)) for cell in cells]) for cells in tables + lone]


def _glyph(char: dict[str, Any]) -> Glyph:
    return Glyph(char["text"], float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]))


def _is_straight(char: dict[str, Any]) -> bool:
    """Slanted characters are watermarks."""
    a, b = char["matrix"][:2]
    return min(abs(float(a)), abs(float(b))) < 0.01


def _sorted_out(
    glyphs: Sequence[Glyph], tables: Sequence[Sequence[BBox]], page: int, page_height: float
) -> tuple[list[TablePart], list[Glyph]]:
    """(table parts with their text, characters outside all of them)."""
    finders = [_CellFinder(cells) for cells in tables]
    inside: list[list[list[Glyph]]] = [[[] for _ in cells] for cells in tables]
    rest = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        table = next((i for i, finder in enumerate(finders) if finder.holds(x, y)), None)
        cell = None if table is None else finders[table].cell_at(x, y)
        if table is None or cell is None:
            rest.append(glyph)
        else:
            inside[table][cell].append(glyph)
    parts = [
        TablePart(page, tuple(_box_cells(cells, held, page)), page_height)
        for cells, held in zip(tables, inside, strict=True)
    ]
    return parts, rest


def _box_cells(cells: Sequence[BBox], held: Sequence[Sequence[Glyph]], page: int) -> Iterator[BoxCell]:
    for box, own in zip(cells, held, strict=True):
        yield BoxCell(box, tuple(lines_of(own, page)))


class _CellFinder:
    """Finds the cell of a table that a point lies in, by rows of cell tops."""

    def __init__(self, cells: Sequence[BBox]) -> None:
        self._cells = cells
        self._tops = sorted({cell.top for cell in cells})
        self._x0, self._x1 = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
        self._bottom = max(cell.bottom for cell in cells)
        self._bands: list[list[int]] = [
            [i for i, cell in enumerate(cells) if cell.top <= top < cell.bottom] for top in self._tops
        ]

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box around the table."""
        return self._x0 <= x <= self._x1 and self._tops[0] <= y <= self._bottom

    def cell_at(self, x: float, y: float) -> int | None:
        """The index of the cell at a point, None in a gap."""
        band = self._bands[max(0, bisect_right(self._tops, y) - 1)]
        cells = self._cells
        return next((i for i in band if cells[i].x0 <= x <= cells[i].x1 and y <= cells[i].bottom), None)


def _in_order(texts: Sequence[PageText], tables: Sequence[Sequence[TablePart]]) -> list[Piece]:
    """Lines and table parts, down each page in turn. Boxes in one column are text, unless a table runs on in them."""
    pieces: list[Piece] = []
    for text, parts in zip(texts, tables, strict=True):
        here: list[Piece] = [*text.lines, *parts]
        for piece in sorted(here, key=lambda piece: piece.box.top):
            last = pieces[-1] if pieces else None
            runs_on = isinstance(last, TablePart) and isinstance(piece, TablePart) and follows(last, piece)
            if isinstance(piece, Line) or runs_on or not piece.is_list:
                pieces.append(piece)
            else:
                pieces += [line for cell in piece.cells for line in cell.lines]
    return pieces


def _continued(parts: Sequence[TablePart]) -> Iterator[list[TablePart]]:
    """Groups of parts that are one table: on consecutive pages, with the same columns, nothing between."""
    group: list[TablePart] = []
    for part in parts:
        if group and not follows(group[-1], part):
            yield group
            group = []
        group.append(part)
    yield group
