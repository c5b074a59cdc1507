"""Whenever a build is killed, or finds no room or a locked database, nothing is lost or half-written: the next one ends it."""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import store
from extract.engine import build as engine
from extract.engine import local
from extract.engine.build import Settings, build
from extract.engine.parsed import beside
from schemas.errors import StoreError
from tests.test_engine import dump, write
from tests.test_limits import is_alive

ROOT = Path(__file__).parents[1]
REFUSED = 3


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for index in range(6):
        write(tmp_path / "in", f"{index}.txt", 20 + index)
    (tmp_path / "in" / "twin.html").write_text(
        "<p>0绩效自评报告</p><p>一、基本情况</p><p>本单位编制20人。</p>", encoding="utf8"
    )
    (tmp_path / "in" / "bad.docx").write_bytes(b"PK\x03\x04 and no more")
    return tmp_path / "in"


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read in the building process, one in each transaction: there are more moments to be killed at."""
    monkeypatch.setattr(
        local, "carry_out", lambda task, jobs, workers, limits, equip: ((job, task.read(equip(job))) for job in jobs)
    )
    monkeypatch.setattr(engine, "COMMIT_EVERY_S", 0.0)


def run(folder: Path, db: Path, statements: Callable[[str], None] | None = None) -> None:
    opened = store.open_database(db)
    opened.conn.set_trace_callback(statements)
    build([folder], opened, Settings(parsed=beside(db)))
    opened.close()


def apart(act: Callable[[], None]) -> int:
    """The signal or exit code with which a process of its own ends that does something."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            act()
            code = 0
        except StoreError:
            code = REFUSED
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def killing(at: int) -> Callable[[str], None]:
    """Kills this process when so many statements have been begun."""
    left = [at]

    def count(statement: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


@pytest.mark.parametrize("seed", range(6))
def test_a_build_killed_at_any_statement_is_finished_by_the_next(reports: Path, tmp_path: Path, seed: int) -> None:
    begun: list[str] = []
    run(reports, tmp_path / "whole.db", begun.append)
    rng = random.Random(seed)
    ends = []
    for _ in range(4):
        at = int(len(begun) * rng.random())
        ends.append(apart(lambda at=at: run(reports, tmp_path / "x.db", killing(at))))  # type: ignore[misc]
    assert -signal.SIGKILL in ends
    assert set(ends) <= {-signal.SIGKILL, 0}
    run(reports, tmp_path / "x.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "whole.db")


@pytest.mark.parametrize("seed", range(4))
def test_a_change_of_paths_alone_survives_a_kill_too(reports: Path, tmp_path: Path, seed: int) -> None:
    run(reports, tmp_path / "x.db")
    (reports / "2.txt").rename(reports / "twin.txt")
    (reports / "3.txt").unlink()
    (tmp_path / "y.db").write_bytes((tmp_path / "x.db").read_bytes())
    begun: list[str] = []
    run(reports, tmp_path / "y.db", begun.append)
    at = int(len(begun) * (seed + random.Random(seed).random()) / 4)
    assert apart(lambda: run(reports, tmp_path / "x.db", killing(at))) == -signal.SIGKILL
    run(reports, tmp_path / "x.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.8, 0.97])
def test_a_full_disk_is_told_and_the_next_build_goes_on(reports: Path, tmp_path: Path, share: float) -> None:
    run(reports, tmp_path / "whole.db")
    room = int((tmp_path / "whole.db").stat().st_size * share)

    def within() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        run(reports, tmp_path / "x.db")

    assert apart(within) == REFUSED
    run(reports, tmp_path / "x.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "whole.db")


def test_the_message_of_a_full_disk_says_what_to_do(reports: Path, tmp_path: Path) -> None:
    db = store.open_database(tmp_path / "x.db")
    db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0] + 4}")
    with pytest.raises(StoreError, match=r"no room to write .*x\.db: make some and run this again"):
        build([reports], db)
    db.close()


def test_a_locked_database_is_told_and_left_as_it_is(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(reports, tmp_path / "x.db")
    before = dump(tmp_path / "x.db")
    write(reports, "0.txt", 99)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(store, "WAIT_S", 0.1)
    with pytest.raises(StoreError, match="another program is writing to"):
        run(reports, tmp_path / "x.db")
    other.execute("ROLLBACK")
    other.close()
    assert dump(tmp_path / "x.db") == before
    run(reports, tmp_path / "x.db")
    run(reports, tmp_path / "y.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_what_is_committed_is_on_the_disk() -> None:
    """EXTRA: data, journal and the folder's entry are flushed before a transaction counts. Source: sqlite.org/pragma.html."""
    db = store.open_database(None)
    store.prepare_for_many(db)
    assert db.execute("PRAGMA synchronous").fetchone() == (3,)


def test_a_command_killed_among_its_readers_is_finished_by_the_next(tmp_path: Path) -> None:
    """The command itself with real reading processes, killed from outside while it reads."""
    for index in range(40):
        write(tmp_path / "in", f"{index}.txt", index)
    command = [sys.executable, "-m", "extract", "build", tmp_path / "in", "--workers", "2", "--db"]
    subprocess.run([*command, tmp_path / "whole.db"], cwd=ROOT, check=True, capture_output=True)
    running = subprocess.Popen([*command, tmp_path / "x.db"], cwd=ROOT, stderr=subprocess.DEVNULL)
    parsed = beside(tmp_path / "x.db")
    while running.poll() is None and not parsed.exists():
        time.sleep(0.01)
    time.sleep(0.5)
    running.kill()
    running.wait()
    again = subprocess.run([*command, tmp_path / "x.db"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert "40 documents" in again.stderr
    assert dump(tmp_path / "x.db") == dump(tmp_path / "whole.db")


def test_processes_of_an_audit_end_with_a_killed_parent(tmp_path: Path) -> None:
    """Those that look for contradictions would else wait for ever for more to do."""
    store.open_database(tmp_path / "x.db").close()
    program = f"""if __name__ == "__main__":
        import os, sqlite3, sys
        from extract import audit, scope
        from tests.test_durability import own_pid
        connection = sqlite3.connect({str(tmp_path / "x.db")!r})
        spans = [scope.NOTHING] * (scope.MANY_SPANS + 1)
        for pid in scope.over_spans(connection, spans, audit.prepare, own_pid, 1 + 1):
            print(pid, flush=True)
            sys.stdin.readline()"""
    (tmp_path / "run.py").write_text(program, encoding="utf8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = subprocess.Popen(
        [sys.executable, tmp_path / "run.py"],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdin is not None
    worker = int(running.stdout.readline())
    assert is_alive(worker)
    running.kill()
    running.wait()
    running.stdin.close()
    running.stdout.close()
    until = time.monotonic() + 20
    while is_alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(worker)


def own_pid(connection: sqlite3.Connection) -> int:
    """The process that looks at a span."""
    return os.getpid()
