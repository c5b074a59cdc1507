"""The font that stands in for those a PDF lacks: in use while a file is read, out of use when pages are drawn."""

import ctypes
import io
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers import standin_font
from parsers.layout import one_by_one
from parsers.pdfium import FastFile

SIZE = 20


def page_with(*texts: str) -> bytes:
    """A page with texts below each other in a font that is not in the file."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, (300, 200))
    canvas.setFont("STSong-Light", SIZE)
    for i, text in enumerate(texts):
        canvas.drawString(20, 150 - 40 * i, text)
    canvas.save()
    return stream.getvalue()


def ink_widths(data: bytes) -> list[float]:
    """The widths of the characters' ink as PDFium measures it."""
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage()
        boxes = (text.get_charbox(i) for i in range(text.count_chars()))
        return [round(right - left, 1) for left, _, right, _ in boxes if right > left]


def test_characters_are_squares_whatever_fonts_are_installed() -> None:
    with standin_font.stand_in():
        assert ink_widths(page_with("，")) == ink_widths(page_with("国")) == [SIZE]


def test_boxes_are_as_wide_as_the_file_says() -> None:
    with FastFile(page_with("绩效1自", "，")) as pdf:
        page = pdf.read(1, 100, 100)
    assert page is not None
    assert [(glyph.text, round(glyph.x0, 1), round(glyph.x1, 1)) for glyph in one_by_one(page.glyphs)] == [
        ("绩", 20, 40),
        ("效", 40, 60),
        ("1", 60, 69.2),
        ("自", 69.2, 89.2),
        ("，", 20, 40),
    ]


def test_what_is_drawn_after_a_file_was_read_has_the_fonts_of_the_system() -> None:
    data = page_with("，")
    with FastFile(data) as pdf:
        assert pdf.read(1, 100, 100) is not None
    system = standin_font._switch()._system
    exact = ctypes.c_int(0)
    if not system or not system.contents.MapFont(system, 400, 0, 134, 0, b"STSong-Light", ctypes.byref(exact)):
        pytest.skip("no Chinese font is installed: apt install fonts-noto-cjk")
    assert ink_widths(data)[0] < SIZE / 2


def test_pdfium_is_never_left_with_a_source_of_fonts_that_is_gone() -> None:
    reading = """
import gc
from benchmarks.switches import clear
from parsers import standin_font
from tests.test_standin_font import ink_widths, page_with
data = page_with("，")
with standin_font.stand_in():
    ink_widths(data)
clear()
gc.collect()
filled = [bytes(size) for size in range(50, 400) for _ in range(200)]
ink_widths(data)
"""
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", reading], cwd=root, check=False).returncode == 0
