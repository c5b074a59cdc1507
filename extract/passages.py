"""The full-text index over all blocks: each text once, in the order in which a search shows it.

What is numbered first is found first: titles and headings, then labels, then what is said, figures last; of each
the shorter before the longer. So a search reads as many entries as it shows, however often its words occur.
"""

import hashlib

import sqlite_utils

from schemas.segment import segment
from schemas.sql import CREATE_PASSAGES

_TITLE_WITHIN = 12
_LABEL_LENGTH = 30
_BUILD_MEMORY_BYTES = 64 * 2**20
_USUAL_MEMORY_BYTES = 2**20

# Kinds: 0 titles and headings, 1 labels, 2 other text, 3 figures.
_FOUND = f"""CREATE TEMP TABLE found AS
SELECT text_digest(b.text) AS digest, min(b.id) AS first, min(length(b.text)) AS length, min(CASE
    WHEN b.kind = 'paragraph' AND b.position < {_TITLE_WITHIN} AND b.text IN (SELECT title FROM documents) THEN 0
    WHEN b.kind = 'paragraph' AND b.id IN (SELECT block_id FROM sections) THEN 0
    WHEN NOT b.text GLOB '*[^-0-9., %+—/]*' THEN 3
    WHEN b.kind = 'cell' AND length(b.text) <= {_LABEL_LENGTH} AND NOT b.text GLOB '*[0-9]*' THEN 1
    ELSE 2 END) AS kind
FROM blocks b WHERE b.text <> '' GROUP BY 1"""
_NUMBERED = """INSERT INTO numbered (digest, first) SELECT digest, first FROM found
ORDER BY kind, CASE WHEN length <= 20 THEN 0 WHEN length <= 60 THEN 1 WHEN length <= 200 THEN 2 ELSE 3 END, first"""
_INDEXED = """INSERT INTO passages (rowid, text)
SELECT n.passage, segment(b.text) FROM numbered n JOIN blocks b ON b.id = n.first ORDER BY n.passage"""
_PLACED = """INSERT INTO passage_blocks (passage, block_id)
SELECT n.passage, b.id FROM blocks b JOIN numbered n ON n.digest = text_digest(b.text) WHERE b.text <> '' ORDER BY 1, 2"""


def fill(db: sqlite_utils.Database) -> None:
    """Makes `passages` and `passage_blocks` anew."""
    db.conn.create_function("text_digest", 1, text_digest, deterministic=True)
    db.conn.create_function("segment", 1, segment, deterministic=True)
    db.execute("DELETE FROM passage_blocks")
    db.execute("DROP TABLE IF EXISTS passages")
    db.execute(CREATE_PASSAGES)
    db.execute(_FOUND)
    db.execute("CREATE TEMP TABLE numbered (passage INTEGER PRIMARY KEY, digest INTEGER UNIQUE, first TEXT)")
    db.execute(_NUMBERED)
    _set(db, "hashsize", _BUILD_MEMORY_BYTES)
    db.execute(_INDEXED)
    db.execute("INSERT INTO passages (passages) VALUES ('optimize')")
    _set(db, "hashsize", _USUAL_MEMORY_BYTES)
    db.execute(_PLACED)
    for name in ("found", "numbered"):
        db.execute(f"DROP TABLE temp.{name}")


def text_digest(text: str) -> int:
    """64 bits of BLAKE2b as SQLite's integer, by which equal texts are known."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _set(db: sqlite_utils.Database, option: str, value: int) -> None:
    db.execute("INSERT INTO passages (passages, rank) VALUES (?, ?)", [option, value])
