"""What a sentence has said so far, as the words of it leave it behind."""

from dataclasses import dataclass, field

from extract.text.additions import Changed, Planned
from extract.text.tenses import tense_of_title
from extract.text.token import Token


@dataclass(frozen=True, slots=True)
class Aside:
    """What a sentence goes on with once a bracket has closed."""

    term: Token | None
    subject: Token | None
    named: tuple[int, int] | None
    measure: str | None
    linked: bool
    strayed: bool
    parts: bool
    unknown: bool
    nested: bool
    listing: str | None


@dataclass(slots=True)
class Marks:
    """What the lists and comparisons of a sentence have left behind.

    `summed` is what the sum was of whose parts are listed, `sourced` that they are where money came from; `paused` that 、 stands
    behind the last figure, which stood at `past` and was of `owner` (the one before it of `earlier`), `joined` that two figures of their own names are parted so, `closed` that a comma
    has ended their list. `comparing` that no change has been told yet of what is compared, `backward` that the year was told as the
    one before, `divides` that the sentence tells what the one before summed up. `planned` and `changes` are the budgets told so far and by
    how much they were changed.
    """

    summed: Token | None = None
    sourced: bool = False
    paused: bool = False
    joined: bool = False
    closed: bool = False
    comparing: bool = False
    backward: bool = False
    divides: bool = False
    past: int = 0
    owner: Token | None = None
    earlier: Token | None = None
    planned: list[Planned] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)

    def clear(self) -> None:
        """Forgets what a clause or sentence leaves behind when it ends."""
        self.summed = self.owner = self.earlier = None
        self.sourced = self.paused = self.joined = self.closed = self.comparing = False
        self.planned, self.changes = [], []


@dataclass
class State:
    """What a sentence has said so far.

    `term` is the item a figure would belong to, `linked` whether nothing unknown stands between, `strayed` that the clause
    has gone on to something unknown (`unknown`: before any term too; `stranger` the last such words; `previous` the last word of any kind); `subject` is what a change is of, `head` the first
    term, `before` that of the sentence before; `titled` is the project that the section is called after; `topic` and `lead` (a fund's name) are what a heading of its own announced;
    `of_standard` that the last figure was a standard, or a part of one; `enumerated` that the paragraph is nothing but projects with their figures; `named` is the span of a fund's own name, `fund` the last one met; `inside` the total whose parts are being listed,
    `listing` the measure of such a list of projects, `last` and `prior` the measures of figures before, `item` that of the last, `compared` the measure before a comparison, `resume` what
    speaks again after the list; `run` the terms and measures since the last figure, `queue` those waiting for theirs;
    `missed` that the last figure of the clause had no term, `nested` that the parts are those of one project; `scene` the year that a clause has opened with, which
    holds until another does; `orphans` that the parts are those of a sum that is not the body's; `brackets` what was said before
    each bracket that is open; `compares` that the sentence has compared before; `halted` that a semicolon has just ended a clause; `whole` the last sum of all money told; `undecided` that nothing told the measure of the last figure; `told` the measures of its figures that are no changes, `items` what they are of, `at` where the figure being read stands, `parts_measure` that of the sum whose parts are listed;
    `marks` what lists and comparisons have left.
    """

    text: str
    section: tuple[str, str]
    fiscal_year: int | None
    tense: str | None = None
    enumerated: bool = False
    of_standard: bool = False
    inside: str | None = None
    term: Token | None = None
    subject: Token | None = None
    named: tuple[int, int] | None = None
    measure: str | None = None
    year: int | None = None
    change: int | None = None
    linked: bool = False
    standard: bool = False
    strayed: bool = False
    parts: bool = False
    listing: str | None = None
    last: str | None = None
    prior: str | None = None
    item: str | None = None
    compared: str | None = None
    aside: str | None = None
    before: Token | None = None
    topic: Token | None = None
    resume: Token | None = None
    lead: tuple[int, int] | None = None
    titled: str | None = None
    head: Token | None = None
    fund: tuple[int, int] | None = None
    said: bool = False
    unknown: bool = False
    stranger: Token | None = None
    previous: Token | None = None
    missed: bool = False
    nested: bool = False
    scene: int | None = None
    orphans: bool = False
    undecided: bool = False
    halted: bool = False
    compares: bool = False
    whole: str | None = None
    told: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    at: int = 0
    parts_measure: str | None = None
    marks: Marks = field(default_factory=Marks)
    brackets: list[Aside] = field(default_factory=list)
    run: list[Token] = field(default_factory=list)
    queue: list[Token] = field(default_factory=list)

    def untold(self) -> str | None:
        """The measure of a figure told without one: what its section's title tells, else the report; None where neither does."""
        return tense_of_title(self.section[1]) or self.tense

    def plans(self) -> bool:
        """True where the report or its section tells what is planned."""
        return (tense_of_title(self.section[1]) or self.tense) == "budget"

    def _clear(self) -> None:
        self.term = self.subject = self.named = None
        self.measure = self.year = self.change = None
        self.linked = self.parts = self.strayed = self.unknown = self.standard = self.missed = self.nested = False
        self.orphans = False
        self.marks.clear()
        self.run, self.queue, self.brackets = [], [], []

    def _one_told(self) -> str | None:
        """The measure of all figures so far, where they have but one."""
        return next(iter(self.told)) if len(self.told) == 1 else None

    def _label(self, token: Token) -> str:
        return self.text[token.start : token.end]
