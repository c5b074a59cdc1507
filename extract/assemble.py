"""Table readings and narrative -> evaluations: which form speaks of whom, of which year."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from extract.bodies import choose_body, clean_project
from extract.captions import (
    MAX_LINE,
    Caption,
    accounts_title,
    breakdown_of,
    caption_of,
    captions,
    fiscal_year,
    follows_table,
    single_year,
    titles_inside,
)
from extract.drafts import Draft, grouped, of_subject
from extract.evaluations import evaluation_of
from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.tables import Reading, labelled_answers, parts_by_project, parts_of, read_table
from extract.tables.header import Headers
from extract.tables.levels import is_level
from extract.tables.reading import Setting
from extract.titles import Subject, project_above
from schemas.document import Document, Issue
from schemas.folding import fold
from schemas.records import Amount, Evaluation

_UNITS = ("competent_department", "implementing_unit")
_FILERS = ("organization", *_UNITS)
_GAP = regex.compile(r"\s{2,}")
_LABELLED = regex.compile(r"[\p{Han}()]{2,12}:[\p{Han}()]{3,30}")


def assemble(document: Document, narrative: bool, subject: Subject) -> tuple[list[Evaluation], list[Issue]]:
    """The evaluations a document holds, the department's first, and the issues met while reading its tables.

    `narrative` tells that the document has an outline of its own; `subject` is what its titles and headings say it is about.
    """
    found = captions(document)
    year = fiscal_year(document, found)
    title = accounts_title(document)
    read: list[tuple[Reading, Caption]] = []
    for index, caption in enumerate(found):
        before = read[-1][0] if read and index in follows_table(document) else None
        read += _read(document, index, caption, year, title, before)
    readings = [reading for reading, _ in read]

    def above(caption: Caption) -> str | None:
        if subject.is_project:
            return None
        answers = (labelled_answers(line).get("project") for line in caption.lines)
        return next(filter(None, answers), None) or project_above(document, caption.text.split("\n"))

    drafts = of_subject(grouped(read, year, narrative and subject.whole, above), subject)
    department = next((draft for draft in drafts if draft.project is None), None)
    if department is not None and len(drafts) == 1 and not subject.whole:
        department.project, department.told_scope = clean_project(subject.project), subject.scope
        department.titled = department.project is not None
        if department.titled:
            department.caption_heads |= _told_of_project(document)
            for reading in department.readings:
                _sum_up_project(reading, subject.is_fund)
    owner = _owner(document, drafts, department)
    evaluations = [evaluation_of(document, draft, owner) for draft in drafts]
    return evaluations, [issue for reading in readings for issue in reading.issues]


def _owner(document: Document, drafts: Sequence[Draft], department: Draft | None) -> str | None:
    """The body whose document it is: that of the department, or where a form names nobody who filed it or carries it out."""
    if department is not None:
        filed = {name for draft in drafts if draft.project is not None for name in draft.bodies("organization")}
        return choose_body(document, department.bodies("organization")) or (filed.pop() if len(filed) == 1 else None)
    nobody = any(not any(draft.bodies(key) for key in _FILERS) for draft in drafts)
    return choose_body(document, []) if nobody else None


def _read(
    document: Document, index: int, caption: Caption, year: int | None, title: str, before: Reading | None
) -> list[tuple[Reading, Caption]]:
    """What each form in a table yields, with the lines that speak of it: those of the later ones stand in the table."""
    headers = Headers(document.tables[index])
    first, *others = parts_of(headers)
    read = [
        (_read_part(headers, rows, index, caption, year, title, before, under), caption)
        for rows, under in parts_by_project(headers, first)
    ]
    for rows in others:
        own = caption_of(titles_inside(headers.table, rows.start))
        above = replace(
            own, form=own.form or caption.form, unit=own.unit or caption.unit, year=own.year or caption.year
        )
        read.append((_read_part(headers, rows, index, above, year, title), above))
    return read


def _read_part(
    headers: Headers,
    rows: range,
    index: int,
    caption: Caption,
    year: int | None,
    title: str,
    before: Reading | None = None,
    under: int | None = None,
) -> Reading:
    form = f"form.{caption.form.id}" if caption.form else ""
    inside = titles_inside(headers.table, rows.start)
    own = (caption.year if caption.form or caption.dated else None) or single_year(inside) or year
    breakdown = caption.breakdown or (None if caption.form else breakdown_of(inside))
    setting = Setting(index, own, caption.unit, caption.text, breakdown, form, title)
    return read_table(headers.table, setting, rows, before, headers, under)


def _told_of_project(document: Document) -> dict[str, str]:
    """What lines of their own tell of the one project that a report is about (`主管部门：X`), the first of each kind."""
    found: dict[str, str] = {}
    for paragraph in document.paragraphs:
        for line in _GAP.split(paragraph.text) if len(paragraph.text) <= MAX_LINE else ():
            if _LABELLED.fullmatch(fold(line)):
                found = {key: text for key, text in labelled_answers(line).items() if key in _UNITS} | found
    return found


def _sum_up_project(reading: Reading, of_fund: bool) -> None:
    """In the report on one project the sum of its parts is all of its money; a fund's or transfer's parts have names of their own."""
    reading.amounts = [replace(row, item=_item_in_project(row, of_fund)) for row in reading.amounts]


def _item_in_project(row: Amount, of_fund: bool) -> str:
    if row.item in ("project", "income", "expenditure") and bare_label(row.label) in words("sums") | {""}:
        return "total"
    if row.item == "project.named" and not of_fund:
        return "other"
    label = bare_label(row.label)
    handed_on = is_level(row.label) or pattern("tables", "receiver").search(label)
    paid_by = handed_on or pattern("tables", "given_by_level").search(label)
    return "project.named" if row.item == "other" and of_fund and not paid_by else row.item
