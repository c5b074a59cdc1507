"""What a sentence has said so far, and so what its next figure means.

A figure counts only where nothing unknown stands between it and its term; a clause without a term of its own
(`实际执行14.02万元`, `同比2020年3.32万元`) speaks of the term before it in the same sentence.
"""

from dataclasses import dataclass, field

import regex

from extract.text.funds import fund_before, fund_name
from extract.text.lexer import Token, narrative
from extract.text.link import Link

_SHORT_TERM = 3
_BUDGET_LABEL = regex.compile("预算(?:资金|总额|总?支出|总?收入)?$")
_ACTUAL_LABEL = regex.compile("决算|执行")
_TERM_MAY_FOLLOW = regex.compile(
    r"(?:年|年度|较|比|总|部门|单位|局|中|本年|全年|于|到|得|达|排|的|和|及|为|是|用|含|括|后|：)$"
)
_HAN = regex.compile(r"\p{Han}")
_OPENING = regex.compile(r"(?:[\d一二三四五六七八九十.、()]*)(?:20\d\d年度?)?(?:本?(?:部门|单位|年度?))?")
_CLOSING = regex.compile(r"(?:支出|预算|决算|使用|执行|财政拨款)*(?:情况)?(?:说明)?")
_PROJECTS = regex.compile(r"\d+个项目|项目\d+个|项目支出|专项资金")
_COUNTED = regex.compile(r"项目\d+个,")
_SPENT = ("全年支出", "决算支出", "实际支出", "支出决算")
_SCORED = regex.compile(r"(?:^|[,，。;；:：、)])([\p{Han}A-Za-z0-9+]{3,40}?)(?:绩效)?自评(?:得分|综述|得)")
_GRANTED = ("安排", "下达", "安排了", "拨入")


def _may_follow(before: str) -> bool:
    """True where a text may end before a term that is a word of its own (`我局项目支出`), or opens a list of parts."""
    return bool(_TERM_MAY_FOLLOW.search(before)) or before.endswith(tuple(narrative()["of_which"]))


