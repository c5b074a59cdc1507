"""Figures of one paragraph of a project's report, from left to right: which words each has, and what kind of statement it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extract.lexicons.grammar import wordings
from extract.text.context import run_in_title
from extract.text.funds import fund_name, run_in_fund
from extract.text.project.account import BUDGETS, Frame, Subject, yuan_of
from extract.text.project.decisions import Decisions
from extract.text.project.phrase import Phrase, phrase, said
from extract.text.project.proven import proven_sums
from extract.text.project.roles import Role, changed_source, is_own, role_of, special
from extract.text.token import Token
from extract.text.trace import Cause


@dataclass
class Reader(Decisions):
    """A paragraph whose figures are told or left out."""

    standard_end: int = -1
    left_over: int = 0

    def read(self, tokens: Sequence[Token]) -> None:
        """Reads all figures; the lists still open are closed."""
        amounts = [token for token in tokens if token.kind == "amount"]
        self.proven = proven_sums(self.text, amounts)
        self._begin()
        for event in _events(self.text, amounts):
            if isinstance(event, Token):
                self._figure(event)
                self.at = _behind(self.text, event)
                if (match := said("list_behind").match(self.text, event.end)) and self.in_sentence is not None:
                    self._open(match.span(), sources=False)
            else:
                self._boundary(*event)
        self._hand_on()
        self._close()
        self._settle()
        self.figures.sort(key=lambda each: each.token.start)

    def _begin(self) -> None:
        self.scene = self.place.year
        if self.account.pending_in != self.place.title:
            self.account.pending = None
        if not self._lead_of_item():
            self._lead_of_fund()
        if self.lead is None:
            self._lead_of_title()
        pending = self.account.pending or self._unannounced()
        self.account.pending, self.account.pending_in = pending, self.place.title
        if pending is not None and (self.lead is not None or said("is_item").match(self.text)):
            self.frame = replace(pending, told=Decimal(0), members=0, waiting=[], in_lines=True)
        elif self.place.listed and said("is_item").match(self.text):
            last = self.account.last()
            self.frame = Frame(None, self.place.opened or (last.measure if last else None), last.yuan if last else None)

    def _unannounced(self) -> Frame | None:
        """The list that a paragraph begins with the number one, though no line has announced it: of what was told last."""
        last = self.account.last()
        if last is None or self.place.works or not said("first_item").match(self.text):
            return None
        return Frame(None, last.measure, last.yuan)

    def _lead_of_item(self) -> bool:
        """Takes what opens an item of a list, apart from its money: a part told before, or one of the list that is open (`①甲补贴:下达A,支付B`)."""
        match = said("item_lead").match(self.text)
        if match is None:
            return False
        told = self.account.part(match["name"])
        role = role_of(self.text, Phrase(*match.span(), match.span("name")), self.account.project, listed=True)
        open_list = self.place.listed or self.account.pending is not None
        if match["number"] is None and (not open_list or match["end"] not in ":："):
            return False
        by_level = role.kind == "source" and said("levelled").match(match["name"])
        if told is None and not by_level and not (open_list and role.kind in ("part", "source")):
            return False
        self.lead = self.subject = Subject(told.item if told else role.item, match.span("name"))
        self.at = match.end()
        return True

    def _lead_of_fund(self) -> None:
        """Takes the name of a fund that opens a paragraph."""
        lead = run_in_fund(self.text, self.place.listed)
        if (
            lead is None
            or wordings("projects", "used")[0] in self.text[slice(*lead)]
            or run_in_title(self.text) is not None
            or not said("lead_ends").match(self.text, lead[1])
        ):
            return
        role = role_of(self.text, Phrase(*lead, lead), self.account.project, listed=False)
        if role.kind in ("part", "source") and not phrase(self.text, *lead).measured:
            self.lead = self.subject = Subject(role.item, role.label)
            self.at = lead[1]

    def _lead_of_title(self) -> None:
        """Takes the part of a fund that the section is called after, where the paragraph tells of money."""
        heading, project = self.place.heading, self.account.project
        if not project.of_fund or not self.place.on_money or said("part_title").fullmatch(heading) is None:
            return
        if not is_own(heading, project):
            self.lead = self.subject = Subject("project.named", (0, 0), name=heading)

    def _hand_on(self) -> None:
        """A last line that opens a list hands it on to the paragraphs behind; what is no item of it ends it."""
        end = len(self.text.rstrip())
        if self.text.endswith(wordings("projects", "line_ends"), 0, end) and said("opens_lines").search(
            self.text, 0, end
        ):
            if self.frame is None and self.account.wholes and not self.astray:
                self._open((self.at, end), sources=False)
            self.account.pending = replace(self.frame, words=None, waiting=[]) if self.frame else None
            self.account.pending_in = self.place.title
        elif self.account.pending and self.lead is None and not said("is_item").match(self.text):
            self.account.pending = None

    # Figures.

    def _figure(self, token: Token) -> None:
        if self.queue:
            self._decide(token, self.queue.pop(0))
            return
        raw = self.text[self.at : token.start]
        behind = self._change_behind(token)
        if (names := self._respectively(token) or self._yearly(token)) is not None:
            self.queue = names
            self._decide(token, self.queue.pop(0))
            return
        if self.left_over:
            self.left_over -= 1
            self._leave(token, "unknown words between", (self.at, token.start))
        elif behind is not None:
            self._special(token, behind, raw)
        elif token.value[1] is None:
            self._leave(token, "a number without a unit", None)
        elif self._inverted(token):
            return
        elif (named := self._named_behind(token)) is not None:
            self._decide(token, named)
        elif said("negative").match(token.value[0]):
            self._negative(token, raw)
        else:
            self._alone(token, special(self.text, self.at, token.start), raw)

    def _named_behind(self, token: Token) -> Phrase | None:
        """The phrase of a figure whose name stands behind it (`资金来源为A为省级补助,B为县级资金`)."""
        match = said("named_behind").match(self.text, token.end)
        words = phrase(self.text, self.at, token.start) if match else None
        if match is None or words is None or not words.nameless or words.measure is not None:
            return None
        sources = words.opens or self.frame is not None
        behind = role_of(self.text, replace(words, name=match.span("name")), self.account.project, listed=True)
        return replace(words, name=match.span("name")) if sources and behind.kind == "source" else None

    def _negative(self, token: Token, raw: str) -> None:
        """A figure with a minus before it: by how much a budget was adjusted, or nothing that is known."""
        match = said("adjusted_by").search(self.text, self.at, token.start)
        if match is None:
            self._leave(token, "a change of nothing known", (self.at, token.start))
        else:
            self._special(token, Role("change", "other", match.span("label")), raw)

    def _alone(self, token: Token, role: Role | None, raw: str) -> None:
        """A figure with words of its own; `role` where they say that it was left, carried over or changed."""
        if (match := said("by_list").match(raw)) and said("by_list_ends").match(self.text, token.end):
            self._open((self.at, self.at + match.end()), sources=False)
            self.at += match.end()
        rest = said("rest").match(raw) is not None
        spent = any(each.link.measure == "actual" for each in self.figures)
        if role is not None and role.kind == "left" and not spent and said("funded_behind").match(self.text, token.end):
            self._leave(token, "not this body's money", role.label)
        elif role is not None and role.kind == "left":
            self._special(token, role, raw)
        elif rest and said("rest_left").match(self.text, token.end):
            self._special(token, Role("left", "balance", (self.at, token.start)), raw)
        elif (uncounted := self._is_uncounted(token)) and self._given_aside(token):
            self._decide(token, replace(phrase(self.text, self.at, token.start), aside=True))
        elif uncounted or said("denied").match(self.text, token.end):
            self._leave(token, "not this body's money", None)
        elif rest:
            self._leave(token, "not this body's money", (self.at, token.start))
        elif self._is_standard(token, raw):
            astray = self.astray
            self._leave(token, "not this body's money", (self.at, token.start))
            self.astray = astray or self.place.works
        elif (changed := role or self._change(token)) is not None:
            self._special(token, changed, raw)
        else:
            self._decide(token, phrase(self.text, self.at, token.start))

    def _is_uncounted(self, token: Token) -> bool:
        """True for a figure behind which it is said that it is not counted."""
        marks = wordings("projects", "uncounted_mark")
        spoken = any(self.text.find(mark, token.end) >= 0 for mark in marks)
        return spoken and said("not_counted").match(self.text, token.end) is not None

    def _given_aside(self, token: Token) -> bool:
        """True for what a level gave beside the fund's money, though it is said not to be counted (`县级配套资金A,不纳入自评`)."""
        if self.place.works:
            return False
        words = phrase(self.text, self.at, token.start)
        came = said("came_behind_all").match(self.text, token.end) and said("levelled").match(self.text, *words.name)
        aside = said("given_aside").search(self.text, self.at, token.start)
        return bool(came or aside or said("matching").search(self.text, *words.name))

    def _inverted(self, token: Token) -> bool:
        """Tells a member of the open list that is named behind its figure (`其中,A用于甲,B用于乙`)."""
        match = said("inverted").match(self.text, token.end) if self.frame is not None else None
        words = phrase(self.text, self.at, token.start) if match else None
        if match is None or words is None or self.frame is None or not words.nameless or words.measure is not None:
            return False
        role = role_of(self.text, Phrase(*match.span(), match.span("name")), self.account.project, listed=True)
        if role.kind not in ("part", "source") or self.frame.measure is None or not self.frame.holds(yuan_of(token)):
            return False
        step = "who paid" if role.kind == "source" else "part of the list"
        link = self._link(role.item, self.frame.measure, role.label)
        self._member(
            token, replace(link, start=token.start), step, Cause("measure of the list", self.frame.words), words
        )
        return True

    def _is_standard(self, token: Token, raw: str) -> bool:
        """True for a standard, and for what goes on with one (`小学每人500元、初中625元`)."""
        follows = self.standard_end >= 0 and said("goes_on").match(self.text, self.standard_end) is not None
        small = said("small_unit").match(self.text, token.start) is not None
        named = said("per_pupil").search(raw) is not None and not small
        told = (said("standard").search(raw) is not None and not named) or (follows and small)
        self.standard_end = token.end if told else -1
        return bool(told)

    def _change(self, token: Token) -> Role | None:
        """A change of a part told before, or of the whole right behind the year it is compared with."""
        if match := said("change_of_part").search(self.text, self.at, token.start):
            told = self.account.part(match["name"])
            named = self.account.project.of_fund and fund_name(match["name"])
            item = told.item if told else "project.named" if named else None
            if item:
                return Role("change", item, match.span("name"), 1 if match["up"] else -1)
        given = any(each.link.measure in BUDGETS for each in self.figures)
        if given and (source := changed_source(self.text, self.at, token.start)) is not None:
            return source
        match = said("change_taken_back").search(self.text, self.at, token.start) if given else None
        if match and said("changed_later").match(self.text, token.end):
            return Role("change", "other", match.span("label"), -1)
        match = said("change_alone").fullmatch(self.text, self.at, token.start)
        compared = self.compared or (self.scene or 0) < (self.place.year or 0)
        return Role("change", "total", match.span(), 1 if match["up"] else -1) if match and compared else None

    def _change_behind(self, token: Token) -> Role | None:
        """A change told behind the name of a part told before (`甲补助调减A`)."""
        if not self.account.parts or not self.text.endswith(_verbs_of_change(), self.at, token.start):
            return None
        match = said("changed_behind").search(self.text, self.at, token.start)
        told = self.account.part(match["name"]) if match else None
        return Role("change", told.item, match.span("name"), 1 if match["up"] else -1) if match and told else None

    def _respectively(self, token: Token) -> list[Phrase] | None:
        """The phrases of names told together before as many figures (`预算数、支出数分别为A、B`)."""
        match = said("several").search(self.text, self.at, token.start)
        if match is None:
            return None
        if times := said("at_times").fullmatch(self.text, self.at, match.start()):
            words = phrase(self.text, *times.span("name"))
            behind = phrase(self.text, match.start(), token.start)
            count = len(said("month").findall(times["times"]))
            return [replace(words, measure=behind.measure, measured=behind.measured)] * count
        found, start = [], self.at
        for join in [*said("join").finditer(self.text, self.at, match.start()), None]:
            end = join.start() if join else match.start()
            if end > start:
                found.append(phrase(self.text, start, end))
            start = join.end() if join else end
        behind = phrase(self.text, match.start(), token.start)
        if behind.measure is not None:
            found = [
                Phrase(
                    each.start,
                    each.end,
                    each.name,
                    behind.measure,
                    behind.measured,
                    opens=each.opens,
                    sources=each.sources,
                )
                for each in found
            ]
        told = next((each for each in reversed(found) if each.measure is not None), None)
        if told is not None and all(
            each.measure is None and each.nameless and each.year for each in found if each is not told
        ):
            found = [replace(told, year=each.year, dated=each.dated) for each in found]
        return found if len(found) > 1 else self._in_order(token)

    def _in_order(self, token: Token) -> list[Phrase] | None:
        """The phrases of the members of the list told last, for as many figures (`实际支出分别为A、B、C`); others are left out."""
        row = said("row_of_money").match(self.text, token.start)
        count = len(said("money").findall(row[0])) if row else 0
        words = phrase(self.text, self.at, token.start)
        if count > 1 and count == len(self.listed) and words.measure is not None:
            return [replace(words, name=label, verb=False) for label in self.listed]
        self.left_over = count if count > 1 else 0
        return None

    def _yearly(self, token: Token) -> list[Phrase] | None:
        """The same words for each of the years that a sentence has named before as many figures (`2020年至2022年分别安排A、B、C`)."""
        if said("apart").search(self.text, self.at, token.start) is None:
            return None
        start = max((each.end() for each in said("stop").finditer(self.text, 0, token.start)), default=0)
        if span := said("year_range").search(self.text, start, token.start):
            years = list(range(int(span["first"]), int(span["last"]) + 1))
        else:
            years = [int(each[0]) for each in said("years").finditer(self.text, start, token.start)]
        words = phrase(self.text, self.at, token.start)
        dated = words.dated or (start, start)
        return [replace(words, year=year, dated=dated) for year in years] if len(years) > 1 else None


