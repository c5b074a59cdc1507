"""File names and messages as they can be stored and printed, whatever their publisher put into them."""

import unicodedata

# Characters that would break a line, move a terminal's cursor, reverse what is shown, or that SQLite cannot store.
_UNSHOWN = frozenset(("Cc", "Cs", "Co", "Zl", "Zp"))
_REVERSING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(name: str) -> str:
    """A file name that can be stored and printed: what would break a line or is no text stands as `\\x1b`, `\\n`."""
    if name.isprintable():
        return name
    return "".join(_escaped(char) if _is_unshown(char) else char for char in name)


def _is_unshown(char: str) -> bool:
    return unicodedata.category(char) in _UNSHOWN or char in _REVERSING


def _escaped(char: str) -> str:
    byte = ord(char) - 0xDC00
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else char.encode("unicode_escape").decode("ascii")
