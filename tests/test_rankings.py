"""Answers put in order when a database is built: each question on a few short rows."""

from typing import Any

import pytest

from extract import rankings, store
from tests.conftest import DOC, fill

BODY = {"id": "430726.局", "name": "局", "province": "湖南省", "sector": "water"}
YEARS = [{"organization_id": BODY["id"], "fiscal_year": 2021}, {"organization_id": BODY["id"], "fiscal_year": 2022}]
CASES: dict[str, tuple[dict[str, Any], list[tuple[Any, ...]]]] = {
    "three-public-overspend": (
        {"amounts": [{"item": "three_public", "measure": "budget", "wan": 10}, {"item": "three_public", "wan": 12.5},
                     {"item": "three_public.abroad", "measure": "budget", "wan": 5}, {"item": "three_public.abroad", "wan": 4}]},
        [(1, 2022, 25_000_00.0)],
    ),
    "budget-adjustments": (
        {"amounts": [{"item": "total", "measure": "budget_initial", "wan": 100}, {"item": "total", "measure": "budget", "wan": 150},
                     {"item": "basic", "measure": "budget_initial", "wan": 100}, {"item": "basic", "measure": "budget", "wan": 20}]},
        [(1, 2022, -0.8), (2, 2022, 0.5)],
    ),
    "lowest-execution": (
        {"evaluations": YEARS, "amounts": [
            {"item": "total", "measure": "budget", "wan": 100, "year": 2021}, {"item": "total", "wan": 90, "year": 2021},
            {"item": "total", "measure": "budget", "wan": 100, "of": 1}, {"item": "total", "wan": 40, "of": 1}]},
        [(1, 2022, 0.4), (2, 2021, 0.9)],
    ),
    "restated-figures": (
        {"evaluations": YEARS, "amounts": [
            {"item": "total", "wan": 90, "year": 2021}, {"item": "total", "wan": 95, "year": 2021, "of": 1},
            {"item": "basic", "wan": 50, "year": 2021}, {"item": "basic", "wan": 50, "year": 2021, "of": 1}]},
        [(1, 2021, 5_000_000.0)],
    ),
    "low-execution-top-grade": (
        {"evaluations": [{"grade": "优", "organization_id": BODY["id"]}], "amounts": [
            {"item": "total", "measure": "budget", "wan": 100}, {"item": "total", "wan": 60}]},
        [(1, 2022, 60.0)],
    ),
    "three-public-per-head": (
        {"evaluations": YEARS[1:], "amounts": [{"item": "three_public", "wan": 12}],
         "personnel": [{"category": "actual", "count": 6}]},
        [(1, 2022, 2_000_000.0)],
    ),
    "over-establishment": (
        {"personnel": [{"category": "establishment", "count": 30}, {"category": "actual", "count": 34}]},
        [(1, 2022, 4.0)],
    ),
    "full-score-target-missed": (
        {"indicators": [{"target": "≥10人", "actual": "8人", "weight": 10, "score": 10},
                        {"target": "≥10人", "actual": "8人", "weight": 10, "score": 8},
                        {"target": "≥10人", "actual": "12人", "weight": 20, "score": 20}]},
        [(1, 2022, 10.0)],
    ),
    "over-fulfilled": (
        {"indicators": [{"target": "≥10人", "actual": "20人"}, {"target": "≥10人", "actual": "30人"},
                        {"target": "≥10人", "actual": "12人"}]},
        [(1, 2022, 3.0), (2, 2022, 2.0)],
    ),
    "softest-targets": (
        {"indicators": [{"target": "好", "actual": "好"}, *({"target": "≥10人", "actual": "12人"} for _ in range(4))]},
        [(1, 2022, 40.0)],
    ),
    "scores": (
        {"evaluations": [{"total_score": 90, "total_weight": 100}, {"total_score": 99}]},
        [(1, 2022, 0.99), (2, 2022, 0.9)],
    ),
    "most-findings": (
        {"evaluations": [{}, {}], "findings": [("e0", "notice"), ("e1", "error"), ("e1", "notice")]},
        [(1, 2022, 2.0), (2, 2022, 1.0)],
    ),
    "finding-counts": (
        {"evaluations": [{"fiscal_year": 2021}, {}], "findings": [("e0", "error"), ("e1", "error"), ("e1", "error"), (None, "error")]},
        [(1, 2022, 2.0), (2, None, 1.0), (3, 2021, 1.0)],
    ),
}  # fmt: skip


