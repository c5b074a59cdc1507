"""Reads jobs on this machine: each document in a process apart, so that none can take others or the run along."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence

from extract.engine.crew import Crew
from extract.engine.limits import Limits
from extract.engine.work import Job, NotReadError, make_source, read_file
from extract.engine.worker import R, Task, failed
from schemas.document import Source
from schemas.records import Outcome

log = logging.getLogger(__name__)


def read_one(job: Job) -> Outcome:
    """The outcome of one file, read in this process without limits; what goes wrong ends as `failed`.

    Raises MemoryError alone, for which the process must be given up.
    """
    from extract import pipeline

    return attempt(job, pipeline.run)


def explain_one(job: Job) -> Outcome:
    """The same, with how each figure of the narrative was understood."""
    from extract import pipeline

    return attempt(job, pipeline.explained)


def parse_one(job: Job) -> Outcome:
    """The document of one file alone, nothing of it interpreted."""
    from extract import pipeline

    return attempt(job, pipeline.parsed)


def attempt(job: Job, run: Callable[[bytes, Source], Outcome]) -> Outcome:
    """What `run` makes of the bytes of one file; what goes wrong ends as `failed`. Raises MemoryError alone."""
    try:
        data = job.data if job.data is not None else read_file(job.path)
    except NotReadError as error:
        return failed(job, "unreadable", str(error))
    source = make_source(data, job.name)
    if job.sha256 not in ("", source.sha256):
        return failed(job, "changed", "the file changed while the build ran; build again")
    return guarded(job, lambda: run(data, source))


def guarded(job: Job, make: Callable[[], Outcome]) -> Outcome:
    """The outcome that `make` gives; an error of this program or of a library is one, too. Raises MemoryError alone."""
    began = time.perf_counter()
    try:
        outcome = make()
    except MemoryError:
        raise
    except Exception as error:
        log.debug("crash in %s", job.sha256[:16], exc_info=True)
        return failed(job, "crash", f"unexpected {type(error).__name__} while reading; please report it")
    log.info(
        "%s %s evaluations=%d issues=%d seconds=%.2f", outcome.source.sha256[:16], outcome.status,
        len(outcome.evaluations), len(outcome.issues), time.perf_counter() - began,
    )  # fmt: skip
    return outcome


def read_all(
    jobs: Sequence[Job], workers: int | None = None, limits: Limits | None = None,
    read: Callable[[Job], Outcome] = read_one,
) -> Iterator[tuple[Job, Outcome]]:  # fmt: skip
    """Every job with its outcome, in order, each read in a process apart and within the limits."""
    return carry_out(Task(read, failed), jobs, workers, limits)


def carry_out(
    task: Task[R], jobs: Sequence[Job], workers: int | None = None, limits: Limits | None = None,
    equip: Callable[[Job], Job] = lambda job: job,
) -> Iterator[tuple[Job, R]]:  # fmt: skip
    """Every job with its result, in order. `equip` is asked what to hand a job over as, when its turn has come."""
    size = min(workers or os.cpu_count() or 1, len(jobs))
    if size:
        with Crew(jobs, task, limits or Limits(), size, equip, warm=task.read is not parse_one) as crew:
            yield from crew.results()
