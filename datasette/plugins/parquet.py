"""/parquet/TABLE.parquet: the Parquet files that stand in a folder (`jixiao serve --parquet DIR`), listed for downloading."""

import os
from pathlib import Path
from typing import Any

from datasette import NotFound, hookimpl
from datasette.utils.asgi import asgi_send_file

from schemas.sql import tables, views

PARQUET = "JIXIAO_PARQUET"
TYPE = "application/vnd.apache.parquet"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The files."""
    return [(r"^/parquet/(?P<name>[a-z_]{1,60})\.parquet$", parquet_file)]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """`parquet_files`: (name, bytes) of the files at hand, in the order of the schema; empty where there is no folder."""
    folder = os.environ.get(PARQUET)
    datasette.jixiao_parquet = found(Path(folder)) if folder else {}
    env.globals["parquet_files"] = [(name, path.stat().st_size) for name, path in datasette.jixiao_parquet.items()]


def found(folder: Path) -> dict[str, Path]:
    """Table or view -> its file in the folder. Only what is named like a table of ours is ever handed out."""
    here = folder.resolve()
    paths = {name: here / f"{name}.parquet" for name in [*tables(), *views()]}
    return {name: path for name, path in paths.items() if path.is_file() and path.resolve().parent == here}


async def parquet_file(datasette: Any, request: Any, send: Any) -> None:
    """One file, as it is."""
    path = datasette.jixiao_parquet.get(request.url_vars["name"])
    if path is None or not path.is_file():
        raise NotFound(request.url_vars["name"])
    await asgi_send_file(send, str(path), filename=path.name, content_type=TYPE)
