"""Which words gave a figure its item, measure and year, and by which step; or why a figure was left out.

The state machine of a sentence is watched, not repeated: every assignment to a field that gives meaning is noted with the
words that were being taken, and where the value came from another field, with that field's words.
"""

from dataclasses import dataclass
from typing import Any

import regex

from extract.lexicons.grammar import pattern
from extract.text.context import arrives, is_share_of_plan, said_of_all, speaks_of_area, spent_next, tells_area_finances
from extract.text.evidence import WEAK, Told, doubt
from extract.text.lexer import narrative
from extract.text.link import Link
from extract.text.sentence import Sentence
from extract.text.token import Token

Span = tuple[int, int]

_WATCHED = frozenset(
    {
        "measure",
        "year",
        "change",
        "inside",
        "listing",
        "last",
        "prior",
        "compared",
        "standard",
        "parts",
        "scene",
        "parts_measure",
        "strayed",
    }
)
# (field, kind of the word taken) -> the fields whose words it takes over, the first that has any.
_TAKEN_OVER = {
    ("measure", "halt"): ("listing", "parts_measure"),
    ("measure", "stop"): ("prior",),
    ("measure", "after"): ("compared",),
    ("listing", "of_which"): ("last", "measure"),
    ("listing", "respectively"): ("last", "measure"),
    ("listing", "filler"): ("last", "measure"),
    ("last", "after"): ("measure",),
    ("prior", "after"): ("measure",),
    ("compared", "compare"): ("measure",),
    ("parts_measure", "of_which"): ("prior",),
    ("parts_measure", "filler"): ("prior",),
}  # fmt: skip
# Every step there is, and what it says; docs/NLP.md shows each with an example.
STEPS = (
    "same clause", "carried subject", "carried from the sentence before", "in the order of the list", "said of all",
    "topic of heading", "lead of the paragraph", "measure of the whole", "subject of the change",
    "direction of the change", "carried measure", "measure of the list", "told without a measure",
    "approved by the heading", "figure that arrives", "share of a plan", "what was spent follows", "words after the name",
    "words of the name", "year of the sentence", "year that the clause opened with", "year of report", "no year known", "part of total",
    "money of the whole project", "who paid", "part of the list", "left over", "known sum", "known part", "stated rate",
)  # fmt: skip
REASONS = (
    "a standard, not a statement", "a number without a unit", "an item without a known code", "not this body's money",
    "a change of nothing known", "no measure told", "unknown words between", "no known term", "in a project's name",
    "source without a measure", *WEAK,
)  # fmt: skip
# Reasons that leave out a figure of this body's money, so that it is missed: an issue names it.
UNDECIDED = ("no measure told", "source without a measure", *WEAK)
_CLAUSE = regex.compile(r"[,，。;；:：!?！？]")
_SENTENCE = regex.compile(r"[。!?！？]")


@dataclass(frozen=True, slots=True)
class Cause:
    """The named step that gave a part of a figure's meaning, and the folded offsets of the words it took it from, if any."""

    step: str
    words: Span | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was understood. `total` says what made it a part of `within`, None where it is part of nothing."""

    token: Token
    link: Link
    within: str | None
    item: Cause
    measure: Cause
    year: Cause
    total: Cause | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that counts for nothing, and why."""

    token: Token
    cause: Cause


class WatchedSentence(Sentence):
    """A sentence that notes which words each of its fields was set by."""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        if name in _WATCHED:
            self._note(name)

    def _note(self, name: str) -> None:
        now: tuple[str, Span | None] | None = self.__dict__.get("now")
        words: dict[str, Span | None] = self.__dict__.setdefault("words", {})
        if now is None:
            return
        sources = _TAKEN_OVER.get((name, now[0]))
        words[name] = next((words[each] for each in sources if words.get(each)), None) if sources else now[1]

    def said_by(self, name: str) -> Span | None:
        """The words that set a field last, None where none did."""
        words: dict[str, Span | None] = self.__dict__["words"]
        return words.get(name)

    def watch(self, kind: str, words: Span | None) -> None:
        """What is being taken from now on."""
        object.__setattr__(self, "now", (kind, words))


