"""The dashboard of a region or a sector: headline figures and charts, from rows of the table `summaries`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from pages import charts
from pages.language import translate as _

Row = dict[str, Any]
Counted = dict[tuple[str, str], Row]

SCORE_BANDS = ("0-60", "60-80", "80-90", "90-95", "95-100", "100")
EXECUTION_BANDS = ("0-50", "50-80", "80-95", "95-100", "100", ">100")
GRADES = ("优", "良", "中", "差")
MAX_RULES = 12
FEN_PER_YUAN = 100


def counted(rows: Iterable[Row]) -> Counted:
    """(figure, band) -> the row."""
    return {(row["figure"], row["band"]): row for row in rows}


def headline(rows: Counted) -> Row:
    """What stands above the charts; None for a figure that no evaluation gives.

    `score` mean share of the full mark in percent; `perfect` share of full marks in percent; `execution` in percent;
    `per_head` in fen; `found` share of evaluations with a finding in percent.
    """
    evaluations = rows.get(("evaluations", ""), {"number": 0, "value": 0})
    scored, found = rows.get(("scores", "")), rows.get(("findings", ""))
    perfect = rows.get(("scores", "100"))
    return {
        "evaluations": evaluations["number"],
        "bodies": int(evaluations["value"] or 0),
        "score": scored["value"] if scored else None,
        "scored": scored["number"] if scored else 0,
        "perfect": 100 * (perfect["number"] if perfect else 0) / scored["number"] if scored else None,
        "execution": _value(rows, "execution"),
        "per_head": _value(rows, "three-public"),
        "findings": found["number"] if found else 0,
        "found": 100 * (found["value"] if found else 0) / evaluations["number"] if evaluations["number"] else None,
    }


def drawn(rows: Counted, years: Iterable[Row], rules: Mapping[str, str]) -> list[Markup]:
    """The charts that have anything to show; `years` are the rows of all years without band, `rules` the rules' names."""
    yearly: dict[int, Counted] = {}
    for row in years:
        yearly.setdefault(row["year"], {})[row["figure"], ""] = row
    made = [
        _bands(_("自评得分占满分的比例"), rows, "scores", SCORE_BANDS, "%"),
        _bands(_("预算执行率"), rows, "execution", EXECUTION_BANDS, "%"),
        _bands(_("自评等级"), rows, "grades", GRADES, ""),
        _by_year(_("平均自评得分"), yearly, "scores", "%", 1),
        _by_year(_("人均“三公”经费"), yearly, "three-public", _("元"), FEN_PER_YUAN),
        _by_rule(_("核查发现，按规则"), rows, rules),
    ]
    return [chart for chart in made if chart]


def _bands(title: str, rows: Counted, figure: str, bands: Sequence[str], sign: str) -> Markup:
    values = [float(row["number"]) if (row := rows.get((figure, band))) else None for band in bands]
    labels = [band if sign == "" else f"{band}{sign}" for band in bands]
    return charts.columns(title, labels, [charts.Series(title, values)], _("项"))


def _by_year(title: str, yearly: Mapping[int, Counted], figure: str, unit: str, divisor: float) -> Markup:
    known = {year: value for year in sorted(yearly) if (value := _value(yearly[year], figure)) is not None}
    if len(known) < 2:
        return Markup("")
    values = [value / divisor for value in known.values()]
    return charts.columns(title, [str(year) for year in known], [charts.Series(title, values)], unit)


def _by_rule(title: str, rows: Counted, rules: Mapping[str, str]) -> Markup:
    found = [(row["number"], band) for (figure, band), row in rows.items() if figure == "findings" and band]
    found.sort(key=lambda each: (-each[0], each[1]))
    labels = [rules.get(rule, rule) for _number, rule in found[:MAX_RULES]]
    return charts.bars(title, labels, [float(number) for number, _rule in found[:MAX_RULES]], _("处"))


def _value(rows: Counted, figure: str) -> float | None:
    row = rows.get((figure, ""))
    return None if row is None else row["value"]
