"""The elements of a web page as paragraphs and tables, the way a browser would lay them out."""

import re
from collections.abc import Iterator

from lxml import etree

from schemas.document import Cell, Paragraph, Table
from schemas.errors import DocumentError

DROPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "meta", "link", "object", "embed", "iframe", "svg",
     "canvas", "audio", "video", "map", "select", "button", "input", "textarea", "datalist", "base", "xml")
)  # fmt: skip
OF_THE_SITE = frozenset(("nav", "footer", "aside", "header"))
BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "center", "form", "hr",
     "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "fieldset", "legend", "figure", "figcaption", "body", "html",
     "tr", "td", "th", "tbody", "caption", "header", "details", "summary")
)  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
SPACE = re.compile(r"[ \t\n\r\f]+")
WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
WRAPPED = re.compile(rf"(?<=[{WIDE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{WIDE}])")
MAX_ROW_SPAN, MAX_COL_SPAN = 65_534, 1000
MAX_PLACES = 5_000_000
MAX_DEPTH = 250


def is_dropped(element: etree._Element, site: bool = False) -> bool:
    """Whether an element shows no text; with `site` also what belongs to the site and not to the article."""
    tag = element.tag
    if not isinstance(tag, str) or tag in DROPPED or (site and tag in OF_THE_SITE):
        return True
    return element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None


def words_of(text: str | None) -> str:
    """Text without white space."""
    return "".join(text.split()) if text else ""


class Lines:
    """Running text: white space collapses, a block or a `br` ends a line."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, text: str | None, keep: bool = False) -> None:
        """Adds text; white space is kept inside `pre`."""
        if text:
            self._parts.append(text if keep else SPACE.sub(" ", WRAPPED.sub("", text)))

    def end_line(self) -> None:
        """A forced line end."""
        self._parts.append("\n")

    def take(self) -> str:
        """The text so far, trimmed of what a browser would not show; then it is empty."""
        text = "".join(self._parts)
        self._parts.clear()
        return "\n".join(re.sub(r" {2,}", " ", line).strip(" \t") for line in text.split("\n")).strip("\n")


class BlockReader:
    """Reads elements in order; a table inside a cell follows the table around it."""

    def __init__(self) -> None:
        self._blocks: list[Paragraph | Table | None] = []
        self._tables = 0
        self._lines = Lines()

    def finished_blocks(self) -> tuple[Paragraph | Table, ...]:
        """All blocks read so far."""
        self._flush(None, None)
        return tuple(block for block in self._blocks if block is not None)

    def read(self, element: etree._Element, depth: int = 0) -> None:
        """Appends the blocks of an element's inside."""
        if depth > MAX_DEPTH:
            raise DocumentError("too-large", "this page is nested too deep")
        self._lines.add(element.text, element.tag == "pre")
        counter = 0
        for child in element:
            if not is_dropped(child, site=True):
                if child.tag == "li" and element.tag == "ol":
                    counter += 1
                self._read_child(child, depth, f"{counter}." if counter and child.tag == "li" else None)
            self._lines.add(child.tail, element.tag == "pre")

    def _read_child(self, child: etree._Element, depth: int, number: str | None) -> None:
        tag = child.tag
        if tag == "br":
            self._lines.end_line()
        elif tag == "table":
            self._flush(None, None)
            self._read_table(child, None, depth)
        elif tag in BLOCKS:
            self._flush(None, None)
            self.read(child, depth + 1)
            self._flush(int(tag[1]) if re.fullmatch("h[1-6]", tag) else None, number)
        else:
            self.read(child, depth + 1)

    def _flush(self, level: int | None, number: str | None) -> None:
        text = self._lines.take()
        for line in text.split("\n"):
            if line.strip():
                self._blocks.append(Paragraph(line, level=level, number=number))
                number = None

    def _read_table(self, element: etree._Element, parent: tuple[int, int, int] | None, depth: int) -> None:
        rows = list(_rows(element))
        cells = [list(_cells(row)) for row, _ in rows]
        for caption in element.iterchildren("caption"):
            if not is_dropped(caption):
                self.read(caption, depth + 1)
                self._flush(None, None)
        if parent is None and max(map(len, cells), default=0) < 2:
            for cell in (cell for row in cells for cell in row):
                self.read(cell, depth + 1)
                self._flush(None, None)
            return
        if not any(cells):
            return
        index, slot = self._tables, len(self._blocks)
        self._tables += 1
        self._blocks.append(None)
        placed, n_rows, n_cols = _placed(cells, [section for _, section in rows])
        made, nested = [], []
        for cell, row, col, row_span, col_span in placed:
            inner: list[etree._Element] = []
            lines = Lines()
            _cell_text(cell, lines, inner, depth + 1)
            made.append(Cell(lines.take(), row, col, row_span, col_span))
            nested += [(table, (index, row, col)) for table in inner]
        self._blocks[slot] = Table(tuple(made), n_rows, n_cols, parent=parent)
        for table, place in nested:
            self._read_table(table, place, depth + 1)


