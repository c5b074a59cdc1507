"""Proves a store against its hashes: every content, every record of evidence, and the manifest itself."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.archives import unpack
from corpus.blobs import Blobs
from corpus.kinds import Kind
from corpus.manifest import NAME, Manifest, Record
from schemas.errors import ManifestError


@dataclass(slots=True)
class Report:
    """What was looked at and what is wrong. `damage` breaks the proof; `notes` are leftovers that count for nothing."""

    documents: int = 0
    size_bytes: int = 0
    records: int = 0
    damage: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def verify(folder: Path) -> Report:
    """Reads everything in a store again. Raises ManifestError where there is no store."""
    if not (folder / NAME).is_file():
        raise ManifestError(f"{folder} holds no {NAME}: this is no store of crawled documents")
    manifest = Manifest(folder / NAME, readonly=True)
    report = Report()
    try:
        report.damage += [(NAME, problem) for problem in manifest.problems()]
        blobs = Blobs(folder / "blobs")
        _check_contents(manifest, blobs, report)
        _check_lengths(manifest, folder / "warc", report)
        _check_records(manifest, folder / "warc", blobs, report)
    finally:
        manifest.close()
    return report


def _check_contents(manifest: Manifest, blobs: Blobs, report: Report) -> None:
    known = set()
    for content in manifest.contents():
        report.documents += 1
        known.add(f"{content.sha256}{content.suffix}")
        found = blobs.digest(content.sha256, content.suffix)
        if found is None:
            report.damage.append((content.sha256, "the document is missing"))
        elif found != (content.sha256, content.size_bytes):
            report.damage.append((content.sha256, "the document's bytes are not those of its hash"))
        else:
            report.size_bytes += found[1]
    report.notes += [(name, "a file that the manifest does not know") for name in blobs.names() if name not in known]


def _check_lengths(manifest: Manifest, folder: Path, report: Report) -> None:
    for name, length in manifest.warcs().items():
        path = folder / name
        if not path.is_file():
            report.damage.append((name, "the file of evidence is missing"))
        elif path.stat().st_size < length:
            report.damage.append(
                (name, f"the file of evidence has lost its end: {path.stat().st_size} of {length} bytes")
            )
        elif path.stat().st_size > length:
            report.notes.append((name, f"{path.stat().st_size - length} bytes of a record that was cut short"))


def _check_records(manifest: Manifest, folder: Path, blobs: Blobs, report: Report) -> None:
    proven: set[str] = set()
    for url, sha256, record in manifest.records():
        report.records += 1
        try:
            kind = _check_record(folder, url, sha256, record)
        except FileNotFoundError:
            continue
        except _WrongError as error:
            report.damage.append((f"{record.warc} at byte {record.at_byte}", str(error)))
            continue
        if kind == "response":
            proven.add(sha256)
    proven |= _members(manifest, blobs, proven, report)
    for content in manifest.contents():
        if content.sha256 not in proven:
            report.damage.append((content.sha256, "no response is kept that gave this document"))


def _members(manifest: Manifest, blobs: Blobs, proven: set[str], report: Report) -> set[str]:
    """The documents that archives hold whose own bytes are proven; an archive is opened again and compared."""
    held: set[str] = set()
    for archive, members in manifest.members().items():
        content = manifest.content(archive)
        path = blobs.path(archive, content.suffix) if content else None
        if content is None or path is None or archive not in proven or not path.is_file():
            continue
        found = unpack(path.read_bytes(), Kind(content.suffix, content.media_type)).members
        inside = {member.name: hashlib.sha256(member.data).hexdigest() for member in found}
        if inside == members:
            held |= set(members.values())
        else:
            report.damage.append((archive, "the archive does not hold the documents it is said to hold"))
    return held


class _WrongError(Exception):
    """Raised inside this module for a record that does not say what the manifest says."""


def _check_record(folder: Path, url: str, sha256: str, place: Record) -> str:
    """The type of the record that gave a document. Raises _WrongError, FileNotFoundError."""
    with (folder / place.warc).open("rb") as file:
        file.seek(place.at_byte)
        data = file.read(place.bytes)
    if len(data) < place.bytes:
        raise _WrongError("the record is cut short")
    try:
        records = list(_read(data))
    except Exception as error:  # a damaged record may fail anywhere inside gzip and warcio
        raise _WrongError(f"the record cannot be read: {type(error).__name__}") from error
    if [kind for kind, *_ in records] not in (["response", "request"], ["revisit", "request"]):
        raise _WrongError("this is not a response and its request")
    for _, said, _, whole in records:
        if said != url:
            raise _WrongError(f"the record is of another address: {said}")
        if not whole:
            raise _WrongError("the record's bytes are not those of its digest")
    kind, _, body, _ = records[0]
    if kind == "response" and hashlib.sha256(body).hexdigest() != sha256:
        raise _WrongError("the response is not the document of this sighting")
    return kind


def _read(data: bytes) -> Iterator[tuple[str, str, bytes, bool]]:
    """(type, address, decoded body, whether its digests fit) of each record in some bytes of a WARC file."""
    from io import BytesIO

    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(BytesIO(data), check_digests=True):
        raw: bytes = record.raw_stream.read()
        encoding = str(record.http_headers.get_header("Content-Encoding") or "") if record.http_headers else ""
        address = record.rec_headers.get_header("WARC-Target-URI")
        body = _decoded(raw, encoding) if record.rec_type == "response" else raw
        yield record.rec_type, address, body, record.digest_checker.passed is not False


def _decoded(body: bytes, encoding: Any) -> bytes:
    for name in reversed([each.strip().lower() for each in str(encoding).split(",")]):
        if name in ("gzip", "x-gzip"):
            body = gzip.decompress(body)
        elif name == "deflate":
            try:
                body = zlib.decompress(body)
            except zlib.error:
                body = zlib.decompress(body, -zlib.MAX_WBITS)
    return body
