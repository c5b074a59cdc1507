"""What is documented exists, and what exists is documented."""

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


@pytest.mark.parametrize("name", ["LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci/run"])
def test_the_files_of_a_project_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf8").strip()
