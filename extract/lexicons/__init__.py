"""Word lists that are not fields: blanks, of-which words, form titles, body suffixes. One YAML file each."""

from functools import cache
from typing import Any

from schemas.datafile import load_yaml


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name in words.yaml."""
    data = load_yaml(__name__, "words.yaml")
    return frozenset(data[name])


@cache
def audit_patterns() -> dict[str, Any]:
    """The patterns of the audit rules, audit.yaml by section."""
    patterns: dict[str, Any] = load_yaml(__name__, "audit.yaml")
    return patterns


@cache
def review_words() -> dict[str, Any]:
    """The columns of lists of findings and of reviews, review.yaml by section."""
    read: dict[str, Any] = load_yaml(__name__, "review.yaml")
    return read
