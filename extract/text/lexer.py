"""Folded narrative text -> tokens: terms, measures, years, amounts, changes, fillers, stops, and the rest by its shape."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.numbers import NUMBER
from extract.text.pieces import date_at, numbered_papers, outline_at, pieces
from extract.text.token import LOOSE, Token
from schemas import fields
from schemas.datafile import load_yaml
from schemas.units import money_pattern

_AMOUNT = regex.compile(rf"(?<![\d.])({NUMBER})({money_pattern()})(?!/|每|港|美)(?<![万亿](?=(?![用的以])\p{{Han}}))")
_PERCENT = regex.compile(rf"{NUMBER}%")
_YEAR = regex.compile(r"(20[012]\d)(?:年(?!初|终)|(?=年(?:初|终)))")
_RELATIVE = regex.compile(r"(?:(?<!加)上年度?|去年|上一年度?)(?:同期|决算数?(?=减|增|相比|持平)|度)?")
_MARKS = dict.fromkeys("。!?！？\n", "stop") | dict.fromkeys(";；", "halt") | dict.fromkeys(",，、", "break")
_SIDED = ("source.general", "source.fund", "source.state_capital", "source.social_insurance", "source.fiscal")
_BARE_SOURCE = 4
_EACH_PIECE, _MONEY_WORD = "每", "资金"
_EACH = regex.compile(r"每\p{Han}{1,4}?(?=[\d,.]+[万亿]?元)")
_FUNCTION = regex.compile(
    r"(?:\p{Han}{2,20}\(类\))?(?:(?P<section>\p{Han}(?:\p{Han}|\((?![类款项]\))\p{Han}+\)){1,24}?)\(款\))?(?P<item>\p{Han}{2,30})\(项\)"
)
_SECTION = regex.compile(r"\p{Han}{2,20}\(类\)(?P<section>\p{Han}(?:\p{Han}|\((?![类款项]\))\p{Han}+\)){1,24}?)\(款\)")
_CLASS = regex.compile(r"(?P<name>\p{Han}{2,20})\(类\)支出")
_CODED = regex.compile(
    r"\p{Han}{2,20}(?:\(类\))?\((?P<class>2\d\d)\)\p{Han}{2,24}(?:\(款\))?\((?P<section>\d\d)\)\p{Han}{2,30}(?:\(项\))?\((?P<item>\d\d)\)"
)
_NUMBERED = regex.compile(r"(?P<code>2\d\d(?:\d\d){0,2})-\p{Han}[\p{Han}()]{1,24}?(?=[\d:,，。;；]|[为是]\d)")
_ALONE = regex.compile(r"(?:支出|为)?\d")
_ZERO = regex.compile(r"(?<=[为是])0(?:\.0+)?(?=[,，。;；、)]|$)")
_HAN = regex.compile(r"\p{Han}")


# Names that are asked for again and again in one report.
NAMES = 2048


@cache
def narrative() -> Mapping[str, Any]:
    """The word lists of narrative.yaml."""
    data: Mapping[str, Any] = load_yaml("extract.lexicons", "narrative.yaml")
    return data


@cache
def _vocabulary() -> dict[str, tuple[str, Any]]:
    """word -> (token kind, value); later groups do not override earlier ones."""
    words = narrative()
    groups: list[tuple[str, Mapping[str, Any]]] = [
        ("echo", dict.fromkeys(words["echoes"])),
        ("limit", dict.fromkeys(words["limits"])),
        ("unknown", dict.fromkeys(words["negations"])),
        ("respectively", dict.fromkeys(words["respectively"])),
        ("term", words["terms"]),
        ("addition", dict.fromkeys(words["additions"], "other")),
        ("deduction", dict.fromkeys(words["deductions"], "other")),
        ("term", dict.fromkeys(words["others"], "other") | words["coded_others"]),
        ("term", {label: code for label, code in fields.budget_labels().items() if code != "other" and len(label) > 1}),
        ("term", _sided_sources(words["sides_of_sources"])),
        ("term", {label: code for label, code in fields.classified_labels("econ").items() if len(label) > 2}),
        ("short", {label: code for label, code in fields.classified_labels("econ").items() if len(label) == 2}),
        ("term", {label: code for label, code in fields.classified_labels("func").items() if len(label) > 2}),
        ("term", fields.functional_sections()),
        ("sources", dict.fromkeys(words["sources"])),
        ("measure", words["measures"]),
        ("project_measure", words["project_measures"]),
        ("change", dict.fromkeys(words["increases"], 1) | dict.fromkeys(words["decreases"], -1)),
        ("compare", dict.fromkeys(words["comparisons"])),
        ("standard", dict.fromkeys(words["standards"])),
        ("filler", dict.fromkeys(words["fillers"])),
        ("of_which", dict.fromkeys(words["of_which"])),
        ("part", {label: code for label, code in fields.budget_labels().items() if code == "other" and len(label) > 3}),
    ]
    known: dict[str, tuple[str, Any]] = {}
    for kind, entries in groups:
        for word, value in entries.items():
            known.setdefault(word, (kind, value))
    return known


def _sided_sources(sides: list[str]) -> dict[str, str]:
    """Each name of a source of money with the side of the account behind it -> its code."""
    named = {
        label: code for label, code in fields.budget_labels().items() if code in _SIDED and len(label) > _BARE_SOURCE
    }
    return {label + side: code for label, code in named.items() if not label.endswith(tuple(sides)) for side in sides}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """first character -> lengths of the words that begin with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for word in _vocabulary():
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


