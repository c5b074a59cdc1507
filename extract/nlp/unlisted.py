"""The item of a row label that no list knows, where its wording leaves little doubt."""

from functools import lru_cache

from extract.nlp.spacy_settings import one_thread

# On wordings it was not trained on, answers this sure are right in 99 of 100 cases: see docs/NLP.md.
LEAST_PROBABILITY = 0.8
LEAST_FAMILIAR = 0.5
# What everything else is summed up against is never guessed.
REFUSED = frozenset({"none", "total", "income", "expenditure"})
_LONGEST = 16


@lru_cache(maxsize=4096)
def unlisted_item(label: str) -> str | None:
    """The item that a folded label most likely means, None where that is not sure or there are no weights."""
    if not 1 < len(label) <= _LONGEST:
        return None
    one_thread()
    from extract.nlp.classifier import item_classifier

    classifier = item_classifier()
    if classifier is None:
        return None
    (guess,) = classifier.guesses([label])
    sure = guess.probability >= LEAST_PROBABILITY and guess.familiar >= LEAST_FAMILIAR
    return guess.answer if sure and guess.answer not in REFUSED else None
