"""Regions of public bodies: the names and codes of GB/T 2260, and how a body's name leads to one of them.

Names are data (`regions/gbt2260.tsv`), and so are the words around them (`regions/words.tsv`). A *full*
name ends like an official one (also shortened: without the ethnic groups of an autonomous division);
a *bare* one lacks that ending and counts only where `words.tsv` says it is safe.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from schemas.errors import FieldError
from schemas.records import Region

_HERE = Path(__file__).parent / "regions"
_PLAIN = ("nation", "opening", "function", "street", "generic", "common", "after", "level", "ending")
_CODED = ("alias", "number", "hint")  # kinds of words that come with a code
_NUMBER = re.compile("(?<![一-鿿])([一-鿿])[一-鿿]{1,6}[〔\\[［(（【﹝]20[0-9]{2}[〕\\]］)）】﹞]")
_SCAN = 24  # a body's name has its place among its first characters
_LONGEST = 10  # characters of the longest word in words.tsv

Codes = tuple[str, ...]
Words = Mapping[str, Mapping[str, str]]  # kind -> word -> code, or ""


@dataclass(frozen=True, slots=True)
class Names:
    """Official name and last year by code; codes by name: in force, given up, bare; name lengths by opening."""

    official: Mapping[str, str]
    until: Mapping[str, str]
    full: Mapping[str, Codes]
    former: Mapping[str, Codes]
    bare: Mapping[str, Codes]
    lengths: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Places read one after another: what the last can be (several codes: homonyms), and where they end."""

    codes: Codes
    end: int


def resolve(name: str, context: Sequence[str] = ()) -> Region | None:
    """The region of a public body; None where neither its name nor the context says which.

    `context` holds further texts of the document, the most telling first. It is read only when the name
    holds no place or one of several homonyms; what stays open goes up to the level all candidates share.
    Municipalities and county-level units directly under a province have no `city`.
    Source: GB/T 2260; `code` is the code in force, or the last one of a division given up since 2011.
    """
    text = "".join(name.split())
    start = _skip_opening(text)
    reading = _read(text, start, anchored=True)
    for at in range(start + 1, 0 if reading else min(len(text), start + _SCAN)):
        if reading := _read(text, at, anchored=False, bare=False):
            break
    if reading is not None and len(reading.codes) == 1:
        return by_code(reading.codes[0])
    mentions = [_mentions("".join(other.split())) for other in context]
    if reading is not None:
        code = _shared(_narrow(reading.codes, mentions))
    else:  # 县财政局 tells its level, 市场监管局 does not
        level = "" if _opens("function", text, start) else text[start : start + _opens("level", text, start)]
        code = _from_context(level, mentions)
    return None if code is None else by_code(code)


def by_code(code: str) -> Region:
    """The division with this six-digit code, in force or given up; KeyError if there is none."""
    names = _names().official
    lowest, city = names[code], None if code[2:4] == "00" else names.get(code[:4] + "00")
    return Region(names[code[:2] + "0000"], city, None if code.endswith("00") else lowest, code)


def regions(*, former: bool = False) -> tuple[Region, ...]:
    """All divisions in force, by code; with `former` also those given up since 2011."""
    names = _names()
    return tuple(by_code(code) for code in names.official if former or code not in names.until)


def _is_within(code: str, upper: str) -> bool:
    return code.startswith(upper[:2] if upper[2:] == "0000" else upper[:4] if upper[4:] == "00" else upper)


def _skip_opening(text: str) -> int:
    at = 0
    while length := _opens("opening", text, at):
        at += length
    return at


def _opens(kind: str, text: str, at: int) -> int:
    """Length of the longest word of this kind that stands in `text` at `at`; 0 if none."""
    words = _words()[kind]
    return next((n for n in range(_LONGEST, 0, -1) if text[at : at + n] in words), 0)


def _read(text: str, at: int, *, anchored: bool, bare: bool = True) -> Reading | None:
    """The longest run of places at `at`, each inside the one before it."""
    found = _longest(text, at, (), anchored=anchored, bare=bare)
    while found is not None:
        inner = _longest(text, found.end, found.codes, anchored=True)
        if inner is None and text[found.end - 1] == "市":  # 乐山市中区 is 乐山市 市中区
            inner = _longest(text, found.end - 1, found.codes, anchored=True)
        if inner is None or inner.codes == found.codes:
            break
        found = inner
    return found


