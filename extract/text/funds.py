"""Names of single projects and funds before their figures (`法律援助办案经费40万元`, `低保资金预算数5600万元`)."""

from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import regex

from extract.text.lexer import narrative, terms

_LEAD = regex.compile(
    r"\s*(?:\(?[\d一二三四五六七八九十]{1,3}[).、]+|[一二三四五六七八九十]是)?(?:20\d\d年度?)?(?P<name>[\p{Han}A-Za-z0-9+-]{3,40}?)(?:支出)?(?:情况)?(?:[。:：,，]|(?=年初|预算|全年|安排|实际|\d))"
)
_IN_NAME = r"(?!其中|含|不含|包括)[\p{Han}]{2,8}"
_BRACKET = rf"\((?!{_IN_NAME}\)\p{{Han}})|(?<!\({_IN_NAME})\)|\)(?!\p{{Han}})"
_NAME = regex.compile(rf"(?:[\p{{Han}}A-Za-z0-9+-]|(?<=\p{{Han}})\({_IN_NAME}\)(?=\p{{Han}})){{3,30}}")
_DATED = regex.compile(r"^(?:20\d\d年度?|截至.*?[,，日底]|一是|二是|三是|四是|五是|六是|和|及|用于|安排|支付|列支)+")
_LEVEL = regex.compile(
    r"(?:中央|省|市|县|区|州|旗|自治区|地方|本级|上级)(?:级|本级)?(?:财政)?(?:专项|配套|补助|统筹|衔接|预算)?(?:资金|补助|拨款|配套|投入)|中央|自治区|省级|市级|州级|县级|区级|旗级|(?:中央|省级?|市级?|县级?|区级?|州级?)财政"
)
_LEVEL_OF_PROJECT = regex.compile(
    r"(?:第.批)?(?:中央|省|市|县|区|州|旗|自治区|地方|本级|上级|国家)(?:级|本级)?[\p{Han}]{0,8}(?:资金|补助|补助费|拨款|配套|投入)|上级|本级|\p{Han}{0,6}自筹(?:资金)?|自有资金|单位资金"
)
_GIVEN = regex.compile(
    r"^(?:\p{Han}*?[,，])?(?:共计?|合计|累计|全年|实际|我[省市县区州旗局校院]|今年)*(?:下达|投入|安排|到位|收到|拨入|获得)(?:了|给)?(?:我[省市县区州旗局校院](?:\p{Han}{1,6}[局委办])?|我单位|本单位)*(?:20\d\d年度?)*"
)
_OTHERS = regex.compile("其他|其它|以外")
_LINKING = regex.compile("(?:为|是|约|共|达|:)+$")
_FUND_WORDS = ("资金", "经费", "补助", "补贴")
_HEADS_LIST = regex.compile(r"[,，(]其中")
_PAID = regex.compile("支付|支出|拨付|使用")
_OWN_NAME = 5
GRANTED = ("安排", "下达", "安排了", "拨入", "到位")
_SUMS = ("合计", "共计", "总计", "资金总额", "总额")
_ADVERBS = ("实际", "年初", "全年", "累计", "当年", "本年", "共", "已", "共计")


@dataclass(frozen=True, slots=True)
class Fund:
    """A named fund: where its name stands in the folded text and the measure said with its figure, if any.

    `level` tells that it is no fund of its own but what one level of government gives (`县级财政配套资金`), `total` that
    it is the very project reported on.
    """

    start: int
    end: int
    measure: str | None
    level: bool = False
    total: bool = False


@cache
def _boundary() -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, sorted(narrative()["of_which"], key=len, reverse=True)))
    return regex.compile(rf"[,，、。;；:：\n]|{_BRACKET}|{words}|\d[.、]|以及|(?<=元)和")


@cache
def _measures() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(narrative()["measures"].items(), key=lambda pair: -len(pair[0])))


def fund_name(name: str) -> str | None:
    """A project's or fund's own name, None for `项目`, `本部门整体支出` and the like."""
    generic = tuple(narrative()["no_fund_start"])
    fits = _NAME.fullmatch(name) and name.endswith(tuple(narrative()["fund_endings"])) and len(name) >= _OWN_NAME
    return name if fits and not name.startswith(generic) and "整体" not in name else None


def is_level(name: str) -> bool:
    """True for what one level of government gives (`区级配套资金`)."""
    return bool(_LEVEL.fullmatch(name))


