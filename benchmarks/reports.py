"""Any number of invented reports as files, made fast: the families of corpus/synth, each copy another body's.

Word files are templates: a report is written once, with marks where its amounts stand, and each copy fills in amounts
scaled by a whole number (sums and rates still hold) and the names of another county. PDFs are two or more reports that
fill exactly eight pages, drawn anew for each.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import count, islice
from pathlib import Path

import pypdfium2

from corpus.synth import pdf_writer, word_writer
from corpus.synth.families import FAMILIES, build
from corpus.synth.model import Grid, Line, Report
from corpus.synth.setting import Commission
from corpus.synth.words import load
from schemas.regions import Region, regions

PAGES = 8
TEMPLATES = 96
FOLDER_FILES = 1000
FACTORS = 97
PDF_TEMPLATES = 32
_LEVELS = ("province", "city", "county")
_BODY = "word/document.xml"
_MARK = "\ue000{}\ue000"
_MARKS = re.compile("\ue000([^\ue000]*)\ue000")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def write_reports(folder: Path, words: int = 0, pdfs: int = 0) -> None:
    """Writes so many Word and PDF files, a thousand in each folder; those that are there already are left alone."""
    docx, pdf = (sum(1 for _ in folder.rglob(f"*.{suffix}")) if folder.is_dir() else 0 for suffix in ("docx", "pdf"))
    for start, suffix, files in ((docx, ".docx", word_files(words, docx)), (pdf, ".pdf", pdf_files(pdfs, pdf))):
        for number, data in enumerate(files, start):
            path = folder / f"{suffix[1:]}{number // FOLDER_FILES:03}" / f"{number:06}{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def word_files(stop: int, start: int = 0) -> Iterator[bytes]:
    """Different Word files, the same ones every time: those numbered from `start` to `stop`."""
    chosen = list(islice(commissions(), TEMPLATES))
    places = counties()
    for number in range(start, stop):
        factor = 1 + number // TEMPLATES % FACTORS
        yield template(chosen[number % TEMPLATES]).copy(factor, places[number * 7 % len(places)])


def pdf_files(stop: int, start: int = 0) -> Iterator[bytes]:
    """Different PDF files of eight pages, the same ones every time: those numbered from `start` to `stop`."""
    chosen = list(islice(commissions("hunan"), PDF_TEMPLATES))
    places = counties()
    made = 0
    for number in count():
        if made >= stop or start >= stop:
            return
        at = number % len(chosen)
        data = pdf_writer.write(
            _copied(
                filled(chosen[at]),
                1 + number // len(chosen),
                load("places")[chosen[at].place],
                places[number * 7 % len(places)],
            )
        )
        if _pages(data) == PAGES:
            made += 1
            if made > start:
                yield data


def commissions(*families: str) -> Iterator[Commission]:
    """Reports without end, family after family, each with a seed of its own."""
    places, sectors = sorted(load("places")), sorted(load("sectors"))
    for seed in count():
        for family in sorted(families or FAMILIES):
            place, sector = places[seed % len(places)], sectors[seed % len(sectors)]
            yield Commission("x", family, place, sector, 2019 + seed % 6, 10_000 + seed)


def counties() -> list[Region]:
    """All counties that lie in a city."""
    return [each for each in regions() if each.county and each.city]


@cache
def filled(first: Commission) -> Report:
    """A report with project forms behind it, so many that it comes to eight pages; figures of amounts are marked."""
    report = build(first)
    _mark_amounts(report)
    for seed in count(first.seed * 31):
        more = build(replace(first, family=("project", "transfer", "chongqing")[seed % 3], seed=seed))
        _mark_amounts(more)
        longer = Report(blocks=[*report.blocks, *more.blocks])
        if _pages(_written(longer)) > PAGES:
            break
        report = longer
    sentences = [block for block in report.blocks if isinstance(block, Line) and block.role == "body"]
    while _pages(_written(report)) < PAGES:
        report.blocks += sentences[:4]
    return report


def _written(report: Report) -> bytes:
    return pdf_writer.write(_copied(report, 1, dict.fromkeys(_LEVELS), counties()[0]))


def _copied(report: Report, factor: int, names: dict[str, str | None], place: Region) -> Report:
    """The report for another place, amounts multiplied."""

    def changed(text: str) -> str:
        parts = _MARKS.split(text)
        return _renamed(
            "".join(_scaled(part, factor) if at % 2 else part for at, part in enumerate(parts)), names, place
        )

    blocks: list[Line | Grid] = []
    for block in report.blocks:
        if isinstance(block, Line):
            blocks.append(replace(block, text=changed(block.text)))
        else:
            cells = [replace(cell, text=changed(cell.text)) for cell in block.cells]
            blocks.append(Grid(block.index, block.widths, cells, block.n_rows))
    return Report(blocks=blocks)


def _pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


@dataclass(frozen=True)
class Template:
    """A Word file cut at its amounts: pieces of XML with the printed figures between them, and its place's names."""

    package: dict[str, bytes]
    pieces: tuple[str, ...]
    place: dict[str, str | None]

    def copy(self, factor: int, place: Region) -> bytes:
        """A file for another place, amounts multiplied."""
        parts = [_scaled(piece, factor) if at % 2 else piece for at, piece in enumerate(self.pieces)]
        text = _renamed("".join(parts), self.place, place)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
            for name, data in self.package.items():
                info = zipfile.ZipInfo(name, word_writer.STAMP)
                out.writestr(info, text.encode("utf8") if name == _BODY else data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


@cache
def template(commission: Commission) -> Template:
    """The template of a report."""
    report = build(commission)
    _mark_amounts(report)
    with zipfile.ZipFile(io.BytesIO(word_writer.write(report))) as given:
        package = {name: given.read(name) for name in given.namelist()}
    pieces = tuple(_MARKS.split(package[_BODY].decode("utf8")))
    return Template(package, pieces, load("places")[commission.place])


def _mark_amounts(report: Report) -> None:
    """Puts marks around the figures of the report's amounts."""
    places: defaultdict[tuple[str, int, int | None, int | None], set[tuple[int, int]]] = defaultdict(set)
    for evaluation in report.gold.evaluations:
        amounts = {id(row) for row in evaluation.rows["amounts"]}
        for row, place in evaluation.places:
            if id(row) in amounts:
                start = (place.start or 0) + report.text_at(place).index(row["raw"])
                spans = {(start + each.start(), start + each.end()) for each in _FIGURE.finditer(row["raw"])}
                places[place.kind, place.index, place.row, place.col] |= spans
    lines, grids = report.lines, report.grids
    for (kind, index, row, col), spans in places.items():
        if kind == "text":
            at = next(at for at, block in enumerate(report.blocks) if block is lines[index])
            report.blocks[at] = replace(lines[index], text=_marked(lines[index].text, spans))
        else:
            cells = grids[index].cells
            at = next(at for at, cell in enumerate(cells) if (cell.row, cell.col) == (row, col))
            cells[at] = replace(cells[at], text=_marked(cells[at].text, spans))


def _marked(text: str, spans: set[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + _MARK.format(text[start:end]) + text[end:]
    return text


def _scaled(figure: str, factor: int) -> str:
    """The figure times a whole number, printed in the same way."""
    number = Decimal(figure.replace(",", "")) * factor
    return f"{number:,}" if "," in figure else str(number)


def _renamed(text: str, names: dict[str, str | None], place: Region) -> str:
    for level in _LEVELS:
        if names[level]:
            text = text.replace(names[level] or "", getattr(place, level) or place.city or "")
    return text
