"""What a report is about before anything is printed: the body, its place and year, its style, what is planted."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from corpus.synth.gold import Evaluation
from corpus.synth.model import Report
from corpus.synth.money import MoneyStyle
from corpus.synth.words import Wording, load

RULES = (
    "execution-rate", "execution-score", "score-sum", "weight-sum", "score-over-weight", "score-missing",
    "amount-sum", "amount-conflict", "control-rate", "over-establishment", "three-public-overspend", "grade-band",
    "score-conflict", "target-missed-full-score", "score-not-applicable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Commission:
    """One report to write. ValueError for a year outside 2019-2024 or a rule that cannot be planted."""

    name: str
    family: str
    place: str
    sector: str
    year: int
    seed: int
    plants: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not 2019 <= self.year <= 2024:
            raise ValueError(f"{self.name}: year {self.year}")
        if unknown := self.plants - set(RULES):
            raise ValueError(f"{self.name}: cannot plant {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Staff:
    """Head-counts of a body; `categories` maps the contract's categories to numbers."""

    categories: dict[str, int]

    def __getitem__(self, category: str) -> int:
        return self.categories[category]


class Setting:
    """One commission with everything drawn that all its forms share. Plants are taken once each."""

    def __init__(self, commission: Commission, unit: str = "万元") -> None:
        self.commission = commission
        self.rng = Random(f"{commission.family}/{commission.seed}")
        self.year = commission.year
        self.place: dict[str, Any] = load("places")[commission.place]
        self.sector: dict[str, Any] = load("sectors")[commission.sector]
        self.words = Wording(self.rng)
        self.style = MoneyStyle(unit, fixed=self.rng.random() < 0.6, grouped=self.rng.random() < 0.3)
        self.report = Report()
        self.unplanted = set(commission.plants)
        self.reported_on = date(self.year + 1, 3, 1) + timedelta(days=self.rng.randrange(90))
        self.dated = self.rng.random() < 0.7
        self.point_places = self.rng.choice([1, 2])
        self.staff = self._draw_staff()

    @property
    def body(self) -> str:
        """The evaluated body's name."""
        return f"{self.place['county'] or self.place['city']}{self.sector['name']}"

    @property
    def region(self) -> dict[str, str | None]:
        """The region of the gold."""
        return {key: self.place[key] for key in ("province", "city", "county", "code")}

    def take(self, rule: str) -> bool:
        """Whether a contradiction is to be planted here; true once."""
        wanted = rule in self.unplanted
        self.unplanted.discard(rule)
        return wanted

    def evaluate(self, scope: str, **names: str | None) -> Evaluation:
        """A new evaluation of this body and year."""
        return self.report.gold.evaluate(scope, self.body, self.region, self.year, **names)

    def sign(self, evaluation: Evaluation) -> None:
        """The signature line under a form, with the day in dated reports; names and numbers stay blank."""
        kind = "signature" if self.dated else "signature_blank"
        day = self.reported_on
        printed = f"{day.year}年{day.month}月{day.day}日"
        self.report.line(self.rng.choice(load("vocabulary")[kind]).replace("{date}", printed), "signature")
        if self.dated:
            evaluation.facts["reported_on"] = day.isoformat()

    def _draw_staff(self) -> Staff:
        civil, institution = self.rng.randint(12, 30), self.rng.randint(15, 60)
        posts = civil + institution
        actual = posts - self.rng.randint(1, 8)
        if "over-establishment" in self.commission.plants:
            actual = posts + self.rng.randint(2, 5)
        retired = self.rng.randint(10, 50)
        return Staff(
            {
                "establishment": posts,
                "establishment.civil_servant": civil,
                "establishment.institution_staff": institution,
                "actual": actual,
                "retired": retired,
            }
        )


def grade_of(score: Decimal) -> str:
    """The grade of a score. Source: 财预〔2020〕10号, 90/80/60."""
    for floor, grade in ((90, "优"), (80, "良"), (60, "中")):
        if score >= floor:
            return grade
    return "差"
