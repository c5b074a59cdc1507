"""The page of a body: years side by side, charts that say in words what they show."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from pages import charts
from schemas.document import Document, Source
from schemas.records import Outcome
from tests.outcomes import evaluation, outcome
from tests.sites import Site, build, place_of, text_at

BODY = "430726.石门县水利局"


def _of_year(year: int, spent: str) -> Outcome:
    made = outcome(f"{year}.docx", spent)
    amounts = tuple(_moved(row, year) for row in made.evaluations[0].amounts)
    whole = evaluation(
        fiscal_year=year, amounts=amounts, personnel=made.evaluations[0].personnel, total_score=Decimal(year - 1930)
    )
    document = Document(Source(f"{year}" * 16, f"{year}.docx", "text/plain", 1), made.document.blocks, "t")  # type: ignore[union-attr]
    return Outcome(document.source, "ok", None, None, "x", document, (whole,), (), ())


def _moved(row: Any, year: int) -> Any:
    from dataclasses import replace

    return replace(row, year=year)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = [_of_year(2021, "70.25"), _of_year(2022, "80.5"), _of_year(2023, "90")]
    running = Site(build(tmp_path_factory.mktemp("body") / "demo.db", [], made))
    yield running
    running.close()


def test_years_stand_side_by_side_and_figures_lead_to_their_place(site: Site) -> None:
    page = site.page(f"/body/{BODY}")
    table = page.xpath("//section[@id='years']//table")[0]
    assert [head.text_content() for head in table.xpath(".//thead//a")] == ["2021", "2022", "2023"]
    rows = {row.xpath("./th")[0].text_content(): row.xpath("./td") for row in table.xpath("./tbody/tr")}
    assert [cell.text_content().strip() for cell in rows["全年执行"]] == ["70.25", "80.50", "90.00"]
    assert [cell.text_content() for cell in rows["执行率（推算）"]] == ["70.25%", "80.50%", "90.00%"]
    assert [cell.text_content() for cell in rows["自评得分"]] == ["91", "92", "93"]
    for cell, text in zip(rows["全年执行"], ("70.25", "80.5", "90"), strict=True):
        assert text_at(site, *place_of(cell.xpath(".//a/@href")[0], "")) == text


def test_charts_say_in_words_what_they_show(site: Site) -> None:
    drawn = site.page(f"/body/{BODY}").xpath("//figure[@class='chart']")
    captions = [figure.xpath("./figcaption")[0].text_content() for figure in drawn]
    assert captions[0].startswith("预算与执行")
    told = drawn[0].xpath("./svg/@aria-label")[0]
    assert "2022: 全年预算 100, 全年执行 80.5" in told
    assert len(drawn[0].xpath(".//rect")) == 6


def test_columns_are_as_high_as_their_values() -> None:
    made = html.fromstring(charts.columns("x", ["a", "b"], [charts.Series("s", [5, 10])], "u"))
    low, high = (float(bar.get("height")) for bar in made.iter("rect"))
    assert high == pytest.approx(2 * low, abs=0.2)
    assert charts.columns("x", ["a"], [charts.Series("s", [None])], "u") == ""
    assert charts.columns("x", ["a"], [charts.Series("s", [0])], "u") == ""


@pytest.mark.parametrize(
    ("largest", "top"), [(1, 1), (1.2, 2), (24, 25), (26, 50), (99, 100), (0.003, 0.005), (100, 100)]
)
def test_the_axis_ends_at_a_round_number(largest: float, top: float) -> None:
    assert charts.nice(largest) == pytest.approx(top)


def test_hostile_labels_are_text() -> None:
    for made in (
        charts.bars("<script>", ['"><script>'], [1]),
        charts.columns("<b>", ["<script>"], [charts.Series("<i>", [1])], "'\""),
    ):
        assert "<script" not in made
        assert "<i>" not in made
