"""What a report on one project has told of its money so far, and the lists that are open in a paragraph."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import regex

from extract.numbers import money
from extract.text.project.phrase import Span, said
from extract.text.project.roles import Project
from extract.text.token import Token
from extract.text.trace import Figure
from schemas.units import money_units

BUDGETS = ("budget", "budget_initial")
# The item of a subject whose own figure was left out.
UNTOLD = ""
# Figures of one paragraph, whose amounts are asked for again and again.
_KEPT = 256
# Stated rates are rounded to what is printed, sums to two decimals of the published unit.
_NOUGHT = Decimal(0)


@dataclass(slots=True)
class Whole:
    """Money of the whole project that was told."""

    measure: str
    yuan: Decimal


@dataclass(slots=True)
class Frame:
    """An open list of what a sum consists of: by which words, with which measure, and what its members come to so far.

    `sources` where it is of where money came from, `of_named` where it is of the parts of a named project, `receivers` where of who got it; `member` is what a list
    within a list consists of, `sign` the direction of a change whose parts are listed, `untold` that its members are none of the money given or spent, `in_lines` tells that each member has a paragraph. `waiting` are members whose own words speak
    against them; they count where all members together give the sum.
    """

    words: Span | None
    measure: str | None
    whole: Decimal | None = None
    sources: bool = False
    of_named: bool = False
    receivers: bool = False
    member: "Subject | None" = None
    in_lines: bool = False
    sign: int = 1
    untold: bool = False
    told: Decimal = _NOUGHT
    members: int = 0
    waiting: list[Figure] = field(default_factory=list)

    def holds(self, yuan: Decimal) -> bool:
        """False for a figure larger than the sum whose part it would be."""
        return self.whole is None or yuan <= self.whole

    def makes(self, yuan: Decimal) -> bool:
        """True for the sum of several members whose sum was not told before them."""
        return self.whole is None and self.members > 1 and self.told == yuan

    def adds_up(self, step: Decimal) -> bool:
        """True where all members, the waiting ones too, give the sum."""
        return self.whole is not None and abs(self.told - self.whole) <= step * (self.members + 1)


@dataclass(slots=True)
class Subject:
    """What the next figures without a name are of: a part that a lead, a clause or a title has named (`name`), and what it was given."""

    item: str
    label: Span
    yuan: Decimal | None = None
    measure: str | None = None
    name: str | None = None

    def may_have(self, measure: str | None, yuan: Decimal) -> bool:
        """True for a figure that may be what was spent of it."""
        later = measure in ("actual", "budget")
        return self.yuan is None or (later and self.measure in BUDGETS and yuan <= self.yuan)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the project's money as it was told first."""

    item: str
    measure: str
    yuan: Decimal | None = None


@dataclass(slots=True)
class Account:
    """What a report has told of its project's money so far; `parts` by the core of their names, `sources` by their names, as they were told first, `tellings`
    all that was told of either; `pending` is the list that the last line of a paragraph has opened, whose members are paragraphs of their own in the section `pending_in`.
    """

    project: Project
    wholes: list[Whole] = field(default_factory=list)
    carried: bool = False
    parts: dict[str, Part] = field(default_factory=dict)
    sources: dict[str, Part] = field(default_factory=dict)
    tellings: dict[str, list[Part]] = field(default_factory=dict)
    pending: Frame | None = None
    pending_in: str = ""

    def note(self, name: str, part: Part) -> None:
        """Remembers a part by its name, as it was told first."""
        self.parts.setdefault(core_of(name), part)
        self.tellings.setdefault(core_of(name), []).append(part)

    def part(self, name: str) -> Part | None:
        """A part that was told before, by its name with or without the word of its kind."""
        return self.parts.get(core_of(name))

    def last(self, *measures: str) -> Whole | None:
        """The whole that was told last, of these measures if any are named."""
        return next((each for each in reversed(self.wholes) if not measures or each.measure in measures), None)

    def knows(self, yuan: Decimal) -> Whole | None:
        """The whole of this very amount that was told before."""
        return next((each for each in reversed(self.wholes) if each.yuan == yuan), None)

    def rate_agrees(self, text: str, end: int, yuan: Decimal) -> bool:
        """True where the rate behind a figure is that of the figure against a budget told before."""
        match = said("rate").match(text, end)
        if match is None:
            return False
        step = Decimal(1).scaleb(-len(match["rate"].partition(".")[2]))
        budgets = (each.yuan for each in self.wholes if each.measure in BUDGETS and each.yuan)
        return any(abs(yuan / budget * 100 - Decimal(match["rate"])) <= step for budget in budgets)


def core_of(name: str) -> str:
    """The name of a part without the word of its kind."""
    return said("kind_of_part").sub("", name)


def rate_behind(text: str, end: int) -> "regex.Match[str] | None":
    """The rate told right behind a figure."""
    return said("rate").match(text, end)


@lru_cache(maxsize=_KEPT)
def yuan_of(token: Token) -> Decimal:
    """The amount of a figure; a nought without a unit is nought."""
    digits, name = token.value
    if name is None:
        return _NOUGHT
    unit = money_units()[name]
    return money(digits, unit, unit).yuan


def step_of(token: Token) -> Decimal:
    """One unit in the last printed place of a figure."""
    digits, name = token.value
    unit = money_units()[name] if name else None
    return money(digits, unit, unit).step_yuan if unit else _NOUGHT
