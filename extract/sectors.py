"""What a public body is for, told from its name."""

from functools import cache

import regex

from schemas.datafile import load_yaml


@cache
def _words() -> dict[str, str]:
    """Word -> code of the sector."""
    data = load_yaml("extract.lexicons", "sectors.yaml")
    return {word: sector for sector, words in data.items() for word in words}


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile("|".join(sorted(_words(), key=len, reverse=True)))


def sector_of(name: str) -> str | None:
    """The sector's code (`schemas/codes.yaml`) of a body's name: `石门县水利局` -> water; None where no word tells."""
    match = _pattern().search(name)
    return _words()[match[0]] if match else None
