"""`jixiao review`: marks on findings, kept in a CSV file beside the database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.commands import tell

if TYPE_CHECKING:
    from extract.reviews import Review
    from extract.store import Database

MARKS = ("confirmed", "explained", "wrong")


@click.command("review")
@click.argument("db", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("keys", nargs=-1)
@click.option("--as", "mark", type=click.Choice(MARKS), help="What the findings with these keys are.")
@click.option("--note", default="", help="Why.")
@click.option("--forget", is_flag=True, help="Take the marks off the findings with these keys.")
@click.option(
    "--import", "filled", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take in the filled-in column of a list that came back (CSV or a workbook of `jixiao audit`).",
)  # fmt: skip
@click.option("--reviews", type=click.Path(dir_okay=False, path_type=Path), help="The file of reviews.")
@click.pass_context
def command(
    ctx: click.Context,
    db: Path,
    keys: tuple[str, ...],
    mark: str | None,
    note: str,
    forget: bool,
    filled: tuple[Path, ...],
    reviews: Path | None,
) -> None:
    """Mark findings as confirmed, explained or wrong, by the keys that `jixiao audit` shows.

    Marks are kept in a CSV file (DB's name with .reviews.csv, or --reviews), which outlives the database: `jixiao build`
    puts them into every database built beside it. A mark whose finding is gone is kept and told. Precision of a rule is
    confirmed / (confirmed + wrong); explained ones are counted apart.

    \b
    Examples:
      jixiao review reports.db 1f0c9a7b2d3e --as explained --note 追加预算
      jixiao review reports.db --import audit-filled-in.xlsx
      jixiao review reports.db
    """
    from extract import reviews as kept
    from extract import store

    if bool(keys) != (mark is not None or forget) or (mark and forget):
        raise click.UsageError("name the keys of findings, and either --as or --forget")
    path = reviews or kept.beside(db)
    opened = store.open_database(db)
    known = kept.read(path)
    marks = [kept.Review(key, mark, note) for key in keys] if mark else []
    for file in filled:
        marks += kept.take_in(file)
    for review in kept.marked(opened, marks):
        known[review.key] = review
    if forget:
        known = {key: review for key, review in known.items() if key not in keys}
    if marks or forget:
        kept.write(path, known.values())
    gone = kept.apply(opened, known.values())
    opened.close()
    tell_gone(ctx, gone)
    tell(ctx, f"{path}: {len(known)} reviews, {len(marks)} of them new or changed, {len(gone)} without a finding")


def load(ctx: click.Context, path: Path, db: "Database") -> None:
    """Puts the reviews of a file into a database just built, and tells of those whose finding is gone."""
    from extract import reviews as kept

    tell_gone(ctx, kept.apply(db, kept.read(path).values()))


def tell_gone(ctx: click.Context, gone: "list[Review]") -> None:
    """A line for each review whose finding there is no more."""
    for review in gone:
        tell(
            ctx, f"review {review.key} ({review.mark}): its finding is gone: {review.filename} {review.message}".strip()
        )
