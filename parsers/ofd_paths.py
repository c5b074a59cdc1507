"""Numbers, matrices and paths as OFD writes them, pure. Lengths are millimetres, y points down."""

import re
from collections.abc import Iterator
from math import isfinite

from schemas.errors import DocumentError

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
MATRIX_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LIMIT_MM = 1e6
_WORD = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def numbers(text: str | None, count: int) -> tuple[float, ...]:
    """So many numbers from an attribute. Raises DocumentError malformed."""
    try:
        found = tuple(float(word) for word in (text or "").split())
    except ValueError:
        found = ()
    if len(found) != count or not all(isfinite(each) and abs(each) < LIMIT_MM for each in found):
        raise DocumentError("malformed", f"{count} numbers are expected, not {(text or '')[:40]!r}")
    return found


def compose(outer: tuple[float, ...], inner: tuple[float, ...]) -> Matrix:
    """The matrix that does the inner one, then the outer one."""
    a, b, c, d, e, f = inner
    ma, mb, mc, md, me, mf = outer
    return (
        ma * a + mc * b, mb * a + md * b, ma * c + mc * d, mb * c + md * d, ma * e + mc * f + me, mb * e + md * f + mf,
    )  # fmt: skip


def point(matrix: Matrix, x: float, y: float) -> Point:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def straight_pieces(path: str) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path in abbreviated form; curves only move on. What cannot be read ends it."""
    words = _WORD.findall(path)
    at = 0
    start = last = (0.0, 0.0)
    while at < len(words):
        command = words[at]
        count = _ARGUMENTS.get(command)
        values = words[at + 1 : at + 1 + (count or 0)]
        if count is None or len(values) < count or any(value.isalpha() for value in values):
            return
        at += 1 + count
        here = (float(values[-2]), float(values[-1])) if count else start
        if command in "SM":
            start = here
        elif command in "LC":
            yield last, here
        last = here
