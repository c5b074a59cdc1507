"""Amounts said in sentences, each linked to the term, measure and year that its own words give it.

A figure counts only where nothing unknown stands between it and its term; a clause without a term of its own
(`实际执行14.02万元`, `同比2020年3.32万元`) speaks of the term before it in the same sentence.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.numbers import money
from extract.text.lexer import Token, narrative, tokens
from schemas.document import Document, Place
from schemas.folding import fold_with_map
from schemas.records import Amount, Section
from schemas.units import money_units

_GENERIC = 3
_BUDGET_LABEL = regex.compile("预算(?:资金|支出)?$")
_ACTUAL_LABEL = regex.compile("决算|执行")


@dataclass
class _State:
    """What the sentence has said so far: term (item, token), measure, year, and what its parts belong to."""

    year: int | None
    term: Token | None = None
    subject: Token | None = None
    measure: str | None = None
    said_year: int | None = None
    pending_change: int | None = None
    linked: bool = False
    standard: bool = False
    inside: str | None = None
    parts: bool = False
    named: tuple[int, int] | None = None


def read_amounts(document: Document, sections: list[Section], fiscal_year: int | None) -> list[Amount]:
    """Every amount of this body's money in the narrative. `fiscal_year` is taken where a sentence names no year."""
    kinds = _section_of(document, sections)
    found: list[Amount] = []
    for index, paragraph in enumerate(document.paragraphs):
        folded, origin = fold_with_map(paragraph.text)
        if not any(unit in folded for unit in ("元", "万", "亿")):
            continue
        kind, title = kinds[index]
        for start, end, amount in _paragraph(folded, fiscal_year, kind, title):
            place = Place("text", index, start=origin[start], end=origin[end - 1] + 1, page=paragraph.page)
            raw = paragraph.text[place.start : place.end]
            found.append(replace(amount, raw=raw, place=place, label=_label(paragraph.text, origin, amount.label)))
    return found


def _label(text: str, origin: list[int], span: str) -> str:
    start, end = map(int, span.split(":"))
    return regex.sub(r"\s+", "", text[origin[start] : origin[end - 1] + 1])


def _section_of(document: Document, sections: list[Section]) -> list[tuple[str, str]]:
    kinds = [("", "")] * len(document.paragraphs)
    for section in sections:
        kinds[section.place.index :] = [(section.kind, section.title)] * (len(kinds) - section.place.index)
    return kinds


def _paragraph(text: str, fiscal_year: int | None, kind: str, title: str) -> list[tuple[int, int, Amount]]:
    found: list[tuple[int, int, Amount]] = []
    state = _State(fiscal_year)
    for token in tokens(text):
        if token.kind == "amount":
            if (link := _link(state, token)) is not None:
                item, measure, label, year, start = link
                if measure == "budget" and "批复" in title:
                    measure = "budget_initial"
                found.append((start, token.end, _record(item, measure, label, year, token, state)))
            _after_amount(state)
        else:
            _advance(state, token, text, kind)
    return found


def _record(item: str, measure: str, label: Token | tuple[int, int], year: int | None, token: Token, state: _State) -> Amount:
    digits, unit_name = token.value
    unit = money_units()[unit_name]
    value = money(digits, unit, unit)
    sign = state.pending_change or 1
    yuan = value.yuan * sign if measure == "change" else value.yuan
    span = (label.start, label.end) if isinstance(label, Token) else label
    return Amount(
        item, f"{span[0]}:{span[1]}", measure, year, Decimal(yuan), value.step_yuan, unit.name, "cell", "", Place("text", 0),
        within=state.inside if item.startswith(("econ.", "func.")) else None, by="text.amount", grade="pattern",
    )  # fmt: skip


