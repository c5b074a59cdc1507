"""A report as the plain-text dump of a Word file: a tab opens a cell, an empty line ends a row."""

from corpus.synth.model import Grid, Line, Report


def write(report: Report) -> bytes:
    """The dump. Cells merged downwards show as empty cells below; cells merged sideways show once."""
    parts = [block.text + "\n" if isinstance(block, Line) else table(block) for block in report.blocks]
    return "".join(parts).encode("utf8")


def table(grid: Grid) -> str:
    """One table, with the blank line that follows it."""
    begun = {(cell.row, cell.col): cell.text for cell in grid.cells}
    running = {(row, cell.col) for cell in grid.cells for row in range(cell.row + 1, cell.row + cell.row_span)}
    rows = []
    for row in range(grid.n_rows):
        cols = [col for col in range(len(grid.widths)) if (row, col) in begun or (row, col) in running]
        rows.append("".join(f"\t{begun.get((row, col), '')}\n" for col in cols))
    return "\n".join(rows) + "\n\n"
