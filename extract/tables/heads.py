"""Labels with their answer beside them: 项目名称 | X, 主管部门 | X | 实施单位 | Y, 单位名称：X in one cell."""

from decimal import Decimal
from functools import cache, lru_cache

import regex

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern
from extract.numbers import is_blank, parse_points
from extract.tables.columns import MEASURES, parse_header
from extract.tables.execution import may_begin, read_labelled_line
from extract.tables.figures import is_figure, read_unheaded
from extract.tables.reading import Reading
from extract.tables.scores import read_sentence_score
from extract.tables.simple import add_goal, add_staff, complete_goal
from extract.tables.staff import read_pair
from schemas import fields
from schemas.document import Place, Slot
from schemas.errors import NumberError
from schemas.folding import bracketed, fold
from schemas.records import Score

_INLINE = regex.compile(
    r"(?P<label>[\p{Han}()（）“”]{2,16})\s*[:：]\s*(?P<answer>[^\s:：][^:：\n]*?)?(?=\s{1,}[\p{Han}()（）]{2,16}\s*[:：]|\s*$|\n)"
)
_PERSONS = regex.compile(r"\d+(?:人|名|个)?")
_POINTS = regex.compile(r"(?:评分|得分|分数)?[:：]?\s*(\d{1,3}(?:\.\d+)?)\s*分?")
_MEASURES = frozenset((*MEASURES, "amount"))
_NUMBERED = regex.compile(r"[一二三四五六七八九十\d]{1,2}[:：]?$")
MIN_ENDING = 4
_CARRIERS = ("competent_department", "implementing_unit", "organization")
_STAFF_KEYS = {"establishment": "establishment", "actual": "actual"}


@lru_cache(maxsize=4096)
def head_key(text: str) -> str | None:
    """The key a label asks for (`organization`, `project`, `grade`, `ignored` …), else None."""
    label = bare_label(text)
    if not label or len(label) > 24:
        return None
    shorter, note = bracketed(label)
    keys = fields.head_keys().get(label) or (fields.head_keys().get(shorter) if note is not None else None)
    keys = keys or fields.head_keys().get(_NUMBERED.sub("", shorter))
    if keys is None and pattern("tables", "reviewed_points").fullmatch(label):
        return "review"
    if keys is None and len(label) > MIN_ENDING:
        endings = (
            ("grade", "grade_endings"),
            ("conclusion", "conclusion_endings"), ("goal_actual", "attained_endings"), ("ignored", "prose_endings"),
        )  # fmt: skip
        if told := next((key for key, name in endings if label.endswith(tuple(words(name)))), None):
            return told
    if keys is None:
        return next((key for key, worded in _head_patterns() if worded.fullmatch(label)), None)
    return next((key for key in _ORDER if key in keys), None)


@cache
def _head_patterns() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((key, regex.compile(worded)) for key, worded in lexicon("tables")["head_patterns"].items())


_ORDER = (
    "project", "competent_department", "implementing_unit", "organization", "declared", "review", "grade", "date",
    "establishment", "actual", "conclusion", "goal_expected", "goal_actual", "ignored",
)  # fmt: skip


def read_heads(reading: Reading, slots: list[Slot]) -> bool:
    """Read a row of labels and answers; False when it begins with no known label."""
    filled = [slot for slot in slots if slot.text.strip()]
    if not filled:
        return False
    first = slots.index(filled[0])
    if head_key(filled[0].text) is None:
        return _read_inline_row(reading, filled) or _read_carriers_behind(reading, slots)
    at = first
    while at < len(slots):
        key = head_key(slots[at].text) if slots[at].text.strip() else None
        if key is None:
            beside = slots[at : at + 2]
            read = at != first and _read_beside(reading, beside)
            if not read:
                _read_inline_row(reading, beside[:1])
            at += 2 if read else 1
            continue
        answer = _answer(slots, at, key)
        reading.use([slots[at]])
        if answer is None:
            at += 1
            continue
        reading.use([answer])
        _keep(reading, key, answer)
        if key == "project" and bare_label(slots[at].text).startswith(tuple(words("narrower_projects"))):
            reading.heads[key].sort(key=lambda kept: kept.place != reading.place(answer.cell))
        for scope in ("transfer", "special_fund") if key == "project" else ():
            if any(word in fold(slots[at].text) for word in words(f"{scope}_labels")):
                reading.answer(scope, answer)
        at = slots.index(answer) + 1
    if head_key(filled[0].text) == "ignored":
        reading.use(slots)
    return True


