"""The one table of formats: media type, how to recognise the bytes, and the function that parses them.

Formats that are known but not read stand in it too, each with the reason it is refused for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from parsers.celldump import parse_celldump
from parsers.convert import parse_legacy_word, parse_rtf
from parsers.ofd import parse_ofd
from parsers.package import member_names
from parsers.pdf import parse_pdf
from parsers.picture import parse_picture
from parsers.plaintext import decode_text
from parsers.sheet import parse_xls, parse_xlsx
from parsers.webpage import is_web_archive, is_webpage, parse_web_archive, parse_webpage
from parsers.word import parse_word
from schemas.document import Document, Source
from schemas.errors import DocumentError

ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "word",
    "Workbook": "excel",
    "Book": "excel",
    "PowerPoint Document": "powerpoint",
    "MatOST": "works",
}
WORKS_HEAD, WORKS_MARK, WORKS_NAME = b"\x01\xfe", (112, b"\x01\x00"), b"Microsoft Works"
PDF_HEAD_WITHIN = 1024
OPEN_XML = "application/vnd.openxmlformats-officedocument."
TEXT_NAMES = {".htm": "text/html", ".html": "text/html", ".xml": "application/xml", ".csv": "text/csv"}

Parse = Callable[[bytes, Source], Document]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format; `recognise` answers from the bytes alone."""

    media_type: str
    recognise: Callable[[bytes], bool]
    parse: Parse


def _refuse(reason: str, message: str) -> Parse:
    def parse(data: bytes, source: Source) -> Document:
        raise DocumentError(reason, message)

    return parse


def _is_pdf(data: bytes) -> bool:
    return data.find(b"%PDF-", 0, PDF_HEAD_WITHIN) >= 0


def _is_zip_with(*marks: str) -> Callable[[bytes], bool]:
    """Whether a zip's directory, or where that is lost its bytes, names a member that begins with one of the marks."""

    def recognise(data: bytes) -> bool:
        if not data.startswith(ZIP_HEADS):
            return False
        names = member_names(data)
        if names is None:
            return any(mark.encode() in data.lower() for mark in marks)
        return any(name.startswith(marks) for name in names)

    return recognise


def _is_ole_with(kind: str) -> Callable[[bytes], bool]:
    """Whether an OLE2 compound file names one of a kind's streams in its directory before those of any other kind."""
    return lambda data: data.startswith(OLE_HEAD) and _ole_kind(data) == kind


def _ole_kind(data: bytes) -> str | None:
    """The kind whose stream comes first from the directory's first sector on, whatever its case; embedded files come later."""
    names = data.lower()
    sector_bytes = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    directory = (int.from_bytes(data[48:52], "little") + 1) * sector_bytes
    found = []
    for start in (directory, 0):
        for stream, kind in OLE_STREAMS.items():
            at = names.find(stream.lower().encode("utf-16-le") + b"\x00\x00", start)
            if at >= 0:
                found.append((at, kind))
        if found:
            return min(found)[1]
    return None


def _is_works(data: bytes) -> bool:
    """Whether a .wps is one of Microsoft Works, which has the suffix in common with those of WPS Office and no more."""
    if data.startswith(OLE_HEAD):
        return _ole_kind(data) == "works" or (_ole_kind(data) is None and WORKS_NAME in data)
    return data.startswith(WORKS_HEAD) and data.startswith(WORKS_MARK[1], WORKS_MARK[0])


def _starts_with(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _is_text(data: bytes) -> bool:
    try:
        decode_text(data)
    except DocumentError as error:
        return error.reason == "too-large"
    return True


def _refuse_zip(data: bytes, source: Source) -> Document:
    if member_names(data) is None:
        raise DocumentError("truncated", "this zip has lost its end, and with it the list of its members")
    raise DocumentError("unsupported", "this zip is neither a Word document nor a workbook")


NO_SLIDES = _refuse("unsupported", "presentations are not read")
NO_MARKUP = _refuse("unsupported", "this is XML, not a report file")
NO_IMAGE = _refuse("unsupported", "images of this format are not read")

FORMATS: tuple[Format, ...] = (
    Format("application/pdf", _is_pdf, parse_pdf),
    Format(
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        _is_zip_with("xl/workbook.bin"),
        _refuse("unsupported", "binary workbooks (.xlsb) are not read"),
    ),
    Format(f"{OPEN_XML}spreadsheetml.sheet", _is_zip_with("xl/"), parse_xlsx),
    Format(f"{OPEN_XML}presentationml.presentation", _is_zip_with("ppt/"), NO_SLIDES),
    Format(
        f"{OPEN_XML}wordprocessingml.document", _is_zip_with("word/", "[content_types].xml", "_rels/.rels"), parse_word
    ),
    Format("application/ofd", _is_zip_with("ofd.xml"), parse_ofd),
    Format("application/zip", _starts_with(*ZIP_HEADS), _refuse_zip),
    Format(
        "application/x-tika-ooxml-protected",
        _is_ole_with("encrypted"),
        _refuse("encrypted", "this Office file needs a password"),
    ),
    Format("application/msword", _is_ole_with("word"), parse_legacy_word),
    Format("application/vnd.ms-excel", _is_ole_with("excel"), parse_xls),
    Format("application/vnd.ms-powerpoint", _is_ole_with("powerpoint"), NO_SLIDES),
    Format(
        "application/vnd.ms-works",
        _is_works,
        _refuse("unsupported", "this is a file of Microsoft Works, not of WPS Office; save it as .docx"),
    ),
    Format(
        "application/x-ole-storage",
        _starts_with(OLE_HEAD[:4]),
        _refuse("unsupported", "this OLE2 file holds no Word document, or has lost it"),
    ),
    Format("application/rtf", _starts_with(b"{\\rtf"), parse_rtf),
    Format("text/html", is_webpage, parse_webpage),
    Format("multipart/related", is_web_archive, parse_web_archive),
    Format("application/xml", _starts_with(b"<?xml", b"\xef\xbb\xbf<?xml"), NO_MARKUP),
    Format("image/png", _starts_with(b"\x89PNG"), parse_picture),
    Format("image/jpeg", _starts_with(b"\xff\xd8\xff"), parse_picture),
    Format("image/gif", _starts_with(b"GIF8"), NO_IMAGE),
    Format("image/tiff", _starts_with(b"II*\x00", b"MM\x00*"), NO_IMAGE),
    Format("application/gzip", _starts_with(b"\x1f\x8b"), _refuse("unsupported", "compressed files are not read")),
    Format("application/x-rar", _starts_with(b"Rar!"), _refuse("unsupported", "archives are not read")),
    Format("text/plain", _is_text, parse_celldump),
    Format(
        "application/octet-stream",
        lambda data: True,
        _refuse("not-text", "this is neither a known format nor text in UTF-8, UTF-16 or GB18030"),
    ),
)


def recognise(data: bytes) -> Format:
    """The first format of the table that knows the bytes; the last one knows any."""
    return next(entry for entry in FORMATS if entry.recognise(data))
