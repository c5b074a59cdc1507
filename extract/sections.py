"""The outline of the narrative: headings of their own paragraph, in order, with number, level and kind."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from extract.forms import form_of
from extract.section_kinds import kind_of
from schemas.datafile import load_yaml
from schemas.document import Document, Paragraph, Place
from schemas.folding import bracketed, fold, squeeze
from schemas.records import Section

_CHINESE = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (1, regex.compile(rf"^\s*(?P<number>{_CHINESE})(?:\s*[、,，.．]\s*|\s+)(?P<title>.*)$")),
    (2, regex.compile(rf"^\s*(?P<number>[（(]\s*{_CHINESE}\s*[）)])\s*[、.]?\s*(?P<title>.*)$")),
    (4, regex.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})[、.．]?\s*(?P<title>[^\d\s.%].*)$")),
    (3, regex.compile(r"^\s*(?P<number>\d{1,2})\s*[、.．]\s*(?P<title>.*)$")),
    (4, regex.compile(r"^\s*(?P<number>[（(]\s*\d{1,2}\s*[）)])\s*[、.]?\s*(?P<title>.*)$")),
)
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_STOPS = regex.compile(r"[。；;！？!?]")
_DEFINITION = regex.compile("[：:]\\s*(?:是?指|反映)|[,，](?:共?分为|包括|主要|其中)")
_CONTENTS = regex.compile("目录|目次")
_LEADER = regex.compile(r"[.·…．]{3,}|PAGEREF|_Toc|[\p{Han}。)）]\s*\d{1,3}$")
_PART = regex.compile("第[一二三四五六七八九十]部分")
_TITLED_PART = regex.compile(rf"^\s*(?P<number>第(?P<ordinal>{_CHINESE})部分)[\s、:：]*(?P<title>[^。；;，,]{{2,30}})$")
# A chapter without a mark behind its number, which counts where its parts have it too (1 …, 1.1 …).
_UNMARKED = regex.compile(r"^\s*(?P<number>\d{1,2})\s+(?P<title>\p{Han}[^。；;！!？?]{1,29})$")
_PAGE_NUMBER = regex.compile(r"[.·…．\s]*[-—(（]?\s*\d*\s*[)）—-]?$")
_FIGURES = regex.compile(r"\d[\d,.]*\s*(?:万元|亿元|元|人|个百分点|%|个项目)")
_BRACKETS = regex.compile(r"[（()）\s]")
_BROKEN = regex.compile(r"[、,。;:：，；\d(（]")
STYLED = 0
# 1. where no chapter has a Chinese number, and how many of them must be divided into 1.1, 1.2.
CHAPTER, MANY_CHAPTERS = 3, 2
MAX_NUMBERED, MAX_LISTED, MAX_UNNUMBERED = 50, 30, 18
MAX_CONTENTS_LINE = 60
# A short line that need not end like a heading, and how many numbered lines away its peers may stand.
MAX_SHORT, PEERS = 14, 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that may head a section: its style (1 一、 2 （一） 3 1. 4 （1）/1.1 0 styled), ordinal, title.

    `part` counts the lines 第N部分 before it: each part has an outline of its own.
    """

    index: int
    number: str | None
    title: str
    style: int
    ordinal: int
    level: int
    part: int = 0


@cache
def _words() -> dict[str, list[str]]:
    data: dict[str, list[str]] = load_yaml("extract.lexicons", "headings.yaml")
    return data


@cache
def _runs_on() -> regex.Pattern[str]:
    """A chapter's title that its text runs on from, figures and all, in one short paragraph."""
    return regex.compile(load_yaml("extract.lexicons", "headings.yaml")["runs_on"])


def read_sections(document: Document, of_project: bool = False) -> list[Section]:
    """The headings of the narrative in order, each with the text up to the next heading.

    `of_project` where the whole report is on one project or fund, so that its chapters on money are on no budget of a body.
    """
    listed = _contents(document.paragraphs)
    lines = [
        line
        for index, paragraph in enumerate(document.paragraphs)
        if index not in listed and (line := _line(index, paragraph))
    ]
    headings = [line for line in lines if _is_heading(line, lines, document.paragraphs)]
    headings = _with_chapters(headings, document.paragraphs, listed)
    headings = _settle_levels(_in_parts(headings, document.paragraphs))
    if not any(line.style in (1, 2) or line.level == 1 for line in headings):
        headings = _numbered_by_parts(headings)
    if not headings:
        return []
    headings = _add_unnumbered(headings, document)
    return _with_text(headings, document, of_project)


