"""The grid on the image of a page: ruled lines, the cells they close, and the lines of print in a cell. OpenCV only."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.grid import cluster, nearest
from parsers.ocr_engine import Strip

Image = NDArray[np.uint8]

PRINT_DARKER = 30
RULING_DARKER = 15
SHORT_RUN = 30
LONG_RUN = 48
GAP = 13
POST_RUN = 18
POST_WIDTH = 8
TOUCH = 5
MIN_CELL = (9, 12)
MIN_FILL = 0.6
SAME_EDGE = 6
SPECK_AREA = 5
INSET = 2
USUAL_LINE = 28.0
MIN_LINE = 2


@dataclass(frozen=True, slots=True)
class Ruled:
    """The tables of a page as boxes of their cells, edges shared; `ink` is the print with all ruled lines taken out."""

    tables: tuple[tuple[Strip, ...], ...]
    ink: Image


def ink_of(grey: Image, darker: int = PRINT_DARKER) -> Image:
    """255 where the page is darker than around by so much, 0 elsewhere."""
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, darker), np.uint8
    )


def ruled(grey: Image) -> Ruled:
    """The tables that ruled lines draw on an upright page."""
    ink = ink_of(grey)
    faint = ink_of(grey, RULING_DARKER)
    across = _runs(faint, across=True)
    lines = cv2.bitwise_or(cv2.bitwise_or(across, _runs(faint, across=False)), _posts(faint, across))
    walls = np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)
    tables = [_snapped(cells) for cells in _closed(walls)]
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(walls))
    return Ruled(tuple(tables), without_specks(np.asarray(rest, np.uint8)))


def _runs(ink: Image, across: bool) -> Image:
    """The long straight runs of ink in one direction, small gaps closed."""

    def kernel(length: int) -> Image:
        return np.ones((1, length) if across else (length, 1), np.uint8)

    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel(SHORT_RUN))
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, kernel(GAP))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel(LONG_RUN))
    return np.asarray(cv2.dilate(long, kernel(GAP)), np.uint8)


def _posts(ink: Image, across: Image) -> Image:
    """The short upright lines of low rows: thin runs that stand between two level lines and touch both."""
    found = np.zeros_like(ink)
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((POST_RUN, 1), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for x, y, wide, high, _ in stats[1:].tolist():
        above, below = across[max(0, y - 1) : y + 2, x : x + wide], across[y + high - 2 : y + high + 1, x : x + wide]
        if wide <= POST_WIDTH and above.any() and below.any():
            found[max(0, y - TOUCH) : y + high + TOUCH, x : x + wide] = 255
    return found


def _closed(walls: Image) -> list[list[Strip]]:
    """The boxes closed by walls, gathered by the connected walls around them; in pixels of the walls' middle."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(walls), connectivity=4)
    _, networks = cv2.connectedComponents(walls, connectivity=8)
    height, width = walls.shape
    found: dict[int, list[Strip]] = {}
    for x, y, wide, high, area in stats[1:].tolist():
        touches_edge = x == 0 or y == 0 or x + wide == width or y + high == height
        if touches_edge or wide < MIN_CELL[0] or high < MIN_CELL[1] or area < MIN_FILL * wide * high:
            continue
        network = int(networks[y - 1 : y + high + 1, x - 1].max())
        found.setdefault(network, []).append(Strip(x, y, x + wide, y + high))
    return [cells for cells in found.values() if max(cell.x1 - cell.x0 for cell in cells) >= LONG_RUN]


def _snapped(cells: Sequence[Strip]) -> tuple[Strip, ...]:
    """The cells with edges moved to the middle of the ruled line they share with their neighbours."""
    reach = 4
    xs = cluster([x for cell in cells for x in (cell.x0 - reach, cell.x1 + reach)], SAME_EDGE)
    ys = cluster([y for cell in cells for y in (cell.top - reach, cell.bottom + reach)], SAME_EDGE)

    def snap(edges: Sequence[float], value: float) -> int:
        return round(edges[nearest(edges, value)])

    return tuple(
        Strip(snap(xs, c.x0 - reach), snap(ys, c.top - reach), snap(xs, c.x1 + reach), snap(ys, c.bottom + reach))
        for c in cells
    )


def without_specks(ink: Image) -> Image:
    """The ink without dots too small to be a point."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] > SPECK_AREA, 255, 0)
    return np.asarray(keep[labels], np.uint8)


def lines_in(ink: Image, cell: Strip, usual: float = USUAL_LINE) -> list[Strip]:
    """The boxes of the printed lines in a cell, top to bottom; `usual` is the height of a line in pixels."""
    inside = ink[cell.top + INSET : cell.bottom - INSET, cell.x0 + INSET : cell.x1 - INSET] > 0
    bands = _mended(_bands(np.asarray(inside.any(axis=1))), usual)
    lines = []
    for top, bottom in [part for band in bands for part in _parted(inside, band, usual)]:
        filled = np.flatnonzero(inside[top:bottom].any(axis=0))
        if len(filled) and bottom - top >= MIN_LINE:
            x0, y0 = cell.x0 + INSET, cell.top + INSET
            lines.append(Strip(x0 + int(filled[0]), y0 + top, x0 + int(filled[-1]) + 1, y0 + bottom))
    return lines


def _bands(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The half-open runs of true."""
    steps = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(steps[::2], steps[1::2], strict=True)]


def _mended(bands: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Bands with the strokes of one character (二, ≥, a point) joined: lower than a line, and together no more than one."""
    joined: list[tuple[int, int]] = []
    for band in bands:
        last = joined[-1] if joined else None
        low = last is not None and min(last[1] - last[0], band[1] - band[0]) < 0.75 * usual
        if last is not None and low and band[1] - last[0] <= 1.2 * usual:
            joined[-1] = (last[0], band[1])
        else:
            joined.append(band)
    return joined


def _parted(inside: NDArray[np.bool_], band: tuple[int, int], usual: float) -> list[tuple[int, int]]:
    """A band as high as several lines that touch, cut where it is thinnest."""
    high = band[1] - band[0]
    count = round(high / (1.2 * usual))
    if count < 2:
        return [band]
    weight = inside[band[0] : band[1]].sum(axis=1)
    cuts = [band[0]]
    for i in range(1, count):
        middle, reach = high * i // count, max(1, int(usual / 4))
        start = max(middle - reach, cuts[-1] - band[0] + 1)
        cuts.append(band[0] + start + int(np.argmin(weight[start : middle + reach])))
    cuts.append(band[1])
    return list(pairwise(cuts))
