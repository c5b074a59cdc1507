"""The pipeline itself: a blank `zh` with the project's tokenizer and components. Nothing is downloaded, nothing trained."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.vocab import Vocab

from extract.nlp import components
from extract.nlp.tokenizer import TOKENIZER

# Longer than any document that is read: paragraphs are cut by the reader, not by spaCy.
_MAX_CHARS = 1 << 31


@cache
def language() -> Language:
    """The one pipeline of this process, `nlp(text)` for a text as published."""
    vocab = (
        Vocab()
    )  # what a word is like is asked of its token's kind: spaCy's own attributes take longer than all the rest
    nlp = spacy.blank("zh", vocab=vocab, config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = _MAX_CHARS
    for name in components.ORDER:
        nlp.add_pipe(name)
    return nlp
