"""Which way up the image of a page is: lines of print run along the shorter gaps, and read better from their beginning."""

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.image_rulings import ink_of
from parsers.ocr_engine import recognise

Image = NDArray[np.uint8]

CHARACTER_PX = (8, 60)
MAX_CHARACTERS = 1500
MIN_TELLING = 30
STEEP = 2.0
SIDEWAYS_SHARE = 1.5
JOIN_PX = 25
LINE_SHAPE = 5
SAMPLE = 8
PAD = 3


def levelled(grey: Image) -> Image:
    """The page turned by a quarter where its lines run up or down; the quarter in which a few of them read better."""
    if not is_sideways(grey):
        return grey
    ways = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return max((np.asarray(cv2.rotate(grey, way), np.uint8) for way in ways), key=_legibility)


def upside_down(grey: Image) -> Image:
    """The page turned by half a turn."""
    return np.asarray(cv2.rotate(grey, cv2.ROTATE_180), np.uint8)


def is_sideways(grey: Image) -> bool:
    """Whether most characters have their nearest neighbour above or below rather than beside them."""
    ink = cv2.dilate(ink_of(grey), np.ones((3, 3), np.uint8))
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    small = ((sides >= CHARACTER_PX[0]) & (sides <= CHARACTER_PX[1])).all(axis=1)
    found = middles[small][:MAX_CHARACTERS].astype(np.float32)
    if len(found) < MIN_TELLING:
        return False
    away = np.abs(found[:, None, :] - found[None, :, :])
    distance = np.square(away).sum(axis=2)
    np.fill_diagonal(distance, np.inf)
    across, down = away[np.arange(len(found)), distance.argmin(axis=1)].T
    beside, below = int((across > STEEP * down).sum()), int((down > STEEP * across).sum())
    return below >= MIN_TELLING and below > SIDEWAYS_SHARE * beside


def _legibility(grey: Image) -> float:
    """How sure the engine is of the longest lines of a page, by the characters it reads."""
    ink = cv2.morphologyEx(ink_of(grey), cv2.MORPH_CLOSE, np.ones((3, JOIN_PX), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    lines = [
        (width, x, y, height)
        for x, y, width, height, _ in stats[1:].tolist()
        if CHARACTER_PX[0] <= height <= CHARACTER_PX[1] and width >= LINE_SHAPE * height
    ]
    strips = [
        grey[max(0, y - PAD) : y + height + PAD, max(0, x - PAD) : x + width + PAD]
        for width, x, y, height in sorted(lines, reverse=True)[:SAMPLE]
    ]
    return sum(reading.confidence * len(reading.text) for reading in recognise(strips))
