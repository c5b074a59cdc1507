"""Names of single projects and funds before their figures (`法律援助办案经费40万元`, `低保资金预算数5600万元`)."""

from dataclasses import dataclass
from functools import cache

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.text.lexer import is_known, narrative

_OWN_NAME, _SHORT_NAME, _ENDING = 5, 4, 2


@dataclass(frozen=True, slots=True)
class Fund:
    """A named fund: where its name stands in the folded text and the measure said with its figure, if any.

    `level` tells that it is no fund of its own but what one level of government gives (`县级财政配套资金`).
    """

    start: int
    end: int
    measure: str | None
    level: bool = False


@cache
def _boundary() -> regex.Pattern[str]:
    words = "|".join(
        map(regex.escape, sorted([*narrative()["of_which"], *narrative()["sources"]], key=len, reverse=True))
    )
    return regex.compile(rf"{pattern('funds', 'boundary').pattern}|{words}")


@cache
def _measures() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(narrative()["measures"].items(), key=lambda pair: -len(pair[0])))


def fund_name(name: str) -> str | None:
    """A project's or fund's own name, None for `项目`, `本部门整体支出` and the like."""
    generic = tuple(narrative()["no_fund_start"])
    fits = (
        pattern("funds", "name").fullmatch(name)
        and name.endswith(tuple(narrative()["fund_endings"]))
        and len(name) >= _OWN_NAME
    )
    whole = any(word in name for word in wordings("funds", "whole"))
    return name if fits and not name.startswith(generic) and not whole else None


def may_be_name(name: str) -> bool:
    """False for words that count projects (`对4个项目`) or hold what no name holds."""
    return bool(pattern("funds", "name").fullmatch(name))


def is_level(name: str) -> bool:
    """True for what one level of government gives (`区级配套资金`)."""
    return bool(pattern("funds", "level").fullmatch(name))


def is_project(text: str, lead: tuple[int, int]) -> bool:
    """True where the lead is plainly one project's name, so that words in it are no terms (`公务用车平台运行项目`)."""
    name, closed = text[slice(*lead)], text[lead[1] : lead[1] + 1] in tuple("。:：,，")
    named = name.endswith(tuple(narrative()["project_endings"])) or fund_name(name) is not None
    return closed and named and not is_known(name)


def may_lead(name: str) -> bool:
    """True for a lead that is a project's or fund's name wherever it stands."""
    return fund_name(name) is not None or name.endswith(tuple(narrative()["project_endings"]))


def run_in_fund(text: str, listed: bool = False) -> tuple[int, int] | None:
    """The span of the fund's name that opens a paragraph as a lead of its own (`1.基本公共卫生服务项目。预算安排…`).

    `listed` for an item of a list that a line before has opened: it needs no number.
    """
    match = pattern("funds", "lead").match(text)
    if match is None or any(word in match["name"] for word in wordings("funds", "others")):
        return None
    if pattern("funds", "counted").match(text, match.end("name")):
        return None
    rest = text[match.end() :]
    numbered = listed or match["name"] != text[: match.end("name")]
    measured = (
        rest.startswith((*narrative()["measures"], *narrative()["project_measures"]))
        and text[match.end() - 1] in "。:：,，"
    )
    others = (*narrative()["no_fund"], *narrative()["no_lead"])
    inside = match["name"][:-_ENDING]
    spent = pattern("contexts", "budget_and_spending").match(text, match.end("name"))
    lone = listed or spent is not None or match["name"].endswith(tuple(narrative()["project_endings"]))
    strange = any(word in match["name"] for word in others if not (lone and word in narrative()["no_lead"])) or any(
        word in inside for word in narrative()["no_fund_alone"]
    )
    plain = numbered and measured and not strange and not _is_chapter(match["name"])
    if fund_name(match["name"]) is None and (not plain or is_known(match["name"])):
        return None
    return match.span("name")


