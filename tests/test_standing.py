"""Floors only rise, and what changed since the last evaluation is told row by row."""

from pathlib import Path
from typing import Any

import pytest

from corpus.evaluate import compare
from corpus.standing import below, changes, raised, read_floors, stored
from schemas.errors import GoldError

ROOT = Path(__file__).resolve().parent.parent


def document(*yuan: int, **row: Any) -> dict[str, Any]:
    amounts = [
        {"item": "total", "measure": "actual", "year": 2022, "yuan": each, "in": "table", **row} for each in yuan
    ]
    return {"evaluations": [{"scope": "department", "form": "some_form", "amounts": amounts}]}


def figures(f1: float, gold: int = 4) -> dict[str, dict[str, float]]:
    return {"goals": {"f1": f1, "gold": gold}}


@pytest.mark.parametrize(("floor", "reached", "lines"), [(0.9, 0.9, 0), (0.9, 0.95, 0), (0.9, 0.8999, 1)])
def test_a_list_below_its_floor_is_named(floor: float, reached: float, lines: int) -> None:
    assert len(below({"goals": floor}, figures(reached))) == lines


def test_a_list_that_is_gone_has_fallen() -> None:
    assert below({"goals": 0.5}, {}) == ["goals: F1 0.0000, floor 0.5000"]


def test_floors_rise_and_never_fall() -> None:
    assert raised({"goals": 0.9}, figures(0.95)) == {"goals": 0.95}
    assert raised({"goals": 0.9}, figures(0.2)) == {"goals": 0.9}
    assert raised({"goals": 0.9}, {}) == {"goals": 0.9}
    assert raised({}, figures(0.0, gold=0)) == {}


def test_a_floor_is_a_share(tmp_path: Path) -> None:
    (tmp_path / "floors.yaml").write_text("samples: {goals: 97}", encoding="utf8")
    with pytest.raises(GoldError, match="97 is no share"):
        read_floors(tmp_path / "floors.yaml")


def test_every_list_of_the_samples_has_a_floor() -> None:
    floors = read_floors(ROOT / "corpus" / "floors.yaml")
    assert set(floors) == {"samples", "invented"}
    assert {"amounts/table", "indicators", "scores/table", "meta", "findings"} <= set(floors["samples"])


def test_gains_and_losses_are_rows() -> None:
    gold = {"a.json": document(1, 2, 3)}
    before, now = (compare(gold, {"a.docx.json": document(*yuan)}) for yuan in ((1, 2), (1, 3, 9)))
    gained, lost = changes(stored(before), now)
    assert [(sign, row.split(", ")[6]) for sign, *_, row in gained] == [("-", "3.0")]
    assert [(sign, row.split(", ")[6]) for sign, *_, row in lost] == [("+", "9.0"), ("-", "2.0")]
    assert changes(stored(now), now) == ([], [])
    with pytest.raises(GoldError, match="not a stored evaluation"):
        changes("{}", now)


def test_rows_are_counted_by_format_family_and_route() -> None:
    gold = {"a.json": document(1, 2), "b.json": document(3)}
    got = {
        "a.docx.json": document(1, 9),
        "a.pdf.json": document(1, 2, grade="model"),
        "b.docx.json": document(3, grade="ocr"),
    }
    report = compare(gold, got, {"a": "hunan"})
    parts = report.breakdown()
    assert {name: each["f1"] for name, each in parts["formats"].items()} == {".docx": 0.6667, ".pdf": 1.0}
    assert {name: each["gold"] for name, each in parts["families"].items()} == {"hunan": 4, "some_form": 1}
    assert {name: (each["precision"], each["got"]) for name, each in parts["routes"].items()} == {
        "form": (0.5, 2),
        "model": (1.0, 2),
        "ocr": (1.0, 1),
    }
