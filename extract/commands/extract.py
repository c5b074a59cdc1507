"""`jixiao extract`: documents as the contract's JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.commands import SOME_FAILED, as_json, complain, limit_options, limits_of, out_name, tell
from extract.names import shown

if TYPE_CHECKING:
    from extract.engine.work import Job


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "to_stdout", is_flag=True, help="Print JSON to standard output (the default).")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write NAME.EXT.json into this folder.")
@limit_options
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    to_stdout: bool,
    out: Path | None,
    timeout: float | None,
    memory: int | None,
) -> None:
    """Read documents and print what they say as JSON: evaluations, sections, findings.

    One file gives one object, several (or a folder) an array. A file that cannot be read gives an object with
    `status: failed` and its reason, and one line on standard error.

    \b
    Examples:
      jixiao extract report.docx > report.json
      jixiao extract *.docx --out json/
    """
    from extract import audit
    from extract.contract import contract
    from extract.engine.local import read_all
    from extract.privacy import masked

    if to_stdout and out:
        raise click.UsageError("--json and --out exclude each other")
    if out:
        out.mkdir(parents=True, exist_ok=True)
    jobs = named_jobs(files)
    taken: set[str] = set()
    objects, failed = [], 0
    for job, outcome in read_all(jobs, limits=limits_of(timeout, memory)):
        if outcome.status == "failed":
            failed += 1
            complain(str(job.path), outcome.reason or "failed", outcome.message or "")
        public = masked(outcome)
        made = contract(public, audit.findings_of(public))
        if out:
            target = out / out_name(job.path, taken)
            target.write_text(as_json([made]) + "\n", encoding="utf8")
            tell(ctx, f"{shown(str(target))}: {outcome.status}")
        else:
            objects.append(made)
    if not out:
        click.echo(as_json(objects))
    ctx.exit(SOME_FAILED if failed else 0)


def named_jobs(paths: tuple[Path, ...]) -> "list[Job]":
    """A job for every file, and for every readable format inside a folder; a missing file is a usage error."""
    from extract.engine.work import Job, find_files

    if missing := [path for path in paths if not path.exists()]:
        raise click.UsageError(f"no such file: {shown(str(missing[0]))}")
    jobs = []
    for path in dict.fromkeys(paths):
        found = [file.path for file in find_files([path])] if path.is_dir() else [path]
        jobs += [Job(each, shown(each.name), "") for each in found]
    if not jobs:
        raise click.UsageError("no file of a known format (Word, PDF, spreadsheets, web pages, .txt) in the folder")
    return jobs
