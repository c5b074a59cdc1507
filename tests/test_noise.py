"""Reports as a bad scan gives them: what was misread is read rightly, reported or left out, and never another figure."""

import hashlib
from pathlib import Path

import pytest

from corpus.evaluate import compare
from corpus.synth import dump_writer, word_writer
from corpus.synth.families import build
from corpus.synth.noise import Scanned, scanned
from corpus.synth.sampling import invented
from extract import pipeline
from extract.contract import contract
from schemas.document import Source
from tests.forms_notation import document_of

CASES = [(family, seed) for family in ("project", "hubei", "ningxia", "sichuan") for seed in (3, 8)]
CASES += [("accounts", 4), ("accounts", 8)]
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def noisy(family: str, seed: int, share: float = 0.05) -> Scanned:
    return scanned(build(invented(family, seed)), seed, share)


def test_the_same_seed_misreads_the_same_cells_and_another_others() -> None:
    assert noisy("hubei", 7).slips == noisy("hubei", 7).slips != scanned(build(invented("hubei", 7)), 8).slips
    assert dump_writer.write(noisy("hubei", 7).report) == dump_writer.write(noisy("hubei", 7).report)


def test_without_a_share_nothing_is_misread_and_gold_is_what_was_printed() -> None:
    report = build(invented("hubei", 7))
    assert dump_writer.write(noisy("hubei", 7, 0.0).report).count(b"290%") == 0
    assert noisy("hubei", 7, 0.0).slips == frozenset()
    assert noisy("hubei", 7, 0.9).report.gold.as_json("x", "x") == report.gold.as_json("x", "x")


@pytest.mark.parametrize(("family", "seed"), CASES)
def test_a_misread_figure_of_money_is_never_read_as_another(family: str, seed: int) -> None:
    noise = noisy(family, seed, 0.3)
    assert noise.slips
    data = word_writer.write(noise.report)
    outcome = pipeline.run(data, Source(hashlib.sha256(data).hexdigest(), "x.docx", MEDIA_TYPE, len(data)))
    gold = {"x.json": noise.report.gold.as_json("x.docx", MEDIA_TYPE)}
    report = compare(gold, {"x.docx.json": contract(outcome)})
    assert [row for sign, _, group, row in report.differences if sign == "+" and group == "amounts/table"] == []


def test_a_sign_read_as_two_is_an_issue() -> None:
    outcome = pipeline.extract(
        document_of(
            Path(__file__).with_name("examples").joinpath("forms", "signs_read_as_two.txt").read_text(encoding="utf8")
        )
    )
    assert [issue.message for issue in outcome.issues if issue.code == "ocr.doubtful"] == [
        "target 290% may be ≥90%, its sign read as 2"
    ]
