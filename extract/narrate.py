"""Adds what the narrative says to the evaluation it speaks of."""

from collections.abc import Sequence
from dataclasses import replace

from extract.nlp import read_narrative
from extract.scopes import FUNDS
from schemas.document import Document, Issue
from schemas.records import Evaluation, Section


def narrate(
    document: Document, sections: list[Section], evaluations: Sequence[Evaluation]
) -> tuple[list[Evaluation], list[Issue]]:
    """The evaluations with the rows of the narrative added to the one it speaks of, and the figures that stayed unclear."""
    told_of = speaker(evaluations)
    if told_of is None:
        return list(evaluations), []
    own = evaluations[told_of]
    told = read_narrative(document, sections, own.fiscal_year, project_of(own), own.scope in FUNDS)
    declared = next((score.score for score in told.scores if score.component == "declared"), None)
    fuller = replace(
        own,
        amounts=own.amounts + told.amounts,
        personnel=own.personnel + told.personnel,
        scores=own.scores + told.scores,
        total_score=own.total_score if own.total_score is not None else declared,
    )
    return [fuller if k == told_of else each for k, each in enumerate(evaluations)], list(told.unclear)


def project_of(evaluation: Evaluation) -> str | None:
    """The project that an evaluation is of, empty where its report does not name it; None for a department's."""
    return None if evaluation.scope == "department" else evaluation.project or ""


def speaker(evaluations: Sequence[Evaluation]) -> int | None:
    """Which evaluation a narrative speaks of: the department's, or the only one there is; None where neither is."""
    departments = (k for k, each in enumerate(evaluations) if each.project is None)
    return next(departments, 0 if len(evaluations) == 1 else None)
