"""Outcomes -> SQLite: one document is one transaction, and the same documents give the same dump in any order."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import sqlite_utils

from extract import passages, rankings, references, statistics, version
from extract.privacy import masked
from extract.rows import Shard, document_id, shard
from schemas.errors import StoreError
from schemas.records import Outcome
from schemas.sql import APPLICATION_ID, CREATE_PASSAGES, SCHEMA_VERSION, codes, create_all, lists, tables

Database = sqlite_utils.Database

_OF_DOCUMENT = (
    "finding_places", "findings", "issues", "own_passages", "statements", "sections", *reversed(tuple(lists())),
    "evaluations", "blocks",
)  # fmt: skip
# Tables so large that nobody wants to count them, and that nothing but documents changes.
_FOLLOWED = ("blocks", *lists(), "sections", "statements", "own_passages", "passage_blocks")
CACHE_KB = 64_000
WAIT_S = 10.0
_SHARED = ("documents", "regions", "organizations")


@dataclass(frozen=True, slots=True)
class Known:
    """What the database holds of one document: the name it was read under, the version that read it, its paths."""

    sha256: str
    filename: str
    extractor: str
    paths: tuple[str, ...]


@dataclass(slots=True)
class Changes:
    """What is written to a finished database, so that what is made of all documents together can follow it.

    `documents` are the ids of those that came, went or say something else now, `found` of those of which the audit says
    something else; `rows` how many rows the large tables have.
    """

    documents: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)
    rows: Counter[str] = field(default_factory=Counter)


def open_database(path: Path | None) -> Database:
    """The database at `path` (None: in memory), created where there is none.

    Raises StoreError for a file that is not ours, is of another schema version, or cannot be opened.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", timeout=WAIT_S)
        connection.execute("PRAGMA foreign_keys = OFF")
        db = Database(connection)
        _check_or_create(db, str(path))
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"cannot open {path} as a database: {error}") from error
    return db


def prepare_for_many(db: Database) -> None:
    """Gives the connection room for what many documents change, and has each commit on the disk before it counts."""
    db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    db.execute("PRAGMA synchronous = EXTRA")


def path_of(db: Database) -> Path | None:
    """The file a database is in; None in memory."""
    path = db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    return Path(path) if path else None


def write(db: Database, outcome: Outcome, extractor: str, changes: Changes | None = None) -> None:
    """Replaces everything the database holds of one document, in one transaction; nothing private is written."""
    fold(db, outcome.source.sha256, shard(masked(outcome), extractor), changes)


def fold(db: Database, sha256: str, rows: Shard, changes: Changes | None = None) -> None:
    """Puts the rows of one document in the place of what the database holds of it: all of them or none.

    `changes` follow; without them what is made of all documents together has to be made anew.
    """
    doc = document_id(sha256)
    with db.atomic():
        dropped = _leave(db, doc, changes)
        for name, entries in rows.items():
            db.conn.executemany(_insertion(name), entries)
    if changes is not None:
        changes.documents.add(doc)
        changes.rows.subtract(dropped)
        changes.rows.update({name: len(entries) for name, entries in rows.items() if name in _FOLLOWED})