def test_every_question_has_a_case() -> None:
    assert set(CASES) == set(rankings.questions())


@pytest.mark.parametrize("question", CASES)
def test_a_question_is_answered_in_order(fresh_db: store.Database, question: str) -> None:
    case, expected = CASES[question]
    fresh_db.table("organizations").insert(BODY)
    fill(fresh_db, {key: value for key, value in case.items() if key != "findings"})
    for number, (evaluation, severity) in enumerate(case.get("findings", [])):
        found = {
            "document_id": DOC,
            "evaluation_id": evaluation and f"{DOC}.{evaluation}",
            "rule": "r",
            "severity": severity,
        }
        fresh_db.table("findings").insert({"id": f"{DOC}.{number}", "message": "", "key": str(number), **found})
    rankings.fill(fresh_db)
    rankings.fill(fresh_db)
    query = """SELECT row_number() OVER (ORDER BY place, subject), year, value FROM rankings WHERE question = ?
        ORDER BY place, subject"""
    assert list(fresh_db.execute(query, [question])) == expected
    assert fresh_db.execute("PRAGMA foreign_key_check('rankings')").fetchall() == []


def test_every_figure_of_a_dashboard_is_counted_for_everyone_the_province_and_the_sector(
    fresh_db: store.Database,
) -> None:
    body = {"id": "430726.局", "name": "局", "province": "湖南省", "region_code": "430726", "sector": "water"}
    fresh_db.table("regions").insert({"code": "430726"})
    fresh_db.table("organizations").insert(body)
    own = {"organization_id": body["id"], "grade": "优", "total_score": 100, "total_weight": 100}
    case: dict[str, Any] = {
        "evaluations": [{**own, "fiscal_year": 2021}, own, {"total_score": 55}],
        "amounts": [
            {"item": "total", "measure": "budget", "wan": 100, "year": 2021}, {"item": "total", "wan": 40, "year": 2021},
            {"item": "total", "measure": "budget", "wan": 300, "of": 1}, {"item": "total", "wan": 300, "of": 1},
            {"item": "three_public", "wan": 12, "of": 1},
        ],
        "personnel": [{"category": "actual", "count": 6, "of": 1}],
    }  # fmt: skip
    fill(fresh_db, case)
    finding = {"document_id": DOC, "evaluation_id": f"{DOC}.e0", "rule": "r", "severity": "error", "message": ""}
    fresh_db.table("findings").insert_all([{"id": f"{DOC}.{n}", "key": str(n), **finding} for n in range(2)])
    rankings.fill(fresh_db)
    rankings.fill(fresh_db)
    counted = {
        (area, figure, band): (number, value)
        for area, figure, band, number, value in fresh_db.execute(
            "SELECT area, figure, band, number, value FROM summaries WHERE year = 0 ORDER BY area, figure, band"
        )
    }
    inside = {
        ("evaluations", ""): (2, 1.0), ("scores", "100"): (2, None), ("scores", ""): (2, 100.0), ("grades", "优"): (2, None),
        ("execution", "0-50"): (1, None), ("execution", "100"): (1, None), ("execution", ""): (2, 85.0),
        ("three-public", ""): (1, 2_000_000.0), ("findings", "r"): (2, 1.0), ("findings", ""): (2, 1.0),
    }  # fmt: skip
    for area in ("430000", "sector.water"):
        own_figures = {key[1:]: value for key, value in counted.items() if key[0] == area and key[1] != "bodies"}
        assert own_figures == inside
    assert {figure for (figure,) in fresh_db.execute("SELECT figure FROM summaries")} == set(rankings.figures())
    assert counted["all", "evaluations", ""] == (3, 1.0)
    assert counted["unknown", "scores", "0-60"] == (1, None)
    bodies = {area: value for (area, figure, _), value in counted.items() if figure == "bodies"}
    assert bodies == {"430000": (1, 2.0), "430700": (1, 2.0), "430726": (1, 2.0)}
    query = "SELECT number FROM summaries WHERE area = 'all' AND figure = 'evaluations' AND year = 2021"
    assert fresh_db.execute(query).fetchall() == [(1,)]
