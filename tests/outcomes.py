"""Small outcomes for tests of what comes after reading."""

import hashlib
from decimal import Decimal
from typing import Any

from schemas.document import Cell, Document, Issue, Paragraph, Place, Source, Table
from schemas.records import Amount, Evaluation, Goal, Indicator, Outcome, Quantity, Region, Score, Section, StaffCount

REGION = Region("湖南省", "常德市", "石门县", "430726")


def evaluation(**changes: Any) -> Evaluation:
    """A department's evaluation; `changes` are its fields."""
    given: dict[str, Any] = {
        "scope": "department", "organization": "石门县水利局", "region": REGION, "fiscal_year": 2022, "project": None,
        "competent_department": None, "implementing_unit": None, "total_score": Decimal("98.5"),
        "total_weight": Decimal(100), "grade": "优", "reported_on": "2023-05-10", "form": "test",
    }  # fmt: skip
    return Evaluation(**{**given, **changes})


def outcome(name: str = "a.docx", spent: str = "80.5", body: str = "石门县水利局", region: Region = REGION) -> Outcome:
    """A document with one table, one paragraph and a row in each list; `spent` differs from its rate's amount."""
    texts = [["年度资金总额", "100.00", spent, "90%", "10", "9"], ["数量指标", "培训人数", "≥5人", "6人", "50", "50"]]
    cells = tuple(Cell(text, row, col) for row, line in enumerate(texts) for col, text in enumerate(line))
    paragraphs = (Paragraph("一、概况"), Paragraph(f"{body}编制30人。填表人：杨帆"))
    source = Source(hashlib.sha256(f"{name}{spent}{body}".encode()).hexdigest(), name, "text/plain", 10)
    document = Document(source, (*paragraphs, Table(cells, 2, 6)), "test 1")
    made = evaluation(
        organization=body, region=region, amounts=_amounts(spent), scores=_scores(), indicators=_indicators(),
        personnel=(StaffCount("establishment", Decimal(30), "编制30人", _at(paragraphs[1].text, "编制30人")),),
        goals=(Goal("培训人数", "6人", "培训人数", _cell(1, 1), {"expected": _cell(1, 1), "actual": _cell(1, 3)}),),
    )  # fmt: skip
    section = Section("一", "概况", 1, "overview", paragraphs[1].text, Place("text", 0))
    issue = Issue("label.unmatched", "warning", "label not in form: '杨帆'", _cell(1, 0))
    return Outcome(source, "ok", None, None, "绩效自评报告", document, (made,), (section,), (issue,))


def _amounts(spent: str) -> tuple[Amount, ...]:
    pairs = (("budget", "100.00", 1), ("actual", spent, 2))
    return tuple(
        Amount(
            "total",
            "年度资金总额",
            measure,
            2022,
            Decimal(text) * 10_000,
            Decimal(100),
            "万元",
            "header",
            text,
            _cell(0, col),
        )
        for measure, text, col in pairs
    )


def _scores() -> tuple[Score, ...]:
    places = {"rate": _cell(0, 3), "weight": _cell(0, 4), "score": _cell(0, 5)}
    return (Score("budget_execution", Decimal(10), Decimal(9), Decimal(90), "9", _cell(0, 5), places),)


def _indicators() -> tuple[Indicator, ...]:
    target, actual = Quantity(Decimal(5), ">=", "人"), Quantity(Decimal(6), "=", "人")
    places = {"level2": _cell(1, 0), "level3": _cell(1, 1), "target": _cell(1, 2), "actual": _cell(1, 3)}
    return (
        Indicator(
            "产出指标", "数量指标", "培训人数", "≥5人", "6人", Decimal(50), Decimal(50), None, Decimal(50), target, actual,
            "培训人数", _cell(1, 1), places,
        ),
    )  # fmt: skip


def _cell(row: int, col: int) -> Place:
    return Place("table", 0, row, col)


def _at(text: str, part: str) -> Place:
    return Place("text", 1, start=text.index(part), end=text.index(part) + len(part))
