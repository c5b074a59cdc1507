"""Answers to the site's standing questions and the figures of its dashboards, made once so that nobody waits for them.

A file of answers/ gives rows of one question with `place`, by which they are ordered, the smallest first. Where an answer
depends on more than the document it is about, a line `-- compares:` says on what: `bodies` on the other reports of the same
body, `peers` on those of the same sector and year, `everything` on all. So after a change only what it touches is asked anew.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files

import regex
import sqlite_utils

from extract import scope

_RANKED = """INSERT INTO main.rankings
  (question, place, subject, evaluation_id, year, province, sector, row_id, other_id, value, n1, n2, n3, n4)
SELECT :question, coalesce(a.place, 1e300), coalesce(a.row_id, a.evaluation_id) || coalesce(' ' || a.other_id, '') || coalesce(' ' || a.year, ''),
  a.evaluation_id, a.year, o.province, o.sector, a.row_id, a.other_id, a.value, a.n1, a.n2, a.n3, a.n4
FROM ({}) a LEFT JOIN main.evaluations e ON e.id = a.evaluation_id LEFT JOIN main.organizations o ON o.id = e.organization_id
ORDER BY 2, 3"""
_OF_DOCUMENTS = "DELETE FROM main.rankings WHERE question = ? AND evaluation_id >= ? AND evaluation_id < ?"

# What a change touches: the reports of a body, and those of one sector and year.
_TOUCHED = {
    "bodies": (
        "CREATE TEMP TABLE IF NOT EXISTS touched_bodies (body TEXT PRIMARY KEY)",
        """INSERT OR IGNORE INTO temp.touched_bodies SELECT organization_id FROM main.evaluations
        WHERE document_id = ? AND organization_id IS NOT NULL""",
        "SELECT * FROM main.evaluations WHERE organization_id IN (SELECT body FROM temp.touched_bodies)",
    ),
    "peers": (
        "CREATE TEMP TABLE IF NOT EXISTS touched_peers (sector TEXT, year INTEGER, UNIQUE (sector, year))",
        """INSERT OR IGNORE INTO temp.touched_peers SELECT coalesce(o.sector, ''), coalesce(e.fiscal_year, 0)
        FROM main.evaluations e JOIN main.organizations o ON o.id = e.organization_id WHERE e.document_id = ?""",
        """SELECT e.* FROM main.organizations o CROSS JOIN main.evaluations e ON e.organization_id = o.id
        WHERE (coalesce(o.sector, ''), coalesce(e.fiscal_year, 0)) IN (SELECT sector, year FROM temp.touched_peers)""",
    ),
}  # fmt: skip

# Every evaluation once for each area it counts in (everywhere, its province, its sector), under its year and under 0, all years.
_COVERED = """CREATE TEMP TABLE covered AS
WITH known AS (
  SELECT e.id AS evaluation_id, e.fiscal_year, e.organization_id, e.scope, e.grade, o.sector,
    coalesce(substr(o.region_code, 1, 2) || '0000', 'unknown') AS province,
    100.0 * e.total_score / coalesce(e.total_weight, 100) AS score, x.n1 AS budget, x.n2 AS executed, h.n1 AS spent, h.n2 AS staff
  FROM evaluations e LEFT JOIN organizations o ON o.id = e.organization_id
  LEFT JOIN rankings x INDEXED BY rankings_question_evaluation_id ON x.question = 'lowest-execution' AND x.evaluation_id = e.id
  LEFT JOIN rankings h INDEXED BY rankings_question_evaluation_id ON h.question = 'three-public-per-head' AND h.evaluation_id = e.id
), areas AS (
  SELECT 'all' AS area, known.* FROM known
  UNION ALL SELECT province, known.* FROM known
  UNION ALL SELECT 'sector.' || sector, known.* FROM known WHERE sector IS NOT NULL
)
SELECT areas.*, fiscal_year AS year FROM areas WHERE fiscal_year IS NOT NULL UNION ALL SELECT areas.*, 0 FROM areas"""


def questions() -> dict[str, str]:
    """Question -> the SELECT that answers it. Source: answers/*.sql."""
    return _read("answers")


def figures() -> dict[str, str]:
    """Figure of a dashboard -> the SELECT that counts it. Source: summaries/*.sql."""
    return _read("summaries")


def fill(db: sqlite_utils.Database) -> None:
    """Replaces all rows of `rankings` and `summaries`."""
    db.execute("DELETE FROM rankings")
    for question, answer in questions().items():
        _rank(db.conn, question, answer)
    _summarize(db)


def leave(db: sqlite_utils.Database, document: str) -> None:
    """Takes the answers about a stored document out and notes for `update` what they were compared with."""
    for question in questions():
        db.execute(_OF_DOCUMENTS, [question, f"{document}.", f"{document}/"])
    _touch(db.conn, [document])


def update(db: sqlite_utils.Database, documents: Sequence[str], everything: Sequence[str]) -> None:
    """Answers anew what depends on the documents (sorted, they may be gone) that have been through `leave` or were not there.

    `everything` are the ids of all documents, sorted.
    """
    _touch(db.conn, documents)
    spans = scope.spans(everything, set(documents) & set(everything))
    with scope.tables_of_span(db.conn) as move:
        for span, _ in spans:
            move(span)
            for question, answer in _comparing(None):
                db.execute(_OF_DOCUMENTS, [question, *span])
                _rank(db.conn, question, answer)
    for compared in _TOUCHED:
        with _only_touched(db.conn, compared):
            for question, answer in _comparing(compared):
                db.execute(
                    "DELETE FROM rankings WHERE question = ? AND evaluation_id IN (SELECT id FROM evaluations)",
                    [question],
                )
                _rank(db.conn, question, answer)
        db.execute(f"DROP TABLE temp.touched_{compared}")
    for question, answer in _comparing("everything"):
        db.execute("DELETE FROM rankings WHERE question = ?", [question])
        _rank(db.conn, question, answer)
    _summarize(db)


def _comparing(compared: str | None) -> Iterator[tuple[str, str]]:
    for question, answer in questions().items():
        told = regex.search(r"^-- compares: (\w+)$", answer, flags=regex.MULTILINE)
        if (told and told[1]) == compared:
            yield question, answer


def _rank(connection: sqlite3.Connection, question: str, answer: str) -> None:
    connection.execute(_RANKED.format(answer), {"question": question})


def _touch(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    for create, note, _ in _TOUCHED.values():
        connection.execute(create)
        connection.executemany(note, ([document] for document in documents))


@contextmanager
def _only_touched(connection: sqlite3.Connection, compared: str) -> Iterator[None]:
    """While it lasts, there are no evaluations but those that a change touched."""
    connection.execute(f"CREATE TEMP VIEW evaluations AS {_TOUCHED[compared][2]}")
    try:
        yield
    finally:
        connection.execute("DROP VIEW temp.evaluations")


def _summarize(db: sqlite_utils.Database) -> None:
    db.execute("DELETE FROM summaries")
    db.execute(_COVERED)
    db.execute("CREATE INDEX temp.covered_evaluation ON covered (evaluation_id)")
    for figure, counted in figures().items():
        db.execute(
            f"INSERT INTO summaries (area, figure, year, band, number, value) SELECT area, ?, year, band, number, value FROM ({counted})",
            [figure],
        )
    db.execute("DROP TABLE temp.covered")


def _read(folder: str) -> dict[str, str]:
    entries = (files("extract") / folder).iterdir()
    return dict(sorted((entry.name.removesuffix(".sql"), entry.read_text(encoding="utf8")) for entry in entries))
