"""styles.xml: what a style, with all it is based on, says of heading depth, numbering and hidden text."""

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
MAX_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """A style with its ancestors folded in. `level` is 1-based; `num_id` and `ilvl` as in numbering.xml."""

    level: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    hidden: bool = False


OF_PARAGRAPH = ("pStyle", "outlineLvl", "numPr")
OF_CELL = ("gridSpan", "vMerge", "hMerge")


class Stylesheet:
    """The styles of a document by id, folded when first asked for; `default` is the default paragraph style's id."""

    def __init__(self, root: etree._Element | None = None) -> None:
        found = () if root is None else root.iter(f"{W}style")
        self._elements = {style.get(f"{W}styleId", ""): style for style in found}
        self._folded: dict[str, Style] = {}
        self.default = ""
        for style_id, element in self._elements.items():
            if element.get(f"{W}type") == "paragraph" and is_on(element.get(f"{W}default", "0")):
                self.default = style_id
        self.may_hide = any(element.find(f"{W}rPr/{W}vanish") is not None for element in self._elements.values())

    def style(self, style_id: str) -> Style:
        """The style with its ancestors folded in; a style that says nothing when there is none of that id."""
        if style_id not in self._folded:
            self._folded[style_id] = _fold(style_id, self._elements)
        return self._folded[style_id]


def is_on(value: str | None) -> bool:
    """An on/off attribute: absent means on."""
    return value not in ("0", "false", "off", "none")


def int_of(value: str | None, default: int) -> int:
    """An integer attribute, the default when it is absent or not a number."""
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default


def properties_of(element: etree._Element, name: str) -> dict[str, etree._Element]:
    """Tag -> element for the children of a properties child (w:pPr, w:tcPr) of an element; empty without one."""
    properties = next(element.iterchildren(W + name), None)
    return {} if properties is None else {child.tag: child for child in properties}


def with_properties(root: etree._Element, *names: str) -> set[etree._Element]:
    """The elements whose properties hold one of these: found at once, for asking each element takes longer."""
    return {
        owner
        for each in root.iter(*(W + name for name in names))
        if (properties := each.getparent()) is not None and (owner := properties.getparent()) is not None
    }


def outline_level(properties: dict[str, etree._Element]) -> int | None:
    """Heading depth (1-9) that pPr declares, 0 for "body text" said outright, None when it says nothing."""
    outline = properties.get(f"{W}outlineLvl")
    if outline is None:
        return None
    level = int_of(outline.get(f"{W}val"), MAX_LEVEL) + 1
    return level if 1 <= level <= MAX_LEVEL else 0


def numbering_of(properties: dict[str, etree._Element]) -> tuple[str | None, int | None]:
    """(numId, ilvl) that pPr declares; None for what it leaves to the style."""
    numbering = properties.get(f"{W}numPr")
    if numbering is None:
        return None, None
    num_id, ilvl = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    level = None if ilvl is None else int_of(ilvl.get(f"{W}val"), 0)
    return None if num_id is None else num_id.get(f"{W}val"), level


def _fold(style_id: str, elements: dict[str, etree._Element]) -> Style:
    level = num_id = ilvl = hidden = None
    seen: set[str] = set()
    while style_id in elements and style_id not in seen:
        seen.add(style_id)
        element = elements[style_id]
        properties = properties_of(element, "pPr")
        level = _level(element, properties) if level is None else level
        own_num, own_ilvl = numbering_of(properties)
        num_id = own_num if num_id is None else num_id
        ilvl = own_ilvl if ilvl is None else ilvl
        vanish = element.find(f"{W}rPr/{W}vanish")
        hidden = is_on(vanish.get(f"{W}val")) if hidden is None and vanish is not None else hidden
        based_on = element.find(f"{W}basedOn")
        style_id = "" if based_on is None else based_on.get(f"{W}val", "")
    return Style(level or None, num_id, ilvl, bool(hidden))


def _level(element: etree._Element, properties: dict[str, etree._Element]) -> int | None:
    level = outline_level(properties)
    if level is not None:
        return level
    name = element.find(f"{W}name")
    match = HEADING_NAME.match("" if name is None else name.get(f"{W}val", ""))
    return int(match[1]) if match else None
