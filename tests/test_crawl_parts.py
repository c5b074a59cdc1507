"""The parts of crawling that need no portal: addresses, characters, names, kinds of files, pages, the portals file, the store."""

import gzip
import io
import ipaddress
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from corpus.blobs import Blobs
from corpus.crawl import config, pages
from corpus.crawl.config import Pages, Portal, Source
from corpus.crawl.guard import Guard, is_public
from corpus.crawl.pages import Page
from corpus.crawl.text import decoded, filename
from corpus.evidence import Exchange, Store
from corpus.kinds import kind_of
from corpus.manifest import NAME, Address, Manifest, Sighting, Task, now
from corpus.verify import verify
from extract import store
from extract.cli import main
from extract.engine.work import find_files
from schemas import extras
from schemas.errors import CrawlError, ManifestError
from schemas.extras import has_crawl

needs_crawl = pytest.mark.skipif(not has_crawl(), reason="crawling is not installed: make crawl")
LIST = Source("list", "http://www.example.gov.cn/zx/index.html")


def portal(*hosts: str, **more: Any) -> Portal:
    return Portal("p", hosts or ("www.example.gov.cn",), (LIST,), **{"keywords": ("绩效自评",), **more})


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://www.example.gov.cn/a.pdf", None),
        ("https://WWW.Example.gov.cn:443/a.pdf", None),
        ("https://www.example.gov.cn./a.pdf", None),
        ("https://files.example.gov.cn/a.pdf", None),
        ("http://www.example.gov.cn:8080/a.pdf", None),
        ("http://www.example.gov.cn:8081/a.pdf", "host"),
        ("http://example.gov.cn/a.pdf", "host"),
        ("http://badexample.gov.cn/a.pdf", "host"),
        ("http://www.example.gov.cn.evil.org/a.pdf", "host"),
        ("http://www.example.gov.cn@evil.org/a.pdf", "no address"),
        ("http://127.0.0.1/a.pdf", "host"),
        ("ftp://www.example.gov.cn/a.pdf", "scheme"),
        ("file:///etc/passwd", "no address"),
        ("http://[::1/", "no address"),
        ("http://www.example.gov.cn/" + "a" * 3000, "no address"),
    ],
)
def test_only_the_portal_s_own_addresses_pass(url: str, refusal: str | None) -> None:
    allowed = portal("www.example.gov.cn", "*.example.gov.cn", "www.example.gov.cn:8080")
    if "badexample" in url or url == "http://example.gov.cn/a.pdf":
        allowed = portal("www.example.gov.cn", "*.www.example.gov.cn")
    assert Guard(allowed).refusal(url) == refusal


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "[::1]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    assert Guard(portal(host)).refusal(f"http://{host}/") == "private network"
    assert Guard(portal(host, allow_private=True)).refusal(f"http://{host}/") is None


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2400:3200::1", True), ("64:ff9b::808:808", True), ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
     ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False), ("::ffff:8.8.8.8", True), ("0.0.0.0", False)],
)  # fmt: skip
def test_public_addresses_are_told_from_others(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@needs_crawl
@pytest.mark.parametrize(("hosts", "handed_on"), [((), ["8.8.8.8"]), (("name",), ["8.8.8.8", "127.0.0.1", "::1"])])
def test_the_resolver_hands_on_public_addresses_alone(hosts: tuple[str, ...], handed_on: list[str]) -> None:
    from twisted.internet.address import IPv4Address, IPv6Address

    from corpus.crawl.middleware import PublicResolver

    class Reactor:
        class nameResolver:  # noqa: N801
            @staticmethod
            def resolveHostName(receiver: Any, name: str) -> None:  # noqa: N802
                for host in ("8.8.8.8", "127.0.0.1"):
                    receiver.addressResolved(IPv4Address("TCP", host, 80))
                receiver.addressResolved(IPv6Address("TCP", "::1", 80))

    got: list[str] = []

    class Receiver:
        def addressResolved(self, address: Any) -> None:  # noqa: N802
            got.append(address.host)

    PublicResolver(Reactor, hosts).resolveHostName(Receiver(), "NAME")
    assert got == handed_on


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("绩效".encode("gbk"), "text/html; charset=utf-8", "绩效"),
        ("绩效".encode(), "text/html; charset=gbk", "绩效"),
        ('<meta charset="gb2312">镕'.encode("gbk"), "text/html; charset=ISO-8859-1", '<meta charset="gb2312">镕'),
        ("㐀绩效".encode("gb18030"), "", "㐀绩效"),
        ("\ufeff绩效".encode("utf-16"), "", "\ufeff绩效"),
        ("評價".encode("big5"), "text/html; charset=big5", "評價"),
        ("绩效".encode() * 100 + b"\xff", "", "绩效" * 100 + "�"),
    ],
)
def test_pages_are_decoded_by_their_bytes_before_their_labels(body: bytes, content_type: str, text: str) -> None:
    assert decoded(body, content_type)[0].lstrip("\ufeff") == text.lstrip("\ufeff")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename=a.pdf", "a.pdf"),
        (b"attachment; filename*=UTF-8''%E8%A1%A8.pdf; filename=\"x.pdf\"", "表.pdf"),
        (b"attachment; filename=\"x.pdf\"; filename*=gbk'zh'%B1%ED.pdf", "表.pdf"),
        ('attachment; filename="表.pdf"'.encode("gbk"), "表.pdf"),
        ('attachment; filename="表.pdf"'.encode(), "表.pdf"),
        (b'attachment; filename="%E8%A1%A8.pdf"', "表.pdf"),
        (b'attachment; filename="=?UTF-8?B?6KGoLnBkZg==?="', "表.pdf"),
        (b'attachment; filename="=?nothing?B?6KGo?=.pdf"', "=_nothing_B_6KGo_=.pdf"),
        (b'attachment; filename="..\\..\\etc\\x;y.pdf"', "x;y.pdf"),
        (b'attachment; filename="../../x.pdf"', "x.pdf"),
        (b"inline", "表 一.doc"),
        (None, "表 一.doc"),
    ],
)
def test_names_come_from_the_header_else_from_the_address(header: bytes | None, name: str) -> None:
    assert filename(header, "http://h/a/%B1%ED%20%D2%BB.doc?x=1") == name


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, package("word/document.xml") if name.endswith("docx") else "x")
    return held.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "suffix"),
    [
        (b"\n%PDF-1.4", "x.doc", ".pdf"),
        (package("word/document.xml"), "x.pdf", ".docx"),
        (package("[Content_Types].xml", "xl/workbook.xml"), "x", ".xlsx"),
        (package("word/document.xml"), "x.docm", ".docm"),
        (package("报告.docx"), "x.zip", ".zip"),
        (package("OFD.xml"), "x", ".ofd"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(4), "x.wps", ".wps"),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(4), "x.xls", ".doc"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(4), "x.et", ".et"),
        (b"{\\rtf1", "x.doc", ".rtf"),
        (b"<!DOCTYPE html><p>", "x.pdf", ".html"),
        (b"<div>no</div>", "x.pdf", ".html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "x.doc", ".mht"),
        (b"a\tb", "x.txt", ".txt"),
        (b"a\tb", "x.pdf", None),
        (b"", "x.pdf", None),
    ],
)
def test_files_are_known_by_their_bytes(data: bytes, name: str, suffix: str | None) -> None:
    kind = kind_of(data, name)
    assert (kind and kind.suffix) == suffix


