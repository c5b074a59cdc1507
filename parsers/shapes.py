"""What stands outside ruled tables on a page: running text, text in columns, tables without upright rules, pure."""

from collections.abc import Sequence

from parsers.columns import columned
from parsers.layout import MARGIN_SHARE, Glyph, Line, PageText, lines_of
from parsers.page import RawPage
from parsers.page_tables import TablePart
from parsers.unruled import unruled_tables
from schemas.document import Issue


def shaped(
    page: RawPage, rest: Sequence[Glyph], parts: Sequence[TablePart], above: Sequence[float] = ()
) -> tuple[PageText, list[TablePart], list[Issue]]:
    """(text of the page, all its tables, a notice for every shape that alignment decided).

    `rest` are the characters outside the ruled tables `parts`, `above` the edges of `open_columns` of the page before.
    """
    lines, columns = columned(lines_of(rest, page.number), rest, page.number)
    boxes = [part.box for part in parts]
    kept: list[Line] = []
    tables, issues = list(parts), []
    if columns:
        message = f"page {page.number}: {len(columns)} columns of text were read one after the other"
        issues.append(Issue("page.columns", "notice", message))
    text = PageText(page.number, page.width, page.height, tuple(lines), tuple(columns))
    for column in (None, *columns):
        own = [line for line in lines if text.column_of(line.box) == column] if columns else lines
        found, left = unruled_tables(own, rest, page.edges or (), boxes, page.height, above)
        kept += left
        for part in found:
            message = f"page {page.number}: a table of {len(part.cells)} cells was read by its columns, not by rulings"
            issues.append(Issue("page.unruled-table", "notice", message))
        tables += found
    return PageText(page.number, page.width, page.height, tuple(kept), tuple(columns)), tables, issues


def open_columns(text: PageText, parts: Sequence[TablePart], ruled: int) -> list[float]:
    """The column edges of the table without uprights that closes a page, none where text or a ruled table does.

    The first `ruled` of the parts are ruled; lines in the page's foot do not count.
    """
    if len(parts) == ruled:
        return []
    last = max(parts, key=lambda part: part.box.bottom)
    foot = (1 - MARGIN_SHARE) * text.height
    below = any(last.box.bottom < line.box.bottom < foot for line in text.lines)
    return [] if below or any(last is part for part in parts[:ruled]) else last.x_edges
