"""A short notation for documents in tests: a line is a paragraph, a block of `|` lines a table.

In a table line cells are split by ` | `; `text <3` spans three columns, `^` continues the cell above, `⏎` is a line end.
"""

from schemas.document import Cell, Document, Paragraph, Source, Table


def document_of(text: str) -> Document:
    """The document a text in this notation describes."""
    blocks: list[Paragraph | Table] = []
    rows: list[str] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            blocks.append(table_of(rows))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line))
    return Document(Source("0" * 64, "example.txt", "text/plain", 1), tuple(blocks), "notation")


def table_of(lines: list[str]) -> Table:
    """One table from its lines."""
    cells: list[Cell] = []
    above: dict[int, int] = {}
    width = 0
    for row, line in enumerate(lines):
        col = 0
        for piece in line.strip().strip("|").split("|"):
            text, _, span = piece.strip().partition(" <")
            text, span = ("", text[1:]) if text.startswith("<") else (text, span)
            columns = int(span or 1)
            if text == "^":
                at = above[col]
                cell = cells[at]
                cells[at] = Cell(cell.text, cell.row, cell.col, cell.row_span + 1, cell.col_span)
            else:
                cells.append(Cell(text.replace("⏎", "\n"), row, col, 1, columns))
                above[col] = len(cells) - 1
            col += columns
        width = max(width, col)
    return Table(tuple(cells), len(lines), width)
