"""Indicator rows: what was aimed at, reached, weighed and scored, consistent unless a contradiction is planted."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from corpus.synth.gold import Evaluation
from corpus.synth.money import rounded, short
from corpus.synth.setting import Setting
from corpus.synth.words import load

OPS = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "=": "=", "＝": "=", "": "="}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a form. Either `value` and `reached` are numbers, or `words` and `reached_words` say it.

    `level1` and `level2` are keys of the vocabulary or labels as printed; a row without a name is printed blank.
    """

    level1: str
    level2: str
    name: str
    weight: Decimal
    sign: str = ""
    value: Decimal | None = None
    unit: str = ""
    words: str = ""
    reached: Decimal | None = None
    reached_words: str = ""
    score: Decimal | None = None
    deviation: str = ""

    @property
    def target(self) -> str:
        """The target as printed in one cell."""
        return self.words if self.value is None else f"{self.sign}{short(self.value)}{self.unit}"

    @property
    def done(self) -> str:
        """What was reached, as printed in one cell."""
        return self.reached_words if self.reached is None else f"{short(self.reached)}{self.unit}"


def split_weight(setting: Setting, total: int, count: int) -> list[Decimal]:
    """A block's points over its rows: whole or half points that add up exactly."""
    halves = [total * 2 // count // 2 * 2] * count
    rest = total * 2 - sum(halves)
    for index in range(count):
        extra = min(2, rest)
        halves[index] += extra
        rest -= extra
    if count > 1 and setting.rng.random() < 0.3 and halves[0] > 2:
        halves[0], halves[1] = halves[0] - 1, halves[1] + 1
    return [Decimal(half) / 2 for half in halves]


def draw_indicators(
    setting: Setting, evaluation: Evaluation, weights: dict[str, int], cost: tuple[str, Decimal, Decimal, str]
) -> list[Indicator]:
    """The rows of one form. `weights`: points of each block; `cost`: name, limit, reached and unit of the cost row."""
    sector, rng = setting.sector, setting.rng
    output = [("quantity", *spec) for spec in rng.sample(sector["quantity"], rng.choice([2, 3]))]
    output += [("quality", *spec) for spec in rng.sample(sector["quality"], 1)]
    output.append(("time", "任务完成时限", rng.choice(load("vocabulary")["deadline"])))
    blocks: dict[str, list[tuple[Any, ...]]] = {"output": output, "benefit": [], "satisfaction": []}
    for level2, spec in zip(("economic", "social", "ecological", "lasting"), sector["benefit"], strict=True):
        if level2 != "ecological" or rng.random() < 0.6:
            blocks["benefit"].append((level2, *spec))
    blocks["satisfaction"].append(("satisfaction", f"{sector['served']}满意度", "≥", 88, 92, "%"))
    rows = []
    for level1, specs in blocks.items():
        count = len(specs) + (level1 == "output")
        points = split_weight(setting, weights[level1], count)
        rows += [draw_row(setting, level1, spec, weight) for spec, weight in zip(specs, points, strict=False)]
        if level1 == "output":
            name, limit, reached, unit = cost
            rows.append(Indicator("output", "cost", name, points[-1], "≤", limit, unit, reached=reached))
    rows = [replace(row, score=row.weight) for row in rows]
    return plant(setting, evaluation, deduct(setting, rows))


def draw_row(setting: Setting, level1: str, spec: tuple[Any, ...], weight: Decimal) -> Indicator:
    """One row from a sector's specification (level 2, name, sign, low, high, unit) or (level 2, name, words)."""
    rng = setting.rng
    level2, name = spec[:2]
    if len(spec) == 3:
        words = str(spec[2]).replace("{year}", str(setting.year))
        met = words
        if level2 == "time":
            met = rng.choice(load("vocabulary")["met_on"]).replace("{year}", str(setting.year))
        return Indicator(level1, level2, name, weight, words=words, reached_words=met)
    sign, low, high, unit = spec[2:]
    places = 1 if isinstance(low, float) else 0
    value = rounded(Decimal(str(rng.uniform(low, high))), places)
    margin = Decimal(str(rng.choice([0, 0.01, 0.03, 0.06])))
    reached = rounded(value * (1 + margin if sign == "≥" else 1 - margin), places)
    if unit == "%":
        reached = min(reached, Decimal(100))
    return Indicator(level1, level2, name, weight, sign, value, unit, reached=reached)


def deduct(setting: Setting, rows: list[Indicator]) -> list[Indicator]:
    """One or two rows fall short, say why and lose points in proportion."""
    rng, words = setting.rng, load("vocabulary")
    numeric = [i for i, row in enumerate(rows) if row.sign == "≥" and row.value and row.value >= 8]
    worded = [i for i, row in enumerate(rows) if row.words and row.level2 != "time"]
    for index in rng.sample(numeric, rng.choice([1, 1, 2])):
        row = rows[index]
        assert row.value is not None
        reached = rounded(row.value * Decimal(rng.randint(78, 91)) / 100, 0)
        reason = rng.choice(words["deviations"]["percent" if row.unit == "%" else "number"])
        score = rounded(row.weight * reached / row.value, setting.point_places)
        rows[index] = replace(row, reached=reached, score=score, deviation=reason)
    if worded and rng.random() < 0.4:
        row = rows[worded[0]]
        rows[worded[0]] = replace(
            row, reached_words=words["partial"], score=rounded(row.weight * Decimal("0.9"), setting.point_places),
            deviation=rng.choice(words["deviations"]["words"]),
        )  # fmt: skip
    return rows


def plant(setting: Setting, evaluation: Evaluation, rows: list[Indicator]) -> list[Indicator]:
    """Contradictions within one row, each in a row of its own that was right so far."""
    full = [i for i, row in enumerate(rows) if row.score == row.weight and row.sign == "≥" and (row.value or 0) >= 8]
    gold = setting.report.gold
    if setting.take("target-missed-full-score"):
        index = full.pop(0)
        row = rows[index]
        assert row.value is not None
        reached = rounded(row.value * Decimal("0.9"), 0)
        rows[index] = replace(row, reached=reached)
        message = (
            f"{row.name}: target {row.target}, reached {rows[index].done}, yet {row.weight} of {row.weight} points."
        )
        gold.finding(evaluation, "target-missed-full-score", message, row.score, None)
    if setting.take("score-over-weight"):
        row = rows[full[-1]]
        rows[full.pop()] = replace(row, score=row.weight + 1)
        message = f"{row.name}: {row.weight + 1} points of {row.weight}."
        gold.finding(evaluation, "score-over-weight", message, row.weight + 1, row.weight)
    worded = [i for i, row in enumerate(rows) if row.words and row.score == row.weight and row.level2 != "time"]
    if setting.take("score-not-applicable"):
        row, blank = rows[worded[-1]], load("vocabulary")["not_applicable"]
        rows[worded.pop()] = replace(row, words=blank, reached_words=blank)
        message = f"{row.name} is marked {blank} but gets {row.score} of {row.weight} points."
        gold.finding(evaluation, "score-not-applicable", message, row.score, Decimal(0))
    if setting.take("score-missing"):
        row = rows[worded[0]]
        rows[worded[0]] = replace(row, score=None)
        message = f"{row.name}: weight {row.weight}, no score."
        gold.finding(evaluation, "score-missing", message, None, row.weight)
    return rows
