"""The canonical fields and every label under which they are published. Data in the YAML files beside this one.

budget.yaml, classification.yaml, functional_paths.yaml: items of money; personnel.yaml: head-counts; columns.yaml: what a column holds;
heads.yaml: labels that stand beside their answer. Labels are folded (schemas.folding.fold) and trimmed.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from schemas.datafile import load_yaml
from schemas.errors import FieldError

_ITEM_KEYS = {"label", "also", "context", "opens", "sets_within"}


@dataclass(frozen=True, slots=True)
class Item:
    """A canonical item of money. `context`, `opens`, `sets_within`: see budget.yaml."""

    code: str
    label: str
    context: str | None = None
    opens: str | None = None
    sets_within: str | None = None


def load(name: str) -> Any:
    """The parsed content of one data file of this package."""
    return load_yaml(__name__, name)


@cache
def items() -> dict[str, Item]:
    """code -> Item for every code that has an entry or an official classification."""
    found = {}
    for code, entry in load("budget.yaml").items():
        if unknown := set(entry) - _ITEM_KEYS:
            raise FieldError(f"budget.yaml: {code}: unknown keys {sorted(unknown)}")
        found[code] = Item(code, entry["label"], entry.get("context"), entry.get("opens"), entry.get("sets_within"))
    classification = load("classification.yaml")
    for kind in ("econ", "func"):
        for number, label in classification[kind].items():
            found[f"{kind}.{number}"] = Item(f"{kind}.{number}", label, context=None)
    return found


@cache
def budget_labels() -> dict[str, str]:
    """label -> code of the items in budget.yaml that count in any block."""
    return _budget_labels(None)


@cache
def budget_sources() -> dict[str, str]:
    """synonym -> where it was seen, for the items in budget.yaml that count in any block."""
    entries = [entry for entry in load("budget.yaml").values() if not entry.get("context")]
    return {label: seen for entry in entries for label, seen in entry.get("also", {}).items()}


@cache
def context_labels(context: str) -> dict[str, str]:
    """label -> code of what a label means inside a block of that kind alone."""
    if context == "econ":
        return classified_labels("econ")
    return _budget_labels(context)


def _budget_labels(context: str | None) -> dict[str, str]:
    labels: dict[str, str] = {}
    for code, entry in load("budget.yaml").items():
        if entry.get("context") != context:
            continue
        for label in [entry["label"], *entry.get("also", {})]:
            if labels.setdefault(label, code) != code:
                raise FieldError(f"budget.yaml: {label!r} is claimed by {labels[label]} and {code}")
    return labels


@cache
def classified_labels(kind: str) -> dict[str, str]:
    """label -> code (`econ.30201`, `func.208`) of an official classification, short names included."""
    data = load("classification.yaml")
    labels = {label: f"{kind}.{number}" for number, label in reversed(data[kind].items())}
    for number, names in data["also"][kind].items():
        for name in names:
            if labels.setdefault(name, f"{kind}.{number}") != f"{kind}.{number}":
                raise FieldError(f"classification.yaml: {name!r} is claimed twice")
    return labels


def functional_code(section: str | None, item: str) -> str | None:
    """`func.2010801` for the names of a functional section (款, may be None) and item (项); None where not known."""
    data = load("functional_paths.yaml")
    known = data["sections"].get(section)
    if own := data["own"].get(section, {}).get(item):
        return f"func.{own}"
    if known and item in data["common"]:
        return f"func.{known}{data['common'][item]}"
    end = data["other"]["end"]
    if section and known and item.removesuffix(end) == data["other"]["start"] + section.removesuffix(end):
        return f"func.{known}{data['other']['digits']}"
    code = data["items"].get(item)
    return f"func.{code}" if code and (known is None or code.startswith(known)) else None


def functional_section(section: str) -> str | None:
    """`func.20108` for the name of a functional section (款); None where not known."""
    code = load("functional_paths.yaml")["sections"].get(section)
    return f"func.{code}" if code else None


@cache
def functional_sections() -> dict[str, str]:
    """section (款) whose name stands for itself in a sentence -> its code (`func.20805`)."""
    data = load("functional_paths.yaml")
    return {name: f"func.{code}" for name, code in data["sections"].items() if name.endswith(tuple(data["alone"]))}


@cache
def item_words() -> dict[str, tuple[str, ...]]:
    """Words around the name of an item that do not change which it is, longest first: before it, sums, after it, as_fee."""
    return {place: tuple(sorted(found, key=len, reverse=True)) for place, found in load("item_words.yaml").items()}


@cache
def personnel_labels() -> dict[str, str]:
    """label -> category of head-count."""
    labels: dict[str, str] = {}
    for category, entry in load("personnel.yaml").items():
        for label in [entry["label"], *entry.get("also", {})]:
            if labels.setdefault(label, category) != category:
                raise FieldError(f"personnel.yaml: {label!r} is claimed twice")
    return labels


@cache
def personnel_patterns() -> tuple[tuple[regex.Pattern[str], str], ...]:
    """(pattern, category) for labels of head-counts that no list names, in order."""
    return tuple((regex.compile(entry["pattern"]), entry["category"]) for entry in load("personnel_patterns.yaml"))


@cache
def column_roles() -> dict[str, frozenset[str]]:
    """header label -> the roles it may have."""
    roles = defaultdict(set)
    for role, labels in load("columns.yaml").items():
        for label in labels:
            roles[label].add(role)
    return {label: frozenset(found) for label, found in roles.items()}


@cache
def column_patterns() -> tuple[tuple[regex.Pattern[str], frozenset[str]], ...]:
    """(pattern, roles) for header labels that no list names, in order."""
    return tuple((regex.compile(entry["pattern"]), frozenset(entry["roles"])) for entry in load("column_patterns.yaml"))


@cache
def head_keys() -> dict[str, frozenset[str]]:
    """label that stands beside its answer -> the keys it may mean."""
    keys = defaultdict(set)
    for key, labels in load("heads.yaml").items():
        for label in labels:
            keys[label].add(key)
    return {label: frozenset(found) for label, found in keys.items()}
