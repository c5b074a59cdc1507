"""Crawls of test portals by the real spiders, each in a process of its own: what is found, kept, asked for again, refused."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.manifest import NAME, Manifest
from tests import portals
from tests.crawling import needs_crawl
from tests.portals import Site, document

pytestmark = needs_crawl
QUICK = {"delay_s": 0, "backoff_s": 0.02, "retries": 2, "timeout_s": 20, "allow_private": True, "max_mb": 2}


class World:
    """All test portals, their portals file, and a store."""

    def __init__(self, folder: Path) -> None:
        self.sites = {name: Site() for name in ("county", "bureau", "tree", "service", "traps", "abroad")}
        sites = self.sites
        self.expected = {
            "county": portals.county(sites["county"]),
            "bureau": portals.bureau(sites["bureau"]),
            "tree": portals.tree(sites["tree"]),
            "service": portals.service(sites["service"]),
            "traps": portals.traps(sites["traps"], sites["abroad"]),
        }
        self.sources: dict[str, list[dict[str, Any]]] = {
            "county": [{"kind": "list", "url": sites["county"].url("/list0.html")}],
            "bureau": [{"kind": "list", "url": sites["bureau"].url("/zx/index.html")}],
            "tree": [{"kind": "columns", "url": sites["tree"].url("/gk/"), "columns": ".t a, li a", "depth": 2}],
            "service": [
                {"kind": "json", "url": sites["service"].url("/api/list"), "items": "data.list", "text": "t", "link": "/art/{id}",
                 "pages": {"address": sites["service"].url("/api/list?p={page}"), "last": 9}},
                {"kind": "json", "url": sites["service"].url("/search"), "post": {"page": "{page}"}, "pages": {}},
            ],
            "traps": [{"kind": "list", "url": sites["traps"].url("/list.html")}],
        }  # fmt: skip
        self.store = folder / "store"
        self.file = folder / "portals.yaml"
        self.write()

    def write(self, only: tuple[str, ...] = (), **more: Any) -> None:
        """Writes the portals file anew."""
        entries = [
            {"name": name, "hosts": [self.sites[name].host], "sources": sources, "body": f"{name}局"}
            for name, sources in self.sources.items()
            if not only or name in only
        ]
        data = {"contact": "mailto:crawler@example.org", "defaults": QUICK | more, "portals": entries}
        self.file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf8")

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "extract", "crawl", str(self.file), *(str(each) for each in arguments)]

    def crawl(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Crawls, with a clean sheet of requests."""
        for site in self.sites.values():
            site.requests.clear()
        options = arguments or ("--store", self.store)
        done = subprocess.run(self.command(*options), capture_output=True, text=True, timeout=120)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def rows(self, sql: str) -> list[dict[str, Any]]:
        manifest = Manifest(self.store / NAME, readonly=True)
        try:
            return manifest.rows(sql)
        finally:
            manifest.close()

    def documents(self, portal: str) -> dict[str, str]:
        """path -> SHA-256 of the documents that are present."""
        found = self.rows(
            f"SELECT url, sha256 FROM addresses WHERE portal = '{portal}' AND state = 'present' AND sha256 IS NOT NULL"
        )
        return {row["url"].removeprefix(f"http://{self.sites[portal].host}"): row["sha256"] for row in found}

    def outcomes(self) -> Counter[str]:
        """Outcomes of the sightings of the last crawl of each portal, documents alone."""
        sql = "SELECT outcome FROM sightings WHERE sha256 IS NOT NULL AND run IN (SELECT max(id) FROM runs GROUP BY portal)"
        return Counter(row["outcome"] for row in self.rows(sql))

    def verify(self, code: int = 0) -> str:
        command = [sys.executable, "-m", "extract", "corpus", "verify", str(self.store)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stderr

    def close(self) -> None:
        for site in self.sites.values():
            site.close()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All portals after their first crawl."""
    world = World(tmp_path_factory.mktemp("crawl"))
    world.crawl(code=1)
    yield world
    world.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """All portals, not crawled yet."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("portal", ["county", "bureau", "tree", "service", "traps"])
def test_every_document_is_found_once_and_no_other(crawled: World, portal: str) -> None:
    assert set(crawled.documents(portal)) == crawled.expected[portal]
    hits = crawled.sites[portal].hits()
    faulty = {"/files/late.pdf": 3}
    assert {path: hits[path] for path in crawled.expected[portal]} == {
        path: faulty.get(path, 1) for path in crawled.expected[portal]
    }


def test_nothing_outside_the_allowed_hosts_is_asked_for(crawled: World) -> None:
    assert crawled.sites["abroad"].requests == []
    assert "/inner/secret.pdf" not in crawled.sites["county"].hits()
    refused = crawled.rows("SELECT location, message FROM sightings WHERE outcome = 'refused'")
    assert {row["message"] for row in refused} == {"refused: host"}
    assert len(refused) == 2


def test_traps_end(crawled: World) -> None:
    hits = crawled.sites["traps"].hits()
    assert 1 < sum(path.startswith("/day/") for path in hits) <= 25
    assert (hits["/loop1"], hits["/loop2"], hits["/selfish"]) == (1, 1, 1)
    outcomes = {row["url"].rsplit("/", 1)[1]: row["outcome"] for row in crawled.rows(
        "SELECT a.url, s.outcome FROM sightings s JOIN addresses a ON a.key = s.key WHERE a.portal = 'traps'")}  # fmt: skip
    assert outcomes["huge.pdf"] == outcomes["endless.pdf"] == "too-large"
    assert outcomes["soft.pdf"] == "missing"
    assert crawled.rows("SELECT count(*) AS n FROM documents WHERE size_bytes > 2000000") == [{"n": 0}]


def test_broken_links_and_lasting_faults_are_recorded(crawled: World) -> None:
    seen = {
        row["key"].rsplit("/", 1)[1]: (row["outcome"], row["status"]) for row in crawled.rows("SELECT * FROM sightings")
    }
    assert seen["gone.pdf"] == ("missing", 404)
    assert seen["never.pdf"] == ("failed", 500)
    assert seen["secret.pdf"] == ("disallowed", None)
    assert crawled.sites["county"].hits()["/files/never.pdf"] == 3


def test_the_crawler_says_who_it_is(crawled: World) -> None:
    agents = {request.agent for site in crawled.sites.values() for request in site.requests}
    assert agents == {"jixiao (+mailto:crawler@example.org)"}
    assert crawled.sites["county"].requests[0].path == "/robots.txt"


def test_documents_keep_name_page_words_and_body(crawled: World) -> None:
    command = [sys.executable, "-m", "extract", "corpus", "list", str(crawled.store), "--json"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = {row["url"].split("/", 3)[3]: row for row in map(json.loads, listed.splitlines())}
    assert rows["down.jsp?fileid=7"]["filename"] == "决算表.docx"
    assert rows["down.jsp?fileid=7"]["words"] == "2022年三公经费决算表"
    assert rows["down.jsp?fileid=7"]["page"] == crawled.sites["bureau"].url("/zx/index_1.html")
    assert rows["down.jsp?fileid=7"]["body"] == "bureau局"
    assert rows["zx/a2.html"]["blob"].endswith(".html")
    assert (
        crawled.store / "blobs" / rows["files/0.docx"]["blob"][:2] / rows["files/0.docx"]["blob"]
    ).read_bytes() == document(0)


def test_a_content_at_two_addresses_is_stored_once(crawled: World) -> None:
    found = crawled.documents("county")
    assert found["/files/0.docx"] == found["/files/twin.docx"]
    blobs = [path for path in (crawled.store / "blobs").rglob("*") if path.is_file()]
    everything = {sha256 for portal in crawled.expected for sha256 in crawled.documents(portal).values()}
    everything |= {row["sha256"] for row in crawled.rows("SELECT sha256 FROM members")}
    assert sorted(path.stem for path in blobs) == sorted(everything)


def test_documents_in_an_archive_are_documents(crawled: World) -> None:
    held = crawled.rows("SELECT m.name, m.sha256 FROM members m ORDER BY m.name")
    assert [row["name"] for row in held] == ["自评报告.docx", "自评表.docx"]
    assert held[0]["sha256"] == crawled.documents("county")["/files/0.docx"]


def test_the_store_proves_itself(crawled: World) -> None:
    told = crawled.verify()
    assert "nothing missing or damaged" in told


def test_the_store_can_be_built(crawled: World, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "extract", "build", str(crawled.store), "--db", str(tmp_path / "x.db")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "x.db")) as db:
        told = db.execute(
            "SELECT count(DISTINCT d.id), count(DISTINCT s.document_id), count(DISTINCT s.url) FROM documents d LEFT JOIN sources s"
            " ON s.document_id = d.id"
        ).fetchone()
    contents = {sha256 for portal in crawled.expected for sha256 in crawled.documents(portal).values()}
    assert told == (len(contents), len(contents), sum(len(paths) for paths in crawled.expected.values()))


def test_a_second_crawl_downloads_nothing_that_has_not_changed(world: World) -> None:
    world.crawl(code=1)
    first = {portal: world.documents(portal) for portal in world.expected}
    contents = world.rows("SELECT sha256 FROM documents")
    world.crawl(code=1)
    again = [(portal, request) for portal, paths in world.expected.items() for request in world.sites[portal].requests
             if request.path in paths]  # fmt: skip
    assert {(request.status, request.sent) for _, request in again} == {(304, 0)}
    fetched = [request for portal in ("county", "tree") for request in world.sites[portal].requests
                 if request.status == 200 and request.path != "/robots.txt" and request.path not in ("/files/never.pdf", "/gk/road/")]  # fmt: skip
    assert fetched == []
    assert {portal: world.documents(portal) for portal in world.expected} == first
    assert world.rows("SELECT sha256 FROM documents") == contents
    assert set(world.outcomes()) == {"not-modified"}
    assert "nothing missing or damaged" in world.verify()


def test_replaced_withdrawn_and_restored_documents_are_recorded(world: World) -> None:
    world.write(only=("county", "bureau"))
    site, bureau = world.sites["county"], world.sites["bureau"]
    world.crawl(code=1)
    before = world.documents("county")
    site.file("/files/1.pdf", document(11, "pdf"))
    withdrawn = site.pages.pop("/files/2.docx")
    site.page("/list0.html", "<p>空</p>", "<a href='list1.html'>下一页</a>")
    html = bureau.pages["/zx/a2.html"]
    html.body = html.body.replace("浏览次数：1<".encode("gbk"), "浏览次数：2<".encode("gbk"))
    world.write(only=("county", "bureau"), recheck_days=0)
    world.crawl(code=1)
    after = world.documents("county")
    assert after["/files/1.pdf"] != before["/files/1.pdf"]
    assert set(before) - set(after) == {"/files/2.docx"}
    site.pages["/files/2.docx"] = withdrawn
    world.crawl(code=1)
    command = [sys.executable, "-m", "extract", "corpus", "list", str(world.store), "--changes", "--json"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    changes = [json.loads(line) for line in told.splitlines()]
    told_of = Counter((each["outcome"], each["url"].rsplit("/", 1)[1]) for each in changes)
    assert told_of == {("changed", "1.pdf"): 1, ("gone", "2.docx"): 1, ("back", "2.docx"): 1}
    replaced = next(each for each in changes if each["outcome"] == "changed")
    assert (replaced["earlier_sha256"], replaced["sha256"]) == (before["/files/1.pdf"], after["/files/1.pdf"])
    assert world.documents("bureau").keys() == world.expected["bureau"]
    assert "nothing missing or damaged" in world.verify()


@pytest.mark.parametrize("after", [4, 14])
def test_a_killed_crawl_goes_on_where_it_was(world: World, after: int) -> None:
    world.write(only=("county",), retries=0)
    site = world.sites["county"]
    site.pages["/files/late.pdf"].faults.clear()
    reached, count = threading.Event(), Counter[str]()

    def counted(path: str) -> None:
        count["all"] += 1
        if count["all"] >= after:
            reached.set()

    site.on_request = counted
    process = subprocess.Popen(
        world.command("--store", world.store), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert reached.wait(60)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    site.on_request = lambda path: None
    before = site.hits()
    done_before = {row["key"] for row in world.rows("SELECT key FROM frontier WHERE state = 'done'")}
    world.crawl(code=1)
    assert set(world.documents("county")) == world.expected["county"]
    assert not {site.url(path) for path in site.hits()} & done_before
    assert all(site.hits()[path] + before[path] <= 2 for path in world.expected["county"])
    assert world.rows("SELECT outcome FROM runs") == [{"outcome": "finished"}]
    assert "nothing missing or damaged" in world.verify()


def test_a_paused_crawl_goes_on(world: World) -> None:
    world.write(only=("tree",))
    done = world.crawl("--store", world.store, "--max-pages", 2)
    assert "paused" in done.stderr
    assert len(world.documents("tree")) < len(world.expected["tree"])
    world.crawl()
    assert set(world.documents("tree")) == world.expected["tree"]
    assert world.sites["tree"].hits()["/gk/"] == 0


def test_a_dry_run_names_documents_and_fetches_none(world: World) -> None:
    world.write(only=("service",))
    done = world.crawl("--dry-run")
    assert {line.split("\t")[1] for line in done.stdout.splitlines()} == {
        world.sites["service"].url(path) for path in world.expected["service"]
    }
    assert not set(world.sites["service"].hits()) & world.expected["service"]
    assert not world.store.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_private_networks_are_refused_by_name_and_by_address(world: World, host: str) -> None:
    site = world.sites["tree"]
    world.sources = {"tree": [{"kind": "list", "url": f"http://{host}:{site.port}/gk/water/"}]}
    world.write(allow_private=False)
    data = yaml.safe_load(world.file.read_text(encoding="utf8"))
    data["portals"][0]["hosts"] = [host]
    world.file.write_text(yaml.safe_dump(data), encoding="utf8")
    world.crawl(code=1)
    assert site.requests == []


def test_a_server_without_its_robots_txt_is_left_alone(world: World) -> None:
    world.write(only=("tree",))
    world.sites["tree"].pages["/robots.txt"] = portals.Resource(faults=[503] * 9)
    done = world.crawl(code=1)
    assert "its robots.txt cannot be fetched: status 503" in done.stderr
    assert set(world.sites["tree"].hits()) == {"/robots.txt"}


def test_the_delays_of_a_portal_are_kept(world: World) -> None:
    world.write(only=("tree",), delay_s=0.3)
    world.sites["tree"].pages["/robots.txt"] = portals.Resource(b"User-agent: *\nCrawl-delay: 0.5\n", "text/plain")
    world.crawl()
    times = [request.at for request in world.sites["tree"].requests][1:]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert min(gaps) > 0.2
    assert sum(gaps) / len(gaps) > 0.4


def test_one_slow_answer_does_not_slow_a_crawl_of_unchanged_pages_down(world: World) -> None:
    world.write(only=("tree",))
    world.crawl()
    world.sites["tree"].pages["/robots.txt"] = portals.Resource(b"", "text/plain", delay_s=1.5)
    world.crawl()
    times = [request.at for request in world.sites["tree"].requests if request.status == 304]
    assert min(later - earlier for earlier, later in pairwise(times)) < 0.7


def test_a_full_disk_stops_the_crawl_and_the_next_one_finishes_it(world: World) -> None:
    world.write(only=("county",))
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, -1)); import os; os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", limit, *world.command("--store", world.store)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stderr
    assert "the store cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    world.crawl(code=1)
    assert set(world.documents("county")) == world.expected["county"]
    assert "nothing missing or damaged" in world.verify()


def test_two_crawls_do_not_write_one_store(world: World) -> None:
    from corpus.evidence import Store

    with Store(world.store):
        done = world.crawl(code=2)
    assert "in use" in done.stderr


def test_damage_is_found_and_named(world: World) -> None:
    world.write(only=("tree",))
    world.crawl()
    blob = next((world.store / "blobs").rglob("*.pdf"))
    blob.write_bytes(blob.read_bytes()[:-1] + b"!")
    next((world.store / "blobs").rglob("*.docx")).unlink()
    warc = next((world.store / "warc").iterdir())
    data = bytearray(warc.read_bytes())
    data[-300] ^= 0xFF
    warc.write_bytes(bytes(data) + b"cut short")
    told = world.verify(code=1)
    for part in (blob.stem, "not those of its hash", "missing", f"{warc.name} at byte", "cut short"):
        assert part in told
    world.crawl()
    assert "document is missing" not in world.verify(code=1)
