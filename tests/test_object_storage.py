"""An export that was copied to object storage reads the same there: a server that speaks S3 on the loopback address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract import audit, parquet, store
from tests.outcomes import outcome

WHY = "pip install 'moto[server]' s3fs"
duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: make export")
moto = pytest.importorskip("moto.server", reason=WHY)
s3fs = pytest.importorskip("s3fs", reason=WHY)


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of a server without buckets."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    files = s3fs.S3FileSystem(
        key="k", secret="s", skip_instance_cache=True, client_kwargs={"endpoint_url": f"http://127.0.0.1:{port}"}
    )
    yield files
    server.stop()


@pytest.mark.parametrize(("bucket", "flat"), [("parts", False), ("flat", True)])
def test_an_export_reads_the_same_from_object_storage(storage: Any, tmp_path: Path, bucket: str, flat: bool) -> None:
    db = store.open_database(None)
    for each in (outcome(), outcome("b.docx", "70.5")):
        store.write(db, each, "1")
    audit.run(db)
    store.finish(db)
    parquet.export(db, tmp_path / "parquet", f"s3://{bucket}/reports", flat)
    storage.mkdir(bucket)
    storage.put(str(tmp_path / "parquet"), f"{bucket}/reports", recursive=True)
    duck = duckdb.connect()
    duck.register_filesystem(storage)
    duck.execute((tmp_path / "parquet" / parquet.VIEWS).read_text(encoding="utf8"))
    query = 'SELECT "机构", "年度", "科目", "口径", "万元" FROM v_amounts ORDER BY ALL'
    there = duck.execute(query).fetchall()
    assert there == db.execute(query.replace("ALL", "1, 2, 3, 4, 5")).fetchall()
    assert len(there) == 4
    assert (
        duck.execute("SELECT count(*) FROM blocks").fetchall() == db.execute("SELECT count(*) FROM blocks").fetchall()
    )
