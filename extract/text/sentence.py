"""What a sentence has said so far, and so what its next figure means.

A figure counts only where nothing unknown stands between it and its term; a clause without a term of its own
(`实际执行14.02万元`, `同比2020年3.32万元`) speaks of the term before it in the same sentence.
"""

from dataclasses import dataclass

import regex

from extract.text.context import (
    announces,
    at_start_of_year,
    counts_projects,
    is_portion,
    is_rate,
    loose_may_follow,
    may_follow,
    names_fund,
    names_whole_budget,
    opens_clause,
    opens_for_body,
    scored_project,
)
from extract.text.figure import Figures
from extract.text.funds import GRANTED, fund_name
from extract.text.lexer import narrative
from extract.text.state import Aside
from extract.text.token import Token

_SHORT_TERM = 3
_BUDGET_LABEL = regex.compile("预算(?:资金|总额|总?支出|总?收入)?$")
_ACTUAL_LABEL = regex.compile("决算|执行|实际|累计")
_HAN = regex.compile(r"\p{Han}")
_PROJECTS = regex.compile(r"\d+个项目|项目\d+个|项目支出|专项资金")
_SUMS = ("total", "income", "expenditure", "source.")
_WHOLE_SPENDING = ("总支出", "支出总额", "支出合计", "支出总计")
_LAST_YEAR = ("上年", "上年度", "去年")
_SUMS_AND_PARTS = ("income", "total", "expenditure", "basic", "project")
_SPENT = ("全年支出", "决算支出", "实际支出", "支出决算")


