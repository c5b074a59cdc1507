"""What leaves the site whole: /feed.atom, /dictionary, /datapackage.json, /data.zip; and /robots.txt."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import asgi_send_file

from pages import bundle
from pages.feed import Entry, atom
from pages.language import code_names, translate
from schemas.sql import codes, tables, views

MAX_ENTRIES, MAX_FINDINGS = 40, 3
_LATEST = """SELECT e.id, e.fiscal_year, e.project, e.scope, e.total_score, e.grade, e.reported_on, o.name AS body
FROM evaluations e LEFT JOIN organizations o ON o.id = e.organization_id WHERE e.reported_on IS NOT NULL
ORDER BY e.reported_on DESC, e.id DESC LIMIT :size"""
_FINDINGS = """SELECT id, message FROM findings WHERE evaluation_id = ? AND severity <> 'notice'
ORDER BY severity = 'warning', id LIMIT ?"""
_ROBOTS = """User-agent: *
Disallow: /*?sql=
Disallow: /*&sql=
Disallow: /*_facet
Disallow: /*_sort
Disallow: /*_next
Disallow: /*.csv
Disallow: /*.json
Disallow: /*.xlsx
Disallow: /*.db
Disallow: /*.zip
Disallow: /*.parquet
Disallow: /search
Disallow: /*?at=
Crawl-delay: 2
"""


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`bundle_offered`: whether there is a data.zip."""
    env.globals["bundle_offered"] = _is_small(datasette.get_database())


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The feed, the dictionary, the downloads, the rules for robots."""
    return [
        (r"^/feed\.atom$", feed),
        (r"^/dictionary$", dictionary),
        (r"^/datapackage\.json$", package),
        (r"^/data\.zip$", data_zip),
        (r"^/robots\.txt$", robots),
    ]


async def feed(datasette: Any, request: Any) -> Response:
    """The latest evaluations by their date, each followed by its first findings."""
    db = datasette.get_database()
    entries = []
    for row in (await db.execute(_LATEST, {"size": MAX_ENTRIES})).rows:
        entries.append(_evaluation(datasette, request, dict(row)))
        for finding in (await db.execute(_FINDINGS, [row["id"], MAX_FINDINGS])).rows:
            address = _address(datasette, request, f"/finding/{finding['id']}")
            title = f"{translate('核查发现')}: {row['body'] or ''} {row['fiscal_year'] or ''}"
            entries.append(Entry(address, title, row["reported_on"], finding["message"]))
    home, own = (_address(datasette, request, path) for path in ("/", "/feed.atom"))
    made = atom(translate("绩效自评公开数据"), home, own, entries)
    return Response(made, content_type="application/atom+xml; charset=utf-8")


def _evaluation(datasette: Any, request: Any, row: dict[str, Any]) -> Entry:
    scope = code_names()["scope"].get(row["scope"], row["scope"])
    body = row["body"] or translate("机构不详")
    title = f"{body} {row['fiscal_year'] or ''} {row['project'] or scope}"
    score = [] if row["total_score"] is None else [f"{translate('自评得分')} {row['total_score']:g}"]
    grade = [f"{translate('自评等级')} {row['grade']}"] if row["grade"] else []
    address = _address(datasette, request, f"/evaluation/{row['id']}")
    return Entry(address, title, row["reported_on"], ", ".join([scope, *score, *grade]))


async def dictionary(datasette: Any, request: Any) -> Response:
    """Every table, view, column and code, in words."""
    kinds: dict[str, list[Any]] = {}
    for code in codes():
        kinds.setdefault(code.kind, []).append(code)
    context = {"tables": tables(), "views": views(), "kinds": kinds}
    return Response.html(await datasette.render_template("dictionary.html", context, request=request))


async def package(datasette: Any, request: Any) -> Response:
    """The Frictionless data package, its resources the CSV of this site."""
    name = datasette.get_database().name

    def path_of(table: str) -> str:
        return f"{_address(datasette, request, datasette.urls.table(name, table))}.csv?_stream=on"

    return Response.json(bundle.datapackage(_slug(name), translate("绩效自评公开数据"), path_of))


async def data_zip(datasette: Any, request: Any, scope: Any, send: Any) -> None:
    """All tables as CSV in one file, made once; NotFound for a database too large, whose tables stream."""
    db = datasette.get_database()
    if not _is_small(db):
        raise NotFound("data.zip")
    path = await _made(datasette, Path(db.path), _slug(db.name))
    await asgi_send_file(send, path, filename=f"{_slug(db.name)}.zip", content_type="application/zip")


def _is_small(db: Any) -> bool:
    return db.path is not None and db.size <= bundle.MAX_DATABASE_BYTES


async def _made(datasette: Any, database: Path, name: str) -> Path:
    lock = datasette.__dict__.setdefault("jixiao_lock", asyncio.Lock())
    async with lock:
        if "jixiao_bundle" not in datasette.__dict__:
            folder = tempfile.TemporaryDirectory(prefix="jixiao-")
            made = Path(folder.name) / "data.zip"
            await asyncio.to_thread(bundle.write_zip, database, made, name, translate("绩效自评公开数据"))
            datasette.jixiao_bundle = folder, made
    return Path(datasette.jixiao_bundle[1])


async def robots() -> Response:
    """Pages may be found; queries, downloads and searches need not be walked."""
    return Response.text(_ROBOTS)


def _slug(name: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())


def _address(datasette: Any, request: Any, path: str) -> str:
    return str(datasette.absolute_url(request, datasette.urls.path(path) if path.startswith("/") else path))
