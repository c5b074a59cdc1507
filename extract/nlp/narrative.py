"""Paragraphs of a document -> Docs -> the rows that its narrative tells."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.nlp.spacy_settings import one_thread
from extract.section_kinds import names_projects
from extract.text.amounts import Setting, amount_of, may_tell_money
from extract.text.bodies import bodies_below
from extract.text.context import continues_list, is_item, measure_opened, opens_list, titles_projects
from extract.text.project.account import Account
from extract.text.project.body import account_of_body
from extract.text.project.roles import Project
from extract.text.project.whole_report import dwarfed
from extract.text.scores import Stated, may_tell_scores, score_of
from extract.text.staff import HeadCount, may_tell_staff, staff_count_of
from extract.text.tenses import tense_of_report
from extract.text.trace import UNDECIDED, Figure, LeftOut
from schemas.document import Document, Issue, Paragraph, Place
from schemas.folding import fold, fold_with_map
from schemas.records import Amount, Score, Section, StaffCount

if TYPE_CHECKING:
    from spacy.language import Language

# The longest paragraph of a published report that is known has some 4,000 characters.
LONGEST_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a narrative tells of the body or project it speaks of; `unclear` names the figures of which nothing told what they state."""

    amounts: tuple[Amount, ...] = ()
    personnel: tuple[StaffCount, ...] = ()
    scores: tuple[Score, ...] = ()
    unclear: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paragraph was found to say, in folded offsets; `origin` leads back to the published text."""

    index: int
    paragraph: Paragraph
    origin: tuple[int, ...]
    figures: list[Figure]
    left_out: list[LeftOut]
    heads: list[HeadCount]
    scores: list[Stated]
    grades: list[tuple[str, tuple[int, int]]]


def read_narrative(
    document: Document, sections: list[Section], fiscal_year: int | None, project: str | None, of_fund: bool = False
) -> Told:
    """The rows that sentences tell. `project` is the one the whole report speaks of, None for a department's report; `of_fund`
    where it is a fund or a transfer."""
    amounts: list[Amount] = []
    personnel: list[StaffCount] = []
    scores: list[Score] = []
    unclear: list[Issue] = []
    for each in read_paragraphs(document, sections, fiscal_year, project, of_fund):
        where = (each.paragraph, each.index, each.origin)
        amounts += [amount_of(figure, *where) for figure in each.figures]
        personnel += [staff_count_of(head, *where) for head in each.heads]
        scores += [score_of(stated, *where) for stated in each.scores]
        unclear += [_unclear(left, each) for left in each.left_out if left.cause.step in UNDECIDED]
    return Told(tuple(amounts), tuple(personnel), tuple(scores), tuple(unclear))


def _unclear(left: LeftOut, reading: Reading) -> Issue:
    start, end = reading.origin[left.token.start], reading.origin[left.token.end - 1] + 1
    place = Place("text", reading.index, start=start, end=end, page=reading.paragraph.page)
    return Issue("figure.unclear", "warning", f"{left.cause.step}: {reading.paragraph.text[start:end]!r}", place)


def read_paragraphs(
    document: Document, sections: list[Section], fiscal_year: int | None, project: str | None, of_fund: bool = False
) -> list[Reading]:
    """What every paragraph that may tell a figure was found to say, in order."""
    settings, listed = section_of_each(document, sections), items_of_lists(document)
    worth = [index for index, paragraph in enumerate(document.paragraphs) if worth_reading(paragraph.text)]
    if not worth:
        return []
    lines = [fold_with_map(paragraph.text)[0] for paragraph in document.paragraphs]
    tense = tense_of_report(lines)
    account = Account(Project(project, of_fund)) if project is not None else None
    of_body = account_of_body() if project is None else None
    bodies = bodies_below(lines) if project is None else ()
    nlp = _language()
    with nlp.memory_zone():
        readings = [
            _reading(
                nlp,
                index,
                document.paragraphs[index],
                Setting(settings[index], fiscal_year, project, tense, *listed[index], account, of_body, bodies),
            )
            for index in worth
        ]
    return _without_dwarfed(readings) if account is not None else readings


def _without_dwarfed(readings: list[Reading]) -> list[Reading]:
    """The readings of a project's report without the sums that its other sums speak against."""
    doubtful = dwarfed(each.figures for each in readings)
    for number, left in doubtful.items():
        at, each = {one.token.start for one in left}, readings[number]
        figures = [figure for figure in each.figures if figure.token.start not in at]
        readings[number] = replace(each, figures=figures, left_out=[*each.left_out, *left])
    return readings


def _reading(nlp: "Language", index: int, paragraph: Paragraph, setting: Setting) -> Reading:
    doc = nlp.make_doc(paragraph.text)
    doc.user_data["setting"] = setting
    found = nlp(doc).user_data
    names = ("origin", "amounts", "left_out", "heads", "scores", "grades")
    return Reading(index, paragraph, *(found[name] for name in names))


def too_long(document: Document) -> list[Issue]:
    """One issue for each paragraph that no one wrote as a paragraph: a table or file run together, whose sentences are not read."""
    return [
        Issue("paragraph.too-long", "warning", f"{len(each.text)} characters: sentences not read", Place("text", index))
        for index, each in enumerate(document.paragraphs)
        if len(each.text) > LONGEST_CHARS
    ]


def worth_reading(text: str) -> bool:
    """True for a text that may tell money, heads or a score."""
    if len(text) > LONGEST_CHARS:
        return False
    folded, _ = fold_with_map(text)
    return may_tell_money(folded) or may_tell_staff(folded) or may_tell_scores(folded)


def section_of_each(document: Document, sections: list[Section]) -> list[tuple[str, str]]:
    """(kind, title) of the section each paragraph stands in; the kind is `project_expenditure` wherever projects' costs are told."""
    spans = [("", "")] * len(document.paragraphs)
    for section in sections:
        kind = "project_expenditure" if _on_projects(section) else section.kind
        spans[section.place.index :] = [(kind, section.title)] * (len(spans) - section.place.index)
    return spans


def _on_projects(section: Section) -> bool:
    """True for a section of no kind of its own, or of performance, whose heading speaks of what projects cost."""
    return section.kind in ("other", "performance") and names_projects(fold(section.title))


def items_of_lists(document: Document) -> list[tuple[bool, str | None]]:
    """Whether each paragraph is an item of a list that a line before it opens (`项目支出完成情况如下：`), and the measure told there."""
    found: list[tuple[bool, str | None]] = []
    opened = going_on = titled = False
    measure: str | None = None
    for paragraph in document.paragraphs:
        folded, _ = fold_with_map(paragraph.text)
        numbered = is_item((paragraph.number or "") + folded) or continues_list(folded)
        ends_open = folded.endswith(";")
        of_opener = opened and (numbered or ends_open or going_on)
        of_title = titled and (ends_open or going_on)
        item = of_opener or of_title
        found.append((item, measure if item else None))
        opens = opens_list(folded)
        measure = measure_opened(folded) if opens and not item else measure
        opened, going_on = of_opener or opens, item and ends_open
        titled = of_title or titles_projects((paragraph.number or "") + folded)
    return found


def _language() -> "Language":
    one_thread()
    from extract.nlp.language import language

    return language()
