"""`jixiao explain`: how the figures of a narrative were understood."""

from itertools import groupby
from pathlib import Path
from typing import Any

import click

from extract.commands import SOME_FAILED, as_json, complain, limit_options, limits_of, tell
from extract.commands.extract import named_jobs
from extract.names import shown
from schemas.document import Document
from schemas.records import Because, Explained, Outcome

_WIDTH = 120


@click.command("explain")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--paragraph", type=int, metavar="N", help="This paragraph alone; numbers are those of `source.paragraph`."
)
@click.option("--left-out", is_flag=True, help="The figures alone that count for nothing.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON.")
@limit_options
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    paragraph: int | None,
    left_out: bool,
    as_data: bool,
    timeout: float | None,
    memory: int | None,
) -> None:
    """Print how each figure of a report's sentences was understood: which words gave it its item, measure, year and
    enclosing total, by which step; and for each figure left out, why.

    What the steps mean is told in docs/NLP.md. Names and telephone numbers are masked.

    \b
    Examples:
      jixiao explain report.docx
      jixiao explain report.docx --paragraph 12
      jixiao explain report.docx --left-out
    """
    from extract.engine.local import explain_one, read_all
    from extract.narrate import speaker
    from extract.privacy import masked

    ((job, outcome),) = read_all(named_jobs((file,))[:1], limits=limits_of(timeout, memory), read=explain_one)
    if outcome.document is None:
        complain(str(job.path), outcome.reason or "failed", outcome.message or "")
        ctx.exit(SOME_FAILED)
    public = masked(outcome)
    wanted = [each for each in public.explained if paragraph in (None, each.place.index)]
    if left_out:
        wanted = [each for each in wanted if each.kind == "left-out"]
    if speaker(public.evaluations) is None and public.evaluations:
        tell(ctx, "the document evaluates several projects and no body: its sentences are not read")
    click.echo(as_json([_as_data(public, wanted)]) if as_data else "\n".join(_lines(public, wanted)))


def _lines(outcome: Outcome, wanted: list[Explained]) -> list[str]:
    assert outcome.document is not None
    document, lines = outcome.document, []
    for index, listed in groupby(wanted, key=lambda each: each.place.index):
        lines.append(f"[{index}] {_shortened(shown(document.paragraphs[index].text.strip()))}")
        for each in listed:
            lines += _figure(document, each)
    return lines or ["no figure of the narrative was understood or left out here"]


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"


def _figure(document: Document, each: Explained) -> list[str]:
    said = _words(document, each)
    value = "" if each.value is None else f" = {each.value}{' yuan' if each.kind == 'amount' else ''}"
    if each.kind == "left-out":
        (why,) = each.because
        return [f"  {said}  left out: {why.step}{_quoted(document, why)}"]
    lines = [f"  {said}{value}  {each.kind}"]
    return lines + [
        f"    {why.part:9}{why.value or '-'}  by {why.step}{_quoted(document, why)}" for why in each.because
    ]


def _words(document: Document, each: Explained | Because) -> str:
    return shown(document.text_at(each.place)) if each.place else ""


def _quoted(document: Document, why: Because) -> str:
    return f": {_words(document, why)} ({why.place.start}-{why.place.end})" if why.place else ""


def _as_data(outcome: Outcome, wanted: list[Explained]) -> dict[str, Any]:
    from extract.contract import source

    assert outcome.document is not None
    document = outcome.document
    figures = [
        {
            "kind": each.kind,
            "raw": document.text_at(each.place),
            "value": None if each.value is None else str(each.value),
            "source": source(each.place),
            "because": [
                {"part": why.part, "value": why.value, "step": why.step}
                | ({"words": document.text_at(why.place), "source": source(why.place)} if why.place else {})
                for why in each.because
            ],
        }
        for each in wanted
    ]
    return {"filename": outcome.source.name, "figures": figures}
