"""The fast reader of PDF pages: text by itself, rulings by `pdfium_paths`.

PDFium is called for many characters at once, its answers laid into one buffer: a call through the checked wrappers for
every character would cost more than all the rest. It keeps one state per process and must not be used from two threads.
"""

import ctypes
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, repeat
from math import hypot
from types import TracebackType
from typing import Any, Self

import pypdfium2
import pypdfium2.raw as raw

from parsers.glyphs import SURROGATES, readable
from parsers.layout import Glyph
from parsers.page import BOTTOM_SHARE, TOP_SHARE, RawPage, quarter
from parsers.pdfium_calls import Double, Int, at, bare
from parsers.pdfium_paths import Matrix, Paths
from parsers.standin_font import stand_in
from schemas.errors import DocumentError

WIDE = 3.0
REPLACEMENT = "\ufffd"
BLANKS = frozenset((0x02, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xFFFE))

_text = bare(raw.FPDFText_GetText, Int)
_code = bare(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = bare(raw.FPDFText_IsGenerated, Int)
_font_size = bare(raw.FPDFText_GetFontSize, Double)
_loose_box = bare(raw.FPDFText_GetLooseCharBox, Int)
_ink_box = bare(raw.FPDFText_GetCharBox, Int)
_char_matrix = bare(raw.FPDFText_GetMatrix, Int)

# A box and a matrix of each character of a batch, one after the other, and where the library is to write them.
_RECORD = struct.Struct("4f24s")
_BATCH = 1024
_records = ctypes.create_string_buffer(_RECORD.size * _BATCH)
_box_places = [ctypes.byref(_records, _RECORD.size * i) for i in range(_BATCH)]
_matrix_places = [ctypes.byref(_records, _RECORD.size * i + 16) for i in range(_BATCH)]


class FastFile:
    """An open PDF. Raises DocumentError encrypted or malformed."""

    def __init__(self, data: bytes) -> None:
        self._fonts = ExitStack()
        try:
            self._pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise DocumentError("encrypted", "this PDF needs a password") from error
            raise DocumentError("malformed", f"this PDF cannot be read: {error}") from error

    def __enter__(self) -> Self:
        self._fonts.enter_context(stand_in())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._fonts.close()
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def read(self, number: int, max_glyphs: int, max_edges: int) -> RawPage | None:
        """The page of a number (1-based), None where it cannot be read. Raises DocumentError too-large."""
        try:
            page = self._pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError):
            return None
        try:
            return _read(page, number, max_glyphs, max_edges)
        except pypdfium2.PdfiumError:
            return None
        finally:
            page.close()


def _read(page: Any, number: int, max_glyphs: int, max_edges: int) -> RawPage:
    frame = _Frame(page)
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > 2 * max_glyphs:
            raise DocumentError("too-large", f"page {number} of this PDF holds {count} characters, too many to read")
        glyphs, unreadable, misplaced = _glyphs(at(textpage.raw), count, frame)
    finally:
        textpage.close()
    paths = Paths(frame.matrix, max_edges)
    edges = paths.edges(at(page.raw))
    share = paths.image_pt2 / max(1.0, frame.width * frame.height)
    return RawPage(number, frame.width, frame.height, glyphs, edges, unreadable, misplaced, share, paths.blank_areas)