def _is_chapter(name: str) -> bool:
    """True for a lead that is nothing but words of chapters (`执行管理`)."""
    return _chapters().fullmatch(name) is not None


@cache
def _chapters() -> regex.Pattern[str]:
    return regex.compile(f"(?:{'|'.join(map(regex.escape, narrative()['no_lead']))})+")


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between the last boundary and a figure: a name from `start` on, and the measure said with it.

    `granted` where the clause says that the money was given (安排).
    """

    start: int
    name: str
    measure: str | None
    granted: bool

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.start + len(self.name)


def fund_before(text: str, at: int, listed: bool) -> Fund | None:
    """The fund whose figure begins at `at`: its name opens the clause and only a measure stands between.

    In a list (`listed`) any name will do, and what one level of government gave; elsewhere it must end like a fund and have a
    measure of its own.
    """
    said = _clause_before(text, at)
    name, measure = said.name, said.measure
    if listed and is_level(name):
        return Fund(said.start, said.end, measure, level=True)
    if not pattern("funds", "name").fullmatch(name) or any(word in name for word in narrative()["no_fund"]):
        return None
    if name.startswith(tuple(narrative()["comparisons"])):
        return None
    body = pattern("funds", "spending").sub("", name)
    if body.endswith(wordings("contexts", "sub_bodies")) or is_body(body):
        return None
    inside = name[:-_ENDING] if listed and name.endswith(wordings("funds", "awards")) else name
    if not (listed and fund_name(name)) and any(word in inside for word in narrative()["no_fund_alone"]):
        return None
    if not (listed or said.granted) and (measure is None or fund_name(name) is None):
        return None
    return Fund(said.start, said.end, measure)


def is_body(name: str) -> bool:
    """True for a name that ends like that of a body, and not like what is done or built (`专家工作站`)."""
    return bool(pattern("bodies", "ends_as_body").search(name)) and pattern("projects", "no_body").search(name) is None


def _clause_before(text: str, at: int) -> _Clause:
    start = max((match.end() for match in _boundary().finditer(text, 0, at)), default=0)
    lead = pattern("funds", "dated").match(text[start:at])
    start += lead.end() if lead else 0
    name, measure = _split(text[start:at])
    endings = (*narrative()["fund_endings"], *wordings("funds", "fees"))
    arranged = lead is not None and pattern("funds", "arranged").search(lead[0]) is not None
    granted = arranged and name.endswith(endings) and not is_known(name)
    return _Clause(start, name, measure or ("budget" if granted else None), granted)


def abbreviates(name: str, project: str) -> bool:
    """True for a short form of the project's name: some of its characters in their order, the last word among them."""
    ending = name[-_ENDING:]
    if len(name) < _SHORT_NAME or not (project.endswith(ending) and ending in wordings("funds", "fund_words")):
        return False
    rest = iter(project)
    return all(char in rest for char in name)


def list_item(text: str, listed: bool = False) -> tuple[int, int] | None:
    """The span of the name in a paragraph that opens with a number, a name and its figure (`1.学生资助资金30万元;`).

    `listed` for an item of a list that a line before has opened: it needs no number.
    """
    match = pattern("funds", "item").match(text) or (pattern("funds", "plain_item").match(text) if listed else None)
    if match is None or any(word in match["name"] for word in narrative()["no_fund"]):
        return None
    return None if is_known(match["name"]) else match.span("name")


def _split(clause: str) -> tuple[str, str | None]:
    """A clause before a figure -> the name and the measure that closes it."""
    bare = pattern("funds", "linking").sub("", clause)
    for word, measure in _measures():
        if bare.endswith(word):
            name = bare[: -len(word)]
            while said := next((word for word in wordings("funds", "adverbs") if name.endswith(word)), None):
                name = name[: -len(said)]
            return name, measure
    arranged = pattern("funds", "arranged").search(bare)
    if arranged and len(bare) > _OWN_NAME:
        return bare[: arranged.start()], "budget"
    return bare, None
