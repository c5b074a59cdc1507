"""What the text around a place says: pure questions that the state of a sentence asks before it decides."""

import regex

from extract.text.funds import GRANTED, fund_name
from extract.text.lexer import narrative
from schemas import fields

_TERM_MAY_FOLLOW = regex.compile(
    r"(?:年|年度|较|比|总|部门|单位|局|中|本年|全年|于|到|得|达|排|的|和|及|为|是|用|含|括|后|：|委|办|厅|院|校|会|所|站|馆|政府|镇|乡|街道|队|处|本级|机关|(?<![\p{Han}])[我本]\p{Han}{1,3})$"
)
_OPENING = regex.compile(r"(?:[\d一二三四五六七八九十.、()]*)(?:20\d\d年度?)?(?:本?(?:部门|单位|年度?))?")
_CLOSING = regex.compile(r"(?:支出|预算|决算|使用|执行|财政拨款)*(?:情况)?(?:说明)?")
_COUNTED = regex.compile(r"项目(?:共计?)?\d+个(?:\([^()]*\))?,")
_SCORED = regex.compile(r"(?:^|[,，。;；:：、)])([\p{Han}A-Za-z0-9+]{3,40}?)(?:绩效)?自评(?:得分|综述|得)")
_RATE = regex.compile(r"(?:数|资金|总额)?的?(?:约|近)?[\d.,]+%")
_OF_RATE = regex.compile(r"(?:完成|占)(?:了)?(?:全年|年度|本年|部门|财政|年初|调整后?|总)*$")
_ARRIVES = regex.compile("(?:已|均|全部|足额|及时)*(?:到位|下达到位)")
_SPENT_NEXT = regex.compile(
    r"[,，](?:已|实际|全年|累计)*(?:支出|支付|使用|执行|拨付|决算)(?:数|资金)?(?:为|了)?[\d.,]+[万亿]?元"
)
_SHARE_OF_PLAN = regex.compile(
    "[,，]占(?:本年)?(?:基本|项目|收入|总|政府采购)(?:支出|收入)?预算(?:总额|合计)?的?[\\d.]+%"
)
_COUNT = regex.compile(r"\d+个项目(?:资金|经费|预算|共|共计|合计)*$")
_START_OF_YEAR = regex.compile("(?:年初|上年|以前年度)[^,，。;；]*$")
_COMPARED = regex.compile("[比较与同于按据照自从]|《")
_JOINT = regex.compile("以?及|[和与、]|、?以及")
_HALF_OF_PAIR = regex.compile("\\p{Han}{2,}(?:以?及|和|与)$")
_PLAN_TITLE = regex.compile("^(?!.*(?:决算|执行|完成)).*(?:支出|经费)预算(?:情况)?(?:的)?(?:说明)?$")
_BUDGET_TITLE = regex.compile(
    "(?=.{4,40}$)(?![(一二三四五六七八九十\\d]+[)、.])(?!.*(?:决算|执行|绩效|评价|完成|调整)).*20\\d\\d年.*预算(?:公开|编制|情况|的|说明|公示|信息|报告)*$"
)
_MONEY_TITLE = regex.compile("经费|财政|收入|支出|预算|决算")
_EVALUATED = ("自评", "评价")
_NOT_WHOLE = regex.compile("个|项目|专项|经费|比|较|与")
_BODY_ALONE = regex.compile("(?:20\\d\\d年度?|全年|本年度?|截至[^,，]*[,，]|我[局委办会厅]|[我本]单位|我中心|共|累计)*")
_ALL = regex.compile("[均都皆各](?:为|是)?$")


def loose_may_follow(before: str) -> bool:
    """True where a text may end before a short term that is a word of its own (`2022年收入`)."""
    return bool(_TERM_MAY_FOLLOW.search(before))


def may_follow(before: str) -> bool:
    """The same for `我局项目支出`, or where a list of parts opens."""
    return loose_may_follow(before) or before.endswith((*narrative()["of_which"], *GRANTED))


def announces(opening: str, closing: str) -> bool:
    """True for a sentence that is nothing but a term, between these two, and `情况说明`."""
    return bool(_OPENING.fullmatch(opening.rpartition("。")[2]) and _CLOSING.fullmatch(closing))


def is_rate(text: str, start: int, end: int) -> bool:
    """True for the measure in `完成年初预算的105%`: it is what a rate is of, and the next figure is not of it."""
    return bool(_RATE.match(text, end) and _OF_RATE.search(text[:start]))


def is_portion(before: str) -> bool:
    """True for a clause that speaks of a part of what it names, or of what was done with it (`涉及项目支出`)."""
    clause = regex.split("[,，。;；:：()]", before)[-1]
    return any(word in clause for word in narrative()["portions"]) and "元" not in clause


