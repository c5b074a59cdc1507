"""Which files are read, that nothing is read twice, and that one bad file stops nothing."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from extract import store
from extract.engine import local, versions, work
from extract.engine.build import Built, Settings, build
from extract.engine.limits import Limits
from extract.engine.work import Job, find_files
from extract.rows import Shard
from schemas.errors import ProjectError

REPORT = "{title}绩效自评报告\n\n一、基本情况\n本单位编制{posts}人。\n"


def write(folder: Path, name: str, posts: int = 30) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(REPORT.format(title=name.split(".")[0], posts=posts), encoding="utf8")
    return path


def dump(path: Path) -> str:
    db = store.open_database(path)
    text = "\n".join(db.conn.iterdump())
    db.close()
    return text


def run(paths: list[Path], db: Path, **options: Any) -> Built:
    opened = store.open_database(db)
    built = build(paths, opened, Settings(**options))
    opened.close()
    return built


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    for index, name in enumerate(("a.txt", "2023/b.txt", "2023/c.txt")):
        write(folder, name, 30 + index)
    return folder


def test_folders_are_walked_sorted_without_hidden_and_foreign_files(reports: Path) -> None:
    for name in (".hidden.txt", "~$a.docx", ".git/x.txt", "notes.odt", "2023/~$b.docx"):
        write(reports, name)
    assert [file.stored for file in find_files([reports])] == [
        "reports/2023/b.txt",
        "reports/2023/c.txt",
        "reports/a.txt",
    ]
    assert work.passed_over([reports]) == {".odt": 1}


def test_a_file_named_alone_is_stored_as_in_its_folder_and_read_whatever_its_suffix(reports: Path) -> None:
    odd = write(reports, "report.old")
    found = find_files([reports / "2023", reports / "2023/b.txt", odd])
    assert [file.stored for file in found] == ["2023/b.txt", "2023/c.txt", "reports/report.old"]


def test_two_files_of_one_stored_path_are_refused(tmp_path: Path) -> None:
    paths = [write(tmp_path, "1/x/a.txt", 1).parent, write(tmp_path, "2/x/a.txt", 2).parent]
    with pytest.raises(ProjectError, match="--root"):
        find_files(paths)
    assert [file.stored for file in find_files(paths, tmp_path)] == ["1/x/a.txt", "2/x/a.txt"]


def test_building_twice_reads_nothing_and_changes_nothing(reports: Path, tmp_path: Path) -> None:
    assert run([reports], tmp_path / "x.db").read == 3
    before = dump(tmp_path / "x.db")
    again = run([reports], tmp_path / "x.db")
    assert (again.read, again.unchanged) == (0, 3)
    assert dump(tmp_path / "x.db") == before
    run([reports], tmp_path / "y.db")
    assert dump(tmp_path / "y.db") == before


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_database_made_bit_by_bit_is_the_one_made_at_once(
    reports: Path, tmp_path: Path, order: tuple[int, ...]
) -> None:
    write(reports, "copy.txt", 30).write_bytes((reports / "a.txt").read_bytes())
    files = sorted(reports.rglob("*.txt"))
    run([reports], tmp_path / "whole.db", root=tmp_path)
    for index in [*order, 3]:
        run([files[index]], tmp_path / "bits.db", root=tmp_path)
    assert dump(tmp_path / "bits.db") == dump(tmp_path / "whole.db")


def test_a_changed_file_replaces_what_it_said(reports: Path, tmp_path: Path) -> None:
    run([reports], tmp_path / "x.db")
    write(reports, "a.txt", 99)
    built = run([reports], tmp_path / "x.db")
    assert (built.read, built.unchanged, built.forgotten) == (1, 2, 1)
    run([reports], tmp_path / "y.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_a_file_that_is_gone_stays_until_pruned(reports: Path, tmp_path: Path) -> None:
    run([reports], tmp_path / "x.db")
    (reports / "a.txt").unlink()
    built = run([reports], tmp_path / "x.db")
    assert (built.gone, built.forgotten) == (1, 0)
    assert run([reports], tmp_path / "x.db", prune=True).forgotten == 1
    run([reports], tmp_path / "y.db")
    assert dump(tmp_path / "x.db") == dump(tmp_path / "y.db")


def test_a_new_version_reads_again(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([reports], tmp_path / "x.db")
    monkeypatch.setattr(work, "extractor_version", lambda: "other")
    assert run([reports], tmp_path / "x.db").read == 3


def test_code_data_files_and_weights_are_in_the_version() -> None:
    names = {name for name, _ in versions._code_files(files("extract"), "extract")}
    assert {"extract/pipeline.py", "extract/lexicons/narrative.yaml", "extract/nlp/models/items.bin"} <= names


def test_a_build_cut_short_is_finished_by_the_next(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([reports], tmp_path / "whole.db")
    with monkeypatch.context() as patch:
        patch.setattr(store, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run([reports], tmp_path / "x.db")
    assert run([reports], tmp_path / "x.db").read == 0
    assert dump(tmp_path / "x.db") == dump(tmp_path / "whole.db")


def test_one_bad_file_is_recorded_and_the_rest_is_built(reports: Path, tmp_path: Path) -> None:
    (reports / "2023" / "b.txt").write_bytes(b"PK\x03\x04 and no more")
    (reports / "empty.txt").touch()
    built = run([reports], tmp_path / "x.db")
    assert [(path, reason) for path, reason, _ in built.failed] == [
        ("reports/2023/b.txt", "truncated"), ("reports/empty.txt", "empty"),
    ]  # fmt: skip
    db = store.open_database(tmp_path / "x.db")
    assert {row["status"] for row in db.query("SELECT status FROM documents WHERE filename IN ('a.txt', 'c.txt')")} <= {
        "ok",
        "partial",
    }
    assert db.table("files").count == 4
    db.close()


def test_what_cannot_be_stored_fails_alone(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store.fold

    def fails(db: store.Database, sha256: str, rows: Shard, changes: store.Changes | None) -> None:
        if rows["documents"][0][2] == "b.txt" and "blocks" in rows and rows["blocks"]:
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        real(db, sha256, rows, changes)

    monkeypatch.setattr(store, "fold", fails)
    assert [each[:2] for each in run([reports], tmp_path / "x.db").failed] == [("reports/2023/b.txt", "crash")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_cannot_be_opened_is_recorded(reports: Path, tmp_path: Path) -> None:
    (reports / "a.txt").chmod(0)
    assert [(path, reason) for path, reason, _ in run([reports], tmp_path / "x.db").failed] == [
        ("reports/a.txt", "unreadable")
    ]


def test_a_file_gone_before_it_is_read_fails_alone(tmp_path: Path) -> None:
    outcome = local.read_one(Job(tmp_path / "gone.txt", "gone.txt", "0" * 64))
    assert (outcome.status, outcome.reason) == ("failed", "unreadable")


@pytest.mark.parametrize("workers", [2, 5])
def test_the_number_of_processes_does_not_show_in_the_database(tmp_path: Path, workers: int) -> None:
    for index in range(15):
        write(tmp_path / "many", f"{index}.txt", index)
    run([tmp_path / "many"], tmp_path / "one.db", workers=1)
    run([tmp_path / "many"], tmp_path / "many.db", workers=workers, limits=Limits(renew_after=2))
    assert dump(tmp_path / "one.db") == dump(tmp_path / "many.db")