def read(html: str, source: Source = LIST, number: int = 0, **more: Any) -> pages.Found:
    return pages.read_list(Page(source.url, html.encode()), portal(**more), source, number)


@needs_crawl
def test_a_list_leads_to_what_is_looked_for_and_on() -> None:
    html = """<base href="/zx/"><ul><li><a href="a.html" title="2022年度绩 效自评报告公开">2022年度…</a></li>
      <li>2021年绩效自评 <a href="b.doc">下载</a></li><li><a href="c.html">2019年绩效自评</a></li><li><a href="d.html">通知</a></li></ul>
      <a href="?p=2"> 下一页 </a><a href="javascript:void(0)">绩效自评</a>"""
    found = read(html, years=(2021, 2022))
    assert [(link.role, link.url.rsplit("/", 1)[1]) for link in found.items] == [
        ("article", "a.html"),
        ("document", "b.doc"),
    ]
    assert found.items[1].text == "2021年绩效自评 下载"
    assert [link.url for link in found.onward] == ["http://www.example.gov.cn/zx/?p=2"]


@needs_crawl
def test_numbered_pages_and_those_of_a_script_follow_each_other() -> None:
    counted = Source("list", LIST.url, pages=Pages("http://www.example.gov.cn/l?p={page}", 0, 40, 20))
    assert [link.url for number in (0, 20, 40) for link in read("", counted, number).onward] == [
        "http://www.example.gov.cn/l?p=20", "http://www.example.gov.cn/l?p=40"]  # fmt: skip
    script = '<script>createPageHTML(3, {}, "index", "html")</script>'
    assert [link.url for at in (0, 1, 2) for link in read(script.format(at)).onward] == [
        f"http://www.example.gov.cn/zx/index_{at}.html" for at in (1, 2)]  # fmt: skip


