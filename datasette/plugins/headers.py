"""Security headers on every answer. The site ships no script and loads nothing from elsewhere."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from datasette import hookimpl

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
Message = dict[str, Any]

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}

CACHED = {"cache-control": "public, max-age=300"}
OK = 200


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Wraps the whole application."""
    return Secured


@dataclass(frozen=True, slots=True)
class Secured:
    """An application with HEADERS on every answer. Not a function: servers look for a coroutine to know the protocol."""

    app: App

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answers one request."""
        await self.app(scope, receive, partial(_send, send))


async def _send(send: Callable[[Message], Awaitable[None]], message: Message) -> None:
    if message["type"] == "http.response.start":
        wanted = HEADERS | (CACHED if message["status"] == OK else {})
        present = {name.lower() for name, _ in message.get("headers", [])}
        added = [(name.encode(), value.encode()) for name, value in wanted.items() if name.encode() not in present]
        message = message | {"headers": [*message.get("headers", []), *added]}
    await send(message)
