"""Outcomes -> SQLite: one document is one transaction, and the same documents give the same dump in any order."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

FindingRow = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
_OF_DOCUMENT = (
    "finding_places", "findings", "issues", "own_passages", "statements", "sections", *reversed(tuple(lists())),
    "evaluations", "blocks",
)  # fmt: skip
# Tables so large that nobody wants to count them, and that nothing but documents changes.
_FOLLOWED = ("blocks", *lists(), "sections", "statements", "own_passages", "passage_blocks")
CACHE_KB = 64_000
WAIT_S = 10.0
_FOUND = ("findings", "finding_places")
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


def _insert(db: Database, name: str, entries: Sequence[Mapping[str, Any]]) -> None:
    """Many rows of one table at once, straight to SQLite: sqlite-utils looks at every value of every row first."""
    columns = [column.name for column in tables()[name].columns]
    if unknown := {key for entry in entries for key in entry} - set(columns):
        raise StoreError(f"{name} has no column {sorted(unknown)[0]}")
    db.conn.executemany(_insertion(name), ([entry.get(column) for column in columns] for entry in entries))


@cache
def _insertion(name: str) -> str:
    columns = [column.name for column in tables()[name].columns]
    verb = "INSERT OR REPLACE" if name in _SHARED else "INSERT"
    return f"{verb} INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def place_files(db: Database, paths: Iterable[tuple[str, str | None, str | None]]) -> None:
    """Records (path, sha256 or None, message): which document stands at which path."""
    entries = [
        {"path": path, "document_id": document_id(sha) if sha else None, "message": message, "gone": 0}
        for path, sha, message in paths
    ]
    if entries:
        with db.atomic():
            statistics.remove(db)
            db.table("files").insert_all(entries, replace=True)


def mark_gone(db: Database, paths: Iterable[str]) -> int:
    """Marks paths at which there is no file any more, what stood there stays; how many were not marked yet."""
    with db.atomic():
        before = db.conn.total_changes
        db.conn.executemany("UPDATE files SET gone = 1 WHERE path = ? AND NOT gone", ([path] for path in paths))
        if changed := db.conn.total_changes - before:
            statistics.remove(db)
    return changed


def place_sources(db: Database, sources: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Records where documents were published, by document id; gives how many had other rows. Unknown documents are passed over."""
    stored: dict[str, list[Mapping[str, Any]]] = {}
    for row in db.query("SELECT * FROM sources ORDER BY document_id, url"):
        stored.setdefault(row["document_id"], []).append(row)
    here = {row[0] for row in db.execute("SELECT id FROM documents")}
    changed = {doc: rows for doc, rows in sources.items() if doc in here and list(rows) != stored.get(doc, [])}
    with db.atomic():
        if changed:
            statistics.remove(db)
        for doc, rows in changed.items():
            db.execute("DELETE FROM sources WHERE document_id = ?", [doc])
            _insert(db, "sources", rows)
    return len(changed)


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


def forget_paths(db: Database, paths: Iterable[str]) -> None:
    """Removes paths; documents that stood nowhere else stay until `forget`."""
    with db.atomic():
        for path in paths:
            statistics.remove(db)
            db.execute("DELETE FROM files WHERE path = ?", [path])


def gone(db: Database) -> set[str]:
    """The paths marked as gone."""
    return {path for (path,) in db.execute("SELECT path FROM files WHERE gone")}


def known(db: Database) -> dict[str, Known]:
    """sha256 -> what the database holds of that document."""
    paths: dict[str, list[str]] = {}
    for document, path in db.execute("SELECT document_id, path FROM files WHERE document_id IS NOT NULL ORDER BY path"):
        paths.setdefault(document, []).append(path)
    documents = db.execute("SELECT id, sha256, filename, extractor FROM documents")
    return {
        sha256: Known(sha256, name, extractor, tuple(paths.get(doc, ()))) for doc, sha256, name, extractor in documents
    }


def unreadable(db: Database) -> dict[str, str]:
    """path -> why the file there could not be opened."""
    return dict(db.execute("SELECT path, message FROM files WHERE document_id IS NULL"))


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
        _insert(db, "rules", rules)
        for name in _FOUND:
            db.execute(f"INSERT INTO {name} SELECT * FROM new_{name}")
        db.execute("UPDATE documents SET audited = ? WHERE id IN (SELECT id FROM replaced)", [version])
        db.execute("DROP TABLE replaced")
    return differing


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
