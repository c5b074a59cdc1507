"""The tables and views of the database, each table and column with what it means in Chinese and English.

Money is integer fen; REAL holds only points, rates, counts and quantities, which are compared after rounding.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from schemas.datafile import load_yaml
from schemas.errors import FieldError

SCHEMA_VERSION = 10
APPLICATION_ID = 0x6A697869
# A number of an entry of the full-text index: kind, class of length (two bits), bits of a digest. See extract.passages.
DIGEST_BITS = 49
PASSAGE_KIND = 1 << (DIGEST_BITS + 2)
PASSAGE_KINDS = 4

_INCLUDE = regex.compile(r"^-- include (\w+)\n", regex.MULTILINE)
_VIEW_COLUMN = regex.compile(r'AS "([^"]+)",?\s+-- ([^|]+?) \| (.+)')
_TABLE_KEYS = {"zh", "en", "key", "columns", "indexes", "list", "places"}
_COLUMN_KEYS = {"type", "zh", "en", "optional", "of", "cascade"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: SQLite type (None in a view), descriptions, whether it may be null, the table it points to."""

    name: str
    type: str | None
    zh: str
    en: str
    null: bool = False
    of: str | None = None
    cascade: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `list_letter` marks the lists of an evaluation and is part of their rows' ids (`DOC.e0.a12`)."""

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    list_letter: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A view for reading: money in 万元, names instead of codes, nothing to join."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Code:
    """The name of one code: kind (`scope`, `measure`, ...), code, Chinese and English name."""

    kind: str
    code: str
    zh: str
    en: str


def place_column(field: str) -> str:
    """The column that holds the place of one field of a list row: target -> target_block_id."""
    return f"{field}_block_id"


@cache
def tables() -> dict[str, Table]:
    """Every table by name, in an order in which each may point to those before it. Source: tables.yaml."""
    data = load_yaml("schemas", "tables.yaml")
    made = {name: _table(name, entry) for name, entry in data.items() if not name.startswith("_")}
    for table in made.values():
        for column in table.columns:
            if column.of is not None and column.of not in made:
                raise FieldError(f"tables.yaml: {table.name}.{column.name} points to no table: {column.of!r}")
    return made


@cache
def views() -> dict[str, View]:
    """Every view by name. Source: views/*.sql; `-- include _part` stands for the text of a part that views share."""
    texts = {
        entry.name.removesuffix(".sql"): entry.read_text(encoding="utf8")
        for entry in (files("schemas") / "views").iterdir()
        if entry.name.endswith(".sql")
    }
    return {
        name: _view(name, _INCLUDE.sub(lambda line: texts[line[1]], texts[name]))
        for name in sorted(texts)
        if not name.startswith("_")
    }


@cache
def codes() -> tuple[Code, ...]:
    """The names of all codes. Source: codes.yaml."""
    data = load_yaml("schemas", "codes.yaml")
    return tuple(
        Code(kind, code, name["zh"], name["en"]) for kind, entries in data.items() for code, name in entries.items()
    )


def lists() -> dict[str, Table]:
    """The tables that are lists of an evaluation: amounts, personnel, indicators, scores, goals, facilities."""
    return {name: table for name, table in tables().items() if table.list_letter}


def create_table(table: Table) -> str:
    """CREATE TABLE and its indexes, descriptions written in as comments."""
    lines = [f"  {_definition(column)}, -- {column.zh} | {column.en}" for column in table.columns]
    head = f"CREATE TABLE {table.name} ( -- {table.zh} | {table.en}"
    statement = "\n".join([head, *lines, f"  PRIMARY KEY ({', '.join(table.key)})", ") STRICT, WITHOUT ROWID;"])
    indexes = (
        f"CREATE INDEX {table.name}_{'_'.join(columns)} ON {table.name} ({', '.join(columns)});"
        for columns in table.indexes
    )
    return "\n".join([statement, *indexes])


def create_all() -> str:
    """The whole schema: tables, indexes, views."""
    return "\n".join([*map(create_table, tables().values()), *(view.sql for view in views().values())])


CREATE_PASSAGES = (
    "CREATE VIRTUAL TABLE passages USING fts5(text, content='', prefix='1', tokenize='unicode61 remove_diacritics 0')"
)


def _definition(column: Column) -> str:
    parts = [column.name, column.type or "", "" if column.null else "NOT NULL"]
    if column.of is not None:
        # the column is named although it is the key: datasette does not follow a reference without it
        target = f"{column.of} ({tables()[column.of].key[0]})"
        parts.append(f"REFERENCES {target}" + (" ON DELETE CASCADE" if column.cascade else ""))
    return " ".join(filter(None, parts))


def _table(name: str, entry: dict[str, Any]) -> Table:
    _check_keys(name, entry, _TABLE_KEYS)
    columns = [_column(f"{name}.{key}", key, value) for key, value in entry["columns"].items()]
    places = tuple(entry.get("places", ()))
    if "list" in entry:
        columns = [*_shared("_list_head"), *columns, *_shared("_list_tail"), *map(_place, places)]
    indexes = tuple(map(tuple, entry.get("indexes", ())))
    key = tuple(entry["key"])
    return Table(name, entry["zh"], entry["en"], key, tuple(columns), indexes, entry.get("list"), places)


@cache
def _shared(part: str) -> tuple[Column, ...]:
    """Columns that every list of an evaluation begins or ends with."""
    entries = load_yaml("schemas", "tables.yaml")[part]
    return tuple(_column(f"{part}.{key}", key, entry) for key, entry in entries.items())


def _column(where: str, name: str, entry: dict[str, Any]) -> Column:
    _check_keys(where, entry, _COLUMN_KEYS)
    null, cascade = entry.get("optional", False), entry.get("cascade", True)
    return Column(name, entry["type"], entry["zh"], entry["en"], null, entry.get("of"), cascade)


def _place(field: str) -> Column:
    zh, en = f"{field} 所在位置", f"the place of {field}"
    return Column(place_column(field), "TEXT", zh, en, null=True, of="blocks")


def _check_keys(where: str, entry: dict[str, Any], known: set[str]) -> None:
    if unknown := set(entry) - known:
        raise FieldError(f"tables.yaml: {where} has unknown keys: {sorted(unknown)}")


def _view(name: str, text: str) -> View:
    head = regex.match(r"-- (.+?) \| (.+)\n", text)
    columns = [Column(column, None, zh, en) for column, zh, en in _VIEW_COLUMN.findall(text)]
    if head is None or not columns:
        raise FieldError(f"views/{name}.sql: no '-- Chinese | English' line, or no described column")
    return View(name, head[1], head[2], tuple(columns), f"CREATE VIEW {name} AS\n{text.strip().rstrip(';')};")
