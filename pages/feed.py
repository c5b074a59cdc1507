"""An Atom feed, as bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import regex

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its permanent address, `day` as ISO date."""

    address: str
    title: str
    day: str
    summary: str


def atom(title: str, home: str, own: str, entries: Iterable[Entry]) -> bytes:
    """The feed; its date is that of the newest entry. Texts are escaped, characters that XML forbids left out."""
    listed = list(entries)
    root = ET.Element("feed", {"xmlns": ATOM})
    _add(root, "id", own)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((entry.day for entry in listed), default="1970-01-01")))
    ET.SubElement(root, "link", {"href": home})
    ET.SubElement(root, "link", {"href": own, "rel": "self", "type": "application/atom+xml"})
    _add(ET.SubElement(root, "author"), "name", title)
    for entry in listed:
        node = ET.SubElement(root, "entry")
        _add(node, "id", entry.address)
        _add(node, "title", entry.title)
        _add(node, "updated", _moment(entry.day))
        ET.SubElement(node, "link", {"href": entry.address})
        _add(node, "summary", entry.summary)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NO_XML.sub("", text)
