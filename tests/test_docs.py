"""What is documented exists, and what exists is documented."""

import re
from pathlib import Path

import pytest

from extract import audit
from extract.cli import main

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    readme = ROOT / "README.md"
    if not readme.is_file():
        pytest.skip("no README yet")
    assert f"jixiao {name}" in readme.read_text(encoding="utf8")


@pytest.mark.parametrize("rule", audit.rules().values(), ids=lambda rule: rule.id)
def test_every_rule_says_what_it_finds_in_both_languages(rule: audit.Rule) -> None:
    assert rule.says.endswith("。")
    assert rule.english.endswith(".")
    assert rule.source


@pytest.mark.parametrize("rule", sorted(audit.rules()))
def test_every_rule_is_explained_to_citizens_with_an_example(rule: str) -> None:
    told = audit.explanation(rule)
    for column in ("plain", "example"):
        chinese, english = str(told[column]), str(told[f"{column}_english"])
        assert chinese.endswith("。")
        assert len(chinese) >= 10
        assert english.endswith(".")
        assert not re.search(r"[\u4e00-\u9fff]", re.sub("优|良|中|差", "", english))
    assert len(set(told.values())) == 4


def test_every_explanation_belongs_to_a_rule() -> None:
    assert set(audit.explanations()) == set(audit.rules())


@pytest.mark.parametrize("name", ["LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run"])
def test_the_files_of_a_project_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf8").strip()
