"""A report as a bad scan would give it: signs read as digits, digits as letters, blanks lost. Its gold stays what was printed."""

from dataclasses import dataclass, replace
from random import Random

import regex

from corpus.synth.model import Grid, Line, Placed, Report

# What stands -> how it is misread. Source: published scans (`290%` for ≥90%, `IO` for 10, `万兀` for 万元).
SLIPS = (
    (regex.compile(r"[≥≧](?=\d)"), "2"),
    (regex.compile(r"(?<=\d)0(?![\d.])"), "O"),
    (regex.compile(r"(?<![\d.])1(?=\d)"), "l"),
    (regex.compile("万元"), "万兀"),
)
SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Scanned:
    """The report with its slips, and the places (table, row, column) of the cells that have one."""

    report: Report
    slips: frozenset[tuple[int, int, int]]


def scanned(report: Report, seed: int, share: float = SHARE) -> Scanned:
    """The report with about `share` of its cells misread in one place, and without the blanks of its lines."""
    rng = Random(f"noise/{seed}")
    slips: set[tuple[int, int, int]] = set()
    blocks: list[Line | Grid] = []
    for block in report.blocks:
        if isinstance(block, Line):
            blocks.append(replace(block, text=regex.sub(r"(?<=\p{Han}) +(?=\p{Han})", "", block.text)))
            continue
        cells = []
        for cell in block.cells:
            text = misread(cell, rng) if rng.random() < share else cell.text
            if text != cell.text:
                slips.add((block.index, cell.row, cell.col))
            cells.append(replace(cell, text=text))
        blocks.append(Grid(block.index, block.widths, cells, block.n_rows))
    return Scanned(Report(report.gold, blocks), frozenset(slips))


def misread(cell: Placed, rng: Random) -> str:
    """The cell's text with one of the slips that it allows, or as it is."""
    options = [(found, wrong) for pattern, wrong in SLIPS for found in pattern.finditer(cell.text)]
    if not options:
        return cell.text
    found, wrong = rng.choice(options)
    return cell.text[: found.start()] + wrong + cell.text[found.end() :]
