"""Figures whose decisions are too weak are left out by name, unless something else agrees."""

import pytest

from extract.text import evidence
from extract.text.amounts import Setting, Told, read_figures
from extract.text.lexer import tokens
from schemas.folding import fold

REPORT = {"fiscal_year": 2022, "tense": "actual"}


def read(text: str, **setting: object) -> Told:
    folded = fold(text)
    return read_figures(folded, tokens(folded), Setting(**{**REPORT, **setting}))  # type: ignore[arg-type]


DOUBTED = [
    ("去年农机站维修费3万元。", {}, "the end of a longer name"),
    ("总收入90万元，其中财政拨款收入60万元、其他收入30万元，较上年减少6万元。", {}, "change behind parts"),
    ("全年预算数40万元。", {"section": ("project_expenditure", "文艺下乡项目支出")}, "whole of nothing named"),
    ("办公费6万元不够用。", {"section": ("problems", "存在的问题")}, "told in passing"),
]


@pytest.mark.parametrize(("text", "setting", "weak"), DOUBTED)
def test_a_figure_that_rests_on_a_weak_decision_is_left_out_by_its_name(
    text: str, setting: dict[str, object], weak: str
) -> None:
    assert weak in [each.cause.step for each in read(text, **setting).left_out]


AGREED = [
    # Words that lead up to a name are no part of it.
    ("水费、电费等办公费3万元。", {}, ("econ.30201", "actual")),
    # 10 of 30 + 10 are 25 %, and of 90 + 10 they would be 10 %.
    (
        "总收入90万元，其中财政拨款收入60万元、其他收入30万元，较上年减少10万元，下降25%。",
        {},
        ("source.other", "change"),
    ),
    (
        "三公经费9万元，其中公务接待费3万元，较上年减少1万元；公务用车运行维护费6万元，与上年持平。",
        {},
        ("three_public.reception", "change"),
    ),
    ("本局年初预算数40万元。", {"section": ("problems", "存在的问题")}, ("total", "budget_initial")),
]


@pytest.mark.parametrize(("text", "setting", "told"), AGREED)
def test_what_agrees_with_a_decision_lets_its_figure_be_told(
    text: str, setting: dict[str, object], told: tuple[str, str]
) -> None:
    assert told in [(each.link.item, each.link.measure) for each in read(text, **setting).figures]


def test_a_percentage_of_the_sum_does_not_speak_for_its_part() -> None:
    text = "三公经费9万元，其中公务接待费3万元、公务用车运行维护费6万元，较上年减少2万元，下降18.18%。"
    assert all(
        each.link.item != "three_public.vehicle_operation" or each.link.measure != "change"
        for each in read(text).figures
    )


def test_every_kind_of_decision_is_counted_and_named_as_a_reason() -> None:
    counted = evidence._data()["decisions"]
    assert set(counted) == set(evidence.WEAK)
    assert all(0 <= each["right"] <= each["told"] for each in counted.values())


def test_a_kind_that_is_right_often_enough_is_not_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"least": 0.9, "decisions": {"sure": {"told": 10, "right": 9}, "unsure": {"told": 10, "right": 8}}}
    monkeypatch.setattr(evidence, "_data", lambda: data)
    evidence.is_weak.cache_clear()
    assert [evidence.is_weak(kind) for kind in ("sure", "unsure")] == [False, True]
    evidence.is_weak.cache_clear()
