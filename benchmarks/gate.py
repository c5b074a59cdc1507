"""Holds the figures of the samples and of invented reports at their floors: `python benchmarks/gate.py [--raise]`.

The invented reports are those of fixed seeds, every family, as Word files and text dumps. Ends with 1 where any list
fell below its floor in corpus/floors.yaml, or where a report without contradictions is accused of one; with --raise the floors go up to what is reached, never down.
"""

import sys
import tempfile
from pathlib import Path

import yaml

from corpus.evaluate import Report, compare, read_folder
from corpus.standing import below, raised, read_floors
from corpus.synth.sampling import write_invented
from extract import audit
from extract.contract import contract
from extract.engine.local import read_all
from extract.engine.work import MEDIA_TYPES, Job
from extract.privacy import masked

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "corpus" / "floors.yaml"
SEEDS = range(100, 102)
HEAD = "# F1 that no list may fall below: set of documents -> list -> floor. `python benchmarks/gate.py --raise` lifts them.\n"


def evaluated(folder: Path) -> Report:
    """The documents of a folder against the gold beside them."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in MEDIA_TYPES)
    jobs = [Job(path, path.name, "") for path in paths]
    got = {}
    for job, read in read_all(jobs):
        outcome = masked(read)
        got[f"{job.path.name}.json"] = contract(outcome, audit.findings_of(outcome))
    return compare(read_folder(folder / "gold"), got)


def main() -> int:
    """Prints every list below its floor; the exit status is how many sets have one."""
    floors = read_floors(FLOORS) if FLOORS.is_file() else {}
    with tempfile.TemporaryDirectory() as invented:
        write_invented(Path(invented), SEEDS)
        reports = {"samples": evaluated(ROOT / "corpus" / "samples"), "invented": evaluated(Path(invented))}
    fallen = {name: below(floors.get(name, {}), report.figures()) for name, report in reports.items()}
    if alarms := reports["invented"].figures()["findings"]["got"]:
        fallen["invented"].append(f"findings: {alarms} in reports that hold no contradiction")
    for name, lines in fallen.items():
        for line in lines:
            print(f"{name}: {line}")
        for sign, document, group, row in reports[name].differences if lines else []:
            print(f"  {sign} {document} {group} {row}")
    if "--raise" in sys.argv[1:]:
        lifted = {name: raised(floors.get(name, {}), report.figures()) for name, report in reports.items()}
        FLOORS.write_text(HEAD + yaml.safe_dump(lifted, sort_keys=True), encoding="utf8")
    print(f"gate: {sum(map(len, floors.values()))} floors, {sum(map(len, fallen.values()))} lines below them")
    return int(any(fallen.values()))


if __name__ == "__main__":
    sys.exit(main())