class _Frame:
    """The visible part of a page, and the way from its own coordinates to points from the top left as it is shown."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_bbox()
        self.turn = (page.get_rotation() // 90) % 4
        width, height = right - left, top - bottom
        self.width, self.height = (width, height) if self.turn % 2 == 0 else (height, width)
        self.matrix: Matrix = (
            (1.0, 0.0, 0.0, -1.0, -left, top),
            (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            (0.0, -1.0, -1.0, 0.0, top, right),
        )[self.turn]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own coordinates is shown."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def shows(self, glyph: Glyph) -> bool:
        """Whether part of a character lies on the visible page."""
        return glyph.x1 > 0 and glyph.bottom > 0 and glyph.x0 < self.width and glyph.top < self.height


def _glyphs(text: Any, count: int, frame: _Frame) -> tuple[list[Glyph], int, int]:
    """(characters but slanted ones, how many of them have no text, how many printed ones have no place on the page)."""
    glyphs: list[Glyph] = []
    unreadable = misplaced = 0
    runs, known, spaced = _Runs(frame, text), b"", False
    plain, low_middle, wide, top, bottom = False, 0.0, 0.0, 0.0, 0.0
    page_left, page_right = -frame.matrix[4], frame.width - frame.matrix[4]
    new = tuple.__new__  # half the cost of calling the class
    boxes = chain.from_iterable(_boxes(text, count))
    for i, (code, (left, up, right, low, matrix)) in enumerate(zip(_codes(text, count), boxes, strict=True)):
        if code in BLANKS and (code < 0x20 or code == 0xFFFE or _is_generated(text, i)):
            spaced = code == 0x20
            continue
        if matrix != known:
            known, run = matrix, runs.at(i, matrix)
            plain, low_middle, wide, top, bottom = run.plain, run.middle, run.wide, run.top, run.bottom
        if run.turn is None:
            continue
        word = WORDS[code]
        if word is None:
            unreadable += 1
            word = chr(code) if 0xE000 <= code < 0xF900 else REPLACEMENT
        if plain and low < low_middle < up and right - left < wide and left < page_right and right > page_left:
            x0 = left - page_left
            if spaced:  # PDFium puts spaces of its own where there were some, and in gaps that are none
                glyphs.append(Glyph(" ", x0, top, x0, bottom))
            glyphs.append(new(Glyph, (word, x0, top, right - page_left, bottom, 0, None)))
        else:
            glyph = run.turned(word, left, low, right, up) or _down(word, text, i, run)
            if glyph is not None:
                glyphs.append(glyph)
            else:
                misplaced += word != " "
        spaced = False
    return glyphs, unreadable, misplaced


class _Words(dict[int, str | None]):
    """What each character code means, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        word = self[code] = readable(code)
        return word


WORDS = _Words()


def _codes(text: Any, count: int) -> Sequence[int]:
    """The code of every character: the page's text, where that has one unit for each of them."""
    units = (ctypes.c_ushort * (count + 1))()
    if _text(text, 0, count, ctypes.byref(units)) == count + 1:
        codes = units[:count]
        if not any(map(SURROGATES.__contains__, set(codes))):
            return codes
    return list(map(_code, repeat(text), range(count)))


def _boxes(text: Any, count: int) -> Iterator[Iterator[tuple[Any, ...]]]:
    """(left, up, right, low, matrix as bytes) of every character, batch after batch."""
    for first in range(0, count, _BATCH):
        ctypes.memset(_records, 0, len(_records))
        here = range(first, min(count, first + _BATCH))
        deque(map(_loose_box, repeat(text), here, _box_places), 0)
        deque(map(_char_matrix, repeat(text), here, _matrix_places), 0)
        yield _RECORD.iter_unpack(_records.raw[: len(here) * _RECORD.size])


class _Runs:
    """What the characters under one matrix share, worked out once for those that differ only in their place along a line."""

    def __init__(self, frame: _Frame, text: Any) -> None:
        self._frame = frame
        self._text = text
        self._known: dict[tuple[bytes, bytes, float], _Run] = {}

    def at(self, i: int, matrix: bytes) -> "_Run":
        """The run of a character."""
        size = _font_size(self._text, i)
        key = matrix[:16], matrix[20:], size
        run = self._known.get(key)
        if run is None:
            run = _Run(self._frame, struct.unpack("6f", matrix), size)
            if self._frame.turn == 0 and run.turn in (None, 0, 2):
                self._known[key] = run
        return run


class _Run:
    """What characters under one text matrix share: direction, size, and the band of an upright line on an upright page."""

    __slots__ = ("bottom", "frame", "middle", "origin", "plain", "size", "top", "turn", "wide")

    def __init__(self, frame: _Frame, matrix: Matrix, font_size: float) -> None:
        a, b, c, d, e, f = matrix
        self.frame = frame
        turn = quarter(a, b)
        self.turn = None if turn is None else (turn - frame.turn) % 4
        self.size = font_size * hypot(c, d)
        self.wide = WIDE * self.size
        self.origin = frame.point(e, f)
        base = self.origin[1]
        self.middle = f + 0.3 * self.size
        self.top, self.bottom = base - TOP_SHARE * self.size, base + BOTTOM_SHARE * self.size
        self.plain = frame.turn == 0 == self.turn and self.bottom > 0 and self.top < frame.height

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
