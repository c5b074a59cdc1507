"""Numbers of rows without counting: a large database starts at once, and its tables and views open at once.

Datasette counts every table when it starts, reads the whole file for a hash, and counts and facets each page of a
table anew. Here the numbers come from the statistics that SQLite keeps since the database was finished.
"""

import hashlib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from datasette import hookimpl

from schemas.sql import views

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

LARGE, LARGE_TO_WALK = 100_000, 20_000
_TABLES = Path(__file__).parent.parent / "tables.yaml"
_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_STATISTICS = "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl IS NOT NULL GROUP BY tbl"
_HEADER_BYTES = 100


@hookimpl
def startup(datasette: Any) -> None:
    """Tells Datasette how many rows there are, and which tables and views are large (`datasette.jixiao_large`)."""
    known: dict[str, Any] = {}
    datasette.jixiao_large = set()
    for name, database in datasette.databases.items():
        if database.is_mutable or database.path is None or name == "_internal":
            continue
        path = Path(database.path)
        if counts := counted(path):
            # Datasette lists every name it has a count of as a table
            database._cached_table_counts = {table: count for table, count in counts.items() if table not in views()}
            tables = {table: {"count": count} for table, count in counts.items()}
            known[name] = {"hash": fingerprint(path), "size": path.stat().st_size, "file": path.name, "tables": tables}
            datasette.jixiao_large |= {table for table, count in counts.items() if count >= LARGE}
            datasette.jixiao_large |= {view for view, table in _told("walks").items() if counts[table] >= LARGE_TO_WALK}
    datasette.inspect_data = known or datasette.inspect_data


def counted(path: Path) -> dict[str, int]:
    """Rows of every table, and of the views that have one row for each of a table's; empty where there are no statistics."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        names = [name for (name,) in connection.execute(_NAMES)]
        statistics = dict(connection.execute(_STATISTICS))
        statistics["passages"] = statistics.get("passages_docsize", 0)
        # what was marked or added since is counted, where that takes no time
        counts = {name: statistics[name] for name in names if statistics.get(name, 0) >= LARGE}
        for name in names:
            if name not in counts and name != "passages":
                counts[name] = connection.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0]
        counts.setdefault("passages", statistics["passages"])
    except sqlite3.OperationalError:
        return {}
    finally:
        connection.close()
    return counts | {view: counts[table] for view, table in _told("rows").items() if table in counts}


def fingerprint(path: Path) -> str:
    """What changes with the file, from its size, time and header: reading gigabytes for a hash would hold up the site."""
    state = path.stat()
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    return hashlib.sha256(header + f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Large tables that are filtered, and views that would be walked through, are not counted."""
    return lambda app: Uncounted(app, datasette)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An application that adds `_nocount` to the address where counting would take long."""

    app: App
    datasette: Any

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answers one request."""
        if scope["type"] == "http" and self._is_costly(scope["path"], scope.get("query_string", b"")):
            scope = scope | {"query_string": scope["query_string"] + b"&_nocount=1"}
        await self.app(scope, receive, send)

    def _is_costly(self, path: str, query: bytes) -> bool:
        match = re.fullmatch(r"/[^/]+/(\w+)(?:\.\w+)?", path)
        if match is None or match[1] not in getattr(self.datasette, "jixiao_large", ()) or b"_nocount=" in query:
            return False
        if match[1] in _told("walks"):
            return True
        given = parse_qsl(query.decode("latin-1"))
        return any(key in ("_search", "_where") or not key.startswith("_") or "__" in key for key, _ in given)


@cache
def _told(key: str) -> dict[str, str]:
    read = yaml.safe_load(_TABLES.read_text(encoding="utf8"))
    return {name: entry[key] for name, entry in read.items() if key in entry}
