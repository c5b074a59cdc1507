"""A spreadsheet number as its format shows it, for the formats in which forms are printed."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

SIGNIFICANT = 15  # what a spreadsheet keeps of a binary number
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
} | dict.fromkeys((39, 40, 43, 44), "#,##0.00")
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]")
TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?,]+(?:\.[#0?]+)?|\.[#0?]+)|(.)', re.DOTALL)
PLAIN_LITERALS = frozenset("%-+() ¥￥$元万亿个人次")
MAX_PLACES = 15


def shown(value: int | float, code: str | None) -> str:
    """The number as the format code shows it; without a code, or with one of another kind, all of its digits."""
    exact = Decimal(format(value, f".{SIGNIFICANT}g")) if isinstance(value, float) else Decimal(value)
    layout = _layout(code) if code else None
    if layout is None:
        return plain(exact)
    before, after, least, most, grouped, percent = layout
    scaled = exact.scaleb(2) if percent else exact
    text = f"{scaled.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):{',' if grouped else ''}f}"
    for _ in range(most - least):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign if digits.strip('0.,') else ''}{before}{digits}{after}".strip()


def plain(exact: Decimal) -> str:
    """All digits, without an exponent, a trailing zero or a negative nothing."""
    text = f"{exact.normalize():f}"
    return "0" if text == "-0" else text


@lru_cache(maxsize=1024)
def _layout(code: str) -> tuple[str, str, int, int, bool, bool] | None:
    """(text before, text after, fewest decimals, most decimals, thousands, percent) of a code's first section, if plain."""
    section = CURRENCY.sub(lambda match: f'"{match[1]}"', code.split(";")[0])
    before, after, digits = "", "", ""
    for token in TOKEN.finditer(section):
        literal = token[1] if token[1] is not None else token[2]
        if token[3]:
            if digits:
                return None
            digits = token[3]
        elif literal is not None or token[4]:
            literal = token[4] if literal is None else literal
            if token[4] and token[4] not in PLAIN_LITERALS:
                return None
            before, after = (before, after + literal) if digits else (before + literal, after)
    whole, _, decimals = digits.partition(".")
    if not digits or whole.endswith(",") or len(decimals) > MAX_PLACES:
        return None
    return before, after, decimals.count("0"), len(decimals), "," in whole, "%" in before + after
