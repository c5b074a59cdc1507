"""Outcome -> the contract's JSON and nothing else; the order of keys and rows is fixed."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from schemas.document import Issue, Place
from schemas.records import (
    Amount,
    Evaluation,
    Facility,
    Finding,
    Goal,
    Indicator,
    Outcome,
    Quantity,
    Region,
    Score,
    Section,
    StaffCount,
)

Json = dict[str, Any]


def contract(outcome: Outcome, findings: Iterable[Finding] = ()) -> Json:
    """The JSON object of one document; one that failed has its `reason` and empty lists."""
    return {
        "document": _document(outcome),
        "evaluations": [_evaluation(each) for each in outcome.evaluations],
        "sections": [_section(each) for each in outcome.sections],
        "findings": [_finding(each) for each in findings],
        "issues": [_issue(each) for each in outcome.issues],
    }


def number(value: Decimal | None) -> int | float | None:
    """A JSON number without trailing noise: 98.0 -> 98."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def source(place: Place) -> Json:
    """A place in the contract's form; a span inside a cell adds start and end."""
    span = {"start": place.start, "end": place.end}
    if place.kind == "text":
        return {"kind": "text", "paragraph": place.index, **span, "page": place.page}
    cell = {"kind": "table", "table": place.index, "row": place.row, "col": place.col, "page": place.page}
    return cell if place.start is None and place.end is None else {**cell, **span}


def _document(outcome: Outcome) -> Json:
    return {
        "filename": outcome.source.name,
        "sha256": outcome.source.sha256,
        "media_type": outcome.source.media_type,
        "title": outcome.title,
        "status": outcome.status,
        **_given(reason=outcome.reason, message=outcome.message),
    }


def _evaluation(evaluation: Evaluation) -> Json:
    return {
        "scope": evaluation.scope,
        "organization": evaluation.organization,
        "region": _region(evaluation.region),
        "fiscal_year": evaluation.fiscal_year,
        "project": evaluation.project,
        "competent_department": evaluation.competent_department,
        "implementing_unit": evaluation.implementing_unit,
        "total_score": number(evaluation.total_score),
        "total_weight": number(evaluation.total_weight),
        "grade": evaluation.grade,
        "reported_on": evaluation.reported_on,
        **_given(form=evaluation.form),
        **{name: [{**fill(row), **_tail(row)} for row in getattr(evaluation, name)] for name, fill in _FILL.items()},
    }


def _region(region: Region | None) -> Json:
    names = ("province", "city", "county", "code")
    return {name: getattr(region, name) if region else None for name in names}


def _amount(row: Amount) -> Json:
    return {
        "item": row.item,
        "label": row.label,
        "measure": row.measure,
        "year": row.year,
        "yuan": number(row.yuan),
        "unit": row.unit,
        "institution": row.institution,
        **_given(within=row.within, unit_inferred=row.unit_inferred or None),
    }


def _staff(row: StaffCount) -> Json:
    head = {"category": row.category, "count": number(row.count), "institution": row.institution}
    return {**head, **_given(year=row.year)}


def _indicator(row: Indicator) -> Json:
    return {
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "target": row.target,
        "actual": row.actual,
        "weight": number(row.weight),
        "score": number(row.score),
        "deviation": row.deviation,
        "level1_weight": number(row.level1_weight),
        **_quantity("target", row.target_quantity, with_op=True),
        **_quantity("actual", row.actual_quantity, with_op=False),
        **_given(name_weight=number(row.name_weight)),
    }


def _quantity(prefix: str, quantity: Quantity | None, with_op: bool) -> Json:
    op = {f"{prefix}_op": quantity.op if quantity else None} if with_op else {}
    value, unit = (number(quantity.value), quantity.unit) if quantity else (None, None)
    return {f"{prefix}_value": value, **op, f"{prefix}_unit": unit}


def _score(row: Score) -> Json:
    return {
        "component": row.component,
        "weight": number(row.weight),
        "score": number(row.score),
        "rate": number(row.rate),
        "institution": row.institution,
    }


def _goal(row: Goal) -> Json:
    return {"expected": row.expected, "actual": row.actual}


def _facility(row: Facility) -> Json:
    names = ("approved_m2", "actual_m2", "size_rate", "planned_yuan", "actual_yuan", "invest_rate")
    return {name: number(getattr(row, name)) for name in names}


def _tail(row: Any) -> Json:
    places = {name: source(place) for name, place in sorted(getattr(row, "places", {}).items())}
    how = {"by": row.by or None, "grade": row.grade, "confidence": row.confidence}
    return {"raw": row.raw, "source": source(row.place), **_given(sources=places or None, **how)}


def _section(row: Section) -> Json:
    head = {"number": row.number, "title": row.title, "level": row.level, "kind": row.kind, "text": row.text}
    return {**head, "source": source(row.place)}


def _finding(row: Finding) -> Json:
    return {
        "rule": row.rule,
        "severity": row.severity,
        "evaluation": row.evaluation,
        "message": row.message,
        "stated": _stated(row.stated),
        "expected": _stated(row.expected),
        "sources": [source(place) for place in row.places],
    }


def _issue(row: Issue) -> Json:
    place = {"source": source(row.place)} if row.place else {}
    return {"code": row.code, "severity": row.severity, "message": row.message, **place}


def _stated(text: str | None) -> int | float | str | None:
    try:
        return number(Decimal(text)) if text is not None else None
    except ArithmeticError:
        return text


def _given(**values: Any) -> Json:
    """The values that are there: optional fields of the contract are left out, not null."""
    return {name: value for name, value in values.items() if value is not None}


_FILL: dict[str, Callable[[Any], Json]] = {
    "amounts": _amount,
    "personnel": _staff,
    "indicators": _indicator,
    "scores": _score,
    "goals": _goal,
    "facilities": _facility,
}
