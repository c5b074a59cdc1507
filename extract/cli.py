"""The `jixiao` command. Each subcommand is a module of `extract.commands`, which does its heavy imports when it runs."""

import logging

import click

from extract.commands import (
    audit,
    build,
    corpus,
    crawl,
    demo,
    evaluate,
    explain,
    export,
    extract,
    review,
    serve,
    tables,
)
from schemas.errors import ProjectError


class _Group(click.Group):
    """Turns the project's own errors into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProjectError as error:
            logging.getLogger(__name__).debug("refused", exc_info=True)
            raise click.UsageError(str(error)) from error


def _set_volume(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    volume = ctx.ensure_object(dict)
    volume[param.name] = volume.get(param.name, False) or value
    logging.getLogger().setLevel(logging.ERROR)
    if volume.get("verbose"):
        logging.basicConfig(format="%(name)s: %(message)s", level=logging.WARNING)
        for name in ("extract", "parsers", "schemas", "corpus"):
            logging.getLogger(name).setLevel(logging.DEBUG)


def _volume_options() -> list[click.Parameter]:
    """--quiet and --verbose, which stand before the command or behind it."""
    return [
        click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_set_volume, help=_QUIET),
        click.Option(["-v", "--verbose"], is_flag=True, expose_value=False, callback=_set_volume, help=_VERBOSE),
    ]


_QUIET = "Print nothing but data and failures."
_VERBOSE = "Say what is done for each file; show tracebacks."


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jixiao", prog_name="jixiao")
def main() -> None:
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


main.params += _volume_options()
for _command in (extract, explain, build, tables, evaluate, serve, demo, audit, review, export, crawl, corpus):
    for _each in (_command.command, *getattr(_command.command, "commands", {}).values()):
        _each.params += _volume_options()
    main.add_command(_command.command)
