"""A store of crawled documents: manifest, contents by hash, and each response that gave one, as it came, in WARC files.

A document is kept in an order that survives a crash at any point: the content, then the record of evidence, each made to
last; then one transaction in the manifest. What lies behind the length that the manifest knows of a WARC file was cut
short, and is cut off before the next record is written.
"""

import fcntl
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from corpus.archives import Member, unpack
from corpus.blobs import Blobs, sync_folder
from corpus.kinds import Kind
from corpus.manifest import NAME, Content, Manifest, Record, now
from schemas.errors import ManifestError

MAX_WARC_BYTES = 1 << 30
HeaderList = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the response to it, as they went over the line, but for the transfer coding."""

    url: str
    method: str
    request_headers: HeaderList
    request_body: bytes
    status: int
    headers: HeaderList
    body: bytes
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None

    @property
    def is_encoded(self) -> bool:
        """Whether the body came compressed: its bytes are not those of the document."""
        return any(name.lower() == b"content-encoding" for name, _ in self.headers)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that lasts, with its record of evidence; of an archive the documents in it by name, and what was left shut."""

    content: Content
    record: Record
    members: tuple[tuple[str, Content], ...] = ()
    left: tuple[tuple[str, str], ...] = ()


class Store:
    """A folder `blobs/`, a folder `warc/` and the manifest; one process at a time may write. Raises ManifestError."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = _locked(folder / ".lock")
        self.blobs = Blobs(folder / "blobs")
        self._warcs = folder / "warc"
        self.manifest = Manifest(folder / NAME)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.manifest.close()
        os.close(self._lock)

    def has(self, sha256: str) -> bool:
        """Whether a document is known and its content lies where it should."""
        content = self.manifest.content(sha256)
        return content is not None and self.blobs.path(sha256, content.suffix).is_file()

    def keep(self, run: int, name: str, data: bytes, kind: Kind, exchange: Exchange) -> Kept:
        """Makes a document, those in it and its evidence last; the caller records them in the manifest, in one transaction."""
        known = self.manifest.content(hashlib.sha256(data).hexdigest())
        sha256 = self.blobs.put(data, known.suffix if known else kind.suffix)
        payload = None if exchange.is_encoded else _payload_digest(data)
        earlier = known if known is not None and payload is not None and payload == known.payload else None
        record = self._append(f"{name}-{run:06d}", _records(exchange, earlier))
        content = Content(sha256, kind.suffix, kind.media_type, len(data), now(), payload, exchange.url)
        found = unpack(data, kind)
        members = tuple((member.name, self._keep_member(member, exchange.url)) for member in found.members)
        return Kept(known or content, record, members, tuple(found.left))

    def _keep_member(self, member: Member, url: str) -> Content:
        known = self.manifest.content(hashlib.sha256(member.data).hexdigest())
        sha256 = self.blobs.put(member.data, known.suffix if known else member.kind.suffix)
        kind, size = member.kind, len(member.data)
        return known or Content(sha256, kind.suffix, kind.media_type, size, now(), None, url)

    def _append(self, stem: str, data: bytes) -> Record:
        self._warcs.mkdir(exist_ok=True)
        lengths = self.manifest.warcs()
        number = 0
        while True:
            name = f"{stem}-{number:03d}.warc.gz"
            path, length = self._warcs / name, lengths.get(name, 0)
            lost = length and (not path.is_file() or path.stat().st_size < length)
            if not lost and (length == 0 or length + len(data) <= MAX_WARC_BYTES):
                break
            number += 1
        head = b"" if length else _warcinfo(name)
        made = not path.exists()
        with path.open("r+b" if not made else "xb") as file:
            file.truncate(length)
            file.seek(length)
            file.write(head + data)
            file.flush()
            os.fsync(file.fileno())
        if made:
            sync_folder(self._warcs)
        return Record(name, length + len(head), len(data))


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise ManifestError(f"{path.parent} is in use by another crawl") from error
    return handle


def _payload_digest(body: bytes) -> str:
    from warcio.utils import Digester

    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def _warcinfo(name: str) -> bytes:
    """The record that opens a file of evidence: what wrote it, by which standard and manners."""
    from warcio.warcwriter import WARCWriter

    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    told = {"software": "jixiao", "format": "WARC File Format 1.1", "robots": "obey"}
    writer.write_record(writer.create_warcinfo_record(name, told))
    return written.getvalue()


def _records(exchange: Exchange, earlier: Content | None) -> bytes:
    """The response (or, where the same bytes are kept already, a revisit of them) and its request, as gzip members."""
    from warcio.warcwriter import WARCWriter

    written = BytesIO()
    writer = WARCWriter(written, gzip=True, warc_version="1.1")
    named = {"WARC-IP-Address": exchange.ip_address} if exchange.ip_address else {}
    head = _head(exchange.protocol, f"{exchange.status} {_phrase(exchange.status)}", exchange.headers)
    if earlier is not None:
        response = writer.create_revisit_record(
            exchange.url, earlier.payload, earlier.url, earlier.first_seen, http_headers=head, warc_headers_dict=named
        )
    else:
        response = writer.create_warc_record(
            exchange.url, "response", payload=BytesIO(exchange.body), length=len(exchange.body), http_headers=head,
            warc_headers_dict=named,
        )  # fmt: skip
    target = urlsplit(exchange.url)
    line = f"{target.path or '/'}{'?' + target.query if target.query else ''} HTTP/1.1"
    request = writer.create_warc_record(
        exchange.url, "request", payload=BytesIO(exchange.request_body), length=len(exchange.request_body),
        http_headers=_head(exchange.method, line, [(b"Host", target.netloc.encode("ascii", "ignore")), *exchange.request_headers]),
    )  # fmt: skip
    writer.write_request_response_pair(request, response)
    return written.getvalue()


def _head(first: str, rest: str, headers: HeaderList) -> Any:
    """The first line and headers with their bytes as they came: warcio alone would rewrite what is not ASCII."""
    from warcio.statusandheaders import StatusAndHeaders

    lines = [f"{first} {rest}".encode("ascii", "ignore"), *(name + b": " + value for name, value in headers)]
    raw = b"\r\n".join(line.replace(b"\r", b" ").replace(b"\n", b" ") for line in lines) + b"\r\n\r\n"
    head = StatusAndHeaders(rest, [], protocol=first)
    head.compute_headers_buffer = lambda keep=None: setattr(head, "headers_buff", raw)
    return head


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
