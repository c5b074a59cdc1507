"""Small portals on loopback, as bodies run them and as traps are laid: served by a thread, every request written down."""

import gzip
import io
import ssl
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

from corpus.synth import dump_writer, pdf_writer, word_writer
from corpus.synth.families import build
from corpus.synth.setting import Commission

STAMP = "Mon, 01 Apr 2024 08:00:00 GMT"
FAMILIES = ("onesheet", "hunan", "project", "jiangxi")


def document(seed: int, kind: str = "docx") -> bytes:
    """An invented report as a file."""
    report = build(Commission("x", FAMILIES[seed % len(FAMILIES)], "chenggu", "water", 2021 + seed % 3, seed))
    return {"docx": word_writer, "pdf": pdf_writer, "txt": dump_writer}[kind].write(report)


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return written.getvalue()


@dataclass
class Resource:
    """What is served at a path. `faults` are statuses answered first; `etag` and `stamped` say how it can be asked for anew."""

    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    etag: bool = True
    stamped: bool = False
    status: int = 200
    headers: dict[str, bytes] = field(default_factory=dict)
    faults: list[int] = field(default_factory=list)
    delay_s: float = 0.0
    compressed: bool = False
    chunked_bytes: int = 0


@dataclass(frozen=True)
class Request:
    """One request as the server saw it, and how many bytes of body it sent."""

    path: str
    status: int
    sent: int
    agent: str
    at: float


