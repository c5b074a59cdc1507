"""Every page says how to cite it: body, year, where published, hash, permanent address, day of retrieval."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import pytest

from tests.outcomes import outcome
from tests.sites import Site, build

URL = "https://www.example.gov.cn/jxzp/a.docx"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path = build(tmp_path_factory.mktemp("cite") / "demo.db", [], [outcome()])
    connection = sqlite3.connect(path)
    document = connection.execute("SELECT id FROM documents").fetchone()[0]
    rows = [(URL, "present"), ("javascript:alert(1)", "gone")]
    connection.executemany(
        "INSERT INTO sources (document_id, url, state, portal, first_seen, last_seen) VALUES (?, ?, ?, 'p', ?, ?)",
        [(document, url, state, "2024-01-02T00:00:00Z", "2024-03-04T00:00:00Z") for url, state in rows],
    )
    connection.commit()
    connection.close()
    running = Site(path)
    yield running
    running.close()


@pytest.mark.parametrize("kind", ["evaluation", "finding", "document", "document?at=p1"])
def test_what_a_citation_holds(site: Site, kind: str) -> None:
    document = site.rows("SELECT * FROM documents")[0]
    finding = site.rows("SELECT id FROM findings ORDER BY id")[0]["id"]
    name, _, asked = kind.partition("?")
    path = f"/{name}/" + {"evaluation": f"{document['id']}.e0", "finding": finding, "document": document["id"]}[name]
    address = f"http://localhost{path}" + (f"?{asked}#p1" if asked else "")
    page = site.page(f"{path}?{asked}")
    cited = page.get_element_by_id("cite").text_content()
    for part in ("石门县水利局", "2022", URL, document["sha256"], address, date.today().isoformat()):
        assert part in cited
    links = page.xpath("//dl[@class='facts']//a[contains(@class, 'hash')]/@href")
    assert links == [URL, "#cite"]
    assert "2024-03-04" in page.text_content()
    site.get(address.removeprefix("http://localhost").partition("#")[0])


@pytest.mark.parametrize("path", ["/body/430726.石门县水利局", "/region/430000", "/region/430000?year=2022"])
def test_pages_of_many_documents_are_cited_by_address_and_day(site: Site, path: str) -> None:
    cited = site.page(path).get_element_by_id("cite").text_content()
    assert "http://localhost" in cited
    assert date.today().isoformat() in cited
    assert ("year=2022" in cited) == ("year=2022" in path)
