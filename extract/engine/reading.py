"""What a build asks of a reading process: the rows of a document, ready to be put into tables, and what was parsed.

The one worker function, whoever runs it: a process of this machine or one of a cluster.
"""

import logging
from dataclasses import dataclass, replace

from extract import pipeline
from extract.engine import local, worker
from extract.engine.work import Job
from extract.privacy import mask, mask_document, masked
from extract.rows import Shard, shard
from schemas.document import Document, Source
from schemas.errors import PackingError, StoreError
from schemas.packing import pack, unpack
from schemas.records import Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document came to: its rows, masked, and itself packed, where it was parsed now."""

    status: str
    reason: str | None
    message: str | None
    rows: Shard
    parsed: bytes | None = None


def read(job: Job) -> Reading:
    """A document read, from what was parsed of it where the job brings that; otherwise from its bytes."""
    if job.parsed is not None:
        try:
            document = unpack(job.parsed, job.sha256, job.name)
            return _reading(job, local.guarded(job, lambda: pipeline.extract(document)))
        except PackingError as error:
            log.warning("%s: %s: it is parsed again", job.sha256[:16], error)
    return _reading(job, local.attempt(job, run), keep=True)


def run(data: bytes, source: Source) -> Outcome:
    """As `pipeline.run`, but masked before anything is read out of it, so that what is kept of it gives the same."""
    outcome = pipeline.parsed(data, source)
    return outcome if outcome.document is None else pipeline.extract(public(outcome.document))


def public(document: Document) -> Document:
    """The document with everything private masked, what its issues quote too."""
    issues = tuple(replace(issue, message=mask(issue.message)) for issue in document.issues)
    return replace(mask_document(document), issues=issues)


def failed(job: Job, reason: str, message: str) -> Reading:
    """The reading of a job that came to nothing."""
    return _reading(job, worker.failed(job, reason, message))


def _reading(job: Job, outcome: Outcome, keep: bool = False) -> Reading:
    document: Document | None = outcome.document
    try:
        rows = shard(masked(outcome, read_masked=True), job.extractor)
    except (StoreError, ValueError, OverflowError) as error:
        log.debug("no rows of %s", job.sha256[:16], exc_info=True)
        return failed(job, "crash", f"what was read could not be stored: {type(error).__name__}")
    packed = pack(document) if keep and document is not None else None
    return Reading(outcome.status, outcome.reason, outcome.message, rows, packed)


TASK = worker.Task(read, failed)
