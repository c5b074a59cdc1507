"""/body/ID: one body's evaluations, year by year."""

import json
from typing import Any
from urllib.parse import quote, unquote

from datasette import NotFound, Response, hookimpl

from pages.body import by_year, drawn, lines, rates
from pages.language import code_names

Row = dict[str, Any]

_BODY = "SELECT * FROM organizations WHERE id = ?"
_EVALUATIONS = """SELECT e.*, d.filename, (SELECT count(*) FROM findings f WHERE f.evaluation_id = e.id) AS findings,
  (SELECT count(*) FROM amounts a WHERE a.evaluation_id = e.id) AS figures
FROM evaluations e JOIN documents d ON d.id = e.document_id WHERE e.organization_id = ?
ORDER BY e.fiscal_year DESC, e.scope, e.id LIMIT 500"""


_FIGURES = """SELECT a.evaluation_id, a.item, a.measure, a.amount_fen AS value, a.block_id, a.start_at, a.end_at, a.raw
FROM json_each(:evaluations) j JOIN amounts a ON a.evaluation_id = j.value JOIN evaluations e ON e.id = j.value
WHERE a.institution IS NULL AND a.within IS NULL AND (a.year IS NULL OR a.year = e.fiscal_year) AND (a.item = 'total'
  OR a.item IN ('three_public', 'three_public.abroad', 'three_public.vehicle', 'three_public.reception'))
UNION ALL
SELECT p.evaluation_id, p.category, '', p.count, p.block_id, p.start_at, p.end_at, p.raw
FROM json_each(:evaluations) j JOIN personnel p ON p.evaluation_id = j.value JOIN evaluations e ON e.id = j.value
WHERE p.institution IS NULL AND (p.year IS NULL OR p.year = e.fiscal_year) AND p.category IN ('establishment', 'actual')"""
_FINDINGS = """SELECT f.id, f.severity, f.message, e.fiscal_year, e.id AS evaluation_id FROM evaluations e
JOIN findings f ON f.evaluation_id = e.id WHERE e.organization_id = ?
ORDER BY e.fiscal_year DESC, CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.id LIMIT 60"""


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Filter `quoted`: a text as part of an address."""
    env.filters["quoted"] = quoted


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page of a body."""
    return [(r"^/body/(?P<body>[^/]{1,1000})$", body_page)]


async def body_page(datasette: Any, request: Any) -> Response:
    """One body and its evaluations."""
    db, identity = datasette.get_database(), unquote(request.url_vars["body"])
    bodies = await _rows(db, _BODY, [identity])
    if not bodies:
        raise NotFound(identity)
    evaluations = await _rows(db, _EVALUATIONS, [identity])
    years = by_year(evaluations)
    figures = await _rows(db, _FIGURES, {"evaluations": json.dumps([row["id"] for row in years.values()])})
    made = lines(years, figures)
    context = {
        "body": bodies[0], "evaluations": evaluations, "names": code_names(), "years": years, "lines": made,
        "rates": rates(made), "charts": drawn(years, made), "findings": await _rows(db, _FINDINGS, [identity]),
        "address": datasette.absolute_url(request, request.path),
    }  # fmt: skip
    return Response.html(await datasette.render_template("body.html", context, request=request))


def quoted(text: str) -> str:
    """Percent-encoded, the slash too."""
    return quote(text, safe="")


async def _rows(db: Any, sql: str, arguments: Any) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, arguments)).rows]
