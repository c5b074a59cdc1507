"""The audit of what changed says the same as the audit of everything."""

import random
from pathlib import Path
from typing import Any

import pytest

from extract import audit, scope, store
from extract.rows import document_id
from schemas.records import Outcome
from tests.outcomes import outcome

PLACED_ROWS = {
    "placed_amounts": "amounts",
    "placed_scores": "scores",
    "placed_staff": "personnel",
}
TABLES = ("findings", "finding_places", "rules", "documents")


def reports(number: int) -> list[Outcome]:
    """Reports with other contradictions each: the rate fits only some of the amounts."""
    return [
        outcome(f"r{index}.docx", f"{60 + index % 40}.{index % 10}5", f"第{index % 7}水利局") for index in range(number)
    ]


def content(db: store.Database) -> dict[str, list[Any]]:
    return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in TABLES}


def built(outcomes: list[Outcome], path: Path | None = None) -> store.Database:
    db = store.open_database(path)
    for each in outcomes:
        store.write(db, each, "1")
    return db


def full(outcomes: list[Outcome]) -> dict[str, list[Any]]:
    db = built(outcomes)
    audit.run(db)
    return content(db)


@pytest.mark.parametrize("seed", range(3))
def test_after_random_changes_the_findings_are_those_of_a_full_run(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "JOINED_GAP", 1 + seed)
    chance = random.Random(seed)
    pool, held = reports(30), dict[str, Outcome]()
    db = store.open_database(None)
    for _ in range(4):
        for each in chance.sample(pool, 9):
            if each.source.sha256 in held and chance.random() < 0.5:
                store.forget(db, each.source.sha256)
                del held[each.source.sha256]
            else:
                store.write(db, each, "1")
                held[each.source.sha256] = each
        audit.run(db)
        if chance.random() < 0.5:
            store.finish(db)
        assert content(db) == full(list(held.values()))
    assert len(content(db)["findings"]) > 3


def test_only_what_was_written_is_audited_again() -> None:
    made = reports(40)
    db = built(made)
    audit.run(db)
    first, *_, last = sorted(document_id(each.source.sha256) for each in made)
    for document in (first, last):
        db.execute("UPDATE findings SET message = 'kept' WHERE document_id = ? AND rule = 'execution-rate'", [document])
    store.write(db, next(each for each in made if document_id(each.source.sha256) == last), "1")
    audit.run(db)
    query = "SELECT document_id FROM findings WHERE message = 'kept'"
    assert {row[0] for row in db.execute(query)} == {first}
    audit.run(db, everything=True)
    assert db.execute(query).fetchall() == []


def test_other_rules_audit_everything_again(monkeypatch: pytest.MonkeyPatch) -> None:
    db = built(reports(3))
    audit.run(db)
    db.execute("UPDATE findings SET message = 'kept'")
    some = {name: rule for name, rule in audit.rules().items() if name in ("execution-rate", "score-sum")}
    monkeypatch.setattr(audit, "rules", lambda: some)
    audit.run(db)
    found = db.execute("SELECT rule, message FROM findings").fetchall()
    assert found
    assert all(rule in some and message != "kept" for rule, message in found)


def test_processes_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "MANY_SPANS", 1)
    monkeypatch.setattr(scope, "JOINED_GAP", 0)
    made = reports(12)
    db = built(made, tmp_path / "名 字%20?.db")
    db.conn.commit()
    audit.run(db, workers=2)
    assert content(db) == full(made)
    db.close()


def test_nothing_is_left_over_a_table_after_an_audit() -> None:
    db = built(reports(2))
    audit.run(db)
    assert db.execute("SELECT name FROM temp.sqlite_master WHERE name != 'shared_passages'").fetchall() == []
    assert all(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("amounts", "blocks"))


def test_a_rule_that_fails_leaves_the_findings_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    db = built(reports(3))
    audit.run(db)
    before = content(db)
    broken = {"x": audit.Rule("x", "error", "。", ".", "s", "SELECT 1 AS one")}
    monkeypatch.setattr(audit, "rules", lambda: broken)
    with pytest.raises(audit.RuleError):
        audit.run(db)
    assert content(db) == before
    store.write(db, reports(1)[0], "1")


def test_documents_that_stand_close_share_a_span() -> None:
    documents = [f"{number:016x}" for number in range(100)]
    chosen = [documents[0], documents[scope.JOINED_GAP], documents[60]]
    spans = scope.spans(documents, chosen)
    assert [span for span, _ in spans] == [
        (documents[0], f"{documents[scope.JOINED_GAP]}/"),
        (documents[60], f"{documents[60]}/"),
    ]
    assert [len(inside) for _, inside in spans] == [scope.JOINED_GAP + 1, 1]
    assert all(len(inside) <= scope.SPAN_DOCUMENTS for _, inside in scope.spans(documents, documents))


def test_what_rules_share_are_views_and_nothing_else() -> None:
    script = "-- a; b\nCREATE TEMP VIEW IF NOT EXISTS x AS\n-- indexed by one, two\n-- why\nSELECT 1;\n"
    assert scope.views_in(script) == {"x": scope.Shared("SELECT 1", ("one, two",))}
    with pytest.raises(audit.RuleError):
        scope.views_in("CREATE TEMP TABLE x AS SELECT 1;")


def test_across_is_said_of_documents_alone() -> None:
    head = "-- id: a-b\n-- severity: error\n-- says: 甲。\n-- english: A.\n-- source: s\n-- across: {}\nSELECT 1"
    assert audit.read_rule("a-b.sql", head.format("documents")).across
    with pytest.raises(audit.RuleError, match="bodies"):
        audit.read_rule("a-b.sql", head.format("bodies"))


@pytest.mark.parametrize("placed", sorted(PLACED_ROWS))
def test_the_place_that_an_id_tells_is_that_of_its_block(placed: str) -> None:
    db = built(reports(2))
    audit.prepare(db.conn)
    with scope.whole(db.conn):
        rows = db.execute(
            f"""SELECT p.table_no, p.row_no, p.col_no, b.table_no, b.row_no, b.col_no FROM {placed} p
            JOIN {PLACED_ROWS[placed]} r ON r.id = p.id JOIN blocks b ON b.id = r.block_id"""
        ).fetchall()
    assert rows
    assert all(row[:3] == row[3:] for row in rows)


def test_the_paragraph_that_an_id_tells_is_that_of_its_block() -> None:
    db = built(reports(2))
    audit.prepare(db.conn)
    with scope.whole(db.conn):
        query = "SELECT p.paragraph_no, b.paragraph_no FROM placed_staff p JOIN blocks b ON b.id = p.block_id"
        rows = db.execute(query).fetchall()
    assert rows
    assert all(told == placed is not None for told, placed in rows)
