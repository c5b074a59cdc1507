"""The pipe: bytes -> Outcome, one line per stage, no file and no database."""

import parsers
from extract.assemble import assemble
from extract.captions import document_title
from extract.narrate import narrate
from extract.sections import read_sections
from schemas.document import Document, Source
from schemas.errors import DocumentError
from schemas.records import Outcome


def run(data: bytes, source: Source) -> Outcome:
    """Everything one file yields. A document that cannot be read ends as `failed` with its reason."""
    try:
        document = parsers.parse(data, source)
    except DocumentError as error:
        return Outcome(source, "failed", error.reason, error.message)
    return extract(document)


def extract(document: Document) -> Outcome:
    """Everything a parsed document yields."""
    sections = read_sections(document)
    evaluations, issues = assemble(document, narrative=bool(sections))
    evaluations = narrate(document, sections, evaluations)
    issues = [*document.issues, *issues]
    status = "partial" if any(issue.severity == "error" for issue in issues) else "ok"
    return Outcome(
        document.source, status, None, None, document_title(document), document,
        tuple(evaluations), tuple(sections), tuple(issues),
    )  # fmt: skip
