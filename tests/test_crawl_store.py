"""The store of crawled documents: whole or not there, and what a build takes over from it."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.blobs import Blobs
from corpus.evidence import Exchange, Store
from corpus.kinds import kind_of
from corpus.manifest import NAME, Address, Manifest, Sighting, Task, now
from corpus.verify import verify
from extract import store
from extract.cli import main
from extract.engine.work import find_files
from schemas.errors import ManifestError
from tests.crawling import needs_crawl


def test_a_content_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blobs = Blobs(tmp_path)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        blobs.put(b"%PDF-1", ".pdf")
    assert not [name for name in blobs.names() if not name.startswith(".")]
    monkeypatch.undo()
    sha256 = blobs.put(b"%PDF-1", ".pdf")
    assert blobs.digest(sha256, ".pdf") == (sha256, 6)
    assert [file.path for file in find_files([tmp_path])] == [blobs.path(sha256, ".pdf")]


def test_a_transaction_of_the_manifest_lasts_whole_or_not_at_all(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / NAME)
    run, resumed = manifest.open_run("p", None, None, "r", "agent")

    def broken_off() -> None:
        with manifest.change():
            manifest.enqueue(run, [Task("list", "http://h/")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert (resumed, manifest.waiting(run)) == (False, [])
    with manifest.change():
        assert (
            len(
                manifest.enqueue(
                    run, [Task("list", "http://h/"), Task("list", "http://h/"), Task("json", "http://h/", "1")]
                )
            )
            == 2
        )
    manifest.close()
    manifest = Manifest(tmp_path / NAME)
    assert manifest.open_run("p", None, None, "r", "agent") == (run, True)
    assert [task.key for task in manifest.waiting(run)] == ["http://h/", "http://h/#1"]
    assert manifest.open_run("p", None, None, "other", "agent")[1] is False
    manifest.close()


def test_a_manifest_in_a_folder_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = Manifest(tmp_path / NAME)
    manifest.open_run("p", None, None, "r", "agent")
    manifest.close()
    monkeypatch.setattr("os.access", lambda *_: False)
    manifest = Manifest(tmp_path / NAME, readonly=True)
    assert manifest.rows("SELECT portal FROM runs") == [{"portal": "p"}]
    manifest.close()
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_full_disk_is_an_error_of_the_manifest_and_undoes_the_transaction(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / NAME)
    run, _ = manifest.open_run("p", None, None, "r", "agent")
    manifest._db.execute("PRAGMA max_page_count = 1")

    def fill() -> None:
        with manifest.change():
            manifest.enqueue(run, (Task("list", f"http://h/{'x' * 500}{number}") for number in range(2000)))

    with pytest.raises(ManifestError, match="cannot be written"):
        fill()
    assert manifest.waiting(run) == []
    manifest.close()


def test_what_is_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(ManifestError, match="cannot open"):
        Manifest(tmp_path / NAME)
    with pytest.raises(ManifestError, match="no store"):
        verify(tmp_path / "empty")


def keep(store: Store, run: int, url: str, body: bytes, commit: bool = True) -> None:
    kind = kind_of(body)
    assert kind is not None
    kept = store.keep(run, "p", body, kind, Exchange(url, "GET", [], b"", 200, [(b"X", "值".encode("gbk"))], body))
    if commit:
        sha256 = kept.content.sha256
        with store.manifest.change():
            store.manifest.put_content(kept.content, kept.members)
            store.manifest.put_address(
                Address(url, url, "p", "document", "present", sha256=sha256, first_seen=now(), checked=now())
            )
            store.manifest.sight(run, url, Sighting("new", 200, sha256, record=kept.record))


@needs_crawl
def test_a_record_that_was_cut_short_is_overwritten(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run, _ = store.manifest.open_run("p", None, None, "r", "agent")
        keep(store, run, "http://h/1", b"%PDF-1")
        keep(store, run, "http://h/2", b"%PDF-2", commit=False)
    report = verify(tmp_path)
    assert (report.damage, len(report.notes)) == ([], 2)
    with Store(tmp_path) as store:
        keep(store, run, "http://h/3", b"%PDF-3")
        keep(store, run, "http://h/4", b"%PDF-3")
    report = verify(tmp_path)
    assert (report.damage, report.documents, report.records, len(report.notes)) == ([], 2, 3, 1)
    raw = next((tmp_path / "warc").iterdir()).read_bytes()
    assert gzip.decompress(raw).startswith(b"WARC/1.1\r\nWARC-Type: warcinfo")
    assert "X: 值\r\n".encode("gbk") in gzip.decompress(raw)
    assert gzip.decompress(raw).count(b"%PDF-3") == 1


def test_a_build_takes_over_where_documents_were_published(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    blobs = Blobs(folder / "blobs")
    shas = [blobs.put(f"绩效自评 {number}".encode(), ".txt") for number in (1, 2)]
    manifest = Manifest(folder / NAME)
    run, _ = manifest.open_run("p", "某局", None, "r", "agent")
    with manifest.change():
        manifest.put_address(
            Address("http://h/a", "http://h/a", "p", "document", "present", filename="甲.txt", sha256=shas[1])
        )
        manifest.put_link("http://h/a", "http://h/list", "自评 电话：" + "1" + "0" * 10)
        for sha256 in shas:
            manifest.sight(run, "http://h/a", Sighting("new", 200, sha256))
    manifest.close()
    for path in (folder, folder / "blobs"):
        db = tmp_path / f"{path.name}.db"
        for _ in range(2):
            assert CliRunner().invoke(main, ["build", str(path), "--db", str(db)]).exit_code == 0
        rows = list(store.open_database(db).query("SELECT * FROM sources ORDER BY state"))
        assert [(row["state"], row["url"], row["page"], row["body"], row["filename"]) for row in rows] == [
            ("present", "http://h/a", "http://h/list", "某局", "甲.txt"),
            ("replaced", "http://h/a", "http://h/list", "某局", None),
        ]
        assert "0" * 10 not in str(rows)
        assert {row["document_id"] for row in rows} == {sha256[:16] for sha256 in shas}
