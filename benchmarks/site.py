"""How long the site takes to answer: `python benchmarks/site.py DATABASE [--times N]`.

Asks for home, bodies, evaluations, findings, documents, searches and every saved query over the site's own client, in
process, and prints for each kind the 50th and 95th percentile in milliseconds, the slowest, and the largest page in
bytes. Run it on a quiet machine; the first answer of a kind is left out. A database of any size: `generated.generate`, then
`extract.store.finish`.
"""

import argparse
import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from datasette.app import Datasette

SITE = Path(__file__).parent.parent / "datasette"
WORDS = ("绩效", "编制", "三公经费", "公务接待费", "预算执行率", "培训 人数", "2022年", "满意度 95%")


def main() -> None:
    """Prints one line a kind of page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--times", type=int, default=40, help="answers measured of each kind")
    parser.add_argument("--only", default="", help="kinds whose name contains this")
    arguments = parser.parse_args()
    app = Datasette(files=[], immutables=[str(arguments.database)], config_dir=SITE)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(app.invoke_startup())
    print(f"{'kind':<34}{'p50':>8}{'p95':>8}{'max':>8}{'bytes':>9}")
    for kind, addresses in kinds(app, arguments.database, arguments.times, loop):
        if arguments.only not in kind:
            continue
        took, largest = [], 0
        for number in range(arguments.times + 1):
            began = time.perf_counter()
            answer = loop.run_until_complete(app.client.get(addresses[number % len(addresses)]))
            took.append((time.perf_counter() - began) * 1000)
            largest = max(largest, len(answer.content))
            if answer.status_code != 200:
                print(f"{kind}: {answer.status_code} {addresses[number % len(addresses)]}")
        measured = sorted(took[1:])
        p50, p95 = (measured[int(share * (len(measured) - 1))] for share in (0.5, 0.95))
        print(f"{kind:<34}{p50:>8.1f}{p95:>8.1f}{measured[-1]:>8.1f}{largest:>9}", flush=True)
    app.executor.shutdown()


def kinds(
    app: Datasette, database: Path, times: int, loop: asyncio.AbstractEventLoop
) -> Iterator[tuple[str, list[str]]]:
    """(name, addresses): addresses spread over the whole database."""
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    name = app.get_database().name
    yield "home", ["/"]
    yield "bodies", ["/bodies"]
    for kind, table, path in (
        ("body", "organizations", "/body/{}"), ("evaluation", "evaluations", "/evaluation/{}"),
        ("finding", "findings", "/finding/{}"), ("document", "documents", "/document/{}"),
    ):  # fmt: skip
        yield kind, [path.format(quote(identity, safe="")) for identity in _spread(connection, table, times + 1)]
    yield "search", [f"/search?q={quote(word)}" for word in WORDS]
    yield "feed", ["/feed.atom"]
    for query in loop.run_until_complete(app.get_canned_queries(name, None)):
        yield (
            f"query {query}",
            [
                f"/{name}/{query}",
                f"/{name}/{query}?year=2021",
                f"/{name}/{query}?words={quote('绩效')}&body={quote('教育')}",
            ],
        )
    for view in ("v_evaluations", "v_findings", "v_amounts", "v_indicators"):
        yield f"view {view}", [f"/{name}/{view}"]


def _spread(connection: sqlite3.Connection, table: str, wanted: int) -> list[str]:
    every = max(1, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] // wanted)
    query = f"SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM {table}) WHERE n % ? = 0"
    return [row[0] for row in connection.execute(query, [every])] or ["none"]


if __name__ == "__main__":
    main()
