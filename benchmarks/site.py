"""How long the site takes to answer, as readers meet it: `python benchmarks/site.py DATABASE [--core 0]`.

Starts `jixiao serve` on one processor core, tells how long it takes to its first answer, then asks over loopback, one
request after another, for home, bodies, regions, evaluations, findings, documents, searches, every saved query and the
views: 50th and 95th percentile in milliseconds, the slowest, the processor time of an answer (which other work on the
machine hardly changes; Linux only), and the largest page in bytes. Then several readers at once
ask for a mixture of pages at a fixed rate; latency counts from when a request was due. The first answer of a kind is
left out. A database of any size: `generated.generate`, `extract.audit.run`, `extract.store.finish`.
"""

import argparse
import http.client
import os
import random
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
WORDS = (
    "绩效",
    "编制",
    "三公经费",
    "公务接待费",
    "预算执行率",
    "培训 人数",
    "2022年",
    "满意度 95%",
    "水库",
    "石门 农业",
)
MIXTURE = {"home": 2, "bodies": 1, "region": 2, "body": 4, "evaluation": 6, "finding": 2, "search": 3}
QUERIES_IN_MIXTURE = 2
STARTS_S, ANSWERS_S = 60, 30
OK = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its name and addresses spread over the whole database."""

    name: str
    addresses: list[str]


def main() -> None:
    """Prints one line a kind of page, then the load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--times", type=int, default=40, help="answers measured of each kind")
    parser.add_argument("--only", default="", help="kinds whose name contains this")
    parser.add_argument("--core", type=int, help="processor core the server is bound to")
    parser.add_argument("--rate", type=float, default=50, help="requests a second of the mixture; 0 leaves it out")
    parser.add_argument("--seconds", type=float, default=30, help="how long the mixture is asked for")
    parser.add_argument("--readers", type=int, default=16, help="connections that ask for the mixture")
    asked = parser.parse_args()
    kinds = [kind for kind in listed(asked.database, asked.times) if asked.only in kind.name]
    with served(asked.database, asked.core) as (port, process):
        print(f"{'kind':<34}{'p50':>8}{'p95':>8}{'max':>8}{'cpu':>8}{'bytes':>9}")
        for kind in kinds:
            one_by_one(port, process, kind, asked.times)
        if asked.rate:
            before = cpu_seconds(process)
            together(port, mixture(kinds), asked.rate, asked.seconds, asked.readers)
            print(f"processor time of the server: {cpu_seconds(process) - before:.1f} s")


