"""Every id becomes a link: evaluations to their page, passages to their place in the document.

A place is a block id with an optional span, `DOC.t3.r4.c5` or `DOC.p12:3-9`; in addresses the document's id is left
out: `/document/DOC?at=t3.r4.c5,p12:3-9#t3.r4.c5`.
"""

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import regex
import yaml
from datasette import hookimpl
from markupsafe import Markup, escape

from pages.language import translate
from pages.original import spotted

Span = tuple[int | None, int | None]

BLOCK = regex.compile(r"([0-9a-f]{16})\.(?:(p)(\d+)|t(\d+)\.r(\d+)\.c(\d+))")
EVALUATION = regex.compile(r"[0-9a-f]{16}\.e\d+")
_DOCUMENT = regex.compile(r"[0-9a-f]{16}")
_DOCUMENT_COLUMNS = {"document_id", "文件编号"}
_WORDS = Path(__file__).parent.parent / "words.yaml"


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Filters that name a place, link to it, and mark spans of a text."""
    env.filters["place_url"] = partial(place_url, datasette)
    env.filters["places_url"] = partial(places_url, datasette)
    env.filters["place_name"] = place_name
    env.filters["marked"] = marked
    env.filters["spotted"] = spotted


@hookimpl
def render_cell(value: Any, column: str, datasette: Any) -> Markup | None:
    """Ids as links; None for everything else."""
    if not isinstance(value, str) or not value[:1].isalnum() or len(value) > 64:
        return None
    if EVALUATION.fullmatch(value):
        return _link(datasette.urls.path(f"/evaluation/{value}"), translate(_words()["evaluation"]), value)
    if BLOCK.fullmatch(value):
        return _link(place_url(datasette, value), place_name(value), value)
    if column in _DOCUMENT_COLUMNS and _DOCUMENT.fullmatch(value):
        return _link(datasette.urls.path(f"/document/{value}"), translate(_words()["document"]), value)
    return None


def place_url(datasette: Any, block: str, start: int | None = None, end: int | None = None) -> str:
    """The address of one place."""
    return places_url(datasette, [(block, start, end)])


def places_url(datasette: Any, places: Iterable[tuple[str, int | None, int | None]]) -> str:
    """The address of a document with several of its places marked, at the first of them."""
    spans = [(block.partition("."), start, end) for block, start, end in places]
    (document, _, first), _, _ = spans[0]
    marks = ",".join(at + (f":{start}-{end}" if start is not None else "") for (_, _, at), start, end in spans)
    return str(datasette.urls.path(f"/document/{document}?at={marks}#{first}"))


def place_name(block: str) -> str:
    """How a reader finds a block, counted from 1: 正文第12段, 表3第5行第2列."""
    match = BLOCK.fullmatch(block)
    if match is None:
        return block
    if match[2]:
        return translate(_words()["paragraph"], int(match[3]) + 1)
    return translate(_words()["cell"], *(int(match[group]) + 1 for group in (4, 5, 6)))


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """The text, escaped, with its spans in <mark>; (None, None) marks all of it. Overlapping spans become one."""
    parts: list[str] = []
    done = 0
    for start, end in _joined(text, spans):
        parts += [escape(text[done:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _joined(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    whole = [(start or 0, len(text) if end is None else min(end, len(text))) for start, end in spans]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in whole if span[0] < span[1]):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _link(url: str, text: str, title: str) -> Markup:
    return Markup('<a href="{}" title="{}">{}</a>').format(url, title, text)


@cache
def _words() -> dict[str, str]:
    read: dict[str, str] = yaml.safe_load(_WORDS.read_text(encoding="utf8"))["places"]
    return read
