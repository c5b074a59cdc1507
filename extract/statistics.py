"""The statistics by which SQLite plans its queries. They are made last and go first, so they tell that a database is finished.

The averages come from the beginning of each index, which costs the same however large it is; the numbers of rows are exact.
Both depend on what the database holds alone, not on how it came to hold it.
"""

from collections.abc import Mapping

import sqlite_utils

SAMPLED_ROWS = 20_000
# How the full-text index lies on its pages depends on what was in it before.
_OF_INDEX = "DELETE FROM sqlite_stat1 WHERE tbl GLOB 'passages_*' AND tbl <> 'passages_docsize'"


def exist(db: sqlite_utils.Database) -> bool:
    """Whether there are statistics."""
    made = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"
    return bool(db.execute(made).fetchone() and db.execute("SELECT 1 FROM sqlite_stat1").fetchone())


def remove(db: sqlite_utils.Database) -> None:
    """Takes the statistics away, in the transaction that changes rows."""
    if exist(db):
        db.execute("DELETE FROM sqlite_stat1")


def forget(db: sqlite_utils.Database) -> None:
    """Makes SQLite plan as in a new database, so that what depends on a plan does not depend on earlier builds."""
    if "sqlite_stat1" in db.table_names():
        with db.atomic():
            db.execute("DELETE FROM sqlite_stat1")
        db.execute("ANALYZE sqlite_schema")


def rows(db: sqlite_utils.Database) -> dict[str, int]:
    """Table -> its number of rows when the statistics were made; empty where there are none."""
    if not exist(db):
        return {}
    return dict(db.execute("SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl"))


def make(db: sqlite_utils.Database, known: Mapping[str, int]) -> None:
    """Makes the statistics anew, in order, for they are part of a dump. `known` numbers of rows need not be counted."""
    db.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
    with db.atomic():
        db.execute("ANALYZE")
        db.execute(_OF_INDEX)
        counted = db.execute("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx").fetchall()
        exact = {name: known.get(name) or _count(db, name) for name in {row[0] for row in counted}}
        db.execute("DELETE FROM sqlite_stat1")
        db.conn.executemany(
            "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)",
            ((table, index, " ".join([str(exact[table]), *stat.split()[1:]])) for table, index, stat in counted),
        )
    db.execute("ANALYZE sqlite_schema")  # so that this connection, too, plans by the exact numbers


def _count(db: sqlite_utils.Database, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
