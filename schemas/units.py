"""Units of money and their exact factors to yuan."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from schemas.datafile import load_yaml
from schemas.errors import FieldError


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of money; `factor` is yuan per unit."""

    name: str
    factor: Decimal


@cache
def money_units() -> dict[str, Unit]:
    """Every spelling -> unit. Source: units.yaml."""
    data = load_yaml("schemas", "units.yaml")["money"]
    units: dict[str, Unit] = {}
    for name, entry in data.items():
        unit = Unit(name, Decimal(entry["factor"]))
        for spelling in [name, *entry.get("also", ())]:
            if spelling in units:
                raise FieldError(f"units.yaml: {spelling!r} is claimed twice")
            units[spelling] = unit
    return units


@cache
def unstated_unit() -> Unit:
    """The unit that tables are in where nothing says which; whoever takes it says that it is inferred."""
    return money_units()[load_yaml("schemas", "units.yaml")["unstated"]]


@cache
def money_pattern() -> str:
    """An alternation of all spellings, longest first, for use inside a larger pattern."""
    return "|".join(sorted(map(regex.escape, money_units()), key=len, reverse=True))


@cache
def _stated() -> regex.Pattern[str]:
    return regex.compile(rf"(?:\(|单位[::为]?|\[)(?:金额)?(?:单位[::]?)?({money_pattern()})(?:\)|\]|$|[,;。、])")


def stated_unit(folded: str) -> Unit | None:
    """The unit a heading states in brackets or after 单位: (`项目资金(万元)`, `单位:元`); None where it states none."""
    match = _stated().search(folded)
    return money_units()[match[1]] if match else None
