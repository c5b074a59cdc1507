"""The ruled edges, white areas and images of a PDF page, as PDFium tells of its objects."""

import ctypes
from itertools import repeat
from math import isfinite
from typing import Any

import pypdfium2.raw as raw

from parsers.page import MAX_AREAS, THICK_PT, Edge, edge_between, within
from parsers.pdfium_calls import Handle, Int, Ptr, bare
from schemas.document import BBox

MAX_OBJECTS = 200_000
MAX_POINTS = 200_000
MAX_DEPTH = 8
MAX_BLANK_AREAS = 5000
TEXT = raw.FPDF_PAGEOBJ_TEXT
WHITE = 250

_count_objects = bare(raw.FPDFPage_CountObjects, Int)
_object = bare(raw.FPDFPage_GetObject, Ptr)
_type = bare(raw.FPDFPageObj_GetType, Int, Ptr)
_matrix = bare(raw.FPDFPageObj_GetMatrix, Int, Ptr, Ptr)
_count_inner = bare(raw.FPDFFormObj_CountObjects, Int, Ptr)
_inner = bare(raw.FPDFFormObj_GetObject, Ptr, Ptr, ctypes.c_ulong)
_draw_mode = bare(raw.FPDFPath_GetDrawMode, Int, Ptr, Ptr, Ptr)
_count_segments = bare(raw.FPDFPath_CountSegments, Int, Ptr)
_segment = bare(raw.FPDFPath_GetPathSegment, Handle)
_point = bare(raw.FPDFPathSegment_GetPoint, Int)
_segment_type = bare(raw.FPDFPathSegment_GetType, Int)
_closes = bare(raw.FPDFPathSegment_GetClose, Int)
_bounds = bare(raw.FPDFPageObj_GetBounds, Int, Ptr, Ptr, Ptr, Ptr, Ptr)
_fill_color = bare(raw.FPDFPageObj_GetFillColor, Int, Ptr, Ptr, Ptr, Ptr, Ptr)

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Paths:
    """Collects the ruled edges of a page, those inside forms too, and the area of its images (`image_pt2`)."""

    def __init__(self, matrix: Matrix, max_edges: int) -> None:
        self.image_pt2 = 0.0
        self.blank_areas: list[BBox] = []
        self._page_matrix = matrix
        self._max_edges = max_edges
        self._edges: list[Edge] = []
        self._objects = self._points = 0
        self._floats = (ctypes.c_float * 6)()
        self._first, self._second = ctypes.byref(self._floats), ctypes.byref(self._floats, 4)
        self._ints = (ctypes.c_int * 4)()
        self._coloured: list[BBox] = []

    def edges(self, page: Any) -> list[Edge] | None:
        """The edges, None where they are too many."""
        return self._edges if self._walk(_object, page, _count_objects(page), self._page_matrix, 0) else None

    def _walk(self, get: Any, owner: Any, count: int, outer: Matrix, depth: int) -> bool:
        self._objects += max(0, count)
        if self._objects > MAX_OBJECTS:
            return False
        items = list(map(get, repeat(owner), range(count)))
        for item, kind in zip(items, map(_type, items), strict=True):
            if kind == TEXT:
                continue
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._add(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, _, _ = self._matrix_of(item, outer)
                self.image_pt2 += abs(a * d - b * c)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = self._matrix_of(item, outer)
                if not self._walk(_inner, item, _count_inner(item), inner, depth + 1):
                    return False
            if len(self._edges) > self._max_edges or self._points > MAX_POINTS:
                return False
        return True

    def _matrix_of(self, item: int, outer: Matrix) -> Matrix:
        if not _matrix(item, ctypes.addressof(self._floats)):
            return outer
        a, b, c, d, e, f = own = tuple(self._floats)
        if own == UNIT:
            return outer
        ma, mb, mc, md, me, mf = outer
        return (
            ma * a + mc * b, mb * a + md * b, ma * c + mc * d, mb * c + md * d,
            ma * e + mc * f + me, mb * e + md * f + mf,
        )  # fmt: skip

    def _add(self, path: int, outer: Matrix) -> None:
        """The straight pieces of a painted path; a path that only clips is none, nor is paper painted on paper."""
        ints = ctypes.addressof(self._ints)
        if not _draw_mode(path, ints, ints + ctypes.sizeof(Int)) or not (self._ints[0] or self._ints[1]):
            return
        if not self._ints[1] and self._is_blank(path, outer):
            return
        a, b, c, d, e, f = self._matrix_of(path, outer)
        count = _count_segments(path)
        self._points += max(0, count)
        if self._points > MAX_POINTS:
            return
        floats, first, second = self._floats, self._first, self._second
        start = last = (0.0, 0.0)
        for segment in map(_segment, repeat(ctypes.c_void_p(path)), range(count)):
            if not segment or not _point(segment, first, second):
                continue
            x, y = floats[0], floats[1]
            here = (a * x + c * y + e, b * x + d * y + f)
            kind = _segment_type(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                self._rule(last, here)
            if kind != raw.FPDF_SEGMENT_MOVETO and _closes(segment):
                self._rule(here, start)
            last = here

    def _is_blank(self, path: int, outer: Matrix) -> bool:
        """Whether a filled area shows nothing: wide, white, and on no coloured area, from which it would cut out a cell."""
        at = ctypes.addressof(self._floats)
        if not _bounds(path, *range(at, at + 16, 4)):
            return False
        left, low, right, up, *_ = self._floats
        a, b, c, d, e, f = outer
        (x0, y0), (x1, y1) = ((a * x + c * y + e, b * x + d * y + f) for x, y in ((left, low), (right, up)))
        area = BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if min(area.x1 - area.x0, area.bottom - area.top) <= THICK_PT:
            return False
        at = ctypes.addressof(self._ints)
        if not (_fill_color(path, *range(at, at + 16, 4)) and all(part >= WHITE for part in self._ints[:3])):
            self._coloured.append(area)
            return False
        if any(within(area, other) for other in self._coloured[-MAX_AREAS:]):
            return False
        if len(self.blank_areas) < MAX_BLANK_AREAS:
            self.blank_areas.append(area)
        return True

    def _rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        if one != other:
            edge = edge_between(*one, *other)
            if edge is not None and isfinite(edge.at + edge.start + edge.end):
                self._edges.append(edge)
