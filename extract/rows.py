"""Outcome -> rows of the tables, each under an id that is an address, so that nothing depends on writing order."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import Any

from extract import passage_prints, statements
from extract.amount_sets import place_in_sets
from extract.record_rows import FILL, Row, in_fen, real, step
from extract.sectors import sector_of
from schemas.document import BBox, Cell, Document, Ledger, Paragraph, Place
from schemas.errors import StoreError
from schemas.records import Evaluation, Outcome, Region
from schemas.sql import lists, place_column, tables

Shard = dict[str, list[tuple[Any, ...]]]
ID_LENGTH = 16
_FEW_AMOUNTS, _FEW_KINDS = 8, 6


def document_id(sha256: str) -> str:
    """The id of a document: the first 16 hex digits of its SHA-256."""
    return sha256[:ID_LENGTH]


def block_id(document: Document, doc: str, place: Place) -> str:
    """Address of the paragraph, or of the cell that covers a place; StoreError where the document has no such place."""
    if place.kind == "text":
        if not 0 <= place.index < len(document.paragraphs):
            raise StoreError(f"no paragraph {place.index} in {document.source.name}")
        return f"{doc}.p{place.index}"
    grid = document.tables[place.index].grid if 0 <= place.index < len(document.tables) else {}
    cell = grid.get((place.row, place.col)) if place.row is not None and place.col is not None else None
    if cell is None:
        raise StoreError(f"no cell at table {place.index} r{place.row} c{place.col} in {document.source.name}")
    return f"{doc}.t{place.index}.r{cell.row}.c{cell.col}"


def rows(outcome: Outcome, extractor: str) -> dict[str, list[Row]]:
    """Every row one outcome yields, by table, in the order in which they may be inserted."""
    doc = document_id(outcome.source.sha256)
    made: dict[str, list[Row]] = {"documents": [_document(outcome, doc, extractor)], "blocks": []}
    if outcome.document is None:
        return made
    made["blocks"] = list(_blocks(outcome.document, doc))
    made |= _bodies(outcome.evaluations)
    made["evaluations"] = [_evaluation(doc, index, each) for index, each in enumerate(outcome.evaluations)]
    for name in lists():
        made[name] = list(_list_rows(outcome.document, doc, name, outcome.evaluations))
    place_in_sets(made["amounts"])
    made["sections"] = _sections(outcome, outcome.document, doc)
    hinted = statements.cell_hint().search
    saying = (block for block in made["blocks"] if block["kind"] != "cell" or hinted(block["text"]))
    made["statements"] = [row for block in saying for row in statement_rows(block)]
    headings = [(section.place.index, section.kind) for section in outcome.sections]
    texts = enumerate(paragraph.text for paragraph in outcome.document.paragraphs)
    made["own_passages"] = list(passage_rows(doc, texts, headings))
    made["issues"] = _issues(outcome, outcome.document, doc)
    return made


def shard(outcome: Outcome, extractor: str) -> Shard:
    """The rows of one outcome as the tables want them: by table, values in the order of its columns."""
    return {name: _in_columns(name, entries) for name, entries in rows(outcome, extractor).items()}


def _in_columns(name: str, entries: list[Row]) -> list[tuple[Any, ...]]:
    columns = [column.name for column in tables()[name].columns]
    values = itemgetter(*columns)
    if set(map(len, entries)) == {len(columns)}:
        with suppress(KeyError):
            return [*map(values, entries)]
    named = set().union(*entries)
    if unknown := named.difference(columns):
        raise StoreError(f"{name} has no column {sorted(unknown)[0]}")
    absent = dict.fromkeys(set(columns) - named)
    return [*map(values, (entry | absent for entry in entries))]


def organization_id(evaluation: Evaluation) -> str | None:
    """Region code and name; None where the body's name is not known."""
    if evaluation.organization is None:
        return None
    return f"{evaluation.region.code if evaluation.region else '000000'}.{evaluation.organization}"


