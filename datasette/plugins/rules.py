"""/rules: what each audit rule looks for, in plain words with an example, and what it has found."""

from itertools import groupby
from typing import Any

from datasette import Response, hookimpl

from pages.language import code_names

_RULES = """SELECT u.*, v."核查发现" AS found, v."属实" AS confirmed, v."已说明" AS explained, v."误报" AS wrong,
  v."准确率" AS precision FROM rules u JOIN v_rules v ON v."规则代码" = u.id
ORDER BY CASE u.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, u.id"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page of the rules."""
    return [(r"^/rules$", rules_page)]


async def rules_page(datasette: Any, request: Any) -> Response:
    """Every rule, errors first."""
    db = datasette.get_database()
    rules = [dict(row) for row in (await db.execute(_RULES)).rows]
    groups = [(severity, list(group)) for severity, group in groupby(rules, key=lambda rule: rule["severity"])]
    context = {"groups": groups, "severities": code_names()["severity"]}
    return Response.html(await datasette.render_template("rules.html", context, request=request))