def insert(db: Database, name: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Many rows of one table at once; StoreError for a column that it does not have."""
    # Straight to SQLite, for sqlite-utils looks at every value of every row first.
    columns = [column.name for column in tables()[name].columns]
    if unknown := {key for entry in entries for key in entry} - set(columns):
        raise StoreError(f"{name} has no column {sorted(unknown)[0]}")
    db.conn.executemany(_insertion(name), ([entry.get(column) for column in columns] for entry in entries))


@cache
def _insertion(name: str) -> str:
    columns = [column.name for column in tables()[name].columns]
    verb = "INSERT OR REPLACE" if name in _SHARED else "INSERT"
    return f"{verb} INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def forget(db: Database, sha256: str, changes: Changes | None = None) -> None:
    """Removes a document, its rows and its paths; `changes` follow."""
    doc = document_id(sha256)
    with db.atomic():
        dropped = _leave(db, doc, changes)
        db.execute("DELETE FROM files WHERE document_id = ?", [doc])
        db.execute("DELETE FROM sources WHERE document_id = ?", [doc])
        db.execute("DELETE FROM documents WHERE id = ?", [doc])
    if changes is not None:
        changes.documents.add(doc)
        changes.rows.subtract(dropped)


def known(db: Database) -> dict[str, Known]:
    """sha256 -> what the database holds of that document."""
    paths: dict[str, list[str]] = {}
    for document, path in db.execute("SELECT document_id, path FROM files WHERE document_id IS NOT NULL ORDER BY path"):
        paths.setdefault(document, []).append(path)
    documents = db.execute("SELECT id, sha256, filename, extractor FROM documents")
    return {
        sha256: Known(sha256, name, extractor, tuple(paths.get(doc, ()))) for doc, sha256, name, extractor in documents
    }


def failed(db: Database) -> dict[str, tuple[str, str]]:
    """sha256 -> (reason, message) of the documents that could not be read."""
    query = "SELECT sha256, reason, message FROM documents WHERE status = 'failed'"
    return {sha256: (reason, message) for sha256, reason, message in db.execute(query)}


def worst_loss(db: Database) -> tuple[float, str] | None:
    """(share, file name) of the document with the largest share of characters unaccounted for; None without any."""
    query = """SELECT unaccounted_share, filename FROM documents WHERE unaccounted_share IS NOT NULL
        ORDER BY unaccounted_share DESC, filename LIMIT 1"""
    row = db.execute(query).fetchone()
    return None if row is None else (row[0], row[1])


def is_finished(db: Database) -> bool:
    """False where anything was written after the last `finish` or `count_for_planner`, even if only in part."""
    if not db.execute("SELECT EXISTS (SELECT 1 FROM documents)").fetchone()[0]:
        return True
    texts = "SELECT EXISTS (SELECT 1 FROM blocks WHERE text <> ''), EXISTS (SELECT 1 FROM passage_blocks)"
    written, indexed = db.execute(texts).fetchone()
    return bool(written == indexed) and statistics.exist(db)


@contextmanager
def faults_told(path: Path | None) -> Iterator[None]:
    """Turns what SQLite says of a full disk or of another program's lock into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        told = str(error)
        if "locked" in told:
            message = f"another program is writing to {path}; run this again when it has ended"
        elif "full" in told or "I/O" in told:
            message = f"there is no room to write {path}: make some and run this again, it goes on where it stopped"
        else:
            raise
        raise StoreError(message) from error


def changes_to(db: Database) -> Changes:
    """Nothing yet, of a finished database."""
    return Changes(rows=Counter({name: count for name, count in statistics.rows(db).items() if name in _FOLLOWED}))


def finish(db: Database, changes: Changes | None = None) -> None:
    """What is made of all documents together: bodies nobody speaks of go, search index and rankings follow the changes.

    Without `changes` index and rankings are filled anew; either way they say the same. Raises StoreError where a row points
    to nothing.
    """
    with db.atomic():
        _drop_unused(db, "organizations", "id", "evaluations", "organization_id")
        _drop_unused(db, "regions", "code", "organizations", "region_code")
        if changes is None:
            passages.fill(db)
            rankings.fill(db)
            broken = references.broken(db, None)
        else:
            documents = sorted(changes.documents | changes.found)
            changes.rows["passage_blocks"] += passages.update(db, changes.documents)
            rankings.update(db, documents, [row[0] for row in db.execute("SELECT id FROM documents ORDER BY id")])
            broken = references.broken(db, documents)
        if broken:
            raise StoreError(f"a row of {broken[0]} points to no row of {broken[1]}")
    count_for_planner(db, changes)


def count_for_planner(db: Database, changes: Changes | None = None) -> None:
    """Brings the statistics up to date by which SQLite plans its queries."""
    statistics.make(db, changes.rows if changes else {})


def counts(db: Database, names: Iterable[str] | None = None) -> dict[str, int]:
    """Number of rows of the tables named, or of every table."""
    return {name: db.table(name).count for name in names or tables()}


def _check_or_create(db: Database, path: str) -> None:
    if not db.table_names():
        with db.atomic():
            _create(db)
    version.check(db.conn, path)


def _create(db: Database) -> None:
    for statement in _statements(create_all()):
        db.execute(statement)
    db.execute(CREATE_PASSAGES)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.table("codes").insert_all({"kind": c.kind, "code": c.code, "zh": c.zh, "en": c.en} for c in codes())


def _statements(script: str) -> Iterator[str]:
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []


def _leave(db: Database, doc: str, changes: Changes | None) -> Counter[str]:
    """Takes out all rows of a document but its own, and how many of each followed table; the database is unfinished then."""
    statistics.remove(db)
    placed = 0
    if changes is None:
        passages.clear(db)
    elif doc not in changes.documents:
        rankings.leave(db, doc)
        placed = passages.leave(db, doc)
    dropped = {name: _drop_rows(db, name, doc) for name in _OF_DOCUMENT}
    return Counter({name: dropped[name] for name in _FOLLOWED if name in dropped}) + Counter(passage_blocks=placed)


def _drop_rows(db: Database, name: str, doc: str) -> int:
    """Rows are addressed by their document, so one range of the key holds them all; how many there were."""
    key = tables()[name].key[0]
    return int(db.conn.execute(f"DELETE FROM {name} WHERE {key} >= ? AND {key} < ?", [f"{doc}.", f"{doc}/"]).rowcount)


def _drop_unused(db: Database, table: str, key: str, user: str, column: str) -> None:
    db.execute(f"DELETE FROM {table} WHERE {key} NOT IN (SELECT {column} FROM {user} WHERE {column} IS NOT NULL)")
