"""Amounts said in sentences, each linked to the term, measure and year that its own words give it."""

from dataclasses import dataclass

import regex

from extract.numbers import money
from extract.text.funds import is_project, run_in_fund
from extract.text.pieces import phrases
from extract.text.token import Token
from extract.text.trace import Figure, Trace, WatchedSentence
from schemas.document import Paragraph, Place
from schemas.folding import squeeze
from schemas.records import Amount
from schemas.units import money_units

_UNIT_OF_NOUGHT = "万元"
_QUOTED = regex.compile("[“‘「『]([^”’」』]{4,})[”’」』](?:项目|专项|工程|资金)(?:支出)?")
_MONEY = ("元", "万", "亿", "为0", "是0")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph stands in: (kind, title) of its section, the report's year, and the project the whole report is of.

    `planned` where the whole report tells a budget.
    """

    section: tuple[str, str] = ("", "")
    fiscal_year: int | None = None
    project: str | None = None
    planned: bool = False


def may_tell_money(folded: str) -> bool:
    """False for a text that cannot hold an amount."""
    return any(unit in folded for unit in _MONEY)


def read_figures(folded: str, tokens: list[Token], setting: Setting) -> Trace:
    """Every amount of a paragraph: those of this body's money as they were understood, and those left out.

    The report's year is taken where a sentence names none.
    """
    lead = run_in_fund(folded)
    said = WatchedSentence(
        folded, setting.section, setting.fiscal_year, setting.planned, project=setting.project, lead=lead
    )
    trace = Trace(said)
    skipped = lead[1] if lead and is_project(folded, lead) else 0
    for token in phrases(tokens, folded):
        if token.start < skipped:
            if lead and token.kind == "amount":
                trace.pass_over(token, "in a project's name", lead)
        elif token.kind == "amount":
            trace.read(token)
        else:
            trace.take(token)
    return trace


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
        label=_unquoted(squeeze(paragraph.text[slice(*label)])),
        measure=link.measure,
        year=link.year,
        yuan=value.yuan * link.sign,
        step_yuan=value.step_yuan,
        unit=unit.name,
        unit_from="cell" if unit_name else "inferred",
        unit_inferred=unit_name is None,
        raw=paragraph.text[start:end],
        place=Place("text", index, start=start, end=end, page=paragraph.page),
        within=figure.within,
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
