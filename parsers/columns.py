"""Text set in two or three columns, pure: where a page is so set, and its lines column by column."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.layout import Glyph, Line, lines_of
from schemas.document import BBox

GUTTER_SHARE = 1.2
GUTTERS = (((0.25, 0.42), (0.58, 0.75)), ((0.35, 0.65),))  # where two gutters may lie, and where one
MIN_LINES = 5
FILLED_SHARE = 0.6
FULL_SHARE = 0.5
END_SHARE = 2.5
WORDS_SHARE = 0.7
MIN_CHARS = 10
STOPS = frozenset("，。；、：！？,.;:!?")
STOPS_SHARE = 0.3
STEP_PT = 4.0
MAX_STEPS = 200
MAX_COLUMNS = 40
BESIDE_SHARE = 0.1
REACH_SHARE = 0.9
MAX_STEP = 4.0


@dataclass(frozen=True, slots=True)
class _Band:
    """One line and where the ink about its height begins and ends, with the gaps in it that a gutter fits in."""

    line: Line
    x0: float
    x1: float
    gaps: tuple[tuple[float, float], ...]

    def parts_at(self, x: float) -> bool:
        """Whether text stands on both sides of x with a gap between."""
        return any(start <= x <= end for start, end in self.gaps)

    def is_open(self, x: float) -> bool:
        """Whether no text stands at x."""
        return self.x1 <= x or x <= self.x0 or self.parts_at(x)


def columned(lines: Sequence[Line], glyphs: Sequence[Glyph], page: int) -> tuple[list[Line], list[BBox]]:
    """(lines, those in columns cut and in reading order; the boxes of the columns, none on a page without).

    Lines are columns where at least five below each other leave one gutter open near the middle, or two near the
    thirds, and in all columns stand sentences that mostly fill them, half of the lines to its end: a table has figures or
    short entries there, a block of signatures few lines.
    """
    beside = sum(lower.box.top < upper.box.bottom - BESIDE_SHARE * upper.size_pt for upper, lower in pairwise(lines))
    if beside + sum(" " in line.text for line in lines) < MIN_LINES:
        return list(lines), []
    bands = _bands(lines, glyphs)
    for places in GUTTERS:
        gutters = [gutter for place in places if (gutter := _gutter(bands, place)) is not None]
        if len(gutters) == len(places):
            done, columns = _set_in(bands, glyphs, gutters, page)
            if 0 < len(columns) <= MAX_COLUMNS:
                return done, columns
    return list(lines), []


def _set_in(
    bands: Sequence[_Band], glyphs: Sequence[Glyph], gutters: Sequence[float], page: int
) -> tuple[list[Line], list[BBox]]:
    """(all lines in reading order, the boxes of the columns) for text that leaves gutters open."""
    done: list[Line] = []
    columns: list[BBox] = []
    for run in _runs(bands, gutters):
        parts = _parts(run, glyphs, gutters, page)
        if not parts:
            done += [band.line for band in run]
            continue
        boxes = [_around(part) for part in parts]
        top = min(box.top for box in boxes)
        columns += [box._replace(top=top) for box in boxes]
        done += [line for part in parts for line in part]
    return done, columns


def _bands(lines: Sequence[Line], glyphs: Sequence[Glyph]) -> list[_Band]:
    """Lines with the characters beside them: those of the other column need not stand at the same height."""
    level = sorted(
        (glyph for glyph in glyphs if not glyph.turn and not glyph.text.isspace()),
        key=lambda glyph: glyph.top + glyph.bottom,
    )
    heights = [(glyph.top + glyph.bottom) / 2 for glyph in level]
    bands = []
    for line in lines:
        middle, reach = (line.box.top + line.box.bottom) / 2, REACH_SHARE * line.size_pt
        own = level[bisect_left(heights, middle - reach) : bisect_right(heights, middle + reach)]
        bands.append(_band(line, sorted(own, key=lambda glyph: glyph.x0)))
    return bands


def _band(line: Line, glyphs: Sequence[Glyph]) -> _Band:
    gaps = []
    end = glyphs[0].x1 if glyphs else line.box.x1
    for glyph in glyphs:
        if glyph.x0 - end >= GUTTER_SHARE * line.size_pt:
            gaps.append((end, glyph.x0))
        end = max(end, glyph.x1)
    return _Band(line, glyphs[0].x0 if glyphs else line.box.x0, end, tuple(gaps))


def _gutter(bands: Sequence[_Band], place: tuple[float, float]) -> float | None:
    """The place, between two shares of the text's width, that most lines with text on both sides leave open; None for too few."""
    left, right = min(band.line.box.x0 for band in bands), max(band.line.box.x1 for band in bands)
    gapped = [band for band in bands if band.gaps]
    best, count = 0.0, 0
    x = left + place[0] * (right - left)
    while x < left + place[1] * (right - left):
        found = sum(band.parts_at(x) for band in gapped)
        if found > count:
            best, count = x, found
        x += max(STEP_PT, (right - left) / MAX_STEPS)
    return best if count >= MIN_LINES else None


def _runs(bands: Sequence[_Band], gutters: Sequence[float]) -> list[list[_Band]]:
    """Lines that leave the gutters open and lines that do not, in turn; a wide step down ends a run."""
    runs: list[list[_Band]] = []
    last, was_open = None, False
    for band in bands:
        is_open = all(map(band.is_open, gutters))
        near = last is not None and band.line.box.top - last.line.box.bottom <= MAX_STEP * band.line.size_pt
        if runs and last is not None and near and is_open is was_open:
            runs[-1].append(band)
        else:
            runs.append([band])
        last, was_open = band, is_open
    return runs


def _parts(run: Sequence[_Band], glyphs: Sequence[Glyph], gutters: Sequence[float], page: int) -> list[list[Line]]:
    """The lines between the gutters, column after column; none where they are not running text in all columns."""
    if any(sum(band.parts_at(gutter) for band in run) < MIN_LINES for gutter in gutters):
        return []
    box = _around([band.line for band in run])
    own = [g for g in glyphs if box.top <= (g.top + g.bottom) / 2 <= box.bottom and not g.turn]
    sides = [float("-inf"), *gutters, float("inf")]
    parts = [lines_of([g for g in own if left <= g.x0 < right], page) for left, right in pairwise(sides)]
    return parts if all(map(_is_running_text, parts)) else []


def _is_running_text(lines: Sequence[Line]) -> bool:
    """Whether lines are sentences that mostly fill a column of ten characters or more, half of them to its end."""
    if len(lines) < MIN_LINES:
        return False
    box = _around(lines)
    width = box.x1 - box.x0
    text = "".join(line.text for line in lines)
    filled = median(line.box.x1 - line.box.x0 for line in lines) >= FILLED_SHARE * width
    full = sum(line.box.x1 >= box.x1 - END_SHARE * line.size_pt for line in lines) >= FULL_SHARE * len(lines)
    words = sum(char.isalpha() for char in text) >= WORDS_SHARE * sum(not char.isspace() for char in text)
    sentences = sum(char in STOPS for char in text) >= STOPS_SHARE * len(lines)
    return width >= MIN_CHARS * lines[0].size_pt and filled and full and words and sentences


def _around(lines: Sequence[Line]) -> BBox:
    boxes = [line.box for line in lines]
    return BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
