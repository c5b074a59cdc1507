"""`jixiao evaluate`: extractions against gold."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.commands import SOME_FAILED, as_json, complain

if TYPE_CHECKING:
    from corpus.evaluate import Report


_KINDS = {"formats": "format", "families": "family", "routes": "route"}


@click.command("evaluate")
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "to_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--list", "listed", is_flag=True, help="Print each missing (-) and extra (+) row.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep this evaluation in FILE.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Name the rows gained and lost since the evaluation kept in FILE.",
)
@click.pass_context
def command(
    ctx: click.Context, gold: Path, paths: tuple[Path, ...], to_json: bool, listed: bool,
    save: Path | None, against: Path | None,
) -> None:  # fmt: skip
    """Precision, recall and F1 against the gold files NAME.json of a folder: by list, by format, by family of form, and
    by route (form, pattern, model, ocr; these without recall, since gold does not say how a row is to be read).

    PATHs are documents to be read (NAME.docx, NAME.txt, ...), folders of such documents, or folders of JSON
    printed earlier by `jixiao extract --out` (NAME.EXT.json). Families stand in GOLD/../families.json where there
    is one, else they are the forms recognised.

    \b
    Examples:
      jixiao evaluate gold/ reports/
      jixiao evaluate gold/ json/ --list
      jixiao evaluate gold/ reports/ --against last.json --save last.json
    """
    from corpus.evaluate import compare, read_folder, read_object
    from corpus.standing import stored

    truth = read_folder(gold)
    if not truth:
        raise click.UsageError(f"no gold file NAME.json in {gold}")
    got, failed = _extractions(paths)
    families = gold.parent / "families.json"
    report = compare(truth, got, read_object(families) if families.is_file() else None)
    if listed:
        for sign, name, group, row in report.differences:
            click.echo(f"{sign} {name} {group} {row}")
    if against:
        _tell_changes(against, report)
    if save:
        save.write_text(stored(report), encoding="utf8")
    figures = report.figures()
    click.echo(as_json([figures]) if to_json else "\n\n".join([table(figures), *_breakdown(report)]))
    ctx.exit(SOME_FAILED if failed else 0)


def _extractions(paths: tuple[Path, ...]) -> tuple[dict[str, Any], int]:
    """File name -> the contract's object, and how many documents could not be read."""
    from corpus.evaluate import read_folder

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
    return got, failed


def _tell_changes(against: Path, report: "Report") -> None:
    """The rows gained and lost since a kept evaluation, on standard error: a gain was wrong and is right."""
    from corpus.standing import changes

    gained, lost = changes(against.read_text(encoding="utf8"), report)
    for word, rows in (("gained", gained), ("lost", lost)):
        for sign, name, group, row in rows:
            click.echo(f"{word} {sign} {name} {group} {row}", err=True)
    click.echo(f"{len(gained)} gained, {len(lost)} lost since {against}", err=True)


def _breakdown(report: "Report") -> list[str]:
    """A table by format, by family and by route, where there is more than one of them."""
    tables = []
    for name, figures in report.breakdown().items():
        if len(figures) > 1:
            tables.append(table(figures, _KINDS[name], recall=name != "routes"))
    return tables


def _documents(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The paths, with a folder that holds no JSON replaced by the documents in it."""
    from extract.engine.work import MEDIA_TYPES

    for path in paths:
        if path.is_dir() and not any(path.glob("*.json")):
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in MEDIA_TYPES)
        else:
            yield path


def table(figures: dict[str, dict[str, float]], of: str = "list", recall: bool = True) -> str:
    """The figures as lines of text; without recall for what gold does not tell apart."""
    if not recall:
        rows = [f"{name:28}{each['precision']:10.3f}{each['got']:8}" for name, each in figures.items()]
        return "\n".join([f"{of:28}{'precision':>10}{'rows':>8}", *rows])
    width = max(18, *(len(name) + 2 for name in figures), 0)
    lines = [f"{of:{width}}{'precision':>10}{'recall':>8}{'F1':>8}{'gold':>6}{'got':>6}"]
    for name, each in figures.items():
        shares = f"{each['precision']:10.3f}{each['recall']:8.3f}{each['f1']:8.3f}"
        lines.append(f"{name:{width}}{shares}{each['gold']:6}{each['got']:6}")
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
