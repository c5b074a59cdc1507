"""Walks the field files: each label is folded, belongs to one field, and is found again under it."""

import pytest

from extract.labels import bare_label, resolve_category, resolve_item
from schemas import fields
from schemas.folding import fold


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
                assert str(seen or ""), f"{name}: {code}: {label}"


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
def test_column_and_head_labels_are_folded_and_named_once_a_role(name: str) -> None:
    for role, labels in fields.load(name).items():
        assert len(labels) == len(set(labels)), f"{name}: {role} names a label twice"
        for label in labels:
            assert fold(label) == label, f"{name}: {role}: {label!r}"


def test_column_labels_survive_trimming() -> None:
    """A label that trimming shortens would never be looked up."""
    for label in fields.column_roles():
        assert bare_label(label) == label or label[0].isdigit(), label
