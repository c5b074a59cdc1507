"""The regions of a database: a map of tiles and a tree of provinces, cities and counties, by their codes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from markupsafe import Markup

from pages.language import translate as _
from schemas.datafile import load_yaml
from schemas.regions import by_code

UNKNOWN = "unknown"
_TILE, _GAP = 44, 3
_COLUMNS, _ROWS = (1, 7), (0, 7)
_STEPS = (1, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Area:
    """A region with its bodies and evaluations, and the regions in it."""

    code: str
    name: str
    bodies: int
    evaluations: int
    parts: list["Area"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map: column and row, and the short name written in it."""

    name: str
    col: int
    row: int


@cache
def tiles() -> dict[str, Tile]:
    """Province code -> its tile. Source: tiles.yaml."""
    return {code: Tile(**entry) for code, entry in load_yaml("pages", "tiles.yaml").items()}


def tree(counted: Iterable[tuple[str, int, int]]) -> list[Area]:
    """Provinces with their cities and counties, from (code, bodies, evaluations) of regions of any level.

    Counties directly under a province and those of municipalities are parts of the province. Bodies of no known region
    are the last area.
    """
    known = {code: (bodies, evaluations) for code, bodies, evaluations in counted}
    made = {code: Area(code, name, *known[code]) for code in sorted(known) if (name := area_name(code))}
    for code, area in made.items():
        if (upper := _upper(code, made)) is not None:
            made[upper].parts.append(area)
    return [area for code, area in made.items() if code == UNKNOWN or code.endswith("0000")]


def area_name(code: str) -> str:
    """The name of a region; the empty text where there is no such code."""
    if code == UNKNOWN:
        return _("地区不详")
    try:
        region = by_code(code)
    except KeyError:
        return ""
    return region.county or region.city or region.province or ""


def path_of(code: str) -> list[tuple[str, str]]:
    """(code, name) of a region and of those it lies in, the highest first."""
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code)) if code != UNKNOWN else [code]
    return [(each, name) for each in codes if (name := area_name(each))]


def span(code: str) -> tuple[str, str]:
    """The first code of a region and the first behind it, for a range of codes."""
    length = 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
    digits = code[:length]
    return digits.ljust(6, "0"), str(int(digits) + 1).ljust(6, "0")


def tile_map(title: str, counts: Mapping[str, int], address: Callable[[str], str]) -> Markup:
    """All provinces as squares, the darker the more bodies; those that have any are links."""
    drawn = Markup("").join(_square(code, tile, counts.get(code, 0), address) for code, tile in tiles().items())
    width, height = ((last - first + 1) * (_TILE + _GAP) - _GAP for first, last in (_COLUMNS, _ROWS))
    return Markup('<svg class="tiles-map" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(
        width, height, title, drawn
    )


def _square(code: str, tile: Tile, bodies: int, address: Callable[[str], str]) -> Markup:
    x, y = (tile.col - _COLUMNS[0]) * (_TILE + _GAP), (tile.row - _ROWS[0]) * (_TILE + _GAP)
    step = sum(bodies >= least for least in _STEPS)
    shape = Markup('<rect class="q{}" x="{}" y="{}" width="{}" height="{}" rx="4"/>').format(step, x, y, _TILE, _TILE)
    middle = x + _TILE / 2
    name = Markup('<text class="q{}" x="{:g}" y="{}">{}</text>').format(
        step, middle, y + (20 if bodies else 27), tile.name
    )
    if not bodies:
        return Markup('<g aria-hidden="true">{}{}</g>').format(shape, name)
    number = Markup('<text class="q{} number" x="{:g}" y="{}">{}</text>').format(step, middle, y + 35, short(bodies))
    told = _("{}：{} 个机构", tile.name, bodies)
    return Markup('<a href="{}" aria-label="{}">{}{}{}</a>').format(address(code), told, shape, name, number)


def short(count: int) -> str:
    """A count with four characters at most: 950, 1.2k, 12k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 10_000 else f"{count // 1000}k"


def _upper(code: str, made: Mapping[str, Area]) -> str | None:
    if code == UNKNOWN or code.endswith("0000"):
        return None
    upper = code[:4] + "00"
    return upper if upper != code and upper in made else code[:2] + "0000"
