"""What every PDF reader gives of a page, whichever library read it: characters and ruled edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsers.layout import Glyph

TOP_SHARE = 0.86
BOTTOM_SHARE = 0.14
STRAIGHT = 0.01


class Edge(NamedTuple):
    """A ruled edge in points: `at` is its y when it lies flat, else its x; `start` and `end` run along it."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as read; `unreadable` characters have no text, `misplaced` ones no box on the page.

    `edges` is None where there are too many to look for tables; `image_share` is the part of the page under images.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    edges: Sequence[Edge] | None
    unreadable: int = 0
    misplaced: int = 0
    image_share: float = 0.0


def edge_between(x0: float, y0: float, x1: float, y1: float) -> Edge | None:
    """The edge from one point to another, None where it lies askew."""
    across, down = abs(x1 - x0), abs(y1 - y0)
    if down <= STRAIGHT * across:
        return Edge(True, round((y0 + y1) / 2, 3), round(min(x0, x1), 3), round(max(x0, x1), 3))
    if across <= STRAIGHT * down:
        return Edge(False, round((x0 + x1) / 2, 3), round(min(y0, y1), 3), round(max(y0, y1), 3))
    return None


def quarter(a: float, b: float) -> int | None:
    """Quarter turns, against the clock, of a text direction (y upwards); None where it is slanted, as watermarks are."""
    if abs(b) <= STRAIGHT * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= STRAIGHT * abs(b):
        return 1 if b > 0 else 3
    return None
