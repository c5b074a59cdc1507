"""What the rules see: the tables narrowed to a span of documents, so that a rule need not know which are in work.

Temporary views named as the tables shadow them; what the rules share (`_views.sql`) is laid down as temporary tables
with indexes. Documents are addressed by ids that order everything of theirs, so a span is a range of the keys.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TypeVar

import regex

from schemas.errors import RuleError
from schemas.sql import Table, lists, tables

Span = tuple[str, str]
Result = TypeVar("Result")

NOTHING: Span = ("", "")
SPAN_DOCUMENTS = 60
JOINED_GAP = 12
MANY_SPANS = 8
CACHE_KB = 64_000
NARROWED = ("documents", "evaluations", "blocks", *lists(), "sections", "statements", "issues")
_VIEW = regex.compile(r"CREATE TEMP VIEW IF NOT EXISTS (\w+) AS\s+(.*)", regex.DOTALL)
_PLACED = regex.compile(r"PLACED\((\w+)\)")
_PLACE = """CASE substr({0}.block_id, 18, 1) WHEN 't' THEN CAST(substr({0}.block_id, 19) AS INTEGER) END AS table_no,
  CASE substr({0}.block_id, 18, 1) WHEN 't' THEN CAST(substr({0}.block_id, instr({0}.block_id, '.r') + 2) AS INTEGER) END AS row_no,
  CASE substr({0}.block_id, 18, 1) WHEN 't' THEN CAST(substr({0}.block_id, instr({0}.block_id, '.c') + 2) AS INTEGER) END AS col_no"""
_COMMENT = regex.compile(r"^\s*--.*$", regex.MULTILINE)
_INDEXED = regex.compile(r"^-- indexed by (.+)$", regex.MULTILINE)
_FETCHED_WHOLE = ("documents", "blocks")


def spans(documents: Sequence[str], chosen: Iterable[str], size: int = SPAN_DOCUMENTS) -> list[tuple[Span, list[str]]]:
    """Spans with the chosen documents in them, and all documents that fall into each.

    Both lists are sorted. Chosen documents that stand close share a span, with the few that are between them.
    """
    places = {document: place for place, document in enumerate(documents)}
    groups: list[tuple[int, int]] = []
    for place in sorted(places[document] for document in chosen):
        if groups and place - groups[-1][1] <= JOINED_GAP and place - groups[-1][0] < size:
            groups[-1] = (groups[-1][0], place)
        else:
            groups.append((place, place))
    return [((documents[a], f"{documents[b]}/"), list(documents[a : b + 1])) for a, b in groups]


def over_spans(
    connection: sqlite3.Connection,
    todo: Sequence[Span],
    prepare: Callable[[sqlite3.Connection], None],
    work: Callable[[sqlite3.Connection], Result],
    workers: int,
) -> Iterator[Result]:
    """What `work` says of each span, in order: here, or in processes where the database is a file and there is much to do.

    `prepare` gives a connection its functions; both must be functions of a module.
    """
    path = connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    if path and workers > 1 and len(todo) > MANY_SPANS:
        context = get_context("forkserver")
        with ProcessPoolExecutor(workers, context, _start, (path, prepare)) as pool:
            yield from pool.map(partial(_in_process, work), todo, chunksize=4)
        return
    prepare(connection)
    with narrowed(connection) as move:
        for span in todo:
            move(span)
            yield work(connection)


@contextmanager
def narrowed(connection: sqlite3.Connection) -> Iterator[Callable[[Span], None]]:
    """While it lasts, the connection's tables hold the span that was last moved to, what the rules share as well."""
    kept = shared_views()
    with tables_of_span(connection) as to_span:
        for name, view in kept.items():
            connection.execute(f"CREATE TEMP TABLE {name} AS {view.body}")
            for number, columns in enumerate(view.indexes):
                connection.execute(f"CREATE INDEX temp.{name}_index_{number} ON {name} ({columns})")

        def move(span: Span) -> None:
            to_span(span)
            for name, view in kept.items():
                connection.execute(f"DELETE FROM temp.{name}")
                connection.execute(f"INSERT INTO temp.{name} {view.body}")

        try:
            yield move
        finally:
            for name in kept:
                connection.execute(f"DROP TABLE temp.{name}")
    connection.commit()


