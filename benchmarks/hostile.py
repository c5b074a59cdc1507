"""Builds a folder of hostile and broken files with the real command, and watches it from outside.

    python benchmarks/hostile.py FOLDER [--timeout S] [--memory MB] [--workers N]

Prints how many files ended with which status and reason, the slowest files, the largest resident memory any process
of the run reached, and what was left behind. Ends with 1 where a bar is missed. Memory and leftovers need /proc.
"""

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

MAX_SECONDS, MAX_BYTES = 60.0, 1 << 30
SAMPLE_EVERY_S = 0.05
TIMED = re.compile(r"^extract\.engine\.crew: (?P<name>.+): (?P<status>\S+) in (?P<seconds>[\d.]+) s$", re.M)


def processes(mark: str) -> list[Path]:
    """The /proc folders of every process with this text in its environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(folder)
        except OSError:
            continue
    return found


def resident_bytes(process: Path) -> int:
    """The most memory a process has held at once; 0 where it is gone."""
    try:
        match = re.search(r"VmHWM:\s+(\d+) kB", (process / "status").read_text())
    except OSError:
        return 0
    return int(match[1]) * 1024 if match else 0


def watch(mark: str, stop: threading.Event, peaks: dict[str, int]) -> None:
    """Notes each process's peak until told to stop."""
    while not stop.wait(SAMPLE_EVERY_S):
        for process in processes(mark):
            peaks[process.name] = max(peaks.get(process.name, 0), resident_bytes(process))


def build(files: list[Path], home: Path, options: list[str]) -> tuple[subprocess.CompletedProcess[str], int, list[str]]:
    """Runs `jixiao build`: (its end, the largest peak of a process, processes it left behind)."""
    mark, peaks, stop = (
        str(home / "tmp"),
        dict[str, int](),
        threading.Event(),
    )  # LibreOffice is given nothing but folders
    (home / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": mark}
    command = [sys.executable, "-m", "extract", "build", "--verbose", "--db", str(home / "x.db"), *options]
    watcher = threading.Thread(target=watch, args=(mark, stop, peaks), daemon=True)
    watcher.start()
    done = subprocess.run([*command, *map(str, files)], env=environment, capture_output=True, text=True, check=False)
    time.sleep(1)
    stop.set()
    watcher.join()
    return done, max(peaks.values(), default=0), [process.name for process in processes(mark)]


def report(files: list[Path], home: Path, options: list[str]) -> list[str]:
    """Prints the figures; the bars that were missed."""
    began = time.monotonic()
    done, peak, left = build(files, home, options)
    seconds = time.monotonic() - began
    db = sqlite3.connect(home / "x.db")
    query = """SELECT ifnull(d.status, 'failed'), ifnull(d.reason, iif(d.id IS NULL, 'unreadable', ''))
        FROM files f LEFT JOIN documents d ON d.id = f.document_id"""
    ends = Counter(db.execute(query).fetchall())
    slow = sorted(((float(m["seconds"]), m["name"]) for m in TIMED.finditer(done.stderr)), reverse=True)
    temporary = sorted(path.name for path in (home / "tmp").iterdir())
    for (status, reason), count in sorted(ends.items()):
        print(f"{count:6} {status} {reason}")
    print(f"{sum(ends.values())} of {len(files)} files recorded in {seconds:.1f} s, exit code {done.returncode}")
    for each, name in slow[:5]:
        print(f"  {each:6.1f} s  {name}")
    print(f"largest peak of a process: {peak / (1 << 20):.0f} MB")
    print(f"left behind: {len(left)} processes, {len(temporary)} temporary files {temporary or ''}")
    missed = {
        "not every file has a status": sum(ends.values()) != len(files),
        f"the command ended with {done.returncode}:\n{done.stderr[-2000:]}": done.returncode not in (0, 1),
        "a file took too long": bool(slow) and slow[0][0] > MAX_SECONDS,
        "a process held too much memory": peak > MAX_BYTES,
        "something was left behind": bool(left or temporary),
    }
    return [text for text, is_missed in missed.items() if is_missed]


def main() -> int:
    """Parses the command line and runs; 1 where a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name in ("timeout", "memory", "workers"):
        parser.add_argument(f"--{name}")
    given = vars(parser.parse_args())
    folder = given.pop("folder")
    options = [part for name, value in given.items() if value for part in (f"--{name}", value)]
    files = sorted(path for path in folder.rglob("*") if not path.is_dir() and path.suffix != ".tsv")
    if not files:
        parser.error(f"{folder}: no files")
    home = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        missed = report(files, home, options)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for text in missed:
        print(f"MISSED: {text}")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
