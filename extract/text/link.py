"""What ties a figure in a sentence to its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a figure to its words; `label` and the statement begin at folded offsets.

    `name` is what the section above is called, where the figure is of that and its own words name nothing; `institution` the body
    below whose money it is."""

    item: str
    measure: str
    year: int | None
    label: tuple[int, int]
    start: int
    sign: int = 1
    name: str | None = None
    institution: str | None = None
