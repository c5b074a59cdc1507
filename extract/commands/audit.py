"""`jixiao audit`: the findings of a database as a list, a sheet or a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.commands import as_json, tell

if TYPE_CHECKING:
    from extract.report import Found, Spot

FORMATS = ("table", "json", "csv", "html", "xlsx")
SEVERITIES = ("error", "warning", "notice")
SOME_OPEN = 1


@click.command("audit")
@click.argument("db", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rule", "rules", multiple=True, help="Only findings of this rule; may be given more than once.")
@click.option("--severity", "severities", multiple=True, type=click.Choice(SEVERITIES), help="Only of this severity.")
@click.option("--body", "bodies", multiple=True, help="Only of bodies with this in their name.")
@click.option("--year", "years", multiple=True, type=int, help="Only of this fiscal year.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to write.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--site", default="", metavar="URL", help="Address of the site over the database; places link to it.")
@click.option("--precision", is_flag=True, help="Show how far each rule was right, by the reviews.")
@click.option("--check", is_flag=True, help="End with 1 where a finding is not marked as explained or wrong.")
@click.pass_context
def command(
    ctx: click.Context,
    db: Path,
    rules: tuple[str, ...],
    severities: tuple[str, ...],
    bodies: tuple[str, ...],
    years: tuple[int, ...],
    form: str,
    output: Path | None,
    site: str,
    precision: bool,
    check: bool,
) -> None:
    """List the contradictions found in a database, by body and year, errors first.

    html is a page to print and send to a department, with room for its reply; csv and xlsx have columns for the reply,
    which `jixiao review --import` takes in again. Ends with 0 whatever is found; with --check it ends with 1 where a
    finding is neither marked as explained nor as wrong.

    \b
    Examples:
      jixiao audit reports.db
      jixiao audit reports.db --rule amount-sum --severity error --format json
      jixiao audit reports.db --body 水利局 --year 2022 --format html --output audit.html
      jixiao audit reports.db --precision
    """
    from extract import audit, store
    from extract.report import Wanted, collect

    if unknown := set(rules) - set(audit.rules()):
        raise click.UsageError(f"no rule {sorted(unknown)[0]!r}; there are {', '.join(audit.rules())}")
    if form == "xlsx" and output is None:
        raise click.UsageError("a workbook needs --output FILE")
    opened = store.open_database(db)
    if precision:
        click.echo(precision_table(opened) if form != "json" else as_json([_precision(opened)]))
        return
    found = collect(opened, Wanted(rules, severities, bodies, years), site)
    opened.close()
    data = written(found, form, bool(site))
    if output is None:
        click.echo(data.decode("utf8"), nl=not data.endswith(b"\n"))
    else:
        output.write_bytes(data)
        tell(ctx, f"{output}: {len(found)} findings")
    ctx.exit(SOME_OPEN if check and any(each.mark in (None, "confirmed") for each in found) else 0)


def written(found: "list[Found]", form: str, linked: bool) -> bytes:
    """The findings in one of FORMATS."""
    from extract.report import page, sheets

    if form == "xlsx":
        return sheets.to_xlsx(found)
    if form == "csv":
        return sheets.to_csv(found)
    if form == "html":
        return page.to_html(found, linked).encode("utf8")
    return (as_json([[shown(each) for each in found]]) if form == "json" else lines(found)).encode("utf8") + b"\n"


def shown(each: "Found") -> dict[str, Any]:
    """A finding as JSON, its places with the text they quote."""
    from dataclasses import asdict

    return {name: value for name, value in asdict(each).items() if name != "spots"} | {
        "places": [
            {"name": spot.name, "label": spot.label, "page": spot.page, "link": spot.link, "quote": _quote(spot)}
            for spot in each.spots
        ]
    }


def _quote(spot: "Spot") -> str:
    return spot.before + spot.figure + spot.after


def lines(found: "list[Found]") -> str:
    """Findings under a line for each body and year."""
    from extract.report import by_body

    out = []
    for (region, body), years in by_body(found):
        for year, some in years:
            out.append(f"{' '.join(filter(None, (region, body))) or '-'}  {year or '-'}  ({len(some)})")
            for each in some:
                parts = (each.severity, each.rule, each.key, each.mark, each.project, each.filename, each.message)
                out.append("  " + "  ".join(part for part in parts if part))
    return "\n".join(out) or "no findings"


def precision_table(db: Any) -> str:
    """Each rule with its findings, what was said of them, and its precision."""
    head = f"{'rule':26}{'findings':>9}{'confirmed':>10}{'explained':>10}{'wrong':>7}{'precision':>10}"
    return "\n".join([head, *(_precision_line(row) for row in _precision(db))])


def _precision_line(row: dict[str, Any]) -> str:
    share = "-" if row["precision"] is None else f"{row['precision']:.1f}%"
    counts = f"{row['findings']:9}{row['confirmed']:10}{row['explained']:10}{row['wrong']:7}"
    return f"{row['rule']:26}{counts}{share:>10}"


def _precision(db: Any) -> list[dict[str, Any]]:
    from extract import reviews

    return reviews.precision(db)
