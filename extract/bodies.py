"""Who is evaluated: names of public bodies, cleaned as the contract asks, and chosen among their variants."""

from collections import Counter
from itertools import product

import regex

from extract.lexicons.grammar import pattern, wordings
from schemas import regions
from schemas.document import Document
from schemas.folding import fold, squeeze
from schemas.records import Region

MAX_TITLE, MAX_BODY, _PLACE = 60, 30, 2
# Between bodies that sign together.
_GAP = regex.compile(r"(?<=\p{Han}{4})\s+(?=\p{Han}{4})")


def _said(name: str) -> regex.Pattern[str]:
    return pattern("bodies", name)


def clean_body(text: str | None) -> str | None:
    """A body's name without spaces, stamps, a code before it and a closing 本级; None for nothing."""
    if text is None:
        return None
    name = (
        _said("short_code").sub("", _said("code").sub("", _said("stamp").sub("", squeeze(text)))).strip("：:，,。;；")
    )
    name = _said("part").sub("", _said("form_after").sub("", _said("person").sub("", name)))
    name = _said("code_after").sub("", _said("year_after").sub("", name))
    name = _said("own_level").sub("", name)
    return name if len(name) > 2 and regex.search(r"[\p{Han}]", name) else None


def body_before(name: str) -> str | None:
    """The body with a place that a project's title begins with, 关于 included; None where it begins with none."""
    match = _said("before_year").match(name) or _said("before_project").match(name)
    named = match is not None and not _said("kind_of_bodies").search(match[0])
    return match[0] if match and named and regions.resolve(match[0]) else None


def clean_project(text: str | None) -> str | None:
    """A project's name without spaces and the code before it."""
    if text is None:
        return None
    name = squeeze(text)
    while (shorter := _said("code").sub("", name)) != name:
        name = shorter
    return name or None


def is_public_body(name: str | None) -> bool:
    """True for the name of an office, school, hospital, town …, not of a company or `本单位`."""
    return bool(
        name
        and _said("ends_as_body").search(name)
        and not any(word in name for word in wordings("bodies", "private"))
        and not name.startswith(tuple(wordings("bodies", "several")))
    )


def choose_body(document: Document, stated: list[str]) -> str | None:
    """The evaluated body: as its form names it, unless that is a slip and the document spells it better elsewhere.

    `stated` are the answers of the forms; without any, the title, a line 单位名称：X or the commonest body is taken.
    """
    counts = _mentions(document)
    if stated:
        return _better_spelt(stated[0], counts) or stated[0]
    return fuller_name(_from_lines(document), document) or reporting_body(document) or _commonest(counts)


def _better_spelt(stated: str, counts: Counter[str]) -> str | None:
    """The name that the document itself uses again and again for the same office of the same place, else None."""
    tail, region = _tail(stated), regions.resolve(stated)
    if tail is None or counts[stated] > 1:
        return None
    same = [
        name for name, count in counts.items()
        if count >= 3 and name.endswith(tail) and (place := regions.resolve(name)) and (region is None or place == region)
    ]  # fmt: skip
    return max(same, key=lambda name: (counts[name], -len(name)), default=None)


def _mentions(document: Document) -> Counter[str]:
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for cell in table.cells if not cell.text.isascii()]
    counts: Counter[str] = Counter()
    for text in filter(_said("last_character").search, texts):
        for chunk in _said("break").split(squeeze(text)):
            if match := _said("body").match(chunk):
                counts[match[0]] += 1
    return counts


def _tail(name: str) -> str | None:
    """The office without its place (`工业和信息化局`)."""
    match = _said("tail").search(name)
    return match["office"] if match else None


def _from_lines(document: Document) -> str | None:
    for paragraph in document.paragraphs:
        if len(paragraph.text) < 60 and (match := _said("label_line").search(squeeze(paragraph.text))):
            name = clean_body(_said("after_answer").sub("", match["name"]))
            if name and _said("ends_as_body").search(name):
                return name
    for paragraph, kind in product(document.paragraphs[:30], ("title_line", "table_title")):
        if len(paragraph.text) < 60 and (match := _said(kind).match(fold(paragraph.text))):
            name = clean_body(match["name"])
            if name and _said("ends_as_body").search(name) and regions.resolve(name):
                return name
    for paragraph in document.paragraphs[:30]:
        if len(paragraph.text) < MAX_TITLE and (match := _said("own_title").match(fold(paragraph.text))):
            name = clean_body(match["name"])
            if name and regions.resolve(name):
                return name
    return None


def fuller_name(name: str | None, document: Document) -> str | None:
    """A body's name as the report's signature has it, where the title shortens it (`X县科工信局`, `X镇`)."""
    signed = reporting_body(document)
    if name is None or signed is None or len(signed) <= len(name):
        return name
    if name in signed:
        return signed
    if signed[:_PLACE] != name[:_PLACE]:
        return name
    rest = iter(signed)
    shortened = signed[-1] == name[-1] and all(char in rest for char in name)
    return signed if shortened else name


def reporting_body(document: Document) -> str | None:
    """A public body that stands alone in a line at the head or the foot of the report, placed in a region."""
    lines = [*document.paragraphs[:6], *document.paragraphs[-4:]]
    for paragraph in lines:
        line = _said("label_and_gap").sub("", _said("in_brackets").sub(r"\g<inside>", paragraph.text))
        for signed in _GAP.split(line.strip()):
            # A colon behind a name addresses it, one inside makes it an answer.
            name = clean_body(signed) if len(signed) <= MAX_BODY and ":" not in fold(signed) else None
            if name and _said("body").fullmatch(name) and regions.resolve(name) and not _said("outsider").search(name):
                return name
    return None


def _commonest(counts: Counter[str]) -> str | None:
    placed = {
        name: count
        for name, count in counts.items()
        if is_public_body(name)
        and regions.resolve(name)
        and not _said("common").search(name)
        and not _said("outsider").search(name)
    }
    return max(placed, key=lambda name: (placed[name], len(name)), default=None)


def region_of(name: str | None, document: Document) -> Region | None:
    """The body's place, from its name and, where that does not settle it, from what else the document says."""
    if name is None:
        return None
    context = [paragraph.text for paragraph in document.paragraphs[:60]]
    branch = _said("branch").match(name)
    below = regions.resolve(branch["city"] + branch["county"]) if branch else None
    return below or regions.resolve(name, context)
