"""Years and dates as they are written: in figures, in brackets, or in Chinese numerals."""

import regex

from schemas.folding import fold

YEAR_LINE = regex.compile(r"\(?(20[012]\d)年?度?\)?")
DATE = regex.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_YEAR = regex.compile(r"(20[012]\d)(?=年)|\((20[012]\d)\)")
_SPELT_DIGITS = "零一二三四五六七八九"
_SPELT = regex.compile("[〇○零一二三四五六七八九十]{1,4}(?=[年月日])")


def years_in(text: str) -> list[int]:
    """The years a folded text names (`2021年`, `(2021)`)."""
    return [int(first or second) for first, second in _YEAR.findall(text)]


def in_figures(text: str) -> str:
    """A text whose years, months and days are written in figures (`二〇二二年五月三十日`)."""
    return _SPELT.sub(lambda match: _spelt_number(match[0]), text)


def _spelt_number(said: str) -> str:
    tens, ten, ones = said.partition("十")
    digits = {digit: str(value) for value, digit in enumerate(_SPELT_DIGITS)} | dict.fromkeys("〇○零0", "0")
    if not ten:
        return "".join(digits[char] for char in said)
    return str(int(digits.get(tens, "1")) * 10 + int(digits.get(ones, "0")))


def stated_date(text: str) -> str | None:
    """The ISO date a text states (`2024年6月15日`), else None."""
    match = DATE.search(in_figures(fold(text)))
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{int(match[1])}-{int(match[2]):02d}-{int(match[3]):02d}"
