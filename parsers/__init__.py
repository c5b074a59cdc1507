"""File formats: bytes -> Document. Nothing here reads a file, and nothing knows what a report means."""

from pathlib import PurePath

from parsers.registry import TEXT_NAMES, recognise
from schemas.document import MAX_BYTES, Document, Source
from schemas.errors import DocumentError

__all__ = ["parse", "sniff"]


def parse(data: bytes, source: Source) -> Document:
    """The neutral Document of one file, chosen by its bytes and not by its name.

    Raises DocumentError, and nothing else whatever the bytes: empty, unsupported, truncated, no-document-part,
    encrypted, too-large, not-text, malformed, no-content, needs-converter, needs-ocr.
    """
    if not data:
        raise DocumentError("empty", "this file is empty")
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", f"a file of {len(data)} bytes is more than {MAX_BYTES >> 20} MB")
    try:
        document = recognise(data).parse(data, source)
    except RecursionError as error:
        raise DocumentError("too-large", "this file is nested too deep") from error
    if not document.blocks:
        raise DocumentError("no-content", "this file has neither a paragraph of text nor a table")
    return document


def sniff(data: bytes, name: str) -> str:
    """The media type of a file: by its bytes; the name decides only between kinds of text."""
    media_type = recognise(data).media_type if data else "application/x-empty"
    if media_type == "text/plain":
        return TEXT_NAMES.get(PurePath(name).suffix.lower(), media_type)
    return media_type
