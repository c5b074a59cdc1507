"""The lines around a table that speak of it: title, year, unit above; date of signature below."""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from extract.dates import DATE, YEAR_LINE, in_figures, stated_date, years_in
from extract.forms import Form, form_of
from extract.lexicons.grammar import lexicon, pattern, wordings
from schemas.document import Document, Paragraph, Table
from schemas.folding import fold
from schemas.units import Unit, stated_unit

OPENING = 40
MAX_LINE, MAX_LINES, MAX_TITLE_ROWS = 60, 5, 3


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a table: the folded lines joined, its form, year and unit, and the item it breaks down.

    `dated` where a line of its own, `(2021年度)`, says the year, and no name of a project or title does; `foot` are lines right below
    the table that answer for it.
    """

    text: str
    lines: tuple[str, ...]
    form: Form | None
    year: int | None
    unit: Unit | None
    breakdown: str | None
    dated: bool = False
    foot: tuple[str, ...] = ()


def _speaks_of(name: str, text: str) -> bool:
    return any(word in text for word in wordings("captions", name))


def captions(document: Document) -> list[Caption]:
    """One caption per table: the short lines since the table before it, nearest last."""
    found: list[Caption] = []
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            foot = _foot(lines) if found else ()
            if foot:
                found[-1] = replace(found[-1], foot=foot)
            found.append(caption_of(_near(lines[len(foot) :])))
            lines = []
    if found and (foot := _foot(lines)):
        found[-1] = replace(found[-1], foot=foot)
    return found


def _is_signature(line: str) -> bool:
    """Whether a line is that of those who signed the form above; one that begins with the body that files the next is not."""
    return bool(pattern("captions", "signature").search(line)) and not pattern("captions", "names_body").match(
        fold(line)
    )


def _foot(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines right below a table that answer for it (自评等级：良), where a title follows before the next table or none does."""
    answers = tuple(takewhile(lambda line: pattern("captions", "foot").search(fold(line)), lines))
    rest = lines[len(answers) :]
    return answers if answers and (not rest or any(map(_is_title, rest))) else ()


def _is_title(line: str) -> bool:
    """Whether a line begins what stands below it: an attachment, or the title of a form."""
    folded = fold(line)
    return bool(pattern("captions", "attachment").match(folded)) or (
        len(folded) <= MAX_LINE and form_of(folded) is not None
    )


def follows_table(document: Document) -> frozenset[int]:
    """The indexes of the tables that stand directly below another, nothing between."""
    found, above, index = set(), False, 0
    for block in document.blocks:
        if isinstance(block, Table):
            if above:
                found.add(index)
            index += 1
        above = isinstance(block, Table)
    return frozenset(found)


def _near(lines: Sequence[str]) -> list[str]:
    near: list[str] = []
    for position, line in reversed(list(enumerate(lines))):
        if not near and pattern("captions", "date_line").search(line):
            near += [line] if any(map(_is_title, lines[max(0, position - MAX_LINES) : position])) else []
            continue
        if len(fold(line)) > MAX_LINE or _is_signature(line) or len(near) == MAX_LINES:
            break
        near.append(line)
    return near[::-1]


def caption_of(published: list[str]) -> Caption:
    """What lines over a table or over a part of it say of it."""
    lines = [fold(line) for line in published]
    text = "\n".join(lines)
    titles = [line for line in lines if form_of(line)] or [line for line in lines if not _speaks_of("days", line)][-1:]
    titles = titles or lines[-1:]
    form = form_of(titles[-1]) if titles else None
    joined = "".join(lines)
    form = form or form_of(joined)
    unit = next((unit for line in reversed(lines) if (unit := stated_unit(line))), None)
    dated = [line for line in lines[::-1] if not _speaks_of("days", line)]
    alone = next((int(match[1]) for line in lines[::-1] if (match := YEAR_LINE.fullmatch(line))), None)
    return Caption(
        text,
        tuple(published),
        form,
        alone or single_year(titles[::-1] + dated),
        unit,
        breakdown_of(lines) if form is None else None,
        alone is not None,
    )


def breakdown_of(lines: Sequence[str]) -> str | None:
    """The total (basic, project, three_public, a source) whose breakdown the last telling line announces."""
    for line in reversed(lines):
        items = [item for item, word in lexicon("captions")["breakdowns"].items() if word in line]
        if len(items) == 1 and not _speaks_of("evaluations", line):
            return items[0]
        tables = lexicon("captions")["tables"].items()
        if not items and (
            told := next((item for item, name in tables if pattern("captions", name).search(line)), None)
        ):
            return told
    return None


def titles_inside(table: Table, start: int = 0) -> list[str]:
    """The folded lines that a table's first rows, from `start` on, carry as its own title (`（2021年度）` over the whole width)."""
    first = [cell for cell in table.cells if start <= cell.row < start + MAX_TITLE_ROWS]
    filled = Counter(cell.row for cell in first if cell.text.strip())
    wide = [cell for cell in first if cell.col == 0 and (cell.col_span * 2 > table.n_cols or filled[cell.row] == 1)]
    return [fold(line) for cell in wide for line in cell.text.split("\n") if 0 < len(line) <= MAX_LINE]


def single_year(lines: Sequence[str]) -> int | None:
    """The year of the first line that names exactly one."""
    for line in lines:
        years = set(years_in(line))
        if len(years) == 1:
            return years.pop()
    return None


