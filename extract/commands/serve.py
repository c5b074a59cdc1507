"""`jixiao serve`: the site over a database."""

import importlib.util
import os
import sys
from pathlib import Path

import click

from extract.version import check_file

SITE_PACKAGE = "jixiao_site"
FILES_VARIABLE, PARQUET_VARIABLE = "JIXIAO_FILES", "JIXIAO_PARQUET"


@click.command("serve")
@click.argument("db", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option(
    "--files",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the published files: PDF pages are shown.",
)
@click.option(
    "--parquet",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of Parquet files, one a table: offered for downloading.",
)
@click.option("--sql/--no-sql", default=True, show_default=True, help="Whether readers may write SQL of their own.")
def command(db: Path, host: str, port: int, files: Path | None, parquet: Path | None, sql: bool) -> None:
    """Serve a database, read-only, as a site to browse and search. Stop it with Ctrl-C.

    \b
    Examples:
      jixiao serve build/jixiao.db
      jixiao serve reports.db --port 8080
      jixiao serve reports.db --files reports/
      jixiao serve reports.db --host 0.0.0.0 --no-sql
    """
    check_file(str(db))
    for variable, folder in ((FILES_VARIABLE, files), (PARQUET_VARIABLE, parquet)):
        if folder is not None:
            os.environ[variable] = str(folder.resolve())
    arguments = serve_arguments(site_folder(), db, host, port, sql)
    os.execv(sys.executable, [sys.executable, "-m", "datasette", *arguments])


def serve_arguments(site: Path, db: Path, host: str, port: int, sql: bool = True) -> list[str]:
    """Arguments of datasette: the site's folder is its configuration, the database is opened immutable."""
    arguments = ["serve", str(site), "-i", str(db), "--host", host, "--port", str(port)]
    return arguments if sql else [*arguments, "--setting", "default_allow_sql", "off"]


def site_folder() -> Path:
    """The site's settings, templates and plugins: of this checkout, else as installed."""
    checkout = Path(__file__).resolve().parents[2] / "datasette"
    if (checkout / "metadata.yaml").is_file():
        return checkout
    spec = importlib.util.find_spec(SITE_PACKAGE)
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / "metadata.yaml").is_file():
            return Path(place)
    raise click.UsageError("the site's folder is not installed with this jixiao")
