"""/document/ID: the document as published, rebuilt from its blocks, with any places marked; /passage/BLOCK leads there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import regex
from datasette import NotFound, Response, hookimpl

Row = dict[str, Any]
Span = tuple[int | None, int | None]

PAGE_BYTES = 110_000
MAX_MARKS = 200
_MARK = regex.compile(r"(p\d{1,9}|t\d{1,9}\.r\d{1,9}\.c\d{1,9})(?::(\d{1,9})-(\d{1,9}))?")
_CELL_BYTES, _PARAGRAPH_BYTES, _CHARACTER_BYTES = 60, 60, 3
_MAX_GRID = 100_000

_SHAPE = """SELECT position, table_no, row_no, length(text) AS size, substr(id, 18) AS at FROM blocks
WHERE document_id = ? ORDER BY position"""
_BLOCKS = "SELECT * FROM blocks WHERE document_id = ? AND position BETWEEN ? AND ? ORDER BY position"
_FROM_ABOVE = """SELECT * FROM blocks WHERE document_id = ? AND table_no = ? AND row_no < ? AND row_no + row_span > ?
ORDER BY position"""
_EVALUATIONS = """SELECT e.id, e.project, e.fiscal_year, o.name AS body FROM evaluations e
LEFT JOIN organizations o ON o.id = e.organization_id WHERE e.document_id = ? ORDER BY e.position"""
_SECTIONS = """SELECT s.number, s.title, s.level, s.block_id, b.position FROM sections s
JOIN blocks b ON b.id = s.block_id WHERE s.document_id = ? ORDER BY s.position LIMIT 400"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a document: its blocks from `first` to `last`, both positions included."""

    first: int
    last: int


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The document page, and the address of a passage."""
    return [
        (r"^/document/(?P<document>[0-9a-f]{16})$", document_page),
        (r"^/passage/(?P<document>[0-9a-f]{16})\.(?P<at>[a-z0-9.]+)$", passage_redirect),
    ]


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
    documents = (await db.execute("SELECT * FROM documents WHERE id = ?", [identity])).rows
    if not documents:
        raise NotFound(identity)
    shape = [dict(row) for row in (await db.execute(_SHAPE, [identity])).rows]
    sheets, marks = list(paged(shape)), read_marks(request.args.get("at") or "")
    positions = {row["at"]: row["position"] for row in shape}
    number = _page_number(request.args.get("page"), sheets, [positions[at] for at in marks if at in positions])
    sections = [dict(row) for row in (await db.execute(_SECTIONS, [identity])).rows]
    context = {
        "document": dict(documents[0]), "page": number, "pages": len(sheets),
        "parts": await _parts(db, identity, sheets[number - 1]) if sheets else [],
        "marks": marks, "unknown_marks": [at for at in marks if at not in positions],
        "evaluations": (await db.execute(_EVALUATIONS, [identity])).rows,
        "sections": [row | {"page": _sheet_of(row["position"], sheets)} for row in sections],
        "marked_pages": {at: _sheet_of(positions[at], sheets) for at in marks if at in positions},
    }  # fmt: skip
    return Response.html(await datasette.render_template("document.html", context, request=request))


def read_marks(text: str) -> dict[str, list[Span]]:
    """The places of an address: `t3.r4.c5,p12:3-9` -> {"t3.r4.c5": [(None, None)], "p12": [(3, 9)]}."""
    marks: dict[str, list[Span]] = defaultdict(list)
    for piece in text.split(",")[:MAX_MARKS]:
        if match := _MARK.fullmatch(piece):
            marks[match[1]].append((int(match[2]), int(match[3])) if match[2] else (None, None))
    return dict(marks)


def paged(shape: Iterable[Row]) -> Iterator[Sheet]:
    """Sheets of about PAGE_BYTES; a table begins a new sheet rather than be cut, unless it is larger than one."""
    first = last = -1
    used = 0
    for unit in _units(shape):
        cost = sum(size for _, size in unit)
        pieces = [unit] if cost <= PAGE_BYTES else [[row] for row in unit]
        for piece in pieces:
            cost = sum(size for _, size in piece)
            if first >= 0 and used + cost > PAGE_BYTES:
                yield Sheet(first, last)
                first, used = -1, 0
            first = piece[0][0].start if first < 0 else first
            last, used = piece[-1][0].stop - 1, used + cost
    if first >= 0:
        yield Sheet(first, last)


def _units(shape: Iterable[Row]) -> Iterator[list[tuple[range, int]]]:
    """Paragraphs and tables, each as (positions, bytes) of its rows; a paragraph has one."""
    unit: list[tuple[range, int]] = []
    seen: tuple[int | None, int | None] = (None, None)
    for block in shape:
        key, position = (block["table_no"], block["row_no"]), block["position"]
        fixed = _PARAGRAPH_BYTES if key[0] is None else _CELL_BYTES
        size = fixed + _CHARACTER_BYTES * block["size"]
        if unit and (key[0] is None or key[0] != seen[0]):
            yield unit
            unit = []
        if unit and key == seen:
            unit[-1] = (range(unit[-1][0].start, position + 1), unit[-1][1] + size)
        else:
            unit.append((range(position, position + 1), size))
        seen = key
    if unit:
        yield unit


def _sheet_of(position: int, sheets: list[Sheet]) -> int:
    return next((number for number, sheet in enumerate(sheets, 1) if position <= sheet.last), 1)


def _page_number(asked: str | None, sheets: list[Sheet], marked: list[int]) -> int:
    if asked and regex.fullmatch(r"\d{1,5}", asked) and 1 <= int(asked) <= len(sheets):
        return int(asked)
    return _sheet_of(marked[0], sheets) if marked else 1


async def _parts(db: Any, document: str, sheet: Sheet) -> list[Row]:
    """The paragraphs and tables of one sheet; a table that began on the sheet before repeats the cells that run on."""
    blocks = [dict(row) for row in (await db.execute(_BLOCKS, [document, sheet.first, sheet.last])).rows]
    parts: list[Row] = []
    for block in blocks:
        if block["table_no"] is None:
            parts.append({"paragraph": block, "at": f"p{block['paragraph_no']}"})
        elif parts and parts[-1].get("table_no") == block["table_no"]:
            parts[-1]["cells"].append(block)
        else:
            parts.append({"table_no": block["table_no"], "cells": [block]})
    tables = [part for part in parts if "cells" in part]
    if tables and (row := tables[0]["cells"][0]["row_no"]):
        spanning = await db.execute(_FROM_ABOVE, [document, tables[0]["table_no"], row, row])
        tables[0]["above"] = [dict(cell) for cell in spanning.rows]
    for table in tables:
        cells, above = table["cells"], table.get("above", [])
        table["rows"] = list(grid_rows(cells, above))
        table["width"] = max(cell["col_no"] + cell["col_span"] for cell in cells)
    return parts


def grid_rows(cells: list[Row], above: list[Row]) -> Iterator[list[Row | None]]:
    """The rows of a table as HTML wants them: each cell where it begins, None for a place that no cell covers."""
    first, last = cells[0]["row_no"], max(cell["row_no"] for cell in cells)
    width = max(cell["col_no"] + cell["col_span"] for cell in [*cells, *above])
    rows: dict[int, list[Row]] = defaultdict(list)
    covered: set[tuple[int, int]] = set()
    small = width * (last - first + 1) <= _MAX_GRID
    for cell in [*above, *cells]:
        begin, end = max(first, cell["row_no"]), min(last + 1, cell["row_no"] + cell["row_span"])
        rows[begin].append(cell | {"rows": end - begin, "from_above": cell["row_no"] < first})
        if small:
            columns = range(cell["col_no"], cell["col_no"] + cell["col_span"])
            covered |= {(row, col) for row in range(begin, end) for col in columns}
    for row in range(first, last + 1):
        begins = {cell["col_no"]: cell for cell in rows[row]}
        holes = [col for col in range(width) if (row, col) not in covered] if small else []
        yield [begins.get(col) for col in sorted([*begins, *holes])]
