"""Word lists that are not fields: blanks, of-which words, form titles, body suffixes. One YAML file each."""

from functools import cache

from schemas.datafile import load_yaml


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name in words.yaml."""
    data = load_yaml(__name__, "words.yaml")
    return frozenset(data[name])
