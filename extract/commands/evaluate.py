"""`jixiao evaluate`: extractions against gold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from extract.commands import SOME_FAILED, as_json, complain


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "to_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--list", "listed", is_flag=True, help="Print each missing (-) and extra (+) row.")
@click.pass_context
def command(ctx: click.Context, gold: Path, paths: tuple[Path, ...], to_json: bool, listed: bool) -> None:
    """Precision, recall and F1 of each list against the gold files NAME.json of a folder.

    PATHs are documents to be read (NAME.docx, NAME.txt, ...), folders of such documents, or folders of JSON
    printed earlier by `jixiao extract --out` (NAME.EXT.json).

    \b
    Examples:
      jixiao evaluate gold/ reports/
      jixiao evaluate gold/ json/ --list
    """
    from corpus.evaluate import compare, read_folder

    truth = read_folder(gold)
    if not truth:
        raise click.UsageError(f"no gold file NAME.json in {gold}")
    got: dict[str, Any] = {}
    failed = 0
    for path in _documents(paths):
        if path.is_dir():
            got |= read_folder(path)
        elif path.suffix != ".json":
            got[f"{path.name}.json"], ok = _extract(path)
            failed += not ok
        else:
            raise click.UsageError(f"{path}: name the folder the JSON files are in")
    report = compare(truth, got)
    if listed:
        for sign, name, group, row in report.differences:
            click.echo(f"{sign} {name} {group} {row}")
    figures = report.figures()
    click.echo(as_json([figures]) if to_json else table(figures))
    ctx.exit(SOME_FAILED if failed else 0)


def _documents(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The paths, with a folder that holds no JSON replaced by the documents in it."""
    from extract.engine.work import MEDIA_TYPES

    for path in paths:
        if path.is_dir() and not any(path.glob("*.json")):
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in MEDIA_TYPES)
        else:
            yield path


def table(figures: dict[str, dict[str, float]]) -> str:
    """The figures as lines of text."""
    lines = [f"{'list':18}{'precision':>10}{'recall':>8}{'F1':>8}{'gold':>6}{'got':>6}"]
    for name, each in figures.items():
        shares = f"{each['precision']:10.3f}{each['recall']:8.3f}{each['f1']:8.3f}"
        lines.append(f"{name:18}{shares}{each['gold']:6}{each['got']:6}")
    return "\n".join(lines)


def _extract(path: Path) -> tuple[dict[str, Any], bool]:
    from extract import audit
    from extract.contract import contract
    from extract.engine.local import read_all
    from extract.engine.work import Job
    from extract.privacy import masked

    ((_, read),) = read_all([Job(path, path.name, "")])
    outcome = masked(read)
    if outcome.status == "failed":
        complain(str(path), outcome.reason or "failed", outcome.message or "")
    return contract(outcome, audit.findings_of(outcome)), outcome.status != "failed"
