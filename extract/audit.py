"""Runs rules/*.sql over a database and stores what they find.

A rule file starts with its own sentences (`-- id:`, `-- severity:`, `-- says:`, `-- english:`, `-- source:`) and
returns the fixed columns, one row per comparison: it fires where `stated` and `expected` are further apart than
`tolerance`, or where there is no tolerance. `places` is a JSON array of ids, of blocks or of rows of a list.
`message` may name {stated}, {expected}, {first} (the first place) and {rest} (the others).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from extract import shared_passages, store
from extract.rows import document_id
from extract.rule_functions import functions
from schemas.document import Place
from schemas.errors import RuleError
from schemas.records import Finding, Outcome
from schemas.sql import lists

COLUMNS = ("evaluation_id", "stated", "expected", "tolerance", "unit", "message", "places")
UNITS = {"fen": "万元", "rate": "%", "points": "分", "persons": "人", "number": "", "text": ""}
_HEAD = ("id", "severity", "says", "english", "source")
_SEVERITIES = ("error", "warning", "notice")
_NAMED_PLACES = 4
_SLOT = regex.compile(r"\{(stated|expected|first|rest)\}")
_NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its head and its query."""

    id: str
    severity: str
    says: str
    english: str
    source: str
    sql: str


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
    return Rule(head["id"], head["severity"], head["says"], head["english"], head["source"], text)


def run(db: store.Database) -> int:
    """Replaces all findings by what the rules say now; how many there are."""
    _prepare(db)
    found = [row for rule in rules().values() for row in _fired(db, rule)]
    with db.atomic():
        for name in ("finding_places", "findings", "rules"):
            db.execute(f"DELETE FROM {name}")
        db.table("rules").insert_all({key: getattr(rule, key) for key in _HEAD} for rule in rules().values())
        db.table("findings").insert_all(finding for finding, _ in found)
        db.table("finding_places").insert_all(place for _, places in found for place in places)
    return len(found)


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


def _prepare(db: store.Database) -> None:
    """Functions and temporary views that the rules use."""
    for name, (arguments, function) in functions().items():
        db.conn.create_function(name, arguments, function, deterministic=True)
    script = (files("extract") / "rules" / "_views.sql").read_text(encoding="utf8")
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)
    shared_passages.find(db)
    db.conn.commit()


def _fired(db: store.Database, rule: Rule) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """(finding row, its place rows) of one rule, numbered within each evaluation."""
    cursor = db.execute(rule.sql)
    if (got := tuple(column[0] for column in cursor.description)) != COLUMNS:
        raise RuleError(f"{rule.id}: columns are {got}, not {COLUMNS}")
    numbers: dict[str, int] = {}
    for row in cursor.fetchall():
        record = dict(zip(COLUMNS, row, strict=True))
        if record["unit"] not in UNITS:
            raise RuleError(f"{rule.id}: unknown unit {record['unit']!r}")
        if _contradicts(record):
            evaluation = record["evaluation_id"]
            number = numbers[evaluation] = numbers.get(evaluation, -1) + 1
            yield _rows(db, rule, record, f"{evaluation}.{rule.id}.{number}")


def _contradicts(record: dict[str, Any]) -> bool:
    if record["tolerance"] is None:
        return True
    slack = _NEAR * max(1.0, abs(record["expected"]))
    return bool(abs(record["stated"] - record["expected"]) > record["tolerance"] + slack)


def _rows(
    db: store.Database, rule: Rule, record: dict[str, Any], identity: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    evaluation, unit = record["evaluation_id"], record["unit"]
    spans = [_span(db, place) for place in dict.fromkeys(json.loads(record["places"])) if place]
    names = list(dict.fromkeys(_place_name(db, block) for block, _, _ in spans))
    values = {key: show_number(record[key], unit) for key in ("stated", "expected")}
    values |= {"first": names[0], "rest": _join(names[1:] or names)}
    message = _SLOT.sub(lambda slot: values[slot[1]], record["message"])
    finding = {
        "id": identity, "document_id": evaluation.split(".")[0], "evaluation_id": evaluation, "rule": rule.id,
        "severity": rule.severity, "message": message,
        "stated": _stored(record["stated"], unit), "expected": _stored(record["expected"], unit),
    }  # fmt: skip
    places = [
        {"finding_id": identity, "ordinal": ordinal, "block_id": block, "start_at": start, "end_at": end}
        for ordinal, (block, start, end) in enumerate(spans)
    ]
    return finding, places


def _stored(value: Any, unit: str) -> str | None:
    if not isinstance(value, int | float):
        return value if value is None else str(value)
    number = Decimal(str(value)) / 100 if unit == "fen" else Decimal(str(round(value, 4)))
    return f"{number.normalize():f}"


def _span(db: store.Database, identity: str) -> tuple[str, int | None, int | None]:
    """(block, start, end) of a block's id or of the id of a list row."""
    last = identity.rsplit(".", 1)[-1]
    if ".e" not in identity:
        return identity, None, None
    table = next(name for name, table in lists().items() if last.startswith(str(table.list_letter)))
    row = db.execute(f"SELECT block_id, start_at, end_at FROM {table} WHERE id = ?", [identity]).fetchone()
    if row is None:
        raise RuleError(f"no row {identity}")
    return row[0], row[1], row[2]


def _place_name(db: store.Database, block: str) -> str:
    """How a reader finds a block: 表3第5行第2列, 正文第12段; counted from 1."""
    query = "SELECT paragraph_no, table_no, row_no, col_no FROM blocks WHERE id = ?"
    paragraph, table, row, col = db.execute(query, [block]).fetchone()
    return f"正文第{paragraph + 1}段" if paragraph is not None else f"表{table + 1}第{row + 1}行第{col + 1}列"


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
