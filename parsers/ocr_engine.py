"""The one door to the OCR engine: where text stands on an image, and what a strip of it says.

The only module that knows rapidocr-onnxruntime; its wheel carries the models, so nothing is fetched.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import ceil
from multiprocessing import parent_process
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidocr_onnxruntime import RapidOCR

Image = NDArray[np.uint8]

BATCH_WIDTH = 4096
STRIP_HEIGHT = 48
WIDTHS = (128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072)
SEARCH_SCALE = 0.68
TELLING = frozenset("0123456789.-%≥≤<>")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a strip says; `confidence` is the mean of its characters', or that of a less certain digit; 0 for no text."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A box on an image in pixels, bottom and right excluded."""

    x0: int
    top: int
    x1: int
    bottom: int


def detect(grey: Image) -> list[Strip]:
    """The boxes of printed lines on an upright page."""
    engine = _engine()
    engine.max_side_len = round(SEARCH_SCALE * max(grey.shape))
    with _short_of_memory():
        found, _ = engine(_colour(grey), use_det=True, use_cls=False, use_rec=False)
    boxes = [np.asarray(box) for box in found or ()]
    return [
        Strip(int(box[:, 0].min()), int(box[:, 1].min()), int(box[:, 0].max()) + 1, int(box[:, 1].max()) + 1)
        for box in boxes
    ]


def recognise(strips: Sequence[Image]) -> list[Reading]:
    """The text of each strip, which is the image of one line; in the order given.

    Strips are read with others of about their width, in batches of one size: few shapes and small ones bound the memory.
    """
    found = [Reading("", 0.0)] * len(strips)
    by_width = defaultdict(list)
    for i, strip in enumerate(strips):
        by_width[_width_class(strip)].append(i)
    read = _engine().text_rec
    for width, members in sorted(by_width.items()):
        read.rec_image_shape, read.rec_batch_num = [3, STRIP_HEIGHT, width], max(1, BATCH_WIDTH // width)
        with _short_of_memory():
            answers, _ = read([_colour(strips[i]) for i in members], return_word_box=True)
        for i, (text, _, marks) in zip(members, answers, strict=True):
            found[i] = _reading(text, marks[4])
    return found


def _width_class(strip: Image) -> int:
    """The least width of a few that holds a strip at the height the engine reads at."""
    width = STRIP_HEIGHT * strip.shape[1] / max(1, strip.shape[0])
    return next((each for each in WIDTHS if width <= each), ceil(width))


def _reading(text: str, certainties: Sequence[float]) -> Reading:
    if not text:
        return Reading("", 0.0)
    digits = [sure for char, sure in zip(text, certainties, strict=False) if char in TELLING]
    return Reading(text, float(min([fmean(certainties), *digits])))


def _colour(grey: Image) -> Image:
    return np.repeat(grey[:, :, None], 3, axis=2)


@cache
def _engine() -> Any:
    """The engine, loaded once. In a worker of a pool it keeps to one core, alone it takes all."""
    logging.getLogger("rapidocr_onnxruntime").setLevel(logging.ERROR)
    threads = 1 if parent_process() else -1
    with _short_of_memory():
        return RapidOCR(det_limit_type="max", intra_op_num_threads=threads)


@contextmanager
def _short_of_memory() -> Iterator[None]:
    """The engine names a failed allocation in the text of an error of its own kind; here it is a MemoryError."""
    try:
        yield
    except Exception as error:
        if "bad_alloc" in str(error) or "allocate" in str(error):
            raise MemoryError from error
        raise
