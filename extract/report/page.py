"""Findings as one page of HTML to read, print and send back: no scripts, nothing loaded, every text escaped."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from extract.report import Found, by_body
from schemas.sql import codes


def to_html(found: Iterable[Found], linked: bool) -> str:
    """The page. Places are links where `linked`."""
    found = list(found)
    names: dict[str, dict[str, str]] = {}
    for code in codes():
        names.setdefault(code.kind, {})[code.code] = code.zh
    counts = Counter(each.severity for each in found)
    return _template().render(
        bodies=by_body(found), counts=counts, total=len(found), names=names, linked=linked, style=_read("page.css")
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_read("page.html"))


def _read(name: str) -> str:
    return (files("extract.report") / name).read_text(encoding="utf8")
