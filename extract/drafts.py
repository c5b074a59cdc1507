"""Tables by what they evaluate: forms of one project and year are one evaluation, those without a project a department's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from extract.bodies import clean_body, clean_project
from extract.captions import Caption
from extract.forms import Form, form_of
from extract.lexicons import words
from extract.tables import Reading, labelled_answers
from extract.titles import Subject
from schemas.folding import bracketed, fold

_SUMMARIES = frozenset(("scores", "scores_across"))
_OF_ALL = ("total", "declared")
_SHORT = 5
_PARTS = regex.compile(r"[、,，/]")


@dataclass
class Draft:
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

    @property
    def tables(self) -> set[int]:
        """The indexes of the tables that speak of it."""
        return {reading.setting.table for reading in self.readings}

    def heads(self, key: str) -> list[str]:
        """The answers its forms give to one head label, in their cells or in the lines above."""
        answers = [answer.text for reading in self.readings for answer in reading.heads.get(key, [])]
        return [*answers, self.caption_heads[key]] if key in self.caption_heads else answers

    def bodies(self, key: str) -> list[str]:
        """The bodies that these answers name."""
        return [name for text in self.heads(key) if (name := clean_body(text)) and not _is_unit(name)]


def grouped(
    read: Sequence[tuple[Reading, Caption]],
    year: int | None,
    narrative: bool,
    project_above: Callable[[Caption], str | None],
) -> list[Draft]:
    """Tables by what they evaluate: forms of one project and year are one, those without a project a department's.

    `project_above` tells which project the lines above a table of points call it after.
    """
    departments = [Draft(None, None, year)]
    projects: list[Draft] = []
    current: Draft | None = None
    for reading, caption in read:
        form = caption.form or next((form for title in reading.titles if (form := form_of(title))), None)
        named = _named(reading, caption, project_above)
        project = clean_project(named)
        opened = Draft(project, form, reading.setting.fiscal_year, readings=[reading], caption_heads=_answers(caption))
        if named is not None:
            current = next((draft for draft in projects if _same_project(draft, opened)), None)
            if current is None:
                current = Draft(opened.project, form, opened.year)
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
    _hand_over(departments[0], projects)
    speaks = narrative or any(_yields(reading) for reading in departments[0].readings)
    return (departments if speaks or not projects else departments[1:]) + projects


def _hand_over(department: Draft, projects: Sequence[Draft]) -> None:
    """Tables of no known form whose title calls them after a project of the file (`X专项资金安排表`) are that project's, though no
    cell names it; and all that stand below the title of a form that is no department's, where the file has but one project."""
    if len(projects) == 1 and department.form is not None and department.form.scope not in (None, "department"):
        projects[0].readings += department.readings
        department.readings = []
    for reading in [each for each in department.readings if not each.setting.form]:
        caption = fold(reading.setting.caption)
        called = [
            draft for draft in projects if len(draft.project or "") > _SHORT and fold(draft.project or "") in caption
        ]
        if len(called) == 1:
            department.readings.remove(reading)
            called[0].readings.append(reading)


def _named(reading: Reading, caption: Caption, project_above: Callable[[Caption], str | None]) -> str | None:
    """The project that a form's own cells name, else, where points are given, the lines above it."""
    if stated := reading.heads.get("project"):
        return stated[0].text
    return project_above(caption) if reading.indicators or reading.scores else None


def of_subject(drafts: list[Draft], subject: Subject) -> list[Draft]:
    """The drafts, where a report on one project holds its form: all of its tables speak of that project, as its text does."""
    projects = [draft for draft in drafts if draft.project is not None]
    if subject.whole or not subject.is_project or len(projects) != 1 or not _is_called(projects[0], subject.project):
        return drafts
    (project,) = projects
    project.readings += [reading for draft in drafts if draft is not project for reading in draft.readings]
    project.told_scope, project.is_told = subject.scope, True
    return projects


def _is_called(draft: Draft, name: str | None) -> bool:
    """True where a report's title gives the project of a form this name, shortened or not, or none."""
    title, form = fold(name or ""), fold(draft.project or "")
    return title in form or form in title


def _answers(caption: Caption) -> dict[str, str]:
    """The labelled answers in the lines above a table, the first of each kind, and the grade told below it."""
    found: dict[str, str] = {}
    for line in caption.lines:
        found = labelled_answers(line) | found
    for line in caption.foot:
        found |= {key: text for key, text in labelled_answers(line).items() if key == "grade"}
    return found


def _speak_of_project(reading: Reading) -> None:
    """What is titled 项目支出 in a project's own papers is all of its money, and no part of a department's."""
    if reading.setting.total_item == "project":
        reading.amounts = [replace(row, item="total") if row.item == "project" else row for row in reading.amounts]


def _department(departments: list[Draft], opened: Draft) -> Draft:
    """The department that a form speaks of: a further one where another body files a form that is there already."""
    form = opened.form
    if form is None or form.scope != "department" or not opened.bodies("organization"):
        return departments[-1]
    known = next((draft for draft in departments if _agree(draft, opened, "organization")), None)
    if known is not None:
        return known
    last = departments[-1]
    filed = {f"form.{form.id}"} & {reading.setting.form for reading in last.readings}
    if filed and _agree(last, opened, "organization") is False:
        departments.append(Draft(None, form, opened.year, is_further=True))
    return departments[-1]


def _same_project(known: Draft, opened: Draft) -> bool:
    """True for the same project in the same year, filed or carried out by the same bodies as far as both forms say."""
    if fold(known.project or "") != fold(opened.project or "") or known.year != opened.year:
        return False
    agrees = [
        verdict for key in ("organization", "implementing_unit") if (verdict := _agree(known, opened, key)) is not None
    ]
    return all(agrees) if agrees else _agree(known, opened, "competent_department") is not False


def _agree(known: Draft, opened: Draft, key: str) -> bool | None:
    """Whether both name the same body; None where one names none."""
    here, there = ({fold(name) for name in draft.bodies(key)} for draft in (known, opened))
    return not here.isdisjoint(there) if here and there else None


def _of_year(projects: Sequence[Draft], current: Draft, year: int | None) -> Draft:
    """The current project as its forms of a year speak of it, where there are such."""
    named = (draft for draft in projects if draft.project == current.project and draft.year == year)
    return next(named, current)


def _belongs_to_project(reading: Reading, caption: Caption, current: Draft) -> bool:
    """True for a further part of a project form cut into several tables: no title between, its total still to come; and for the sums of its
    points in a table of their own, which come to the same total."""
    finished = any(part.has_total for part in current.readings)
    if set(reading.kinds) & _SUMMARIES and set(reading.kinds) <= _SUMMARIES:
        return bool(_totals([reading]) & _totals(current.readings))
    return caption.form is None and not finished and not reading.heads.get("organization") and len(caption.text) < 30


def _totals(readings: Sequence[Reading]) -> set[Decimal]:
    return {row.score for each in readings for row in each.scores if row.component in _OF_ALL and row.score is not None}


def _yields(reading: Reading) -> bool:
    return bool(reading.amounts or reading.personnel or reading.indicators or reading.scores or reading.goals)


def _is_unit(answer: str) -> bool:
    """Whether what stands behind 单位 is what things are counted in (个、人), or the head of a column of such counts (`保有量（辆）`)."""
    _, counted = bracketed(fold(answer))
    units = words("units_of_things") | words("units_of_persons")
    return counted in units or all(part in units for part in _PARTS.split(answer))
