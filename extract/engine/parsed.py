"""What was parsed, kept beside the database: a new version of the extraction need not parse it again.

A file of its own, `NAME.parsed` beside `NAME.db`: it holds nothing that cannot be had again, so it may be deleted at any
time, and one that is damaged is begun anew. Documents in it are masked, like all that is stored.
"""

import logging
import sqlite3
from pathlib import Path

from schemas.packing import is_whole

log = logging.getLogger(__name__)

_TABLE = """CREATE TABLE IF NOT EXISTS parsed (sha256 TEXT, name TEXT, parser TEXT, document BLOB,
    PRIMARY KEY (sha256)) STRICT"""


def beside(database: Path) -> Path:
    """Where what was parsed for a database is kept."""
    return database.with_suffix(".parsed")


class ParsedStore:
    """Packed documents by SHA-256, those of one version of the parsers. Whatever goes wrong with it, nothing stops.

    A reader is chosen by the bytes and the suffix of the name, so a document counts only under the suffix it was read by.
    """

    def __init__(self, path: Path | None, parser: str) -> None:
        self._path, self._parser = path, parser
        self._connection: sqlite3.Connection | None = None
        self._known: dict[str, str] = {}
        if path is not None:
            self._open(path)

    def has(self, sha256: str, name: str) -> bool:
        """Whether a document is here as this version of the parsers reads it."""
        return self._known.get(sha256) == Path(name).suffix.lower()

    def get(self, sha256: str, name: str) -> bytes | None:
        """The packed document, whole; None where there is none, or only a damaged one."""
        if not self.has(sha256, name) or self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT document FROM parsed WHERE sha256 = ?", [sha256]).fetchone()
        except sqlite3.Error:
            log.warning("%s cannot be read", self._path, exc_info=True)
            return None
        if row is None or not is_whole(row[0]):
            log.warning("%s: what was parsed is damaged, it is parsed again", sha256[:16])
            self._known.pop(sha256)
            return None
        return bytes(row[0])

    def put(self, sha256: str, name: str, document: bytes) -> None:
        """Keeps a packed document; it is safe from `commit` on."""
        suffix = Path(name).suffix.lower()
        if self._attempt("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?, ?)", (sha256, suffix, self._parser, document)):
            self._known[sha256] = suffix

    def forget(self, sha256: str) -> None:
        """Drops a document."""
        self._known.pop(sha256, None)
        self._attempt("DELETE FROM parsed WHERE sha256 = ?", (sha256,))

    def commit(self) -> None:
        """Writes down what was put."""
        try:
            if self._connection is not None:
                self._connection.commit()
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Writes down what was put and lets go of the file."""
        self.commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self, path: Path) -> None:
        for _ in range(2):
            try:
                self._connection = sqlite3.connect(path)
                for setting in ("synchronous = NORMAL", "busy_timeout = 500"):
                    self._connection.execute(f"PRAGMA {setting}")
                self._connection.execute(_TABLE)
                query = "SELECT sha256, name FROM parsed WHERE parser = ?"
                self._known = dict(self._connection.execute(query, [self._parser]))
                return
            except sqlite3.OperationalError as error:
                self._give_up(error)  # locked, or no room: it is not the file's fault
                return
            except sqlite3.DatabaseError:
                log.warning("%s is damaged: documents are parsed again", path)
                self._let_go()
                path.unlink(missing_ok=True)

    def _attempt(self, statement: str, values: tuple[str | bytes, ...]) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(statement, values)
                return True
        except sqlite3.Error as error:
            self._give_up(error)
        return False

    def _give_up(self, error: Exception) -> None:
        log.warning("what is parsed cannot be kept in %s: %s", self._path, error)
        self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._known = None, {}