def is_project(text: str, lead: tuple[int, int]) -> bool:
    """True where the lead is plainly one project's name, so that words in it are no terms (`公务用车平台运行项目`)."""
    name, closed = text[slice(*lead)], text[lead[1] : lead[1] + 1] in tuple("。:：,，")
    return closed and name.endswith(tuple(narrative()["project_endings"])) and name not in terms()


def run_in_fund(text: str) -> tuple[int, int] | None:
    """The span of the fund's name that opens a paragraph as a lead of its own (`1.基本公共卫生服务项目。预算安排…`)."""
    match = _LEAD.match(text)
    if match is None or _OTHERS.search(match["name"]):
        return None
    rest = text[match.end() :]
    numbered, known = match["name"] != text[: match.end("name")], match["name"] in terms()
    measured = rest.startswith(tuple(narrative()["measures"])) and text[match.end() - 1] in "。:："
    others = (*narrative()["no_fund"], *narrative()["no_fund_alone"])
    plain = numbered and measured and not known and not any(word in match["name"] for word in others)
    if fund_name(match["name"]) is None and not plain:
        return None
    return match.span("name")


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands between the last boundary and a figure: a name from `start` on, and the measure said with it.

    `granted` where the clause says that the money was given: 安排, and in a project's report 下达, 到位 and the like.
    """

    start: int
    name: str
    measure: str | None
    granted: bool

    @property
    def end(self) -> int:
        """Where the name ends."""
        return self.start + len(self.name)


def fund_before(text: str, at: int, listed: bool, project: str | None) -> Fund | None:
    """The fund whose figure begins at `at`: its name opens the clause and only a measure stands between.

    In a list (`listed`) any name will do; elsewhere it must end like a fund and have a measure of its own. In the
    report of one project the levels of government that pay for it and its own name count too.
    """
    said = _clause_before(text, at, project)
    name, measure = said.name, said.measure
    if (listed and _LEVEL.fullmatch(name)) or (
        project and (_LEVEL.fullmatch(name) or _LEVEL_OF_PROJECT.fullmatch(name))
    ):
        return Fund(said.start, said.end, measure, level=True)
    if project and (own := _own_money(said, text, at, project)):
        return own
    if not _NAME.fullmatch(name) or any(word in name for word in narrative()["no_fund"]):
        return None
    if not (listed and fund_name(name)) and any(word in name for word in narrative()["no_fund_alone"]):
        return None
    if not (listed or said.granted) and (measure is None or fund_name(name) is None):
        return None
    return Fund(said.start, said.end, measure)


def _clause_before(text: str, at: int, project: str | None) -> _Clause:
    start = max((match.end() for match in _boundary().finditer(text, 0, at)), default=0)
    lead = _DATED.match(text[start:at])
    start += lead.end() if lead else 0
    if project and (given := _GIVEN.match(text[start:at])) and text[start + given.end() : at].endswith(_FUND_WORDS):
        return _Clause(start + given.end(), text[start + given.end() : at], "budget", granted=True)
    name, measure = _split(text[start:at])
    endings = (*narrative()["fund_endings"], "费")
    granted = lead is not None and lead[0].endswith("安排") and name.endswith(endings) and name not in terms()
    return _Clause(start, name, measure or ("budget" if granted else None), granted)


def _own_money(said: _Clause, text: str, at: int, project: str) -> Fund | None:
    """The money of the one project reported on: under its name, or under whatever name where it is given and its
    sources are listed."""
    name = said.name
    measure = said.measure or ("actual" if _PAID.search(name) else "budget")
    if project in name:
        start = said.start + name.index(project)
        return Fund(start, start + len(project), measure, total=True)
    if project in name.replace("转移支付", "") or (said.granted and _HEADS_LIST.match(text, text.find("元", at) + 1)):
        return Fund(said.start, said.end, measure, total=True)
    shared = _common_ending(name, project)
    if shared > _OWN_NAME:
        return Fund(said.end - shared, said.end, measure, total=True)
    return Fund(said.start, said.end, said.measure, total=True) if name in _SUMS else None


def _common_ending(one: str, other: str) -> int:
    """How many characters two texts share at their end."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _split(clause: str) -> tuple[str, str | None]:
    """A clause before a figure -> the name and the measure that closes it."""
    bare = _LINKING.sub("", clause)
    for word, measure in _measures():
        if bare.endswith(word):
            name = bare[: -len(word)]
            while name.endswith(_ADVERBS):
                name = name[: -len(next(word for word in _ADVERBS if name.endswith(word)))]
            return name, measure
    if bare.endswith("安排") and len(bare) > _OWN_NAME:
        return bare.removesuffix("安排"), "budget"
    return bare, None
