"""Extractions against gold, list by list: which facts agree, which are missing, which are extra.

Both sides are the contract's JSON. Rows are compared as sets of their fields, text without width, white space,
quotation marks and the kind of dash; findings by how often a rule fires for an evaluation.
"""

import difflib
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from schemas.errors import GoldError

Json = dict[str, Any]
Key = tuple[Any, ...]

LISTS = ("amounts", "personnel", "indicators", "scores", "goals", "facilities")
# Rules that the gold does not list yet, and items whose label says what they are.
UNSCORED = frozenset(
    {
        "share", "growth", "placeholder", "empty-statement", "attainment", "execution-outputs", "late-disclosure",
        "duplicate-report", "boilerplate",
    }
)  # fmt: skip
LABELLED = frozenset(("project.named", "other", "project.special", "project.other"))
META = (
    "organization", "fiscal_year", "total_score", "total_weight", "grade", "reported_on", "competent_department",
    "implementing_unit",
)  # fmt: skip
_NUMERIC_META = frozenset(("total_score", "total_weight", "fiscal_year"))
_FACILITY = ("approved_m2", "actual_m2", "size_rate", "planned_yuan", "actual_yuan", "invest_rate")
_LONG = 5
_ALIKE = 0.93


@dataclass(slots=True)
class Tally:
    """Rows of one list: how many agree, are missing, are extra."""

    hit: int = 0
    missing: int = 0
    extra: int = 0

    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and how many rows gold and extraction have."""
        precision = self.hit / max(1, self.hit + self.extra)
        recall = self.hit / max(1, self.hit + self.missing)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        rounded = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        return {**rounded, "gold": self.hit + self.missing, "got": self.hit + self.extra}


@dataclass(slots=True)
class Report:
    """Tallies by list, format, family and route, and every row that differs as (sign, document, list, row).

    Formats and families count the rows of all lists but findings. A route is how a row was read: `form`, `pattern` (a
    sentence), `model`, `ocr`; gold has no routes, so that theirs have no recall.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    differences: list[tuple[str, str, str, str]] = field(default_factory=list)
    formats: dict[str, Tally] = field(default_factory=dict)
    families: dict[str, Tally] = field(default_factory=dict)
    routes: dict[str, Tally] = field(default_factory=dict)

    def figures(self) -> dict[str, dict[str, float]]:
        """List -> figures, by name."""
        return _figures(self.tallies)

    def breakdown(self) -> dict[str, dict[str, dict[str, float]]]:
        """`formats`, `families` and `routes` -> name -> figures."""
        return {
            "formats": _figures(self.formats), "families": _figures(self.families), "routes": _figures(self.routes)
        }  # fmt: skip


def _figures(tallies: dict[str, Tally]) -> dict[str, dict[str, float]]:
    return {name: tallies[name].figures() for name in sorted(tallies)}


def read_folder(folder: Path) -> dict[str, Json]:
    """File name -> object, for every JSON file of a folder. Raises GoldError for a file that is not an object."""
    return {path.name: read_object(path) for path in sorted(folder.glob("*.json"))}


def read_object(path: Path) -> Json:
    """The contract's object in a JSON file, or the first of a list of them. Raises GoldError for anything else."""
    try:
        value = json.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: {error}") from error
    if isinstance(value, list):
        value = value[0] if value else {}
    if not isinstance(value, dict):
        raise GoldError(f"{path}: not an object of the contract")
    return value


def compare(gold: dict[str, Json], got: dict[str, Json], families: Mapping[str, str] | None = None) -> Report:
    """Gold `NAME.json` against every `NAME.json` or `NAME.*.json` among the extractions; none counts as empty.

    `families`: NAME -> the family of its form; where it says nothing, the form that was recognised.
    """
    report = Report()
    for name, truth in sorted(gold.items()):
        stem = name.removesuffix(".json")
        matching = [each for each in sorted(got) if each == name or each.startswith(f"{stem}.")]
        for each in matching or [name]:
            family = (families or {}).get(stem) or _form_of(got.get(each, {}))
            _compare_one(report, each, truth, got.get(each, {}), family)
    return report


def _form_of(document: Json) -> str:
    """The form most of a document's evaluations were read from; `none` for one read from sentences and plain tables."""
    forms = Counter(str(each.get("form")) for each in document.get("evaluations") or [] if each.get("form"))
    return forms.most_common(1)[0][0] if forms else "none"


def _compare_one(report: Report, name: str, gold: Json, got: Json, family: str) -> None:
    want, have = fact_keys(gold), fact_keys(got)
    routes = key_routes(got)
    kind = name.removesuffix(".json").rpartition(".")
    form = f".{kind[2]}" if kind[1] else "json"
    for group in sorted(set(want) | set(have)):
        missing, extra = want[group] - have[group], have[group] - want[group]
        near = _pair_alike(missing, extra)
        hits = len(want[group] & have[group]) + near
        for tallies, key in ((report.tallies, group), (report.formats, form), (report.families, family)):
            _count(tallies, key, hits, len(missing), len(extra))
        for row in have[group]:
            route = routes.get((group, row))
            if route:
                _count(report.routes, route, row not in extra, 0, row in extra)
        for sign, rows in (("-", missing), ("+", extra)):
            report.differences += [(sign, name, group, str(row)) for row in sorted(rows, key=str)]
    wanted, had = _firings(gold, "findings"), _firings(got, "findings")
    lost, surplus = wanted - had, had - wanted - _firings(gold, "arguable_findings")
    _count(report.tallies, "findings", (wanted & had).total(), lost.total(), surplus.total())
    for sign, counts in (("-", lost), ("+", surplus)):
        fired = sorted(counts.items(), key=str)
        report.differences += [(sign, name, "findings", f"{row} x{count}") for row, count in fired]