def _longest(text: str, at: int, within: Codes, *, anchored: bool, bare: bool = True) -> Reading | None:
    """The longest name at `at` that lies in one of `within` (anywhere if empty)."""
    names, words = _names(), _words()
    for length in names.lengths.get(text[at : at + 2], ()):
        name, end = text[at : at + length], at + length
        if len(name) < length:
            continue
        codes = _full_codes(name, within)
        alone = length > 2 and name not in words["generic"] and text[end - 1 : end + 1] not in words["after"]
        if codes and (anchored or alone):
            return Reading(codes, end)
        codes = _inside(names.bare.get(name, ()), within) if bare else ()
        if codes and _bare_is_safe(text, end, name, codes, has_parent=bool(within), anchored=anchored):
            return Reading(codes, end)
    return None


def _full_codes(name: str, within: Codes) -> Codes:
    """Codes of a full name; one given up counts only if its province (or parent) has none in force, nor later."""
    names = _names()
    full = _inside(names.full.get(name, ()), within)
    former = _inside(names.former.get(name, ()), within) if name in names.former else ()
    state = {code: names.until.get(code, "") for code in former}
    best = {code[:2]: max(state[c] for c in former if c[:2] == code[:2]) for code in former}
    best |= {code[:2]: "in force" for code in full}
    return full + tuple(code for code in former if state[code] == best[code[:2]])


def _inside(codes: Codes, within: Codes) -> Codes:
    return tuple(c for c in codes if any(_is_within(c, w) and c != w for w in within)) if within else codes


def _bare_is_safe(text: str, end: int, name: str, codes: Codes, *, has_parent: bool, anchored: bool) -> bool:
    """A province always, a city unless its name is an everyday word; else only before a fitting word or place."""
    if _opens("street", text, end):
        return False
    if codes[0].endswith("0000") or not anchored:
        return codes[0].endswith("0000")
    common, levels = name in _words()["common"], {code.endswith("00") for code in codes}
    if not common and levels == {True}:
        return True
    if common and levels == {False} and not has_parent:
        return False
    return bool(_opens("function", text, end)) or _longest(text, end, codes, anchored=True, bare=False) is not None


@lru_cache(maxsize=64)
def _mentions(text: str) -> tuple[Codes, ...]:
    """Every place named in running text; a document number counts as its province."""
    found: list[Codes] = []
    lengths, generic = _names().lengths, _words()["generic"]
    first = at = _skip_opening(text)
    while at < len(text):
        reading = _read(text, at, anchored=at == first) if text[at : at + 2] in lengths else None
        if reading and text[at : reading.end] not in generic:
            found.append(reading.codes)
        at = at + 1 if reading is None else reading.end
    return (*found, *_numbers(text))


def _numbers(text: str) -> Iterator[Codes]:
    """Provinces of the document numbers; a letter also used elsewhere comes as (code, ""), a hint only."""
    words = _words()
    for letter in _NUMBER.findall(text):
        if letter in words["number"]:
            yield (words["number"][letter],)
        elif letter in words["hint"]:
            yield (words["hint"][letter], "")


def _narrow(codes: Codes, mentions: Iterable[Sequence[Codes]]) -> Codes:
    """The candidates that the texts speak for, text by text; a text for none of them changes nothing."""
    for places in mentions:
        if len(codes) == 1:
            break
        known = {place[0] for place in places if len(place) == 1 or place[1] == ""}
        near = tuple(c for c in codes if any(_is_within(place, _seat(c)) for place in known))
        same = tuple(c for c in codes if any(place[:2] == c[:2] for place in known))
        near_provinces = {c[:2] for c in near}
        strangers = tuple(c for c in same if c[:2] not in near_provinces and c[:2] + "0000" in known)
        codes = near + strangers or same or codes
    return codes


def _seat(code: str) -> str:
    """The city a candidate would be named with: its prefecture, or the municipality or province above it."""
    return next(upper for upper in (code[:4] + "00", code[:2] + "0000") if upper in _names().official)


