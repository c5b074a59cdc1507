"""Segmentation for full-text search: Chinese is indexed by pairs of characters, so words of any length are found fast.

A word of two characters is one entry of the index; a longer one a phrase of the pairs that it is made of. Single
characters would all be so frequent that a rare word takes as long to find as the whole index to read.
"""

import unicodedata
from itertools import pairwise

import regex

_WORD = regex.compile(r'"([^"]*)"|(\S+)')
_UNIT = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]|[[\p{L}\p{N}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]]+",
    regex.VERSION1,
)
_FIRST_CHINESE = "\u2e80"


def units(text: str) -> list[str]:
    """Chinese characters and runs of other letters and digits, in NFKC; what stands between them is left out.

    `2022年“三公”5G` -> `2022`, `年`, `三`, `公`, `5G`.
    """
    normal = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    found: list[str] = _UNIT.findall(normal)
    return found


def segment(text: str) -> str:
    """The entries under which a text is indexed: `2022年三公经费` -> `2022 年三 三公 公经 经费 费`.

    A Chinese character goes together with the one that follows; one that none follows stands alone.
    """
    return " ".join(_tokens(units(text)))


def phrases(query: str) -> list[list[str]]:
    """The units of every word of a query; quotation marks keep words together."""
    normal = unicodedata.normalize("NFKC", query).replace("“", '"').replace("”", '"')
    words = (units(quoted or bare) for quoted, bare in _WORD.findall(normal))
    return [word for word in words if word]


def match_query(query: str) -> str:
    """An FTS5 query that finds every word of `query`, each as a phrase; the empty text where there is none.

    `三公经费 2022` -> `"三公 公经 经费" "2022"`. The last character of a word may be followed by any other, so it is asked
    for as the end of a pair, or, where it stands alone, as the beginning of one: `坝` -> `"坝" *`.
    """
    return " ".join(map(_phrase, phrases(query)))


def _phrase(word: list[str]) -> str:
    tokens = _tokens(word)
    if not _is_chinese(word[-1]):
        return f'"{" ".join(tokens)}"'
    if len(word) > 1 and _is_chinese(word[-2]):
        return f'"{" ".join(tokens[:-1])}"'
    return f'"{" ".join(tokens)}" *'


def _tokens(found: list[str]) -> list[str]:
    if not found:
        return []
    pairs = pairwise(found)
    joined = [left + right if _is_chinese(left) and _is_chinese(right) else left for left, right in pairs]
    return [*joined, found[-1]]


def _is_chinese(unit: str) -> bool:
    return unit >= _FIRST_CHINESE