@contextmanager
def served(database: Path, core: int | None) -> Iterator[tuple[int, int]]:
    """The port and the process of a running site; tells how long it took to its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "extract", "serve", str(database), "--port", str(port)]
    bound = ["taskset", "-c", str(core), *command] if core is not None else command
    began = time.perf_counter()
    process = subprocess.Popen(
        bound,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_S)
                status, _ = answer(connection, "/")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > STARTS_S:
                    raise SystemExit("the site did not start") from None
                time.sleep(0.02)
        took = time.perf_counter() - began
        print(
            f"first answer ({status}) {took:.2f} s after the start, {cpu_seconds(process.pid):.2f} s of processor time"
        )
        yield port, process.pid
        memory = Path(f"/proc/{process.pid}/status")
        if memory.exists():
            print(next(line for line in memory.read_text().splitlines() if line.startswith("VmHWM")))
    finally:
        process.terminate()
        process.wait()


def answer(connection: http.client.HTTPConnection, address: str) -> tuple[int, int]:
    """(status, bytes) of one request."""
    connection.request("GET", address)
    response = connection.getresponse()
    return response.status, len(response.read())


def cpu_seconds(process: int) -> float:
    """Processor time of a process so far, of the system's calls too; 0 where /proc is not."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one_by_one(port: int, process: int, kind: Kind, times: int) -> None:
    """Prints the percentiles of one kind."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_S)
    took, largest, before = [], 0, cpu_seconds(process)
    for number in range(times + 1):
        address = kind.addresses[number % len(kind.addresses)]
        began = time.perf_counter()
        status, size = answer(connection, address)
        took.append((time.perf_counter() - began) * 1000)
        largest = max(largest, size)
        if status != OK:
            print(f"{kind.name}: {status} {address}")
    p50, p95, slowest = percentiles(took[1:])
    spent = 1000 * (cpu_seconds(process) - before) / (times + 1)
    print(f"{kind.name:<34}{p50:>8.1f}{p95:>8.1f}{slowest:>8.1f}{spent:>8.1f}{largest:>9}", flush=True)


def together(port: int, addresses: list[str], rate: float, seconds: float, readers: int) -> None:
    """Prints rate, percentiles and failures of a mixture asked for by several readers at once."""
    due = iter(range(int(rate * seconds)))
    lock, took, failures = threading.Lock(), [], []
    began = time.perf_counter() + 0.2

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWERS_S)
        while True:
            with lock:
                number = next(due, None)
            if number is None:
                return
            moment = began + number / rate
            time.sleep(max(0.0, moment - time.perf_counter()))
            address = addresses[number % len(addresses)]
            try:
                status, _ = answer(connection, address)
            except OSError as error:
                connection.close()
                status = repr(error)
            took.append((time.perf_counter() - moment) * 1000)
            if status != OK:
                failures.append((status, address))

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - began
    p50, p95, slowest = percentiles(took)
    print(
        f"{readers} readers, {len(took)} requests, {len(took) / lasted:.1f}/s of {rate:g}/s asked for, {len(failures)} failed"
    )
    print(f"{'mixture':<34}{p50:>8.1f}{p95:>8.1f}{slowest:>8.1f}")
    for status, address in failures[:5]:
        print(f"  {status} {address}")


def percentiles(took: list[float]) -> tuple[float, float, float]:
    """(50th, 95th percentile, largest)."""
    measured = sorted(took)
    p50, p95 = (measured[round(share * (len(measured) - 1))] for share in (0.5, 0.95))
    return p50, p95, measured[-1]


def mixture(kinds: list[Kind]) -> list[str]:
    """Addresses of many kinds in the shares of MIXTURE, in an order that is the same each time."""
    chosen = [
        address
        for kind in kinds
        for _ in range(MIXTURE.get(kind.name, QUERIES_IN_MIXTURE if kind.name.startswith("query") else 0))
        for address in kind.addresses[: 1 if kind.name.startswith("query") else None]
    ]
    random.Random(1).shuffle(chosen)
    return chosen


def listed(database: Path, times: int) -> Iterator[Kind]:
    """Every kind of page."""
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    name = database.stem
    for kind, address in (("home", "/"), ("home in English", "/?lang=en"), ("bodies", "/bodies"), ("rules", "/rules"),
                          ("dictionary", "/dictionary"), ("feed", "/feed.atom"), ("database", f"/{name}")):  # fmt: skip
        yield Kind(kind, [address])
    codes = [
        row[0]
        for row in connection.execute("SELECT region_code FROM organizations WHERE region_code IS NOT NULL GROUP BY 1")
    ]
    yield Kind(
        "region",
        [f"/region/{code}" for code in sorted({*codes, *(f"{code[:2]}0000" for code in codes)})] or ["/bodies"],
    )
    sectors = [row[0] for row in connection.execute("SELECT DISTINCT area FROM summaries WHERE area LIKE 'sector.%'")]
    yield Kind("sector", [f"/sector/{area.partition('.')[2]}" for area in sectors] or ["/bodies"])
    for kind, table in (
        ("body", "organizations"),
        ("evaluation", "evaluations"),
        ("finding", "findings"),
        ("document", "documents"),
    ):
        yield Kind(kind, [f"/{kind}/{quote(identity, safe='')}" for identity in _spread(connection, table, times + 1)])
    yield Kind("search", [f"/search?q={quote(word)}" for word in WORDS])
    for path in sorted((ROOT / "datasette" / "queries").glob("*.sql")):
        query = f"/{name}/{path.stem.partition('-')[2]}"
        filled = f"?words={quote('绩效')}&body={quote('教育')}"
        yield Kind(f"query {path.stem.partition('-')[2]}", [query, f"{query}?year=2021", query + filled])
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1"):
        yield Kind(f"view {view}", [f"/{name}/{view}"])
    yield Kind(
        "view filtered", [f"/{name}/v_amounts?{quote('年度')}=2021", f"/{name}/v_passages?_search={quote('接待')}"]
    )


def _spread(connection: sqlite3.Connection, table: str, wanted: int) -> list[str]:
    every = max(1, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] // wanted)
    query = f"SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM {table}) WHERE n % ? = 0"
    return [row[0] for row in connection.execute(query, [every])] or ["none"]


if __name__ == "__main__":
    main()