def amounts_print(amounts: Iterable[tuple[str, int]]) -> str | None:
    """`25:9f3a…`, number and fingerprint of (measure, fen): equal where all budgets and executed amounts are; None where few."""
    fens = sorted(fen for measure, fen in amounts if fen and measure in ("budget_initial", "budget", "actual"))
    if len(fens) < _FEW_AMOUNTS or len(set(fens)) < _FEW_KINDS:
        return None
    return f"{len(fens)}:{hashlib.sha256(repr(fens).encode()).hexdigest()[:ID_LENGTH]}"


def _document(outcome: Outcome, doc: str, extractor: str) -> Row:
    source, document = outcome.source, outcome.document
    return {
        "id": doc, "sha256": source.sha256, "filename": source.name, "media_type": source.media_type,
        "size_bytes": source.size_bytes, "title": outcome.title, "parser": document.parser if document else None,
        "extractor": extractor, "status": outcome.status, "reason": outcome.reason, "message": outcome.message,
        "paragraph_count": len(document.paragraphs) if document else 0,
        "table_count": len(document.tables) if document else 0,
        "evaluation_count": len(outcome.evaluations), "issue_count": len(outcome.issues),
        **_ledger(document.ledger if document else None),
    }  # fmt: skip


def _ledger(ledger: Ledger | None) -> Row:
    names = ("container_chars", "kept_chars", "ignored_chars", "unaccounted_share", "container_tables")
    if ledger is None:
        return dict.fromkeys(names)
    ignored = json.dumps(ledger.ignored, sort_keys=True)
    share = round(ledger.unaccounted_share, 6)
    return dict(zip(names, (ledger.container_chars, ledger.kept_chars, ignored, share, ledger.tables_in), strict=True))


def _blocks(document: Document, doc: str) -> Iterable[Row]:
    position = 0
    for _, index, block in document.numbered():
        if isinstance(block, Paragraph):
            yield _paragraph(doc, index, block, position)
            position += 1
        else:
            for cell in sorted(block.cells, key=_ROW_AND_COL):
                yield _cell(doc, index, cell, position)
                position += 1


_ROW_AND_COL = itemgetter(*map(Cell._fields.index, ("row", "col")))


def _paragraph(doc: str, index: int, block: Paragraph, position: int) -> Row:
    left, top, right, bottom = _box(block.bbox)
    return {
        "id": f"{doc}.p{index}", "document_id": doc, "position": position, "kind": "paragraph", "paragraph_no": index,
        "table_no": None, "row_no": None, "col_no": None, "row_span": None, "col_span": None, "page": block.page,
        "box_left": left, "box_top": top, "box_right": right, "box_bottom": bottom, "number": block.number,
        "text": block.text,
    }  # fmt: skip


def _cell(doc: str, index: int, cell: Cell, position: int) -> Row:
    text, row, col, row_span, col_span, page, box, _ = cell
    left, top, right, bottom = _box(box)
    return {
        "id": f"{doc}.t{index}.r{row}.c{col}", "document_id": doc, "position": position, "kind": "cell",
        "paragraph_no": None, "table_no": index, "row_no": row, "col_no": col, "row_span": row_span,
        "col_span": col_span, "page": page, "box_left": left, "box_top": top, "box_right": right,
        "box_bottom": bottom, "number": None, "text": text,
    }  # fmt: skip


def _box(box: BBox | None) -> tuple[float | None, ...]:
    if box is None:
        return _NO_BOX
    return _tenths(box.x0), _tenths(box.top), _tenths(box.x1), _tenths(box.bottom)


@lru_cache(maxsize=4096)  # cells share their edges, and rounding is dear
def _tenths(place_pt: float) -> float:
    return round(place_pt, 1)


_NO_BOX = (None, None, None, None)


def _bodies(evaluations: tuple[Evaluation, ...]) -> dict[str, list[Row]]:
    regions = {each.region.code: _region(each.region) for each in evaluations if each.region}
    bodies = {organization_id(each): _organization(each) for each in evaluations if each.organization}
    return {"regions": list(regions.values()), "organizations": list(bodies.values())}


def _region(region: Region) -> Row:
    return {"code": region.code, "province": region.province, "city": region.city, "county": region.county}


