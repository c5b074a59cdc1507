"""/bodies: the bodies of a region; /body/ID: one body's evaluations, year by year; and what the home page shows."""

import json
from typing import Any
from urllib.parse import quote, unquote

from datasette import NotFound, Response, hookimpl

from pages.body import by_year, drawn, lines, rates
from pages.language import code_names

Row = dict[str, Any]

MAX_ON_HOME = 60
PAGE_SIZE = 200

_LATEST = """SELECT e.id, e.fiscal_year, e.project, e.scope, e.total_score, e.grade, e.reported_on, o.name AS body
FROM evaluations e LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY e.reported_on DESC, e.fiscal_year DESC, e.id LIMIT 6"""
_RULES = """SELECT u.id, u.severity, u.says, u.english, n.found, f.id AS finding, f.message, f.evaluation_id, e.fiscal_year, o.name AS body
FROM (SELECT rule, count(*) AS found, min(id) AS first FROM findings GROUP BY rule) n
JOIN rules u ON u.id = n.rule JOIN findings f ON f.id = n.first
LEFT JOIN evaluations e ON e.id = f.evaluation_id LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY CASE u.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, n.found DESC, u.id"""
_COVERED = """SELECT count(*) AS evaluations, min(e.fiscal_year) AS first_year, max(e.fiscal_year) AS last_year,
  (SELECT count(DISTINCT province) FROM organizations) AS provinces, count(e.grade) AS graded, sum(e.grade = '优') AS top,
  count(e.total_score) AS scored, sum(e.total_score >= coalesce(e.total_weight, 100)) AS perfect FROM evaluations e"""
_REGIONS = """SELECT coalesce(province, '') AS province, coalesce(city, '') AS city, count(*) AS bodies
FROM organizations GROUP BY 1, 2 ORDER BY min(region_code) IS NULL, min(region_code), 1, 2"""
_BODIES = """SELECT o.id, o.name, o.province, o.city, o.county, count(e.id) AS evaluations,
  min(e.fiscal_year) AS first_year, max(e.fiscal_year) AS last_year
FROM organizations o LEFT JOIN evaluations e ON e.organization_id = o.id
WHERE (:province IS NULL OR coalesce(o.province, '') = :province) AND (:city IS NULL OR coalesce(o.city, '') = :city)
GROUP BY o.id ORDER BY o.region_code IS NULL, o.region_code, o.name LIMIT :size"""
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
    """Home, and the pages of bodies."""
    return [(r"^/$", home_page), (r"^/bodies$", bodies_page), (r"^/body/(?P<body>[^/]{1,1000})$", body_page)]


async def home_page(datasette: Any, request: Any) -> Response:
    """Home. Takes the place of Datasette's, which counts and asks permissions for every table each time."""
    context = await home(datasette) | {"metadata": datasette.metadata()}
    return Response.html(await datasette.render_template("index.html", context, request=request))


async def home(datasette: Any) -> Row:
    """What the home page shows of the database; computed once, for the database does not change while it is served."""
    if not hasattr(datasette, "jixiao_home"):
        datasette.jixiao_home = await _home(datasette)
    return datasette.jixiao_home | {"names": code_names()}


async def _home(datasette: Any) -> Row:
    db = datasette.get_database()
    regions = await _rows(db, _REGIONS, [])
    few = sum(region["bodies"] for region in regions) <= MAX_ON_HOME
    everywhere = {"province": None, "city": None, "size": MAX_ON_HOME}
    queries = await datasette.get_canned_queries(db.name, None)
    return {
        "counts": await db.table_counts(1000),
        "rules": await _rows(db, _RULES, []),
        "latest": await _rows(db, _LATEST, []),
        "provinces": by_province(regions),
        "bodies": await _rows(db, _BODIES, everywhere) if few else [],
        "queries": list(queries.values()),
        "covered": (await _rows(db, _COVERED, []))[0],
    }


def by_province(regions: list[Row]) -> dict[str, list[Row]]:
    """The cities of each province, both in the order of their codes."""
    found: dict[str, list[Row]] = {}
    for region in regions:
        found.setdefault(region["province"], []).append(region)
    return found


async def bodies_page(datasette: Any, request: Any) -> Response:
    """All bodies, or those of a province or city."""
    db = datasette.get_database()
    asked = {key: request.args.get(key) for key in ("province", "city")}
    bodies = await _rows(db, _BODIES, asked | {"size": PAGE_SIZE + 1})
    context = asked | {
        "bodies": bodies[:PAGE_SIZE], "more": len(bodies) > PAGE_SIZE, "regions": await _rows(db, _REGIONS, []),
    }  # fmt: skip
    return Response.html(await datasette.render_template("bodies.html", context, request=request))


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
