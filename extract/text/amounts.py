"""Amounts said in sentences, each linked to the term, measure and year that its own words give it."""

from extract.numbers import money
from extract.text.funds import is_project, run_in_fund
from extract.text.lexer import Token, tokens
from extract.text.link import Link
from extract.text.sentence import Sentence
from schemas.document import Document, Paragraph, Place
from schemas.folding import fold_with_map, squeeze
from schemas.records import Amount, Section
from schemas.units import money_units

_UNIT_OF_NOUGHT = "万元"
_MONEY = ("元", "万", "亿", "为0", "是0")


def read_amounts(
    document: Document, sections: list[Section], fiscal_year: int | None, project: str | None = None
) -> list[Amount]:
    """Every amount of this body's money in the narrative. `fiscal_year` is taken where a sentence names no year.

    `project` is the project that the whole report speaks of, None for a department's report.
    """
    found: list[Amount] = []
    for index, (paragraph, section) in enumerate(zip(document.paragraphs, _sections(document, sections), strict=True)):
        folded, origin = fold_with_map(paragraph.text)
        if not any(unit in folded for unit in _MONEY):
            continue
        sentence = Sentence(folded, section, fiscal_year, project=project, lead=(lead := run_in_fund(folded)))
        skipped = lead[1] if lead and is_project(folded, lead) else 0
        for token in tokens(folded):
            if token.start < skipped:
                continue
            if token.kind != "amount":
                sentence.take(token)
                continue
            links = sentence.links(token)
            found += [_amount(paragraph, index, origin, link, token, sentence.inside) for link in links]
            if links or token.value[1] is not None:
                sentence.after_figure(links[0] if links else None)
    return found


def _sections(document: Document, sections: list[Section]) -> list[tuple[str, str]]:
    """(kind, title) of the section each paragraph stands in."""
    spans = [("", "")] * len(document.paragraphs)
    for section in sections:
        spans[section.place.index :] = [(section.kind, section.title)] * (len(spans) - section.place.index)
    return spans


def _amount(
    paragraph: Paragraph, index: int, origin: tuple[int, ...], link: Link, token: Token, inside: str | None
) -> Amount:
    digits, unit_name = token.value
    unit = money_units()[unit_name or _UNIT_OF_NOUGHT]
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
        unit_from="cell" if unit_name else "inferred",
        unit_inferred=unit_name is None,
        raw=paragraph.text[start:end],
        place=Place("text", index, start=start, end=end, page=paragraph.page),
        within=inside if link.item.startswith(("econ.", "func.")) else None,
        by="text.amount",
        grade="pattern",
    )


def _with_quote(text: str, start: int) -> int:
    """The start moved before an opening quotation mark, which folding drops (`“三公”经费`)."""
    return start - 1 if start and text[start - 1] in "“‘「『" else start
