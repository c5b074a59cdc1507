"""The same report as Word file, text dump and PDF gives the same tables. Needs ../shared/corpus beside the repository."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from parsers import parse, sniff
from schemas.document import Document, Source, Table

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.docx"))
pytestmark = pytest.mark.skipif(not NAMES, reason="no ../shared/corpus beside the repository")


def read(name: str) -> Document:
    path = CORPUS / name
    data = path.read_bytes()
    return parse(data, Source("0" * 64, path.name, sniff(data, path.name), len(data)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def rows(table: Table) -> list[list[str]]:
    return [[squeezed(slot.text) for slot in table.row(r)] for r in range(table.n_rows)]


def f1(expected: Counter[object], found: Counter[object]) -> float:
    return 2 * sum((expected & found).values()) / (sum(expected.values()) + sum(found.values()))


def cells_and_pairs(document: Document) -> tuple[Counter[object], Counter[object]]:
    cells: Counter[object] = Counter()
    pairs: Counter[object] = Counter()
    for table in document.tables:
        for row in rows(table):
            texts = [text for text in row if text]
            cells.update(texts)
            pairs.update(pairwise(texts))
    return cells, pairs


@pytest.mark.parametrize("name", NAMES)
def test_text_dump_has_the_rows_of_the_word_file(name: str) -> None:
    word, dump = read(f"{name}.docx"), read(f"{name}.txt")
    assert [rows(table) for table in dump.tables] == [rows(table) for table in word.tables]
    assert [squeezed(p.text) for p in dump.paragraphs] == [squeezed(p.text) for p in word.paragraphs]


@pytest.mark.parametrize("name", NAMES)
def test_pdf_has_the_cells_and_neighbours_of_the_word_file(name: str) -> None:
    word, pdf = read(f"{name}.docx"), read(f"{name}.pdf")
    assert [table.n_rows for table in pdf.tables] == [table.n_rows for table in word.tables]
    for expected, found in zip(cells_and_pairs(word), cells_and_pairs(pdf), strict=True):
        assert f1(expected, found) >= 0.99
