"""A paragraph of a project's report while it is read: what has been said so far, and the lists that are opened and closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extract.numbers import money
from extract.text.link import Link
from extract.text.project.account import BUDGETS, Account, Frame, Part, Subject, Whole, step_of, yuan_of
from extract.text.project.phrase import Phrase, Span, said
from extract.text.project.proven import ProvenSum
from extract.text.tenses import tells_money, tense_of_project_title
from extract.text.token import Token
from extract.text.trace import Cause, Figure, LeftOut
from schemas.units import money_units

# Kinds of sections that tell what was achieved or ought to be, where money is told as an example.
_WORKS = ("performance", "problems", "improvements", "suggestions", "experience", "conclusion")
PLANS = ("improvements", "suggestions")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: kind and title of its section, the report's year, whether it is an item of a list.

    `title` is the paragraph's own where it opens with one, `heading` always that of the section.
    """

    kind: str
    title: str
    year: int | None
    listed: bool
    opened: str | None
    heading: str = ""

    @property
    def on_money(self) -> bool:
        """True in a section on the project's money, whatever part of the report it stands in."""
        return tells_money(self.title)

    @property
    def works(self) -> bool:
        """True where money is told as an example of what was done."""
        return self.kind in _WORKS and not self.on_money


@dataclass
class Paragraph:
    """A paragraph while it is read from left to right: what its words have said so far, which lists are open."""

    text: str
    place: Place
    account: Account
    figures: list[Figure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    frame: Frame | None = None
    outer: Frame | None = None
    closed: Frame | None = None
    subject: Subject | None = None
    lead: Subject | None = None
    scene: int | None = None
    now: int | None = None
    dated: Span | None = None
    begun: bool = False
    told: str | None = None
    told_by: Span | None = None
    in_sentence: Whole | None = None
    queue: list[Phrase] = field(default_factory=list)
    at: int = 0
    batches: bool = False
    batched: str | None = None
    batch_of: Subject | None = None
    compared: bool = False
    stranger: bool = False
    counted: bool = False
    missed: bool = False
    astray: bool = False
    sourced: bool = False
    loose: list[Figure] = field(default_factory=list)
    listed: list[Span] = field(default_factory=list)
    loose_sources: list[Figure] = field(default_factory=list)
    around: int | None = None
    proven: dict[int, ProvenSum] = field(default_factory=dict)
    opener: "regex.Match[str] | None" = None
    handed_to: bool = False

    def _bracketed(self, at: int) -> Frame | None:
        """The list in a bracket right behind a figure."""
        last = self.figures[-1] if self.figures else None
        if self.left_out and self.left_out[-1].token.end == at:
            return Frame((at, at + 1), None, untold=True)
        if last is None or last.token.end != at:
            return None
        return Frame((at, at + 1), last.link.measure, yuan_of(last.token))

    def _settle(self) -> None:
        """Figures of a sentence that no list holds, where all of them together are a sum told before."""
        loose, self.loose = self.loose, []
        whole = self.account.knows(sum((yuan_of(each.token) for each in loose), Decimal(0))) if len(loose) > 1 else None
        if whole is None:
            return
        tokens = {each.token.start for each in loose}
        self.left_out = [each for each in self.left_out if each.token.start not in tokens]
        self.figures += [replace(each, link=replace(each.link, measure=whole.measure)) for each in loose]
        for each in loose:
            name, part = self.text[slice(*each.link.label)], Part(each.link.item, whole.measure, yuan_of(each.token))
            self.account.note(name, part)

    def _date(self, year: int, words: Span) -> None:
        if self.place.year is not None and year > self.place.year:
            return
        if year + 1 == self.place.year and said("advance").search(self.text, *words):
            return
        self.scene, self.dated = year, words
        self.begun = bool(said("at_start_of_year").search(self.text, *words))

    def _open(self, words: Span, sources: bool) -> None:
        """Opens the list of what the sum before consists of; 其中 behind a part opens that part's own."""
        opener = self.text[slice(*words)]
        self.listed = []
        by_use = said("by_use").search(opener) is not None
        nested = None if by_use and self.in_sentence is not None else self._nested(words)
        self._close()
        self.sourced = self.sourced and not by_use
        sources = sources or self.sourced
        among_works = self.place.works and self.in_sentence is None and said("of_it").search(opener) is not None
        if among_works or self.place.kind in PLANS or (self.astray and not sources):
            self.frame = None
            return
        if nested is not None:
            self.frame = nested
            return
        made_up = self._made_up(words[1])
        if made_up is None and self._left_before(words):
            self.frame = Frame(words, None, untold=True)
            return
        if made_up is None and (changed := self._changed_before(words[0])) is not None:
            self.frame = Frame(words, "change", yuan_of(changed.token), sign=changed.link.sign)
            return
        whole = made_up or self._sum_for(opener, sources)
        measure = self.batched or (whole.measure if whole else self._told_by_title(opener))
        receivers = (self.handed_to and not by_use) or said("by_receiver").search(opener) is not None
        self.frame = Frame(words, measure, whole.yuan if whole else None, sources, receivers=receivers)

    def _nested(self, words: Span) -> Frame | None:
        """The list of what the last member of the open list consists of, where words open one right behind it."""
        last = self.figures[-1] if self.figures else None
        if last is None or last.link.item == "total" or not self._may_be_divided(last):
            return None
        if said("ends_sentence").search(self.text, last.token.end, words[0]):
            return None
        return Frame(
            words,
            last.link.measure,
            yuan_of(last.token),
            self.frame is not None
            and last.item.step == "who paid"
            and not said("batch").search(self.text[slice(*last.link.label)]),
            member=Subject(last.link.item, last.link.label),
        )

    def _left_before(self, words: Span) -> bool:
        """True for words that open what was left over consists of, told right before them: its parts are neither given nor spent."""
        last = self.figures[-1] if self.figures else None
        if last is None or not last.link.item.startswith("balance"):
            return False
        between = self.text[last.token.end : words[0]]
        first = next(self._amounts(words[1], len(self.text)), None)
        return between in ("", ",", "(") and first is not None and first <= yuan_of(last.token)

    def _changed_before(self, at: int) -> Figure | None:
        """The change of the whole told right before a place, whose parts are listed behind it."""
        last = self.figures[-1] if self.figures else None
        if last is None or last.link.measure != "change" or last.link.item != "other" or at - last.token.end > 1:
            return None
        return last

    def _may_be_divided(self, last: Figure) -> bool:
        """True for a member of the open list, and for money of one source with no sum of all before it."""
        if self.frame is not None:
            return self.frame.members > 0
        return last.item.step == "who paid" and self.in_sentence is None

    def _made_up(self, at: int) -> Whole | None:
        """The whole told before that the amounts behind a place make up, up to the end of their sentence."""
        if len({each.measure for each in self.account.wholes}) < 2:
            return None
        sums = self._sums_behind(at)
        return next((each for each in reversed(self.account.wholes) if each.yuan in sums), None)

    def _sums_behind(self, at: int) -> set[Decimal]:
        """What the amounts behind a place come to, one after the other, up to the end of their sentence."""
        stop = said("stop").search(self.text, at)
        sums, told = set(), Decimal(0)
        for each in self._amounts(at, stop.start() if stop else len(self.text)):
            told += each
            sums.add(told)
        return sums

    def _amounts(self, start: int, end: int) -> Iterator[Decimal]:
        """The amounts printed between two places."""
        for match in said("one_amount").finditer(self.text, start, end):
            unit = money_units()[match["unit"]]
            yield money(match["digits"], unit, unit).yuan

    def _sum_for(self, opener: str, sources: bool) -> Whole | None:
        last = self.account.last()
        if sources or said("opens_of_planned").search(opener):
            return self.account.last(*BUDGETS) or None
        return self.account.last("actual") if said("opens_of_spent").search(opener) else last

    def _told_by_title(self, opener: str) -> str | None:
        if said("opens_of_planned").search(opener):
            return "budget"
        if said("opens_of_spent").search(opener):
            return "actual"
        return tense_of_project_title(self.place.title)

    def _close(self) -> None:
        """Closes the open list: its waiting members count where all of them together give the sum."""
        if self.frame is None:
            return
        self.closed = self.frame
        waiting = self.frame.waiting
        step = max((step_of(each.token) for each in waiting), default=Decimal(0))
        if waiting and self.frame.adds_up(step):
            self.figures += waiting
        else:
            self.left_out += [LeftOut(each.token, Cause("not this body's money", each.item.words)) for each in waiting]
        self.frame.waiting = []

    def _year(self) -> int | None:
        return self.scene or self.place.year

    def _link(self, item: str, measure: str, label: Span) -> Link:
        return Link(item, measure, self._year(), label, label[0])

    def _tell(self, token: Token, link: Link, step: str, words: Span, measure: Cause | None = None) -> None:
        self.astray = False
        if link.measure != "change" and not link.item.startswith("balance"):
            self.told, self.told_by = link.measure, measure.words if measure else None
        self.figures.append(self._built(token, link, step, words, measure or Cause("same clause", words)))

    def _built(self, token: Token, link: Link, step: str, words: Span, measure: Cause) -> Figure:
        dated = self.dated if self.dated and self.scene == link.year else None
        year = (
            Cause("year that the clause opened with", dated)
            if dated
            else Cause("year of report" if link.year else "no year known")
        )
        return Figure(token, link, None, Cause(step, words), measure, year, None)

    def _leave(self, token: Token, reason: str, words: Span | None) -> None:
        self.left_out.append(LeftOut(token, Cause(reason, words)))
        self.missed = self.astray = True