def _cell_text(element: etree._Element, lines: Lines, nested: list[etree._Element], depth: int) -> None:
    """A cell's lines, blocks on lines of their own; tables inside are set aside."""
    if depth > MAX_DEPTH:
        raise DocumentError("too-large", "this page is nested too deep")
    lines.add(element.text, element.tag == "pre")
    fresh = not (element.text or "").strip()
    for child in element:
        if is_dropped(child):
            pass
        elif child.tag == "table":
            nested.append(child)
        elif child.tag == "br":
            lines.end_line()
            fresh = True
        else:
            block = child.tag in BLOCKS
            if block and not fresh:
                lines.end_line()
            _cell_text(child, lines, nested, depth + 1)
            fresh = False
            if block and (child.getnext() is not None or (child.tail or "").strip()):
                lines.end_line()
                fresh = True
        lines.add(child.tail, element.tag == "pre")
        fresh = fresh and not (child.tail or "").strip()


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """(row, number of its section) of a table's own shown rows."""
    for number, child in enumerate(table):
        if is_dropped(child):
            continue
        if child.tag == "tr":
            yield child, -1
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from ((row, number) for row in child.iterchildren("tr") if not is_dropped(row))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return (cell for cell in row.iterchildren("td", "th") if not is_dropped(cell))


def _placed(
    rows: list[list[etree._Element]], sections: list[int]
) -> tuple[list[tuple[etree._Element, int, int, int, int]], int, int]:
    """((cell, row, col, rows, columns) …, rows, columns): every place once, spans cut where another cell stands."""
    ends = [max(i for i, each in enumerate(sections) if each == section) + 1 for section in dict.fromkeys(sections)]
    end_of = dict(zip(dict.fromkeys(sections), ends, strict=True))
    taken: dict[int, set[int]] = {}
    placed, n_cols, places = [], 0, 0
    for r, row in enumerate(rows):
        col = 0
        for cell in row:
            here = taken.setdefault(r, set())
            while col in here:
                col += 1
            across = max(1, min(_span(cell, "colspan") or 1, MAX_COL_SPAN))
            width = next((i for i in range(across) if col + i in here), across)
            down = min(_span(cell, "rowspan") or MAX_ROW_SPAN, end_of[sections[r]] - r)
            height = next((i for i in range(1, down) if taken.get(r + i, set()) & set(range(col, col + width))), down)
            places += width * height
            if places > MAX_PLACES:
                raise DocumentError("too-large", "a table of this page is beyond any form")
            for i in range(height):
                taken.setdefault(r + i, set()).update(range(col, col + width))
            placed.append((cell, r, col, height, width))
            col += width
            n_cols = max(n_cols, col)
    return placed, len(rows), n_cols


def _span(cell: etree._Element, name: str) -> int:
    """A declared span; 1 where none or nonsense is declared. 0 means up to the end of the section."""
    digits = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    return int(digits[1]) if digits else 1
