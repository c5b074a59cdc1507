"""What ties a figure in a sentence to its words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a figure to its words; `label` and the statement begin at folded offsets."""

    item: str
    measure: str
    year: int | None
    label: tuple[int, int]
    start: int
    sign: int = 1
