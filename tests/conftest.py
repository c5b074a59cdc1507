"""Databases for tests: an empty one, and one filled from the short rows of a rule's cases."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from extract import audit, store
from extract.amount_sets import place_in_sets
from extract.record_rows import reading_of_result
from extract.rows import amounts_print, passage_rows, statement_rows
from schemas.sql import codes, lists, tables

DOC = "0123456789abcdef"
OTHER = "fedcba9876543210"
Case = dict[str, Any]

_DEFAULTS: dict[str, Case] = {
    "evaluations": {"document_id": DOC, "scope": "department", "fiscal_year": 2022, "total_score_step": 1.0},
    "amounts": {
        "label": "金额", "measure": "actual", "year": 2022, "step_fen": 10_000, "unit": "万元", "unit_from": "cell",
        "unit_inferred": 0, "institution": None, "within": None,
    },
    "personnel": {"count_step": 1.0},
    "indicators": {"weight_step": 1.0, "score_step": 1.0},
    "scores": {"weight_step": 1.0, "score_step": 1.0, "rate_step": 1.0},
    "goals": {},
    "facilities": {},
}  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """--regen writes the expected files of the examples anew; the tests fail all the same, so that they are read."""
    parser.addoption("--regen", action="store_true", help="write the examples' expected files anew")


@pytest.fixture(autouse=True)
def volume_of_logs() -> Iterator[None]:
    """The command sets how much is logged for the whole process; the next test finds it as it was."""
    loggers = [logging.getLogger(name) for name in (None, "extract", "parsers", "schemas", "corpus")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def fresh_db() -> store.Database:
    """An empty database in memory."""
    return store.open_database(None)


@pytest.fixture
def fired(fresh_db: store.Database) -> Callable[[str, Case], list[Case]]:
    """Runs one rule over the rows of a case: what it finds."""

    def run(rule: str, case: Case) -> list[Case]:
        fill(fresh_db, case)
        audit.run(fresh_db)
        query = "SELECT rule, stated, expected, message, evaluation_id FROM findings WHERE rule = ? ORDER BY id"
        return list(fresh_db.query(query, [rule]))

    return run


def fill(db: store.Database, case: Case) -> None:
    """Inserts the short rows of a case: `wan` is money in 万元, `at` a place (t0.r1.c2, p3), `of` an evaluation.

    `title` is the document's, `texts` are blocks by place; the number of a paragraph is its position too. `sections` begin at a paragraph.
    `elsewhere` holds texts and sections of another document, OTHER.
    """
    assert codes()
    documents = {entry.get("document_id", DOC) for entry in case.get("evaluations", [{}])}
    titled = {"title": case["title"]} if "title" in case else {}
    db.table("documents").insert_all(_document(identity) | titled for identity in sorted(documents))
    for index, entry in enumerate(case.get("evaluations", [{}])):
        db.table("evaluations").insert(
            {"id": f"{DOC}.e{index}", "position": index, **_DEFAULTS["evaluations"], **entry}
        )
    blocks: set[str] = set()
    for name, table in lists().items():
        rows = [
            _row(name, str(table.list_letter), ordinal, dict(entry), blocks)
            for ordinal, entry in enumerate(case.get(name, []))
        ]
        if name == "amounts":
            place_in_sets(rows)
        db.table(name).insert_all(rows)
    _print_amounts(db)
    for position, block in enumerate(sorted(blocks)):
        db.table("blocks").insert(_block(block, position))
    _tell(db, DOC, case)
    _tell(db, OTHER, case.get("elsewhere", {}))


def _tell(db: store.Database, document: str, case: Case) -> None:
    for place, text in case.get("texts", {}).items():
        block = {**_block(f"{document}.{place}", int(place[1:].split(".")[0])), "text": text}
        db.table("blocks").insert(block, replace=True)
        db.table("statements").insert_all(statement_rows(block))
    for ordinal, entry in enumerate(case.get("sections", [])):
        place = f"{document}.{entry['at']}"
        db.table("sections").insert(
            {"id": f"{document}.h{ordinal}", "document_id": document, "position": ordinal, "title": entry.get("title", "x"), "level": 1,
             "kind": entry["kind"], "text": entry.get("text", ""), "block_id": place}
        )  # fmt: skip

    paragraphs = [(int(place[1:]), text) for place, text in case.get("texts", {}).items() if place[0] == "p"]
    headings = [(int(entry["at"][1:]), entry["kind"]) for entry in case.get("sections", [])]
    db.table("own_passages").insert_all(passage_rows(document, paragraphs, headings))


def _print_amounts(db: store.Database) -> None:
    for (evaluation,) in db.execute("SELECT id FROM evaluations").fetchall():
        amounts = db.execute("SELECT measure, amount_fen FROM amounts WHERE evaluation_id = ?", [evaluation]).fetchall()
        db.table("evaluations").update(evaluation, {"amounts_print": amounts_print(amounts)})


def _document(identity: str) -> Case:
    return {"id": identity, "sha256": identity * 4, "filename": "case.docx", "media_type": "", "size_bytes": 1,
            "extractor": "", "status": "ok", "paragraph_count": 0, "table_count": 0, "evaluation_count": 1,
            "issue_count": 0}  # fmt: skip


def _row(name: str, letter: str, ordinal: int, entry: Case, blocks: set[str]) -> Case:
    evaluation = f"{DOC}.e{entry.pop('of', 0)}"
    row = {"id": f"{evaluation}.{letter}{ordinal}", "evaluation_id": evaluation, "position": ordinal, "raw": "",
           "read_by": "", "certainty": "exact", **_DEFAULTS[name]}  # fmt: skip
    if "wan" in entry:
        row["amount_fen"] = round(entry.pop("wan") * 1_000_000)
    for key, value in entry.items():
        if key == "at" or (key.endswith("_at") and key not in ("start_at", "end_at")):
            key, value = ("block_id" if key == "at" else f"{key.removesuffix('_at')}_block_id"), f"{DOC}.{value}"
            blocks.add(value)
        row[key] = value
    if "block_id" not in row:
        row["block_id"] = f"{DOC}.t0.r{ordinal}.c0"
        blocks.add(row["block_id"])
    if name == "indicators":
        texts = {key: row.get(key) for key in ("level1", "level2", "level3", "target", "actual")}
        row |= reading_of_result(texts, "unit_block_id" in row)
    unknown = set(row) - {column.name for column in tables()[name].columns}
    assert not unknown, f"no such columns in {name}: {unknown}"
    return row


def _block(identity: str, position: int) -> Case:
    cell = re.fullmatch(r"t(\d+)\.r(\d+)\.c(\d+)", identity.split(".", 1)[1])
    head = {"id": identity, "document_id": identity.split(".")[0], "position": position, "text": "x"}
    if cell:
        table, row, col = map(int, cell.groups())
        return {**head, "kind": "cell", "table_no": table, "row_no": row, "col_no": col}
    return {**head, "kind": "paragraph", "paragraph_no": int(identity.rsplit(".p", 1)[1])}
