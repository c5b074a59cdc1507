"""Reads jobs on this machine: each document in a process apart, so that none can take others or the run along."""

import logging
import os
import time
from collections.abc import Iterator, Sequence

from extract.engine.crew import Crew
from extract.engine.limits import Limits
from extract.engine.work import Job, NotReadError, make_source, read_file
from extract.engine.worker import Read, failed
from schemas.records import Outcome

log = logging.getLogger(__name__)


def read_one(job: Job) -> Outcome:
    """The outcome of one file, read in this process without limits; what goes wrong ends as `failed`.

    Raises MemoryError alone, for which the process must be given up.
    """
    from extract import pipeline

    began = time.perf_counter()
    try:
        data = read_file(job.path)
        source = make_source(data, job.name)
        if job.sha256 not in ("", source.sha256):
            return failed(job, "changed", "the file changed while the build ran; build again")
        outcome = pipeline.run(data, source)
    except NotReadError as error:
        return failed(job, "unreadable", str(error))
    except MemoryError:
        raise
    except Exception as error:
        log.debug("crash in %s", job.sha256[:16], exc_info=True)
        return failed(job, "crash", f"unexpected {type(error).__name__} while reading; please report it")
    log.info(
        "%s %s evaluations=%d issues=%d seconds=%.2f", source.sha256[:16], outcome.status, len(outcome.evaluations),
        len(outcome.issues), time.perf_counter() - began,
    )  # fmt: skip
    return outcome


def read_all(
    jobs: Sequence[Job], workers: int | None = None, limits: Limits | None = None, read: Read = read_one
) -> Iterator[tuple[Job, Outcome]]:
    """Every job with its outcome, in order, each read in a process apart and within the limits."""
    size = min(workers or os.cpu_count() or 1, len(jobs))
    if size:
        with Crew(jobs, read, limits or Limits(), size) as crew:
            yield from crew.outcomes()
