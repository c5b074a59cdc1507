"""Image files (.jpg, .png) as documents of one page, read by OCR."""

from collections import Counter

from parsers import scan
from parsers.pages import blocks_of
from schemas.document import Document, Issue, Source

PARSER = "ocr/1"


def parse_picture(data: bytes, source: Source) -> Document:
    """The Document of one page's image. Raises DocumentError: needs-ocr, malformed, too-large."""
    issues: list[Issue] = []
    page = scan.read_picture(data, issues)
    blocks, _ = blocks_of([page], Counter())
    return Document(source, tuple(blocks), PARSER, tuple(issues))