@dataclass
class Sentence(Figures):
    """A state that every token of the sentence changes."""

    def take(self, token: Token) -> None:
        """Let one token that is no figure change what the next figure would mean."""
        handler = getattr(self, f"_take_{token.kind}", None)
        if handler is not None:
            handler(token)

    def _take_stop(self, token: Token) -> None:
        """A new sentence; what a heading or a sentence of its own has announced is still the topic."""
        if (
            not self.said
            and self.term is not None
            and announces(self.text[: self.term.start], self.text[self.term.end : token.start])
        ):
            self.topic = self.term
        self.before = self.head or self.before
        self.head = None
        self.listing = self.prior = None
        goes_on = self.text.startswith("其中", token.end)
        told, measure, missed = self.told, self._one_told(), self.missed
        self.scene, self.last = (self.scene, self.last) if goes_on else (None, None)
        self.said = False
        self.resume, self.told = None, frozenset()
        self._clear()
        if goes_on:
            self.measure, self.missed, self.told = measure, missed, told

    def _take_halt(self, _: Token) -> None:
        """A semicolon ends a clause; the list it may stand in goes on."""
        parts, listing, orphans, brackets = self.parts, self.listing, self.orphans, self.brackets
        self._clear()
        self.brackets = brackets
        self.resume = self.head if listing else None
        self.parts, self.orphans, self.measure = parts, orphans, (listing or self.parts_measure) if parts else None

    def _take_term(self, token: Token) -> None:
        label, before = self._label(token), self.text[: token.start]
        if (measure := self._term_as_measure(token, label)) is not None:
            self._set_measure(measure, token)
            return
        adjacent = self.term is not None and self.term.end == token.start
        if label in narrative()["fillers"] and self.linked and (adjacent or (self.term and label != "收支")):
            return
        if label == "支出" and self.term is None and self.subject is self.before and before.endswith(_LAST_YEAR):
            return
        if (label in ("支出", "收入") and self.missed) or is_portion(before):
            self._take_unknown(token)
            return
        budgeted = (self.prior or "").startswith("budget") or at_start_of_year(before)
        if token.value == "source.carryover" and label == "结转结余" and not budgeted:
            token = Token("term", token.start, token.end, "balance.cumulative")
        part_of_name = ("project", "econ.", "func.229", "other")
        if (
            token.value.startswith(part_of_name)
            and not (adjacent and token.value.startswith("project"))
            and _HAN.match(before[-1:])
            and not may_follow(before)
        ):
            self._take_unknown(token)
            return
        if (token.value == "balance" and self.project is None and (self.named or self.fund)) or (
            token.value == "total" and self.project is None and _PROJECTS.search(before[before.rfind("。") + 1 :])
        ):
            self._take_unknown(token)
            return
        if self.term is not None and self.term.kind == "addition" and adjacent:
            self.subject, self.parts = token, True
        loose = len(label) <= _SHORT_TERM or token.value.startswith("source.")
        stray = loose and _HAN.match(before[-1:]) and not loose_may_follow(before)
        if stray or (token.value == "project.special" and self.section[0] != "project_expenditure"):
            self.linked, self.term = False, None
            return
        if (
            self.subject is None
            or self.subject is self.before
            or (self.change is None and self.year in (None, self.fiscal_year))
        ):
            self.subject = token
        self.head = self.head or token
        self.run.append(token)
        self.term, self.linked, self.named, self.strayed = token, True, None, False
        self._measure_by_label(token, label, before)
        if token.value in ("basic", "project"):
            self.inside = token.value

    def _term_as_measure(self, token: Token, label: str) -> str | None:
        """The measure that a word of income or expenditure gives a term or fund before it, None where it is a term itself."""
        fund = self.lead or self.fund
        if label in _SPENT and self.term is not None and self.term.kind == "part" and fund:
            self.term, self.named = None, fund
        if (label == "支出" and (self.named or self.term)) or (label in _SPENT and (self.named or self.lead)):
            return "actual"
        if token.value == "expenditure" and label != "支出" and self.project is not None and not self.unknown:
            return "actual"
        if self.term is None:
            return None
        adjacent = self.term.end == token.start
        whole = self.term.value in ("basic", "project") and self.said
        budgeted = (self.prior or "").startswith("budget")
        if label in _SPENT and budgeted and not self.term.value.startswith(_SUMS):
            return "actual"
        if label in _SPENT and (whole or (adjacent and label != "全年支出")):
            return "actual"
        return "budget" if adjacent and label in ("支出预算", "收入预算") else None

    def _measure_by_label(self, token: Token, label: str, before: str) -> None:
        if label.startswith("年初预算") or "批复" in label:
            self.measure = "budget_initial"
        elif (before.endswith(GRANTED) and not (self.measure or "").startswith("budget")) or (
            _BUDGET_LABEL.search(label) and not token.value.startswith("source.")
        ):
            self.measure = "budget"
        elif _ACTUAL_LABEL.search(label):
            self.measure = "actual"
        elif label.endswith(_WHOLE_SPENDING) and self.item == "income" and (self.prior or "").startswith("budget"):
            self.measure = self.prior
        elif not self.parts and not before.endswith(tuple(narrative()["measures"])):
            self.measure = None

    def _take_path(self, token: Token) -> None:
        """A functional item without a known code: its figures are nobody else's."""
        self.topic = token
        self.term, self.named, self.linked, self.strayed = token, None, False, True

    def _take_addition(self, token: Token) -> None:
        self.subject = self.term = token
        self.head = self.head or token
        self.linked, self.named, self.strayed = True, None, False
        self.measure, self.change = "change", 1

    def _take_part(self, token: Token) -> None:
        """A label without a code of its own counts as a part of a sum, or as one source of a project's money."""
        before = self.text[: token.start]
        opens = not _HAN.match(before[-1:]) or before.endswith(tuple(narrative()["of_which"]))
        after = self.text[token.end :]
        closed = not _HAN.match(after[:1]) or after.startswith((*narrative()["fillers"], *narrative()["measures"]))
        if ((self.parts and not self.orphans) or self.project is not None) and opens and closed:
            self.term, self.linked, self.named, self.strayed = token, True, None, False
        else:
            self._take_unknown(token)

    def _take_project_measure(self, token: Token) -> None:
        if self.project is None:
            self._take_unknown(token)
        else:
            self._set_measure(token.value, token)

    def _take_measure(self, token: Token) -> None:
        if is_rate(self.text, token.start, token.end):
            return
        self.run.append(token)
        self._set_measure(token.value, token)

    def _set_measure(self, measure: str, token: Token) -> None:
        self.measure = measure
        if self.term is not None and self.term.value == "income" and "支出" in self._label(token):
            self.term = Token("term", token.start, token.end, "expenditure")
        if self.topic is not None and self.topic.kind == "path" and self.term is None:
            self.linked = False
            return
        if self.term is None and self.named is None and self.project is None:
            self.named = (
                None if self.strayed or names_fund(self.text, token.start) else scored_project(self.text, token.start)
            )
        if self.term is None and self.named is None and not self.strayed:
            self._take_topic(token)
        replaceable = (
            self.term is None
            or self.term.value == "total"
            or "addition"
            in (
                self.term.kind,
                self.head.kind if self.head else "",
            )
        )
        whole = self.named is None and replaceable
        if (
            whole
            and self._label(token) in narrative()["nouns"]
            and names_whole_budget(self.text, token.start, token.end, self.unknown)
        ):
            self.term, self.strayed = Token("term", token.start, token.end, "total"), False
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_topic(self, token: Token) -> None:
        """A measure without a term speaks of what was announced, or of the one project the report is about."""
        label = self._label(token)
        if self.topic is not None:
            self.term = self.topic
        elif self.lead is not None and self.project is None and not names_fund(self.text, token.start):
            self.named = self.lead
        elif self._spent_by_body(token, label):
            self.term = Token("term", token.start, token.end, "expenditure")
        elif self.project is None and not self.unknown and counts_projects(self.text, token.start):
            self.term = Token("term", token.start, token.end, "project")
        elif self.resume is not None and self.project is None and not self.unknown:
            self.term = self.resume
        elif self.project is not None:
            self.term = Token("term", token.start, token.end, "total")
        elif self.fund is not None and self.section[0] == "project_expenditure":
            self.named = self.fund

    def _spent_by_body(self, token: Token, label: str) -> bool:
        """True for what the body spent in all: `支出决算为…`, or `2023年实际支出…` right after its income was told."""
        if self.project is not None or self.unknown:
            return label.startswith("支出决算") and not self.unknown
        sums = ("income", "total", "expenditure") if "expenditure" in self.section[0] else _SUMS_AND_PARTS
        told = self.before is not None and self.before.value in sums
        whole = label == "实际支出" and told and self.fund is None and opens_for_body(self.text, token.start)
        return whole or label.startswith("支出决算")

    def _take_break(self, token: Token) -> None:
        self.strayed = self.unknown = self.standard = False
        self.year = None
        if self._label(token) != "、":
            self.run = []

    def _take_year(self, token: Token) -> None:
        self._set_year(token.value, token)
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_last_year(self, token: Token) -> None:
        self._set_year(self.fiscal_year - 1 if self.fiscal_year else None, token)
        self.linked = self.term is not None

    def _set_year(self, year: int | None, token: Token) -> None:
        """A year that opens a clause holds for what follows; one that is compared with, for the next figure."""
        self.year = year
        if opens_clause(self.text, token.start):
            self.scene = year

    def _take_change(self, token: Token) -> None:
        self.change = token.value
        self.linked = (self.subject is not None or self.term is not None) and not self.strayed

    def _take_compare(self, _: Token) -> None:
        self.compared = self.measure
        self.subject = self.subject or self.term or (None if self.said or self.named or self.unknown else self.before)

    def _take_respectively(self, token: Token) -> None:
        terms = [each for each in self.run if each.kind == "term"]
        measures = [each for each in self.run if each.kind == "measure"]
        if len(terms) > 1:
            self.queue = terms
        elif len(measures) > 1 and self.term is not None:
            self.queue = measures
        else:
            self._take_of_which(token)

    def _take_of_which(self, token: Token) -> None:
        self.parts, self.orphans, self.parts_measure = True, self.missed and not self.said, self._one_told()
        if self.said and self.item == "project.named" and self.project is None and token.kind == "of_which":
            self.nested = True
            return
        start = max(self.text.rfind(mark, 0, token.start) for mark in "。\n") + 1
        if self.last or self.project is not None or (not self.said and _PROJECTS.search(self.text, start, token.start)):
            counted = None if self.said or self.project is not None or not self.missed else "budget"
            self.listing = self.last or self.measure or counted or "actual"

    def _take_limit(self, token: Token) -> None:
        """`均控制在预算数之内` speaks of all that was listed: what follows is of the sum again."""
        if self.head is not None and "均" in regex.split("[,，]", self.text[: token.start])[-1]:
            self.term = self.subject = self.head
            self.strayed = False

    def _take_filler(self, token: Token) -> None:
        """A colon right after a figure opens the list of what it consists of; brackets hold an aside."""
        label = self._label(token)
        if label == ":" and self.text[: token.start].endswith("元"):
            self._take_of_which(token)
        elif label == "(":
            self.brackets.append(
                Aside(self.term, self.subject, self.named, self.measure, self.linked, self.strayed, self.parts, self.unknown)
            )
        elif label == ")" and self.brackets:
            aside = self.brackets.pop()
            self.term, self.subject, self.named, self.measure = aside.term, aside.subject, aside.named, aside.measure
            self.linked, self.strayed, self.parts, self.unknown = aside.linked, aside.strayed, aside.parts, aside.unknown
        elif label in narrative()["this_year"]:
            self.scene = self.year = None

    def _take_standard(self, _: Token) -> None:
        self.standard = True

    def _take_echo(self, token: Token) -> None:
        if self.term is None and self.fund is not None and self.section[0] != "project_expenditure":
            self.named = self.fund
        elif self.term is None and not self.said:
            self.subject = self.before
        self.linked, self.strayed = self.term is not None or self.named is not None, False

    def _take_percent(self, _: Token) -> None:
        self.linked, self.change = False, None

    def _take_unknown(self, token: Token) -> None:
        """Unknown words break the link, unless they name a fund where the section speaks of project expenditure."""
        self.linked, self.strayed = False, self.term is not None or self.named is not None
        self.unknown = True
        self._mention(token)
        if self.section[0] != "project_expenditure":
            return
        name, following = self._label(token), self.text[token.end : token.end + 6]
        endings = tuple(narrative()["fund_endings"])
        ending = next((word for word in endings if following.startswith(word)), "")
        if (len(name) >= 3 and ending) or (len(name) >= 4 and name.endswith(endings)):
            start = self.named[0] if self.named and self.named[1] == token.start else token.start
            self.named, self.term, self.linked = (start, token.end + len(ending)), None, True
            self.fund, self.strayed = self.named, False

    def _mention(self, token: Token) -> None:
        """Remember a fund whose name opens a clause: 该项资金 may speak of it later."""
        name, following = self._label(token), self.text[token.end : token.end + 6]
        ending = next((word for word in narrative()["fund_endings"] if following.startswith(word)), "")
        opens = (
            token.start == 0 or not _HAN.match(self.text[token.start - 1]) or self.text[: token.start].endswith("其中")
        )
        if ending and opens and fund_name(name + ending):
            self.fund = (token.start, token.end + len(ending))
