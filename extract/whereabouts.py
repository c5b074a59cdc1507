"""Where documents stand, in the database: the files they were found in, and the addresses they were published at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract import statistics
from extract.rows import document_id
from extract.store import Database, insert


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
            insert(db, "sources", rows)
    return len(changed)


def forget_paths(db: Database, paths: Iterable[str]) -> None:
    """Removes paths; documents that stood nowhere else stay until `forget`."""
    with db.atomic():
        for path in paths:
            statistics.remove(db)
            db.execute("DELETE FROM files WHERE path = ?", [path])


def gone(db: Database) -> set[str]:
    """The paths marked as gone."""
    return {path for (path,) in db.execute("SELECT path FROM files WHERE gone")}


def unreadable(db: Database) -> dict[str, str]:
    """path -> why the file there could not be opened."""
    return dict(db.execute("SELECT path, message FROM files WHERE document_id IS NULL"))
