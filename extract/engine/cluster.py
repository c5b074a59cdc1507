"""Reads jobs on a Ray cluster: the same task in the same reading processes, on every machine that has joined.

The bytes of a document travel with its job, so machines share no folder; its rows travel back and are folded into the one
database by the process that builds. A batch whose worker dies is given out again, and read here where that fails, too.
Only this module knows Ray.
"""

import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic

from extract.engine import local
from extract.engine.limits import Limits
from extract.engine.versions import extractor_version
from extract.engine.work import Job, NotReadError, read_file
from extract.engine.worker import R, Task
from schemas.errors import ClusterError

log = logging.getLogger(__name__)

BATCH_JOBS = 16
BATCH_BYTES = 8 << 20
BATCHES_A_CORE = 2
TRIES_AGAIN = 3


def carry_out(
    task: Task[R], jobs: Sequence[Job], address: str, limits: Limits | None = None,
    equip: Callable[[Job], Job] = lambda job: job,
) -> Iterator[tuple[Job, R]]:  # fmt: skip
    """Every job with its result, in order, whatever the machines. ClusterError where there is no cluster at the address,
    or a machine of it runs another version of jixiao.
    """
    if jobs:
        with _joined(address) as ray:
            yield from _Cluster(ray, task, limits or Limits()).results(_batches(jobs, equip))


def read_batch(task: Task[R], jobs: Sequence[Job], limits: Limits, version: str) -> list[R]:
    """The results of some jobs, on the machine of the cluster that was given them.

    ClusterError where that machine does not run the version that the build runs.
    """
    if extractor_version() != version:
        raise ClusterError(f"a machine of the cluster runs jixiao {extractor_version()}, this one {version}")
    with _no_main_file():
        return [result for _, result in local.carry_out(task, jobs, 1, limits)]


@dataclass(slots=True)
class _Batch:
    """Jobs that travel together, and those among them that cannot be opened here, with why."""

    jobs: list[Job] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, job: Job) -> None:
        """One more job, with its bytes, unless what was parsed of it comes along."""
        if job.parsed is None:
            try:
                job = replace(job, data=read_file(job.path))
            except NotReadError as error:
                self.unreadable[job.sha256] = str(error)
        self.jobs.append(job)
        self.size += len(job.data or job.parsed or b"")

    @property
    def readable(self) -> list[Job]:
        """The jobs that are sent."""
        return [job for job in self.jobs if job.sha256 not in self.unreadable]

    @property
    def is_full(self) -> bool:
        """Whether giving it out costs little beside reading it."""
        return len(self.jobs) >= BATCH_JOBS or self.size > BATCH_BYTES


def _batches(jobs: Iterable[Job], equip: Callable[[Job], Job]) -> Iterator[_Batch]:
    batch = _Batch()
    for job in jobs:
        batch.add(equip(job))
        if batch.is_full:
            yield batch
            batch = _Batch()
    if batch.jobs:
        yield batch


class _Cluster(Generic[R]):
    """What has been given out and not yet come back. Not further ahead than keeps every core busy."""

    def __init__(self, ray: Any, task: Task[R], limits: Limits) -> None:
        self._ray, self._task, self._limits = ray, task, limits
        self._remote = ray.remote(num_cpus=1, max_retries=TRIES_AGAIN)(read_batch)

    def results(self, batches: Iterator[_Batch]) -> Iterator[tuple[Job, R]]:
        """Every job with its result, in order."""
        waiting: deque[tuple[_Batch, Any]] = deque()
        for batch in batches:
            given = self._remote.remote(self._task, batch.readable, self._limits, extractor_version())
            waiting.append((batch, given))
            while len(waiting) >= self._ahead():
                yield from self._taken(*waiting.popleft())
        while waiting:
            yield from self._taken(*waiting.popleft())

    def _ahead(self) -> int:
        """How many batches may be out: asked every time, for machines come and go."""
        cores: float = self._ray.cluster_resources().get("CPU", 1)
        return max(1, round(BATCHES_A_CORE * cores))

    def _taken(self, batch: _Batch, given: Any) -> Iterator[tuple[Job, R]]:
        results = iter(self._results(batch, given))
        for job in batch.jobs:
            why = batch.unreadable.get(job.sha256)
            yield job, next(results) if why is None else self._task.failed(job, "unreadable", why)

    def _results(self, batch: _Batch, given: Any) -> list[R]:
        try:
            results: list[R] = self._ray.get(given)
        except self._ray.exceptions.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, ClusterError) else error) from None
        except self._ray.exceptions.RayError:
            log.warning("the cluster lost %d documents again and again: they are read here", len(batch.readable))
            results = [result for _, result in local.carry_out(self._task, batch.readable, 1, self._limits)]
        return results


@contextmanager
def _joined(address: str) -> Iterator[Any]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise ClusterError('reading on a cluster needs Ray: make cluster, or pip install "jixiao[cluster]"') from error
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise ClusterError(f"no Ray cluster answers at {address}: {error}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


@contextmanager
def _no_main_file() -> Iterator[None]:
    """Readers that are forked off run no part of the program that Ray started this process with."""
    main = sys.modules["__main__"]
    path = getattr(main, "__file__", None)
    main.__file__ = None
    try:
        yield
    finally:
        main.__file__ = path
