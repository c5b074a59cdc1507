"""Table readings and narrative -> evaluations: which form speaks of whom, of which year."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex

from extract.bodies import (
    choose_body,
    clean_body,
    clean_project,
    fuller_name,
    is_public_body,
    region_of,
    reporting_body,
)
from extract.captions import (
    MAX_LINE,
    Caption,
    accounts_title,
    breakdown_of,
    caption_of,
    captions,
    dated_line,
    fiscal_year,
    follows_table,
    reported_on,
    signed_on,
    single_year,
    titles_inside,
)
from extract.dates import stated_date
from extract.forms import Form, form_of
from extract.grades import narrated_full_mark, narrated_grade, parse_grade
from extract.labels import bare_label
from extract.lexicons import words
from extract.scopes import scope_of
from extract.tables import Reading, labelled_answers, parts_of, read_table
from extract.tables.header import Headers
from extract.tables.reading import Setting
from extract.tables.scores import SCORE_SUMMARY
from extract.titles import Subject, title_body, title_region
from schemas.document import Document, Issue
from schemas.folding import fold
from schemas.records import Evaluation, Score

_UNITS = ("competent_department", "implementing_unit")
_PARTS = regex.compile(r"[、,，/]")
_GAP = regex.compile(r"\s{2,}")
_LABELLED = regex.compile(r"[\p{Han}()]{2,12}:[\p{Han}()]{3,30}")


@dataclass
class _Draft:
    """An evaluation being gathered from the tables that speak of it.

    `is_further` for the second and later departments of a file, of whom its text does not speak; `titled` for the one
    project that the file's title names and no form, `is_told` for the one that both do; `told_scope` is the title's.
    """

    project: str | None
    form: Form | None
    year: int | None
    is_further: bool = False
    titled: bool = False
    is_told: bool = False
    told_scope: str | None = None
    readings: list[Reading] = field(default_factory=list)
    caption_heads: dict[str, str] = field(default_factory=dict)

    @property
    def is_narrated(self) -> bool:
        """Whether the document's text speaks of this evaluation."""
        return self.titled or self.is_told or (self.project is None and not self.is_further)

    def heads(self, key: str) -> list[str]:
        """The answers its forms give to one head label, in their cells or in the lines above."""
        answers = [answer.text for reading in self.readings for answer in reading.heads.get(key, [])]
        return [*answers, self.caption_heads[key]] if key in self.caption_heads else answers


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
    drafts = _of_subject(_group(read, year, narrative and subject.whole), subject)
    department = next((draft for draft in drafts if draft.project is None), None)
    if department is not None and len(drafts) == 1 and not subject.whole:
        department.project, department.told_scope = clean_project(subject.project), subject.scope
        department.titled = department.project is not None
        if department.titled:
            department.caption_heads |= _told_of_project(document)
            for reading in department.readings:
                _sum_up_project(reading)
    owner = choose_body(document, _bodies(department, "organization")) if department else None
    evaluations = [_evaluation(document, draft, owner) for draft in drafts]
    return evaluations, [issue for reading in readings for issue in reading.issues]


def _read(
    document: Document, index: int, caption: Caption, year: int | None, title: str, before: Reading | None
) -> list[tuple[Reading, Caption]]:
    """What each form in a table yields, with the lines that speak of it: those of the later ones stand in the table."""
    headers = Headers(document.tables[index])
    first, *others = parts_of(headers)
    read = [(_read_part(headers, first, index, caption, year, title, before), caption)]
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
) -> Reading:
    form = f"form.{caption.form.id}" if caption.form else ""
    inside = titles_inside(headers.table, rows.start)
    own = (caption.year if caption.form or caption.dated else None) or single_year(inside) or year
    breakdown = caption.breakdown or (None if caption.form else breakdown_of(inside))
    setting = Setting(index, own, caption.unit, caption.text, breakdown, form, title)
    return read_table(headers.table, setting, rows, before, headers)


def _group(read: Sequence[tuple[Reading, Caption]], year: int | None, narrative: bool) -> list[_Draft]:
    """Tables by what they evaluate: forms of one project and year are one, those without a project a department's."""
    departments = [_Draft(None, None, year)]
    projects: list[_Draft] = []
    current: _Draft | None = None
    for reading, caption in read:
        form = caption.form or next((form for title in reading.titles if (form := form_of(title))), None)
        named = reading.heads.get("project")
        project = clean_project(named[0].text) if named else None
        opened = _Draft(project, form, reading.setting.fiscal_year, readings=[reading], caption_heads=_answers(caption))
        if named:
            current = next((draft for draft in projects if _same_project(draft, opened)), None)
            if current is None:
                current = _Draft(opened.project, form, opened.year)
                projects.append(current)
        elif current is not None and _belongs_to_project(reading, caption, current):
            current = _of_year(projects, current, reading.setting.fiscal_year)
            _speak_of_project(reading)
        else:
            current = None
        target = current or _department(departments, opened)
        target.readings.append(reading)
        target.form = target.form or form
        target.caption_heads = opened.caption_heads | target.caption_heads
    speaks = narrative or any(_yields(reading) for reading in departments[0].readings)
    return (departments if speaks or not projects else departments[1:]) + projects


