"""A large database made of the bundled samples: each report many times over, for other bodies, years and amounts.

Two copies each scale all amounts by one factor, so what adds up still adds up, and few reports have another's figures.
The long paragraphs of most copies get other characters, so that most passages are a body's own; a tenth share theirs with
one other body, another tenth with all of that tenth. What a body says in words of its own is made long enough to be
compared. Every indicator stands a second time without points, as on forms that weigh some indicators only. Reports of
whole departments with long tables stand twice as often as the others.
"""

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from extract import passage_prints, rows, store
from extract.engine import local, work
from extract.lexicons import audit_patterns
from schemas.document import Paragraph
from schemas.document import Table as Grid
from schemas.records import Outcome
from schemas.sql import Table, lists, tables

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
LONG_TABLES = 90
OWN_WORDS = 30
FEW_CHARS = 15
YEARS = 5
SHARED = 1_000_000
A_PRIME = 20_011
_OF_DOCUMENT = ("blocks", "evaluations", *lists(), "sections")
Block = Paragraph | Grid
_IDS = {"documents", "blocks", "evaluations"}


def generate(path: Path, evaluations: int) -> None:
    """Writes a database of at least so many evaluations; nothing of it has been audited."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    db = store.open_database(unfinished)
    indexes = list(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    with tempfile.TemporaryDirectory() as folder:
        _copy(db.conn, _base(Path(folder) / "base.db"), evaluations, [name for name, _ in indexes])
    _read_again(db.conn)
    for _, sql in indexes:
        db.execute(sql)
    store.count_for_planner(db)
    db.close()
    unfinished.replace(path)


def _base(path: Path) -> Path:
    db = store.open_database(path)
    for job in work.make_plan(work.find_files([SAMPLES]), {}).jobs:
        store.write(db, wordy(local.read_one(job)), "1")
    letter = lists()["indicators"].list_letter
    columns = [column.name for column in tables()["indicators"].columns]
    changed = {
        "id": f"evaluation_id || '.{letter}' || (position + 1000)", "position": "position + 1000",
        "weight": "NULL", "score": "NULL", "weight_step": "NULL", "score_step": "NULL",
    }  # fmt: skip
    chosen = ", ".join(changed.get(name, name) for name in columns)
    with db.atomic():
        db.execute(f"INSERT INTO indicators ({', '.join(columns)}) SELECT {chosen} FROM indicators")
    db.close()
    return path


def wordy(outcome: Outcome) -> Outcome:
    """The outcome with what is said in the body's own words said over and over, until each paragraph counts as a passage."""
    if outcome.document is None:
        return outcome
    headings = [(section.place.index, section.kind) for section in outcome.sections]
    blocks: list[Block] = []
    for kind, index, block in outcome.document.numbered():
        section = next((each for at, each in reversed(headings) if at < index), None)
        own = kind == "text" and section in audit_patterns()["own_words"]
        if isinstance(block, Paragraph) and own and len(block.text) > FEW_CHARS:
            blocks.append(replace(block, text=block.text * (passage_prints.MIN_CHARS // len(block.text) + 2)))
        else:
            blocks.append(block)
    return replace(outcome, document=replace(outcome.document, blocks=tuple(blocks)))


def _copy(conn: sqlite3.Connection, base: Path, evaluations: int, indexes: list[str]) -> None:
    conn.execute("PRAGMA synchronous = OFF")
    conn.execute("PRAGMA journal_mode = OFF")
    conn.execute("ATTACH ? AS base", [str(base)])
    conn.create_function("own_words", 2, own_words, deterministic=True)
    conn.create_function("years_earlier", 2, years_earlier, deterministic=True)
    for name in indexes:
        conn.execute(f"DROP INDEX {name}")
    conn.execute("CREATE TEMP TABLE copies (doc TEXT PRIMARY KEY, base TEXT, number INTEGER, words INTEGER)")
    conn.executemany("INSERT INTO copies VALUES (?, ?, ?, ?)", _plan(conn, evaluations))
    own = {"id": f"o.id || '.' || (c.number / {YEARS})", "name": f"o.name || (c.number / {YEARS})"}
    chosen = ", ".join(own.get(column.name, f"o.{column.name}") for column in tables()["organizations"].columns)
    conn.execute(f"""INSERT INTO organizations SELECT DISTINCT {chosen} FROM base.organizations o
        JOIN base.evaluations e ON e.organization_id = o.id JOIN copies c ON c.base = e.document_id""")
    conn.execute("INSERT INTO regions SELECT * FROM base.regions")
    for name in ("documents", *_OF_DOCUMENT):
        conn.execute(_insert(tables()[name]))
    conn.create_function("text_print", 1, passage_prints.text_print, deterministic=True)
    conn.create_function("likeness_print", 1, passage_prints.likeness_print, deterministic=True)
    conn.execute("""INSERT INTO own_passages (block_id, document_id, text_print, likeness_print)
        SELECT b.id, c.doc, text_print(b.text), likeness_print(b.text) FROM copies c
        JOIN base.own_passages p ON p.document_id = c.base JOIN main.blocks b ON b.id = c.doc || substr(p.block_id, 17) ORDER BY b.id""")
    conn.commit()
    conn.execute("DETACH base")


def _read_again(conn: sqlite3.Connection) -> None:
    """What is read from texts and amounts when a document is stored, read from the copies."""
    conn.row_factory = sqlite3.Row
    # the texts without which no statement is made
    blocks = conn.execute("""SELECT * FROM blocks
        WHERE kind = 'paragraph' OR instr(text, '20') OR text GLOB '*[XxＸｘ×填说描概阐列根_]*' ORDER BY id""")
    said = (tuple(row.values()) for block in blocks for row in rows.statement_rows(dict(block)))
    conn.executemany(
        "INSERT INTO statements (block_id, document_id, position, kind, value) VALUES (?, ?, ?, ?, ?)", said
    )
    amounts = conn.execute("SELECT evaluation_id, measure, amount_fen FROM amounts ORDER BY id")
    prints = (
        (rows.amounts_print((measure, fen) for _, measure, fen in group), evaluation)
        for evaluation, group in groupby(amounts, itemgetter("evaluation_id"))
    )
    conn.executemany("UPDATE evaluations SET amounts_print = ? WHERE id = ?", prints)
    conn.row_factory = None
    conn.commit()


def _plan(conn: sqlite3.Connection, evaluations: int) -> Iterator[tuple[str, str, int, int]]:
    """(new document, document it is made from, number of the copy, its words), in the order of the new documents' ids."""
    query = f"""SELECT d.id, d.evaluation_count, (SELECT count(*) FROM base.amounts a WHERE substr(a.id, 1, 16) = d.id) >= {LONG_TABLES}
        FROM base.documents d WHERE d.evaluation_count > 0 ORDER BY d.id"""
    shelf = [(doc, count) for doc, count, long in conn.execute(query) for _ in range(1 + long)]
    made = number = 0
    while made < evaluations:
        for place, (doc, count) in enumerate(shelf):
            if made < evaluations:
                copy = number * 2 + (shelf.index((doc, count)) != place)
                yield f"{number:08x}{place:08x}", doc, copy, _words(copy, place, len(shelf))
                made += count
        number += 1


def _words(copy: int, place: int, shelf: int) -> int:
    """The number of the words in which a copy speaks: 0 the sample's own, SHARED and above those of a copy for another body."""
    if copy % 10 == 5:
        return SHARED + copy // 20 * shelf + place
    return copy * shelf + place if copy % 10 else 0


def _insert(table: Table) -> str:
    chosen = []
    for column in table.columns:
        if column.name == "id" and table.name == "documents":
            chosen.append("c.doc")
        elif column.name == "id" or column.of in _IDS:
            chosen.append(f"c.doc || substr(r.{column.name}, 17)")
        else:
            chosen.append(_CHANGED.get((table.name, column.name), f"r.{column.name}"))
    order = "r.id = c.base" if table.name == "documents" else "r.id >= c.base || '.' AND r.id < c.base || '/'"
    return f"""INSERT INTO {table.name} SELECT {", ".join(chosen)}
        FROM copies c CROSS JOIN base.{table.name} r ON {order} ORDER BY c.doc, r.id"""


def own_words(text: str, number: int) -> str:
    """The text with each Chinese character replaced by another, by a rule of its own for each number."""
    step, shift = 1 + number % 89, number * 37
    return "".join(
        chr(0x4E00 + ((ord(char) - 0x4E00) * step + shift) % A_PRIME) if "\u4e00" <= char <= "\u9fa5" else char
        for char in text
    )


def years_earlier(text: str | None, years: int) -> str | None:
    """The text with every year of this century moved back."""
    return text and re.sub(r"20[12]\d(?!\d)", lambda year: str(int(year[0]) - years), text)


_CHANGED = {
    ("documents", "sha256"): "c.doc || substr(r.sha256, 17)",
    ("documents", "filename"): "c.number || r.filename",
    ("evaluations", "organization_id"): f"r.organization_id || '.' || (c.number / {YEARS})",
    ("documents", "title"): f"years_earlier(r.title, c.number % {YEARS})",
    ("evaluations", "fiscal_year"): f"r.fiscal_year - c.number % {YEARS}",
    ("evaluations", "reported_on"): f"years_earlier(r.reported_on, c.number % {YEARS})",
    ("amounts", "year"): f"r.year - c.number % {YEARS}",
    ("amounts", "amount_fen"): "r.amount_fen + r.amount_fen / 1000 * (c.number / 2)",
    ("personnel", "year"): f"r.year - c.number % {YEARS}",
    (
        "blocks",
        "text",
    ): f"""CASE WHEN c.words AND r.kind = 'paragraph' AND length(r.text) > {OWN_WORDS} THEN own_words(r.text, c.words)
        WHEN instr(r.text, '20') THEN years_earlier(r.text, c.number % {YEARS}) ELSE r.text END""",
}
