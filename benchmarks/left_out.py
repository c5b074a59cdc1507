"""What is still read of a family of forms when every wording that it alone contributed is forgotten.

Documents: invented reports of all families, fixed seeds, as text dumps. A wording is a family's own if its cells show it and
those of no other family do. For each family the label lists (columns, heads, items, head-counts) lose its own wordings,
its reports are read by what is left, and scored. The classifier of unknown labels is off, since it was trained on all
of them; patterns and rules of the code stay, so the figures say what the lists contribute, not what a reader would do
that had never met the genre. Prints the table that the README shows.
"""

import json
import multiprocessing
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

SEEDS = range(200, 206)
LABELLED = ("columns", "heads")
SYNONYMS = ("budget", "personnel")
LISTS = ("amounts/table", "indicators", "scores/table", "goals", "meta")


def main() -> None:
    """One line a family: how many wordings were forgotten, F1 of each list before and after."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from corpus.synth.sampling import write_invented

        write_invented(folder, SEEDS, (".txt",))
        families = json.loads((folder / "families.json").read_text(encoding="utf8"))
        own = own_wordings(folder, families)
        print(f"{'family':14}{'wordings':>9}  " + "".join(f"{each:>16}" for each in LISTS) + f"{'invented':>10}")
        for family in sorted(set(families.values())):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                whole, left = (
                    pool.apply(measured, (folder, family, families, words)) for words in (frozenset(), own[family])
                )
            cells = "".join(f"{cell(whole.get(each), left.get(each)):>16}" for each in LISTS)
            print(f"{family:14}{len(own[family]):9}  {cells}{wrong(left):>10}", flush=True)


def cell(whole: dict[str, float] | None, left: dict[str, float] | None) -> str:
    """F1 with all wordings and without the family's own."""
    if whole is None or not whole["gold"]:
        return "-"
    return f"{whole['f1']:.3f} {left['f1'] if left else 0:.3f}"


def wrong(figures: dict[str, dict[str, float]]) -> str:
    """The share of rows that gold does not hold, over the lists from tables."""
    got = sum(figures[each]["got"] for each in LISTS if each in figures)
    right = sum(figures[each]["got"] * figures[each]["precision"] for each in LISTS if each in figures)
    return f"{1 - right / max(1, got):.1%}"


def own_wordings(folder: Path, families: dict[str, str]) -> dict[str, frozenset[str]]:
    """Family -> the listed labels that only its reports show."""
    from extract.labels import bare_label

    shown: dict[str, set[str]] = {family: set() for family in families.values()}
    for name, family in families.items():
        text = (folder / f"{name}.txt").read_text(encoding="utf8")
        shown[family].update(bare_label(line.strip("\t")) for line in text.split("\n") if line.strip())
        shown[family].update(bare_label(cell) for cell in cells_of(text))
    seen_in = Counter(label for labels in shown.values() for label in labels)
    listed = listed_labels()
    return {
        family: frozenset(label for label in labels & listed if seen_in[label] == 1) for family, labels in shown.items()
    }


def cells_of(dump: str) -> list[str]:
    """The cells of a dump, those of several lines joined."""
    return [cell.strip() for cell in dump.replace("\n\t", "\0").split("\0")]


def listed_labels() -> set[str]:
    """Every label that can be forgotten: all of columns and heads, the synonyms of items and head-counts."""
    from schemas.fields import load

    plain = {label for name in LABELLED for labels in load(name + ".yaml").values() for label in labels}
    return plain | {
        label for name in SYNONYMS for entry in load(name + ".yaml").values() for label in entry.get("also", {})
    }


def measured(
    folder: Path, family: str, families: dict[str, str], forgotten: frozenset[str]
) -> dict[str, dict[str, float]]:
    """The figures of a family's reports read without the forgotten wordings."""
    from corpus.evaluate import compare, read_object
    from extract.contract import contract
    from extract.engine.local import read_one
    from extract.engine.work import Job
    from extract.tables import guesses
    from schemas import fields

    load = fields.load
    fields.load = lambda name: without(name, load(name), forgotten)  # type: ignore[assignment]
    guesses.unlisted_item = lambda label: None  # type: ignore[attr-defined]
    for module in list(sys.modules.values()):
        for value in list(vars(module).values()) if module.__name__.startswith(("extract", "schemas")) else ():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    names = [name for name, each in families.items() if each == family]
    gold = {f"{name}.json": read_object(folder / "gold" / f"{name}.json") for name in names}
    got = {f"{name}.txt.json": contract(read_one(Job(folder / f"{name}.txt", f"{name}.txt", ""))) for name in names}
    fields.load = load  # type: ignore[assignment]
    return compare(gold, got).figures()


def without(name: str, data: Any, forgotten: frozenset[str]) -> Any:
    """A label list without the forgotten wordings; the canonical label of an item stays."""
    stem = name.removesuffix(".yaml")
    if stem in LABELLED:
        return {key: [label for label in labels if label not in forgotten] for key, labels in data.items()}
    if stem in SYNONYMS:
        return {
            code: entry | {"also": {label: at for label, at in entry.get("also", {}).items() if label not in forgotten}}
            for code, entry in data.items()
        }
    return data


if __name__ == "__main__":
    main()
