"""Bodies below the one that reports: their names, as the report lists them, and the money that its sentences tell of each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.text.link import Link
from extract.text.token import Token
from extract.text.trace import Cause, Figure, LeftOut

Rows = tuple[list[Figure], list[LeftOut]]
_REPORTS = 64
_LINES_OF_TITLE, _LONGEST_TITLE = 3, 60
# What a body's share of a sum is called as that sum is.
_SUMS = ("total", "income", "expenditure", "basic", "project")


def bodies_below(lines: Sequence[str]) -> tuple[str, ...]:
    """The names of the bodies below that a report lists (`下设县文化馆、县图书馆2家单位`), and what its own office is called
    beside them (局机关); none that is the reporting body itself. `lines` are its folded paragraphs."""
    title = "".join(line for line in lines[:_LINES_OF_TITLE] if len(line) <= _LONGEST_TITLE and "。" not in line)
    found = {name for line in lines for name in _listed(line) if not _is_own(name, title)}
    if not found:
        return ()
    own = {match["name"] for line in lines for match in pattern("contexts", "own_office").finditer(line)}
    return tuple(sorted(found | own, key=lambda name: (-len(name), name)))


def _listed(line: str) -> Iterator[str]:
    if not any(word in line for word in wordings("contexts", "lists_bodies")):
        return
    for match in pattern("contexts", "bodies_listed").finditer(line):
        yield from (each["name"] for each in pattern("contexts", "body_below").finditer(line, *match.span()))


def _is_own(name: str, title: str) -> bool:
    return name.lstrip("".join(wordings("contexts", "area_letters"))) in title


def of_bodies(text: str, rows: Rows, bodies: tuple[str, ...], title: str, year: int | None) -> Rows:
    """The figures of a paragraph with the body below whose money they are; what a clause tells by that body's name alone
    (`县文化馆支出8万元`) is read too. `title` is the section's, `year` the report's."""
    if not any(body in text for body in bodies):
        return rows
    opened = list(_openings(bodies).finditer(text))
    if not opened:
        return rows
    alone = _is_list(text, opened)
    told, left = list(rows[0]), list(rows[1])
    for match, following in zip(opened, [*(each.start() for each in opened[1:]), len(text)], strict=True):
        stop = text.find("。", match.end(), following)
        end = stop if stop >= 0 else following
        if match["amount"]:
            kind = _kind_of(match["verb"] or (title if alone else ""), _sum_before(told, opened[0].start()))
            told, left = _with_sum(told, left, match, kind, year)
        told = [_of_body(each, match["body"]) if match.end("body") <= each.token.start < end else each for each in told]
    return sorted(told, key=lambda each: each.token.start), left


@lru_cache(maxsize=_REPORTS)
def _openings(bodies: tuple[str, ...]) -> regex.Pattern[str]:
    names = "|".join(map(regex.escape, bodies))
    before, behind = (pattern("contexts", name).pattern for name in ("before_body", "behind_body"))
    return regex.compile(f"{before}(?P<body>{names}){behind}")


def _is_list(text: str, opened: Sequence[regex.Match[str]]) -> bool:
    """True for a paragraph that is nothing but bodies with their sums."""
    rest = text
    for match in reversed(opened):
        rest = rest[: match.start()] + rest[match.end() :]
    return all(match["amount"] for match in opened) and pattern("contexts", "marks_alone").fullmatch(rest) is not None


def _kind_of(words: str, whole: Figure | None) -> tuple[str, str] | None:
    """(item, measure) of what is said to be a body's by these words, else by those of the sum that it is a part of."""
    for name, kind in (("of_income", ("income", "actual")), ("of_spending", ("expenditure", "actual")), ("of_plan", ("total", "budget"))):  # fmt: skip
        if any(word in words for word in wordings("contexts", name)):
            return kind
    return (whole.link.item, whole.link.measure) if whole is not None else None


def _sum_before(told: Iterable[Figure], at: int) -> Figure | None:
    before = [each for each in told if each.token.start < at and each.link.measure != "change"]
    return before[-1] if before and before[-1].link.item in _SUMS else None


def _with_sum(
    told: list[Figure], left: list[LeftOut], match: regex.Match[str], kind: tuple[str, str] | None, year: int | None
) -> Rows:
    """The rows with what a clause tells of a body in all in place of what was read there; without it where nothing says what it is."""
    token = _token_at(match.start("amount"), [*told, *left])
    if token is None:
        return told, left
    told, left = [each for each in told if each.token is not token], [each for each in left if each.token is not token]
    if kind is None:
        return told, [*left, LeftOut(token, Cause("unknown words between", match.span("body")))]
    link = Link(kind[0], kind[1], year, match.span("body"), match.start("body"))
    said = Cause("same clause", match.span())
    figure = Figure(token, link, None, said, said, Cause("year of report"), None)
    return [*told, figure], left


def _token_at(at: int, rows: Iterable[Figure | LeftOut]) -> Token | None:
    return next((each.token for each in rows if each.token.start == at), None)


def _of_body(figure: Figure, body: str) -> Figure:
    return figure if figure.link.institution else replace(figure, link=replace(figure.link, institution=body))
