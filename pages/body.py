"""A body over the years: one line per quantity, one column per year, and the charts of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from pages import charts
from pages.language import translate as _

Row = dict[str, Any]
Key = tuple[str, str]

FEN_PER_WAN = 1_000_000
MONEY: dict[Key, str] = {
    ("total", "budget_initial"): "年初预算",
    ("total", "budget"): "全年预算",
    ("total", "actual"): "全年执行",
    ("three_public", "budget"): "“三公”经费预算",
    ("three_public", "actual"): "“三公”经费决算",
    ("three_public.abroad", "actual"): "因公出国（境）费",
    ("three_public.vehicle", "actual"): "公务用车购置和运行费",
    ("three_public.reception", "actual"): "公务接待费",
}
STAFF: dict[Key, str] = {("establishment", ""): "编制数", ("actual", ""): "在职人数"}


def by_year(evaluations: Iterable[Row]) -> dict[int, Row]:
    """year -> the evaluation of the whole body that stands for it: the one with most figures, else the first."""
    chosen: dict[int, Row] = {}
    for row in evaluations:
        year = row["fiscal_year"]
        if row["scope"] == "department" and year and (year not in chosen or row["figures"] > chosen[year]["figures"]):
            chosen[year] = row
    return dict(sorted(chosen.items()))


def lines(years: dict[int, Row], figures: Iterable[Row]) -> list[Row]:
    """The quantities any year has: {"key", "label", "kind", "cells"}; a cell is the figure's row, or None."""
    found: dict[tuple[str, Key], Row] = {}
    for row in figures:
        found.setdefault((row["evaluation_id"], (row["item"], row["measure"])), row)
    made = []
    for known, kind in ((MONEY, "money"), (STAFF, "count")):
        for key, label in known.items():
            cells = [found.get((evaluation["id"], key)) for evaluation in years.values()]
            if any(cells):
                made.append({"key": key, "label": _(label), "kind": kind, "cells": cells})
    return made


def drawn(years: dict[int, Row], made: Sequence[Row]) -> list[Markup]:
    """The charts that have anything to show."""
    labels = [str(year) for year in years]
    values = {line["key"]: [_value(line["kind"], cell) for cell in line["cells"]] for line in made}
    none: list[float | None] = [None] * len(labels)

    def series(*keys: Key) -> list[charts.Series]:
        known = MONEY | STAFF
        return [charts.Series(_(known[key]), values.get(key, none)) for key in keys if key in values]

    money, people = _("万元"), _("人")
    asked = [
        (_("预算与执行"), series(("total", "budget"), ("total", "actual")), money),
        (_("“三公”经费"), series(("three_public", "budget"), ("three_public", "actual")), money),
        (_("编制与在职"), series(("establishment", ""), ("actual", "")), people),
        (_("自评得分"), [charts.Series(_("自评得分"), [row["total_score"] for row in years.values()])], _("分")),
    ]
    if len(years) == 1:
        asked.pop()
    figures = [charts.columns(title, labels, each, unit) for title, each, unit in asked if each and labels]
    return [figure for figure in figures if figure]


def rates(made: Sequence[Row]) -> list[float | None]:
    """Executed over budget in percent, year by year; empty where no year has both."""
    by_key = {line["key"]: line["cells"] for line in made}
    pairs = zip(by_key.get(("total", "budget"), []), by_key.get(("total", "actual"), []), strict=False)
    return [
        100 * spent["value"] / budget["value"] if budget and spent and budget["value"] else None
        for budget, spent in pairs
    ]


def _value(kind: str, cell: Row | None) -> float | None:
    if cell is None:
        return None
    value = float(cell["value"])
    return value / FEN_PER_WAN if kind == "money" else value
