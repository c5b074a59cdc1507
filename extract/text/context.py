"""What the text around a place says: pure questions that the state of a sentence asks before it decides."""

from functools import cache

import regex

from extract.lexicons.grammar import pattern, wordings
from extract.text.funds import fund_name
from extract.text.lexer import narrative
from schemas import fields

_CLAUSE = regex.compile("[,，。;；:：()]")


# No words that say for whom a budget was approved are longer.
_LONGEST_OPENING = 40
_LONGEST_TITLE = 24


def _said(name: str) -> regex.Pattern[str]:
    return pattern("contexts", name)


def run_in_title(text: str) -> str | None:
    """The title that a paragraph opens with and runs on from, None where it opens with none."""
    match = _said("run_in").match(text)
    return match["title"] if match else None


def opens_list(text: str) -> bool:
    """True for a paragraph after which a list of projects or funds follows, each in a paragraph of its own."""
    return bool(_said("opener").search(text.rstrip()))


def titles_projects(text: str) -> bool:
    """True for a paragraph that is nothing but the title of projects' spending, which lines of projects may follow."""
    return len(text) <= _LONGEST_TITLE and bool(_said("title_of_projects").fullmatch(text))


def continues_list(text: str) -> bool:
    """True for a paragraph that goes on with what the sum before it consists of."""
    return text.startswith(tuple(narrative()["of_which"]))


def tells_budget_and_spending(text: str, end: int) -> bool:
    """True for a lead that ends at a place and of which a budget and what was spent of it are told: it is a project."""
    return bool(_said("budget_and_spending").match(text, end))


def measure_opened(text: str) -> str | None:
    """The measure of the last figure of a line that opens a list, told right before it; None where that leaves it open."""
    match = _said("measures_of_opener").search(text)
    return match.lastgroup if match else None


def lists_projects(text: str) -> bool:
    """True for a paragraph that opens with words that say that projects are listed (`主要项目包括：`)."""
    return text.startswith(tuple(word for word in narrative()["of_which"] if narrative()["project_word"] in word))


def enumerates(text: str) -> bool:
    """True for a paragraph that is nothing but names with their figures, after a lead if it has one, or with what was done."""
    return bool(_said("enumeration").fullmatch(text) or _said("told_projects").fullmatch(text))


def listed_sentence(text: str, at: int) -> bool:
    """True where a sentence begins at `at` that is nothing but names with their figures."""
    return bool(_said("listed_sentence").match(text, at))


def in_clause(name: str, text: str, at: int) -> regex.Match[str] | None:
    """A pattern that ends at a place and is looked for in its clause, with the mark before that."""
    start = max(text.rfind(mark, 0, at) for mark in ",;。")
    return _said(name).search(text, max(start, 0), at)


def opens_breakdown(text: str, at: int) -> bool:
    """True where a sentence begins at `at` with words that open what the one before summed up (`按支出性质分:`)."""
    return text.startswith(tuple(narrative()["goes_on"]), at) or bool(_said("by_kind").match(text, at))


def budget_follows(text: str, end: int) -> bool:
    """True for a figure after which the budget comes that it is counted into (`上年结转3万元,调整后全年预算数`)."""
    return bool(_said("budget_follows").match(text, end))


def is_item(text: str) -> bool:
    """True for a paragraph that is one item of a list by its number."""
    return bool(_said("item_number").match(text))


def loose_may_follow(before: str) -> bool:
    """True where a text may end before a short term that is a word of its own (`2022年收入`)."""
    return bool(_said("term_may_follow").search(before))


def may_follow(before: str) -> bool:
    """The same for `我局项目支出`, or where a list of parts opens."""
    return loose_may_follow(before) or before.endswith((*narrative()["of_which"], *wordings("funds", "granted")))


def announces(opening: str, closing: str) -> bool:
    """True for a sentence that is nothing but a term, between these two, and `情况说明`."""
    return bool(_said("opening").fullmatch(opening.rpartition("。")[2]) and _said("closing").fullmatch(closing))


def is_rate(text: str, start: int, end: int) -> bool:
    """True for the measure in `完成年初预算的105%`: it is what a rate is of, and the next figure is not of it."""
    return bool(_said("rate").match(text, end) and _said("of_rate").search(text[:start]))


def is_all_of_figure(text: str, at: int) -> bool:
    """True where the figure right before a place tells what all of the one before it was (`支出3万元,为公务接待费3万元,`)."""
    match = _said("all_of_figure").search(text[:at])
    return match is not None and match["whole"] == match["part"]


def is_for_each(text: str, label: tuple[int, int], unit: str | None) -> bool:
    """True for what is spent on each pupil, bed or village: a name that says so, and a figure in plain yuan."""
    return unit in wordings("contexts", "ends_figure") and _said("for_each").match(text, *label) is not None


