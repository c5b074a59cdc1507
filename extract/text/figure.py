"""What the next figure of a sentence means, from what the sentence has said so far."""

from dataclasses import dataclass

from extract.text.context import arrives, counted_before, said_of_all, speaks_of_area, spent_next
from extract.text.funds import GRANTED, fund_before
from extract.text.link import Link
from extract.text.state import State
from extract.text.token import Token


@dataclass
class Figures(State):
    """A state that is asked for the links of a figure, and told when the figure is past."""

    def links(self, token: Token) -> list[Link]:
        """What a figure states, of one term or of all those named together (`…费、…费均为0万元`)."""
        link = self.link(token)
        if link is not None and speaks_of_area(self.section[1]) and not link.item.startswith("three_public"):
            return []
        if link is None or (token.value[1] is None and self.text.startswith("数", link.label[1])):
            return []
        if link.measure == "change" or not said_of_all(self.text, token.start):
            return [link]
        terms = [each for each in self.run if each.kind == "term"] or [Token("term", *link.label, link.item)]
        measures = list(dict.fromkeys(each.value for each in self.run if each.kind == "measure"))
        return [
            Link(term.value, measure, link.year, (term.start, term.end), min(term.start, token.start))
            for term in terms
            for measure in (measures if len(measures) > 1 else [link.measure])
        ]

    def link(self, token: Token) -> Link | None:
        """What a figure states; None where no term is tied to it, or it is a standard."""
        year = self.year or self.scene or self.fiscal_year
        if self.queue:
            self._next_in_queue()
        if self.standard:
            return None
        if self.measure is None and arrives(self.text, token.end):
            self.measure = "budget"
        if not self.linked:
            return self._fund(token, year)
        if self.change is not None:
            subject = self.subject or self.term
            if subject is None or subject.value is None:
                return None
            span = (subject.start, subject.end)
            return Link(subject.value, "change", self.scene or self.fiscal_year, span, token.start, self.change)
        if self.named is not None and not self.measure and self.text[: self.named[0]].endswith(GRANTED):
            self.measure = "budget"
        if self.named is not None and self.measure in (None, self.listing) and spent_next(self.text, token.end):
            self.measure = "budget"
        if self.named is not None and (self.measure or self.listing):
            return Link("project.named", self._stated(), year, self.named, self.named[0])
        if self.term is None or self.term.value is None:
            return None
        span = (self.term.start, self.term.end)
        if self.term.value == "source.carryover" and (self.measure or self.prior or "").startswith("budget"):
            self.measure = "budget"
        return Link(self.term.value, self._stated(), year, span, min(self.term.start, token.start))

    def _fund(self, token: Token, year: int | None) -> Link | None:
        """The figure of a fund named in its own clause: in a list of parts, or with a measure of its own."""
        if (
            self.measure
            and not self.change
            and self.project is None
            and (count := counted_before(self.text, token.start))
        ):
            self.term, self.strayed = Token("term", *count, "project"), False
            return Link("project", self._stated(), year, count, count[0])
        fund = (
            None
            if self.change is not None
            else fund_before(self.text, token.start, self.listing is not None and not self.nested, self.project)
        )
        if fund is None:
            return None
        if fund.level or fund.total:
            self.measure = fund.measure or self.measure or self.listing or "budget"
            self.last = self.measure
            return Link("other" if fund.level else "total", self._stated(), year, (fund.start, fund.end), fund.start)
        self.named, self.term, self.strayed = (fund.start, fund.end), None, False
        self.fund = self.named
        granted = "budget" if spent_next(self.text, token.end) else None
        self.measure = fund.measure or granted or self.listing
        return Link("project.named", self._stated(), year, self.named, fund.start)

    def after_figure(self, link: "Link | None") -> None:
        """Forget what belonged to one figure alone."""
        self.run = []
        if link is not None:
            self.said = True
            self.prior, self.item = link.measure, link.item
            self.told = self.told if link.measure == "change" else self.told | {link.measure}
            if link.measure == "change" and self.measure != "change":
                self.measure = self.compared
            if link.item in ("project", "project.special", "project.named", "total") and link.measure != "change":
                self.last = link.measure
        self.missed = link is None
        self.linked, self.standard, self.change, self.year = False, False, None, None

    def _stated(self) -> str:
        measure = self.measure or ("budget" if self.section[1].endswith("安排情况") else "actual")
        return "budget_initial" if measure == "budget" and "批复" in self.section[1] else measure

    def _next_in_queue(self) -> None:
        """Of several terms or measures named together (`人员经费和公用经费分别为A、B`) the next figure has the next."""
        token = self.queue.pop(0)
        if token.kind == "term":
            self.term = token
        else:
            self.measure = token.value
        self.linked, self.named, self.strayed = True, None, False
