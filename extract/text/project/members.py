"""Who paid a project's money, and the parts of a list: which of them count, with which measure."""

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.lexicons.grammar import wordings
from extract.text.context import arrives, spent_next
from extract.text.funds import fund_name
from extract.text.link import Link
from extract.text.project.account import BUDGETS, UNTOLD, Frame, Part, Subject, core_of, yuan_of
from extract.text.project.paragraph import PLANS
from extract.text.project.phrase import Phrase, said
from extract.text.project.roles import Role
from extract.text.project.whole import Measured, OnWhole
from extract.text.tenses import tense_of_project_title
from extract.text.token import Token
from extract.text.trace import Cause


@dataclass
class OnMembers(OnWhole):
    """A paragraph that says which figures are sources, and which are parts."""

    # Who paid.

    def _source(self, token: Token, words: Phrase, role: Role) -> None:
        public = self.text[slice(*role.label)] in wordings("projects", "public") and role.item != "total"
        if not public and self._is_all_that_came(token, words):
            link = self._link("total", words.measure or "budget", role.label)
            self._tell(token, link, "known sum", role.label, measure=Cause("same clause", words.measured))
            self._remember(link.measure, yuan_of(token))
            return
        words, (measure, cause) = self._measure_of_source(token, words, role)
        budget = self.account.last(*BUDGETS)
        batch = said("batch").match(self.text, role.label[0])
        if batch and self.frame is None and budget is not None and not self.place.works:
            measure = words.measure or budget.measure
        elif measure is None or not self._source_counts(token, words):
            self._leave(token, "source without a measure", words.name)
            self._lose(token, role)
            if (
                self.frame is None
                and self.place.kind not in PLANS
                and not self._is_foreign(self.text[words.start : token.start])
            ):
                link = self._link(role.item, "budget", role.label)
                cause = Cause("known sum", role.label)
                self.loose_sources.append(self._built(token, link, "who paid", role.label, cause))
            return
        self._member(token, self._link(role.item, measure, role.label), "who paid", cause, words)

    def _is_all_that_came(self, token: Token, words: Phrase) -> bool:
        """True for a known sum, told of who gave it, outside any list."""
        yuan, come = yuan_of(token), arrives(self.text, token.end)
        known = self.account.knows(yuan) is not None
        sure = known or self.account.rate_agrees(self.text, token.end, yuan)
        return (
            sure
            and self.frame is None
            and not words.opens
            and (words.measure is not None or come)
            and not self.place.works
        )

    def _measure_of_source(self, token: Token, words: Phrase, role: Role) -> tuple[Phrase, Measured]:
        """The measure of a source; the phrase with it where words around it tell it."""
        if words.measure is None and said("planned_behind").search(self.text, role.label[1], token.start):
            words = replace(words, measure="budget_initial", measured=(role.label[1], token.start))
        if words.measure is None and (paid := said("batch_paid").match(self.text, role.label[0])):
            words = replace(words, measure="actual", measured=paid.span())
        measure, cause = self._member_measure(words)
        if measure is None and (given := said("given_behind").match(self.text, token.end)):
            measure, cause = "budget", Cause("figure that arrives", given.span())
            words = replace(words, measure="budget", measured=given.span())
        if measure is None and (paid := said("spent_behind").match(self.text, token.end)):
            measure, cause = "actual", Cause("what was spent follows", paid.span())
            words = replace(words, measure=measure, measured=paid.span())
        if measure is None and self.batched is not None and said("batch").match(self.text, role.label[0]):
            measure, cause = self.batched, Cause("carried measure", words.name)
            words = replace(words, measure=measure, measured=words.name)
        if measure is None and (spent_next(self.text, token.end) or said("came_next").match(self.text, token.end)):
            measure, cause = "budget", Cause("what was spent follows")
            words = replace(words, measure=measure, measured=role.label)
        if measure is None:
            measure, cause = self._measure(words, token)
        budget = self.account.last(*BUDGETS)
        if measure is None and budget and self.place.on_money and said("matching").search(self.text, *role.label):
            measure, cause = budget.measure, Cause("known part", role.label)
            words = replace(words, measure=measure, measured=role.label)
        return words, (measure, cause)

    def _source_counts(self, token: Token, words: Phrase) -> bool:
        """True in a list; elsewhere where its measure is told and its words are not those of others' money."""
        if self.place.kind in PLANS:
            return False
        if self.frame is not None:
            return True
        if self.astray and (words.opens or self.place.works):
            return False
        if (self.place.works and words.measure is None) or self._is_foreign(self.text[words.start : token.start]):
            return False
        return words.measure is not None or self.told is not None or arrives(self.text, token.end)

    # Parts.

    def _part(self, token: Token, words: Phrase, role: Role) -> None:
        raw = self.text[words.start : token.start]
        foreign = self._is_foreign(raw)
        if self._paid_of_it(token, words, foreign):
            return
        if self._beside(token, words, role, foreign) or self._listed(token, words, role, foreign):
            return
        if self._heads_list(token, words, foreign):
            self._whole(token, words, Role("whole", "total", words.measured or role.label))
        elif self._is_numbered(words, foreign) or self._is_paired(token, words, role):
            self._tell_part(token, words, role)
        elif words.verb and not foreign and self._spent_on(token, words):
            self._tell_whole_spent(token, words, role)
        elif not any(
            way(token, words, role, raw) for way in (self._told_before, self._of_fund, self._cost, self._came)
        ):
            self._leave_part(token, words, role, foreign)

    def _paid_of_it(self, token: Token, words: Phrase, foreign: bool) -> bool:
        """Tells a payment of the part named before, which has no name of its own (`甲工程4月开工,支付进度款A`)."""
        subject = self.subject
        if subject is None or subject.item == UNTOLD or foreign or not words.verb or words.measure != "actual":
            return False
        if not said("payment").fullmatch(self.text, *words.name) or not subject.may_have("actual", yuan_of(token)):
            return False
        self._tell_of(token, subject, "actual", words, Cause("same clause", words.measured))
        return True

    def _beside(self, token: Token, words: Phrase, role: Role, foreign: bool) -> bool:
        """Tells money given beside the project's (`另安排工作经费A`)."""
        aside = words.aside or (words.given_by and said("upkeep").search(self.text, *role.label))
        if not aside or words.measure is None or foreign:
            return False
        self.subject = Subject("other", role.label, yuan_of(token), words.measure)
        link = self._link("other", words.measure, role.label)
        self._tell(token, link, "part of the list", role.label, measure=Cause("same clause", words.measured))
        return True

    def _listed(self, token: Token, words: Phrase, role: Role, foreign: bool) -> bool:
        """Tells a member of the open list."""
        if self.frame is None or not self.frame.holds(yuan_of(token)):
            return False
        measure, cause = self._member_measure(words)
        if measure is None:
            return False
        if self.frame.in_lines and words.measure is None and spent_next(self.text, token.end):
            measure, cause = "budget", Cause("what was spent follows")
        link = self._link(role.item, measure, role.label)
        foreign = foreign and not said("granted_for").match(self.text, *role.label)
        self._member(token, link, "part of the list", cause, words, foreign=foreign)
        return True

    def _tell_part(self, token: Token, words: Phrase, role: Role) -> None:
        link = self._link(role.item, str(words.measure), role.label)
        self._member(token, link, "part of the list", Cause("same clause", words.measured), words)

    def _tell_whole_spent(self, token: Token, words: Phrase, role: Role) -> None:
        label, measure = words.measured or role.label, str(words.measure)
        link = self._link("total", measure, label)
        self._tell(token, link, "money of the whole project", label, measure=Cause("same clause", words.measured))
        self._remember(measure, yuan_of(token))
        self.frame = None

    def _told_before(self, token: Token, words: Phrase, role: Role, raw: str) -> bool:
        """Tells a part that was told before."""
        told = self.account.part(self.text[slice(*role.label)])
        if told is None or self.place.works or self._is_foreign(raw) or said("whole_investment").search(raw):
            return False
        measure = words.measure or self._of_told(told, yuan_of(token))
        if measure is None:
            return False
        link = self._link(told.item, measure, role.label)
        self._member(token, link, "part of the list", Cause("known part", words.measured), words)
        self.subject = Subject(told.item, role.label, yuan_of(token), measure)
        return True

    def _of_told(self, told: Part, yuan: Decimal) -> str | None:
        """The measure of a part told again without one: that of the same amount, or what was spent of it where the section says so."""
        if told.yuan == yuan:
            return told.measure
        spent = tense_of_project_title(self.place.title) == "actual" and self.account.last("actual") is not None
        return "actual" if spent and told.yuan is not None and told.measure in BUDGETS and yuan <= told.yuan else None

    def _of_fund(self, token: Token, words: Phrase, role: Role, raw: str) -> bool:
        """Tells a part of a fund that has the name of a fund and a measure of its own; it opens a list."""
        plain = self.account.project.of_fund and words.measure is not None and not self.place.works
        if not plain or self._is_foreign(raw) or said("whole_investment").search(raw):
            return False
        if fund_name(self.text[slice(*role.label)]) is None:
            return False
        self.frame = self.frame or (Frame(words.measured, words.measure) if words.verb else None)
        link = self._link(role.item, str(words.measure), role.label)
        self._member(token, link, "same clause", Cause("same clause", words.measured), words)
        return True

    def _cost(self, token: Token, words: Phrase, role: Role, raw: str) -> bool:
        """Tells what was paid for, in a section on a single project's money (`支付设计费A、监理费B`)."""
        paid = words.measure == "actual" and said("cost").search(self.text, *role.label)
        whole = self.account.last()
        if whole is not None and yuan_of(token) > whole.yuan:
            return False
        if not paid or self.account.project.of_fund or not self.place.on_money:
            return False
        if self._is_foreign(self.text[words.start : role.label[0]]):
            return False
        self.frame = self.frame or Frame(words.measured, words.measure)
        self._member(
            token,
            self._link(role.item, "actual", role.label),
            "part of the list",
            Cause("same clause", words.measured),
            words,
        )
        return True

    def _came(self, token: Token, words: Phrase, role: Role, raw: str) -> bool:
        """Tells what came of a single project's money, by its name and the day (`春季经费A于3月到位`)."""
        came = said("came_behind").match(self.text, token.end) and said("paid_out").search(self.text, *role.label)
        if not came or not self.place.on_money or self.account.project.of_fund or self._is_foreign(raw):
            return False
        link = self._link("other", "budget", role.label)
        self._member(token, link, "who paid", Cause("figure that arrives", words.name), words)
        return True

    def _leave_part(self, token: Token, words: Phrase, role: Role, foreign: bool) -> None:
        """Leaves a part out, and keeps it for the end of the sentence: all parts together may be a known sum."""
        if self.frame is None and not self.place.works:
            link = self._link(role.item, words.measure or "actual", role.label)
            self.loose.append(self._built(token, link, "known sum", role.label, Cause("known sum", role.label)))
        others = foreign or self.place.works
        if not others:
            self._lose(token, role)
        self._leave(token, "not this body's money" if others else "unknown words between", words.name)

    def _lose(self, token: Token, role: Role) -> None:
        """What goes on with a figure that was left out is not of the whole either (`甲费用A,实际支付B`)."""
        self.subject = Subject(UNTOLD, role.label, yuan_of(token), "budget")

    def _heads_list(self, token: Token, words: Phrase, foreign: bool) -> bool:
        """True for what was given or spent in all, by whatever words, where its parts follow."""
        if foreign or self.frame is not None or self.place.works:
            return False
        sources = said("sources_follow").match(self.text, token.end) is not None
        if words.measure is None:
            return sources and said("money_named").search(self.text, *words.name) is not None
        if self.account.project.of_fund:
            return words.measure in BUDGETS and sources
        return not words.verb and said("parts_follow").match(self.text, token.end) is not None

    def _is_numbered(self, words: Phrase, foreign: bool) -> bool:
        """True for a part of a fund with a number and a measure of its own (`一是门诊救助支出A`)."""
        numbered = said("outline").match(self.text, words.start) is not None and words.measure is not None
        return numbered and self.account.project.of_fund and not self.place.works and not foreign

    def _is_paired(self, token: Token, words: Phrase, role: Role) -> bool:
        """True for a part of a fund of which was given is told, and what was spent right behind (`甲项目下达A,已支付B`)."""
        given = words.measure in BUDGETS and not words.verb and self.account.project.of_fund
        whole = self.account.last(*BUDGETS)
        foreign = self._is_foreign(self.text[slice(*role.label)]) and not said("granted_for").match(
            self.text, *role.label
        )
        within = whole is not None and yuan_of(token) <= whole.yuan and self.place.kind not in PLANS
        return given and within and not foreign and spent_next(self.text, token.end)

    def _spent_on(self, token: Token, words: Phrase) -> bool:
        """True for what was paid in all, though its words name what for: where the rate agrees, or nothing was told as spent yet."""
        if self.account.rate_agrees(self.text, token.end, yuan_of(token)):
            return True
        if self.frame is not None or self.place.works or words.measure != "actual":
            return False
        if said("sum_follows").match(self.text, token.end):
            return False
        return self.account.last("actual") is None and self.place.on_money

    def _note_member(self, link: Link, step: str, yuan: Decimal) -> None:
        name, part = self.text[slice(*link.label)], Part(link.item, link.measure, yuan)
        if step == "part of the list":
            self.account.note(name, part)
        elif step == "who paid":
            self.account.sources.setdefault(name, part)
            self.account.tellings.setdefault(core_of(name), []).append(part)

    def _member_of_change(self, link: Link, frame: Frame) -> Link:
        """A member of what was added or taken out, without the verb that says so once more (`其中中央增加A`)."""
        start, end = link.label
        again = said("verb_behind").search(self.text, start, end)
        return replace(
            link, item="other", measure="change", sign=frame.sign, label=(start, again.start() if again else end)
        )

    def _is_no_project(self, frame: Frame, link: Link) -> bool:
        """True for a member of a list of sources, of the parts of a project, and of receivers unless its name is that of a fund."""
        told = self.account.part(self.text[slice(*link.label)])
        if told is not None and told.item == "other":
            return True
        receives = frame.receivers and said("fund_ends").search(self.text, *link.label) is None
        return frame.sources or frame.of_named or receives

    def _receivers(self, frame: Frame, link: Link) -> Link:
        """The rest of a list of those who got money; what the list has told of the others is then no project either."""
        frame.receivers = True
        start = frame.words[1] if frame.words else link.start
        self.figures = [
            replace(each, link=replace(each.link, item="other"))
            if each.token.start > start and each.link.item == "project.named" and self._is_no_project(frame, each.link)
            else each
            for each in self.figures
        ]
        return replace(link, item="other")

    def _member(
        self, token: Token, link: Link, step: str, measure: Cause, words: Phrase, foreign: bool = False
    ) -> None:
        yuan = yuan_of(token)
        frame = self.frame
        if frame is not None and link.item == "project.named" and self._is_no_project(frame, link):
            link = replace(link, item="other")
        if frame is not None and frame.measure == "change":
            link = self._member_of_change(link, frame)
        if frame is not None and said("other_receivers").fullmatch(self.text, *link.label):
            link = self._receivers(frame, link)
        figure = self._built(token, link, step, link.label, measure)
        self._note_member(link, step, yuan)
        if frame is not None:
            frame.told, frame.members = frame.told + yuan, frame.members + 1
            frame.sources = frame.sources or step == "who paid"
            self.listed.append(link.label)
            if foreign:
                frame.waiting.append(figure)
                return
        alone = words.measure is not None or (frame is not None and frame.in_lines)
        self.subject = Subject(link.item, link.label, yuan, link.measure) if alone else self.lead
        self.told, self.told_by = link.measure, measure.words
        self.figures.append(figure)
