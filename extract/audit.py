"""Runs rules/*.sql over a database and stores what they find.

A rule file starts with its own sentences (`-- id:`, `-- severity:`, `-- says:`, `-- english:`, `-- source:`) and
returns the fixed columns, one row per comparison: it fires where `stated` and `expected` are further apart than
`tolerance`, or where there is no tolerance. `places` is a JSON array of ids, of blocks or of rows of a list.
`message` may name {stated}, {expected}, {first} (the first place) and {rest} (the others). A rule with the line
`-- across: documents` compares documents with each other; the others look at one document at a time.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from extract import scope, shared_passages, statistics, store
from extract.findings import FindingRow, new_findings, place_text, replace_findings
from extract.rows import document_id
from extract.rule_functions import functions
from schemas.datafile import load_yaml
from schemas.document import Place
from schemas.errors import RuleError
from schemas.records import Finding, Outcome
from schemas.sql import lists

COLUMNS = ("evaluation_id", "stated", "expected", "tolerance", "unit", "message", "places")
UNITS = {"fen": "万元", "rate": "%", "points": "分", "persons": "人", "number": "", "text": ""}
_HEAD = ("id", "severity", "says", "english", "source")
_SEVERITIES = ("error", "warning", "notice")
_NAMED_PLACES = 4
_KEY_LENGTH = 12
_SLOT = regex.compile(r"\{(stated|expected|first|rest)\}")
_BLOCK = regex.compile(r"\w+\.(?:p(?P<p>\d+)|t(?P<t>\d+)\.r(?P<r>\d+)\.c(?P<c>\d+))")
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its head and its query; `across` where it compares documents with each other."""

    id: str
    severity: str
    says: str
    english: str
    source: str
    sql: str
    across: bool = False


@cache
def rules() -> dict[str, Rule]:
    """Every rule by id. RuleError where a head is missing or does not match the file's name."""
    folder = files("extract") / "rules"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".sql") and not entry.name.startswith("_"):
            rule = read_rule(entry.name, entry.read_text(encoding="utf8"))
            found[rule.id] = rule
    return found


def read_rule(name: str, text: str) -> Rule:
    """A rule from its file. RuleError for a missing head line, another id than the file's, an unknown severity."""
    head = dict(regex.findall(r"^-- (\w+): (.+)$", text, flags=regex.MULTILINE))
    if missing := [key for key in _HEAD if key not in head]:
        raise RuleError(f"{name}: no '-- {missing[0]}:' line")
    if f"{head['id']}.sql" != name:
        raise RuleError(f"{name}: its id is {head['id']!r}")
    if head["severity"] not in _SEVERITIES:
        raise RuleError(f"{name}: unknown severity {head['severity']!r}")
    if head.get("across", "documents") != "documents":
        raise RuleError(f"{name}: across {head['across']!r} is not known")
    return Rule(head["id"], head["severity"], head["says"], head["english"], head["source"], text, "across" in head)


def run(
    db: store.Database, everything: bool = False, workers: int | None = None, changes: store.Changes | None = None
) -> int:
    """Brings the findings up to date; how many there are. `changes` hear which documents have other findings now.

    Documents written since they were last audited by these rules are audited, or all where `everything`; rules across
    documents always look at all of them.
    """
    version = rules_version()
    documents = [row[0] for row in db.execute("SELECT id FROM documents ORDER BY id").fetchall()]
    query = "SELECT id FROM documents WHERE audited IS NOT ? OR ? ORDER BY id"
    todo = scope.spans(documents, [row[0] for row in db.execute(query, [version, everything]).fetchall()])
    spans = [span for span, _ in todo] or [scope.NOTHING]
    statistics.forget(db)
    with new_findings(db) as add:
        for rows in scope.over_spans(db.conn, spans, prepare, _inside, workers or os.cpu_count() or 1):
            add(rows)
        prepare(db.conn)
        shared_passages.find(db)
        with scope.whole(db.conn):
            add([row for rule in rules().values() if rule.across for row in fired(db.conn, rule)])
        heads = [{key: getattr(rule, key) for key in _HEAD} | explanation(rule.id) for rule in rules().values()]
        anew = [rule.id for rule in rules().values() if rule.across]
        differing = replace_findings(db, heads, anew, [document for _, inside in todo for document in inside], version)
    if changes is not None:
        changes.found |= differing
    return int(db.table("findings").count)


def rules_version() -> str:
    """A fingerprint of the rules and of what they share."""
    texts = [*(rule.sql for rule in rules().values()), *map(str, scope.shared_views().values())]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


@cache
def explanations() -> dict[str, dict[str, str]]:
    """Rule -> its words for citizens, rules/explanations.yaml."""
    told: dict[str, dict[str, str]] = load_yaml("extract", "rules/explanations.yaml")
    return told


def explanation(rule: str) -> dict[str, str | None]:
    """A rule in words for citizens with an example, in both languages; all None where nobody has written them."""
    told = explanations().get(rule, {})
    columns = {"plain": "zh", "plain_english": "en", "example": "example", "example_english": "example_en"}
    return {column: told.get(key) for column, key in columns.items()}


def findings(db: store.Database, document: str) -> tuple[Finding, ...]:
    """The stored findings of one document, by evaluation and rule."""
    query = """SELECT f.id, f.rule, f.severity, e.position, f.message, f.stated, f.expected FROM findings f
        LEFT JOIN evaluations e ON e.id = f.evaluation_id WHERE f.document_id = ? ORDER BY e.position, f.rule, f.id"""
    return tuple(
        Finding(rule, severity, position, message, stated, expected, tuple(_places_of(db, finding)))
        for finding, rule, severity, position, message, stated, expected in db.execute(query, [document]).fetchall()
    )


