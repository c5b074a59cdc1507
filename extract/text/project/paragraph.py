"""A paragraph of a project's report while it is read: what its clauses have said, and the lists that they open and close."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extract.lexicons.grammar import wordings
from extract.numbers import money
from extract.text.link import Link
from extract.text.project.account import BUDGETS, Account, Frame, Part, Subject, Whole, step_of, yuan_of
from extract.text.project.phrase import Phrase, Span, measure_of, phrase, said
from extract.text.project.roles import role_of
from extract.text.tenses import tells_money, tense_of_project_title
from extract.text.token import Token
from extract.text.trace import Cause, Figure, LeftOut
from schemas.units import money_units

# Kinds of sections that tell what was achieved or ought to be, where money is told as an example.
_WORKS = ("performance", "problems", "improvements", "suggestions", "experience", "conclusion")
PLANS = ("improvements", "suggestions")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: kind and title of its section, the report's year, whether it is an item of a list."""

    kind: str
    title: str
    year: int | None
    listed: bool
    opened: str | None

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
    opener: "regex.Match[str] | None" = None

    # What stands between figures.

    def _boundary(self, kind: str, start: int, end: int) -> None:
        if kind == "list":
            self.at = end if not self.text[self.at : start].strip() else self.at
            return
        if kind == "aside":
            self.at = end if self.at == start else self.at
            return
        if kind == "opening":
            self.outer, self.frame = self.frame, self._bracketed(start)
            self.around = self.scene
            self._clause(self.at, start, closed_by=kind)
            self.at = end
            return
        if kind == "closing":
            self._close()
            self.frame, self.outer, self.scene = self.outer, None, self.around
            self.at = end
            return
        clause = (self.at, start)
        self._clause(*clause, closed_by=kind)
        self.missed = False
        self.at = end
        if kind in ("stop", "halt"):
            self.subject, self.told, self.told_by = self.lead, None, None
            self.scene, self.now = self.now or self.scene, None
            self.counted = False
        if kind == "stop":
            self._close()
            self._settle()
            self.frame = self.frame if self.place.listed else None
            self.astray = self.sourced = False
            self.in_sentence, self.begun, self.batches, self.stranger = None, False, False, False
            self.batched = self.batch_of = None
            self.loose_sources = []
            if self.account.wholes and said("titled_list").fullmatch(self.text, *clause):
                self._open(clause, sources=False)

    def _bracketed(self, at: int) -> Frame | None:
        """The list in a bracket right behind a figure."""
        last = self.figures[-1] if self.figures else None
        if last is None or last.token.end != at:
            return None
        return Frame((at, at + 1), last.link.measure, yuan_of(last.token))

    def _clause(self, start: int, end: int, closed_by: str) -> None:
        """A clause without a figure may name a year, and open a list."""
        words = self.text[start:end]
        if not words:
            if closed_by == "colon" and self.in_sentence is not None:
                self._open((start, end), sources=False)
            return
        self._note_scene(start, end, closed_by)
        if (name := self._known_part(start, end) or self._counted_part(start, end)) is not None:
            self.subject = name
        counted = self.subject is None and words.endswith(wordings("projects", "counters"))
        self.counted = counted and said("counts_works").search(words) is not None
        if closed_by == "colon" and (labelled := self._labelled(start, end)) is not None:
            self.subject = labelled
            return
        divided = self._divided(start, end) if closed_by == "colon" else self._among(start, end)
        if divided is not None:
            self._close()
            self.frame, self.subject = divided, self.lead
            return
        if self.place.on_money and said("of_sources").search(words):
            self.sourced = True
        against = closed_by == "opening" and said("against").match(self.text, start, end)
        if against and (match := said("time").search(self.text, start, end)) and match["year"]:
            self._date(int(match["year"]), match.span())
        opened = said("begun").match(self.text, start, end)
        words = said("remark").sub("", self.text[opened.end() if opened else start : end])
        sure = self.account.wholes and said("opens_surely").search(words)
        told = self.in_sentence is not None or sure or (self.figures and said("opens_at_colon").search(words))
        at_colon = closed_by == "colon" and told
        listed = closed_by == "colon" and said("levels_listed").search(words)
        at_colon = at_colon or bool(listed and said("level_next").match(self.text, end + 1))
        if (
            (said("sources").fullmatch(words) and not said("no_source").search(words))
            or said("opens").fullmatch(words)
            or at_colon
        ):
            self._open((start, end), bool(said("of_sources").search(words)))

    def _note_scene(self, start: int, end: int, closed_by: str) -> None:
        """A clause without a figure may say when, in how many batches, compared with what, and that others' money is spoken of."""
        if (match := said("time").match(self.text, start, end)) and match["year"]:
            self._date(int(match["year"]), match.span())
        self._note_batches(start, end)
        compares = self.in_sentence is not None and said("compares").search(self.text, start, end) is not None
        self.compared = self.compared or compares
        strange = closed_by == "colon" and said("path").search(self.text, start, end) is not None
        self.stranger = self.stranger or strange or said("source_wanting").match(self.text, start, end) is not None

    def _note_batches(self, start: int, end: int) -> None:
        """A clause says that money came in several batches: what was done with them, and whose money it was."""
        match = said("batches").search(self.text, start, end)
        if match is None:
            return
        self.batches = True
        verb = said("verb").search(self.text, match.end(), end)
        self.batched = measure_of(verb) if verb else None
        words = phrase(self.text, start, match.start())
        role = role_of(self.text, words, self.account.project, listed=True)
        self.batch_of = Subject(role.item, role.label) if role.kind == "source" else None

    def _known_part(self, start: int, end: int) -> Subject | None:
        """The part told before whose name a clause without a figure opens with (`X项目尚未开工,支付0万元`)."""
        words = phrase(self.text, start, end)
        begin = self.text[words.name[0] : end]
        name = next((each for each in self.account.parts if each and begin.startswith(each)), None)
        if name is None:
            return self._shortened(words.name[0], end)
        rest = said("kind_of_name").match(begin, len(name))
        size = len(name) + (len(rest[0]) if rest else 0)
        part = self.account.parts[name]
        return Subject(part.item, (words.name[0], words.name[0] + size))

    def _divided(self, start: int, end: int) -> Frame | None:
        """The list of what a part told before was divided into (`工程款按片区支付:甲片A,乙片B`); its members are no projects."""
        begin = self.text[start:end]
        of_named = self._opening(self.account.parts, begin)
        part = of_named or self._opening(self.account.sources, begin)
        if part is None or self.frame is not None or not said("divided").search(begin):
            return None
        verb = said("verb").search(begin)
        part = self._telling(part, begin, end)
        return Frame((start, end), measure_of(verb) if verb else part.measure, part.yuan, of_named=of_named is not None)

    def _telling(self, part: Part, begin: str, at: int) -> Part:
        """What was told of a part, by the amounts behind a place that make it up; what was told first where they make up nothing."""
        told = next((all_of_it for name, all_of_it in self.account.tellings.items() if name and name in begin), [])
        sums = self._sums_behind(at) if len(told) > 1 else set()
        return next((each for each in reversed(told) if each.yuan in sums), part)

    def _among(self, start: int, end: int) -> Frame | None:
        """The list of what a member told before consists of (`乡镇卫生院中,甲卫生院A,乙卫生院B`)."""
        match = said("among").fullmatch(self.text, start, end)
        part = self.account.part(match["name"]) or self.account.sources.get(match["name"]) if match else None
        if match is None or part is None:
            return None
        part = self._telling(part, match["name"], end)
        return Frame((start, end), part.measure, part.yuan)

    def _opening(self, parts: Mapping[str, Part], begin: str) -> Part | None:
        """The part whose name some words open with."""
        return next((told for name, told in parts.items() if name and begin.startswith(name)), None)

    def _labelled(self, start: int, end: int) -> Subject | None:
        """The member of an open bracket whose money stands behind a colon (`(一般公共预算:A;彩票公益金:B)`)."""
        if self.frame is None or self.outer is None or said("opens_surely").search(self.text, start, end):
            return None
        role = role_of(self.text, Phrase(start, end, (start, end)), self.account.project, listed=True)
        return Subject(role.item, role.label) if role.kind in ("part", "source") else None

    def _counted_part(self, start: int, end: int) -> Subject | None:
        """The part of an open list whose works are counted, or whose share is told, before its money is (`X项目3个,资金A`)."""
        share = said("share").search(self.text, start, end)
        match = said("counted_part").fullmatch(self.text, start, end)
        words = phrase(self.text, start, share.start()) if share else None
        opened = match and self.account.wholes and not self.place.works
        words = words or (phrase(self.text, start, end) if opened else None)
        if self.frame is None and words is not None and words.opens:
            self._open((start, words.name[0]), words.sources)
        if self.frame is None:
            return None
        span = match.span("name") if match else words.name if words else None
        if span is None or span[0] >= span[1] or said("rate_named").search(self.text, *span):
            return None
        role = role_of(self.text, Phrase(*span, span), self.account.project, listed=True)
        return Subject(role.item, role.label) if role.kind in ("part", "source") else None

    def _settle(self) -> None:
        """Figures of a sentence that no list holds, where all of them together are a sum told before."""
        loose, self.loose = self.loose, []
        whole = self.account.knows(sum((yuan_of(each.token) for each in loose), Decimal(0))) if len(loose) > 1 else None
        if whole is None:
            return
        tokens = {each.token.start for each in loose}
        self.left_out = [each for each in self.left_out if each.token.start not in tokens]
        self.figures += [replace(each, link=replace(each.link, measure=whole.measure)) for each in loose]

    def _shortened(self, start: int, end: int) -> Subject | None:
        """The same by the end of its name (`奖励扶助发放7735人,支出…`)."""
        match = said("shortened").match(self.text, start, end)
        if match is None:
            return None
        item = next((told.item for each, told in self.account.parts.items() if each.endswith(match["name"])), None)
        return Subject(item, match.span("name")) if item else None

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
        if self.astray and not sources:
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
        receivers = said("by_receiver").search(opener) is not None
        self.frame = Frame(words, measure, whole.yuan if whole else None, sources, receivers)

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
