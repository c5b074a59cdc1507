"""List numbers in the formats of a word processor."""

import pytest

from parsers.numerals import format_number

CASES = [
    ("decimal", {1: "1", 12: "12"}),
    ("decimalZero", {3: "03", 12: "12"}),
    ("decimalFullWidth", {10: "１０"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
    ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 101: "一〇一"}),
    (
        "chineseCountingThousand",
        {10: "十", 15: "十五", 100: "一百", 101: "一百零一", 110: "一百一十", 1005: "一千零五"},
    ),
    ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
    ("japaneseCounting", {1: "一", 10: "十", 11: "十一", 100: "百", 121: "百二十一", 200: "二百"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographDigital", {10: "一〇"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
    ("lowerLetter", {2: "b"}),
    ("upperRoman", {4: "IV", 1990: "MCMXC"}),
    ("lowerRoman", {9: "ix"}),
    ("none", {1: ""}),
    ("no such format", {7: "7"}),
]


@pytest.mark.parametrize(("number_format", "expected"), CASES, ids=[name for name, _ in CASES])
def test_numbers_are_written_as_word_writes_them(number_format: str, expected: dict[int, str]) -> None:
    assert {value: format_number(value, number_format) for value in expected} == expected
