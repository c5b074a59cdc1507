"""The site as a reader meets it: started in process on a small database, every page asked for over its own client."""

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasette
import openpyxl
import pytest
from lxml import html

from extract import audit
from extract.rows import document_id
from schemas.sql import lists, tables, views
from tests.sites import READ, SAMPLES, SITE, Site, build, place_of, text_at

QUERIES = sorted(path.stem.partition("-")[2] for path in (SITE / "queries").glob("*.sql"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(build(tmp_path_factory.mktemp("site") / "demo.db"))
    yield running
    running.close()


def test_the_library_is_the_installed_one() -> None:
    assert Path(datasette.__file__).parent != SITE
    assert not list(SITE.rglob("__init__.py"))


@pytest.mark.parametrize("query", QUERIES)
def test_every_saved_query_runs_and_explains_itself(site: Site, query: str) -> None:
    page = site.page(f"/{site.name}/{query}")
    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//p[@class='lead']")[0].text_content().strip()
    assert not page.xpath("//*[@role='alert']")
    call = page.xpath("//pre[starts-with(., 'curl')]")
    if site.get(f"/{site.name}/{query}.json?_shape=array").json():
        assert f"http://localhost/{site.name}/{query}.json" in call[0].text_content()
        kinds = {link.text_content(): link.get("href") for link in page.xpath("//span[@class='export']/a")}
        assert {"CSV", "JSON", "XLSX"} <= set(kinds)
    answer = site.get(f"/{site.name}/{query}.json?year=2022&province=湖南省&body=水利&words=绩效&_shape=array").json()
    assert isinstance(answer, list)


def test_every_question_has_a_chart_of_its_own_columns(site: Site) -> None:
    drawn = {}
    for path in sorted((SITE / "queries").glob("*.sql")):
        name = path.stem.partition("-")[2]
        label, value = re.findall(r"^-- chart: (.+), (.+)$", path.read_text(encoding="utf8"), re.MULTILINE)[0]
        asked = f"/{site.name}/{name}.json?_shape=objects&words=绩效&body=局"
        answer = site.get(asked).json()
        assert {label, value} <= set(answer["columns"]), name
        shown = [row for row in answer["rows"] if row[value]]
        page = site.page(asked.replace(".json", ""))
        drawn[name] = bool(page.xpath("//figure[@class='chart']"))
        assert drawn[name] == bool(shown), name
    assert sum(drawn.values()) > 8


def test_a_saved_query_is_drawn_and_its_workbook_holds_the_same_rows(site: Site) -> None:
    address = f"/{site.name}/highest-scores"
    rows = site.get(f"{address}.json?_shape=arrays").json()["rows"]
    assert len(site.page(address).xpath("//figure[@class='chart']//rect")) == min(15, len(rows))
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"{address}.xlsx").content))
    assert [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)] == rows


def test_texts_that_look_like_formulas_stay_texts_in_a_workbook(site: Site) -> None:
    sql = "select '=1%2B1' as a, 'http://x.example/' as b, 1.5 as c, null as d, '007' as e"
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"/{site.name}.xlsx?sql={sql}").content))
    cells = book.active[2]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"), ("http://x.example/", "s"), (1.5, "n"), (None, "n"), ("007", "s")
    ]  # fmt: skip
    assert not any(cell.hyperlink for cell in cells)


def test_there_are_at_least_fifteen_saved_queries_and_they_find_something(site: Site) -> None:
    found = {query: site.get(f"/{site.name}/{query}.json?body=局&words=绩效&_shape=array").json() for query in QUERIES}
    assert len(QUERIES) >= 15
    assert {
        "body-amounts",
        "highest-scores",
        "lowest-scores",
        "finding-counts",
        "passage-search",
        "unmatched-labels",
        "lowest-execution",
        "softest-targets",
    } <= {query for query, rows in found.items() if rows}
    linked = site.page(f"/{site.name}/highest-scores").xpath("//td//a/@href")
    assert any(link.startswith("/evaluation/") for link in linked)


