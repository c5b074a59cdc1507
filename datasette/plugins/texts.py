"""The words of the site (words.yaml) for every template, and the name of the database that is served."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import yaml
from datasette import hookimpl

from pages.language import CHINESE, COOKIE, asked, is_english, language, remembered, translate

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Message = dict[str, Any]

_ASKED = f"{COOKIE}=".encode()
_YEAR = 365 * 24 * 3600
WORDS = Path(__file__).parent.parent / "words.yaml"


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Makes `words`, `site_database` and the number filters known to every template, that of errors included."""
    env.globals["site_database"] = datasette.get_database().name
    env.globals["site_metadata"] = {key: datasette.metadata(key) for key in ("source", "license")}
    env.globals["words"] = words()
    env.globals["_"] = translate
    env.globals["lang"] = language.get
    env.globals["path_with_lang"] = path_with_lang
    env.filters["thousands"] = thousands
    env.filters["plain"] = plain


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Each request in its language."""
    return Spoken


@dataclass(frozen=True, slots=True)
class Spoken:
    """An application that answers in the language a request names (`?lang=en`) or its cookie remembers."""

    app: App

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answers one request; a language that was named is remembered for a year."""
        named = asked(scope.get("query_string", b""))
        cookies = next((value for name, value in scope.get("headers", ()) if name == b"cookie"), b"")
        language.set(named or remembered(cookies.decode("latin-1")) or CHINESE)
        if named:  # a table would take it for the name of a column
            pieces = (piece for piece in scope["query_string"].split(b"&") if not piece.startswith(_ASKED))
            scope = scope | {"query_string": b"&".join(pieces)}
        await self.app(scope, receive, partial(_send, send, named))


async def _send(send: Callable[[Message], Awaitable[None]], named: str | None, message: Message) -> None:
    if message["type"] == "http.response.start":
        added = [(b"vary", b"Cookie"), (b"content-language", language.get().encode())]
        if named:
            added.append(
                (b"set-cookie", f"{COOKIE}={named[:2]}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly".encode())
            )
        message = message | {"headers": [*message.get("headers", []), *added]}
    await send(message)


def path_with_lang(request: Any) -> str:
    """The address of this page in the other language."""
    if request is None:
        return ""
    kept = [(key, value) for key, value in parse_qsl(request.query_string, keep_blank_values=True) if key != COOKIE]
    return "?" + urlencode([*kept, (COOKIE, "zh" if is_english() else "en")])


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
