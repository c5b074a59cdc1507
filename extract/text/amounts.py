"""Amounts said in sentences, each linked to the term, measure and year that its own words give it."""

from dataclasses import dataclass, replace

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.numbers import money
from extract.section_kinds import names_projects
from extract.text.bodies import of_bodies
from extract.text.context import continues_list, enumerates, lists_projects, run_in_title, tells_budget_and_spending
from extract.text.funds import fund_name, is_level, is_project, list_item, may_lead, run_in_fund
from extract.text.pieces import phrases
from extract.text.project.account import Account
from extract.text.project.body import NAMED, BodyReader, may_tell_projects
from extract.text.project.paragraph import Place
from extract.text.project.reader import Reader
from extract.text.sums import with_bodies, with_sums
from extract.text.tenses import tells_money, tense_of_title
from extract.text.token import Token
from extract.text.trace import Figure, LeftOut, Trace, WatchedSentence
from schemas.document import Paragraph
from schemas.document import Place as Where
from schemas.folding import squeeze
from schemas.records import Amount
from schemas.units import money_units

_UNIT_OF_NOUGHT = "万元"
_QUOTED = regex.compile("[“‘「『]([^”’」』]{4,})[”’」』](?:项目|专项|工程|资金)(?:支出)?")
_MONEY = ("元", "万", "亿", "为0", "是0")


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a paragraph as they were understood, and those left out."""

    figures: list[Figure]
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph stands in: (kind, title) of its section, the report's year, and the project the whole report is of.

    `listed` where the paragraphs are the items of a list of projects, `opened` the measure that the line told which opened the list; `tense` is what the whole report tells, a budget or what was spent (`tenses.tense_of_report`).
    `account` is what the report of one project has told so far, `of_body` the same of a department's named projects, `bodies` the bodies
    below it that the report lists (`bodies.bodies_below`).
    """

    section: tuple[str, str] = ("", "")
    fiscal_year: int | None = None
    project: str | None = None
    tense: str | None = None
    listed: bool = False
    opened: str | None = None
    account: Account | None = None
    of_body: Account | None = None
    bodies: tuple[str, ...] = ()


def may_tell_money(folded: str) -> bool:
    """False for a text that can neither hold an amount nor open a list of them in the paragraphs behind it."""
    return any(unit in folded for unit in _MONEY) or folded.rstrip().endswith(wordings("projects", "line_ends"))


def read_figures(folded: str, tokens: list[Token], setting: Setting) -> Told:
    """Every amount of a paragraph: those of this body's money as they were understood, and those left out.

    The report's year is taken where a sentence names none.
    """
    if setting.account is not None:
        return _of_project(folded, tokens, setting, setting.account)
    lead = _lead(folded, setting)
    item = list_item(folded, setting.listed) if _lists_projects(folded, setting) else None
    kind, title = setting.section
    run_in = None if lead else run_in_title(folded)
    kind = "project_expenditure" if run_in and names_projects(run_in) and enumerates(folded) else kind
    section = (kind, run_in or title)
    tense = setting.opened or setting.tense
    said = WatchedSentence(folded, section, setting.fiscal_year, tense, lead=None if item else lead)
    said.titled = None if lead else fund_name(title)
    trace = Trace(said)
    said.enumerated = kind == "project_expenditure" and enumerates(folded)
    goes_on = lists_projects(folded) or (continues_list(folded) and (setting.listed or kind == "project_expenditure"))
    if item or said.enumerated or goes_on:
        said.listing = said.untold()
    skipped = item[1] if item else lead[1] if lead and is_project(folded, lead) else 0
    for token in phrases(tokens, folded):
        if token.start < skipped:
            if lead and token.kind == "amount":
                trace.pass_over(token, "in a project's name", lead)
        elif token.kind == "amount":
            trace.read(token)
        else:
            trace.take(token)
    told = Told(*with_bodies(folded, *with_sums(folded, trace.figures, trace.left_out)))
    told = _with_projects(folded, tokens, setting, told) if setting.of_body is not None else told
    figures = _sources(folded, [_under_its_code(folded, each) for each in told.figures])
    return Told(*of_bodies(folded, (figures, told.left_out), setting.bodies, section[1], setting.fiscal_year))


def _under_its_code(folded: str, figure: Figure) -> Figure:
    """What is left of a department's projects is no project of its own (`其余28个项目`)."""
    link = figure.link
    if link.item == NAMED and not link.name and pattern("contexts", "rest_of_projects").fullmatch(folded, *link.label):
        return replace(figure, link=replace(link, item="project.other"))
    return figure


