"""What was added to or taken out of a budget within a sentence, and which of its budgets that was."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extract.lexicons.grammar import pattern
from extract.numbers import NUMBER, money
from extract.text.token import Token
from schemas.units import money_pattern, money_units

_AMOUNT = regex.compile(rf"({NUMBER})({money_pattern()})")


@dataclass(frozen=True, slots=True)
class Planned:
    """A budget that a sentence has told: of which term, or of which name; its figure begins at `at`."""

    term: Token | None
    named: tuple[int, int] | None
    at: int

    def says_budget(self, text: str) -> bool:
        """True where words for a budget stand between its name and its figure."""
        start = self.term.end if self.term is not None else self.named[1] if self.named else self.at
        return self.at > start and pattern("contexts", "of_budget").search(text, start, self.at) is not None


@dataclass(frozen=True, slots=True)
class Changed:
    """By how much a budget grew (`sign` 1) or shrank (-1): the figure that begins at `at`."""

    at: int
    sign: int


def added_to(text: str, planned: Sequence[Planned], changes: Sequence[Changed], end: int) -> Planned | None:
    """The budget that what was told from the figure at `end` on is of, once changes of one have been told.

    It is the one that the changes make into that figure; where none does, the last that is called a budget, or the first of the
    sentence, which the others are parts of. None where the sentence has told no budget.
    """
    after = amount_from(text, end)
    for each in reversed(planned):
        moved = sum(
            (change.sign * amount_from(text, change.at) for change in changes if change.at > each.at), Decimal(0)
        )
        if after and amount_from(text, each.at) + moved == after:
            return each
    if not planned:
        return None
    return planned[-1] if planned[-1].says_budget(text) else planned[0]


def amount_from(text: str, at: int) -> Decimal:
    """The first amount from a place on, as long as its clause lasts; nought where there is none."""
    match = _AMOUNT.search(text, at)
    if match is None or pattern("contexts", "clause_ends").search(text, at, match.start()):
        return Decimal(0)
    unit = money_units()[match[2]]
    return money(match[1], unit, unit).yuan
