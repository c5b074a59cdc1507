"""The forms that bodies publish: one YAML file each, with the titles they carry and an example that proves it."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import regex

from schemas.datafile import parse_yaml
from schemas.errors import FieldError

_KEYS = {"label", "scope", "titles", "unless", "plans", "examples", "source"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its id, Chinese label, the scope of what it evaluates (None: says nothing), and its title patterns.

    `plans` where it states what is meant to be done in its year, and evaluates nothing.
    """

    id: str
    label: str
    scope: str | None
    titles: regex.Pattern[str]
    unless: regex.Pattern[str] | None
    examples: tuple[str, ...]
    plans: bool = False

    def matches(self, title: str) -> bool:
        """True for a folded title of this form."""
        return bool(self.titles.search(title)) and not (self.unless and self.unless.search(title))


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order of their file names. FieldError for a file that breaks the rules."""
    found = []
    for path in sorted(files(__name__).iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".yaml"):
            continue
        data = parse_yaml(path.read_text(encoding="utf8"))
        if unknown := set(data) - _KEYS:
            raise FieldError(f"{path.name}: unknown keys {sorted(unknown)}")
        unless = regex.compile("|".join(data["unless"])) if data.get("unless") else None
        found.append(
            Form(
                path.name.removesuffix(".yaml"), data["label"], data.get("scope"), regex.compile("|".join(data["titles"])),
                unless, tuple(data["examples"]), bool(data.get("plans")),
            )
        )  # fmt: skip
    return tuple(found)


@cache
def plans(name: str) -> bool:
    """True for the name of a form (`form.target_declaration`) that states what is meant to be done."""
    return any(form.plans for form in forms() if f"form.{form.id}" == name)


@lru_cache(maxsize=4096)
def form_of(title: str) -> Form | None:
    """The form a folded title names, else None; where several match, the one whose match ends last and is longest."""
    hits = [
        (match.end(), len(match[0]), form)
        for form in forms()
        if form.matches(title) and (match := form.titles.search(title))
    ]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None