def _count(tallies: dict[str, Tally], key: str, hit: int, missing: int, extra: int) -> None:
    tally = tallies.setdefault(key, Tally())
    tally.hit, tally.missing, tally.extra = tally.hit + hit, tally.missing + missing, tally.extra + extra


def fact_keys(document: Json) -> defaultdict[str, set[Key]]:
    """List -> the keys of its rows, of a whole document."""
    keys: defaultdict[str, set[Key]] = defaultdict(set)
    for evaluation in document.get("evaluations") or []:
        who = (evaluation.get("scope"), _bare(evaluation.get("project")))
        keys["meta"].update(who + key for key in _meta(evaluation))
        for name in LISTS:
            for row in evaluation.get(name) or []:
                for group, key in _row_keys(name, row):
                    keys[group].add(who + key)
    for section in document.get("sections") or []:
        keys["sections"].add((_bare(section.get("title")), section.get("kind")))
    return keys


def key_routes(document: Json) -> dict[tuple[str, Key], str]:
    """(list, key of a row) -> the route it was read by, for rows that say how they were read."""
    routes: dict[tuple[str, Key], str] = {}
    for evaluation in document.get("evaluations") or []:
        who = (evaluation.get("scope"), _bare(evaluation.get("project")))
        for name in LISTS:
            for row in evaluation.get(name) or []:
                for group, key in _row_keys(name, row):
                    routes.setdefault((group, who + key), route_of(row))
    return routes


def route_of(row: Json) -> str:
    """How a row was read: `ocr` and `model` by its grade, else `pattern` from a sentence and `form` from a table."""
    grade = row.get("grade")
    if grade in ("ocr", "model"):
        return str(grade)
    return "pattern" if grade == "pattern" or _place(row) == "text" else "form"


def _meta(evaluation: Json) -> Iterator[Key]:
    for name in META:
        value = evaluation.get(name)
        if value is not None:
            yield name, _number(value) if name in _NUMERIC_META else _bare(value)
    code = (evaluation.get("region") or {}).get("code")
    if code:
        yield "region", str(code)


def _row_keys(name: str, row: Json) -> Iterable[tuple[str, Key]]:
    body = _bare(row.get("institution"))
    if name == "amounts":
        label = _bare(row.get("label")) if row.get("item") in LABELLED else ""
        key: Key = (row.get("item"), label, row.get("measure"), row.get("year"), _number(row.get("yuan")), body)
        return [(f"amounts/{_place(row)}", key)]
    if name == "personnel":
        return [(f"personnel/{_place(row)}", (row.get("category"), _number(row.get("count")), body))]
    if name == "scores":
        numbers = tuple(_number(row.get(field)) for field in ("weight", "score", "rate"))
        return [(f"scores/{_place(row)}", (row.get("component"), *numbers, body))]
    if name == "goals":
        return [("goals", (_bare(row.get("expected")), _bare(row.get("actual"))))]
    if name == "facilities":
        return [("facilities", tuple(_number(row.get(field)) for field in _FACILITY))]
    return _indicator_keys(row)


def _indicator_keys(row: Json) -> Iterator[tuple[str, Key]]:
    texts = tuple(_bare(row.get(field)) for field in ("level1", "level2", "level3", "target", "actual"))
    yield "indicators", (*texts, _number(row.get("weight")), _number(row.get("score")))
    name = _bare(row.get("level3"))
    if row.get("target_value") is not None:
        yield "targets", (name, row.get("target_op"), _number(row["target_value"]), _bare(row.get("target_unit")))
    if row.get("deviation"):
        yield "deviations", (name, _bare(row["deviation"]))


def _firings(document: Json, name: str) -> Counter[Key]:
    evaluations = document.get("evaluations") or []
    counts: Counter[Key] = Counter()
    for finding in document.get(name) or []:
        index, who = finding.get("evaluation"), ("", "")
        if isinstance(index, int) and 0 <= index < len(evaluations):
            who = (evaluations[index].get("scope"), _bare(evaluations[index].get("project")))
        if finding.get("rule") not in UNSCORED:
            counts[*who, finding.get("rule")] += 1
    return counts


def _pair_alike(missing: set[Key], extra: set[Key]) -> int:
    """Takes out pairs that differ only in a long text that is all but equal; how many there were."""
    pairs = 0
    for wanted in sorted(missing, key=str):
        for had in sorted(extra, key=str):
            if len(wanted) == len(had) and all(map(_alike, wanted, had)):
                missing.discard(wanted)
                extra.discard(had)
                pairs += 1
                break
    return pairs


def _alike(one: Any, two: Any) -> bool:
    if one == two:
        return True
    if not (isinstance(one, str) and isinstance(two, str)) or min(len(one), len(two)) <= _LONG:
        return False
    return difflib.SequenceMatcher(None, one, two, False).ratio() > _ALIKE


def _place(row: Json) -> str:
    kind = row.get("in") or (row.get("source") or {}).get("kind")
    return "text" if kind == "text" else "table"


def _number(value: Any) -> Any:
    try:
        return round(float(value), 4)
    except (TypeError, ValueError):
        return _plain(value)


def _plain(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 4)
    text = regex.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", str(value)))
    text = regex.sub(r"[“”„‟\"'‘’《》]", "", text)
    return regex.sub(r"[—–―－-]+", "-", text) or None


def _bare(value: Any) -> str:
    plain = _plain(value)
    return regex.sub(r"[()（）〔〕\[\]、,，.。:：;；·]", "", str(plain)) if plain is not None else ""
