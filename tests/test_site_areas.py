"""Regions and sectors: the map, the tree, and dashboards whose figures are those of the evaluations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from pages import dashboard, regions
from pages.regions import Area
from schemas.regions import regions as all_regions
from schemas.sql import views
from tests.outcomes import evaluation, outcome
from tests.sites import READ, Site, build


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(build(tmp_path_factory.mktemp("areas") / "demo.db", READ, [outcome()]))
    yield running
    running.close()


def test_every_province_of_the_standard_has_a_tile_of_its_own() -> None:
    provinces = {region.code for region in all_regions() if region.code.endswith("0000")}
    assert provinces <= set(regions.tiles())
    assert len(regions.tiles()) == 34
    assert len({(tile.col, tile.row) for tile in regions.tiles().values()}) == 34


def test_regions_stand_in_those_they_lie_in() -> None:
    counted = [
        ("430000", 3, 9),
        ("430700", 2, 6),
        ("430726", 2, 6),
        ("500000", 1, 1),
        ("500111", 1, 1),
        ("unknown", 4, 4),
    ]
    areas = regions.tree(counted)
    assert [(area.name, area.bodies) for area in areas] == [("湖南省", 3), ("重庆市", 1), ("地区不详", 4)]
    assert areas[0].parts == [Area("430700", "常德市", 2, 6, [Area("430726", "石门县", 2, 6)])]
    assert [area.name for area in areas[1].parts] == ["大足区"]


@pytest.mark.parametrize(
    ("code", "inside", "outside"), [("430000", "439999", "440000"), ("430700", "430726", "430801"), ("430726", "430726", "430727")]
)  # fmt: skip
def test_a_region_is_a_span_of_codes(code: str, inside: str, outside: str) -> None:
    low, high = regions.span(code)
    assert low <= inside < high
    assert not low <= outside < high


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (950, "950"), (1000, "1.0k"), (12_345, "12k")])
def test_counts_fit_a_tile(count: int, text: str) -> None:
    assert regions.short(count) == text


def test_the_map_leads_to_provinces_and_the_tree_to_counties(site: Site) -> None:
    page = site.page("/bodies")
    linked = page.xpath("//svg[contains(@class, 'tiles-map')]//a/@href")
    provinces = [
        row[0]
        for row in site.rows(
            "SELECT DISTINCT substr(region_code, 1, 2) FROM organizations WHERE region_code IS NOT NULL"
        )
    ]
    assert sorted(linked) == sorted(f"/region/{each}0000" for each in provinces)
    for address in {
        *linked,
        *page.xpath("//ul[contains(@class, 'tree')]//a/@href"),
        *page.xpath("//a[contains(@href, '/sector/')]/@href"),
    }:
        assert site.page(address).xpath("//h1")


def test_every_body_is_on_the_page_of_its_county(site: Site) -> None:
    for row in site.rows("SELECT name, coalesce(region_code, 'unknown') AS code FROM organizations"):
        assert row["name"] in site.get(f"/region/{row['code']}").text


@pytest.mark.parametrize("path", ["/region/430000", "/region/510000", "/sector/agriculture"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headline_is_what_the_evaluations_say(site: Site, path: str, lang: str) -> None:
    kind, _, code = path.strip("/").partition("/")
    where = f"o.region_code LIKE '{code[:2]}%'" if kind == "region" else f"o.sector = '{code}'"
    own = f"FROM evaluations e JOIN organizations o ON o.id = e.organization_id WHERE {where}"
    page = site.page(f"{path}?lang={lang}")
    tiles = [each.text_content().strip() for each in page.xpath("//dl[@class='tiles']//dd")]
    bodies, evaluations, score = site.rows(
        f"SELECT count(DISTINCT o.id), count(*), avg(100.0 * e.total_score / coalesce(e.total_weight, 100)) {own}"
    )[0]
    assert tiles[:3] == [str(bodies), str(evaluations), f"{score:.1f}%"]
    found = site.rows(
        f"SELECT count(DISTINCT f.evaluation_id) {own.replace('WHERE', 'JOIN findings f ON f.evaluation_id = e.id WHERE')}"
    )
    assert tiles[-1] == f"{100 * found[0][0] / evaluations:.0f}%"
    assert page.xpath("//figure[@class='chart']")
    assert re.search("执行率最低|Lowest execution", page.text_content())


def test_a_year_narrows_a_dashboard_and_an_unknown_one_does_not(site: Site) -> None:
    years = {
        row[0]
        for row in site.rows(
            "SELECT fiscal_year FROM evaluations e JOIN organizations o ON o.id = e.organization_id WHERE o.region_code LIKE '43%'"
        )
    }
    whole = site.page("/region/430000").xpath("//dl[@class='tiles']//dd")[1].text_content()
    for year in years:
        number = site.page(f"/region/430000?year={year}").xpath("//dl[@class='tiles']//dd")[1].text_content()
        assert int(number) <= int(whole)
    assert site.page("/region/430000?year=1066").xpath("//dl[@class='tiles']//dd")[1].text_content() == whole


@pytest.mark.parametrize("path", ["/region/999999", "/region/43", "/region/110000", "/sector/nothing", "/sector/Water"])
def test_what_is_not_there_is_404(site: Site, path: str) -> None:
    site.get(path, 404)


def test_figures_of_a_dashboard_without_evaluations_are_none() -> None:
    figures = dashboard.headline({})
    assert (figures["evaluations"], figures["score"], figures["found"]) == (0, None, None)
    assert dashboard.drawn({}, [], {}) == []


def test_shares_are_of_those_that_state_a_score(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = [outcome(f"{score}.docx", str(score)) for score in (60, 70)]
    perfect = evaluation(total_score=Decimal(100), total_weight=Decimal(100))
    made[0] = replace(made[0], evaluations=(perfect,))
    running = Site(build(tmp_path_factory.mktemp("shares") / "demo.db", [], made))
    rows = {
        (row["figure"], row["band"]): dict(row)
        for row in running.rows("SELECT * FROM summaries WHERE area = 'all' AND year = 0")
    }
    assert dashboard.headline(rows)["perfect"] == 50
    running.close()


def test_numbers_of_rows_need_no_counting(site: Site) -> None:
    known = site.app.inspect_data[site.name]["tables"]
    counted = [name for name in views() if name in known]
    assert len(counted) == 8
    for name in counted:
        assert known[name]["count"] == site.rows(f"SELECT count(*) FROM {name}")[0][0], name
    counts = site.loop.run_until_complete(site.app.get_database().table_counts())
    for name, count in counts.items():
        if not name.startswith("passages"):
            assert count == site.rows(f"SELECT count(*) FROM [{name}]")[0][0], name


def test_large_tables_open_without_facets_sorting_or_counting(site: Site) -> None:
    site.app.jixiao_large = {"v_findings"}
    try:
        page = site.page(f"/{site.name}/v_findings?年度=2022")
        assert not page.xpath("//div[@class='facets']/details")
        assert not re.search(r"^\s*\d+ 行", page.xpath("//p[@class='meta']")[0].text_content())
        assert page.xpath("//table[contains(@class, 'rows')]/tbody/tr")
    finally:
        site.app.jixiao_large = set()
    assert site.page(f"/{site.name}/v_findings").xpath("//div[@class='facets']/details")
