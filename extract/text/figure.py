"""What the next figure of a sentence means, from what the sentence has said so far."""

from dataclasses import dataclass
from decimal import Decimal

from extract.lexicons.grammar import pattern, wordings
from extract.text.additions import Changed, Planned
from extract.text.context import (
    adjusted,
    adjusted_next,
    arrives,
    budget_follows,
    changes_in_order,
    counted_before,
    evaluates,
    handed_over,
    in_clause,
    is_for_each,
    is_of_next_budget,
    is_share_of_plan,
    joins,
    of_several_years,
    others_money,
    rate_follows,
    said_of_all,
    speaks_of_area,
    spent_next,
    taken_back,
    tells_area_finances,
)
from extract.text.funds import fund_before, is_level
from extract.text.lexer import narrative
from extract.text.link import Link
from extract.text.state import State
from extract.text.tenses import approves, tells_plan
from extract.text.token import Token

_LEFT_OVER = ("source.carryover", "balance.cumulative")
_SOURCES = ("source.", "other", "balance")
_SUMS = ("total", "income", "expenditure", "source.fiscal")


def _measure_words() -> set[str]:
    return {*narrative()["measures"], *narrative()["project_measures"]}


@dataclass
class Figures(State):
    """A state that is asked for the links of a figure, and told when the figure is past."""

    def links(self, token: Token) -> list[Link]:
        """What a figure states, of one term or of all those named together (`…费、…费均为0万元`)."""
        shared = self._sharing(token)
        link = self.link(token)
        if len(shared) > 1 and link is not None and link.label == (shared[-1].start, shared[-1].end):
            return self._lump(shared, link) or self._nought_each(shared, link, token)
        added = self.term is not None and self.term.kind == "addition"
        foreign = link is not None and not added and others_money(self.text, token.start, link.label)
        if foreign or handed_over(self.text, token.end) or is_of_next_budget(self.text, token.start):
            return []
        of_area = speaks_of_area(self.section[1]) or tells_area_finances(self.text)
        if link is not None and of_area and not link.item.startswith("three_public"):
            return []
        if link is not None and is_for_each(self.text, link.label, token.value[1]):
            return []
        if link is None or (
            token.value[1] is None and self.text.startswith(wordings("terms", "number_of"), link.label[1])
        ):
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

    def _sharing(self, token: Token) -> list[Token]:
        """The terms that one figure is said of together (`水费、电费共3万元`), none where each has its own."""
        if self.queue or said_of_all(self.text, token.start):
            return []
        terms = [each for each in self.run if each.kind == "term"]
        last = len(terms)
        while last > 1 and joins(self.text[terms[last - 2].end : terms[last - 1].start]):
            last -= 1
        return terms[max(last - 1, 0) :]

    def _lump(self, terms: list[Token], link: Link) -> list[Link]:
        """A figure of several economic classes carries all their codes; any other sum of two items is nobody's."""
        if not all(str(each.value).startswith("econ.") for each in terms):
            return []
        code = "econ." + "+".join(str(each.value).removeprefix("econ.") for each in terms)
        start = terms[0].start
        return [Link(code, link.measure, link.year, (start, terms[-1].end), min(start, link.start), link.sign)]

    def _nought_each(self, terms: list[Token], link: Link, token: Token) -> list[Link]:
        """A nought said of several items is that of each (`公务用车购置费和因公出国费用0万元`)."""
        if link.measure == "change" or Decimal(token.value[0].replace(",", "")):
            return []
        return [
            Link(each.value, link.measure, link.year, each.span, min(each.start, token.start))
            for each in terms
            if each.value is not None
        ]

    def link(self, token: Token) -> Link | None:
        """What a figure states; None where no term is tied to it, or it is a standard."""
        year = self.year or self.scene or self.fiscal_year
        self.undecided, self.at = False, token.start
        if self.queue:
            self._next_in_queue()
        if self.standard or (self.parts and self.of_standard) or of_several_years(self.text, token.start):
            return None
        if self.measure is None and (arrives(self.text, token.end) or is_share_of_plan(self.text, token.end)):
            self.measure = "budget"
        if self.change is not None and (changed := self._changed_budget(token, self.change)) is not None:
            return changed
        if (left := self._part_of_balance(token, year)) is not None:
            return left
        if not self.linked and not self._is_done():
            return self._fund(token, year)
        if self.change is not None:
            return self._changed(token, self.change)
        if self.named is not None:
            self._grant_named(token)
            if self.measure or self.listing:
                return self._told("project.named", year, self.named, self.named[0])
        if self.term is None or self.term.value is None:
            return None
        if self._arrived_source(str(self.term.value), token):
            self.measure = "budget"
        return self._told(str(self.term.value), year, self.term.span, min(self.term.start, token.start))

    def _changed(self, token: Token, sign: int) -> Link | None:
        subject = self.subject or self.term
        if changes_in_order(self.text, self.at):
            return None
        if subject and self.parts and self.head and str(subject.value) in _LEFT_OVER and self.head.value in _SUMS:
            subject = self.head
        if subject is None or subject.value is None:
            return None
        return Link(subject.value, "change", self.scene or self.fiscal_year, subject.span, token.start, sign)

    def _changed_budget(self, token: Token, sign: int) -> Link | None:
        """What a budget was changed by, where the budget as it became follows (`补助资金增加4万元,全年预算数`)."""
        match = in_clause("changed_fund", self.text, token.start) if self.subject is None else None
        match = match or in_clause("grown", self.text, token.start)
        if match is None or pattern("contexts", "became").match(self.text, token.end) is None:
            return None
        return Link("other", "change", self.scene or self.fiscal_year, match.span("name"), match.start("name"), sign)

    def _source_fund(self, token: Token, year: int | None) -> Link | None:
        """Money by a name of its own in the list of where a budget came from."""
        whole = self.brackets[-1].term if self.brackets else None
        divided = (
            self.marks.sourced
            or (whole is not None and str(whole.value).startswith("source."))
            or self._of_income(token)
        )
        source = fund_before(self.text, token.start, True) if divided and self.change is None else None
        if source is None:
            return None
        end = source.end
        for word in wordings("funds", "transfers"):
            # The verb of a transfer is a part of its name.
            end = next((at + len(word) for at in range(source.start, end) if self.text.startswith(word, at)), end)
        name = self.text[source.start : end]
        if not name.endswith(wordings("funds", "source_words")) or tells_plan(name):
            return None
        self.term, self.strayed = None, False
        return self._told("other", year, (source.start, end), source.start)

    def _part_of_balance(self, token: Token, year: int | None) -> Link | None:
        """What is left of one kind of money, in the list of what was left in all."""
        if not (self.parts and self.said and self.head and str(self.head.value).startswith("balance")) or self.change:
            return None
        match = in_clause("left_of_kind", self.text, token.start)
        return Link("other", "actual", year, match.span("name"), match.start("name")) if match else None

    def _of_income(self, token: Token) -> bool:
        """True among the parts of what came in, and of a whole budget for what a level of government gave of it."""
        whole = self.marks.summed or self.head
        of_what = str(whole.value) if whole else "total"
        if not self.parts or of_what == "income" or of_what.startswith("source."):
            return self.parts
        budgeted = whole is not None or (self.measure or "").startswith("budget")
        return of_what == "total" and budgeted and in_clause("of_level", self.text, token.start) is not None

    def _added_fund(self, token: Token) -> Link | None:
        """What was added to a budget, named behind its verb (`年中新增专项债券等14万元,全年预算`)."""
        match = in_clause("added_fund", self.text, token.start)
        if match is None or pattern("contexts", "became").match(self.text, token.end) is None:
            return None
        return Link("other", "change", self.scene or self.fiscal_year, match.span("name"), match.start("name"), 1)

    def _grant_named(self, token: Token) -> None:
        """The money of a named fund that was granted, or of which the next clause tells what was spent, is its budget."""
        assert self.named is not None
        if not self.measure and self.text[: self.named[0]].endswith(wordings("funds", "granted")):
            self.measure = "budget"
        if self.measure in (None, self.listing) and spent_next(self.text, token.end):
            self.measure = "budget"

    def _arrived_source(self, item: str, token: Token) -> bool:
        """True for money that reached the body: what is carried over into a budget."""
        planned = bool(self.told) and "actual" not in self.told
        budgeted = planned or (self.measure or "").startswith("budget") or budget_follows(self.text, token.end)
        return item == "source.carryover" and budgeted

    def _fund(self, token: Token, year: int | None) -> Link | None:
        """The figure of a fund named in its own clause: in a list of parts, or with a measure of its own."""
        if (
            self.measure
            and not self.change
            and not evaluates(self.text, token.start)
            and (count := counted_before(self.text, token.start))
        ):
            self.term, self.strayed = Token("term", *count, "project"), False
            return self._told("project", year, count, count[0])
        listed = self.listing is not None and not self.nested
        if (source := self._source_fund(token, year)) is not None:
            return source
        if self.change is None and not listed and (added := self._added_fund(token)) is not None:
            return added
        fund = None if self.change is not None else fund_before(self.text, token.start, listed)
        if fund is None:
            return None
        if fund.level:
            paid = self.parts and self.prior == "actual" and fund.measure == "budget"
            self.measure = ("actual" if paid else fund.measure) or self.measure or self.listing or "budget"
            self.last = self.measure
            return self._told("other", year, (fund.start, fund.end), fund.start)
        self.named, self.term, self.strayed = (fund.start, fund.end), None, False
        self.fund = self.named
        granted = "budget" if spent_next(self.text, token.end) else None
        plain = self.listing is not None and self.text[fund.end : token.start] in wordings("terms", "spending")
        self.measure = self.listing if plain else fund.measure or granted or self.listing
        return self._told("project.named", year, self.named, fund.start)

    def after_figure(self, link: "Link | None") -> None:
        """Forget what belonged to one figure alone."""
        self.run = []
        self.marks.joined = self.marks.paused and (link is None or link.label[0] > self.marks.past)
        self.marks.earlier = self.marks.owner
        self.marks.owner = self.term if link is not None and self.named is None else None
        self.marks.past, self.marks.paused, self.marks.closed = self.at, False, False
        if link is not None:
            self.said = True
            self.prior, self.item = link.measure, link.item
            self.items = self.items | {link.item}
            self.whole = link.item if link.item in ("total", "income", "expenditure") else self.whole
            self.told = self.told if link.measure == "change" else self.told | {link.measure}
            if link.measure == "change" and self.measure != "change":
                self.measure = self.compared
            self.marks.comparing = self.marks.comparing and link.measure != "change"
            self._keep(link)
            if self.aside is not None:
                # A budget told to say what share of it a figure is; what follows is of that figure again.
                self.told = (self.told - {link.measure}) | {self.aside}
                self.measure, self.aside = self.aside, None
            if (
                link.item in ("project", "project.special", "project.named", "total", "source.fund")
                and link.measure != "change"
            ):
                self.last = link.measure
        self.missed, self.halted = link is None, False
        self.of_standard = self.standard or (self.of_standard and self.parts)
        self.linked, self.standard, self.change, self.year = False, False, None, None

    def _keep(self, link: Link) -> None:
        """Remembers what a change of a budget may be of, and the change."""
        if link.measure == "change" and link.item == "other":
            self.marks.changes.append(Changed(self.at, link.sign))
        elif link.measure.startswith("budget"):
            self.marks.planned.append(Planned(None if self.named else self.term, self.named, self.at))

    def _told(self, item: str, year: int | None, label: tuple[int, int], start: int) -> Link | None:
        """The link of a figure that is no change; None where nothing tells its measure."""
        measure = self.measure or self._of_level(item, label) or self.untold()
        self.undecided = measure is None
        if measure is None or (measure.startswith("budget") and self.term is not None and self.term.kind == "addition"):
            return None
        approved = approves(self.section[1]) and not adjusted(self.text[label[0] : self.at])
        if measure == "budget" and (approved or self._of_initial(item, label) or adjusted_next(self.text, self.at)):
            measure = "budget_initial"
        if item == "balance.cumulative" and measure == "actual" and taken_back(self.text, self.at):
            item = "balance"
        if item == "expenditure" and measure == "actual" and self._is_of_whole_budget(self.text[slice(*label)]):
            item = "total"
        name = self.titled if item == "project.named" and self.text[slice(*label)] in _measure_words() else None
        return Link(item, measure, year, label, start, name=name)

    def _of_level(self, item: str, label: tuple[int, int]) -> str | None:
        """The measure of what a level of government gave, in a section on where money came from."""
        sourced = item == "other" and pattern("contexts", "of_origin").search(self.section[1]) is not None
        return "budget" if sourced and is_level(self.text[slice(*label)]) else None

    def _is_done(self) -> bool:
        """Tells that an item whose budget was told was spent, where nothing but 实际 or 完成 stands before a figure in its clause."""
        budgeted = self.term is not None and not self.strayed and (self.measure or "").startswith("budget")
        if budgeted and in_clause("done_alone", self.text, self.at):
            self.measure = "actual"
            return True
        return False

    def _is_of_whole_budget(self, label: str) -> bool:
        """True for what was spent in all where the rate of the budget stands right behind it, and no income was told before."""
        of_accounts = any(word in label for word in wordings("contexts", "of_accounts")) or self.whole == "income"
        return not of_accounts and rate_follows(self.text, self.at)

    def _of_initial(self, item: str, label: tuple[int, int]) -> bool:
        """True for a further item of a sentence that has told initial budgets alone: its budget is an initial one too."""
        if self.told != {"budget_initial"} or item in self.items or item.startswith(_SOURCES):
            return False
        return not adjusted(self.text[label[0] : self.at])

    def _next_in_queue(self) -> None:
        """Of several terms or measures named together (`人员经费和公用经费分别为A、B`) the next figure has the next."""
        token = self.queue.pop(0)
        if token.kind == "term":
            self.term = token
        else:
            self.measure = token.value
        self.linked, self.named, self.strayed = True, None, False
