"""From a line of samples.yaml to files: the report in its format and its gold beside it."""

import json
from itertools import product
from pathlib import Path

from corpus.synth import dump_writer, pdf_writer, word_writer
from corpus.synth.families import FAMILIES, build
from corpus.synth.setting import Commission
from corpus.synth.words import load

WRITERS = {
    ".docx": (word_writer.write, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".txt": (dump_writer.write, "text/plain"),
    ".pdf": (pdf_writer.write, "application/pdf"),
}


def commissions() -> dict[str, Commission]:
    """File name -> what to write."""
    out = {}
    for filename, entry in load("samples").items():
        plants = frozenset(entry["plants"])
        rest = {key: value for key, value in entry.items() if key != "plants"}
        out[filename] = Commission(name=Path(filename).stem, plants=plants, **rest)
    return out


def write_samples(folder: Path) -> None:
    """Every sample into the folder, its gold into `gold/` there."""
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    for filename, commission in commissions().items():
        write_sample(folder, filename, commission)


def invented(family: str, seed: int) -> Commission:
    """A commission that a seed draws: where, of which field and year; nothing is planted."""
    places, sectors = sorted(load("places")), sorted(load("sectors"))
    place, sector = places[seed % len(places)], sectors[seed % len(sectors)]
    return Commission(f"{family}_{seed}", family, place, sector, 2019 + seed % 6, seed)


def write_invented(folder: Path, seeds: range, suffixes: tuple[str, ...] = (".docx", ".txt")) -> None:
    """A report of every family for every seed, in each format, and its gold; families.json says which is which."""
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    families = {}
    for family, seed in product(FAMILIES, seeds):
        commission = invented(family, seed)
        for suffix in suffixes:
            write_sample(folder, commission.name + suffix, commission)
        families[commission.name] = family
    (folder / "families.json").write_text(json.dumps(families, indent=1) + "\n", encoding="utf8")


def write_sample(folder: Path, filename: str, commission: Commission) -> None:
    """One sample and its gold."""
    report = build(commission)
    writer, media_type = WRITERS[Path(filename).suffix]
    (folder / filename).write_bytes(writer(report))
    gold = json.dumps(report.gold.as_json(filename, media_type), ensure_ascii=False, indent=1) + "\n"
    (folder / "gold" / f"{commission.name}.json").write_bytes(gold.encode("utf8"))
