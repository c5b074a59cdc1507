"""Errors as a reader needs them: a plain page, or JSON for an address that ends so; details go to the log.

Takes the place of Datasette's own answer, which prints every local variable of every frame, for a mistyped address too.
"""

import logging
from collections.abc import Generator
from functools import partial
from typing import Any

from datasette import Response, hookimpl

LOG = logging.getLogger(__name__)
SERVER_ERROR = 500


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """The answers of other plugins, and ours instead of Datasette's, which stands last."""
    outcome = yield
    outcome.force_result([*outcome.get_result()[:-1], partial(answer, datasette, request, exception)])


async def answer(datasette: Any, request: Any, exception: Exception) -> Response:
    """The page of an exception that has a status, else that of a server error."""
    status = getattr(exception, "status", SERVER_ERROR)
    message = getattr(exception, "message", None) or (str(exception) if status < SERVER_ERROR else "")
    if status >= SERVER_ERROR:
        LOG.error("failed: %s", request.path, exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message, "status": status, "title": None}, status=status)
    context = {
        "status": status, "error": "" if getattr(exception, "message_is_html", False) else message,
        "timed_out": getattr(exception, "title", None) == "SQL Interrupted",
    }  # fmt: skip
    return Response.html(await datasette.render_template("error.html", context, request=request), status=status)
