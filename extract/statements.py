"""What the audit asks of the words of a document, read once when it is stored. The patterns stand in lexicons/audit.yaml.

A passage may name the year it takes for the evaluated one, say that there is none of a thing, list a table as attached, or
hold what is left of the template.
"""

from collections.abc import Iterable
from functools import cache

import regex

from extract.lexicons import audit_patterns
from extract.lexicons.grammar import pattern
from schemas.folding import fold

_TITLE_CHARS = 60
_TITLE_ROWS = 2
_YEAR = r"(?P<year>20\d\d)"

Statement = tuple[str, str]


def of_paragraph(text: str) -> list[Statement]:
    """(kind, value) of everything a paragraph says: year.title, year.earlier, denied, attachment, template."""
    found = [*_years_in(text, ("title", "earlier")), *_residue(text)]
    if pattern("audit", "denial_hint").search(text):
        found += [("denied", item) for item in denied_items(text)]
    if pattern("audit", "attachment_hint").search(text) and (name := attachment(text)):
        found.append(("attachment", name))
    return found


def cell_hint() -> regex.Pattern[str]:
    """What is found in every cell that says something; others need not be asked."""
    return pattern("audit", "cell_hint")


def of_cell(text: str, row: int, col: int) -> list[Statement]:
    """(kind, value) of everything a cell says: year.title in the head of its table, year.label, year.earlier, template."""
    in_head = row <= _TITLE_ROWS and col == 0
    return [*_years_in(text, ("title", "label", "earlier") if in_head else ("label", "earlier")), *_residue(text)]


def _years_in(text: str, places: Iterable[str]) -> list[Statement]:
    if "20" not in text or "年" not in text:
        return []
    asked = [where for where in places if where == "earlier" or len(text) <= _TITLE_CHARS]
    return [(f"year.{where}", str(year)) for where in asked for year in years_spoken_of(text, where)]


def _residue(text: str) -> list[Statement]:
    residue = template_text(text) if pattern("audit", "residue_hint").search(text) else None
    return [] if residue is None else [("template", residue)]


def attachment(text: str) -> str | None:
    """The folded name of a table that a numbered line lists (`3、项目支出绩效自评表（每个项目一张）`), its year taken off."""
    match = pattern("audit", "attachment").match(fold(text))
    return match["name"] if match else None


def years_spoken_of(text: str, where: str) -> list[int]:
    """The years a text names as the one evaluated. `where`: title, label, or earlier."""
    folded = fold(text)
    return sorted({int(match["year"]) for each in _years(where) for match in each.finditer(folded)})


def template_text(text: str) -> str | None:
    """The part of a text that is instruction or residue of the template, folded, if there is one."""
    folded = fold(text)
    return next((match[0] for each in _residues() if (match := each.search(folded))), None)


def denied_items(text: str) -> list[str]:
    """Codes of what a sentence says there is none of (`没有政府性基金预算支出`)."""
    folded = fold(text)
    return [item for item, patterns in _denials() if any(each.search(folded) for each in patterns)]


@cache
def _residues() -> tuple[regex.Pattern[str], ...]:
    return tuple(map(regex.compile, audit_patterns()["template_text"]))


@cache
def _years(where: str) -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(p.replace("{year}", _YEAR)) for p in audit_patterns()["evaluated_year"][where])


@cache
def _denials() -> tuple[tuple[str, tuple[regex.Pattern[str], ...]], ...]:
    return tuple(
        (item, tuple(regex.compile(p.replace("{term}", f"(?:{'|'.join(terms)})")) for p in audit_patterns()["denials"]))
        for item, terms in audit_patterns()["denied_terms"].items()
    )
