"""The word lists and the patterns put together from them."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest

from extract.lexicons import grammar

MODULES = sorted((Path(__file__).parents[1] / "extract").rglob("*.py"))
GIVERS = ("pattern", "wordings")
PARTS = ("words", "patterns")

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
    given = grammar.wordings("projects", "given")
    assert given
    assert all(grammar.pattern("projects", "verb").match(f"{word}了资金") for word in given)


def test_a_name_that_the_file_does_not_have_is_a_fault() -> None:
    with pytest.raises(KeyError):
        grammar.pattern("funds", "nothing")


def asked_for(source: str) -> set[tuple[str, str]]:
    """(file, name) of every list and pattern that a module asks for by its name, directly or through a function of its own."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    through: dict[str, str] = {}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        given = {each.arg for each in function.args.args}
        for call in (node for node in ast.walk(function) if node in calls and len(node.args) == 2):
            file, name = call.args
            if call.func.id in GIVERS and isinstance(file, ast.Constant) and getattr(name, "id", None) in given:
                through[function.name] = file.value
    found = set()
    for call in calls:
        file = call.args[0].value if call.func.id in GIVERS and isinstance(call.args[0], ast.Constant) else None
        names = call.args[1:] if file else call.args
        file = file or through.get(call.func.id)
        found |= {(file, each.value) for each in names if file and isinstance(each, ast.Constant)}
    return found


def test_every_name_that_code_asks_for_stands_in_its_file() -> None:
    assert asked_for('def _said(name):\n    return pattern("funds", name)\n_said("level")\nwordings("bodies", "places")') == {
        ("funds", "level"), ("bodies", "places"),
    }  # fmt: skip
    asked = set().union(*(asked_for(path.read_text(encoding="utf8")) for path in MODULES))
    held = {(file, name) for file in FILES for part in PARTS for name in grammar.lexicon(file)[part]}
    assert asked - held == set()


def test_every_list_and_pattern_is_asked_for() -> None:
    strings = {
        node.value
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    beginnings = tuple(each for each in strings if each.endswith("_"))
    for file in FILES:
        data = grammar.lexicon(file)
        nested = {name for text in data["patterns"].values() for name in grammar._NAMED.findall(text)}
        beside = {
            str(name) for key, part in data.items() if key not in PARTS for name in getattr(part, "values", list)()
        }
        idle = {name for part in PARTS for name in data[part]} - strings - nested - beside
        assert {name for name in idle if not name.startswith(beginnings)} == set(), file
