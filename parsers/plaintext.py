"""Bytes to text for files that carry no markup: which encoding, and whether it is text at all."""

import codecs
import unicodedata

from schemas.errors import DocumentError

MAX_TEXT_BYTES = 8 * 1024 * 1024
MAX_CONTROL_SHARE = 0.005
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ALLOWED_CONTROLS = frozenset("\t\n\r\f\v")


def decode_text(data: bytes) -> str:
    """The text of a UTF-8, UTF-16 (with its mark) or GB18030 file, line ends as line feeds.

    Raises DocumentError not-text when no encoding fits or more than 0.5 % of it are control characters or characters
    that no standard assigns; too-large above 8 MB.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise DocumentError("too-large", f"a text of {len(data)} bytes is more than {MAX_TEXT_BYTES >> 20} MB")
    marked = next((name for mark, name in BOMS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
        break
    raise DocumentError("not-text", "this is not text in UTF-8, UTF-16 or GB18030")


def _is_text(text: str) -> bool:
    odd = sum(text.count(char) for char in set(text) if _is_odd(char))
    return odd <= MAX_CONTROL_SHARE * len(text)


def _is_odd(char: str) -> bool:
    """Control, private use and unassigned characters, and the mark of a lost one."""
    return char == "\ufffd" or (char not in ALLOWED_CONTROLS and unicodedata.category(char) in ("Cc", "Cn", "Co"))