@dataclass
class Sentence:
    """What a sentence has said so far.

    `term` is the item a figure would belong to, `linked` whether nothing unknown stands between, `strayed` that the clause
    has gone on to something unknown (`unknown`: before any term too); `subject` is what a change is of, `head` the first
    term, `before` that of the sentence before; `topic` and `lead` (a fund's name) are what a heading of its own announced;
    `named` is the span of a fund's own name, `fund` the last one met; `inside` the total whose parts are being listed,
    `listing` the measure of such a list of projects, `last` and `prior` the measures of figures before, `resume` what
    speaks again after the list; `run` the terms and measures since the last figure, `queue` those waiting for theirs.
    """

    text: str
    section: tuple[str, str]
    fiscal_year: int | None
    inside: str | None = None
    term: Token | None = None
    subject: Token | None = None
    named: tuple[int, int] | None = None
    measure: str | None = None
    year: int | None = None
    change: int | None = None
    linked: bool = False
    standard: bool = False
    strayed: bool = False
    parts: bool = False
    project: str | None = None
    listing: str | None = None
    last: str | None = None
    prior: str | None = None
    before: Token | None = None
    topic: Token | None = None
    resume: Token | None = None
    lead: tuple[int, int] | None = None
    head: Token | None = None
    fund: tuple[int, int] | None = None
    said: bool = False
    unknown: bool = False
    run: list[Token] = field(default_factory=list)
    queue: list[Token] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Let one token that is no figure change what the next figure would mean."""
        handler = getattr(self, f"_take_{token.kind}", None)
        if handler is not None:
            handler(token)

    def link(self, token: Token) -> Link | None:
        """What a figure states; None where no term is tied to it, or it is a standard."""
        year = self.year or self.fiscal_year
        if self.queue:
            self._next_in_queue()
        if self.standard:
            return None
        if not self.linked:
            return self._fund(token, year)
        if self.change is not None:
            subject = self.subject or self.term
            if subject is None or subject.value is None:
                return None
            span = (subject.start, subject.end)
            return Link(subject.value, "change", self.fiscal_year, span, token.start, self.change)
        if self.named is not None and not self.measure and self.text[: self.named[0]].endswith(_GRANTED):
            self.measure = "budget"
        if self.named is not None and (self.measure or self.listing):
            return Link("project.named", self._stated(), year, self.named, self.named[0])
        if self.term is None or self.term.value is None:
            return None
        span = (self.term.start, self.term.end)
        if self.term.value == "source.carryover" and (self.measure or self.prior or "").startswith("budget"):
            self.measure = "budget"
        return Link(self.term.value, self._stated(), year, span, min(self.term.start, token.start))

    def _fund(self, token: Token, year: int | None) -> Link | None:
        """The figure of a fund named in its own clause: in a list of parts, or with a measure of its own."""
        fund = (
            None
            if self.change is not None
            else fund_before(self.text, token.start, self.listing is not None, self.project)
        )
        if fund is None:
            return None
        if fund.level or fund.total:
            self.measure = fund.measure or self.measure or self.listing or "budget"
            self.last = self.measure
            return Link("other" if fund.level else "total", self._stated(), year, (fund.start, fund.end), fund.start)
        self.named, self.term, self.strayed = (fund.start, fund.end), None, False
        self.fund = self.named
        self.measure = fund.measure or self.listing
        return Link("project.named", self._stated(), year, self.named, fund.start)

    def after_figure(self, link: "Link | None") -> None:
        """Forget what belonged to one figure alone."""
        self.run = []
        if link is not None:
            self.said = True
            self.prior = link.measure
            if link.item in ("project", "project.special", "project.named", "total") and link.measure != "change":
                self.last = link.measure
        self.linked, self.standard, self.change, self.year = False, False, None, None

    def _stated(self) -> str:
        measure = self.measure or "actual"
        return "budget_initial" if measure == "budget" and "批复" in self.section[1] else measure

    def _label(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _take_stop(self, token: Token) -> None:
        """A new sentence; what a heading or a sentence of its own has announced is still the topic."""
        if not self.said and self.term is not None and self._announced(token):
            self.topic = self.term
        self.before = self.head or self.before
        self.head = None
        self.listing = self.last = self.prior = None
        self.said = False
        self.resume = None
        self._clear()

    def _announced(self, stop: Token) -> bool:
        """True for a sentence that is nothing but a term and `情况说明`."""
        assert self.term is not None
        opening = self.text[: self.term.start].rpartition("。")[2]
        closing = self.text[self.term.end : stop.start]
        return bool(_OPENING.fullmatch(opening) and _CLOSING.fullmatch(closing))

    def _take_halt(self, _: Token) -> None:
        """A semicolon ends a clause; the list it may stand in goes on."""
        parts, listing = self.parts, self.listing
        self._clear()
        self.resume = self.head if listing else None
        self.parts, self.measure = parts, listing if parts else None

    def _clear(self) -> None:
        self.term = self.subject = self.named = None
        self.measure = self.year = self.change = None
        self.linked = self.parts = self.strayed = self.unknown = self.standard = False
        self.run, self.queue = [], []

    def _take_term(self, token: Token) -> None:
        label, before = self._label(token), self.text[: token.start]
        if label in _SPENT and self.term is not None and self.term.kind == "part" and (self.lead or self.fund):
            self.term, self.named = None, self.lead or self.fund
        if (label == "支出" and (self.named or self.term)) or (label in _SPENT and (self.named or self.lead)):
            self._set_measure("actual", token)
            return
        if token.value == "expenditure" and label != "支出" and self.project is not None and not self.unknown:
            self._set_measure("actual", token)
            return
        if label in _SPENT and self.term is not None and self.term.value in ("basic", "project") and self.said:
            self._set_measure("actual", token)
            return
        if label in ("支出预算", "收入预算") and self.term is not None and self.term.end == token.start:
            self._set_measure("budget", token)
            return
        if token.value == "source.carryover" and label == "结转结余" and self.prior == "actual":
            token = Token("term", token.start, token.end, "balance.cumulative")
        part_of_name = ("project", "econ.") if self.parts else ("project.", "econ.")
        if token.value.startswith(part_of_name) and _HAN.match(before[-1:]) and not _may_follow(before):
            self._take_unknown(token)
            return
        if (token.value == "balance" and self.project is None and (self.named or self.fund)) or (
            token.value == "total" and self.project is None and _PROJECTS.search(before[before.rfind("。") + 1 :])
        ):
            self._take_unknown(token)
            return
        loose = len(label) <= _SHORT_TERM or token.value.startswith("source.")
        stray = loose and _HAN.match(before[-1:]) and not _TERM_MAY_FOLLOW.search(before)
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

    def _measure_by_label(self, token: Token, label: str, before: str) -> None:
        if label.startswith("年初预算"):
            self.measure = "budget_initial"
        elif (token.value == "project.special" and before.endswith(_GRANTED)) or (
            _BUDGET_LABEL.search(label) and not token.value.startswith("source.")
        ):
            self.measure = "budget"
        elif _ACTUAL_LABEL.search(label):
            self.measure = "actual"
        elif not self.parts and not before.endswith(tuple(narrative()["measures"])):
            self.measure = None

    def _take_path(self, token: Token) -> None:
        """A functional item without a known code: its figures are nobody else's."""
        self.topic = token
        self.term, self.named, self.linked, self.strayed = token, None, False, True

    def _take_addition(self, token: Token) -> None:
        self.subject = self.term = token
        self.linked, self.named, self.strayed = True, None, False
        self.measure, self.change = "change", 1

    def _take_part(self, token: Token) -> None:
        """A label without a code of its own counts as a part of a sum, or as one source of a project's money."""
        before = self.text[: token.start]
        opens = not _HAN.match(before[-1:]) or before.endswith(tuple(narrative()["of_which"]))
        after = self.text[token.end :]
        closed = not _HAN.match(after[:1]) or after.startswith((*narrative()["fillers"], *narrative()["measures"]))
        if (self.parts or self.project is not None) and opens and closed:
            self.term, self.linked, self.named, self.strayed = token, True, None, False
        else:
            self._take_unknown(token)

    def _take_project_measure(self, token: Token) -> None:
        if self.project is None:
            self._take_unknown(token)
        else:
            self._set_measure(token.value, token)

    def _take_measure(self, token: Token) -> None:
        self.run.append(token)
        self._set_measure(token.value, token)

    def _set_measure(self, measure: str, token: Token) -> None:
        self.measure = measure
        if self.topic is not None and self.topic.kind == "path" and self.term is None:
            self.linked = False
            return
        if self.term is None and self.named is None and self.project is None:
            self.named = self._scored(token)
        if self.term is None and self.named is None and not self.strayed:
            self._take_topic(token)
        replaceable = self.term is None or self.term.value == "total" or self.term.kind == "addition"
        whole = self.named is None and replaceable
        if whole and self._label(token) in narrative()["nouns"] and self._whole_budget(token):
            self.term, self.strayed = Token("term", token.start, token.end, "total"), False
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _whole_budget(self, token: Token) -> bool:
        """True for a clause that names nothing but the body before 年初预算: its whole budget is meant."""
        clause = regex.split("[,，。;；:：]", self.text[: token.start])[-1]
        named = not self.unknown or any(word in clause for word in narrative()["total_words"])
        return named and self.text[token.end : token.end + 1] != "后" and not regex.search("个|项目|专项|经费", clause)

    def _scored(self, token: Token) -> tuple[int, int] | None:
        """The project whose self-evaluation the paragraph has just told of (`X项目绩效自评综述：…`), if any."""
        told = list(_SCORED.finditer(self.text, 0, token.start))
        if self.strayed or not told or fund_name(told[-1][1]) is None:
            return None
        return told[-1].span(1)

    def _take_topic(self, token: Token) -> None:
        """A measure without a term speaks of what was announced, or of the one project the report is about."""
        label = self._label(token)
        if self.topic is not None:
            self.term = self.topic
        elif self.lead is not None and self.project is None:
            self.named = self.lead
        elif label.startswith("支出决算") and not self.unknown:
            self.term = Token("term", token.start, token.end, "expenditure")
        elif self.project is None and not self.unknown and self._counts_projects(token):
            self.term = Token("term", token.start, token.end, "project")
        elif self.resume is not None and self.project is None and not self.unknown:
            self.term = self.resume
        elif self.project is not None:
            self.term = Token("term", token.start, token.end, "total")
        elif self.fund is not None and self.section[0] == "project_expenditure":
            self.named = self.fund

    def _counts_projects(self, token: Token) -> bool:
        """True after `实施项目4个,`: what follows is the money of those projects together."""
        told = self.text[: token.start].rpartition("。")[2]
        return bool(_COUNTED.search(told)) and "自评" not in told and "评价" not in told

    def _take_break(self, token: Token) -> None:
        self.strayed = self.unknown = self.standard = False
        if self._label(token) != "、":
            self.run = []

    def _take_year(self, token: Token) -> None:
        self.year = token.value
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_last_year(self, _: Token) -> None:
        self.year = self.fiscal_year - 1 if self.fiscal_year else None
        self.linked = self.term is not None

    def _take_change(self, token: Token) -> None:
        self.change = token.value
        self.linked = (self.subject is not None or self.term is not None) and not self.strayed

    def _take_compare(self, _: Token) -> None:
        self.subject = self.subject or self.term or (None if self.said or self.named or self.unknown else self.before)

    def _next_in_queue(self) -> None:
        """Of several terms or measures named together (`人员经费和公用经费分别为A、B`) the next figure has the next."""
        token = self.queue.pop(0)
        if token.kind == "term":
            self.term = token
        else:
            self.measure = token.value
        self.linked, self.named, self.strayed = True, None, False

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
        self.parts = True
        start = max(self.text.rfind(mark, 0, token.start) for mark in "。\n") + 1
        if self.last or self.project is not None or (not self.said and _PROJECTS.search(self.text, start, token.start)):
            self.listing = self.last or self.measure or "actual"

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
