"""A classifier of labels: what a label that no list names most likely means, and how sure that is."""

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from extract.nlp.answers import NONE, Example, items

log = logging.getLogger(__name__)

SETTINGS = "labels.cfg"
MODELS = "models"


@dataclass(frozen=True, slots=True)
class Guess:
    """The most likely class of a label, its probability, and the share of the label's pairs of characters that the class's own
    wordings hold. A class may be likely for want of a better one; pairs it never had tell so."""

    answer: str
    probability: float
    familiar: float


class Classifier:
    """spaCy's text classifier over characters, and the pairs of characters that each class is worded with."""

    def __init__(self, nlp: Language, examples: Iterable[Example]) -> None:
        self._nlp = nlp
        self._pairs: dict[str, set[str]] = defaultdict(set)
        for each in examples:
            self._pairs[each.answer] |= pairs(each.label)

    @property
    def classes(self) -> list[str]:
        """What it tells apart."""
        return list(self._nlp.get_pipe("textcat").labels)  # type: ignore[attr-defined]

    def guesses(self, labels: list[str]) -> list[Guess]:
        """The most likely class of each folded label."""
        return [
            self._guess(label, doc.cats)
            for label, doc in zip(labels, self._nlp.pipe(map(bounded, labels)), strict=True)
        ]

    def _guess(self, label: str, cats: dict[str, float]) -> Guess:
        answer = max(cats, key=lambda name: cats[name])
        own = pairs(label)
        return Guess(answer, cats[answer], len(own & self._pairs[answer]) / len(own) if answer != NONE else 1.0)

    def weights(self) -> bytes:
        """The trained model without the lists it was trained from."""
        data: bytes = self._nlp.get_pipe("textcat").model.to_bytes()  # type: ignore[attr-defined]
        return data


@cache
def settings() -> Any:
    """labels.cfg: spaCy's config, and under `training` what training.py takes."""
    with as_file(files(__package__) / SETTINGS) as path:
        return load_config(path)


def untrained(classes: list[str]) -> Language:
    """The pipeline of labels.cfg for these classes, without weights."""
    config = settings().copy()
    del config["training"]
    nlp = load_model_from_config(config, auto_fill=True)
    for name in classes:
        nlp.get_pipe("textcat").add_label(name)  # type: ignore[attr-defined]
    return nlp


@cache
def item_classifier() -> Classifier | None:
    """The classifier of row labels that comes with the package; None where its weights are missing or not those that were trained."""
    folder = files(__package__) / MODELS
    try:
        about, data = json.loads((folder / "items.json").read_text("utf8")), (folder / "items.bin").read_bytes()
    except FileNotFoundError:
        return None
    if hashlib.sha256(data).hexdigest() != about["sha256"]:
        log.warning("the weights of the label classifier are not those that were trained: it is not used")
        return None
    nlp = untrained(about["classes"])
    nlp.initialize()
    nlp.get_pipe("textcat").model.from_bytes(data)  # type: ignore[attr-defined]
    return Classifier(nlp, items())


def bounded(label: str) -> str:
    """A label with marks for its beginning and end, which words that open or close a label are known by."""
    return f"^{label}$"


def pairs(label: str) -> set[str]:
    """The pairs of neighbouring characters of a label, its ends included."""
    text = bounded(label)
    return {text[at : at + 2] for at in range(len(text) - 1)}
