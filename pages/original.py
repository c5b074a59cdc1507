"""A document as published, rebuilt from its blocks: sheets, tables with merged cells, excerpts, and places that are marked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex
from markupsafe import Markup, escape

Row = dict[str, Any]
Span = tuple[int | None, int | None]
Place = tuple[str, int | None, int | None]

PAGE_BYTES = 110_000
MAX_MARKS = 200
AT = 17  # where the address inside the document begins in a block's id
_MARK = regex.compile(r"(p\d{1,9}|t\d{1,9}\.r\d{1,9}\.c\d{1,9})(?::(\d{1,9})-(\d{1,9}))?")
_CELL_BYTES, _PARAGRAPH_BYTES, _CHARACTER_BYTES = 60, 60, 3
_MAX_GRID = 100_000
NEAR = 2
MAX_COLUMNS, NAMING_COLUMNS = 6, 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a document: its blocks from `first` to `last`, both positions included."""

    first: int
    last: int


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


def sheet_of(position: int, sheets: Sequence[Sheet]) -> int:
    """The number, from 1, of the sheet that holds a block."""
    return next((number for number, sheet in enumerate(sheets, 1) if position <= sheet.last), 1)


def parts_of(blocks: Iterable[Row], above: Sequence[Row] = ()) -> list[Row]:
    """Paragraphs and tables of blocks in reading order; `above` are cells that run into the first table from before."""
    parts: list[Row] = []
    for block in blocks:
        if block["table_no"] is None:
            parts.append({"paragraph": block, "at": f"p{block['paragraph_no']}"})
        elif parts and parts[-1].get("table_no") == block["table_no"]:
            parts[-1]["cells"].append(block)
        else:
            parts.append({"table_no": block["table_no"], "cells": [block]})
    tables = [part for part in parts if "cells" in part]
    if tables and above:
        tables[0]["above"] = list(above)
    for table in tables:
        cells = table["cells"]
        table["rows"] = list(grid_rows(cells, table.get("above", [])))
        table["width"] = max(cell["col_no"] + cell["col_span"] for cell in cells)
    return parts


def grid_rows(cells: Sequence[Row], above: Sequence[Row]) -> Iterator[list[Row | None]]:
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


def forms_of(blocks: Iterable[Row], used: set[str], budget: int) -> list[Row]:
    """The tables and paragraphs that hold the used blocks, tables whole, until `budget` bytes are full."""
    chosen: list[Row] = []
    for part in parts_of(blocks):
        own = [part["paragraph"]] if "paragraph" in part else part["cells"]
        if used.isdisjoint(block["id"] for block in own):
            continue
        fixed = _PARAGRAPH_BYTES if "paragraph" in part else _CELL_BYTES
        budget -= sum(fixed + _CHARACTER_BYTES * len(block["text"]) for block in own)
        if budget < 0:
            break
        chosen.append(part)
    return chosen


def excerpt(blocks: Sequence[Row], block: Row) -> list[Row]:
    """What stands around a block: the neighbours of a paragraph; of a cell the rows and columns near it,
    the table's first row and the columns that name its rows."""
    if block["table_no"] is None:
        place = next(index for index, each in enumerate(blocks) if each["id"] == block["id"])
        near = blocks[max(0, place - 1) : place + 2]
        return parts_of(each for each in near if each["table_no"] is None)
    first, last = block["row_no"] - NEAR, block["row_no"] + block["row_span"] - 1 + NEAR
    own = [each for each in blocks if each["table_no"] == block["table_no"]]
    heads = [each for each in own if each["row_no"] == 0 and first > 0]
    near = [each for each in own if first <= each["row_no"] + each["row_span"] - 1 and each["row_no"] <= last]
    rows = [*_clipped(heads, 0, 0), *_clipped([each for each in near if each not in heads], max(0, first), last)]
    width = max(each["col_no"] + each["col_span"] for each in own)
    kept = _columns_near(block, width)
    narrow = [cell for cell in (_narrowed(each, kept) for each in rows) if cell["col_span"]]
    gap = first > 1 or len(kept) < width
    lines = _by_row(narrow)
    return [{"table_no": block["table_no"], "rows": lines, "width": max(map(len, lines)), "gap": gap}]


def _columns_near(block: Row, width: int) -> list[int]:
    """The columns to show of a wide table: the first two, which name the rows, the cell's own and the one before."""
    begin, end = block["col_no"] - 1, block["col_no"] + block["col_span"]
    return [col for col in range(width) if width <= MAX_COLUMNS or col < NAMING_COLUMNS or begin <= col < end]


def _narrowed(cell: Row, kept: Sequence[int]) -> Row:
    covered = [col for col in kept if cell["col_no"] <= col < cell["col_no"] + cell["col_span"]]
    return cell | {"col_span": len(covered)}


def _clipped(cells: Sequence[Row], first: int, last: int) -> list[Row]:
    """The cells with only those of their rows that lie between first and last."""
    clipped = []
    for cell in cells:
        begin, end = max(first, cell["row_no"]), min(last + 1, cell["row_no"] + cell["row_span"])
        clipped.append(cell | {"row_no": begin, "rows": end - begin, "from_above": cell["row_no"] < begin})
    return clipped


def _by_row(cells: Sequence[Row]) -> list[list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        rows[cell["row_no"]].append(cell)
    return [sorted(rows[number], key=lambda cell: int(cell["col_no"])) for number in sorted(rows)]


def anchor(block: str, start: int | None = None, end: int | None = None) -> str:
    """The id of a place in a page: `t3.r4.c5`, `p12`, `p12-3-9`."""
    return block[AT:] + (f"-{start}-{end}" if start is not None else "")


def spotted(text: str, at: str, spans: Iterable[Span]) -> Markup:
    """The text, escaped, each span in an element with an id of its own; one that cuts another is left out."""
    kept = nested(len(text), spans)
    opens: dict[int, list[Markup]] = defaultdict(list)
    closes: dict[int, int] = defaultdict(int)
    for start, end in kept:
        opens[start].append(Markup('<span class="spot" id="{}-{}-{}">').format(at, start, end))
        closes[end] += 1
    pieces, done = [], 0
    for stop in sorted({*opens, *closes}):
        pieces += [escape(text[done:stop]), Markup("</span>") * closes[stop], *opens[stop]]
        done = stop
    return Markup("").join([*pieces, escape(text[done:])])


def nested(length: int, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The spans, each once, the outer before the inner, without those that begin inside another and end behind it."""
    whole = {(start, end) for start, end in spans if start is not None and end is not None}
    kept: list[tuple[int, int]] = []
    stack: list[int] = []
    for start, end in sorted(whole, key=lambda span: (span[0], -span[1])):
        while stack and stack[-1] <= start:
            stack.pop()
        if start < end <= length and (not stack or end <= stack[-1]):
            kept.append((start, end))
            stack.append(end)
    return kept