def lists_functions(text: str) -> bool:
    """True for a paragraph that names classes of functions: only there 其他支出 is one of them."""
    names = (label for label, code in fields.classified_labels("func").items() if code != "func.229")
    return any(name.removesuffix("支出") + "支出" in text for name in names)


def plans(title: str) -> bool:
    """True for a section that tells what is planned, so that figures told without a measure are a budget's."""
    return title.endswith("安排情况") or "收支预算" in title or bool(_PLAN_TITLE.search(title))


def is_title_of_budget(title: str) -> bool:
    """True for the title of a budget, not of a final account or an evaluation."""
    return bool(_BUDGET_TITLE.match(title))


def is_of_area(before: str) -> bool:
    """True for a clause that speaks of the money of a whole province, city or county before it comes to its term."""
    clause = regex.split("[,，。;；:：()]", before)[-1]
    return any(word in clause for word in (*narrative()["areas"], *narrative()["levels"])) and "元" not in clause


def speaks_of_area(title: str) -> bool:
    """True for a section on the money of a whole province, city or county, not of one body."""
    return any(area in title for area in narrative()["areas"]) and bool(_MONEY_TITLE.search(title))


def arrives(text: str, end: int) -> bool:
    """True for a figure that is said to have reached the body (`286万元全部到位`)."""
    return bool(_ARRIVES.match(text, end))


def is_share_of_plan(text: str, end: int) -> bool:
    """True for a figure that is told as a share of what is planned (`,占基本支出预算90%`): it is planned itself."""
    return bool(_SHARE_OF_PLAN.match(text, end))


def spent_next(text: str, end: int) -> bool:
    """True for a figure right after which comes what was spent of it (`资金500万元,支出470万元`): it is the budget."""
    return bool(_SPENT_NEXT.match(text, end))


def names_whole_budget(text: str, start: int, end: int, unknown: bool) -> bool:
    """True for a clause that names nothing but the body before 年初预算: its whole budget is meant."""
    clause = regex.split("[,，。;；:：]", text[:start])[-1]
    named = not unknown or "部门预算" in text[start:end] or any(word in clause for word in narrative()["total_words"])
    return named and text[end : end + 1] != "后" and not _NOT_WHOLE.search(clause)


def scored_project(text: str, at: int) -> tuple[int, int] | None:
    """The project whose self-evaluation the paragraph has just told of (`X项目绩效自评综述：…`), if any."""
    told = list(_SCORED.finditer(text, 0, at))
    return told[-1].span(1) if told and fund_name(told[-1][1]) is not None else None


def names_fund(text: str, at: int) -> bool:
    """True where the clause that ends at `at` is a fund's own name (`…;Y项目全年预算数`)."""
    return fund_name(regex.split("[,，。;；:：]", text[:at])[-1]) is not None


def counts_projects(text: str, at: int) -> bool:
    """True after `实施项目4个,`: what follows is the money of those projects together."""
    told = text[:at].rpartition("。")[2]
    return bool(_COUNTED.search(told)) and not any(word in told for word in _EVALUATED)


def opens_for_body(text: str, at: int) -> bool:
    """True where a sentence has named nothing but the body and the year so far (`2023年我局`)."""
    return bool(_BODY_ALONE.fullmatch(text[:at].rpartition("。")[2]))


def opens_clause(text: str, at: int) -> bool:
    """True for a year at `at` that its clause opens with, or names the body before; it is not one compared with."""
    clause = regex.split("[,，。;；:：()]", text[:at])[-1]
    return not _COMPARED.search(clause) and not any(word in clause for word in narrative()["measures"])


def joins(text: str) -> bool:
    """True for what stands between two names that share one figure (`人员经费和公用经费`)."""
    return bool(_JOINT.fullmatch(text))


def pairs_unknown(stranger: str) -> bool:
    """True for unknown words that what follows is paired with (`酒窖及`): the figure is that of both."""
    return bool(_HALF_OF_PAIR.search(stranger))


def said_of_all(text: str, at: int) -> bool:
    """True for a figure at `at` that holds for each of the terms before it (`…费、…费均为0万元`)."""
    return bool(_ALL.search(text[:at]))


def counted_before(text: str, at: int) -> tuple[int, int] | None:
    """The span of `8个项目` right before a figure, which is the money of those projects together."""
    match = _COUNT.search(text[:at])
    return match.span() if match else None


def at_start_of_year(before: str) -> bool:
    """True for a clause that speaks of what the year began with (`年初调整后结转结余`)."""
    return bool(_START_OF_YEAR.search(before))
