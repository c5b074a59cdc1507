"""Word lists that are not fields: blanks, of-which words, form titles, body suffixes. One YAML file each."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name in words.yaml."""
    data = yaml.safe_load((files(__name__) / "words.yaml").read_text(encoding="utf8"))
    return frozenset(data[name])
