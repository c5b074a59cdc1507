"""What some bytes are, by their first bytes and names inside them; the name they came under only settles twins.

Coarser than what parsers know, and apart from it: a document is stored as it came, even one that nobody can read.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

PDF_WITHIN = 1024
HTML_WITHIN = 4096
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_MIME = re.compile(rb"(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,12}Content-Type:\s*multipart/related", re.I)
_HEADS = (
    (b"{\\rtf", ".rtf", "application/rtf"),
    (b"Rar!", ".rar", "application/x-rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z", "application/x-7z-compressed"),
    (b"\x89PNG", ".png", "image/png"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
)
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_PACKAGES = (
    ("word/", ".docx", f"{_OPEN_XML}wordprocessingml.document"),
    ("xl/", ".xlsx", f"{_OPEN_XML}spreadsheetml.sheet"),
    ("ofd.xml", ".ofd", "application/ofd"),
    ("ppt/", ".pptx", f"{_OPEN_XML}presentationml.presentation"),
)
_MACROS = {".docx": ".docm", ".xlsx": ".xlsm"}
_OLE_STREAMS = (
    ("WordDocument", (".doc", ".wps"), "application/msword"),
    ("Workbook", (".xls", ".et"), "application/vnd.ms-excel"),
    ("Book", (".xls", ".et"), "application/vnd.ms-excel"),
    ("PowerPoint Document", (".ppt", ".dps"), "application/vnd.ms-powerpoint"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: the suffix a file of it is stored with, and its media type."""

    suffix: str
    media_type: str

    @property
    def is_page(self) -> bool:
        """Whether it is a web page: something to look for links in."""
        return self.suffix == ".html"


PAGE = Kind(".html", "text/html")


def kind_of(data: bytes, name: str = "") -> Kind | None:
    """The format of a document or a page; None for what is neither. A text is a document only under a name that says so."""
    suffix = PurePosixPath(name.lower()).suffix
    if b"%PDF-" in data[:PDF_WITHIN]:
        return Kind(".pdf", "application/pdf")
    if data.startswith(b"PK\x03\x04"):
        return _package(data, suffix)
    if data.startswith(OLE_HEAD):
        return _compound(data, suffix)
    for head, known, media_type in _HEADS:
        if data.startswith(head):
            return Kind(known, media_type)
    if _MIME.match(data[:HTML_WITHIN]):
        return Kind(".mht", "multipart/related")
    opening = data[:HTML_WITHIN].removeprefix(b"\xef\xbb\xbf")
    if _OPENING.match(opening) or (opening.lstrip().startswith(b"<") and b"</" in data and suffix != ".xml"):
        return PAGE
    if suffix == ".txt" and data and b"\x00" not in data:
        return Kind(".txt", "text/plain")
    return None


def _package(data: bytes, suffix: str) -> Kind:
    """A zip by the names of its members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [name.lower() for name in package.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = []
    for mark, known, media_type in _PACKAGES:
        if any(name.startswith(mark) for name in names):
            return Kind(_MACROS[known] if suffix == _MACROS.get(known) else known, media_type)
    return Kind(".zip", "application/zip")


def _compound(data: bytes, suffix: str) -> Kind:
    """An OLE2 file by the stream that its directory names first; WPS writes the same with other suffixes."""
    found = []
    for stream, suffixes, media_type in _OLE_STREAMS:
        at = data.find(stream.encode("utf-16-le") + b"\x00\x00")
        if at >= 0:
            found.append((at, suffixes, media_type))
    if not found:
        return Kind(suffix if suffix in (".doc", ".xls", ".wps", ".et") else ".ole", "application/x-ole-storage")
    _, suffixes, media_type = min(found)
    return Kind(suffix if suffix in suffixes else suffixes[0], media_type)
