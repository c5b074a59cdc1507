"""Label text -> canonical code within a block. Never a guess: what no entry claims is None."""

from functools import lru_cache

import regex

from schemas import fields
from schemas.folding import bracketed, fold, squeeze
from schemas.units import money_pattern

_OUTLINE = (
    r"(?:[一二三四五六七八九十]{1,3}[、,.．，]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}(?:\.\d{1,2})*[、.．](?!\d)"
    r"|\d{1,2}(?:\.\d{1,2})+(?=\s*\p{Han})"
    r"|\d{1,2}(?=[\p{Han}“])|[①-⑳⑴-⒇]|[-—*·]+)"
)
_LEVELS = regex.compile(
    r"([一二三四五六七八九十]{1,3}[、,.．，])|([（(][一二三四五六七八九十]{1,3}[)）])|(\d{1,2}[、.．](?!\d))|([（(]\d{1,2}[)）])"
)
_OF_WHICH = r"(?:[(（]?其中[)）]?\s*[:：,，]?|加[:：]|减[:：])"
_LEADING = regex.compile(rf"^\s*(?:{_OUTLINE}|{_OF_WHICH})\s*")
_UNIT_NOTE = regex.compile(rf"\((?:单位[:：]?)?(?:{money_pattern()}|人|个|%|m2|平方米|分|盖章|公章|签章|名|辆)\)")
_LETTER_NOTE = regex.compile(r"\((?:[A-Z]\d?|[A-Z]/[A-Z]|[A-Z][-+*/][A-Z]|[A-Z]=.*?|\d+分?\*执行率.*?|[①-⑳])\)")
_CODE = regex.compile(r"^[\[(【]?(\d{3}(?:\d{2}){0,2})[\])】]?[-_]?(?=\p{Han})")
_GROUP_PREFIX = regex.compile(r"^(?:资金来源|资金结构|按?收入性质分?|按?支出性质分?|按资金来源分|按资金性质分)[:：]\s*")
_SEPARATOR = regex.compile(r"[、,，和及与/]")
_PEOPLE = regex.compile(r"(?:人员)?(?:人数|总数|数)$")
MIN_CORE, MAX_PEOPLE = 3, 16


def strip_label(text: str) -> str:
    """A label without outline numbers, 其中：, group prefixes and a closing colon; quotation marks are kept."""
    text = text.strip(" \t\r\n\u3000\xa0")
    while True:
        shorter = _GROUP_PREFIX.sub("", _LEADING.sub("", text))
        if shorter == text or not shorter:
            return text.rstrip(":： \u3000")
        text = shorter


def outline_level(text: str) -> int | None:
    """How deep a label stands by its outline number: 1 for `一、`, 2 for `（一）`, 3 for `1.`, 4 for `（1）`; None without one."""
    match = _LEVELS.match(text.strip(" \t\r\n\u3000\xa0"))
    return match.lastindex if match else None


@lru_cache(maxsize=4096)
def published_label(text: str) -> str:
    """The label as a row shows it: as published, without white space, outline number and 其中：."""
    return squeeze(strip_label(squeeze(text)))


@lru_cache(maxsize=16384)
def bare_label(text: str) -> str:
    """The label for looking up: folded, outline, units, letters in brackets and a closing note removed."""
    label = fold(strip_label(squeeze(text)))
    label = _LETTER_NOTE.sub("", _UNIT_NOTE.sub("", label)).strip(":,;。")
    return strip_label(label)


def resolve_item(text: str, context: str | None = None) -> str | None:
    """The code of a money label inside a block (`context`: econ, three_public, project, assets or None).

    A printed classification code wins; a label that lumps several (水费、电费) joins their codes with `+`.
    """
    return None if text.isascii() else _item(text, context)


@lru_cache(maxsize=16384)
def _item(text: str, context: str | None) -> str | None:
    label = bare_label(text)
    if not label:
        return None
    named = _by_code(label) or _one(label, context) or _without_note(label, context)
    return named or _by_core(label, context) or _lumped(label, context)


def _by_code(label: str) -> str | None:
    match = _CODE.match(label)
    if not match:
        return None
    number, name = match[1], label[match.end() :]
    kind = "econ" if number.startswith("3") else "func" if number.startswith("2") else None
    return f"{kind}.{number}" if kind and name else None


def _one(label: str, context: str | None) -> str | None:
    if context and (code := fields.context_labels(context).get(label)):
        return code
    return (
        fields.budget_labels().get(label)
        or fields.classified_labels("econ").get(label)
        or fields.classified_labels("func").get(label)
    )


def _without_note(label: str, context: str | None) -> str | None:
    shorter, note = bracketed(label)
    return _one(shorter, context) if note is not None and shorter else None


def _by_core(label: str, context: str | None) -> str | None:
    """The code of a label that names its item among words that change nothing (本年财政拨款收入合计, 会议经费)."""
    words = fields.item_words()
    shorter = {label} | {label.removeprefix(word) for word in words["before"]}
    summed = {each.removesuffix(word) for each in shorter for word in words["sums"] if each.endswith(word)}
    cores = shorter | summed | {each.removesuffix(word) for each in shorter | summed for word in words["after"]}
    fees = {each.removesuffix(word) + "费" for each in shorter for word in words["as_fee"] if each.endswith(word)}
    known = [*sorted(cores - {label}, key=len, reverse=True), *(each + "合计" for each in summed), *sorted(fees)]
    own = fields.context_labels(context) if context else {}
    found = (own.get(name) or fields.budget_labels().get(name) for name in known if len(name) >= MIN_CORE)
    return next(filter(None, (*found, *map(fields.classified_labels("econ").get, sorted(fees)))), None)


def _lumped(label: str, context: str | None) -> str | None:
    label = label.replace("水电费", "水费、电费")
    parts = [part for part in _SEPARATOR.split(label) if part]
    codes = [_econ(part) for part in parts]
    if len(codes) < 2 or None in codes:
        return None
    return "econ." + "+".join(sorted(code.removeprefix("econ.") for code in codes if code))


def _econ(part: str) -> str | None:
    labels = fields.classified_labels("econ")
    return labels.get(part) or labels.get(part + "费")


@lru_cache(maxsize=4096)
def resolve_category(text: str) -> str | None:
    """The category of a head-count label, else None; 人数 and 人员 are one (退休干部人数)."""
    label, known = bare_label(text), fields.personnel_labels()
    core = _PEOPLE.sub("", label)
    told = known.get(label) or (known.get(f"{core}人员") or known.get(core) if core != label and core else None)
    if told or len(label) > MAX_PEOPLE:
        return told
    label = label.removesuffix("合计").removesuffix("小计")
    return known.get(label) or next(
        (category for pattern, category in fields.personnel_patterns() if pattern.search(label)), None
    )
