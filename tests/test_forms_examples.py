"""One example a form family: a document in short notation and, beside it, everything that is read out of it."""

from pathlib import Path

import pytest

from extract import pipeline
from schemas.records import Outcome
from tests.forms_notation import document_of

EXAMPLES = sorted((Path(__file__).parent / "examples" / "forms").glob("*.txt"))


def rendered(outcome: Outcome) -> str:
    """All that a document yields, a line a record."""
    lines = []
    for each in outcome.evaluations:
        place = each.region.code if each.region else None
        lines.append(
            f"{each.scope} {each.organization} {place} {each.fiscal_year} project={each.project} form={each.form}"
        )
        lines.append(f"  of {each.competent_department} by {each.implementing_unit} on {each.reported_on}")
        lines.append(f"  score {each.total_score}/{each.total_weight} {each.grade}")
        lines += [
            f"  amount {row.item} {row.measure} {row.year} {row.yuan:f} {row.unit}({row.unit_from}) {row.label} @{row.institution} in {row.within}"
            for row in each.amounts
        ]
        lines += [
            f"  staff {row.category} {row.count}" + (f" @{row.institution}" if row.institution else "")
            for row in each.personnel
        ]
        lines += [
            f"  score {row.component} {row.weight} {row.score} {row.rate} @{row.institution}" for row in each.scores
        ]
        lines += [
            f"  indicator {row.level1}({row.level1_weight}) {row.level2} {row.level3}: {row.target} -> {row.actual} {row.score}/{row.weight} {row.deviation}"
            for row in each.indicators
        ]
        lines += [f"  goal {row.expected} -> {row.actual}" for row in each.goals]
    lines += [f"issue {issue.code} {issue.message}" for issue in outcome.issues]
    lines += [f"section {row.number} {row.title} {row.level} {row.kind}" for row in outcome.sections]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_form_yields_what_its_example_says(path: Path, pytestconfig: pytest.Config) -> None:
    outcome = pipeline.extract(document_of(path.read_text(encoding="utf8")))
    expected = path.with_suffix(".expected")
    if not expected.exists() or pytestconfig.getoption("--regen", default=False):
        expected.write_text(rendered(outcome), encoding="utf8")
        pytest.fail(f"{expected.name} written: read it against the form, then commit it")
    assert rendered(outcome) == expected.read_text(encoding="utf8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_record_stands_where_it_says(path: Path) -> None:
    document = document_of(path.read_text(encoding="utf8"))
    for each in pipeline.extract(document).evaluations:
        rows = [*each.amounts, *each.personnel, *each.indicators, *each.scores, *each.goals, *each.facilities]
        assert rows
        for row in rows:
            assert document.text_at(row.place) == row.raw
