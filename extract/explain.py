"""How each figure of a document's narrative was understood, and why others were left out; every word by its place."""

from collections.abc import Iterator
from decimal import Decimal

from extract.narrate import project_of, speaker
from extract.nlp import Reading, read_paragraphs
from extract.scopes import FUNDS
from extract.text.amounts import amount_of
from extract.text.scores import Stated
from extract.text.trace import Cause, Figure
from schemas.document import Place
from schemas.records import Because, Explained, Outcome

Span = tuple[int, int]


def explain(outcome: Outcome) -> tuple[Explained, ...]:
    """Every figure of the narrative in reading order; nothing where the narrative speaks of no evaluation of its own."""
    own = speaker(outcome.evaluations)
    if outcome.document is None or own is None:
        return ()
    said = outcome.evaluations[own]
    readings = read_paragraphs(
        outcome.document, list(outcome.sections), said.fiscal_year, project_of(said), said.scope in FUNDS
    )
    found = [each for reading in readings for each in _explained(reading)]
    return tuple(sorted(found, key=lambda each: (each.place.index, each.place.start or 0, each.place.end or 0)))


def _explained(reading: Reading) -> Iterator[Explained]:
    for figure in reading.figures:
        yield _amount(reading, figure)
    for left in reading.left_out:
        because = Because("left_out", None, left.cause.step, _place(reading, left.cause.words))
        yield Explained("left-out", _at(reading, left.token.span), None, (because,))
    for head in reading.heads:
        words = Because("category", head.category, "words of the kind", _place(reading, head.words))
        yield Explained("head-count", _at(reading, head.span), head.count, (words,))
    for stated in reading.scores:
        yield Explained("score", _at(reading, stated.span), _points(stated), (_component(reading, stated),))
    for grade, span in reading.grades:
        yield Explained(
            "grade", _at(reading, span), grade, (Because("grade", grade, "word of a grade", _at(reading, span)),)
        )


def _amount(reading: Reading, figure: Figure) -> Explained:
    record = amount_of(figure, reading.paragraph, reading.index, reading.origin)
    parts: list[tuple[str, str | int | None, Cause]] = [
        ("item", figure.link.item, figure.item),
        ("measure", figure.link.measure, figure.measure),
        ("year", figure.link.year, figure.year),
    ]
    if figure.total is not None:
        parts.append(("within", figure.within, figure.total))
    because = tuple(Because(part, value, cause.step, _place(reading, cause.words)) for part, value, cause in parts)
    return Explained("amount", _at(reading, figure.token.span), record.yuan, because)


def _points(stated: Stated) -> Decimal | None:
    return stated.rate if stated.score is None else stated.score


def _component(reading: Reading, stated: Stated) -> Because:
    return Because("component", stated.component, "statement of a score", _at(reading, stated.span))


def _place(reading: Reading, words: Span | None) -> Place | None:
    return _at(reading, words) if words is not None and words[0] < words[1] else None


def _at(reading: Reading, span: Span) -> Place:
    """The published place of folded offsets."""
    start, end = reading.origin[span[0]], reading.origin[span[1] - 1] + 1
    return Place("text", reading.index, start=start, end=end, page=reading.paragraph.page)
