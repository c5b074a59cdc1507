"""Web pages (.html, .mht, what Word and Excel save as a page): the article without the site around it.

Nothing is fetched and nothing runs: markup is data here. Hidden elements are no text; scripts, menus, headers and
footers of the site are left out by the choice of the densest part of the page.
"""

import email
import email.policy
import re
from dataclasses import replace

from lxml import etree, html

from parsers.simplified import in_simplified
from parsers.webpage_blocks import BlockReader, is_dropped, words_of
from parsers.webpage_ledger import ledger_of
from schemas.document import Document, Paragraph, Source, Table
from schemas.errors import DocumentError

PARSER = "webpage/1"
MAX_BYTES = 32 * 1024 * 1024
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,20})""", re.I
)
CHARSET_WITHIN = 8192
CHINESE = frozenset(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312"))
OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div)\b",
    re.I | re.S,
)
MIME_OPENING = re.compile(
    rb"(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){0,12}Content-Type:\s*multipart/related", re.I
)
OFFICE = ("microsoft word", "microsoft excel", "wps", "kingsoft")

CONTAINERS = frozenset(
    ("div", "section", "article", "main", "td", "center", "form", "span", "font", "table", "tbody", "tr")
)
LAYOUT = frozenset(("table", "tbody", "tr"))
MAIN_SHARE = 0.8
TITLE_LOOK_AHEAD = 12


def is_webpage(data: bytes) -> bool:
    """Whether the bytes begin like HTML."""
    return OPENING.match(_decoded(data[:2048], "replace")) is not None


def is_web_archive(data: bytes) -> bool:
    """Whether the bytes begin like a page saved with its parts as one MIME message (.mht)."""
    return MIME_OPENING.match(data[:4096]) is not None


def parse_webpage(data: bytes, source: Source) -> Document:
    """The Document of a page: its title, then paragraphs and tables of its main part.

    Raises DocumentError: too-large, malformed.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", f"a page of {len(data)} bytes is more than {MAX_BYTES >> 20} MB")
    root = _tree(_decoded(data, "replace"))
    body = next(root.iter("body"), root)
    content = body if _is_of_office(root) else _main_part(body)
    reader = BlockReader()
    reader.read(content)
    blocks = reader.finished_blocks()
    title = _title(root, body)
    if title and blocks and content is not body and not _has_title(blocks, title):
        blocks = (Paragraph(title), *blocks)
        return in_simplified(Document(source, blocks, PARSER, ledger=ledger_of(root, content, blocks, title)))
    return in_simplified(Document(source, blocks, PARSER, ledger=ledger_of(root, content, blocks)))


def parse_web_archive(data: bytes, source: Source) -> Document:
    """The Document of the first page inside a web archive. Errors as `parse_webpage`."""
    if len(data) > MAX_BYTES:
        raise DocumentError("too-large", f"a page of {len(data)} bytes is more than {MAX_BYTES >> 20} MB")
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            inside = part.get_payload(decode=True)
            if isinstance(inside, bytes):
                charset = str(part.get_content_charset() or "")
                if charset and not CHARSET.search(inside[:CHARSET_WITHIN]) and not inside.startswith(b"\xff\xfe"):
                    inside = _marked(inside, charset)
                return replace(parse_webpage(inside, source), parser=f"{PARSER}+mht")
    raise DocumentError("malformed", "this web archive holds no page")


def _marked(page: bytes, charset: str) -> bytes:
    return f'<meta charset="{charset}">'.encode("ascii", "ignore") + page


def _decoded(data: bytes, errors: str) -> str:
    """Text by the mark of order, by what the page says of itself where that fits, else UTF-8, else GB18030."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, errors)
    named = CHARSET.search(data[:CHARSET_WITHIN])
    said = (named[1] or named[2]).decode("ascii").lower() if named else ""
    for name in dict.fromkeys(("gb18030" if said in CHINESE else said, "utf-8", "gb18030")):
        try:
            if name:
                return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030" if said in CHINESE else "utf-8", errors)


def _tree(text: str) -> html.HtmlElement:
    """The page's tree, the way browsers mend it. Raises DocumentError malformed, too-large (nested too deep)."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""), count=1)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        reason = "too-large" if "depth" in str(error) or "HUGE" in str(error) else "malformed"
        raise DocumentError(reason, f"this page cannot be read: {' '.join(str(error).split())[:200]}") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise DocumentError("too-large", "this page is nested too deep")
    return root


def _is_of_office(root: html.HtmlElement) -> bool:
    """Whether a word processor or spreadsheet wrote the page: then all of its body is the report."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("generator", "progid"):
            return any(name in (meta.get("content") or "").lower().replace(".", " ") for name in OFFICE)
    return False


def _main_part(body: html.HtmlElement) -> html.HtmlElement:
    """The smallest container that still holds most of the page's text outside links and menus."""
    weights: dict[html.HtmlElement, int] = {}
    for element in body.iter(etree.Element):
        weights[element] = 0
    order = list(weights)
    for element in reversed(order):
        weights[element] += 0 if is_dropped(element, site=True) or element.tag == "a" else len(words_of(element.text))
        if is_dropped(element, site=True) or element.tag == "a":
            weights[element] = 0
        parent = element.getparent()
        if parent is not None and parent in weights:
            weights[parent] += weights[element] + len(words_of(element.tail))
    found = deepest = body
    while True:
        heaviest = max((child for child in deepest if child in weights), key=weights.__getitem__, default=None)
        if (
            heaviest is None
            or heaviest.tag not in CONTAINERS
            or weights[heaviest] < MAIN_SHARE * max(weights[deepest], 1)
        ):
            return found
        deepest = heaviest
        if deepest.tag not in LAYOUT and (deepest.tag != "td" or _is_layout_cell(deepest)):
            found = deepest
        elif deepest.tag == "td":
            return found


def _is_layout_cell(cell: html.HtmlElement) -> bool:
    """Whether a cell holds a page's worth of blocks, so that its table is there for looks."""
    return next(cell.iter("table"), None) is not None or sum(1 for _ in cell.iter("p", "div", "h1", "h2", "br")) > 2


def _title(root: html.HtmlElement, body: html.HtmlElement) -> str:
    """The article's title: as public sites must state it, else the first heading, else the page's own."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (meta.get("content") or "").strip():
            return " ".join(meta.get("content").split())
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = " ".join("".join(element.itertext()).split())
            if text:
                return text
    return ""


def _has_title(blocks: tuple[Paragraph | Table, ...], title: str) -> bool:
    squeezed = "".join(title.split())
    return any(
        "".join(block.text.split()) == squeezed for block in blocks[:TITLE_LOOK_AHEAD] if isinstance(block, Paragraph)
    )
