"""What every PDF reader gives of a page, whichever library read it: characters and ruled edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from parsers.layout import Glyph
from schemas.document import BBox

TOP_SHARE = 0.86
BOTTOM_SHARE = 0.14
STRAIGHT = 0.01
THICK_PT = 3.0
MAX_AREAS = 50


class Edge(NamedTuple):
    """A ruled edge in points: `at` is its y when it lies flat, else its x; `start` and `end` run along it."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class RawPage:
    """A page as read; `unreadable` characters have no text, `misplaced` ones no box on the page.

    `edges` is None where there are too many to look for tables; `image_share` is the part of the page under images,
    `blank_areas` are white ones painted where nothing else was, `left_out` says how many characters of seals and
    watermarks are not among the glyphs, by name.
    """

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    edges: Sequence[Edge] | None
    unreadable: int = 0
    misplaced: int = 0
    image_share: float = 0.0
    blank_areas: Sequence[BBox] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def n_chars(self) -> int:
        """How many visible characters the page has."""
        return sum(len(glyph.lefts) or not glyph.text.isspace() for glyph in self.glyphs)


def edge_between(x0: float, y0: float, x1: float, y1: float) -> Edge | None:
    """The edge from one point to another, None where it lies askew."""
    across, down = abs(x1 - x0), abs(y1 - y0)
    if down <= STRAIGHT * across:
        start, end = (x0, x1) if x0 <= x1 else (x1, x0)
        return Edge(True, _rounded((y0 + y1) / 2), _rounded(start), _rounded(end))
    if across <= STRAIGHT * down:
        start, end = (y0, y1) if y0 <= y1 else (y1, y0)
        return Edge(False, _rounded((x0 + x1) / 2), _rounded(start), _rounded(end))
    return None


@lru_cache(maxsize=4096)  # the same few places come again and again, and rounding is dear
def _rounded(place: float) -> float:
    return round(place, 3) + 0.0  # no negative zero


def within(inner: BBox, outer: BBox) -> bool:
    """Whether a box lies in another, or reaches out of it by no more than a thick rule."""
    across = outer.x0 - THICK_PT <= inner.x0 and inner.x1 <= outer.x1 + THICK_PT
    return across and outer.top - THICK_PT <= inner.top and inner.bottom <= outer.bottom + THICK_PT


def quarter(a: float, b: float) -> int | None:
    """Quarter turns, against the clock, of a text direction (y upwards); None where it is slanted, as watermarks are."""
    if abs(b) <= STRAIGHT * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= STRAIGHT * abs(b):
        return 1 if b > 0 else 3
    return None
