"""The text of a binary Word file by its own piece table: what a conversion of it must hold.

Structures as in [MS-DOC]: FIB (2.5), Clx, Pcdt and PlcPcd (2.9.38, 2.9.178, 2.8.35); fields by their three marks (2.8.25).
"""

import struct

from parsers.compound import streams

FIRST_FIB = 0x00C1  # Word 97; older files keep their text otherwise
FLAGS_AT, SECOND_TABLE = 10, 0x0200
BASE_BYTES = 32
TEXT_LENGTH, TEXTBOX_LENGTH, STORIES = 3, 9, range(3, 11)
CLX_PAIR = 33
PRC, PCDT = 1, 2
COMPRESSED = 1 << 30
FIELD_BEGIN, FIELD_SEPARATOR, FIELD_END = "\x13", "\x14", "\x15"
MAX_CHARS = 20_000_000


def shown_text(data: bytes) -> str | None:
    """What the body and the text boxes of a .doc show, codes of fields left out; None where its structures are not sound.

    Deleted and hidden text is in it, headers, notes and comments are not.
    """
    held = streams(data, "WordDocument", "0Table", "1Table") or {}
    word = held.get("WordDocument", b"")
    try:
        flags, fib = _short(word, FLAGS_AT), _short(word, 2)
        table = held.get("1Table" if flags & SECOND_TABLE else "0Table")
        if fib < FIRST_FIB or table is None:
            return None
        lengths, clx = _fib(word)
        text = _pieces(word, _plc(table[clx[0] : clx[0] + clx[1]]))
    except (struct.error, IndexError, ValueError):  # places that lie outside the streams
        return None
    return _without_field_codes("".join(_story(text, lengths, story) for story in (TEXT_LENGTH, TEXTBOX_LENGTH)))


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _fib(word: bytes) -> tuple[tuple[int, ...], tuple[int, int]]:
    """(lengths of the file's texts and what stands before them, place and size of the piece table)."""
    at = BASE_BYTES + 2 + 2 * _short(word, BASE_BYTES)
    count = _short(word, at)
    lengths = struct.unpack_from(f"<{count}i", word, at + 2)
    at += 2 + 4 * count
    place, size = struct.unpack_from("<2I", word, at + 2 + 8 * CLX_PAIR)
    return lengths, (place, size)


def _plc(clx: bytes) -> list[tuple[int, int]]:
    """(number of characters, place) of every piece, in the order of the text."""
    at = 0
    while clx[at] == PRC:
        at += 3 + _short(clx, at + 1)
    if clx[at] != PCDT:
        return []
    (size,) = struct.unpack_from("<I", clx, at + 1)
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    places = [struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * i + 2)[0] for i in range(count)]
    return [(end - start, place) for start, end, place in zip(starts, starts[1:], places, strict=False)]


def _pieces(word: bytes, plc: list[tuple[int, int]]) -> str:
    texts = []
    for count, place in plc:
        if not 0 <= count <= MAX_CHARS:
            raise ValueError(count)
        if place & COMPRESSED:
            at = (place & (COMPRESSED - 1)) // 2
            texts.append(word[at : at + count].decode("cp1252", "replace"))
        else:
            texts.append(word[place : place + 2 * count].decode("utf-16-le", "replace"))
    return "".join(texts)


def _story(text: str, lengths: tuple[int, ...], story: int) -> str:
    before = sum(lengths[each] for each in STORIES if each < story)
    return text[before : before + lengths[story]]


def _without_field_codes(text: str) -> str:
    shown: list[str] = []
    in_code: list[bool] = []
    for char in text:
        if char == FIELD_BEGIN:
            in_code.append(True)
        elif char == FIELD_SEPARATOR and in_code:
            in_code[-1] = False
        elif char == FIELD_END and in_code:
            in_code.pop()
        elif not any(in_code):
            shown.append(char)
    return "".join(shown)
