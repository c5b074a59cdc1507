"""What reading a Word file costs against the least it could: unzip, parse the XML, walk the cells. CPU time, one process.

    python benchmarks/word.py [FOLDER ...]

Reads the bundled samples, and the .docx files of the folders. The bare cost is that of the main part alone: no styles,
no lists, no merged cells, no paragraphs outside tables. Best of interleaved rounds. Ends with 1 where a file takes more
than BAR times the bare cost.
"""

import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from parsers import parse
from schemas.document import Source

ROUNDS = 15
BAR = 5.0
SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare(data: bytes) -> list[list[str]]:
    """The texts of all rows of all tables."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    rows = root.iter(f"{WORD}tr")
    return [
        ["".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")] for row in rows
    ]


def ours(data: bytes) -> object:
    """The Document."""
    return parse(data, Source("0" * 64, "", "", len(data)))


def spent(read: Callable[[bytes], object], data: bytes) -> float:
    """CPU seconds of one reading."""
    start = time.process_time()
    read(data)
    return time.process_time() - start


def compare(paths: list[Path]) -> bool:
    """Print a line for every file; whether all are within the bar."""
    print(f"Word: {len(paths)} files")
    print(f"{'file':<34}{'bare ms':>9}{'jixiao ms':>11}{'times bare':>12}")
    good = True
    for path in paths:
        data = path.read_bytes()
        rounds = [(spent(bare, data), spent(ours, data)) for _ in range(ROUNDS)]
        least, mine = (1000 * min(times) for times in zip(*rounds, strict=True))
        good = good and mine <= BAR * least
        print(f"{path.stem:<34}{least:>9.1f}{mine:>11.1f}{mine / least:>12.1f}")
    return good


if __name__ == "__main__":
    folders = [SAMPLES, *map(Path, sys.argv[1:])]
    if not compare([path for folder in folders for path in sorted(folder.glob("*.docx"))]):
        sys.exit(f"a Word file takes more than {BAR:g} times the bare cost")