def findings_of(outcome: Outcome) -> tuple[Finding, ...]:
    """What the rules say of one document alone."""
    if not outcome.evaluations:
        return ()
    db = store.open_database(None)
    store.write(db, outcome, "")
    run(db)
    return findings(db, document_id(outcome.source.sha256))


def show_number(value: Any, unit: str) -> str:
    """A number as a message shows it: money in 万元, no trailing zeros, its unit behind."""
    if not isinstance(value, int | float):
        return "空白" if value is None else str(value)
    number = Decimal(str(value)) / 1_000_000 if unit == "fen" else Decimal(str(round(value, 2)))
    return f"{number.normalize():f}{UNITS[unit]}"


def prepare(connection: sqlite3.Connection) -> None:
    """Gives a connection the functions that the rules use."""
    for name, (arguments, function) in functions().items():
        connection.create_function(name, arguments, function, deterministic=True)


def _inside(connection: sqlite3.Connection) -> list[FindingRow]:
    """What the rules that look at one document at a time say of the documents in scope."""
    return [row for rule in rules().values() if not rule.across for row in fired(connection, rule)]


def fired(connection: sqlite3.Connection, rule: Rule) -> Iterator[FindingRow]:
    """The finding rows of one rule, numbered within each evaluation; RuleError where it returns something else."""
    cursor = connection.execute(rule.sql)
    if (got := tuple(column[0] for column in cursor.description)) != COLUMNS:
        raise RuleError(f"{rule.id}: columns are {got}, not {COLUMNS}")
    numbers: dict[str, int] = {}
    for row in cursor.fetchall():
        evaluation, stated, expected, tolerance, unit, _, _ = row
        if unit not in UNITS:
            raise RuleError(f"{rule.id}: unknown unit {unit!r}")
        if _contradicts(stated, expected, tolerance):
            number = numbers[evaluation] = numbers.get(evaluation, -1) + 1
            record = dict(zip(COLUMNS, row, strict=True))
            yield _rows(connection, rule, record, f"{evaluation}.{rule.id}.{number}")


def _contradicts(stated: Any, expected: Any, tolerance: float | None) -> bool:
    if tolerance is None:
        return True
    slack = _NEAR * max(1.0, abs(expected))
    return bool(abs(stated - expected) > tolerance + slack)


def _rows(connection: sqlite3.Connection, rule: Rule, record: dict[str, Any], identity: str) -> FindingRow:
    evaluation, unit = record["evaluation_id"], record["unit"]
    document = evaluation.partition(".")[0]
    spans = [_span(connection, place) for place in dict.fromkeys(json.loads(record["places"])) if place]
    names = list(dict.fromkeys(place_name(block) for block, _, _ in spans))
    values = {key: show_number(record[key], unit) for key in ("stated", "expected")}
    values |= {"first": names[0], "rest": _join(names[1:] or names)}
    both = (_stored(record["stated"], unit), _stored(record["expected"], unit))
    message = _SLOT.sub(lambda slot: values[slot[1]], record["message"])
    finding = (
        identity, document, evaluation, rule.id, rule.severity, message,
        *both, finding_key(document, rule.id, [place_text(document, span) for span in spans], *both),
    )  # fmt: skip
    return finding, [(identity, ordinal, *span) for ordinal, span in enumerate(spans)]


def finding_key(document: str, rule: str, places: Iterable[str], stated: str | None, expected: str | None) -> str:
    """What stays the same of a finding however often the database is built: a fingerprint of what it says."""
    parts = [document, rule, *places, stated, expected]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_KEY_LENGTH]


def _stored(value: Any, unit: str) -> str | None:
    if not isinstance(value, int | float):
        return value if value is None else str(value)
    number = Decimal(str(value)) / 100 if unit == "fen" else Decimal(str(round(value, 4)))
    return f"{number.normalize():f}"


def _span(connection: sqlite3.Connection, identity: str) -> tuple[str, int | None, int | None]:
    """(block, start, end) of a block's id or of the id of a list row."""
    last = identity.rsplit(".", 1)[-1]
    if ".e" not in identity:
        return identity, None, None
    table = next(name for name, table in lists().items() if last.startswith(str(table.list_letter)))
    query = f"SELECT block_id, start_at, end_at FROM main.{table} WHERE id = ?"
    row = connection.execute(query, [identity]).fetchone()
    if row is None:
        raise RuleError(f"no row {identity}")
    return row[0], row[1], row[2]


def place_name(block: str) -> str:
    """How a reader finds a block by its id: 表3第5行第2列, 正文第12段; counted from 1."""
    match = _BLOCK.fullmatch(block)
    if match is None:
        raise RuleError(f"{block} is no place")
    if match["p"]:
        return f"正文第{int(match['p']) + 1}段"
    return f"表{int(match['t']) + 1}第{int(match['r']) + 1}行第{int(match['c']) + 1}列"


def _join(names: Iterable[str]) -> str:
    names = list(names)
    return "、".join(names[:_NAMED_PLACES]) + (f"等{len(names)}处" if len(names) > _NAMED_PLACES else "")


def _places_of(db: store.Database, finding: str) -> Iterator[Place]:
    query = """SELECT b.kind, b.paragraph_no, b.table_no, b.row_no, b.col_no, p.start_at, p.end_at, b.page
        FROM finding_places p JOIN blocks b ON b.id = p.block_id WHERE p.finding_id = ? ORDER BY p.ordinal"""
    for kind, paragraph, table, row, col, start, end, page in db.execute(query, [finding]).fetchall():
        if kind == "paragraph":
            yield Place("text", paragraph, start=start, end=end, page=page)
        else:
            yield Place("table", table, row, col, start, end, page)
