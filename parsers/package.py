"""Office Open XML packages: a zip read with limits, its parts as XML, and the parts that refer to each other."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from schemas.errors import DocumentError

MAX_MEMBERS = 10_000
MAX_INFLATED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 1 << 20
# The methods that Office writes; the others inflate without any bound on what comes out at once.
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

PACKAGE_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
MAIN_CONTENT = re.compile(
    r"wordprocessingml\.(document|template)\.main\+xml|word\.(document|template)\.macroEnabled", re.I
)

# How libxml2 says that it could not get memory, the second where it could not even say so.
OUT_OF_MEMORY = ("emory allocation failed", "unknown error")

STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """One open zip package. Part names are compared without case and with forward slashes.

    Inflated bytes are counted over the life of the package, so that many middling parts cannot add up to a bomb.
    """

    def __init__(self, data: bytes) -> None:
        self._size = len(data)
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise DocumentError("truncated", "the zip directory of this file is missing or damaged") from error
        if len(infos) > MAX_MEMBERS:
            raise DocumentError("too-large", f"the zip holds {len(infos)} members, more than {MAX_MEMBERS}")
        self._members = {_part_name(info.filename): info for info in infos}

    def __contains__(self, part: str) -> bool:
        return _part_name(part) in self._members

    def read(self, part: str) -> bytes:
        """The bytes of one part. KeyError without such a part; DocumentError too-large, encrypted, truncated, malformed."""
        info = self._members[_part_name(part)]
        if info.compress_type not in COMPRESSIONS:
            raise DocumentError("malformed", f"{part} is compressed in a way that no Office file is")
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    self._count(len(chunk))
                    chunks.append(chunk)
        except EOFError as error:
            raise DocumentError("truncated", f"the zip ends inside {part}") from error
        except RuntimeError as error:
            raise DocumentError("encrypted", f"{part} is encrypted inside the zip") from error
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
            raise DocumentError("malformed", f"{part} cannot be inflated: {error}") from error
        return b"".join(chunks)

    def _count(self, size: int) -> None:
        self._inflated += size
        if self._inflated > MAX_INFLATED_BYTES:
            raise DocumentError("too-large", f"the zip inflates to more than {MAX_INFLATED_BYTES >> 20} MB")
        if self._inflated > RATIO_FREE_BYTES and self._inflated > MAX_RATIO * self._size:
            raise DocumentError("too-large", f"the zip inflates to more than {MAX_RATIO} times its size")

    def xml(self, part: str) -> etree._Element:
        """The root element of one part, Strict namespaces turned into the Transitional ones.

        Errors as `read`, and DocumentError malformed for broken XML or any DOCTYPE, too-large for XML nested too deep.
        """
        return parse_xml(self.read(part), part)

    def relations(self, part: str) -> Iterator[tuple[str, str]]:
        """(last word of the relation's type, part it points at) for every internal relation of a part; "" is the package."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return
        for relation in self.xml(rels).iter(PACKAGE_RELATIONS):
            target = (relation.get("Target") or "").replace("\\", "/")
            if target and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rstrip("/").rpartition("/")[2]
                yield kind, posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")

    def main_part(self) -> str:
        """The name of the Word document part: by relation, else by content type, else the usual name.

        DocumentError no-document-part if there is none.
        """
        for kind, target in self.relations(""):
            if kind == "officeDocument" and target in self:
                return target
        if "[Content_Types].xml" in self:
            for override in self.xml("[Content_Types].xml").iter(CONTENT_OVERRIDE):
                target = (override.get("PartName") or "").lstrip("/")
                if MAIN_CONTENT.search(override.get("ContentType") or "") and target in self:
                    return target
        if "word/document.xml" in self:
            return "word/document.xml"
        raise DocumentError("no-document-part", "this zip package holds no Word document part")


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root element of an XML part read without entities, DTD or network. Errors as `Package.xml`."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = _utf8_of_utf16(data, part)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise DocumentError("malformed", f"{part} declares a DOCTYPE, which no Office part may")
    if b"purl.oclc.org/ooxml" in data:
        for strict, transitional in STRICT_NAMESPACES:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if any(sign in str(error) for sign in OUT_OF_MEMORY):
            raise MemoryError from error
        reason = "too-large" if "XML_PARSE_HUGE" in str(error) or "xcessive depth" in str(error) else "malformed"
        raise DocumentError(reason, f"{part} is not readable XML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding in which the bytes do not show it
        raise DocumentError("malformed", f"{part} declares a DOCTYPE, which no Office part may")
    return root


def member_names(data: bytes) -> list[str] | None:
    """The normalised member names of a zip, or None when its directory cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [_part_name(name) for name in archive.namelist()]
    except (zipfile.BadZipFile, EOFError, ValueError, OSError, NotImplementedError):
        return None


def _utf8_of_utf16(data: bytes, part: str) -> bytes:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise DocumentError("malformed", f"{part} is not readable UTF-16") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
