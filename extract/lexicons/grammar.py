"""Patterns of Chinese wordings, put together from the word lists beside them.

A file has two parts, `words` (name -> list) and `patterns` (name -> regular expression). `<name>` in a pattern stands for any
word of the list of that name, the longest first, or for the pattern of that name. A list without words matches nothing.
In every file `<number>` stands for a number as it is printed, and `<money_unit>` for any spelling of a unit of money.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import regex

from extract.numbers import NUMBER
from schemas.datafile import load_yaml
from schemas.units import money_pattern

_NEVER = "(?!)"
_EVERYWHERE: Mapping[str, Callable[[], str]] = {"number": lambda: NUMBER, "money_unit": money_pattern}
_NAMED = regex.compile(r"(?<!\?P)<([a-z_]+)>")


@cache
def pattern(file: str, name: str) -> regex.Pattern[str]:
    """A pattern of a file with its lists put in; KeyError for a name that the file does not have."""
    return regex.compile(_spelt_out(file, lexicon(file)["patterns"][name]))


@cache
def wordings(file: str, name: str) -> tuple[str, ...]:
    """A list of words of a file; KeyError for a name that the file does not have."""
    return tuple(lexicon(file)["words"][name])


@cache
def lexicon(file: str) -> Mapping[str, Mapping[str, Any]]:
    """The whole of one file."""
    data: Mapping[str, Mapping[str, Any]] = load_yaml("extract.lexicons", f"{file}.yaml")
    return data


def _spelt_out(file: str, text: str) -> str:
    return _NAMED.sub(lambda match: _group(file, match[1]), text)


def _group(file: str, name: str) -> str:
    if name in lexicon(file)["words"]:
        return f"(?:{'|'.join(map(regex.escape, sorted(wordings(file, name), key=len, reverse=True))) or _NEVER})"
    if name in _EVERYWHERE:
        return f"(?:{_EVERYWHERE[name]()})"
    return f"(?:{_spelt_out(file, lexicon(file)['patterns'][name])})"
