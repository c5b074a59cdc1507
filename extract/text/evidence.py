"""Whether what is known of a figure is enough to tell it.

Each figure was understood by decisions; how often a kind of decision is right is counted in `lexicons/evidence.yaml`. A figure
that rests on one that is too often wrong is told only where something else agrees: a percentage, or figures that add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import regex

from extract.lexicons.grammar import pattern
from extract.numbers import money
from extract.text.link import Link
from extract.text.state import State
from extract.text.token import Token
from schemas.datafile import load_yaml
from schemas.units import money_units

_PERCENT = regex.compile(r"\p{Han}{0,4}[,，、(]?\p{Han}{0,6}?(\d+(?:\.\d+)?)%")
_HAN = regex.compile(r"\p{Han}")
# The steps of `trace` that decide little.
WHOLE, UNLISTED, UNTOLD = "measure of the whole", "words after the name", "told without a measure"
# So many figures of a sentence before a change are a sum and its part.
MANY = 2

# Nobody tells these of an example.
_SURE_IN_PASSING = ("change", "budget_initial")

# Kinds of decision that `evidence.yaml` counts.
WEAK = (
    "the end of a longer name", "measure by unlisted words", "change behind parts", "whole of nothing named",
    "told in passing", "whole beside a larger one",
)  # fmt: skip
DWARFED = WEAK[-1]

Steps = tuple[str, str]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("extract.lexicons", "evidence.yaml")
    return data


@cache
def is_weak(decision: str) -> bool:
    """True for a kind of decision that was right too rarely; KeyError for one that nobody has counted."""
    counted = _data()["decisions"][decision]
    return bool(counted["right"] < _data()["least"] * counted["told"])


@dataclass(frozen=True, slots=True)
class Told:
    """A figure that has been understood."""

    token: Token
    link: Link

    @property
    def yuan(self) -> Decimal:
        """Its amount; a nought without a unit is nought."""
        digits, name = self.token.value
        unit = money_units()[name or "元"]
        return money(digits, unit, unit).yuan


def doubt(told: Told, steps: Steps, said: State, unknown: tuple[int, int] | None, before: Sequence[Told]) -> str | None:
    """The decision that a figure rests on and that is too weak for it, None where it may be told.

    `steps` gave it item and measure; `unknown` is where the last words stand that no list knows, `before` what the paragraph
    has told before.
    """
    item_step, measure_step = steps
    decisions = (
        _ends_longer_name(told.link, said, unknown),
        _behind_parts(told, said, before),
        "whole of nothing named" if item_step == WHOLE and _on_one_item(told.link, said) else None,
        _in_passing(told.link, item_step, said),
        _by_unlisted_words(told, measure_step, said),
    )
    return next((each for each in decisions if each and is_weak(each)), None)


def _ends_longer_name(link: Link, said: State, unknown: tuple[int, int] | None) -> str | None:
    start = link.label[0]
    if unknown is None or unknown[1] != start or link.name or not _HAN.match(said.text[start - 1]):
        return None
    common = link.item.startswith(tuple(_data()["common_items"])) and link.item != "project.named"
    led = said.text.endswith(tuple(_data()["leads"]), 0, start)
    return "the end of a longer name" if common and not led else None


def _behind_parts(told: Told, said: State, before: Sequence[Told]) -> str | None:
    """A change told once, behind the parts of a sum, whose percentage does not fit the part it was taken for."""
    link, head = told.link, said.head
    opened = said.text.rfind("。", 0, told.token.start) + 1
    sentence = [each for each in before if each.token.start >= opened]
    if link.measure != "change" or link.item == "other" or head is None or not said.parts or head.value == link.item:
        return None
    if (
        len(sentence) < MANY
        or any(each.link.measure == "change" for each in sentence)
        or sentence[-1].link.item != link.item
    ):
        return None
    agrees = (
        agrees_with_percent(told, said.text, sentence)
        or _is_difference(told, sentence)
        or _in_its_own_clause(told, said.text, sentence)
    )
    return None if agrees else "change behind parts"


def _is_difference(told: Told, before: Sequence[Told]) -> bool:
    """True where a change is that between the two figures of its item that stand right before it."""
    pair = [each for each in before if each.link.item == told.link.item][-2:]
    return len(pair) == MANY and abs(pair[0].yuan - pair[1].yuan) == told.yuan


def _in_its_own_clause(told: Told, text: str, before: Sequence[Told]) -> bool:
    """True where semicolons part the list, so that each part has its change beside it."""
    at = told.token.start
    opened = max(text.rfind(mark, 0, at) for mark in ";；")
    alone = sum(1 for each in before if each.token.start > opened) == 1
    closed = regex.search("[;；。]", text[at:])
    return (opened >= 0 and alone) or (closed is not None and closed[0] in ";；" and len(before) == MANY)


def agrees_with_percent(told: Told, text: str, before: Sequence[Told]) -> bool:
    """True where the percentage behind a change is that of the change against what the same item was before it."""
    match = _PERCENT.match(text, told.token.end)
    link = told.link
    now = next(
        (each.yuan for each in reversed(before) if (each.link.item, each.link.year) == (link.item, link.year)), None
    )
    if match is None or now is None:
        return False
    earlier = now - told.yuan * link.sign
    step = Decimal(1).scaleb(-len(match[1].partition(".")[2]))
    return earlier > 0 and abs(told.yuan / earlier * 100 - Decimal(match[1])) <= step


def _in_passing(link: Link, item_step: str, said: State) -> str | None:
    """What was planned at first, added and left is told with the shortcomings too, and what a sentence tells of the body by
    its name; other money there is an example.
    """
    sure = (link.measure in _SURE_IN_PASSING and item_step != WHOLE) or link.item.startswith("balance")
    if said.section[0] not in _data()["passing"] or sure:
        return None
    sentence = said.text[said.text.rfind("。", 0, said.at) + 1 : said.at]
    return None if pattern("contexts", "of_the_body").search(sentence) else "told in passing"


def _by_unlisted_words(told: Told, measure_step: str, said: State) -> str | None:
    between = said.text[told.link.label[1] : told.token.start]
    return "measure by unlisted words" if measure_step == UNLISTED and between not in _data()["plain_words"] else None


def _on_one_item(link: Link, said: State) -> bool:
    """True in a department's report below a heading on one item, where a measure alone is hardly that of all its money."""
    of_all = link.item in ("total", "income", "expenditure")
    kind, title = said.section
    if (
        link.measure == "actual"
        and said.fund is not None
        and said.fund[0] > said.text.rfind("。", 0, said.at)
        and said.text[slice(*link.label)] in _data()["bare_words"]
    ):
        return of_all
    on_all = kind == "project_expenditure" and pattern("contexts", "title_of_all").search(title) is not None
    return of_all and kind in _data()["on_one_item"] and not on_all
