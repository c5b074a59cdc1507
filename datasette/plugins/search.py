"""Full-text search in Chinese: the SQL functions, and the page /search."""

import json
import sqlite3
import unicodedata
from typing import Any

import regex
from datasette import Response, hookimpl

from schemas.segment import match_query, phrases
from schemas.sql import PASSAGE_KIND, PASSAGE_KINDS

Span = tuple[int, int]

PAGE_SIZE = 20
MAX_HITS = 2000
MAX_QUERY, MAX_WORDS = 100, 6
MAX_PLACES = 200
_BEFORE, _AFTER = 40, 120
_NOTHING = '""'

# The index is in the order in which hits are shown, so no more is read than a page needs; counting stops early too.
# A text that is a heading in one place is found as such, and not again as what it is elsewhere.
_FOUND = f"""FROM passages p WHERE p.passages MATCH :match AND (p.rowid < {PASSAGE_KIND}
  OR NOT EXISTS (SELECT 1 FROM passage_blocks m WHERE m.passage = p.rowid & {PASSAGE_KIND - 1}))"""
_PASSAGES = f"SELECT p.rowid AS passage {_FOUND} ORDER BY p.rowid LIMIT :size OFFSET :skip"
_TOTAL = f"SELECT count(*) FROM (SELECT 1 {_FOUND} LIMIT :most)"
_ENTRIES = ", ".join(f"h.value + {kind * PASSAGE_KIND}" for kind in range(PASSAGE_KINDS))
_HITS = f"""
SELECT h.value AS passage, b.id, b.kind, substr(b.text, 1, 20000) AS text, b.page, d.id AS document_id,
  coalesce(d.title, d.filename) AS title, o.name AS body, e.fiscal_year,
  (SELECT count(*) FROM (SELECT 1 FROM passage_blocks m WHERE m.passage IN ({_ENTRIES}) LIMIT :places)) AS places,
  EXISTS (SELECT 1 FROM sections s WHERE s.document_id = b.document_id AND s.block_id = b.id) AS heading,
  EXISTS (SELECT 1 FROM evaluations x JOIN indicators i ON i.evaluation_id = x.id
    WHERE x.document_id = b.document_id AND i.level3_block_id = b.id) AS indicator
FROM json_each(:passages) h
JOIN blocks b ON b.id = (SELECT block_id FROM passage_blocks m WHERE m.passage = h.value ORDER BY block_id LIMIT 1)
JOIN documents d ON d.id = b.document_id
LEFT JOIN evaluations e ON e.id = d.id || '.e0' LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY h.value
"""
_BODIES = """SELECT id, name, province, city, county FROM organizations o WHERE {} ORDER BY length(name), id LIMIT 8"""
_BODY_WORD = "instr(coalesce(province, '') || coalesce(city, '') || coalesce(county, '') || name, ?) > 0"
_PROJECTS = """SELECT e.id, e.project, e.fiscal_year, o.name AS body FROM evaluations e
LEFT JOIN organizations o ON o.id = e.organization_id WHERE {} ORDER BY length(e.project), e.id LIMIT 8"""
_PROJECT_WORD = "instr(e.project, ?) > 0"


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """match_query(text); and Datasette's own table search, which calls escape_fts, made to find Chinese words.

    Last of all plugins, because Datasette registers its own escape_fts.
    """
    for name in ("match_query", "escape_fts"):
        conn.create_function(name, 1, fts_query, deterministic=True)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """/search?q=WORDS&page=N."""
    return [(r"^/search$", search_page)]


async def search_page(datasette: Any, request: Any) -> Response:
    """Passages that contain every word, each with its document and place."""
    query = " ".join((request.args.get("q") or "")[:MAX_QUERY].split())
    number = request.args.get("page") or ""
    page = min(int(number), MAX_HITS // PAGE_SIZE) if regex.fullmatch(r"[1-9]\d{0,3}", number) else 1
    db = datasette.get_database()
    hits, bodies, projects, total = [], [], [], 0
    if query:
        hits, total = await _found(db, query, page)
        words = query.split()[:MAX_WORDS]
        bodies = (await db.execute(_BODIES.format(_all(_BODY_WORD, words)), words)).rows
        projects = (await db.execute(_PROJECTS.format(_all(_PROJECT_WORD, words)), words)).rows
    context = {
        "q": query, "hits": hits, "bodies": bodies, "projects": projects, "total": total, "most": MAX_HITS,
        "places_counted": MAX_PLACES, "page": page, "pages": min(-(-total // PAGE_SIZE), MAX_HITS // PAGE_SIZE),
    }  # fmt: skip
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def _found(db: Any, query: str, page: int) -> tuple[list[dict[str, Any]], int]:
    """The hits of one page, and how many there are, MAX_HITS at most."""
    asked = {"match": fts_query(query), "size": PAGE_SIZE, "skip": (page - 1) * PAGE_SIZE, "most": MAX_HITS}
    passages = [row["passage"] for row in (await db.execute(_PASSAGES, asked)).rows]
    total = (await db.execute(_TOTAL, asked)).rows[0][0]
    found = await db.execute(_HITS, {"passages": json.dumps(passages), "places": MAX_PLACES})
    hits = [dict(row) for row in found.rows]
    for hit in hits:
        hit["entries"] = entries(hit["passage"])
        hit["snippet"], hit["spans"], hit["all"] = snippet(hit["text"], query)
    return hits, total


def entries(passage: int) -> list[int]:
    """The entries of the index that a hit stands for: of a heading also those of the same text elsewhere."""
    return [passage + kind * PASSAGE_KIND for kind in range(PASSAGE_KINDS)] if passage < PASSAGE_KIND else [passage]


def _all(condition: str, words: list[str]) -> str:
    return " AND ".join([condition] * len(words))


def fts_query(text: str | None) -> str:
    """An FTS5 query for a reader's words; one that finds nothing where there are none."""
    return match_query(text or "") or _NOTHING


def snippet(text: str, query: str) -> tuple[str, list[Span], list[Span]]:
    """The piece of the text around its first hit, the hits in that piece, and the hits in the whole text."""
    spans = hit_spans(text, query)
    first = spans[0][0] if spans else 0
    start, end = max(0, first - _BEFORE), min(len(text), first + _AFTER)
    lead = "…" if start else ""
    piece = lead + text[start:end] + ("…" if end < len(text) else "")
    moved = [(a - start + len(lead), min(b, end) - start + len(lead)) for a, b in spans if a < end]
    return piece, moved, spans


def hit_spans(text: str, query: str) -> list[Span]:
    """Where the words of the query stand in the text, as the index finds them: width, case and punctuation aside."""
    folded, origin = _folded(text)
    spans = []
    for phrase in phrases(query):
        pattern = r"[^\p{L}\p{N}]*".join(_token(unit.casefold()) for unit in phrase)
        for match in regex.finditer(pattern, folded, timeout=1):
            spans.append((origin[match.start()], origin[match.end() - 1] + 1))
    return sorted(set(spans))


def _token(token: str) -> str:
    if regex.fullmatch(r"\p{Han}", token):
        return token
    return rf"(?<![^\p{{Han}}\P{{L}}]|\p{{N}}){regex.escape(token)}(?![^\p{{Han}}\P{{L}}]|\p{{N}})"


def _folded(text: str) -> tuple[str, list[int]]:
    """Normal form and lower case, with the offset in the text of every character of it."""
    pieces = [unicodedata.normalize("NFKC", character).casefold() for character in text]
    origin = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), origin
