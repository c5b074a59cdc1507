"""The characters of a PDF page, as PDFium tells of them.

PDFium is called for many characters at once, its answers laid into one buffer and worked on as arrays: anything done
for every character by itself would cost more than all the rest.
"""

import ctypes
from collections import deque
from dataclasses import dataclass, fields
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from parsers.glyphs import readable
from parsers.layout import Glyph
from parsers.page import BOTTOM_SHARE, STRAIGHT, TOP_SHARE, quarter
from parsers.pdfium_calls import Double, Int, bare
from parsers.pdfium_frame import Frame
from parsers.pdfium_overlay import overlay_of

WIDE = 3.0
MIDDLE_SHARE = 0.3
NEAR_SHARE = 0.6
TIGHT_SHARE = 0.1
WIDE_GAP_SHARE = 1.5
REPLACEMENT = "\ufffd"
BLANKS = frozenset((0x02, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xFFFE))
SURROGATES = 0xD800, 0xE000
MAX_CODE = 0x10FFFF
UNKNOWN, BLANK, ODD = 0, 1, 2

_text = bare(raw.FPDFText_GetText, Int)
_code = bare(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = bare(raw.FPDFText_IsGenerated, Int)
_font_size = bare(raw.FPDFText_GetFontSize, Double)
_loose_box = bare(raw.FPDFText_GetLooseCharBox, Int)
_ink_box = bare(raw.FPDFText_GetCharBox, Int)
_char_matrix = bare(raw.FPDFText_GetMatrix, Int)

# A box and a matrix of each character of a batch, one after the other, and where the library is to write them.
_BOX, _RECORD, _BATCH = 16, 40, 1024
_records = ctypes.create_string_buffer(_RECORD * _BATCH)
_box_places = [ctypes.byref(_records, _RECORD * i) for i in range(_BATCH)]
_matrix_places = [ctypes.byref(_records, _RECORD * i + _BOX) for i in range(_BATCH)]


class Text(NamedTuple):
    """The characters of a page; how many have no text, and how many printed ones no place on the page.

    Seals, watermarks and all that is slanted are `left_out`, by name.
    """

    glyphs: list[Glyph]
    unreadable: int
    misplaced: int
    left_out: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Told:
    """What PDFium tells of the characters that were printed: an array each, in the order of the file.

    `at` is PDFium's number of each, `meanings` are as in `_meanings`; sides and the six rows of `matrix` are in the
    page's own coordinates. `sizes` are the heights of the type, `spaced` tells where a space may stand before.
    """

    at: Any
    codes: Any
    meanings: Any
    left: Any
    up: Any
    right: Any
    low: Any
    matrix: Any
    sizes: Any
    spaced: Any

    def without(self, mask: Any) -> "_Told":
        """The characters that the mask leaves."""
        return _Told(*(getattr(self, field.name)[..., ~mask] for field in fields(self)))


def text_of(text: Any, count: int, frame: Frame) -> Text:
    """The characters of a page's text. Level ones of one size that follow each other without a gap are one Glyph."""
    with np.errstate(all="ignore"):  # what a broken file tells may be no number
        told = _told(text, count)
        if told is None:
            return Text([], 0, 0, {})
        over = overlay_of(text, told.at, told.left, told.up, told.right, told.low, told.matrix, told.sizes)
        if over.names:
            told = told.without(over.mask)
        if not len(told.at):
            return Text([], 0, 0, over.names)
        level = _level(told, frame)
        starts, spaced = _word_starts(told, level & (told.meanings > ODD))
    return _Found(text, told, frame, over.names).gathered(starts, level, spaced)


def _told(text: Any, count: int) -> _Told | None:
    """What PDFium tells of all characters but its own spaces and line ends; None where it tells of none."""
    codes = _codes(text, count)
    meanings = _meanings_of(codes)
    dropped = meanings == BLANK
    spaces = np.flatnonzero((codes == 0x20) | (codes == 0xA0)).tolist()
    dropped[spaces] = list(map(_is_generated, repeat(text), spaces))
    at = np.flatnonzero(~dropped)
    if not len(at):
        return None
    records = _records_of(text, count)[at].T.astype(np.float64)
    matrix = records[4:]
    changed = np.ones(len(at), bool)
    changed[1:] = (matrix[:, 1:] != matrix[:, :-1]).any(axis=0)
    heads = np.flatnonzero(changed)
    font_sizes = np.array(list(map(_font_size, repeat(text), at[heads].tolist())))
    sizes = font_sizes[np.cumsum(changed) - 1] * np.hypot(matrix[2], matrix[3])
    spaced = dropped[at - 1] & (codes[at - 1] == 0x20)
    left, up, right, low = records[:4]
    return _Told(at, codes[at], meanings[at], left, up, right, low, matrix, sizes, spaced)


def _codes(text: Any, count: int) -> Any:
    """The code of every character: the page's text, where that has one unit for each of them."""
    units = ctypes.create_string_buffer(2 * (count + 1))
    if _text(text, 0, count, ctypes.byref(units)) == count + 1:
        codes = np.frombuffer(units.raw, np.uint16, count)
        if not ((codes >= SURROGATES[0]) & (codes < SURROGATES[1])).any():
            return codes
    return np.minimum(np.array(list(map(_code, repeat(text), range(count))), np.uint32), MAX_CODE)


def _records_of(text: Any, count: int) -> Any:
    """Left, upper, right, lower side and the six numbers of the matrix of every character, asked batch after batch."""
    batches = []
    for first in range(0, count, _BATCH):
        ctypes.memset(_records, 0, len(_records))
        here = range(first, min(count, first + _BATCH))
        deque(map(_loose_box, repeat(text), here, _box_places), 0)
        deque(map(_char_matrix, repeat(text), here, _matrix_places), 0)
        batches.append(_records.raw[: len(here) * _RECORD])
    return np.frombuffer(b"".join(batches), np.float32).reshape(-1, _RECORD // 4)


@cache
def _meanings() -> Any:
    """By code, once asked for: the code of the one visible character it means, BLANK or ODD for others; else UNKNOWN."""
    return np.zeros(MAX_CODE + 1, np.uint32)


def _meanings_of(codes: Any) -> Any:
    meanings = _meanings()
    found = meanings[codes]
    fresh = set(codes[found == UNKNOWN].tolist())
    for code in fresh:
        word = readable(code)
        visible = word is not None and len(word) == 1 and not word.isspace()
        meanings[code] = BLANK if code in BLANKS else ord(word or "") if visible else ODD
    return meanings[codes] if fresh else found


def _level(told: _Told, frame: Frame) -> Any:
    """Which characters are shown level, on their baseline and on the page."""
    a, b, _, _, _, base = told.matrix
    if frame.turn:
        return np.zeros(len(told.at), bool)
    left, bottom = -frame.matrix[4], frame.matrix[5] - frame.height
    shown = (base - BOTTOM_SHARE * told.sizes < frame.matrix[5]) & (base + TOP_SHARE * told.sizes > bottom)
    shown &= (told.left < left + frame.width) & (told.right > left)
    middle = base + MIDDLE_SHARE * told.sizes
    upright = (np.abs(b) <= STRAIGHT * np.abs(a)) & (a >= 0)
    return upright & shown & (told.low < middle) & (middle < told.up) & (told.right - told.left < WIDE * told.sizes)


def _word_starts(told: _Told, whole: Any) -> tuple[Any, Any]:
    """(numbers of the characters that do not follow the one before as its neighbour in a word, where a space may stand).

    PDFium puts spaces of its own where there were some, at the ends of lines, and in gaps that are none.
    """
    gaps, size = told.left[1:] - told.right[:-1], told.sizes[1:]
    joined = whole[1:] & whole[:-1] & (size == told.sizes[:-1])
    joined &= (gaps > -TIGHT_SHARE * size) & (gaps < np.where(told.spaced[1:], TIGHT_SHARE, NEAR_SHARE) * size)
    for row in told.matrix[[0, 1, 2, 3, 5]]:
        joined &= row[1:] == row[:-1]
    starts = np.concatenate(([0], np.flatnonzero(~joined) + 1))
    near = np.zeros(len(told.at), bool)
    near[1:] = told.spaced[1:] & (np.abs(gaps) < WIDE_GAP_SHARE * size)
    return starts, near[starts]


class _Found:
    """Gathers the characters of one page."""

    def __init__(self, text: Any, told: _Told, frame: Frame, left_out: dict[str, int]) -> None:
        self._glyphs: list[Glyph] = []
        self._unreadable = self._misplaced = 0
        self._text = text
        self._told = told
        self._left_out = left_out
        self._frame = frame
        self._runs: dict[tuple[Any, ...], _Run] = {}

    def gathered(self, starts: Any, level: Any, spaced: Any) -> Text:
        """The page's text: a glyph for every word; characters that are not level or not plain by themselves."""
        told, frame = self._told, self._frame
        bases, sizes = frame.matrix[5] - told.matrix[5, starts], told.sizes[starts]
        tops, bottoms = (bases - TOP_SHARE * sizes).tolist(), (bases + BOTTOM_SHARE * sizes).tolist()
        lefts, rights = (told.left + frame.matrix[4]).tolist(), (told.right + frame.matrix[4]).tolist()
        chars = np.maximum(told.meanings, 0x20).tobytes().decode("utf-32-le")
        flags = level[starts].tolist(), (told.meanings[starts] > ODD).tolist(), spaced.tolist()
        firsts = starts.tolist()
        for first, end, top, bottom, is_level, is_plain, is_spaced in zip(
            firsts, [*firsts[1:], len(chars)], tops, bottoms, *flags, strict=True
        ):
            if not is_level:
                self._add_odd(first)
                continue
            x0, x1 = lefts[first], rights[end - 1]
            if is_spaced:
                self._glyphs.append(Glyph(" ", x0, top, x0, bottom))
            if is_plain:
                word, sides = chars[first:end], (lefts[first:end], rights[first:end])
                self._glyphs.append(Glyph(word, x0, top, x1, bottom, 0, None, *sides))
            else:
                self._glyphs.append(Glyph(self._meaning(first), x0, top, x1, bottom))
        return Text(self._glyphs, self._unreadable, self._misplaced, self._left_out)

    def _add_odd(self, number: int) -> None:
        """Add a character that is turned, slanted, off its baseline or off the page."""
        told = self._told
        key = (*told.matrix[:, number].tolist(), float(told.sizes[number]))
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = _Run(self._frame, *key)
        if run.turn is None:
            return
        word = self._meaning(number)
        left, up, right, low = (float(sides[number]) for sides in (told.left, told.up, told.right, told.low))
        glyph = run.turned(word, left, low, right, up) or _down(word, self._text, int(told.at[number]), run)
        if glyph is not None:
            self._glyphs.append(glyph)
        else:
            self._misplaced += word != " "

    def _meaning(self, number: int) -> str:
        """What a code means that is not plain: private ones stay as they are."""
        code = int(self._told.codes[number])
        word = readable(code)
        if word is None:
            self._unreadable += 1
            return chr(code) if 0xE000 <= code < 0xF900 else REPLACEMENT
        return word


class _Run:
    """What characters under one text matrix share: direction, size, and the band of a line that is shown level."""

    __slots__ = ("bottom", "frame", "origin", "size", "top", "turn", "wide")

    def __init__(self, frame: Frame, a: float, b: float, c: float, d: float, e: float, f: float, size: float) -> None:
        self.frame = frame
        turn = quarter(a, b)
        self.turn = None if turn is None else (turn - frame.turn) % 4
        self.size = size
        self.wide = WIDE * self.size
        self.origin = frame.point(e, f)
        base = self.origin[1]
        self.top, self.bottom = base - TOP_SHARE * self.size, base + BOTTOM_SHARE * self.size

    def turned(self, word: str, left: float, low: float, right: float, up: float) -> Glyph | None:
        """The character with a box as high as its type size on its baseline, None where it is not on it or on no page."""
        (xa, ya), (xb, yb) = self.frame.point(left, low), self.frame.point(right, up)
        x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
        x, y, size, turn = *self.origin, self.size, self.turn
        if (y1 - y0 if turn in (1, 3) else x1 - x0) >= self.wide:
            return None
        glyph = None
        if turn == 0 and y0 < y - 0.3 * size < y1:
            glyph = Glyph(word, x0, self.top, x1, self.bottom)
        elif turn == 1 and x0 < x - 0.3 * size < x1:
            glyph = Glyph(word, x - TOP_SHARE * size, y0, x + BOTTOM_SHARE * size, y1, 1)
        elif turn == 2 and y0 < y + 0.3 * size < y1:
            glyph = Glyph(word, x0, y - BOTTOM_SHARE * size, x1, y + TOP_SHARE * size, 2)
        elif turn == 3 and x0 < x + 0.3 * size < x1:
            glyph = Glyph(word, x - BOTTOM_SHARE * size, y0, x + TOP_SHARE * size, y1, 3)
        return glyph if glyph is not None and self.frame.shows(glyph) else None


def _down(word: str, text: Any, i: int, run: _Run) -> Glyph | None:
    """A character of vertical writing, which reads downwards, in the square around its ink; None where that has no place."""
    sides = (Double * 4)()
    if not _ink_box(text, i, *(ctypes.byref(sides, place) for place in (0, 8, 16, 24))):
        return None
    left, right, low, up = sides
    (x, y), half = run.frame.point((left + right) / 2, (low + up) / 2), run.size / 2
    glyph = Glyph(word, x - half, y - half, x + half, y + half, ((run.turn or 0) - 1) % 4)
    return glyph if left < right and run.frame.shows(glyph) else None
