"""What a crawl reads out of bytes: characters, names, kinds of files, the links of pages."""

import io
import zipfile
from typing import Any

import pytest

from corpus.crawl import pages
from corpus.crawl.config import Pages, Source
from corpus.crawl.pages import Page
from corpus.crawl.text import decoded, filename
from corpus.kinds import kind_of
from schemas.errors import CrawlError
from tests.crawling import LIST, needs_crawl, portal


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
def test_what_an_article_shows_inside_itself_or_through_a_viewer_is_its_document() -> None:
    html = """<iframe src="/doc/a.pdf"></iframe><embed src="film.mp4">
      <iframe src="/pdfjs/web/viewer.html?file=%2Fdoc%2Fb.pdf&amp;page=1"></iframe><a href="preview.jsp?url=c.docx">附件</a>"""
    found = pages.read_article(Page(LIST.url, html.encode()), portal(), may_be_document=False)
    assert sorted((link.role, link.url.removeprefix("http://www.example.gov.cn")) for link in found.items) == [
        ("document", "/doc/a.pdf"), ("document", "/doc/b.pdf"), ("document", "/zx/c.docx"),
    ]  # fmt: skip


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
