"""The bundled samples, and the published reports beside the project where they are there: read whole, scored, traced."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

import parsers
from corpus.evaluate import compare
from extract import audit, pipeline
from extract.contract import contract
from schemas.document import Source
from schemas.records import Outcome

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted(path for path in (ROOT / "corpus" / "samples").iterdir() if path.suffix in (".docx", ".txt", ".pdf"))
PUBLISHED = ROOT.parent / "shared" / "corpus"
GOLD = ROOT.parent / "shared" / "gold"
BARS = {
    "amounts/table": 0.97, "indicators": 0.97, "personnel/table": 0.97, "scores/table": 0.97, "goals": 0.97,
    "meta": 0.95, "sections": 0.95, "targets": 0.95,
}  # fmt: skip


@cache
def outcome_of(path: Path) -> Outcome:
    data = path.read_bytes()
    media_type = parsers.sniff(data, path.name)
    return pipeline.run(data, Source(hashlib.sha256(data).hexdigest(), path.name, media_type, len(data)))


def f1_by_list(gold: Path, paths: list[Path]) -> dict[str, float]:
    truth = {path.stem: json.loads(path.read_text(encoding="utf8")) for path in gold.glob("*.json")}
    got = {path.name: contract(outcome_of(path), audit.findings_of(outcome_of(path))) for path in paths}
    return {name: figures["f1"] for name, figures in compare(truth, got).figures().items()}


def assert_traced(outcome: Outcome) -> None:
    """Every record's text stands where it says, whole and per field; every form's cells are accounted for."""
    document = outcome.document
    assert document is not None
    for each in outcome.evaluations:
        rows = [*each.amounts, *each.personnel, *each.indicators, *each.scores, *each.goals, *each.facilities]
        for row in rows:
            assert document.text_at(row.place) == row.raw
            for place in getattr(row, "places", {}).values():
                assert document.text_at(place).strip()
    for section in outcome.sections:
        assert section.title[:4] in "".join(document.text_at(section.place).split())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_row_of_a_sample_stands_where_it_says(path: Path) -> None:
    outcome = outcome_of(path)
    assert outcome.status == "ok"
    assert any(each.amounts for each in outcome.evaluations)
    assert_traced(outcome)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_cell_of_a_sample_is_accounted_for(path: Path) -> None:
    assert [issue.message for issue in outcome_of(path).issues if issue.code == "cell.unread"] == []


def test_the_samples_yield_their_gold_and_every_planted_contradiction_and_nothing_else() -> None:
    assert {name: f1 for name, f1 in f1_by_list(ROOT / "corpus" / "samples" / "gold", SAMPLES).items() if f1 < 1} == {}


@pytest.mark.parametrize("suffix", [".docx", ".txt", ".pdf"])
def test_published_reports_reach_the_bars(suffix: str) -> None:
    paths = sorted(PUBLISHED.glob(f"*{suffix}"))
    if not paths:
        pytest.skip("the published reports are not beside the project")
    for path in paths:
        assert_traced(outcome_of(path))
    figures = f1_by_list(GOLD, paths)
    assert {name: figures[name] for name, bar in BARS.items() if figures[name] < bar} == {}
