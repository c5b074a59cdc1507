"""Cell text -> exact number, amount, percent or blank. Absent, zero and unreadable are three answers."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from extract.lexicons import words
from schemas.errors import NumberError
from schemas.folding import fold
from schemas.records import Quantity
from schemas.units import Unit, money_pattern, money_units

NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN = regex.compile(NUMBER)
_MONEY = regex.compile(rf"({NUMBER})({money_pattern()})?")
_PERCENT = regex.compile(rf"({NUMBER})[%％]?")
_POINTS = regex.compile(rf"(?:得?分?[::]?)?({NUMBER})分?")
_QUANTITY = regex.compile(
    rf"(?P<sign>>=|<=|≥|≤|≧|≦|>=|<=|=>|=<|>|<|=|═|不低于|不少于|不高于|不超过|大于等于|小于等于|等于|达到|达|大于|小于)?"
    rf"(?P<number>{NUMBER})(?P<odd>余|多)?(?P<unit>[^\d\s,.;:、。,;:!?()+~-]{{0,8}}?(?:\((?!含)\p{{Han}}{{1,2}}\))?)(?P<bound>及以上|以上|及以下|以下|以内)?"
)
_FIRST_YEAR = 1900
_DATE_UNIT = regex.compile(r"^(年|月|日|号|时)(?!$)|^(年|月|日|号)|年(度|底|末|初)")


class Money(NamedTuple):
    """An exact amount: yuan rounded to fen, one unit of the last printed place in yuan, and its unit if printed."""

    yuan: Decimal
    step_yuan: Decimal
    unit: Unit | None


def is_blank(text: str) -> bool:
    """True for an empty cell and for the marks that stand for nothing (a dash, a slash, 无)."""
    if text[:1].isdigit():
        return False
    folded = fold(text)
    return not folded or folded in words("blanks")


def parse_number(text: str) -> Decimal | None:
    """The number a cell holds, alone; None for a blank. Raises NumberError for anything else."""
    if is_blank(text):
        return None
    match = _PLAIN.fullmatch(fold(text))
    if not match:
        raise NumberError(f"not a number: {text!r}")
    return Decimal(match[0].replace(",", ""))


def parse_money(text: str, unit: Unit) -> Money | None:
    """The amount in a cell in `unit`, or in the unit printed beside it; None for a blank; NumberError otherwise."""
    if is_blank(text):
        return None
    match = _MONEY.fullmatch(fold(text))
    if not match:
        raise NumberError(f"not an amount: {text!r}")
    printed = money_units()[match[2]] if match[2] else None
    return money(match[1], printed or unit, printed)


def is_money(text: str) -> bool:
    """True for an amount, its unit printed beside it or not."""
    return _MONEY.fullmatch(fold(text)) is not None


def money(digits: str, unit: Unit, printed: Unit | None) -> Money:
    """An amount from its printed digits (`1,802.42`) and unit."""
    number = Decimal(digits.replace(",", ""))
    step = Decimal(1).scaleb(-len(digits.partition(".")[2])) * unit.factor
    return Money((number * unit.factor).quantize(Decimal("0.01")), step, printed)


def parse_percent(text: str) -> Decimal | None:
    """A rate in percent as printed (`95.6%` and a bare `95.6` alike); None for a blank; NumberError otherwise."""
    if is_blank(text):
        return None
    match = _PERCENT.fullmatch(fold(text))
    if not match:
        raise NumberError(f"not a rate: {text!r}")
    return Decimal(match[1].replace(",", ""))


def parse_points(text: str) -> Decimal | None:
    """Points (`98`, `98分`); None for a blank; NumberError otherwise."""
    if is_blank(text):
        return None
    match = _POINTS.fullmatch(fold(text))
    if not match:
        raise NumberError(f"not points: {text!r}")
    return Decimal(match[1].replace(",", ""))


@lru_cache(maxsize=4096)
def parse_quantity(text: str | None) -> Quantity | None:
    """The quantity that the whole text is (`≥95%`, `达35家`, `20%以上`), else None: no dates, ranges or sentences."""
    if text is None:
        return None
    match = _QUANTITY.fullmatch(fold(text))
    if not match or (_DATE_UNIT.search(match["unit"]) and not _is_duration(match)):
        return None
    if match["unit"] and match["unit"][0] in "%‰" and len(match["unit"]) > 1:
        return None
    sign = _SIGNS.get(match["sign"] or "") or _SIGNS.get(match["bound"] or "") or "="
    return Quantity(Decimal(match["number"].replace(",", "")), sign, match["unit"] or None)


def _is_duration(match: regex.Match[str]) -> bool:
    """True for a time that something lasts (`≥10年`, `3日以内`, `15年`), which is no date; `≤12月` is a month."""
    bounded = bool(match["sign"] or match["bound"])
    years = match["unit"] == "年" and Decimal(match["number"].replace(",", "")) < _FIRST_YEAR
    return years or (bounded and match["unit"] in ("日", "时"))


def is_sign(text: str) -> bool:
    """True for a comparison alone (`≥`, `大于等于`), as forms print it in a column of its own."""
    return fold(text) in _SIGNS


_SIGNS = {
    ">=": ">=", "≥": ">=", "≧": ">=", "=>": ">=", "不低于": ">=", "不少于": ">=", "大于等于": ">=", "达到": ">=", "达": ">=",
    "<=": "<=", "≤": "<=", "≦": "<=", "=<": "<=", "不高于": "<=", "不超过": "<=", "小于等于": "<=",
    "等于": "=", ">": ">", "大于": ">", "<": "<", "小于": "<", "=": "=", "═": "=",
    "及以上": ">=", "以上": ">=", "及以下": "<=", "以下": "<=", "以内": "<=",
}  # fmt: skip
