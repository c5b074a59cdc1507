"""What is stored, that it depends on nothing but the documents, and that nothing private is in it."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from extract import audit, store, whereabouts
from extract.rows import document_id, rows, shard
from schemas.document import Place
from schemas.errors import StoreError
from schemas.records import Outcome, Region
from schemas.segment import match_query
from schemas.sql import lists, views
from tests.outcomes import evaluation, outcome

OTHER = Region("湖南省", "岳阳市", None, "430600")
OUTCOMES = [outcome(), outcome("b.docx", "70.5"), outcome("c.txt", "60.5", "岳阳市水利局", OTHER)]


def built(outcomes: Iterable[Outcome]) -> store.Database:
    db = store.open_database(None)
    for each in outcomes:
        store.write(db, each, "1")
        whereabouts.place_files(db, [(each.source.name, each.source.sha256, None)])
    audit.run(db)
    store.finish(db)
    return db


def dump(db: store.Database) -> str:
    return "\n".join(db.conn.iterdump())


def test_the_order_of_documents_does_not_show_in_the_dump() -> None:
    dumps = {dump(built(order)) for order in permutations(OUTCOMES)}
    assert len(dumps) == 1


def test_writing_a_document_again_changes_nothing() -> None:
    db = built(OUTCOMES)
    before = dump(db)
    store.write(db, OUTCOMES[1], "1")
    assert not store.is_finished(db)
    audit.run(db)
    store.finish(db)
    assert dump(db) == before


def test_what_a_document_no_longer_says_goes() -> None:
    first = OUTCOMES[0]
    empty = replace(first, evaluations=(), sections=(), issues=())
    assert dump(built([first, empty])) == dump(built([empty]))


def test_a_forgotten_document_leaves_nothing() -> None:
    db = built(OUTCOMES)
    store.forget(db, OUTCOMES[2].source.sha256)
    audit.run(db)
    store.finish(db)
    assert dump(db) == dump(built(OUTCOMES[:2]))


def test_every_row_reads_the_same_at_its_place() -> None:
    db = built(OUTCOMES)
    checked = 0
    for name in lists():
        query = f"SELECT r.raw, b.text, r.start_at, r.end_at FROM {name} r JOIN blocks b ON b.id = r.block_id"
        for raw, text, start, end in db.execute(query):
            assert text[slice(start, end)] == raw
            checked += 1
    assert checked == 3 * 6


def test_nothing_private_is_stored() -> None:
    text = dump(built(OUTCOMES))
    assert "填表人：＊＊" in text
    assert "杨帆" not in text


def test_money_is_whole_fen_and_keeps_its_printed_step() -> None:
    db = built(OUTCOMES[:1])
    stored = db.execute("SELECT amount_fen, step_fen, typeof(amount_fen) FROM amounts ORDER BY id").fetchall()
    assert stored == [(100_000_000, 10_000, "integer"), (80_500_000, 10_000, "integer")]


def test_views_speak_of_the_body_in_ten_thousand_yuan() -> None:
    db = built(OUTCOMES)
    row = next(iter(db.query("SELECT * FROM v_amounts WHERE \"文件\" = 'c.txt' AND \"口径\" = '全年执行'")))
    assert (row["机构"], row["市"], row["县"], row["年度"], row["万元"]) == ("岳阳市水利局", "岳阳市", "", 2022, 60.5)
    assert next(iter(db.query("SELECT * FROM v_evaluations WHERE 文件 = 'a.docx'")))["全年执行万元"] == 80.5
    assert all(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in set(views()) - {"v_restated"})


def test_a_two_character_word_is_found() -> None:
    db = built(OUTCOMES)
    query = 'SELECT "原文" FROM v_passages WHERE passage IN (SELECT rowid FROM passages WHERE passages MATCH ?)'
    found = [text for (text,) in db.execute(query, [match_query("岳阳")])]
    assert found == ["岳阳市水利局编制30人。填表人：＊＊"]


def test_the_findings_of_a_document_alone_are_those_of_the_database() -> None:
    db = built(OUTCOMES)
    for each in OUTCOMES:
        assert audit.findings_of(each) == audit.findings(db, document_id(each.source.sha256))
    (found,) = audit.findings_of(OUTCOMES[0])
    assert (found.rule, found.stated, found.expected, found.evaluation) == ("execution-rate", "90", "80.5", 0)
    assert found.places[0] == Place("table", 0, 0, 3)


def test_deleting_a_document_takes_its_rows_along() -> None:
    db = built(OUTCOMES)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("DELETE FROM documents WHERE filename = 'a.docx'")
    assert store.counts(db)["evaluations"] == 2
    assert store.counts(db)["blocks"] == 2 * 14


def test_a_failed_document_is_a_row_with_its_reason() -> None:
    failed = replace(outcome(), status="failed", reason="truncated", message="ends early", document=None, evaluations=(),
                     sections=(), issues=())  # fmt: skip
    db = built([failed])
    assert store.failed(db) == {failed.source.sha256: ("truncated", "ends early")}
    assert store.is_finished(db)


def test_a_place_that_is_not_in_the_document_is_refused() -> None:
    bad = replace(OUTCOMES[0].evaluations[0].goals[0], place=Place("table", 0, 9, 9))
    with pytest.raises(StoreError, match="r9 c9"):
        rows(replace(OUTCOMES[0], evaluations=(evaluation(goals=(bad,)),)), "1")


def test_a_failed_write_leaves_the_document_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    db = built(OUTCOMES[:1])
    before = dump(db)
    broken = shard(OUTCOMES[0], "2")
    broken["issues"] = [(None, *broken["issues"][0][1:])]
    monkeypatch.setattr(store, "shard", lambda *_: broken)
    with pytest.raises(sqlite3.IntegrityError):
        store.write(db, OUTCOMES[0], "2")
    assert dump(db) == before


def test_a_database_of_another_kind_or_version_is_refused(tmp_path: Path) -> None:
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE t (x)")
    foreign.close()
    with pytest.raises(StoreError, match="not a database made by jixiao"):
        store.open_database(tmp_path / "foreign.db")
    store.open_database(tmp_path / "old.db").close()
    old = sqlite3.connect(tmp_path / "old.db")
    old.execute("PRAGMA user_version = 0")
    old.close()
    with pytest.raises(StoreError, match="schema version 0"):
        store.open_database(tmp_path / "old.db")
    (tmp_path / "text.db").write_text("no database at all, but long enough to be looked at" * 40)
    with pytest.raises(StoreError, match="cannot open"):
        store.open_database(tmp_path / "text.db")
