"""Paragraphs of a document -> Docs -> the rows that its narrative tells."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.text.amounts import Setting, amount_of, may_tell_money
from extract.text.scores import may_tell_scores, score_of
from extract.text.staff import may_tell_staff, staff_count_of
from schemas.document import Document, Paragraph
from schemas.folding import fold_with_map
from schemas.records import Amount, Score, Section, StaffCount

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Told:
    """What a narrative tells of the body or project it speaks of."""

    amounts: tuple[Amount, ...] = ()
    personnel: tuple[StaffCount, ...] = ()
    scores: tuple[Score, ...] = ()


def read_narrative(document: Document, sections: list[Section], fiscal_year: int | None, project: str | None) -> Told:
    """The rows that sentences tell. `project` is the one the whole report speaks of, None for a department's report."""
    amounts: list[Amount] = []
    personnel: list[StaffCount] = []
    scores: list[Score] = []
    for index, paragraph, doc in read_paragraphs(document, sections, fiscal_year, project):
        origin, found = doc.user_data["origin"], doc.user_data
        amounts += [amount_of(each, paragraph, index, origin) for each in found["amounts"]]
        personnel += [staff_count_of(each, paragraph, index, origin) for each in found["heads"]]
        scores += [score_of(each, paragraph, index, origin) for each in found["scores"]]
    return Told(tuple(amounts), tuple(personnel), tuple(scores))


def read_paragraphs(
    document: Document, sections: list[Section], fiscal_year: int | None, project: str | None
) -> "Iterator[tuple[int, Paragraph, Doc]]":
    """(index, paragraph, Doc) of every paragraph that may tell a figure. The Docs are gone when the last was asked for."""
    settings = section_of_each(document, sections)
    worth = [index for index, paragraph in enumerate(document.paragraphs) if worth_reading(paragraph.text)]
    if not worth:
        return
    nlp = _language()
    with nlp.memory_zone():
        for index in worth:
            doc = nlp.make_doc(document.paragraphs[index].text)
            doc.user_data["setting"] = Setting(settings[index], fiscal_year, project)
            yield index, document.paragraphs[index], nlp(doc)


def worth_reading(text: str) -> bool:
    """True for a text that may tell money, heads or a score."""
    folded, _ = fold_with_map(text)
    return may_tell_money(folded) or may_tell_staff(folded) or may_tell_scores(folded)


def section_of_each(document: Document, sections: list[Section]) -> list[tuple[str, str]]:
    """(kind, title) of the section each paragraph stands in."""
    spans = [("", "")] * len(document.paragraphs)
    for section in sections:
        spans[section.place.index :] = [(section.kind, section.title)] * (len(spans) - section.place.index)
    return spans


def warm_up() -> None:
    """Loads spaCy and builds the pipeline, so that processes forked off later need not."""
    _language()


def _language() -> "Language":
    # The pipeline multiplies no matrices: threads of a linear algebra library would only stand in the way of forking.
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    from extract.nlp.language import language

    return language()
