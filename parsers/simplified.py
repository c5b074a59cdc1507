"""Undoes what converters of web pages do to Chinese texts: traditional characters, their reading in letters behind them
(`績(jì)效`), become simplified ones again, as the body published them. The characters are those of OpenCC."""

from dataclasses import replace
from functools import cache
from typing import Any

import regex

from parsers.ledger import ink, texts_of
from schemas.document import Document, Issue, Paragraph, Table

CONVERTED = Issue("text.converted", "notice", "a text in traditional characters is read in simplified ones")
MIN_HAN = 20
MIN_SHARE = 0.15
READING = regex.compile(r"(?<=\p{Han})[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,7}[)）]")
_HAN = regex.compile(r"\p{Han}")


def is_traditional(text: str) -> bool:
    """Whether so many characters of a text are none of the simplified standard (GB 2312) that it is in traditional ones."""
    han = "".join(_HAN.findall(text))
    known = len(han.encode("gb2312", "ignore")) // 2
    return len(han) >= MIN_HAN and len(han) - known >= MIN_SHARE * len(han)


def simplified(text: str) -> str:
    """A text of traditional characters in simplified ones, without the readings behind them."""
    return str(_converter().convert(READING.sub("", text)))


def readings_in(text: str) -> int:
    """The visible characters of the readings in a text."""
    return sum(map(ink, READING.findall(text)))


def in_simplified(document: Document) -> Document:
    """The document, its texts and ledger changed where it is in traditional characters."""
    texts = texts_of(document.blocks)
    if not is_traditional("".join(texts)):
        return document
    ledger = document.ledger
    if ledger is not None and (readings := sum(map(readings_in, texts))):
        ignored = dict(sorted((ledger.ignored | {"readings": readings}).items()))
        ledger = replace(ledger, kept_chars=ledger.kept_chars - readings, ignored=ignored)
    blocks = tuple(map(_simplified_block, document.blocks))
    return replace(document, blocks=blocks, issues=(*document.issues, CONVERTED), ledger=ledger)


def _simplified_block(block: Paragraph | Table) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return replace(block, text=simplified(block.text))
    return replace(block, cells=tuple(cell._replace(text=simplified(cell.text)) for cell in block.cells))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