def changes_in_order(text: str, at: int) -> bool:
    """True for changes of several items told in their order, without their names (`分别较上年减少3万元和1万元`)."""
    told = any(word in text for word in wordings("contexts", "in_order"))
    return told and in_clause("each_change", text, at) is not None


def of_several_years(text: str, at: int) -> bool:
    """True for figures of several years told in their order (`2021年、2022年支出分别为8万元和9万元`)."""
    if not any(word in text for word in wordings("contexts", "in_order")):
        return False
    start = max(text.rfind(mark, 0, at) for mark in "。;；") + 1
    return bool(_said("years_in_order").search(text, start, at))


def divides(text: str, at: int) -> bool:
    """True where words begin at a place that say by what kinds of parts a sum is divided (`按用途分`)."""
    opened = text[at : at + 1] in wordings("contexts", "opens_kinds")
    return opened and _said("kinds_of_parts").match(text, at) is not None


def is_portion(before: str) -> bool:
    """True for a clause that speaks of a part of what it names, or of what was done with it (`涉及项目支出`)."""
    clause = _CLAUSE.split(before)[-1]
    return any(word in clause for word in narrative()["portions"]) and "元" not in clause


def lists_functions(text: str) -> bool:
    """True for a paragraph that names classes of functions: only there 其他支出 is one of them."""
    return any(name in text for name in _spending_on_functions())


@cache
def _spending_on_functions() -> tuple[str, ...]:
    """The classes of functions as money spent on them; 其他支出 is left out, which may be anything."""
    named = (label for label, code in fields.classified_labels("func").items() if code != "func.229")
    return tuple(name.removesuffix(word) + word for name in named for word in wordings("terms", "spending"))


def is_of_area(before: str) -> bool:
    """True for a clause that speaks of the money of a whole province, city or county before it comes to its term."""
    clause = _CLAUSE.split(before)[-1]
    return any(word in clause for word in (*narrative()["areas"], *narrative()["levels"])) and "元" not in clause


def speaks_of_area(title: str) -> bool:
    """True for a section on the money of a whole province, city or county, not of one body."""
    named = any(area in title for area in narrative()["areas"]) and bool(_said("money_title").search(title))
    return named or bool(_said("area_title").search(title))


def tells_area_finances(text: str) -> bool:
    """True for a paragraph on the public finances of a whole place (`全镇一般公共预算收入…`)."""
    return bool(_said("area_finances").search(text))


def is_side_of_account(label: str, text: str) -> bool:
    """True for the sum of one side of an account where the text tells both (`收入总计…，支出总计…`)."""
    told = _said("both_sides").search(text) or _said("side_opens").match(text)
    return bool(_said("side").search(label) and told)


def arrives(text: str, end: int) -> bool:
    """True for a figure that is said to have reached the body (`286万元全部到位`)."""
    return bool(_said("arrives").match(text, end))


def is_share_of_plan(text: str, end: int) -> bool:
    """True for a figure that is told as a share of what is planned (`,占基本支出预算90%`): it is planned itself."""
    return bool(_said("share_of_plan").match(text, end))


def is_of_next_budget(text: str, at: int) -> bool:
    """True in a sentence that tells what an evaluation has to do with another year's budget."""
    told = any(word in text for word in wordings("contexts", "used_later"))
    return told and bool(_said("of_next_budget").search(text, text.rfind("。", 0, at) + 1, at))


def handed_over(text: str, end: int) -> bool:
    """True for a figure behind which it is said that it went to the treasury (`收入5万元上缴国库`)."""
    return bool(_said("handed_over").match(text, end))


def rate_follows(text: str, at: int) -> bool:
    """True for a figure at `at` right behind which the rate of the budget is told (`支出90万元,预算执行率95%`)."""
    return bool(_said("rate_behind").match(text, at))


def spent_next(text: str, end: int) -> bool:
    """True for a figure right after which comes what was spent of it (`资金500万元,支出470万元`): it is the budget."""
    return bool(_said("spent_next").match(text, end))


def names_whole_budget(text: str, start: int, end: int, unknown: bool) -> bool:
    """True for a clause that names nothing but the body before 年初预算: its whole budget is meant."""
    clause = regex.split("[,，。;；:：]", text[:start])[-1]
    of_department = any(word in text[start:end] for word in wordings("contexts", "of_department"))
    changed = clause.endswith(wordings("contexts", "after"))
    named = not unknown or of_department or changed or any(word in clause for word in narrative()["total_words"])
    named = (
        named or _said("body_and_year").fullmatch(clause) is not None or _said("by_treasury").search(clause) is not None
    )
    return (
        named
        and not text.startswith(wordings("contexts", "after"), end)
        and (changed or not _said("not_whole").search(clause))
    )


