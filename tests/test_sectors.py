"""What a body is for, told from its name; every sector has a name in both languages."""

import pytest

from extract.sectors import _words, sector_of
from schemas.sql import codes


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("石门县水利局", "water"), ("某市科学技术和工业信息化局", "industry"), ("某县教育体育局", "education"),
        ("某县文化旅游广电体育局", "culture"), ("某区人民法院", "court"), ("某镇人民政府", "township"),
        ("某县城市管理和综合执法局", "housing"), ("某县志办公室", None),
    ],
)  # fmt: skip
def test_the_earliest_and_longest_word_decides(name: str, sector: str | None) -> None:
    assert sector_of(name) == sector


def test_every_sector_is_named() -> None:
    assert set(_words().values()) == {code.code for code in codes() if code.kind == "sector"}
