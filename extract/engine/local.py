"""Reads jobs on this machine: in this process for a few, in a pool of processes for many."""

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from extract.engine.work import Job, make_source
from schemas.document import Source
from schemas.records import Outcome

log = logging.getLogger(__name__)
FEW = 12


def read_one(job: Job) -> Outcome:
    """The outcome of one file; whatever goes wrong in it ends as `failed`, never as an exception."""
    from extract import pipeline

    source = Source(job.sha256, job.name, "application/octet-stream", 0)
    try:
        data = job.path.read_bytes()
        source = make_source(data, job.name)
        outcome = pipeline.run(data, source)
    except OSError as error:
        return Outcome(source, "failed", "unreadable", f"cannot be opened: {error.strerror or error}")
    except Exception as error:
        log.debug("crash in %s", job.sha256[:16], exc_info=True)
        return Outcome(source, "failed", "crash", f"unexpected {type(error).__name__} while reading; please report it")
    log.info(
        "%s %s evaluations=%d issues=%d", job.sha256[:16], outcome.status, len(outcome.evaluations), len(outcome.issues)
    )
    return outcome


def read_all(jobs: Sequence[Job], workers: int | None = None) -> Iterator[tuple[Job, Outcome]]:
    """Every job with its outcome, in order. A process that dies takes no other document with it."""
    workers = min(workers or os.cpu_count() or 1, len(jobs))
    if workers < 2 or len(jobs) <= FEW:
        yield from ((job, read_one(job)) for job in jobs)
        return
    done = 0
    try:
        with ProcessPoolExecutor(workers) as pool:
            for job, outcome in zip(jobs, pool.map(read_one, jobs), strict=True):
                done += 1
                yield job, outcome
    except BrokenProcessPool:
        log.debug("a reading process died; reading on, one process for each of the %d files left", len(jobs) - done)
        yield from ((job, _read_alone(job)) for job in jobs[done:])


def _read_alone(job: Job) -> Outcome:
    try:
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(read_one, job).result()
    except BrokenProcessPool:
        source = Source(job.sha256, job.name, "application/octet-stream", job.path.stat().st_size)
        return Outcome(source, "failed", "crash", "the reading process died (out of memory, or a fault in a library)")
