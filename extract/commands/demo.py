"""`jixiao demo`: the bundled samples, built and shown."""

import time
from importlib.resources import as_file, files
from pathlib import Path

import click

from extract.commands import SOME_FAILED, complain, wants_bar
from extract.commands.build import Bar


@click.command("demo")
@click.option(
    "--db", default="build/jixiao.db", show_default=True, type=click.Path(dir_okay=False, path_type=Path), help="Where."
)
@click.pass_context
def command(ctx: click.Context, db: Path) -> None:
    """Build a database from the bundled sample reports and show what is in it.

    \b
    Example:
      jixiao demo && jixiao serve build/jixiao.db
    """
    from rich.console import Console

    from extract import store, summary
    from extract.engine.build import build

    began = time.monotonic()
    db.unlink(missing_ok=True)
    opened = store.open_database(db)
    with as_file(files("corpus") / "samples") as samples, Bar(wants_bar(ctx)) as bar:
        built = build([samples], opened, started=lambda total, _: bar.start(total), advanced=bar.advance)
    for name, reason, message in built.failed:
        complain(name, reason, message)
    if not ctx.obj["quiet"]:
        console = Console()
        summary.show_counts(console, opened, time.monotonic() - began)
        summary.show_findings(console, summary.telling_findings(opened))
        console.print(_AFTERWARDS.format(db=db), highlight=False, soft_wrap=True)
    opened.close()
    ctx.exit(SOME_FAILED if built.failed else 0)


_AFTERWARDS = """
Browse it:          make serve      (or: jixiao serve {db}), then open http://127.0.0.1:8001
Your own reports:   jixiao build FOLDER --db my.db && jixiao serve my.db
                    (in this checkout the command is .venv/bin/jixiao)"""
