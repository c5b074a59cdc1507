"""The pipe: bytes -> Outcome, one line per stage, no file and no database."""

import parsers
from schemas.document import Source
from schemas.errors import DocumentError
from schemas.records import Outcome


def run(data: bytes, source: Source) -> Outcome:
    """Everything one file yields. A document that cannot be read ends as `failed` with its reason."""
    try:
        document = parsers.parse(data, source)
    except DocumentError as error:
        return Outcome(source, "failed", error.reason, error.message)
    return Outcome(source, "ok", document=document)