@pytest.mark.parametrize("name", [*tables(), *views()])
def test_every_table_and_view_opens_with_its_description(site: Site, name: str) -> None:
    known = {**tables(), **views()}[name]
    page = site.page(f"/{site.name}/{name}").text_content()
    assert known.zh in page
    assert all(column.zh in page for column in known.columns)


def test_home_shows_counts_bodies_and_questions(site: Site) -> None:
    page = site.page("/")
    documents = site.rows("SELECT count(*) AS n FROM documents")[0]["n"]
    assert page.xpath("//dl[@class='tiles']/div[1]/dd")[0].text_content() == str(documents)
    assert page.get("lang") == "zh-CN"
    names = {link.text_content() for link in page.xpath("//a[starts-with(@href, '/body/')]")}
    assert names == {row["name"] for row in site.rows("SELECT name FROM organizations")}
    assert len(page.xpath("//ul[contains(@class, 'questions')]/li")) == len(QUERIES)


def test_a_body_is_two_links_from_home_and_leads_to_its_evaluations(site: Site) -> None:
    link = site.page("/").xpath("//a[text()='石门县水利局']/@href")[0]
    assert site.page(link).xpath("//section[@id='evaluations']//th/a/@href") == [
        f"/evaluation/{row['id']}"
        for row in site.rows("SELECT id FROM evaluations WHERE organization_id LIKE '%石门县水利局'")
    ]


def test_an_evaluation_shows_every_list_it_has(site: Site) -> None:
    for evaluation in site.rows("SELECT id, total_score FROM evaluations"):
        page = site.page(f"/evaluation/{evaluation['id']}")
        for name in lists():
            expected = site.rows(f"SELECT * FROM {name} WHERE evaluation_id = ?", evaluation["id"])
            assert bool(page.xpath(f"//section[@id='{name}']")) == bool(expected), (evaluation["id"], name)
        found = site.rows("SELECT message FROM findings WHERE evaluation_id = ?", evaluation["id"])
        shown = [item.text_content() for item in page.xpath("//p[@class='message']")]
        assert sorted(shown) == sorted(row["message"] for row in found)


def test_every_rule_is_explained_and_leads_to_its_findings(site: Site) -> None:
    page = site.page("/rules")
    assert {article.get("id") for article in page.xpath("//article")} == set(audit.rules())
    assert page.xpath("//h2/text()") == ["错误", "警告", "提示"]
    in_english = site.page("/rules?lang=en")
    for rule, texts in audit.explanations().items():
        for key, text in texts.items():
            (article,) = (in_english if key.endswith("en") else page).xpath(f"//article[@id='{rule}']")
            assert text in article.text_content()
    (link,) = page.xpath("//article[@id='execution-rate']//a/@href")
    assert site.rows("SELECT count(*) FROM findings WHERE rule = 'execution-rate'")[0][0] > 0
    assert site.page(link).xpath("//table")
    assert "/rules" in site.page("/").xpath("//header//a/@href")


def test_money_is_shown_in_wan_with_every_digit(site: Site) -> None:
    row = site.rows("SELECT evaluation_id FROM amounts WHERE raw = '80.5'")[0]
    figures = [link.text_content() for link in site.page(f"/evaluation/{row[0]}").xpath("//section[@id='amounts']//a")]
    assert "100.00" in figures
    assert "80.50" in figures
    cell = site.page(f"/{site.name}/amounts?_facet_size=1&raw=80.5").xpath("//data")[0]
    assert (cell.get("value"), cell.text) == ("80500000", "80.50 万元")


