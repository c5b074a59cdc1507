"""Bytes of Chinese web sites as text: pages whose headers lie about their characters, file names in raw GBK."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes, urlsplit

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,20})""", re.I
)
_META_WITHIN = 8192
_CHINESE = frozenset(
    ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312", "iso-8859-1", "latin-1", "windows-1252")
)
_BROKEN_SHARE = 0.01
_PARAMETER = re.compile(rb""";\s*(filename\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)""", re.I)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|]+")
MAX_NAME = 150


def decoded(body: bytes, content_type: str = "") -> tuple[str, str]:
    """(text, encoding) of a page: by its mark, as UTF-8 where it is that, by what it says, by what the header says, as GB18030.

    Bytes decide before labels, for GBK text is hardly ever valid UTF-8, and both labels are often left over from elsewhere.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    named = _META.search(body[:_META_WITHIN])
    header = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.I)
    said = [(named[1] or named[2]).decode("ascii").lower()] if named else []
    said += [header[1].lower()] if header else []
    names = ["utf-8", *("gb18030" if each in _CHINESE else each for each in said), "gb18030"]
    for name in dict.fromkeys(names):
        try:
            return body.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    text = body.decode("utf-8", "replace")
    if said[:1] in (["utf-8"], ["utf8"]) or text.count("�") <= _BROKEN_SHARE * len(text):
        return text, "utf-8"
    return body.decode("gb18030", "replace"), "gb18030"


def filename(disposition: bytes | None, url: str) -> str:
    """The name a document was published under: from Content-Disposition, else the end of its address; never a path."""
    name = _disposed(disposition or b"")
    if not name:
        name = unquoted(PurePosixPath(urlsplit(url).path).name)
    return clean(name)


def clean(name: str) -> str:
    """A file name without folders, control characters and what file systems forbid."""
    name = _CONTROLS.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" ._")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[: MAX_NAME - 10]}{dot}{suffix[:9]}" if len(name) > MAX_NAME else name


def unquoted(text: str) -> str:
    """A percent-encoded text, in UTF-8 or GB18030."""
    return _some(unquote_to_bytes(text))


def _disposed(header: bytes) -> str:
    """The extended parameter (RFC 5987) before the plain one."""
    values = {match[1].lower(): match[2].strip().strip(b'"') for match in _PARAMETER.finditer(b";" + header)}
    extended = values.get(b"filename*", b"")
    if extended.count(b"'") >= 2:
        charset, _, value = extended.split(b"'", 2)
        try:
            return unquote(value.decode("ascii"), charset.decode("ascii") or "utf-8", "strict")
        except (UnicodeDecodeError, LookupError):
            return unquoted(value.decode("latin-1"))
    plain = values.get(b"filename", b"").replace(b'\\"', b'"')
    if plain.startswith(b"=?"):
        return _mime_words(plain.decode("latin-1"))
    return unquoted(plain.decode("ascii")) if plain.isascii() else _some(plain)


def _mime_words(text: str) -> str:
    """A name in the encoding of mail headers, as it stands where that is broken."""
    try:
        return "".join(
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(text)
        )
    except (HeaderParseError, LookupError, ValueError):
        return text


def _some(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