@contextmanager
def tables_of_span(connection: sqlite3.Connection) -> Iterator[Callable[[Span], None]]:
    """While it lasts, the connection's tables hold the span that was last moved to, and none of them can be written."""
    connection.execute("CREATE TEMP TABLE span (lo TEXT, hi TEXT)")
    connection.execute("INSERT INTO span VALUES (?, ?)", NOTHING)
    for name in NARROWED:
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {_condition(tables()[name])}")

    def move(span: Span) -> None:
        connection.execute("UPDATE temp.span SET lo = ?, hi = ?", span)

    try:
        yield move
    finally:
        for name in NARROWED:
            connection.execute(f"DROP VIEW temp.{name}")
        connection.execute("DROP TABLE temp.span")


@contextmanager
def whole(connection: sqlite3.Connection) -> Iterator[None]:
    """While it lasts, what the rules share are views over all documents."""
    kept = shared_views()
    for name, view in kept.items():
        connection.execute(f"CREATE TEMP VIEW {name} AS {view.body}")
    try:
        yield
    finally:
        for name in reversed(kept):
            connection.execute(f"DROP VIEW temp.{name}")


@dataclass(frozen=True, slots=True)
class Shared:
    """What rules share: a SELECT, and the lists of columns by which it is indexed when it is laid down."""

    body: str
    indexes: tuple[str, ...]


def shared_views() -> dict[str, Shared]:
    """name -> what the rules share, each after those that it names. RuleError for anything but views."""
    text = (files("extract") / "rules" / "_views.sql").read_text(encoding="utf8")
    return views_in(text)


def views_in(text: str) -> dict[str, Shared]:
    """name -> every `CREATE TEMP VIEW IF NOT EXISTS` of a script with its `-- indexed by` lines. RuleError for anything else."""
    found = {}
    for statement in text.split(";\n"):
        match = _VIEW.fullmatch(_PLACED.sub(lambda row: _PLACE.format(row[1]), _COMMENT.sub("", statement)).strip())
        if match is None and statement.strip():
            raise RuleError(f"_views.sql: no temporary view: {statement.strip()[:60]!r}")
        if match is not None:
            found[match[1]] = Shared(match[2], tuple(_INDEXED.findall(statement)))
    return found


def _condition(table: Table) -> str:
    """The span as a range of every column that begins with a document's id and has an index, so that any may be used.

    Rows that are fetched one by one by their key are said to be likely in it, or they would be searched by the range.
    """
    columns = [table.key[0], *(c.name for c in table.columns if c.of in ("documents", "evaluations"))]
    terms = [f"{c} {sign} (SELECT {end} FROM temp.span)" for c in columns for sign, end in ((">=", "lo"), ("<", "hi"))]
    return " AND ".join(f"likely({term})" if table.name in _FETCHED_WHOLE else term for term in terms)


_opened: list[tuple[sqlite3.Connection, AbstractContextManager[Callable[[Span], None]], Callable[[Span], None]]] = []


def _start(path: str, prepare: Callable[[sqlite3.Connection], None]) -> None:
    """In a new process: opens the database for reading, once; a process whose parent was killed ends, too."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    for setting in ("temp_store = MEMORY", f"cache_size = -{CACHE_KB}"):
        connection.execute(f"PRAGMA {setting}")
    prepare(connection)
    lasting = narrowed(connection)
    _opened.append((connection, lasting, lasting.__enter__()))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _in_process(work: Callable[[sqlite3.Connection], Result], span: Span) -> Result:
    connection, _, move = _opened[0]
    move(span)
    return work(connection)
