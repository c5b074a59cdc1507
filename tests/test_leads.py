"""Leads of paragraphs: names of projects and funds, and words of chapters that are none."""

import pytest

from extract.text.funds import run_in_fund


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2.河道治理。全年预算数60万元，执行数57万元", "河道治理"),
        ("3.老旧小区改造项目。全年预算数60万元，执行数57万元", "老旧小区改造项目"),
        ("2.执行管理。全年预算数60万元，执行数57万元", None),
        ("1.预算编制。年初预算数60万元，执行数57万元", None),
    ],
)
def test_a_lead_of_nothing_but_words_of_chapters_names_no_project(text: str, name: str | None) -> None:
    span = run_in_fund(text)
    assert (text[slice(*span)] if span else None) == name
