"""What people say of findings (confirmed, explained, wrong), in a CSV file that outlives every database.

A review is found again by the finding's key; where the places moved, by document, rule and both values, as long as one
finding alone has them. A review whose finding is gone stays in the file and in the table, marked as gone.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from extract import findings, store
from extract.lexicons import review_words
from extract.privacy import mask
from schemas.errors import ReviewError
from schemas.sql import codes

SUFFIX = ".reviews.csv"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Review:
    """A mark on a finding, with what finds it again."""

    key: str
    mark: str
    note: str = ""
    document: str = ""
    rule: str = ""
    places: str = ""
    stated: str = ""
    expected: str = ""
    message: str = ""
    filename: str = ""


def beside(db: Path) -> Path:
    """The file of reviews that belongs to a database: `reports.db` -> `reports.reviews.csv`."""
    return db.with_name(db.stem + SUFFIX)


def read(path: Path) -> dict[str, Review]:
    """The reviews of a file by key; none where there is no file. ReviewError where it is not such a file."""
    return {review.key: review for review in _reviews(_table(path), path)} if path.exists() else {}


def write(path: Path, reviews: Iterable[Review]) -> None:
    """Writes a file of reviews, sorted, so that it compares well."""
    fields = review_words()["kept"]
    lines = [[review_words()["columns"][field] for field in fields]]
    for review in sorted(reviews, key=lambda review: (review.filename, review.rule, review.key)):
        lines.append([harmless(str(getattr(review, field))) for field in fields])
    path.write_bytes(as_csv(lines))


def apply(db: store.Database, reviews: Iterable[Review]) -> list[Review]:
    """Replaces the database's reviews, each under the key its finding has now; those whose finding is gone."""
    found = {row["key"] for row in db.query("SELECT key FROM findings")}
    rows: dict[str, dict[str, Any]] = {}
    gone = []
    for review in reviews:
        key = review.key if review.key in found else _moved(db, review)
        if key is None:
            gone.append(review)
        rows.setdefault(key or review.key, _row(review, key))
    with db.atomic():
        db.execute("DELETE FROM reviews")
        db.table("reviews").insert_all(rows[key] for key in sorted(rows))
    return gone


def marked(db: store.Database, marks: Iterable[Review]) -> list[Review]:
    """The marks with all that the database knows of their findings. ReviewError for a key without a finding."""
    return [_completed(db, review) for review in marks]


def take_in(path: Path) -> list[Review]:
    """The rows of a list that came back (CSV or a spreadsheet) whose mark was filled in. ReviewError as in `read`."""
    return list(_reviews(_table(path), path, filled_only=True))


def precision(db: store.Database) -> list[dict[str, Any]]:
    """Of every rule: findings, confirmed, explained and wrong ones, and confirmed in percent of confirmed and wrong."""
    query = """SELECT "规则代码" AS rule, "核查发现" AS findings, "属实" AS confirmed, "已说明" AS explained, "误报" AS wrong,
        "准确率" AS precision FROM v_rules ORDER BY "规则代码" """
    return list(db.query(query))


def harmless(text: str) -> str:
    """A text that a spreadsheet takes for a text: one that would begin a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(lines: Iterable[Iterable[Any]]) -> bytes:
    """CSV that spreadsheets open right: UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode("utf-8-sig")


@cache
def mark_of(text: str) -> str | None:
    """The code of a mark by its code or its Chinese name; None for another text."""
    names = {name: code.code for code in codes() if code.kind == "mark" for name in (code.code, code.zh)}
    return names.get(text.strip())


def _reviews(lines: list[list[str]], path: Path, filled_only: bool = False) -> Iterable[Review]:
    names = {zh: field for field, zh in review_words()["columns"].items()}
    head = [names.get(cell.strip(), cell.strip()) for cell in lines[0]] if lines else []
    if not {"key", "mark"} <= set(head):
        raise ReviewError(f"{path}: no columns for key and mark in its first line")
    for number, line in enumerate(lines[1:], 2):
        given = {field: _plain(cell) for field, cell in zip(head, line, strict=False)}
        text = given.get("mark", "").strip()
        if not text and (filled_only or not any(given.values())):
            continue
        mark = mark_of(text)
        if mark is None:
            raise ReviewError(f"{path}: line {number}: {text!r} is no mark")
        kept = {field: given[field] for field in Review.__dataclass_fields__ if field in given}
        yield Review(**{**kept, "mark": mark, "note": mask(given.get("note", ""))})


def _table(path: Path) -> list[list[str]]:
    """The lines of a CSV file, or of the first table of a spreadsheet."""
    data = path.read_bytes()
    if path.suffix.lower() != ".csv":
        return _sheet(path, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return list(csv.reader(io.StringIO(text)))


def _sheet(path: Path, data: bytes) -> list[list[str]]:
    from parsers import parse
    from schemas.document import Source
    from schemas.errors import DocumentError

    try:
        document = parse(data, Source("0" * 64, path.name, "", len(data)))
    except DocumentError as error:
        raise ReviewError(f"{path}: {error}") from error
    for table in document.tables:
        return [[cell.text for cell in table.row(number)] for number in range(table.n_rows)]
    raise ReviewError(f"{path}: no table in it")


def _plain(cell: str) -> str:
    """The text of a cell without the apostrophe that `harmless` put before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _moved(db: store.Database, review: Review) -> str | None:
    query = """SELECT DISTINCT key FROM findings WHERE document_id = ? AND rule = ? AND ifnull(stated, '') = ?
        AND ifnull(expected, '') = ?"""
    keys = db.execute(query, [review.document, review.rule, review.stated, review.expected]).fetchall()
    return keys[0][0] if len(keys) == 1 else None


def _row(review: Review, key: str | None) -> dict[str, Any]:
    return {
        "key": key or review.key, "document_id": review.document, "rule": review.rule, "mark": review.mark,
        "note": review.note or None, "gone": int(key is None),
    }  # fmt: skip


def _completed(db: store.Database, review: Review) -> Review:
    query = """SELECT f.id, f.document_id, f.rule, f.stated, f.expected, f.message, d.filename FROM findings f
        JOIN documents d ON d.id = f.document_id WHERE f.key = ? ORDER BY f.id LIMIT 1"""
    row = next(iter(db.query(query, [review.key])), None)
    if row is None:
        raise ReviewError(f"there is no finding with the key {review.key!r}")
    query = "SELECT block_id, start_at, end_at FROM finding_places WHERE finding_id = ? ORDER BY ordinal"
    places = [findings.place_text(row["document_id"], place) for place in db.execute(query, [row["id"]]).fetchall()]
    return replace(
        review, document=row["document_id"], rule=row["rule"], places=" ".join(places), stated=row["stated"] or "",
        expected=row["expected"] or "", message=row["message"], filename=row["filename"],
    )  # fmt: skip
