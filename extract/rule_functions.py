"""What the audit rules ask of texts, as functions of SQL. The patterns stand in lexicons/audit.yaml.

Functions that have more than one thing to say answer in JSON; all answer NULL to NULL.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache, wraps
from typing import Any

import regex

from extract.attainment import is_not_applicable
from extract.lexicons import audit_patterns
from extract.lexicons.grammar import pattern
from extract.numbers import NUMBER, parse_quantity
from schemas.folding import fold
from schemas.units import money_pattern, money_units

_FIGURE = regex.compile(
    rf"(?P<figure>{NUMBER}(?:{money_pattern()}|[^\d\s,.;:、。，；：()（）+~-]{{1,4}}?)(?![\p{{Han}}\d.]))"
)
_CLAUSE_ENDS = regex.compile(r"[。；;！!\n]")
_MIN_ALIKE = 6
_ANSWERS_KEPT = 4096
_TENS = (10, 100, 1_000, 10_000, 100_000_000)


def functions() -> dict[str, tuple[int, Callable[..., Any]]]:
    """Name in SQL -> (number of arguments, function)."""
    return {
        "fold": (1, _known(fold)),
        "printed_step": (1, lru_cache(_ANSWERS_KEPT)(printed_step)),
        "not_applicable": (1, _known(is_not_applicable)),
        "alike": (2, _known(alike)),
        "power_of_ten": (3, _known(power_of_ten)),
        "common_part": (2, _known(common_part)),
        "figures_like": (3, _known(figures_like)),
        "says_nothing": (1, _known(lambda text: bool(_nothing().search(fold(text))))),
        "source_of": (4, _known(source_of)),
        "fits_ratio": (3, _known(fits_ratio)),
        "share_after": (2, _known(share_after)),
        "change_after": (2, _known(change_after)),
        "says_date": (2, _known(says_date)),
    }


def printed_step(text: str | None) -> float:
    """One unit of the last printed place of the first number in a text; 1 where it has none."""
    match = regex.search(r"\d+(?:\.(\d+))?", text or "")
    return float(Decimal(1).scaleb(-len(match[1]))) if match and match[1] else 1.0


def alike(one: str, other: str) -> bool:
    """Whether two names are one: the same, or long ones that differ by one character too many."""
    short, long = sorted((fold(one), fold(other)), key=len)
    if short == long:
        return True
    if len(long) - len(short) != 1 or len(short) < _MIN_ALIKE:
        return False
    at = next((index for index, char in enumerate(short) if long[index] != char), len(short))
    return long[at].isalpha() and short[at:] == long[at + 1 :]


def power_of_ten(one: float, other: float, step: float) -> bool:
    """Whether two figures are the same digits with the decimal point, or the unit, in another place."""
    small, large = sorted((abs(one), abs(other)))
    return small > 0 and any(abs(small * ten - large) <= step * ten / 2 for ten in _TENS if small * ten <= 1.5 * large)


def common_part(one: str, other: str) -> int:
    """The number of characters of the longest part that two texts share, folded."""
    first, second = fold(one), fold(other)
    return SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size


def figures_like(text: str, value: float, unit: str) -> str:
    """JSON [[clause, figure, value]]: the figures of a text in `unit` that are `value` times a power of ten.

    Nothing where the text also has the value itself: then it speaks of two things.
    """
    found = []
    for clause in _CLAUSE_ENDS.split(text):
        for match in _FIGURE.finditer(fold(clause)):
            quantity = parse_quantity(match["figure"])
            if quantity is None or quantity.unit != fold(unit):
                continue
            if float(quantity.value) == value:
                return "[]"
            if len(str(quantity.value).strip("0.")) > 1 and power_of_ten(float(quantity.value), value, 0):
                found.append([clause, match["figure"], float(quantity.value)])
    return json.dumps(found, ensure_ascii=False)


def source_of(text: str, at: int, label: str, titles: str) -> str | None:
    """The source of money that a figure's term is out of (`一般公共预算`); None where not said.

    It stands before the term in its sentence, in what the figure is said to be a share of
    (`占一般公共预算财政拨款总支出的70%`), in the term itself (年末财政拨款结转), at the head of the sentence, or in the
    titles of the sections that the sentence stands in.
    """
    share = pattern("audit", "share_of").match(fold(_CLAUSE_ENDS.split(text[at:])[0]))
    before = fold(_CLAUSE_ENDS.split(text[:at])[-1])
    places = [("sources_before", before), ("sources_before", share["whole"] if share else "")]
    places += [("sources_in_name", fold(label)), ("sources_at_head", before), ("sources_in_name", fold(titles))]
    said = (wording.search(place) for kind, place in places for wording in _compiled(kind))
    found = next((match[0] for match in said if match), "")
    return next((source for source in audit_patterns()["sources"] if source in found), None)


def fits_ratio(text: str, rate: float, slack: float) -> bool:
    """Whether two amounts of money in a text stand to each other as `rate` percent, within `slack` of a percent."""
    amounts = {_number(match[1]) * float(money_units()[match[2]].factor) for match in _money().finditer(fold(text))}
    return any(whole and abs(100 * part / whole - rate) <= slack for part in amounts for whole in amounts)


def share_after(text: str, at: int) -> str | None:
    """JSON {percent, step, whole, whole_step}: the share printed right after a figure (`，占总支出100万元的30%`).

    `whole` in fen, null where the sentence names it without its amount; `of` the items that its words may mean, null
    where it has no words.
    """
    match = pattern("audit", "share").match(text, at)
    if not match:
        return None
    words_of = fold(match["words"])
    of = [item for item, names in audit_patterns()["share_wholes"].items() if words_of in names]
    said: dict[str, Any] = {
        "of": of if words_of else None,
        "percent": _number(match["percent"]),
        "step": printed_step(match["percent"]),
    }
    fen = money_units()[fold(match["unit"])].factor * 100 if match["whole"] else 0
    said["whole"] = _number(match["whole"]) * float(fen) if match["whole"] else None
    said["whole_step"] = printed_step(match["whole"]) * float(fen)
    return json.dumps(said)


def change_after(text: str, at: int) -> str | None:
    """JSON {percent, step}: the change in percent printed right after a figure (`，比上年下降24.10%`), signed."""
    match = pattern("audit", "change").match(text, at)
    if not match:
        return None
    sign = -1 if match["falls"] else 1
    return json.dumps({"percent": sign * _number(match["percent"]), "step": printed_step(match["percent"])})


def says_date(text: str, day: str) -> bool:
    """Whether a text has the ISO date `day` in any notation (`2023年5月10日`, `2023.05.10`)."""
    year, month, of_month = (int(part) for part in day.split("-"))
    notations = rf"{year}(?:年|[-./])0?{month}(?:月|[-./])0?{of_month}(?!\d)"
    return regex.search(notations, fold(text)) is not None


def _known(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, NULL for NULL; forms say the same words again and again, so recent answers are kept."""

    @lru_cache(_ANSWERS_KEPT)
    @wraps(function)
    def call(*given: Any) -> Any:
        return None if None in given else function(*given)

    return call


def _number(text: str) -> float:
    return float(text.replace(",", ""))


@cache
def _compiled(name: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(map(regex.compile, audit_patterns()[name]))


@cache
def _money() -> regex.Pattern[str]:
    return regex.compile(rf"({NUMBER})({money_pattern()})")


@cache
def _nothing() -> regex.Pattern[str]:
    return regex.compile(audit_patterns()["nothing"])
