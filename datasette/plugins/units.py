"""Money for reading: fen shown in 万元, exactly, with the fen kept in the title."""

import sqlite3
from decimal import Decimal
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

_FEN_PER_WAN = 1_000_000
_PLACES = Decimal("0.01")


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """SQL function wan(fen): the amount in 万元 as text, all its digits."""
    conn.create_function("wan", 1, wan, deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Filter `wan`."""
    env.filters["wan"] = wan


@hookimpl(tryfirst=True)
def render_cell(value: Any, column: str) -> Markup | None:
    """Columns in fen as 万元; columns in 万元 with thousands separators."""
    number = isinstance(value, int | float)
    if number and column.endswith("_fen"):
        return Markup('<data value="{0}" title="{0} 分">{1} 万元</data>').format(value, wan(value))
    if number and "万元" in column:
        return Markup('<data value="{}">{}</data>').format(value, _grouped(Decimal(str(value))))
    return None


def wan(fen: int | None) -> str | None:
    """1_592_8300_00 fen -> `1,592.83`: 万元 with at least two decimals and every digit the fen have."""
    return None if fen is None else _grouped(Decimal(fen) / _FEN_PER_WAN)


def _grouped(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    decimals = len(text.partition(".")[2])
    return f"{number:,.{max(2, decimals)}f}"
