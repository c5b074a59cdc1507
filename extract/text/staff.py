"""Head-counts said in sentences: a kind of staff or posts with its number right behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import regex

from extract.lexicons.grammar import lexicon, pattern, wordings
from extract.text.lexer import narrative
from schemas import fields
from schemas.document import Paragraph, Place
from schemas.records import StaffCount

_MANY_KINDS = 2
_DIVIDED = ("actual", "establishment")
_OF_POSTS = ("civil_servant", "institution_staff", "worker", "reference_managed")
_KINDS_OF_POSTS = tuple(f"establishment.{kind}" for kind in _OF_POSTS)


@dataclass(frozen=True, slots=True)
class HeadCount:
    """A head-count or control rate with the folded offsets of its words: the kind of staff, and the whole statement."""

    category: str
    count: Decimal
    words: tuple[int, int]
    span: tuple[int, int]
    institution: str | None = None


@cache
def _pattern() -> regex.Pattern[str]:
    labels = sorted((label for label in fields.personnel_labels() if len(label) > 1), key=len, reverse=True)
    labels += lexicon("staff")["named_by_work"]
    terms, kinds = "|".join(map(regex.escape, labels)), "|".join(lexicon("staff")["kinds"])
    skipped, stated, by_work = (pattern("staff", name).pattern for name in ("skip", "state", "by_work"))
    return regex.compile(
        rf"(?P<kind>{kinds})?(?P<term>{by_work}|{terms})(?:(?<=聘|聘用|聘用制|编外|派遣|岗位|购买)(?!\p{{Han}}{{0,4}}(?:控制|编制|补贴|补助|发放))\p{{Han}}[\p{{Han}}、]{{1,16}}(?=\d{{1,3}}(?:,?\d{{1,3}})?[人名])|)(?:{skipped}(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})(?:(?:人|名|个)(?!次|月|批|百|百分|项)|(?<=编制\d{{1,3}})(?=[,;。、](?!\d)))|{stated}(?:(?:=[^=,。;]{{1,40}}){{1,3}}=)?(?P<rate>\d+(?:\.\d+)?)%)"
    )


def may_tell_staff(folded: str) -> bool:
    """False for a text that cannot hold a head-count."""
    return any(word in folded for word in wordings("staff", "told_by"))


def tells_posts(folded: str) -> bool:
    """True for a text on the posts of a body, or on who fills them."""
    return any(word in folded for word in wordings("staff", "of_body"))


def heads(folded: str) -> Iterator[HeadCount]:
    """Every head-count and control rate of a paragraph; a body below is named where several are counted."""
    if not may_tell_staff(folded):
        return
    told = list(_counted(folded))
    told += [*_by_body(folded, told), *_posts_in_all(folded, told)]
    counted = sorted([*told, *_rate_alone(folded, told)], key=lambda each: each.span)
    bodies = {each.institution for each in counted if each.institution}
    yield from counted if len(bodies) > 1 else (replace(each, institution=None) for each in counted)


def _by_body(folded: str, told: Sequence[HeadCount]) -> Iterator[HeadCount]:
    """The staff of bodies below, where all of them together are the number told right before (`在职61人,其中机关19人、乡镇站42人`)."""
    for whole in told:
        match = pattern("staff", "by_body").match(folded, whole.span[1]) if whole.category in _DIVIDED else None
        parts = list(pattern("staff", "body_and_count").finditer(folded, *match.span("parts"))) if match else []
        if match is None or sum(int(part["count"]) for part in parts) != whole.count:
            continue
        if any(match.start() <= each.span[0] < match.end() for each in told):
            continue
        for part in parts:
            yield HeadCount(whole.category, Decimal(part["count"]), part.span(), part.span(), part["body"])


def _posts_in_all(folded: str, told: Sequence[HeadCount]) -> Iterator[HeadCount]:
    """The sum behind posts of several kinds that it is the sum of (`参公编制22名、工勤编制2名,合计24名`)."""
    for match in pattern("staff", "posts_in_all").finditer(folded):
        opened = folded.rfind("。", 0, match.start()) + 1
        posts = [each for each in told if opened <= each.span[0] < match.end() and each.category in _KINDS_OF_POSTS]
        if sum(each.count for each in posts) == int(match["count"]) and len(posts) >= _MANY_KINDS:
            yield HeadCount("establishment", Decimal(match["count"]), match.span("count"), match.span("count"))


def _rate_alone(folded: str, told: Sequence[HeadCount]) -> Iterator[HeadCount]:
    """A rate that is that of the staff told to the posts told (`编制64人,在职61人,控制率95.31%`)."""
    for match in pattern("staff", "rate_alone").finditer(folded):
        rate = Decimal(match["rate"])
        step = Decimal(1).scaleb(-len(match["rate"].partition(".")[2]))
        pairs = (
            (each.count, posts.count)
            for each in told
            for posts in told
            if (each.category, posts.category) == _DIVIDED and posts.count
        )
        if any(abs(staff / posts * 100 - rate) < step for staff, posts in pairs):
            yield HeadCount("control_rate", rate, match.span(), match.span())


def _counted(folded: str) -> Iterator[HeadCount]:
    for match in _pattern().finditer(folded) if may_tell_staff(folded) else ():
        before = folded[: match.start()]
        if pattern("staff", "mixed").search(folded[: match.end("term")]):
            continue
        if pattern("staff", "of_others").search(before) or pattern("staff", "of_offices").search(
            folded[: match.end("term")]
        ):
            continue
        if pattern("staff", "once").search(before) or pattern("staff", "together").search(before):
            continue
        if match["term"] in lexicon("staff")["named_by_work"] and not (tells_posts(folded) and _of_the_body(before)):
            continue
        category = _category(match, before)
        if category == "retired" and pattern("staff", "of_year").search(before):
            continue
        if category.startswith("retired") and not _of_the_body(before):
            continue
        if category.startswith("establishment") and pattern("staff", "wished").search(before):
            continue
        if category == "temporary" and pattern("staff", "paid_by_others").match(folded, match.end()):
            continue
        if (match["rate"] is not None) != (category == "control_rate") or match["term"] in wordings("staff", "rates"):
            continue
        count = Decimal((match["rate"] or match["count"]).replace(",", ""))
        below = pattern("staff", "institution").search(before[before.rfind("。") + 1 :])
        body = below["name"] if below else _body_of_clause(folded, match.start())
        in_all = body and below is None and pattern("staff", "filled").fullmatch(match["term"])
        yield HeadCount("actual" if in_all else category, count, match.span("term"), match.span(), body)


def _body_of_clause(text: str, at: int) -> str | None:
    """The body below that the clause before a place opens with, where several clauses each open with one."""
    told = list(pattern("staff", "of_body_below").finditer(text))
    opened = max(text.rfind(mark, 0, at) for mark in ";；。:：")
    own = next((match for match in told if opened in (match.start(), -1) and match.start("name") > opened), None)
    return own["name"] if own and len(told) > 1 else None


def _category(match: regex.Match[str], before: str) -> str:
    """The kind that is counted: its own word's, unless what stands before it makes another of it."""
    if match["term"] in lexicon("staff")["parts_by_work"] and pattern("staff", "of_which").search(before):
        return str(lexicon("staff")["parts_by_work"][match["term"]])
    category = fields.personnel_labels().get(match["term"]) or lexicon("staff")["named_by_work"].get(
        match["term"], "actual"
    )
    if match["kind"] and (category == "actual" or match["term"] in lexicon("staff")["named_by_work"]):
        return str(lexicon("staff")["kinds"][match["kind"]])
    posts = pattern("staff", "posts_before").search(before)
    if posts and pattern("staff", "filled").fullmatch(match["term"]) and _kinds_filled(match.string) >= _MANY_KINDS:
        return str(lexicon("staff")["of_posts"][posts["kind"]])
    if category == "worker" and pattern("staff", "temporary_before").search(before):
        return "temporary"
    return _among_posts(_filled(category, match["term"], before), before)


