"""The reports that benchmarks generate are real ones: other bodies and amounts each, read without doubt or contradiction."""

from pathlib import Path

import pytest

from benchmarks.reports import PAGES, pdf_files, word_files, write_reports
from extract import audit, pipeline
from extract.engine import work
from schemas.records import Outcome


def read(data: bytes, name: str) -> Outcome:
    return pipeline.run(data, work.make_source(data, name))


@pytest.fixture(scope="module")
def words() -> list[Outcome]:
    made = list(word_files(6))
    assert list(word_files(6, 2)) == made[2:]
    return [read(data, f"{number}.docx") for number, data in enumerate([*made, *word_files(100, 97)])]


def test_word_reports_are_read_whole_and_agree_with_themselves(words: list[Outcome]) -> None:
    for made in words:
        assert made.status == "ok"
        assert made.evaluations
        assert sum(len(each.amounts) for each in made.evaluations) > 3
        assert audit.findings_of(made) == ()


def test_a_template_s_copies_differ_in_body_and_amounts(words: list[Outcome]) -> None:
    """The second hundred begins with the templates of the first again."""
    first, again = (next(iter(read(data, "x.docx").evaluations)) for data in (*word_files(2, 1), *word_files(98, 97)))
    assert first.organization != again.organization
    assert [2 * amount.yuan for amount in first.amounts] == [amount.yuan for amount in again.amounts]


def test_pdf_reports_have_eight_pages(tmp_path: Path) -> None:
    write_reports(tmp_path, pdfs=2)
    write_reports(tmp_path, pdfs=3)
    paths = sorted(tmp_path.rglob("*.pdf"))
    assert [path.read_bytes() for path in paths] == list(pdf_files(3))
    document = read(paths[0].read_bytes(), "x.pdf").document
    assert document is not None
    assert {block.page for block in document.paragraphs} | {
        cell.page for t in document.tables for cell in t.cells
    } <= set(range(1, PAGES + 1))
    assert max(cell.page or 0 for table in document.tables for cell in table.cells) >= PAGES - 1
