"""Which extras of the distribution are installed."""

from functools import cache
from importlib.util import find_spec

_OCR = ("rapidocr_onnxruntime", "cv2", "numpy")
_CRAWL = ("scrapy", "warcio")


@cache
def has_ocr() -> bool:
    """Whether everything of the extra `ocr` can be imported; nothing is imported to find out."""
    return all(find_spec(name) is not None for name in _OCR)


@cache
def has_crawl() -> bool:
    """Whether everything of the extra `crawl` can be imported; nothing is imported to find out."""
    return all(find_spec(name) is not None for name in _CRAWL)
