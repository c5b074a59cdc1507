"""`jixiao tables`: every table of a document as rows of cells."""

import csv
import io
from pathlib import Path
from typing import Any

import click

from extract.commands import SOME_FAILED, as_json, complain, limit_options, limits_of, tell
from extract.commands.extract import named_jobs
from extract.names import shown
from schemas.document import Document, Table


@click.command("tables")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "to_stdout", is_flag=True, help="Print JSON to standard output (the default).")
@click.option("--csv", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write one CSV per table here.")
@click.option("--unmasked", is_flag=True, help="Leave telephone numbers and names of people as they were published.")
@limit_options
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    to_stdout: bool,
    folder: Path | None,
    unmasked: bool,
    timeout: float | None,
    memory: int | None,
) -> None:
    """Print every table as rows of cells; a merged cell stands once, with how many rows and columns it covers.

    In CSV a merged cell stands at its top left place, the places it covers are empty. Nothing is interpreted;
    telephone numbers and the names of people who filled in a form are masked, unless --unmasked is given.

    \b
    Examples:
      jixiao tables report.docx | jq '.tables[0].rows'
      jixiao tables *.docx --csv tables/
    """
    from extract.engine.local import parse_one, read_all
    from extract.privacy import mask, mask_document

    if to_stdout and folder:
        raise click.UsageError("--json and --csv exclude each other")
    objects, failed = [], 0
    for job, outcome in read_all(named_jobs(files), limits=limits_of(timeout, memory), read=parse_one):
        if outcome.document is None:
            failed += 1
            complain(str(job.path), outcome.reason or "failed", outcome.message or "")
            continue
        document = outcome.document if unmasked else mask_document(outcome.document)
        if folder:
            write_csv(folder, job.path.name, document)
            tell(ctx, f"{shown(str(job.path))}: {len(document.tables)} tables")
        else:
            name = job.name if unmasked else mask(job.name)
            objects.append({"filename": name, "tables": [show(table) for table in document.tables]})
    if not folder and objects:
        click.echo(as_json(objects))
    ctx.exit(SOME_FAILED if failed else 0)


def show(table: Table) -> dict[str, Any]:
    """A table as JSON: its size, and for each grid row the cells that begin there."""
    rows: list[list[dict[str, Any]]] = [[] for _ in range(table.n_rows)]
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        spans = {"row_span": cell.row_span, "col_span": cell.col_span}
        wide = {name: span for name, span in spans.items() if span > 1}
        rows[cell.row].append({"row": cell.row, "col": cell.col, **wide, "text": cell.text})
    pages = {"pages": list(table.pages)} if table.pages else {}
    return {"n_rows": table.n_rows, "n_cols": table.n_cols, **pages, "rows": rows}


def write_csv(folder: Path, name: str, document: Document) -> None:
    """NAME.EXT.table1.csv and so on, UTF-8 with a byte order mark, which spreadsheets need to read Chinese."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, table in enumerate(document.tables, 1):
        buffer = io.StringIO()
        csv.writer(buffer).writerows(flat(table))
        (folder / f"{name}.table{number}.csv").write_text(buffer.getvalue(), encoding="utf-8-sig", newline="")


def flat(table: Table) -> list[list[str]]:
    """The grid as text, each cell once."""
    grid = [[""] * table.n_cols for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.col] = cell.text
    return grid
