"""Amounts said in sentences, each linked to the term, measure and year that its own words give it.

A figure counts only where nothing unknown stands between it and its term; a clause without a term of its own
(`实际执行14.02万元`, `同比2020年3.32万元`) speaks of the term before it in the same sentence.
"""

from dataclasses import dataclass

import regex

from extract.numbers import money
from extract.text.lexer import Token, narrative, tokens
from schemas.document import Document, Paragraph, Place
from schemas.folding import fold_with_map, squeeze
from schemas.records import Amount, Section
from schemas.units import money_units

_SHORT_TERM = 3
_BUDGET_LABEL = regex.compile("预算(?:资金|支出|收入)?$")
_ACTUAL_LABEL = regex.compile("决算|执行")
_TERM_MAY_FOLLOW = regex.compile(
    r"(?:年|年度|较|比|总|部门|单位|局|中|本年|全年|于|到|得|达|排|的|和|及|为|是|用|含|括|后|：)$"
)
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True, slots=True)
class _Link:
    """What ties a figure to its words; `label` and the statement begin at folded offsets."""

    item: str
    measure: str
    year: int | None
    label: tuple[int, int]
    start: int
    sign: int = 1


@dataclass
class _Sentence:
    """What a sentence has said so far.

    `term` is the item a figure would belong to and `linked` whether nothing unknown stands between; `strayed` that the
    clause has gone on to something unknown; `subject` is what a change is of; `named` the span of a fund's own name; `inside` the total whose parts are being listed.
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

    def take(self, token: Token) -> None:
        """Let one token that is no figure change what the next figure would mean."""
        handler = getattr(self, f"_take_{token.kind}", None)
        if handler is not None:
            handler(token)

    def link(self, token: Token) -> _Link | None:
        """What a figure states; None where no term is tied to it, or it is a standard."""
        year = self.year or self.fiscal_year
        if self.standard or not self.linked:
            return None
        if self.change is not None:
            subject = self.subject or self.term
            span = (subject.start, subject.end) if subject else (0, 0)
            return _Link(subject.value, "change", self.fiscal_year, span, token.start, self.change) if subject else None
        if self.named is not None and self.measure:
            return _Link("project.named", self._stated(), year, self.named, self.named[0])
        if self.term is None:
            return None
        span = (self.term.start, self.term.end)
        return _Link(self.term.value, self._stated(), year, span, min(self.term.start, token.start))

    def after_figure(self) -> None:
        """Forget what belonged to one figure alone."""
        self.linked, self.standard, self.change, self.year = False, False, None, None

    def _stated(self) -> str:
        measure = self.measure or "actual"
        return "budget_initial" if measure == "budget" and "批复" in self.section[1] else measure

    def _label(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _take_stop(self, _: Token) -> None:
        self.term = self.subject = self.named = None
        self.measure = self.year = self.change = None
        self.linked = self.parts = self.strayed = False

    def _take_term(self, token: Token) -> None:
        label, before = self._label(token), self.text[: token.start]
        if label == "支出" and (self.named or self.term):
            self._set_measure("actual", token)
            return
        if label in ("支出预算", "收入预算") and self.term is not None and self.term.end == token.start:
            self._set_measure("budget", token)
            return
        loose = len(label) <= _SHORT_TERM or token.value.startswith("source.")
        stray = loose and _HAN.match(before[-1:]) and not _TERM_MAY_FOLLOW.search(before)
        if stray or (token.value == "project.special" and self.section[0] != "project_expenditure"):
            self.linked, self.term = False, None
            return
        if self.subject is None or (self.change is None and self.year in (None, self.fiscal_year)):
            self.subject = token
        self.term, self.linked, self.named, self.strayed = token, True, None, False
        self._measure_by_label(token, label, before)
        if token.value in ("basic", "project"):
            self.inside = token.value

    def _measure_by_label(self, token: Token, label: str, before: str) -> None:
        if token.value == "other":
            self.measure, self.change = "change", 1
        elif _BUDGET_LABEL.search(label) and not token.value.startswith("source."):
            self.measure = "budget"
        elif _ACTUAL_LABEL.search(label):
            self.measure = "actual"
        elif not self.parts and not before.endswith(tuple(narrative()["measures"])):
            self.measure = None

    def _take_measure(self, token: Token) -> None:
        self._set_measure(token.value, token)

    def _set_measure(self, measure: str, token: Token) -> None:
        self.measure = measure
        whole = self.term is None or self.term.value == "total"
        if whole and self.named is None and self._label(token) in narrative()["nouns"]:
            self.term, self.strayed = Token("term", token.start, token.end, "total"), False
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_break(self, _: Token) -> None:
        self.strayed = False

    def _take_year(self, token: Token) -> None:
        self.year = token.value
        self.linked = not self.strayed and (self.term is not None or self.named is not None)

    def _take_last_year(self, _: Token) -> None:
        self.year = self.fiscal_year - 1 if self.fiscal_year else None
        self.linked = self.term is not None

    def _take_change(self, token: Token) -> None:
        self.change = token.value
        self.linked = self.subject is not None or self.term is not None

    def _take_compare(self, _: Token) -> None:
        self.subject = self.subject or self.term

    def _take_of_which(self, _: Token) -> None:
        self.parts = True

    def _take_standard(self, _: Token) -> None:
        self.standard = True

    def _take_echo(self, _: Token) -> None:
        self.linked = self.term is not None

    def _take_percent(self, _: Token) -> None:
        self.linked, self.change = False, None

    def _take_unknown(self, token: Token) -> None:
        """Unknown words break the link, unless they name a fund where the section speaks of project expenditure."""
        self.linked, self.strayed = False, self.term is not None
        if self.section[0] != "project_expenditure":
            return
        name, following = self._label(token), self.text[token.end : token.end + 6]
        endings = tuple(narrative()["fund_endings"])
        ending = next((word for word in endings if following.startswith(word)), "")
        if (len(name) >= 3 and ending) or (len(name) >= 4 and name.endswith(endings)):
            self.named, self.term, self.linked = (token.start, token.end + len(ending)), None, True
            self.strayed = False


def read_amounts(document: Document, sections: list[Section], fiscal_year: int | None) -> list[Amount]:
    """Every amount of this body's money in the narrative. `fiscal_year` is taken where a sentence names no year."""
    found: list[Amount] = []
    for index, (paragraph, section) in enumerate(zip(document.paragraphs, _sections(document, sections), strict=True)):
        folded, origin = fold_with_map(paragraph.text)
        if not any(unit in folded for unit in ("元", "万", "亿")):
            continue
        sentence = _Sentence(folded, section, fiscal_year)
        for token in tokens(folded):
            if token.kind != "amount":
                sentence.take(token)
                continue
            if link := sentence.link(token):
                found.append(_amount(paragraph, index, origin, link, token, sentence.inside))
            sentence.after_figure()
    return found


