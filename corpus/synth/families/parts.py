"""Cells and rows that several families print: sums, the execution line, goals, totals."""

from dataclasses import dataclass
from decimal import Decimal

from corpus.synth.gold import Evaluation
from corpus.synth.model import Cell, Note
from corpus.synth.money import plain, rate_of, rounded, short
from corpus.synth.setting import Setting, grade_of
from schemas.document import Place

ONE_PLACE_SHIFTS = ("0.36", "-0.36", "0.27", "-0.27")


def money_cell(
    setting: Setting, evaluation: Evaluation, fen: int | None, item: str, label: str, measure: str,
    year: int | None = None, cols: int = 1, institution: str | None = None, within: str | None = None,
    blank: str = "",
) -> Cell:  # fmt: skip
    """A cell with a sum, or a blank one; the gold row is recorded where the cell comes to stand."""
    if fen is None:
        return Cell(blank, cols)
    figure = setting.style.figure(fen)
    of_year = evaluation.year if year is None else year

    def note(place: Place) -> None:
        evaluation.amount(
            place, figure.text, figure.yuan, figure.unit, item, label, measure, of_year, institution, within
        )

    return Cell(figure.text, cols, notes=(note,))


@dataclass(frozen=True, slots=True)
class Execution:
    """The execution line: what is printed as weight, rate and score, and what is right."""

    weight: Decimal | None
    rate: Decimal
    score: Decimal | None
    true_rate: Decimal
    true_score: Decimal | None


def execute(setting: Setting, budget: int, actual: int, weight: int | None = 10) -> Execution:
    """The execution line of a form; a planted false rate leaves the points right under either rate."""
    true_rate = rate_of(actual, budget)
    if weight is None:
        false = true_rate - 5 if setting.take("execution-rate") else true_rate
        return Execution(None, false, None, true_rate, None)
    points = Decimal(weight)
    score = true_score = rounded(points * min(true_rate, Decimal(100)) / 100, setting.point_places)
    rate = true_rate
    if setting.take("execution-rate"):
        score = true_score = rounded(score, 1)
        shifted = [true_rate + Decimal(shift) for shift in ONE_PLACE_SHIFTS]
        rate = next(false for false in shifted if false < 100 and rounded(points * false / 100, 1) == score)
    if score != points and setting.take("execution-score"):
        score = points
    return Execution(points, rate, score, true_rate, true_score)


def find_execution(setting: Setting, evaluation: Evaluation, line: Execution) -> None:
    """The findings that a planted execution line deserves."""
    gold = setting.report.gold
    if line.rate != line.true_rate:
        message = f"Execution rate is stated as {line.rate}%, executed over full-year budget is {line.true_rate}%."
        gold.finding(evaluation, "execution-rate", message, line.rate, line.true_rate)
    if line.score != line.true_score:
        message = f"{line.score} of {line.weight} points for a rate of {line.true_rate}%."
        gold.finding(evaluation, "execution-score", message, line.score, line.true_score)


def execution_cells(
    setting: Setting, evaluation: Evaluation, line: Execution, order: str, percent: str = "%",
    spans: tuple[int, ...] = (1, 1, 1),
) -> list[Cell]:  # fmt: skip
    """Weight, rate and score in the order of the form (`wrs`, `rws`); the score row is recorded at the first of them."""
    printed = {"r": short(line.rate) + percent, "w": "", "s": ""}
    if line.weight is not None and line.score is not None:
        printed |= {"w": short(line.weight), "s": short(line.score)}
    raw = " | ".join(printed[key] for key in order)

    def note(place: Place) -> None:
        evaluation.score(place, raw, "budget_execution", line.weight, line.score, line.rate)
        find_execution(setting, evaluation, line)

    notes: list[tuple[Note, ...]] = [(note,), (), ()]
    return [Cell(printed[key], span, notes=said) for key, span, said in zip(order, spans, notes, strict=False)]


def goal_cells(
    evaluation: Evaluation, expected: str, actual: str, spans: tuple[int, int], between: tuple[Cell, ...] = ()
) -> list[Cell]:
    """Expected goal and what was achieved."""

    def note(place: Place) -> None:
        row = {"expected": "".join(expected.split()), "actual": "".join(actual.split())}
        evaluation.add("goals", row, expected, place)

    return [Cell(expected, spans[0], notes=(note,)), *between, Cell(actual, spans[1])]


def total_of(setting: Setting, evaluation: Evaluation, scores: list[Decimal | None]) -> Decimal:
    """The printed total of a form: the sum, or a planted other one."""
    true_total = sum((score for score in scores if score is not None), Decimal(0))
    printed = true_total
    if setting.take("score-sum"):
        printed = true_total + (2 if true_total <= 97 else -2)
        message = f"The total is {printed}, the scores add up to {true_total}."
        setting.report.gold.finding(evaluation, "score-sum", message, printed, true_total)
    return printed


def total_cells(
    evaluation: Evaluation, weight: Decimal, total: Decimal, spans: tuple[int, int], after: str = ""
) -> list[Cell]:
    """Full mark and total score side by side, with what stands after them in the same reading (a grade)."""
    raw = " | ".join(filter(None, (short(weight), short(total), after)))

    def note(place: Place) -> None:
        evaluation.score(place, raw, "total", weight, total)
        evaluation.facts["total_weight"] = plain(weight)
        if evaluation.facts["total_score"] is None:
            evaluation.facts["total_score"] = plain(total)

    return [Cell(short(weight), spans[0], notes=(note,)), Cell(short(total), spans[1])]


def declare(evaluation: Evaluation, score: Decimal, grade: str | None = None) -> None:
    """The declared score and grade, which stand before the form's total."""
    evaluation.facts["total_score"] = plain(score)
    if grade is not None:
        evaluation.facts["grade"] = grade


def declared_grade(setting: Setting, evaluation: Evaluation, score: Decimal) -> str:
    """The grade printed beside a score: its own, or a planted better one."""
    grade = grade_of(score)
    if setting.take("grade-band"):
        stated = "优" if grade != "优" else "良"
        message = f"A score of {score} is {grade}, the stated grade is {stated}."
        setting.report.gold.finding(evaluation, "grade-band", message, stated, grade)
        return stated
    return grade
