"""The words before a figure, taken apart from both ends: when, who, what was done with the money; what is left is a name."""

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extract.lexicons.grammar import pattern, wordings

Span = tuple[int, int]
# What is taken off the start of words, in this order: who got the money stands behind the verb, so it is asked first there.
_PEELED = (
    "outline", "sources", "opener", "time", "against", "connective", "paper", "batch_lead", "receiver", "whose", "manner", "giver", "reason", "verb",
    "adverb",
)  # fmt: skip
# The words before one figure are asked for by several readers, one after the other.
_KEPT = 64
_MEASURES = {"initial": "budget_initial", "given": "budget", "spent": "actual"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words before a figure say; all spans are folded offsets.

    `name` is what is neither time nor measure nor link, empty where nothing is left; `giver` is who gave it. `measure` was told by `measured`, at the
    start of the words (`verb`) or at their end. `opens` says that they open a list, `sources` that it is of where money came from.
    """

    start: int
    end: int
    name: Span
    measure: str | None = None
    measured: Span | None = None
    verb: bool = False
    opens: bool = False
    sources: bool = False
    given_by: bool = False
    giver: Span | None = None
    aside: bool = False
    against: bool = False
    year: int | None = None
    dated: Span | None = None
    last_year: bool = False
    timed: bool = False

    @property
    def nameless(self) -> bool:
        """True where nothing is named."""
        return self.name[0] >= self.name[1]


def said(name: str) -> regex.Pattern[str]:
    """A pattern of the lexicon of projects' money."""
    return pattern("projects", name)


def measure_of(match: "regex.Match[str]") -> str:
    """The measure that a verb of the lexicon tells."""
    return _MEASURES[next(kind for kind in _MEASURES if match[kind])]


@cache
def _peels() -> tuple[tuple[str, regex.Pattern[str], tuple[str, ...]], ...]:
    """Kind, pattern, and the characters without which nothing of the kind stands in the words: they are asked first, for it costs less."""
    marks = {
        "paper": "paper_mark", "batch_lead": "batch_mark", "opener": "opener_mark", "sources": "source_mark",
        "manner": "manner_mark", "against": "against_mark",
    }  # fmt: skip
    return tuple((name, said(name), wordings("projects", marks[name]) if name in marks else ()) for name in _PEELED)


@dataclass(slots=True)
class _Open:
    """A phrase while its words are being taken off."""

    text: str
    start: int
    end: int
    at: int = 0
    peels: tuple[tuple[str, regex.Pattern[str]], ...] = ()
    measure: str | None = None
    measured: Span | None = None
    verb: bool = False
    opens: bool = False
    sources: bool = False
    given_by: bool = False
    giver: Span | None = None
    aside: bool = False
    against: bool = False
    year: int | None = None
    dated: Span | None = None
    last_year: bool = False
    timed: bool = False

    def take_end(self) -> None:
        """The measure that closes the words, and what links it to the figure."""
        self._cut("links_end")
        compared = self.text.endswith(wordings("projects", "compared_ends"), self.at, self.end)
        if compared and (with_last := said("with_last").search(self.text, self.at, self.end)):
            self.against, self.end = True, with_last.start()
            self.last_year = with_last["year"] is None
            if with_last["year"]:
                self.year, self.dated = int(with_last["year"]), with_last.span()
        match = self._with_money() or said("measure_end").search(self.text, self.at, self.end)
        if match:
            self.measure, self.measured = measure_of(match), match.span()
            self.end = match.start()
            self._cut("adverbs_end")

    def _with_money(self) -> "regex.Match[str] | None":
        match = said("measure_and_money").search(self.text, self.at, self.end)
        spent = match is not None and match["spent"] is None and said("spent_at_end").search(match[0])
        if match and spent and said("level_ends").search(self.text, self.at, match.start()):
            return None
        if match and (
            said("sure_measure").search(match[0]) or said("plain_before").fullmatch(self.text, self.at, match.start())
        ):
            return match
        return None

    def _cut(self, name: str) -> None:
        match = said(name).search(self.text, self.at, self.end)
        if match:
            self.end = match.start()

    def take_start(self) -> bool:
        """One word off the start; False where what stands there is part of a name."""
        for kind, words in self.peels:
            if (kind == "verb" and self.verb) or (kind == "receiver" and not self.verb):
                continue
            if kind == "connective" and self.at > self.start:
                continue
            match = words.match(self.text, self.at, self.end)
            if match is None or match.end() == self.at:
                continue
            if match.end() == self.end and not self._may_end(kind):
                continue
            if kind == "opener" and self.at > self.start and said("opens_for").fullmatch(match[0]):
                continue
            self._note(kind, match)
            self.at = match.end()
            return True
        return self._give()

    def _may_end(self, kind: str) -> bool:
        """False for what says how or why where nothing is named behind: it may be the name itself."""
        if kind == "reason":
            return self.measured is not None and said("became").match(self.text, self.measured[0]) is not None
        return kind != "manner" or self.measured is not None

    def take_year(self) -> None:
        """The year behind what is named."""
        if self.year is not None or not self.text.endswith(wordings("projects", "year_ends"), self.at, self.end):
            return
        if match := said("year_behind").search(self.text, self.at, self.end):
            self.year, self.dated, self.end = int(match["year"]), match.span(), match.start()

    def _give(self) -> bool:
        """All that is left names who gave the money (`县财政安排`)."""
        if self.verb or self.measured is None or self.measured[0] < self.end:
            return False
        match = said("giver_alone").fullmatch(self.text, self.at, self.end)
        level = said("of_own_level").search(self.text, self.at, self.end)
        if match and not level and said("gives").match(self.text, *self.measured):
            self.giver = (self.at, self.end)
            self.at, self.given_by = self.end, True
            return True
        return False

    def _note(self, kind: str, match: "regex.Match[str]") -> None:
        self.timed = self.timed or kind == "time" or said("this_year").search(match[0]) is not None
        if kind == "time" and match["year"]:
            self.year, self.dated = int(match["year"]), match.span()
        elif kind == "time" and said("last_year").match(match[0]):
            self.last_year = True
        elif kind == "receiver" and (dated := said("years").search(match[0])):
            self.year, self.dated = int(dated[0]), match.span()
        elif kind in ("opener", "sources"):
            self.opens, self.sources = True, self.sources or kind == "sources"
        elif kind == "giver":
            self.given_by = True
            self.giver = match.span("who") if match["who"] else match.span()
        elif kind == "against":
            self.against = True
        elif kind == "verb":
            self.verb = True
            told = measure_of(match)
            if told == "budget_initial" and self.measure == "budget" and self._is_budget():
                self.measure = told
            elif self.measured is None or (told != "actual" and self._is_plain_spending(match.end())):
                self.measure, self.measured = told, match.span()
        if kind == "receiver" and self.measure == "budget_initial":
            self.measure = "budget"
        if said("aside").search(match[0]):
            self.aside = True

    def _is_budget(self) -> bool:
        """True for 预算 behind what gave it: the budget was given at the start (`年初批复X项目预算`)."""
        return self.measured is not None and bool(said("plain_budget").match(self.text, self.measured[0]))

    def _is_plain_spending(self, at: int) -> bool:
        """True for 支出 right behind what was given: it says what for, not what was done (`安排支出`)."""
        return (
            self.measured is not None and self.measured[0] == at and bool(said("plain_spending").match(self.text, at))
        )


@lru_cache(maxsize=_KEPT)
def phrase(text: str, start: int, end: int) -> Phrase:
    """The words of a folded text between two places, taken apart."""
    words = text[start:end]
    peels = tuple((kind, told) for kind, told, marks in _peels() if not marks or any(mark in words for mark in marks))
    opened = _Open(text, start, end, start, peels)
    opened.take_end()
    while opened.at < opened.end and opened.take_start():
        pass
    opened.take_year()
    return Phrase(
        start, end, (opened.at, max(opened.at, opened.end)), opened.measure, opened.measured, opened.verb, opened.opens,
        opened.sources, opened.given_by, opened.giver, opened.aside, opened.against, opened.year, opened.dated, opened.last_year, opened.timed,
    )  # fmt: skip