def _of_subject(drafts: list[_Draft], subject: Subject) -> list[_Draft]:
    """The drafts, where a report on one project holds its form: all of its tables speak of that project, as its text does."""
    projects = [draft for draft in drafts if draft.project is not None]
    if subject.whole or not subject.is_project or len(projects) != 1 or not _is_called(projects[0], subject.project):
        return drafts
    (project,) = projects
    project.readings += [reading for draft in drafts if draft is not project for reading in draft.readings]
    project.told_scope, project.is_told = subject.scope, True
    return projects


def _is_called(draft: _Draft, name: str | None) -> bool:
    """True where a report's title gives the project of a form this name, shortened or not, or none."""
    title, form = fold(name or ""), fold(draft.project or "")
    return title in form or form in title


def _answers(caption: Caption) -> dict[str, str]:
    """The labelled answers in the lines above a table, the first of each kind."""
    found: dict[str, str] = {}
    for line in caption.lines:
        found = labelled_answers(line) | found
    return found


def _told_of_project(document: Document) -> dict[str, str]:
    """What lines of their own tell of the one project that a report is about (`主管部门：X`), the first of each kind."""
    found: dict[str, str] = {}
    for paragraph in document.paragraphs:
        for line in _GAP.split(paragraph.text) if len(paragraph.text) <= MAX_LINE else ():
            if _LABELLED.fullmatch(fold(line)):
                found = {key: text for key, text in labelled_answers(line).items() if key in _UNITS} | found
    return found


def _speak_of_project(reading: Reading) -> None:
    """What is titled 项目支出 in a project's own papers is all of its money, and no part of a department's."""
    if reading.setting.total_item == "project":
        reading.amounts = [replace(row, item="total") if row.item == "project" else row for row in reading.amounts]


def _sum_up_project(reading: Reading) -> None:
    """In the report on one project the sum of its parts is all of its money."""
    sums = words("sums") | {""}
    reading.amounts = [
        replace(row, item="total") if row.item == "project" and bare_label(row.label) in sums else row
        for row in reading.amounts
    ]


def _department(departments: list[_Draft], opened: _Draft) -> _Draft:
    """The department that a form speaks of: a further one where another body files a form that is there already."""
    form = opened.form
    if form is None or form.scope != "department" or not _bodies(opened, "organization"):
        return departments[-1]
    known = next((draft for draft in departments if _agree(draft, opened, "organization")), None)
    if known is not None:
        return known
    last = departments[-1]
    filed = {f"form.{form.id}"} & {reading.setting.form for reading in last.readings}
    if filed and _agree(last, opened, "organization") is False:
        departments.append(_Draft(None, form, opened.year, is_further=True))
    return departments[-1]


def _same_project(known: _Draft, opened: _Draft) -> bool:
    """True for the same project in the same year, filed or carried out by the same bodies as far as both forms say."""
    if fold(known.project or "") != fold(opened.project or "") or known.year != opened.year:
        return False
    agrees = [
        verdict for key in ("organization", "implementing_unit") if (verdict := _agree(known, opened, key)) is not None
    ]
    return all(agrees) if agrees else _agree(known, opened, "competent_department") is not False


def _agree(known: _Draft, opened: _Draft, key: str) -> bool | None:
    """Whether both name the same body; None where one names none."""
    here, there = ({fold(name) for name in _bodies(draft, key)} for draft in (known, opened))
    return not here.isdisjoint(there) if here and there else None


def _of_year(projects: Sequence[_Draft], current: _Draft, year: int | None) -> _Draft:
    """The current project as its forms of a year speak of it, where there are such."""
    named = (draft for draft in projects if draft.project == current.project and draft.year == year)
    return next(named, current)


def _belongs_to_project(reading: Reading, caption: Caption, current: _Draft) -> bool:
    """True for a further part of a project form cut into several tables: no title between, its total still to come."""
    finished = any(part.has_total for part in current.readings)
    return caption.form is None and not finished and not reading.heads.get("organization") and len(caption.text) < 30


def _yields(reading: Reading) -> bool:
    return bool(reading.amounts or reading.personnel or reading.indicators or reading.scores or reading.goals)


def _bodies(draft: _Draft, key: str) -> list[str]:
    return [name for text in draft.heads(key) if (name := clean_body(text)) and not _is_unit(name)]


