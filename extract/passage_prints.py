"""Fingerprints of the long passages in which a body speaks in words of its own, made once when a document is stored."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from extract.lexicons import audit_patterns
from schemas.folding import fold

MIN_CHARS = 60
BANDS, BAND_DIGITS = 16, 8
_PERMUTATIONS, _SEED = 64, 1
_RESERVED_KIB = "65536"
_PRINT_BYTES = 8
_SHINGLE = 5
_MOST_CHARS = 20_000


def own_passages(
    paragraphs: Iterable[tuple[int, str]], headings: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    """(number, text) of the long paragraphs in sections of a body's own words; `headings` are (paragraph, kind), in order."""
    kinds, spoken = audit_patterns()["own_words"], list(headings)
    if not any(kind in kinds for _, kind in spoken):
        return
    for number, text in paragraphs:
        kind = next((kind for at, kind in reversed(spoken) if at < number), None)
        if kind in kinds and len(text) >= MIN_CHARS and len(fold(text)) >= MIN_CHARS:
            yield number, text


def text_print(text: str) -> str:
    """A fingerprint of the folded text, 16 hex digits: equal for equal passages."""
    return hashlib.blake2b(fold(text).encode(), digest_size=_PRINT_BYTES).hexdigest()


def likeness_print(text: str) -> str:
    """16 bands of a MinHash signature, 8 hex digits each: passages alike have one of them in common, most likely."""
    made = _minhash()(num_perm=_PERMUTATIONS, seed=_SEED)
    made.update(shingles(fold(text)))
    values, size = made.digest(), _PERMUTATIONS // BANDS
    return "".join(_band(values[at : at + size]) for at in range(0, _PERMUTATIONS, size))


@cache
def _minhash() -> Any:
    # rensa's allocator would reserve a gigabyte of address space, which is all that a reader of documents may have
    os.environ.setdefault("MIMALLOC_ARENA_RESERVE", _RESERVED_KIB)
    import rensa

    return rensa.RMinHash


def _band(values: Sequence[int]) -> str:
    data = b"".join(value.to_bytes(4, "big") for value in values)
    return hashlib.blake2b(data, digest_size=BAND_DIGITS // 2).hexdigest()


def shingles(folded: str) -> list[str]:
    """Every five characters of a text that stand together; of a text beyond all measure its beginning."""
    last = min(len(folded), _MOST_CHARS) - _SHINGLE
    return [folded[at : at + _SHINGLE] for at in range(last + 1)]
