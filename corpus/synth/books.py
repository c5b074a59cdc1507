"""A body's invented accounts: every total is the sum of its parts, to the last printed place."""

from dataclasses import dataclass, field
from random import Random

Key = tuple[str, str, int]  # item, measure, year
STEP_FEN = 10_000  # 0.01 万元: every sum can be printed exactly in 万元 with two decimals
PUBLIC_PARTS = ("econ.30201", "econ.30205+30206+30211", "econ.30215+30216", "econ.30299")
THREE_PUBLIC_PARTS = ("three_public.reception", "three_public.vehicle_operation", "three_public.vehicle_purchase",
                      "three_public.abroad")  # fmt: skip


@dataclass
class Books:
    """Sums in fen by item, measure and year; `funds` are the named special funds among the projects."""

    year: int
    funds: tuple[str, ...]
    step: int = STEP_FEN
    fen: dict[Key, int] = field(default_factory=dict)

    def __getitem__(self, key: Key) -> int:
        return self.fen[key]

    def of(self, item: str, measure: str) -> int:
        """A sum of this year; `prior` is last year's actual, `change` this year's actual less that."""
        if measure == "prior":
            return self.fen[item, "actual", self.year - 1]
        if measure == "change":
            return self.fen[item, "actual", self.year] - self.of(item, "prior")
        return self.fen[item, measure, self.year]

    def put(self, item: str, measure: str, fen: int) -> None:
        """Record a sum of this year (or last year's actual, as `prior`)."""
        key = (item, "actual", self.year - 1) if measure == "prior" else (item, measure, self.year)
        self.fen[key] = fen

    def total(self, item: str, measure: str, *parts: str) -> None:
        """A total that is the sum of its parts."""
        self.put(item, measure, sum(self.of(part, measure) for part in parts))


def draw_books(rng: Random, year: int, staff: int, funds: tuple[str, ...], step: int = STEP_FEN) -> Books:
    """The accounts of one body for one year, with last year's actuals beside them. `step` is the smallest sum in fen."""
    books = Books(year, funds, step)
    size = staff * rng.randint(15_000_000, 22_000_000)
    for measure, share in (("budget_initial", 0.86), ("budget", 1.0), ("actual", 0.97), ("prior", 0.92)):
        _draw_spending(rng, books, measure, int(size * share))
    _cap(books)
    for measure in ("budget_initial", "budget", "actual", "prior"):
        _add_up(books, measure)
    for measure in ("budget_initial", "budget", "actual"):
        _draw_sources(rng, books, measure)
    books.put("income", "actual", books.of("total", "actual"))
    books.put("expenditure", "actual", books.of("total", "actual"))
    _draw_three_public(rng, books)
    _draw_procurement(rng, books)
    return books


def draw(rng: Random, books: Books, around: float, spread: float = 0.15) -> int:
    """A sum near a value, in whole steps and not 0."""
    return max(1, int(around * (1 + rng.uniform(-spread, spread)) / books.step)) * books.step


def _draw_spending(rng: Random, books: Books, measure: str, size: int) -> None:
    for item, share in (
        ("econ.301", 0.42),
        ("econ.303", 0.06),
        ("project.business", 0.08),
        ("project.operation", 0.05),
    ):
        books.put(item, measure, draw(rng, books, size * share, 0.08))
    for part, share in zip(PUBLIC_PARTS, (0.02, 0.025, 0.008, 0.05), strict=True):
        books.put(part, measure, draw(rng, books, size * share, 0.08))
    books.put("econ.310", measure, draw(rng, books, size * 0.004, 0.1))
    for index, fund in enumerate(books.funds):
        books.put(f"fund:{fund}", measure, draw(rng, books, size * (0.12 + 0.06 * index), 0.08))


def _cap(books: Books) -> None:
    """No actual above its full-year budget: the forms' rates stay at or below 100%."""
    for (item, measure, year), fen in list(books.fen.items()):
        if measure == "actual" and year == books.year:
            books.put(item, "actual", min(fen, books.of(item, "budget")))


def _add_up(books: Books, measure: str) -> None:
    books.total("basic.public", measure, *PUBLIC_PARTS, "econ.310")
    books.total("econ.302", measure, *PUBLIC_PARTS)
    books.total("basic.personnel", measure, "econ.301", "econ.303")
    books.total("basic", measure, "basic.personnel", "basic.public")
    funds = [f"fund:{fund}" for fund in books.funds]
    books.total("project", measure, "project.business", "project.operation", *funds)
    books.total("total", measure, "basic", "project")


def _draw_sources(rng: Random, books: Books, measure: str) -> None:
    """Where the total came from: everything but the general budget is small."""
    total = books.of("total", measure)
    other = draw(rng, books, total * 0.03)
    nontax = draw(rng, books, total * 0.015)
    if measure == "actual":
        other, nontax = min(other, books.of("source.other", "budget")), min(nontax, books.of("source.nontax", "budget"))
    books.put("source.other", measure, other)
    books.put("source.nontax", measure, nontax)
    books.put("source.fund", measure, 0)
    books.put("source.general", measure, total - other - nontax)
    books.put("source.fiscal", measure, total - other)


def _draw_three_public(rng: Random, books: Books) -> None:
    for part in THREE_PUBLIC_PARTS:
        budget = draw(rng, books, 4_000_000, 0.6)
        if part in ("three_public.vehicle_purchase", "three_public.abroad"):
            budget = 0
        books.put(part, "budget", budget)
        books.put(part, "actual", int(budget * rng.uniform(0.6, 0.95) / books.step) * books.step)
        books.put(part, "prior", int(budget * rng.uniform(0.7, 1.1) / books.step) * books.step)
    add_three_public(books)


def add_three_public(books: Books) -> None:
    """The totals of the three public expenses from their parts."""
    for measure in ("budget", "actual", "prior"):
        books.total("three_public.vehicle", measure, "three_public.vehicle_operation", "three_public.vehicle_purchase")
        books.total("three_public", measure, *THREE_PUBLIC_PARTS)


def _draw_procurement(rng: Random, books: Books) -> None:
    budget = draw(rng, books, 60_000_000, 0.5)
    books.put("procurement", "budget", budget)
    books.put("procurement", "actual", int(budget * rng.uniform(0.8, 0.97) / books.step) * books.step)
    books.put("procurement", "prior", draw(rng, books, budget * 0.9))
    adjusted = books.of("basic", "actual") - books.of("basic", "budget_initial")
    books.put("basic_adjustment", "actual", max(books.step, adjusted))
    books.put("basic_adjustment", "prior", draw(rng, books, 30_000_000))


@dataclass(frozen=True, slots=True)
class Funding:
    """One project's money: source -> sum in fen, for each measure. The total is their sum."""

    parts: dict[str, dict[str, int]]

    def total(self, measure: str) -> int:
        """The year's money of all sources."""
        return sum(amounts[measure] for amounts in self.parts.values())


def draw_funding(rng: Random, sources: tuple[str, ...], step: int = STEP_FEN) -> Funding:
    """Money of one project: the first source gives most, the others little or nothing."""
    parts = {}
    for index, source in enumerate(sources):
        size = rng.randint(20, 400) * 1_000_000 if index == 0 else rng.choice([0, 0, rng.randint(2, 30) * 1_000_000])
        budget = size // step * step
        initial = int(size * rng.choice([1, 1, 0.8])) // step * step
        actual = int(size * rng.choice([1, rng.uniform(0.72, 0.99), rng.uniform(0.9, 0.995)])) // step * step
        parts[source] = {"budget_initial": initial, "budget": budget, "actual": actual}
    return Funding(parts)