def _organization(evaluation: Evaluation) -> Row:
    region = evaluation.region
    return {
        "id": organization_id(evaluation), "name": evaluation.organization,
        "region_code": region.code if region else None, "province": region.province if region else None,
        "city": region.city if region else None, "county": region.county if region else None,
        "sector": sector_of(evaluation.organization or ""),
    }  # fmt: skip


def _evaluation(doc: str, index: int, evaluation: Evaluation) -> Row:
    return {
        "id": f"{doc}.e{index}", "document_id": doc, "position": index,
        "organization_id": organization_id(evaluation), "scope": evaluation.scope,
        "fiscal_year": evaluation.fiscal_year, "project": evaluation.project,
        "competent_department": evaluation.competent_department, "implementing_unit": evaluation.implementing_unit,
        "total_score": real(evaluation.total_score), "total_score_step": step(evaluation.total_score),
        "total_weight": real(evaluation.total_weight), "grade": evaluation.grade,
        "reported_on": evaluation.reported_on, "form": evaluation.form,
        "amounts_print": amounts_print((each.measure, in_fen(each.yuan) or 0) for each in evaluation.amounts),
    }  # fmt: skip


def _list_rows(document: Document, doc: str, name: str, evaluations: tuple[Evaluation, ...]) -> Iterable[Row]:
    table, fill = lists()[name], FILL[name]
    for index, evaluation in enumerate(evaluations):
        for ordinal, record in enumerate(getattr(evaluation, name)):
            place = record.place
            yield {
                "id": f"{doc}.e{index}.{table.list_letter}{ordinal}", "evaluation_id": f"{doc}.e{index}",
                "position": ordinal, **fill(record), "raw": record.raw, "block_id": block_id(document, doc, place),
                "start_at": place.start, "end_at": place.end, "read_by": record.by, "certainty": record.grade,
                "confidence": record.confidence, **_places(document, doc, record, table.places),
            }  # fmt: skip


def _places(document: Document, doc: str, record: Any, known: tuple[str, ...]) -> Row:
    """The places of the fields that have a column for it; others (a column read only to interpret) are not stored."""
    places = getattr(record, "places", {})
    return {place_column(field): block_id(document, doc, places[field]) if field in places else None for field in known}


def _sections(outcome: Outcome, document: Document, doc: str) -> list[Row]:
    return [
        {
            "id": f"{doc}.h{index}", "document_id": doc, "position": index, "number": section.number,
            "title": section.title, "level": section.level, "kind": section.kind, "text": section.text,
            "block_id": block_id(document, doc, section.place),
        }
        for index, section in enumerate(outcome.sections)
    ]  # fmt: skip


def statement_rows(block: Row) -> Iterable[Row]:
    """Rows of `statements` for what one block says."""
    text = block["text"]
    if block["kind"] == "cell":
        said = statements.of_cell(text, block["row_no"], block["col_no"])
    else:
        said = statements.of_paragraph(text)
    for kind, value in said:
        where = {"block_id": block["id"], "document_id": block["document_id"], "position": block["position"]}
        yield where | {"kind": kind, "value": value}


def passage_rows(doc: str, paragraphs: Iterable[tuple[int, str]], headings: Iterable[tuple[int, str]]) -> Iterable[Row]:
    """Rows of `own_passages`: of `paragraphs` (number, text) those under `headings` (paragraph, kind of section)."""
    for number, text in passage_prints.own_passages(paragraphs, headings):
        yield {
            "block_id": f"{doc}.p{number}", "document_id": doc, "text_print": passage_prints.text_print(text),
            "likeness_print": passage_prints.likeness_print(text),
        }  # fmt: skip


def _issues(outcome: Outcome, document: Document, doc: str) -> list[Row]:
    return [
        {
            "id": f"{doc}.x{index}", "document_id": doc, "code": issue.code, "severity": issue.severity,
            "message": issue.message, "block_id": block_id(document, doc, issue.place) if issue.place else None,
        }
        for index, issue in enumerate(outcome.issues)
    ]  # fmt: skip
