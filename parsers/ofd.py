"""OFD files (GB/T 33190), the fixed-layout format of Chinese offices: each page's characters and ruled edges.

What a page shows is laid out as in a PDF, so tables and text are found in the same way. Seals and notes lie in parts of
their own and are no text of the page.
"""

import posixpath
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from unicodedata import east_asian_width

from lxml import etree

from parsers.glyphs import readable
from parsers.layout import Glyph
from parsers.ofd_paths import MATRIX_UNIT, Matrix, Point, compose, numbers, point, straight_pieces
from parsers.package import Package
from parsers.page import BOTTOM_SHARE, TOP_SHARE, Edge, RawPage, edge_between, quarter
from parsers.pages import MAX_EDGES, MAX_GLYPHS, MAX_PAGES, PageTaker
from schemas.document import Document, Issue, Source
from schemas.errors import DocumentError

PARSER = "ofd/1"
MAX_DEPTH = 16
POINTS_PER_MM = 72 / 25.4
A4_MM = (0.0, 0.0, 210.0, 297.0)
WIDE = frozenset("WFA")
_BLOCKS = ("Layer", "PageBlock")


def parse_ofd(data: bytes, source: Source) -> Document:
    """The Document of an OFD file: paragraphs and tables with pages (1-based) and boxes (points, from the top left).

    Raises DocumentError: encrypted, malformed, too-large, unsupported (pages that are images).
    """
    reader = PageTaker()
    pages = [reader.take(page) for page in OfdFile(data).pages(reader.issues)]
    if not pages:
        raise DocumentError("malformed", "this OFD file has no page that can be read")
    if len(reader.without_text) == len(pages):
        raise DocumentError("unsupported", "the pages of this OFD file are images, which are read from PDF files alone")
    reader.issues += [
        Issue("page.unread", "error", f"page {number} is an image; it is read from PDF files alone")
        for number in reader.without_text
    ]
    return reader.document(source, pages, PARSER)


