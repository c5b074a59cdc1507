"""What a report without a form is about, by its title: one project or fund, a transfer, or a department."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

import regex

from extract.bodies import body_before, clean_body, is_public_body
from extract.lexicons.grammar import pattern, wordings
from extract.scopes import FUNDS, scope_of, told_of
from schemas import regions
from schemas.document import Document, Paragraph
from schemas.folding import fold, squeeze
from schemas.records import Region

MAX_TITLE, MIN_PROJECT, OPENING, COVER = 60, 4, 30, 8
_GAP = regex.compile(r"\s{3,}")
_GENERAL = ("transfer", "special_fund", "project")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report evaluates: its scope, and the project's name where the title gives one.

    `whole` where a heading or title speaks of a department's whole expenditure.
    """

    scope: str
    project: str | None = None
    whole: bool = False

    @property
    def is_project(self) -> bool:
        """True for the report of one project, fund or transfer."""
        return self.scope != "department"

    @property
    def is_fund(self) -> bool:
        """True for that of a fund or transfer, whose parts have names of their own."""
        return self.scope in FUNDS


@dataclass(frozen=True, slots=True)
class _Title:
    """`printed` is the name with all that the title has of it, which tells the scope."""

    body: str | None
    name: str
    printed: str
    report: str


def _said(name: str) -> regex.Pattern[str]:
    return pattern("titles", name)


def _speaks_of_department(document: Document) -> bool:
    """True where a heading or title speaks of a department's whole expenditure (整体支出)."""
    return any(
        _said("department").search(fold(each.text)) for each in document.paragraphs if len(each.text) <= MAX_TITLE
    )


def subject_of(document: Document) -> Subject:
    """What a report without a form is about, by its title (`X局Y项目绩效自评报告`) or a line that names the project."""
    if _speaks_of_department(document):
        return Subject("department", whole=True)
    titled, named = _title(document), _project_line(document)
    if titled and _names_project(titled):
        of_table = _said("table").search(titled.report) is not None
        fuller = named and (of_table or titled.name in named or named in titled.name)
        name = named if named and fuller else titled.name
        return Subject(_scope(document, titled.printed, titled.report), name)
    if named is not None:
        return Subject(_scope(document, named), named)
    if (bracketed := _behind_title(document)) is not None:
        name, report = bracketed
        return Subject(_scope(document, name, report), name)
    general = (scope for title in _titles(document) for scope in _GENERAL if _said(f"general_{scope}").search(title))
    facts = ["department.alone", *(f"title.{scope}" for scope in islice(general, 1))]
    scope = scope_of([*facts, "headings.project"] if _headed_by_project(document) else facts)
    return Subject(scope, _named(document) if scope != "department" else None)


def _behind_title(document: Document) -> tuple[str, str] | None:
    """The project named in brackets behind a title that names none, and what the title calls the report."""
    said = (match for title in _titles(document) if (match := _said("bracketed").fullmatch(title)))
    if (match := next(said, None)) is None:
        return None
    name = _said("year_before").sub("", match["name"])
    is_name = len(name) > MIN_PROJECT and not is_public_body(name) and not _said("no_name").search(name)
    return (name, match["report"]) if is_name else None


def _headed_by_project(document: Document, least: int = 2) -> bool:
    """True for a report whose outline speaks of the project, as that of a department never does: so many headings."""
    lines = (fold(each.text) for each in document.paragraphs if len(each.text) <= MAX_TITLE)
    told = (line for line in lines if _said("heading").match(line) or _said("heading_of_project").search(line))
    return sum(1 for _ in told) >= least


def _is_called(document: Document, name: str) -> bool:
    """True where the text below the titles calls something by this name and goes on otherwise than a title would."""
    texts = (fold(each.text) for each in document.paragraphs)
    return any(name in text and not _said("report").match(text.partition(name)[2]) for text in texts)


def _named(document: Document) -> str | None:
    """The project that a sentence near the beginning says there is; None where none or several are said."""
    lines = (fold(paragraph.text) for paragraph in document.paragraphs[:OPENING])
    names = {match["name"] for line in lines for match in _said("named").finditer(line)}
    return names.pop() if len(names) == 1 else None


def title_body(document: Document) -> str | None:
    """The body that the title of a project's report begins with; None where it names none that has a place."""
    titled = _title(document)
    return titled.body if titled else None


def title_region(document: Document) -> Region | None:
    """The place that a report's title begins with, for reports that name no body."""
    for paragraph in document.paragraphs[:COVER]:
        title = _said("year_before").sub("", _said("about_before").sub("", fold(paragraph.text)))
        if (
            len(title) < MAX_TITLE
            and (places := _said("places_before").match(title))
            and (place := regions.resolve(places[0]))
        ):
            return place
    return None


