"""What of a file is left out is named and counted, and what is neither kept nor named is an issue."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from extract import pipeline, store
from parsers import parse
from parsers.ledger import close_ledger, ink
from schemas.document import Ledger, Paragraph, Source
from tests.outcomes import outcome
from tests.test_parsers_errors import RELATIONS, W_NS, body_xml, zip_of

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
REPORTS = sorted(path for path in SAMPLES.iterdir() if path.is_file())


def ledger_of(data: bytes) -> Ledger:
    ledger = parse(data, Source("0" * 64, "x", "", len(data))).ledger
    assert ledger is not None
    return ledger


def run_of(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


RESTART = '<w:vMerge w:val="restart"/>'
CASES = {
    "deleted": f"<w:del><w:r><w:delText>一二</w:delText></w:r></w:del><w:moveFrom>{run_of('三')}</w:moveFrom>",
    "field-codes": '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText>'
    '<w:fldChar w:fldCharType="separate"/></w:r>' + run_of("1") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "hidden": run_of("看不见", "<w:vanish/>"),
    "phonetic": f"<w:ruby><w:rt>{run_of('yin')}</w:rt><w:rubyBase>{run_of('音')}</w:rubyBase></w:ruby>",
    "alternatives": '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f"<mc:Choice>{run_of('甲')}</mc:Choice><mc:Fallback>{run_of('甲')}</mc:Fallback></mc:AlternateContent>",
}


@pytest.mark.parametrize("name", CASES)
def test_what_word_does_not_show_is_left_out_by_name(name: str) -> None:
    ledger = ledger_of(body_xml(f"<w:p>{run_of('正文')}{CASES[name]}<w:r><w:noBreakHyphen/></w:r></w:p>"))
    assert set(ledger.ignored) == {name}
    assert ledger.unaccounted_chars == 0
    assert ledger.container_chars == ledger.kept_chars + ledger.ignored[name]


def test_text_under_a_merged_cell_and_deleted_rows_are_left_out_by_name() -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{run_of(text)}</w:p></w:tc>"

    rows = [
        f"<w:tr>{cell('甲', RESTART)}</w:tr>",
        f"<w:tr>{cell('乙乙', '<w:vMerge/>')}</w:tr>",
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('丙丙丙')}</w:tr>",
    ]
    ledger = ledger_of(body_xml(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert ledger == Ledger(6, 1, {"deleted": 3, "merged": 2}, 1, 1)


def test_headers_notes_and_comments_are_left_out_by_name() -> None:
    kinds = {"header": "headers", "footnotes": "notes", "comments": "comments"}
    relations = "".join(f'<Relationship Type="x/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{W_NS}"><w:body><w:p>{run_of("正文")}</w:p></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        **{f"word/{kind}.xml": f'<w:x xmlns:w="{W_NS}"><w:p>{run_of(kind)}</w:p></w:x>' for kind in kinds},
    }
    ledger = ledger_of(zip_of(parts))
    assert ledger.ignored == {name: len(kind) for kind, name in kinds.items()}
    assert ledger.unaccounted_chars == 0


def test_text_that_nobody_reads_is_missed() -> None:
    ledger = ledger_of(
        body_xml(f"<w:p>{run_of('正文')}</w:p><w:unheard><w:p>{run_of('丢了')}</w:p><w:tbl/></w:unheard>")
    )
    assert (ledger.unaccounted_chars, ledger.unaccounted_share) == (2, 0.5)
    assert (ledger.tables_in, ledger.tables_out) == (1, 0)
    assert [issue.code for issue in pipeline.losses(ledger)] == ["loss.unaccounted"] * 2


def test_marks_of_a_text_dump_are_left_out_by_name() -> None:
    ledger = ledger_of("[bookmark: a]正文\n\t甲\n\t乙\n\n\n".encode())
    assert ledger == Ledger(15 + 1, 4, {"bookmarks": 12}, 1, 1)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_of_the_bundled_reports_nothing_is_lost(path: Path) -> None:
    ledger = ledger_of(path.read_bytes())
    assert ledger.container_chars > 100
    assert ledger.unaccounted_chars == 0
    assert pipeline.losses(ledger) == []


@pytest.mark.parametrize(("kept", "message"), [(90, "10 of 100 characters (10.00%) were lost"), (101, "1 of 100 characters (1.00%) were read twice")])  # fmt: skip
def test_a_loss_above_half_a_percent_is_an_error(kept: int, message: str) -> None:
    (issue,) = pipeline.losses(Ledger(100, kept))
    assert (issue.code, issue.severity, issue.message) == ("loss.unaccounted", "error", message)
    assert pipeline.losses(Ledger(1000, 995)) == pipeline.losses(None) == []


def test_white_space_does_not_count() -> None:
    assert ink(" 一 \u3000二\n") == 2
    assert close_ledger(3, [Paragraph("一 二")], Counter(notes=1)).unaccounted_chars == 0


def test_the_ledger_is_stored_and_the_worst_share_known() -> None:
    db = store.open_database(None)
    for name, kept in (("a.docx", 100), ("b.docx", 97)):
        made = outcome(name)
        assert made.document is not None
        counted = replace(made.document, ledger=Ledger(102, kept, {"notes": 2}, 1, 1))
        store.write(db, replace(made, document=counted), "1")
    row = next(iter(db.query("SELECT * FROM documents WHERE filename = 'b.docx'")))
    assert (row["container_chars"], row["kept_chars"], row["container_tables"]) == (102, 97, 1)
    assert json.loads(row["ignored_chars"]) == {"notes": 2}
    assert store.worst_loss(db) == (0.029412, "b.docx")
