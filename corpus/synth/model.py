"""A report before it has a file format: lines of text and grids of merged cells, in order, with the gold beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.synth.gold import Gold
from schemas.document import Place

Note = Callable[[Place], None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a family writes it; each note is called with the cell's place, which is how gold rows come about."""

    text: str
    cols: int = 1
    rows: int = 1
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its grid, at the top left place it covers."""

    text: str
    row: int
    col: int
    row_span: int
    col_span: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `role`: title, caption, heading, body, signature or blank."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence; each note is called with the span it comes to stand at."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass
class Grid:
    """A table in the making. `widths` are relative column widths; `index` counts the report's tables from 0."""

    index: int
    widths: tuple[int, ...]
    cells: list[Placed] = field(default_factory=list)
    n_rows: int = 0
    _covered: set[tuple[int, int]] = field(default_factory=set)

    def add(self, *cells: Cell | str) -> None:
        """One more row; the cells go to the places no cell from above covers. ValueError unless they fill the row."""
        row, self.n_rows = self.n_rows, self.n_rows + 1
        for cell in (Cell(given) if isinstance(given, str) else given for given in cells):
            col = next((c for c in range(len(self.widths)) if (row, c) not in self._covered), len(self.widths))
            places = {(r, c) for r in range(row, row + cell.rows) for c in range(col, col + cell.cols)}
            if col + cell.cols > len(self.widths) or places & self._covered:
                raise ValueError(f"row {row} of table {self.index} has no room for {cell.text!r}")
            self._covered |= places
            self.cells.append(Placed(cell.text, row, col, cell.rows, cell.cols))
            for note in cell.notes:
                note(Place("table", self.index, row=row, col=col))
        if any((row, col) not in self._covered for col in range(len(self.widths))):
            raise ValueError(f"row {row} of table {self.index} is not filled")

    def at(self, row: int, col: int) -> Placed:
        """The cell that begins at a place. StopIteration where none does."""
        return next(cell for cell in self.cells if (cell.row, cell.col) == (row, col))

    def close(self) -> None:
        """ValueError where a cell runs past the last row."""
        if any(row >= self.n_rows for row, _ in self._covered):
            raise ValueError(f"a cell of table {self.index} runs past its last row")


@dataclass
class Report:
    """Lines and grids in reading order, and what is true of them."""

    gold: Gold = field(default_factory=Gold)
    blocks: list[Line | Grid] = field(default_factory=list)

    def line(self, text: str, role: str = "body") -> None:
        """One paragraph without facts."""
        self.blocks.append(Line(text, role))

    def sentence(self, phrases: Sequence[Phrase], role: str = "body") -> None:
        """One paragraph made of phrases, each told where it stands."""
        index, start = len(self.lines), 0
        self.line("".join(phrase.text for phrase in phrases), role)
        for phrase in phrases:
            for note in phrase.notes:
                note(Place("text", index, start=start, end=start + len(phrase.text)))
            start += len(phrase.text)

    def table(self, *widths: int) -> Grid:
        """A new table at the end of the report."""
        grid = Grid(len(self.grids), widths)
        self.blocks.append(grid)
        return grid

    def lead_with(self, start: int) -> None:
        """Move the blocks from `start` on to the front; tables and recorded places are renumbered."""
        lines, grids = self.lines, self.grids
        self.blocks = self.blocks[start:] + self.blocks[:start]
        now = {id(block): index for blocks in (self.lines, self.grids) for index, block in enumerate(blocks)}
        moved = {("text", old): now[id(line)] for old, line in enumerate(lines)}
        moved |= {("table", old): now[id(grid)] for old, grid in enumerate(grids)}
        for index, grid in enumerate(self.grids):
            grid.index = index
        for evaluation in self.gold.evaluations:
            evaluation.places = [
                (row, place._replace(index=moved[place.kind, place.index])) for row, place in evaluation.places
            ]

    @property
    def lines(self) -> list[Line]:
        """The paragraphs alone."""
        return [block for block in self.blocks if isinstance(block, Line)]

    @property
    def grids(self) -> list[Grid]:
        """The tables alone."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    def text_at(self, place: Place) -> str:
        """What is printed at a place."""
        if place.kind == "text":
            return self.lines[place.index].text[place.start : place.end]
        if place.row is None or place.col is None:
            raise KeyError(place)
        return self.grids[place.index].at(place.row, place.col).text
