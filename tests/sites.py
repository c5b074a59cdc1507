"""A running site for tests: started in process, every page asked for over its own client."""

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from extract import audit, pipeline, store, whereabouts
from extract.commands.serve import FILES_VARIABLE
from schemas.document import Cell, Document, Source, Table
from schemas.records import Outcome
from tests.outcomes import outcome

ROOT = Path(__file__).parent.parent
SITE = ROOT / "datasette"
SAMPLES = ROOT / "corpus" / "samples"
HOSTILE = "<script>alert(1)</script>\"'; DROP TABLE amounts; --"
READ = ("dazu_culture_2021.docx", "zhijiang_traffic_2019.docx", "santai_agri_2022.txt", "huoqiu_agri_2022.pdf")


class Site:
    """A running site; `get` answers one request."""

    def __init__(self, path: Path, files: Path | None = None) -> None:
        self.path = path
        self.loop = asyncio.new_event_loop()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(FILES_VARIABLE, str(files or ""))
            self.app = Datasette(files=[], immutables=[str(path)], config_dir=SITE)
            self.loop.run_until_complete(self.app.invoke_startup())
        self.name = self.app.get_database().name

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.loop.run_until_complete(self.app.client.get(path))
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer

    def page(self, path: str) -> Any:
        return html.fromstring(self.get(path).text)

    def rows(self, sql: str, *arguments: Any) -> list[sqlite3.Row]:
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        found = connection.execute(sql, arguments).fetchall()
        connection.close()
        return found

    def close(self) -> None:
        """Stops its threads."""
        self.app.executor.shutdown()
        self.loop.close()


def build(path: Path, samples: Sequence[str] = READ, made: Sequence[Outcome] | None = None) -> Path:
    """A finished and audited database of the samples and, if none are given, of three made outcomes."""
    db = store.open_database(path)
    outcomes = [large(), outcome(), outcome(f"{HOSTILE}.docx", body=HOSTILE)] if made is None else list(made)
    outcomes += map(read, samples)
    for each in outcomes:
        store.write(db, each, "1")
    whereabouts.place_files(db, [(each.source.name, each.source.sha256, None) for each in outcomes])
    audit.run(db)
    store.finish(db)
    db.conn.commit()
    db.conn.close()
    return path


def read(name: str) -> Outcome:
    """A bundled sample, read."""
    if not (SAMPLES / name).exists():
        pytest.skip(f"no bundled sample {name}: make them with python -m corpus.synth")
    data = (SAMPLES / name).read_bytes()
    kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
    return pipeline.run(data, Source(hashlib.sha256(data).hexdigest(), name, kind, len(data)))


def large() -> Outcome:
    """A table of 1500 rows whose first cell runs through all of them."""
    rows = [Cell(f"第{row}行第{col}列", row, col) for row in range(1500) for col in range(1, 6)]
    document = Document(
        Source("f" * 64, "large.docx", "text/plain", 1), (Table((Cell("全部", 0, 0, 1500), *rows), 1500, 6),), "t"
    )
    return Outcome(document.source, "ok", document=document)


def place_of(address: str, own: str) -> tuple[str, str]:
    """(document, mark) a link of a page of the document `own` leads to: ("0123…", "p12:3-9")."""
    if match := re.fullmatch(r"/document/(\w+)\?at=([^,#]+)[^#]*#.+", address):
        return match[1], match[2]
    at, *span = address.removeprefix("#").split("-")
    return own, at + (f":{'-'.join(span)}" if span else "")


def text_at(site: Site, document: str, mark: str) -> str:
    """The stored text at a mark."""
    at, _, span = mark.partition(":")
    text: str = site.rows("SELECT text FROM blocks WHERE id = ?", f"{document}.{at}")[0]["text"]
    start, _, end = span.partition("-")
    return text[int(start) : int(end)] if span else text