def fiscal_year(document: Document, found: Sequence[Caption]) -> int | None:
    """The year the document evaluates: by its form captions, else its report titles, else the year it names most."""
    forms = [caption for caption in found if caption.year and caption.form]
    done = [caption for caption in forms if caption.form and not caption.form.plans]
    votes = Counter(caption.year for caption in done or forms if caption.year)
    votes = votes or Counter(
        year for paragraph in document.paragraphs if _heads(line := fold(paragraph.text)) and form_of(line)
        for year in years_in(line)
    )  # fmt: skip
    votes = votes or Counter(caption.year for caption in found if caption.year)
    votes = votes or Counter(
        year for table in document.tables for cell in table.cells[:4] for year in years_in(fold(cell.text[:60]))
    )
    votes = votes or Counter(
        year for table in document.tables for cell in table.cells[:40] for year in years_in(fold(cell.text[:20]))
    )
    opening = [fold(paragraph.text) for paragraph in document.paragraphs[:OPENING]]
    votes = votes or Counter(
        year for line in opening if _heads(line) for year in years_in(pattern("captions", "compared").sub("", line))
    )
    votes = votes or Counter(
        int(match[1]) for line in opening for match in pattern("captions", "evaluated").finditer(line)
    )
    votes = votes or Counter(
        year for line in opening for year in years_in(pattern("captions", "compared").sub("", line))
    )
    best = max(votes.values(), default=0)
    return max((year for year, count in votes.items() if count == best), default=None)


def _heads(line: str) -> bool:
    """True for a line that may be a title or a heading, and no date."""
    return len(line) <= MAX_LINE and "。" not in line and not DATE.search(line)


def reported_on(document: Document, table: int) -> str | None:
    """The filing date in the lines just below a table, before the title of the next one."""
    seen, near = -1, 0
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            seen += 1
            near = 0
        elif seen == table and near < MAX_LINES:
            if _is_title(block.text):
                return None
            near += 1
            if _speaks_of("days", block.text) and (date := stated_date(block.text)):
                return date
    return None


def dated_line(document: Document, tables: Container[int]) -> str | None:
    """The filing date that a line of its own gives (`填报日期：2024年6月15日`), but for those beside tables that are none of `tables`."""
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or len(block.text) > MAX_LINE:
            continue
        line = fold(block.text)
        if not pattern("captions", "date_line").search(line) or not (date := stated_date(line)):
            continue
        beside = _table_beside(document, position)
        if beside is None or beside in tables:
            return date
    return None


def texts_of(document: Document, tables: Container[int]) -> Iterator[str]:
    """The paragraphs, without the lines that answer for a table that is none of `tables` (自评等级：良 below it)."""
    for position, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph):
            continue
        answers = len(block.text) <= MAX_LINE and pattern("captions", "foot").search(fold(block.text))
        if not answers or (beside := _table_beside(document, position)) is None or beside in tables:
            yield block.text


def _table_beside(document: Document, position: int) -> int | None:
    """The index of the table that the line at a position stands right above, or right below with a title between it and the next."""
    blocks = document.blocks
    after = list(takewhile(lambda block: isinstance(block, Paragraph), blocks[position + 1 : position + 1 + MAX_LINES]))
    next_at = position + 1 + len(after)
    before = sum(1 for block in blocks[:position] if not isinstance(block, Paragraph))
    titled = any(_is_title(block.text) for block in after if isinstance(block, Paragraph))
    if not titled and len(after) < MAX_LINES and next_at < len(blocks):
        return before
    near = blocks[max(0, position - MAX_LINES) : position]
    return before - 1 if any(not isinstance(block, Paragraph) for block in near) else None


def signed_on(document: Document) -> str | None:
    """The date of a signature: a short line that is nothing but a date."""
    for paragraph in reversed(document.paragraphs):
        line = fold(paragraph.text)
        if len(line) <= 14 and (date := stated_date(line)) and DATE.fullmatch(in_figures(line)):
            return date
    return None


def attached_on(document: Document) -> str | None:
    """The date of the letter that a document's forms are attached to: a line of nothing else above them, right before 附件."""
    before = takewhile(lambda block: isinstance(block, Paragraph), document.blocks)
    above = [fold(each.text) for each in before if isinstance(each, Paragraph)]
    for line, after in pairwise(filter(None, above)):
        begins = pattern("titles", "attachment").match(after) or pattern("captions", "attachment").match(after)
        if begins and DATE.fullmatch(in_figures(line)):
            return stated_date(line)
    return None


def document_title(document: Document) -> str | None:
    """The report's title as published: the line that names a report, else the first form's title, else the first line."""
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if len(paragraph.text) <= MAX_LINE]
    titled = [line for line in lines if form_of(fold(line))]
    reports = [line for line in titled if fold(line).endswith(wordings("captions", "reports"))]
    return next(iter(reports or titled or lines), None)


def accounts_title(document: Document) -> str:
    """The folded title that says whether a document's tables are of a budget or of final accounts: its own, else such a line."""
    own = fold(document_title(document) or "")
    lines = (fold(paragraph.text) for paragraph in document.paragraphs if len(paragraph.text) <= MAX_LINE)
    return (
        own
        if _speaks_of("accounts", own)
        else next((line for line in lines if pattern("captions", "title_of_accounts").search(line)), own)
    )
