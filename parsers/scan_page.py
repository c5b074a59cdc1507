"""The image of a page -> its lines of print and its tables, read by OCR.

Ruled cells are read one by one, so that no line runs over a ruling; the rest of the page goes through the engine's own
search for lines. Import it only where `schemas.extras.has_ocr` says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from parsers.image_rulings import USUAL_LINE, Ruled, lines_in, ruled
from parsers.image_turn import levelled, upside_down
from parsers.layout import Glyph, Line, PageText
from parsers.ocr_engine import Reading, Strip, detect, recognise
from parsers.ocr_text import is_figure, mended
from parsers.page import RawPage
from parsers.page_image import deskewed, without_seals
from parsers.page_tables import BoxCell, TablePart
from parsers.shapes import shaped
from schemas.document import BBox, Issue

Image = NDArray[np.uint8]

PAD = 3
MARGIN = 4
STACK_WIDTH = 1.4
LOW_LINE = 0.8
MIN_CONFIDENCE = 0.3
DISAGREED = 0.5
MENDED = 0.75
CERTAIN = 0.995
MIN_INK = 40
BLANK = 60
GAP = 6
HIGH_ZONE = 800
SAME_SIZE = (0.65, 1.45)
MIN_LINES = 5
LONG_LINE = 5.0
MAX_UNREAD_SHARE = 0.5
LEGIBLE = 0.4


@dataclass(frozen=True, slots=True)
class Print:
    """One line of print in a cell: its box, and the image to be read, made of several boxes for upright print."""

    table: int
    cell: int
    box: Strip
    image: Image


@dataclass(frozen=True, slots=True)
class ScanReading:
    """What OCR reads on a page: its text and tables, how many spots of print gave no text, notices on its shape."""

    text: PageText
    parts: list[TablePart]
    unread: int
    notices: list[Issue]


def read_image(image: Image, number: int, scale: float) -> ScanReading:
    """What the image of a page says, whichever way up it lies.

    `scale` is pixels per point; positions are those of the page set upright.
    """
    grey = levelled(without_seals(image))
    reading = _read_upright(deskewed(grey), number, scale)
    if _is_legible(reading):
        return reading
    other = _read_upright(deskewed(upside_down(grey)), number, scale)
    return max(reading, other, key=lambda each: sum(map(_sure_characters, _all_lines(each))))


def _all_lines(reading: ScanReading) -> list[Line]:
    return [*reading.text.lines, *(line for part in reading.parts for cell in part.cells for line in cell.lines)]


def _sure_characters(line: Line) -> float:
    return len(line.text) * (line.confidence or 0.0)


def _is_legible(reading: ScanReading) -> bool:
    """Whether most print gave text, and long lines as many sure characters as they have room for; few lines say nothing."""
    lines = _all_lines(reading)
    if len(lines) + reading.unread < MIN_LINES:
        return True
    long = [line for line in lines if line.box.x1 - line.box.x0 >= LONG_LINE * line.size_pt]
    room = sum((line.box.x1 - line.box.x0) / line.size_pt for line in long)
    return reading.unread < MAX_UNREAD_SHARE * len(lines) and sum(map(_sure_characters, long)) >= LEGIBLE * room


def _read_upright(grey: Image, number: int, scale: float) -> ScanReading:
    height, width = grey.shape[0] / scale, grey.shape[1] / scale
    grid = ruled(grey)
    usual = _usual_height(grid)
    prints = [
        each
        for t, cells in enumerate(grid.tables)
        for c, cell in enumerate(cells)
        for each in _prints(grey, grid.ink, (t, c), cell, usual)
    ]
    lines, unread = _cell_lines(prints, usual, number, scale)
    parts = []
    for t, cells in enumerate(grid.tables):
        boxed = [BoxCell(_points(cell, scale), tuple(lines.get((t, c), ()))) for c, cell in enumerate(cells)]
        parts.append(TablePart(number, tuple(boxed), height))
    words, dropped = _free_words(grey, grid, scale)
    text, parts, notices = shaped(RawPage(number, width, height, words, ()), words, parts)
    return ScanReading(text, parts, unread + dropped, notices)


def _usual_height(grid: Ruled) -> float:
    heights = [
        line.bottom - line.top
        for cells in grid.tables
        for cell in cells
        for line in lines_in(grid.ink, cell)
        if line.x1 - line.x0 > USUAL_LINE
    ]
    return float(median(heights)) if heights else USUAL_LINE


def _prints(grey: Image, ink: Image, at: tuple[int, int], cell: Strip, usual: float) -> list[Print]:
    """What is to be read in a cell; lines of one character each, one below the other, are set side by side."""
    room = Strip(cell.x0 + MARGIN, cell.top + MARGIN, cell.x1 - MARGIN, cell.bottom - MARGIN)
    groups: list[list[Strip]] = []
    for line in lines_in(ink, cell, usual):
        single = line.x1 - line.x0 <= STACK_WIDTH * usual
        if groups and single and groups[-1][-1].x1 - groups[-1][-1].x0 <= STACK_WIDTH * usual:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Print(*at, _around(group), _strip(grey, group, room, usual)) for group in groups]


def _strip(grey: Image, group: Sequence[Strip], room: Strip, usual: float) -> Image:
    pieces = [_cut(grey, line, room, usual) for line in group]
    high = max(piece.shape[0] for piece in pieces)
    level = [
        np.pad(p, (((high - p.shape[0]) // 2, high - p.shape[0] - (high - p.shape[0]) // 2), (0, 0)), mode="edge")
        for p in pieces
    ]
    return np.concatenate(level, axis=1)


def _cut(grey: Image, line: Strip, room: Strip, usual: float) -> Image:
    """The image of a line with a little air; a low one (一, a dash) keeps the height of a line, else its size is lost."""
    short = max(0, round(usual) - (line.bottom - line.top)) if line.bottom - line.top < LOW_LINE * usual else 0
    top, bottom = max(room.top, line.top - PAD - short // 2), min(room.bottom, line.bottom + PAD + short // 2)
    x0, x1 = max(room.x0, line.x0 - PAD), min(room.x1, line.x1 + PAD)
    return grey[min(top, line.top) : max(bottom, line.bottom), min(x0, line.x0) : max(x1, line.x1)]


def _cell_lines(
    prints: Sequence[Print], usual: float, page: int, scale: float
) -> tuple[dict[tuple[int, int], list[Line]], int]:
    """(table, cell) -> the lines read there; and how many gave no text."""
    found: dict[tuple[int, int], list[Line]] = {}
    for each, reading in zip(prints, _read_twice([each.image for each in prints]), strict=True):
        if reading.text:
            line = Line(reading.text, _points(each.box, scale), usual / scale, page, round(reading.confidence, 3))
            found.setdefault((each.table, each.cell), []).append(line)
    return found, len(prints) - sum(map(len, found.values()))


def _read_twice(images: Sequence[Image]) -> list[Reading]:
    """The text of every strip. Figures less than certain are read again with more air; two answers are a doubt, and so
    is what had to be mended.
    """
    first = [_mended(reading) for reading in recognise(images)]
    again = [i for i, reading in enumerate(first) if is_figure(reading.text) and reading.confidence < CERTAIN]
    aired = [np.pad(images[i], ((4, 4), (8, 8)), mode="constant", constant_values=255) for i in again]
    for i, second in zip(again, recognise(aired), strict=True):
        if mended(second.text) != first[i].text:
            better = max(first[i], second, key=lambda reading: reading.confidence)
            first[i] = Reading(mended(better.text), min(better.confidence, DISAGREED))
    return first


def _mended(reading: Reading) -> Reading:
    text = mended(reading.text)
    return reading if text == reading.text else Reading(text, min(reading.confidence, MENDED))


def _free_words(grey: Image, grid: Ruled, scale: float) -> tuple[list[Glyph], int]:
    """The pieces of lines outside tables; and how many gave no text that can be trusted at all."""
    outside, ink = grey.copy(), grid.ink.copy()
    for cells in grid.tables:
        box = _around(cells)
        area = slice(max(0, box.top - MARGIN), box.bottom + MARGIN), slice(max(0, box.x0 - MARGIN), box.x1 + MARGIN)
        outside[area], ink[area] = 255, 0
    found = [_lowered(box, zone.start) for zone in _zones(ink) for box in detect(outside[zone])]
    boxes = [box for box in (_tightened(box, ink) for box in found) if box is not None]
    readings = recognise([_aired(outside, box) for box in boxes])
    heights = [box.bottom - box.top for box, reading in zip(boxes, readings, strict=True) if len(reading.text) > 1]
    usual = float(median(heights)) if heights else USUAL_LINE
    words = [
        _word(mended(reading.text), _evened(box, usual), scale, reading.confidence)
        for box, reading in zip(boxes, readings, strict=True)
        if reading.text.strip() and reading.confidence >= MIN_CONFIDENCE
    ]
    return words, len(boxes) - len(words)


def _zones(ink: Image) -> list[slice]:
    """The rows of the page that hold ink, cut apart where much is blank and between lines where a zone grows high:
    the search costs time and memory by the area.
    """
    rows = np.flatnonzero(ink.any(axis=1)).tolist()
    zones: list[list[int]] = []
    for row in rows:
        gap = row - zones[-1][1] if zones else 0
        if not zones or gap > BLANK or (gap > GAP and row - zones[-1][0] > HIGH_ZONE):
            zones.append([row, row])
        zones[-1][1] = row
    inked = [zone for zone in zones if np.count_nonzero(ink[zone[0] : zone[1] + 1]) >= MIN_INK]
    return [slice(max(0, zone[0] - GAP), zone[1] + GAP) for zone in inked]


def _lowered(box: Strip, by: int) -> Strip:
    return Strip(box.x0, box.top + by, box.x1, box.bottom + by)


def _word(text: str, box: Strip, scale: float, confidence: float) -> Glyph:
    at = _points(box, scale)
    return Glyph(text, at.x0, at.top, at.x1, at.bottom, confidence=round(confidence, 3))


def _tightened(box: Strip, ink: Image) -> Strip | None:
    """The part of a found box that holds ink; None where there is none."""
    inside = ink[box.top : box.bottom, box.x0 : box.x1] > 0
    rows, cols = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    x0, top = box.x0 + int(cols[0]), box.top + int(rows[0])
    return Strip(x0, top, box.x0 + int(cols[-1]) + 1, box.top + int(rows[-1]) + 1)


def _aired(image: Image, box: Strip) -> Image:
    return image[max(0, box.top - PAD) : box.bottom + PAD, max(0, box.x0 - PAD) : box.x1 + PAD]


def _evened(box: Strip, usual: float) -> Strip:
    """The box at the height of the page's other lines where it is nearly that high: print sizes are few."""
    high = box.bottom - box.top
    if not SAME_SIZE[0] * usual <= high <= SAME_SIZE[1] * usual:
        return box
    top = round((box.top + box.bottom - usual) / 2)
    return Strip(box.x0, top, box.x1, top + round(usual))


def _around(boxes: Sequence[Strip]) -> Strip:
    return Strip(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _points(box: Strip, scale: float) -> BBox:
    return BBox(box.x0 / scale, box.top / scale, box.x1 / scale, box.bottom / scale)
