"""Sentences of the narrative -> records by pattern: amounts, head-counts, scores, each tied to its words."""

from extract.text.amounts import read_amounts
from extract.text.scores import read_scores
from extract.text.staff import read_staff

__all__ = ["read_amounts", "read_scores", "read_staff"]
