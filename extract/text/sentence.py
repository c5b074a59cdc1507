"""What a sentence has said so far, and so what its next figure means.

A figure counts only where nothing unknown stands between it and its term; a clause without a term of its own
(`实际执行14.02万元`, `同比2020年3.32万元`) speaks of the term before it in the same sentence.
"""

from dataclasses import dataclass

from extract.lexicons.grammar import pattern, wordings
from extract.text.context import announces, listed_sentence, opens_breakdown, opens_for_body
from extract.text.lexer import narrative
from extract.text.pieces import amounts_listed
from extract.text.state import Aside
from extract.text.terms import Terms
from extract.text.token import Token

# No figure and the names of what it was spent on are shorter.
_SHORTEST_NAMES = 12
# Sums whose parts the sentence behind may tell.
_WHOLES = ("total", "income", "expenditure", "project")


@dataclass
class Sentence(Terms):
    """A state that every token of the sentence changes."""

    def take(self, token: Token) -> None:
        """Let one token that is no figure change what the next figure would mean."""
        handler = getattr(self, f"_take_{token.kind}", None)
        if handler is not None:
            handler(token)
        self.previous = token

    def _take_stop(self, token: Token) -> None:
        """A new sentence; what a heading or a sentence of its own has announced is still the topic."""
        if (
            not self.said
            and self.term is not None
            and announces(self.text[: self.term.start], self.text[self.term.end : token.start])
        ):
            self.topic = self.term
        divides = self.before is not None and self.marks.divides and len(self.items) > 1
        told_nothing = not self.said and self.before is not None
        self.before = self.before if divides or told_nothing else self.head or self.before
        self.head = None
        self.listing = self.listing if self.enumerated and not self.said else None
        self.marks.divides = goes_on = opens_breakdown(self.text, token.end)
        told, measure, missed = self.told, self._one_told() or self._last_of_whole(token, goes_on), self.missed
        self.prior = None
        self.scene, self.last = (None if self.marks.backward else self.scene, self.last) if goes_on else (None, None)
        self.said = self.compares = self.of_standard = False
        self.resume, self.told, self.items = None, frozenset(), frozenset()
        self._clear()
        if goes_on:
            self.measure, self.missed, self.told = measure, missed, told
        elif self.before and self.before.value == "project" and listed_sentence(self.text, token.end):
            self.parts, self.listing = True, measure or self.untold()

    def _last_of_whole(self, token: Token, goes_on: bool) -> str | None:
        """The measure of the sum told last, where a sentence opens that says what it consists of, or by what kinds it is divided."""
        if goes_on and self.item in _WHOLES and self.prior != "change":
            return self.prior
        divided = pattern("contexts", "by_kind").match(self.text, token.end)
        return self.last if divided and self.last == self.prior else None

    def _take_halt(self, token: Token) -> None:
        """A semicolon ends a clause; the list it may stand in goes on, and so does the subject where a comparison follows."""
        if self.text.startswith((*narrative()["comparisons"], *narrative()["continuations"]), token.end):
            self._take_break(token)
            return
        parts, listing, orphans, brackets, marks = self.parts, self.listing, self.orphans, self.brackets, self.marks
        summed, planned, changes = marks.summed, marks.planned, marks.changes
        self._clear()
        self.brackets, self.marks.summed = brackets, summed
        self.marks.planned, self.marks.changes = planned, changes
        self.resume = self.head if listing or parts else None
        self.halted = True
        self.of_standard = self.of_standard and not self.said
        self.parts, self.orphans, self.measure = parts, orphans, (listing or self.parts_measure) if parts else None

    def _take_break(self, token: Token) -> None:
        self.strayed = self.unknown = False
        self.year = None
        pause = self._label(token) == "、"
        ended = self.text.endswith(wordings("contexts", "ends_member"), 0, token.start)
        long = token.start - self.marks.past > _SHORTEST_NAMES
        spent = long and self.marks.owner is not None and not (pause or ended)
        if spent and pattern("contexts", "names_alone").fullmatch(self.text, self.marks.past, token.start):
            self._return_to_figure()
        self.marks.paused, self.marks.closed = pause and ended, self.marks.joined and not pause
        if not pause:
            self.standard = False
            self.run = []
            self.change = self.change if pattern("contexts", "figure_next").match(self.text, token.end) else None

    def _return_to_figure(self) -> None:
        """What the last figure was of is the subject again, once the names of what it was spent on are told."""
        if self.marks.owner is not None:
            self.term = self.subject = self.marks.owner
            self.parts, self.listing = False, None

    def _take_respectively(self, token: Token) -> None:
        sums_up = pattern("contexts", "counts_the_list")
        inside = wordings("terms", "inside")
        terms = [
            each
            for each in self.run
            if each.kind == "term"
            and not (sums_up.search(self.text[: each.start]) or self.text.startswith(inside, each.end))
        ]
        measures = [each for each in self.run if each.kind == "measure"]
        if len(terms) > 1 and amounts_listed(self.text, token.end) not in (0, len(terms)):
            # Some name of the list is not known, and nobody can tell which.
            self.term, self.linked, self.strayed = None, False, True
        elif len(terms) > 1:
            self.queue = terms
        elif len(measures) > 1 and (self.term is not None or opens_for_body(self.text, measures[0].start)):
            self.term = self.term or Token("term", measures[0].start, measures[0].end, "total")
            self.queue = measures
        else:
            self._take_of_which(token)

    def _take_of_which(self, token: Token) -> None:
        self.run = []
        self.marks.summed = self.term if self.said else None
        self.parts, self.orphans, self.parts_measure = True, self.missed and not self.said, self._one_told()
        if self.said and self.item == "project.named" and token.kind == "of_which":
            self.nested = True
            return
        if pattern("contexts", "of_origin").search(self._label(token)):
            self.marks.sourced = True
        if self.term is not None and self.term.value == "project" and self.term.end == token.start and self.halted:
            self.listing = self.measure or self.untold()
            return
        if narrative()["project_word"] in self._label(token):
            self.listing = self.last or self.measure or self.untold()
            return
        start = max(self.text.rfind(mark, 0, token.start) for mark in "。\n") + 1
        if self.last or (not self.said and pattern("terms", "projects").search(self.text, start, token.start)):
            counted = None if self.said or not self.missed else "budget"
            self.listing = self.last or self.measure or counted or self.untold()

    def _take_sources(self, _: Token) -> None:
        """Where a budget came from: its parts, whatever was told before."""
        self._clear()
        initial = self.told == {"budget_initial"}
        self.parts, self.measure = True, "budget_initial" if initial else "budget"
        self.marks.sourced = True
        self.parts_measure = self.measure
        self.listing = None

    def _take_limit(self, token: Token) -> None:
        """`均控制在预算数之内` speaks of all that was listed: what follows is of the sum again."""
        if self.head is not None and pattern("contexts", "all_in_clause").search(self.text[: token.start]):
            self.term = self.subject = self.head
            self.strayed = False

    def _take_filler(self, token: Token) -> None:
        """A colon right after a figure opens the list of what it consists of; brackets hold an aside."""
        label = self._label(token)
        before = self.text[: token.start]
        of_projects = self.term is not None and str(self.term.value).startswith("project")
        if label == ":" and pattern("contexts", "opens_projects").search(before):
            self._take_of_which(token)
            self.listing = self.listing or self.untold()
        elif label == ":" and (
            before.endswith("元") or (of_projects and before.endswith(wordings("contexts", "before_list")))
        ):
            self._take_of_which(token)
        elif label == "(":
            self.brackets.append(
                Aside(
                    self.term,
                    self.subject,
                    self.named,
                    self.measure,
                    self.linked,
                    self.strayed,
                    self.parts,
                    self.unknown,
                    self.nested,
                    self.listing,
                )
            )
            self.parts = self.parts or before.endswith(wordings("contexts", "ends_figure"))
        elif label == ")" and self.brackets:
            aside, self.marks.joined, self.marks.paused = self.brackets.pop(), False, False
            self.standard = self.of_standard = False
            if self._names_sum(aside):
                return
            self.term, self.subject, self.named, self.measure = aside.term, aside.subject, aside.named, aside.measure
            self.linked, self.strayed, self.parts, self.unknown = (
                aside.linked,
                aside.strayed,
                aside.parts,
                aside.unknown,
            )
            self.nested, self.listing = aside.nested, aside.listing
        elif label in narrative()["this_year"]:
            self.scene = self.year = None

    def _names_sum(self, aside: Aside) -> bool:
        """True for a bracket behind a list of parts that is nothing but the name of their sum (`…费(三公经费)决算`)."""
        parts, whole = aside.term, self.term
        return (
            bool(parts and whole and parts.value.startswith(f"{whole.value}.") and self.text[whole.start - 1] == "(")
            and self.previous is whole
        )

    def _take_standard(self, token: Token) -> None:
        if pattern("contexts", "kept_within").match(self.text, token.start):
            # A budget told to say that what was spent kept within it.
            self.aside, self.strayed = self.prior, False
            if self.parts and self.said and self.head is not None:
                self.term = self.subject = self.marks.summed or self.head
        else:
            self.standard = True
