"""One Word paragraph to the text a reader sees, and to the text boxes it anchors.

Insertions count, deletions do not; one branch of AlternateContent counts; field codes, hidden text, phonetic guides
and note marks are left out; ticks drawn with symbol fonts become characters.
Source: ECMA-376 part 1, 17.3 (runs), 17.13.5 (revisions), 17.16 (fields); part 3 (AlternateContent).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from parsers.ledger import ink
from parsers.word_ledger import LEFT_OUT, MATH_TEXT, Tally
from parsers.word_styles import Stylesheet, W, is_on

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT, RUN = f"{W}t", f"{W}r"
TICKED, UNTICKED = "☑", "☐"

SKIPPED = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tcPr", "trPr", "rubyPr", "rt", "smartTagPr", "customXmlPr"),
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "sectPr", "footnoteReference", "endnoteReference"),
        *("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator", "softHyphen", "binData"),
    )
)
FIXED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
CROSSED, CHECK, CROSS = "☒", "✓", "✗"
SYMBOLS = {
    "wingdings": {
        0xFE: TICKED,
        **dict.fromkeys((0xFD, 0x78), CROSSED),
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), UNTICKED),
        0xFC: CHECK,
        0xFB: CROSS,
    },
    "wingdings 2": {
        0x52: TICKED,
        **dict.fromkeys((0x51, 0x53, 0x54), CROSSED),
        **dict.fromkeys((0x2A, 0x2B, 0xA3), UNTICKED),
        0x50: CHECK,
        0x4F: CROSS,
    },
}


@dataclass(slots=True)
class Sink:
    """What has been read of one paragraph so far; `fields` holds, per open field, whether its code is still running."""

    styles: Stylesheet
    may_hide: bool
    tally: Tally
    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    muted: int = 0

    def write(self, text: str) -> None:
        """Adds text unless it is hidden or part of a field code."""
        if self.muted:
            self.tally.ignored["hidden"] += ink(text)
        elif True in self.fields:
            self.tally.ignored["field-codes"] += ink(text)
        else:
            self.parts.append(text)

    def make(self, text: str) -> None:
        """Adds text that stands for an element without text of its own."""
        self.tally.made += ink(text)
        self.write(text)


def intricate_paragraphs(root: etree._Element) -> set[etree._Element]:
    """The paragraphs that hold anything but text and its properties; all others are their texts, one after the other."""
    found = set()
    for element in root.iter(*INTRICATE):
        found.update(element.iterancestors(f"{W}p"))
    return found


def simple_text(paragraph: etree._Element) -> str:
    """The text of a paragraph that is not intricate, where no run is hidden."""
    return "".join([_plain(each.text) for each in paragraph.iter(TEXT)])


def read_paragraph(
    paragraph: etree._Element, styles: Stylesheet, may_hide: bool, tally: Tally
) -> tuple[str, list[etree._Element]]:
    """(text, w:txbxContent elements anchored in it) of a w:p; `may_hide` is False where no run can be hidden."""
    sink = Sink(styles, may_hide, tally)
    _collect(paragraph, sink)
    return "".join(sink.parts), sink.boxes


def chosen_branch(alternate: etree._Element, tally: Tally) -> etree._Element | None:
    """The one branch of an AlternateContent that is read: the first Choice, else the Fallback."""
    choice = alternate.find(f"{MC}Choice")
    chosen = alternate.find(f"{MC}Fallback") if choice is None else choice
    for branch in alternate:
        if branch is not chosen:
            tally.skip("alternatives", branch)
    return chosen


def _collect(parent: etree._Element, sink: Sink) -> None:
    for child in parent:
        tag = child.tag
        if tag == TEXT:
            sink.write(_plain(child.text))
        elif tag == RUN:
            _read_run(child, sink)
        elif tag in FIXED:
            sink.make(FIXED[tag])
        elif tag not in SKIPPED:
            SPECIAL.get(tag, _collect)(child, sink)
        elif tag in LEFT_OUT:
            sink.tally.skip(LEFT_OUT[tag], child)


def _plain(text: str | None) -> str:
    if not text or ("\n" not in text and "\t" not in text and "\r" not in text):
        return text or ""
    return text.replace("\r", "").replace("\n", " ").replace("\t", " ")


def _read_run(run: etree._Element, sink: Sink) -> None:
    hidden = sink.may_hide and _is_hidden(run, sink.styles)
    sink.muted += hidden
    _collect(run, sink)
    sink.muted -= hidden


def _is_hidden(run: etree._Element, styles: Stylesheet) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    vanish = properties.find(f"{W}vanish")
    if vanish is not None:
        return is_on(vanish.get(f"{W}val"))
    style = properties.find(f"{W}rStyle")
    return style is not None and styles.style(style.get(f"{W}val", "")).hidden


def _read_field_mark(mark: etree._Element, sink: Sink) -> None:
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        box = mark.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            marks = [box.find(f"{W}{name}") for name in ("checked", "default")]
            sink.make(_tick(next((mark.get(f"{W}val", "1") for mark in marks if mark is not None), "0")))
        sink.fields.append(True)
    elif kind == "separate" and sink.fields:
        sink.fields[-1] = False
    elif kind == "end" and sink.fields:
        sink.fields.pop()


def _tick(value: str | None) -> str:
    return TICKED if is_on(value) else UNTICKED


def _read_symbol(symbol: etree._Element, sink: Sink) -> None:
    try:
        code = int(symbol.get(f"{W}char", ""), 16)
    except ValueError:
        return
    known = SYMBOLS.get(symbol.get(f"{W}font", "").lower(), {}).get(code & 0xFF if code >= 0xF000 or code < 256 else -1)
    if known is not None:
        sink.make(known)
    elif 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000:
        sink.make(chr(code))


def _read_control(control: etree._Element, sink: Sink) -> None:
    content = control.find(f"{W}sdtContent")
    box = control.find(f"{W}sdtPr/{W14}checkbox")
    if box is not None:
        checked = box.find(f"{W14}checked")
        sink.make(_tick("0" if checked is None else checked.get(f"{W14}val")))
        if content is not None:
            sink.tally.skip("controls", content)
        return
    if content is not None:
        _collect(content, sink)


def _read_alternate(alternate: etree._Element, sink: Sink) -> None:
    branch = chosen_branch(alternate, sink.tally)
    if branch is not None:
        _collect(branch, sink)


def _read_drawing(drawing: etree._Element, sink: Sink) -> None:
    """Only the text boxes of a picture are text; its alternative branches are still alternatives."""
    for child in drawing:
        if child.tag == f"{W}txbxContent":
            if sink.muted:
                sink.tally.skip("hidden", child)
            else:
                sink.boxes.append(child)
        elif child.tag == f"{MC}AlternateContent":
            branch = chosen_branch(child, sink.tally)
            if branch is not None:
                _read_drawing(branch, sink)
        else:
            _read_drawing(child, sink)


def _read_math_text(element: etree._Element, sink: Sink) -> None:
    sink.write(_plain(element.text))


SPECIAL: dict[str, Callable[[etree._Element, Sink], None]] = {
    f"{W}fldChar": _read_field_mark,
    f"{W}sym": _read_symbol,
    f"{W}sdt": _read_control,
    f"{W}drawing": _read_drawing,
    f"{W}pict": _read_drawing,
    f"{W}object": _read_drawing,
    f"{MC}AlternateContent": _read_alternate,
    MATH_TEXT: _read_math_text,
}
_BARE = frozenset(W + name for name in ("pPr", "rPr", "tblPr", "tcPr", "trPr"))
INTRICATE = tuple(sorted((SKIPPED - _BARE) | set(FIXED) | set(SPECIAL) | set(LEFT_OUT)))