def _from_context(level: str, mentions: Sequence[Sequence[Codes]]) -> str | None:
    """The one place that the texts name, at the level the body's name opens with if it does (县财政局)."""
    upper: str | None = None
    for places in mentions:
        named = [_shared(_narrow(place, mentions)) for place in places if place[-1]]
        codes = tuple(dict.fromkeys(c for c in named if c and (upper is None or _is_within(c, upper))))
        below = tuple(c for c in codes if not c.endswith("0000")) or codes
        fitting = tuple(c for c in codes if _names().official[c].endswith(level))
        if code := _shared(tuple(c for c in fitting if c in below) or fitting):
            return code
        upper = _shared(below) or upper
    return upper


def _shared(codes: Codes) -> str | None:
    """The lowest division that holds all of `codes`."""
    if len(set(codes)) == 1:
        return codes[0]
    uppers = (codes[0][:digits].ljust(6, "0") for digits in (4, 2)) if codes else ()
    known = (upper for upper in uppers if upper in _names().official)
    return next((upper for upper in known if all(_is_within(code, upper) for code in codes)), None)


@cache
def _words() -> Words:
    words: dict[str, dict[str, str]] = {kind: {} for kind in _PLAIN + _CODED}
    for line, (kind, text, code) in _rows("words.tsv", 3):
        fits = kind in words and 0 < len(text) <= _LONGEST and text not in words[kind]
        if not fits or (kind in _CODED) != bool(code):
            raise FieldError(f"regions/words.tsv:{line}: no such kind, or not one new word: {kind!r} {text!r} {code!r}")
        words[kind][text] = code
    return words


@cache
def _names() -> Names:
    official, until = dict[str, str](), dict[str, str]()
    full, former, bare = dict[str, Codes](), dict[str, Codes](), dict[str, Codes]()
    for _, (code, name, year, also) in _rows("gbt2260.tsv", 4):
        official[code] = name
        if year:
            until[code] = year
        _add_names(former if year else full, None if year else bare, code, name)
        for old in also.split("|") if also else ():
            _add_names(former, None, code, old)
    for text, code in _words()["alias"].items():
        _add(full, text, code)
    bare = {name: _widest(codes) for name, codes in bare.items() if name not in _words()["function"]}
    lengths: dict[str, tuple[int, ...]] = {}
    for start, length in sorted({(name[:2], len(name)) for name in (*full, *former, *bare)}, reverse=True):
        lengths[start] = (*lengths.get(start, ()), length)
    return Names(official, until, full, former, bare, lengths)


def _rows(file: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row below the heading."""
    lines = (_HERE / file).read_text(encoding="utf-8").split("\n")
    for n, line in [(n, line) for n, line in enumerate(lines, 1) if line and line[0] != "#"][1:]:
        cells = line.split("\t")
        if len(cells) > width:
            raise FieldError(f"regions/{file}:{n}: more than {width} cells")
        yield n, cells + [""] * (width - len(cells))


def _add_names(full: dict[str, Codes], bare: dict[str, Codes] | None, code: str, name: str) -> None:
    _add(full, name, code)
    if parts := _parts().fullmatch(name):
        stem, nations, ending = parts.groups()
        if bare is not None:
            _add(bare, stem, code)
        if nations or len(ending) == 3:  # an autonomous division, or a district named like one
            _add(full, stem + ending[-1], code)
            _add(full, stem + ending, code)


@cache
def _parts() -> re.Pattern[str]:
    """A full name as stem, ethnic groups, ending."""
    nations, endings = ("|".join(sorted(_words()[kind], key=len, reverse=True)) for kind in ("nation", "ending"))
    return re.compile(f"(.{{2,}}?)((?:{nations})*)({endings})")


def _add(names: dict[str, Codes], name: str, code: str) -> None:
    codes = names.get(name)
    if codes is None:
        names[name] = (code,)
    elif code not in codes:
        names[name] = (*codes, code)


def _widest(codes: Codes) -> Codes:
    """What a bare name can mean: a province before all else; a city before the county around it."""
    provinces = tuple(code for code in codes if code.endswith("0000"))
    return provinces or tuple(c for c in codes if not any(c != w and _is_within(c, w) for w in codes))
