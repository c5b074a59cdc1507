"""The one way to compare text: width, white space, quotation marks and dashes; never what is stored."""

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xa0\u3000]+")
_QUOTES = re.compile(r"[“”„‟\"'‘’＇＂「」『』]")
_DASHES = re.compile(r"[‐‑‒–—―－─━]")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Text for comparison: NFKC, no white space, no quotation marks, one dash. `“三公”经费 ` -> `三公经费`."""
    folded = unicodedata.normalize("NFKC", _SPACE.sub("", text))
    return _DASHES.sub("-", _QUOTES.sub("", folded))


def squeeze(text: str) -> str:
    """Text as published without its white space: how names and indicator texts are shown."""
    return _SPACE.sub("", text)


def bracketed(text: str) -> tuple[str, str | None]:
    """(text without its closing bracket, the bracket's content). Works on folded text; nested brackets go whole."""
    if not text.endswith(")"):
        return text, None
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[position], 0)
        if depth == 0:
            return text[:position], text[position + 1 : -1]
    return text, None


@lru_cache(maxsize=1024)
def fold_with_map(text: str) -> tuple[str, tuple[int, ...]]:
    """(folded text, for each of its characters the index of the published one it came from; one more for the end)."""
    pieces: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        piece = fold(char)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    return "".join(pieces), (*origin, len(text))
