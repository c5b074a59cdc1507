"""/bodies: all regions and sectors; /region/CODE and /sector/CODE: the dashboard of one, with its parts and bodies."""

from functools import partial
from typing import Any

from datasette import NotFound, Response, hookimpl

from pages import dashboard, regions
from pages.language import code_names, is_english, language, translate
from pages.regions import Area

Row = dict[str, Any]

MAX_LISTED = 240
MAX_TOP = 5
_COUNTED = "SELECT area, number, CAST(value AS INTEGER) AS value FROM summaries WHERE figure = 'bodies' ORDER BY area"
_SECTORS = """SELECT substr(area, 8) AS sector, number, CAST(value AS INTEGER) AS value FROM summaries
WHERE area > 'sector.' AND area < 'sector/' AND figure = 'evaluations' AND year = 0"""
_FIGURES = "SELECT figure, year, band, number, value FROM summaries WHERE area = ? AND year = ?"
_YEARS = "SELECT figure, year, number, value FROM summaries WHERE area = ? AND year > 0 AND band = '' ORDER BY year"
_RULES = "SELECT id, says, english FROM rules"
_BODIES = """SELECT o.id, o.name, o.city, o.county, o.region_code,
  (SELECT count(*) FROM evaluations e WHERE e.organization_id = o.id) AS evaluations,
  (SELECT min(e.fiscal_year) FROM evaluations e WHERE e.organization_id = o.id) AS first_year,
  (SELECT max(e.fiscal_year) FROM evaluations e WHERE e.organization_id = o.id) AS last_year
FROM (SELECT * FROM organizations WHERE {} LIMIT :size) o"""
_IN_REGION = "region_code >= :low AND region_code < :high ORDER BY region_code, name"
_NOWHERE = "region_code IS NULL ORDER BY name"
_TOP = """SELECT r.value, r.n1, r.year, r.evaluation_id, e.project, o.name AS body FROM (
  SELECT * FROM rankings WHERE question = :question AND {} = :of AND (:year = 0 OR year = :year) ORDER BY place {}, subject {} LIMIT :size) r
JOIN evaluations e ON e.id = r.evaluation_id LEFT JOIN organizations o ON o.id = e.organization_id ORDER BY r.place {}, r.subject {}"""

# (title, question, direction, how the value is written)
_LISTS = (
    ("自评得分最低", "scores", "DESC", "share"),
    ("自评得分最高", "scores", "ASC", "share"),
    ("预算执行率最低", "lowest-execution", "ASC", "share"),
    ("人均“三公”经费最高", "three-public-per-head", "ASC", "money"),
    ("核查发现最多", "most-findings", "ASC", "count"),
)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`atlas()`, for every page that shows the regions."""
    env.globals["atlas"] = partial(atlas, datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages of regions and sectors."""
    return [
        (r"^/bodies$", bodies_page),
        (r"^/region/(?P<code>\d{6}|unknown)$", region_page),
        (r"^/sector/(?P<code>[a-z_]{1,40})$", sector_page),
    ]


async def bodies_page(datasette: Any, request: Any) -> Response:
    """The map, the tree and the sectors."""
    return Response.html(await datasette.render_template("bodies.html", {}, request=request))


async def atlas(datasette: Any) -> Row:
    """The map, the tree of areas and the sectors: `map`, `areas`, `sectors`; made once in each language."""
    made: dict[str, Row] = datasette.__dict__.setdefault("jixiao_atlas", {})
    if language.get() not in made:
        made[language.get()] = await _atlas(datasette)
    return made[language.get()]


async def _atlas(datasette: Any) -> Row:
    db = datasette.get_database()
    rows = await _rows(db, _COUNTED, [])
    areas = regions.tree((row["area"], row["number"], row["value"]) for row in rows)
    address = partial(_region, datasette)
    counts = {area.code: area.bodies for area in areas}
    names = code_names()["sector"]
    sectors = [row | {"name": names.get(row["sector"], row["sector"])} for row in await _rows(db, _SECTORS, [])]
    return {
        "map": regions.tile_map(translate("有数据的省份，点开看概览"), counts, address),
        "areas": areas, "counties": sum(len(city.parts) for area in areas for city in area.parts), "sectors": sorted(sectors, key=lambda row: (-row["value"], row["sector"])),
    }  # fmt: skip


async def region_page(datasette: Any, request: Any) -> Response:
    """One region: of a province the dashboard, of all the regions in it and its bodies."""
    code = request.url_vars["code"]
    db = datasette.get_database()
    area = _found((await atlas(datasette))["areas"], code)
    if area is None:
        raise NotFound(code)
    low, high = regions.span(code) if code != regions.UNKNOWN else ("", "")
    where = _IN_REGION if low else _NOWHERE
    bodies = await _rows(db, _BODIES.format(where), {"low": low, "high": high, "size": MAX_LISTED + 1})
    path = regions.path_of(code)
    shown = await _dashboard(datasette, request, code, "province", path[0][1])
    context = shown | {
        "title": area.name, "code": code, "area": area, "path": path[:-1], "more": len(bodies) > MAX_LISTED,
        "bodies": bodies[:MAX_LISTED],
    }  # fmt: skip
    return Response.html(await datasette.render_template("area.html", context, request=request))


async def sector_page(datasette: Any, request: Any) -> Response:
    """The dashboard of one sector."""
    code = request.url_vars["code"]
    shown = await _dashboard(datasette, request, f"sector.{code}", "sector", code)
    if not shown["figures"]["evaluations"]:
        raise NotFound(code)
    context = shown | {"title": code_names()["sector"].get(code, code), "code": code, "area": None, "path": []}
    return Response.html(await datasette.render_template("area.html", context, request=request))


async def _dashboard(datasette: Any, request: Any, area: str, column: str, of: str) -> Row:
    """Headline, charts and lists of an area in the year asked for; 0 is all years."""
    db = datasette.get_database()
    years = await _rows(db, _YEARS, [area])
    known = sorted({row["year"] for row in years})
    asked = request.args.get("year") or ""
    year = next((each for each in known if str(each) == asked), 0)
    rows = dashboard.counted(await _rows(db, _FIGURES, [area, year]))
    rules = {row["id"]: row["english" if is_english() else "says"] for row in await _rows(db, _RULES, [])}
    figures = dashboard.headline(rows)
    return {
        "figures": figures, "years": known, "year": year, "summary": area, "column": column, "of": of,
        "charts": dashboard.drawn(rows, years, rules) if figures["evaluations"] else [],
        "tops": await _tops(db, column, of, year) if figures["evaluations"] else [],
        "address": str(datasette.absolute_url(request, datasette.urls.path(request.path))) + (f"?year={year}" if year else ""),
    }  # fmt: skip


async def _tops(db: Any, column: str, of: str, year: int) -> list[Row]:
    made = []
    for title, question, direction, kind in _LISTS:
        asked = {"question": question, "of": of, "year": year, "size": MAX_TOP}
        rows = await _rows(db, _TOP.format(column, *[direction] * 4), asked)
        if rows:
            made.append({"title": translate(title), "question": question, "kind": kind, "rows": rows})
    return made


def _found(areas: list[Area], code: str) -> Area | None:
    for area in areas:
        if area.code == code:
            return area
        if (inner := _found(area.parts, code)) is not None:
            return inner
    return None


def _region(datasette: Any, code: str) -> str:
    return str(datasette.urls.path(f"/region/{code}"))


async def _rows(db: Any, sql: str, arguments: Any) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, arguments)).rows]
