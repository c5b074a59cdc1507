"""Money, rates and points as forms print them, with the exact value that the print says."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from schemas.units import money_units


def plain(value: Decimal) -> int | float:
    """A Decimal as JSON shows it: an integer where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as forms round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def short(value: Decimal) -> str:
    """A number without trailing zeros: 9.50 -> 9.5, 10.00 -> 10."""
    return f"{value.normalize():f}"


def rate_of(part: int, whole: int) -> Decimal:
    """Percent with two decimals; ZeroDivisionError where the whole is 0."""
    return rounded(Decimal(part) * 100 / whole, 2)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed sum: the text, its exact value in yuan and the unit it is in."""

    text: str
    yuan: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class MoneyStyle:
    """How one report prints money. `fixed`: always two decimals; `grouped`: 1,234.50; `in_cell`: the unit follows."""

    unit: str
    fixed: bool = True
    grouped: bool = False
    in_cell: bool = False

    def figure(self, fen: int) -> Figure:
        """A sum in fen as printed. ValueError if two decimals of the unit cannot say it exactly."""
        factor = money_units()[self.unit].factor
        value = Decimal(fen) / 100 / factor
        if value != rounded(value, 2):
            raise ValueError(f"{fen} fen is no whole number of hundredths of {self.unit}")
        digits = f"{value:.2f}" if self.fixed and value else short(value)
        text = f"{Decimal(digits):,}" if self.grouped else digits
        return Figure(text + self.unit if self.in_cell else text, value * factor, self.unit)

    def phrase(self, fen: int) -> str:
        """A sum in running text, with its unit."""
        return self.figure(fen).text + ("" if self.in_cell else self.unit)
