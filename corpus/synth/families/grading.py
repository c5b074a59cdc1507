"""The indicator table of a form, whatever columns it has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from corpus.synth.gold import Evaluation
from corpus.synth.indicators import OPS, Indicator
from corpus.synth.model import Cell, Grid, Note
from corpus.synth.money import plain, short
from corpus.synth.words import load
from schemas.document import Place


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an indicator table. `spans`: places a column covers, 1 unless given.

    Columns: level1 block level2 level3 name sign value unit initial adjusted target done factor weight score reason.
    `bracketed`: level-1 labels carry the block's weight; `numbered`: names open with 指标N：; `suffixed`: names end in
    the row's weight; `signs`: glyphs for ≥ and ≤; `spare`: blank rows are left in the form.
    """

    columns: tuple[str, ...]
    spans: dict[str, int] = field(default_factory=dict)
    bracketed: bool = False
    numbered: bool = False
    suffixed: bool = False
    spare: bool = False
    signs: dict[str, str] = field(default_factory=dict)


def indicator_rows(
    evaluation: Evaluation, grid: Grid, rows: Sequence[Indicator], layout: Layout,
    weights: dict[str, Decimal], lead: Cell | None = None,
) -> None:  # fmt: skip
    """The rows of the table. `weights`: the blocks' points as printed; `lead`: a label left of the first row, spanning."""
    printed = with_spare_rows(rows) if layout.spare else list(rows)
    for index, row in enumerate(printed):
        cells = [lead] if lead and index == 0 else []
        for column in layout.columns:
            cell = cell_of(printed, index, column, layout, weights)
            if cell is not None and row.name and column in ("level3", "name"):
                cell = Cell(cell.text, cell.cols, cell.rows, (recorder(evaluation, row, cell.text, layout, weights),))
            if cell is not None:
                cells.append(cell)
        grid.add(*cells)


def count_rows(rows: Sequence[Indicator], layout: Layout) -> int:
    """How many rows the table will have."""
    return len(with_spare_rows(rows)) if layout.spare else len(rows)


def with_spare_rows(rows: Sequence[Indicator]) -> list[Indicator]:
    """A blank row after each benefit group that has one row only: the form's own, left unused."""
    out: list[Indicator] = []
    for index, row in enumerate(rows):
        out.append(row)
        following = rows[index + 1] if index + 1 < len(rows) else None
        alone = sum(other.level2 == row.level2 and other.level1 == row.level1 for other in rows) == 1
        if alone and row.level1 == "benefit" and following is not None:
            out.append(Indicator(row.level1, row.level2, "", Decimal(0)))
    return out


def cell_of(
    rows: Sequence[Indicator], index: int, column: str, layout: Layout, weights: dict[str, Decimal]
) -> Cell | None:
    """One cell of the table; None where a cell from above covers the place."""
    row = rows[index]
    cols = layout.spans.get(column, 1)
    if column in ("level1", "block", "level2"):
        run = run_of(rows, index, column)
        return None if run == 0 else Cell(group_label(row, column, layout, weights), cols, run)
    return Cell(texts_of(row, index, layout)[column] if row.name else "", cols)


def run_of(rows: Sequence[Indicator], index: int, column: str) -> int:
    """How many rows a group's cell covers from here; 0 inside a group."""
    keys = [(row.level1, row.level2 if column == "level2" else "") for row in rows]
    if index and keys[index - 1] == keys[index]:
        return 0
    end = index
    while end < len(keys) and keys[end] == keys[index]:
        end += 1
    return end - index


def group_label(row: Indicator, column: str, layout: Layout, weights: dict[str, Decimal]) -> str:
    """The label of a level-1 or level-2 group, or a block's weight in a column of its own."""
    words = load("vocabulary")
    if column == "block":
        return short(weights[row.level1])
    if column == "level2":
        return str(words["level2"].get(row.level2, row.level2))
    label = str(words["level1"].get(row.level1, row.level1))
    return f"{label}\n（{short(weights[row.level1])}分）" if layout.bracketed else label


def signed(sign: str, layout: Layout) -> str:
    """The glyph this form uses for a sign."""
    return layout.signs.get(sign, sign)


def texts_of(row: Indicator, index: int, layout: Layout) -> dict[str, str]:
    """What each column prints for a row."""
    name = f"指标{index + 1}：{row.name}" if layout.numbered else row.name
    name += f"（{short(row.weight)}分）" if layout.suffixed else ""
    value = row.words if row.value is None else short(row.value)
    score = "" if row.score is None else short(row.score)
    done_alone = row.done if "unit" not in layout.columns or row.reached is None else short(row.reached)
    factor = "" if row.score is None else short((row.score * 100 / row.weight).quantize(Decimal("0.01")))
    return {
        "level3": name, "name": name, "sign": signed(row.sign, layout), "value": value, "unit": row.unit,
        "initial": value, "adjusted": value, "target": signed(row.sign, layout) + row.target.removeprefix(row.sign),
        "done": done_alone, "factor": factor, "weight": short(row.weight), "score": score, "reason": row.deviation,
    }  # fmt: skip


def recorder(evaluation: Evaluation, row: Indicator, raw: str, layout: Layout, weights: dict[str, Decimal]) -> Note:
    """The note that records one row's gold."""
    words = load("vocabulary")
    has = set(layout.columns)
    target = signed(row.sign, layout) + row.target.removeprefix(row.sign)
    unit_stays = "unit" in has
    gold: dict[str, Any] = {
        "level1": words["level1"].get(row.level1, row.level1) if "level1" in has else None,
        "level2": words["level2"].get(row.level2, row.level2) if "level2" in has else None,
        "level3": row.name,
        "target": target,
        "actual": short(row.reached) if unit_stays and row.reached is not None else row.done,
        "weight": row.weight if "weight" in has else None,
        "score": row.score if "score" in has else None,
        "deviation": row.deviation or None if "reason" in has else None,
        "level1_weight": weights[row.level1] if layout.bracketed or "block" in has else None,
        "target_value": None if row.value is None else plain(row.value),
        "target_op": None if row.value is None else OPS[row.sign],
        "target_unit": None if row.value is None else row.unit or None,
        "actual_value": None if row.reached is None else plain(row.reached),
        "actual_unit": None if row.reached is None or unit_stays else row.unit or None,
    }

    def note(place: Place) -> None:
        evaluation.add("indicators", gold, raw, place)

    return note
