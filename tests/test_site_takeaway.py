"""Feed, dictionary, downloads; and what a public site must withstand."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from pages import bundle, feed
from schemas.document import Table
from schemas.records import Outcome
from schemas.sql import tables, views
from tests.outcomes import outcome
from tests.sites import Site, build

ATOM = {"a": feed.ATOM}
HUGE = "长" * 300_000


def _huge() -> Outcome:
    """A report whose target and goal are cells of 300,000 characters."""
    made = outcome("huge.docx", body="石门县大数据局")
    assert made.document is not None
    table = made.document.tables[0]
    cells = tuple(cell._replace(text=HUGE) if (cell.row, cell.col) == (1, 2) else cell for cell in table.cells)
    document = replace(made.document, blocks=(*made.document.paragraphs, Table(cells, 2, 6)))
    whole = made.evaluations[0]
    indicator = replace(whole.indicators[0], target=HUGE)
    return replace(made, document=document, evaluations=(replace(whole, indicators=(indicator,)),))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    hostile = outcome("<b>.docx", body="]]>&<script>局")
    running = Site(build(tmp_path_factory.mktemp("take") / "demo.db", [], [outcome(), hostile, _huge()]))
    yield running
    running.close()


def test_the_feed_names_new_disclosures_and_their_findings(site: Site) -> None:
    answer = site.get("/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    addresses = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(addresses) == len(set(addresses))
    evaluations = [row["id"] for row in site.rows("SELECT id FROM evaluations")]
    assert {each.rpartition("/")[2] for each in addresses if "/evaluation/" in each} == set(evaluations)
    assert [each for each in addresses if "/finding/" in each]
    assert root.xpath("a:updated/text()", namespaces=ATOM) == ["2023-05-10T00:00:00+08:00"]
    assert "]]>&<script>局" in "".join(root.xpath("a:entry/a:title/text()", namespaces=ATOM))
    for address in addresses:
        site.get(address.removeprefix("http://localhost"))


def test_characters_that_xml_forbids_are_left_out() -> None:
    made = feed.atom("t", "h", "o", [feed.Entry("a", "x\x00\x0by\ufffe", "2020-01-01", "\ud800")])
    assert etree.fromstring(made).xpath("//a:entry/a:title/text()", namespaces=ATOM) == ["xy"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_dictionary_tells_every_column_of_the_schema(site: Site, lang: str) -> None:
    text = site.page(f"/dictionary?lang={lang}").text_content()
    for table in [*tables().values(), *views().values()]:
        assert (table.en if lang == "en" else table.zh) in text
        for column in table.columns:
            assert (column.en if lang == "en" else column.zh) in text


def test_the_bundle_holds_every_row_and_says_what_it_means(site: Site) -> None:
    csv.field_size_limit(10_000_000)
    made = zipfile.ZipFile(io.BytesIO(site.get("/data.zip").content))
    described = json.loads(made.read("datapackage.json"))
    assert {each["path"] for each in described["resources"]} == set(made.namelist()) - {"datapackage.json"}
    for resource in described["resources"]:
        name = resource["path"].removesuffix(".csv")
        rows = list(csv.DictReader(io.StringIO(made.read(resource["path"]).decode("utf-8"))))
        assert len(rows) == site.rows(f"SELECT count(*) FROM {name}")[0][0]
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert not rows or list(rows[0]) == fields
        stored = {row[0] for row in site.rows(f"SELECT {fields[0]} FROM {name}")}
        assert {row[fields[0]] for row in rows} == {str(each) for each in stored}


def test_the_data_package_of_the_site_points_to_its_csv(site: Site) -> None:
    described = site.get("/datapackage.json").json()
    resource = next(each for each in described["resources"] if each["name"] == "amounts")
    rows = list(csv.reader(io.StringIO(site.get(resource["path"].removeprefix("http://localhost")).text)))
    assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
    assert len(rows) - 1 == site.rows("SELECT count(*) FROM amounts")[0][0]


def test_a_database_too_large_has_no_bundle(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_DATABASE_BYTES", 1)
    site.get("/data.zip", 404)


def test_robots_are_kept_from_queries_and_downloads(site: Site) -> None:
    text = site.get("/robots.txt").text
    assert "User-agent: *" in text
    assert "Disallow: /*?sql=" in text


def test_a_query_without_end_is_stopped(site: Site) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x %2B 1 FROM n) SELECT count(*) FROM n"
    assert "时间限制" in site.get(f"/{site.name}?sql={endless}", 400).text
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x %2B 1 FROM n) SELECT x FROM n LIMIT 50000"
    assert len(site.get(f"/{site.name}.json?sql={many}&_shape=array").json()) <= 1000


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH 'x.db' AS x", "SELECT load_extension('x')", "SELECT readfile('/etc/passwd')", "PRAGMA journal_mode=DELETE",
        "VACUUM INTO 'x.db'", "INSERT INTO rules VALUES (1)", "DROP TABLE rules", "SELECT writefile('x', 'y')",
        "WITH a AS (SELECT 1) DELETE FROM rules",
    ],
)  # fmt: skip
def test_queries_reach_no_file_and_change_nothing(site: Site, sql: str) -> None:
    before = site.path.read_bytes()
    site.get(f"/{site.name}?sql={sql}", 400)
    assert site.path.read_bytes() == before


def test_huge_cells_do_not_make_huge_pages(site: Site) -> None:
    evaluation = site.rows("SELECT id FROM evaluations WHERE organization_id LIKE '%大数据局'")[0]["id"]
    for path in (
        f"/evaluation/{evaluation}",
        "/",
        f"/{site.name}/indicators",
        f"/{site.name}/v_indicators",
        "/search?q=长长",
    ):
        assert len(site.get(path).content) < 200_000, path


@pytest.mark.parametrize(
    "path",
    [
        "/evaluation/%00", "/body/%00", "/body/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/body/" + "a" * 1001, "/finding/%3Cscript%3E",
        "/document/0123456789abcdef/page-1.png", "/document/0123456789abcdef/page-0.png", "/feed.atom/x",
        "/-/no-such",
    ],
)  # fmt: skip
def test_hostile_addresses_are_404(site: Site, path: str) -> None:
    answer = site.loop.run_until_complete(site.app.client.get(path, follow_redirects=True))
    assert answer.status_code == 404
    text = answer.text
    assert "<script" not in text
    assert "root:" not in text


@pytest.mark.parametrize("name", ["/feed.atom", "/datapackage.json", "/dictionary", "/data.zip", "/robots.txt"])
def test_every_answer_may_be_cached_and_sniffed_by_no_one(site: Site, name: str) -> None:
    headers = site.get(name).headers
    assert "max-age" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
