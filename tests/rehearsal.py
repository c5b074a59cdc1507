"""A reader that misbehaves as a file's text tells it to: what the engine must survive. Runs in reading processes."""

import os
import signal
import subprocess
import sys
import tempfile
import time

from extract.engine.local import read_one
from extract.engine.work import Job
from parsers import scan
from schemas.document import Document, Paragraph, Source
from schemas.errors import DocumentError
from schemas.records import Outcome


def read(job: Job) -> Outcome:
    """What the first word of the file says; any other file is read as ever."""
    word = job.path.read_text(encoding="utf8").split()[0]
    if word in ACTS:
        try:
            ACTS[word](job)
        except DocumentError as error:
            return Outcome(Source(job.sha256, job.name, "", 0), "failed", error.reason, error.message)
        return Outcome(Source(job.sha256, job.name, "", 0), "ok")
    return read_one(job) if word != "big" else _big(job)


def _sleep(job: Job) -> None:
    time.sleep(1000)


def _sleep_deaf(job: Job) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(1000)


def _spin(job: Job) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True:
        pass


def _fault(job: Job) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _leave(job: Job) -> None:
    os._exit(3)


def _hoard(job: Job) -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def _bear(job: Job) -> None:
    """Starts a child that would outlive it, says who, then hangs."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    job.path.with_suffix(".pid").write_text(str(child.pid))
    time.sleep(1000)


def _litter(job: Job) -> None:
    handle, name = tempfile.mkstemp()
    os.close(handle)
    job.path.with_suffix(".left").write_text(name)


def _write_much(job: Job) -> None:
    with tempfile.TemporaryFile() as file:
        for _ in range(64):
            file.write(bytes(1 << 20))


def _print(job: Job) -> None:
    os.write(1, b"noise")


def _scan(job: Job) -> None:
    """Needs what only a scan is given: 500 MB and 1.5 s."""
    with scan._ocr():
        held = bytearray(500 << 20)
        time.sleep(1.5)
        del held


def _scan_without_end(job: Job) -> None:
    with scan._ocr():
        time.sleep(1000)


def _big(job: Job) -> Outcome:
    source = Source(job.sha256, job.name, "", 0)
    return Outcome(source, "ok", document=Document(source, (Paragraph("a" * (4 << 20)),), ""))


ACTS = {
    "sleep": _sleep, "deaf": _sleep_deaf, "spin": _spin, "fault": _fault, "leave": _leave, "hoard": _hoard,
    "bear": _bear, "litter": _litter, "write": _write_much, "print": _print,
    "scan": _scan, "endless": _scan_without_end,
}  # fmt: skip
