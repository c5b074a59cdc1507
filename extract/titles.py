"""What a report without a form is about, by its title: one project or fund, a transfer, or a department."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extract.bodies import BODY_SUFFIX, clean_body
from schemas import regions
from schemas.document import Document
from schemas.folding import fold, squeeze
from schemas.records import Region

MAX_TITLE, MIN_PROJECT, OPENING, COVER = 60, 4, 30, 8
_REPORT = (
    r"(?:转移支付)?(?:20\d\d年度?)?(?:使用)?(?:支出)?(?:预算)?(?:执行)?(?:情况)?(?:财政)?(?:重点)?(?:支出)?"
    r"(?:绩效(?:单位)?(?:自评价?|自我评价|评价)?|自评价?|自我评价)(?:情况)?(?:的)?(?:总结)?报告"
)
_PROJECT = regex.compile(
    rf"(?:关于)?(?P<name>[\p{{Han}}\d()+A-Za-z-]+?(?:项目|资金|经费|专项|工程|补助|补贴))(?P<report>{_REPORT})"
)
_BRACKETED = regex.compile(
    r".*项目(?:支出)?(?:绩效)?(?:自评价?|评价)(?:情况)?报告\((?P<name>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)
_HEADING = regex.compile(r"[一二三四五六七八九十]{1,2}、(?:专项)?(?:项目|资金)")
_PROJECT_LINE = regex.compile(r"项目名称:(?P<name>[^:,。;]{4,60})")
_BODY_BEFORE = regex.compile(rf"[\p{{Han}}]{{4,24}}?(?:{BODY_SUFFIX})(?=关于|20\d\d|[\p{{Han}}]{{4}})(?:关于)?")
_BODY_BEFORE_YEAR = regex.compile(rf"[\p{{Han}}]{{2,24}}(?:{BODY_SUFFIX})(?=关于|20\d\d)(?:关于)?")
_PLACE_BEFORE = regex.compile(r"[\p{Han}]{2,12}?(?:省|市|县|区|州|旗|盟)(?=20\d\d|[\p{Han}]{4})")
_PLACES_BEFORE = regex.compile(r"(?:[\p{Han}]{2,12}?(?:省|市|县|区|州|旗|盟))+(?=20\d\d|[\p{Han}]{4})")
_YEAR_BEFORE = regex.compile(r"^20\d\d年度?(?=\p{Han})")
_NAME_END = regex.compile("(?:项目|资金|经费|专项|工程|补助|补贴)$")
_GENERIC = regex.compile(
    r"整体|^(?:部门预算|财政|财政支出|预算|重点|县级|市级|省级|本级|所有|部门|单位)?(?:项目|专项|专项资金|项目资金|资金|经费)$"
)
_TRANSFER = regex.compile("转移支付")
_SPECIAL_FUND = regex.compile("专项.{0,4}资金$|专项$")
_DEPARTMENT = regex.compile("整体支出|部门整体|单位整体|整体[和及与](?:项目|专项)|整体绩效(?:自评|评价)")
_GENERAL = (
    ("transfer", regex.compile("转移支付.{0,16}绩效.{0,8}报告$")),
    ("special_fund", regex.compile("专项资金(?:项目)?(?:使用|支出|管理)?(?:情况)?的?(?:支出)?绩效.{0,8}报告$")),
    ("project", regex.compile("项目(?:支出|资金)?(?:预算)?绩效.{0,8}报告$")),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report evaluates: its scope, and the project's name where the title gives one."""

    scope: str
    project: str | None = None


@dataclass(frozen=True, slots=True)
class _Title:
    body: str | None
    name: str
    report: str


def speaks_of_department(document: Document) -> bool:
    """True where a heading or title speaks of a department's whole expenditure (整体支出)."""
    return any(_DEPARTMENT.search(fold(each.text)) for each in document.paragraphs if len(each.text) <= MAX_TITLE)


