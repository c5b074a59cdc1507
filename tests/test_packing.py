"""A packed document is the document, whatever its format; damaged bytes are never taken for one."""

from pathlib import Path

import pytest

import parsers
from extract import pipeline
from extract.engine import reading, work
from extract.privacy import masked
from extract.rows import rows
from schemas.document import BBox, Cell, Document, Issue, Ledger, Paragraph, Place, Source, Table
from schemas.errors import PackingError
from schemas.packing import pack, unpack

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "corpus/samples").iterdir() if path.suffix in work.MEDIA_TYPES
)
BOX = BBox(1.5, 2.25, 1 / 3, 4.0)
SOURCE = Source("a" * 64, "报告.pdf", "application/pdf", 12)
FULL = Document(
    SOURCE,
    (
        Paragraph("一、概况\n\ud800", 1, BOX, 2, "（一）", 0.875),
        Paragraph(""),
        Table((Cell("甲", 0, 0, 2, 1, 3, BOX, 0.5), Cell("", 0, 1)), 2, 2, (3, 4), (0, 1, 2)),
        Table((), 0, 0),
    ),
    "test/1",
    (Issue("a.b", "warning", "说明", Place("table", 0, 1, 1)), Issue("c.d", "notice", "文")),
    Ledger(10, 8, {"headers": 2}, 1, 2),
)


def parsed(path: Path) -> Document:
    data = path.read_bytes()
    return parsers.parse(data, work.make_source(data, path.name))


def test_everything_a_document_can_hold_comes_back() -> None:
    again = unpack(pack(FULL), SOURCE.sha256, SOURCE.name)
    assert again == FULL
    assert repr(again) == repr(FULL)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_report_comes_back_as_it_was_parsed(path: Path) -> None:
    document = parsed(path)
    again = unpack(pack(document), document.source.sha256, path.name)
    assert again == document
    assert repr(again) == repr(document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_masking_first_gives_the_rows_that_masking_last_gives(path: Path) -> None:
    document = parsed(path)
    last = rows(masked(pipeline.extract(document)), "1")
    assert rows(masked(pipeline.extract(reading.public(document)), read_masked=True), "1") == last


@pytest.mark.parametrize("at", [0, 15, 16, 40, -1])
def test_one_changed_byte_is_noticed(at: int) -> None:
    data = bytearray(pack(FULL))
    data[at] ^= 1
    with pytest.raises(PackingError, match="checksum"):
        unpack(bytes(data), SOURCE.sha256, SOURCE.name)


def test_bytes_that_are_no_document_are_refused_whatever_their_checksum() -> None:
    import hashlib
    import zlib

    for text in (
        b"",
        b"[]",
        b"{}",
        b'{"blocks": [[1]], "parser": "x"}',
        b'{"blocks": [["x", 1, 1]], "parser": "x"}',
        b"\xff",
    ):
        packed = zlib.compress(len(text).to_bytes(8, "little") + text)
        data = hashlib.blake2b(packed, digest_size=16).digest() + packed
        with pytest.raises(PackingError, match="not a packed document"):
            unpack(data, SOURCE.sha256, SOURCE.name)
    with pytest.raises(PackingError):
        unpack(b"", SOURCE.sha256, SOURCE.name)
