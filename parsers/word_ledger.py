"""What of a Word file's text is left out, by name: deleted text, field codes, hidden text, headers, notes, comments."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from parsers.ledger import ink
from parsers.package import Package
from parsers.word_styles import W
from schemas.document import Issue
from schemas.errors import DocumentError

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
TEXTS = (f"{W}t", f"{W}delText", f"{W}instrText", f"{W}delInstrText", MATH_TEXT)
LEFT_OUT = {
    **dict.fromkeys((f"{W}del", f"{W}moveFrom", f"{W}delText"), "deleted"),
    **dict.fromkeys((f"{W}instrText", f"{W}delInstrText"), "field-codes"),
    f"{W}rt": "phonetic",
}
SIDE_PARTS = {
    "header": "headers",
    "footer": "headers",
    "footnotes": "notes",
    "endnotes": "notes",
    "comments": "comments",
}


def text_ink(element: etree._Element) -> int:
    """The visible characters of all text elements in an element, whatever they are for."""
    return ink("".join([each.text or "" for each in element.iter(*TEXTS)]))


@dataclass(slots=True)
class Tally:
    """What has been left out so far: characters by name, and tables; and characters that no text element holds.

    `made` are those that stand in the text for an element of their own: ticks, symbols, unbreakable hyphens.
    """

    ignored: Counter[str] = field(default_factory=Counter)
    tables: int = 0
    made: int = 0

    def skip(self, name: str, element: etree._Element) -> None:
        """Notes that an element is not read, with all that it holds."""
        self.ignored[name] += text_ink(element)
        self.tables += sum(1 for _ in element.iter(f"{W}tbl"))

    def skip_side_parts(self, package: Package, part: str, issues: list[Issue]) -> int:
        """Notes the text of headers, footers, notes and comments: how much there is. A broken one is an issue."""
        before = self.ignored.total()
        targets = {target: SIDE_PARTS[kind] for kind, target in package.relations(part) if kind in SIDE_PARTS}
        for target, name in targets.items():
            if target in package:
                try:
                    self.ignored[name] += text_ink(package.xml(target))
                except DocumentError as error:
                    issues.append(Issue("part.unreadable", "warning", error.message))
        return self.ignored.total() - before
