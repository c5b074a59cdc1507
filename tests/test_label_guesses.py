"""Row labels that no list knows: guessed where the wording leaves little doubt, marked as guessed, and left alone elsewhere."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from extract import labels, pipeline
from extract.nlp import answers, classifier, unlisted
from extract.nlp.training import save, train
from extract.nlp.unlisted import unlisted_item
from schemas.records import Outcome
from tests.forms_notation import document_of

GARBAGE = [
    "", "甲", "哈哈哈", "某某街道办事处", "水库移民后期扶持资金", "驻村工作队经费", "办公经费", "会议及培训经费", "上级专项资金",
    "省级财政资金", "一季度", "张三", "满意度指标", "单位公章", "机房建设", "第三方服务", "abc", "1234", "本年度收入总计", "支出总计合计",
    "国有资本经营预算拨款收入和政府性基金预算拨款收入总计", "一般公共预算财政拨款基本支出",
    "人均接待费", "公务接待费支出减少", "涉及一般公共预算支出",
]  # fmt: skip


@pytest.mark.parametrize("label", GARBAGE)
def test_what_means_nothing_or_is_a_sum_is_not_guessed(label: str) -> None:
    assert unlisted_item(label) is None


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("因公出国(境)经费支出", "three_public.abroad"),
        ("公务接待经费支出", "three_public.reception"),
        ("公车运行维护支出", "three_public.vehicle_operation"),
        ("政府性基金预算拨款资金", "source.fund"),
        ("国有资本经营预算拨款资金", "source.state_capital"),
        ("单位自筹资金", "source.unit"),
    ],
)
def test_a_wording_that_no_list_knows_is_told_by_its_characters(label: str, item: str) -> None:
    assert labels.resolve_item(label) in (None, item)
    assert unlisted_item(label) == item


def outcome_of(*rows: str) -> Outcome:
    table = "\n".join(("| 项目 | 年初预算数（万元） | 决算数（万元） |", *(f"| {row} | 10 | 9 |" for row in rows)))
    return pipeline.extract(document_of(f"2022年度部门整体支出绩效自评报告\n{table}"))


def test_a_guessed_row_says_so_and_an_issue_names_it() -> None:
    outcome = outcome_of("公务接待费用开支", "修缮费用杂项")
    rows = [(row.label, row.item, row.grade) for each in outcome.evaluations for row in each.amounts]
    assert rows == [
        ("公务接待费用开支", "three_public.reception", "model"),
        ("公务接待费用开支", "three_public.reception", "model"),
        ("修缮费用杂项", "other", "exact"),
        ("修缮费用杂项", "other", "exact"),
    ]
    assert [(each.code, each.message) for each in outcome.issues if each.code.startswith("label.")] == [
        ("label.guessed", "label not known: '公务接待费用开支', taken for three_public.reception by its wording"),
        ("label.unmatched", "label not known: '修缮费用杂项'"),
    ]


def test_what_another_row_names_is_not_guessed_a_second_time() -> None:
    outcome = outcome_of("公务接待费", "公务接待费用开支")
    assert [row.item for each in outcome.evaluations for row in each.amounts][2:] == ["other", "other"]


def test_below_public_expenditure_nothing_is_guessed() -> None:
    outcome = outcome_of("公用经费", "办公费", "印刷费", "公务接待费用开支")
    assert [row.grade for each in outcome.evaluations for row in each.amounts if row.label == "公务接待费用开支"] == [
        "exact"
    ] * 2


def test_a_column_of_items_under_an_unknown_label_is_told_like_a_row_or_named() -> None:
    outcome = pipeline.extract(
        document_of(
            "2022年度收入情况表（万元）\n| 单位名称 | 本年收入合计 | 财政拨款收入 | 政府性基金预算补助 | 修缮杂项 | 其他收入 | 上年结转 |\n"
            "| 某县水利局 | 10 | 1 | 5 | 4 | 2 | 1 |"
        )
    )
    rows = [(row.item, row.label, row.grade) for each in outcome.evaluations for row in each.amounts]
    assert rows[1:3] == [("source.fiscal", "财政拨款收入", "exact"), ("source.fund", "政府性基金预算补助", "model")]
    assert [(each.code, each.message) for each in outcome.issues] == [
        ("label.guessed", "column not known: '政府性基金预算补助', taken for source.fund by its wording"),
        ("label.unmatched", "column not known: '修缮杂项'"),
    ]


@pytest.fixture
def other_weights(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A change of the weights, undone with all that was cached."""
    for each in (classifier.item_classifier, unlisted.unlisted_item):
        each.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    for each in (classifier.item_classifier, unlisted.unlisted_item):
        each.cache_clear()


def test_without_weights_everything_else_is_read(other_weights: pytest.MonkeyPatch) -> None:
    other_weights.setattr(classifier, "MODELS", "nowhere")
    outcome = outcome_of("公务接待费用开支")
    assert {row.item for each in outcome.evaluations for row in each.amounts} == {"other"}


def test_weights_that_are_not_those_that_were_trained_are_not_used(
    tmp_path: Path, other_weights: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = files("extract.nlp") / "models"
    (tmp_path / "items.bin").write_bytes((folder / "items.bin").read_bytes() + b"x")
    (tmp_path / "items.json").write_bytes((folder / "items.json").read_bytes())
    other_weights.setattr(classifier, "MODELS", str(tmp_path))
    assert unlisted_item("公务接待费用开支") is None
    assert "not those that were trained" in caplog.text


def test_training_twice_gives_the_same_weights_and_they_are_small(tmp_path: Path) -> None:
    few = answers.items()[::6]
    for name in ("one", "two"):
        save(train(few), tmp_path / name)
    first, second = (json.loads((tmp_path / name / "items.json").read_text("utf8")) for name in ("one", "two"))
    assert first == second
    assert (
        sum(len((files("extract.nlp") / "models" / name).read_bytes()) for name in ("items.bin", "items.json"))
        < 1_000_000
    )


def test_the_weights_know_what_they_were_trained_on() -> None:
    found = classifier.item_classifier()
    assert found is not None
    known = [each for each in answers.items() if each.answer not in unlisted.REFUSED]
    guesses = found.guesses([each.label for each in known])
    right = sum(guess.answer == each.answer for guess, each in zip(guesses, known, strict=True))
    assert right / len(known) > 0.95
