"""Scores said in sentences and headings: the body's own score, its components, and the budget's execution rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extract.grades import is_of_year
from extract.lexicons.grammar import lexicon, pattern, wordings
from extract.text.context import run_in_title
from extract.text.funds import run_in_fund
from extract.text.lexer import narrative
from schemas.document import Paragraph, Place
from schemas.folding import fold
from schemas.records import Score

_CLAUSE = regex.compile(r"[,，。;；:：(]")
# More points than any form gives for the execution of the budget are those of all.
MAX_EXECUTION_POINTS = 20
FULL_MARK = 100
_OUTLINE = regex.compile(r"^\s*(?:\d{1,2}[.、]|\(\d{1,2}\))(?:(?!\d)|(?=20\d\d\D))")
_NUMBERED = regex.compile(r"\d+\.\d")


@dataclass(frozen=True, slots=True)
class Stated:
    """A score a sentence states: the component, what is stated of it, and the folded offsets of the statement."""

    component: str
    weight: Decimal | None
    score: Decimal | None
    rate: Decimal | None
    span: tuple[int, int]


def may_tell_scores(folded: str) -> bool:
    """False for a text that cannot hold a score, such as the note under a form that sets the points."""
    return bool(pattern("scores", "told_by").search(folded)) and not folded.startswith(wordings("scores", "form_notes"))


def stated_scores(
    folded: str, project: str | None = None, title: str = "", year: int | None = None
) -> Iterator[Stated]:
    """The scores a paragraph states of what is evaluated; averages, tallies and (in a department's report) single projects are left out.

    `project` is the project that the whole report speaks of, None for a department's report; `title` the section's,
    `year` the evaluated one: rates that speak of other years alone are left out.
    """
    if not may_tell_scores(folded):
        return
    for stated in _once(list(_statements(folded, project, title))):
        start = folded.rfind("。", 0, stated.span[0]) + 1
        of_execution = stated.component == "budget_execution"
        if of_execution and stated.rate is not None and not is_of_year(folded[start : stated.span[1]], year):
            continue
        if _is_of_another_year(folded, stated, year):
            continue
        if stated.weight is not None or not pattern("scores", "not_own").search(folded, start, stated.span[1]):
            yield stated


def _is_of_another_year(text: str, stated: Stated, year: int | None) -> bool:
    """True for a score that is told with another year (`2021年度自评得分92.6分` in the report of 2022)."""
    told = pattern("scores", "year_of_score").search(text[: stated.span[0]]) if stated.component == "declared" else None
    return told is not None and year is not None and int(told["year"]) != year


def _once(stated: list[Stated]) -> Iterator[Stated]:
    """Without statements that are but a part of one that tells a rate too."""
    rates = [each for each in stated if each.rate is not None]
    for each in stated:
        within = (rate for rate in rates if rate is not each and rate.component == each.component)
        if not any(rate.span[0] <= each.span[0] and each.span[1] <= rate.span[1] for rate in within):
            yield each


def score_of(stated: Stated, paragraph: Paragraph, index: int, origin: tuple[int, ...]) -> Score:
    """The record of a stated score, its place that of the published text."""
    start, end = origin[stated.span[0]], origin[stated.span[1] - 1] + 1
    place = Place("text", index, start=start, end=end, page=paragraph.page)
    raw = paragraph.text[start:end]
    return Score(
        stated.component, stated.weight, stated.score, stated.rate, raw, place, by="text.score", grade="pattern"
    )


def _sentence(text: str, at: int) -> str:
    """The sentence of a text that holds a place."""
    end = text.find("。", at)
    return text[text.rfind("。", 0, at) + 1 : end if end >= 0 else len(text)]


def _statements(text: str, project: str | None, title: str) -> Iterator[Stated]:
    yield from _declared(text, project)
    yield from _reviewed(text, project)
    yield from _components(text)
    yield from _respectively(text)
    yield from _weighed(text, title)
    rates = list(pattern("scores", "rate").finditer(text))
    # In the report of one project those behind the first are of its parts.
    for match in rates[:1] if project is not None else rates:
        clause = _OUTLINE.sub("", regex.split(r"[。；;]", text[: match.start()])[-1])
        if _speaks_of_all(clause, match, project, text[: match.start()]) or (
            project is None and _closes_plain_account(text[: match.start()], match[0], title)
        ):
            points = _number(match["points"])
            own = points if points is None or points <= MAX_EXECUTION_POINTS else None
            weight = _number(match["weight"]) if own is not None else None
            yield Stated("budget_execution", weight, own, _number(match["rate"]), match.span())


def _declared(text: str, project: str | None) -> Iterator[Stated]:
    for match in _declarations(text, project):
        before = text[: match.start()]
        if pattern("scores", "bracketed").search(before) or (project is None and _of_one_project(text, match.start())):
            continue
        score = match.groupdict().get("whole") or match["score"]
        yield Stated("declared", None, _number(score), None, match.span())


def _reviewed(text: str, project: str | None) -> Iterator[Stated]:
    """The score that another office gave after the body's own (`经复核，复核得分89.5分`)."""
    for match in pattern("scores", "reviewed").finditer(text):
        own = project is not None or not _of_one_project(text, match.start())
        if own and pattern("scores", "of_evaluation").search(_sentence(text, match.start())):
            yield Stated("review", None, _number(match["score"]), None, match.span())


def _declarations(text: str, project: str | None) -> list[regex.Match[str]]:
    """What says a whole score by its own name; where nothing does, a bare 得分 that can be no other."""
    if found := list(pattern("scores", "declared").finditer(text)):
        whole = [
            match for match in found if not _lists_parts(text, match.start()) and not _tells_full_mark(text, match)
        ]
        # Of several in one sentence the first is the whole score, the others are its parts.
        if whole or any(_lists_parts(text, match.start()) for match in found):
            return list({text.count("。", 0, match.start()): match for match in reversed(whole)}.values())
    if found := list(pattern("scores", "declared_alone").finditer(text)):
        return found
    said = pattern("scores", "declared_of_project").finditer(text) if project is not None else ()
    return [match for match in said if not (_sets_out(text, match.start()) or _tells_full_mark(text, match))]


def _tells_full_mark(text: str, said: regex.Match[str]) -> bool:
    """True for what is the full mark, as its own words tell (`评价总分为100分`), or the score behind it (`总分100分，自评得分97.8分`)."""
    hundred = pattern("scores", "whole_of_hundred").search(text, said.start())
    if hundred is not None and hundred.start() < said.end():
        return True
    told = pattern("grades", "full_mark").search(text, said.start())
    return told is not None and said.start() <= told.start("points") < said.end()


def _lists_parts(text: str, at: int) -> bool:
    """True in a sentence that is nothing but the parts of what was told before (`其中：…得19分，…得50分`)."""
    return text.startswith(tuple(narrative()["of_which"]), text.rfind("。", 0, at) + 1)


def _sets_out(text: str, at: int) -> bool:
    """True in a sentence that sets out how points are given."""
    return bool(pattern("scores", "scheme").search(_sentence(text, at)))


def _of_one_project(text: str, at: int) -> bool:
    """True where what stands before a score speaks of a single project."""
    if run_in_fund(text) or _CLAUSE.split(text[:at])[-1].endswith(wordings("scores", "funds")):
        return True
    return bool(pattern("scores", "of_one_project").search(text[text.rfind("。", 0, at) + 1 : at]))


def _components(text: str) -> Iterator[Stated]:
    """Points of the components: with their full mark, or alone where several are told and no scheme is set out."""
    parts = list(pattern("scores", "component").finditer(text))
    scheme = sum(_number(match["alone"]) or 0 for match in parts) == FULL_MARK and _tells_no_score(text)
    for match in parts:
        code = _component(match["name"])
        if match["score"] is not None and not _NUMBERED.match(text):
            yield _with_weight(match["name"], match)
        elif match["score"] is None and len(parts) > 1 and not (scheme or _sets_out(text, match.start())):
            yield Stated(code, None, _number(match["alone"]), _share(match), match.span())


def _tells_no_score(text: str) -> bool:
    """True where no score is declared, so that components that make up the full mark are those of a scheme."""
    return not any(
        pattern("scores", name).search(text) for name in ("declared", "declared_alone", "declared_of_project")
    )


def _respectively(text: str) -> Iterator[Stated]:
    """Points of several components told in their order."""
    for match in pattern("scores", "respectively").finditer(text):
        names = [each[0] for each in pattern("scores", "heading").finditer(match["names"])]
        points = [each[0] for each in pattern("scores", "points").finditer(match["points"])]
        if len(names) == len(points):
            for name, score in zip(names, points, strict=True):
                yield Stated(_component(name), None, _number(score), None, match.span())


def _weighed(text: str, title: str) -> Iterator[Stated]:
    for way in ("weighed", "weighed_behind"):
        for match in pattern("scores", way).finditer(text):
            yield _with_weight(match["name"], match)
    named = pattern("scores", "heading").match(title)
    headed = pattern("scores", "headed").search(text) if named else None
    if named and headed:
        yield _with_weight(named["name"], headed)
    marked = pattern("scores", "heading_and_mark").fullmatch(fold(title))
    opened = pattern("scores", "opens_with_points").match(text) if marked else None
    if marked and opened:
        weight, score = _number(marked["weight"]), _number(opened["score"])
        yield Stated(_component(marked["name"]), weight, score, None, opened.span())


def _with_weight(name: str, match: regex.Match[str]) -> Stated:
    return Stated(_component(name), _number(match["weight"]), _number(match["score"]), _share(match), match.span())


def _share(match: regex.Match[str]) -> Decimal | None:
    """The share of the full mark that was got, where it is printed behind the points (`得17.2分，得分率86%`)."""
    told = pattern("scores", "share_of_points").match(match.string, match.end())
    return _number(told["rate"]) if told else None


def _component(name: str) -> str:
    return next(code for code, starts in lexicon("scores")["components"].items() if name.startswith(tuple(starts)))


def _number(digits: str | None) -> Decimal | None:
    return Decimal(digits) if digits else None


def _speaks_of_all(clause: str, rate: regex.Match[str], project: str | None, before: str) -> bool:
    """True where a rate is that of the whole budget (or of the one project reported on), not of a part of it."""
    said, near = clause + rate[0], _CLAUSE.split(clause)[-1]
    if pattern("scores", "of_works").search(rate[0]) and not pattern("scores", "money").search(near + rate[0]):
        return False
    if project is not None:
        return project in clause or _is_of_all_of_project(clause, near, rate[0])
    of_execution = pattern("scores", "of_execution").search(rate[0]) is not None
    of_budget = of_execution or rate[0].startswith(wordings("scores", "of_budget"))
    if rate["points"] and not near and rate[0].startswith(wordings("scores", "of_budget")):
        return True
    if of_budget and _closes_account(clause, near, before, rate[0]):
        return True
    if of_execution and pattern("scores", "spent_in_all").fullmatch(clause):
        return True
    if (
        not pattern("scores", "budget").search(said)
        or rate[0].startswith(wordings("scores", "of_payments"))
        or _is_partial(near)
    ):
        return False
    if any(word in near + rate[0] for word in narrative()["total_words"]):
        return True
    whole = pattern("scores", "budget").match(rate[0]) and any(word in clause for word in wordings("scores", "whole"))
    return not _is_partial(clause) and bool(whole or any(word in said for word in narrative()["total_words"]))


def _is_of_all_of_project(clause: str, near: str, rate: str) -> bool:
    """True for a rate of a project's money: not of one of its parts, and not of a plan or standard that is carried out."""
    if pattern("scores", "partial").search(near) or pattern("scores", "part_of_project").search(clause):
        return False
    of_money = pattern("scores", "budget").match(rate) or not near or pattern("scores", "rate_of_money").search(near)
    return bool(of_money)


def _closes_account(clause: str, near: str, before: str, rate: str) -> bool:
    """True for a rate that stands by itself behind what was spent in all, or its parts, or in a sentence on nothing but the body."""
    if near:
        own = near == clause and pattern("scores", "alone").fullmatch(near)
        return bool(own and rate.startswith(wordings("scores", "of_budget")))
    if clause and pattern("scores", "labelled_clause").fullmatch(clause) is None:
        told = pattern("scores", "spent_before").search(clause)
        whole = told and not (":" in clause or _is_partial(clause[told.start() :]) or run_in_fund(before))
        return bool(whole or pattern("scores", "after_parts").search(clause))
    return bool(pattern("scores", "in_all").search(before)) or rate.startswith(wordings("scores", "of_budget"))


def _closes_plain_account(before: str, rate: str, title: str) -> bool:
    """True for a rate behind budgets and spending that name nothing, in a section and behind a lead that name no single item."""
    if _is_partial(title) or not (
        rate.startswith(wordings("scores", "of_budget")) or pattern("scores", "of_execution").search(rate)
    ):
        return False
    opened = max(before.rfind(mark) for mark in "。；;") + 1
    lead = before[:opened]
    titled = run_in_title(lead) is not None and run_in_fund(before) is None
    named = pattern("scores", "lead").fullmatch(lead) is not None and not titled
    if not named and pattern("scores", "account_alone").fullmatch(before, opened):
        return True
    told = rate.startswith(wordings("scores", "of_budget")) or pattern("scores", "budget").search(before, 0, opened)
    of_budget = told and run_in_fund(before) is None
    return bool(of_budget and not named and pattern("scores", "spent_alone").fullmatch(before, opened))


def _is_partial(clause: str) -> bool:
    return bool(pattern("scores", "of_projects").search(clause) or pattern("scores", "partial").search(clause))
