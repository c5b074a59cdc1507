"""Scores said in sentences and headings: the body's own score, its components, and the budget's execution rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extract.text.funds import run_in_fund
from extract.text.lexer import narrative
from schemas.document import Paragraph, Place
from schemas.records import Score

_POINTS = r"(\d{1,3}(?:\.\d+)?)"
_DECLARED = regex.compile(
    rf"(?:整体(?:支出)?(?:绩效)?自评(?:结果)?(?:为|:)?{_POINTS}分(?!以))|(?:绩效自评|自评|综合|绩效|自我评价|评价|最终|整体支出绩效)(?:综合)?(?:总得分|得分|评分|分数|总分|得|分(?=为?\d))(?:情况)?(?:为|是|:|达到|达|共计)?{_POINTS}分(?!以)"
)
_COMPONENT = regex.compile(
    rf"(?P<name>年度资金总额|预算执行率?|产出指标|产出|效益指标|效果指标|效益|满意度指标|满意度|成本指标|管理指标|(?<=项目|投入)管理|过程指标|决策指标|过程|决策)"
    rf"(?:得分|得|自评得分|自评)?(?:为|:)?(?:{_POINTS}分|(?:情况|情况分析|类|分析)?\((?:满分|共|分值|权重)?{_POINTS}分\)(?:自评|实际)?(?:得分|得|自评)(?:为|:)?{_POINTS}分|(?:情况|分析)?\((?:满分|共|分值|权重)?{_POINTS}分[,，;；、]?(?:自评)?(?:实际)?得分?(?:为|:)?{_POINTS}分\))"
)
_WEIGHED = regex.compile(
    rf"(?P<name>产出|效益|效果|满意度|成本|管理|过程|决策)(?:类|类?指标)?(?:权重|分值|满分|总分|标准分)(?:为|共|:)?{_POINTS}分[,，;；、](?:实际|自评|评价|综合)?(?:得分|得)(?:为|:)?{_POINTS}分"
)
_CODES = {
    "年度资金": "budget_execution", "预算执行": "budget_execution", "产出": "output", "效益": "benefit", "效果": "benefit",
    "满意": "satisfaction", "成本": "cost", "管理": "management", "过程": "process", "决策": "decision",
}  # fmt: skip
_RATE = regex.compile(
    r"(?:预算)?(?:总体)?(?:预算)?(?:执行率|完成率|支付率|资金使用率)(?:达到|达|为|是|只有|仅为|:)?(\d{1,3}(?:\.\d+)?)%"
    rf"(?:[,，;；、](?:自评|实际)?得分?为?{_POINTS}分)?"
)
_CLAUSE = regex.compile(r"[,，。;；:：(]")
_BRACKETED = regex.compile(r"(?:\(|分值|权重|满分)(?:为|共|:)?\d+(?:\.\d+)?分[,，;；]?$")
_FUNDS = ("项目", "经费", "专项", "工程", "补助")
_PARTIAL = regex.compile(r"三公|公用经费|人员经费|基本支出|政府采购|接待|项目支出|[^本该,;:、(日年]项目|专项|经费|其中")
_FORM_NOTES = ("注:", "注1", "备注", "填表说明", "填报说明")
_WHOLE = regex.compile("年初预算|全年|调整预算|调整后预算|总支出|共支出|预算批复数|实际执行数")
_SPENT_IN_ALL = regex.compile(
    r"(?:20\d\d年度?|我\p{Han}|本\p{Han}{1,2}|全年|年度|整体|累计)+(?:实际|总)?支出(?:合计|总额)?(?:为|共)?[\d.,]+[万亿]?元[,，]"
)
_NOT_OWN = regex.compile(r"(?<!加权)平均|个项目.{0,12}(?:得分|自评)|每个|扣分|\d+个项目|项目\d+个")


@dataclass(frozen=True, slots=True)
class Stated:
    """A score a sentence states: the component, what is stated of it, and the folded offsets of the statement."""

    component: str
    weight: Decimal | None
    score: Decimal | None
    rate: Decimal | None
    span: tuple[int, int]


def may_tell_scores(folded: str) -> bool:
    """False for a text that cannot hold a score, such as the note under a form that sets the points."""
    return ("分" in folded or "率" in folded) and not folded.startswith(_FORM_NOTES)


def stated_scores(folded: str, project: str | None = None) -> Iterator[Stated]:
    """The scores a paragraph states of what is evaluated; averages, tallies and (in a department's report) single projects are left out.

    `project` is the project that the whole report speaks of, None for a department's report.
    """
    for match in _matches(folded, project) if may_tell_scores(folded) else ():
        stated = Stated(*match)
        if not _NOT_OWN.search(_sentence(folded, stated.span[0])):
            yield stated


def score_of(stated: Stated, paragraph: Paragraph, index: int, origin: tuple[int, ...]) -> Score:
    """The record of a stated score, its place that of the published text."""
    start, end = origin[stated.span[0]], origin[stated.span[1] - 1] + 1
    place = Place("text", index, start=start, end=end, page=paragraph.page)
    raw = paragraph.text[start:end]
    return Score(
        stated.component, stated.weight, stated.score, stated.rate, raw, place, by="text.score", grade="pattern"
    )


def _sentence(text: str, at: int) -> str:
    """The sentence of a text that holds a place."""
    end = text.find("。", at)
    return text[text.rfind("。", 0, at) + 1 : end if end >= 0 else len(text)]


_Match = tuple[str, Decimal | None, Decimal | None, Decimal | None, tuple[int, int]]


def _matches(text: str, project: str | None) -> Iterator[_Match]:
    for match in _DECLARED.finditer(text):
        clause = _CLAUSE.split(text[: match.start()])[-1]
        if (
            _BRACKETED.search(text[: match.start()])
            or (project is None and run_in_fund(text))
            or (project is None and clause.endswith(_FUNDS))
        ):
            continue
        yield "declared", None, Decimal(match[1] or match[2]), None, match.span()
    parts = list(_COMPONENT.finditer(text))
    for match in parts:
        code = next(code for prefix, code in _CODES.items() if match["name"].startswith(prefix))
        weight, score = match[3] or match[5], match[4] or match[6]
        if score is not None and not regex.match(r"\d+\.\d", text):
            yield code, Decimal(weight), Decimal(score), None, match.span()
        elif score is None and len(parts) >= 2:
            yield code, None, Decimal(match[2]), None, match.span()
    for match in _WEIGHED.finditer(text):
        code = next(code for prefix, code in _CODES.items() if match["name"].startswith(prefix))
        yield code, Decimal(match[2]), Decimal(match[3]), None, match.span()
    for match in _RATE.finditer(text):
        clause = regex.split(r"[。；;]", text[: match.start()])[-1]
        if _speaks_of_all(clause, match, project):
            points = Decimal(match[2]) if match[2] else None
            yield "budget_execution", None, points, Decimal(match[1]), match.span()


def _speaks_of_all(clause: str, rate: regex.Match[str], project: str | None) -> bool:
    """True where a rate is that of the whole budget (or of the one project reported on), not of a part of it."""
    said, near = clause + rate[0], _CLAUSE.split(clause)[-1]
    if project is not None:
        return not _PARTIAL.search(clause) or project in clause
    if "执行率" in rate[0] and _SPENT_IN_ALL.fullmatch(clause):
        return True
    if "预算" not in said or rate[0].startswith(("支付", "资金")) or _is_partial(near):
        return False
    if any(word in near + rate[0] for word in narrative()["total_words"]):
        return True
    whole = _WHOLE.search(clause) if rate[0].startswith("预算") else None
    return not _is_partial(clause) and bool(whole or any(word in said for word in narrative()["total_words"]))


def _is_partial(clause: str) -> bool:
    return "项目" in clause or bool(_PARTIAL.search(clause))
