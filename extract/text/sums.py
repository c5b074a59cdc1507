"""Sums told behind their parts (`公务接待费A,公务用车运行维护费B,合计C`), and what is compared with them: known by their amount."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extract.lexicons.grammar import pattern
from extract.numbers import money
from extract.text.link import Link
from extract.text.token import Token
from extract.text.trace import Cause, Figure, LeftOut
from schemas.units import money_units

# What parts of these kinds make up.
_WHOLES = ("three_public", "basic")
_STOP = regex.compile(r"[。!?！？\n]")


def with_sums(text: str, figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> tuple[list[Figure], list[LeftOut]]:
    """The figures of a paragraph with the sums that their parts, told before in the sentence, make up."""
    told, left = list(figures), list(left_out)
    for each in left_out:
        match = pattern("contexts", "sum_behind").search(text[: each.token.start])
        parts = _parts_before(text, told, each.token) if match else []
        if match is None or len(parts) < 2 or sum(map(yuan_of, (part.token for part in parts))) != yuan_of(each.token):
            continue
        whole = parts[0].link.item.partition(".")[0]
        link = Link(whole, parts[0].link.measure, parts[0].link.year, match.span(), match.start())
        found = replace(parts[0], token=each.token, link=link, item=Cause("known sum", match.span()))
        told, left = _compared(text, found, [*told, found], [other for other in left if other is not each])
    return sorted(told, key=lambda each: each.token.start), left


def with_bodies(
    text: str, figures: Sequence[Figure], left_out: Sequence[LeftOut]
) -> tuple[list[Figure], list[LeftOut]]:
    """The same with what each body below has of a sum told before (`分单位看,局机关执行3万元,林场执行1万元`), where all of them make it up."""
    told, left = list(figures), list(left_out)
    figures_and_others: list[Figure | LeftOut] = [*told, *left]
    match = pattern("contexts", "by_body").search(text)
    if match is None:
        return told, left
    parts = list(pattern("contexts", "body_and_sum").finditer(text, *match.span("list")))
    tokens = {each.token.start: each.token for each in figures_and_others}
    own = [tokens.get(part.start("amount")) for part in parts]
    found = [token for token in own if token is not None]
    whole = next(
        (each for each in told if each.token.start < match.start() and yuan_of(each.token) == sum(map(yuan_of, found))),
        None,
    )
    if whole is None or len(found) < len(parts):
        return told, left
    starts = {token.start for token in found}
    rows = [
        replace(whole, token=token, link=replace(whole.link, institution=part["body"]), item=Cause("known sum", part.span("body")))
        for token, part in zip(found, parts, strict=True)
    ]  # fmt: skip
    told = [*(each for each in told if each.token.start not in starts), *rows]
    return sorted(told, key=lambda each: each.token.start), [each for each in left if each.token.start not in starts]


def _parts_before(text: str, told: Sequence[Figure], token: Token) -> list[Figure]:
    """The figures of one kind of parts, with one measure, that stand before a figure in its sentence."""
    start = max((match.end() for match in _STOP.finditer(text, 0, token.start)), default=0)
    before = [each for each in told if start <= each.token.start < token.start]
    return next(
        (parts for whole in _WHOLES if len(parts := [each for each in before if each.link.item.startswith(f"{whole}.")]) > 1
         and len({each.link.measure for each in parts}) == 1),
        [],
    )  # fmt: skip


def _compared(text: str, whole: Figure, told: list[Figure], left: list[LeftOut]) -> tuple[list[Figure], list[LeftOut]]:
    """What follows in the sentence: the sum of the year before, and by how much it changed."""
    at, kind = whole.token.end, f"{whole.link.item}."
    rest: list[Figure | LeftOut] = [*told, *left]
    rest.sort(key=lambda each: each.token.start)
    for each in (other for other in rest if other.token.start >= at):
        if isinstance(each, Figure) and not each.link.item.startswith(kind):
            break
        link = _compared_link(text, at, each.token, whole.link)
        if link is None:
            break
        told = [other for other in told if other.token is not each.token]
        told.append(replace(whole, token=each.token, link=link, item=Cause("carried subject", whole.link.label)))
        left = [other for other in left if other.token is not each.token]
        at = each.token.end
    return told, left


def _compared_link(text: str, at: int, token: Token, whole: Link) -> Link | None:
    if pattern("contexts", "year_before").fullmatch(text, at, token.start):
        return replace(whole, year=whole.year - 1 if whole.year else None, start=token.start)
    if match := pattern("contexts", "changed_by").fullmatch(text, at, token.start):
        return replace(whole, measure="change", sign=1 if match["up"] else -1, start=token.start)
    return None


def yuan_of(token: Token) -> Decimal:
    """The amount of a figure; a nought without a unit is nought."""
    digits, name = token.value
    return money(digits, money_units()[name], money_units()[name]).yuan if name else Decimal(0)
