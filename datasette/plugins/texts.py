"""The words of the site (words.yaml) for every template, and the name of the database that is served."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from datasette import hookimpl

WORDS = Path(__file__).parent.parent / "words.yaml"


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Makes `words`, `site_database` and the number filters known to every template, that of errors included."""
    env.globals["site_database"] = datasette.get_database().name
    env.globals["site_metadata"] = {key: datasette.metadata(key) for key in ("source", "license")}
    env.globals["words"] = words()
    env.filters["thousands"] = thousands
    env.filters["plain"] = plain


@cache
def words() -> dict[str, Any]:
    """The texts of words.yaml."""
    read: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf8"))
    return read


def thousands(number: float | None) -> str:
    """A count with thousands separators; the empty text for None."""
    return "" if number is None else f"{number:,}"


def plain(number: float | None) -> str:
    """A number as a reader writes it: 95.50 -> 95.5, 100.0 -> 100; the empty text for None."""
    return "" if number is None else f"{round(number, 6):.6f}".rstrip("0").rstrip(".")
