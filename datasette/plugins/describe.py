"""What Datasette says of tables and saved queries: from the schema, tables.yaml and queries/*.sql, for any database."""

from functools import cache
from pathlib import Path
from typing import Any

import regex
import yaml
from datasette import hookimpl

from pages.language import is_english
from schemas.sql import Table, View, tables, views

Entry = dict[str, Any]

HERE = Path(__file__).parent.parent
_HEAD = regex.compile(r"^-- (title|says|group|chart): (.+)$", flags=regex.MULTILINE)
_PARAMETER = regex.compile(r"^-- param (\w+): (.+)$", flags=regex.MULTILINE)
_KEYS = {
    "title",
    "hidden",
    "sort",
    "sort_desc",
    "facets",
    "size",
    "fts_table",
    "fts_pk",
    "searchmode",
    "rows",
    "walks",
}
_WALKED = {"facets", "sort", "sort_desc"}


class SiteError(Exception):
    """Raised at start-up when a query file has no title, or tables.yaml speaks of what there is not."""


@hookimpl
def startup(datasette: Any) -> None:
    """Reads everything once, so that a mistake in a data file stops the site from starting."""
    described()
    saved_queries()


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> Entry:
    """Titles, column descriptions, facets and sort orders of every database that is served.

    A fresh copy each time: Datasette merges metadata in place. It asks for single keys dozens of times a page, and
    copies what it gets, so the descriptions are left out where they cannot be meant.
    """
    if key not in (None, "databases", "tables"):
        return {}
    large = frozenset(getattr(datasette, "jixiao_large", ()))
    entries = _faceted(large) if key == "tables" else _shown(is_english(), large)
    named = [name for name in datasette.databases if name != "_internal"]
    return {"databases": {name: {"tables": _copied(entries)} for name in named}}


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, Entry]:
    """The saved queries, with titles, explanations and labelled parameters."""
    return {name: dict(query) for name, query in saved_queries().items()}


@hookimpl
def extra_template_vars(datasette: Any, view_name: str) -> Entry:
    """For the database page: `site_tables`, title and description of every table and view."""
    if view_name != "database":
        return {}
    return {"site_tables": described(is_english())}


@cache
def described(english: bool = False) -> dict[str, Entry]:
    """Metadata of every table and view by name, columns described in Chinese or English."""
    read = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf8"))
    known: dict[str, Table | View] = {**tables(), **views()}
    if strangers := sorted(set(read) - set(known) - {"passages"}):
        raise SiteError(f"tables.yaml: no such table: {strangers}")
    for name, entry in read.items():
        if unknown := sorted(set(entry) - _KEYS):
            raise SiteError(f"tables.yaml: {name} has unknown keys: {unknown}")
    made = {name: _entry(table, english) | read.get(name, {}) for name, table in known.items()}
    return made | {name: entry for name, entry in read.items() if name not in known}


@cache
def _shown(english: bool, large: frozenset[str]) -> dict[str, Entry]:
    """Metadata; a large table or view has no first facets and no sort order, for either looks at every row."""
    return {
        name: {key: value for key, value in entry.items() if key not in _WALKED or name not in large}
        for name, entry in described(english).items()
    }


@cache
def _faceted(large: frozenset[str]) -> dict[str, Entry]:
    shown = _shown(False, large)
    return {name: {"facets": entry["facets"]} for name, entry in shown.items() if "facets" in entry}


@cache
def saved_queries() -> dict[str, Entry]:
    """Every saved query by name, in the order of the file names. A file: NN-name.sql."""
    paths = sorted((HERE / "queries").glob("*.sql"))
    return {path.stem.partition("-")[2]: read_query(path.name, path.read_text(encoding="utf8")) for path in paths}


def read_query(name: str, text: str) -> Entry:
    """A saved query from its file; SiteError where it has no title or explanation, or a parameter is undescribed."""
    head, labels = dict(_HEAD.findall(text)), dict(_PARAMETER.findall(text))
    if missing := [key for key in ("title", "says", "group") if key not in head]:
        raise SiteError(f"{name}: no '-- {missing[0]}:' line")
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
    if (used := set(regex.findall(r":([a-z_]+)", sql))) != set(labels):
        raise SiteError(f"{name}: parameters used {sorted(used)}, described {sorted(labels)}")
    chart = [column.strip() for column in head.get("chart", "").split(",")]
    if "chart" in head and (len(chart) != 2 or not all(f'"{column}"' in sql or "v_" in sql for column in chart)):
        raise SiteError(f"{name}: '-- chart:' names two columns of the query")
    return {
        "chart": chart if "chart" in head else None,
        "sql": sql, "title": head["title"], "description": head["says"], "group": head["group"],
        "params": list(labels), "labels": labels, "hide_sql": True,
    }  # fmt: skip


def _entry(table: Table | View, english: bool) -> Entry:
    columns = {column.name: column.en if english else column.zh for column in table.columns}
    return {"description": table.en if english else table.zh, "columns": columns}


def _copied(entries: dict[str, Entry]) -> dict[str, Entry]:
    return {
        name: {key: dict(value) if isinstance(value, dict) else value for key, value in entry.items()}
        for name, entry in entries.items()
    }
