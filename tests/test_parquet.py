"""What DuckDB reads from the exported files through the views is what SQLite reads from the database."""

import math
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from extract import audit, parquet, store, whereabouts
from extract.engine import local, work
from schemas.errors import ExportError
from schemas.records import Outcome
from schemas.sql import tables, views
from tests.outcomes import evaluation, outcome

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"
needs_duckdb = pytest.mark.skipif(find_spec("duckdb") is None, reason="DuckDB is not installed: make export")


def department(name: str, year: int, spent: str, about: int) -> Outcome:
    """A department's report of a year with a figure of some year."""
    made = outcome(name, spent)
    amounts = tuple(replace(each, year=about) for each in made.evaluations[0].amounts)
    own = evaluation(scope="department", project=None, fiscal_year=year, amounts=amounts)
    return replace(made, evaluations=(own,))


@pytest.fixture(scope="module")
def db() -> Iterator[store.Database]:
    opened = store.open_database(None)
    jobs = work.make_plan(work.find_files([SAMPLES]), {}).jobs
    made = [local.read_one(job) for job in jobs[::3]]
    made += [outcome(), department("b.docx", 2022, "70.5", 2022), department("c.docx", 2023, "77.5", 2022)]
    for each in made:
        store.write(opened, each, "1")
        whereabouts.place_files(opened, [(each.source.name, each.source.sha256, None)])
    audit.run(opened)
    store.finish(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def exported(db: store.Database, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    import duckdb

    folder = tmp_path_factory.mktemp("it's") / "parquet"
    counts = parquet.export(db, folder)
    assert counts == store.counts(db)
    duck = duckdb.connect()
    duck.execute((folder / parquet.VIEWS).read_text(encoding="utf8"))
    return folder, duck


def same(here: tuple[Any, ...], there: tuple[Any, ...]) -> bool:
    """Equal values, numbers to the last but few digits: the two add up in another order."""
    return len(here) == len(there) and all(
        math.isclose(a, b, rel_tol=1e-12) if isinstance(a, float) and isinstance(b, float) else a == b
        for a, b in zip(here, there, strict=True)
    )


@needs_duckdb
@pytest.mark.parametrize("name", [*tables(), *views()])
def test_every_table_and_view_reads_the_same(name: str, db: store.Database, exported: tuple[Path, Any]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in (tables() | views())[name].columns)
    query = f"SELECT {columns} FROM {name}"
    here, there = (sorted(rows.fetchall(), key=repr) for rows in (db.execute(query), exported[1].execute(query)))
    assert len(here) == len(there)
    assert all(same(a, b) for a, b in zip(here, there, strict=True))
    assert here or name in ("sources", "facilities", "reviews", "own_passages")


@needs_duckdb
def test_rows_lie_in_the_folder_of_their_province_and_year(exported: tuple[Path, Any]) -> None:
    folder, duck = exported
    for name in ("amounts", "blocks", "findings", "documents"):
        assert len(list((folder / name).glob("partition_province=*/partition_year=*/*.parquet"))) > 2
    query = """SELECT DISTINCT o.province, e.fiscal_year, a.partition_province, a.partition_year FROM amounts a
        JOIN evaluations e ON e.id = a.evaluation_id JOIN organizations o ON o.id = e.organization_id"""
    rows = duck.execute(query).fetchall()
    assert len(rows) > 3
    assert all((province, year) == (lies, at) for province, year, lies, at in rows)


@needs_duckdb
def test_no_masked_name_is_in_any_file(exported: tuple[Path, Any]) -> None:
    folder, duck = exported
    texts = [repr(duck.execute(f"SELECT * FROM {name}").fetchall()) for name in tables()]
    assert any("填表人：＊＊" in text for text in texts)
    assert not any("杨帆" in text for text in texts)
    assert not any("杨帆".encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@needs_duckdb
def test_an_export_is_replaced_whole_and_nothing_else_is(db: store.Database, tmp_path: Path) -> None:
    parquet.export(db, tmp_path / "out")
    (tmp_path / "out" / "blocks" / "stray.parquet").write_bytes(b"")
    parquet.export(db, tmp_path / "out", "s3://bucket/reports")
    assert not (tmp_path / "out" / "blocks" / "stray.parquet").exists()
    assert "read_parquet('s3://bucket/reports/blocks/*/*/*.parquet'" in (tmp_path / "out" / parquet.VIEWS).read_text(
        "utf8"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(ExportError, match="something else"):
        parquet.export(db, tmp_path / "mine")


@needs_duckdb
def test_an_export_that_fails_leaves_the_earlier_one(
    db: store.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet.export(db, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    monkeypatch.setattr(parquet, "views_sql", lambda at, flat: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        parquet.export(db, tmp_path / "out")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@needs_duckdb
def test_one_file_a_table_is_what_the_site_offers(db: store.Database, tmp_path: Path) -> None:
    import duckdb

    counts = parquet.export(db, tmp_path / "out", flat=True)
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.parquet")) == sorted(tables())
    duck = duckdb.connect()
    duck.execute((tmp_path / "out" / parquet.VIEWS).read_text(encoding="utf8"))
    assert duck.execute("SELECT count(*) FROM v_amounts").fetchone() == (counts["amounts"],)


@needs_duckdb
def test_an_empty_database_can_be_exported_and_read(tmp_path: Path) -> None:
    import duckdb

    parquet.export(store.open_database(None), tmp_path / "out")
    duck = duckdb.connect()
    duck.execute((tmp_path / "out" / parquet.VIEWS).read_text(encoding="utf8"))
    assert duck.execute("SELECT count(*) FROM v_amounts").fetchone() == (0,)


@pytest.mark.skipif(find_spec("duckdb") is not None, reason="DuckDB is installed")
def test_without_duckdb_the_command_to_install_it_is_told(db: store.Database, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="make export"):
        parquet.export(db, tmp_path / "out")
