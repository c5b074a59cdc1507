"""What a build costs at scale: generated Word files and PDFs of eight pages, from files to a finished database.

    python benchmarks/scale.py [--words N] [--pdfs N] [--folder DIR] [--workers N]
    python benchmarks/scale.py --curve 1000,10000,100000

Both build each kind into a database of its own by `jixiao build`, as a user does. Seconds are CPU seconds of all processes,
so they hold on a busy machine too, where they come out too high rather than too low; documents a second are those of one
core. The bars: 40 Word documents and 10 PDFs a second and core, a reader below 400 MB and flat, a second build with nothing
changed below 5 s, and a cost for each document that does not grow with their number. `parent ms` is the part of the building
process in it: storing, indexing, ranking; what could grow with the database is there.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measured, run
from benchmarks.reports import write_reports

HEAD = f"{'':24}{'documents':>10}{'CPU s':>9}{'ms each':>9}{'parent ms':>11}{'per core·s':>11}{'wall s':>8}{'reader MB':>11}{'first -> last third':>22}{'parent MB':>10}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=8000)
    parser.add_argument("--pdfs", type=int, default=2000)
    parser.add_argument("--folder", type=Path, help="Where the documents are kept, or are already.")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--curve", help="Numbers of Word documents, each built into a database of its own.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "reports"
        print(HEAD)
        if options.curve:
            for count in map(int, options.curve.split(",")):
                show(f"{count} Word", count, built(folder, "docx", count, options.workers, Path(scratch)))
            return
        for name, suffix, count in (("Word", "docx", options.words), ("PDF, 8 pages", "pdf", options.pdfs)):
            show(name, count, built(folder, suffix, count, options.workers, Path(scratch)))
            again = built(folder, suffix, count, options.workers, Path(scratch), anew=False)
            show(f"{name}, nothing changed", count, again)


def built(folder: Path, suffix: str, count: int, workers: int, scratch: Path, anew: bool = True) -> Measured:
    """What a build of the first so many documents of a kind cost; they are written where they are missing."""
    write_reports(folder, **{"words" if suffix == "docx" else "pdfs": count})
    chosen = sorted(folder.rglob(f"*.{suffix}"))[:count]
    inside = scratch / f"{suffix}{count}"
    if not inside.exists():
        for path in chosen:
            link = inside / path.parent.name / path.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.hardlink_to(path) if path.stat().st_dev == scratch.stat().st_dev else link.symlink_to(path)
    db = scratch / f"{suffix}{count}.db"
    assert db.exists() is not anew
    command = [sys.executable, "-m", "extract", "build", inside, "--db", db, "--workers", str(workers), "--quiet"]
    return run(command)


def show(name: str, count: int, cost: Measured) -> None:
    """One line of the table."""
    print(
        f"{name:24}{count:10,}{cost.cpu_s:9.1f}{cost.cpu_s / count * 1000:9.1f}{cost.parent_s / count * 1000:11.2f}{count / cost.cpu_s:11.1f}{cost.wall_s:8.1f}"
        f"{cost.worst_mb:11.0f}{cost.flat:>22}{cost.parent_mb:10.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