def _link(state: _State, token: Token) -> tuple[str, str, Token | tuple[int, int], int | None, int] | None:
    """(item, measure, label, year, start of the statement) for a figure, or None where nothing ties it to a term."""
    if state.standard or not state.linked:
        return None
    if state.pending_change is not None:
        subject = state.subject or state.term
        return (subject.value, "change", subject, state.year, token.start) if subject else None
    year = state.said_year or state.year
    if state.named is not None and state.measure:
        return "project.named", state.measure, state.named, year, token.start
    if state.term is None:
        return None
    return state.term.value, state.measure or "actual", state.term, year, min(state.term.start, token.start) if state.linked else token.start


def _after_amount(state: _State) -> None:
    state.linked, state.standard, state.pending_change = False, False, None
    state.said_year = None


def _advance(state: _State, token: Token, text: str, kind: str) -> None:
    match token.kind:
        case "stop":
            _end_sentence(state, text[token.start])
        case "term":
            _take_term(state, token, text, kind)
        case "measure":
            _take_measure(state, token, text)
        case "year":
            state.said_year = token.value
            state.linked = state.term is not None or state.named is not None
        case "last_year":
            state.said_year = state.year - 1 if state.year else None
            state.linked = state.term is not None
        case "change":
            state.pending_change = token.value
            state.linked = state.subject is not None or state.term is not None
        case "of_which":
            state.parts = True
        case "compare":
            state.subject = state.subject or state.term
        case "standard":
            state.standard = True
        case "echo":
            state.linked = state.term is not None
        case "percent":
            state.linked = False
            state.pending_change = None
        case "unknown":
            _take_unknown(state, token, text, kind)


def _end_sentence(state: _State, stop: str) -> None:
    if stop in ";；":
        state.term = state.subject = None
    else:
        inside, year = state.inside, state.year
        state.__init__(year)  # type: ignore[misc]
        state.inside = inside
        return
    state.measure, state.said_year, state.pending_change, state.linked, state.named = None, None, None, False, None


def _take_term(state: _State, token: Token, text: str, kind: str) -> None:
    label = text[token.start : token.end]
    if token.value == "project.special" and kind != "project_expenditure":
        state.linked, state.term = False, None
        return
    if label in ("支出预算", "收入预算") and state.term is not None and state.term.end == token.start:
        _take_measure(state, replace(token, value="budget"), text)
        return
    before = text[token.start - 1] if token.start else ""
    if len(label) <= _GENERIC and regex.match(r"\p{Han}", before) and not regex.search(r"(年|年度|较|比|总|部门|单位|局|中|本年|全年|于)$", text[: token.start]):
        state.linked, state.term = False, None
        return
    state.term, state.linked, state.named = token, True, None
    if state.pending_change is None and state.said_year is None:
        state.subject = token
    elif state.said_year == state.year:
        state.subject = token
    state.subject = state.subject or token
    if token.value == "other":
        state.measure, state.pending_change = "change", 1
    elif _BUDGET_LABEL.search(label) and not token.value.startswith("source."):
        state.measure = "budget"
    elif _ACTUAL_LABEL.search(label):
        state.measure = "actual"
    elif not state.parts and not text[: token.start].endswith(tuple(narrative()["measures"])):
        state.measure = None
    if token.value in ("basic", "project"):
        state.inside = token.value


def _take_measure(state: _State, token: Token, text: str) -> None:
    word = text[token.start : token.end]
    state.measure = token.value
    if state.term is None and state.named is None and word in narrative()["nouns"]:
        state.term = Token("term", token.start, token.end, "total")
    elif state.term is not None and word in narrative()["nouns"] and state.term.value == "total":
        state.term = Token("term", token.start, token.end, "total")
    state.linked = state.term is not None or state.named is not None


def _take_unknown(state: _State, token: Token, text: str, kind: str) -> None:
    state.linked = False
    if kind != "project_expenditure":
        return
    name = text[token.start : token.end]
    following = text[token.end : token.end + 6]
    endings = tuple(narrative()["fund_endings"])
    if len(name) >= 3 and following.startswith(endings):
        ending = next(ending for ending in endings if following.startswith(ending))
        state.named, state.term = (token.start, token.end + len(ending)), None
    elif len(name) >= 4 and name.endswith(endings):
        state.named, state.term = (token.start, token.end), None
    state.linked = state.named is not None
