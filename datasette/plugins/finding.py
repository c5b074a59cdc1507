"""/finding/ID: one finding, the places it compares side by side, each with what stands around it."""

from typing import Any

from datasette import NotFound, Response, hookimpl

from pages.language import code_names
from pages.original import AT, NEAR, Row, excerpt

MAX_SIDES = 6
_FINDING = """SELECT f.*, u.says, u.english, u.source, e.fiscal_year, e.project, e.scope, o.name AS body, o.id AS organization_id
FROM findings f JOIN rules u ON u.id = f.rule LEFT JOIN evaluations e ON e.id = f.evaluation_id
LEFT JOIN organizations o ON o.id = e.organization_id WHERE f.id = ?"""
_PLACES = """SELECT p.start_at, p.end_at, b.*, d.filename, d.sha256, d.media_type FROM finding_places p
JOIN blocks b ON b.id = p.block_id JOIN documents d ON d.id = b.document_id WHERE p.finding_id = ? ORDER BY p.ordinal LIMIT 40"""
_TABLE = """SELECT * FROM blocks WHERE document_id = ? AND table_no = ?
  AND (row_no = 0 OR row_no <= ? AND row_no + row_span > ?) ORDER BY position LIMIT 2000"""
_NEAR = "SELECT * FROM blocks WHERE document_id = ? AND position BETWEEN ? AND ? ORDER BY position"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page of a finding."""
    return [(r"^/finding/(?P<finding>[0-9a-f]{16}\.[\w.\-]{1,120})$", finding_page)]


async def finding_page(datasette: Any, request: Any) -> Response:
    """What is stated, what was expected, and where."""
    db, identity = datasette.get_database(), request.url_vars["finding"]
    findings = [dict(row) for row in (await db.execute(_FINDING, [identity])).rows]
    if not findings:
        raise NotFound(identity)
    places = [dict(row) for row in (await db.execute(_PLACES, [identity])).rows]
    context = {
        "f": findings[0], "names": code_names(), "places": places, "sides": [await _side(db, place) for place in places[:MAX_SIDES]],
        "spans": [(place["id"], place["start_at"], place["end_at"]) for place in places],
        "address": datasette.absolute_url(request, datasette.urls.path(f"/finding/{identity}")),
    }  # fmt: skip
    return Response.html(await datasette.render_template("finding.html", context, request=request))


async def _side(db: Any, place: Row) -> Row:
    """A place and what stands around it."""
    if place["table_no"] is None:
        asked = [place["document_id"], place["position"] - 1, place["position"] + 1]
        blocks = (await db.execute(_NEAR, asked)).rows
    else:
        near = [place["row_no"] + place["row_span"] + NEAR, place["row_no"] - NEAR]
        blocks = (await db.execute(_TABLE, [place["document_id"], place["table_no"], *near])).rows
    parts = excerpt([dict(block) for block in blocks], place)
    return {"place": place, "parts": parts, "marks": {place["id"][AT:]: [(place["start_at"], place["end_at"])]}}
