"""Word documents (.docx, .docm): the body as paragraphs and tables, in order, straight from the XML.

Source: ECMA-376 part 1, 17.2 (body), 17.4 (tables), 17.5.2 (content controls); Transitional and Strict alike.
"""

from collections.abc import Iterator

from lxml import etree

from parsers.grid import RawCell, RawRow, place_rows
from parsers.ledger import close_ledger, ink
from parsers.package import Package
from parsers.word_ledger import LEFT_OUT, Tally, text_ink
from parsers.word_numbering import Numbering, read_numbering
from parsers.word_styles import (
    OF_CELL,
    OF_PARAGRAPH,
    Style,
    Stylesheet,
    W,
    int_of,
    numbering_of,
    outline_level,
    properties_of,
    with_properties,
)  # fmt: skip
from parsers.word_text import MC, chosen_branch, intricate_paragraphs, read_paragraph, simple_text
from schemas.document import Document, Issue, Paragraph, Source, Table
from schemas.errors import DocumentError

PARSER = "word/1"
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "bdo", "dir"))
MAX_SPAN = 1 << 20
MAX_PARAGRAPHS = 1_000_000


def parse_word(data: bytes, source: Source) -> Document:
    """The Document of a .docx: body text and tables, without headers, footers, notes and comments.

    Raises DocumentError: truncated, encrypted, no-document-part, malformed, too-large.
    """
    package = Package(data)
    part = package.main_part()
    root = package.xml(part)
    body = root.find(f"{W}body")
    if root.tag != f"{W}document" or body is None:
        raise DocumentError("no-document-part", f"{part} is not a Word document body")
    reader = _reader(package, part, root)
    reader.read_blocks(body)
    tally, blocks = reader.tally, reader.finished_blocks()
    chars = text_ink(root) + tally.made + tally.skip_side_parts(package, part, reader.issues)
    tables = sum(1 for _ in root.iter(TABLE)) - tally.tables
    ledger = close_ledger(chars, blocks, tally.ignored, tables)
    return Document(source, blocks, PARSER, tuple(reader.issues), ledger)


def _reader(package: Package, part: str, root: etree._Element) -> "BodyReader":
    """A reader with the styles and lists of the document; parts that the body never refers to are not read."""
    issues: list[Issue] = []
    wanted = {"styles": (f"{W}pStyle", f"{W}rStyle"), "numbering": (f"{W}pStyle", f"{W}numPr")}
    wanted = {kind: tags for kind, tags in wanted.items() if next(root.iter(*tags), None) is not None}
    side: dict[str, etree._Element] = {}
    for kind, target in package.relations(part) if wanted else ():
        if kind in wanted and target in package and kind not in side:
            try:
                side[kind] = package.xml(target)
            except DocumentError as error:
                if error.reason != "malformed" or "DOCTYPE" in error.message:
                    raise
                issues.append(Issue("part.unreadable", "warning", error.message))
    styles = Stylesheet(side.get("styles"))
    may_hide = styles.may_hide or next(root.iter(f"{W}vanish"), None) is not None
    return BodyReader(root, styles, read_numbering(side.get("numbering")), may_hide, issues)


def unwrapped(parent: etree._Element, wanted: frozenset[str], tally: Tally) -> Iterator[etree._Element]:
    """The wanted children of an element, also those inside content controls, insertions and chosen alternatives."""
    for child in parent:
        tag = child.tag
        if tag in wanted:
            yield child
        elif tag in WRAPPERS:
            yield from unwrapped(child, wanted, tally)
        elif tag == f"{MC}AlternateContent":
            branch = chosen_branch(child, tally)
            if branch is not None:
                yield from unwrapped(branch, wanted, tally)
        elif tag in LEFT_OUT:
            tally.skip(LEFT_OUT[tag], child)


BLOCKS, ROWS, CELLS = frozenset((PARAGRAPH, TABLE)), frozenset((ROW,)), frozenset((CELL,))


