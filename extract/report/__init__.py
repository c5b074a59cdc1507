"""Lists of findings for people: what stands where, as text, spreadsheet or a page to print."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from extract import store
from extract.audit import place_name

_WHOLE, _AROUND = 60, 24
_SEVERITIES = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a finding: its name, page (from 1), address on the site, and the text with the figure apart.

    `label` is what stands before a cell in its row, empty for a passage.
    """

    name: str
    label: str
    page: int | None
    link: str
    before: str
    figure: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with all that a list shows of it. `region` is province, city and county joined."""

    key: str
    rule: str
    severity: str
    says: str
    source: str
    message: str
    stated: str | None
    expected: str | None
    body: str
    region: str
    year: int | None
    project: str | None
    title: str
    filename: str
    mark: str | None
    note: str | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are wanted; an empty list wants all. A body is named by a part of its name."""

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def collect(db: store.Database, wanted: Wanted, site: str = "") -> list[Found]:
    """The findings by body, year, project and severity. `site` is the address that links begin with."""
    condition, arguments = _condition(wanted)
    rows = list(db.query(f"{_FINDINGS} WHERE {condition}", arguments))
    spots: dict[str, list[Spot]] = defaultdict(list)
    for row in db.query(f"{_PLACES} WHERE {condition} ORDER BY p.finding_id, p.ordinal", arguments):
        spots[row["finding_id"]].append(_spot(row, site))
    rows.sort(key=_order)
    return [_found(row, tuple(spots[row["id"]])) for row in rows]


def by_body(found: Iterable[Found]) -> list[tuple[tuple[str, str], list[tuple[int | None, list[Found]]]]]:
    """((region, body), [(year, findings)]) in the order given."""
    return [
        (body, [(year, list(some)) for year, some in groupby(group, key=lambda each: each.year)])
        for body, group in groupby(found, key=lambda each: (each.region, each.body))
    ]


def _condition(wanted: Wanted) -> tuple[str, list[Any]]:
    terms, arguments = ["1"], list[Any]()
    for column, values in (
        ("f.rule", wanted.rules), ("f.severity", wanted.severities), ("e.fiscal_year", wanted.years),
    ):  # fmt: skip
        if values:
            terms.append(f"{column} IN ({', '.join('?' * len(values))})")
            arguments += values
    if wanted.bodies:
        terms.append(f"({' OR '.join('instr(o.name, ?)' for _ in wanted.bodies)})")
        arguments += wanted.bodies
    return " AND ".join(terms), arguments


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        _region(row), row["body"] or "", row["year"] or 0, row["position"] or 0, _SEVERITIES[row["severity"]],
        row["rule"], row["id"],
    )  # fmt: skip


def _region(row: dict[str, Any]) -> str:
    return "".join(row[name] or "" for name in ("province", "city", "county"))


def _found(row: dict[str, Any], spots: tuple[Spot, ...]) -> Found:
    same = ("key", "rule", "severity", "says", "source", "message", "stated", "expected", "year", "project", "mark")
    return Found(
        **{name: row[name] for name in same}, note=row["note"], body=row["body"] or "", region=_region(row),
        title=row["title"] or row["filename"], filename=row["filename"], spots=spots,
    )  # fmt: skip


def _spot(row: dict[str, Any], site: str) -> Spot:
    document, _, at = row["block_id"].partition(".")
    start, end, text = row["start_at"], row["end_at"], row["text"]
    span = "" if start is None else f":{start}-{end}"
    link = f"{site.rstrip('/')}/document/{document}?at={at}{span}#{at}"
    name, label = place_name(row["block_id"]), _cut(row["label"] or "")
    if start is None or end is None:
        return Spot(name, label, row["page"], link, "", _cut(text), "")
    first = max(0, start - _AROUND)
    before = ("…" if first else "") + text[first:start]
    after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
    return Spot(name, label, row["page"], link, before, text[start:end], after)


def _cut(text: str) -> str:
    return text[:_WHOLE] + ("…" if len(text) > _WHOLE else "")


_JOINED = """findings f JOIN documents d ON d.id = f.document_id LEFT JOIN evaluations e ON e.id = f.evaluation_id
    LEFT JOIN organizations o ON o.id = e.organization_id"""
_FINDINGS = f"""SELECT f.*, u.says, u.source, o.name AS body, o.province, o.city, o.county, e.fiscal_year AS year, e.position,
    e.project, d.title, d.filename, w.mark, w.note
    FROM {_JOINED} JOIN rules u ON u.id = f.rule LEFT JOIN reviews w ON w.key = f.key"""
_PLACES = f"""SELECT p.*, b.text, b.page, (
      SELECT n.text FROM blocks n WHERE b.kind = 'cell' AND n.id > b.document_id || '.t' || b.table_no || '.r' || b.row_no || '.c'
        AND n.id < b.document_id || '.t' || b.table_no || '.r' || b.row_no || '.d' AND n.col_no < b.col_no
        AND n.text GLOB '*[一-龥]*' ORDER BY n.col_no DESC LIMIT 1) AS label
    FROM {_JOINED}
    JOIN finding_places p ON p.finding_id = f.id JOIN blocks b ON b.id = p.block_id"""