@lru_cache(maxsize=NAMES)
def is_known(name: str) -> bool:
    """True for a name that is nothing but words of the lists."""
    return not any(token.kind in LOOSE for token in tokens(name))


def tokens(text: str) -> list[Token]:
    """The tokens of a folded text, in order, covering it wholly; words of no list are split into characters."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    papers = numbered_papers(text)
    at = unknown = 0
    while at < len(text):
        token = (
            papers.get(at)
            or outline_at(text, at)
            or _pattern(text, at)
            or _function(text, at, unknown)
            or _word(text, at, inside=unknown < at)
        )
        if token is None:
            at += 1
            continue
        if unknown < at:
            yield from pieces(text, unknown, at)
        yield token
        at = unknown = token.end
    if unknown < at:
        yield from pieces(text, unknown, at)


def _pattern(text: str, at: int) -> Token | None:
    char = text[at]
    if char.isdigit() or char in "+-":
        if match := _NUMBERED.match(text, at):
            return Token("term", at, match.end(), f"func.{match['code']}")
        if match := _YEAR.match(text, at):
            return date_at(text, at) or Token("year", at, match.end(), int(match[1]))
        if match := _AMOUNT.match(text, at):
            return Token("amount", at, match.end(), (match[1], match[2]))
        if match := _ZERO.match(text, at):
            return Token("amount", at, match.end(), (match[0], None))
        if match := _PERCENT.match(text, at):
            return Token("percent", at, match.end())
    elif char in narrative()["before_numbers"] and text[at + 1 : at + 2].isdigit():
        return Token("change", at, at + 1, narrative()["before_numbers"][char])
    elif char in _opens_phrase() and (phrase := _phrase(text, at, char)):
        return phrase
    elif char in _MARKS:
        return Token(_MARKS[char], at, at + 1)
    elif kind := _kinds_of_char().get(char):
        return _opened(kind, text, at)
    return None


@cache
def _opens_phrase() -> frozenset[str]:
    return frozenset().union(
        *(wordings("contexts", f"opens_{name}") for name in ("kinds", "carried", "adjusted", "made_up"))
    )


def _phrase(text: str, at: int, char: str) -> Token | None:
    """What is told by several words: a list of parts by some kind of theirs, a budget that was adjusted, money carried into one."""
    if char in wordings("contexts", "opens_kinds") and (match := pattern("contexts", "kinds_of_parts").match(text, at)):
        return Token("of_which", at, match.end())
    if char in wordings("contexts", "opens_carried") and (match := pattern("contexts", "carried_in").match(text, at)):
        return Token("filler", at, match.end())
    if char in wordings("contexts", "opens_made_up") and (match := pattern("contexts", "made_up").match(text, at)):
        return Token("of_which", at, match.end())
    if char not in wordings("contexts", "opens_adjusted"):
        return None
    if match := pattern("contexts", "adjusted_from").match(text, at):
        return Token("measure", at, match.end(), "budget_initial")
    match = pattern("contexts", "adjusted_to").match(text, at)
    return Token("measure", at, match.end(), "budget") if match else None


@cache
def _kinds_of_char() -> dict[str, str]:
    """The characters that a token told by a pattern may begin with, and which pattern that is."""
    words = narrative()
    return (
        {_EACH_PIECE: "each"}
        | dict.fromkeys(words["before_numbers"], "less")
        | dict.fromkeys(wordings("contexts", "opens_years"), "relative")
    )


def _opened(kind: str, text: str, at: int) -> Token | None:
    if kind == "each":
        match = _EACH.match(text, at)
        return Token("standard", at, match.end()) if match else None
    if kind == "less":
        alone = text[at + 1 : at + 2].isdigit()
        return Token("change", at, at + 1, narrative()["before_numbers"][text[at]]) if alone else None
    match = _RELATIVE.match(text, at)
    return Token("last_year", at, match.end()) if match and _word(text, at) is None else None


def _function(text: str, at: int, unknown: int) -> Token | None:
    """The path of a functional item (`审计事务(款)行政运行(项)`) as one term; None for a path whose code is not known."""
    if (at != unknown and _HAN.match(text[at - 1])) or "(" not in text:
        return None
    if match := _CODED.match(text, at):
        return Token("term", at, match.end(), f"func.{match['class']}{match['section']}{match['item']}")
    if match := _CLASS.match(text, at):
        code = fields.classified_labels("func").get(match["name"] + "支出")
        return Token("term", at, match.end(), code) if code else None
    if not (match := _FUNCTION.match(text, at)):
        return _section(text, at)
    code = fields.functional_code(match["section"], match["item"])
    return Token("term" if code else "path", at, match.end(), code)


def _section(text: str, at: int) -> Token | None:
    """A path that ends with its section (`教育支出(类)普通教育(款)`)."""
    if not (match := _SECTION.match(text, at)):
        return None
    code = fields.functional_section(match["section"])
    return Token("term" if code else "path", at, match.end(), code)


def _word(text: str, at: int, *, inside: bool = False) -> Token | None:
    """The longest word of the lists at a place. `inside` where unknown characters stand right before it."""
    for length in _lengths().get(text[at], ()):
        if at + length <= len(text) and (entry := _vocabulary().get(text[at : at + length])):
            if length == 1 and entry[0] == "filler" and _is_in_word(text, at, inside):
                continue
            if entry[0] != "short":
                return Token(entry[0], at, at + length + _ending(text, at + length, entry[0]), entry[1])
            if _ALONE.match(text, at + length) and not (at and _HAN.match(text[at - 1])):
                return Token("term", at, at + length, entry[1])
    return None


def _ending(text: str, end: int, kind: str) -> int:
    """How many characters longer a term is than its word: 费 may be 费用 (but `…费用于…`)."""
    longer = (
        kind == "term" and text[end - 1] == "费" and text.startswith("用", end) and not text.startswith("用于", end)
    )
    if kind == "part" and text.startswith(_MONEY_WORD, end):
        return len(_MONEY_WORD)
    return int(longer)


def _is_in_word(text: str, at: int, inside: bool) -> bool:
    """True for a single character that is a filler elsewhere and here part of an unknown word (公共, 计划)."""
    if not _HAN.match(text[at]):
        return False
    begins = bool(_HAN.match(text, at + 1)) and _word(text, at + 1) is None and not _RELATIVE.match(text, at + 1)
    return begins or (inside and bool(_HAN.match(text[at - 1])))
