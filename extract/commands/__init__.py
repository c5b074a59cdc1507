"""The subcommands of `jixiao`, one module each, and what they share."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

SOME_FAILED = 1


def complain(path: str, reason: str, message: str) -> None:
    """One line on standard error for a file that could not be read."""
    click.echo(f"{path}: {reason}: {message}", err=True)


def tell(ctx: click.Context, text: str) -> None:
    """A line of progress on standard error, unless --quiet."""
    if not ctx.obj["quiet"]:
        click.echo(text, err=True)


def wants_bar(ctx: click.Context) -> bool:
    """True where a progress bar can be shown."""
    return not ctx.obj["quiet"] and sys.stderr.isatty()


def out_name(path: Path, taken: set[str]) -> str:
    """NAME.EXT.json for a document; a second document of that name gets a number."""
    name, number = f"{path.name}.json", 2
    while name in taken:
        name, number = f"{path.name}.{number}.json", number + 1
    taken.add(name)
    return name


def as_json(objects: Sequence[object]) -> str:
    """One object alone, several as an array."""
    import json

    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2)
