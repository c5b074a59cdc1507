"""What a figure of a project's report is: every such decision is taken here.

A figure's words are taken apart (`phrase`) and its name told by what it is (`roles`). Here it is weighed whether it is the
project's money: the whole, who paid, a part of a list, what was left, a change. Parts count only in a list that some words have
opened; stated rates, known sums and lists that add up settle what the words leave open.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.text.context import arrives
from extract.text.funds import fund_name
from extract.text.link import Link
from extract.text.project.account import BUDGETS, Frame, Subject, Whole, core_of, rate_behind, yuan_of
from extract.text.project.paragraph import PLANS, Paragraph
from extract.text.project.phrase import Phrase, phrase, said
from extract.text.project.roles import Role, is_foreign, role_of, source_by_measure
from extract.text.tenses import tense_of_project_title
from extract.text.token import Token
from extract.text.trace import Cause


@dataclass
class Decisions(Paragraph):
    """A paragraph that says what its figures are."""

    def _special(self, token: Token, role: Role, raw: str) -> None:
        if said("planned").search(raw):
            self._leave(token, "not this body's money", (self.at, token.start))
            return
        when = phrase(self.text, self.at, token.start)
        if when.year is not None and when.dated is not None:
            self._date(when.year, when.dated)
        if role.kind == "left":
            onward = said("carried_on").search(self.text, role.label[0], token.start) or said(
                "carried_on_behind"
            ).match(self.text, token.end)
            of_year = said("of_year_end").search(raw) and self.account.carried
            item = "balance.cumulative" if onward or of_year else "balance"
            self._tell(token, Link(item, "actual", self._year(), role.label, role.label[0]), "left over", role.label)
        elif role.kind == "carried":
            self.account.carried = True
            measure = "actual" if role.spent else (self.frame.measure if self.frame else None) or "budget"
            self._tell(
                token, Link(role.item, measure, self.place.year, role.label, role.label[0]), "who paid", role.label
            )
        elif role.item != "total" or self.in_sentence is not None:
            if (
                role.item != "total"
                and self.place.works
                and not said("change_of_budget").search(self.text[slice(*role.label)])
            ):
                self._leave(token, "not this body's money", role.label)
                return
            link = Link(
                role.item,
                "change",
                self.place.year if self.compared else self._year(),
                role.label,
                role.label[0],
                role.sign,
            )
            self._tell(
                token, link, "subject of the change", role.label, measure=Cause("direction of the change", role.label)
            )
        else:
            self._leave(token, "a change of nothing known", role.label)

    def _decide(self, token: Token, words: Phrase) -> None:
        """What a figure is, by its words taken apart."""
        scene = self.scene
        if words.last_year and words.year is None and self.place.year is not None:
            self.scene = self.place.year - 1
        self._judge(token, words)
        self.scene = scene if words.last_year and words.year is None else self.scene

    def _judge(self, token: Token, words: Phrase) -> None:
        if words.year is not None and words.dated is not None:
            self._date(words.year, words.dated)
        if words.opens:
            self._open((words.start, words.name[0]), words.sources)
        source = source_by_measure(self.text, words.start, token.start)
        beside = self.told in BUDGETS and source is not None and said("with_level").search(self.text, *source.label)
        if self.frame is None and not beside:
            source = None
        if source is not None:
            words = replace(words, measure=None, measured=None)
        listed = self.frame is not None and not (words.measure == "actual" and self.frame.measure in BUDGETS)
        role = source or role_of(self.text, words, self.account.project, listed=listed)
        owned = role.kind in ("source", "part") and said("possessive").search(self.text, *words.name)
        stranger = owned or (words.nameless and self.missed and not words.opens)
        if stranger or (role.kind == "part" and said("investment").search(self.text, words.name[1], token.start)):
            self._leave(token, "not this body's money", (words.start, token.start))
        elif role.kind == "whole":
            self._whole(token, words, role)
        elif role.kind == "source":
            self._source(token, words, role)
        elif (
            role.kind == "part" and self.closed is not None and self.closed.makes(yuan_of(token))
        ) or self._is_told_again(token, words):
            self._whole(token, words, Role("whole", "total", role.label))
        elif role.kind == "part":
            self._part(token, words, role)
        else:
            self._leave(token, "not this body's money", words.name)

    def _is_told_again(self, token: Token, words: Phrase) -> bool:
        """True for a known sum of the whole where it is told what was evaluated."""
        evaluated = said("told_again").search(self.text, words.start, token.start)
        return evaluated is not None and self.frame is None and self.account.knows(yuan_of(token)) is not None

    def _whole(self, token: Token, words: Phrase, role: Role) -> None:
        yuan, raw = yuan_of(token), self.text[words.start : token.start]
        measure, cause = self._measure(words, token)
        subject = self.subject
        if measure is None and subject is not None and self.frame is not None:
            measure, cause = self._member_measure(words)
        self.compared = words.against
        if self.stranger:
            self._leave(token, "unknown words between", None)
            return
        if self.batches and words.nameless and words.dated is None and said("month").match(raw) and measure is not None:
            label = (words.start, token.start)
            self._tell(token, self._link("other", measure, label), "who paid", label, measure=cause)
            return
        plain = words.nameless or said("whole").fullmatch(self.text, *words.name)
        if subject is not None and plain and said("investment").search(raw):
            self._leave(token, "not this body's money", subject.label)
            return
        if subject is not None and plain and measure is not None and subject.may_have(measure, yuan):
            self._tell(
                token, self._link(subject.item, measure, subject.label), "carried subject", subject.label, measure=cause
            )
            return
        summed = words.measure is None and self._sums_changes(raw)
        if summed:
            measure, cause = "budget", Cause("carried measure", self.told_by)
        known = self.account.knows(yuan)
        strange = not plain and self._is_foreign_name(words)
        told_plainly = (words.measure is not None or summed or cause.step == "figure that arrives") and not strange
        if known is not None and (
            not told_plainly or (words.measured and said("attributive").search(self.text, *words.measured))
        ):
            measure, cause = known.measure, Cause("known sum", words.name)
        elif (
            (self.place.works and not told_plainly)
            or strange
            or self.place.kind in PLANS
            or said("estimated").search(raw)
            or (said("whole_investment").search(raw) and not self._investment_counts(token))
        ):
            self._leave(token, "not this body's money", (words.start, token.start))
            return
        if measure is None:
            self._leave(token, "no measure told", words.name)
            return
        self._close()
        self.frame, self.subject = (self.frame if self.place.listed else None), self.lead
        label = (
            words.measured
            if plain and words.measured
            else role.label
            if role.label[0] < role.label[1]
            else (words.start, token.start)
        )
        self._sum_up(yuan, raw)
        self._tell(token, self._link("total", measure, label), "money of the whole project", label, measure=cause)
        self._remember(measure, yuan)
        if words.against:
            self.scene = self.place.year

    def _is_foreign_name(self, words: Phrase) -> bool:
        """True for a name with words of others' money, its own project's name aside."""
        name = self.text[slice(*words.name)]
        return not (self.account.project.name and self.account.project.name in name) and is_foreign(name)

    def _sums_changes(self, raw: str) -> bool:
        """True for the sum of a budget and what was added to it (`年初A,追加B,合计C`)."""
        return said("sums_up").search(raw) is not None and any(each.link.measure == "change" for each in self.figures)

    def _sum_up(self, yuan: Decimal, raw: str) -> None:
        """What a paragraph has told as given before a sum that it makes up was but its parts."""
        given = [each for each in self.figures if each.link.measure in BUDGETS]
        if len(given) > 1 and said("sums_up").search(raw) and sum(yuan_of(each.token) for each in given) == yuan:
            self.figures = [
                replace(each, link=replace(each.link, item="other"))
                if each in given and each.link.item == "total"
                else each
                for each in self.figures
            ]

    def _remember(self, measure: str, yuan: Decimal) -> None:
        self.in_sentence = Whole(measure, yuan)
        if self._year() == self.place.year:
            self.account.wholes.append(self.in_sentence)

    def _investment_counts(self, token: Token) -> bool:
        """True for 总投资 as the project's budget: in a section on money, or where the parts follow; not beside another budget."""
        if self.account.last(*BUDGETS) is not None:
            return False
        return self.place.on_money or bool(said("parts_follow").match(self.text, token.end))

    def _measure(self, words: Phrase, token: Token) -> tuple[str | None, Cause]:
        granted = words.measured is not None and said("granted").search(self.text, *words.measured)
        if words.measure == "budget" and granted and said("changed_later").match(self.text, token.end):
            return "budget_initial", Cause("same clause", words.measured)
        if words.measure == "budget_initial" and said("midyear").search(self.text, words.start, token.start):
            return "budget", Cause("same clause", words.measured)
        if words.measure == "budget" and self.begun and not self.figures:
            return "budget_initial", Cause("same clause", words.measured)
        if words.measure is not None:
            return words.measure, Cause("same clause", words.measured)
        if arrives(self.text, token.end):
            return "budget", Cause("figure that arrives")
        if self.told is not None:
            return self.told, Cause("carried measure", self.told_by)
        rate = rate_behind(self.text, token.end)
        if rate is not None and self.account.rate_agrees(self.text, token.end, yuan_of(token)):
            return ("budget" if said("opens_of_arrival").search(rate[0]) else "actual"), Cause(
                "stated rate", rate.span()
            )
        title = tense_of_project_title(self.place.title)
        if title is None and self.place.on_money and not self.account.wholes:
            title = "budget"
        return title, Cause("told without a measure")

    def _source(self, token: Token, words: Phrase, role: Role) -> None:
        known = self.account.knows(yuan_of(token))
        come = arrives(self.text, token.end)
        sure = known is not None or self.account.rate_agrees(self.text, token.end, yuan_of(token))
        if sure and self.frame is None and (words.measure is not None or come) and not self.place.works:
            link = self._link("total", words.measure or "budget", role.label)
            self._tell(token, link, "known sum", role.label, measure=Cause("same clause", words.measured))
            self._remember(link.measure, yuan_of(token))
            return
        if words.measure is None and said("planned_behind").search(self.text, role.label[1], token.start):
            words = replace(words, measure="budget_initial", measured=(role.label[1], token.start))
        measure, cause = self._member_measure(words)
        if measure is None and (given := said("given_behind").match(self.text, token.end)):
            measure, cause = "budget", Cause("figure that arrives", given.span())
            words = replace(words, measure="budget", measured=given.span())
        if measure is None:
            measure, cause = self._measure(words, token)
        budget = self.account.last(*BUDGETS)
        if (
            said("batch").match(self.text, role.label[0])
            and self.frame is None
            and budget is not None
            and not self.place.works
        ):
            self._member(
                token, self._link(role.item, words.measure or budget.measure, role.label), "who paid", cause, words
            )
            return
        if (
            measure is None
            or self.place.kind in PLANS
            or (self.frame is None and self.place.works and words.measure is None)
            or (self.frame is None and is_foreign(self.text[words.start : token.start]))
        ):
            self._leave(token, "source without a measure", words.name)
            return
        stated = words.measure is not None or self.told is not None or arrives(self.text, token.end)
        if self.frame is None and not stated:
            self._leave(token, "source without a measure", words.name)
            return
        self._member(token, self._link(role.item, measure, role.label), "who paid", cause, words)

    def _part(self, token: Token, words: Phrase, role: Role) -> None:
        raw = self.text[words.start : token.start]
        yuan = yuan_of(token)
        aside = words.aside or (words.given_by and said("upkeep").search(self.text, *role.label))
        if aside and words.measure is not None and not is_foreign(raw):
            self.subject = Subject("other", role.label, yuan, words.measure)
            self._tell(
                token,
                self._link("other", words.measure, role.label),
                "part of the list",
                role.label,
                measure=Cause("same clause", words.measured),
            )
            return
        if self.frame is not None and self.frame.holds(yuan):
            measure, cause = self._member_measure(words)
            if measure is not None:
                self._member(
                    token,
                    self._link(role.item, measure, role.label),
                    "part of the list",
                    cause,
                    words,
                    foreign=is_foreign(raw),
                )
                return
        if self._heads_list(token, words, raw):
            self._whole(token, words, Role("whole", "total", words.measured or role.label))
            return
        if self._is_numbered(words, raw):
            link = self._link(role.item, str(words.measure), role.label)
            self._member(token, link, "part of the list", Cause("same clause", words.measured), words)
            return
        if words.verb and not is_foreign(raw) and self._spent_on(token, words):
            label = words.measured or role.label
            self._tell(
                token,
                self._link("total", str(words.measure), label),
                "money of the whole project",
                label,
                measure=Cause("same clause", words.measured),
            )
            self._remember(str(words.measure), yuan)
            self.frame = None
            return
        told = self.account.part(self.text[slice(*role.label)])
        if (
            told is not None
            and not self.place.works
            and not is_foreign(raw)
            and not said("whole_investment").search(raw)
        ):
            measure = words.measure or told[1]
            self._member(
                token,
                self._link(told[0], measure, role.label),
                "part of the list",
                Cause("known part", words.measured),
                words,
            )
            self.subject = Subject(told[0], role.label, yuan, measure)
            return
        plain = (
            self.account.project.of_fund and words.measure is not None and not self.place.works and not is_foreign(raw)
        )
        plain = plain and not said("whole_investment").search(raw)
        if plain and fund_name(self.text[slice(*role.label)]) is not None:
            self.frame = self.frame or (Frame(words.measured, words.measure) if words.verb else None)
            self._member(
                token,
                self._link(role.item, str(words.measure), role.label),
                "same clause",
                Cause("same clause", words.measured),
                words,
            )
            return
        if self.frame is None and not self.place.works:
            link = self._link(role.item, words.measure or "actual", role.label)
            self.loose.append(self._built(token, link, "known sum", role.label, Cause("known sum", role.label)))
        self._leave(
            token,
            "not this body's money" if is_foreign(raw) or self.place.works else "unknown words between",
            words.name,
        )

    def _heads_list(self, token: Token, words: Phrase, raw: str) -> bool:
        """True for what was given or spent in all, by whatever words, where its parts follow."""
        plain = words.measure is not None and not words.verb and not is_foreign(raw) and self.frame is None
        named = self.account.project.of_fund or self.place.works
        return plain and not named and said("parts_follow").match(self.text, token.end) is not None

    def _is_numbered(self, words: Phrase, raw: str) -> bool:
        """True for a part of a fund with a number and a measure of its own (`一是门诊救助支出A`)."""
        numbered = said("outline").match(self.text, words.start) is not None and words.measure is not None
        return numbered and self.account.project.of_fund and not self.place.works and not is_foreign(raw)

    def _spent_on(self, token: Token, words: Phrase) -> bool:
        """True for what was paid in all, though its words name what for: where the rate agrees, or nothing was told as spent yet."""
        if self.account.rate_agrees(self.text, token.end, yuan_of(token)):
            return True
        if self.frame is not None or self.place.works or words.measure != "actual":
            return False
        return self.account.last("actual") is None and self.place.on_money

    def _member_measure(self, words: Phrase) -> tuple[str | None, Cause]:
        given = words.verb and words.measure == "budget_initial"
        if words.measure is not None and not (given and self.frame is not None and self.frame.measure == "budget"):
            return words.measure, Cause("same clause", words.measured)
        if self.frame is not None:
            return self.frame.measure, Cause("measure of the list", self.frame.words)
        return None, Cause("told without a measure")

    def _member(
        self, token: Token, link: Link, step: str, measure: Cause, words: Phrase, foreign: bool = False
    ) -> None:
        yuan = yuan_of(token)
        if self.frame is not None and self.frame.sources and link.item == "project.named":
            link = replace(link, item="other")
        figure = self._built(token, link, step, link.label, measure)
        if step == "part of the list":
            self.account.parts.setdefault(core_of(self.text[slice(*link.label)]), (link.item, link.measure))
        if self.frame is not None:
            self.frame.told, self.frame.members = self.frame.told + yuan, self.frame.members + 1
            if foreign:
                self.frame.waiting.append(figure)
                return
        self.subject = Subject(link.item, link.label, yuan, link.measure) if words.measure is not None else self.lead
        self.told, self.told_by = link.measure, measure.words
        self.figures.append(figure)
