"""What a name in the words before a figure is: the whole project, who paid, a part, what was left, a change."""

from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import regex

from extract.lexicons.grammar import wordings
from extract.text.funds import abbreviates
from extract.text.project.phrase import Phrase, Span, said
from schemas import fields

_CODED = {
    "fiscal": "source.fiscal",
    "general": "source.general",
    "fund": "source.fund",
    "state_capital": "source.state_capital",
    "unit": "source.unit",
    "other": "source.other",
    "operating": "source.operating",
}
_ASIDE = regex.compile(r"[(][^()]*[)]$")
_SHARED = 6
_MIN_NAME, _MAX_NAME = 2, 30


@dataclass(frozen=True, slots=True)
class Project:
    """The project, fund or transfer that a report is on; `of_fund` where it is spent on projects with names of their own."""

    name: str
    of_fund: bool


@dataclass(frozen=True, slots=True)
class Role:
    """`kind` is whole, source, part, left, carried, change or none; `item` the code it gives, `label` its words; `spent` where they tell that it was."""

    kind: str
    item: str
    label: Span
    sign: int = 1
    spent: bool = False


def special(text: str, start: int, end: int) -> Role | None:
    """Money that is told by its own word: left over, carried over, added or taken out; None for other words."""
    if match := said("carried").search(text, start, end):
        return Role("carried", "source.carryover", match.span("label"), spent=match["spent"] is not None)
    if (match := said("left").search(text, start, end)) and _opens(text, start, match.start(), match.start("label")):
        return Role("left", "balance", match.span("label"))
    if match := said("compared").search(text, start, end):
        return Role("change", "total", match.span(), 1 if match["up"] else -1)
    if (match := said("change").search(text, start, end)) and not said("plain_change").match(match["label"]):
        bare = said("bare_change").fullmatch(match["label"])
        label = _changed_name(text, *match.span("label")) or (
            match.start() if bare else match.start("label"),
            match.end("label"),
        )
        return Role("change", "other", label, 1 if match["up"] else -1)
    return None


def changed_source(text: str, start: int, end: int) -> Role | None:
    """A change of what one source gave (`收回区级财政资金`); None for other words."""
    match = said("changed").search(text, start, end)
    if match is None or not said("source").fullmatch(match["name"]) or not said("levelled").match(match["name"]):
        return None
    return Role("change", "other", match.span("name"), 1 if match["up"] else -1)


def _changed_name(text: str, start: int, end: int) -> Span | None:
    """A change with what it names; None where it names but money."""
    match = said("changed").match(text, start, end)
    if match is None or said("whole").fullmatch(match["name"]) or said("plain_change_of").fullmatch(match["name"]):
        return None
    return match.span("named" if said("paid_out").search(match["name"]) else "name")


def _opens(text: str, start: int, at: int, end: int) -> bool:
    """True where nothing but time and links stands between a clause's start and a place."""
    while start < at:
        match = next(
            (
                found
                for name in ("outline", "time", "connective", "adverb", "opener")
                if (found := said(name).match(text, start, end))
            ),
            None,
        )
        if match is None or match.end() == start:
            return False
        start = match.end()
    return True


def role_of(text: str, words: Phrase, project: Project, *, listed: bool) -> Role:
    """What the name of a phrase is. `listed` where a list of parts or sources is open: there only the whole name is the project."""
    name = text[slice(*words.name)]
    if not name or (said("whole").fullmatch(name) and not (listed and not words.verb)):
        return Role("whole", "total", words.name)
    if said("ours_alone").fullmatch(name) or (
        said("plain_money").fullmatch(name) and not (listed and said("public_money").fullmatch(name))
    ):
        return Role("whole", "total", words.name)
    if not listed and words.measure is not None and said("public_money").fullmatch(name):
        return Role("whole", "total", words.name)
    if match := said("batch_named").fullmatch(name):
        return Role("source", "other", (words.name[0], words.name[0] + len(match["batch"])))
    if match := said("coded").fullmatch(name):
        code = next(code for kind, code in _CODED.items() if match[kind])
        return Role("source", code, words.name)
    if (own := _level_of_own(name, project)) is not None:
        return Role("source", "other", (words.name[0] + own, words.name[1]))
    if (project.name and project.name in name) or (not listed and is_own(name, project)):
        return Role("whole", "total", words.name)
    if (said("not_ours").match(name) and not said("granted_for").match(name)) or said("several_levels").search(name):
        return Role("none", "", words.name)
    bare = _without_aside(name)
    planned = said("planned_end").sub("", bare)
    if said("source").fullmatch(planned):
        return Role("source", "other", (words.name[0], words.name[0] + len(planned)))
    bare = said("counted_end").sub("", bare)
    if _may_name(bare) and not said("no_part").fullmatch(bare):
        return Role("part", _item_of_part(bare, project), (words.name[0], words.name[0] + len(bare)))
    return Role("none", "", words.name)


