"""/evaluation/ID: one evaluation with its lists and findings, beside the forms as published; a figure leads to its place."""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import groupby
from typing import Any

from datasette import NotFound, Response, hookimpl

from pages.language import code_names
from pages.original import Place, Row, anchor, forms_of, nested
from schemas.sql import lists

_HEAD = """SELECT e.*, o.name AS body, o.province, o.city, o.county, o.region_code, d.filename, d.title, d.sha256, d.media_type,
  d.size_bytes, d.status
FROM evaluations e JOIN documents d ON d.id = e.document_id LEFT JOIN organizations o ON o.id = e.organization_id
WHERE e.id = ?"""
_FINDINGS = """SELECT f.*, u.says, u.source FROM findings f JOIN rules u ON u.id = f.rule WHERE f.evaluation_id = ?
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.rule, f.id LIMIT 200"""
_PLACES = """SELECT p.finding_id, p.block_id, p.start_at, p.end_at, b.text
FROM finding_places p JOIN blocks b ON b.id = p.block_id JOIN findings f ON f.id = p.finding_id
WHERE f.evaluation_id = ? ORDER BY p.finding_id, p.ordinal"""
_SIBLINGS = """SELECT id, fiscal_year, project, scope, total_score FROM evaluations
WHERE (organization_id = :organization OR document_id = :document) AND id <> :id
ORDER BY fiscal_year DESC, id LIMIT 40"""
_SECTIONS = "SELECT * FROM sections WHERE document_id = ? ORDER BY position LIMIT 400"
_USED_BLOCKS = """SELECT * FROM blocks WHERE document_id = :document
  AND (table_no IN (SELECT value FROM json_each(:tables)) OR id IN (SELECT value FROM json_each(:paragraphs)))
ORDER BY position LIMIT 4000"""
FORMS_BYTES = 60_000
_MEASURES = ("budget_initial", "budget", "actual", "change", "composition")
_NAMED_ITEMS = {"other", "project.named"}
_FEW_PLACES = 4
_WHOLE, _AROUND = 60, 18


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page of an evaluation."""
    return [(r"^/evaluation/(?P<evaluation>[0-9a-f]{16}\.e\d{1,6})$", evaluation_page)]


async def evaluation_page(datasette: Any, request: Any) -> Response:
    """Everything that is known of one evaluation."""
    db, identity = datasette.get_database(), request.url_vars["evaluation"]
    heads = await _rows(db, _HEAD, [identity])
    if not heads:
        raise NotFound(identity)
    head = heads[0]
    found = {
        name: await _rows(db, f"SELECT * FROM {name} WHERE evaluation_id = ? ORDER BY position", [identity])
        for name in lists()
    }
    findings = await _findings(db, identity)
    siblings = {"organization": head["organization_id"], "document": head["document_id"], "id": identity}
    context = {
        "e": head, "names": code_names(), "figures": headline(head, found), "lists": found,
        "amounts": amount_table(found["amounts"]), "personnel": personnel_table(found["personnel"]),
        "indicators": indicator_groups(found["indicators"]), "findings": findings,
        "finding_groups": finding_groups(findings), "flags": flags(findings),
        "siblings": await _rows(db, _SIBLINGS, siblings),
        "sections": await _rows(db, _SECTIONS, [head["document_id"]]),
        "address": datasette.absolute_url(request, datasette.urls.path(f"/evaluation/{identity}")),
        **await _published(datasette, head, used_places(found, findings)),
    }  # fmt: skip
    return Response.html(await datasette.render_template("evaluation.html", context, request=request))


def used_places(found: dict[str, list[Row]], findings: list[Row]) -> list[Place]:
    """Every place that a figure of the page leads to, each once."""
    places: dict[Place, None] = {}
    for name, table in lists().items():
        for row in found[name]:
            places[row["block_id"], row["start_at"], row["end_at"]] = None
            own = (row[f"{field}_block_id"] for field in table.places)
            places |= dict.fromkeys((block, None, None) for block in own if block)
    for finding in findings:
        places |= dict.fromkeys(finding["spans"][:_FEW_PLACES])
    return list(places)


async def _published(datasette: Any, head: Row, places: list[Place]) -> Row:
    """The forms as published, as pictures of their pages where the PDF is at hand, and which places they show.

    spots: place -> address in this page. A place that is not shown leads to the document's own page.
    """
    document = head | {"id": head["document_id"]}
    pictures = await datasette.jinja_env.globals["pictures"](document, places)
    if pictures:
        shown = {box["anchor"] for picture in pictures for box in picture["boxes"]}
        spots = {place: f"#{anchor(*place)}" for place in places if anchor(*place) in shown}
        return {"pictures_shown": pictures, "forms": [], "spans": {}, "spots": spots}
    tables = {int(block.split(".")[1][1:]) for block, _, _ in places if ".t" in block}
    paragraphs = [block for block, _, _ in places if ".p" in block]
    asked = {
        "document": head["document_id"], "tables": json.dumps(sorted(tables)), "paragraphs": json.dumps(paragraphs),
    }  # fmt: skip
    blocks = await _rows(datasette.get_database(), _USED_BLOCKS, asked)
    forms = forms_of(blocks, {block for block, _, _ in places}, FORMS_BYTES)
    texts = {
        block["id"]: block["text"]
        for part in forms
        for block in ([part["paragraph"]] if "paragraph" in part else part["cells"])
    }
    spans: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
    for block, start, end in places:
        if block in texts and start is not None:
            spans[block].append((start, end))
    kept = {block: set(nested(len(texts[block]), each)) for block, each in spans.items()}
    spots = {
        (block, start, end): f"#{anchor(block, start, end)}"
        for block, start, end in places
        if block in texts and (start is None or (start, end) in kept[block])
    }
    return {"pictures_shown": [], "forms": forms, "spans": spans, "spots": spots}


def headline(head: Row, found: dict[str, list[Row]]) -> Row:
    """The whole body's or project's budget and outturn, as the form states them, and the rate they give."""
    budget, actual = (_total(head, found["amounts"], measure) for measure in ("budget", "actual"))
    rate = 100 * actual["amount_fen"] / budget["amount_fen"] if budget and actual and budget["amount_fen"] else None
    return {"budget": budget, "actual": actual, "rate": rate, "score": _score_place(head, found["scores"])}


def _score_place(head: Row, scores: list[Row]) -> Row | None:
    """Where the total score stands: as the declared score, else as the form's total."""
    for component in ("declared", "total"):
        for row in scores:
            if (row["component"], row["score"], row["institution"]) == (component, head["total_score"], None):
                own = row["score_block_id"] or row["block_id"]
                spanned = own == row["block_id"]
                return {
                    "block": own, "start": row["start_at"] if spanned else None, "end": row["end_at"] if spanned else None,
                }  # fmt: skip
    return None


