"""Money of the whole project: what was given, what was spent, by whatever words; sums told again and sums of parts told before."""

from dataclasses import dataclass, replace
from decimal import Decimal

from extract.text.context import arrives
from extract.text.project.account import BUDGETS, UNTOLD, Subject, Whole, rate_behind, yuan_of
from extract.text.project.clauses import OnClauses
from extract.text.project.paragraph import PLANS
from extract.text.project.phrase import Phrase, Span, said
from extract.text.project.roles import Role, is_foreign
from extract.text.tenses import tense_of_project_title
from extract.text.token import Token
from extract.text.trace import Cause, LeftOut

Measured = tuple[str | None, Cause]


@dataclass
class OnWhole(OnClauses):
    """A paragraph that says which figures are of the whole project, and what was done with the money."""

    def _whole(self, token: Token, words: Phrase, role: Role) -> None:
        raw = self.text[words.start : token.start]
        measure, cause = self._measure(words, token)
        if measure is None and self.subject is not None and self.frame is not None:
            measure, cause = self._member_measure(words)
        if words.measure is None and self.loose_sources and said("sums_sources").search(raw):
            measure, cause = "budget", Cause("known sum", words.name)
        if measure is None and not words.nameless and said("sources_follow").match(self.text, token.end):
            measure, cause = "budget", Cause("told without a measure", words.name)
        self.compared = words.against
        if self.stranger:
            self._leave(token, "unknown words between", None)
            return
        ways = (self._of_batches, self._of_month, self._of_subject)
        if any(way(token, words, raw, (measure, cause)) for way in ways):
            return
        if self._is_instalment(token, words, raw):
            self._leave(token, "source without a measure", words.measured)
            return
        measure, cause = self._known(token, words, raw, (measure, cause))
        if cause.step == "not this body's money":
            self._leave(token, cause.step, cause.words)
        elif measure is None:
            self._leave(token, "no measure told", words.name)
        else:
            self._tell_whole(token, words, role, (measure, cause))

    def _of_batches(self, token: Token, words: Phrase, raw: str, measured: Measured) -> bool:
        """Tells the sum of what one source gave in batches (`中央资金分两次到位,提前批A,第二批B,共计C`)."""
        source, (measure, cause) = self.batch_of, measured
        if source is None or measure is None or not words.nameless or not said("sums_up").search(raw):
            return False
        self._close()
        self.frame = None
        self._tell(token, self._link(source.item, measure, source.label), "who paid", source.label, measure=cause)
        return True

    def _of_month(self, token: Token, words: Phrase, raw: str, measured: Measured) -> bool:
        """Tells a batch that is known by its month alone (`分两批下达,3月下达A`)."""
        measure, cause = measured
        member = self.frame.member if self.frame else None
        if member is not None and measure is not None and words.nameless and said("month").search(raw):
            self._tell(token, self._link(member.item, measure, member.label), "who paid", member.label, measure=cause)
            return True
        if self.subject is not None or not (
            self.batches and words.nameless and words.dated is None and measure is not None
        ):
            return False
        if not said("month").match(raw):
            return False
        label = (words.start, token.start)
        self._tell(token, self._link("other", measure, label), "who paid", label, measure=cause)
        return True

    def _is_instalment(self, token: Token, words: Phrase, raw: str) -> bool:
        """True for one of several sums told by their months and one verb (`4月拨付A,10月拨付B`), which no word calls a batch."""
        if words.measured is None or not words.nameless or not said("month").search(raw):
            return False
        verb = self.text[slice(*words.measured)]
        start = max((each.end() for each in said("stop").finditer(self.text, 0, words.start)), default=0)
        end = next((each.start() for each in said("stop").finditer(self.text, token.end)), len(self.text))
        others = [*said("month_verb").finditer(self.text, start, words.start)]
        others += said("month_verb").finditer(self.text, token.end, end)
        return any(each["verb"].endswith(verb) or verb.endswith(each["verb"]) for each in others)

    def _of_subject(self, token: Token, words: Phrase, raw: str, measured: Measured) -> bool:
        """Tells what was spent of the part named last, where the figure's own words name nothing."""
        subject, (measure, cause) = self.subject, measured
        if subject is None or not self._is_plain(words):
            return False
        if self.lead is not None and said("subtotal").search(raw):
            subject = self.lead
        if subject.item == UNTOLD:
            return self._goes_on_untold(token, subject, measure)
        if measure in BUDGETS and subject.yuan is None and self.account.knows(yuan_of(token)):
            return False
        if said("investment").search(raw) or self.place.kind in PLANS:
            self._leave(token, "not this body's money", subject.label)
            return True
        if measure is None or not subject.may_have(measure, yuan_of(token)):
            if self.frame is None or not self.frame.in_lines or self.account.knows(yuan_of(token)):
                return False
            self._leave(token, "not this body's money", subject.label)
            return True
        self._tell_of(token, subject, measure, words, cause)
        return True

    def _tell_of(self, token: Token, subject: Subject, measure: str, words: Phrase, cause: Cause) -> None:
        """Tells a figure of the part named last; one that a title has named has no words of its own in the paragraph."""
        label = subject.label if subject.name is None else words.measured or (words.start, token.start)
        link = replace(self._link(subject.item, measure, label), name=subject.name)
        self._tell(token, link, "carried subject", label, measure=cause)

    def _goes_on_untold(self, token: Token, subject: Subject, measure: str | None) -> bool:
        """Leaves out what goes on with a figure that was left out, unless it is a sum that is known or agrees with its rate."""
        yuan = yuan_of(token)
        if measure is None or not subject.may_have(measure, yuan) or self.account.knows(yuan):
            return False
        if self.account.rate_agrees(self.text, token.end, yuan):
            return False
        self._leave(token, "not this body's money", subject.label)
        return True

    def _is_plain(self, words: Phrase) -> bool:
        """True for words that name nothing, or nothing but the whole."""
        return words.nameless or said("whole").fullmatch(self.text, *words.name) is not None

    def _known(self, token: Token, words: Phrase, raw: str, measured: Measured) -> Measured:
        """The measure of money of the whole; that of a sum told before where it is told again; why it is none of the project's."""
        measure, cause = measured
        summed = words.measure is None and self._sums_changes(raw)
        if summed:
            measure, cause = "budget", Cause("carried measure", self.told_by)
        known = self.account.knows(yuan_of(token))
        strange = not self._is_plain(words) and self._is_foreign_name(words)
        plainly = (words.measure is not None or summed or cause.step == "figure that arrives") and not strange
        if known is not None and (not plainly or self._is_attributive(words)):
            return known.measure, Cause("known sum", words.name)
        works = self.place.works and (
            not plainly or said("about").search(raw) is not None or said("until_month").search(raw) is not None
        )
        works = works or (self.counted and words.measure is None) or self.place.kind == "problems"
        works = works or said("examined").search(self.text, 0, words.start) is not None
        works = works or (
            self.place.kind == "problems" and not self.account.rate_agrees(self.text, token.end, yuan_of(token))
        )
        if works or strange or self.place.kind in PLANS or self._is_estimate(token, raw):
            return None, Cause("not this body's money", (words.start, token.start))
        return measure, cause

    def _is_attributive(self, words: Phrase) -> bool:
        return words.measured is not None and said("attributive").search(self.text, *words.measured) is not None

    def _is_estimate(self, token: Token, raw: str) -> bool:
        """True for an estimate, and for 总投资 where it is not the project's budget."""
        if said("estimated").search(raw):
            return True
        if said("until_month").search(raw) and said("until_end").search(self.text, token.end):
            return True
        if said("built").search(raw) and said("paid_later").match(self.text, token.end):
            return True
        return said("whole_investment").search(raw) is not None and not self._investment_counts(token)

    def _tell_whole(self, token: Token, words: Phrase, role: Role, measured: tuple[str, Cause]) -> None:
        measure, cause = measured
        self._close()
        self.frame, self.subject = (self.frame if self.place.listed else None), self.lead
        label = self._label_of_whole(token, words, role)
        self._sum_up(yuan_of(token), self.text[words.start : token.start])
        self._sum_sources(measure, self.text[words.start : token.start])
        self._tell(token, self._link("total", measure, label), "money of the whole project", label, measure=cause)
        self._remember(measure, yuan_of(token))
        if words.against:
            self.scene = self.place.year

    def _label_of_whole(self, token: Token, words: Phrase, role: Role) -> Span:
        if self._is_plain(words) and words.measured:
            return words.measured
        return role.label if role.label[0] < role.label[1] else (words.start, token.start)

    def _is_told_again(self, token: Token, words: Phrase) -> bool:
        """True for a known sum of the whole where it is told what was evaluated."""
        evaluated = said("told_again").search(self.text, words.start, token.start)
        return evaluated is not None and self.frame is None and self.account.knows(yuan_of(token)) is not None

    def _is_foreign_name(self, words: Phrase) -> bool:
        """True for a name with words of others' money, its own project's name aside."""
        name, own = self.text[slice(*words.name)], self.account.project.name
        return not (own and own in name) and self._is_foreign(name)

    def _is_foreign(self, words: str) -> bool:
        """True for words of others' money that are not of the project's own name."""
        return is_foreign(words, self.account.project.name)

    def _sums_changes(self, raw: str) -> bool:
        """True for the sum of a budget and what was added to it (`年初A,追加B,合计C`)."""
        return said("sums_up").search(raw) is not None and any(each.link.measure == "change" for each in self.figures)

    def _sum_up(self, yuan: Decimal, raw: str) -> None:
        """What a paragraph has told as given before a sum that it makes up was but its parts."""
        given = [each for each in self.figures if each.link.measure in BUDGETS]
        if any(each.link.item == "source.carryover" for each in given):
            return
        if len(given) < 2 or not said("sums_up").search(raw) or sum(yuan_of(each.token) for each in given) != yuan:
            return
        wholes = [each for each in given if (each.link.item, each.link.measure) == ("total", "budget")]
        nameless = [each for each in wholes if said("bare_verb").fullmatch(self.text, *each.link.label)]
        self.left_out += [LeftOut(each.token, Cause("source without a measure", each.link.label)) for each in nameless]
        self.figures = [
            replace(each, link=replace(each.link, item="other")) if each in wholes else each
            for each in self.figures
            if each not in nameless
        ]

    def _sum_sources(self, measure: str, raw: str) -> None:
        """Sources that were told without a measure, right before the sum that they make up, have that of the sum."""
        loose, self.loose_sources = self.loose_sources, []
        if measure not in BUDGETS or not said("sums_sources").search(raw):
            return
        tokens = {each.token.start for each in loose}
        self.left_out = [each for each in self.left_out if each.token.start not in tokens]
        self.figures += [replace(each, link=replace(each.link, measure=measure)) for each in loose]

    def _remember(self, measure: str, yuan: Decimal) -> None:
        self.in_sentence = Whole(measure, yuan)
        if self._year() == self.place.year:
            self.account.wholes.append(self.in_sentence)

    def _investment_counts(self, token: Token) -> bool:
        """True for 总投资 as the project's budget: in a section on money, or where the parts follow; not beside another budget."""
        parts = said("parts_follow").match(self.text, token.end) is not None
        yearly = not parts and said("year_budget_behind").match(self.text, token.end)
        if self.account.last(*BUDGETS) is not None or yearly:
            return False
        return self.place.on_money or parts

    def _measure(self, words: Phrase, token: Token) -> Measured:
        if words.measure is not None:
            return self._measure_said(words, token)
        if arrives(self.text, token.end):
            return "budget", Cause("figure that arrives")
        if paid := said("spent_behind").match(self.text, token.end):
            return "actual", Cause("what was spent follows", paid.span())
        if self.told is not None:
            return self.told, Cause("carried measure", self.told_by)
        rate = rate_behind(self.text, token.end)
        if rate is not None and self.account.rate_agrees(self.text, token.end, yuan_of(token)):
            measure = "budget" if said("opens_of_arrival").search(rate[0]) else "actual"
            return measure, Cause("stated rate", rate.span())
        title = tense_of_project_title(self.place.title)
        if title is None and self.place.on_money and not self.account.wholes:
            title = "budget"
        return title, Cause("told without a measure")

    def _measure_said(self, words: Phrase, token: Token) -> Measured:
        """The measure of a phrase's own words, by what the clause says of the time of year."""
        granted = words.measured is not None and said("granted").search(self.text, *words.measured)
        measure = words.measure
        if measure == "budget" and granted and said("changed_later").match(self.text, token.end):
            measure = "budget_initial"
        elif measure == "budget_initial" and said("midyear").search(self.text, words.start, token.start):
            measure = "budget"
        elif measure == "budget" and (
            (self.begun and not self.figures) or said("given_at_start").search(self.text, words.start, token.start)
        ):
            measure = "budget_initial"
        return measure, Cause("same clause", words.measured)

    def _member_measure(self, words: Phrase) -> Measured:
        given = words.verb and words.measure == "budget_initial"
        if words.measure is not None and not (given and self.frame is not None and self.frame.measure == "budget"):
            return words.measure, Cause("same clause", words.measured)
        if self.frame is not None:
            return self.frame.measure, Cause("measure of the list", self.frame.words)
        return None, Cause("told without a measure")