def _sections(document: Document, sections: list[Section]) -> list[tuple[str, str]]:
    """(kind, title) of the section each paragraph stands in."""
    spans = [("", "")] * len(document.paragraphs)
    for section in sections:
        spans[section.place.index :] = [(section.kind, section.title)] * (len(spans) - section.place.index)
    return spans


def _amount(
    paragraph: Paragraph, index: int, origin: tuple[int, ...], link: _Link, token: Token, inside: str | None
) -> Amount:
    digits, unit_name = token.value
    unit = money_units()[unit_name]
    value = money(digits, unit, unit)
    start, end = _with_quote(paragraph.text, origin[link.start]), origin[token.end - 1] + 1
    label = _with_quote(paragraph.text, origin[link.label[0]]), origin[link.label[1] - 1] + 1
    return Amount(
        item=link.item,
        label=squeeze(paragraph.text[slice(*label)]),
        measure=link.measure,
        year=link.year,
        yuan=value.yuan * link.sign,
        step_yuan=value.step_yuan,
        unit=unit.name,
        unit_from="cell",
        raw=paragraph.text[start:end],
        place=Place("text", index, start=start, end=end, page=paragraph.page),
        within=inside if link.item.startswith(("econ.", "func.")) else None,
        by="text.amount",
        grade="pattern",
    )


def _with_quote(text: str, start: int) -> int:
    """The start moved before an opening quotation mark, which folding drops (`“三公”经费`)."""
    return start - 1 if start and text[start - 1] in "“‘「『" else start
