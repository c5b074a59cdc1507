"""Head-counts said in sentences: a kind of staff or posts with its number right behind it."""

from decimal import Decimal
from functools import cache

import regex

from schemas import fields
from schemas.document import Document, Place
from schemas.folding import fold_with_map
from schemas.records import StaffCount

_SKIP = r"(?:数|人数|人员|总数|总计|合计|共计|共有|共|总|为|是|有|实有|:|约|数为){0,3}"
_STATED = r"(?:只有|仅为|达到|达|为|是|:|约){0,2}"


@cache
def _pattern() -> regex.Pattern[str]:
    labels = sorted((label for label in fields.personnel_labels() if len(label) > 1), key=len, reverse=True)
    terms = "|".join(map(regex.escape, labels))
    return regex.compile(
        rf"(?P<term>{terms})(?:(?<=聘|聘用|编外|派遣|岗位)\p{{Han}}{{2,8}}(?=\d{{1,4}}[人名])|)(?:{_SKIP}(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})(?:人|名|个)(?!次|月|批|百|百分|项)|{_STATED}(?P<rate>\d+(?:\.\d+)?)%)"
    )


def read_staff(document: Document) -> list[StaffCount]:
    """Every head-count and control rate in the narrative."""
    found: list[StaffCount] = []
    for index, paragraph in enumerate(document.paragraphs):
        folded, origin = fold_with_map(paragraph.text)
        if not any(word in folded for word in ("编", "职", "人员", "实有", "离休", "退休", "控制率")):
            continue
        for match in _pattern().finditer(folded):
            category = fields.personnel_labels()[match["term"]]
            if (match["rate"] is not None) != (category == "control_rate") or match["term"] == "控制率":
                continue
            start, end = origin[match.start()], origin[match.end() - 1] + 1
            found.append(
                StaffCount(
                    category, Decimal((match["rate"] or match["count"]).replace(",", "")), paragraph.text[start:end],
                    Place("text", index, start=start, end=end, page=paragraph.page), by="text.staff", grade="pattern",
                )
            )  # fmt: skip
    return found
