"""Counting what a container held against what was made of it. Only visible characters count, never white space."""

from collections import Counter
from collections.abc import Iterable

from schemas.document import Ledger, Paragraph, Table


def ink(text: str) -> int:
    """The number of characters of a text that are not white space."""
    return len("".join(text.split()))


def texts_of(blocks: Iterable[Paragraph | Table]) -> list[str]:
    """The texts of all paragraphs and cells, in order."""
    texts: list[str] = []
    for block in blocks:
        texts += [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
    return texts


def kept_ink(blocks: Iterable[Paragraph | Table]) -> int:
    """The visible characters of all paragraphs and cells."""
    return ink("".join(texts_of(blocks)))


def close_ledger(
    container: int, blocks: Iterable[Paragraph | Table], ignored: Counter[str], tables: int | None = None
) -> Ledger:
    """The ledger of a document: what its container held, what its blocks hold, what was left out and under what name.

    `tables` is None for a format that does not mark its tables, so that none can be lost.
    """
    blocks = tuple(blocks)
    made = sum(isinstance(block, Table) for block in blocks)
    left_out = {name: count for name, count in sorted(ignored.items()) if count}
    return Ledger(container, kept_ink(blocks), left_out, made if tables is None else tables, made)
