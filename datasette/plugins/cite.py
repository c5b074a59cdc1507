"""How to cite what a page shows: where its document was published, and the day it was looked up."""

from datetime import date
from functools import partial
from typing import Any

from datasette import hookimpl

Row = dict[str, Any]

_SOURCES = """SELECT url, state, first_seen, last_seen FROM sources WHERE document_id = ?
ORDER BY state <> 'present', last_seen DESC, url LIMIT 5"""


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`published_at(document)`: where it was published, what is still there first; `today()`: as ISO date."""
    env.globals["published_at"] = partial(published_at, datasette)
    env.globals["today"] = lambda: date.today().isoformat()


async def published_at(datasette: Any, document: str) -> list[Row]:
    """Address, state, first and last sighting of a document; empty where it was not crawled."""
    return [dict(row) for row in (await datasette.get_database().execute(_SOURCES, [document])).rows]
