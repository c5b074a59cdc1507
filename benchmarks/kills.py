"""A build killed at random moments, again and again: the database that comes out in the end must be the same every time.

    python benchmarks/kills.py [--documents N] [--rounds N] [--seed N]

Each round builds short invented reports by `jixiao build` with two readers into a new database, is killed with SIGKILL at a moment
drawn over the time that a whole build takes (finishing included), in every third round again and again until a build comes
through, and is then finished. Exits with 1 where any dump differs from that of the build left alone.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from benchmarks.reports import counties
from extract import store

REPORT = """{body}2022年度部门整体支出绩效自评报告

一、基本情况
{body}编制{posts}人，实有{posts}人。

二、资金使用情况
2022年基本支出{wan}.50万元，其中人员经费{wan}万元，公用经费0.50万元。“三公”经费支出1.2万元，其中公务接待费1.2万元。
自评得分95分。
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        for number, place in zip(range(options.documents), cycle(counties()), strict=False):
            text = REPORT.format(body=f"{place.county}水利局", posts=20 + number % 50, wan=100 + number)
            (folder / f"{number:05}.txt").write_text(text, encoding="utf8")
        began = time.monotonic()
        finish(folder, Path(scratch) / "whole.db")
        seconds = time.monotonic() - began
        wanted = digest(Path(scratch) / "whole.db")
        print(f"{options.documents} documents, {seconds:.0f} s undisturbed, dump {wanted[:12]}", flush=True)
        results = [
            one_round(folder, Path(scratch) / "x.db", rng, seconds, again=number % 3 == 2)
            for number in range(options.rounds)
        ]
    differing = sum(each != wanted for each, _ in results)
    kills = sum(count for _, count in results)
    print(f"{options.rounds} rounds, {kills} kills, {differing} dumps that differ")
    sys.exit(1 if differing else 0)


def one_round(folder: Path, db: Path, rng: random.Random, seconds: float, again: bool) -> tuple[str, int]:
    """(digest of the dump in the end, number of kills) of one database, made anew."""
    for path in db.parent.glob("x.*"):
        path.unlink()
    kills = 0
    while killed(folder, db, rng.uniform(0.0, seconds)):
        kills += 1
        if not again:
            break
    finish(folder, db)
    found = digest(db)
    print(f"  {kills} kills, dump {found[:12]}", flush=True)
    return found, kills


def killed(folder: Path, db: Path, after_s: float) -> bool:
    """Whether a build was killed before it had ended."""
    running = subprocess.Popen(command(folder, db), stderr=subprocess.DEVNULL)
    try:
        running.wait(after_s)
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        return True
    return False


def finish(folder: Path, db: Path) -> None:
    """A build left alone. CalledProcessError where it fails."""
    subprocess.run(command(folder, db), check=True)


def command(folder: Path, db: Path) -> list[str | Path]:
    """The build as a user starts it."""
    return [sys.executable, "-m", "extract", "build", folder, "--db", db, "--workers", "2", "--quiet"]


def digest(db: Path) -> str:
    """SHA-256 of a database's dump."""
    opened = store.open_database(db)
    found = hashlib.sha256()
    for line in opened.conn.iterdump():
        found.update(line.encode())
    opened.close()
    return found.hexdigest()


if __name__ == "__main__":
    main()
