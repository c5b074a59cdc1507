"""The manifest: which addresses were looked at, when, what was there, and what a crawl has still to fetch. SQLite."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from schemas.errors import ManifestError

APPLICATION_ID = 0x6A787A70
VERSION = 2
NAME = "manifest.sqlite"


@dataclass(frozen=True, slots=True)
class Task:
    """One address to fetch: as what, found on which page under which words, how deep below its source."""

    role: str
    url: str
    post: str | None = None
    source: int = -1
    depth: int = 0
    hops: int = 0
    via: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        """The address, with the body where one is posted: what makes two tasks one."""
        return self.url if self.post is None else f"{self.url}#{self.post}"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was last seen; `found` are the links a page led to, `rules` those it was read by."""

    key: str
    url: str
    portal: str
    role: str
    state: str
    status: int | None = None
    filename: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    text_sha256: str | None = None
    rules: str | None = None
    found: str | None = None
    first_seen: str = ""
    checked: str = ""

    @property
    def links(self) -> list[list[Any]] | None:
        """The links as they were kept, None where the address was never read as a page."""
        return None if self.found is None else json.loads(self.found)


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record of evidence lies: file, first byte, length in bytes."""

    warc: str
    at_byte: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at an address. `outcome` says what it came to."""

    outcome: str
    status: int | None = None
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    record: Record | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A stored document: its hash, the suffix and type it was recognised as, the address that first gave it."""

    sha256: str
    suffix: str
    media_type: str
    size_bytes: int
    first_seen: str
    payload: str | None
    url: str


_TASK = [field.name for field in fields(Task)]
_ADDRESS = [field.name for field in fields(Address)]


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Manifest:
    """The manifest at `path`, made where there is none; None for one in memory. Raises ManifestError."""

    def __init__(self, path: Path | None, readonly: bool = False) -> None:
        try:
            self._db = _connect(path, readonly)
            if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0 and not readonly:
                schema = (files("corpus") / "manifest.sql").read_text(encoding="utf8")
                self._db.executescript(
                    f"BEGIN; {schema} PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION}; COMMIT"
                )
            if self._pragma("application_id") != APPLICATION_ID or self._pragma("user_version") != VERSION:
                raise ManifestError(f"{path} is no manifest of this version of jixiao")
        except sqlite3.Error as error:
            raise ManifestError(f"cannot open {path} as a manifest: {error}") from error

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction: all of it lasts, or none. Raises ManifestError where the file cannot be written."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise ManifestError(f"the manifest cannot be written: {error}") from error

    def _roll_back(self) -> None:
        """Some errors of SQLite have rolled back already."""
        if self._db.in_transaction:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")

    def _pragma(self, name: str) -> Any:
        return self._db.execute(f"PRAGMA {name}").fetchone()[0]

    # --- runs and what they have still to fetch

    def open_run(self, portal: str, body: str | None, region: str | None, rules: str, agent: str) -> tuple[int, bool]:
        """(the run of a portal, whether it goes on with one that was cut short). Other rules begin anew."""
        with self.change():
            self._db.execute("INSERT OR REPLACE INTO portals VALUES (?, ?, ?)", [portal, body, region])
            open_runs = self._db.execute(
                "SELECT id, rules FROM runs WHERE portal = ? AND ended IS NULL", [portal]
            ).fetchall()
            for run, said in open_runs:
                if said == rules:
                    return run, True
                self._end(run, "abandoned: other rules")
            made = self._db.execute(
                "INSERT INTO runs (portal, rules, agent, began) VALUES (?, ?, ?, ?)", [portal, rules, agent, now()]
            )
            return int(made.lastrowid or 0), False

    def end_run(self, run: int, outcome: str) -> None:
        """Closes a run: there is nothing left to fetch, or a bound was reached."""
        with self.change():
            self._end(run, outcome)

    def _end(self, run: int, outcome: str) -> None:
        self._db.execute("UPDATE runs SET ended = ?, outcome = ? WHERE id = ?", [now(), outcome, run])
        self._db.execute("DELETE FROM frontier WHERE run = ?", [run])

    def enqueue(self, run: int, tasks: Iterable[Task]) -> list[Task]:
        """Adds to a run what it does not have yet, in order; gives what was new. Inside `change`."""
        new: list[Task] = []
        last = "SELECT max(number) FROM frontier WHERE run = ? AND state = ?"
        numbers = [self._db.execute(last, [run, state]).fetchone()[0] for state in ("waiting", "done")]
        number = max((each for each in numbers if each is not None), default=0)
        for task in tasks:
            row = [run, task.key, "waiting", *(getattr(task, name) for name in _TASK), number + len(new) + 1]
            sql = f"INSERT OR IGNORE INTO frontier (run, key, state, {', '.join(_TASK)}, number) VALUES ({_marks(row)})"
            if self._db.execute(sql, row).rowcount:
                new.append(task)
        return new

    def waiting(self, run: int) -> list[Task]:
        """What a run has still to fetch, in the order it was found."""
        sql = f"SELECT {', '.join(_TASK)} FROM frontier WHERE run = ? AND state = 'waiting' ORDER BY number"
        return [Task(*row) for row in self._db.execute(sql, [run])]

    def done(self, run: int, key: str) -> None:
        """Marks an address of a run as fetched. Inside `change`."""
        self._db.execute("UPDATE frontier SET state = 'done' WHERE run = ? AND key = ?", [run, key])

    def progress(self, run: int) -> dict[str, int]:
        """How many pages and documents a run has fetched or found unchanged."""
        sql = "SELECT role = 'document', count(*) FROM frontier WHERE run = ? AND state = 'done' GROUP BY 1"
        counts = {bool(row[0]): row[1] for row in self._db.execute(sql, [run])}
        return {"pages": counts.get(False, 0), "documents": counts.get(True, 0)}

    # --- addresses, sightings, contents

    def address(self, key: str) -> Address | None:
        """What is known of an address."""
        row = self._db.execute(f"SELECT {', '.join(_ADDRESS)} FROM addresses WHERE key = ?", [key]).fetchone()
        return Address(*row) if row else None

    def documents_of(self, portal: str) -> list[Address]:
        """The addresses of a portal at which a document is, or was until it was withdrawn."""
        sql = f"SELECT {', '.join(_ADDRESS)} FROM addresses WHERE portal = ? AND state IN ('present', 'gone') AND sha256 IS NOT NULL ORDER BY key"
        return [Address(*row) for row in self._db.execute(sql, [portal])]

    def put_address(self, address: Address) -> None:
        """Records an address as it is now; the time it was first seen stays. Inside `change`."""
        row = [getattr(address, name) for name in _ADDRESS]
        keep = ", ".join(f"{name} = excluded.{name}" for name in _ADDRESS if name not in ("key", "first_seen"))
        self._db.execute(
            f"INSERT INTO addresses ({', '.join(_ADDRESS)}) VALUES ({_marks(row)}) ON CONFLICT (key) DO UPDATE SET {keep}",
            row,
        )

    def sight(self, run: int, key: str, sighting: Sighting) -> None:
        """Records one look at an address, and how long its file of evidence is now. Inside `change`."""
        record = sighting.record
        row = [
            run, key, now(), sighting.outcome, sighting.status, sighting.sha256, sighting.etag, sighting.last_modified,
            sighting.location, *((record.warc, record.at_byte, record.bytes) if record else (None, None, None)), sighting.message,
        ]  # fmt: skip
        self._db.execute(
            "INSERT INTO sightings (run, key, at, outcome, status, sha256, etag, last_modified, location, warc, at_byte,"
            f" bytes, message) VALUES ({_marks(row)})", row,
        )  # fmt: skip
        if record:
            self._db.execute("INSERT OR REPLACE INTO warcs VALUES (?, ?)", [record.warc, record.at_byte + record.bytes])

    def put_link(self, key: str, page: str, text: str) -> None:
        """Records that a page leads to an address with these words. Inside `change`."""
        self._db.execute(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key, page) DO UPDATE SET text = excluded.text, last_seen = excluded.last_seen",
            [key, page, text, now(), now()],
        )

    def content(self, sha256: str) -> Content | None:
        """What is known of a stored document."""
        row = self._db.execute("SELECT * FROM documents WHERE sha256 = ?", [sha256]).fetchone()
        return Content(*row) if row else None

    def put_content(self, content: Content, members: Iterable[tuple[str, Content]] = ()) -> None:
        """Records a document, with those in it by name; one that is known stays as it was first seen. Inside `change`."""
        row = [getattr(content, field.name) for field in fields(Content)]
        self._db.execute(f"INSERT OR IGNORE INTO documents VALUES ({_marks(row)})", row)
        for name, member in members:
            self.put_content(member)
            self._db.execute("INSERT OR IGNORE INTO members VALUES (?, ?, ?)", [content.sha256, name, member.sha256])

    # --- reading it whole

    def contents(self) -> Iterator[Content]:
        """Every stored document, by hash."""
        for row in self._db.execute("SELECT * FROM documents ORDER BY sha256"):
            yield Content(*row)

    def members(self) -> dict[str, dict[str, str]]:
        """archive -> name in it -> SHA-256 of the document."""
        found: dict[str, dict[str, str]] = {}
        for archive, name, sha256 in self._db.execute("SELECT * FROM members ORDER BY archive, name"):
            found.setdefault(archive, {})[name] = sha256
        return found

    def origins(self) -> list[dict[str, Any]]:
        """Where each document was seen: one row per document and address, earlier documents of an address included."""
        return self.rows((files("corpus") / "origins.sql").read_text(encoding="utf8"))

    def warcs(self) -> dict[str, int]:
        """Files of evidence and how many of their bytes count."""
        return dict(self._db.execute("SELECT name, bytes FROM warcs ORDER BY name"))

    def records(self) -> Iterator[tuple[str, str, Record]]:
        """(address, SHA-256 of the document, record) of every sighting with evidence."""
        sql = """SELECT a.url, s.sha256, s.warc, s.at_byte, s.bytes FROM sightings s JOIN addresses a ON a.key = s.key
            WHERE s.warc IS NOT NULL ORDER BY s.warc, s.at_byte"""
        for url, sha256, *place in self._db.execute(sql):
            yield url, sha256, Record(*place)

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file itself."""
        found = [row[0] for row in self._db.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query over the manifest's tables and views."""
        cursor = self._db.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _connect(path: Path | None, readonly: bool) -> sqlite3.Connection:
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    if readonly:
        # SQLite keeps an index of the log beside a database, even to read it; where it cannot, nobody writes either
        how = "mode=ro" if os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"
        return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def _marks(row: list[Any]) -> str:
    return ", ".join("?" * len(row))
