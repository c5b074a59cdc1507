"""A Document as few bytes, and back: for keeping what was parsed, so that it need not be parsed again.

Compressed JSON, and the edges of boxes as they are in memory, behind a checksum. The format has no version of its own: whoever keeps packed documents keeps beside them
the version of the parsers, which covers this file.
"""

import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Iterator
from typing import Any

from schemas.document import BBox, Cell, Document, Issue, Ledger, Paragraph, Place, Source, Table
from schemas.errors import PackingError

DIGEST_BYTES = 16
LENGTH_BYTES = 8
FASTEST = 1
MOST_BYTES = 1 << 30


def pack(document: Document) -> bytes:
    """The document but for its hash and name, which are known to whoever asks for it again."""
    source, ledger = document.source, document.ledger
    edges = array("d")
    value = {
        "media_type": source.media_type,
        "size_bytes": source.size_bytes,
        "parser": document.parser,
        "blocks": [_block(block, edges) for block in document.blocks],
        "issues": [[issue.code, issue.severity, issue.message, _place(issue.place)] for issue in document.issues],
        "ledger": ledger
        and [ledger.container_chars, ledger.kept_chars, ledger.ignored, ledger.tables_in, ledger.tables_out],
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf8", "surrogatepass")
    if sys.byteorder == "big":
        edges.byteswap()
    data = zlib.compress(len(text).to_bytes(LENGTH_BYTES, "little") + text + edges.tobytes(), FASTEST)
    return _digest(data) + data


def unpack(data: bytes, sha256: str, name: str) -> Document:
    """The document that was packed. PackingError for bytes that are not, or no longer, a packed document."""
    if not is_whole(data):
        raise PackingError("a packed document does not agree with its checksum")
    try:
        inflated = zlib.decompressobj().decompress(data[DIGEST_BYTES:], MOST_BYTES)
        end = LENGTH_BYTES + int.from_bytes(inflated[:LENGTH_BYTES], "little")
        value = json.loads(inflated[LENGTH_BYTES:end].decode("utf8", "surrogatepass"))
        edges = array("d", inflated[end:])
        if sys.byteorder == "big":
            edges.byteswap()
        boxes = map(BBox, *(iter(edges),) * 4)
        blocks = tuple([_read_block(entry, boxes) for entry in value["blocks"]])
        issues = tuple(
            Issue(code, severity, message, place and Place(*place))
            for code, severity, message, place in value["issues"]
        )
        source = Source(sha256, name, value["media_type"], value["size_bytes"])
        return Document(source, blocks, value["parser"], issues, value["ledger"] and Ledger(*value["ledger"]))
    except (zlib.error, ValueError, TypeError, KeyError, IndexError, StopIteration) as error:
        raise PackingError(f"not a packed document: {error}") from error


def is_whole(data: bytes) -> bool:
    """Whether packed bytes agree with their checksum."""
    return _digest(data[DIGEST_BYTES:]) == data[:DIGEST_BYTES]


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).digest()


def _block(block: Paragraph | Table, edges: "array[float]") -> list[Any]:
    if isinstance(block, Paragraph):
        boxed = _boxed(block.bbox, edges)
        return _short([block.text, block.page, boxed, block.level, block.number, block.confidence])
    cells = [
        _short([c.text, c.row, c.col, c.row_span, c.col_span, c.page, _boxed(c.bbox, edges), c.confidence])
        for c in block.cells
    ]
    return [cells, block.n_rows, block.n_cols, block.pages, block.parent]


def _boxed(box: BBox | None, edges: "array[float]") -> int | None:
    """1 where there is a box, whose edges go beside the text: as numbers in JSON they would be most of it."""
    if box is None:
        return None
    edges.extend((box.x0, box.top, box.x1, box.bottom))
    return 1


def _read_block(entry: list[Any], boxes: Iterator[BBox]) -> Paragraph | Table:
    """A paragraph begins with its text, a table with its cells."""
    if isinstance(entry[0], str):
        return Paragraph(*_with_box(entry, 2, boxes))
    cells, n_rows, n_cols, pages, parent = entry
    made = tuple([Cell(*_with_box(cell, 6, boxes)) for cell in cells])
    return Table(made, n_rows, n_cols, tuple(pages), parent and tuple(parent))


def _with_box(fields: list[Any], at: int, boxes: Iterator[BBox]) -> list[Any]:
    if len(fields) > at and fields[at] is not None:
        fields[at] = next(boxes)
    return fields


def _place(place: Place | None) -> list[Any] | None:
    return (
        None if place is None else [place.kind, place.index, place.row, place.col, place.start, place.end, place.page]
    )


def _short(fields: list[Any]) -> list[Any]:
    """Without the absent values at the end, which are the defaults."""
    while fields[-1] is None:
        fields.pop()
    return fields
