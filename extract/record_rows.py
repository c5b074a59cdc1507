"""What an evaluation states -> columns of its lists: amounts, head-counts, indicators, scores, goals and buildings."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from extract.attainment import attained, band_due, is_not_applicable, repeats_target
from schemas.records import Amount, Facility, Goal, Indicator, Score, StaffCount

Row = dict[str, Any]


def _amount(row: Amount) -> Row:
    return {
        "item": row.item, "label": row.label, "measure": row.measure, "year": row.year,
        "amount_fen": in_fen(row.yuan), "step_fen": max(1, in_fen(row.step_yuan) or 0), "unit": row.unit,
        "unit_from": row.unit_from, "unit_inferred": int(row.unit_inferred), "institution": row.institution,
        "within": row.within,
    }  # fmt: skip


def _staff(row: StaffCount) -> Row:
    return {
        "category": row.category, "count": real(row.count), "count_step": step(row.count), "year": row.year,
        "institution": row.institution,
    }  # fmt: skip


def _indicator(row: Indicator) -> Row:
    target, actual = row.target_quantity, row.actual_quantity
    texts = {
        "level1": row.level1, "level2": row.level2, "level3": row.level3, "target": row.target, "actual": row.actual,
    }  # fmt: skip
    return texts | reading_of_result(texts, "unit" in row.places) | {
        "weight": real(row.weight), "weight_step": step(row.weight), "score": real(row.score),
        "score_step": step(row.score), "deviation": row.deviation, "level1_weight": real(row.level1_weight),
        "name_weight": real(row.name_weight), "target_op": target.op if target else None,
        "target_value": real(target.value) if target else None, "target_unit": target.unit if target else None,
        "actual_value": real(actual.value) if actual else None, "actual_unit": actual.unit if actual else None,
    }  # fmt: skip


def reading_of_result(row: Row, unit_apart: bool) -> Row:
    """What follows from an indicator's texts: whether the target is attained or repeated, the band of a result in words.

    `row` has level1 to level3, target and actual; `unit_apart`: the form prints the unit in a column of its own.
    """
    name = "".join(filter(None, (row["level1"], row["level2"], row["level3"])))
    target, actual = row["target"], row["actual"]
    reached = attained(target, actual, name, unit_apart=unit_apart)
    repeated, band = repeats_target(target, actual), band_due(actual)
    marked = is_not_applicable(actual) or (actual is None and any(map(is_not_applicable, (row["level3"], target))))
    return {
        "attained": int(reached.met) if reached else None, "attained_ratio": real(reached.ratio) if reached else None,
        "repeats_target": None if repeated is None else int(repeated), "not_applicable": int(marked),
        "band_least": band and float(band[0]), "band_most": band and float(band[1]),
    }  # fmt: skip


def _score(row: Score) -> Row:
    return {
        "component": row.component, "weight": real(row.weight), "weight_step": step(row.weight),
        "score": real(row.score), "score_step": step(row.score), "rate": real(row.rate),
        "rate_step": step(row.rate), "institution": row.institution,
    }  # fmt: skip


def _goal(row: Goal) -> Row:
    return {"expected": row.expected, "actual": row.actual}


def _facility(row: Facility) -> Row:
    return {
        "approved_m2": real(row.approved_m2), "actual_m2": real(row.actual_m2), "size_rate": real(row.size_rate),
        "planned_fen": in_fen(row.planned_yuan), "actual_fen": in_fen(row.actual_yuan),
        "invest_rate": real(row.invest_rate),
    }  # fmt: skip


def in_fen(yuan: Decimal | None) -> int | None:
    """An amount of yuan in fen; None for none."""
    return None if yuan is None else int((yuan * 100).to_integral_value())


def real(number: Decimal | None) -> float | None:
    """A number as SQLite keeps it; None for none."""
    return None if number is None else float(number)


def step(number: Decimal | None) -> float | None:
    """One unit of the last printed place: 93.55 -> 0.01, 100 -> 1."""
    if number is None:
        return None
    return _step_of(number.as_tuple().exponent)


@cache
def _step_of(exponent: int | str) -> float:
    return float(Decimal(1).scaleb(min(0, exponent) if isinstance(exponent, int) else 0))


# Table of a list -> the function that makes its columns.
FILL: dict[str, Callable[[Any], Row]] = {
    "amounts": _amount,
    "personnel": _staff,
    "indicators": _indicator,
    "scores": _score,
    "goals": _goal,
    "facilities": _facility,
}
