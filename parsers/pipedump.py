"""Text dumps whose cells end in a bar: a row a line (`a | b | c |`), or a cell a line and `||` where a row ends.

A bar is no character of the document. Blank cells stand in these dumps, so columns keep their places; spans do not.
"""

import re
from collections.abc import Sequence

from parsers.ledger import ink
from schemas.document import Cell, Paragraph, Table

BARS = re.compile(r"[|｜]")
ROW_END = "||"
MIN_ROWS, MIN_BARS = 2, 2
_RULE = re.compile(r"[\s|:—–-]+")


def with_bar_tables(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph | Table], int]:
    """(the paragraphs of a dump, each run of lines that are rows or cells of a table made one; characters that but divide)."""
    blocks: list[Paragraph | Table] = []
    at = dividing = 0
    while at < len(paragraphs):
        rows, end = _rows(paragraphs, at)
        if len(rows) >= MIN_ROWS:
            blocks.append(_table(rows))
            dividing += sum(_dividing(paragraphs[k].text) for k in range(at, end))
            at = end
        else:
            blocks.append(paragraphs[at])
            at += 1
    return blocks, dividing


def _dividing(text: str) -> int:
    return ink(text) if _is_rule(text) else len(BARS.findall(text))


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and "-" in text


def _rows(paragraphs: Sequence[Paragraph], at: int) -> tuple[list[list[str]], int]:
    """(rows of the table that begins at a paragraph, the paragraph after it); no rows where none begins."""
    end = at
    while end < len(paragraphs) and _is_row(paragraphs[end].text):
        end += 1
    if end > at:
        return _split([paragraphs[k].text.strip() for k in range(at, end)]), end
    while end < len(paragraphs) and _is_cell(paragraphs[end].text):
        end += 1
    return _gathered([paragraphs[k].text.strip() for k in range(at, end)]), end


def _is_row(text: str) -> bool:
    return len(BARS.findall(text)) >= MIN_BARS and text.strip() != ROW_END


def _is_cell(text: str) -> bool:
    bare = text.strip()
    return bare == ROW_END or (bare.endswith(("|", "｜")) and len(BARS.findall(bare)) == 1)


def _split(lines: Sequence[str]) -> list[list[str]]:
    """Rows of lines; a bar before the first cell counts for none where all lines begin with one."""
    framed = all(line.startswith(("|", "｜")) for line in lines)
    rows = []
    for line in lines:
        if _is_rule(line):
            continue
        cells = [cell.strip() for cell in BARS.split(line)]
        cells = cells[1:] if framed else cells
        rows.append(cells[:-1] if line.endswith(("|", "｜")) else cells)
    return rows


def _gathered(lines: Sequence[str]) -> list[list[str]]:
    """Rows of lines with a cell each; none where no line says that a row ends, for then nothing tells how wide they are."""
    if ROW_END not in lines:
        return []
    rows: list[list[str]] = [[]]
    for line in lines:
        if line == ROW_END:
            rows.append([])
        else:
            rows[-1].append(line.rstrip("|｜").strip())
    return [row for row in rows if row]


def _table(rows: Sequence[Sequence[str]]) -> Table:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(cells, len(rows), max(map(len, rows)))
