"""What a page leads to: pure functions from the bytes of a list, a column, a JSON answer or an article to links."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from corpus.crawl.config import Pages, Portal, Source, terms
from corpus.crawl.text import decoded
from schemas.errors import CrawlError
from schemas.folding import fold

MIN_TEXT = 200
MAX_WORDS = 300
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.I)
_QUOTED = re.compile(r"""["']([^"'<>\r\n]{3,500})["']""")
_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'>]+)", re.I)
_WCM = re.compile(r"""createPageHTML\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']""")
_NO_TEXT = "self::script or self::style or self::noscript or self::template"


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the words that lead to it, as what it is to be fetched (list, columns, json, article, document)."""

    role: str
    url: str
    text: str
    post: str | None = None


@dataclass(slots=True)
class Found:
    """What a page leads to: `items` are what is looked for, `onward` more lists; `own` says it is a document itself."""

    items: list[Link] = field(default_factory=list)
    onward: list[Link] = field(default_factory=list)
    own: bool = False

    def packed(self) -> str:
        """The links as JSON, to be kept for a later visit that finds the page unchanged."""
        rows = [[kind, *(getattr(link, name) for name in _LINK)] for kind in _PARTS for link in getattr(self, kind)]
        return json.dumps(rows, ensure_ascii=False)

    @classmethod
    def unpacked(cls, rows: Iterable[list[Any]]) -> "Found":
        """The links that were kept."""
        found = cls()
        for kind, *values in rows:
            getattr(found, kind).append(Link(*values))
        return found


_LINK = ("role", "url", "text", "post")
_PARTS = ("items", "onward")


class Page:
    """A web page: its text decoded, its links as absolute addresses. `encoding` is what it was decoded from."""

    def __init__(self, url: str, body: bytes, content_type: str = "") -> None:
        self.url = url
        self.source, self.encoding = decoded(body, content_type)

    @cached_property
    def tree(self) -> Any:
        """The page's elements."""
        from parsel import Selector

        return Selector(text=self.source.replace("\x00", "") or "<html/>", type="html")

    @cached_property
    def _base(self) -> str:
        href: str = self.tree.css("base::attr(href)").get() or ""
        return urljoin(self.url, href.strip())

    @cached_property
    def words(self) -> str:
        """The text that a reader sees, in lines."""
        pieces: list[str] = self.tree.xpath(f"//body//text()[not(ancestor::*[{_NO_TEXT}])]").getall()
        return "\n".join(piece.strip() for piece in pieces if piece.strip())

    @property
    def text_sha256(self) -> str:
        """The hash of the words, without white space and counters of visitors."""
        return hashlib.sha256(re.sub(r"\s+", "", _counters().sub("", self.words)).encode()).hexdigest()

    @property
    def refresh(self) -> str | None:
        """Where the page sends its reader on by itself."""
        equivalents = "translate(@http-equiv, 'REFSH', 'refsh') = 'refresh'"
        content = self.tree.xpath(f"//meta[{equivalents}]/@content").get()
        match = _REFRESH.match(content or "")
        return self.absolute(match[1].strip()) if match else None

    def absolute(self, href: str) -> str | None:
        """An address as it is fetched: joined, encoded the way browsers do, without fragment and session; None for no address."""
        href = re.sub(r"[\t\r\n]", "", href).strip()
        if not href or re.match(r"(?:#|javascript:|mailto:|tel:|data:|about:)", href, re.I):
            return None
        try:
            joined = urljoin(self._base, href.replace("\\", "/"))
            return tidy(joined, self.encoding if self.encoding == "gb18030" else "utf-8")
        except (ValueError, UnicodeError):
            return None

    def links(self, css: str | None = None) -> Iterator[tuple[str, str, str]]:
        """(address, words, words of the row it stands in) of each link at or below what `css` names, or of the page."""
        places = self._chosen(css) if css else [self.tree]
        for place in places:
            for anchor in place.xpath("descendant-or-self::a | descendant-or-self::area"):
                words = _words(anchor, "string()")
                title = " ".join((anchor.attrib.get("title") or "").split())
                text = max(words, title, key=len)[:MAX_WORDS]
                row = _words(anchor, "string(ancestor::*[self::li or self::tr or self::dd][1])")[:MAX_WORDS]
                for href in _hrefs(anchor.attrib):
                    if url := self.absolute(href):
                        yield url, text, row

    def embedded(self) -> Iterator[str]:
        """Addresses of what is shown inside the page: frames, objects, embedded files."""
        for href in self.tree.xpath("//iframe/@src | //frame/@src | //embed/@src | //object/@data").getall():
            if url := self.absolute(href):
                yield url

    def _chosen(self, css: str) -> Any:
        try:
            return self.tree.css(css)
        except Exception as error:  # cssselect raises several kinds
            raise CrawlError(f"{css!r} is no CSS selector: {error}") from error


