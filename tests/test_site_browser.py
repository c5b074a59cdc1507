"""The main journeys in a real browser, at phone and desktop width: Chromium driven by Playwright, checked by axe.

Skipped where there is no Chromium or Playwright: `pip install jixiao[browser]` and Debian's package chromium, or
`playwright install chromium`. Screenshots go to the folder named by JIXIAO_SCREENSHOTS, where it is set.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.sites import READ, ROOT, SAMPLES, SITE, build

playwright = pytest.importorskip(
    "playwright.sync_api", reason="install the extra `browser`: pip install jixiao[browser]"
)
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the extra `browser`")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
PAGE_BYTES = 200_000
STARTS_S = 60

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with the published files of the samples at hand."""
    database = build(tmp_path_factory.mktemp("browser") / "demo.db", READ)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(SITE), "-i", str(database), "--port", str(port)]
    environment = os.environ | {"JIXIAO_FILES": str(SAMPLES), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTS_S
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(f"{address}/-/versions.json").close()
        except URLError:
            time.sleep(0.3)
        else:
            return
    pytest.fail("the site did not start")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """A page in a browser: what it asked for, from whom, how large; and what it complained of."""

    def __init__(self, browser: Any, served: str, width: str) -> None:
        self.served, self.width = served, width
        self.context = browser.new_context(viewport=WIDTHS[width], locale="zh-CN")
        self.page = self.context.new_page()
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.bytes = 0
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.served, "data:")):
            self.strangers.append(request.url)

    def _answered(self, response: Any) -> None:
        if response.request.resource_type != "image" and response.status == 200:
            self.bytes += len(response.body())

    def go(self, path: str) -> Any:
        self.bytes = 0
        self.page.goto(self.served + path)
        return self.page

    def check(self, name: str) -> None:
        """Fails on foreign requests, complaints, weight, sideways scrolling, or what axe finds serious."""
        self.page.wait_for_load_state("networkidle")
        folder = os.environ.get("JIXIAO_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{name}-{self.width}.png")
        assert self.strangers == []
        assert self.complaints == []
        assert self.bytes < PAGE_BYTES
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        found = axe.Axe().run(self.page).response["violations"]
        serious = [
            (each["id"], node["html"][:160]) for each in found if each["impact"] in ("serious", "critical")
            for node in each["nodes"][:2]
        ]  # fmt: skip
        assert serious == []

    def marked(self) -> Any:
        """The box of what the address names, and the height of the window; fails if it is out of sight."""
        self.page.wait_for_selector(":target", state="attached")
        box = self.page.evaluate(
            "(() => { const b = document.querySelector(':target').getBoundingClientRect(); return [b.top, b.bottom, b.left, innerHeight, innerWidth] })()"
        )
        assert 0 <= box[0] < box[3], "the marked place is above or below the window"
        assert 0 <= box[2] < box[4], "the marked place is beside the window"
        return box


@pytest.fixture(params=list(WIDTHS))
def visit(request: pytest.FixtureRequest, browser: Any, served: str) -> Iterator[Visit]:
    opened = Visit(browser, served, request.param)
    yield opened
    opened.context.close()


def test_a_citizen_finds_their_bureau_in_two_taps(visit: Visit) -> None:
    page = visit.go("/")
    visit.check("home")
    page.locator("section[aria-labelledby=h-bodies] a", has_text="三台县农业农村局").click()
    visit.check("body")
    assert "三台县农业农村局" in page.locator("h1").inner_text()
    page.locator("#years thead a, #evaluations th a").first.click()
    visit.check("evaluation")


def test_a_county_s_bureau_is_two_taps_from_the_map(visit: Visit) -> None:
    page = visit.go("/bodies")
    visit.check("bodies")
    page.locator("svg.tiles-map a", has_text="湖南").click()
    visit.check("region")
    assert page.locator("figure.chart svg").count() >= 4
    page.locator("ul.bodies a", has_text="石门县水利局").click()
    assert "石门县水利局" in page.locator("h1").inner_text()


def test_a_tile_is_as_large_as_a_finger(visit: Visit) -> None:
    box = visit.go("/").locator("svg.tiles-map a").first.bounding_box()
    assert min(box["width"], box["height"]) >= 40


def test_the_tree_of_regions_folds_out_to_counties(visit: Visit) -> None:
    page = visit.go("/bodies")
    page.locator(".tree summary", has_text="湖南省").click()
    page.locator(".tree .tree summary", has_text="常德市").click()
    page.locator(".tree .tree .tree a", has_text="石门县").click()
    assert page.locator("h1").inner_text() == "石门县"
    assert page.locator("ul.bodies a", has_text="石门县水利局").count() == 1


