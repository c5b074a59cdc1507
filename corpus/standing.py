"""Where an evaluation stands: floors that may only rise, and rows gained and lost since the last one."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.evaluate import Report
from schemas.datafile import parse_yaml
from schemas.errors import GoldError

Figures = Mapping[str, Mapping[str, float]]
Row = tuple[str, ...]
EVERYTHING = 1.0


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Set of documents -> list -> the F1 it must not fall below. GoldError for a floor that is no share."""
    floors = parse_yaml(path.read_text(encoding="utf8")) or {}
    for name, lists in floors.items():
        for each, floor in lists.items():
            if not isinstance(floor, int | float) or not 0 <= floor <= EVERYTHING:
                raise GoldError(f"{path}: {name}: {each}: {floor!r} is no share")
    return floors


def below(floors: Mapping[str, float], figures: Figures) -> list[str]:
    """What fell below its floor, a line each; a list that is gone has fallen to nothing."""
    fallen = []
    for name, floor in sorted(floors.items()):
        f1 = figures[name]["f1"] if name in figures else 0.0
        if f1 < floor:
            fallen.append(f"{name}: F1 {f1:.4f}, floor {floor:.4f}")
    return fallen


def raised(floors: Mapping[str, float], figures: Figures) -> dict[str, float]:
    """The floors at what is reached now; none is lowered, and lists without gold get none."""
    reached = {name: each["f1"] for name, each in figures.items() if each["gold"]}
    return {name: max(floors.get(name, 0.0), reached.get(name, 0.0)) for name in sorted({*floors, *reached})}


def stored(report: Report) -> str:
    """An evaluation as the JSON that `changes` takes up again."""
    return json.dumps({"figures": report.figures(), "differences": report.differences}, ensure_ascii=False, indent=0)


def changes(last: str, report: Report) -> tuple[list[Row], list[Row]]:
    """(rows gained, rows lost) since a stored evaluation: what was wrong and is not, what is wrong and was not.

    GoldError for a text that is no stored evaluation.
    """
    try:
        before: set[Row] = {tuple(map(str, row)) for row in _differences(json.loads(last))}
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(f"not a stored evaluation: {error}") from error
    now: set[Row] = set(report.differences)
    return sorted(before - now), sorted(now - before)


def _differences(value: dict[str, Any]) -> Iterable[Iterable[Any]]:
    found: Iterable[Iterable[Any]] = value["differences"]
    return found
