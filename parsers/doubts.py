"""When the fast reading of a page is not to be trusted: every reason is a number that can be shown, pure."""

from collections.abc import Sequence

from parsers.page import RawPage
from parsers.page_tables import TablePart

MAX_UNREADABLE_SHARE = 0.02
MAX_MISPLACED_SHARE = 0.02
MAX_STRADDLING_SHARE = 0.05
FEW = 5


def doubt(page: RawPage | None, parts: Sequence[TablePart]) -> str | None:
    """Why a page should be read by the careful reader as well, None where nothing speaks for it."""
    if page is None:
        return "the page cannot be opened"
    seen = page.n_chars + page.misplaced
    if page.unreadable > MAX_UNREADABLE_SHARE * seen:
        return f"{page.unreadable} of {seen} characters have no text"
    if page.misplaced > max(FEW, MAX_MISPLACED_SHARE * seen):
        return f"{page.misplaced} of {seen} characters stand outside the page"
    lines = [(line.box, line.size_pt, cell.box) for part in parts for cell in part.cells for line in cell.lines]
    across = sum(
        box.x0 < cell.x0 - size
        or box.x1 > cell.x1 + size
        or box.top < cell.top - size
        or box.bottom > cell.bottom + size
        for box, size, cell in lines
    )
    if across > max(FEW, MAX_STRADDLING_SHARE * len(lines)):
        return f"{across} of {len(lines)} lines in tables reach out of their cells"
    return None
