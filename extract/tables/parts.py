"""Where one table holds several forms, one below the other: the rows of each."""

from extract.forms import form_of
from extract.lexicons.grammar import pattern
from extract.tables.header import Headers
from extract.tables.heads import head_key
from schemas.document import Slot, Table
from schemas.folding import fold

MAX_TITLE = 60


def parts_of(headers: Headers) -> list[range]:
    """The rows of each form in a table, in order; one range where it holds but one.

    A form begins at its title, or at a second 项目名称, once the form above has had a header of its own.
    """
    table = headers.table
    starts = [0]
    headed = named = False
    for row in range(table.n_rows):
        filled = [slot for slot in table.row(row) if slot.text.strip() and not slot.continued]
        heads = len(filled) > 1 and headers.at(row) is not None
        names = not heads and bool(filled) and head_key(filled[0].text) == "project"
        if headed and (_is_form_title(filled, table) or (names and named)):
            starts.append(_with_lines_above(table, row, starts[-1]))
            headed = named = False
        named = named or names
        headed = headed or (heads and len(filled) > 2)
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], table.n_rows], strict=True)]


def _is_form_title(filled: list[Slot], table: Table) -> bool:
    """Whether a row is but the title of a form, over the whole width."""
    if len(filled) != 1 or len(filled[0].text) > MAX_TITLE:
        return False
    text = fold(filled[0].text)
    wide = filled[0].cell.col == 0 and (filled[0].cell.col_span * 2 > table.n_cols or filled[0].cell.col_span == 1)
    return wide and bool(pattern("tables", "form_title").search(text)) and form_of(text) is not None


def _with_lines_above(table: Table, row: int, least: int) -> int:
    """The first of the rows of one cell, no answer or note of the form above, that stand directly over a row."""
    while row - 1 > least:
        filled = [slot for slot in table.row(row - 1) if slot.text.strip()]
        if len(filled) > 1 or (filled and (len(filled[0].text) > MAX_TITLE or ":" in fold(filled[0].text))):
            return row
        row -= 1
    return row
