"""Adds what the narrative says to the evaluation it speaks of."""

from collections.abc import Sequence
from dataclasses import replace

from extract.text import read_amounts, read_scores, read_staff
from schemas.document import Document
from schemas.records import Evaluation, Section


def narrate(document: Document, sections: list[Section], evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations with the rows of the narrative: the department's, or those of the only project there is."""
    speaker = next(
        (k for k, each in enumerate(evaluations) if each.project is None), 0 if len(evaluations) == 1 else None
    )
    if speaker is None:
        return list(evaluations)
    own = evaluations[speaker]
    scores = read_scores(document, own.project)
    declared = next((score.score for score in scores if score.component == "declared"), None)
    told = replace(
        own,
        amounts=own.amounts + tuple(read_amounts(document, sections, own.fiscal_year, own.project)),
        personnel=own.personnel + tuple(read_staff(document)),
        scores=own.scores + tuple(scores),
        total_score=own.total_score if own.total_score is not None else declared,
    )
    return [told if k == speaker else each for k, each in enumerate(evaluations)]
