"""The `jixiao` command. Each subcommand is a module of `extract.commands`, which does its heavy imports when it runs."""

import logging

import click

from extract.commands import audit, build, demo, evaluate, extract, serve, tables
from schemas.errors import ProjectError


class _Group(click.Group):
    """Turns the project's own errors into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProjectError as error:
            if ctx.params.get("verbose"):
                logging.getLogger(__name__).debug("", exc_info=True)
            raise click.UsageError(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jixiao", prog_name="jixiao")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but data and failures.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is done for each file; show tracebacks.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool) -> None:
    """Chinese government performance self-evaluation reports (绩效自评) as data.

    Data goes to standard output, progress and problems to standard error. Exit codes: 0 all good, 1 some
    documents failed, 2 wrong usage.

    \b
    Examples:
      jixiao demo                                  build and show the bundled samples
      jixiao build reports/ --db reports.db        a folder of reports into a database
      jixiao serve reports.db                      browse it
      jixiao extract report.docx > report.json     one report as JSON
    """
    ctx.obj = {"quiet": quiet, "verbose": verbose}
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(format="%(name)s: %(message)s", level=logging.WARNING if verbose else logging.ERROR)
    for name in ("extract", "parsers", "schemas", "corpus"):
        logging.getLogger(name).setLevel(level)


for _command in (extract, build, tables, evaluate, serve, demo, audit):
    main.add_command(_command.command)
