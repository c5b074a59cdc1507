"""Walks the field files: each label is folded, belongs to one field, and is found again under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from extract.labels import bare_label, resolve_category, resolve_item
from schemas import fields
from schemas.folding import fold

ROOT = Path(__file__).parents[1]
DATA_FILES = [
    path for package in ("corpus", "extract", "pages", "schemas") for path in sorted((ROOT / package).rglob("*.yaml"))
]


@pytest.mark.parametrize("context", [None, "assets"])
def test_every_budget_label_resolves_to_its_own_item(context: str | None) -> None:
    for code, entry in fields.load("budget.yaml").items():
        if entry.get("context") != context:
            continue
        for label in [entry["label"], *entry.get("also", {})]:
            assert fold(label) == label, f"{label!r} is not folded"
            assert resolve_item(label, context) == code, label


def test_every_synonym_says_where_it_was_seen() -> None:
    for name in ("budget.yaml", "personnel.yaml"):
        for code, entry in fields.load(name).items():
            for label, seen in entry.get("also", {}).items():
                assert isinstance(seen, str), f"{name}: {code}: {label}"
                assert seen.strip(), f"{name}: {code}: {label}"
    for name in ("columns.yaml", "heads.yaml"):
        for role, labels in fields.load(name).items():
            for label, seen in labels.items():
                assert isinstance(seen, str), f"{name}: {role}: {label}"
                assert seen.strip(), f"{name}: {role}: {label}"


def test_classified_labels_resolve_inside_an_economic_list() -> None:
    for label, code in fields.classified_labels("econ").items():
        assert resolve_item(label, "econ") == code, label
    for label, code in fields.classified_labels("func").items():
        if label != "其他支出":
            assert resolve_item(label) in (code, fields.classified_labels("econ").get(label)), label


def test_personnel_labels_resolve_to_their_category() -> None:
    for label, category in fields.personnel_labels().items():
        if "(" not in label:
            assert resolve_category(label) == category, label


@pytest.mark.parametrize("name", ["columns.yaml", "heads.yaml"])
def test_column_and_head_labels_are_folded(name: str) -> None:
    for role, labels in fields.load(name).items():
        for label in labels:
            assert fold(label) == label, f"{name}: {role}: {label!r}"


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_data_file_names_a_key_or_a_word_of_a_list_twice(path: Path) -> None:
    """YAML lets the last of two equal keys win without a word; and the loader that is all Python is stricter than libyaml."""
    for keys in keys_of(yaml.compose(path.read_text(encoding="utf8"))):
        assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


def keys_of(node: yaml.Node | None) -> Iterator[list[str]]:
    """The keys of each mapping in a YAML text, and the words of each list of nothing but words."""
    if isinstance(node, yaml.MappingNode):
        yield [key.value for key, _ in node.value]
    elif isinstance(node, yaml.SequenceNode) and all(isinstance(each, yaml.ScalarNode) for each in node.value):
        yield [each.value for each in node.value]
    inner = [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else None
    for each in inner or (node.value if isinstance(node, yaml.SequenceNode) else ()):
        yield from keys_of(each)


def test_column_labels_survive_trimming() -> None:
    """A label that trimming shortens would never be looked up."""
    for label in fields.column_roles():
        assert bare_label(label) == label or label[0].isdigit(), label
