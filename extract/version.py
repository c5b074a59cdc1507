"""Whether a SQLite file is a database of ours, of the version that this code reads."""

import sqlite3
from pathlib import Path

from schemas.errors import StoreError
from schemas.sql import APPLICATION_ID, SCHEMA_VERSION


def check(connection: sqlite3.Connection, path: str) -> None:
    """Raises StoreError where the database is another program's or of another schema version."""
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is not a database made by jixiao; name another file")
    if version != SCHEMA_VERSION:
        raise StoreError(f"{path} has schema version {version}, this jixiao writes {SCHEMA_VERSION}: build a new file")


def check_file(path: str) -> None:
    """The same of a file, which is not changed. Raises StoreError also for one that is no SQLite file or cannot be read."""
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        try:
            check(connection, path)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"cannot open {path} as a database: {error}") from error
