"""What the forms, captions and lines that speak of one evaluation make it: who filed it, its scope, score, grade and date."""

from collections.abc import Sequence

from extract.bodies import fuller_name, is_public_body, region_of, reporting_body
from extract.captions import attached_on, dated_line, reported_on, signed_on, texts_of
from extract.dates import stated_date
from extract.drafts import Draft
from extract.forms import form_of
from extract.grades import narrated_full_mark, narrated_grade, parse_grade
from extract.lexicons import words
from extract.lexicons.grammar import pattern
from extract.scopes import FUNDS, scope_of
from extract.tables.scores import SCORE_SUMMARY
from extract.titles import title_body, title_region
from schemas.document import Document
from schemas.folding import fold
from schemas.records import Evaluation, Score


def evaluation_of(document: Document, draft: Draft, owner: str | None) -> Evaluation:
    """The evaluation that all of a draft's readings make; `owner` is the department whose document it is, if any."""
    scope = _scope(draft)
    organization, competent, implementing = _carriers(document, draft, scope, owner)
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
        grade=grades[0] if grades else _narrated_grade(document, draft) if draft.is_narrated else None,
        reported_on=_reported(document, draft),
        form=draft.form.id if draft.form else None,
        amounts=tuple(amount for reading in draft.readings for amount in reading.amounts),
        personnel=tuple(count for reading in draft.readings for count in reading.personnel),
        indicators=tuple(row for reading in draft.readings for row in reading.indicators),
        scores=tuple(scores),
        goals=tuple(goal for reading in draft.readings for goal in reading.goals),
        facilities=tuple(row for reading in draft.readings for row in reading.facilities),
    )


def _narrated_grade(document: Document, draft: Draft) -> str | None:
    return narrated_grade(texts_of(document, draft.tables), draft.year)


def _carriers(
    document: Document, draft: Draft, scope: str, owner: str | None
) -> tuple[str | None, str | None, str | None]:
    """(body reported on, competent department, implementing unit)."""
    stated, implementing = (next(iter(draft.bodies(key)), None) for key in ("organization", "implementing_unit"))
    named = draft.bodies("competent_department")
    # Of the departments that money passes through the last is the one that reports.
    competent = named[-1] if named else None
    if draft.project is None:
        organization, competent, implementing = (stated if draft.is_further else owner), None, None
    elif draft.titled:
        organization = stated or implementing or fuller_name(title_body(document), document) or owner or competent
    else:
        organization = _filer(document, draft, competent, implementing, owner)
    if scope == "transfer":
        organization = stated or reporting_body(document) or competent or organization
    if draft.titled:
        competent = competent if _is_asked(draft, "competent_department") else None
        implementing = implementing if _is_asked(draft, "implementing_unit") else None
    return organization, competent, implementing


def _is_asked(draft: Draft, key: str) -> bool:
    """Whether a report has an answer: of the forms in it alone, but where its table of indicators is one its lines answer for it."""
    return any(reading.indicators or key in reading.heads for reading in draft.readings)


def _filer(
    document: Document, draft: Draft, competent: str | None, implementing: str | None, owner: str | None
) -> str | None:
    """The body that files a project form: the filing unit, else the implementing unit if it is a public body of the
    department whose report holds the form, else that department."""
    if stated := draft.bodies("organization"):
        return stated[0]
    public = is_public_body(implementing)
    if owner is not None and competent is not None and fold(competent) == fold(owner):
        of_department = public and (implementing == owner or _is_of_the_place(document, implementing, owner))
        return implementing if of_department else owner
    return implementing if public else competent or owner


def _is_of_the_place(document: Document, body: str | None, department: str) -> bool:
    """False for a body of another government, such as a province's station in a city."""
    region, own = region_of(body, document), region_of(department, document)
    return region is None or own is None or region.code[:4] == own.code[:4]


def _total(scores: Sequence[Score]) -> Score | None:
    """The form's own row of totals; that of a summary inside the narrative only where there is no other."""
    totals = [score for score in scores if score.component == "total"]
    return next((score for score in totals if score.by != SCORE_SUMMARY), totals[0] if totals else None)


def _declared(scores: Sequence[Score]) -> Score | None:
    declared = [score for score in scores if score.component == "declared"]
    own = [score for score in declared if score.institution is None]
    of_one = len({score.institution for score in declared}) == 1
    return own[0] if own else declared[0] if of_one else None


def _scope(draft: Draft) -> str:
    """What the forms, their captions and answers tell; what a title tells where no form has a scope of its own."""
    own = draft.form.scope if draft.form else None
    asked = draft.project and (own in FUNDS or draft.heads("transfer"))
    if draft.told_scope and (draft.titled or own is None) and not asked:
        return draft.told_scope
    facts = ["department.alone" if draft.project is None else "project.named"]
    if own in FUNDS or (own == "department" and draft.project is None):
        facts.append(f"form.{own}")
    if draft.project is not None:
        first = draft.readings[0]
        titled = first.setting.caption + "".join(first.titles)
        facts += ["answer.transfer"] if draft.heads("transfer") else []
        facts += ["caption.transfer"] if any(word in titled for word in words("transfer_labels")) else []
        fund = _is_called_a_fund(draft)
        regional = any(word in titled for word in words("region_labels"))
        facts += ["caption.region"] if regional and not fund else []
        facts += ["answer.special_fund"] if draft.heads("special_fund") and own is None else []
        facts += ["called.special_fund"] if fund else []
    return scope_of(facts)


def _is_called_a_fund(draft: Draft) -> bool:
    """True for a form whose title speaks of no project, but of a fund, or that evaluates what a fund's name is given to."""
    first = draft.readings[0]
    titles = [line for line in (*first.setting.caption.split("\n"), *first.titles) if form_of(line)]
    fund = pattern("titles", "fund")
    regional = any(word in title for title in titles for word in words("region_labels"))
    named = not regional and fund.search(fold(draft.project or "")) is not None
    return (
        bool(titles)
        and not any(word in title for title in titles for word in words("project_labels"))
        and (named or any(fund.search(title) for title in titles))
    )


def _reported(document: Document, draft: Draft) -> str | None:
    stated = [date for text in draft.heads("date") if (date := stated_date(text))]
    below = [date for reading in draft.readings if (date := reported_on(document, reading.setting.table))]
    told = (dated_line(document, draft.tables) or signed_on(document)) if draft.is_narrated else attached_on(document)
    return next(iter(stated + below), None) or told
