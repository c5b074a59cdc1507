"""Reading processes and their supervision: jobs out, outcomes in, whoever hangs, dies or is worn out replaced."""

import logging
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Generic

from extract.engine.limits import Limits
from extract.engine.work import Job
from extract.engine.worker import MB, MEMORY_EXIT, WIDER, R, Task, serve, too_much_memory
from schemas.errors import LimitError

log = logging.getLogger(__name__)

GRACE_S = 3.0
START_S = 60.0
AHEAD = 16
SLACK = 4096
DYING_S = 2.0
_SIGNALS = {each.value: each.name for each in signal.Signals}

# A process that has loaded everything once, has no threads, and forks off readers; the same on Linux and macOS.
_CONTEXT = multiprocessing.get_context("forkserver")
_LOADED = ["extract.cli", "extract.engine.worker"]
_WARM = [*_LOADED, "extract.engine.warm"]


class Reader(Generic[R]):
    """One reading process. `turn` is the index of the job it has, None while it starts or waits.

    `limits` are those in force: wider from the moment it says that its document is a scan.
    """

    def __init__(self, task: Task[R], limits: Limits, home: str) -> None:
        self.turn: int | None = None
        self.ready = False
        self.served = 0
        self.given = time.monotonic()
        self.deadline = self.given + START_S
        self.limits = limits
        self._widened = False
        self._folder = tempfile.mkdtemp(dir=home)
        self.pipe: Connection
        self.pipe, theirs = _CONTEXT.Pipe()
        level = logging.getLogger("extract").getEffectiveLevel()
        arguments = (theirs, task, limits, level, self._folder)
        self.process = _CONTEXT.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        theirs.close()

    @property
    def idle(self) -> bool:
        """Whether it can be given a job."""
        return self.ready and self.turn is None

    def give(self, turn: int, job: Job) -> None:
        """Hands over a job; the clock starts."""
        self.turn, self.given = turn, time.monotonic()
        self.deadline = self.given + self.limits.timeout_s + GRACE_S
        try:
            self.pipe.send(job)
        except OSError:
            self.deadline = 0.0  # it has died waiting: found out when it is looked at

    def take(self) -> R | None:
        """The result that has come in; None for a message that it is ready, or that it has begun to read a scan.

        EOFError where the process died before all of it was sent.
        """
        data = self.pipe.recv_bytes(self.limits.output_mb * MB + SLACK)
        if not data:
            self.ready = True
            return None
        if data == WIDER:
            self.limits, self._widened = self.limits.of_scans(), True
            self.deadline = time.monotonic() + self.limits.timeout_s + GRACE_S
            return None
        result: R = pickle.loads(data)
        self.turn, self.served = None, self.served + 1
        return result

    def is_worn(self, result: R) -> bool:
        """Whether it should be replaced after this result."""
        return self._widened or self.served >= self.limits.renew_after or result.reason == "memory"

    def stop(self, dying: bool = False) -> int | None:
        """Kills the process with its children and removes its files; the exit code of one that was dying by itself."""
        if dying:
            self.process.join(DYING_S)
        code, pid = self.process.exitcode, self.process.pid
        assert pid, "a started process has a number"  # and 0 would be this very group
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
        self.process.join()
        self.process.close()
        self.pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        return code


class Crew(Generic[R]):
    """A few readers and the jobs they share. Use it in a `with`: whatever happens, no process outlives it.

    `equip` gives a job what it shall bring along, when it is handed over. `warm` loads what extraction needs (data files,
    spaCy) before the first reader is forked off. The first crew of a process decides: its fork server stays.
    """

    def __init__(
        self, jobs: Sequence[Job], task: Task[R], limits: Limits, size: int,
        equip: Callable[[Job], Job] = lambda job: job, warm: bool = True,
    ) -> None:  # fmt: skip
        _CONTEXT.set_forkserver_preload(_WARM if warm else _LOADED)
        self._jobs, self._task, self._limits, self._size, self._equip = jobs, task, limits, size, equip
        self._waiting = deque(range(len(jobs)))
        self._readers: list[Reader[R]] = []
        self._done: dict[int, R] = {}

    def __enter__(self) -> "Crew[R]":
        self._home = tempfile.mkdtemp(prefix="jixiao-")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for reader in self._readers:
            reader.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def results(self) -> Iterator[tuple[Job, R]]:
        """Every job with its result, in the order of the jobs; readers work ahead while the caller is busy."""
        for turn, job in enumerate(self._jobs):
            while True:
                self._assign(turn)
                self._collect(0.0 if turn in self._done else None)
                if turn in self._done:
                    break
            self._assign(turn)
            yield job, self._done.pop(turn)

    def _assign(self, turn: int) -> None:
        """Gives every idle reader a job, not too far ahead of the turn, and starts readers where too few are."""
        starting = sum(not reader.ready for reader in self._readers)
        while len(self._readers) < self._size and starting < len(self._waiting):
            self._readers.append(Reader(self._task, self._limits, self._home))
            starting += 1
        for reader in self._readers:
            if reader.idle and self._waiting and self._waiting[0] < turn + AHEAD * self._size:
                ahead = self._waiting.popleft()
                reader.give(ahead, self._equip(self._jobs[ahead]))

    def _collect(self, timeout: float | None) -> None:
        """Takes in what readers have sent, or waits until one has sent something, ended or run out of time."""
        busy = [reader for reader in self._readers if not reader.idle]
        if timeout is None:
            timeout = max(0.0, min(reader.deadline for reader in busy) - time.monotonic())
        seen = set(wait([each for reader in busy for each in (reader.pipe, reader.process.sentinel)], timeout))
        for reader in busy:
            if reader.pipe in seen:
                self._take(reader)
            elif reader.process.sentinel in seen:
                self._bury(reader, dying=True)
            elif time.monotonic() > reader.deadline:
                self._bury(reader, dying=False)

    def _take(self, reader: Reader[R]) -> None:
        turn = reader.turn
        try:
            result = reader.take()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._bury(reader, dying=True)
            return
        if turn is not None and result is not None:
            self._note(reader, turn, result)
            if reader.is_worn(result):
                self._readers.remove(reader)
                reader.stop()

    def _bury(self, reader: Reader[R], dying: bool) -> None:
        """Ends a reader that hangs or has died; its job, if it had one, has failed."""
        self._readers.remove(reader)
        turn, code = reader.turn, reader.stop(dying)
        if turn is None:
            raise LimitError("a reading process could not start; see --verbose, or allow it more with --memory")
        self._note(reader, turn, self._task.failed(self._jobs[turn], *_cause(code, dying, reader.limits)))

    def _note(self, reader: Reader[R], turn: int, result: R) -> None:
        took = time.monotonic() - reader.given
        log.info("%s: %s in %.2f s", self._jobs[turn].path, result.reason or result.status, took)
        self._done[turn] = result


def _cause(code: int | None, dying: bool, limits: Limits) -> tuple[str, str]:
    """(reason, message) for a process that was killed, or that ended with an exit code (a signal is negative)."""
    if not dying or code in (-signal.SIGALRM, -signal.SIGXCPU):
        return "timeout", f"reading took more than {limits.timeout_s:g} s"
    if code in (MEMORY_EXIT, -signal.SIGKILL):
        return "memory", too_much_memory(limits)
    name = _SIGNALS.get(-(code or 0), f"exit code {code}")
    return "crash", f"the reading process died ({name}); please report it"
