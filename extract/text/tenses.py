"""What a figure states that is told without a measure: planned or spent, by its section's title, else by the whole report."""

from collections.abc import Iterable

from extract.lexicons.grammar import pattern, wordings

TITLE_LINES, HEADING = 4, 40
_SECTION_ITEMS = {
    "three_public": ("of_three_public", "three_public"),
    "basic_expenditure": ("of_basic", "basic"),
}


def tense_of_report(lines: Iterable[str]) -> str | None:
    """`budget` for a report of what is planned, `actual` for one of what was done: by its title, its headings, all its words.

    None where it speaks of neither. `lines` are its folded paragraphs.
    """
    told = list(lines)
    if any(pattern("tenses", "budget_title").match(line) for line in told[:TITLE_LINES]):
        return "budget"
    headings = [line for line in told if len(line) <= HEADING and not line.rstrip("。:").count("。")]
    return _tense(headings, "done") or _tense(told, "done_in_sentences")


def _tense(lines: list[str], done: str) -> str | None:
    if any(word in line for line in lines for word in wordings("tenses", done)):
        return "actual"
    plain = (pattern("tenses", "source").sub("", line) for line in lines)
    return "budget" if any(word in line for line in plain for word in wordings("tenses", "planned")) else None


def tense_of_title(title: str) -> str | None:
    """`budget` for a section on what is planned; None where its title leaves that open."""
    return "budget" if pattern("tenses", "plan").search(title) else None


def tense_of_project_title(title: str) -> str | None:
    """The same for a section in the report of one project: `budget` where it tells what was given, `actual` what was spent."""
    given, spent = (any(word in title for word in wordings("tenses", name)) for name in ("given", "spent"))
    return ("budget" if given else "actual") if given != spent else None


def item_of_title(kind: str, title: str) -> str | None:
    """The one item that a section of this kind and title is on, None where it is on several or none."""
    if kind not in _SECTION_ITEMS:
        return None
    name, item = _SECTION_ITEMS[kind]
    several = any(word in title for word in wordings("tenses", "of_project"))
    return item if any(word in title for word in wordings("tenses", name)) and not several else None


def approves(title: str) -> bool:
    """True for a section on what was approved, so that budgets in it are initial ones."""
    return bool(pattern("tenses", "approval").search(title))


def tells_money(title: str) -> bool:
    """True for a section of a project's report on its money, whatever part of the report it stands in."""
    return any(word in title for word in wordings("tenses", "money"))


def tells_plan(text: str) -> bool:
    """True for a text that speaks of a budget."""
    return any(word in text for word in wordings("tenses", "planned"))