class Trace:
    """Reads one paragraph's figures and keeps, for each, how it was understood or why not."""

    def __init__(self, sentence: WatchedSentence) -> None:
        self._said = sentence
        self._unknown: Span | None = None
        self._told: list[Told] = []
        # What figures that were left out are of, and why; a change of one is left out too.
        self._doubted: dict[Span, str] = {}
        self.figures: list[Figure] = []
        self.left_out: list[LeftOut] = []

    def take(self, token: Token) -> None:
        """Lets one word that is no figure change what the next figure would mean."""
        self._said.watch(token.kind, (token.start, token.end))
        if token.kind == "unknown":
            self._unknown = (token.start, token.end)
        self._said.take(token)

    def read(self, token: Token) -> None:
        """Reads one figure."""
        said = self._said
        before = _Before.of(said)
        said.watch("figure", None)
        links = said.links(token)
        for link in links:
            self._weigh(token, self._explained(token, link, before))
        if not links:
            self.left_out.append(LeftOut(token, self._reason(token, before)))
        if links or token.value[1] is not None:
            said.watch("after", None)
            said.after_figure(links[0] if links else None)

    def _weigh(self, token: Token, figure: Figure) -> None:
        """Keeps a figure whose decisions are good enough; the others are left out by the name of the weak one."""
        told = Told(token, figure.link)
        weak = doubt(told, (figure.item.step, figure.measure.step), self._said, self._unknown, self._told)
        weak = weak or (self._doubted.get(figure.link.label) if figure.link.measure == "change" else None)
        self._told.append(told)
        if weak is None:
            self.figures.append(figure)
        else:
            self._doubted[figure.link.label] = weak
            self.left_out.append(LeftOut(token, Cause(weak, figure.item.words)))

    def pass_over(self, token: Token, step: str, words: Span) -> None:
        """A figure that stands where no figure is read."""
        self.left_out.append(LeftOut(token, Cause(step, words)))

    def _explained(self, token: Token, link: Link, before: "_Before") -> Figure:
        within = self._said.inside if link.item.startswith(("econ.", "func.")) else None
        return Figure(
            token,
            link,
            within,
            self._item(token, link, before),
            self._measure(token, link, before),
            self._year(link, before),
            Cause("part of total", self._said.said_by("inside")) if within else None,
        )

    def _item(self, token: Token, link: Link, before: "_Before") -> Cause:
        said, text = self._said, self._said.text
        between = text[link.label[1] : token.start]
        if link.measure == "change":
            step = "subject of the change"
        elif before.queued is not None and before.queued.kind == "term":
            step = "in the order of the list"
        elif said_of_all(text, token.start):
            step = "said of all"
        elif said.topic is not None and link.label == (said.topic.start, said.topic.end):
            step = "topic of heading"
        elif said.lead is not None and link.label == said.lead:
            step = "lead of the paragraph"
        elif text[slice(*link.label)] in narrative()["measures"]:
            step = "measure of the whole"
        elif _SENTENCE.search(between):
            step = "carried from the sentence before"
        elif _CLAUSE.search(between):
            step = "carried subject"
        else:
            step = "same clause"
        return Cause(step, link.label)

    def _measure(self, token: Token, link: Link, before: "_Before") -> Cause:
        said, text = self._said, self._said.text
        if link.measure == "change":
            return Cause("direction of the change", before.changed)
        if before.queued is not None and before.queued.kind == "measure":
            return Cause("in the order of the list", (before.queued.start, before.queued.end))
        if link.measure == "budget_initial" and said.measure == "budget":
            return Cause("approved by the heading")
        if said.measure is None and link.measure == "budget":
            return Cause("approved by the heading")
        if said.measure is None:
            return Cause("told without a measure")
        words = said.said_by("measure")
        if words is None:
            return self._untold_measure(token, link)
        if (
            said.measure == said.listing
            and words == said.said_by("listing")
            and _CLAUSE.search(text, words[1], token.start)
        ):
            return Cause("measure of the list", words)
        same = not _CLAUSE.search(text, words[1], token.start)
        return Cause("same clause" if same else "carried measure", words)

    def _untold_measure(self, token: Token, link: Link) -> Cause:
        """What gave a measure that no word of the lists did."""
        text = self._said.text
        if arrives(text, token.end):
            return Cause("figure that arrives", _clause_after(text, token.end))
        if is_share_of_plan(text, token.end):
            return Cause("share of a plan", _clause_after(text, token.end))
        if spent_next(text, token.end):
            return Cause("what was spent follows", _clause_after(text, token.end))
        if done := pattern("contexts", "done_alone").search(text[: token.start]):
            return Cause("same clause", done.span())
        if link.label[1] < token.start:
            return Cause("words after the name", (link.label[1], token.start))
        return Cause("words of the name", link.label)

    def _year(self, link: Link, before: "_Before") -> Cause:
        if link.year is not None and link.year == before.year and link.measure != "change":
            return Cause("year of the sentence", before.dated)
        dated = self._said.said_by("scene")
        if dated and link.year == self._said.scene and link.measure != "change":
            return Cause("year that the clause opened with", dated)
        return Cause("year of report") if link.year is not None else Cause("no year known")

    def _reason(self, token: Token, before: "_Before") -> Cause:
        said, text = self._said, self._said.text
        if before.standard:
            return Cause("a standard, not a statement", before.standard)
        if speaks_of_area(said.section[1]) or tells_area_finances(text):
            return Cause("not this body's money")
        if token.value[1] is None:
            return Cause("a number without a unit")
        if said.undecided:
            return Cause("no measure told")
        if said.term is not None and said.term.value is None:
            return Cause("an item without a known code", (said.term.start, said.term.end))
        clause = max((match.end() for match in _CLAUSE.finditer(text, 0, token.start)), default=0)
        if foreign := _foreign(text, clause, token.start):
            return Cause("not this body's money", foreign)
        if said.change is not None and said.subject is None and said.term is None:
            return Cause("a change of nothing known", before.changed)
        if self._unknown is not None and self._unknown[0] >= clause:
            known = said.term is not None or said.named is not None
            return Cause("unknown words between" if known else "no known term", self._unknown)
        return Cause("no known term")


@dataclass(frozen=True, slots=True)
class _Before:
    """What a sentence had said before a figure was read, for reading it uses some of it up."""

    queued: Token | None
    year: int | None
    dated: Span | None
    changed: Span | None
    standard: Span | None

    @classmethod
    def of(cls, said: WatchedSentence) -> "_Before":
        queued = said.queue[0] if said.queue else None
        standard = said.said_by("standard") if said.standard else None
        return cls(queued, said.year, said.said_by("year"), said.said_by("change"), standard)


def _foreign(text: str, start: int, end: int) -> Span | None:
    """The last word of a clause that tells of others' money: what was invested, earned or given."""
    words = (*narrative()["others_money"], *narrative()["negations"])
    found = [(at, at + len(word)) for word in words if (at := text.rfind(word, start, end)) >= 0]
    return max(found, key=lambda span: (span[1], -span[0]), default=None)


def _clause_after(text: str, at: int) -> Span:
    """The clause that begins at a place, without the stop it may begin with."""
    start = at + 1 if _CLAUSE.match(text, at) else at
    stop = _CLAUSE.search(text, start)
    return start, stop.start() if stop else len(text)
