"""What `jixiao export --flat` writes is what `jixiao serve --parquet` hands out; names stay masked in it."""

from pathlib import Path

import pytest

from extract import store
from extract.commands.serve import PARQUET_VARIABLE
from schemas.sql import tables
from tests.outcomes import outcome
from tests.sites import Site, build


def test_without_files_the_site_says_how_to_make_them(tmp_path: Path) -> None:
    site = Site(build(tmp_path / "demo.db", [], [outcome()]))
    assert "jixiao export demo.db --parquet parquet --flat" in site.page("/demo").text_content()
    site.close()


def test_exported_files_are_offered_and_hold_the_tables_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: make export")
    from extract import parquet

    path = build(tmp_path / "demo.db", [], [outcome()])
    db = store.open_database(path)
    parquet.export(db, tmp_path / "parquet", flat=True)
    db.close()
    monkeypatch.setenv(PARQUET_VARIABLE, str(tmp_path / "parquet"))
    site = Site(path)
    offered = site.page("/demo").xpath("//a[contains(@href, '/parquet/')]/@href")
    assert {each.rpartition("/")[2] for each in offered} == {f"{name}.parquet" for name in tables()}
    for address in offered:
        answer = site.get(address)
        name = address.rpartition("/")[2].removesuffix(".parquet")
        file = tmp_path / f"{name}.taken"
        file.write_bytes(answer.content)
        rows = duckdb.sql(f"SELECT * FROM read_parquet('{file}')").fetchall()
        assert len(rows) == site.rows(f"SELECT count(*) FROM {name}")[0][0]
        assert "杨帆" not in repr(rows)
    site.close()
