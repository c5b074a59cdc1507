"""The word lists and the patterns put together from them."""

from importlib.resources import files

import pytest

from extract.lexicons import grammar

FILES = sorted(
    path.name.removesuffix(".yaml")
    for path in files("extract.lexicons").iterdir()
    if path.name.endswith(".yaml") and "\npatterns:\n" in path.read_text(encoding="utf8")
)
ALL = [(file, name) for file in FILES for name in grammar.lexicon(file)["patterns"]]


@pytest.mark.parametrize(("file", "name"), ALL, ids=lambda each: each)
def test_every_pattern_finds_its_lists_and_compiles(file: str, name: str) -> None:
    assert grammar.pattern(file, name).pattern
    named = grammar._NAMED.findall(grammar.pattern(file, name).pattern)
    assert named == []


def test_a_name_in_a_pattern_stands_for_any_word_of_its_list() -> None:
    granted = grammar.wordings("funds", "given")
    assert granted
    assert all(grammar.pattern("funds", "given_before").match(f"共{word}了我县") for word in granted)


def test_a_name_that_the_file_does_not_have_is_a_fault() -> None:
    with pytest.raises(KeyError):
        grammar.pattern("funds", "nothing")
