"""What a portals file says: which portals, how their pages are laid out, and how gently they are to be treated."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from schemas.datafile import load_yaml, parse_yaml
from schemas.errors import CrawlError

KINDS = ("list", "columns", "json", "page")
HTML = ("auto", "always", "never")
READING = 1  # raised when pages come to be read in another way: what was kept of them is then read anew
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Pages:
    """Numbered pages of a list: `address` with {page} in it, from `first` to `last`, `step` apart."""

    address: str
    first: int = 1
    last: int = 200
    step: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where a crawl of a portal begins, and how the pages there are laid out. Selectors are CSS.

    list: `items` are links to articles or documents, `next` the link to the next page or `pages` their numbering.
    columns: `columns` are links to pages below, `depth` levels of them; each is read as a list too.
    json: `items` is the path of the list, `link` the path of an address or a template, `text` that of the words.
    page: one article.
    """

    kind: str
    url: str
    items: str | None = None
    next: str | None = None
    columns: str | None = None
    depth: int = 3
    pages: Pages | None = None
    link: str = "url"
    text: str = "title"
    post: str | None = None
    keywords: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal: whose it is, what may be fetched from where, what is looked for, and within which bounds.

    `hosts` are names, `*.name` for all below, `name:port` for another port. Times are in seconds, `recheck_days` how
    long a document or article without ETag and Last-Modified is taken to be unchanged, `max_pages` how many pages that
    are no documents one crawl reads at most, `max_barren_pages` how many pages of a list may follow each other without
    a link to anything new. `verify_tls: false` takes documents from servers whose certificate proves nothing; each
    sighting then says so.
    """

    name: str
    hosts: tuple[str, ...]
    sources: tuple[Source, ...]
    body: str | None = None
    region: str | None = None
    keywords: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    attachments: str | None = None
    html: str = "auto"
    allow_private: bool = False
    verify_tls: bool = True
    delay_s: float = 2.0
    concurrency: int = 1
    timeout_s: float = 60.0
    retries: int = 4
    backoff_s: float = 5.0
    max_mb: float = 128.0
    max_pages: int = 5000
    max_list_pages: int = 200
    max_barren_pages: int = 20
    recheck_days: float = 30.0

    @property
    def rules(self) -> str:
        """A fingerprint of all that decides which links a page leads to."""
        told = {name: value for name, value in dataclasses.asdict(self).items() if name not in _MANNERS}
        spoken = json.dumps([READING, told, terms()], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(spoken.encode()).hexdigest()[:16]


_MANNERS = (
    "delay_s",
    "concurrency",
    "timeout_s",
    "retries",
    "backoff_s",
    "recheck_days",
    "verify_tls",
    "body",
    "region",
)


@dataclass(frozen=True, slots=True)
class Config:
    """A portals file: who crawls (`contact` goes into the user agent), how many portals at once, which portals."""

    contact: str
    portals: tuple[Portal, ...]
    portals_at_once: int = 8

    @property
    def agent(self) -> str:
        """The user agent: the program's name and whom to ask."""
        return f"jixiao (+{self.contact})"


@cache
def terms() -> dict[str, Any]:
    """The words of terms.yaml."""
    loaded: dict[str, Any] = load_yaml("corpus.crawl", "terms.yaml")
    return loaded


