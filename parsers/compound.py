"""Compound files (OLE2), the container of .doc and .xls: their streams, and whether their sectors can be followed at all."""

from io import StringIO

from xlrd.compdoc import CompDoc


def streams(data: bytes, *names: str) -> dict[str, bytes] | None:
    """The streams of these names that a compound file holds; None where its sectors run in circles or into nowhere."""
    try:
        container = CompDoc(data, logfile=StringIO())
        found = {name: container.get_named_stream(name) for name in names}
    except Exception:  # noqa: BLE001 - on damaged files the library raises whatever it stumbles over
        return None
    return {name: stream for name, stream in found.items() if stream}