def _is_unit(answer: str) -> bool:
    """Whether what stands behind 单位 is what things are counted in (个、人)."""
    return all(part in words("units_of_things") | words("units_of_persons") for part in _PARTS.split(answer))


def _evaluation(document: Document, draft: _Draft, owner: str | None) -> Evaluation:
    scope = _scope(draft)
    named = _bodies(draft, "competent_department")
    # of the departments that a transfer passes through the last is the one that reports
    competent = (named[-1] if scope == "transfer" else named[0]) if named else None
    implementing = next(iter(_bodies(draft, "implementing_unit")), None)
    if draft.project is None:
        own = next(iter(_bodies(draft, "organization")), None) if draft.is_further else owner
        organization, competent, implementing = own, None, None
    elif draft.titled:
        organization = implementing or fuller_name(title_body(document), document) or owner or competent
    else:
        organization = _filer(draft, competent, implementing, owner)
    if scope == "transfer":
        organization = (
            next(iter(_bodies(draft, "organization")), None) or reporting_body(document) or competent or organization
        )
    if draft.titled:
        # A report has no answers but those of the forms in it; its table of indicators is one, and its lines answer for it.
        is_form = any(reading.indicators for reading in draft.readings)
        asked = {key for reading in draft.readings for key in reading.heads}
        competent = competent if is_form or "competent_department" in asked else None
        implementing = implementing if is_form or "implementing_unit" in asked else None
    scores = [score for reading in draft.readings for score in reading.scores]
    declared = _declared(scores)
    total = _total(scores)
    grades = [grade for text in draft.heads("grade") if (grade := parse_grade(text))]
    return Evaluation(
        scope=scope,
        organization=organization,
        region=next((place for name in (organization, owner, competent) if (place := region_of(name, document))), None)
        or title_region(document),
        fiscal_year=draft.year,
        project=draft.project,
        competent_department=competent,
        implementing_unit=implementing,
        total_score=declared.score if declared else total.score if total else None,
        total_weight=total.weight if total else narrated_full_mark(document) if draft.is_narrated else None,
        grade=grades[0] if grades else narrated_grade(document, draft.year) if draft.is_narrated else None,
        reported_on=_reported(document, draft),
        form=draft.form.id if draft.form else None,
        amounts=tuple(amount for reading in draft.readings for amount in reading.amounts),
        personnel=tuple(count for reading in draft.readings for count in reading.personnel),
        indicators=tuple(row for reading in draft.readings for row in reading.indicators),
        scores=tuple(scores),
        goals=tuple(goal for reading in draft.readings for goal in reading.goals),
        facilities=tuple(row for reading in draft.readings for row in reading.facilities),
    )


def _filer(draft: _Draft, competent: str | None, implementing: str | None, owner: str | None) -> str | None:
    """The body that files a project form: the filing unit, the department whose report holds it, the implementing unit."""
    stated = _bodies(draft, "organization")
    if stated:
        return stated[0]
    if owner is not None and competent is not None and fold(competent) == fold(owner):
        return owner
    return implementing if is_public_body(implementing) else competent or owner


def _total(scores: Sequence[Score]) -> Score | None:
    """The form's own row of totals; that of a summary inside the narrative only where there is no other."""
    totals = [score for score in scores if score.component == "total"]
    return next((score for score in totals if score.by != SCORE_SUMMARY), totals[0] if totals else None)


def _declared(scores: Sequence[Score]) -> Score | None:
    declared = [score for score in scores if score.component == "declared"]
    own = [score for score in declared if score.institution is None]
    of_one = len({score.institution for score in declared}) == 1
    return own[0] if own else declared[0] if of_one else None


def _scope(draft: _Draft) -> str:
    """What the forms, their captions and answers tell; what a title tells where no form has a scope of its own."""
    own = draft.form.scope if draft.form else None
    if (
        draft.told_scope
        and (draft.titled or own is None)
        and not (draft.project and own in ("special_fund", "transfer"))
    ):
        return draft.told_scope
    facts = ["department.alone" if draft.project is None else "project.named"]
    if own in ("special_fund", "transfer") or (own == "department" and draft.project is None):
        facts.append(f"form.{own}")
    if draft.project is not None:
        first = draft.readings[0]
        titled = first.setting.caption + "".join(first.titles)
        facts += ["answer.transfer"] if draft.heads("transfer") else []
        facts += ["caption.transfer"] if any(word in titled for word in words("transfer_labels")) else []
        facts += ["answer.special_fund"] if draft.heads("special_fund") and own is None else []
    return scope_of(facts)


def _reported(document: Document, draft: _Draft) -> str | None:
    stated = [date for text in draft.heads("date") if (date := stated_date(text))]
    below = [date for reading in draft.readings if (date := reported_on(document, reading.setting.table))]
    told = (dated_line(document) or signed_on(document)) if draft.is_narrated else None
    return next(iter(stated + below), None) or told
