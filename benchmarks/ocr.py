"""OCR against gold: PDFs printed, scanned askew and read again by the real command.

    python benchmarks/ocr.py [PDFS GOLD] [--out FOLDER]

PDFS holds NAME.pdf, GOLD the NAME.json of the contract; without them the samples' reports are printed. Each page becomes
an image of 150 dpi, half a degree askew, with light noise; one file is read at a time, with the limits the command has by
itself. Printed: F1 of each list, CPU seconds a page, the largest memory of a reading process, and the amounts in tables
that are wrong, with how many of them no issue names. Files that stand in the output folder are not read again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2

from benchmarks.hostile import processes, resident_bytes
from corpus.evaluate import Report, compare, fact_keys, read_folder
from corpus.synth import pdf_writer
from corpus.synth.families import build
from corpus.synth.sampling import commissions
from parsers.page_image import turned

DPI, POINTS = 150, 72
DEGREES, NOISE, QUALITY = 0.5, 8.0, 90
SAMPLES_GOLD = Path(__file__).parents[1] / "corpus" / "samples" / "gold"
LOOK_EVERY_S = 0.5
MARK = "JIXIAO_BENCHMARK"
AMOUNTS = "amounts/table"


def scanned(data: bytes) -> bytes:
    """A PDF as images of its pages, each as large as it was."""
    pdf, made = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    noise = np.random.default_rng(1)
    for page in pdf:
        width, height = page.get_size()
        image = turned(page.render(scale=DPI / POINTS, grayscale=True).to_numpy().squeeze(), DEGREES)
        grey = np.clip(image + noise.normal(0, NOISE, image.shape), 0, 255).astype(np.uint8)
        _, jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        picture = pypdfium2.PdfImage.new(made)
        picture.load_jpeg(BytesIO(jpeg.tobytes()), inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = made.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def read(path: Path, out: Path) -> tuple[float, int]:
    """Reads one file with the real command into `out`: CPU seconds and largest resident bytes of its processes."""
    mark, seconds, peaks = uuid.uuid4().hex, dict[str, float](), [0]
    command = [sys.executable, "-m", "extract", "-q", "extract", str(path), "--out", str(out)]
    environment = {**os.environ, MARK: mark}
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], env=environment) as run:
        while run.poll() is None:
            for process in processes(f"{MARK}={mark}"):
                seconds[process.name] = max(seconds.get(process.name, 0.0), cpu_seconds(process))
                peaks.append(resident_bytes(process))
            time.sleep(LOOK_EVERY_S)
    return sum(seconds.values()), max(peaks)


def cpu_seconds(process: Path) -> float:
    """The CPU time of a process; 0 where it is gone."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def unnamed(name: str, gold: dict[str, Any], got: dict[str, Any]) -> tuple[int, int, int]:
    """(amounts in tables of the gold, wrong ones read, wrong ones in whose row no issue stands)."""
    differences = compare({name: gold}, {name: got}).differences
    surplus = {row for sign, _, group, row in differences if (sign, group) == ("+", AMOUNTS)}
    doubted = {_row(issue["source"]) for issue in got["issues"] if "source" in issue}
    wrong = silent = 0
    for evaluation in got["evaluations"]:
        for row in evaluation["amounts"]:
            alone = {**evaluation, **dict.fromkeys(("indicators", "scores", "personnel"), ()), "amounts": [row]}
            if surplus & {str(key) for key in fact_keys({"evaluations": [alone]})[AMOUNTS]}:
                wrong += 1
                silent += _row(row["source"]) not in doubted
    return len(fact_keys(gold)[AMOUNTS]), wrong, silent


def _row(source: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(source.get(key) for key in ("kind", "table", "row", "paragraph"))


def bench(pdfs: Path, gold: Path, out: Path) -> Report:
    """Reads all reports and prints a line for each as it goes."""
    scans, results = out / "scans", out / "json"
    scans.mkdir(parents=True, exist_ok=True)
    results.mkdir(exist_ok=True)
    counts, peak = np.zeros(3, int), 0
    truths = read_folder(gold)
    for name, truth in truths.items():
        printed, scan = pdfs / name.replace(".json", ".pdf"), scans / name.replace(".json", ".pdf")
        if not printed.exists():
            continue
        data = scanned(printed.read_bytes())
        scan.write_bytes(data)
        pages = len(pypdfium2.PdfDocument(data))
        result = results / f"{scan.name}.json"
        seconds, held = read(scan, results) if not result.exists() else (0.0, 0)
        peak = max(peak, held)
        got = (
            json.loads(result.read_text(encoding="utf8"))
            if result.exists()
            else {"document": {}, "issues": [], "evaluations": []}
        )
        found = unnamed(name, truth, got)
        counts += found
        print(f"{scan.name}: {got['document'].get('reason', 'read')}, {pages} pages, {seconds / pages:.1f} s CPU a page, {found[0]} amounts, {found[1]} wrong, "
              f"{found[2]} of them unnamed", flush=True)  # fmt: skip
    print(f"largest memory {peak >> 20} MB; wrong amounts without an issue: {counts[2]} of {counts[0]} "
          f"({counts[2] / max(1, counts[0]):.2%})")  # fmt: skip
    return compare(
        {n: t for n, t in truths.items() if (scans / n.replace(".json", ".pdf")).exists()}, read_folder(results)
    )


def print_samples(folder: Path) -> None:
    """The report of every sample as a PDF."""
    for commission in commissions().values():
        (folder / f"{commission.name}.pdf").write_bytes(pdf_writer.write(build(commission)))


def main() -> None:
    """Benches what the command line names."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("--out", type=Path)
    given = arguments.parse_args()
    os.nice(10)
    with tempfile.TemporaryDirectory() as temporary:
        pdfs, gold = given.folders or (Path(temporary), SAMPLES_GOLD)
        if not given.folders:
            print_samples(pdfs)
        report = bench(pdfs, gold, given.out or Path(temporary) / "out")
    for group, figures in report.figures().items():
        print(
            f"{group:<18} precision {figures['precision']:.4f}  recall {figures['recall']:.4f}  F1 {figures['f1']:.4f}"
        )


if __name__ == "__main__":
    main()
