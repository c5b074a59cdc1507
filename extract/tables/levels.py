"""Labels of where money came from: a level of government, another source, their sum."""

from functools import lru_cache

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern

MAX_LABEL, MAX_LEVEL = 24, 16


@lru_cache(maxsize=4096)
def heads_sources(text: str) -> bool:
    """Whether a label asks where money came from (资金来源, 项目资金来源)."""
    return len(text) <= MAX_LABEL and bare_label(text).endswith(tuple(words("source_heads")))


def source_of(label: str) -> str | None:
    """The item of a label below such a one: a level of government, other money, or the sum of all."""
    if label in words("source_levels") or is_level(label):
        return "other"
    return "source.other" if label in words("other_sources") else "total" if label in words("sums") else None


@lru_cache(maxsize=4096)
def is_level(text: str) -> bool:
    """Whether a label names no more than the level of government that gave money (中央, 省级财政, 省、市)."""
    short = len(text) <= MAX_LEVEL and not text[:1].isdigit()
    return short and pattern("tables", "level_of_government").fullmatch(bare_label(text)) is not None
