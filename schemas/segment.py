"""One-character segmentation for full-text search: Chinese words of any length are found as phrases of characters."""

import unicodedata

import regex

_CJK = regex.compile(r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}])")
_WORD = regex.compile(r'"([^"]*)"|(\S+)')
_TOKEN = regex.compile(r"[\p{L}\p{N}\p{M}]+")


def segment(text: str) -> str:
    """NFKC text with a space around every Chinese character; runs of Latin letters and digits stay whole.

    `2022年5G` -> `2022 年 5G`. What is indexed and what is searched must both go through here.
    """
    return " ".join(_CJK.sub(r" \1 ", unicodedata.normalize("NFKC", text)).split())


def match_query(query: str) -> str:
    """An FTS5 query that finds every word of `query`, each as a phrase; quotation marks keep words together.

    `三公经费 2022` -> `"三 公 经 费" "2022"`. The empty text where nothing can be searched for.
    """
    normal = unicodedata.normalize("NFKC", query).replace("“", '"').replace("”", '"')
    words = (quoted or bare for quoted, bare in _WORD.findall(normal))
    phrases = (" ".join(_TOKEN.findall(segment(word))) for word in words)
    return " ".join(f'"{phrase}"' for phrase in phrases if phrase)
