"""What is true of a report, recorded while it is written, in the form of the extraction contract."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from corpus.synth.money import plain
from schemas.document import Place

LISTS = ("amounts", "personnel", "indicators", "scores", "goals", "facilities")
WARNINGS = ("over-establishment", "three-public-overspend")


@dataclass
class Evaluation:
    """One thing evaluated. `facts` are its own fields, `rows` its lists; `places` says where each row was printed."""

    facts: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    places: list[tuple[dict[str, Any], Place]] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The year evaluated."""
        return int(self.facts["fiscal_year"])

    def add(self, name: str, row: dict[str, Any], raw: str, place: Place) -> None:
        """A row of one list with the text it was read from; numbers as JSON prints them."""
        row = {key: plain(value) if isinstance(value, Decimal) else value for key, value in row.items()}
        row |= {"raw": raw, "in": place.kind}
        self.rows[name].append(row)
        self.places.append((row, place))

    def amount(
        self, place: Place, raw: str, yuan: Decimal, unit: str, item: str, label: str, measure: str, year: int,
        institution: str | None = None, within: str | None = None,
    ) -> None:  # fmt: skip
        """One figure of money, in yuan as printed."""
        row = {
            "item": item, "label": label, "measure": measure, "year": year, "yuan": yuan, "unit": unit,
            "institution": institution,
        }  # fmt: skip
        self.add("amounts", row | ({"within": within} if within else {}), raw, place)

    def staff(self, place: Place, raw: str, category: str, count: Decimal) -> None:
        """One head-count, number of posts or control rate."""
        self.add("personnel", {"category": category, "count": count, "institution": None}, raw, place)

    def score(
        self, place: Place, raw: str, component: str, weight: Decimal | None = None, score: Decimal | None = None,
        rate: Decimal | None = None, institution: str | None = None,
    ) -> None:  # fmt: skip
        """One stated score or execution rate."""
        row = {"component": component, "weight": weight, "score": score, "rate": rate, "institution": institution}
        self.add("scores", row, raw, place)

    def as_json(self) -> dict[str, Any]:
        """The evaluation as the contract prints it."""
        return {**self.facts, **self.rows}


@dataclass
class Gold:
    """Evaluations, sections and planted contradictions of one report."""

    evaluations: list[Evaluation] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    title: str | None = None

    def evaluate(
        self, scope: str, organization: str, region: dict[str, str | None], fiscal_year: int,
        project: str | None = None, competent_department: str | None = None, implementing_unit: str | None = None,
    ) -> Evaluation:  # fmt: skip
        """A new evaluation; scores, grade and date are set when they are printed."""
        facts: dict[str, Any] = {
            "scope": scope, "organization": organization, "region": region, "fiscal_year": fiscal_year,
            "project": project, "competent_department": competent_department, "implementing_unit": implementing_unit,
            "total_score": None, "total_weight": None, "grade": None, "reported_on": None,
        }  # fmt: skip
        self.evaluations.append(Evaluation(facts))
        return self.evaluations[-1]

    def section(self, number: str, title: str, level: int, kind: str) -> None:
        """One heading of the narrative."""
        self.sections.append({"number": number, "title": title, "level": level, "kind": kind})

    def finding(
        self, evaluation: Evaluation, rule: str, message: str, stated: Decimal | str | None,
        expected: Decimal | str | None,
    ) -> None:  # fmt: skip
        """One planted contradiction."""
        self.findings.append(
            {
                "rule": rule,
                "severity": "warning" if rule in WARNINGS else "error",
                "evaluation": self.evaluations.index(evaluation),
                "message": message,
                "stated": plain(stated) if isinstance(stated, Decimal) else stated,
                "expected": plain(expected) if isinstance(expected, Decimal) else expected,
            }
        )

    def as_json(self, filename: str, media_type: str) -> dict[str, Any]:
        """The gold file's content."""
        return {
            "document": {"filename": filename, "sha256": None, "media_type": media_type, "title": self.title},
            "evaluations": [evaluation.as_json() for evaluation in self.evaluations],
            "sections": self.sections,
            "findings": self.findings,
        }
