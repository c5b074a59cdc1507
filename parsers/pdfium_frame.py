"""The visible part of a PDF page, and where its points are shown."""

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from parsers.layout import Glyph

Matrix = tuple[float, float, float, float, float, float]


class Frame:
    """The visible part of a page, and the way from its own coordinates to points from the top left as it is shown."""

    def __init__(self, page: Any) -> None:
        box = raw.FS_RECTF()
        self.turn = raw.FPDFPage_GetRotation(page)
        if self.turn < 0 or not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
            raise pypdfium2.PdfiumError("a page whose visible part is not known")
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
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