def _with_chapters(headings: list[_Line], paragraphs: Sequence[Paragraph], contents: range) -> list[_Line]:
    """The headings with the chapters of an outline that has no 一、: lines 第一部分 with a title, or figures above parts 1.1."""
    parts, unmarked = [], []
    for index, paragraph in enumerate(paragraphs):
        if len(paragraph.text) > MAX_CONTENTS_LINE or index in contents:
            continue
        if match := _TITLED_PART.match(paragraph.text):
            title = squeeze(match["title"])
            parts.append(_Line(index, squeeze(match["number"]), title, 1, _ordinal(match["ordinal"]), 1))
        elif match := _UNMARKED.match(paragraph.text):
            number = match["number"]
            unmarked.append(_Line(index, number, squeeze(match["title"]), CHAPTER, int(number), CHAPTER))
    # What is numbered 一、 and closed like a sentence is an item of a list where parts are the chapters.
    numbered = [
        line for line in headings if line.style == 1 and not paragraphs[line.index].text.rstrip().endswith("。")
    ]
    if len(numbered) < len(parts):
        headings = [line for line in headings if line.style != 1] + numbered + parts
    elif not numbered and sum(line.number in _divided(headings) for line in unmarked) >= MANY_CHAPTERS:
        headings = headings + unmarked
    return sorted(headings, key=lambda line: line.index)


def _divided(headings: Sequence[_Line]) -> set[str]:
    """The numbers of the chapters that have parts numbered 1.1."""
    return {line.number.partition(".")[0] for line in headings if line.number and "." in line.number}


def _numbered_by_parts(headings: list[_Line]) -> list[_Line]:
    """The headings of an outline of figures alone (`1.`, `1.1`), whose chapters have parts; none where nothing is divided so."""
    divided = _divided(headings)
    chapters = [line for line in headings if line.style == CHAPTER and line.number in divided]
    if len(chapters) < MANY_CHAPTERS:
        return []
    return [replace(line, level=1) if line.style == CHAPTER else replace(line, level=2) for line in headings]


def _contents(paragraphs: Sequence[Paragraph]) -> range:
    """The paragraphs of a table of contents: from the line that says so to where a title of it comes again, or text."""
    start = next((k for k, each in enumerate(paragraphs) if _CONTENTS.fullmatch(squeeze(each.text))), None)
    if start is None:
        return range(0)
    text = next((k for k in range(start + 1, len(paragraphs)) if _is_text(paragraphs[k].text)), len(paragraphs))
    titles = [_bare_title(each.text) for each in paragraphs[start + 1 : text]]
    first_again = next((k for k in range(1, len(titles)) if titles[k] == titles[0]), None)
    again = first_again or next((k for k in range(1, len(titles)) if titles[k] in titles[:k]), len(titles))
    return range(start, start + 1 + again)


def _is_text(text: str) -> bool:
    return len(text) > MAX_CONTENTS_LINE and not _LEADER.search(text)


def _bare_title(text: str) -> str:
    """A heading without its number and page number, for comparison."""
    match = next((match for _, pattern in _STYLES if (match := pattern.match(text))), None)
    return fold(_PAGE_NUMBER.sub("", match["title"] if match else text)).rstrip("。")


def _line(index: int, paragraph: Paragraph) -> _Line | None:
    text = (paragraph.number or "") + paragraph.text
    for style, pattern in _STYLES:
        if match := pattern.match(text):
            title = squeeze(match["title"]).rstrip("。")
            if not title:
                return None
            return _Line(index, squeeze(match["number"]), title, style, _ordinal(match["number"]), style)
    title = squeeze(paragraph.text)
    if paragraph.level is not None and len(title) <= MAX_LISTED and form_of(fold(title)) is None:
        return _Line(index, None, title.rstrip("。"), STYLED, 0, paragraph.level)
    return None


