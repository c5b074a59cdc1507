"""All tables as CSV with a Frictionless data package that describes them."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemas.sql import Column, Table, tables

_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
_FETCHED = 5000
MAX_DATABASE_BYTES = 400_000_000


def datapackage(name: str, title: str, path_of: Callable[[str], str]) -> dict[str, Any]:
    """The descriptor of the tables; `path_of` tells where the CSV of a table lies."""
    return {
        "profile": "tabular-data-package", "name": name, "title": title,
        "resources": [_resource(table, path_of(table.name)) for table in tables().values()],
    }  # fmt: skip


def _resource(table: Table, path: str) -> dict[str, Any]:
    keys = [
        {"fields": column.name, "reference": {"resource": column.of, "fields": tables()[column.of].key[0]}}
        for column in table.columns
        if column.of is not None
    ]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)}
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource", "name": table.name.replace("_", "-"), "path": path, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "title": table.en, "description": f"{table.zh} | {table.en}",
        "schema": schema,
    }  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name, "type": _TYPES[column.type or "TEXT"], "description": f"{column.zh} | {column.en}",
    }  # fmt: skip
    return made if column.null else made | {"constraints": {"required": True}}


def write_zip(database: Path, target: Path, name: str, title: str) -> None:
    """A zip of datapackage.json and one CSV per table; null is an empty field."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as made:
            text = json.dumps(datapackage(name, title, lambda table: f"{table}.csv"), ensure_ascii=False, indent=1)
            made.writestr("datapackage.json", text)
            for table in tables().values():
                with made.open(f"{table.name}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
                    _write_csv(connection, table, file)
    finally:
        connection.close()


def _write_csv(connection: sqlite3.Connection, table: Table, file: io.TextIOBase) -> None:
    writer = csv.writer(file)
    names = [column.name for column in table.columns]
    writer.writerow(names)
    found = connection.execute(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {', '.join(table.key)}")
    while rows := found.fetchmany(_FETCHED):
        writer.writerows(rows)
