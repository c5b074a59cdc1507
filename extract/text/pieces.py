"""Words that no list knows, cut into the tokens that their shape tells: counts, points, dates, numbers, characters."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import regex

from extract.numbers import NUMBER
from extract.text.token import LOOSE, Token
from schemas import fields
from schemas.datafile import load_yaml
from schemas.units import money_pattern

_OPEN, _CLOSE = r"[〔\[【(]", r"[〕\]】)]"
_NUMBERED_PAPER = regex.compile(
    rf"(?P<issuer>\p{{Han}}{{0,12}}){_OPEN}(?P<year>20\d\d){_CLOSE}第?(?P<number>\d{{1,4}})号"
)
_MAX_ISSUER = 7
_DATE = regex.compile(r"(?P<year>20[012]\d)年(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日)?")
_OUTLINE = regex.compile(
    r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|[一二三四五六七八九十]{1,3}、|\d{1,2}(?:\.\d{1,2}){0,3}[.、](?:(?!\d)|(?=20\d\d年))"
)
CIRCLED = regex.compile("[①-⑳❶-❿⓫-⓴]")
_HAN = regex.compile(r"\p{Han}")


@cache
def _listed() -> regex.Pattern[str]:
    amount = rf"{NUMBER}(?:{money_pattern()})"
    return regex.compile(rf"[为是:]?(?:各|约)?(?P<each>{amount})(?:(?:[、,，和及与]|以及)+(?P<each>{amount}))*")


def amounts_listed(text: str, at: int) -> int:
    """How many amounts of money a list holds that begins at a place (`12万元、8万元和3万元`); 0 for none."""
    match = _listed().match(text, at)
    return len(match.captures("each")) if match else 0


@cache
def _shapes() -> regex.Pattern[str]:
    units = "|".join(map(regex.escape, sorted(load_yaml("extract.lexicons", "words.yaml")["counted"], key=len)))
    staff = "|".join(map(regex.escape, sorted(_staff(), key=len, reverse=True)))
    return regex.compile(
        rf"(?P<date>(?:1[0-2]|0?[1-9])月(?:[12]\d|3[01]|0?[1-9])日)|(?P<count>{NUMBER}(?:{units})(?![次月批百分]))"
        rf"|(?P<points>{NUMBER}分(?!之))|(?P<number>{NUMBER})|(?P<word>[A-Za-z]+)|(?P<staff>{staff})|(?P<han>\p{{Han}})|(?P<sign>.)",
        regex.DOTALL,
    )


@cache
def _staff() -> dict[str, str]:
    return {label: category for label, category in fields.personnel_labels().items() if len(label) > 1}


@cache
def _number() -> regex.Pattern[str]:
    return regex.compile(NUMBER)


@cache
def _leads() -> tuple[str, ...]:
    return tuple(load_yaml("extract.lexicons", "words.yaml")["before_numbered_paper"])


def pieces(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch of folded text that holds no word of the vocabulary, covering it wholly."""
    for match in _shapes().finditer(text, start, end):
        kind = str(match.lastgroup)
        yield Token(kind, match.start(), match.end(), _value(kind, match[0]))


def _value(kind: str, said: str) -> Any:
    if kind == "staff":
        return _staff()[said]
    if kind == "date":
        month, day = said.rstrip("日").split("月")
        return None, int(month), int(day)
    if kind in ("count", "points", "number"):
        digits = _number().match(said)
        assert digits
        return (digits[0], said[digits.end() :]) if kind == "count" else digits[0]
    return None


def numbered_papers(text: str) -> dict[int, Token]:
    """start -> the number of an official paper (`怀财预〔2023〕6号`); its value is (year, number).

    Words that lead up to it (根据) and what is more than seven characters before the bracket are no part of it.
    """
    found = {}
    for match in _NUMBERED_PAPER.finditer(text) if "号" in text else ():
        issuer = match["issuer"][-_MAX_ISSUER:]
        cut = max((issuer.rfind(lead) + len(lead) for lead in _leads() if lead in issuer), default=0)
        start = match.end("issuer") - len(issuer) + cut
        found[start] = Token("paper", start, match.end(), (int(match["year"]), int(match["number"])))
    return found


def date_at(text: str, at: int) -> Token | None:
    """A date that begins with its year (`2023年6月30日`, `2023年6月`); its value is (year, month, day or None)."""
    if not (match := _DATE.match(text, at)):
        return None
    day = int(match["day"]) if match["day"] else None
    return Token("date", at, match.end(), (int(match["year"]), int(match["month"]), day))


def outline_at(text: str, at: int) -> Token | None:
    """The outline number that opens a paragraph or a sentence (`(一)`, `1.`), or a circled one anywhere; None elsewhere."""
    if CIRCLED.match(text, at):
        return Token("outline", at, at + 1, text[at])
    if at and text[at - 1] not in "。;;:":
        return None
    match = _OUTLINE.match(text, at)
    return Token("outline", at, match.end(), match[0].strip("()、.")) if match else None


def phrases(tokens: list[Token], text: str) -> Iterator[Token]:
    """What is read for links: words that no list knows are put together again, a date is its year and the rest."""
    start = end = 0
    for token in tokens:
        if token.kind == "date" and token.value[0] is not None:
            if start < end:
                yield _rest(text, start, end)
            start = token.start + len("2023年")
            yield Token("year", token.start, start, token.value[0])
        elif token.kind not in LOOSE:
            if start < end:
                yield _rest(text, start, end)
            yield token
            start = token.end
        end = token.end
    if start < end:
        yield _rest(text, start, end)


def _rest(text: str, start: int, end: int) -> Token:
    return Token("unknown" if _HAN.search(text, start, end) else "mark", start, end)
