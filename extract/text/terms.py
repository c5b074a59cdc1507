"""What terms do to a sentence: which of them name its subject, and which are a measure, or part of a longer name."""

from dataclasses import dataclass

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.text.context import (
    approved_for_body,
    at_start_of_year,
    divides,
    is_of_area,
    is_portion,
    is_side_of_account,
    lists_functions,
    loose_may_follow,
    may_follow,
    pairs_unknown,
)
from extract.text.lexer import narrative
from extract.text.measures import Measures
from extract.text.tenses import item_of_title
from extract.text.token import Token

_SHORT_TERM = 3
_PART_OF_NAME = ("project", "basic.", "econ.", "func.", "other")
_LOOSE = ("source.", "total", "income", "expenditure", "procurement")
_HAN = regex.compile(r"\p{Han}")
_SUMS = ("total", "income", "expenditure", "source.")
_SIDES = ("income", "expenditure", "total")
_FUNDS_OF_SECTIONS = {"fund_budget": "source.fund", "state_capital_budget": "source.state_capital"}


@dataclass
class Terms(Measures):
    """A sentence that knows its subject."""

    def _take_term(self, token: Token) -> None:
        label, before = self._label(token), self.text[: token.start]
        divided = label in wordings("terms", "sides") and divides(self.text, token.end)
        if divided or self._part_of_vehicles(token):
            return
        if label.startswith(tuple(narrative()["this_year"])):
            self.scene = self.year = None
        if label in wordings("terms", "left_of_budget") and pattern("terms", "compared_budget").search(before):
            self._take_change(Token("change", token.start, token.end, -1))
        elif self._changes_itself(token, label):
            side = Token("term", token.start, token.end, token.value)
            self.subject = self.term = side
            self.linked, self.named, self.strayed = True, None, False
        elif (measure := self._term_as_measure(token, label)) is not None:
            self._set_measure(measure, token)
        elif (
            before.endswith(wordings("terms", "share_of"))
            or self._is_all_of_it(token, before)
            or self._says_nothing(label, before, self._adjoins(token))
        ):
            return
        elif self._is_part_of_name(token, label, before) or self._is_aside(token):
            self._take_unknown(token)
        elif self._strays(token, label, before):
            self.linked, self.term = False, None
        else:
            self._set_term(self._settled(token, label, before), label, before)

    def _changes_itself(self, token: Token, label: str) -> bool:
        """True for 收入 or 支出 that opens a clause and changes against a year told before (`与上年比,收入减少A,支出增加B`)."""
        changes = (*narrative()["increases"], *narrative()["decreases"])
        opens = self.text[token.start - 1 : token.start] in tuple(",，;；、")
        return (
            opens and self.compares and label in wordings("terms", "sides") and self.text.startswith(changes, token.end)
        )

    def _follows_unknown(self, token: Token) -> bool:
        """True for a term that may be the end of a longer word: characters that are no measure stand right before it."""
        if self.previous is not None and self.previous.kind == "of_which" and self.previous.end == token.start:
            return False
        return not self._follows_measure(token) and bool(_HAN.match(self.text[token.start - 1 : token.start]))

    def _follows_measure(self, token: Token) -> bool:
        return self.previous is not None and self.previous.kind == "measure" and self.previous.end == token.start

    def _budgeted(self) -> str | None:
        """What 支出 means right behind a budget: of a known term its budget, else the body's whole budgeted spending."""
        if self.term is not None and self.term.value != "total":
            return self.measure
        self.term = None
        return None

    def _adjoins(self, token: Token) -> bool:
        return self.term is not None and self.term.end == token.start

    def _is_all_of_it(self, token: Token, before: str) -> bool:
        """True for what all of the figure before was spent on (`2.5万元,全部为公务接待费`): what follows is of that figure still."""
        told_alone = bool(regex.match(r"[,，。;；(]", self.text[token.end : token.end + 1]))
        if not (told_alone and self.said):
            return False
        of_figure = self.text[token.end] in tuple(",，") and pattern("terms", "said_of_figure").search(before)
        return before.endswith(tuple(narrative()["all_of_it"])) or bool(of_figure)

    def _says_nothing(self, label: str, before: str, adjacent: bool) -> bool:
        """True for a word of money that only fills: 支出 after the subject, or after 比上年."""
        if (
            label in narrative()["fillers"]
            and self.linked
            and (adjacent or (self.term is not None and label not in wordings("terms", "both_sides")))
        ):
            return True
        return (
            label in wordings("terms", "spending")
            and self.term is None
            and self.subject is self.before
            and before.endswith(wordings("terms", "last_year"))
        )

    def _is_part_of_name(self, token: Token, label: str, before: str) -> bool:
        """True for a word that stands inside a longer name, or that names another's money."""
        if self.parts and label in wordings("terms", "sides") and before.endswith(wordings("contexts", "sub_bodies")):
            return True
        if (label in wordings("terms", "sides") and self.missed) or is_portion(before):
            return True
        if (
            self.said
            and pattern("terms", "said_of_figure").search(before)
            and self.text.startswith(wordings("terms", "given_from"), token.end)
        ):
            return True
        if token.value == "func.229" and not self.parts and not lists_functions(self.text):
            return True
        if not str(token.value).startswith("three_public") and is_of_area(before):
            return True
        if self.stranger and self.stranger.end == token.start and pairs_unknown(self._label(self.stranger)):
            return True
        in_list = (self.parts or self.enumerated) and self.listing and self.item == "project.named"
        if in_list and self._follows_unknown(token):
            return True
        named = token.value.startswith(_PART_OF_NAME) and self._follows_unknown(token) and not may_follow(before)
        added = self.term is not None and self.term.kind == "addition"
        if named and not (self._adjoins(token) and (added or token.value.startswith("project"))):
            return True
        told_of_projects = token.value == "total" and pattern("terms", "projects").search(
            before[before.rfind("。") + 1 :]
        )
        return bool(told_of_projects or (token.value == "balance" and (self.named or self.fund)))

    def _is_aside(self, token: Token) -> bool:
        """True for money without a code where the report tells of works: it is that of others.

        What is all money of one project is nothing of its own in a department's report.
        """
        if self._label(token) in narrative()["own_money"]:
            return True
        label = self._label(token)
        procured = self.head is not None and self.head.value == "procurement"
        achieved = self.section[0] == "performance" and label not in narrative()["running_costs"] and not procured
        may_be_others = token.value == "other" or label in narrative()["coded_others"]
        return may_be_others and achieved

    def _strays(self, token: Token, label: str, before: str) -> bool:
        loose = len(label) <= _SHORT_TERM or token.value.startswith(_LOOSE)
        counted = token.end + len(narrative()["project_word"])
        of_projects = self.text.startswith(narrative()["project_word"], token.end)
        if token.value.startswith("source.") and of_projects and self.text[counted : counted + 1].isdigit():
            return True
        inside = loose and self._follows_unknown(token) and not loose_may_follow(before)
        beside_basic = label.endswith(wordings("terms", "spending")) and "basic" in self.items
        special = token.value == "project.special" and not beside_basic
        return inside or (special and self.section[0] != "project_expenditure")

    def _settled(self, token: Token, label: str, before: str) -> Token:
        """The term with the item that its place gives it: 结转结余 is what is left, unless the year began with it."""
        if (
            token.value in _SIDES
            and self.head
            and self.head.value == "source.fiscal"
            and label.endswith(wordings("terms", "grand_totals"))
        ):
            return Token("term", token.start, token.end, "source.fiscal")
        if token.value != "source.fiscal" and is_side_of_account(label, self.text):
            return Token("term", token.start, token.end, "total")
        if token.value == "func.229" and not lists_functions(self.text):
            return Token("term", token.start, token.end, "other")
        if (
            token.value == "expenditure"
            and label in wordings("terms", "bare_spending")
            and item_of_title(*self.section) == "three_public"
        ):
            return Token("term", token.start, token.end, "three_public")
        if token.value in ("income", "expenditure") and self.section[0] in _FUNDS_OF_SECTIONS:
            return Token("term", token.start, token.end, _FUNDS_OF_SECTIONS[self.section[0]])
        if (code := narrative()["economic_sums"].get(token.value)) and len(self.item or "") == len(code):
            return Token("term", token.start, token.end, code)
        if (
            token.value == "project.special"
            and label.endswith(wordings("terms", "spending"))
            and (label in self.section[1] or "basic" in self.items)
        ):
            return Token("term", token.start, token.end, "project")
        if (code := narrative()["economic"].get(token.value)) and self._lists_economic_classes():
            return Token("term", token.start, token.end, code)
        budgeted = (self.prior or "").startswith("budget") or at_start_of_year(before)
        left = token.value == "source.carryover" and label in wordings("terms", "carried_or_left") and not budgeted
        return Token("term", token.start, token.end, "balance.cumulative") if left else token

    def _lists_economic_classes(self) -> bool:
        """True among the classes of an economic section, which the last figure or the sum before was one of."""
        last, head = self.item or "", str(self.head.value) if self.head else ""
        of_public = self.parts and head in ("econ.302", "basic.public") and not last.startswith("three_public")
        return of_public or (last.startswith("econ.") and len(last) > len("econ.302"))

    def _set_term(self, token: Token, label: str, before: str) -> None:
        if self.term is not None and self.term.kind == "addition" and self._adjoins(token):
            self.subject, self.parts = token, True
        if (
            self.subject is None
            or self.subject is self.before
            or (self.change is None and self.year in (None, self.fiscal_year))
        ):
            self.subject = token
        self.head = self.head or token
        self.of_standard = self.of_standard and not self.halted
        if self.halted and token.value in ("income", "expenditure"):
            self.parts, self.listing = False, None
        self.run.append(token)
        self.term, self.linked, self.named, self.strayed, self.marks.closed = token, True, None, False, False
        self._measure_by_label(token, label, before)
        if "actual" in self.told and before.endswith(tuple(narrative()["all_of_it"])):
            self.measure = "actual"
        if token.value in ("basic", "project"):
            self.inside = token.value

    def _term_as_measure(self, token: Token, label: str) -> str | None:
        """The measure that a word of income or expenditure gives a term or fund before it, None where it is a term itself."""
        if (
            label in wordings("terms", "sides")
            and self._follows_measure(token)
            and (self.measure or "").startswith("budget")
        ):
            return self._budgeted()
        if label in wordings("tenses", "whole_spending"):
            self._leave_change(token)
        fund = self.lead or self.fund
        if (
            label in wordings("tenses", "whole_spending")
            and self.term is not None
            and self.term.kind == "part"
            and fund
        ):
            self.term, self.named = None, fund
        if measure := self._measure_of_named(token, label):
            return measure
        if label in wordings("tenses", "of_year") and self.term is None and self.whole == "total" and not self.unknown:
            self.term = Token("term", token.start, token.end, "total")
            return "actual"
        if (
            label in wordings("tenses", "whole_spending")
            and self.term is None
            and self.topic is not None
            and self.topic.kind == "term"
            and not (self.topic.value == "total" and self.whole == "income")
        ):
            return "actual"
        return None if self.term is None else self._measure_of_term(token, label, self.term)

    def _measure_of_named(self, token: Token, label: str) -> str | None:
        """The measure that a word of spending gives the project, fund or term named before it."""
        if label in wordings("terms", "spending"):
            if self.listing and self.named and self.named[1] == token.start:
                return self.listing
            if self.lead and self.lead[1] + 1 == token.start:
                return "actual"
            if self.term and self.plans():
                return "budget"
            if self.named or self.term:
                return "actual"
        of_whole = label in wordings("tenses", "whole_spending") and (self.named or self.lead)
        return "actual" if of_whole else None

    def _measure_of_term(self, token: Token, label: str, term: Token) -> str | None:
        """The measure that a word of income or expenditure gives a term before it."""
        adjacent = term.end == token.start
        whole = term.value in ("basic", "project") and self.said
        budgeted = (self.prior or "").startswith("budget")
        if (
            label in wordings("tenses", "whole_spending")
            and budgeted
            and (
                (term.value == "total" and label not in wordings("tenses", "of_accounts"))
                or not term.value.startswith(_SUMS)
            )
        ):
            return "actual"
        if label in wordings("tenses", "whole_spending") and (
            whole or (adjacent and (term.value == "three_public" or label not in wordings("tenses", "of_year")))
        ):
            return "actual"
        initial = self.measure == "budget_initial"
        budget = "budget_initial" if initial else "budget"
        own = adjacent and not (token.value == "income" and self._label(term) in narrative()["nouns"])
        return budget if own and label in wordings("terms", "budgets_of_sides") else None

    def _measure_by_label(self, token: Token, label: str, before: str) -> None:
        planned = pattern("terms", "budget_label").search(label)
        at_first = planned and before.endswith(wordings("terms", "at_first"))
        if pattern("terms", "initial_label").search(label) or at_first or approved_for_body(self.text, token.start):
            self.measure = "budget_initial"
        elif (token.value in _SIDES and before.endswith(tuple(narrative()["in_fact"]))) or (
            before.endswith(wordings("funds", "granted")) and self._is_spent(token)
        ):
            self.measure = "actual"
        elif (before.endswith(wordings("funds", "granted")) and not (self.measure or "").startswith("budget")) or (
            planned and not token.value.startswith("source.")
        ):
            self.measure = "budget"
        elif pattern("terms", "actual_label").search(label):
            self.measure = "actual"
        elif (
            label.endswith(wordings("terms", "sums_of_spending"))
            and self.item == "income"
            and (self.prior or "").startswith("budget")
        ):
            self.measure = self.prior
        elif token.value == self.item == "total" and label.endswith(wordings("terms", "grand_totals")):
            # The other side of an account, which is the same sum.
            self.measure = self.prior
        elif not self.parts and not before.endswith((*narrative()["measures"], *narrative()["all_of_it"])):
            self.measure = None

    def _is_spent(self, token: Token) -> bool:
        """True for `三公经费支出`, of whatever budget it was paid."""
        return self._label(token).endswith(wordings("terms", "fees_spent")) or self.text.startswith(
            wordings("terms", "spent_behind"), token.end
        )

    def _take_path(self, token: Token) -> None:
        """A functional item without a known code: its figures are nobody else's."""
        self.topic = token
        self.term, self.named, self.linked, self.strayed = token, None, False, True

    def _take_addition(self, token: Token) -> None:
        before = self.text[: token.start]
        opened = next((word for word in narrative()["of_additions"] if before.endswith(word)), "")
        closed = next((word for word in wordings("funds", "fund_words") if self.text.startswith(word, token.end)), "")
        timed = pattern("terms", "time_of_addition").match(
            self.text, token.start - len(opened), token.end + len(closed)
        )
        start = timed.end() if timed else token.start - len(opened)
        token = Token(token.kind, start, token.end + len(closed), token.value)
        self.subject = self.term = token
        self.head = self.head or token
        self.linked, self.named, self.strayed = True, None, False
        self.measure, self.change = "change", 1

    def _take_deduction(self, token: Token) -> None:
        self._take_addition(Token("addition", token.start, token.end, token.value))
        self.change = -1

    def _take_part(self, token: Token) -> None:
        """A label without a code of its own counts as a part of a sum."""
        before = self.text[: token.start]
        opens = not _HAN.match(before[-1:]) or before.endswith(tuple(narrative()["of_which"]))
        after = self.text[token.end :]
        closed = not _HAN.match(after[:1]) or after.startswith((*narrative()["fillers"], *narrative()["measures"]))
        if self.parts and not self.orphans and opens and closed:
            self.term, self.linked, self.named, self.strayed = token, True, None, False
        else:
            self._take_unknown(token)

    def _take_echo(self, token: Token) -> None:
        if self.term is None and self.fund is not None and self.section[0] != "project_expenditure":
            self.named = self.fund
        elif self.term is None and not self.said:
            self.subject = self.before
        self.linked, self.strayed = self.term is not None or self.named is not None, False
