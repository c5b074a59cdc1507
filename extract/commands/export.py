"""`jixiao export`: a database as Parquet files."""

from pathlib import Path

import click

from extract.commands import tell


@click.command("export")
@click.argument("db", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--parquet", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; an earlier export in it is replaced.",
)  # fmt: skip
@click.option("--flat", is_flag=True, help="One file a table, for jixiao serve --parquet; no partitions.")
@click.option("--at", metavar="URL", help="Where the folder will be read from, such as s3://bucket/reports.")
@click.pass_context
def command(ctx: click.Context, db: Path, folder: Path, flat: bool, at: str | None) -> None:
    """Write a database as Parquet, partitioned by province and year, with views.sql for DuckDB.

    \b
    Examples:
      jixiao export reports.db --parquet parquet/
      duckdb -init parquet/views.sql -c 'SELECT * FROM v_amounts LIMIT 10'
      jixiao export reports.db --parquet parquet/ --at s3://bucket/reports
    """
    from extract import parquet, store

    opened = store.open_database(db)
    counts = parquet.export(opened, folder, at, flat)
    opened.close()
    tell(
        ctx,
        f"{folder}: {sum(counts.values())} rows of {len(counts)} tables; {folder / parquet.VIEWS} tells DuckDB what they are",
    )
