"""The ruled edges, white areas and images of a PDF page, as PDFium tells of its objects.

All paths of a page are asked for at once and worked on as arrays: some writers draw every cell as a box of its own.
"""

import ctypes
from collections import deque
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from parsers.page import MAX_AREAS, STRAIGHT, THICK_PT, Edge, within
from parsers.pdfium_calls import Int, Ptr, bare
from parsers.pdfium_frame import Matrix
from schemas.document import BBox

MAX_OBJECTS = 200_000
MAX_POINTS = 200_000
MAX_DEPTH = 8
MAX_BLANK_AREAS = 5000
PLACES = 3
TEXT, PATH, IMAGE, FORM = (
    raw.FPDF_PAGEOBJ_TEXT,
    raw.FPDF_PAGEOBJ_PATH,
    raw.FPDF_PAGEOBJ_IMAGE,
    raw.FPDF_PAGEOBJ_FORM,
)
MOVE, LINE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO
WHITE = 250
UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_count_objects = bare(raw.FPDFPage_CountObjects, Int)
_object = bare(raw.FPDFPage_GetObject, Ptr)
_type = bare(raw.FPDFPageObj_GetType, Int, Ptr)
_matrix = bare(raw.FPDFPageObj_GetMatrix, Int, Ptr, Ptr)
_count_inner = bare(raw.FPDFFormObj_CountObjects, Int, Ptr)
_inner = bare(raw.FPDFFormObj_GetObject, Ptr, Ptr, ctypes.c_ulong)
_draw_mode = bare(raw.FPDFPath_GetDrawMode, Int, Ptr, Ptr, Ptr)
_count_segments = bare(raw.FPDFPath_CountSegments, Int, Ptr)
_segment = bare(raw.FPDFPath_GetPathSegment, Ptr, Ptr, Int)
_point = bare(raw.FPDFPathSegment_GetPoint, Int, Ptr, Ptr, Ptr)
_segment_type = bare(raw.FPDFPathSegment_GetType, Int, Ptr)
_closes = bare(raw.FPDFPathSegment_GetClose, Int, Ptr)
_bounds = bare(raw.FPDFPageObj_GetBounds, Int, Ptr, Ptr, Ptr, Ptr, Ptr)
_fill_color = bare(raw.FPDFPageObj_GetFillColor, Int, Ptr, Ptr, Ptr, Ptr, Ptr)


class Paths:
    """Collects the ruled edges of a page, those inside forms too, and the area of its images (`image_pt2`)."""

    def __init__(self, matrix: Matrix, max_edges: int) -> None:
        self.image_pt2 = 0.0
        self.blank_areas: list[BBox] = []
        self._page_matrix = matrix
        self._max_edges = max_edges
        self._edges: list[Edge] = []
        self._objects = self._points = 0
        self._floats = (ctypes.c_float * 4)()
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
        paths: list[int] = []
        for item, kind in zip(items, map(_type, items), strict=True):
            if kind == TEXT:
                continue
            if kind == PATH:
                paths.append(item)
            elif kind == IMAGE:
                a, b, c, d, _, _ = _composed(outer, *_matrices([item])).T[0].tolist()
                self.image_pt2 += abs(a * d - b * c)
            elif kind == FORM and depth < MAX_DEPTH:
                if not self._add(paths, outer):
                    return False
                paths = []
                inner = tuple(_composed(outer, *_matrices([item])).T[0].tolist())
                if not self._walk(_inner, item, _count_inner(item), inner, depth + 1):
                    return False
        return self._add(paths, outer)

    def _add(self, paths: Sequence[int], outer: Matrix) -> bool:
        """Add the straight pieces of painted paths; False where they become too many.

        A path that only clips is none, nor is paper painted on paper.
        """
        modes = np.zeros((len(paths), 2), np.int32)
        at = modes.ctypes.data
        deque(map(_draw_mode, paths, range(at, at + 8 * len(paths), 8), range(at + 4, at + 4 + 8 * len(paths), 8)), 0)
        shown = [
            path
            for path, filled, stroked in zip(paths, *modes.T.tolist(), strict=True)
            if stroked or (filled and not self._is_blank(path, outer))
        ]
        counts = list(map(_count_segments, shown))
        self._points += sum(counts)
        if self._points > MAX_POINTS:
            return False
        if shown:
            self._edges += _straight(shown, counts, outer)
        return len(self._edges) <= self._max_edges

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


