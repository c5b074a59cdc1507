"""List numbers as a word processor writes them: an integer and a format name (ST_NumberFormat) to text.

Source: ECMA-376 part 1, 17.18.59 ST_NumberFormat.
"""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
MAX_REPEATS = 20


def format_number(value: int, number_format: str) -> str:
    """The number written in one of Word's list formats; plain decimal for formats not known here."""
    writer = WRITERS.get(number_format)
    return str(value) if writer is None or value < 0 else writer(value)


def _counting(value: int, digits: str = "零" + DIGITS[1:], units: str = "十百千", short_ten: bool = True) -> str:
    """Chinese place-value words up to 9999 (一百零一); plain digits beyond."""
    if value == 0 or value > 9999:
        return digits[0] if value == 0 else str(value)
    words, zero = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            zero = bool(words)
            continue
        words += (digits[0] if zero else "") + digits[digit] + (units[place - 1] if place else "")
        zero = False
    return words[1:] if short_ten and 10 <= value < 20 else words


def _chinese_counting(value: int) -> str:
    return _counting(value) if value < 100 else _digital(value)


def _japanese_counting(value: int) -> str:
    words = _counting(value).replace("零", "")
    return "".join(word for i, word in enumerate(words) if word != "一" or words[i + 1 : i + 2] not in set("十百千"))


def _legal(value: int) -> str:
    return _counting(value, LEGAL_SIMPLIFIED, "拾佰仟", short_ten=False)


def _legal_traditional(value: int) -> str:
    return _counting(value, LEGAL_TRADITIONAL, "拾佰仟", short_ten=False)


def _digital(value: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(value))


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    words = ""
    for worth, letters in ROMAN:
        words += letters * (value // worth)
        value %= worth
    return words


def _letter(value: int) -> str:
    repeats, place = divmod(value - 1, 26)
    return str(value) if value < 1 or repeats >= MAX_REPEATS else chr(ord("A") + place) * (repeats + 1)


def _circled(value: int) -> str:
    for first, last, glyph in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= value <= last:
            return chr(ord(glyph) + value - first)
    return str(value)


def _sequence(glyphs: str) -> Callable[[int], str]:
    return lambda value: glyphs[value - 1] if 1 <= value <= len(glyphs) else str(value)


def _run(first: str, length: int) -> Callable[[int], str]:
    return _sequence("".join(chr(ord(first) + i) for i in range(length)))


WRITERS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "chineseCounting": _chinese_counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _chinese_counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _japanese_counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_traditional,
    "ideographTraditional": _sequence(STEMS),
    "ideographZodiac": _sequence(BRANCHES),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
}