def amount_table(rows: list[Row]) -> Row:
    """Columns by year and measure; groups by institution, each with rows by item; figures in their cells."""
    return _pivot(rows, _column_of, _item_of, lambda row: row["amount_fen"])


def personnel_table(rows: list[Row]) -> Row:
    """Columns by category; one group, rows by institution and year."""
    table = _pivot(rows, lambda row: (row["category"],), lambda row: (row["institution"], row["year"]), _count)
    order = list(code_names()["category"])
    table["columns"].sort(key=lambda column: order.index(column[0]) if column[0] in order else len(order))
    return table


def indicator_groups(rows: list[Row]) -> list[Row]:
    """Indicators in published order, gathered under their level-1 name."""
    groups = groupby(rows, key=lambda row: (row["level1"], row["level1_weight"]))
    return [{"level1": level1, "weight": weight, "rows": list(group)} for (level1, weight), group in groups]


def finding_groups(findings: list[Row]) -> list[Row]:
    """Findings gathered under their rule, in the order given."""
    groups = groupby(findings, key=lambda finding: (finding["severity"], finding["rule"], finding["says"]))
    return [{"severity": severity, "says": says, "findings": list(group)} for (severity, _, says), group in groups]


def flags(findings: list[Row]) -> dict[tuple[str, int | None], list[int]]:
    """(block, start) -> numbers of the findings that are about that place and few others."""
    marked: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for finding in findings:
        if len(finding["places"]) <= _FEW_PLACES:
            for block, start, _ in dict.fromkeys(finding["spans"]):
                marked[block, start].append(finding["number"])
    return dict(marked)


