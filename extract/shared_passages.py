"""Long passages that reports of several bodies share: MinHash finds the candidates, their shingles decide.

A passage that many bodies have is the template's, not anybody's; it is passed over.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import rensa

from extract import store
from extract.lexicons import audit_patterns
from schemas.folding import fold

MIN_CHARS = 60
MANY_BODIES = 5
LIKENESS = 0.8
_SHINGLE = 5
_PERMUTATIONS, _BANDS, _SEED = 64, 16, 1

Passage = tuple[str, str]


def find(db: store.Database) -> None:
    """Fills the temporary table shared_passages: (block_id, other_block_id, of another body), by block."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS shared_passages (block_id TEXT, other_block_id TEXT)")
    db.execute("DELETE FROM shared_passages")
    by_text: dict[str, list[Passage]] = defaultdict(list)
    for block, body, text in _passages(db):
        by_text[fold(text)].append((block, body))
    if len({body for passages in by_text.values() for _, body in passages}) > 1:
        db.conn.executemany("INSERT INTO shared_passages VALUES (?, ?)", _pairs(by_text))


def _passages(db: store.Database) -> Iterator[tuple[str, str, str]]:
    """(block, body, text) of every long paragraph in a section of a body's own words."""
    kinds = audit_patterns()["own_words"]
    # a heading's place in the text is told by the id of its paragraph; to fetch the paragraphs would cost more
    headings = db.execute(
        "SELECT document_id, CAST(substr(block_id, 19) AS INTEGER), kind FROM sections ORDER BY document_id, position"
    )
    bodies = dict(
        db.execute(
            "SELECT document_id, organization_id FROM evaluations WHERE position = 0 AND organization_id IS NOT NULL"
        )
    )
    for document, rows in groupby(headings, key=lambda row: row[0]):
        spoken = [(paragraph, kind) for _, paragraph, kind in rows]
        if document not in bodies or not any(kind in kinds for _, kind in spoken):
            continue
        paragraphs = db.execute(
            """SELECT paragraph_no, id, text FROM blocks
            WHERE document_id = ? AND kind = 'paragraph' AND length(text) >= ? ORDER BY position""",
            [document, MIN_CHARS],
        )
        for number, block, text in paragraphs:
            kind = next((kind for at, kind in reversed(spoken) if at < number), None)
            if kind in kinds and len(fold(text)) >= MIN_CHARS:
                yield block, bodies[document], text


def _pairs(by_text: dict[str, list[Passage]]) -> Iterator[tuple[str, str]]:
    texts = sorted(by_text)
    neighbours = _neighbours(texts)
    for index, text in enumerate(texts):
        alike = sorted(passage for near in neighbours[index] for passage in by_text[texts[near]])
        if 1 < len({body for _, body in alike}) < MANY_BODIES:
            for block, body in by_text[text]:
                others = [other for other, whose in alike if whose != body]
                yield block, others[0]


def _neighbours(texts: list[str]) -> list[list[int]]:
    """For each text the indexes of the texts that are like it, its own among them."""
    lsh = rensa.RMinHashLSH(threshold=LIKENESS, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    signatures = []
    for index, text in enumerate(texts):
        signature = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(_shingles(text))
        lsh.insert(index, signature)
        signatures.append(signature)
    return [
        [near for near in sorted(lsh.query(signature)) if near == index or _likeness(texts[index], texts[near]) >= LIKENESS]
        for index, signature in enumerate(signatures)
    ]  # fmt: skip


def _shingles(text: str) -> list[str]:
    return [text[at : at + _SHINGLE] for at in range(len(text) - _SHINGLE + 1)]


def _likeness(one: str, other: str) -> float:
    first, second = set(_shingles(one)), set(_shingles(other))
    return len(first & second) / len(first | second)