def _level_of_own(name: str, project: Project) -> int | None:
    """Where what one level gave of the project's money is named, if a name is of that alone (`中央水利发展资金` of 水利发展资金)."""
    if not project.name or name in project.name:
        return None
    match = said("level_of_fund").match(name)
    if match and match["rest"] and (match["rest"] == project.name or said("level_money_alone").fullmatch(name)):
        return 0
    behind = said("level_behind").fullmatch(name)
    if behind is None:
        return None
    core = said("kind_ending").sub("", project.name)
    own = project.name.startswith(behind["fund"]) or (len(core) > _MIN_NAME and behind["fund"].endswith(core))
    return behind.start("level") if own else None


def source_by_measure(text: str, start: int, end: int) -> Role | None:
    """A source whose name ends like a measure (`中央预算内投资`, `县级预算安排`) before a figure; None for other words."""
    match = said("own_of_source").search(text, start, end)
    if match is None:
        return None
    bare = said("level_before").sub("", match["label"])
    coded = said("coded").fullmatch(bare)
    item = next((code for kind, code in _CODED.items() if coded and coded[kind]), "other")
    if item == "source.fiscal" and bare != match["label"]:
        item = "other"
    return Role("source", item, match.span("label"))


def is_own(name: str, project: Project) -> bool:
    """True for the project's own name, whole or in short, with the words of its kind."""
    if not project.name:
        return False
    if project.name in name or abbreviates(name, project.name) or _is_shortened(name, project.name):
        return True
    core = said("kind_ending").sub("", said("pointing_start").sub("", name))
    if len(core) >= _MIN_NAME * 2 and core in project.name:
        return True
    if _MIN_NAME <= len(core) < len(name) and said("kind_ending").sub("", project.name).endswith(core):
        return True
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(name), reversed(project.name), strict=False))
    return sum(1 for _ in shared) >= _SHARED


def _is_shortened(name: str, whole: str) -> bool:
    """True for a name that leaves words of the project's out, neither its first nor its kind (`食品抽检项目`)."""
    match = said("kind_ending").search(name)
    if match is None or not whole.endswith(match[0]) or name[:_MIN_NAME] != whole[:_MIN_NAME]:
        return False
    rest = iter(whole)
    return len(name) - len(match[0]) >= _MIN_NAME * 2 and all(char in rest for char in name)


def _item_of_part(name: str, project: Project) -> str:
    if name.endswith(wordings("projects", "receiver_ends")) and said("receiving").fullmatch(name):
        return "other"
    if said("period").search(name):
        return "other"
    if project.of_fund or said("fund_of_projects").search(project.name):
        return "project.named"
    return _econ().get(name, "other")


@cache
def _econ() -> dict[str, str]:
    return {label: code for label, code in fields.classified_labels("econ").items() if len(label) > _MIN_NAME}


def _without_aside(name: str) -> str:
    """A name without the bracket behind it (the paper by which it was given)."""
    if not name.endswith(")") or said("either_place").search(name):
        return name
    return _ASIDE.sub("", name) or name


def _may_name(name: str) -> bool:
    return _MIN_NAME <= len(name) <= _MAX_NAME and said("name").fullmatch(name) is not None


def is_foreign(words: str, own: str = "") -> bool:
    """True for words that tell of others' money, of a standard or of a plan, and are not of the project's `own` name."""
    return any(match[0] not in own for match in said("foreign").finditer(words))
