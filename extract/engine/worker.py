"""The inside of a reading process: takes jobs from a pipe, reads each within its limits, sends the outcomes back.

Only soft limits are lowered, so that a program started from here on purpose may be given limits of its own.
"""

import gc
import logging
import math
import os
import pickle
import resource
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from extract.engine.limits import LEAST_OCR_MEMORY_MB, Limits
from extract.engine.work import Job
from parsers import scan
from schemas.document import Source
from schemas.errors import DocumentError
from schemas.records import Outcome

MB = 1 << 20
READY, WIDER = b"", b"wider"
WATCH_EVERY_S = 0.1
GARBAGE_AFTER = 50_000
MEMORY_EXIT = 77


class Result(Protocol):
    """What a job comes to; a `reason` says why it failed."""

    @property
    def status(self) -> str:
        """ok, partial or failed."""

    @property
    def reason(self) -> str | None:
        """One of `schemas.errors.REASONS`."""


R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class Task(Generic[R]):
    """What is done with each job, and what a job comes to that died or was killed. Both are functions of a module."""

    read: Callable[[Job], R]
    failed: Callable[[Job, str, str], R]


def serve(pipe: Connection, task: Task[R], limits: Limits, log_level: int, folder: str) -> None:
    """Reads jobs until None or the pipe's end. Leads a process group of its own, so that its children die with it."""
    _settle(limits, log_level, folder)
    bounds = _Bounds(limits, pipe)
    scan.before_ocr(bounds.widen)
    try:
        pipe.send_bytes(READY)
        while (job := pipe.recv()) is not None:
            pipe.send_bytes(_answer(task, job, bounds))
    except (EOFError, OSError):
        logging.getLogger(__name__).debug("nobody is waiting for this process any more")


class _Bounds:
    """The limits in force. They are widened once, for a document that needs OCR; the process is replaced after it."""

    def __init__(self, limits: Limits, pipe: Connection) -> None:
        self.limits, self._pipe = limits, pipe
        self._most_bytes = limits.memory_mb * MB
        if not _lower(resource.RLIMIT_AS, self._most_bytes):
            threading.Thread(target=self._watch_memory, daemon=True).start()

    def set_clock(self) -> None:
        """Gives the time of one document, from now on."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + self.limits.timeout_s))
        signal.setitimer(signal.ITIMER_REAL, self.limits.timeout_s)

    def widen(self) -> None:
        """Puts the limits of scans in force and tells the crew. DocumentError memory where they are too low for OCR."""
        wider = self.limits.of_scans()
        if wider.memory_mb < LEAST_OCR_MEMORY_MB:
            message = f"a scan needs {LEAST_OCR_MEMORY_MB} MB of memory to be read; the limit is {wider.memory_mb} MB"
            raise DocumentError("memory", message)
        if wider == self.limits:
            return
        self.limits, self._most_bytes = wider, wider.memory_mb * MB
        _lower(resource.RLIMIT_AS, self._most_bytes)
        self.set_clock()
        self._pipe.send_bytes(WIDER)

    def _watch_memory(self) -> None:
        """Ends the process once it has held more memory than allowed, where the system does not see to it."""
        unit = 1 if sys.platform == "darwin" else 1024
        pause = threading.Event()
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit <= self._most_bytes:
            pause.wait(WATCH_EVERY_S)
        os._exit(MEMORY_EXIT)


def failed(job: Job, reason: str, message: str) -> Outcome:
    """The outcome of a job that came to nothing."""
    try:
        size = len(job.data) if job.data is not None else job.path.stat().st_size
    except (OSError, ValueError):
        size = 0
    return Outcome(Source(job.sha256, job.name, "application/octet-stream", size), "failed", reason, message)


def _settle(limits: Limits, log_level: int, folder: str) -> None:
    os.setsid()
    for number, action in ((signal.SIGINT, signal.SIG_IGN), *((each, signal.SIG_DFL) for each in _DEADLY)):
        signal.signal(number, action)
    _redirect_output(silent=log_level > logging.INFO)
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    logging.basicConfig(format="%(name)s: %(message)s", level=logging.ERROR)
    for name in ("extract", "parsers", "schemas"):
        logging.getLogger(name).setLevel(log_level)
    gc.set_threshold(GARBAGE_AFTER)  # what a document leaves is freed without looking for rings of references
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, limits.output_mb * MB)


def _redirect_output(silent: bool) -> None:
    """Standard output is the command's; what native libraries print goes to standard error, or nowhere."""
    if silent:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
    os.dup2(2, 1)


def _lower(kind: int, value: int) -> bool:
    """Sets a soft limit; False where the system has no such limit (macOS: the address space)."""
    if sys.platform == "darwin" and kind == resource.RLIMIT_AS:
        return False
    _, hard = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    except (ValueError, OSError):
        return False
    return True


def _answer(task: Task[R], job: Job, bounds: _Bounds) -> bytes:
    """The pickled result of a job, or of its failure for want of memory or for being too large."""
    bounds.set_clock()
    try:
        data = pickle.dumps(task.read(job), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        data = pickle.dumps(task.failed(job, "memory", too_much_memory(bounds.limits)))
    signal.setitimer(signal.ITIMER_REAL, 0)
    most_mb = bounds.limits.output_mb
    if len(data) > most_mb * MB:
        return pickle.dumps(task.failed(job, "too-large", f"what was read comes to more than {most_mb} MB"))
    _clear(Path(tempfile.gettempdir()))
    return data


def too_much_memory(limits: Limits) -> str:
    """The message of reason memory."""
    return f"reading needed more than {limits.memory_mb} MB of memory"


def _clear(folder: Path) -> None:
    """Removes the files a document has left behind; folders are a converter's and stay until the process ends."""
    for entry in folder.iterdir():
        if entry.is_file() or entry.is_symlink():
            entry.unlink(missing_ok=True)


_DEADLY = (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM)
