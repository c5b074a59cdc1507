"""Which figures stand together, which speak for their item, and to which decimals they count as addends."""

from typing import Any

import pytest

from extract.amount_sets import outer_total, place_in_sets


def row(at: str, item: str, fen: int, **changes: Any) -> dict[str, Any]:
    given = {
        "id": f"D.e0.a{at}", "evaluation_id": "D.e0", "block_id": f"D.{at}", "item": item, "amount_fen": fen, "measure": "actual",
        "year": 2022, "institution": None, "within": None, "step_fen": 10_000,
    }  # fmt: skip
    return {**given, **changes}


def placed(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    place_in_sets(rows)
    return list(rows)


def test_a_set_is_one_table_or_paragraph_measure_year_and_institution() -> None:
    rows = placed(
        row("t0.r1.c1", "basic", 1),
        row("t0.r9.c4", "project", 2),
        row("t1.r1.c1", "basic", 1),
        row("p3", "basic", 1),
        row("p3", "basic", 1, year=2021),
        row("t0.r1.c1", "basic", 1, measure="budget"),
        row("t0.r1.c1", "basic", 1, institution="水库管理所"),
        row("t0.r2.c1", "basic", 1, evaluation_id="D.e1"),
    )
    assert [each["set_no"] for each in rows] == [0, 0, 1, 2, 3, 4, 5, 0]


@pytest.mark.parametrize(
    ("rows", "speak"),
    [
        ([("basic", 5, {})], [1]),
        ([("basic", 5, {}), ("basic", 5, {"step_fen": 1_000_000})], [0, 1]),
        ([("basic", 5, {}), ("basic", 6, {})], [0, 0]),
        ([("other", 5, {})], [0]),
        ([("project.named", 5, {})], [0]),
        ([("econ.30201", 5, {})], [0]),
        ([("econ.30201", 5, {"institution": "水库管理所"})], [1]),
        ([("three_public.reception", 5, {"within": "three_public"})], [1]),
        ([("other.x", 5, {"within": "project"})], [0]),
    ],
)
def test_one_figure_of_an_item_speaks_for_it(rows: list[tuple[str, int, dict[str, Any]]], speak: list[int]) -> None:
    made = [row(f"t0.r{at}.c1", item, fen, **changes) for at, (item, fen, changes) in enumerate(rows)]
    assert [each["set_figure"] for each in placed(*made)] == speak


@pytest.mark.parametrize(
    ("steps", "addends"),
    [
        ([10_000, 10_000, 1_000_000], [10_000, 10_000, 10_000]),
        ([10_000, 1_000_000], [10_000, 1_000_000]),
        ([1_000_000, 1_000_000, 10_000], [1_000_000, 1_000_000, 10_000]),
        ([1_000_000], [1_000_000]),
    ],
)
def test_a_round_figure_has_the_decimals_of_its_column(steps: list[int], addends: list[int]) -> None:
    rows = placed(*(row(f"t0.r{at}.c1", "basic", 5, step_fen=step) for at, step in enumerate(steps)))
    assert [each["addend_step_fen"] for each in rows] == addends


def test_noughts_do_not_tell_the_decimals_of_a_column_but_have_them() -> None:
    rows = placed(
        row("t0.r1.c1", "basic", 0, step_fen=1_000_000),
        row("t0.r2.c1", "project", 0, step_fen=1_000_000),
        row("t0.r3.c1", "total", 7),
        row("t0.r4.c1", "income", 7),
    )
    assert {each["addend_step_fen"] for each in rows} == {10_000}


@pytest.mark.parametrize(
    ("item", "within", "total"),
    [("econ.30201", "project", "project"), ("project.special", "project", None), ("project", "project", None), ("basic", None, None)],
)  # fmt: skip
def test_a_breakdown_names_its_total_where_its_item_does_not(item: str, within: str | None, total: str | None) -> None:
    assert outer_total(item, within) == total