def _matrices(items: Sequence[int]) -> tuple[Any, ...]:
    """The six numbers of the matrices of objects, an array each."""
    told = np.tile(np.array(UNIT, np.float32), (len(items), 1))
    at = told.ctypes.data
    deque(map(_matrix, items, range(at, at + 24 * len(items), 24)), 0)
    return tuple(told.T.astype(np.float64))


def _composed(outer: Matrix, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
    """Rows of the six numbers of matrices inside another one."""
    ma, mb, mc, md, me, mf = outer
    return np.array((
        ma * a + mc * b, mb * a + md * b, ma * c + mc * d, mb * c + md * d,
        ma * e + mc * f + me, mb * e + md * f + mf,
    ))  # fmt: skip


def _straight(paths: Sequence[int], counts: Sequence[int], outer: Matrix) -> list[Edge]:
    """The straight pieces of paths that lie level or upright."""
    segments = list(
        map(_segment, chain.from_iterable(map(repeat, paths, counts)), chain.from_iterable(map(range, counts)))
    )
    if not segments:
        return []
    points = np.zeros((len(segments), 2), np.float32)
    at = points.ctypes.data
    end = at + 8 * len(segments)
    deque(map(_point, segments, range(at, end, 8), range(at + 4, end + 4, 8)), 0)
    x, y = points.T.astype(np.float64)
    owners = np.repeat(np.arange(len(paths)), counts)
    a, b, c, d, e, f = _composed(outer, *_matrices(paths))[:, owners]
    kinds = np.array(list(map(_segment_type, segments)))
    numbers = np.arange(len(segments))
    begins = np.maximum.accumulate(np.where((kinds == MOVE) | (owners != np.roll(owners, 1)), numbers, 0))
    ends = np.append(begins[1:] != begins[:-1], True)
    open_ends = np.flatnonzero(ends & (numbers - begins > 1) & ((x != x[begins]) | (y != y[begins])))
    closing = open_ends[[bool(_closes(segments[end])) for end in open_ends.tolist()]]
    with np.errstate(all="ignore"):  # what a broken file tells may be no number
        return _edges(np.array((a * x + c * y + e, b * x + d * y + f)), begins, kinds, closing)


def _edges(points: Any, begins: Any, kinds: Any, closing: Any) -> list[Edge]:
    """The edges between points (x and y in rows): to each from the one before, and from `closing` ones to where their run begins."""
    lines = np.flatnonzero((kinds == LINE) & (begins < np.arange(len(begins))))
    ones = points[:, np.concatenate((lines - 1, begins[closing]))]
    others = points[:, np.concatenate((lines, closing))]
    across, down = np.abs(others - ones)
    flat = down <= STRAIGHT * across
    straight = (flat | (across <= STRAIGHT * down)) & (across + down > 0) & np.isfinite(across + down)
    edges = np.where(flat, (ones[1] + others[1], ones[0], others[0]), (ones[0] + others[0], ones[1], others[1]))
    ats, starts, ends = edges[:, straight]
    columns = np.round((ats / 2, np.minimum(starts, ends), np.maximum(starts, ends)), PLACES) + 0.0  # no negative zero
    flats, columns = _once(flat[straight], columns)
    return list(map(Edge._make, zip(flats.tolist(), *columns.tolist(), strict=True)))


def _once(flats: Any, columns: Any) -> tuple[Any, Any]:
    """Edges in order, each but once, for cells share their sides."""
    order = np.lexsort((*columns[::-1], flats))
    flats, columns = flats[order], columns[:, order]
    fresh = np.ones(len(flats), bool)
    fresh[1:] = (flats[1:] != flats[:-1]) | (columns[:, 1:] != columns[:, :-1]).any(axis=0)
    return flats[fresh], columns[:, fresh]