def scored_project(text: str, at: int) -> tuple[int, int] | None:
    """The project whose self-evaluation the paragraph has just told of (`X项目绩效自评综述：…`), if any."""
    told = list(_said("scored").finditer(text, 0, at))
    return told[-1].span(1) if told and fund_name(told[-1][1]) is not None else None


def names_fund(text: str, at: int) -> bool:
    """True where the clause that ends at `at` is a fund's own name (`…;Y项目全年预算数`)."""
    return fund_name(regex.split("[,，。;；:：]", text[:at])[-1]) is not None


def approved_for_body(text: str, at: int) -> bool:
    """True for a budget at `at` that its clause says was approved for the body (`财政局批复我队2022年预算`)."""
    return bool(_said("approved_for_body").search(text, max(at - _LONGEST_OPENING, 0), at))


def taken_back(text: str, end: int) -> bool:
    """True for a figure behind which it is told that the treasury took it back: it was left of the year's money alone."""
    return bool(_said("taken_back").match(text, end))


def is_share_of(text: str, start: int, end: int) -> bool:
    """True for a budget between these places that is told to say what share of it a figure is (`,为预算9万元的80%`)."""
    return bool(_said("share_before").search(text[:start]) and _said("share_behind").match(text, end))


def counts_projects(text: str, at: int) -> bool:
    """True after `实施项目4个,`: what follows is the money of those projects together."""
    told = text[:at].rpartition("。")[2]
    return bool(_said("counted").search(told)) and not any(word in told for word in wordings("contexts", "evaluated"))


def evaluates(text: str, at: int) -> bool:
    """True in a sentence that tells how many projects were evaluated: their money is told to say how many."""
    end = text.find("。", at)
    sentence = text[text.rfind("。", 0, at) + 1 : end if end >= 0 else len(text)]
    return any(word in sentence for word in wordings("contexts", "evaluated"))


def opens_for_body(text: str, at: int) -> bool:
    """True where a sentence has named nothing but the body and the year so far (`2023年我局`)."""
    return bool(_said("body_alone").fullmatch(text[:at].rpartition("。")[2]))


def opens_clause(text: str, at: int) -> bool:
    """True for a year at `at` that its clause opens with, or names the body before; it is not one compared with."""
    clause = _CLAUSE.split(text[:at])[-1]
    return not _said("compared").search(clause) and not any(word in clause for word in narrative()["measures"])


def joins(text: str) -> bool:
    """True for what stands between two names that share one figure (`人员经费和公用经费`)."""
    return bool(_said("joint").fullmatch(text))


def pairs_unknown(stranger: str) -> bool:
    """True for unknown words that what follows is paired with (`酒窖及`): the figure is that of both."""
    return bool(_said("half_of_pair").search(stranger))


def said_of_all(text: str, at: int) -> bool:
    """True for a figure at `at` that holds for each of the terms before it (`…费、…费均为0万元`)."""
    return bool(_said("of_all").search(text[:at]))


def counted_before(text: str, at: int) -> tuple[int, int] | None:
    """The span of `8个项目` right before a figure, which is the money of those projects together."""
    match = _said("counted_before").search(text[:at])
    return match.span() if match else None


def at_start_of_year(before: str) -> bool:
    """True for a clause that speaks of what the year began with (`年初调整后结转结余`)."""
    return bool(_said("start_of_year").search(before))


def others_money(text: str, at: int, label: tuple[int, int]) -> tuple[int, int] | None:
    """The word before a figure, in its clause but in no name, that tells of money that others earned, gave or got."""
    start = max(text.rfind(mark, 0, at) for mark in ",，。;；:：(\n") + 1
    found = [
        (place, place + len(word))
        for word in narrative()["others_money"]
        if (place := text.rfind(word, start, at)) >= 0
        and not (label[0] <= place < label[1])
        and not _said("body_ahead").match(text, place + len(word))
    ]
    if any(word in text for word in wordings("contexts", "kept")):
        told = _said("kept_by_others").search(text, max(text.rfind("。", 0, at), text.rfind(";", 0, at)) + 1, at)
        found += [told.span()] if told else []
    return max(found, key=lambda span: (span[1], -span[0]), default=None)


def adjusted_next(text: str, at: int) -> bool:
    """True for a budget at `at` of which the adjusted sum stands right behind: it is the initial one."""
    return bool(_said("adjusted_next").match(text, at))


def adjusted(text: str) -> bool:
    """True for words that speak of a budget as it became in the year."""
    return bool(_said("adjusted").search(text))