def _ordinal(number: str) -> int:
    core = _BRACKETS.sub("", number).split(".")[-1]
    if core.isdigit():
        return int(core)
    tens, _, ones = core.partition("十") if "十" in core else ("", "", core)
    return (10 * _DIGITS.get(tens, 1) if "十" in core else 0) + _DIGITS.get(ones, 0)


def _is_heading(line: _Line, lines: Sequence[_Line], paragraphs: Sequence[Paragraph]) -> bool:
    """A short line with an outline number that is no list item, run-in sentence, figure or attachment name."""
    title = fold(line.title)
    bare, note = bracketed(title)
    core = bare if note is not None and bare else title
    if (
        _STOPS.search(line.title)
        or _LEADER.search(line.title)
        or _DEFINITION.search(line.title)
        or core.endswith(tuple(_words()["never"]))
        or any(word in core for word in _words()["duties"])
        or len(title) > MAX_NUMBERED
        or _is_statement(line, lines, paragraphs)
    ):
        return False
    if line.style == STYLED:
        return True
    if line.style == 1 and _runs_on().search(core):
        return False
    if line.style == 1:
        return _has_body(line, paragraphs) and not title.startswith("是")
    ends_well = core.endswith(tuple(_words()["ends"]))
    if _FIGURES.search(core) or paragraphs[line.index].text.rstrip().endswith(("；", ";", "，", ",")):
        return False
    if _in_list(line, lines) and not ends_well:
        return False
    if line.style == 2:
        return True
    if len(core) <= MAX_LISTED and ends_well and not _in_list(line, lines):
        return True
    return _heads_text(line, lines, paragraphs) and any(
        other.style == line.style and abs(other.ordinal - line.ordinal) == 1 and _heads_text(other, lines, paragraphs)
        for other in _near(line, lines)
    )


def _is_statement(line: _Line, lines: Sequence[_Line], paragraphs: Sequence[Paragraph]) -> bool:
    """True for a line closed like a sentence that heads nothing: the next item of its list follows, a chapter, or the end."""
    closed = paragraphs[line.index].text.rstrip().endswith("。")
    if not closed or line.style in (STYLED, 1) or line.title.endswith(tuple(_words()["unnumbered"])):
        return False
    after = next((other for other in _near(line, lines) if other.index == line.index + 1), None)
    if after is None:
        return not _is_followed_by_text(line, lines, paragraphs)
    return 0 < after.style <= line.style


def _is_followed_by_text(line: _Line, lines: Sequence[_Line], paragraphs: Sequence[Paragraph]) -> bool:
    after = line.index + 1
    if after >= len(paragraphs) or any(other.index == after for other in _near(line, lines)):
        return False
    return bool(_STOPS.search(paragraphs[after].text))


def _heads_text(line: _Line, lines: Sequence[_Line], paragraphs: Sequence[Paragraph]) -> bool:
    """True for a few plain words on a line of their own with a text below."""
    plain = 1 < len(line.title) <= MAX_SHORT and not _BROKEN.search(line.title)
    return plain and _is_followed_by_text(line, lines, paragraphs)


