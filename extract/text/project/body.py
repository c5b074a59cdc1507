"""Named projects and funds in a department's report: in lists and after leads, where its budget's own words tell nothing.

What the reading of the budget (`extract.text.trace`) has told stays and is only listened to: it is the sum that a list belongs to.
Figures that it left out, or called by words that name nothing, are read by the words before them as in the report of one project.
"""

from dataclasses import dataclass, field, replace

from extract.text.context import spent_next
from extract.text.funds import fund_name, is_body
from extract.text.lexer import is_known
from extract.text.link import Link
from extract.text.project.account import Account, Frame, Part, Subject, Whole, yuan_of
from extract.text.project.paragraph import Place
from extract.text.project.phrase import Phrase, Span, phrase, said
from extract.text.project.reader import Reader
from extract.text.project.roles import Project, Role, is_foreign, role_of, special
from extract.text.token import Token
from extract.text.trace import Cause, Figure

_OF_PROJECTS = ("change", "project", "project.special", "project.named", "other")
NAMED = "project.named"
# What these consist of is no project.
_OF_RUNNING = ("basic", "econ.", "three_public")
# Behind one of these words that open a list go on with the one that is open (用于甲3万元、用于乙2万元).
_AMONG = "、;；"


def account_of_body() -> Account:
    """The account of a department's report, whose projects all have names of their own."""
    return Account(Project("", of_fund=True))


def tells_of_projects(place: Place) -> bool:
    """True in a section on projects and funds, or in a list of them."""
    return place.kind == "project_expenditure" or place.listed or bool(said("on_projects").search(place.title))


def may_tell_projects(text: str, place: Place) -> bool:
    """False for a paragraph that neither stands where projects are told of, nor opens a list, nor tells what was left."""
    return tells_of_projects(place) or said("may_tell_projects").search(text) is not None


