"""The full-text index: each text once, titles and labels before what is said, figures last."""

from dataclasses import replace

import pytest

from extract import passages, store
from schemas.segment import match_query
from schemas.sql import PASSAGE_KIND
from tests.outcomes import outcome

OUTCOMES = [outcome(), outcome("b.docx", "70.5"), outcome("c.txt", "60.5", "岳阳市水利局")]
TEXTS = ["水库除险加固资金全部到位，水库运行安全。", "水库", "100.00", "一、水库概况"]


def _found(db: store.Database, query: str) -> list[str]:
    sql = """SELECT (SELECT b.text FROM passage_blocks m JOIN blocks b ON b.id = m.block_id WHERE m.passage = p.rowid LIMIT 1)
        FROM passages p WHERE passages MATCH ? ORDER BY rowid"""
    return [text for (text,) in db.execute(sql, [match_query(query)])]


def _built() -> store.Database:
    db = store.open_database(None)
    for each in (outcome(), outcome("b.docx")):
        store.write(db, each, "1")
    document = db.execute("SELECT id FROM documents ORDER BY id").fetchone()[0]
    blocks = {
        "paragraph": [f"{document}.p{n}" for n in range(90, 94)],
        "cell": [f"{document}.t90.r0.c{n}" for n in range(4)],
    }
    kinds = ["paragraph", "cell", "cell", "paragraph"]
    for place, (text, kind) in enumerate(zip(TEXTS, kinds, strict=True)):
        row = {"id": blocks[kind][place], "document_id": document, "kind": kind, "position": 900 + place, "text": text}
        db.table("blocks").insert(row)
        if text == TEXTS[3]:
            heading = {"id": f"{document}.h90", "position": 90, "title": text, "level": 1, "kind": "other", "text": ""}
            db.table("sections").insert({**heading, "document_id": document, "block_id": row["id"]})
    store.finish(db)
    return db


def test_headings_come_first_then_labels_then_sentences() -> None:
    assert _found(_built(), "水库") == [TEXTS[3], TEXTS[1], TEXTS[0]]


def test_figures_are_numbered_last() -> None:
    db = _built()
    last = db.execute(
        "SELECT b.text FROM passage_blocks m JOIN blocks b ON b.id = m.block_id ORDER BY passage DESC LIMIT 1"
    )
    assert not any(char.isalpha() for char in last.fetchone()[0])


def test_a_text_of_many_places_is_one_entry_that_knows_them_all() -> None:
    db = _built()
    texts, placed, entries = db.execute(
        """SELECT (SELECT count(DISTINCT text) FROM blocks WHERE text <> ''), (SELECT count(DISTINCT passage) FROM passage_blocks),
        (SELECT count(*) FROM passages_docsize)"""
    ).fetchone()
    assert texts == placed == entries
    places = db.execute("SELECT count(*) FROM passage_blocks").fetchone()[0]
    assert places == db.execute("SELECT count(*) FROM blocks WHERE text <> ''").fetchone()[0] > texts


def test_the_index_is_the_same_in_whatever_order_documents_came() -> None:
    dumps = []
    for order in (OUTCOMES, OUTCOMES[::-1]):
        db = store.open_database(None)
        for each in order:
            store.write(db, each, "1")
        store.finish(db)
        dumps.append(db.execute("SELECT * FROM passage_blocks ORDER BY 1, 2").fetchall())
    assert dumps[0] == dumps[1]


def test_a_database_is_finished_until_the_next_document() -> None:
    db = store.open_database(None)
    assert store.is_finished(db)
    store.write(db, outcome(), "1")
    assert not store.is_finished(db)
    store.finish(db)
    assert store.is_finished(db)
    store.write(db, replace(outcome("z.docx")), "1")
    assert not store.is_finished(db)


@pytest.mark.parametrize(
    ("text", "heading", "kind"),
    [
        ("一、水库概况", 1, 0),
        ("水库", 0, 1),
        ("水" * 31, 0, 2),
        ("2021年", 0, 2),
        ("1,234.50", 0, 3),
        ("—", 0, 3),
        ("12%", 1, 0),
    ],
)
def test_the_number_of_an_entry_tells_its_kind(text: str, heading: int, kind: int) -> None:
    number = passages.passage_number(text, heading)
    assert number // PASSAGE_KIND == kind
    assert number < 2**53  # what JSON readers hold exactly
    assert number % PASSAGE_KIND == passages.passage_number(text, 1)


def test_of_each_kind_the_short_come_before_the_long() -> None:
    numbers = [passages.passage_number("甲" * length, 0) for length in (31, 61, 201)]
    assert numbers == sorted(numbers)


def test_texts_have_numbers_of_their_own() -> None:
    assert len({passages.passage_number(str(number), 0) for number in range(1000)}) == 1000
