"""What measures, years, changes and unknown words do to a sentence."""

from dataclasses import dataclass

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.text.additions import added_to, amount_from
from extract.text.context import (
    approved_for_body,
    counts_projects,
    divides,
    is_all_of_figure,
    is_rate,
    is_share_of,
    names_fund,
    names_whole_budget,
    opens_clause,
    opens_for_body,
    rate_follows,
    scored_project,
)
from extract.text.figure import Figures
from extract.text.funds import fund_name, may_be_name
from extract.text.lexer import narrative
from extract.text.tenses import item_of_title, tells_money, tells_plan
from extract.text.token import Token

_HAN = regex.compile(r"\p{Han}")
_SUMS_AND_PARTS = ("income", "total", "expenditure", "basic", "project")
_SUMS = ("total", "income", "expenditure", "source.")


def _first() -> tuple[str, ...]:
    return wordings("terms", "at_first")


@dataclass
class Measures(Figures):
    """A sentence that knows what its measures are of."""

    def _take_project_measure(self, token: Token) -> None:
        whole = self._label(token).endswith(wordings("tenses", "investment"))
        beside = tells_plan(self.text[token.end :]) or not tells_money(self.section[1])
        if (self.lead is None and self.titled is None) or (whole and beside):
            self._take_unknown(token)
        else:
            self._set_measure(token.value, token)

    def _take_measure(self, token: Token) -> None:
        if divides(self.text, token.end):
            return
        if is_rate(self.text, token.start, token.end):
            return
        self.run.append(token)
        if self.said and is_share_of(self.text, token.start, token.end):
            self.aside, self.strayed = self.prior, False
        self._set_measure(token.value, token)

    def _set_measure(self, measure: str, token: Token) -> None:
        if self.marks.closed:
            self._leave_list()
        if measure != "change":
            self._leave_change(token)
        if self.term is not None and measure == "budget" and self.text.endswith(_first(), 0, self.term.start):
            measure = "budget_initial"
        self.measure = measure
        if self.term is not None and self.term.value == "income" and self._tells_spending(token):
            self.term = Token("term", token.start, token.end, "expenditure")
            self.measure = self.prior if self._balances(token) else self.measure
        if self.topic is not None and self.topic.kind == "path" and self.term is None:
            self.linked = False
            return
        if self.term is None and self.named is None and not self.missed:
            self.named = (
                None if self.strayed or names_fund(self.text, token.start) else scored_project(self.text, token.start)
            )
        if self.term is None and self.named is None and not self.strayed:
            self._take_topic(token)
        replaceable = (
            self.term is None
            or self.term.value == "total"
            or (self.term.value == "source.carryover" and (self.whole == "total" or self.term.end <= self.marks.past))
            or "addition"
            in (
                self.term.kind,
                self.head.kind if self.head else "",
            )
        )
        if self.halted and self.whole == "total" and self._names_budget(token) and not self.unknown:
            replaceable, self.parts, self.listing = self.named is None, False, None
        whole = self.named is None and replaceable
        if whole and approved_for_body(self.text, token.start):
            self.term, self.strayed, self.measure = (
                Token("term", token.start, token.end, "total"),
                False,
                "budget_initial",
            )
        elif (
            whole and self._names_budget(token) and names_whole_budget(self.text, token.start, token.end, self.unknown)
        ):
            self.term, self.strayed = Token("term", token.start, token.end, "total"), False
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _names_budget(self, token: Token) -> bool:
        """True for a measure that names the whole budget where no item stands near."""
        if self._label(token) in narrative()["nouns"]:
            return True
        if self.text[token.start] not in wordings("contexts", "opens_adjusted"):
            return False
        adjusted = (
            pattern("contexts", name).match(self.text, token.start) for name in ("adjusted_from", "adjusted_to")
        )
        return any(adjusted)

    def _leave_change(self, token: Token) -> None:
        """A measure behind what a budget was changed by is of what was changed (`基本支出预算8万元,追加1万元,支出9万元`)."""
        if self.term is None or self.term.kind != "addition" or not self.marks.changes:
            return
        changed = added_to(self.text, self.marks.planned, self.marks.changes, token.end)
        if changed is not None:
            self.term, self.named, self.strayed = changed.term, changed.named, False
        elif self.lead is not None:
            self.term, self.named, self.strayed = None, self.lead, False
        elif self._names_budget(token):
            self.term = None
        self.subject = self.term or self.subject

    def _balances(self, token: Token) -> bool:
        """True for spending that is the same sum as the income budgeted right before: it is budgeted too."""
        budgeted = self.item == "income" and (self.prior or "").startswith("budget")
        return budgeted and amount_from(self.text, token.end) == amount_from(self.text, self.marks.past)

    def _leave_list(self) -> None:
        """A measure behind a list that 、 parts is of the sum that the list makes up; where none was told, of no part of it."""
        head = (self.marks.summed or self.head) if self.parts else None
        self.term = self.subject = head
        self.named, self.parts, self.listing, self.marks.closed = None, False, None, False

    def _tells_spending(self, token: Token) -> bool:
        return any(word in self._label(token) for word in wordings("terms", "spending"))

    def _take_topic(self, token: Token) -> None:
        """A measure without a term speaks of what was announced."""
        label = self._label(token)
        if self.topic is not None:
            self.term = self.topic
        elif not self.unknown and not self.lead and (item := item_of_title(*self.section)):
            self.term = Token("term", token.start, token.end, item)
            self.head = self.head or self.term
        elif self.titled is not None and not self.unknown:
            self.term = Token("term", token.start, token.end, "project.named")
        elif self.lead is not None and not names_fund(self.text, token.start):
            self.named = self.lead
        elif whole := self._spent_by_body(token, label):
            self.term = Token("term", token.start, token.end, whole)
        elif self._counts_own_projects(token):
            self.term = Token("term", token.start, token.end, "project")
        elif self.resume is not None and not self.unknown:
            self.term = self.resume
        elif self.fund is not None and self.section[0] == "project_expenditure":
            self.named = self.fund

    def _counts_own_projects(self, token: Token) -> bool:
        """True for the money of projects just counted, but for those that were brought in or carried out by others."""
        achieved = self.section[0] == "performance" and not tells_money(self.section[1])
        return not self.unknown and not achieved and counts_projects(self.text, token.start)

    def _spent_by_body(self, token: Token, label: str) -> str | None:
        """What the body spent in all: `支出决算为…`, or `2023年实际支出…`, which is its expenditure where its income was told."""
        if label.startswith(wordings("tenses", "spent_by_accounts")):
            return None if self.unknown else "expenditure"
        if self.unknown or not opens_for_body(self.text, token.start):
            return None
        if self.whole == "total" and label in wordings("tenses", "of_whole"):
            return "total"
        if self._closes_account(token, label):
            return "total"
        if label not in wordings("tenses", "spent_in_fact"):
            return None
        sums = ("income", "total", "expenditure") if "expenditure" in self.section[0] else _SUMS_AND_PARTS
        if self.fund is None and self.before is not None and self.before.value in sums:
            return "expenditure"
        return "total" if self.before is None and self.fund is None else None

    def _closes_account(self, token: Token, label: str) -> bool:
        """True for what the accounts say was spent where the rate of the budget stands right behind it, in a section on no one item."""
        of_all = self.section[0] not in ("project_expenditure", "three_public", "basic_expenditure", "fund_budget")
        return of_all and label in wordings("tenses", "by_accounts") and rate_follows(self.text, token.end)

    def _take_year(self, token: Token) -> None:
        self._set_year(token.value, token)
        self.marks.backward = False
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_last_year(self, token: Token) -> None:
        self._set_year(self.fiscal_year - 1 if self.fiscal_year else None, token)
        self.marks.backward = self.scene is not None and self.scene == self.year
        self.linked = self.term is not None

    def _set_year(self, year: int | None, token: Token) -> None:
        """A year that opens a clause holds for what follows; one that is compared with, for the next figure."""
        self.year = year
        if opens_clause(self.text, token.start) and not self.brackets:
            self.scene = year

    def _take_change(self, token: Token) -> None:
        self.change = token.value
        self.linked = (self.subject is not None or self.term is not None) and not self.strayed

    def _take_compare(self, token: Token) -> None:
        self.compared = self.measure
        unknown = self.said or self.named or self.unknown or self.missed
        if self.term and self.head and self.text.endswith(tuple(narrative()["all_of_it"]), 0, self.term.start):
            self.term = self.subject = self.head
        self.subject = self.subject or self.term or (None if unknown else self.before)
        if self.term is None and self.subject is not None and self.subject is self.before:
            self.term = self.subject
        if self.marks.earlier is not None and is_all_of_figure(self.text, token.start):
            self.term = self.subject = self.marks.earlier
        if self._compares_sum(token):
            self.term = self.subject = self._sum()
        self.compares = self.marks.comparing = True

    def _sum(self) -> Token | None:
        """What the parts of a list make up: what was announced, where the first term of the sentence is but a part of it."""
        if self.topic and self.head and str(self.head.value).startswith(f"{self.topic.value}."):
            return self.topic
        return self.head or self.topic

    def _compares_sum(self, token: Token) -> bool:
        """True for the only comparison of a sentence behind the parts of the three public expenses: it is of their sum."""
        head = self._sum()
        if not (self.parts and self.said and head):
            return False
        if self.text[: token.start].endswith((";", "；")):
            return True
        if self.compares or head.value != "three_public":
            return False
        rest = self.text[token.end :].partition("。")[0]
        return pattern("contexts", "compares_part").search(rest) is None

    def _take_percent(self, _: Token) -> None:
        self.linked, self.change = False, None
        if self.marks.comparing:
            # What was compared was told as a percentage: what follows is measured as before.
            self.measure, self.marks.comparing = self.compared, False

    def _take_unknown(self, token: Token) -> None:
        """Unknown words break the link, unless they name a fund where the section speaks of project expenditure."""
        label = self._label(token)
        if self.term is not None and self.term.end == token.start:
            if label in wordings("funds", "fees") and str(self.term.value).startswith("three_public.vehicle_"):
                return
            self.term = None if label.startswith(wordings("terms", "inside")) else self.term
        whole = self.marks.summed or self.head
        procured = self.parts and whole is not None and whole.value == "procurement"
        behind = next((word for word in wordings("terms", "spending") if self.text.startswith(word, token.end)), "")
        told = self.text[token.end + len(behind) : token.end + len(behind) + 1].isdigit()
        if procured and told and label in narrative()["procured"]:
            self.term, self.linked, self.strayed = Token("part", token.start, token.end, "other"), True, False
            return
        if told and self._part_of_vehicles(token):
            return
        self.linked, self.strayed = False, self.term is not None or self.named is not None
        leading, self.stranger = self.stranger, token
        self.unknown = True
        self._mention(token)
        if self.section[0] != "project_expenditure":
            return
        name, following = self._label(token), self.text[token.end : token.end + 6]
        endings = tuple(narrative()["fund_endings"])
        if not may_be_name(name) or name.startswith(tuple(narrative()["no_fund"])):
            return
        ending = next((word for word in endings if following.startswith(word)), "")
        if (len(name) >= 3 and ending) or (len(name) >= 4 and name.endswith(endings)):
            joined = leading is not None and leading.end == token.start and leading.kind == "unknown"
            start = leading.start if leading and joined else token.start
            start = self.named[0] if self.named and self.named[1] in token.span else start
            if self.listing and self.previous and self.previous.kind == "compare" and self.previous.end == token.start:
                start = max(self.text.rfind(mark, 0, start) for mark in ",，、。;；:：") + 1
            rest = next((word for word in wordings("funds", "rest") if self.text.endswith(word, 0, start)), "")
            start -= len(rest) if self.listing else 0
            self.named, self.term, self.linked = (start, token.end + len(ending)), None, True
            self.fund, self.strayed = self.named, False

    def _part_of_vehicles(self, token: Token) -> bool:
        """Takes the short name of a part of what was spent on vehicles, told in a bracket behind it; False for other words."""
        item = narrative()["of_vehicles"].get(self._label(token))
        if item is None or not self._lists_vehicles():
            return False
        self.term, self.linked, self.strayed = Token("term", token.start, token.end, item), True, False
        return True

    def _lists_vehicles(self) -> bool:
        """True in a bracket behind what was spent on vehicles in all."""
        whole = self.brackets[-1].term if self.brackets else None
        return whole is not None and whole.value == "three_public.vehicle"

    def _mention(self, token: Token) -> None:
        """Remember a fund whose name opens a clause: 该项资金 may speak of it later."""
        name, following = self._label(token), self.text[token.end : token.end + 6]
        ending = next((word for word in narrative()["fund_endings"] if following.startswith(word)), "")
        before = self.text[: token.start]
        opens = not _HAN.match(before[-1:]) or before.endswith(wordings("contexts", "opens_parts"))
        if ending and opens and fund_name(name + ending):
            self.fund = (token.start, token.end + len(ending))