def read_list(page: Page, portal: Portal, source: Source, number: int) -> Found:
    """What a list leads to: articles and documents whose words are looked for, and the next page."""
    found = Found()
    for url, text, row in page.links(source.items):
        if wanted(text, row, portal, source):
            found.items.append(_item(url, text if len(text) > 6 else row or text))
    found.onward = [Link("list", url, "") for url in _next_pages(page, source, number)]
    return found


def read_columns(page: Page, portal: Portal, source: Source, depth: int) -> Found:
    """A list that also leads to pages below it; without a selector those in the folder of the source."""
    found = read_list(page, portal, source, 0)
    items = {link.url for link in found.items}
    folder = source.url.rsplit("/", 1)[0] + "/"
    if depth < source.depth:
        for url, text, _ in page.links(source.columns):
            if (source.columns or url.startswith(folder)) and url not in items and not is_document(url, text):
                found.onward.append(Link("columns", url, text))
    return found


def read_json(body: bytes, url: str, portal: Portal, source: Source, number: int) -> Found:
    """What a JSON answer lists, and the next page while there is something in the list. Raises CrawlError for no JSON."""
    text, _ = decoded(body)
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    try:
        data, _ = json.JSONDecoder().raw_decode(text[start:])
    except ValueError as error:
        raise CrawlError(f"no JSON: {error}") from error
    entries = _at(data, source.items) if source.items else data
    found, base = Found(), Page(url, b"")
    for entry in entries if isinstance(entries, list) else []:
        words = " ".join(str(_at(entry, source.text) or "").encode("utf-8", "replace").decode().split())
        for href in _addresses(entry, source.link):
            address = base.absolute(href)
            if address and wanted(words, "", portal, source):
                found.items.append(_item(address, words))
    if source.pages and isinstance(entries, list) and entries and number + source.pages.step <= source.pages.last:
        found.onward.append(numbered(source, number + source.pages.step))
    return found


def read_article(page: Page, portal: Portal, may_be_document: bool) -> Found:
    """The documents attached to an article; where there are none, the article may be the document itself."""
    found = Found()
    for url, text, row in page.links(portal.attachments):
        if portal.attachments or is_document(url, text):
            found.items.append(Link("document", _viewed(url) or url, text if len(text) > 6 else row or text))
    for url in page.embedded():
        shown = _viewed(url) or url
        if is_document(shown, ""):
            found.items.append(Link("document", shown, ""))
    if may_be_document and portal.html != "never":
        speaks = len(page.words) >= MIN_TEXT and _has_keyword(page.words, portal.keywords)
        found.own = portal.html == "always" or (not found.items and speaks)
    return found


def numbered(source: Source, number: int) -> Link:
    """A numbered page of a source."""
    pages = source.pages or Pages(source.url)
    post = source.post.replace("{page}", str(number)) if source.post is not None else None
    return Link("json" if source.kind == "json" else "list", pages.address.replace("{page}", str(number)), "", post)


