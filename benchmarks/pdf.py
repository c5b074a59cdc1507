"""PDF readers side by side: tables against the Word twin, and CPU seconds, medians of three runs.

    python benchmarks/pdf.py [FOLDER]

FOLDER holds NAME.pdf beside NAME.docx; without it the samples' reports are written in both formats into a temporary
folder. The F1 figures count the non-empty cells, and pairs of right neighbours, white space removed; they speak of the
form in which the twins were laid out. Ratios are CPU time of pdfplumber over that of the reader, in one process.
"""

import importlib.util
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from corpus.synth import pdf_writer, word_writer
from corpus.synth.families import build
from corpus.synth.sampling import commissions

RUNS = 3
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Rows = list[list[str | None]]


@dataclass(frozen=True)
class Reader:
    """A way to read a PDF: what must be installed, what it reads, and the rows of its tables."""

    name: str
    module: str
    reads: str
    tables: Callable[[Path], list[Rows]]


def ours(path: Path) -> list[Rows]:
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
    for page in pymupdf.open(path):
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


READERS = (
    Reader("pdfplumber", "pdfplumber", "tables, text", pdfplumber),
    Reader("jixiao", "parsers", "tables, text", ours),
    Reader("PyMuPDF", "pymupdf", "tables, text", pymupdf),
    Reader("camelot", "camelot", "tables", camelot),
    Reader("img2table", "img2table", "tables", img2table),
)


def word_tables(path: Path) -> list[Rows]:
    """The rows of a Word file's tables as its XML has them; the lower parts of a merged cell are empty."""
    import docx

    return [[[_cell(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst] for table in docx.Document(path).tables]


def _cell(cell: Any) -> str | None:
    merge = cell.tcPr.find(f"{WORD}vMerge") if cell.tcPr is not None else None
    goes_on = merge is not None and merge.get(f"{WORD}val") != "restart"
    return None if goes_on else "".join(text.text or "" for text in cell.iter(f"{WORD}t"))


def bags(tables: Iterable[Rows]) -> tuple[Counter[object], Counter[object]]:
    """(cell texts, pairs of neighbours)."""
    cells: Counter[object] = Counter()
    pairs: Counter[object] = Counter()
    for row in (row for rows in tables for row in rows):
        texts = [text for text in (re.sub(r"\s+", "", cell or "") for cell in row) if text]
        cells.update(texts)
        pairs.update(pairwise(texts))
    return cells, pairs


def f1(expected: Counter[object], found: Counter[object]) -> float:
    """Harmonic mean of precision and recall of a multiset."""
    return 2 * sum((expected & found).values()) / max(1, sum(expected.values()) + sum(found.values()))


def measure(reader: Reader, pdfs: list[Path]) -> tuple[float, float, float]:
    """(cell F1, neighbour F1, CPU seconds) over all files; a file that a reader fails on gives it nothing."""
    expected = bags(rows for path in pdfs for rows in word_tables(path.with_suffix(".docx")))
    seconds, found = [], []
    for _ in range(RUNS):
        found, start = [], time.process_time()
        for path in pdfs:
            try:
                found += reader.tables(path)
            except Exception as error:  # noqa: BLE001 - readers raise anything
                print(f"{reader.name}: {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
        seconds.append(time.process_time() - start)
    got = bags(found)
    return f1(expected[0], got[0]), f1(expected[1], got[1]), median(seconds)


def write_twins(folder: Path) -> None:
    """The report of every sample as PDF and as Word file."""
    for commission in commissions().values():
        report = build(commission)
        (folder / f"{commission.name}.pdf").write_bytes(pdf_writer.write(report))
        (folder / f"{commission.name}.docx").write_bytes(word_writer.write(report))


def compare(folder: Path) -> None:
    """Print a line for every reader."""
    pdfs = [path for path in sorted(folder.glob("*.pdf")) if path.with_suffix(".docx").exists()]
    if not pdfs:
        sys.exit(f"{folder} holds no NAME.pdf beside a NAME.docx")
    print(f"{len(pdfs)} files from {folder}")
    print(f"{'reader':<12}{'reads':<14}{'cell F1':>9}{'pair F1':>9}{'CPU s':>9}{'times faster':>14}")
    base = None
    for reader in READERS:
        if importlib.util.find_spec(reader.module) is None:
            print(f"{reader.name:<12}not installed, skipped")
            continue
        cells, pairs, seconds = measure(reader, pdfs)
        base = seconds if base is None else base
        print(f"{reader.name:<12}{reader.reads:<14}{cells:>9.4f}{pairs:>9.4f}{seconds:>9.2f}{base / seconds:>14.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        compare(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            write_twins(Path(temporary))
            compare(Path(temporary))