def _filled(category: str, term: str, before: str) -> str:
    """Staff of a kind that is named as its posts are, where staff in office is what its sentence has told last."""
    if not category.startswith("establishment.") or pattern("staff", "names_posts").search(term):
        return category
    told = [match[0] for match in pattern("staff", "posts_or_staff").finditer(before[before.rfind("。") + 1 :])]
    in_office = bool(told) and pattern("staff", "names_posts").search(told[-1]) is None
    return category.removeprefix("establishment.") if in_office else category


def _of_the_body(before: str) -> bool:
    """False where the clause before a number speaks of a whole place."""
    clause = regex.split("[,，;；。]", before)[-1]
    return not (any(area in clause for area in narrative()["areas"]) or pattern("staff", "of_place").search(clause))


def _kinds_filled(text: str) -> int:
    """How many kinds of posts are each followed by the staff that fills them."""
    return len(pattern("staff", "each_filled").findall(text))


def _among_posts(category: str, before: str) -> str:
    """The kind of posts that a kind of staff is in a bracket behind posts (`事业编制41个(参公3人)`)."""
    if category in _OF_POSTS and pattern("staff", "posts").search(before):
        return f"establishment.{category}"
    if category == "establishment" and pattern("staff", "of_reference_managed").search(before):
        return "establishment.reference_managed"
    return (
        "establishment.institution_staff"
        if category == "establishment" and pattern("staff", "of_institution").search(before)
        else category
    )


def staff_count_of(head: HeadCount, paragraph: Paragraph, index: int, origin: tuple[int, ...]) -> StaffCount:
    """The record of a head-count, its place that of the published text."""
    start, end = origin[head.span[0]], origin[head.span[1] - 1] + 1
    place = Place("text", index, start=start, end=end, page=paragraph.page)
    raw = paragraph.text[start:end]
    return StaffCount(head.category, head.count, raw, place, head.institution, by="text.staff", grade="pattern")
