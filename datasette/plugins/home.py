"""The home page: what there is, what was found, where, and what can be asked."""

from typing import Any

from datasette import Response, hookimpl

from pages import dashboard
from pages.language import code_names

Row = dict[str, Any]

MAX_BODIES = 60
MAX_RULES = 6
_LATEST = """SELECT e.id, e.fiscal_year, e.project, e.scope, e.total_score, e.grade, e.reported_on, o.name AS body
FROM evaluations e LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY e.reported_on DESC LIMIT 6"""
_RULES = """SELECT u.id, u.severity, u.says, u.english, n.found, f.id AS finding, f.message, f.evaluation_id, e.fiscal_year, o.name AS body
FROM (SELECT row_id AS rule, CAST(sum(value) AS INTEGER) AS found FROM rankings WHERE question = 'finding-counts' GROUP BY row_id) n
JOIN rules u ON u.id = n.rule JOIN findings f ON f.id = (SELECT min(id) FROM findings WHERE rule = n.rule)
LEFT JOIN evaluations e ON e.id = f.evaluation_id LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY CASE u.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, n.found DESC, u.id LIMIT ?"""
_FIGURES = "SELECT figure, band, number, value FROM summaries WHERE area = 'all' AND year = 0"
_YEARS = "SELECT min(fiscal_year) AS first, max(fiscal_year) AS last FROM evaluations"
_BODIES = """SELECT o.id, o.name, o.region_code, (SELECT max(e.fiscal_year) FROM evaluations e WHERE e.organization_id = o.id) AS last_year
FROM organizations o ORDER BY o.region_code IS NULL, o.region_code, o.name LIMIT ?"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Home. Takes the place of Datasette's, which counts and asks permissions for every table each time."""
    return [(r"^/$", home_page)]


async def home_page(datasette: Any, request: Any) -> Response:
    """The home page."""
    context = await home(datasette) | {"metadata": datasette.metadata(), "names": code_names()}
    return Response.html(await datasette.render_template("index.html", context, request=request))


async def home(datasette: Any) -> Row:
    """What the home page shows of the database; asked once, for the database does not change while it is served."""
    if not hasattr(datasette, "jixiao_home"):
        datasette.jixiao_home = await _home(datasette)
    return dict(datasette.jixiao_home)


async def _home(datasette: Any) -> Row:
    db = datasette.get_database()
    figures = dashboard.counted(await _rows(db, _FIGURES, []))
    bodies = await _rows(db, _BODIES, [MAX_BODIES + 1])
    grades = {band: row["number"] for (figure, band), row in figures.items() if figure == "grades"}
    queries = await datasette.get_canned_queries(db.name, None)
    return {
        "counts": await db.table_counts(1000),
        "rules": await _rows(db, _RULES, [MAX_RULES]),
        "latest": await _rows(db, _LATEST, []),
        "bodies": bodies if len(bodies) <= MAX_BODIES else [],
        "queries": list(queries.values()),
        "figures": dashboard.headline(figures),
        "top_grade": 100 * grades.get("优", 0) / sum(grades.values()) if grades else None,
        "years": (await _rows(db, _YEARS, []))[0],
    }


async def _rows(db: Any, sql: str, arguments: Any) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, arguments)).rows]