def test_a_sector_is_compared(visit: Visit) -> None:
    page = visit.go("/")
    page.locator("section[aria-labelledby=h-sectors] a").first.click()
    visit.check("sector")
    page.locator(".tops a").first.click()
    assert "/evaluation/" in page.url


def test_a_table_on_a_phone_shows_every_column_without_scrolling(visit: Visit) -> None:
    page = visit.go("/demo/v_findings")
    cells = page.locator("table.rows tbody tr").first.locator("td:not(.none)")
    width = page.evaluate("innerWidth")
    inside = [cells.nth(place).bounding_box()["x"] < width for place in range(cells.count())]
    assert all(inside) == (visit.width == "phone")


@pytest.mark.parametrize("kind", ["docx", "txt", "pdf"])
def test_a_figure_clicked_is_marked_in_the_form_in_one_click(visit: Visit, kind: str) -> None:
    rows = f"/demo.json?sql=select e.id from evaluations e join documents d on d.id=e.document_id where d.filename like '%25.{kind}' and d.filename not like '<%25' and e.total_score > 0 and d.filename <> 'a.docx' order by e.id limit 1&_shape=arrayfirst"
    page = visit.go(rows)
    evaluation = re.findall(r"[0-9a-f]{16}\.e\d+", page.inner_text("body"))[0]
    visit.go(f"/evaluation/{evaluation}")
    figures = page.locator("#indicators td a.fig, #amounts td a.fig")
    assert figures.count() > 20
    for place in (0, figures.count() // 2, figures.count() - 1):
        figure = figures.nth(place)
        shown, target = figure.inner_text(), figure.get_attribute("href")
        figure.click()
        assert urlsplit(page.url).fragment == target.removeprefix("#")
        visit.marked()
        text = page.evaluate("document.querySelector(':target').textContent")
        assert kind == "pdf" or text.replace(",", "").strip()[:1] == shown.replace(",", "").strip()[:1] or text.strip()
    visit.check(f"figure-{kind}")


def test_a_finding_shows_both_places_side_by_side(visit: Visit) -> None:
    page = visit.go(
        "/demo.json?sql=select finding_id from finding_places group by 1 having count(*) = 2 order by 1&_shape=arrayfirst"
    )
    findings = re.findall(r'"([^"]+)"', page.inner_text("body"))
    visit.go(f"/finding/{findings[0]}")
    visit.check("finding")
    sides = page.locator(".sides > section")
    assert sides.count() == 2
    boxes = [sides.nth(place).bounding_box() for place in range(2)]
    beside = boxes[1]["x"] > boxes[0]["x"] + 100
    assert beside == (visit.width == "desktop")


def test_a_journalist_gets_from_a_question_to_a_file(visit: Visit) -> None:
    page = visit.go("/")
    page.locator("ul.questions a", has_text="自评得分最高").click()
    visit.check("question")
    assert page.locator("figure.chart rect").count() > 0
    for kind in ("CSV", "JSON", "XLSX"):
        address = page.locator("span.export a", has_text=kind).first.get_attribute("href")
        answer = visit.context.request.get(visit.served + address)
        assert answer.ok
        assert len(answer.body()) > 100


def test_a_search_in_chinese_leads_to_the_passage(visit: Visit) -> None:
    page = visit.go("/search")
    page.locator("#q").fill("编制")
    page.locator("main form.seek button").click()
    visit.check("search")
    assert page.locator(".hits mark").first.inner_text() == "编制"
    page.locator(".hits .passage a").first.click()
    visit.marked()
    visit.check("document")


@pytest.mark.parametrize(
    "path",
    ["/demo", "/demo/v_findings", "/demo/v_amounts", "/demo/documents", "/dictionary", "/rules", "/search", "/nothing"],
)
def test_other_pages_are_sound(visit: Visit, path: str) -> None:
    visit.go(path)
    visit.complaints = [each for each in visit.complaints if "404" not in each]
    visit.check(path.strip("/").replace("/", "-"))


def test_the_site_is_english_by_one_click(visit: Visit) -> None:
    page = visit.go("/")
    page.locator("a.tongue").click()
    assert page.locator("html").get_attribute("lang") == "en"
    visit.check("home-english")
    visit.go("/bodies")
    assert page.locator("h1").inner_text() == "Bodies"


def test_the_check_sees_what_is_wrong(visit: Visit) -> None:
    page = visit.go("/bodies")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=/static/icon.svg><input>'")
    with pytest.raises(AssertionError, match="image-alt"):
        visit.check("wrong")


def test_the_keyboard_reaches_the_text_first(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "main"
