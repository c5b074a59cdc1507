"""Printed lines to running text, pure: characters to lines, running heads out, broken lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

from schemas.document import BBox, Paragraph, least

HEADING_NUMBER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节条部]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|[一二三四五六七八九十]{1,2}是)"
)
PAGE_NUMBER = re.compile(r"[-—–―－\s·]*第?\s*\d{1,4}\s*页?(?:\s*[/，,共]\s*共?\s*\d{1,4}\s*页?)?[-—–―－\s·]*")
SENTENCE_END = ("。", "！", "？", "!", "?")
UNBREAKABLE = re.compile(r"(?:\w?[“‘”’]\w?)?[（(《〈【「]*[0-9A-Za-z.,%+\-/]*")
NOT_FIRST = frozenset("，。、；：？！）》”’〉】」%％")
MARGIN_SHARE = 0.12
TITLE_PT = 15.0
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
SAME_PLACE_PT = 3.0
SAME_SPOT_SHARE = 0.2
SPACE_SHARE = 0.3
OVERLAP_SHARE = 0.2


class Glyph(NamedTuple):
    """One printed character, or several in one, and its box in points.

    Several are a word read by OCR with its confidence, or level characters of one size that follow each other without a
    gap; of these `lefts` and `rights` are the sides of each. `turn` is 1 where text reads upwards, 2 upside down,
    3 downwards. A space without width is one that may stand there, if there is room for it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0
    confidence: float | None = None
    lefts: Sequence[float] = ()
    rights: Sequence[float] = ()

    @property
    def n_chars(self) -> int:
        """How many printed characters it stands for."""
        return len(self.lefts) or 1


