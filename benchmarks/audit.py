"""All audit rules over a large generated database: time of the whole run and of each rule, and the memory it takes.

    python benchmarks/audit.py [--evaluations N] [--db FILE] [--workers N] [--rules]

FILE is kept, and used as it is where it exists. The bar: 100,000 evaluations in 60 s on two cores within 1 GB. Rules are
timed alone (`--rules`) by CPU time in one process; the figure is for each rule's own query and its findings.
"""

import argparse
import os
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from benchmarks.generated import generate
from extract import audit, scope, shared_passages, statistics, store

COUNTED = ("documents", "evaluations", "blocks", "amounts", "indicators", "personnel", "scores")
SAMPLE_SECONDS = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--evaluations", type=int, default=100_000)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "generated.db"
        if not path.exists():
            began = time.monotonic()
            generate(path, options.evaluations)
            print(f"generated in {time.monotonic() - began:.0f} s, {path.stat().st_size / 2**20:.0f} MB")
        db = store.open_database(path)
        print(", ".join(f"{db.table(name).count:,} {name}" for name in COUNTED))
        if options.rules:
            each_rule(db)
        else:
            whole(db, options.workers)
        db.close()


def whole(db: store.Database, workers: int) -> None:
    """Runs the audit as `jixiao build` does; wall and CPU seconds, memory of all its processes at the worst moment."""
    watch = Watch()
    watch.start()
    began = time.monotonic()
    found = audit.run(db, everything=True, workers=workers)
    wall = time.monotonic() - began
    watch.stop()
    print(
        f"{found:,} findings in {wall:.1f} s, {watch.cpu_seconds:.1f} s CPU, {workers} workers, "
        f"{watch.worst_mb:.0f} MB at most"
    )


def each_rule(db: store.Database) -> None:
    """CPU seconds of every rule, of laying down what they share, and of rules across documents."""
    connection = sqlite3.connect(db.execute("PRAGMA database_list").fetchone()[2], isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    statistics.forget(db)
    audit.prepare(connection)
    seconds: Counter[str] = Counter()
    found: Counter[str] = Counter()
    documents = [row[0] for row in db.execute("SELECT id FROM documents ORDER BY id").fetchall()]

    def clock(name: str, rule: audit.Rule) -> None:
        began = time.process_time()
        found[name] += len(list(audit.fired(connection, rule)))
        seconds[name] += time.process_time() - began

    with scope.narrowed(connection) as move:
        for span, _ in scope.spans(documents, documents):
            began = time.process_time()
            move(span)
            seconds["(shared views)"] += time.process_time() - began
            for rule in audit.rules().values():
                if not rule.across:
                    clock(rule.id, rule)
    began = time.process_time()
    shared_passages.find(store.Database(connection))
    seconds["(shared passages)"] = time.process_time() - began
    with scope.whole(connection):
        for rule in audit.rules().values():
            if rule.across:
                clock(f"{rule.id} (across)", rule)
    for name, value in seconds.most_common():
        print(f"{name:36}{value:8.2f} s{found[name]:10,} findings")
    print(f"{'all':36}{seconds.total():8.2f} s")
    connection.close()


class Watch(threading.Thread):
    """Watches the resident memory and the CPU time of this process and those below it (Linux)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.worst_mb = 0.0
        self._used: dict[str, float] = {}
        self._before = _cpu_seconds(str(os.getpid()))
        self._over = threading.Event()

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all since the start; what a process used after its last look is missing."""
        return sum(self._used.values()) - self._before

    def run(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            family = _family()
            self.worst_mb = max(self.worst_mb, sum(map(_resident_mb, family)))
            self._used |= {pid: max(self._used.get(pid, 0.0), _cpu_seconds(pid)) for pid in family}

    def stop(self) -> None:
        self._over.set()
        self.join()


def _family() -> list[str]:
    """Process ids of this process and all below it."""
    family = [str(os.getpid())]
    for pid in family:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            family += _read(task).split()
    return family


def _resident_mb(pid: str) -> float:
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _cpu_seconds(pid: str) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
