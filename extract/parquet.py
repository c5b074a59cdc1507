"""A database as Parquet files, one folder a table, those of documents partitioned by province and year.

DuckDB writes them, and reads them through `views.sql`, which gives it the tables and views of the database. Only this
module knows DuckDB. Rows are carried over as lines of JSON, a part at a time, so memory does not grow with their number.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import regex

from extract import store
from schemas.errors import ExportError
from schemas.sql import Table, lists, tables, views

MANIFEST = "export.json"
VIEWS = "views.sql"
ROWS_AT_ONCE = 200_000
UNKNOWN = "unknown"
PARTITIONS = ("partition_province", "partition_year")
_TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}
# What SQLite and DuckDB say differently in the views.
_SPELLINGS = (
    (regex.compile(r"(\w+\.\w+) IS (e\.fiscal_year)"), r"\1 IS NOT DISTINCT FROM \2"),
    (regex.compile(r"\bchar\(10\)"), "chr(10)"),
    (regex.compile(r"\bCROSS JOIN (\w+ \w+ ON)\b"), r"JOIN \1"),
    (regex.compile(r"GROUP BY (?:u\.id|e\.id|i\.evaluation_id)\b"), "GROUP BY ALL"),
    (regex.compile(r"\bsum\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*(?:=|>|GLOB)(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)"), r"sum(CAST(\1 AS INTEGER))"),
)  # fmt: skip


def export(db: store.Database, folder: Path, at: str | None = None, flat: bool = False) -> dict[str, int]:
    """Writes all tables under the folder, which appears when all is written; the number of rows of each.

    `flat` makes one file of each table, TABLE.parquet, without partitions. `at` is where the folder will be read from, such as s3://bucket/reports, if not from where it is. ExportError for a
    folder that holds anything but an earlier export, and where DuckDB is not installed.
    """
    if folder.exists() and not (folder / MANIFEST).is_file() and any(folder.iterdir()):
        raise ExportError(f"{folder} holds something else than an export; name another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with _duckdb(unfinished / "rows.duckdb") as duck:
            counts = {name: _write_table(db, duck, table, unfinished, flat) for name, table in tables().items()}
        (unfinished / VIEWS).write_text(views_sql(at or folder.absolute().as_posix(), flat), encoding="utf8")
        (unfinished / MANIFEST).write_text(json.dumps({"rows": counts}, indent=1) + "\n", encoding="utf8")
        unfinished.chmod(0o755)
        _put_in_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return counts


def views_sql(at: str, flat: bool = False) -> str:
    """What DuckDB must be told so that the files at a place look like the database."""
    found = [
        f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{_quoted(at)}/{_files(table, flat)}', "
        f"hive_partitioning = {str(is_partitioned(table) and not flat).lower()});"
        for name, table in tables().items()
    ]
    waiting = {name: view.sql for name, view in views().items()}
    while waiting:  # a view may stand on another one
        ready = [
            name for name, sql in waiting.items() if not any(f" {other}" in sql for other in waiting if other != name)
        ]
        found += [_translated(waiting.pop(name)) for name in ready]
    return "\n".join(found) + "\n"


def is_partitioned(table: Table) -> bool:
    """Whether a table's rows belong to documents."""
    return _document(table) is not None


def _document(table: Table) -> str | None:
    """The column whose first sixteen characters are the id of the row's document; None for what belongs to no document."""
    if table.name == "documents":
        return "id"
    owners = ("documents", "blocks", "evaluations", "findings")
    return next((c.name for owner in owners for c in table.columns if c.of == owner), None)


def _files(table: Table, flat: bool) -> str:
    if is_partitioned(table) and not flat:
        return f"{table.name}/*/*/*.parquet"
    return f"{table.name}.parquet"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _translated(sql: str) -> str:
    sql = sql.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)
    for pattern, spelling in _SPELLINGS:
        sql = pattern.sub(spelling, sql)
    return sql


@contextmanager
def _duckdb(path: Path) -> Iterator[Any]:
    try:
        import duckdb
    except ImportError as error:
        raise ExportError('Parquet needs DuckDB: make export, or pip install "jixiao[export]"') from error
    connection = duckdb.connect(path)
    try:
        yield connection
    finally:
        connection.close()
        path.unlink(missing_ok=True)


def _write_table(db: store.Database, duck: Any, table: Table, folder: Path, flat: bool) -> int:
    columns = {column.name: _TYPES[column.type or "TEXT"] for column in table.columns} | _partition_types(table)
    defined = ", ".join([f'"{name}" {kind}' for name, kind in columns.items()])
    duck.execute(f"CREATE TABLE {table.name} ({defined})")
    rows = iter(db.execute(_selected(table)))
    count, part = 0, folder / "part.jsonl"
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        with part.open("w", encoding="utf8") as lines:
            lines.writelines(
                json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in chunk
            )
        shape = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        duck.execute(
            f"INSERT INTO {table.name} SELECT * FROM read_json('{_quoted(part.as_posix())}', format = 'newline_delimited', "
            f"columns = {{{shape}}}, maximum_object_size = {1 << 28})"
        )
        count += len(chunk)
    part.unlink(missing_ok=True)
    ordered = f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}"
    target, how = folder / f"{table.name}.parquet", ""
    if is_partitioned(table) and not flat:
        target = folder / table.name
        target.mkdir()
        if count:
            how = f", PARTITION_BY ({', '.join(PARTITIONS)})"
        else:  # a pattern that no file matches is an error to DuckDB
            target = target / f"{PARTITIONS[0]}={UNKNOWN}" / f"{PARTITIONS[1]}=0" / "0.parquet"
            target.parent.mkdir(parents=True)
    duck.execute(f"COPY ({ordered}) TO '{_quoted(target.as_posix())}' (FORMAT parquet, COMPRESSION zstd{how})")
    duck.execute(f"DROP TABLE {table.name}")
    return count


def _partition_types(table: Table) -> dict[str, str]:
    return dict(zip(PARTITIONS, ("VARCHAR", "BIGINT"), strict=True)) if is_partitioned(table) else {}


def _selected(table: Table) -> str:
    """The rows; those of an evaluation with its province and year, others of a document with those of its first one."""
    columns = ", ".join(f"r.{column.name}" for column in table.columns)
    document = _document(table)
    if document is None:
        return f"SELECT {columns} FROM {table.name} r"
    own = "r.id" if table.name == "evaluations" else "r.evaluation_id"
    has_own = table.name == "evaluations" or table.name in lists() or table.name == "findings"
    first = f"substr(r.{document}, 1, 16) || '.e0'"
    evaluation = f"coalesce({own}, {first})" if has_own else first
    return f"""SELECT {columns}, coalesce(o.province, '{UNKNOWN}'), coalesce(e.fiscal_year, 0) FROM {table.name} r
        LEFT JOIN evaluations e ON e.id = {evaluation} LEFT JOIN organizations o ON o.id = e.organization_id"""


def _put_in_place(unfinished: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    unfinished.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