class BodyReader:
    """Reads blocks in document order: list counters run on, and tables are numbered as they begin."""

    def __init__(
        self, root: etree._Element, styles: Stylesheet, numbering: Numbering, may_hide: bool, issues: list[Issue]
    ) -> None:
        self.issues = issues
        self.tally = Tally()
        self._styles = styles
        self._may_hide = may_hide
        self._intricate = intricate_paragraphs(root)
        self._peculiar = with_properties(root, *OF_PARAGRAPH)
        self._spanning = with_properties(root, *OF_CELL)
        self._numbering = numbering
        self._blocks: list[Paragraph | Table | None] = []
        self._tables = 0
        self._paragraphs = 0

    def finished_blocks(self) -> tuple[Paragraph | Table, ...]:
        """All blocks read so far."""
        return tuple(block for block in self._blocks if block is not None)

    def read_blocks(self, parent: etree._Element) -> None:
        """Appends the paragraphs and tables of a body or text box; a text box comes after its anchor."""
        for element in unwrapped(parent, BLOCKS, self.tally):
            if element.tag == TABLE:
                self._read_table(element, None)
                continue
            text, boxes, number, level = self._read_paragraph(element)
            if text.strip():
                self._blocks.append(Paragraph(text, level=level, number=number))
            for box in boxes:
                self.read_blocks(box)

    def _read_paragraph(self, element: etree._Element) -> tuple[str, list[etree._Element], str | None, int | None]:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise DocumentError("too-large", f"this document has more than {MAX_PARAGRAPHS} paragraphs")
        boxes: list[etree._Element] = []
        if self._may_hide or element in self._intricate:
            text, boxes = read_paragraph(element, self._styles, self._may_hide, self.tally)
        else:
            text = simple_text(element)
        properties = properties_of(element, "pPr") if element in self._peculiar else {}
        name = properties.get(f"{W}pStyle")
        style_id = self._styles.default if name is None else name.get(f"{W}val", "")
        style = self._styles.style(style_id)
        level = outline_level(properties)
        number = self._number(properties, style_id, style)
        if style.hidden:
            self.tally.ignored["hidden"] += ink(text)
            text = ""
        return text, boxes, number, style.level if level is None else level or None

    def _number(self, properties: dict[str, etree._Element], style_id: str, style: Style) -> str | None:
        num_id, ilvl = numbering_of(properties)
        if num_id is None and style.num_id is not None:
            num_id = style.num_id
            if ilvl is None:
                ilvl = style.ilvl if style.ilvl is not None else self._numbering.level_of_style(num_id, style_id)
        return None if num_id is None or num_id == "0" else self._numbering.next_number(num_id, ilvl or 0)

    def _read_table(self, element: etree._Element, parent: tuple[int, int, int] | None) -> None:
        rows = list(self._rows(element))
        cells = [list(unwrapped(row, CELLS, self.tally)) for row in rows]
        if not any(cells):
            self.tally.tables += 1
            return
        index, slot = self._tables, len(self._blocks)
        self._tables += 1
        self._blocks.append(None)
        raw_rows, nested = [], []
        for row, row_cells in zip(rows, cells, strict=True):
            raw_cells = []
            for cell in row_cells:
                raw, inner = self._read_cell(cell)
                raw_cells.append(raw)
                nested.append(inner)
            raw_rows.append(RawRow(raw_cells, _row_skip(row)))
        grid = place_rows(raw_rows)
        read = ink("".join([raw.text for row in raw_rows for raw in row.cells]))
        self.tally.ignored["merged"] += read - ink("".join([cell.text for cell in grid.cells]))
        self._blocks[slot] = Table(grid.cells, grid.n_rows, grid.n_cols, parent=parent)
        owners = (grid.cells[owner] for row_owners in grid.owners for owner in row_owners)
        for owner, inner in zip(owners, nested, strict=True):
            for table in inner:
                self._read_table(table, (index, owner.row, owner.col))

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for row in unwrapped(table, ROWS, self.tally):
            if _is_deleted(row):
                self.tally.skip("deleted", row)
            else:
                yield row

    def _read_cell(self, element: etree._Element) -> tuple[RawCell, list[etree._Element]]:
        lines: list[str] = []
        nested: list[etree._Element] = []
        self._read_cell_blocks(element, lines, nested)
        if nested and lines[-1:] == [""]:
            lines.pop()  # Word demands an empty paragraph after a table that ends a cell
        if element not in self._spanning:
            return RawCell("\n".join(lines), 1, False, False, False), nested
        properties = properties_of(element, "tcPr")
        down, along, span = _merge(properties, "vMerge"), _merge(properties, "hMerge"), 1
        grid_span = properties.get(f"{W}gridSpan")
        if grid_span is not None:
            span = max(1, min(int_of(grid_span.get(f"{W}val"), 1), MAX_SPAN))
        raw = RawCell("\n".join(lines), span, down == "restart", down == "continue", along == "continue")
        return raw, nested

    def _read_cell_blocks(self, parent: etree._Element, lines: list[str], nested: list[etree._Element]) -> None:
        for block in unwrapped(parent, BLOCKS, self.tally):
            if block.tag == TABLE:
                nested.append(block)
                continue
            text, boxes, _, _ = self._read_paragraph(block)
            lines.append(text)
            for box in boxes:
                self._read_cell_blocks(box, lines, nested)


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _row_skip(row: etree._Element) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    return 0 if before is None else max(0, min(int_of(before.get(f"{W}val"), 0), MAX_SPAN))


def _merge(properties: dict[str, etree._Element], name: str) -> str | None:
    element = properties.get(W + name)
    return None if element is None else element.get(f"{W}val", "continue")
