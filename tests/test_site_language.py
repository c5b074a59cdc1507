"""Chinese first, English by a link: every text of the site has an English one."""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pages import language
from tests.sites import SITE, Site, build

HAN = re.compile("[\u3400-\u9fff]")
CALL = re.compile(r"""\b_\((?:'([^']*)'|"([^"]*)")""")
IN_DATA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TEMPLATES = sorted((SITE / "templates").glob("*.html"))
OWN_WORDS = ("中文", "、")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(build(tmp_path_factory.mktemp("language") / "demo.db", []))
    yield running
    running.close()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_text_of_a_template_has_an_english_one(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    assert not HAN.findall(IN_DATA.sub("", text))
    called = [single or double for single, double in CALL.findall(text)]
    assert {each for each in called if HAN.search(each)} <= set(language.english())


def test_every_word_title_and_question_has_an_english_one() -> None:
    read = {name: yaml.safe_load((SITE / name).read_text(encoding="utf8")) for name in ("words.yaml", "tables.yaml")}
    texts = {*_texts(read["words.yaml"]), *(entry["title"] for entry in read["tables.yaml"].values())}
    for path in (SITE / "queries").glob("*.sql"):
        head = path.read_text(encoding="utf8")
        texts |= set(re.findall(r"^-- (?:title|says|param \w+): (.+)$", head, re.MULTILINE))
    assert {text for text in texts if HAN.search(text)} <= set(language.english())


def test_both_languages_have_the_same_gaps() -> None:
    for chinese, english in language.english().items():
        gaps = [[field for _, field, _, _ in string.Formatter().parse(text)] for text in (chinese, english)]
        assert gaps[0].count("") == gaps[1].count(""), chinese


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    else:
        yield str(value)


def test_a_page_is_english_where_it_is_asked_for_and_stays_so(site: Site) -> None:
    answer = site.get("/?lang=en")
    assert '<html lang="en">' in answer.text
    assert "Public money: what did it achieve?" in answer.text
    assert answer.headers["content-language"] == "en"
    assert "lang=en" in answer.headers["set-cookie"]
    assert "Cookie" in answer.headers["vary"]
    later = site.loop.run_until_complete(site.app.client.get("/bodies", cookies={"lang": "en"}))
    assert "<h1>Bodies</h1>" in later.text
    assert "<h1>机构</h1>" in site.get("/bodies").text


@pytest.mark.parametrize(
    "path", ["/", "/bodies", "/search?q=绩效", "/demo", "/demo/highest-scores", "/dictionary", "/nothing"]
)
def test_the_switch_leads_to_the_same_page_in_the_other_language(site: Site, path: str) -> None:
    page = site.page(path) if path != "/nothing" else None
    if page is not None:
        assert page.xpath("//a[@class='tongue']/@href")[0].endswith("lang=en")
        joined = path + ("&" if "?" in path else "?") + "lang=en"
        assert site.page(joined).get("lang") == "en"
    else:
        assert "There is no such page" in site.get("/nothing?lang=en", 404).text


@pytest.mark.parametrize("lang", ["<script>", "EN", "", "zh,en", "%00"])
def test_odd_languages_are_chinese(site: Site, lang: str) -> None:
    answer = site.get(f"/?lang={lang}")
    assert '<html lang="zh-CN">' in answer.text
    assert "<script" not in answer.text
    odd = site.loop.run_until_complete(site.app.client.get("/", headers={"cookie": f"lang={lang}; a=;;=="}))
    assert '<html lang="zh-CN">' in odd.text


@pytest.mark.parametrize("path", ["/demo/v_amounts", "/demo/organizations", "/demo/v_amounts?年度=2022"])
def test_a_table_keeps_its_rows_in_english(site: Site, path: str) -> None:
    rows = len(site.page(path).xpath("//table[contains(@class, 'rows')]/tbody/tr"))
    english = site.page(f"{path}{'&' if '?' in path else '?'}lang=en")
    assert rows
    assert len(english.xpath("//table[contains(@class, 'rows')]/tbody/tr")) == rows
    assert not english.xpath("//input[@value='en']")
