"""The item of a row label that no list knows, where its wording leaves little doubt."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.nlp.spacy_settings import one_thread
from extract.text.lexer import narrative
from schemas import fields

if TYPE_CHECKING:
    from extract.nlp.classifier import Guess

# On wordings it was not trained on, answers this sure are right in 99 of 100 cases: see docs/NLP.md.
LEAST_PROBABILITY = 0.8
LEAST_FAMILIAR = 0.5
# What everything else is summed up against is never guessed.
REFUSED = frozenset({"none", "total", "income", "expenditure"})
_LONGEST = 16
_SHORTEST_NAME = 4


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
    return decided(label, guess, fields.budget_labels())


def decided(label: str, guess: "Guess", known: Mapping[str, str]) -> str | None:
    """The item a guess gives, None where it is not sure enough, where words make something else of the item (人均, 减少, 涉及),
    or where the label ends with the name of another kind of item among the known labels."""
    sure = guess.probability >= LEAST_PROBABILITY and guess.familiar >= LEAST_FAMILIAR
    if not sure or guess.answer in REFUSED or any(word in label for word in _turning()):
        return None
    return None if _ends_otherwise(label, guess.answer, known) else guess.answer


@cache
def _turning() -> tuple[str, ...]:
    lists = ("standards", "increases", "decreases", "portions", "negations")
    return tuple(word for name in lists for word in narrative()[name])


def _ends_otherwise(label: str, item: str, known: Mapping[str, str]) -> bool:
    """Whether a label ends with a shorter one that means another kind of item."""
    ends = (known.get(label[at:]) for at in range(1, len(label) - _SHORTEST_NAME + 1))
    return any(code and code not in (*REFUSED, "other") and _kind(code) != _kind(item) for code in ends)


def _kind(item: str) -> str:
    return item.split(".")[0]