@pytest.mark.parametrize("name", lists())
def test_every_row_of_a_list_is_linked_to_exactly_its_raw_text(site: Site, name: str) -> None:
    shown: dict[str, set[str]] = {}
    for row in site.rows(f"SELECT * FROM {name}"):
        document, _, at = row["block_id"].partition(".")
        span = "" if row["start_at"] is None else f":{row['start_at']}-{row['end_at']}"
        assert row["raw"] == text_at(site, document, at + span), row["id"]
        evaluation = row["evaluation_id"]
        if evaluation not in shown:
            shown[evaluation] = set(site.page(f"/evaluation/{evaluation}").xpath(f"//section[@id='{name}']//a/@href"))
        own = {row[column] for column in row.keys() if column.endswith("_block_id") and row[column]}  # noqa: SIM118
        places = {(document, at + span)}
        if own and not span:
            places = {(block[:16], block[17:]) for block in own}
        assert places & {place_of(link, document) for link in shown[evaluation]}, row["id"]


def test_both_places_of_a_finding_are_marked_on_one_page(site: Site) -> None:
    finding = site.rows("SELECT evaluation_id FROM findings WHERE rule = 'execution-rate'")[0]
    link = site.page(f"/evaluation/{finding[0]}").xpath("//li[@class='all']/a/@href")[0]
    assert len(site.page(link).xpath("//article//*[contains(@class, 'hit')]//mark")) >= 2


def test_a_rebuilt_table_covers_its_whole_grid(site: Site) -> None:
    document = document_id(hashlib.sha256((SAMPLES / READ[0]).read_bytes()).hexdigest())
    page = site.page(f"/document/{document}")
    stored = site.rows("SELECT count(*) AS n FROM blocks WHERE document_id = ?", document)[0]["n"]
    assert len(page.xpath("//article//*[@id]")) == stored
    for table in page.xpath("//article//table"):
        areas = [sum(int(td.get("colspan", 1)) * int(td.get("rowspan", 1)) for td in tr) for tr in table.xpath(".//tr")]
        widths = sum(areas) / len(areas)
        assert widths == int(widths)


def test_a_large_document_is_paged_and_a_link_finds_its_page(site: Site) -> None:
    address = f"/document/{'f' * 16}"
    first, link = site.get(address), f"{address}?at=t0.r1499.c5"
    assert len(first.content) < 200_000
    assert "第1499行" not in first.text
    assert _marked(site.page(link), "t0.r1499.c5") == ["第1499行第5列"]
    last = site.page(link)
    assert last.get_element_by_id("t0.r0.c0-2").text_content() == "全部"
    rows = last.xpath("//article//tr")
    assert int(last.get_element_by_id("t0.r0.c0-2").get("rowspan")) == len(rows)


def test_a_passage_has_an_address_of_its_own(site: Site) -> None:
    block = site.rows("SELECT id FROM blocks WHERE paragraph_no = 1")[0]["id"]
    answer = site.get(f"/passage/{block}", 302)
    document, _, at = block.partition(".")
    assert answer.headers["location"] == f"/document/{document}?at={at}#{at}"


@pytest.mark.parametrize("query", ["绩效", "编制", "“石门县水利局”", "编制30人", "编制　３０"])
def test_search_finds_words_of_two_characters_and_marks_them(site: Site, query: str) -> None:
    page = site.page(f"/search?q={query}")
    hits = page.xpath("//ol[@class='hits']/li")
    assert hits
    assert all(hit.xpath(".//mark") for hit in hits)
    marked = site.page(hits[0].xpath(".//a/@href")[0]).xpath("//article//mark")
    assert marked


def test_search_looks_through_quotation_marks_but_not_into_numbers(site: Site) -> None:
    count = site.rows(
        "SELECT count(*) AS n FROM blocks WHERE replace(replace(text, '“', ''), '”', '') LIKE '%三公经费%'"
    )
    assert count[0]["n"] > 0
    page = site.page("/search?q=三公经费")
    assert page.xpath("//section[@aria-labelledby='h-passages']/p")[0].text_content().startswith(f"{count[0]['n']} 处")
    assert not site.page("/search?q=编制3").xpath("//ol[@class='hits']/li")


