"""`jixiao crawl`: documents from portals into a store, with proof of what was published."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.commands import SOME_FAILED, complain, tell, wants_bar
from extract.names import shown

if TYPE_CHECKING:
    from corpus.crawl.config import Config, Portal
    from corpus.crawl.portal import Summary

FAILURES = ("failed", "too-large")
NEEDED = 'crawling needs Scrapy and warcio: make crawl, or pip install "jixiao[crawl]"'


@click.command("crawl")
@click.argument("portals", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--store", type=click.Path(file_okay=False, path_type=Path), help="The folder to keep everything in.")
@click.option(
    "--dry-run", is_flag=True, help="Read lists and articles, print which documents they lead to, store nothing."
)
@click.option("--portal", "names", multiple=True, metavar="NAME", help="Only this portal; may be given several times.")
@click.option(
    "--max-pages", type=click.IntRange(min=1), help="Pause each portal after so many pages; the next crawl goes on."
)
@click.pass_context
def command(
    ctx: click.Context, portals: Path, store: Path | None, dry_run: bool, names: tuple[str, ...], max_pages: int | None
) -> None:
    """Fetch documents from portals politely, and keep them with the proof of what was published when.

    The file says which portals, how their pages are laid out and what is looked for; see the README. robots.txt is
    obeyed. A second crawl asks only for what has changed. One that was stopped goes on where it was.

    \b
    Examples:
      jixiao crawl portals.yaml --dry-run
      jixiao crawl portals.yaml --store crawled/
      jixiao build crawled/blobs --db reports.db
    """
    from corpus.crawl.config import load
    from schemas.errors import ExtraError
    from schemas.extras import has_crawl

    if not has_crawl():
        raise ExtraError(NEEDED)
    if (store is None) != dry_run:
        raise click.UsageError("name either --store or --dry-run")
    config = load(portals)
    summaries = _run(ctx, config, _chosen(config, names), store, max_pages)
    for summary in summaries:
        for address, message in summary.problems:
            complain(address, summary.portal, message)
        for address, words in summary.planned:
            click.echo(f"{summary.portal}\t{address}\t{shown(words)}")
    for summary in summaries:
        tell(ctx, one_line(summary))
    ctx.exit(0 if all(_went_well(summary) for summary in summaries) else SOME_FAILED)


def _went_well(summary: "Summary") -> bool:
    """Whether a crawl came to its end, or to a bound that was asked for, without a fault of its own or of the portal."""
    failures = summary.unreached + sum(summary.outcomes[name] for name in FAILURES)
    return not failures and summary.state in ("finished", "paused", "max_pages reached")


def _chosen(config: "Config", names: tuple[str, ...]) -> "list[Portal]":
    if unknown := set(names) - {portal.name for portal in config.portals}:
        raise click.UsageError(f"there is no portal {min(unknown)} in the file")
    return [portal for portal in config.portals if not names or portal.name in names]


def _run(
    ctx: click.Context, config: "Config", portals: "list[Portal]", store: Path | None, max_pages: int | None
) -> "list[Summary]":
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    from corpus.crawl.run import run
    from corpus.evidence import Store

    columns = (TextColumn("{task.description}"),)
    with Progress(*columns, console=Console(stderr=True), disable=not wants_bar(ctx), transient=True) as progress:
        lines = {portal.name: progress.add_task(portal.name, visible=False) for portal in portals}

        def told(summary: "Summary") -> None:
            progress.update(lines[summary.portal], description=one_line(summary), visible=True)

        if store is None:
            return run(config, portals, None, max_pages, told)
        with Store(store) as opened:
            return run(config, portals, opened, max_pages, told)


def one_line(summary: "Summary") -> str:
    """A portal's crawl in one line."""
    told = ", ".join(f"{count} {name}" for name, count in sorted(summary.outcomes.items()) if count)
    planned = f", {len(summary.planned)} documents to fetch" if summary.planned else ""
    return f"{summary.portal}: {summary.state}: {told or 'nothing'}{planned}, {summary.size_bytes / 1e6:.1f} MB"
