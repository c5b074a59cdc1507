"""What OCR read: its records are marked, and figures it may have read wrongly become issues, never silent guesses.

Pure; a document without a confidence anywhere passes through unchanged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import regex

from schemas.document import Document, Issue, Place, least
from schemas.folding import fold
from schemas.records import Amount, Evaluation, Indicator, Score

LISTS = ("amounts", "personnel", "indicators", "scores", "goals", "facilities")
MIN_CONFIDENCE = 0.8
GRADE = "ocr"
BEFORE = ("budget", "budget_initial", "budget_adjusted")
AFTER = ("actual",)
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("expenditure", ("basic", "project")),
    ("basic", ("basic.personnel", "basic.public")),
    ("three_public", ("three_public.vehicle", "three_public.abroad", "three_public.reception")),
    ("three_public.vehicle", ("three_public.vehicle_purchase", "three_public.vehicle_operation")),
)
_RATE = regex.compile(r"(\d+(?:\.\d+)?)[%％]")
_DIGIT = regex.compile(r"\d")

Places = set[Place]


def marked(document: Document, evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations with every record that OCR had a part in at grade `ocr`, with the lowest confidence of its cells."""
    if not _is_scanned(document):
        return list(evaluations)
    return [_all_marked(document, each) for each in evaluations]


def _all_marked(document: Document, evaluation: Evaluation) -> Evaluation:
    lists: dict[str, Any] = {
        name: tuple(_marked(document, record) for record in getattr(evaluation, name)) for name in LISTS
    }
    return replace(evaluation, **lists)


def _is_scanned(document: Document) -> bool:
    cells = (cell.confidence for table in document.tables for cell in table.cells)
    return least((*(paragraph.confidence for paragraph in document.paragraphs), *cells)) is not None


def _marked(document: Document, record: Any) -> Any:
    confidence = least(document.block_at(place).confidence for place in _places(record))
    return record if confidence is None else replace(record, grade=GRADE, confidence=confidence)


def _places(record: Any) -> Iterator[Place]:
    yield record.place
    yield from getattr(record, "places", {}).values()


def doubts(document: Document, evaluations: Sequence[Evaluation]) -> list[Issue]:
    """One issue `ocr.doubtful` for each cell or paragraph whose figures are uncertain or contradict their neighbours.

    A figure that the form's own arithmetic confirms is not doubted for a low confidence. Targets that show the trace of
    a scan read elsewhere are doubted in any document.
    """
    records = [record for each in evaluations for name in LISTS for record in getattr(each, name)]
    scanned = [record for record in records if record.grade == GRADE]
    confirmed: Places = set()
    contradicted: dict[Place, str] = {}
    for each in evaluations:
        amounts = [amount for amount in each.amounts if amount.grade == GRADE and amount.place.kind == "table"]
        for fits, places, message in (*_rates(document, amounts), *_sums(amounts), *_points(each)):
            if fits:
                confirmed.update(places)
            else:
                contradicted.update({place: message for place in places if place not in contradicted})
    uncertain = _uncertain(document, scanned, confirmed)
    reasons = {**uncertain, **{_whole(place): message for place, message in contradicted.items()}}
    reasons |= dict(_lost_signs(evaluations))
    return [Issue("ocr.doubtful", "warning", message, place) for place, message in reasons.items()]


def _lost_signs(evaluations: Iterable[Evaluation]) -> Iterator[tuple[Place, str]]:
    """Targets such as 290 % beside results of at most 100 %: a ≥ that some scan before us read as 2."""
    for each in evaluations:
        for row in each.indicators:
            aimed, done = row.target_quantity, row.actual_quantity
            if aimed is None or done is None or not (aimed.unit == done.unit == "%") or aimed.op != "=":
                continue
            if Decimal(200) <= aimed.value < Decimal(300) and done.value <= Decimal(100) and "target" in row.places:
                yield row.places["target"], f"target {row.target} may be ≥{aimed.value - 200:f}%, its sign read as 2"


def _uncertain(document: Document, records: Iterable[Any], confirmed: Places) -> dict[Place, str]:
    """Whole cell or paragraph -> what is said of it, for those with digits and a low confidence."""
    found = {}
    for record in records:
        for place in _places(record):
            block = document.block_at(place)
            sure = block.confidence
            if sure is None or sure >= MIN_CONFIDENCE or place in confirmed or not _DIGIT.search(block.text):
                continue
            found[_whole(place)] = f"{block.text[:40]!r} was read by OCR with a confidence of {sure:.2f}"
    return found


def _whole(place: Place) -> Place:
    return place._replace(start=None, end=None)


Check = tuple[bool, Places, str]


def _rates(document: Document, amounts: Sequence[Amount]) -> Iterator[Check]:
    """Whether a row's rate in percent is that of its budget and its execution."""
    rows: defaultdict[tuple[int, int | None], list[Amount]] = defaultdict(list)
    for amount in amounts:
        rows[amount.place.index, amount.place.row].append(amount)
    for (table, row), own in rows.items():
        before = [amount for amount in own if amount.measure in BEFORE and amount.yuan]
        after = [amount for amount in own if amount.measure in AFTER]
        rates = _rates_in(document, table, row)
        if not before or not after or len(rates) != 1:
            continue
        fits = any(_is_rate(a, b, rates[0]) for b, a in product(before, after))
        message = f"the printed rate {rates[0]}% is not that of the amounts beside it, as OCR read them"
        yield fits, {amount.place for amount in (*before, *after)}, message


def _rates_in(document: Document, table: int, row: int | None) -> list[Decimal]:
    slots = document.tables[table].row(row) if row is not None else []
    return [Decimal(match[1]) for slot in slots if (match := _RATE.fullmatch(fold(slot.text)))]


def _is_rate(after: Amount, before: Amount, rate: Decimal) -> bool:
    exponent = rate.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(after.yuan / before.yuan * 100 - rate) <= step


def _sums(amounts: Sequence[Amount]) -> Iterator[Check]:
    """Whether parts of which none is missing add up to their total in the same column."""
    columns: defaultdict[tuple[Any, ...], dict[str, Amount]] = defaultdict(dict)
    for amount in amounts:
        key = (amount.place.index, amount.measure, amount.year, amount.institution)
        columns[key].setdefault(amount.item, amount)
    for column in columns.values():
        for head, parts in PARTS:
            if head not in column or any(part not in column for part in parts):
                continue
            total, addends = column[head], [column[part] for part in parts]
            slack = sum((each.step_yuan for each in (total, *addends)), Decimal(0)) / 2
            fits = abs(total.yuan - sum(each.yuan for each in addends)) <= slack
            message = f"{total.label!r} is not the sum of its parts, as OCR read them"
            yield fits, {each.place for each in (total, *addends)}, message


def _points(evaluation: Evaluation) -> Iterator[Check]:
    """Whether any points exceed their full mark."""
    records: list[Indicator | Score] = [*evaluation.indicators, *evaluation.scores]
    for record in records:
        if record.grade != GRADE or record.weight is None or record.score is None or record.score <= record.weight:
            continue
        places = {record.places[name] for name in ("weight", "score") if name in record.places} or {record.place}
        yield False, places, f"{record.score} points of {record.weight}, as OCR read them"
