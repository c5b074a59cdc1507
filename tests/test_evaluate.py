"""Scores against gold: counted right, and the same as those of the script that judges."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.evaluate import compare, read_object
from schemas.errors import GoldError

SHARED = Path(__file__).parents[2] / "shared"


def document(**lists: Any) -> dict[str, Any]:
    return {"evaluations": [{"scope": "department", **lists}]}


def amount(yuan: float, **changes: Any) -> dict[str, Any]:
    return {"item": "total", "label": "x", "measure": "actual", "year": 2022, "yuan": yuan, "in": "table", **changes}


def test_precision_recall_and_f1_of_a_list() -> None:
    gold = {"a.json": document(amounts=[amount(1), amount(2), amount(3)])}
    report = compare(gold, {"a.docx.json": document(amounts=[amount(1), amount(2), amount(9), amount(8)])})
    assert report.figures()["amounts/table"] == {"precision": 0.5, "recall": 0.6667, "f1": 0.5714, "gold": 3, "got": 4}
    assert [(sign, name) for sign, name, *_ in report.differences] == [
        ("-", "a.docx.json"), ("+", "a.docx.json"), ("+", "a.docx.json"),
    ]  # fmt: skip


def test_rows_are_counted_by_the_route_they_were_read_by() -> None:
    gold = {"a.json": document(amounts=[amount(1), amount(2), amount(3, **{"in": "text"})])}
    told = {"in": "text", "source": {"kind": "text"}, "grade": "pattern"}
    got = [
        amount(1, source={"kind": "table"}, grade="exact"),
        amount(2, grade="ocr"),
        amount(3, **told),
        amount(4, **told),
    ]
    report = compare(gold, {"a.json": document(amounts=got)})
    assert {name: (tally.hit, tally.extra) for name, tally in report.routes.items()} == {
        "form": (1, 0), "ocr": (1, 0), "pattern": (1, 1),
    }  # fmt: skip


def test_width_spaces_quotes_and_brackets_make_no_difference() -> None:
    gold = {"a.json": document(goals=[{"expected": "“三公”经费（本级）５万", "actual": None}])}
    got = {"a.json": document(goals=[{"expected": "三公 经费(本级)5万", "actual": ""}])}
    assert compare(gold, got).figures()["goals"]["f1"] == 1


def test_long_texts_may_differ_in_a_character() -> None:
    text = "完成全县农村公路危桥改造并按期通过竣工验收确保群众出行安全"
    gold, got = ({"a.json": document(goals=[{"expected": each, "actual": None}])} for each in (text, text + "。的"))
    assert compare(gold, got).figures()["goals"]["f1"] == 1


def test_a_document_without_an_extraction_counts_as_missing() -> None:
    assert compare({"a.json": document(amounts=[amount(1)])}, {}).figures()["amounts/table"]["recall"] == 0


def test_findings_count_how_often_a_rule_fires_and_arguable_ones_do_not_count() -> None:
    gold = document() | {
        "findings": [{"rule": "score-sum", "evaluation": 0}] * 2,
        "arguable_findings": [{"rule": "amount-sum", "evaluation": 0}],
    }
    fired = ("score-sum", "amount-sum", "amount-sum", "boilerplate")
    got = document() | {"findings": [{"rule": rule, "evaluation": 0} for rule in fired]}
    assert compare({"a.json": gold}, {"a.json": got}).figures()["findings"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "got": 2,
    }  # fmt: skip


@pytest.mark.parametrize("content", ["3", "not json", '["x"]'])
def test_a_file_that_is_no_object_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(GoldError, match=r"a\.json"):
        read_object(tmp_path / "a.json")


@pytest.mark.skipif(
    not (SHARED / "tools/score.py").is_file(), reason="the script that judges is not beside this checkout"
)
def test_the_figures_are_those_of_the_script_that_judges(tmp_path: Path) -> None:
    gold = {path.name: json.loads(path.read_text(encoding="utf8")) for path in sorted((SHARED / "gold").glob("*.json"))}
    got = {name: spoil(json.loads(json.dumps(each))) for name, each in gold.items()}
    for name, each in got.items():
        (tmp_path / name).write_text(json.dumps(each), encoding="utf8")
    command = [sys.executable, str(SHARED / "tools/score.py"), str(SHARED / "gold"), str(tmp_path), "--json"]
    judged = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert compare(gold, got).figures() == judged


def spoil(document: dict[str, Any]) -> dict[str, Any]:
    """Drops every third row and changes every fifth, so that there is something to count."""
    for evaluation in document["evaluations"]:
        for name in ("amounts", "indicators", "scores", "personnel", "goals"):
            rows = [row for index, row in enumerate(evaluation[name]) if index % 3]
            for row in rows[::5]:
                row.update(
                    {key: "另一" for key in ("label", "level3", "component", "category", "expected") if key in row}
                )
            evaluation[name] = rows
    document["sections"] = document["sections"][1:]
    document["findings"] = document["findings"][1:] + document.get("arguable_findings", [])[:1]
    return document
