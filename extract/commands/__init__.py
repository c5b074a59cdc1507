"""The subcommands of `jixiao`, one module each, and what they share."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extract.names import shown

if TYPE_CHECKING:
    from extract.engine.limits import Limits

Command = TypeVar("Command", bound=Callable[..., Any])

SOME_FAILED = 1


def complain(path: str, reason: str, message: str) -> None:
    """One line on standard error for a file that could not be read."""
    click.echo(f"{shown(path)}: {reason}: {shown(message)}", err=True)


def limit_options(command: Command) -> Command:
    """--timeout and --memory, which bound what one document may cost."""
    timeout = click.option(
        "--timeout", type=float, metavar="SECONDS", help="Give a document up after (default: 50; a scan 900)."
    )
    memory = click.option(
        "--memory", type=int, metavar="MB", help="Memory a document may need (default: 1000; a scan 4000)."
    )
    return timeout(memory(command))


def limits_of(timeout: float | None, memory: int | None) -> "Limits":
    """The limits as the options say, by default wider for documents that need OCR; LimitError where they make no sense."""
    from extract.engine.limits import SCAN_MEMORY_MB, SCAN_TIMEOUT_S, Limits

    default = Limits(scan_timeout_s=SCAN_TIMEOUT_S, scan_memory_mb=SCAN_MEMORY_MB)
    if timeout is not None:
        default = replace(default, timeout_s=timeout, scan_timeout_s=timeout)
    return default if memory is None else replace(default, memory_mb=memory, scan_memory_mb=memory)


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