@dataclass
class BodyReader(Reader):
    """A paragraph of a department's report. `known` are the figures told already by where they begin, `tense` the report's."""

    known: dict[int, Figure] = field(default_factory=dict)
    tense: str | None = None
    item: str | None = None
    of_projects: bool = False
    changed_item: str | None = None
    change: int = 1
    at_figure: int = 0
    figure_end: int = 0

    def _begin(self) -> None:
        self.scene = self.place.year
        if self.place.listed:
            self.frame, self.of_projects = Frame(None, self.place.opened or self.tense), True
        lead = said("body_lead").match(self.text) if self.on_projects else None
        named = lead is not None and said("chapter").fullmatch(lead["name"]) is None
        if lead is not None and named and not is_known(lead["name"]) and not is_foreign(lead["name"]):
            self.lead = self.subject = Subject(NAMED, lead.span("name"))
            self.at = lead.end("name")

    def _boundary(self, kind: str, start: int, end: int) -> None:
        super()._boundary(kind, start, end)
        if kind == "stop" and self.changed_item is not None:
            # A change ends with its sentence; what the next opens is of the sum again.
            self.item, self.changed_item = self.changed_item, None
        nested = self.frame if kind == "halt" else None
        if (
            nested is not None
            and nested.of_named
            and nested.words
            and said("parted").search(self.text, nested.words[1], start)
        ):
            self._close()
            self.frame = None

    @property
    def on_projects(self) -> bool:
        """True in a section on projects and funds, or in a list of them."""
        return tells_of_projects(self.place)

    def _open(self, words: Span, sources: bool) -> None:
        opener = self.text[slice(*words)]
        named = bool(said("names_projects").search(opener))
        untold = named and self.in_sentence is None
        super()._open(words, sources)
        if untold:
            spent = said("spending_opener").search(opener) and self.tense != "budget"
            self.frame = Frame(words, "actual" if spent else self.tense)
        if self.frame is not None:
            by_function = said("by_function").search(opener) is not None
            self.of_projects = not by_function and (named or self.item in _OF_PROJECTS)
            self.frame.measure = self.frame.measure or self.tense

    def _sum_for(self, opener: str, sources: bool) -> Whole | None:
        return self.in_sentence or super()._sum_for(opener, sources)

    def _clause(self, start: int, end: int, closed_by: str) -> None:
        words = self.text[start:end]
        named = said("names_projects").search(words) and said("opens_surely").search(words)
        if closed_by == "colon" and named and not self.astray:
            self._open((start, end), sources=False)
        else:
            super()._clause(start, end, closed_by)

    def _figure(self, token: Token) -> None:
        figure, self.at_figure, self.figure_end = self.known.get(token.start), token.start, token.end
        words = phrase(self.text, self.at, token.start)
        if words.opens:
            self._open((words.start, words.name[0]), words.sources)
        if figure is not None and not self._misnamed(figure, words):
            self._listen(figure)
        elif figure is None and (role := special(self.text, self.at, token.start)) is not None and role.kind == "left":
            if not self.place.works:
                self._special(token, role, self.text[self.at : token.start])
        elif self._speaks_for_itself(token):
            self._named(token, words)

    def _misnamed(self, figure: Figure, words: Phrase) -> bool:
        """True for a project's name that is nothing but time and measures, or that its outline number stands before; and for one
        told earlier where the clause has a name of its own."""
        if figure.link.item == NAMED and figure.link.label[1] < self.at and words.measured and not words.nameless:
            role = role_of(self.text, words, self.account.project, listed=False)
            if role.kind == "part" and self._may_be_project(role, self.text[words.start : figure.token.start]):
                return True
        plain = self.subject is not None and words.measured is not None and words.nameless
        if (
            plain
            and self.subject
            and figure.link.item == NAMED
            and figure.link.label[1] < self.subject.label[0] < self.at
        ):
            return True
        if figure.link.item != NAMED or figure.link.name:
            return figure.link.name is not None and self.subject is not None and self.subject is not self.lead
        label = figure.link.label
        lead = self.lead.label if self.lead is not None else None
        if lead is not None and label != lead and (label[0] == lead[0] or label[1] == lead[1]):
            return label[0] > lead[0] or label[1] > lead[1]
        if said("level_money").fullmatch(self.text, *label):
            return True
        return bool(said("no_name").match(self.text, *label)) or phrase(self.text, *label).nameless

    def _listen(self, figure: Figure) -> None:
        """What was told already: a sum whose parts may follow, or a project whose spending may."""
        link, yuan = figure.link, yuan_of(figure.token)
        if link.measure == "change":
            of_budget = link.item == "other"
            self.changed_item = None if of_budget else self.item
            self.in_sentence, self.item = (Whole("change", yuan), "change") if of_budget else (None, None)
            self.change = link.sign
            return
        fund_like = link.item != "other" or said("fund_like").search(self.text, *link.label)
        self.item, self.astray = link.item if fund_like else None, False
        if link.item == NAMED:
            self.subject = Subject(NAMED, link.label, yuan, link.measure)
            self.account.parts.setdefault(self.text[slice(*link.label)], Part(NAMED, link.measure, yuan))
        else:
            self.subject = self.lead
        if self.frame is not None and self.frame.holds(yuan) and link.item in (NAMED, "other"):
            self.frame.told, self.frame.members = self.frame.told + yuan, self.frame.members + 1
            if self.frame.measure == "change" and link.item == NAMED:
                added = replace(link, item="other", measure="change", sign=self.change)
                self.figures.append(replace(figure, link=added))
                return
            self.frame.measure = link.measure
            if self.frame.of_named and link.item == NAMED:
                self.figures.append(replace(figure, link=replace(link, item="other")))
            return
        self.in_sentence = Whole(link.measure, yuan)
        self.account.wholes.append(self.in_sentence)
        self.frame = self.frame if self.place.listed else None

    def _speaks_for_itself(self, token: Token) -> bool:
        raw = self.text[self.at : token.start]
        plain = token.value[1] is not None and not said("denied").match(self.text, token.end)
        if (
            not plain
            or said("rest").match(raw)
            or said("standard").search(raw)
            or special(self.text, self.at, token.start)
        ):
            self.astray = True
            return False
        return True

    def _named(self, token: Token, words: Phrase) -> None:
        if words.year is not None and words.dated is not None:
            self._date(words.year, words.dated)
        role = role_of(self.text, words, self.account.project, listed=self.frame is not None)
        measure, cause = self._measure_of_part(words, token)
        raw = self.text[words.start : token.start]
        paid = words.verb and words.measure == "actual" and said("paid_out").search(self.text, *words.name)
        if self.subject is not None and words.measure is not None and (words.nameless or (self.lead and paid)):
            if self.subject.may_have(words.measure, yuan_of(token)) and not said("investment").search(raw):
                self._tell(
                    token,
                    self._link(self.subject.item, measure or words.measure, self.subject.label),
                    "carried subject",
                    self.subject.label,
                    cause,
                )
            return
        if (
            role.kind == "part"
            and self.frame is not None
            and self.item == "assets"
            and said("asset").fullmatch(self.text, *role.label)
        ):
            self._member(token, self._link("other", "actual", role.label), "part of the list", cause, words)
            return
        if role.kind not in ("part", "source") or measure is None or not self._may_be_project(role, raw):
            self._pass(token, role, raw)
            return
        stated = words.measure or spent_next(self.text, token.end) or self._numbered()
        if self.frame is None and not (self.on_projects and stated):
            self._pass(token, role, raw)
            return
        item = self._item_of(role)
        if self.frame is not None and self.frame.measure == "change" and said("verb_of_change").match(raw):
            measure, role = "change", replace(role, label=(words.start, token.start))
        label, sign = self._without_verb(role.label) if measure == "change" else (role.label, 1)
        link = Link(item, measure, self._year(), label, label[0], sign)
        self._member(token, link, "part of the list", cause, words, foreign=is_foreign(raw))
        self.subject, self.item = Subject(item, role.label, yuan_of(token), measure), item
        if self.frame is None:
            self.in_sentence = Whole(measure, yuan_of(token))
            self.account.wholes.append(self.in_sentence)

    def _without_verb(self, label: Span) -> tuple[Span, int]:
        """A member of what was added or taken out, without the verb that says which (`追加甲补助,压减乙经费`)."""
        match = said("verb_of_change").match(self.text, *label)
        if match is None:
            return label, self.change
        return (match.end(), label[1]), 1 if match["up"] else -1

    def _member_of_change(self, link: Link, frame: Frame) -> Link:
        return link

    def _numbered(self) -> bool:
        """True for words that begin with a number of their own (`②补助A`)."""
        return said("outline").match(self.text, self.at) is not None

    def _pass(self, token: Token, role: Role, raw: str) -> None:
        """A figure that is not told; where projects are told of it may still be the sum of a list behind it."""
        if self.frame is None and self.on_projects and not is_foreign(raw):
            planned = said("plain_budget").search(raw) is not None
            self.in_sentence, self.item = (
                Whole("budget" if planned else self.tense or "actual", yuan_of(token)),
                "project",
            )
        else:
            self.astray = True

    def _item_of(self, role: Role) -> str:
        """A project, or a plain part of one; who gave money is named by its level."""
        nested = self.frame is not None and self.frame.of_named
        nested = (
            nested
            or (self.frame is not None and self.frame.measure == "change")
            or bool(said("of_income").search(self.text, *role.label))
        )
        level = said("level_money").fullmatch(self.text, *role.label) is not None
        return "other" if level or nested else NAMED

    def _may_be_project(self, role: Role, raw: str) -> bool:
        name = self.text[slice(*role.label)]
        if said("debt").search(name) or said("whole").fullmatch(name) or said("investment").search(raw):
            return False
        level = self.frame is not None and said("level_money").fullmatch(name) is not None
        known = not level and is_known(self.text[role.label[0] : self.at_figure])
        if known or said("counted_in_name").search(name) or is_body(name):
            return False
        if self.frame is None:
            numbered = said("outline").match(self.text) is not None and spent_next(self.text, self.figure_end)
            return (numbered or not is_foreign(raw)) and not self.place.works
        of_running = (self.item or "").startswith(_OF_RUNNING)
        return self.of_projects or level or (fund_name(name) is not None and not of_running)

    def _measure_of_part(self, words: Phrase, token: Token) -> tuple[str | None, Cause]:
        if words.measure is None and spent_next(self.text, token.end):
            return "budget", Cause("what was spent follows")
        if words.measure is None and self.frame is None and self._numbered():
            return self.tense, Cause("told without a measure")
        measure, cause = self._member_measure(words)
        raw = self.text[words.start : token.start]
        given = words.measured is not None and said("plainly_given").fullmatch(self.text, *words.measured)
        if given and self.frame is not None and self.frame.measure == "actual" and self.frame.of_named:
            return "actual", cause
        if measure == "budget_initial" and (given or said("midyear").search(raw)):
            measure = "budget"
        return measure, cause

    def _nested(self, words: Span) -> Frame | None:
        """The list of what a named project consists of, told right before."""
        told = self.subject
        if self.text[words[0] - 1] in _AMONG:
            return None
        if (
            self.item != NAMED
            or told is None
            or said("any_fund").fullmatch(self.text, *told.label)
            or told.yuan is None
            or (self.in_sentence is None and self.frame is None)
        ):
            return None
        return Frame(words, told.measure, told.yuan, of_named=True)
