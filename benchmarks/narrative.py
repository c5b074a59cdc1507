"""Paragraphs of narrative with money in them that are read per second of CPU time, in one process.

    python benchmarks/narrative.py [FOLDER ...]

Reads the paragraphs of the bundled samples, the examples, and the .docx and .txt of the folders. Digits are drawn anew in
every round, so that nothing is found in a cache that a new report would not find there. Reported are the median round, the
cost of loading spaCy and building the pipeline, and what that adds to the memory. Ends with 1 below BAR paragraphs a second.
"""

import random
import resource
import statistics
import sys
import time
from pathlib import Path

from extract.nlp import read_paragraphs
from extract.text.amounts import may_tell_money
from parsers import parse
from schemas.document import Document, Paragraph, Source
from schemas.errors import DocumentError
from schemas.folding import fold

ROUNDS = 9
BAR = 200
ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "corpus" / "samples", ROOT / "tests" / "examples" / "forms")


def with_money(paths: list[Path]) -> list[str]:
    """The paragraphs of the files that may tell an amount."""
    texts: list[str] = []
    for path in paths:
        data = path.read_bytes()
        try:
            document = parse(data, Source("0" * 64, path.name, "", len(data)))
        except DocumentError as error:
            print(f"{path.name}: {error.reason}")
            continue
        texts += [each.text for each in document.paragraphs if may_tell_money(fold(each.text))]
    return texts


def redrawn(texts: list[str], seed: int) -> Document:
    """A document of the paragraphs with other digits."""
    chance = random.Random(seed)
    drawn = ["".join(chance.choice("123456789") if char.isdigit() else char for char in text) for text in texts]
    return Document(Source("0" * 64, "redrawn", "", 0), tuple(map(Paragraph, drawn)), "redrawn")


def spent(document: Document) -> float:
    """CPU seconds of reading a document's sentences."""
    start = time.process_time()
    read_paragraphs(document, [], 2022, None)
    return time.process_time() - start


def memory_mb() -> float:
    """The most memory the process has held."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    folders = [*FOLDERS, *map(Path, sys.argv[1:])]
    texts = with_money(
        [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".docx", ".txt")]
    )
    before = memory_mb()
    first = spent(redrawn(texts[:1], 0))
    print(f"spaCy, pipeline and word lists: {first:.2f} s of CPU time, {memory_mb() - before:.0f} MB")
    rounds = [spent(redrawn(texts, seed)) for seed in range(1, ROUNDS + 1)]
    rate = len(texts) / statistics.median(rounds)
    print(
        f"{len(texts)} paragraphs with money, {sum(map(len, texts)) / len(texts):.0f} characters each: {rate:.0f} a second"
    )
    if rate < BAR:
        sys.exit(f"less than {BAR} paragraphs a second")
