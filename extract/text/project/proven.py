"""Sums that the figures before them prove: what adds up to them is a part of them, by whatever words it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from extract.text.project.account import yuan_of
from extract.text.project.phrase import said
from extract.text.token import Token

# No sum is told of more parts in one paragraph of sentences; two are the fewest.
_MOST, _FEWEST = 12, 2


@dataclass(frozen=True, slots=True)
class ProvenSum:
    """A sum, where the words before it begin, and the figures right before it that give it."""

    whole: Token
    start: int
    parts: tuple[Token, ...]


def proven_sums(text: str, amounts: Sequence[Token]) -> dict[int, ProvenSum]:
    """Where a figure begins -> the sum that it and its neighbours add up to, where words say that one is told."""
    found: dict[int, ProvenSum] = {}
    told = [each for each in amounts if each.value[1] is not None]
    for at in range(_FEWEST, len(told)):
        start = told[at - 1].end
        if _sum_told().search(text, start, told[at].start) is None:
            continue
        run = _run(text, told, at)
        if run:
            found |= {each.start: ProvenSum(told[at], start, run) for each in run}
    return found


def _run(text: str, told: Sequence[Token], at: int) -> tuple[Token, ...]:
    """The figures right before the one at a place that give it, what was taken off counted so; none where they do not."""
    whole, summed = yuan_of(told[at]), Decimal(0)
    for first in range(at - 1, max(at - _MOST, 0) - 1, -1):
        off = said("taken_off").search(text, told[first - 1].end if first else 0, told[first].start)
        summed += -yuan_of(told[first]) if off else yuan_of(told[first])
        if summed >= whole:
            return tuple(told[first:at]) if summed == whole and at - first >= _FEWEST else ()
    return ()


@cache
def _sum_told() -> regex.Pattern[str]:
    return said("tells_sum")