def subject_of(document: Document) -> Subject:
    """What a report without a form is about, by its title (`X局Y项目绩效自评报告`) or a line that names the project."""
    titled = _title(document)
    if titled and len(titled.name) > MIN_PROJECT and not _GENERIC.search(titled.name):
        return Subject(_scope(titled.name, titled.report), titled.name)
    if (named := _project_line(document)) is not None:
        return Subject(_scope(named, ""), named)
    bracketed = next((match["name"] for title in _titles(document) if (match := _BRACKETED.fullmatch(title))), "")
    if len(bracketed) > MIN_PROJECT and _NAME_END.search(bracketed):
        return Subject(_scope(bracketed, ""), bracketed)
    general = (scope for title in _titles(document) for scope, pattern in _GENERAL if pattern.search(title))
    return Subject(next(general, "project" if _headed_by_project(document) else "department"))


def _headed_by_project(document: Document) -> bool:
    """True for a report without a title whose outline speaks of the project: two headings or more of the first level."""
    lines = (fold(each.text) for each in document.paragraphs if len(each.text) <= MAX_TITLE)
    return sum(1 for line in lines if (_HEADING.match(line) and "绩效" in line) or line.endswith("、项目基本情况")) >= 2


def title_body(document: Document) -> str | None:
    """The body that the title of a project's report begins with; None where it names none that has a place."""
    titled = _title(document)
    return titled.body if titled else None


def title_region(document: Document) -> Region | None:
    """The place that a report's title begins with, for reports that name no body."""
    for paragraph in document.paragraphs[:COVER]:
        title = _YEAR_BEFORE.sub("", fold(paragraph.text))
        if len(title) < MAX_TITLE and (places := _PLACES_BEFORE.match(title)) and (place := regions.resolve(places[0])):
            return place
    return None


def _title(document: Document) -> _Title | None:
    """The first line, or lines of the cover joined, that is the title of a project's report."""
    for title in _titles(document):
        if match := _PROJECT.fullmatch(title):
            name = _YEAR_BEFORE.sub("", match["name"])
            body = _BODY_BEFORE_YEAR.match(name) or _BODY_BEFORE.match(name)
            if body and regions.resolve(body[0]):
                rest = _YEAR_BEFORE.sub("", name[body.end() :])
                return _Title(clean_body(body[0].removesuffix("关于")), rest, match["report"])
            return _Title(None, _YEAR_BEFORE.sub("", _without_places(name)), match["report"])
    return None


def _titles(document: Document) -> Iterator[str]:
    """Lines that may be the title, folded: each of the first ones, and neighbours on the cover joined."""
    lines = [fold(each.text) for each in document.paragraphs[:OPENING]]
    short = [line if len(line) < MAX_TITLE and "。" not in line else "" for line in lines]
    yield from filter(None, short)
    for size in (2, 3):
        joined = [short[at : at + size] for at in range(min(COVER, len(short) - size + 1))]
        yield from ("".join(parts) for parts in joined if all(parts))


def _without_places(name: str) -> str:
    """A project's name without the places that a title puts before it (某市某区)."""
    while (place := _PLACE_BEFORE.match(name)) and regions.resolve(place[0]):
        name = name[place.end() :]
    return name


def _scope(project: str, report: str) -> str:
    if _TRANSFER.search(project + report) or (project.startswith("中央") and not _SPECIAL_FUND.search(project)):
        return "transfer"
    return "special_fund" if _SPECIAL_FUND.search(project) else "project"


def _project_line(document: Document) -> str | None:
    """The project named in a line of its own below a title that names none; None where several are named."""
    lines = (squeeze(fold(paragraph.text)) for paragraph in document.paragraphs if len(paragraph.text) <= MAX_TITLE)
    names = {match["name"] for line in lines if (match := _PROJECT_LINE.fullmatch(line))}
    return names.pop() if len(names) == 1 else None