def _read_beside(reading: Reading, beside: list[Slot]) -> bool:
    """Whether a label that asks for nothing in the head of a form was read with its answer: people, the line of execution, money."""
    if read_pair(reading, beside):
        return True
    return (may_begin(beside[0].text) and read_labelled_line(reading, beside)) or read_unheaded(reading, beside)


def _read_carriers_behind(reading: Reading, slots: list[Slot]) -> bool:
    """Read who carries a project out behind a label that nobody knows and its answer (`建设周期 | … | 主管部门 | X`)."""
    filled = [k for k, slot in enumerate(slots) if slot.text.strip()]
    behind = next((k for k in filled[2:] if head_key(slots[k].text) in _CARRIERS), None)
    if behind is None or any(is_figure(slots[k].text) for k in filled) or behind == filled[-1]:
        return False
    return read_heads(reading, slots[behind:])


def _answer(slots: list[Slot], at: int, key: str) -> Slot | None:
    """The next filled cell after a label, unless that is a label or a column header itself."""
    for slot in slots[at + 1 :]:
        if not slot.text.strip():
            continue
        if key != "ignored" and (head_key(slot.text) or _MEASURES & parse_header(slot.text).roles):
            return None
        return slot
    return None


def _keep(reading: Reading, key: str, slot: Slot) -> None:
    if is_blank(slot.text) or key == "ignored":
        return
    if key in _STAFF_KEYS:
        if _PERSONS.fullmatch(fold(slot.text)):
            add_staff(reading, _STAFF_KEYS[key], slot)
    elif key in ("declared", "review"):
        add_declared(reading, key, slot)
    elif key == "grade" and pattern("scores", "points_alone").fullmatch(fold(slot.text)):
        add_declared(reading, "declared", slot)
    elif key == "conclusion" and fold(slot.text) in words("grade_words"):
        reading.answer("grade", slot)
    elif key == "conclusion":
        read_sentence_score(reading, slot)
    elif key == "goal_expected":
        add_goal(reading, slot, None)
    elif key == "goal_actual":
        complete_goal(reading, slot)
    else:
        reading.answer(key, slot)


def add_declared(reading: Reading, key: str, slot: Slot, institution: str | None = None) -> None:
    """Keep a declared or reviewed score that stands in its own cell (`98.5`, `评分：98.5`, `98分`)."""
    try:
        value = parse_points(slot.text)
    except NumberError:
        match = _POINTS.match(fold(slot.text))
        value = Decimal(match[1]) if match else None
    if value is None:
        reading.answer(key, slot)
        return
    place = reading.place(slot.cell)
    reading.scores.append(
        Score(
            key,
            None,
            value,
            None,
            slot.cell.text,
            place,
            {"score": place},
            institution,
            by=reading.setting.form or "table.heads",
        )
    )


def _read_inline_row(reading: Reading, filled: list[Slot]) -> bool:
    found = False
    for slot in filled:
        if len(slot.text) > 200:
            continue
        for match in _INLINE.finditer(slot.text):
            key = head_key(match["label"])
            if key is None:
                continue
            found = True
            reading.use([slot])
            if key == "conclusion":
                read_sentence_score(reading, slot)
            if match["answer"] and key not in (
                "ignored",
                "conclusion",
                "goal_expected",
                "goal_actual",
                "establishment",
                "actual",
            ):
                _keep_inline(reading, key, slot, match)
    return found


def labelled_answers(line: str) -> dict[str, str]:
    """key -> answer of the known labels in a line of text (`单位名称：X    填报日期：Y`)."""
    found: dict[str, str] = {}
    for match in _INLINE.finditer(line):
        key = head_key(match["label"])
        if key and match["answer"]:
            found.setdefault(key, match["answer"])
    return found


def _keep_inline(reading: Reading, key: str, slot: Slot, match: regex.Match[str]) -> None:
    place = reading.place(slot.cell)
    place = Place("table", place.index, place.row, place.col, *match.span("answer"), place.page)
    if key in ("declared", "review"):
        points = _POINTS.match(fold(match["answer"]))
        if points:
            reading.scores.append(
                Score(key, None, Decimal(points[1]), None, match["answer"], place, {"score": place}, by="table.heads")
            )
    else:
        reading.answer(key, slot, match["answer"])
