"""A report as a PDF: ruled tables with merged cells that run over pages, Chinese text in a standard font."""

import io
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.synth.model import Grid, Line, Placed, Report

FONT = "STSong-Light"
WIDTH_PT, HEIGHT_PT = A4
MARGIN_PT = 56.0
PADDING_PT = 3.0
SIZES_PT = {"title": 18.0, "caption": 12.0}
BODY_PT, CELL_PT = 12.0, 9.0
LEADING = 1.45
FORBIDDEN_FIRST = "，。、；：）”%》"


def write(report: Report) -> bytes:
    """The file's bytes: the same for the same report and version of the PDF library."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    sheet = Sheet(Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1), HEIGHT_PT - MARGIN_PT)
    for block in report.blocks:
        if isinstance(block, Line):
            put_line(sheet, block)
        else:
            put_table(sheet, block)
    sheet.canvas.showPage()
    sheet.canvas.save()
    return buffer.getvalue()


@dataclass
class Sheet:
    """The canvas and how far down the page it is filled; `y_pt` counts from the page's foot."""

    canvas: Canvas
    y_pt: float

    def room(self, height_pt: float) -> bool:
        """Whether so much fits on this page."""
        return self.y_pt - height_pt >= MARGIN_PT

    def turn(self) -> None:
        """A new page."""
        self.canvas.showPage()
        self.y_pt = HEIGHT_PT - MARGIN_PT


def wrap(text: str, size_pt: float, width_pt: float, indent_pt: float = 0.0) -> list[str]:
    """Lines no wider than the width; a closing mark never opens a line. Line feeds break."""
    lines = []
    for part in text.split("\n"):
        line, room = "", width_pt - indent_pt
        for char in part:
            if line and pdfmetrics.stringWidth(line + char, FONT, size_pt) > room and char not in FORBIDDEN_FIRST:
                lines.append(line)
                line, room = "", width_pt
            line += char
        lines.append(line)
    return lines


def put_line(sheet: Sheet, line: Line) -> None:
    """One paragraph, broken over lines and pages."""
    size = SIZES_PT.get(line.role, BODY_PT)
    indent = 2 * size if line.role in ("body", "heading") else 0.0
    for number, text in enumerate(wrap(line.text, size, WIDTH_PT - 2 * MARGIN_PT, indent)):
        if not sheet.room(size * LEADING):
            sheet.turn()
        sheet.y_pt -= size * LEADING
        sheet.canvas.setFont(FONT, size)
        if line.role in ("title", "caption"):
            sheet.canvas.drawCentredString(WIDTH_PT / 2, sheet.y_pt, text)
        else:
            sheet.canvas.drawString(MARGIN_PT + (indent if number == 0 else 0), sheet.y_pt, text)


def put_table(sheet: Sheet, grid: Grid) -> None:
    """One table; rows go to the next page where they do not fit, and cells over several rows are cut there."""
    edges = column_edges(grid)
    heights = row_heights(grid, edges)
    start = 0
    sheet.y_pt -= 2 * PADDING_PT
    while start < grid.n_rows:
        end = last_row(sheet, grid, edges, heights, start)
        if end == start:
            sheet.turn()
            continue
        draw_rows(sheet, grid, edges, heights, start, end)
        sheet.y_pt -= sum(heights[start:end])
        start = end
        if start < grid.n_rows:
            sheet.turn()
    sheet.y_pt -= 2 * PADDING_PT


def column_edges(grid: Grid) -> list[float]:
    """The x of every vertical rule."""
    scale = (WIDTH_PT - 2 * MARGIN_PT) / sum(grid.widths)
    edges = [MARGIN_PT]
    for width in grid.widths:
        edges.append(edges[-1] + width * scale)
    return edges


def cell_lines(cell: Placed, edges: list[float]) -> list[str]:
    """The cell's text broken to its width."""
    width = edges[cell.col + cell.col_span] - edges[cell.col] - 2 * PADDING_PT
    return wrap(cell.text, CELL_PT, width)


def text_height_pt(cell: Placed, edges: list[float]) -> float:
    """What the cell's text needs."""
    return len(cell_lines(cell, edges)) * CELL_PT * LEADING + 2 * PADDING_PT


def row_heights(grid: Grid, edges: list[float]) -> list[float]:
    """The height of each row; a cell over several rows stretches the last of them where it must."""
    heights = [CELL_PT * LEADING + 2 * PADDING_PT] * grid.n_rows
    for cell in sorted(grid.cells, key=lambda placed: placed.row_span):
        last = cell.row + cell.row_span
        lacking = text_height_pt(cell, edges) - sum(heights[cell.row : last])
        heights[last - 1] += max(0.0, lacking)
    return heights


def last_row(sheet: Sheet, grid: Grid, edges: list[float], heights: list[float], start: int) -> int:
    """The row before which the page ends: as many as fit, but no cut so early that a label loses its text."""
    end, filled = start, 0.0
    while end < grid.n_rows and sheet.room(filled + heights[end]):
        filled += heights[end]
        end += 1
    while start < end < grid.n_rows and any(
        cell.row < end < cell.row + cell.row_span
        and text_height_pt(cell, edges) > sum(heights[max(cell.row, start) : end])
        for cell in grid.cells
        if cell.row >= start
    ):
        end -= 1
    return end


def draw_rows(sheet: Sheet, grid: Grid, edges: list[float], heights: list[float], start: int, end: int) -> None:
    """The rules and texts of the rows from start to end."""
    canvas = sheet.canvas
    canvas.setLineWidth(0.5)
    canvas.setFont(FONT, CELL_PT)
    tops = {start: sheet.y_pt}
    for row in range(start, end):
        tops[row + 1] = tops[row] - heights[row]
    for cell in grid.cells:
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        if first >= last:
            continue
        left, right = edges[cell.col], edges[cell.col + cell.col_span]
        canvas.rect(left, tops[last], right - left, tops[first] - tops[last])
        if cell.row < start:
            continue
        lines = cell_lines(cell, edges)
        middle = (tops[first] + tops[last]) / 2 + len(lines) * CELL_PT * LEADING / 2
        for number, text in enumerate(lines, 1):
            canvas.drawCentredString((left + right) / 2, middle - number * CELL_PT * LEADING + 3, text)
