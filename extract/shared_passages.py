"""Long passages that reports of several bodies share: bands of their fingerprints find the candidates, shingles decide.

A passage that many bodies have is the template's, not anybody's; it is passed over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extract import store
from extract.passage_prints import BAND_DIGITS, BANDS, shingles
from schemas.folding import fold

MANY_BODIES = 5
LIKENESS = 0.8

Passage = tuple[str, str]


def find(db: store.Database) -> None:
    """Fills the temporary table shared_passages: (block_id, other_block_id, of another body), by block."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS shared_passages (block_id TEXT, other_block_id TEXT)")
    db.execute("DELETE FROM shared_passages")
    whose: dict[str, list[Passage]] = defaultdict(list)
    bands: dict[str, str] = {}
    rows = db.execute(
        """SELECT p.text_print, p.likeness_print, p.block_id, e.organization_id FROM own_passages p
        JOIN evaluations e ON e.document_id = p.document_id AND e.position = 0 AND e.organization_id IS NOT NULL
        ORDER BY p.block_id"""
    )
    for text_print, likeness_print, block, body in rows:
        whose[text_print].append((block, body))
        bands[text_print] = likeness_print
    db.conn.executemany("INSERT INTO shared_passages VALUES (?, ?)", _pairs(db, whose, _candidates(bands)))


def _candidates(bands: dict[str, str]) -> dict[str, list[list[str]]]:
    """For each text that has any, the groups of texts that have a band of their fingerprints in common, itself among them."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for start in range(0, BANDS * BAND_DIGITS, BAND_DIGITS):
        first: dict[str, str] = {}
        groups: dict[str, list[str]] = {}
        for text, likeness in bands.items():
            band = likeness[start : start + BAND_DIGITS]
            if (other := first.setdefault(band, text)) is not text:
                groups.setdefault(band, [other]).append(text)
        for group in groups.values():
            for text in group:
                found[text].append(group)
    return found


def _pairs(
    db: store.Database, whose: dict[str, list[Passage]], candidates: dict[str, list[list[str]]]
) -> Iterator[tuple[str, str]]:
    for text, own in whose.items():
        near = (other for group in candidates.get(text, ()) for other in group)
        alike = _alike(db, text, whose, near)
        if 1 < len({body for _, body in alike}) < MANY_BODIES:
            for block, body in own:
                yield block, next(other for other, its in alike if its != body)


def _alike(db: store.Database, text: str, whose: dict[str, list[Passage]], near: Iterable[str]) -> list[Passage]:
    """The passages of a text and of those like it, by block; of many bodies only as many as show that they are many."""
    seen, found = {text}, list(whose[text])
    bodies = {body for _, body in found}
    mine: set[str] = set()
    for other in near:
        if len(bodies) >= MANY_BODIES:
            break
        if other not in seen:
            seen.add(other)
            mine = mine or _shingles_of(db, found[0][0])
            if _likeness(mine, _shingles_of(db, whose[other][0][0])) >= LIKENESS:
                found += whose[other]
                bodies |= {body for _, body in whose[other]}
    return sorted(found)


def _shingles_of(db: store.Database, block: str) -> set[str]:
    (text,) = db.execute("SELECT text FROM main.blocks WHERE id = ?", [block]).fetchone()
    return set(shingles(fold(text)))


def _likeness(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second)
