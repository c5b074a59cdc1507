"""The PDF readers that are compared: what must be installed for each, what it reads, and how it is asked.

Not among them: docling, marker and other readers that fetch models; tabula, which needs Java.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Rows = list[list[str | None]]


@dataclass(frozen=True)
class Reader:
    """A way to read a PDF; `read` gives the rows of its tables, None where it reads text alone."""

    name: str
    module: str
    reads: str
    read: Callable[[Path], list[Rows] | None]


def jixiao(path: Path) -> list[Rows]:
    from parsers import parse
    from schemas.document import Source

    data = path.read_bytes()
    document = parse(data, Source("0" * 64, path.name, "application/pdf", len(data)))
    return [[[slot.text for slot in table.row(r)] for r in range(table.n_rows)] for table in document.tables]


def pdfplumber(path: Path) -> list[Rows]:
    import pdfplumber

    tables = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables += page.extract_tables()
            page.extract_text()
    return tables


def pymupdf(path: Path) -> list[Rows]:
    import pymupdf

    tables = []
    with pymupdf.open(path) as pdf:
        for page in pdf:
            tables += [table.extract() for table in page.find_tables().tables]
            page.get_text()
    return tables


def camelot(path: Path) -> list[Rows]:
    import camelot

    return [table.df.values.tolist() for table in camelot.read_pdf(str(path), pages="all", flavor="lattice")]


def img2table(path: Path) -> list[Rows]:
    from img2table.document import PDF

    found = [table for page in PDF(str(path)).extract_tables().values() for table in page]
    return [[_distinct(cells) for cells in table.content.values()] for table in found]


def _distinct(cells: Iterable[Any]) -> list[str | None]:
    """The values of a row in which a merged cell stands once for every place it covers."""
    return list({(c.bbox.x1, c.bbox.y1, c.bbox.x2, c.bbox.y2): c.value for c in cells}.values())


def pdfminer(path: Path) -> None:
    from pdfminer.high_level import extract_text

    extract_text(path)


def playa(path: Path) -> None:
    import playa

    with playa.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def pypdf(path: Path) -> None:
    from pypdf import PdfReader

    for page in PdfReader(path).pages:
        page.extract_text()


def pypdfium2(path: Path) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()


READERS = (
    Reader("pdfplumber", "pdfplumber", "tables, text", pdfplumber),
    Reader("jixiao", "parsers", "tables, text", jixiao),
    Reader("PyMuPDF", "pymupdf", "tables, text", pymupdf),
    Reader("camelot", "camelot", "tables", camelot),
    Reader("img2table", "img2table", "tables", img2table),
    Reader("pdfminer.six", "pdfminer", "text", pdfminer),
    Reader("pypdf", "pypdf", "text", pypdf),
    Reader("playa", "playa", "text", playa),
    Reader("pypdfium2", "pypdfium2", "text", pypdfium2),
)