@needs_crawl
def test_addresses_in_gbk_are_encoded_as_browsers_do() -> None:
    page = Page(LIST.url, "<p>绩效</p>".encode("gbk"))
    assert page.absolute(" 表\n.doc?n=表#x ") == "http://www.example.gov.cn/zx/%E8%A1%A8.doc?n=%B1%ED"
    assert page.absolute("..\\a.doc;jsessionid=1A") == "http://www.example.gov.cn/a.doc"
    assert page.absolute("mailto:x@example.org") is None


@needs_crawl
@pytest.mark.parametrize(("html", "own"), [("auto", True), ("always", True), ("never", False)])
def test_an_article_without_attachments_may_be_the_document(html: str, own: bool) -> None:
    page = Page(LIST.url, ("<script>绩效自评</script>" + "<p>本部门绩效自评情况。</p>" * 40).encode())
    assert pages.read_article(page, portal(html=html), may_be_document=True).own is own
    attached = Page(LIST.url, ("<a href='x.pdf'>附件</a>" + "<p>本部门绩效自评情况。</p>" * 40).encode())
    assert pages.read_article(attached, portal(), may_be_document=True).own is False


@needs_crawl
def test_counters_do_not_make_another_text() -> None:
    one, two, other = (
        Page(LIST.url, f"<p>自评 {text}</p>".encode()).text_sha256
        for text in ("点击量：12次 甲", "点击量：345次 甲", "点击量：12次 乙")
    )
    assert one == two != other


@needs_crawl
def test_json_lists_are_read_by_path_and_template() -> None:
    source = Source("json", "http://www.example.gov.cn/api", items="d.0.rows", link="/a/{id}.html?c={c.x}", text="t")
    body = '\ufeffcallback({"d": [{"rows": [{"id": 7, "c": {"x": 1}, "t": "绩效自评"}, {"id": 8, "t": "绩效自评"}, {"t": null}]}]});'
    found = pages.read_json(body.encode(), source.url, portal(), source, 1)
    assert [link.url for link in found.items] == ["http://www.example.gov.cn/a/7.html?c=1"]
    with pytest.raises(CrawlError, match="no JSON"):
        pages.read_json(b"<html>", source.url, portal(), source, 1)


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


def test_a_content_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = Blobs(tmp_path)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        blobs.put(b"%PDF-1", ".pdf")
    assert not [name for name in blobs.names() if not name.startswith(".")]
    monkeypatch.undo()
    sha256 = blobs.put(b"%PDF-1", ".pdf")
    assert blobs.digest(sha256, ".pdf") == (sha256, 6)
    assert [file.path for file in find_files([tmp_path])] == [blobs.path(sha256, ".pdf")]


