"""The only door to spaCy: a pipeline for fiscal Chinese on a blank `zh`, and what it makes of a narrative.

spaCy is loaded by the first paragraph that may tell money, heads, scores or a grade, not by importing this package.
"""

from extract.nlp.narrative import Reading, Told, read_narrative, read_paragraphs, too_long
from extract.nlp.unlisted import unlisted_item

__all__ = ["Reading", "Told", "read_narrative", "read_paragraphs", "too_long", "unlisted_item"]
