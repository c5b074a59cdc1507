"""Text dumps of Word files: a tab opens a cell, an empty line ends a row, two end a table; the rest are paragraphs.

The dump writes every paragraph of a cell on its own line, so a cell that ends in an empty paragraph looks like the end
of its row. `celldump_rows` settles that from the widths of the rows around. Spans are not in the dump: a merged
cell's later rows show as empty cells, and cells merged along a row leave the row shorter.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.celldump_rows import join_segments
from parsers.ledger import close_ledger, ink
from parsers.pipedump import with_bar_tables
from parsers.plaintext import decode_text
from parsers.simplified import CONVERTED, is_traditional, readings_in, simplified
from schemas.document import Cell, Document, Paragraph, Source, Table

PARSER = "celldump/1"
BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
CELL_START = re.compile(r"[ \f]?\t")
OPENS_CONTENT = ("：", ":")
CAPTION = re.compile(
    r"^附件\s*[\d一二三四五六七八九十]*[:：]?$|^[（(]?\s*20\d\d\s*年度?\s*[）)]?$|(?:金额)?单位[:：]\s*(?:万|亿)?元$|^[^，。；：:]{4,40}表(?:[（(].{1,12}[）)])?$|^公开\d*表$"
)
TABLE_END_BLANKS = 2
NEW_TABLE_BLANKS = 3
MAX_TAIL_LINES = 12


@dataclass(slots=True)
class OpenTable:
    """A table being read: segments are runs of cells without an empty line between, each with the gap before it.

    A cell is the list of its lines.
    """

    segments: list[list[list[str]]] = field(default_factory=lambda: [[]])
    gaps: list[int] = field(default_factory=lambda: [0])


def parse_celldump(data: bytes, source: Source) -> Document:
    """The Document of a text file; without a tab its tables are those whose cells end in a bar (`pipedump`).

    `Cell.col` counts the cells of the row, since the dump does not tell spans; rows are ragged and `n_cols` is the
    longest. Raises DocumentError not-text, too-large.
    """
    whole = decode_text(data)
    text = BOOKMARK.sub("", whole)
    ignored = Counter(bookmarks=ink(whole) - ink(text))
    converted = is_traditional(text)
    if converted:
        ignored["readings"] = readings_in(text)
        text = simplified(text)
    lines = text.split("\n")
    blocks: list[Paragraph | Table] = []
    at = 0
    while at < len(lines):
        if CELL_START.match(lines[at]):
            at, table = _read_table(lines, at)
            blocks.extend(_tables(table))
            continue
        line = lines[at].strip("\f")
        if line.strip():
            blocks.append(Paragraph(line))
        at += 1
    bars = 0
    if not any(isinstance(block, Table) for block in blocks):
        blocks, bars = with_bar_tables([block for block in blocks if isinstance(block, Paragraph)])
    ignored["separators"] = bars
    ledger = close_ledger(ink(whole), blocks, ignored)
    return Document(source, tuple(blocks), PARSER, (CONVERTED,) if converted else (), ledger)


def _read_table(lines: Sequence[str], at: int) -> tuple[int, OpenTable]:
    """(the line after the table, the table that begins at a line)."""
    table, blanks = OpenTable(), 0
    while at < len(lines):
        line = lines[at]
        opener = CELL_START.match(line)
        if opener:
            if blanks:
                table.segments.append([])
                table.gaps.append(blanks)
            table.segments[-1].append([line[opener.end() :]])
            blanks = 0
        elif not line:
            blanks += 1
        elif not blanks or _runs_on(lines, at, blanks, table):
            table.segments[-1][-1] += [""] * blanks + [line]
            blanks = 0
        else:
            break
        at += 1
    return at, table


def _runs_on(lines: Sequence[str], at: int, blanks: int, table: OpenTable) -> bool:
    """Whether the text at a line, after empty lines, still belongs to the cell before it.

    One empty line: yes if a cell or the table's true end follows soon. More: no if it is what stands above a table
    (its title, year, unit); else yes if the cell ends in a colon and so waits for its content, or if the row would
    otherwise fall short of the rows around by just what follows.
    """
    end = at
    while end < len(lines) and lines[end] and not CELL_START.match(lines[end]):
        end += 1
    if blanks < TABLE_END_BLANKS:
        return _tail_closes(lines, at)
    if any(CAPTION.search(line.strip()) for line in lines[at:end]):
        return False
    if table.segments[-1][-1][-1].rstrip().endswith(OPENS_CONTENT):
        return _tail_closes(lines, at)
    if end >= len(lines) or not lines[end] or len(table.segments) < 2 or end - at > MAX_TAIL_LINES:
        return False
    short, following = len(table.segments[-1]), _width_at(lines, end)
    return short + following == len(table.segments[-2])


def _tail_closes(lines: Sequence[str], at: int) -> bool:
    """Whether within a few lines there comes a cell or a table's end (two empty lines)."""
    tail = lines[at : at + MAX_TAIL_LINES]
    return any(
        CELL_START.match(line) or (not line and i + 1 < len(tail) and not tail[i + 1]) for i, line in enumerate(tail)
    )


def _width_at(lines: Sequence[str], at: int) -> int:
    width = 0
    while at < len(lines) and lines[at]:
        width += CELL_START.match(lines[at]) is not None
        at += 1
    return width


def _tables(table: OpenTable) -> list[Table]:
    """The one table read, or more where three empty lines stand between rows of different width."""
    parts: list[list[list[str]]] = []
    for cells, gap in zip(table.segments, table.gaps, strict=True):
        if not parts or (gap >= NEW_TABLE_BLANKS and len(cells) != len(parts[-1][-1])):
            parts.append([])
        parts[-1].append(["\n".join(lines) for lines in cells])
    return [_table(join_segments(part)) for part in parts]


def _table(rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)))