class Site:
    """A web server on a free port of 127.0.0.1; `pages` maps paths with queries to resources, `other` answers the rest.

    With a `tls` context it speaks https alone.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._scheme = "https" if tls else "http"
        self.pages: dict[str, Resource] = {}
        self.other: Callable[[str, bytes], Resource | None] = lambda path, body: None
        self.requests: list[Request] = []
        self.on_request: Callable[[str], None] = lambda path: None
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        """Name and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def port(self) -> int:
        """The port alone."""
        return int(self._server.server_address[1])

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self._scheme}://{self.host}{path}"

    def page(self, path: str, *parts: str, encoding: str = "utf-8", **more: Any) -> None:
        """Serves a page of HTML."""
        html = f"<html><head><title>站点</title></head><body>{''.join(parts)}</body></html>"
        self.pages[path] = Resource(html.encode(encoding), **more)

    def file(self, path: str, body: bytes, **more: Any) -> None:
        """Serves a file."""
        self.pages[path] = Resource(body, "application/octet-stream", **more)

    def hits(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(request.path for request in self.requests)

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A crawler may hang up."""


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def _answer(self, posted: bytes) -> None:
            site.on_request(self.path)
            found = (
                site.pages.get(self.path)
                or site.other(self.path, posted)
                or Resource(b"not here", status=404, etag=False)
            )
            time.sleep(found.delay_s)
            status = found.faults.pop(0) if found.faults else found.status
            validators = _validators(found) if status == 200 else {}
            asked = {"ETag": self.headers.get("If-None-Match"), "Last-Modified": self.headers.get("If-Modified-Since")}
            if validators and any(asked[name] == value for name, value in validators.items()):
                self._send(304, b"", validators, found)
            else:
                self._send(status, found.body if status == found.status else b"fault", validators, found)

        def _send(self, status: int, body: bytes, validators: dict[str, str], found: Resource) -> None:
            if found.compressed and status == 200:
                body = gzip.compress(body, mtime=0)
            agent = self.headers.get("User-Agent", "")
            site.requests.append(Request(self.path, status, len(body) + found.chunked_bytes, agent, time.monotonic()))
            lines = [f"HTTP/1.1 {status} X".encode(), b"Content-Type: " + found.media_type.encode()]
            lines += [f"{name}: {value}".encode() for name, value in validators.items()]
            lines += [name.encode() + b": " + value for name, value in found.headers.items()]
            lines += [b"Content-Encoding: gzip"] if found.compressed and status == 200 else []
            endless = found.chunked_bytes and status == 200
            lines.append(b"Transfer-Encoding: chunked" if endless else b"Content-Length: %d" % len(body))
            self.wfile.write(b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if endless else body))
            if endless:
                self._send_chunks(found.chunked_bytes)

        def _send_chunks(self, size: int) -> None:
            try:
                for _ in range(size // 65536):
                    self.wfile.write(b"10000\r\n" + b"%PDF-" + bytes(65531) + b"\r\n")
                self.wfile.write(b"0\r\n\r\n")
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    return Handler


def _validators(resource: Resource) -> dict[str, str]:
    told = {}
    if resource.etag:
        told["ETag"] = f'"{abs(hash(resource.body)):x}"'
    if resource.stamped:
        told["Last-Modified"] = STAMP
    return told


def link(href: str, text: str, title: str = "") -> str:
    """An item of a list."""
    return f'<li><a href="{href}"{f" title={title!r}" if title else ""}>{text}</a></li>'


def county(site: Site) -> set[str]:
    """Lists in three pages with a link to the next, articles with attachments; faults. The paths of its documents."""
    site.page("/robots.txt", media_type="text/plain")
    site.pages["/robots.txt"].body = b"User-agent: *\nDisallow: /inner/\n"
    expected = set()
    for number in range(3):
        items = []
        for place in range(3):
            seed = number * 3 + place
            path = f"/files/{seed}.{'pdf' if place == 1 else 'docx'}"
            site.file(path, document(seed, path.rsplit(".")[-1]), stamped=place == 0, etag=place != 0)
            site.page(f"/art/{seed}.html", f"<h1>报告</h1><p>附件：<a href='..{path}'>附件</a></p>")
            items.append(link(f"art/{seed}.html", f"{2021 + place}年度部门整体支出绩效自评报告"))
            expected.add(path)
        items.append(link(f"art/other{number}.html", "关于召开会议的通知"))
        following = f"<a href='list{number + 1}.html'>下一页</a>" if number < 2 else ""
        site.page(f"/list{number}.html", *items, following)
    site.page("/list2.html", link("art/8.html", "2022年绩效评价报告"), link("art/6.html", "三公经费决算"), link("art/7.html", "部门决算"),
              link("art/odd.html", "2023年部门绩效自评"), link("gone.pdf", "2020年绩效自评报告"), link("inner/secret.pdf", "绩效自评内部"))  # fmt: skip
    site.file("/inner/secret.pdf", document(90, "pdf"))
    site.file("/files/twin.docx", document(0), compressed=True)
    site.file("/files/late.pdf", document(30, "pdf"), faults=[500, 503])
    site.file("/files/slow.pdf", document(31, "pdf"), delay_s=0.4)
    site.file("/files/never.pdf", b"", faults=[500] * 99)
    site.file(
        "/files/all.zip", zipped(("自评报告.docx", document(0)), ("自评表.docx", document(77)), ("说明.url", b"[]"))
    )
    odd = ("twin.docx", "late.pdf", "slow.pdf", "never.pdf", "all.zip")
    site.page(
        "/art/odd.html",
        *(
            f"<a href='/files/{name};jsessionid=AB{len(name)}'>附件</a> <a href='/files/{name}#p'>再次</a>"
            for name in odd
        ),
    )
    return expected | {"/files/twin.docx", "/files/late.pdf", "/files/slow.pdf", "/files/all.zip"}


def bureau(site: Site) -> set[str]:
    """GBK under a header that says UTF-8, pages numbered by a script, downloads by number, a report that is the page itself."""
    gbk = {"encoding": "gbk", "media_type": "text/html; charset=utf-8"}
    script = "<script>createPageHTML(2, {}, 'index', 'html');</script>"
    site.page(
        "/zx/index.html",
        link("a1.html", "绩效自评", "2022年度绩效自评公开"),
        link("a2.html", "2022年部门自评报告"),
        script.format(0),
        **gbk,
    )
    site.page("/zx/index_1.html", link("/down.jsp?fileid=7", "2022年三公经费决算表"), script.format(1), **gbk)
    site.page("/zx/a1.html", "<a href=\"javascript:void(0)\" onclick=\"window.open('/up/报告 一.docx')\">下载</a>",
              "<a href='/web/viewer.html?file=%2Fup%2Ftwo.pdf'>预览</a>", **gbk)  # fmt: skip
    table = "<table><tr><td>项目</td><td>预算数</td></tr><tr><td>基本支出</td><td>10.50</td></tr></table>"
    words = "<p>本部门按照要求开展绩效自评工作，现将情况报告如下。</p>" * 12
    site.page("/zx/a2.html", table, words, "<p>浏览次数：1</p>", encoding="gbk", etag=False)
    site.file(f"/up/{quote('报告 一.docx')}", document(40))
    site.file("/up/two.pdf", document(41, "pdf"))
    name = 'attachment; filename="决算表.docx"'.encode("gbk")
    site.file("/down.jsp?fileid=7", document(42), etag=False, headers={"Content-Disposition": name})
    return {f"/up/{quote('报告 一.docx')}", "/up/two.pdf", "/down.jsp?fileid=7", "/zx/a2.html"}


def tree(site: Site) -> set[str]:
    """Columns within columns, the deepest behind a redirect and a page that sends its reader on."""
    site.page(
        "/gk/", "<div class=t>", link("water/", "水利局"), link("road/", "交通局"), "</div>", link("/other/", "其他")
    )
    site.page("/gk/water/", link("2022/", "2022年"), link("w.docx", "绩效自评表"))
    site.page("/gk/water/2022/", link("x.pdf", "2022年绩效评价报告"), link("old", "旧版绩效评价"))
    site.page("/gk/road/", "<meta http-equiv='Refresh' content='0; url=index2.html'>")
    site.page("/gk/road/index2.html", link("r.docx", "2022年单位决算"))
    site.pages["/gk/water/2022/old"] = Resource(status=302, headers={"Location": b"/gk/water/2022/new.html"})
    site.page("/gk/water/2022/new.html", "<iframe src='shown.pdf'></iframe>")
    site.page("/other/", link("no.pdf", "绩效自评报告"))
    paths = ("/gk/water/w.docx", "/gk/water/2022/x.pdf", "/gk/road/r.docx", "/gk/water/2022/shown.pdf")
    for seed, path in enumerate(paths, 50):
        site.file(path, document(seed, path.rsplit(".")[-1]))
    return set(paths)


def service(site: Site) -> set[str]:
    """A list as JSON in numbered pages, another that is asked for by POST."""
    for number, count in ((1, 2), (2, 1), (3, 0)):
        rows = ", ".join(f'{{"t": "{2022}年绩效自评 {number}{n}", "id": {number * 10 + n}}}' for n in range(count))
        site.pages[f"/api/list?p={number}"] = Resource(f'{{"data": {{"list": [{rows}]}}}}'.encode(), "application/json")
    for name in (10, 11, 20):
        site.page(f"/art/{name}", f"<a href='/f/{name}.docx'>附件</a>")
        site.file(f"/f/{name}.docx", document(60 + name))
    site.file("/f/p1.docx", document(95))

    def posted(path: str, body: bytes) -> Resource | None:
        rows = (
            b'[{"title": "\\u7ee9\\u6548\\u81ea\\u8bc4", "url": ["/f/p1.docx", "/f/10.docx"]}]'
            if b'"page": "1"' in body
            else b"[]"
        )
        return Resource(rows, "application/json", etag=False) if path == "/search" else None

    site.other = posted
    return {"/f/10.docx", "/f/11.docx", "/f/20.docx", "/f/p1.docx"}


def traps(site: Site, abroad: Site) -> set[str]:
    """An endless calendar, loops, files without end, and ways out of the allowed hosts. One document is honest."""
    site.page(
        "/list.html", link("good.docx", "2022年绩效自评报告"), link("loop1", "2022年绩效自评 一"), link("out", "2022年绩效自评 二"),
        link(abroad.url("/stolen.pdf"), "2022年绩效自评 三"), link("http://10.0.0.1/x.pdf", "2022年绩效自评 四"),
        link("huge.pdf", "2022年绩效自评 五"), link("endless.pdf", "2022年绩效自评 六"), link("ftp://127.0.0.1/x.pdf", "绩效自评 七"),
        link("selfish", "2022年绩效自评 八"), link("soft.pdf", "2022年绩效自评 九"), "<a href='/day/0'>下一页</a>",
        link("file:///etc/passwd.pdf", "绩效自评 十"), link("meta.html", "2022年绩效自评 十一"),
    )  # fmt: skip
    site.file("/good.docx", document(70))
    site.pages["/loop1"] = Resource(status=302, headers={"Location": b"/loop2"})
    site.pages["/loop2"] = Resource(status=301, headers={"Location": b"/loop1"})
    site.pages["/selfish"] = Resource(status=302, headers={"Location": b"/selfish"})
    site.pages["/out"] = Resource(status=302, headers={"Location": abroad.url("/out.pdf").encode()})
    site.page("/meta.html", f"<meta http-equiv=refresh content='0;url={abroad.url('/meta.pdf')}'>")
    site.file("/huge.pdf", b"%PDF-" + bytes(3 << 20))
    site.file("/endless.pdf", b"", chunked_bytes=64 << 20)
    site.page("/soft.pdf", "<h1>文件不存在</h1>")

    def calendar(path: str, body: bytes) -> Resource | None:
        day = path.removeprefix("/day/")
        if not day.isdigit():
            return None
        html = (
            f"<html><body><a href='/day/{int(day) + 1}'>下一页</a><a href='/day/{int(day) + 7}'>下周</a></body></html>"
        )
        return Resource(html.encode(), etag=False)

    site.other = calendar
    return {"/good.docx"}