@cache
def _verbs_of_change() -> tuple[str, ...]:
    verbs = (*wordings("projects", "changes_up"), *wordings("projects", "changes_down"))
    return (*verbs, *(f"{verb}{wordings('projects', 'done')[0]}" for verb in verbs))


def _events(text: str, amounts: Sequence[Token]) -> Iterator["Token | tuple[str, int, int]"]:
    """Figures and the marks between them, in order; a bracket without a figure in it is part of the words around it."""
    waiting = list(amounts)
    at, closing = 0, -1
    for match in said("boundary").finditer(text):
        if match.start() < at:
            continue
        while waiting and waiting[0].start < match.start():
            yield waiting[0]
            at = waiting.pop(0).end
        if match.start() < at:
            continue
        kind = str(match.lastgroup)
        if kind == "opening" and (bare := said("bare_bracket").match(text, match.start())):
            closing = bare.end() - 1
            continue
        if match.start() == closing:
            continue
        if kind == "opening":
            closed = _closing(text, match.end())
            if closed >= 0 and not any(token.start < closed for token in waiting):
                at = closed + 1
                yield "aside", match.start(), at
                continue
        yield kind, match.start(), match.end()
    yield from waiting


def _behind(text: str, token: Token) -> int:
    """Where a figure ends, with the bracket that holds nothing else (`甲补贴(A)、乙补贴(B)`)."""
    if not text.startswith(")", token.end):
        return token.end
    match = said("bare_bracket").match(text, text.rfind("(", 0, token.start))
    return match.end() if match else token.end


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that was opened right before a place, -1 where it does not."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return -1
