"""Sums of the whole project held against each other, once all of its report has been read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.text.evidence import DWARFED, is_weak
from extract.text.project.account import BUDGETS, yuan_of
from extract.text.trace import Cause, Figure, LeftOut

# A sum below this share of another one is hardly another sum of the same money.
_SHARE = Decimal("0.5")


def dwarfed(paragraphs: Iterable[Sequence[Figure]]) -> dict[int, list[LeftOut]]:
    """Number of the paragraph -> its figures that were taken for the whole project's money, but are far below its other sums and
    not the only ones of their measure and year: parts whose names were missed."""
    wholes = [
        (number, figure)
        for number, figures in enumerate(paragraphs)
        for figure in figures
        if figure.link.item == "total" and figure.link.measure in (*BUDGETS, "actual")
    ]
    if not wholes or not is_weak(DWARFED):
        return {}
    bound = _usual_sum([yuan_of(figure.token) for _, figure in wholes]) * _SHARE
    told = Counter(_kind(figure) for _, figure in wholes)
    largest: dict[tuple[str, int | None], Decimal] = {}
    for _, figure in wholes:
        largest[_kind(figure)] = max(largest.get(_kind(figure), Decimal(0)), yuan_of(figure.token))
    found: dict[int, list[LeftOut]] = {}
    for number, figure in wholes:
        yuan = yuan_of(figure.token)
        if yuan < bound and told[_kind(figure)] > 1 and yuan < largest[_kind(figure)]:
            found.setdefault(number, []).append(LeftOut(figure.token, Cause(DWARFED, figure.link.label)))
    return found


def _usual_sum(sums: list[Decimal]) -> Decimal:
    """The largest sum that does not stand alone in its size, nought where each does."""
    descending = sorted(sums, reverse=True)
    return next((larger for larger, next_one in pairwise(descending) if next_one >= larger * _SHARE), Decimal(0))


def _kind(figure: Figure) -> tuple[str, int | None]:
    return figure.link.measure, figure.link.year
