"""/document/ID: the document as published, rebuilt from its blocks, with any places marked; /passage/BLOCK leads there.

Where the published files are at hand (`jixiao serve --files FOLDER`), pages of a PDF are shown as pictures with a box
around the place: /document/ID/page-N.png.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import regex
from datasette import NotFound, Response, hookimpl

from pages.original import Row, Sheet, anchor, paged, parts_of, read_marks, sheet_of
from pages.originals import PDF, Originals
from pages.render import Box
from schemas.document import MASK

FILES = "JIXIAO_FILES"
MAX_PICTURES = 12
_SHAPE = """SELECT position, table_no, row_no, length(text) AS size, substr(id, 18) AS at FROM blocks
WHERE document_id = ? ORDER BY position"""
_BLOCKS = "SELECT * FROM blocks WHERE document_id = ? AND position BETWEEN ? AND ? ORDER BY position"
_FROM_ABOVE = """SELECT * FROM blocks WHERE document_id = ? AND table_no = ? AND row_no < ? AND row_no + row_span > ?
ORDER BY position"""
_EVALUATIONS = """SELECT e.id, e.project, e.fiscal_year, o.name AS body FROM evaluations e
LEFT JOIN organizations o ON o.id = e.organization_id WHERE e.document_id = ? ORDER BY e.position"""
_SECTIONS = """SELECT s.number, s.title, s.level, s.block_id, b.position FROM sections s
JOIN blocks b ON b.id = s.block_id WHERE s.document_id = ? ORDER BY s.position LIMIT 400"""
_BOXES = """SELECT id, page, box_left, box_top, box_right, box_bottom FROM blocks
WHERE id IN (SELECT value FROM json_each(?)) AND box_left IS NOT NULL ORDER BY page, position"""
_MASKED = """SELECT box_left, box_top, box_right, box_bottom FROM blocks
WHERE document_id = ? AND page = ? AND box_left IS NOT NULL AND instr(text, ?) > 0"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The document page, its pictures, and the address of a passage."""
    return [
        (r"^/document/(?P<document>[0-9a-f]{16})$", document_page),
        (r"^/document/(?P<document>[0-9a-f]{16})/page-(?P<page>[1-9]\d{0,3})\.png$", page_picture),
        (r"^/passage/(?P<document>[0-9a-f]{16})\.(?P<at>[a-z0-9.]+)$", passage_redirect),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`pictures(document, places)`: the pictures of the pages that hold the places, each with its boxes; else nothing."""
    folder = os.environ.get(FILES)
    originals = Originals(Path(folder)) if folder else None
    datasette.originals = originals

    async def pictures(document: Row, places: Iterable[tuple[str, int | None, int | None]]) -> list[Row]:
        return await _pictures(datasette, document, list(places))

    env.globals["pictures"] = pictures


async def passage_redirect(datasette: Any, request: Any) -> Response:
    """To the document, at the passage."""
    document, at = request.url_vars["document"], request.url_vars["at"]
    found = await datasette.get_database().execute("SELECT 1 FROM blocks WHERE id = ?", [f"{document}.{at}"])
    if not found.rows:
        raise NotFound(at)
    return Response.redirect(datasette.urls.path(f"/document/{document}?at={at}#{at}"))


async def document_page(datasette: Any, request: Any) -> Response:
    """One page of the document: the one asked for, else the one with the first marked place."""
    db, identity = datasette.get_database(), request.url_vars["document"]
    document = await _document(db, identity)
    shape = [dict(row) for row in (await db.execute(_SHAPE, [identity])).rows]
    sheets, marks = list(paged(shape)), read_marks(request.args.get("at") or "")
    positions = {row["at"]: row["position"] for row in shape}
    number = _page_number(request.args.get("page"), sheets, [positions[at] for at in marks if at in positions])
    sections = [dict(row) for row in (await db.execute(_SECTIONS, [identity])).rows]
    places = [(f"{identity}.{at}", None, None) for at in marks if at in positions]
    context = {
        "document": document, "page": number, "pages": len(sheets),
        "parts": await _parts(db, identity, sheets[number - 1]) if sheets else [],
        "pictures": await _pictures(datasette, document, places),
        "marks": marks, "unknown_marks": [at for at in marks if at not in positions],
        "evaluations": (await db.execute(_EVALUATIONS, [identity])).rows,
        "sections": [row | {"page": sheet_of(row["position"], sheets)} for row in sections],
        "address": _address(datasette, request, identity, [at for at in marks if at in positions]),
        "marked_pages": {at: sheet_of(positions[at], sheets) for at in marks if at in positions},
    }  # fmt: skip
    return Response.html(await datasette.render_template("document.html", context, request=request))


def _address(datasette: Any, request: Any, document: str, places: list[str]) -> str:
    """The permanent address of the document, or of places in it; spans inside a paragraph are left out."""
    marked = f"?at={','.join(places)}#{places[0]}" if places else ""
    return str(datasette.absolute_url(request, datasette.urls.path(f"/document/{document}"))) + marked


async def page_picture(datasette: Any, request: Any) -> Response:
    """A page of the published PDF as PNG, passages with masked names or numbers painted over."""
    db, identity, number = datasette.get_database(), request.url_vars["document"], int(request.url_vars["page"])
    document = await _document(db, identity)
    path, sizes = await _at_hand(datasette, document)
    if path is None or number > len(sizes):
        raise NotFound(identity)
    covered: list[Box] = [tuple(row) for row in (await db.execute(_MASKED, [identity, number, MASK])).rows]
    picture = await datasette.originals.png(document["sha256"], path, number, covered)
    if picture is None:
        raise NotFound(identity)
    return Response(picture, content_type="image/png", headers={"cache-control": "public, max-age=86400"})


async def _document(db: Any, identity: str) -> Row:
    documents = (await db.execute("SELECT * FROM documents WHERE id = ?", [identity])).rows
    if not documents:
        raise NotFound(identity)
    return dict(documents[0])


async def _at_hand(datasette: Any, document: Row) -> tuple[Path | None, list[tuple[float, float]]]:
    """The published PDF and the sizes of its pages; (None, []) where it is none or not at hand."""
    originals: Originals | None = datasette.originals
    if originals is None or document["media_type"] != PDF:
        return None, []
    paths = await datasette.get_database().execute("SELECT path FROM files WHERE document_id = ?", [document["id"]])
    path = originals.find(document["sha256"], [row["path"] for row in paths.rows])
    sizes = await originals.sizes(document["sha256"], path) if path else None
    return (path, sizes) if path and sizes else (None, [])


async def _pictures(datasette: Any, document: Row, places: list[tuple[str, int | None, int | None]]) -> list[Row]:
    """Pages that hold the places, in order: number, width, height, address, boxes with the ids of the places."""
    path, sizes = await _at_hand(datasette, document)
    if path is None or not places:
        return []
    asked = json.dumps(list(dict.fromkeys(block for block, _, _ in places)))
    boxes = {row["id"]: dict(row) for row in (await datasette.get_database().execute(_BOXES, [asked])).rows}
    pages: dict[int, list[Row]] = {}
    for block, start, end in dict.fromkeys(places):
        if (box := boxes.get(block)) and 1 <= box["page"] <= len(sizes):
            pages.setdefault(box["page"], []).append(box | {"anchor": anchor(block, start, end)})
    address = datasette.urls.path(f"/document/{document['id']}")
    return [
        {
            "number": number, "width": sizes[number - 1][0], "height": sizes[number - 1][1],
            "url": f"{address}/page-{number}.png", "boxes": pages[number],
        }
        for number in sorted(pages)[:MAX_PICTURES]
    ]  # fmt: skip


def _page_number(asked: str | None, sheets: list[Sheet], marked: list[int]) -> int:
    if asked and regex.fullmatch(r"\d{1,5}", asked) and 1 <= int(asked) <= len(sheets):
        return int(asked)
    return sheet_of(marked[0], sheets) if marked else 1


async def _parts(db: Any, document: str, sheet: Sheet) -> list[Row]:
    """The paragraphs and tables of one sheet; a table that began on the sheet before repeats the cells that run on."""
    blocks = [dict(row) for row in (await db.execute(_BLOCKS, [document, sheet.first, sheet.last])).rows]
    first = next((block for block in blocks if block["table_no"] is not None), None)
    above: list[Row] = []
    if first and (row := first["row_no"]):
        above = [dict(cell) for cell in (await db.execute(_FROM_ABOVE, [document, first["table_no"], row, row])).rows]
    return parts_of(blocks, above)
