"""numbering.xml: the list numbers Word shows beside paragraphs though nobody typed them.

Source: ECMA-376 part 1, 17.9 (numbering definitions, level text, restarts and overrides).
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from parsers.numerals import format_number
from parsers.word_styles import W, int_of, is_on

PLACEHOLDER = re.compile(r"%([1-9])")
MAX_LEVELS = 9
MAX_START = 1_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart_after` is the 1-based level whose use restarts it, 0 for never, None for any above."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    style: str | None = None
    legal: bool = False
    restart_after: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """What one w:num means: whose counters it shares, its levels, and the starts it sets anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """All lists of a document and how far each has counted; `next_number` must be called in document order."""

    definitions: dict[str, Definition]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def level_of_style(self, num_id: str, style: str) -> int:
        """The list level that is linked to a paragraph style, 0 when none is."""
        definition = self.definitions.get(num_id)
        levels = {} if definition is None else definition.levels
        return next((ilvl for ilvl, level in levels.items() if level.style == style), 0)

    def next_number(self, num_id: str, ilvl: int) -> str | None:
        """The number of the next paragraph at this list level; None for bullets, empty labels and unknown lists."""
        definition = self.definitions.get(num_id)
        level = None if definition is None else definition.levels.get(ilvl)
        if definition is None or level is None:
            return None
        counts = self._advance(num_id, definition, ilvl)
        if level.number_format == "bullet":
            return None
        return PLACEHOLDER.sub(lambda match: _place(definition, counts, level, int(match[1]) - 1), level.text) or None

    def _advance(self, num_id: str, definition: Definition, ilvl: int) -> dict[int, int]:
        counts = self._counts.setdefault(definition.counters, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for overridden in definition.starts:
                counts.pop(overridden, None)
        for above in range(ilvl):
            counts.setdefault(above, _start(definition, above))
        counts[ilvl] = counts[ilvl] + 1 if ilvl in counts else _start(definition, ilvl)
        for deeper in [other for other in counts if other > ilvl and _restarts(definition, other, ilvl)]:
            del counts[deeper]
        return counts


def read_numbering(root: etree._Element | None) -> Numbering:
    """All lists of numbering.xml, counted from their starts. Empty when there is no numbering part."""
    if root is None:
        return Numbering({})
    abstracts = {item.get(f"{W}abstractNumId", ""): item for item in root.iter(f"{W}abstractNum")}
    by_style_link = {
        link.get(f"{W}val", ""): abstract_id
        for abstract_id, item in abstracts.items()
        if (link := item.find(f"{W}styleLink")) is not None
    }
    levels = {abstract_id: _levels(item) for abstract_id, item in abstracts.items()}
    for abstract_id, item in abstracts.items():
        link = item.find(f"{W}numStyleLink")
        linked = None if link is None else by_style_link.get(link.get(f"{W}val", ""))
        if linked is not None and not levels[abstract_id]:
            levels[abstract_id] = levels[linked]
    return Numbering({num.get(f"{W}numId", ""): _definition(num, levels) for num in root.findall(f"{W}num")})


def _definition(num: etree._Element, levels: dict[str, dict[int, Level]]) -> Definition:
    link = num.find(f"{W}abstractNumId")
    abstract_id = "" if link is None else link.get(f"{W}val", "")
    own = dict(levels.get(abstract_id, {}))
    starts: dict[int, int] = {}
    for override in num.findall(f"{W}lvlOverride"):
        ilvl = int_of(override.get(f"{W}ilvl"), 0)
        own.update(_levels(override))
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[ilvl] = _bounded(int_of(start.get(f"{W}val"), 1))
    return Definition(abstract_id, own, starts)


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {}
    for element in parent.findall(f"{W}lvl"):
        ilvl = int_of(element.get(f"{W}ilvl"), 0)
        if 0 <= ilvl < MAX_LEVELS:
            found[ilvl] = _level(element)
    return found


def _level(element: etree._Element) -> Level:
    number_format = next(element.iter(f"{W}numFmt"), None)
    legal = element.find(f"{W}isLgl")
    restart = _value(element, "lvlRestart")
    return Level(
        start=_bounded(int_of(_value(element, "start"), 0)),
        number_format="decimal" if number_format is None else number_format.get(f"{W}val", "decimal"),
        text=_value(element, "lvlText") or "",
        style=_value(element, "pStyle"),
        legal=legal is not None and is_on(legal.get(f"{W}val")),
        restart_after=None if restart is None else int_of(restart, 0),
    )


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(f"{W}val")


def _bounded(value: int) -> int:
    return max(0, min(value, MAX_START))


def _start(definition: Definition, ilvl: int) -> int:
    if ilvl in definition.starts:
        return definition.starts[ilvl]
    level = definition.levels.get(ilvl)
    return 1 if level is None else level.start


def _restarts(definition: Definition, deeper: int, used: int) -> bool:
    level = definition.levels.get(deeper)
    after = None if level is None else level.restart_after
    return after is None or used < after


def _place(definition: Definition, counts: dict[int, int], shown: Level, ilvl: int) -> str:
    level = definition.levels.get(ilvl, Level())
    if level.number_format in ("none", "bullet") or ilvl not in counts:
        return ""
    return format_number(counts[ilvl], "decimal" if shown.legal else level.number_format)