def _sources(folded: str, figures: list[Figure]) -> list[Figure]:
    """The same where funds that stand in one list with what a level of government gave are sources too, not projects."""
    levels = {
        (folded.count("。", 0, each.token.start), each.link.measure)
        for each in figures
        if each.link.item == "other"
        and is_level(folded[slice(*each.link.label)])
        and (each.link.measure != "actual" or pattern("contexts", "of_origin").search(folded))
    }
    if not levels:
        return figures
    return [
        replace(each, link=replace(each.link, item="other"))
        if each.link.item == NAMED
        and (folded.count("。", 0, each.token.start), each.link.measure) in levels
        and pattern("contexts", "may_be_source").search(folded, *each.link.label)
        else each
        for each in figures
    ]


def _with_projects(folded: str, tokens: list[Token], setting: Setting, told: Told) -> Told:
    """What a department's paragraph tells, with the named projects that its budget's own words did not tell."""
    kind, title = setting.section
    place = Place(kind, run_in_title(folded) or title, setting.fiscal_year, setting.listed, setting.opened)
    open_left = any(each.token.value[1] is not None for each in told.left_out)
    if place.works or not (open_left or any(each.link.item == NAMED for each in told.figures)):
        return told
    if not may_tell_projects(folded, place):
        return told
    known = {each.token.start: each for each in told.figures}
    tense = setting.opened or tense_of_title(place.title) or setting.tense
    assert setting.of_body is not None
    reader = BodyReader(folded, place, setting.of_body, known=known, tense=tense)
    reader.read(tokens)
    found = {each.token.start: each for each in reader.figures}
    figures = sorted((known | found).values(), key=lambda each: each.token.start)
    several = [each for each in told.figures if each.token.start not in found and known[each.token.start] is not each]
    left = [each for each in told.left_out if each.token.start not in found]
    return Told(sorted([*figures, *several], key=lambda each: each.token.start), left)


def _of_project(folded: str, tokens: list[Token], setting: Setting, account: Account) -> Told:
    kind, title = setting.section
    own = run_in_title(folded) or title
    place = Place(kind, own, setting.fiscal_year, setting.listed, setting.opened, title)
    reader = Reader(folded, place, account)
    reader.read(tokens)
    return Told(reader.figures, reader.left_out)


def _lead(folded: str, setting: Setting) -> tuple[int, int] | None:
    """The fund's name that a paragraph opens with; among what was achieved only one that can be nothing else."""
    lead = run_in_fund(folded, setting.listed)
    kind, title = setting.section
    if lead is None or setting.listed or kind != "performance" or tells_money(title):
        return lead
    return lead if may_lead(folded[slice(*lead)]) or tells_budget_and_spending(folded, lead[1]) else None


def _lists_projects(folded: str, setting: Setting) -> bool:
    """True for an item of a list of projects: under a heading or a line that opens one, or with a fund's own name."""
    item = list_item(folded, setting.listed or setting.section[0] == "project_expenditure")
    if item is None:
        return False
    fund = fund_name(folded[slice(*item)]) is not None and setting.section[0] != "performance"
    return setting.listed or setting.section[0] == "project_expenditure" or fund


def amount_of(figure: Figure, paragraph: Paragraph, index: int, origin: tuple[int, ...]) -> Amount:
    """The record of a figure, its places those of the published text (`origin`: schemas.folding.fold_with_map)."""
    link, token = figure.link, figure.token
    digits, unit_name = token.value
    unit = money_units()[unit_name or _UNIT_OF_NOUGHT]
    value = money(digits, unit, unit)
    start, end = with_quote(paragraph.text, origin[link.start]), origin[token.end - 1] + 1
    label = with_quote(paragraph.text, origin[link.label[0]]), origin[link.label[1] - 1] + 1
    return Amount(
        item=link.item,
        label=link.name or _unquoted(squeeze(paragraph.text[slice(*label)])),
        measure=link.measure,
        year=link.year,
        yuan=value.yuan * link.sign,
        step_yuan=value.step_yuan,
        unit=unit.name,
        unit_from="cell" if unit_name else "inferred",
        unit_inferred=unit_name is None,
        raw=paragraph.text[start:end],
        place=Where("text", index, start=start, end=end, page=paragraph.page),
        within=figure.within,
        institution=link.institution,
        by="text.amount",
        grade="pattern",
    )


def _unquoted(label: str) -> str:
    """A fund's name without the word of its kind that follows the quotation marks (`“校园文化经费”项目`)."""
    match = _QUOTED.fullmatch(label)
    return match[1] if match else label


def with_quote(text: str, start: int) -> int:
    """The start moved before an opening quotation mark, which folding drops (`“三公”经费`)."""
    return start - 1 if start and text[start - 1] in "“‘「『" else start
