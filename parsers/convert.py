"""Legacy Word (.doc, .wps) and RTF: LibreOffice makes a .docx of the bytes, and the Word parser reads that.

Converting is a side effect behind a function of bytes: each process has one LibreOffice of its own, started with the
first such file and ended with the process.
"""

import atexit
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from threading import Lock

from parsers.doc_text import shown_text
from parsers.ledger import texts_of
from parsers.office import Office
from parsers.word import PARSER as WORD_PARSER
from parsers.word import parse_word
from schemas.document import Document, Source
from schemas.errors import DocumentError

PARSER = f"convert/1+{WORD_PARSER}"
SECTOR_BYTES = 512
FIB_MARK = b"\xec\xa5"  # a Word binary begins so: [MS-DOC] 2.5.2, wIdent
FIB_FLAGS_AT, FIB_ENCRYPTED = 10, 0x0100
APART = frozenset(("headers", "notes", "comments", "field-codes", "alternatives"))

_lock = Lock()
_offices: dict[int, Office] = {}


def parse_legacy_word(data: bytes, source: Source) -> Document:
    """The Document of an OLE2 Word file (.doc, .dot, .wps).

    Raises DocumentError: encrypted, needs-converter, timeout, malformed, and those of `parse_word`.
    """
    if _is_encrypted(data):
        raise DocumentError("encrypted", "this Word file needs a password")
    return _counted(_parse(data, ".doc", source), shown_text(data))


def _counted(document: Document, shown: str | None) -> Document:
    """The document with its ledger opened for what the .doc itself shows and the conversion lost, letters and digits.

    Text that the Word parser left out by name (hidden, deleted) is in what the .doc shows; what stands in texts of their
    own (headers, notes, comments) is not.
    """
    if shown is None or document.ledger is None:
        return document
    missing = _letters([shown])
    missing.subtract(_letters(texts_of(document.blocks)))
    named = sum(count for name, count in document.ledger.ignored.items() if name not in APART)
    lost = max(0, sum(count for count in missing.values() if count > 0) - named)
    ledger = replace(document.ledger, container_chars=document.ledger.container_chars + lost)
    return replace(document, ledger=ledger)


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(filter(str.isalnum, chain.from_iterable(texts)))


def parse_rtf(data: bytes, source: Source) -> Document:
    """The Document of a rich text file. Errors as `parse_legacy_word`; truncated where its last group is open."""
    if not re.search(rb"}[\s\x00]*$", data[-512:]):
        raise DocumentError("truncated", "this rich text ends inside a group")
    return _parse(data, ".rtf", source)


def close() -> None:
    """Ends this process's LibreOffice; the next file starts another."""
    with _lock:
        office = _offices.pop(os.getpid(), None)
        if office is not None:
            office.close()


def _parse(data: bytes, suffix: str, source: Source) -> Document:
    with _lock:
        docx = _office().to_docx(data, suffix)
    return replace(parse_word(docx, source), parser=PARSER)


def _office() -> Office:
    """The LibreOffice of this process: what a forked child inherits belongs to its parent."""
    office = _offices.get(os.getpid())
    if office is None:
        office = _offices[os.getpid()] = Office()
        atexit.register(close)
    return office


def _is_encrypted(data: bytes) -> bool:
    """Whether the Word stream, found by its mark at the start of a sector, says so in its flags."""
    for at in range(SECTOR_BYTES, len(data) - FIB_FLAGS_AT - 1, SECTOR_BYTES):
        if data.startswith(FIB_MARK, at):
            flags = int.from_bytes(data[at + FIB_FLAGS_AT : at + FIB_FLAGS_AT + 2], "little")
            return bool(flags & FIB_ENCRYPTED)
    return False
