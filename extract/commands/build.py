"""`jixiao build`: files and folders into a database."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.commands import SOME_FAILED, complain, limit_options, limits_of, tell, wants_bar
from extract.names import shown

if TYPE_CHECKING:
    from extract.engine.build import Settings


@click.command("build")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--db", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The SQLite file to make or update."
)
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Store paths relative to this folder."
)
@click.option("--prune", is_flag=True, help="Forget documents that are gone from the folders named.")
@click.option(
    "--reviews", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Marks on findings (default: the file of that name beside the database).",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), help="Number of processes (default: one per core).")
@click.option("--cluster", metavar="ADDRESS", help="Read on the Ray cluster at this address (auto: the one here).")
@limit_options
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    db: Path,
    root: Path | None,
    prune: bool,
    reviews: Path | None,
    workers: int | None,
    cluster: str | None,
    timeout: float | None,
    memory: int | None,
) -> None:
    """Read documents into a database, and audit them. Only new or changed documents are read and audited again.

    Folders are searched for Word (.docx, .doc, .wps, .rtf), PDF, spreadsheets (.xlsx, .xls, .et), web pages
    (.html, .mht) and .txt files; hidden files and lock files are passed over. A file that cannot be read, or not
    within the limits, is recorded as failed with its reason, and the rest is built. Legacy Word needs LibreOffice.

    \b
    Examples:
      jixiao build reports/ --db reports.db
      jixiao build 2022/ 2023/ extra.docx --db all.db --quiet
      jixiao build reports/ --db reports.db --cluster 10.0.0.5:6379
    """
    from extract.engine import parsed
    from extract.engine.build import Settings

    if workers is not None and cluster is not None:
        raise click.UsageError("--workers and --cluster exclude each other: a cluster uses all its cores")
    limits = limits_of(timeout, memory)
    run_build(ctx, paths, db, Settings(root, prune, workers, limits, parsed.beside(db), cluster), reviews)


def run_build(
    ctx: click.Context,
    paths: tuple[Path, ...],
    path: Path,
    settings: "Settings",
    reviewed: Path | None = None,
) -> None:
    """Builds with a progress bar and a summary line; exits with 1 where a document failed."""
    from extract import reviews, store, summary
    from extract.commands.review import load
    from extract.engine.build import build
    from extract.engine.work import passed_over

    began = time.monotonic()
    db = store.open_database(path)
    with Bar(wants_bar(ctx)) as bar:

        def start(total: int, resumed: bool) -> None:
            if resumed:
                tell(ctx, f"{path}: an earlier build was cut short; {total} documents are left to read")
            bar.start(total)

        built = build(paths, db, settings, start, bar.advance)
    load(ctx, reviewed or reviews.beside(path), db)
    for name, reason, message in built.failed:
        complain(name, reason, message)
    if others := passed_over(paths):
        tell(
            ctx,
            "passed over: "
            + ", ".join(f"{count} {shown(suffix) or 'without suffix'}" for suffix, count in others.items()),
        )
    if built.gone:
        tell(ctx, f"{built.gone} files read earlier are gone; what they said is kept, --prune forgets it")
    tell(ctx, f"{path}: {summary.one_line(built, db, time.monotonic() - began)}")
    db.close()
    ctx.exit(SOME_FAILED if built.failed else 0)


class Bar:
    """A progress bar on standard error, or nothing."""

    def __init__(self, shown: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), disable=not shown, transient=True)

    def __enter__(self) -> "Bar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, total: int) -> None:
        """Shows the bar, `total` steps long."""
        self._task = self._progress.add_task("reading", total=total)

    def advance(self, name: str) -> None:
        """One step further."""
        self._progress.advance(self._task)
