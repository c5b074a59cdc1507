"""The data files beside the code: vocabulary, places, sectors, outlines. Read on first use."""

from functools import cache
from random import Random
from typing import Any

from schemas.datafile import load_yaml


@cache
def load(name: str) -> dict[str, Any]:
    """One of vocabulary, places, sectors, outlines, samples."""
    data: dict[str, Any] = load_yaml("corpus.synth", f"{name}.yaml")
    return data


class Wording:
    """One report's choice among the words for each concept: drawn once, then always the same."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._chosen: dict[tuple[str, str], str] = {}

    def __call__(self, group: str, concept: str) -> str:
        """The label for one concept of one group of the vocabulary."""
        key = (group, concept)
        if key not in self._chosen:
            self._chosen[key] = self._rng.choice(load("vocabulary")[group][concept])
        return self._chosen[key]

    def header(self, concept: str) -> str:
        """The label of a column or row."""
        return self("headers", concept)
