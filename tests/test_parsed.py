"""What was parsed is kept apart from the database: a new extraction parses nothing, and nothing damaged is trusted."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import parsers
from extract import store, whereabouts
from extract.engine import build as engine
from extract.engine import local, reading, work
from extract.engine.build import Built, Settings, build
from extract.engine.parsed import ParsedStore, beside
from schemas.document import Document, Source
from tests.test_engine import dump, write

NAME = "王小明"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for index in range(3):
        write(tmp_path / "in", f"{index}.txt", 20 + index)
    signed = tmp_path / "in" / "2.txt"
    signed.write_text(signed.read_text(encoding="utf8") + f"填表人：{NAME}\n", encoding="utf8")
    return tmp_path / "in"


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents parsed, in this process: readers are replaced by calls."""
    seen: list[str] = []
    real: Callable[[bytes, Source], Document] = parsers.parse

    def counted(data: bytes, source: Source) -> Document:
        seen.append(source.name)
        return real(data, source)

    monkeypatch.setattr(parsers, "parse", counted)
    monkeypatch.setattr(
        local, "carry_out", lambda task, jobs, workers, limits, equip: ((job, task.read(equip(job))) for job in jobs)
    )
    return seen


def run(folder: Path, db: Path, **settings: object) -> Built:
    opened = store.open_database(db)
    built = build([folder], opened, Settings(parsed=beside(db), **settings))  # type: ignore[arg-type]
    opened.close()
    return built


def new_extractor(monkeypatch: pytest.MonkeyPatch, version: str = "2") -> None:
    for module in (work, engine):
        monkeypatch.setattr(module, "extractor_version", lambda: version)


def damage(db: Path) -> None:
    with sqlite3.connect(beside(db)) as connection:
        connection.execute("UPDATE parsed SET document = zeroblob(40)")
    connection.close()


def test_a_new_extraction_parses_nothing_and_gives_the_same(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    run(reports, tmp_path / "x.db")
    assert parses == sorted(parses, key=parses.index)
    assert len(parses) == 3
    new_extractor(monkeypatch)
    built = run(reports, tmp_path / "x.db")
    assert (built.read, built.again, len(parses)) == (3, 3, 3)
    run(reports, tmp_path / "y.db")
    assert len(parses) == 6
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_new_parsers_parse_again(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    run(reports, tmp_path / "x.db")
    monkeypatch.setattr(engine, "parser_version", lambda: "other")
    new_extractor(monkeypatch)
    assert run(reports, tmp_path / "x.db").again == 0
    assert len(parses) == 6
    new_extractor(monkeypatch, "3")
    assert run(reports, tmp_path / "x.db").again == 3


def test_damaged_entries_and_damaged_files_are_parsed_again(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    run(reports, tmp_path / "x.db")
    damage(tmp_path / "x.db")
    new_extractor(monkeypatch)
    run(reports, tmp_path / "x.db")
    assert len(parses) == 6
    beside(tmp_path / "x.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    new_extractor(monkeypatch, "3")
    run(reports, tmp_path / "x.db")
    assert len(parses) == 9
    new_extractor(monkeypatch, "4")
    assert run(reports, tmp_path / "x.db").again == 3
    run(reports, tmp_path / "y.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_a_document_whose_file_is_gone_is_kept_marked_and_extracted_anew(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    run(reports, tmp_path / "x.db")
    (reports / "1.txt").unlink()
    assert run(reports, tmp_path / "x.db").gone == 1
    new_extractor(monkeypatch)
    assert run(reports, tmp_path / "x.db").again == 3
    db = store.open_database(tmp_path / "x.db")
    assert whereabouts.gone(db) == {"in/1.txt"}
    assert {row["extractor"] for row in db.query("SELECT extractor FROM documents")} == {"2"}
    assert [row["status"] for row in db.query("SELECT status FROM documents WHERE filename = '1.txt'")] == ["ok"]
    db.close()
    damage(tmp_path / "x.db")
    new_extractor(monkeypatch, "3")
    run(reports, tmp_path / "x.db")
    db = store.open_database(tmp_path / "x.db")
    kept = list(db.query("SELECT status, extractor FROM documents WHERE filename = '1.txt'"))
    assert kept == [{"status": "ok", "extractor": "2"}]
    db.close()
    write(reports, "1.txt", 21)
    run(reports, tmp_path / "x.db")
    run(reports, tmp_path / "y.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_a_pruned_document_is_kept_nowhere(reports: Path, tmp_path: Path) -> None:
    run(reports, tmp_path / "x.db")
    (reports / "1.txt").unlink()
    run(reports, tmp_path / "x.db", prune=True)
    with sqlite3.connect(beside(tmp_path / "x.db")) as connection:
        assert connection.execute("SELECT count(*) FROM parsed").fetchone() == (2,)
    connection.close()


def test_nothing_private_is_kept(reports: Path, tmp_path: Path) -> None:
    run(reports, tmp_path / "x.db")
    with sqlite3.connect(beside(tmp_path / "x.db")) as connection:
        entries = connection.execute("SELECT sha256, document FROM parsed").fetchall()
    connection.close()
    texts = [repr(reading.unpack(bytes(data), sha256, "x.txt")) for sha256, data in entries]
    assert len(texts) == 3
    assert any("填表人：＊＊＊" in text for text in texts)
    assert not any(NAME in text for text in texts)


def test_a_store_that_cannot_be_written_stops_nothing(reports: Path, tmp_path: Path) -> None:
    beside(tmp_path / "x.db").mkdir()
    assert run(reports, tmp_path / "x.db").read == 3
    shutil.rmtree(beside(tmp_path / "x.db"))
    kept = ParsedStore(beside(tmp_path / "x.db"), "1")
    other = sqlite3.connect(beside(tmp_path / "x.db"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    kept.put("a" * 64, "a.txt", b"x")
    kept.close()
    other.execute("ROLLBACK")
    other.close()