def test_a_transaction_of_the_manifest_lasts_whole_or_not_at_all(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / NAME)
    run, resumed = manifest.open_run("p", None, None, "r", "agent")

    def broken_off() -> None:
        with manifest.change():
            manifest.enqueue(run, [Task("list", "http://h/")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert (resumed, manifest.waiting(run)) == (False, [])
    with manifest.change():
        assert (
            len(
                manifest.enqueue(
                    run, [Task("list", "http://h/"), Task("list", "http://h/"), Task("json", "http://h/", "1")]
                )
            )
            == 2
        )
    manifest.close()
    manifest = Manifest(tmp_path / NAME)
    assert manifest.open_run("p", None, None, "r", "agent") == (run, True)
    assert [task.key for task in manifest.waiting(run)] == ["http://h/", "http://h/#1"]
    assert manifest.open_run("p", None, None, "other", "agent")[1] is False
    manifest.close()


def test_a_manifest_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = Manifest(tmp_path / NAME)
    manifest.open_run("p", None, None, "r", "agent")
    manifest.close()
    monkeypatch.setattr("os.access", lambda *_: False)
    manifest = Manifest(tmp_path / NAME, readonly=True)
    assert manifest.rows("SELECT portal FROM runs") == [{"portal": "p"}]
    manifest.close()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_full_disk_is_an_error_of_the_manifest_and_undoes_the_transaction(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / NAME)
    run, _ = manifest.open_run("p", None, None, "r", "agent")
    manifest._db.execute("PRAGMA max_page_count = 1")

    def fill() -> None:
        with manifest.change():
            manifest.enqueue(run, (Task("list", f"http://h/{'x' * 500}{number}") for number in range(2000)))

    with pytest.raises(ManifestError, match="cannot be written"):
        fill()
    assert manifest.waiting(run) == []
    manifest.close()


def test_what_is_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(ManifestError, match="cannot open"):
        Manifest(tmp_path / NAME)
    with pytest.raises(ManifestError, match="no store"):
        verify(tmp_path / "empty")


def keep(store: Store, run: int, url: str, body: bytes, commit: bool = True) -> None:
    kind = kind_of(body)
    assert kind is not None
    content, record = store.keep(
        run, "p", body, kind, Exchange(url, "GET", [], b"", 200, [(b"X", "值".encode("gbk"))], body)
    )
    if commit:
        with store.manifest.change():
            store.manifest.put_content(content)
            store.manifest.put_address(
                Address(url, url, "p", "document", "present", sha256=content.sha256, first_seen=now(), checked=now())
            )
            store.manifest.sight(run, url, Sighting("new", 200, content.sha256, record=record))


@needs_crawl
def test_a_record_that_was_cut_short_is_overwritten(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run, _ = store.manifest.open_run("p", None, None, "r", "agent")
        keep(store, run, "http://h/1", b"%PDF-1")
        keep(store, run, "http://h/2", b"%PDF-2", commit=False)
    report = verify(tmp_path)
    assert (report.damage, len(report.notes)) == ([], 2)
    with Store(tmp_path) as store:
        keep(store, run, "http://h/3", b"%PDF-3")
        keep(store, run, "http://h/4", b"%PDF-3")
    report = verify(tmp_path)
    assert (report.damage, report.documents, report.records, len(report.notes)) == ([], 2, 3, 1)
    raw = next((tmp_path / "warc").iterdir()).read_bytes()
    assert gzip.decompress(raw).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo")
    assert "X: 值\r\n".encode("gbk") in gzip.decompress(raw)
    assert gzip.decompress(raw).count(b"%PDF-3") == 1


def test_a_build_takes_over_where_documents_were_published(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    blobs = Blobs(folder / "blobs")
    shas = [blobs.put(f"绩效自评 {number}".encode(), ".txt") for number in (1, 2)]
    manifest = Manifest(folder / NAME)
    run, _ = manifest.open_run("p", "某局", None, "r", "agent")
    with manifest.change():
        manifest.put_address(
            Address("http://h/a", "http://h/a", "p", "document", "present", filename="甲.txt", sha256=shas[1])
        )
        manifest.put_link("http://h/a", "http://h/list", "自评 电话：" + "1" + "0" * 10)
        for sha256 in shas:
            manifest.sight(run, "http://h/a", Sighting("new", 200, sha256))
    manifest.close()
    for path in (folder, folder / "blobs"):
        db = tmp_path / f"{path.name}.db"
        for _ in range(2):
            assert CliRunner().invoke(main, ["build", str(path), "--db", str(db)]).exit_code == 0
        rows = list(store.open_database(db).query("SELECT * FROM sources ORDER BY state"))
        assert [(row["state"], row["url"], row["page"], row["body"], row["filename"]) for row in rows] == [
            ("present", "http://h/a", "http://h/list", "某局", "甲.txt"),
            ("replaced", "http://h/a", "http://h/list", "某局", None),
        ]
        assert "0" * 10 not in str(rows)
        assert {row["document_id"] for row in rows} == {sha256[:16] for sha256 in shas}