def one_by_one(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """The glyphs with those taken apart that stand for several characters whose places are known."""
    for glyph in glyphs:
        if len(glyph.lefts) < 2:
            yield glyph
            continue
        for char, left, right in zip(glyph.text, glyph.lefts, glyph.rights, strict=True):
            yield Glyph(char, left, glyph.top, right, glyph.bottom)


class Line(NamedTuple):
    """One printed line, spaces at its ends left out of text and box. `size_pt` is its commonest character height."""

    text: str
    box: BBox
    size_pt: float
    page: int = 0
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines of a page that stand in no table, top to bottom; `columns` are boxes of text set in two columns."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    columns: tuple[BBox, ...] = ()

    def column_of(self, box: BBox) -> BBox | None:
        """The column that the middle of a box lies in."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        found = (each for each in self.columns if each.x0 <= x <= each.x1 and each.top <= y <= each.bottom)
        return next(found, None) if self.columns else None

    def place_of(self, box: BBox) -> tuple[float, float, float]:
        """What orders boxes as they are read: down the page, column after column."""
        column = self.column_of(box)
        return (box.top, 0.0, 0.0) if column is None else (column.top, column.x0, box.top)


Zone = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the body text of one zone begins and ends, in points, and whether paragraphs are indented."""

    left: float
    right: float
    indented: bool


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Characters gathered into lines, top to bottom; a character printed twice on one spot (fake bold) counts once.

    Turned text reads in its own direction, line after line.
    """
    if len(glyphs) == 1 and glyphs[0].lefts:
        text, x0, top, x1, bottom, *_ = glyphs[0]
        return [Line(text, BBox(x0, top, x1, bottom), round(bottom - top, 1), page)]
    turns = {glyph[5] for glyph in glyphs}
    if turns <= {0}:
        return _level_lines(glyphs, page)
    lines = []
    for turn in sorted(turns):
        upright = [_turned_back(glyph) for glyph in glyphs if glyph.turn == turn]
        lines += [_turned(line, turn) for line in _level_lines(upright, page)]
    return lines if len(turns) == 1 else sorted(lines, key=lambda line: line.box.top)


def _turned_back(glyph: Glyph) -> Glyph:
    text, x0, top, x1, bottom, turn, *_ = glyph
    if turn == 1:
        return Glyph(text, -bottom, x0, -top, x1)
    if turn == 2:
        return Glyph(text, -x1, -bottom, -x0, -top)
    return Glyph(text, top, -x1, bottom, -x0) if turn == 3 else glyph


def _turned(line: Line, turn: int) -> Line:
    box = line.box
    if turn == 1:
        box = BBox(box.top, -box.x1, box.bottom, -box.x0)
    elif turn == 2:
        box = BBox(-box.x1, -box.bottom, -box.x0, -box.top)
    elif turn == 3:
        box = BBox(-box.bottom, box.x0, -box.top, box.x1)
    return Line(line.text, box, line.size_pt, line.page)


def _level_lines(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    bands: dict[tuple[float, float], list[Glyph]] = {}
    last_top = last_bottom = None
    for glyph in glyphs:
        if glyph[2] != last_top or glyph[4] != last_bottom:  # else it stands in the band of the character before it
            last_top, last_bottom = glyph[2], glyph[4]
            band = bands.setdefault((last_top, last_bottom), [])
        band.append(glyph)
    rows: list[list[list[Glyph]]] = []
    top = bottom = 0.0
    for height in sorted(bands, key=sum):
        middle = (height[0] + height[1]) / 2
        if rows and top <= middle <= bottom:
            rows[-1].append(bands[height])
        else:
            rows.append([bands[height]])
            top, bottom = height
    lines = (_line(row, page) for row in rows)
    return [line for line in lines if line is not None]


def _line(bands: Sequence[Sequence[Glyph]], page: int) -> Line | None:
    """The line of characters that stand in the same bands of height."""
    if len(bands) == 1 == len(bands[0]) and bands[0][0].lefts:
        text, x0, top, x1, bottom, *_ = bands[0][0]
        return Line(text, BBox(x0, top, x1, bottom), round(bottom - top, 1), page)
    row = sorted(bands[0] if len(bands) == 1 else chain.from_iterable(bands), key=itemgetter(1))
    if _overlap(row):
        row = sorted(one_by_one(row), key=itemgetter(1))
    texts, x0s, tops, x1s, bottoms, _, sures, _, _ = zip(*row, strict=True)
    if sures.count(None) == len(row) and not any(map(str.isspace, texts)):
        size = _commonest_height(bands)
        return Line(_text(row, size), BBox(x0s[0], min(tops), max(x1s), max(bottoms)), size, page)
    inked = [ink for ink in ([glyph for glyph in band if not glyph[0].isspace()] for band in bands) if ink]
    if not inked:
        return None
    size = _commonest_height(inked)
    box = BBox(
        min(glyph[1] for ink in inked for glyph in ink),
        min(ink[0].top for ink in inked),
        max(glyph[3] for ink in inked for glyph in ink),
        max(ink[0].bottom for ink in inked),
    )
    sure = least(glyph.confidence for ink in inked for glyph in ink)
    return Line(_text(row, size), box, size, page, sure)


def _overlap(row: Sequence[Glyph]) -> bool:
    """Whether several characters in one lie over what stands before or after them, as text drawn twice does."""
    return any(
        lower[1] < upper[3] - OVERLAP_SHARE * (upper[4] - upper[2]) and (upper[7] or lower[7])
        for upper, lower in pairwise(row)
    )


def _commonest_height(bands: Sequence[Sequence[Glyph]]) -> float:
    """The height, to a tenth of a point, that most characters have; those of one band have the same."""
    if len(bands) == 1:
        return round(bands[0][0].bottom - bands[0][0].top, 1)
    heights: Counter[float] = Counter()
    for band in bands:
        heights[round(band[0].bottom - band[0].top, 1)] += sum(glyph.n_chars for glyph in band)
    return heights.most_common(1)[0][0]


def _text(row: Sequence[Glyph], size: float) -> str:
    """The characters of a line from left to right with spaces in wide gaps."""
    gap, texts = 0.6 * size, []
    last_text, last_x0, last_x1 = "", 0.0, row[0].x0
    for text, x0, _, x1, *_ in row:
        if text != last_text and x0 - last_x1 <= gap and x0 < x1:
            texts.append(text)
            last_text, last_x0, last_x1 = text, x0, x1
            continue
        if text == last_text and x0 - last_x0 < max(1.0, SAME_SPOT_SHARE * (x1 - x0)) and not text.isspace():
            continue
        if x0 == x1 and text == " ":
            if x0 - last_x1 > SPACE_SHARE * size:
                texts.append(" ")
                last_x1 = x0
            continue
        if x0 - last_x1 > gap:
            texts.append(" ")
        texts.append(text)
        last_text, last_x0, last_x1 = text, x0, x1
    return "".join(texts).strip()


def without_running_heads(pages: Sequence[PageText]) -> list[PageText]:
    """The pages without page numbers, and without lines that stand at one place on at least half of them (and three).

    Large type is a title, however often a form begins a page; what stands below one belongs to it. The first of such lines that tell a
    year is kept, for it may be the only one that does.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_spot(line) for line in page.lines if _may_run(line, page)})
    enough = max(3, len(pages) // 2)
    kept: list[PageText] = []
    told: set[tuple[str, int]] = set()
    for page in pages:
        lines = []
        for line in page.lines:
            running = _is_running(line, page, seen, enough)
            if not running or (YEAR.search(line.text) and _spot(line) not in told):
                lines.append(line)
            if running:
                told.add(_spot(line))
        kept.append(replace(page, lines=tuple(lines)))
    return kept


def _is_running(line: Line, page: PageText, seen: Counter[tuple[str, int]], enough: int) -> bool:
    if not _in_margin(line, page):
        return False
    return PAGE_NUMBER.fullmatch(line.text) is not None or (_may_run(line, page) and seen[_spot(line)] >= enough)


def _may_run(line: Line, page: PageText) -> bool:
    if line.size_pt >= TITLE_PT or not _in_margin(line, page):
        return False
    above = (other for other in page.lines if other.box.bottom <= line.box.top < page.height / 2)
    return not any(other.size_pt >= TITLE_PT for other in above)


def _in_margin(line: Line, page: PageText) -> bool:
    return line.box.bottom < MARGIN_SHARE * page.height or line.box.top > (1 - MARGIN_SHARE) * page.height


def _spot(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.box.top / SAME_PLACE_PT)


def zone_of(line: Line, page: PageText) -> Zone:
    """What lines share that begin and end at the same places: the width of the page, or the column."""
    column = page.column_of(line.box)
    return (0, round(page.width)) if column is None else (round(column.x0), round(column.x1))


def margins_of(lines: Sequence[Line], pages: Mapping[int, PageText]) -> dict[Zone, Margins]:
    """Zone -> margins of the body text there; `pages` by number."""
    by_zone: dict[Zone, list[Line]] = {}
    for line in lines:
        by_zone.setdefault(zone_of(line, pages[line.page]), []).append(line)
    return {zone: _margins(same, zone[1] - zone[0]) for zone, same in by_zone.items()}


def _margins(lines: Sequence[Line], width: float) -> Margins:
    long = [line for line in lines if line.box.x1 - line.box.x0 > 0.5 * width] or list(lines)
    rights = sorted(line.box.x1 for line in long)
    lefts = sorted(line.box.x0 for line in long)
    left, right = lefts[len(lefts) // 10], rights[len(rights) * 9 // 10]
    starts = [line for last, line in pairwise(lines) if last.box.x1 < right - 1.5 * last.size_pt]
    indented = sum(line.box.x0 > left + line.size_pt for line in starts)
    return Margins(left, right, 2 * indented > len(starts))


def _groups(lines: Sequence[Line], margins: Margins) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and continues(groups[-1][-1], line, margins):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def join_zones(runs: Sequence[tuple[Sequence[Line], Margins | None, Margins]]) -> list[Paragraph]:
    """Paragraphs of runs of lines, each with the margins of its own zone, and of the column before if it goes on there."""
    groups: list[list[Line]] = []
    for lines, before, margins in runs:
        own = _groups(lines, margins)
        if groups and before is not None and _goes_on(groups[-1][-1], before, own[0][0], margins):
            groups[-1] += own.pop(0)
        groups += own
    return [_paragraph(group) for group in groups]


def continues(last: Line, line: Line, margins: Margins) -> bool:
    """Whether a line goes on the paragraph of the line before it."""
    size = last.size_pt
    if line.page == last.page and not -0.5 * size <= line.box.top - last.box.bottom <= 1.3 * size:
        return False
    return _goes_on(last, margins, line, margins)


def _goes_on(last: Line, before: Margins, line: Line, margins: Margins) -> bool:
    """Whether a full line and a line that is not indented are one sentence, wherever they stand."""
    size = last.size_pt
    if abs(line.size_pt - size) > 0.15 * size or last.box.x1 < before.right - _room_pt(line):
        return False
    if line.box.x0 > margins.left + 0.8 * size or HEADING_NUMBER.match(line.text):
        return False
    return margins.indented or not last.text.endswith(SENTENCE_END)


def _room_pt(line: Line) -> float:
    """How much room the line above may have left free: too little for what may not be torn at this line's start."""
    match = UNBREAKABLE.match(line.text)
    head = match[0] if match else ""
    width = sum(0.55 if char.isascii() else 1.0 for char in head)
    width += line.text[len(head) : len(head) + 1] != "" and line.text[len(head) + 1 : len(head) + 2] in NOT_FIRST
    return (1.6 + width) * line.size_pt


def join_texts(texts: Sequence[str]) -> str:
    """Lines of one paragraph as one text; a space only between Latin words."""
    joined = ""
    for text in texts:
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and text[:1].isascii() and text[:1].isalnum()
        joined += (" " if latin else "") + text
    return joined


def _paragraph(group: Sequence[Line]) -> Paragraph:
    page = group[0].page
    boxes = [line.box for line in group if line.page == page]
    box = BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    confidence = least(line.confidence for line in group)
    return Paragraph(join_texts([line.text for line in group]), page, box, confidence=confidence)