async def _findings(db: Any, evaluation: str) -> list[Row]:
    places = defaultdict(list)
    for place in await _rows(db, _PLACES, [evaluation]):
        places[place["finding_id"]].append(place | _quoted(place))
    found = await _rows(db, _FINDINGS, [evaluation])
    return [_with_places(number, finding, places[finding["id"]]) for number, finding in enumerate(found, 1)]


def _with_places(number: int, finding: Row, places: list[Row]) -> Row:
    spans = [(place["block_id"], place["start_at"], place["end_at"]) for place in places]
    return finding | {"number": number, "places": places, "spans": spans}


def _quoted(place: Row) -> Row:
    """A few words around the span of a place, with the span to mark; the beginning of a whole cell."""
    text, start, end = place["text"], place["start_at"], place["end_at"]
    if start is None or end is None:
        return {"quote": text[:_WHOLE] + ("…" if len(text) > _WHOLE else ""), "quoted": []}
    first = max(0, start - _AROUND)
    lead, tail = "…" if first else "", "…" if end + _AROUND < len(text) else ""
    moved = (start - first + len(lead), end - first + len(lead))
    return {"quote": lead + text[first : end + _AROUND] + tail, "quoted": [moved]}


async def _rows(db: Any, sql: str, arguments: Any) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, arguments)).rows]


def _total(head: Row, amounts: Iterable[Row], measure: str) -> Row | None:
    key = ("total", measure, None)
    rows = (row for row in amounts if (row["item"], row["measure"], row["institution"]) == key)
    return next((row for row in rows if row["year"] in (None, head["fiscal_year"])), None)


def _column_of(row: Row) -> tuple[int, int, str]:
    return row["year"] or 0, _MEASURES.index(row["measure"]), row["measure"]


def _item_of(row: Row) -> tuple[Any, ...]:
    """What makes two figures the same line: institution, item and the total it is part of; the label of named items."""
    return row["institution"], row["item"], row["within"], row["label"] if row["item"] in _NAMED_ITEMS else None


def _count(row: Row) -> float:
    return float(row["count"])


def _label(line: Row) -> str:
    """The first label that any figure of a line was published with."""
    rows = (row for figures in line["cells"].values() for same in figures.values() for row in same)
    return next((row["label"] for row in rows if row.get("label")), "")


def _pivot(
    rows: list[Row],
    column_of: Callable[[Row], tuple[Any, ...]],
    line_of: Callable[[Row], tuple[Any, ...]],
    value_of: Callable[[Row], Hashable],
) -> Row:
    """Lines in order of first appearance, those of one institution together; equal values of a cell are one figure."""
    lines: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        line = lines.setdefault(line_of(row), {"first": row, "cells": defaultdict(lambda: defaultdict(list))})
        line["cells"][column_of(row)][value_of(row)].append(row)
    groups: dict[str | None, list[Row]] = defaultdict(list)
    for line in lines.values():
        line["label"] = _label(line)
        line["cells"] = {column: list(figures.values()) for column, figures in line["cells"].items()}
        groups[line["first"]["institution"]].append(line)
    ordered = sorted(groups.items(), key=lambda group: group[0] is not None)
    return {"columns": sorted({column_of(row) for row in rows}), "groups": ordered}
