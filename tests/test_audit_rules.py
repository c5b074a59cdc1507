"""Every rule is shown firing and silent: tests/rules/<id>.yaml."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from extract import audit
from schemas.errors import RuleError

FOLDER = Path(__file__).parent / "rules"


def cases(kind: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf8"))
        found += [pytest.param(path.stem, case, id=f"{path.stem}: {case['why']}") for case in content[kind]]
    return found


@pytest.mark.parametrize("rule", sorted(audit.rules()))
def test_every_rule_has_rows_on_which_it_fires_and_rows_on_which_it_is_silent(rule: str) -> None:
    content = yaml.safe_load((FOLDER / f"{rule}.yaml").read_text(encoding="utf8"))
    assert content["fires"]
    assert content["silent"]


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(audit.rules())


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_rule_fires(rule: str, case: dict[str, Any], fired: Callable[..., list[dict[str, Any]]]) -> None:
    found = fired(rule, {key: value for key, value in case.items() if key not in ("why", "finds")})
    assert [(row["stated"], row["expected"]) for row in found] == [tuple(pair) for pair in case["finds"]]


@pytest.mark.parametrize(("rule", "case"), cases("silent"))
def test_rule_is_silent(rule: str, case: dict[str, Any], fired: Callable[..., list[dict[str, Any]]]) -> None:
    assert fired(rule, {key: value for key, value in case.items() if key != "why"}) == []


def test_a_message_names_both_values_and_both_places(fired: Callable[..., list[dict[str, Any]]]) -> None:
    case = {
        "amounts": [
            {"item": "total", "measure": "budget", "wan": 50, "at": "t0.r2.c1"},
            {"item": "total", "measure": "actual", "wan": 40, "at": "t0.r2.c2"},
        ],
        "scores": [{"component": "budget_execution", "rate": 100.0, "at": "t0.r2.c3"}],
    }
    (found,) = fired("execution-rate", case)
    for part in ("100%", "80%", "表1第3行第4列", "表1第3行第3列", "表1第3行第2列"):
        assert part in found["message"]


def test_a_label_with_braces_does_not_break_a_message(fired: Callable[..., list[dict[str, Any]]]) -> None:
    case = {"indicators": [{"level3": "{x} {0} {stated", "weight": 5, "score": 6}]}
    assert "{x} {0} {stated" in fired("score-over-weight", case)[0]["message"]


HEAD = "-- id: a-b\n-- severity: error\n-- says: 甲。\n-- english: A.\n-- source: s\nSELECT 1"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a-b.sql", HEAD.replace("-- says: 甲。\n", ""), "says"),
        ("b.sql", HEAD, "a-b"),
        ("a-b.sql", HEAD.replace("error", "fatal"), "fatal"),
    ],
)
def test_a_rule_file_without_its_head_is_refused(name: str, text: str, complaint: str) -> None:
    with pytest.raises(RuleError, match=complaint):
        audit.read_rule(name, text)


def test_a_rule_with_other_columns_is_refused(fresh_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "rules", lambda: {"a-b": audit.read_rule("a-b.sql", HEAD)})
    with pytest.raises(RuleError, match="columns"):
        audit.run(fresh_db)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(17_867_700_00, "fen", "1786.77万元"), (50_000_00, "fen", "5万元"), (100.0, "rate", "100%"), (93.554, "rate", "93.55%"),
     (None, "points", "空白"), ("优", "text", "优"), (0, "fen", "0万元")],
)  # fmt: skip
def test_numbers_are_shown_as_readers_write_them(value: Any, unit: str, shown: str) -> None:
    assert audit.show_number(value, unit) == shown
