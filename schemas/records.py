"""What is read out of a document: the rows of the contract, each with the place it was read from.

Money is exact: `yuan` is a Decimal rounded to fen, `step_yuan` one unit of the last printed place. `by` names the
form or pattern that produced a row; `grade` is how: exact, pattern, inferred, model, ocr. `confidence` is that of the OCR.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from schemas.document import Document, Issue, Place, Source


@dataclass(frozen=True, slots=True)
class Region:
    """A place of GB/T 2260; `code` is the six-digit code of the lowest known level."""

    province: str | None
    city: str | None
    county: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure of money. `item`, `measure`, `within`: the contract's codes; `year` is that of the figure."""

    item: str
    label: str
    measure: str
    year: int | None
    yuan: Decimal
    step_yuan: Decimal
    unit: str
    unit_from: str
    raw: str
    place: Place
    institution: str | None = None
    within: str | None = None
    unit_inferred: bool = False
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class StaffCount:
    """One head-count, number of posts, or control rate in percent."""

    category: str
    count: Decimal
    raw: str
    place: Place
    institution: str | None = None
    year: int | None = None
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A text that as a whole is one quantity: value, comparison sign (`>=` `<=` `>` `<` `=`) and unit or None."""

    value: Decimal
    op: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published indicator row. `places` maps a field's name to the cell it was read from."""

    level1: str | None
    level2: str | None
    level3: str | None
    target: str | None
    actual: str | None
    weight: Decimal | None
    score: Decimal | None
    deviation: str | None
    level1_weight: Decimal | None
    target_quantity: Quantity | None
    actual_quantity: Quantity | None
    raw: str
    place: Place
    places: dict[str, Place] = field(default_factory=dict)
    name_weight: Decimal | None = None
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One stated score; `rate` in percent as printed. `places` as in Indicator."""

    component: str
    weight: Decimal | None
    score: Decimal | None
    rate: Decimal | None
    raw: str
    place: Place
    places: dict[str, Place] = field(default_factory=dict)
    institution: str | None = None
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """An expected goal and what was achieved, white space removed. `places` as in Indicator."""

    expected: str | None
    actual: str | None
    raw: str
    place: Place
    places: dict[str, Place] = field(default_factory=dict)
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """Office buildings under control: square metres, yuan, rates in percent. `places` as in Indicator."""

    approved_m2: Decimal | None
    actual_m2: Decimal | None
    size_rate: Decimal | None
    planned_yuan: Decimal | None
    actual_yuan: Decimal | None
    invest_rate: Decimal | None
    raw: str
    place: Place
    places: dict[str, Place] = field(default_factory=dict)
    by: str = ""
    grade: str = "exact"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the narrative with the text up to the next heading. `paragraph` indexes its heading."""

    number: str | None
    title: str
    level: int
    kind: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One thing evaluated in one year: a department, a project, a fund or a transfer. `form` names the form read."""

    scope: str
    organization: str | None
    region: Region | None
    fiscal_year: int | None
    project: str | None
    competent_department: str | None
    implementing_unit: str | None
    total_score: Decimal | None
    total_weight: Decimal | None
    grade: str | None
    reported_on: str | None
    form: str | None = None
    amounts: tuple[Amount, ...] = ()
    personnel: tuple[StaffCount, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    scores: tuple[Score, ...] = ()
    goals: tuple[Goal, ...] = ()
    facilities: tuple[Facility, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction: what is stated, what was expected, and the places compared. `evaluation` is an index."""

    rule: str
    severity: str
    evaluation: int | None
    message: str
    stated: str | None
    expected: str | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Because:
    """One part of what a figure means (`item`, `measure`, `year`, `within`, or `left_out`): its value, the step that
    decided it, and where the words stand that the step went by; None where it went by no words."""

    part: str
    value: str | int | None
    step: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """How one figure of the narrative was understood. `kind`: amount, head-count, score, grade, or left-out.

    `value` is the figure in yuan, persons, points or percent, or the grade; None for one that was left out.
    """

    kind: str
    place: Place
    value: Decimal | str | None
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one file came to.

    `status`: ok, partial (an issue of severity error), failed (`reason` says why, `document` is None). `explained` is
    filled where explanations were asked for.
    """

    source: Source
    status: str
    reason: str | None = None
    message: str | None = None
    title: str | None = None
    document: Document | None = None
    evaluations: tuple[Evaluation, ...] = ()
    sections: tuple[Section, ...] = ()
    issues: tuple[Issue, ...] = ()
    explained: tuple[Explained, ...] = ()