def test_the_table_search_of_datasette_finds_chinese_words(site: Site) -> None:
    rows = site.get(f"/{site.name}/v_passages.json?_search=编制&_shape=array").json()
    assert rows
    assert all("编制" in row["原文"] for row in rows)


@pytest.mark.parametrize(
    "query", ["", "%20", '"', "*", "NEAR(", "a AND", "'; DROP TABLE blocks; --", "<script>", "𠮷" * 300]
)
def test_odd_searches_answer_politely(site: Site, query: str) -> None:
    text = site.get("/search", 200) if not query else site.get(f"/search?q={query}", 200)
    assert "<script" not in text.text
    site.get(f"/{site.name}/passage-search?words={query}")
    site.get(f"/{site.name}/v_passages?_search={query}")


def test_hostile_documents_come_out_as_text(site: Site) -> None:
    evaluation = site.rows("SELECT id, document_id FROM evaluations WHERE organization_id LIKE '%<script>%'")[0]
    body = site.page("/").xpath("//a[contains(text(), '<script>')]/@href")[0]
    paths = [
        "/", "/region/430726", body, f"/evaluation/{evaluation['id']}", f"/document/{evaluation['document_id']}", "/search?q=script",
        f"/{site.name}/documents", f"/{site.name}/v_amounts", f"/{site.name}/v_passages?_search=script", f"/{site.name}/highest-scores",
    ]  # fmt: skip
    for path in paths:
        text = site.get(path).text
        assert "<script" not in text, path
        assert "script" in text, path
        assert "alert(1)" in html.fromstring(text).text_content(), path


@pytest.mark.parametrize(
    "path",
    [
        "/evaluation/0123456789abcdef.e0", "/evaluation/x", "/document/0123456789abcdef", "/document/../../etc/passwd",
        "/passage/0123456789abcdef.p0", "/body/nobody", "/nothing", "/static/../metadata.yaml", "/demo/no_such_table",
    ],
)  # fmt: skip
def test_unknown_addresses_are_404(site: Site, path: str) -> None:
    assert "没有这个页面" in site.get(path, 404).text


@pytest.mark.parametrize("marks", ["p999999", "p0:5-2", "p0:0-999999999", "t0.r0.c0:x", "<script>", "p0," * 500])
def test_odd_marks_do_no_harm(site: Site, marks: str) -> None:
    document = site.rows("SELECT id FROM documents WHERE filename = 'a.docx'")[0]["id"]
    assert "<script" not in site.get(f"/document/{document}?at={marks}").text


@pytest.mark.parametrize(
    "path", ["/", "/search?q=绩效", "/nothing", "/static/site.css", "/demo.json", "/demo/v_amounts"]
)
def test_security_headers_are_on_every_answer(site: Site, path: str) -> None:
    headers = site.loop.run_until_complete(site.app.client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_pages_load_nothing_from_elsewhere_and_need_no_script(site: Site) -> None:
    evaluation = site.rows("SELECT id FROM evaluations ORDER BY id")[0]["id"]
    for path in (
        "/",
        "/bodies",
        f"/evaluation/{evaluation}",
        "/search?q=绩效",
        "/demo",
        "/demo/v_findings",
        "/demo/highest-scores",
    ):
        page = site.page(path)
        loaded = page.xpath("//link[@rel!='alternate']/@href | //@src")
        assert all(address.startswith("/static/") for address in loaded), path
        assert not page.xpath("//script | //style | //@style | //@onclick"), path
        assert page.xpath("//main")
        assert page.xpath("//h1")
        assert len(site.get(path).content) < 200_000


def test_the_database_cannot_be_written(site: Site) -> None:
    site.get(f"/{site.name}?sql=DELETE+FROM+amounts", 400)
    site.get(f"/{site.name}?sql=PRAGMA+writable_schema=1", 400)
    assert site.rows("SELECT count(*) AS n FROM amounts")[0]["n"] > 0


def _marked(page: Any, at: str) -> list[str]:
    return [mark.text_content() for mark in page.get_element_by_id(at).iter("mark")]
