"""What each rule is worth: every word, pattern and deciding function switched off in turn, and what is then read otherwise.

    PYTHONPATH=. python benchmarks/ablation.py [FOLDER...] [--only TEXT] [--sample N] [--jobs N] [--save FILE]

Documents: the samples, invented reports of fixed seeds, and those of every FOLDER, with the gold in FOLDER/gold or beside it.
What can be switched off is found (`benchmarks/switches.py`): the entries of all data files that reading asks for, and the functions
of the modules it uses. Groups are switched off together and halved only where that changes a reading, so what has no effect
is found fast; what has one is tried by itself, first on a sample of the documents, then on those left over. A row says which lists lost right
rows (`-`), gained right ones (`+`), hold more wrong rows (`!`) or fewer (`~`), and in how many documents anything changed.
Prints what does harm, what has no effect by itself, and what the rest is worth, by group; takes some minutes on two cores.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import regex

from benchmarks import switches
from benchmarks.switches import Entry, Function, Switch
from corpus.evaluate import compare, read_folder
from corpus.synth.sampling import write_invented
from extract import pipeline
from extract.contract import contract
from extract.engine.local import parse_one, read_all
from extract.engine.work import MEDIA_TYPES, Job
from schemas.document import Document
from schemas.errors import ProjectError

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(100, 102)
SAMPLE = 60
AT_ONCE = 64
# Contradictions are found in the database, not by reading.
LEFT_OUT = ("findings",)
# What is switched off may be what other code stands on.
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    ProjectError,
    StopIteration,
    TypeError,
    ValueError,
    regex.error,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document: its JSON, and for each list the numbers of right and wrong rows."""

    text: str
    right: Counter[str]
    wrong: Counter[str]


@dataclass(slots=True)
class Case:
    """A document, what is true of it where that is known, and how it is read with everything switched on."""

    name: str
    document: Document
    gold: dict[str, Any] | None
    usual: Reading | None = None


@dataclass(slots=True)
class Worth:
    """What switching off one rule changes: how many documents, and by list the right rows and wrong rows."""

    documents: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def harmful(self) -> bool:
        """True where nothing right is lost without the rule, and something is better."""
        lost = any(count < 0 for count in self.right.values()) or any(count > 0 for count in self.wrong.values())
        return not lost and bool(+self.right or -self.wrong)

    def __str__(self) -> str:
        signs = [
            f"{sign}{abs(count)} {name}"
            for counts, more, fewer in ((self.right, "+", "-"), (self.wrong, "!", "~"))
            for name, count in sorted(counts.items())
            for sign in [more if count > 0 else fewer]
            if count
        ]
        return f"{self.documents} documents" + (": " + ", ".join(signs) if signs else "")


CASES: list[Case] = []


def main() -> int:
    """Prints the report; ends with 1 where a rule does harm."""
    options = arguments()
    with tempfile.TemporaryDirectory() as invented:
        write_invented(Path(invented), SEEDS, (".txt",))
        for folder in (ROOT / "corpus" / "samples", Path(invented), *options.folders):
            CASES.extend(cases_of(folder))
    asked, ran = used()
    for case in CASES:
        case.usual = read(case)
    found = [each for each in chain(entries_of(asked), switches.functions(ran)) if options.only in str(each)]
    groups: defaultdict[str, list[Switch]] = defaultdict(list)
    for each in found:
        groups[each.group].append(each)
    print(
        f"{len(CASES)} documents, {sum(case.gold is not None for case in CASES)} with gold; {len(found)} switches",
        flush=True,
    )
    first, rest = sampled(options.sample)
    tasks = [(group[k : k + AT_ONCE], first, rest) for group in groups.values() for k in range(0, len(group), AT_ONCE)]
    worths: dict[Switch, Worth] = {}
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for known in pool.imap_unordered(tried, tasks):
            worths.update(known)
            if sys.stderr.isatty():
                print(f"\r{len(worths)} of {len(found)}", end="", file=sys.stderr)
    report(found, worths)
    if options.save:
        options.save.write_text(
            json.dumps({str(each): str(worths[each]) for each in found}, ensure_ascii=False, indent=0)
        )
    return int(any(worth.harmful for worth in worths.values()))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="switches with this in their name, as `titles.yaml` or `text.terms`"
    )
    parser.add_argument("--sample", type=int, default=SAMPLE, metavar="N", help=f"documents tried first ({SAMPLE})")
    parser.add_argument(
        "--jobs", type=int, default=multiprocessing.cpu_count(), metavar="N", help="processes (one a core)"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="all figures as JSON")
    return parser.parse_args()


