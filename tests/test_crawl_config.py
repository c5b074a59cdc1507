"""The portals file, the order of portals, and the command without its extra."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from corpus.crawl import config
from extract.cli import main
from schemas import extras
from schemas.errors import CrawlError
from tests.crawling import needs_crawl, portal

GOOD: dict[str, Any] = {
    "contact": "https://example.org/crawler",
    "portals": [{"name": "a", "hosts": ["h.cn"], "sources": [{"kind": "list", "url": "http://h.cn/"}]}],
}


def written(folder: Path, data: Any) -> Path:
    path = folder / "portals.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf8")
    return path


def test_a_portals_file_is_read_with_its_defaults(tmp_path: Path) -> None:
    loaded = config.load(written(tmp_path, GOOD | {"defaults": {"delay_s": 7, "years": [2022]}}))
    assert loaded.agent == "jixiao (+https://example.org/crawler)"
    assert (loaded.portals[0].delay_s, loaded.portals[0].years) == (7, (2022,))
    assert "绩效自评" in loaded.portals[0].keywords
    gentler = config.load(written(tmp_path, GOOD | {"defaults": {"delay_s": 9, "years": [2022]}}))
    other = config.load(written(tmp_path, GOOD | {"defaults": {"delay_s": 7, "years": [2023]}}))
    assert gentler.portals[0].rules == loaded.portals[0].rules != other.portals[0].rules


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"contact": "nobody"}, "contact"),
        ({"portals": []}, "portals must be a list"),
        ({"portal": []}, "no setting 'portal'"),
        ({"defaults": {"delay": 1}}, "no setting 'delay'"),
        ({"defaults": {"delay_s": -1}}, "delay_s must be a number"),
        ({"defaults": {"years": ["2022"]}}, "years must be a list of numbers"),
        ({"defaults": {"html": "maybe"}}, "html must be one of"),
        ({"portals": [GOOD["portals"][0] | {"name": "../a"}]}, "name must be"),
        ({"portals": [GOOD["portals"][0]] * 2}, "two portals"),
        ({"portals": [GOOD["portals"][0] | {"hosts": []}]}, "at least one host"),
        (
            {"portals": [GOOD["portals"][0] | {"sources": [{"kind": "tree", "url": "http://h.cn/"}]}]},
            "kind must be one of",
        ),
        ({"portals": [GOOD["portals"][0] | {"sources": [{"kind": "list", "url": "ftp://h.cn/"}]}]}, "no web address"),
        (
            {"portals": [GOOD["portals"][0] | {"sources": [{"kind": "list", "url": "http://h.cn/", "pages": {}}]}]},
            "need {page}",
        ),
    ],
)
def test_a_wrong_portals_file_names_the_entry(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(CrawlError, match=message):
        config.load(written(tmp_path, GOOD | change))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_portals_file_of_the_readme_is_right(tmp_path: Path, name: str) -> None:
    text = (Path(__file__).parents[1] / name).read_text(encoding="utf8")
    loaded = config.load(written(tmp_path, yaml.safe_load(text.split("```yaml")[1].split("```")[0])))
    assert {source.kind for source in loaded.portals[0].sources} == set(config.KINDS)


@needs_crawl
def test_portals_on_one_host_are_crawled_one_after_the_other() -> None:
    from corpus.crawl.run import _Queue

    ends: dict[str, Any] = {}

    class Task:
        def __init__(self, name: str) -> None:
            self.name = name

        def add_done_callback(self, call: Any) -> None:
            ends[self.name] = call

    class Process:
        @staticmethod
        def crawl(crawler: Any, crawl: Any) -> Task:
            return Task(crawl.portal.name)

    crowd = [replace(portal(host), name=name) for name, host in zip("abcd", ("h", "H:80", "i", "j"), strict=True)]
    queue = _Queue(Process, config.Config("x@y", tuple(crowd), 2), crowd, None, None, lambda summary: None)
    queue.fill()
    assert list(ends) == ["a", "c"]
    queue.crawls[0].end(finished=True)
    ends["a"](None)
    assert list(ends) == ["a", "c", "b"]
    queue.crawls[1].end(finished=False)
    ends["c"](None)
    assert list(ends) == ["a", "c", "b"]


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "has_crawl", lambda: False)
    for arguments in (["crawl", str(written(tmp_path, GOOD)), "--dry-run"], ["corpus", "verify", str(tmp_path)]):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 2
        assert 'pip install "jixiao[crawl]"' in result.stderr


def test_the_command_starts_without_scrapy() -> None:
    code = "import sys, extract.cli, corpus.crawl.config; print([m for m in ('scrapy', 'twisted', 'warcio', 'parsel') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.strip() == "[]"
    )
