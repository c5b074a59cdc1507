"""Rules are switched off one by one, and switched on again."""

import pytest

from benchmarks.ablation import Worth
from benchmarks.switches import Entry, Function, alternatives, entries, functions, switched_off, without
from extract import labels
from extract.labels import resolve_item
from extract.lexicons import grammar
from schemas import fields

FILE = ("schemas.fields", "item_words.yaml")


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("收入|支出", ["(?!)|支出", "收入|(?!)"]),
        ("本(?:级|部门)的", ["本(?:(?!)|部门)的", "本(?:级|(?!))的"]),
        ("本(?:年度)?支出", ["本(?:(?!))?支出"]),
        ("[和|与]支出", []),
        (r"\(支出\)?", []),
        ("(?<=共|计)(?P<n>一)", ["(?<=(?!)|计)(?P<n>一)", "(?<=共|(?!))(?P<n>一)"]),
    ],
)
def test_each_alternative_and_optional_part_of_a_pattern_goes_by_itself(pattern: str, left: list[str]) -> None:
    found = [Entry(FILE, ("patterns", "it"), span) for span in alternatives(pattern)]
    assert [without({"patterns": {"it": pattern}}, [each])["patterns"]["it"] for each in found] == left


def test_words_go_and_a_pattern_that_is_asked_for_by_name_matches_nothing() -> None:
    data = {"words": {"given": ["安排", "下达"]}, "patterns": {"money": "资金(?=到位)"}, "terms": {"支出": "actual"}}
    assert without(data, list(entries(FILE, data))) == {
        "words": {"given": []}, "patterns": {"money": "(?!)"}, "terms": {}
    }  # fmt: skip
    assert data["words"]["given"] == ["安排", "下达"]


def test_reading_is_without_a_word_only_inside_the_block() -> None:
    words = fields.load("item_words.yaml")
    off = [each for each in entries(FILE, words) if each.path == ("before", "本年")]
    assert resolve_item("本年公务接待费") == "three_public.reception"
    with switched_off(off):
        assert resolve_item("本年公务接待费") is None
    assert resolve_item("本年公务接待费") == "three_public.reception"


def test_a_function_that_is_switched_off_answers_nothing_wherever_it_is_called_from() -> None:
    off = [each for each in functions([labels.__name__]) if each.name == "_lumped"]
    assert [(each.module, each.nothing) for each in off] == [("extract.labels", "_none")]
    assert resolve_item("水费、电费") == "econ.30205+30206"
    with switched_off(off):
        assert resolve_item("水费、电费") is None
    assert resolve_item("水费、电费") == "econ.30205+30206"


def test_an_empty_list_in_a_pattern_matches_nothing() -> None:
    data = grammar.lexicon("funds")
    off = [each for each in entries(("extract.lexicons", "funds.yaml"), data) if each.path[:2] == ("words", "levels")]
    with switched_off(off):
        assert not grammar.pattern("funds", "level").fullmatch("县级配套资金")
    assert grammar.pattern("funds", "level").fullmatch("县级配套资金")


def test_a_rule_does_harm_where_nothing_is_lost_without_it_and_something_is_better() -> None:
    assert Function("m", "f", "_no").group == "m"
    worth = Worth(1)
    worth.wrong.update({"amounts/text": -2})
    assert worth.harmful
    assert str(worth) == "1 documents: ~2 amounts/text"
    worth.right.update({"meta": -1})
    assert not worth.harmful
