"""What a label of a staff table means, put together from its words: posts or people, of which kind, of which time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extract.labels import bare_label
from extract.lexicons import words
from extract.lexicons.grammar import lexicon, pattern, wordings
from schemas import fields
from schemas.folding import fold

POSTS, STAFF, RATE = "posts", "staff", "rate"
MAX_LABEL = 24
OF_POSTS = ("civil_servant", "reference_managed", "institution_staff", "worker")
# Of them, whatever they were in office.
_PENSIONERS = ("retired_cadre", "retired")
# Which kind a label with words for several means: the one named first here (退休工人, 参公事业人员).
_BY_WEIGHT = (
    "temporary",
    "retired",
    "retired_cadre",
    "worker",
    "reference_managed",
    "institution_staff",
    "civil_servant",
)
_MIXED = frozenset(("civil_servant", "institution_staff"))
_STANCES = {"posts": POSTS, "staff": STAFF, "rate": RATE}
_MARKS = regex.compile(r"[():,;\-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a label says of the counts it stands for; `known` where all its words are understood.

    `stance` is posts, staff or rate; `kind` a category of people; `whole` a sum; `vague` others that are not named; `left_out`
    what is counted, but is no head-count of ours; `both` where posts and staff stand in one cell; `earlier` another time.
    """

    known: bool = True
    stance: str | None = None
    kind: str | None = None
    whole: bool = False
    vague: bool = False
    left_out: bool = False
    both: bool = False
    earlier: bool = False
    year: int | None = None

    @property
    def tells(self) -> bool:
        """Whether it says by itself what is counted."""
        return self.known and not self.left_out and bool(self.stance or self.kind)


_NOTHING, _UNKNOWN = Said(), Said(known=False)


@lru_cache(maxsize=8192)
def said(text: str) -> Said:
    """What a published label says. Source: lexicons/staff_labels.yaml; whole labels: schemas/fields/personnel.yaml."""
    label = pattern("staff_labels", "added").sub("", bare_label(text))
    if not label:
        return _NOTHING
    if label in words("sums") or label in words("consolidated"):
        return Said(whole=True)
    if category := fields.personnel_labels().get(label):
        return _of_category(category, label)
    if len(label) > MAX_LABEL:
        return _UNKNOWN
    found = [
        (_facets()[match[0]] if match[0] in _facets() else ("year", match[0])) for match in _words().finditer(label)
    ]
    facets = {facet for facet, _ in found}
    if "left_out" in facets:
        return Said(left_out=True)
    rest = _MARKS.sub("", _words().sub("", label))
    if rest and not (_names_people(found) and pattern("staff_labels", "occupation").fullmatch(rest)):
        return _UNKNOWN
    return _said_by(found, facets)


def _names_people(found: list[tuple[str, str]]) -> bool:
    """Whether a label names people by how they stand to the body, whatever they do there (编外护林员, 退休教师)."""
    return any(facet == "kind" and word not in OF_POSTS for facet, word in found)


def _said_by(found: list[tuple[str, str]], facets: set[str]) -> Said:
    stances = [_STANCES[facet] for facet, _ in found if facet in _STANCES]
    kinds = {word for facet, word in found if facet == "kind"}
    if kinds >= _MIXED and not kinds - _MIXED:
        return Said(left_out=True)
    told = [k for k, (facet, _) in enumerate(found) if facet in _STANCES]
    apart = len(set(stances)) > 1 and any(facet == "between" for facet, _ in found[told[0] : told[-1]])
    kind = next((kind for kind in _BY_WEIGHT if kind in kinds), None)
    years = [int(word[:4]) for facet, word in found if facet == "year"]
    return Said(
        stance=None if apart else stances[-1] if stances else None,
        kind=kind,
        vague="vague" in facets and not (stances or kind),
        both=apart,
        earlier="earlier" in facets,
        year=years[0] if years else None,
    )


def _of_category(category: str, label: str) -> Said:
    """What a label of a list says; a kind of posts that its own words do not call so (机关工勤) is a kind of people as well."""
    if category == "control_rate":
        return Said(stance=RATE)
    if category in ("establishment", "actual"):
        return Said(stance=POSTS if category == "establishment" else STAFF)
    if category.startswith("establishment."):
        called = any(word in label for word in wordings("staff_labels", "posts"))
        return Said(stance=POSTS if called else None, kind=category.removeprefix("establishment."))
    return Said(kind=category)


@cache
def _facets() -> dict[str, tuple[str, str]]:
    """word -> (facet, the word or the kind it names)."""
    found = {
        word: (facet, word) for facet in lexicon("staff_labels")["words"] for word in wordings("staff_labels", facet)
    }
    for facet in ("attributes", "units"):
        found = {word: entry for word, entry in found.items() if entry[0] != facet}
    return found | {word: ("kind", kind) for kind, each in lexicon("staff_labels")["kinds"].items() for word in each}


@cache
def _words() -> regex.Pattern[str]:
    longest = sorted(_facets(), key=len, reverse=True)
    return regex.compile("|".join([pattern("staff_labels", "year").pattern, *map(regex.escape, longest)]))


def merged(labels: Iterable[Said]) -> Said:
    """What the labels of one axis say together, from the outermost to the innermost: the inner one counts where both speak."""
    stance = kind = year = None
    whole = vague = left_out = both = earlier = False
    known = True
    for label in labels:
        stance, kind, year = label.stance or stance, label.kind or kind, label.year or year
        whole, vague = label.whole, label.vague or (vague and not label.kind)
        left_out, earlier, known = left_out or label.left_out, earlier or label.earlier, known and label.known
        both = label.both or (both and label.stance is None)
    return Said(known, stance, kind, whole, vague, left_out, both, earlier, year)


def category_of(row: Said, column: Said, context: str | None = None) -> str | None:
    """The category that a count means by what its row and its column say; None where they do not tell or disagree.

    `context` is the stance of the whole table (人员编制情况表), for kinds of people that nothing else tells of.
    """
    if row.left_out or column.left_out or not (row.known and column.known):
        return None
    kinds = {row.kind, column.kind} - {None}
    pensioned = [kind for kind in _PENSIONERS if kind in kinds]
    if len(kinds) > 1 and not (pensioned and kinds <= {*_PENSIONERS, *OF_POSTS}):
        return None
    kind = pensioned[0] if pensioned else row.kind or column.kind
    if kind is None and (row.vague or column.vague):
        return None
    return _category(kind, _stance(row, column) or (context if kind in OF_POSTS or kind is None else None))


def _stance(row: Said, column: Said) -> str | None:
    """Posts or people: where both axes speak and differ, a kind of posts (行政编制) only names the kind."""
    if row.stance is None or column.stance is None or row.stance == column.stance:
        return row.stance or column.stance
    if RATE in (row.stance, column.stance):
        return RATE
    if row.kind and not column.kind:
        return column.stance
    return row.stance if column.kind and not row.kind else POSTS


def _category(kind: str | None, stance: str | None) -> str | None:
    if kind is None or stance == RATE:
        return {POSTS: "establishment", STAFF: "actual", RATE: "control_rate"}.get(stance or "")
    if stance == POSTS:
        return f"establishment.{kind}" if kind in OF_POSTS else None
    return kind


def stance_told(texts: Iterable[str]) -> str | None:
    """The one stance that titles and labels beside a table tell of; None where they tell of both or none."""
    told = {
        _STANCES[facet]
        for text in texts
        for match in _words().finditer(fold(text))
        if (facet := _facets().get(match[0], ("",))[0]) in _STANCES
    }
    told.discard(RATE)
    return told.pop() if len(told) == 1 else None
