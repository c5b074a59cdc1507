"""`jixiao audit`: the findings of a database."""

from pathlib import Path

import click

from extract.commands import as_json


@click.command("audit")
@click.argument("db", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "to_json", is_flag=True, help="Print JSON.")
@click.option("--rule", help="Only findings of this rule.")
def command(db: Path, to_json: bool, rule: str | None) -> None:
    """List the contradictions found in a database, errors first.

    \b
    Examples:
      jixiao audit reports.db
      jixiao audit reports.db --rule amount-sum --json
    """
    from extract import audit, store

    if rule is not None and rule not in audit.rules():
        raise click.UsageError(f"no rule {rule!r}; there are {', '.join(audit.rules())}")
    found = [row for row in store.stored_findings(store.open_database(db)) if rule in (None, row["rule"])]
    click.echo(as_json([found]) if to_json else "\n".join(line(row) for row in found) or "no findings")


def line(row: dict[str, str]) -> str:
    """A finding on one line."""
    return "  ".join(
        str(row[key] or "") for key in ("severity", "rule", "organization", "project", "filename", "message")
    )
