"""Adds what the narrative says to the evaluation it speaks of."""

from collections.abc import Sequence
from dataclasses import replace

from extract.nlp import read_narrative
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
    told = read_narrative(document, sections, own.fiscal_year, own.project)
    declared = next((score.score for score in told.scores if score.component == "declared"), None)
    fuller = replace(
        own,
        amounts=own.amounts + told.amounts,
        personnel=own.personnel + told.personnel,
        scores=own.scores + told.scores,
        total_score=own.total_score if own.total_score is not None else declared,
    )
    return [fuller if k == speaker else each for k, each in enumerate(evaluations)]
