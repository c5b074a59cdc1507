"""A piece of folded narrative text."""

from dataclasses import dataclass
from typing import Any

# Kinds that no word list gives: together they are the unknown words between two known ones.
LOOSE = frozenset({"han", "word", "sign", "number", "count", "points", "date", "paper", "staff"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of folded text: `kind` and, by kind, its value (item code, measure, year, sign, (digits, unit));
    a nought said without its unit has None for it."""

    kind: str
    start: int
    end: int
    value: Any = None

    @property
    def span(self) -> tuple[int, int]:
        """Its folded offsets."""
        return self.start, self.end