def _near(line: _Line, lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines around one that may be its neighbours in a list, or the peers of a heading."""
    at = bisect(lines, line.index, key=lambda each: each.index)
    return lines[max(at - PEERS, 0) : at + PEERS]


def _has_body(line: _Line, paragraphs: Sequence[Paragraph]) -> bool:
    return line.index + 1 < len(paragraphs) or len(line.title) <= MAX_LISTED


def _in_list(line: _Line, lines: Sequence[_Line]) -> bool:
    """True where the paragraph just before or after carries the neighbouring number of the same style."""
    return any(
        other.style == line.style and abs(other.index - line.index) == 1 and other.ordinal - line.ordinal == other.index - line.index
        and "." not in (other.number or "") for other in lines
    )  # fmt: skip


def _in_parts(headings: list[_Line], paragraphs: Sequence[Paragraph]) -> list[_Line]:
    """The headings, each with the number of the part it stands in."""
    starts = [
        k for k, each in enumerate(paragraphs) if len(each.text) <= MAX_CONTENTS_LINE and _PART.match(fold(each.text))
    ]
    return [replace(line, part=bisect(starts, line.index)) for line in headings]


def _settle_levels(headings: list[_Line]) -> list[_Line]:
    """Give mixed outlines their level: 8、 between 七、 and 九、 is a first-level heading, （2） after （一） a second."""
    settled: list[_Line] = []
    last = {1: 0, 2: 0}
    for position, line in enumerate(headings):
        level = line.style or line.level
        if settled and line.part != settled[-1].part:
            last = {1: 0, 2: 0}
        if line.style == 3 and _takes_place(line, headings[position + 1 :], last[1], 1):
            level = 1
        elif (
            line.style == 4
            and "." not in (line.number or "")
            and _takes_place(line, headings[position + 1 :], last[2], 2)
        ):
            level = 2
        elif (line.style == 1 and settled and line.ordinal == 1 <= last[1]) or (
            line.style == 1
            and settled
            and settled[-1].style == 1
            and settled[-1].level == 3
            and settled[-1].part == line.part
            and line.ordinal == settled[-1].ordinal + 1
        ):
            level = 3
        if level == 1:
            last = {1: line.ordinal, 2: 0}
        elif level == 2:
            last[2] = line.ordinal
        settled.append(replace(line, level=level))
    return settled


def _takes_place(line: _Line, following: Sequence[_Line], last: int, level: int) -> bool:
    """True where the number continues the outline of `level` that is written in Chinese numerals elsewhere."""
    if line.ordinal != last + 1:
        return False
    for other in following:
        if other.style == level:
            return other.ordinal > line.ordinal or (level == 2 and other.ordinal == 1)
        if level == 2 and other.style == 1:
            break
    return last > 0 or level == 2


def _add_unnumbered(headings: list[_Line], document: Document) -> list[_Line]:
    """Short lines without number or stop that end like a heading, inside the narrative, followed by text."""
    numbered = {line.index for line in headings}
    first = headings[0].index
    extra = [
        _Line(index, None, squeeze(paragraph.text), 2, 0, 2)
        for index, paragraph in enumerate(document.paragraphs[:-1])
        if index > first and index not in numbered and index + 1 not in numbered and _looks_unnumbered(paragraph)
    ]
    return sorted(headings + extra, key=lambda line: line.index)


def _looks_unnumbered(paragraph: Paragraph) -> bool:
    title = fold(paragraph.text)
    return (
        4 <= len(title) <= MAX_UNNUMBERED
        and title.endswith(tuple(_words()["unnumbered"]))
        and not _BROKEN.search(title)
        and paragraph.number is None
    )


def _with_text(headings: list[_Line], document: Document, of_project: bool) -> list[Section]:
    sections: list[Section] = []
    kinds = _kinds_of(headings, of_project)
    for position, line in enumerate(headings):
        end = headings[position + 1].index if position + 1 < len(headings) else len(document.paragraphs)
        text = "\n".join(paragraph.text for paragraph in document.paragraphs[line.index + 1 : end])
        paragraph = document.paragraphs[line.index]
        place = Place("text", line.index, start=0, end=len(paragraph.text), page=paragraph.page)
        sections.append(Section(line.number, line.title, line.level, kinds[position], text, place))
    return sections


def _kinds_of(headings: Sequence[_Line], of_project: bool) -> list[str]:
    """The kind of each heading, those of a part known to stand below the headings of that part alone."""
    kinds: list[str] = []
    trail: dict[int, str] = {}
    for position, line in enumerate(headings):
        if position and headings[position - 1].part != line.part:
            trail = {}
        trail = {level: known for level, known in trail.items() if level < line.level}
        following = headings[position + 1 : position + 2]
        below = next((fold(each.title) for each in following if each.level > line.level), "")
        trail[line.level] = kind_of(fold(line.title), [trail[level] for level in sorted(trail)], below, of_project)
        kinds.append(trail[line.level])
    return kinds
