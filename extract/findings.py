"""Findings of the audit in the database: gathered beside it while others read, and put in the place of the old ones at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from extract.store import Database, insert
from schemas.sql import tables

FindingRow = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
_FOUND = ("findings", "finding_places")


def place_text(document: str, place: tuple[str, int | None, int | None]) -> str:
    """A place, in its own document without the document's id: `t3.r4.c5`, `p12:3-9`."""
    block, start, end = place
    return block.removeprefix(f"{document}.") + ("" if start is None else f":{start}-{end}")


@contextmanager
def new_findings(db: Database) -> Iterator[Callable[[Iterable[FindingRow]], None]]:
    """Gathers findings beside the database, which others may read meanwhile, for `replace_findings`."""
    for name in _FOUND:
        columns = ", ".join(column.name for column in tables()[name].columns)
        db.execute(f"CREATE TEMP TABLE new_{name} ({columns})")

    def add(rows: Iterable[FindingRow]) -> None:
        for finding, places in rows:
            db.conn.execute(f"INSERT INTO new_findings VALUES ({', '.join('?' * len(finding))})", finding)
            db.conn.executemany("INSERT INTO new_finding_places VALUES (?, ?, ?, ?, ?)", places)

    try:
        yield add
    finally:
        db.conn.commit()
        for name in _FOUND:
            db.execute(f"DROP TABLE temp.new_{name}")


def replace_findings(
    db: Database, rules: Sequence[Mapping[str, Any]], anew: Iterable[str], documents: Iterable[str], version: str
) -> set[str]:
    """Puts the gathered findings in the place of those of the documents, of the rules `anew`, and of rules that are gone.

    The documents are marked as audited by this version of the rules. Gives the ids of those that have other findings now.
    """
    db.conn.commit()
    kept = {rule["id"] for rule in rules} - set(anew)
    with db.atomic():
        db.execute("CREATE TEMP TABLE replaced (id TEXT PRIMARY KEY)")
        db.conn.executemany("INSERT INTO replaced VALUES (?)", ((document,) for document in documents))
        old = f"""SELECT id FROM findings WHERE document_id IN (SELECT id FROM replaced)
            OR rule NOT IN ({", ".join("?" * len(kept))})"""
        now = "SELECT * FROM temp.new_findings"
        was = f"SELECT * FROM findings WHERE id IN ({old})"
        other = f"SELECT document_id FROM ({now} EXCEPT {was}) UNION SELECT document_id FROM ({was} EXCEPT {now})"
        differing = {row[0] for row in db.execute(other, sorted(kept) * 2)}
        db.execute(f"DELETE FROM finding_places WHERE finding_id IN ({old})", sorted(kept))
        db.execute(f"DELETE FROM findings WHERE id IN ({old})", sorted(kept))
        db.execute("DELETE FROM rules")
        insert(db, "rules", rules)
        for name in _FOUND:
            db.execute(f"INSERT INTO {name} SELECT * FROM new_{name}")
        db.execute("UPDATE documents SET audited = ? WHERE id IN (SELECT id FROM replaced)", [version])
        db.execute("DROP TABLE replaced")
    return differing
