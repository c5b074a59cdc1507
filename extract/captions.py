"""The lines around a table that speak of it: title, year, unit above; date of signature below."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.forms import Form, form_of
from schemas.document import Document, Paragraph, Table
from schemas.folding import fold
from schemas.units import Unit, stated_unit

_YEAR = regex.compile(r"(20[012]\d)(?=年)|\((20[012]\d)\)")
_SIGNATURE = regex.compile(r"填[表报]人|联系电话|负责人签|签字|^注[:：]|^备注|^说明|^填报日期")
_YEAR_LINE = regex.compile(r"\(?(20[012]\d)年?度?\)?")
_DATE_LINE = regex.compile(r"^\s*(?:填报|填表|报送|编制)(?:日期|时间)")
_BREAKDOWN = {"basic": "基本支出", "project": "项目支出", "three_public": "三公"}
_OF = "(?:预决算|决算|预算|总|情况|明细|(?:按)?(?:支出)?功能(?:科目)?(?:分类)?)*"
_ACCOUNT_TABLES = (
    (regex.compile(f"一般公共预算(?:财政拨款|当年拨款|拨款)?支出{_OF}表"), "source.general"),
    (regex.compile(f"政府性基金预算(?:财政拨款|拨款)?(?:收入)?支出{_OF}表"), "source.fund"),
    (regex.compile(f"国有资本经营预算(?:财政拨款|拨款)?(?:收入)?支出{_OF}表"), "source.state_capital"),
    (regex.compile(f"(?<!收入)支出{_OF}表"), "expenditure"),
    (regex.compile(f"(?<!支出)收入{_OF}表"), "income"),
)
_DATE = regex.compile(r"(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_DAY = regex.compile("日期|时间")
_OF_ACCOUNTS = regex.compile("预算|决算")
_TITLE_OF_ACCOUNTS = regex.compile(r"20\d\d年.{0,20}(?:预算|决算)(?:公开|表|说明|情况|草案)*$")
_SPELT_DIGITS = "零一二三四五六七八九"
_SPELT = regex.compile("[〇○零一二三四五六七八九十]{1,4}(?=[年月日])")
_COMPARED = regex.compile(r"[比较与]20\d\d年")
OPENING = 40
MAX_LINE, MAX_LINES, MAX_TITLE_ROWS = 60, 5, 3


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above a table: the folded lines joined, its form, year and unit, and the item it breaks down.

    `dated` where a line of its own, `(2021年度)`, says the year, and no name of a project or title does.
    """

    text: str
    lines: tuple[str, ...]
    form: Form | None
    year: int | None
    unit: Unit | None
    breakdown: str | None
    dated: bool = False


def captions(document: Document) -> list[Caption]:
    """One caption per table: the short lines since the table before it, nearest last."""
    found: list[Caption] = []
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            found.append(caption_of(_near(lines)))
            lines = []
    return found


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
    for line in reversed(lines):
        if not near and _DATE_LINE.search(line):
            continue
        if len(fold(line)) > MAX_LINE or _SIGNATURE.search(line) or len(near) == MAX_LINES:
            break
        near.append(line)
    return near[::-1]


def caption_of(published: list[str]) -> Caption:
    """What lines over a table or over a part of it say of it."""
    lines = [fold(line) for line in published]
    text = "\n".join(lines)
    titles = [line for line in lines if form_of(line)] or ([lines[-1]] if lines else [])
    form = form_of(titles[-1]) if titles else None
    joined = "".join(lines)
    form = form or form_of(joined)
    unit = next((unit for line in reversed(lines) if (unit := stated_unit(line))), None)
    dated = [line for line in lines[::-1] if not _DAY.search(line)]
    alone = next((int(match[1]) for line in lines[::-1] if (match := _YEAR_LINE.fullmatch(line))), None)
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
        items = [item for item, word in _BREAKDOWN.items() if word in line]
        if len(items) == 1 and "绩效" not in line and "自评" not in line:
            return items[0]
        if not items and (told := next((item for words, item in _ACCOUNT_TABLES if words.search(line)), None)):
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


def years_in(text: str) -> list[int]:
    """The years a folded text names (`2021年`, `(2021)`)."""
    return [int(first or second) for first, second in _YEAR.findall(text)]


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
    votes = votes or Counter(year for line in opening if _heads(line) for year in years_in(_COMPARED.sub("", line)))
    votes = votes or Counter(year for line in opening for year in years_in(_COMPARED.sub("", line)))
    best = max(votes.values(), default=0)
    return max((year for year, count in votes.items() if count == best), default=None)


def _heads(line: str) -> bool:
    """True for a line that may be a title or a heading, and no date."""
    return len(line) <= MAX_LINE and "。" not in line and not _DATE.search(line)


def _in_figures(text: str) -> str:
    """A text whose years, months and days are written in figures (`二〇二二年五月三十日`)."""
    return _SPELT.sub(lambda match: _spelt_number(match[0]), text)


def _spelt_number(said: str) -> str:
    tens, ten, ones = said.partition("十")
    digits = {digit: str(value) for value, digit in enumerate(_SPELT_DIGITS)} | dict.fromkeys("〇○零0", "0")
    if not ten:
        return "".join(digits[char] for char in said)
    return str(int(digits.get(tens, "1")) * 10 + int(digits.get(ones, "0")))


def stated_date(text: str) -> str | None:
    """The ISO date a text states (`2024年6月15日`), else None."""
    match = _DATE.search(_in_figures(fold(text)))
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{int(match[1])}-{int(match[2]):02d}-{int(match[3]):02d}"


def reported_on(document: Document, table: int) -> str | None:
    """The filing date in the lines just below a table, before the next one."""
    seen, near = -1, 0
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            seen += 1
            near = 0
        elif seen == table and near < MAX_LINES:
            near += 1
            if _DAY.search(block.text) and (date := stated_date(block.text)):
                return date
    return None


def dated_line(document: Document) -> str | None:
    """The filing date that a line of its own gives (`填报日期：2024年6月15日`)."""
    lines = (fold(paragraph.text) for paragraph in document.paragraphs if len(paragraph.text) <= MAX_LINE)
    return next((date for line in lines if _DATE_LINE.search(line) and (date := stated_date(line))), None)


def signed_on(document: Document) -> str | None:
    """The date of a signature: a short line that is nothing but a date."""
    for paragraph in reversed(document.paragraphs):
        line = fold(paragraph.text)
        if len(line) <= 14 and (date := stated_date(line)) and _DATE.fullmatch(_in_figures(line)):
            return date
    return None


def document_title(document: Document) -> str | None:
    """The report's title as published: the line that names a report, else the first form's title, else the first line."""
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if len(paragraph.text) <= MAX_LINE]
    titled = [line for line in lines if form_of(fold(line))]
    reports = [line for line in titled if fold(line).endswith("报告")]
    return next(iter(reports or titled or lines), None)


def accounts_title(document: Document) -> str:
    """The folded title that says whether a document's tables are of a budget or of final accounts: its own, else such a line."""
    own = fold(document_title(document) or "")
    lines = (fold(paragraph.text) for paragraph in document.paragraphs if len(paragraph.text) <= MAX_LINE)
    return own if _OF_ACCOUNTS.search(own) else next((line for line in lines if _TITLE_OF_ACCOUNTS.search(line)), own)
