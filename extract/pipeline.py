"""The pipe: bytes -> Outcome, one line per stage, no file and no database."""

from dataclasses import replace
from itertools import chain

import parsers
from extract.assemble import assemble
from extract.captions import document_title
from extract.doubts import doubts, marked
from extract.explain import explain
from extract.narrate import narrate
from extract.nlp import too_long
from extract.sections import read_sections
from extract.titles import subject_of
from schemas.document import Document, Issue, Ledger, Source
from schemas.errors import DocumentError
from schemas.records import Outcome

MAX_UNACCOUNTED_SHARE = 0.005


def run(data: bytes, source: Source) -> Outcome:
    """Everything one file yields. A document that cannot be read ends as `failed` with its reason."""
    outcome = parsed(data, source)
    return outcome if outcome.document is None else extract(outcome.document)


def explained(data: bytes, source: Source) -> Outcome:
    """The same with how each figure of the narrative was understood."""
    outcome = run(data, source)
    return replace(outcome, explained=explain(outcome))


def parsed(data: bytes, source: Source) -> Outcome:
    """The document alone, nothing of it interpreted."""
    try:
        return Outcome(source, "ok", document=parsers.parse(data, source))
    except DocumentError as error:
        return Outcome(source, "failed", error.reason, error.message)


def extract(document: Document) -> Outcome:
    """Everything a parsed document yields."""
    subject = subject_of(document)
    sections = read_sections(document, subject.is_project)
    evaluations, issues = assemble(document, bool(sections), subject)
    evaluations, unclear = narrate(document, sections, evaluations)
    evaluations = marked(document, evaluations)
    found = (losses(document.ledger), too_long(document), issues, unclear, doubts(document, evaluations))
    issues = [*document.issues, *chain.from_iterable(found)]
    status = "partial" if any(issue.severity == "error" for issue in issues) else "ok"
    return Outcome(
        document.source, status, None, None, document_title(document), document,
        tuple(evaluations), tuple(sections), tuple(issues),
    )  # fmt: skip


def losses(ledger: Ledger | None) -> list[Issue]:
    """What the reader can neither show nor name: more than 0.5 % of the characters, or any table."""
    found = []
    if ledger is not None and ledger.unaccounted_share > MAX_UNACCOUNTED_SHARE:
        lost, share = ledger.unaccounted_chars, ledger.unaccounted_share
        ended = "were lost" if lost > 0 else "were read twice"
        message = f"{abs(lost)} of {ledger.container_chars} characters ({share:.2%}) {ended}"
        found.append(Issue("loss.unaccounted", "error", message))
    if ledger is not None and ledger.tables_in != ledger.tables_out:
        message = f"the file holds {ledger.tables_in} tables, {ledger.tables_out} were read"
        found.append(Issue("loss.unaccounted", "error", message))
    return found
