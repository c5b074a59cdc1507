"""Answers to the site's standing questions, put in order once for all documents, so that nobody waits for them."""

from importlib.resources import files

import sqlite_utils

_INSERT = """INSERT INTO rankings (question, place, evaluation_id, year, row_id, other_id, value, n1, n2, n3, n4)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PROVINCES = """UPDATE rankings SET province = (SELECT o.province FROM evaluations e JOIN organizations o ON o.id = e.organization_id
WHERE e.id = rankings.evaluation_id)"""


def questions() -> dict[str, str]:
    """Question -> the SELECT that answers it, in order. Source: answers/*.sql."""
    folder = files("extract") / "answers"
    found = {entry.name.removesuffix(".sql"): entry.read_text(encoding="utf8") for entry in folder.iterdir()}
    return dict(sorted(found.items()))


def fill(db: sqlite_utils.Database) -> None:
    """Replaces all rows of `rankings`."""
    db.execute("DELETE FROM rankings")
    for question, answer in questions().items():
        rows = db.conn.execute(answer)
        db.conn.executemany(_INSERT, ([question, place, *row] for place, row in enumerate(rows, 1)))
    db.execute(_PROVINCES)
