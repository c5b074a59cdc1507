"""A target and what came of it -> whether it was attained, where that can be decided.

Undecidable stays undecided: sentences of several figures, words, other units, targets without a sign that may be a
floor or a limit.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extract.lexicons import audit_patterns, words
from extract.numbers import parse_quantity
from schemas.folding import fold
from schemas.records import Quantity
from schemas.units import money_units

_CLOSING = regex.compile(r"[。;,，;!]+$")
_LEADING = regex.compile(r"^([^,，;。;(]*\d[^,，;。;(]*)[,，;。;(](\D*)$")
_RANGE = regex.compile(r"^(\d+(?:\.\d+)?)[^\d]{0,3}?[-~至](\d+(?:\.\d+)?)(\D*)$")
_DATE = regex.compile(
    r"^(?:(?P<year>20\d\d)(?:年|[-./]))?(?:(?P<month>1[0-2]|0?[1-9])(?:月份?|[-./]))?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]?)?(?P<rest>[^\d]{0,8})$"
)
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Attainment:
    """`met`: whether the target is attained; `ratio`: actual over target, None for dates, ranges and zero targets."""

    met: bool
    ratio: Decimal | None


def attained(
    target: str | None, actual: str | None, name: str | None = None, *, unit_apart: bool = False
) -> Attainment | None:
    """The attainment of an indicator's published texts; `name` tells limits from floors. None where undecided.

    `unit_apart`: the form has a column for the unit and prints the result without it.

    `≥95%`, `96.5%` -> met; `35家`, `28家` -> not met; `2023年12月底前`, `2023年11月` -> met; `进一步提升`, … -> None.
    """
    if not target or not actual:
        return None
    wanted, got = _quantity(target), _quantity(actual)
    if unit_apart and got and got.unit is None and (printed := parse_quantity(target)) and printed.unit:
        got = _quantity(f"{got.value}{printed.unit}")
    if wanted and got:
        return _compared(wanted, got, name or "")
    if span := _RANGE.match(fold(target)):
        return _within(span, got, name or "")
    return _dated(target, actual)


def repeats_target(target: str | None, actual: str | None) -> bool | None:
    """Whether a result is its target word for word; None where one is missing or the target is marked not applicable."""
    if not target or not actual or is_not_applicable(target):
        return None
    return fold(target) == fold(actual)


def is_not_applicable(text: str | None) -> bool:
    """Whether a text marks its row as not applicable (`不适用`)."""
    return text is not None and fold(text) in words("not_applicable")


def band_due(text: str | None) -> tuple[int, int] | None:
    """(least, most) share of the points in percent that is due to a result in words, by the ministry's bands."""
    folded = fold(text or "")
    return next(((least, most) for says, least, most in _bands() if says.search(folded)), None)


@cache
def _bands() -> tuple[tuple[regex.Pattern[str], int, int], ...]:
    bands = audit_patterns()["attainment_bands"]
    return tuple((regex.compile(band["says"]), band["least"], band["most"]) for band in bands)


def _quantity(text: str) -> Quantity | None:
    """The one quantity of a text, words without digits behind it passed over (`2次，无新增`); money in yuan."""
    folded = _CLOSING.sub("", fold(text))
    quantity = parse_quantity(folded)
    if quantity is None and (leading := _LEADING.match(folded)):
        quantity = parse_quantity(leading[1])
    unit = money_units().get(quantity.unit) if quantity and quantity.unit else None
    return Quantity(quantity.value * unit.factor, quantity.op, "元") if quantity and unit else quantity


def _compared(wanted: Quantity, got: Quantity, name: str) -> Attainment | None:
    if (wanted.unit or "") != (got.unit or ""):
        return None
    ratio = got.value / wanted.value if wanted.value > 0 else None
    if wanted.op in (">=", ">"):
        return Attainment(got.value >= wanted.value, ratio)
    if wanted.op in ("<=", "<"):
        return Attainment(got.value <= wanted.value, ratio)
    if got.value == wanted.value:
        return Attainment(True, ratio)
    # without a sign the figure is a floor, unless the name says that less is better, or it is money or has no unit
    if wanted.unit in (None, "元") or _is_limit(name) or got.op != "=":
        return None
    return Attainment(got.value > wanted.value, ratio)


def _is_limit(name: str) -> bool:
    return any(word in name for word in audit_patterns()["limit_words"])


def _within(span: regex.Match[str], got: Quantity | None, name: str) -> Attainment | None:
    """Between two bounds, or beyond the upper one where more is better."""
    if got is None or got.op != "=" or (got.unit or "") not in ("", span[3]) or _is_limit(name):
        return None
    return Attainment(got.value >= Decimal(span[1]), None)


def _dated(target: str, actual: str) -> Attainment | None:
    """A deadline against a day; only where both texts are dates."""
    due, done = _date(target), _date(actual)
    if not due or not done:
        return None
    (due_year, due_last), (done_year, done_last) = due, done
    if due_year is not None and done_year is not None:
        return Attainment(_day(done_year, done_last) <= _day(due_year, due_last), None)
    return Attainment(done_last <= due_last, None)


def _date(text: str) -> tuple[int | None, tuple[int, int]] | None:
    """(year or None, (month, day)), the last day it may mean."""
    match = _DATE.match(_CLOSING.sub("", fold(text)))
    if not match or not (match["month"] or match["year"]) or match["rest"] not in audit_patterns()["date_tails"]:
        return None
    if match["month"] is None and (match["day"] is not None or "年" not in text):
        return None
    month = int(match["month"] or 12)
    return int(match["year"]) if match["year"] else None, (month, int(match["day"] or _LAST_DAY))


def _day(year: int, last: tuple[int, int]) -> tuple[int, int, int]:
    return year, *last
