"""Images of pages, ready to be read: rendered or decoded, seals out, grey, upright.

The only module that knows pypdfium2's rendering; OpenCV is also used in `parsers.image_rulings`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from schemas.errors import DocumentError

Image = NDArray[np.uint8]

DPI = 200
POINTS = 72
MAX_SIDE = 4000
MAX_PIXELS = 100_000_000
RED_LEAD = 40
MAX_SKEW = 4.0
SKEW_STEPS = ((MAX_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02))
PROBE_SIDE = 800
MIN_SKEW = 0.03
A4_WIDTH_PT = 595.0
JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc3]\x00.\x08(..)(..)", re.DOTALL)


def rendered(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[Image, float] | None]]:
    """(page number from 1, its image in red, green, blue with pixels per point) for the pages asked for.

    None stands for a page that PDFium cannot draw.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield from ((number, None) for number in numbers)
        return
    with closing(pdf):
        for number in numbers:
            try:
                drawn = _drawn(pdf, number)
            except (pypdfium2.PdfiumError, IndexError):
                drawn = None
            yield number, drawn


def _drawn(pdf: pypdfium2.PdfDocument, number: int) -> tuple[Image, float]:
    with closing(pdf[number - 1]) as page:
        scale = min(DPI / POINTS, MAX_SIDE / max(*page.get_size(), 1.0))
        with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
            return bitmap.to_numpy()[:, :, :3].copy(), scale


def decoded(data: bytes) -> tuple[Image, float]:
    """An image file as (image in red, green, blue, pixels per point of a page as wide as A4).

    Raises DocumentError: malformed where it is no image, too-large beyond 100 million pixels.
    """
    wide, high = _declared_size(data)
    if wide * high > MAX_PIXELS:
        raise DocumentError("too-large", f"an image of {wide} by {high} pixels is too large to read")
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        image = None
    if image is None:
        raise DocumentError("malformed", "this image cannot be decoded")
    factor = min(A4_WIDTH_PT * (DPI / POINTS) / image.shape[1], MAX_SIDE / max(image.shape[:2]))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(image, None, fx=factor, fy=factor, interpolation=way)
    return np.ascontiguousarray(resized[:, :, ::-1]).astype(np.uint8), resized.shape[1] / A4_WIDTH_PT


def _declared_size(data: bytes) -> tuple[int, int]:
    """(width, height) as the head of a PNG or JPEG states it, before anything is decoded."""
    if data.startswith(b"\x89PNG"):
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    frame = JPEG_FRAME.search(data)
    return (int.from_bytes(frame[2], "big"), int.from_bytes(frame[1], "big")) if frame else (0, 0)


def without_seals(image: Image) -> Image:
    """Grey, where what is red is seen through a red glass: a seal fades, black print beneath it stays."""
    channels = image.astype(np.int16)
    red, others = channels[:, :, 0], channels[:, :, 1:].max(axis=2)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    reddish = (red - others > RED_LEAD).astype(np.uint8)
    if not reddish.any():
        return np.asarray(grey, np.uint8)
    near = cv2.dilate(reddish, np.ones((3, 3), np.uint8))
    return np.where(near > 0, image[:, :, 0], grey).astype(np.uint8)


def deskewed(grey: Image) -> Image:
    """The page turned so that its lines lie level; up to four degrees."""
    angle = skew_of(grey)
    return grey if abs(angle) < MIN_SKEW else turned(grey, angle)


def turned(image: Image, degrees: float) -> Image:
    """The page turned counter-clockwise about its middle, its size kept, the corners white."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    white = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white), np.uint8
    )


def skew_of(grey: Image) -> float:
    """By how many degrees a page must be turned for its rows of ink to be sharpest."""
    factor = min(1.0, PROBE_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = np.asarray(255 - small, np.uint8)
    ink[ink < 60] = 0
    if not ink.any():
        return 0.0
    best = 0.0
    for reach, step in SKEW_STEPS:
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(ink, float(angle))))
    return best


def _sharpness(ink: Image, degrees: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())
