"""PDF readers side by side: tables against the Word twin, and CPU time in one process.

    python benchmarks/pdf.py [FOLDER]

FOLDER holds NAME.pdf beside NAME.docx; without it the samples' reports are written in both formats into a temporary
folder. The F1 figures count the non-empty cells, and pairs of right neighbours, white space removed; they speak of the
form in which the twins were laid out. Times are the medians of rounds in which every reader reads every file, so that
a busy machine slows them alike; one that takes twice pdfplumber's time reads a file but once. A ratio is pdfplumber's
CPU time over the reader's. What is not installed is skipped.
"""

import gc
import importlib.util
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from readers import READERS, Reader, Rows

from corpus.synth import pdf_writer, word_writer
from corpus.synth.families import build
from corpus.synth.sampling import commissions

ROUNDS = 5
SLOW = 2.0
BASE, OURS = "pdfplumber", "jixiao"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Seconds = dict[tuple[str, Path], list[float]]


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


def measured(readers: Sequence[Reader], pdfs: Sequence[Path]) -> tuple[dict[str, list[Rows] | None], Seconds]:
    """(tables by reader, CPU seconds of each round by reader and file); a file a reader fails on gives it no tables."""
    tables: dict[str, list[Rows] | None] = {reader.name: None for reader in readers}
    seconds: Seconds = {(reader.name, path): [] for reader in readers for path in pdfs}
    smallest = min(pdfs, key=lambda path: path.stat().st_size)
    for reader in readers:  # untimed: what a first call loads
        _read(reader, smallest)
    for number in range(ROUNDS):
        for path in pdfs:
            for reader in readers:
                if number and seconds[reader.name, path][0] > SLOW * seconds[BASE, path][0]:
                    continue
                gc.collect()  # what another reader left behind is no work of this one
                gc.freeze()
                start = time.process_time()
                found = _read(reader, path)
                seconds[reader.name, path].append(time.process_time() - start)
                if number == 0 and found is not None:
                    tables[reader.name] = (tables[reader.name] or []) + found
    return tables, seconds


def _read(reader: Reader, path: Path) -> list[Rows] | None:
    try:
        return reader.read(path)
    except Exception as error:  # noqa: BLE001 - readers raise anything
        print(f"{reader.name}: {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None


def write_twins(folder: Path) -> None:
    """The report of every sample as PDF and as Word file."""
    for commission in commissions().values():
        report = build(commission)
        (folder / f"{commission.name}.pdf").write_bytes(pdf_writer.write(report))
        (folder / f"{commission.name}.docx").write_bytes(word_writer.write(report))


def pages_of(path: Path) -> int:
    """The number of pages of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return len(pdf)


def compare(folder: Path, title: str) -> None:
    """Print a line for every reader, and one for every file."""
    pdfs = [path for path in sorted(folder.glob("*.pdf")) if path.with_suffix(".docx").exists()]
    if not pdfs:
        sys.exit(f"{folder} holds no NAME.pdf beside a NAME.docx")
    pages = {path: pages_of(path) for path in pdfs}
    print(f"PDF: {len(pdfs)} files, {sum(pages.values())} pages, {title}")
    readers = [reader for reader in READERS if importlib.util.find_spec(reader.module) is not None]
    tables, seconds = measured(readers, pdfs)
    middle = {key: median(times) for key, times in seconds.items()}
    total = {reader.name: sum(middle[reader.name, path] for path in pdfs) for reader in readers}
    cells, pairs = bags(rows for path in pdfs for rows in word_tables(path.with_suffix(".docx")))
    print(f"{'reader':<14}{'reads':<14}{'cell F1':>9}{'pair F1':>9}{'CPU s':>8}{'pages/s':>9}{'times pdfplumber':>18}")
    for reader in READERS:
        if reader not in readers:
            print(f"{reader.name:<14}not installed, skipped (make bench-peers installs it apart)")
            continue
        got = tables[reader.name]
        scores = "        –" * 2
        if got is not None:
            mine = bags(got)
            scores = f"{f1(cells, mine[0]):>9.4f}{f1(pairs, mine[1]):>9.4f}"
        spent = total[reader.name]
        speed = f"{spent:>8.2f}{sum(pages.values()) / spent:>9.1f}{total[BASE] / spent:>18.1f}"
        print(f"{reader.name:<14}{reader.reads:<14}{scores}{speed}")
    print("skipped: docling, marker (need models), tabula (needs Java)")
    print(f"{'file':<34}{'pages':>6}{OURS + ' s':>10}{BASE + ' s':>14}{'times faster':>14}")
    for path in pdfs:
        ours, base = middle[OURS, path], middle[BASE, path]
        print(f"{path.stem:<34}{pages[path]:>6}{ours:>10.3f}{base:>14.3f}{base / ours:>14.1f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        compare(Path(sys.argv[1]), f"from {sys.argv[1]}")
    else:
        with tempfile.TemporaryDirectory() as temporary:
            write_twins(Path(temporary))
            compare(Path(temporary), "the samples' reports written anew")
