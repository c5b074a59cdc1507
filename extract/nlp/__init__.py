"""The only door to spaCy: a pipeline for fiscal Chinese on a blank `zh`, and what it makes of a narrative.

spaCy is loaded by the first paragraph that may tell money, heads, scores or a grade, not by importing this package.
"""

from extract.nlp.narrative import Told, read_narrative, warm_up

__all__ = ["Told", "read_narrative", "warm_up"]