class OfdFile:
    """The parts of one OFD package. Raises DocumentError encrypted, malformed, too-large."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        if "Encryptions.xml" in self._package or "META-INF/encryption.xml" in self._package:
            raise DocumentError("encrypted", "this OFD file is encrypted")

    def pages(self, issues: list[Issue]) -> Iterator[RawPage]:
        """Every page in order, one by one; a page whose part is missing or broken is an issue."""
        number = 0
        for document in self._roots():
            root = self._part(document)
            area = _area(root, A4_MM)
            templates = {each.get("ID"): _beside(document, each.get("BaseLoc")) for each in _all(root, "TemplatePage")}
            for page in _all(root, "Page"):
                number += 1
                if number > MAX_PAGES:
                    raise DocumentError("too-large", f"this OFD file has more than {MAX_PAGES} pages")
                try:
                    yield self._page(number, self._part(_beside(document, page.get("BaseLoc"))), area, templates)
                except DocumentError as error:
                    if error.reason == "too-large":
                        raise
                    issues.append(Issue("page.unread", "error", f"page {number} cannot be read: {error}"))

    def _roots(self) -> list[str]:
        entry = self._part("OFD.xml")
        found = [_beside("OFD.xml", (each.text or "").strip()) for each in _all(entry, "DocRoot")]
        if not found:
            raise DocumentError("malformed", "OFD.xml names no document")
        return found

    def _part(self, name: str) -> etree._Element:
        try:
            return self._package.xml(name)
        except KeyError:
            raise DocumentError("malformed", f"the part {name} is missing") from None

    def _page(
        self, number: int, page: etree._Element, area: Sequence[float], templates: dict[str | None, str]
    ) -> RawPage:
        left, top, width, height = _area(page, area)
        drawing = _Drawing((1.0, 0.0, 0.0, 1.0, -left, -top))
        under: list[etree._Element] = []
        over: list[etree._Element] = []
        for template in _all(page, "Template"):
            if part := templates.get(template.get("TemplateID")):
                (over if template.get("ZOrder") == "Foreground" else under).append(self._part(part))
        for part in (*under, page, *over):
            for content in _all(part, "Content"):
                drawing.draw(content, 0)
        share = drawing.image_mm2 / (width * height) if width * height > 0 else 0.0
        edges = drawing.edges if len(drawing.edges) <= MAX_EDGES else None
        return RawPage(
            number, width * POINTS_PER_MM, height * POINTS_PER_MM, drawing.glyphs, edges, drawing.unreadable, 0, share
        )


class _Drawing:
    """Collects what the objects of a page show; `outer` takes millimetres of the layer to those of the page."""

    def __init__(self, outer: Matrix) -> None:
        self.glyphs: list[Glyph] = []
        self.edges: list[Edge] = []
        self.unreadable = 0
        self.image_mm2 = 0.0
        self._outer = outer

    def draw(self, owner: etree._Element, depth: int) -> None:
        """Adds all objects below an element, in the order they are painted."""
        if depth > MAX_DEPTH:
            return
        for item in owner:
            name = etree.QName(item).localname
            if name in _BLOCKS:
                self.draw(item, depth + 1)
            elif item.get("Visible") == "false":
                continue
            elif name == "TextObject":
                self._text(item)
            elif name == "PathObject":
                self._path(item)
            elif name == "ImageObject":
                _, _, width, height = numbers(item.get("Boundary"), 4)
                self.image_mm2 += abs(width * height)

    def _matrix(self, item: etree._Element) -> Matrix:
        x, y, _, _ = numbers(item.get("Boundary"), 4)
        own = numbers(item.get("CTM"), 6) if item.get("CTM") else MATRIX_UNIT
        return compose(self._outer, compose((1.0, 0.0, 0.0, 1.0, x, y), own))

    def _text(self, item: etree._Element) -> None:
        matrix = self._matrix(item)
        turn = quarter(matrix[0], -matrix[1])
        size, scale = (numbers(item.get(name) or "1", 1)[0] for name in ("Size", "HScale"))
        if turn is None or size <= 0:
            return
        x = y = 0.0
        for code in _all(item, "TextCode"):
            x, y = (numbers(code.get(name), 1)[0] if code.get(name) else last for name, last in (("X", x), ("Y", y)))
            text = (code.text or "").strip("\r\n")
            across = chain(_steps(code.get("DeltaX"), len(text)), repeat(None))
            down = chain(_steps(code.get("DeltaY"), len(text)), repeat(None))
            for char, step_x, step_y in zip(text, across, down, strict=False):
                natural = size * scale * (1.0 if east_asian_width(char) in WIDE else 0.5)
                width = min(natural, step_x) if step_x else natural
                self._glyph(char, (x, y - TOP_SHARE * size, x + width, y + BOTTOM_SHARE * size), matrix, turn)
                x += (0.0 if step_y else natural) if step_x is None else step_x
                y += step_y or 0.0

    def _glyph(self, char: str, box: tuple[float, float, float, float], matrix: Matrix, turn: int) -> None:
        if len(self.glyphs) > MAX_GLYPHS:
            raise DocumentError("too-large", "a page of this OFD file holds too many characters")
        word = readable(ord(char))
        self.unreadable += word is None
        x0, top, x1, bottom = box
        (xa, ya), (xb, yb) = _in_points(matrix, x0, top), _in_points(matrix, x1, bottom)
        self.glyphs.append(Glyph(word or char, min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), turn))

    def _path(self, item: etree._Element) -> None:
        stroked, filled = item.get("Stroke") != "false", item.get("Fill") == "true"
        if not stroked and (not filled or _is_white(item)):
            return
        matrix = self._matrix(item)
        for data in _all(item, "AbbreviatedData"):
            for one, other in straight_pieces(data.text or ""):
                ends = (*_in_points(matrix, *one), *_in_points(matrix, *other))
                if ends[:2] != ends[2:] and (edge := edge_between(*ends)) is not None:
                    self.edges.append(edge)
            if len(self.edges) > MAX_EDGES:
                return


def _in_points(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point in millimetres of an object stands on the page, in points."""
    across, down = point(matrix, x, y)
    return across * POINTS_PER_MM, down * POINTS_PER_MM


def _all(owner: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of a local name below another, whatever prefix the writer chose."""
    yield from owner.iter("{*}" + name)


def _beside(part: str, place: str | None) -> str:
    """The part that a place named in another part points at."""
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), (place or "").replace("\\", "/"))).lstrip(
        "/"
    )


def _area(owner: etree._Element, other: Sequence[float]) -> Sequence[float]:
    box = next(_all(owner, "PhysicalBox"), None)
    return numbers(box.text, 4) if box is not None and box.text else other


def _is_white(item: etree._Element) -> bool:
    color = next(_all(item, "FillColor"), None)
    return color is not None and set((color.get("Value") or "").split()) == {"255"}


def _steps(text: str | None, most: int) -> Iterator[float]:
    """The steps from character to character; `g 3 5` says three times 5."""
    words = iter((text or "").split())
    left = most
    for word in words:
        count, value = (next(words, "0"), next(words, "0")) if word == "g" else ("1", word)
        times = min(int(numbers(count, 1)[0]), left)
        yield from repeat(numbers(value, 1)[0], max(0, times))
        left -= max(0, times)
