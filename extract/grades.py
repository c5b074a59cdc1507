"""Grade words as published -> 优, 良, 中, 差."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

import regex

from extract.lexicons.grammar import lexicon, pattern, wordings
from schemas.document import Document
from schemas.folding import fold

LEAST_FULL_MARK = 100


def grade_words() -> Mapping[str, str]:
    """Published word -> grade of the contract."""
    return lexicon("grades")["grades"]


@cache
def _alternation() -> str:
    return "|".join(sorted(grade_words(), key=len, reverse=True)) or "(?!)"


def parse_grade(text: str) -> str | None:
    """The grade an answer cell states in its first line (`等级：优`), else None."""
    first = fold(text.strip().split("\n")[0])
    ticked = _ticked(fold(text))
    if len(ticked) == 1:
        return grade_words()[ticked[0]]
    match = regex.search(rf"{pattern('grades', 'before_answer').pattern}({_alternation()})(?!\p{{Han}})", first)
    return grade_words()[match[1]] if match else None


def _ticked(folded: str) -> list[str]:
    """The grades whose box is ticked; the boxes stand before their words where a box comes first, else behind them."""
    mark = "[☑√■☒✓✔●]"
    before = regex.match(rf"{mark}|[□☐○]", folded) is not None
    found: list[str] = regex.findall(rf"{mark}({_alternation()})" if before else rf"({_alternation()}){mark}", folded)
    return found


def narrated_grade(texts: Iterable[str], year: int | None) -> str | None:
    """The grade that paragraphs give the evaluated body for `year` (None: any); None where they state none or several."""
    found = {grade for text in texts for grade, _ in told_grades(fold(text), year)}
    return found.pop() if len(found) == 1 else None


def narrated_full_mark(document: Document) -> Decimal | None:
    """The points that the narrative says there are in all; None where it says none, or those of a part alone."""
    told_by = wordings("grades", "full_mark_told_by")
    texts = (fold(each.text) for each in document.paragraphs if any(word in each.text for word in told_by))
    told = (pattern("grades", "full_mark").search(text) for text in texts)
    marks = {Decimal(match["points"]) for match in told if match}
    return max((mark for mark in marks if mark >= LEAST_FULL_MARK), default=None)


def told_grades(folded: str, year: int | None = None) -> Iterator[tuple[str, tuple[int, int]]]:
    """(grade, span of its word) of every grade that a paragraph gives what is evaluated.

    Tallies are left out, and with a `year` the sentences that speak of other years alone.
    """
    if not any(word in folded for word in wordings("grades", "told_by")):
        return
    if boxes := pattern("grades", "before_boxes").search(folded):
        ticked = _ticked(folded[boxes.end() :])
        if len(ticked) == 1:
            start = folded.index(ticked[0], boxes.end())
            yield grade_words()[ticked[0]], (start, start + len(ticked[0]))
        return
    start = 0
    for sentence in folded.split("。"):
        found = list(_told().finditer(sentence))
        if found and not pattern("grades", "tally").search(sentence) and is_of_year(sentence, year):
            for match in found:
                yield grade_words()[match[1]], (start + match.start(1), start + match.end(1))
        start += len(sentence) + 1


def is_of_year(sentence: str, year: int | None) -> bool:
    """False for a text that speaks of other years alone."""
    years = pattern("grades", "year").findall(sentence) if year else []
    return not years or str(year) in years


@cache
def _told() -> regex.Pattern[str]:
    before, behind = (pattern("grades", name).pattern for name in ("before", "behind"))
    return regex.compile(f"{before}({_alternation()}){behind}")
