"""Whether every row that documents have points to a row that is there.

SQLite's own check looks at whole tables, and also at those that were just made from the rows they point to.
"""

from collections.abc import Iterable

import sqlite_utils

from schemas.sql import tables

# Made of all documents together, from the very rows that they point to.
_MADE = ("passage_blocks", "rankings")
_WHOLE = ("files", "sources", "organizations")


def broken(db: sqlite_utils.Database, documents: Iterable[str] | None) -> tuple[str, str] | None:
    """(table, the table it points to) of a row of the documents, None: of all of them, that points to nothing."""
    for name in _WHOLE if documents is not None else (each for each in tables() if each not in _MADE):
        if found := db.execute(f"PRAGMA foreign_key_check({name})").fetchone():
            return found[0], found[2]
    if documents is None:
        return None
    asked = list(_questions())
    for document in documents:
        span = [f"{document}", f"{document}/"]
        for name, other, question in asked:
            if db.execute(question, span).fetchone():
                return name, other
    return None


def _questions() -> Iterable[tuple[str, str, str]]:
    for name, table in tables().items():
        for column in table.columns:
            if column.of is not None and name not in (*_MADE, *_WHOLE):
                key, other = table.key[0], tables()[column.of].key[0]
                yield (
                    name,
                    column.of,
                    f"""SELECT 1 FROM {name} r WHERE r.{key} >= ? AND r.{key} < ? AND r.{column.name} IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM {column.of} o WHERE o.{other} = r.{column.name}) LIMIT 1""",
                )
