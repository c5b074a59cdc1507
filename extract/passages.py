"""The full-text index over all blocks: each text once, in the order in which a search shows it.

What has the smaller number is found first: titles and headings, then short texts without figures (labels), then what is
said, figures last; of each the shorter before the longer. So a search reads as many entries as it shows, however often
its words occur. The number of an entry is told by the text and by whether it stands there as a heading, by nothing
else: a document that comes or goes moves no other entry, and the index is the same whatever it was before.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

import sqlite_utils

from schemas.segment import segment
from schemas.sql import CREATE_PASSAGES, DIGEST_BITS, PASSAGE_KIND

_TITLE_WITHIN = 12
_LABEL_LENGTH = 30
_LENGTHS = (20, 60, 200)
_BUILD_MEMORY_BYTES = 64 * 2**20
_USUAL_MEMORY_BYTES = 2**20
_NO_FIGURE = re.compile("[^0-9., %+—/-]")
_DIGIT = re.compile("[0-9]")
_HEADING, _LABEL, _SAID, _FIGURE = range(4)

_HEADING_IN = (
    f"(b.position < {_TITLE_WITHIN} AND b.text IS d.title OR b.id IN (SELECT block_id FROM main.sections {{}}))"
)
_PLACED = f"""SELECT passage(b.text, b.kind = 'paragraph' AND {_HEADING_IN}) AS passage, b.id AS block_id, b.text AS text
FROM {{}} AND b.text <> ''"""
_ALL = _PLACED.format("", "main.blocks b CROSS JOIN main.documents d WHERE d.id = b.document_id")
_ONE = _PLACED.format(
    "WHERE document_id = :document",
    "main.documents d CROSS JOIN main.blocks b WHERE d.id = :document AND b.document_id = d.id",
)
_FILLED = f"INSERT INTO passage_blocks (passage, block_id) SELECT passage, block_id FROM ({_ALL}) ORDER BY 1, 2"
_INDEXED = """INSERT INTO passages (rowid, text) SELECT m.passage, segment(b.text)
FROM (SELECT passage, min(block_id) AS first FROM passage_blocks GROUP BY passage) m CROSS JOIN blocks b WHERE b.id = m.first
ORDER BY m.passage"""

_LEFT = "CREATE TEMP TABLE IF NOT EXISTS left_passages (passage INTEGER PRIMARY KEY, text TEXT)"
_NOTED = f"INSERT OR IGNORE INTO temp.left_passages SELECT passage, text FROM ({_ONE})"
_GONE = f"SELECT passage, block_id FROM ({_ONE})"
_COME = f"INSERT INTO passage_blocks (passage, block_id) SELECT passage, block_id FROM ({_ONE})"
_NEW = f"""SELECT passage, segment(text) FROM ({_ONE}) p
WHERE NOT EXISTS (SELECT 1 FROM passages_docsize x WHERE x.id = p.passage) GROUP BY passage"""
_ADDED = "INSERT INTO passages (rowid, text) VALUES (?, ?)"
_UNUSED = """SELECT l.passage, segment(l.text) FROM temp.left_passages l
WHERE NOT EXISTS (SELECT 1 FROM passage_blocks m WHERE m.passage = l.passage) ORDER BY l.passage"""
_REMOVED = "INSERT INTO passages (passages, rowid, text) VALUES ('delete', ?, ?)"


def fill(db: sqlite_utils.Database) -> None:
    """Makes `passages` and `passage_blocks` anew."""
    _prepare(db)
    clear(db)
    db.execute("DROP TABLE IF EXISTS passages")
    db.execute(CREATE_PASSAGES)
    db.execute(_FILLED)
    _set(db, "hashsize", _BUILD_MEMORY_BYTES)
    db.execute(_INDEXED)
    db.execute("INSERT INTO passages (passages) VALUES ('optimize')")
    _set(db, "hashsize", _USUAL_MEMORY_BYTES)


def clear(db: sqlite_utils.Database) -> None:
    """Empties the places of all entries, for `fill` to make them anew."""
    db.execute("DELETE FROM passage_blocks")


def leave(db: sqlite_utils.Database, document: str) -> int:
    """Takes the places of a stored document out of the index and notes its texts for `update`; how many places."""
    _prepare(db)
    db.execute(_LEFT)
    db.execute(_NOTED, {"document": document})
    places = db.execute(_GONE, {"document": document}).fetchall()
    db.conn.executemany("DELETE FROM passage_blocks WHERE passage = ? AND block_id = ?", places)
    return len(places)


def update(db: sqlite_utils.Database, documents: Iterable[str]) -> int:
    """Takes new documents into the index and what only documents that left had out of it; how many places came.

    `documents` have been through `leave` or were not there; they may be gone.
    """
    _prepare(db)
    db.execute(_LEFT)
    placed = 0
    for document in sorted(documents):
        placed += db.conn.execute(_COME, {"document": document}).rowcount
        db.conn.executemany(_ADDED, db.execute(_NEW, {"document": document}).fetchall())
    db.conn.executemany(_REMOVED, db.execute(_UNUSED).fetchall())
    db.execute("DROP TABLE temp.left_passages")
    return placed


def passage_number(text: str, heading: int) -> int:
    """The number of a text's entry, below 2 ** 53: kind, class of length, and the first bits of a digest of the text."""
    return _known_number(text, heading) if len(text) <= _LABEL_LENGTH else _number(text, heading)


@lru_cache(maxsize=1 << 16)
def _known_number(text: str, heading: int) -> int:
    """As `_number`, kept: labels come again in every document, and long texts would fill the memory."""
    return _number(text, heading)


def _number(text: str, heading: int) -> int:
    if heading:
        kind = _HEADING
    elif not _NO_FIGURE.search(text):
        kind = _FIGURE
    elif len(text) <= _LABEL_LENGTH and not _DIGIT.search(text):
        kind = _LABEL
    else:
        kind = _SAID
    length = bisect_left(_LENGTHS, len(text))
    digest = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - DIGEST_BITS)
    return (kind * PASSAGE_KIND) | (length << DIGEST_BITS) | digest


def _prepare(db: sqlite_utils.Database) -> None:
    db.conn.create_function("passage", 2, passage_number, deterministic=True)
    db.conn.create_function("segment", 1, segment, deterministic=True)


def _set(db: sqlite_utils.Database, option: str, value: int) -> None:
    db.execute("INSERT INTO passages (passages, rank) VALUES (?, ?)", [option, value])
