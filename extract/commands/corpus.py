"""`jixiao corpus`: looks into a store of crawled documents, and proves it."""

import json
from pathlib import Path

import click

from extract.commands import SOME_FAILED, complain, tell
from extract.names import shown

DOCUMENTS = """SELECT a.state, a.portal, p.body, p.region, a.filename, m.name AS member, d.sha256 || d.suffix AS blob, a.url, l.page,
  l.text AS words, a.first_seen, a.checked
FROM addresses a
JOIN (SELECT archive, name, sha256 FROM members UNION ALL SELECT sha256, NULL, sha256 FROM documents) m ON m.archive = a.sha256
JOIN documents d ON d.sha256 = m.sha256 LEFT JOIN portals p ON p.name = a.portal
LEFT JOIN links l ON l.key = a.key AND l.page = (SELECT min(page) FROM links WHERE key = a.key)
ORDER BY a.portal, a.url, m.name"""
CHANGES = "SELECT at, outcome, portal, url, sha256, earlier_sha256, status, message FROM changes"


@click.group("corpus")
def command() -> None:
    """What `jixiao crawl` has stored: documents by hash, evidence, and the manifest of addresses and sightings.

    \b
    Examples:
      jixiao corpus verify crawled/           prove every document and record against its hash
      jixiao corpus list crawled/             documents with address, page and state
      jixiao corpus list crawled/ --changes   what was replaced, withdrawn or put back
    """


@command.command("verify")
@click.argument("store", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
def verify_command(ctx: click.Context, store: Path) -> None:
    """Read every document and every record of evidence again, and compare them with their hashes.

    Exit code 1 where something is missing or damaged; each is named on standard error. Leftovers of a crawl that was cut
    short are no damage.
    """
    from corpus.verify import verify
    from extract.commands.crawl import NEEDED
    from schemas.errors import ExtraError
    from schemas.extras import has_crawl

    if not has_crawl():
        raise ExtraError(NEEDED)
    report = verify(store)
    for name, message in report.damage:
        complain(name, "damaged", message)
    for name, message in report.notes:
        tell(ctx, f"{shown(name)}: {message}")
    tell(
        ctx,
        f"{store}: {report.documents} documents ({report.size_bytes / 1e6:.1f} MB), {report.records} records of evidence, "
        f"{len(report.damage) or 'nothing'} missing or damaged",
    )
    ctx.exit(SOME_FAILED if report.damage else 0)


@command.command("list")
@click.argument("store", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--changes", is_flag=True, help="What was replaced, withdrawn or put back, in order of time.")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object a line.")
def list_command(store: Path, changes: bool, as_lines: bool) -> None:
    """Print the documents of a store, or what changed: tab-separated with a heading, or as JSON lines."""
    from corpus.manifest import NAME, Manifest
    from schemas.errors import ManifestError

    if not (store / NAME).is_file():
        raise ManifestError(f"{store} holds no {NAME}: this is no store of crawled documents")
    manifest = Manifest(store / NAME, readonly=True)
    try:
        rows = manifest.rows(CHANGES if changes else DOCUMENTS)
    finally:
        manifest.close()
    if rows and not as_lines:
        click.echo("\t".join(rows[0]))
    for row in rows:
        if as_lines:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(
                "\t".join("" if value is None else shown(str(value)).replace("\t", " ") for value in row.values())
            )