def cases_of(folder: Path) -> list[Case]:
    """The documents of a folder that can be read, in one format each, with their gold."""
    gold = next((each for each in (folder / "gold", folder.parent / "gold") if each.is_dir()), None)
    truths = read_folder(gold) if gold else {}
    first: dict[str, Path] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix in MEDIA_TYPES):
        first.setdefault(path.stem, path)
    jobs = [Job(path, path.name, "") for path in first.values()]
    return [
        Case(outcome.document.source.name, outcome.document, truths.get(f"{job.path.stem}.json"))
        for job, outcome in read_all(jobs, read=parse_one)
        if outcome.document is not None
    ]


def used() -> tuple[dict[tuple[str, str], Any], set[str]]:
    """The data files that reading the documents asks for, and the modules of the extraction that run."""
    asked: dict[tuple[str, str], Any] = {}
    codes = set()

    def noting(own: switches.Loader) -> switches.Loader:
        def load(package: str, name: str) -> Any:
            asked[package, name] = own(package, name)
            return asked[package, name]

        return load

    def note(frame: Any, event: str, _: Any) -> None:
        if event == "call":
            codes.add(frame.f_globals.get("__name__", ""))

    with switches.loader(noting):
        sys.setprofile(note)
        for case in CASES[:: max(1, len(CASES) // SAMPLE)]:
            pipeline.extract(case.document)
        sys.setprofile(None)
        for case in CASES:
            pipeline.extract(case.document)
    return asked, {name for name in codes if name.startswith("extract.") and name != pipeline.__name__}


def entries_of(asked: dict[tuple[str, str], Any]) -> Iterable[Entry]:
    """The switches of all data files."""
    return chain.from_iterable(switches.entries(file, data) for file, data in sorted(asked.items()))


def sampled(number: int) -> tuple[list[int], list[int]]:
    """(numbers of the documents that are tried first, drawn evenly, numbers of the others)."""
    first = list(range(len(CASES)))[:: max(1, len(CASES) // number)] if number else list(range(len(CASES)))
    return first, sorted(set(range(len(CASES))) - set(first))


def read(case: Case) -> Reading:
    """A document as it is read now; one that cannot be read any more yields nothing."""
    try:
        found = contract(pipeline.extract(case.document))
    except FAULTS as error:
        found = {"error": type(error).__name__}
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, default=str)
    if case.gold is None or (case.usual is not None and case.usual.text == text):
        return Reading(text, Counter(), Counter())
    tallies = compare({f"{case.name}.json": case.gold}, {f"{case.name}.json": found}).tallies
    kept = {name: tally for name, tally in tallies.items() if name not in LEFT_OUT}
    right = Counter({name: tally.hit for name, tally in kept.items()})
    return Reading(text, right, Counter({name: tally.extra for name, tally in kept.items()}))


def changed_by(off: Sequence[Switch], numbers: Iterable[int]) -> dict[int, Reading]:
    """The documents that are read otherwise without these switches, and how."""
    with switches.switched_off(off):
        now = {number: read(CASES[number]) for number in numbers}
    return {number: reading for number, reading in now.items() if reading.text != usual(number).text}


def usual(number: int) -> Reading:
    """A document as it is read with everything switched on."""
    reading = CASES[number].usual
    assert reading is not None
    return reading


def tried(task: tuple[list[Switch], list[int], list[int]]) -> dict[Switch, Worth]:
    """The worth of each switch of a group: on the first documents, or on the others where it has none there."""
    group, first, rest = task
    found = search(group, first)
    idle = [each for each in group if not found[each].documents]
    return found | (search(idle, rest) if idle and rest else {})


def search(group: Sequence[Switch], numbers: Sequence[int]) -> dict[Switch, Worth]:
    """The worth of each switch, those without effect found in groups."""
    changed = changed_by(group, numbers)
    if not changed:
        return {each: Worth() for each in group}
    if len(group) > 1:
        half = len(group) // 2
        return search(group[:half], list(changed)) | search(group[half:], list(changed))
    worth = Worth(len(changed))
    for number, now in changed.items():
        if CASES[number].gold is not None:
            worth.right.update(
                {name: now.right[name] - usual(number).right[name] for name in now.right | usual(number).right}
            )
            worth.wrong.update(
                {name: now.wrong[name] - usual(number).wrong[name] for name in now.wrong | usual(number).wrong}
            )
    return {group[0]: worth}


def report(found: Sequence[Switch], worths: dict[Switch, Worth]) -> None:
    """Harm first, then what has no effect, then the rest by group."""
    print("\n== better without")
    for each in found:
        if worths[each].harmful:
            print(f"{each}  {worths[each]}")
    print("\n== no effect by itself")
    idle: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    for each in found:
        if not worths[each].documents:
            idle[each.group, isinstance(each, Function)].append(str(each).removeprefix(each.group).strip(" ."))
    for (name, _), members in sorted(idle.items()):
        print(f"{name} ({len(members)}): {'; '.join(members)}")
    print("\n== what the others are worth")
    for each in found:
        if worths[each].documents and not worths[each].harmful:
            print(f"{each}  {worths[each]}")


if __name__ == "__main__":
    sys.exit(main())
