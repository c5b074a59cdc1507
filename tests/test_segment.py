"""Chinese words of any length are found, in Chinese and mixed text."""

import sqlite3

import pytest

from schemas.segment import match_query, segment
from schemas.sql import CREATE_PASSAGES

TEXTS = ["2022年度“三公”经费支出情况", "县工信局５Ｇ基站建设", "绩效评价得分98.36分", "三个公司的经费"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("绩效", [3]),
        ("三公经费", [1]),
        ("三公 2022", [1]),
        ('"支出 情况"', [1]),
        ("工信局", [2]),
        ("5G", [2]),
        ("98.36", [3]),
        ("经费", [1, 4]),
        ("支", [1]),
        ("5G基", [2]),
        ("度三公", [1]),
        ("没有", []),
        ("AND NEAR( * ^", []),
    ],
)
def test_a_word_is_found_where_it_stands(query: str, found: list[int]) -> None:
    db = sqlite3.connect(":memory:")
    db.execute(CREATE_PASSAGES)
    db.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", enumerate(map(segment, TEXTS), 1))
    hits = db.execute("SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY 1", [match_query(query)])
    assert [row for (row,) in hits] == found
    db.close()


def test_pairs_of_characters_are_indexed() -> None:
    assert segment("2022年“三公”5G") == "2022 年三 三公 公 5G"
    assert match_query("三公经费") == '"三公 公经 经费"'


def test_what_holds_no_word_asks_for_nothing() -> None:
    assert match_query("（、）") == ""
    assert match_query("") == ""
