"""Head-counts said in sentences: a kind of staff or posts with its number right behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

from schemas import fields
from schemas.document import Paragraph, Place
from schemas.records import StaffCount

_SKIP = r"(?:数|人数|人员|总数|小计|总计|合计|共计|共有|共|总|为|是|有|实有|:|约|数为){0,3}"
_STAFF = ("编", "职", "人员", "实有", "离休", "退休", "控制率")
# Words before a kind of staff that is in office (教职工) which say that it is not.
_KINDS = {
    "离退休": "retired", "退休": "retired", "离休": "retired_cadre", "临聘": "temporary", "外聘": "temporary", "编外": "temporary",
}  # fmt: skip
_POSTS = regex.compile(r"编制\D{0,4}\d+[人名个]\([^()]*$")
_OF_POSTS = ("civil_servant", "institution_staff", "worker", "reference_managed")
_ONCE = regex.compile(r"\(原[^()]*$")
_TOGETHER = regex.compile(r"在职(?:人员)?[和及与、](?:离、?)?$")
_OF_INSTITUTION = regex.compile(
    r"(?<!行政)事业(?:单位)?(?:自收自支|差额拨款|差额|全额拨款|全额|财政补助|财政拨款|公益[一二]类|自筹)+$"
)
_STATED = r"(?:只有|仅为|达到|达|为|是|:|约){0,2}"


@dataclass(frozen=True, slots=True)
class HeadCount:
    """A head-count or control rate with the folded offsets of its words: the kind of staff, and the whole statement."""

    category: str
    count: Decimal
    words: tuple[int, int]
    span: tuple[int, int]


@cache
def _pattern() -> regex.Pattern[str]:
    labels = sorted((label for label in fields.personnel_labels() if len(label) > 1), key=len, reverse=True)
    terms, kinds = "|".join(map(regex.escape, labels)), "|".join(_KINDS)
    return regex.compile(
        rf"(?P<kind>{kinds})?(?P<term>{terms})(?:(?<=聘|聘用|编外|派遣|岗位)\p{{Han}}{{2,8}}(?=\d{{1,4}}[人名])|)(?:{_SKIP}(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})(?:(?:人|名|个)(?!次|月|批|百|百分|项)|(?<=编制\d{{1,3}})(?=[,;。、]))|{_STATED}(?P<rate>\d+(?:\.\d+)?)%)"
    )


def may_tell_staff(folded: str) -> bool:
    """False for a text that cannot hold a head-count."""
    return any(word in folded for word in _STAFF)


def heads(folded: str) -> Iterator[HeadCount]:
    """Every head-count and control rate of a paragraph."""
    for match in _pattern().finditer(folded) if may_tell_staff(folded) else ():
        category = fields.personnel_labels()[match["term"]]
        category = _KINDS[match["kind"]] if match["kind"] and category == "actual" else category
        if (match["rate"] is not None) != (category == "control_rate") or match["term"] == "控制率":
            continue
        before = folded[: match.start()]
        if _ONCE.search(before) or _TOGETHER.search(before):
            continue
        category = _among_posts(category, before)
        count = Decimal((match["rate"] or match["count"]).replace(",", ""))
        yield HeadCount(category, count, match.span("term"), match.span())


def _among_posts(category: str, before: str) -> str:
    """The kind of posts that a kind of staff is in a bracket behind posts (`事业编制41个(参公3人)`)."""
    if category in _OF_POSTS and _POSTS.search(before):
        return f"establishment.{category}"
    return (
        "establishment.institution_staff"
        if category == "establishment" and _OF_INSTITUTION.search(before)
        else category
    )


def staff_count_of(head: HeadCount, paragraph: Paragraph, index: int, origin: tuple[int, ...]) -> StaffCount:
    """The record of a head-count, its place that of the published text."""
    start, end = origin[head.span[0]], origin[head.span[1] - 1] + 1
    place = Place("text", index, start=start, end=end, page=paragraph.page)
    raw = paragraph.text[start:end]
    return StaffCount(head.category, head.count, raw, place, by="text.staff", grade="pattern")
