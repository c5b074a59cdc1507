"""What a figure of a project's report is: every such decision is taken here.

A figure's words are taken apart (`phrase`) and its name told by what it is (`roles`). Here it is weighed whether it is the
project's money: the whole (`whole`), who paid, a part of a list (`members`), what was left, a change. Parts count only in a list
that some words have opened; stated rates, known sums and lists that add up settle what the words leave open.
"""

from dataclasses import dataclass, replace

from extract.lexicons.grammar import wordings
from extract.text.link import Link
from extract.text.project.account import BUDGETS, Frame, step_of, yuan_of
from extract.text.project.givers import OnGivers
from extract.text.project.phrase import Phrase, Span, phrase, said
from extract.text.project.roles import Role, role_of
from extract.text.token import Token
from extract.text.trace import Cause


@dataclass
class Decisions(OnGivers):
    """A paragraph that says what its figures are."""

    def _special(self, token: Token, role: Role, raw: str) -> None:
        if said("planned").search(raw):
            self._leave(token, "not this body's money", (self.at, token.start))
            return
        when = phrase(self.text, self.at, token.start)
        if when.year is not None and when.dated is not None:
            self._date(when.year, when.dated)
        if role.kind == "left":
            self._left_over(token, role, raw)
        elif role.kind == "carried":
            self._carried_over(token, role)
        else:
            self._changed(token, role)

    def _left_over(self, token: Token, role: Role, raw: str) -> None:
        if self._is_left_of_part(token):
            self._leave(token, "not this body's money", role.label)
            return
        onward = said("carried_on").search(raw) or said("carried_on_behind").match(self.text, token.end)
        of_year = said("of_year_end").search(raw) and self.account.carried
        back = said("given_back_behind").match(self.text, token.end)
        item = "balance.cumulative" if onward or (of_year and not back) else "balance"
        self._tell(token, Link(item, "actual", self._year(), role.label, role.label[0]), "left over", role.label)

    def _is_left_of_part(self, token: Token) -> bool:
        """True for what was left of the part named before: it is not what the whole budget and all spending leave."""
        budget, spent = self.account.last(*BUDGETS), self.account.last("actual")
        if self.subject is None or self.subject.yuan is None:
            return False
        if budget is None or spent is None:
            return self.subject is not self.lead
        return abs(budget.yuan - spent.yuan - yuan_of(token)) > step_of(token)

    def _carried_over(self, token: Token, role: Role) -> None:
        self.account.carried = True
        if self.frame is not None and self.frame.measure in BUDGETS:
            self.frame.told, self.frame.members = self.frame.told + yuan_of(token), self.frame.members + 1
            self.frame.sources = True
        measure = "actual" if role.spent else (self.frame.measure if self.frame else None) or "budget"
        self._tell(token, Link(role.item, measure, self.place.year, role.label, role.label[0]), "who paid", role.label)

    def _changed(self, token: Token, role: Role) -> None:
        if role.item == "total" and self.in_sentence is None and not (self.compared and self.account.wholes):
            self._leave(token, "a change of nothing known", role.label)
            return
        budgets = said("change_of_budget").search(self.text[slice(*role.label)])
        beside = (
            budgets
            or role.sign > 0
            or said("budget_verb").search(self.text, self.at, token.start)
            or any(each.link.measure in BUDGETS for each in self.figures)
        )
        if role.item == "other" and (not beside or (self.place.works and not budgets)):
            self._leave(token, "not this body's money", role.label)
            return
        if role.item == "other" and self.astray and said("bare_change").fullmatch(self.text, *role.label):
            self._leave(token, "a change of nothing known", role.label)
            return
        if (
            role.item == "other"
            and self.compared
            and self.in_sentence
            and said("change_alone").fullmatch(self.text, *role.label)
        ):
            role = replace(role, item="total")
        year = self._year_of_change(role)
        label = self._changed_part(role) or role.label
        link = Link(role.item, "change", year, label, label[0], role.sign)
        direction = Cause("direction of the change", role.label)
        self._tell(token, link, "subject of the change", label, measure=direction)

    def _year_of_change(self, role: Role) -> int | None:
        """The later of the years compared; that of the report where but the earlier is named."""
        named = (
            [int(each) for each in said("years").findall(self.text[slice(*role.label)])] if role.item == "total" else []
        )
        before = [int(each) for each in said("years").findall(self.text[self.at : role.label[0]])]
        if (
            self.compared
            or (role.item == "total" and (self.scene or 0) < (self.place.year or 0) and not named)
            or (named and not before)
        ):
            return self.place.year
        return max([*named, *before]) if named else self._year()

    def _changed_part(self, role: Role) -> Span | None:
        """What was told right before a bare verb of change: a source or a part, not the whole (`配套资金A,后压减B`)."""
        told = self.subject
        if told is None or told.item != "other" or told.yuan is None:
            return None
        return told.label if said("bare_change").fullmatch(self.text, *role.label) else None

    def _decide(self, token: Token, words: Phrase) -> None:
        """What a figure is, by its words taken apart."""
        if words.last_year and words.year is None and self.place.year is not None:
            self.now = self.now or self.scene
            self.scene = self.place.year - 1
        elif self.now is not None and (words.timed or not words.nameless):
            self.scene, self.now = self.now, None
        self._judge(token, words)

    def _judge(self, token: Token, words: Phrase) -> None:
        if words.year is not None and words.dated is not None:
            self._date(words.year, words.dated)
        self._open_by(words)
        if self.frame is not None and self.frame.untold:
            self._leave(token, "not this body's money", self.frame.words)
            return
        words = self._used_for(words)
        if self._handed_on(token, words):
            return
        words, source = self._source_of(token, words)
        role = self._weighed(token, words, source)
        if self._is_strangers(token, words, role):
            self._leave(token, "not this body's money", (words.start, token.start))
        elif self._of_sum(token, words, role) or (role.kind == "whole" and self._completes(token, words)):
            pass
        elif role.kind == "whole":
            self._whole(token, words, role)
        elif role.kind == "source":
            self._source(token, words, role)
        elif self._is_sum(token, role) or self._is_told_again(token, words):
            self._whole(token, words, Role("whole", "total", role.label))
        elif role.kind == "part":
            self._part(token, words, role)
        elif not self._borne_by_others(token, words):
            self._leave(token, "not this body's money", words.name)

    def _open_by(self, words: Phrase) -> None:
        """Opens the list that the words before a figure open."""
        if not words.opens:
            self.opener = None if words.measure is not None else self.opener
        elif not self._goes_on(words):
            self._open((words.start, words.name[0]), words.sources)

    def _weighed(self, token: Token, words: Phrase, source: Role | None) -> Role:
        """What the name of a phrase is where it stands, `source` where that is known already."""
        if source is None and words.dated and words.measure and words.name[1] > words.name[0] and self._is_plain(words):
            return Role("whole", "total", words.name)
        listed = self.frame is not None and not (words.measure == "actual" and self.frame.measure in BUDGETS)
        role = source or role_of(self.text, words, self.account.project, listed=listed)
        if role.kind == "whole" and self._is_plain_member(token, words):
            return Role("part", "project.named" if self.account.project.of_fund else "other", words.name)
        if role.kind != "source":
            return role
        self.opener = None
        ways = (self._gives_all, self._sums_sources, self._is_own_level)
        return Role("whole", "total", role.label) if any(way(token, words, role) for way in ways) else role

    def _goes_on(self, words: Phrase) -> bool:
        """True for an opener that each member of the open list has (`用于甲A,用于乙B`)."""
        opener = self.text[words.start : words.name[0]]
        said_before, self.opener = self.opener, said("opener_core").search(opener)
        same = said_before is not None and self.opener is not None and said_before[0] == self.opener[0]
        return same and self.frame is not None and self.frame.members > 0 and not said("of_it").search(opener)

    def _is_plain_member(self, token: Token, words: Phrase) -> bool:
        """True for a plain name among the members of a list whose sum is known (`直补资金A、项目资金B`)."""
        frame = self.frame
        if frame is None or frame.whole is None or frame.members == 0 or words.verb or words.nameless:
            return False
        plain = said("plain_member").fullmatch(self.text, *words.name)
        return plain is not None and frame.told + yuan_of(token) <= frame.whole

    def _used_for(self, words: Phrase) -> Phrase:
        """The phrase without what was used, where that was told before: it opens the list of its uses (`省级资金用于甲A、乙B`)."""
        if not any(self.text.find(each, *words.name) >= 0 for each in wordings("projects", "used")):
            return words
        match = said("used_for").match(self.text, *words.name)
        source = self.account.sources.get(match["name"]) if match else None
        part = source or (self.account.part(match["name"]) if match else None)
        if match is None or part is None:
            return words
        self._close()
        part = self._telling(part, match["name"], match.end())
        self.frame = Frame(match.span(), part.measure, part.yuan)
        return replace(words, name=(match.end(), words.name[1]))

    def _handed_on(self, token: Token, words: Phrase) -> bool:
        """Tells what the first of several offices or towns was paid; a list of them is open then (`拨付县水利局A、县林业局B`)."""
        match = said("handed_on").fullmatch(self.text, words.start, token.start)
        if match is None or self.place.works or not said("next_receiver").match(self.text, token.end):
            return False
        if match["part"] and self.account.part(match["part"]) is None:
            return False
        self._close()
        measure = "actual" if match["paid"] else "budget"
        self.frame = Frame(match.span(), measure, receivers=True)
        link = self._link("other", measure, match.span("name"))
        self._member(token, link, "part of the list", Cause("same clause", match.span()), words)
        return True

    def _borne_by_others(self, token: Token, words: Phrase) -> bool:
        """Keeps what others bore of a sum for the end of the list: it counts where all members give the sum."""
        measure, cause = self._member_measure(words)
        others = said("not_ours").match(self.text, *words.name) is not None
        if not others or measure is None or self.frame is None or self.frame.whole is None:
            return False
        self._member(token, self._link("other", measure, words.name), "who paid", cause, words, foreign=True)
        return True

    def _is_strangers(self, token: Token, words: Phrase, role: Role) -> bool:
        """True for a name that owns something, a part's investment, and what goes on from a figure that was left out."""
        raw = self.text[words.start : token.start]
        if self._is_of_no_year(token, words, raw) or said("owed").search(raw):
            return True
        if said("owes").search(self.text, *words.name) or (role.kind == "source" and said("wanting").search(raw)):
            return True
        owned = role.kind in ("source", "part") and said("possessive").search(self.text, *words.name)
        invested = role.kind == "part" and said("investment").search(self.text, words.name[1], token.start)
        reviewed = (
            words.nameless and self.astray and words.measured and said("reviewed").match(self.text, *words.measured)
        )
        astray = self.place.works and self.astray and words.nameless and self.account.knows(yuan_of(token)) is None
        return bool(owned or invested or reviewed or astray or (words.nameless and self.missed and not words.opens))

    def _is_of_no_year(self, token: Token, words: Phrase, raw: str) -> bool:
        """True for a sum over several years, and for what a later year was given already."""
        start = max((each.end() for each in said("stop").finditer(self.text, 0, token.start)), default=0)
        if said("cumulative").search(raw) and said("over_years").search(self.text, start, token.start):
            return True
        after = said("after_year").search(self.text, start, token.start) if words.measure == "actual" else None
        spent = self.account.last("actual") is not None
        if after and spent and self.place.year is not None and int(after["year"]) > self.place.year:
            return self.account.knows(yuan_of(token)) is None
        later = words.year is not None and self.place.year is not None and words.year > self.place.year
        return later and words.measure in BUDGETS

    def _is_sum(self, token: Token, role: Role) -> bool:
        """True for the sum of the list that was closed last, told behind it."""
        return role.kind == "part" and self.closed is not None and self.closed.makes(yuan_of(token))
