"""Full-text search in Chinese: the SQL functions, and the page /search."""

import sqlite3
import unicodedata
from typing import Any

import regex
from datasette import Response, hookimpl

from schemas.segment import match_query

Span = tuple[int, int]

PAGE_SIZE = 20
MAX_HITS = 2000
MAX_QUERY = 100
_BEFORE, _AFTER = 40, 120
_NOTHING = '""'

# Ranked among the first hits only, so that a word found everywhere costs no more than a rare one.
_HITS = """
WITH hits AS (SELECT rowid AS passage, rank AS score FROM passages WHERE passages MATCH :match LIMIT :most)
SELECT b.id, substr(b.text, 1, 20000) AS text, b.page, d.id AS document_id, coalesce(d.title, d.filename) AS title,
  o.name AS body, e.fiscal_year, (SELECT count(*) FROM hits) AS total
FROM hits JOIN passage_blocks m ON m.passage = hits.passage JOIN blocks b ON b.id = m.block_id
JOIN documents d ON d.id = b.document_id
LEFT JOIN evaluations e ON e.id = d.id || '.e0' LEFT JOIN organizations o ON o.id = e.organization_id
ORDER BY hits.score, hits.passage LIMIT :size OFFSET :skip
"""
_BODIES = "SELECT id, name, province, city, county FROM organizations WHERE instr(name, ?) > 0 ORDER BY id LIMIT 8"
_PROJECTS = """SELECT e.id, e.project, e.fiscal_year, o.name AS body FROM evaluations e
LEFT JOIN organizations o ON o.id = e.organization_id WHERE instr(e.project, ?) > 0 ORDER BY e.id LIMIT 8"""


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
    page = int(number) if regex.fullmatch(r"[1-9]\d{0,3}", number) else 1
    db = datasette.get_database()
    hits, bodies, projects = [], [], []
    if query:
        arguments = {"match": fts_query(query), "most": MAX_HITS, "size": PAGE_SIZE, "skip": (page - 1) * PAGE_SIZE}
        hits = [dict(row) for row in (await db.execute(_HITS, arguments)).rows]
        bodies = (await db.execute(_BODIES, [query])).rows
        projects = (await db.execute(_PROJECTS, [query])).rows
    for hit in hits:
        hit["snippet"], hit["spans"], hit["all"] = snippet(hit["text"], query)
    total = hits[0]["total"] if hits else 0
    context = {
        "q": query, "hits": hits, "bodies": bodies, "projects": projects, "total": total, "most": MAX_HITS,
        "page": page, "pages": -(-total // PAGE_SIZE),
    }  # fmt: skip
    return Response.html(await datasette.render_template("search.html", context, request=request))


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
    phrases = regex.findall(r'"([^"]+)"', match_query(query))
    spans = []
    for phrase in phrases:
        pattern = r"[^\p{L}\p{N}]*".join(map(_token, phrase.casefold().split()))
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
