"""The scope of an evaluation: a department's, a project's, a special fund's or a transfer's, by all that tells it.

One place decides for forms and for reports alike. Whoever reads a document gathers facts; `lexicons/scopes.yaml` says what each
of them tells and how much it weighs.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import regex

from schemas.datafile import load_yaml
from schemas.document import Document
from schemas.folding import fold

MAX_HEADING = 60
# Scopes whose money is spent on projects: their parts have names of their own.
FUNDS = ("special_fund", "transfer")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("extract.lexicons", "scopes.yaml")
    return data


@cache
def _patterns(where: str) -> tuple[tuple[regex.Pattern[str], str, float], ...]:
    return tuple((regex.compile(each["says"]), each["for"], each["weight"]) for each in _data()["told"][where])


def scope_of(facts: Iterable[str], told: Iterable[tuple[str, float]] = ()) -> str:
    """The scope that facts (names of `scopes.yaml`) and weights of scopes (`told_of`) speak for; KeyError for an unknown fact."""
    weights: Counter[str] = Counter()
    for fact in facts:
        weights.update(_data()["facts"][fact])
    for scope, weight in told:
        weights[scope] += weight  # type: ignore[assignment]
    order: list[str] = _data()["order"]
    return max(order, key=lambda scope: (weights[scope], -order.index(scope)))


def told_of(document: Document, name: str, report: str) -> list[tuple[str, float]]:
    """What a report on one project or fund tells of its scope: by the name, the rest of its title, its headings and its words."""
    lines = [fold(each.text) for each in document.paragraphs]
    headings = [line for line in lines if len(line) <= MAX_HEADING and not line.count("。")]
    return [
        (scope, weight)
        for where, texts in (("name", [name]), ("report", [report]), ("heading", headings), ("text", lines))
        for says, scope, weight in _patterns(where)
        if any(says.search(text) for text in texts)
    ]
