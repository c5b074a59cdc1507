"""Characters laid over a page that are none of its text: the words of a vector seal, a watermark in a pale colour.

Seals are found by their words set in a ring, which stand slanted; what stands level in the same ring and colour is part
of the seal. PDFium is asked for colours only where a ring or very large type makes them matter.
"""

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from parsers.page import STRAIGHT
from parsers.pdfium_calls import Int, bare

RING_PT = (40.0, 260.0)
MIN_SLANTED = 4
RING_STEP = 4.0
MIN_BEND = 0.3
LARGE_PT = 30.0
PALE = (150, 240)
OPAQUE = 160
RED_LEAD = 60

_fill_color = bare(raw.FPDFText_GetFillColor, Int)


class Overlay(NamedTuple):
    """Which characters are no text of the page, and how many of them under which name."""

    mask: Any
    names: dict[str, int]


def overlay_of(text: Any, at: Any, left: Any, up: Any, right: Any, low: Any, matrix: Any, sizes: Any) -> Overlay:
    """The characters of seals and watermarks, given PDFium's numbers of all printed ones, their sides, matrices and sizes.

    Slanted type is no text wherever it stands: `slanted` where it belongs to no seal.
    """
    a, b = np.abs(matrix[0]), np.abs(matrix[1])
    slanted = (b > STRAIGHT * a) & (a > STRAIGHT * b)
    large = np.flatnonzero((sizes >= LARGE_PT) & ~slanted)
    if not (len(large) or slanted.any()):
        return Overlay(slanted, {})
    sealed = np.zeros(len(at), bool)
    for x0, y0, x1, y1 in _rings(
        np.flatnonzero(slanted), np.arctan2(matrix[1], matrix[0]), left, up, right, low, sizes
    ):
        inside = (left > x0) & (right < x1) & (low > y0) & (up < y1)
        ring = inside & slanted
        colours = _colours(text, at[inside])
        reds = dict(zip(np.flatnonzero(inside).tolist(), map(_is_red, colours), strict=True))
        if any(reds[number] for number in np.flatnonzero(ring).tolist()):
            sealed[[number for number, red in reds.items() if red]] = True
        sealed |= ring
    pale = np.zeros(len(at), bool)
    pale[[number for number, colour in zip(large, _colours(text, at[large]), strict=True) if _is_pale(colour)]] = True
    counts = {"seals": sealed, "watermarks": pale & ~sealed, "slanted": slanted & ~sealed}
    names = {name: int(found.sum()) for name, found in counts.items() if found.any()}
    return Overlay(sealed | pale | slanted, names)


def _rings(
    slanted: Any, angles: Any, left: Any, up: Any, right: Any, low: Any, sizes: Any
) -> list[tuple[float, float, float, float]]:
    """The squares around runs of slanted characters, each near the one before and turned otherwise, as large as seals are."""
    rings = []
    run: list[int] = []
    for number in [*slanted.tolist(), -1]:
        if run and number >= 0:
            last = run[-1]
            step = RING_STEP * max(sizes[last], sizes[number])
            if abs(left[number] - left[last]) < step and abs(low[number] - low[last]) < step:
                run.append(number)
                continue
        if len(run) >= MIN_SLANTED and np.ptp(angles[run]) > MIN_BEND:
            x0, x1, top = left[run].min(), right[run].max(), up[run].max()
            side = max(x1 - x0, top - low[run].min())
            middle, air = (x0 + x1) / 2, sizes[run].max()
            if RING_PT[0] <= side <= RING_PT[1]:
                half = side / 2 + air
                rings.append((middle - half, top - side - air, middle + half, top + air))
        run = [number]
    return rings


def _colours(text: Any, numbers: Any) -> list[Sequence[int]]:
    """(red, green, blue, opacity), 0 to 255, of characters; black where PDFium does not know."""
    told = (ctypes.c_uint * 4)()
    places = [ctypes.byref(told, 4 * i) for i in range(4)]
    return [tuple(told) if _fill_color(text, i, *places) else (0, 0, 0, 255) for i in numbers.tolist()]


def _is_red(colour: Sequence[int]) -> bool:
    return colour[0] - max(colour[1:3]) >= RED_LEAD


def _is_pale(colour: Sequence[int]) -> bool:
    return PALE[0] <= min(colour[:3]) <= PALE[1] or colour[3] < OPAQUE
