"""What a web page holds, counted over its whole tree apart from the reading: every text node has a name or is content.

Names: `head` the page's own title and the like, `scripts` code and styles, `controls` what a form offers to be chosen,
`hidden` what no browser shows, `site` menus, headers and footers, `around` what surrounds the article.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from parsers.ledger import close_ledger, ink
from schemas.document import Ledger, Paragraph, Table

SILENT = {
    **dict.fromkeys(("head", "title"), "head"),
    **dict.fromkeys(("script", "style", "noscript", "template", "xml", "svg", "canvas"), "scripts"),
    **dict.fromkeys(("select", "button", "textarea", "datalist", "input"), "controls"),
    **dict.fromkeys(("object", "embed", "iframe", "audio", "video", "map"), "embedded"),
}
SITE = frozenset(("nav", "footer", "aside", "header"))
CELLS = frozenset(("td", "th"))
UNSEEN = ("display:none", "visibility:hidden", "mso-hide:all")


def ledger_of(
    root: etree._Element, content: etree._Element, blocks: Sequence[Paragraph | Table], added: str = ""
) -> Ledger:
    """The ledger of a page whose article is `content`; `added` is a title that was taken from around it."""
    total, ignored, tables = ink(added), Counter[str](), 0
    for name, text in _texts(root, content):
        total += ink(text)
        if name:
            ignored[name] += ink(text)
    shown = {element for name, element in _elements(root, content) if name is None}
    tables = sum(1 for element in shown if element.tag == "table" and _is_ruled(element, shown))
    return close_ledger(total, blocks, ignored, tables)


def _elements(root: etree._Element, content: etree._Element) -> Iterator[tuple[str | None, etree._Element]]:
    """(the name under which it is left out, else None; element) of every element, in document order."""
    stack: list[tuple[etree._Element, str | None, bool, bool]] = [(root, None, root is content, False)]
    while stack:
        element, above, inside, in_cell = stack.pop()
        name = above or _name(element, in_cell)
        yield name or (None if inside else "around"), element
        below = in_cell or (inside and element.tag in CELLS)
        stack += [(child, name, inside or child is content, below) for child in reversed(element)]


def _texts(root: etree._Element, content: etree._Element) -> Iterator[tuple[str | None, str]]:
    """(the name under which it is left out, else None; text) of every text node."""
    names: dict[etree._Element, str | None] = {}
    for name, element in _elements(root, content):
        names[element] = name
        if element.text:
            yield name, element.text
        above = element.getparent()
        if element.tail and above is not None:
            yield names[above], element.tail


def _name(element: etree._Element, in_cell: bool) -> str | None:
    """Why an element is left out by itself, else None."""
    if not isinstance(element.tag, str):
        return "scripts"
    style = "".join((element.get("style") or "").split()).lower()
    if element.get("hidden") is not None or any(mark in style for mark in UNSEEN):
        return "hidden"
    return "site" if element.tag in SITE and not in_cell else SILENT.get(element.tag)


def _is_ruled(table: etree._Element, shown: set[etree._Element]) -> bool:
    """Whether a table is more than a frame around the page: several cells in a row, or a place in such a table."""
    rows = [row for row in table.iter("tr") if row in shown and next(row.iterancestors("table"), None) is table]
    counts = [sum(cell.tag in CELLS and cell in shown for cell in row) for row in rows]
    if max(counts, default=0) > 1:
        return True
    around = next(table.iterancestors("table"), None)
    return bool(sum(counts)) and around in shown and around is not None and _is_ruled(around, shown)
