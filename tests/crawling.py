"""What the tests of crawling share: their mark, and a portal to begin with."""

from typing import Any

import pytest

from corpus.crawl.config import Portal, Source
from schemas.extras import has_crawl

needs_crawl = pytest.mark.skipif(not has_crawl(), reason="crawling is not installed: make crawl")
LIST = Source("list", "http://www.example.gov.cn/zx/index.html")


def portal(*hosts: str, **more: Any) -> Portal:
    """A portal of these hosts that looks for one keyword; `more` are its other fields."""
    return Portal("p", hosts or ("www.example.gov.cn",), (LIST,), **{"keywords": ("绩效自评",), **more})
