"""Answers to the site's standing questions and the figures of its dashboards, made once so that nobody waits for them."""

from importlib.resources import files

import sqlite_utils

_RANKED = """INSERT INTO rankings (question, place, evaluation_id, year, row_id, other_id, value, n1, n2, n3, n4)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_BODIES = """UPDATE rankings SET (province, sector) = (SELECT o.province, o.sector FROM evaluations e
JOIN organizations o ON o.id = e.organization_id WHERE e.id = rankings.evaluation_id)"""

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
    """Question -> the SELECT that answers it, in order. Source: answers/*.sql."""
    return _read("answers")


def figures() -> dict[str, str]:
    """Figure of a dashboard -> the SELECT that counts it. Source: summaries/*.sql."""
    return _read("summaries")


def fill(db: sqlite_utils.Database) -> None:
    """Replaces all rows of `rankings` and `summaries`."""
    db.execute("DELETE FROM rankings")
    for question, answer in questions().items():
        rows = db.conn.execute(answer)
        db.conn.executemany(_RANKED, ([question, place, *row] for place, row in enumerate(rows, 1)))
    db.execute(_BODIES)
    _summarize(db)


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