def wanted(text: str, row: str, portal: Portal, source: Source) -> bool:
    """Whether words speak of what is looked for, and of no year but those looked for."""
    keywords = portal.keywords if source.keywords is None else source.keywords
    for words in (text, row):
        if words and (not keywords or _has_keyword(words, keywords)):
            years = {int(year) for year in _YEAR.findall(fold(words))}
            return not years or not portal.years or bool(years & set(portal.years))
    return False


def is_document(url: str, text: str) -> bool:
    """Whether an address or its words look like those of a file."""
    parts, pattern = urlsplit(url), _document()
    named = pattern.search(unquote(parts.path)) or pattern.search(fold(text).lower())
    return bool(named or re.search(rf"{pattern.pattern[:-1]}(?:&|$)", unquote(parts.query)) or _downloads().search(url))


def tidy(url: str, encoding: str = "utf-8") -> str:
    """One spelling of an address: what is not ASCII encoded as browsers do, no usual port, no fragment, no session."""
    from w3lib.url import safe_url_string

    safe: str = safe_url_string(url, encoding=encoding)
    parts = urlsplit(safe)
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    user = f"{parts.username}@" if parts.username is not None else ""
    return urlunsplit((parts.scheme, f"{user}{host}{port}", _SESSION.sub("", parts.path) or "/", parts.query, ""))


def _item(url: str, text: str) -> Link:
    shown = _viewed(url)
    return Link("document" if shown or is_document(url, text) else "article", shown or url, text)


def _next_pages(page: Page, source: Source, number: int) -> Iterator[str]:
    if source.pages:
        if number + source.pages.step <= source.pages.last:
            yield numbered(source, number + source.pages.step).url
        return
    if source.next:
        yield from (url for url, _, _ in page.links(source.next))
        return
    words = {fold(each).lower() for each in terms()["next"]}
    yield from (url for url, text, _ in page.links() if fold(text).lower() in words)
    if match := _WCM.search(page.source):
        total, current, name, suffix = int(match[1]), int(match[2]), match[3], match[4]
        if current + 1 < total and (url := page.absolute(f"{name}_{current + 1}.{suffix}")):
            yield url


def _hrefs(attributes: Any) -> Iterator[str]:
    """A link's address; where a script opens it, the quoted texts that look like addresses of files."""
    href = attributes.get("href") or ""
    script = (href if href.lower().startswith("javascript:") else "") + " " + (attributes.get("onclick") or "")
    if href and not href.lower().startswith("javascript:"):
        yield href
    for quoted in _QUOTED.findall(script):
        if is_document(quoted, "") or quoted.startswith(("http://", "https://")):
            yield quoted


def _viewed(url: str) -> str | None:
    """The document that a viewer's address names."""
    match = re.search(terms()["viewers"], url, re.I)
    return tidy(urljoin(url, unquote(match[1]))) if match and is_document(unquote(match[1]), "") else None


def _words(selector: Any, path: str) -> str:
    return " ".join((selector.xpath(path).get() or "").split())


def _has_keyword(words: str, keywords: tuple[str, ...]) -> bool:
    folded = fold(words)
    return not keywords or any(fold(keyword) in folded for keyword in keywords)


def _at(data: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(data, list) and name.isdigit() and int(name) < len(data):
            data = data[int(name)]
        elif isinstance(data, dict):
            data = data.get(name)
        else:
            return None
    return data


def _addresses(entry: Any, link: str) -> list[str]:
    """The addresses an entry names: by a path, or by a template whose names in braces are paths."""
    if "{" in link:
        values = {name: _at(entry, name) for name in re.findall(r"\{([\w.]+)\}", link)}
        if None in values.values():
            return []
        return [re.sub(r"\{([\w.]+)\}", lambda match: str(values[match[1]]), link)]
    value = _at(entry, link)
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]


@cache
def _document() -> re.Pattern[str]:
    return re.compile(rf"\.(?:{'|'.join(terms()['documents'])})$", re.I)


@cache
def _downloads() -> re.Pattern[str]:
    return re.compile("|".join(terms()["downloads"]), re.I)


@cache
def _counters() -> re.Pattern[str]:
    return re.compile(terms()["counters"])