def load(path: Path) -> Config:
    """The portals file at `path`. Raises CrawlError, which names the entry that is wrong."""
    try:
        data = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CrawlError(f"{path} cannot be read as YAML: {error}") from error
    _only(data, ("contact", "portals_at_once", "defaults", "portals"), str(path))
    contact = data.get("contact")
    if not isinstance(contact, str) or not re.fullmatch(
        r"(?:mailto:|https?://)?[\x21-\x7e]*[@/.][\x21-\x7e]*", contact
    ):
        raise CrawlError(f"{path}: contact must be an address at which the crawler's owner can be reached")
    entries = data.get("portals")
    if not isinstance(entries, list) or not entries:
        raise CrawlError(f"{path}: portals must be a list")
    defaults = data.get("defaults") or {}
    _only(defaults, tuple(name for name in _fields(Portal) if name not in ("name", "hosts", "sources")), "defaults")
    portals = tuple(_portal(entry, defaults) for entry in entries)
    if twice := {each.name for each in portals if [other.name for other in portals].count(each.name) > 1}:
        raise CrawlError(f"{path}: two portals are called {min(twice)}")
    at_once = data.get("portals_at_once", 8)
    _check(isinstance(at_once, int) and 0 < at_once <= 64, f"{path}: portals_at_once must be 1 to 64")
    return Config(contact, portals, at_once)


def _portal(entry: Any, defaults: Mapping[str, Any]) -> Portal:
    name = entry.get("name") if isinstance(entry, dict) else None
    _check(isinstance(name, str) and _NAME.fullmatch(name), f"portal {name!r}: name must be of a-z, 0-9, - and _")
    where = f"portal {name}"
    _only(entry, _fields(Portal), where)
    told = {"keywords": terms()["keywords"], **defaults, **entry}
    for key in ("keywords", "years", "hosts"):
        told[key] = _listed(told.get(key, ()), int if key == "years" else str, f"{where}: {key}")
    _check(told["hosts"], f"{where}: hosts must name at least one host")
    sources = told.get("sources")
    _check(isinstance(sources, list) and sources, f"{where}: sources must be a list")
    told["sources"] = tuple(_source(each, where) for each in told["sources"])
    _check(told.get("html", "auto") in HTML, f"{where}: html must be one of {', '.join(HTML)}")
    for key, field in Portal.__dataclass_fields__.items():
        if isinstance(field.default, (int, float)) and not isinstance(field.default, bool):
            value = told.get(key, field.default)
            fits = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
            _check(fits, f"{where}: {key} must be a number, 0 or more")
    for key in ("allow_private", "verify_tls"):
        _check(isinstance(told.get(key, False), bool), f"{where}: {key} must be true or false")
    _check(told.get("concurrency", 1) >= 1, f"{where}: concurrency must be 1 or more")
    return Portal(**told)


def _source(entry: Any, where: str) -> Source:
    _only(entry, _fields(Source), f"{where}: source")
    url, kind = str(entry.get("url", "")), entry.get("kind")
    _check(kind in KINDS, f"{where}: a source's kind must be one of {', '.join(KINDS)}, not {kind!r}")
    _check(urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname, f"{where}: {url!r} is no web address")
    told = dict(entry)
    if "pages" in told:
        _only(told["pages"], _fields(Pages), f"{where}: pages")
        told["pages"] = Pages(**{"address": url, **told["pages"]})
        _check("{page}" in told["pages"].address or "{page}" in str(told.get("post")), f"{where}: pages need {{page}}")
        _check(told["pages"].step >= 1, f"{where}: pages.step must be 1 or more")
    if told.get("keywords") is not None:
        told["keywords"] = _listed(told["keywords"], str, f"{where}: keywords")
    if told.get("post") is not None and not isinstance(told["post"], str):
        told["post"] = json.dumps(told["post"], ensure_ascii=False)
    return Source(**told)


def _fields(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(of))


def _listed(value: Any, kind: type, where: str) -> tuple[Any, ...]:
    fits = isinstance(value, (list, tuple)) and all(isinstance(each, kind) for each in value)
    _check(fits, f"{where} must be a list of {'numbers' if kind is int else 'texts'}")
    return tuple(value)


def _only(entry: Any, names: tuple[str, ...], where: str) -> None:
    _check(isinstance(entry, dict), f"{where}: entries with names are expected")
    if unknown := [str(name) for name in entry if name not in names]:
        raise CrawlError(f"{where}: there is no setting {unknown[0]!r}; known are {', '.join(names)}")


def _check(fits: object, message: str) -> None:
    if not fits:
        raise CrawlError(message)
