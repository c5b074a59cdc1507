"""A font that stands in for the Chinese, Japanese and Korean fonts a PDF names but does not bring along.

Text and widths are in the file; PDFium wants a font for nothing but the ink of its characters. Without one it drops a
character that is drawn alone, and with one of the system it reads megabytes and the result hangs on what is installed.
Here every character is a full square. Only while a file is read for its text: what is drawn for OCR has real fonts.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import Any

import pypdfium2.raw as raw

CHARSETS = frozenset((
    raw.FXFONT_SHIFTJIS_CHARSET,
    raw.FXFONT_HANGEUL_CHARSET,
    raw.FXFONT_GB2312_CHARSET,
    raw.FXFONT_CHINESEBIG5_CHARSET,
))  # fmt: skip
UNITS, TOP, BOTTOM = 1000, 880, -120
BLANK, SQUARE, NARROW = 1, 2, 3
SIDES = {SQUARE: UNITS, NARROW: UNITS // 5}
GROUPS = (  # first code, last code, glyph
    (0x20, 0x20, BLANK), (0x21, 0x9F, NARROW), (0xA0, 0xA0, BLANK), (0xA1, 0x1FFF, NARROW), (0x2000, 0x200B, BLANK),
    (0x200C, 0x2E7F, NARROW), (0x2E80, 0x2FFF, SQUARE), (0x3000, 0x3000, BLANK), (0x3001, 0xFF60, SQUARE),
    (0xFF61, 0xFFDF, NARROW), (0xFFE0, 0x10FFFF, SQUARE),
)  # fmt: skip


def font_bytes() -> bytes:
    """The font as a TrueType file, with the tables that drawing needs and no others."""
    outlines = [_outline(width) for width in SIDES.values()]
    places = accumulate(map(len, outlines), initial=0)
    groups = b"".join(struct.pack(">3I", *group) for group in GROUPS)
    box = (0, BOTTOM, UNITS, TOP)
    glyphs = NARROW + 1
    return _sfnt({
        b"cmap": struct.pack(">4HI2H3I", 0, 1, 3, 10, 12, 13, 0, 16 + len(groups), 0, len(GROUPS)) + groups,
        b"glyf": b"".join(outlines),
        b"head": struct.pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0, *box, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, TOP, BOTTOM, 0, UNITS, 0, 0, UNITS, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(f">H{glyphs}h", UNITS, *[0] * glyphs),
        b"loca": struct.pack(f">{glyphs + 1}I", *[0] * SQUARE, *places),
        b"maxp": struct.pack(">I14H", 0x10000, glyphs, 4, 1, 0, 0, 1, *[0] * 8),
    })  # fmt: skip


def _outline(width: int) -> bytes:
    """A box as high as the font: four corners on the curve, each as the step from the one before."""
    head = struct.pack(">5h2H4B", 1, 0, BOTTOM, width, TOP, 3, 0, 1, 1, 1, 1)
    return head + struct.pack(">8h", 0, 0, width, 0, BOTTOM, UNITS, 0, -UNITS)


def _sfnt(tables: dict[bytes, bytes]) -> bytes:
    """A font file of its tables, each at a multiple of four."""
    padded = [table + bytes(-len(table) % 4) for table in tables.values()]
    starts = accumulate(map(len, padded), initial=12 + 16 * len(tables))
    directory = b"".join(
        struct.pack(">4s3I", tag, 0, start, len(table))
        for (tag, table), start in zip(tables.items(), starts, strict=False)
    )
    return struct.pack(">I4H", 0x10000, len(tables), 0, 0, 0) + directory + b"".join(padded)


@contextmanager
def stand_in() -> Iterator[None]:
    """While it lasts, PDFium takes this font for every Chinese, Japanese or Korean one that a file lacks."""
    switch = _switch()
    before, switch.on = switch.on, True
    try:
        yield
    finally:
        switch.on = before


# PDFium calls into it until the process ends; one that a cleared cache let go of would be called in freed memory.
_KEPT: list["_Switch"] = []


def _switch() -> "_Switch":
    """One for the process, for PDFium keeps a single source of fonts."""
    if not _KEPT:
        _KEPT.append(_Switch())
    return _KEPT[0]


class _Switch:
    """PDFium's source of fonts: the system's own, with the font put in its place where it is on."""

    def __init__(self) -> None:
        self.on = False
        self._font = ctypes.create_string_buffer(font_bytes())
        self._handle = ctypes.addressof(self._font)
        self._size = len(self._font) - 1
        self._system = raw.FPDF_GetDefaultSystemFontInfo()
        if not self._system:
            return
        self._info = raw.FPDF_SYSFONTINFO(version=self._system.contents.version)
        for name, kind in raw.FPDF_SYSFONTINFO._fields_[1:]:
            if name != "Release" and getattr(self._system.contents, name):
                setattr(self._info, name, kind(getattr(self, f"_{name}", None) or self._passed_on(name)))
        raw.FPDF_SetSystemFontInfo(self._info)

    def _passed_on(self, name: str) -> Any:
        call = getattr(self._system.contents, name)

        def passed_on(_: Any, *arguments: Any) -> Any:
            return call(self._system, *arguments)

        return passed_on

    # The names below are those of PDFium's structure.
    def _MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:  # noqa: N802
        if self.on and charset in CHARSETS:
            return self._handle
        return self._system.contents.MapFont(self._system, weight, italic, charset, pitch, face, exact)

    def _GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        if font != self._handle:
            return int(self._system.contents.GetFontData(self._system, font, table, buffer, size))
        if table:
            return 0
        if buffer and size >= self._size:
            ctypes.memmove(buffer, self._font, self._size)
        return self._size

    def _GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:  # noqa: N802
        return 0 if font == self._handle else int(self._system.contents.GetFaceName(self._system, font, buffer, size))

    def _GetFontCharset(self, _: Any, font: int) -> int:  # noqa: N802
        if font == self._handle:
            return int(raw.FXFONT_GB2312_CHARSET)
        return int(self._system.contents.GetFontCharset(self._system, font))

    def _DeleteFont(self, _: Any, font: int) -> None:  # noqa: N802
        if font != self._handle:
            self._system.contents.DeleteFont(self._system, font)
