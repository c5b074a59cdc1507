"""What a command costs: wall and CPU seconds of all its processes, and the memory of the largest, over time (Linux)."""

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_SECONDS = 0.5
_SUBREAPER = 36


@dataclass(slots=True)
class Measured:
    """`cpu_s` comes from the system's counters for ended processes, `parent_s` is what the command's own process took of it;
    `workers_mb` is the largest reader at each look.
    """

    wall_s: float
    cpu_s: float
    parent_mb: float
    parent_s: float = 0.0
    workers_mb: list[float] = field(default_factory=list)
    output: str = ""

    @property
    def worst_mb(self) -> float:
        """The largest reader ever seen."""
        return max(self.workers_mb, default=0.0)

    @property
    def flat(self) -> str:
        """The largest reader in the first and in the last third of the run."""
        third = max(1, len(self.workers_mb) // 3)
        return f"{max(self.workers_mb[:third], default=0):.0f} -> {max(self.workers_mb[-third:], default=0):.0f} MB"


def run(command: Sequence[str | Path]) -> Measured:
    """Runs a command to its end. RuntimeError where it fails with more than 1.

    Processes that outlive it (the fork server) are inherited and waited for, so that their time is counted, too.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    before, began = _children_seconds(), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    measured = Measured(0.0, 0.0, 0.0)
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, measured, over))
    watch.start()
    assert process.stdout is not None
    measured.output = process.stdout.read()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and its counters are still there
    measured.parent_s = _own_seconds(process.pid)
    process.communicate()
    measured.wall_s = time.monotonic() - began
    over.set()
    watch.join()
    with suppress(ChildProcessError):
        while True:
            os.wait()
    measured.cpu_s = _children_seconds() - before
    if process.returncode > 1:
        raise RuntimeError(measured.output)
    return measured


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own_seconds(pid: int) -> float:
    """What a process took itself, without those it started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _watch(pid: int, measured: Measured, over: threading.Event) -> None:
    while not over.wait(SAMPLE_SECONDS):
        first, *below = _family(pid)
        measured.parent_mb = max(measured.parent_mb, _resident_mb(first))
        if below:
            measured.workers_mb.append(max(map(_resident_mb, below)))


def _family(pid: int) -> list[str]:
    """Process ids of a process and all below it."""
    family = [str(pid)]
    for each in family:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                family += task.read_text().split()
    return family


def _resident_mb(pid: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0
