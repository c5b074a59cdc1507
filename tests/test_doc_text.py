"""A .doc is counted by its own piece table: what a conversion of it loses is missed."""

import struct
from io import BytesIO
from pathlib import Path

import docx
import pytest

from parsers import convert, parse
from parsers.doc_text import shown_text
from parsers.office import INSTALL, find_soffice
from schemas.document import Source

SMALL = Path(__file__).parent / "examples" / "formats" / "doc" / "small.doc"
SOURCE = Source("0" * 64, "small.doc", "application/msword", 0)
needs_libreoffice = pytest.mark.skipif(find_soffice() is None, reason=INSTALL)


class FakeOffice:
    """A converter that gives a .docx of these paragraphs, whatever it is asked."""

    def __init__(self, *texts: str) -> None:
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        written = BytesIO()
        document.save(written)
        self._docx = written.getvalue()

    def to_docx(self, data: bytes, suffix: str) -> bytes:
        return self._docx


def words() -> str:
    text = shown_text(SMALL.read_bytes())
    assert text is not None
    return "".join(filter(str.isalnum, text))


@needs_libreoffice
def test_what_libreoffice_makes_of_a_doc_holds_all_that_its_piece_table_shows() -> None:
    document = parse(SMALL.read_bytes(), SOURCE)
    texts = [text for block in document.blocks for text in convert.texts_of([block])]
    assert sorted(filter(str.isalnum, "".join(texts))) == sorted(words())
    assert document.ledger is not None
    assert document.ledger.unaccounted_chars == 0


@pytest.mark.parametrize(("kept", "lost"), [(0, 0), (9, 9)], ids=["all", "some"])
def test_what_a_conversion_loses_stays_unaccounted_for(kept: int, lost: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "_office", lambda: FakeOffice(words()[kept:]))
    ledger = parse(SMALL.read_bytes(), SOURCE).ledger
    assert ledger is not None
    assert ledger.unaccounted_chars == lost


def test_codes_of_fields_are_not_shown_and_their_results_are(monkeypatch: pytest.MonkeyPatch) -> None:
    from parsers.doc_text import _without_field_codes

    assert _without_field_codes("见\x13 REF a \x13 PAGE \x151\x14第\x13 PAGE \x143\x15页\x15。") == "见第3页。"


@pytest.mark.parametrize("cut", [0, 100, 600, 1500])
def test_a_broken_container_is_not_counted(cut: int) -> None:
    assert shown_text(SMALL.read_bytes()[:cut]) is None


def test_a_piece_table_that_points_nowhere_is_not_counted() -> None:
    data = SMALL.read_bytes()
    at = data.find(b"\xec\xa5")
    assert shown_text(data[: at + 418] + struct.pack("<2I", 0xFFFFFF00, 50) + data[at + 426 :]) is None