def _title(document: Document) -> _Title | None:
    """The first line, or lines of the cover joined, that is the title of a project's report; one that names it before others."""
    headed = _headed_by_project(document, 1)
    first = _above_tables(document)
    said = (
        _said("project").fullmatch(title) or _work(title, headed)
        for title in _titles(document)
        if title in first or not _said("table").search(title)
    )
    titles = [_read_title(document, match) for match in said if match]
    return next(filter(_names_project, titles), titles[0] if titles else None)


def project_above(document: Document, lines: Sequence[str]) -> str | None:
    """The project that the lines above a table call it after (`X项目绩效评价得分表`), as folded; the nearest such line tells."""
    said = (
        match for line in reversed(lines) if (match := _said("project").fullmatch(line) or _work(line, headed=False))
    )
    return next((title.name for match in said if _names_project(title := _read_title(document, match))), None)


def _above_tables(document: Document) -> str:
    """The folded lines above a document's first table, run together: a table's title there is that of the document."""
    above = takewhile(lambda block: isinstance(block, Paragraph), document.blocks)
    return "".join(fold(block.text) for block in islice(above, OPENING) if isinstance(block, Paragraph))


def _work(title: str, headed: bool) -> "regex.Match[str] | None":
    """A title that names a work or service, in a report whose outline is a project's or over a table of points."""
    match = _said("work").fullmatch(title)
    return match if match and (headed or _said("table").search(title)) else None


def _names_project(title: _Title) -> bool:
    return len(title.name) > MIN_PROJECT and not _said("generic").search(title.name)


def _read_title(document: Document, match: regex.Match[str]) -> _Title:
    body, printed = _split(match["name"])
    rest = printed
    # 项目支出 is what kind of report it is where the money has a name without it.
    if _said("of_spending").match(match["report"]) and not _is_called(document, rest):
        rest = _said("project_of_money").sub("", rest)
    rest = _said("twice").sub("", rest)
    special = _said("fund_of_fund").search(rest)
    rest = rest[: special.start()] if special else rest
    if (transfer := _said("transfer").match(match["report"])) and _said("special_transfer").search(rest):
        rest += transfer[0]
    return _Title(body, rest, rest if special else printed, (special[0] if special else "") + match["report"])


def _split(title: str) -> tuple[str | None, str]:
    """The body that the subject of a title begins with, if any, and the project's name: without places and the year before it."""
    dated = _said("body_and_year").match(title)
    if dated and (is_public_body(dated["body"]) or dated["body"].endswith(wordings("titles", "places"))):
        body = dated["body"] if is_public_body(dated["body"]) else None
        return body, title[dated.end() :]
    name = _said("year_before").sub("", title)
    body = body_before(name)
    rest = _said("year_before").sub("", name[len(body) :] if body else _without_places(name))
    return clean_body(_said("about").sub("", body)) if body else None, rest


def _titles(document: Document) -> Iterator[str]:
    """Lines that may be the title, folded: each of the first ones, and neighbours on the cover joined."""
    folded = (fold(each.text) for each in document.paragraphs[:OPENING])
    lines = [line for line in folded if not _said("attachment").match(line)]
    short = [line if len(line) < MAX_TITLE and "。" not in line else "" for line in lines]
    yield from filter(None, short)
    for size in (2, 3):
        joined = [short[at : at + size] for at in range(min(COVER, len(short) - size + 1))]
        yield from ("".join(parts) for parts in joined if all(parts))


def _without_places(name: str) -> str:
    """A project's name without the places that a title puts before it (某市某区)."""
    while place := _place_before(name):
        name = name.removeprefix(place)
    return name


def _place_before(name: str) -> str | None:
    """The place that a name begins with: 化州市, though 化州 ends like one; more of it where that tells another place."""
    found, told = None, None
    for match in _said("place_end").finditer(name):
        place = regions.resolve(name[: match.end()])
        if place is not None and place != told:
            found, told = name[: match.end()], place
    return found


def _scope(document: Document, project: str, report: str = "") -> str:
    return scope_of(["project.named"], told_of(document, project, report))


def _project_line(document: Document) -> str | None:
    """The project named in a line of its own below the title; None where several are named."""
    lines = (each.text for each in document.paragraphs if len(squeeze(each.text)) <= 2 * MAX_TITLE)
    parts = (part for line in lines for part in _GAP.split(line) if len(part) <= MAX_TITLE)
    names = {match["name"] for part in parts if (match := _said("project_line").fullmatch(squeeze(fold(part))))}
    return names.pop() if len(names) == 1 else None
