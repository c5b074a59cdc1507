"""The language of a page. Templates are written in Chinese; `_` gives a text in the language of the request.

English texts stand in english.yaml, by the Chinese text; `{}` in both are filled in.
"""

from contextvars import ContextVar
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from schemas.datafile import load_yaml
from schemas.sql import codes

CHINESE, ENGLISH = "zh-CN", "en"
COOKIE = "lang"
_SHORT = {"zh": CHINESE, "en": ENGLISH}

language: ContextVar[str] = ContextVar("language", default=CHINESE)


def translate(text: str, *values: object) -> str:
    """The text in the language of the request, its `{}` filled with the values; Chinese where no English is known."""
    known = english().get(text, text) if language.get() == ENGLISH else text
    return known.format(*values) if values else known


def is_english() -> bool:
    """Whether the request wants English."""
    return language.get() == ENGLISH


def asked(query: bytes) -> str | None:
    """The language named in a query string by `lang=en` or `lang=zh`, else None."""
    named = parse_qs(query.decode("latin-1")).get(COOKIE, [""])[-1] if b"lang=" in query else ""
    return _SHORT.get(named)


def remembered(cookies: str) -> str | None:
    """The language that a cookie header remembers, else None."""
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return _SHORT.get(morsel.value) if morsel else None


@cache
def english() -> dict[str, str]:
    """Chinese text -> English text."""
    known: dict[str, str] = load_yaml("pages", "english.yaml")
    return known


def code_names() -> dict[str, dict[str, str]]:
    """kind -> code -> name in the language of the request."""
    return _code_names(language.get())


@cache
def _code_names(wanted: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for code in codes():
        found.setdefault(code.kind, {})[code.code] = code.en if wanted == ENGLISH else code.zh
    return found
