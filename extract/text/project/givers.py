"""Who gave a project's money where the name before a figure does not tell it alone: by verbs, by papers, by what stands beside it."""

from dataclasses import dataclass, replace

from extract.lexicons.grammar import wordings
from extract.text.project.account import BUDGETS, yuan_of
from extract.text.project.members import OnMembers
from extract.text.project.phrase import Phrase, Span, phrase, said
from extract.text.project.roles import Role, is_own, source_by_measure
from extract.text.token import Token
from extract.text.trace import Cause


@dataclass
class OnGivers(OnMembers):
    """A paragraph that says who gave."""

    def _source_of(self, token: Token, words: Phrase) -> tuple[Phrase, Role | None]:
        """Who gave a figure that its name alone does not tell, with the phrase that is left of its words."""
        source = self._batch_ahead(token, words) or self._giver(token, words) or self._source_by_measure(token, words)
        if source is not None and source.label != words.giver:
            given = said("given_before").search(self.text, words.start, source.label[0])
            words = replace(words, measure="budget" if given else None, measured=given.span() if given else None)
        return words, source or self._one_of_two(token, words)

    def _batch_ahead(self, token: Token, words: Phrase) -> Role | None:
        """What was given before the year began, in a list of batches."""
        if self.frame is None or self.frame.measure not in BUDGETS:
            return None
        match = said("batch_ahead").search(self.text, words.start, token.start)
        bare = match is not None and match["batch"].endswith(wordings("projects", "given_ahead"))
        if match and bare and self.text.endswith(wordings("projects", "paper_ends"), words.start, match.start()):
            return None
        return Role("source", "other", match.span("batch")) if match else None

    def _giver(self, token: Token, words: Phrase) -> Role | None:
        """Which level gave or spent what has no name of its own, among others (`中央财政下达A,省级财政下达B`)."""
        if words.giver is None or not (
            self._is_plain(words) or is_own(self.text[slice(*words.name)], self.account.project)
        ):
            return None
        if not said("by_level").fullmatch(self.text, *words.giver):
            return None
        listed = self.frame is not None and self.frame.sources
        return (
            Role("source", "other", words.giver) if listed or said("next_giver").match(self.text, token.end) else None
        )

    def _one_of_two(self, token: Token, words: Phrase) -> Role | None:
        """Public money beside the body's own, and money of the level above of which the share is told: none is the whole."""
        again = next(
            (each for each in self.account.wholes if each.yuan == yuan_of(token) and each.measure == words.measure),
            None,
        )
        if again and not self.stranger and said("public_alone").fullmatch(self.text, words.start, token.start):
            return Role("source", "source.fiscal", (words.start, words.start + len(wordings("projects", "public")[0])))
        if (shared := said("shared_by").fullmatch(self.text, *words.name)) is not None:
            return Role("source", "other", shared.span("level"))
        public = said("public_at_end").search(self.text, words.start, token.start)
        if public and words.measure in BUDGETS and said("public_beside").match(self.text, token.end):
            return Role("source", "source.fiscal", public.span())
        above = words.measure is None and said("of_level_above").match(self.text, *words.name)
        budget, yuan = self.account.last(*BUDGETS), yuan_of(token)
        if above and (said("share_behind").match(self.text, token.end) or (budget and yuan < budget.yuan)):
            return Role("source", "other", words.name)
        opened = self.frame if words.opens else None
        year = said("money_of_year").search(self.text, words.start, token.start)
        if opened and opened.whole and yuan < opened.whole and year:
            return Role("source", "other", year.span("label"))
        return None

    def _source_by_measure(self, token: Token, words: Phrase) -> Role | None:
        """A source whose name ends like a measure: in a list, and beside a budget where it is named by its level."""
        source = source_by_measure(self.text, words.start, token.start)
        if source is None or self.frame is not None:
            return source
        levelled = said("with_level").search(self.text, *source.label)
        given = self.told in BUDGETS or said("given_before").search(self.text, words.start, source.label[0])
        return source if given and levelled else None

    def _gives_all(self, token: Token, words: Phrase, role: Role) -> bool:
        """True for a level that gave the whole project's money, and no other told beside it (`县级财政安排专项资金A`)."""
        if self.frame is not None or words.measured is None or self.place.works:
            return False
        alone = said("level_alone").fullmatch(self.text, *role.label) and said("gives_money").search(
            self.text, *words.measured
        )
        beside = any(each.item.step == "who paid" for each in self.figures) or self.account.last(*BUDGETS) is not None
        return bool(alone) and not beside and not said("other_giver").search(self.text, token.end)

    def _sums_sources(self, token: Token, words: Phrase, role: Role) -> bool:
        """True for what all sources told before come to, by their amounts (`中央和省级资金共计C`)."""
        given = [
            each.yuan for each in self.account.sources.values() if each.yuan is not None and each.measure in BUDGETS
        ]
        summed = said("sums_up").search(self.text, words.start, token.start)
        return summed is not None and len(given) > 1 and sum(given) == yuan_of(token)

    def _is_own_level(self, token: Token, words: Phrase, role: Role) -> bool:
        """True for a sum told before, of the level whose fund the report is on (`中央资金A已到位` of a 中央 fund)."""
        match = said("level_of_fund").match(self.text, *role.label)
        own = match is not None and self.account.project.name.startswith(match["level"]) and self.frame is None
        return own and self.account.knows(yuan_of(token)) is not None

    def _of_sum(self, token: Token, words: Phrase, role: Role) -> bool:
        """Tells a part of a sum that the figures before it prove: beside the first budget what others gave is no project."""
        proven = self.proven.get(token.start)
        if proven is None or self.frame is not None or self.place.works or role.kind not in ("part", "whole"):
            return False
        parts = {each.start for each in proven.parts}
        told = [each for each in self.figures if each.token.start in parts]
        beside = any((each.link.item, each.link.measure) == ("total", "budget_initial") for each in told)
        label = role.label if role.kind == "part" else self._noun_of(words) if beside and words.given_by else None
        measure = words.measure or phrase(self.text, proven.start, proven.whole.start).measure
        measure = measure or (told[-1].link.measure if told else None)
        if label is None or measure is None or (not beside and self._is_foreign(self.text[words.start : token.start])):
            return False
        self._note_member(
            link := self._link("other" if beside else role.item, measure, label), "who paid", yuan_of(token)
        )
        self._tell(token, link, "known sum", label, measure=Cause("known sum", label))
        return True

    def _completes(self, token: Token, words: Phrase) -> bool:
        """Tells the last member of a list, which names nothing but money and makes up the sum with the others (`由结转A和当年预算资金B组成`)."""
        frame, yuan = self.frame, yuan_of(token)
        if frame is None or frame.whole is None or frame.measure is None or not frame.members or words.measured is None:
            return False
        made = frame.told + yuan == frame.whole and yuan < frame.whole and words.nameless
        if not made or not said("noun_of_money").search(self.text, *words.measured):
            return False
        year = said("of_year_before").search(self.text, words.start, words.measured[0])
        label = (year.start() if year else words.measured[0], words.measured[1])
        cause = Cause("known sum", words.measured)
        self._member(token, self._link("other", frame.measure, label), "part of the list", cause, words)
        return True

    def _noun_of(self, words: Phrase) -> Span | None:
        """What was given by words that name nothing but money (`下达奖补资金`), without the verb."""
        if words.name[0] < words.name[1]:
            return words.name
        verb = said("verb").match(self.text, *words.measured) if words.measured else None
        return (verb.end(), words.measured[1]) if verb and words.measured and verb.end() < words.measured[1] else None
