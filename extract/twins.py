"""One report published in two formats: the two readings must say the same, or both documents get an issue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

from extract import store

CODE = "twin.differs"
MAX_COPIES = 8
# What is compared, by list; texts without white space, which formats break differently.
_COMPARED = {
    "amounts": "item, measure, year, amount_fen, institution, within",
    "personnel": "category, count, year, institution",
    "indicators": "level1, level2, level3, target, actual, weight, score",
    "scores": "component, weight, score, rate, institution",
    "goals": "expected, actual",
    "facilities": "approved_m2, actual_m2, size_rate, planned_fen, actual_fen, invest_rate",
}
Pair = tuple[str, str]


def run(db: store.Database) -> int:
    """Replaces all issues `twin.differs` by what the readings say now; how many there are."""
    issues = [issue for pair in sorted(pairs(db)) for issue in _issues(db, pair)]
    with db.atomic():
        db.execute("DELETE FROM issues WHERE code = ?", [CODE])
        db.table("issues").insert_all(issues)
        counted = "(SELECT count(*) FROM issues i WHERE i.document_id = documents.id)"
        db.execute(f"UPDATE documents SET issue_count = {counted} WHERE issue_count <> {counted}")
    return len(issues)


def pairs(db: store.Database) -> set[Pair]:
    """Pairs of documents of different formats that are one report.

    They have the same name but for its suffix in the same folder, or the same title, body and year.
    """
    named = """SELECT f.path, d.id, d.media_type FROM files f JOIN documents d ON d.id = f.document_id
        WHERE d.status != 'failed'"""
    titled = """SELECT d.title, e.organization_id, e.fiscal_year, d.id, d.media_type
        FROM documents d JOIN evaluations e ON e.document_id = d.id AND e.position = 0
        WHERE d.title IS NOT NULL AND e.organization_id IS NOT NULL AND e.fiscal_year IS NOT NULL"""
    stems = ((str(PurePosixPath(path).with_suffix("")), *rest) for path, *rest in db.execute(named).fetchall())
    titles = (((title, body, year), *rest) for title, body, year, *rest in db.execute(titled).fetchall())
    return {*_pairs(stems), *_pairs(titles)}


def _pairs(entries: Iterable[tuple[Any, ...]]) -> Iterator[Pair]:
    groups: dict[Any, set[tuple[str, str]]] = {}
    for key, document, media_type in entries:
        groups.setdefault(key, set()).add((document, media_type))
    for group in groups.values():
        if len(group) <= MAX_COPIES:
            yield from ((a, b) for (a, kind), (b, other) in combinations(sorted(group), 2) if kind != other)


def _issues(db: store.Database, pair: Pair) -> Iterator[dict[str, Any]]:
    """The issue of either document of a pair, none where the readings agree."""
    here, there = (_records(db, document) for document in pair)
    if here == there:
        return
    for (document, mine), (other, its) in (((pair[0], here), (pair[1], there)), ((pair[1], there), (pair[0], here))):
        (name,) = db.execute("SELECT filename FROM documents WHERE id = ?", [other]).fetchone()
        counts = [
            (table, (mine[table] - its[table]).total(), (its[table] - mine[table]).total()) for table in _COMPARED
        ]
        said = ", ".join(
            f"{table} {more} only here and {less} only there" for table, more, less in counts if more or less
        )
        yield {
            "id": f"{document}.x{other}", "document_id": document, "code": CODE, "severity": "warning",
            "message": f"the same report reads otherwise in {name}: {said}", "block_id": None,
        }  # fmt: skip


def _records(db: store.Database, document: str) -> dict[str, Counter[tuple[Any, ...]]]:
    """list -> its rows, each with whose and which year's evaluation it belongs to."""
    found = {}
    for table, columns in _COMPARED.items():
        query = f"""SELECT e.scope, e.fiscal_year, e.project, {", ".join(f"r.{name.strip()}" for name in columns.split(","))}
            FROM {table} r JOIN evaluations e ON e.id = r.evaluation_id WHERE e.document_id = ?"""
        found[table] = Counter(tuple(map(_squeezed, row)) for row in db.execute(query, [document]))
    return found


def _squeezed(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value
