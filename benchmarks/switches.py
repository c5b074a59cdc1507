"""What of the reading can be switched off by itself, found in the data files and modules that reading uses.

A switch is one entry of a data file (a word, a line of a table, one alternative or optional part of a pattern), or one function of the
extraction whose answer can be nothing: False, None, no rows, or no change to what it was given.
"""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

import regex

from schemas import datafile

PACKAGES = ("extract", "schemas", "parsers")
NEVER = "(?!)"
Loader = Callable[[str, str], Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a data file: the keys that lead to it, and of a pattern the span of one alternative."""

    file: tuple[str, str]
    path: tuple[str | int, ...]
    span: tuple[int, int] | None = None
    text: str = ""

    @property
    def group(self) -> str:
        """The file and the first key: what a report puts together."""
        return f"{self.file[1]}: {self.path[0]}" if isinstance(self.path[0], str) else self.file[1]

    def __str__(self) -> str:
        return f"{self.group} {'/'.join(map(str, self.path[1:]))} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method, and the name of what answers nothing in its place."""

    module: str
    name: str
    nothing: str

    @property
    def group(self) -> str:
        """The module."""
        return self.module

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


Switch = Entry | Function


def _no(*_: Any, **__: Any) -> bool:
    return False


def _none(*_: Any, **__: Any) -> None:
    return None


def _empty(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _empty_list(*_: Any, **__: Any) -> list[Any]:
    return []


def _empty_dict(*_: Any, **__: Any) -> dict[Any, Any]:
    return {}


# Beginning of a return annotation -> what answers nothing in its place; `X | None` is told by its end.
_NOTHING: dict[str, FunctionType] = {
    "bool": _no, "None": _none, "tuple[()": _empty, "list[": _empty_list, "dict[": _empty_dict,
    "Iterator[": _empty, "Iterable[": _empty, "Sequence[": _empty, "Mapping[": _empty_dict, "frozenset[": _empty,
}  # fmt: skip


def functions(modules: Iterable[str]) -> Iterator[Function]:
    """The functions and methods written in these modules whose answer can be nothing, by their annotations."""
    for name in sorted(modules):
        for label, function in _written_in(importlib.import_module(name)):
            nothing = _nothing_for(function)
            if nothing is not None and not function.__code__.co_freevars:
                yield Function(name, label, nothing.__name__)


def _nothing_for(function: FunctionType) -> FunctionType | None:
    answer = inspect.formatannotation(inspect.signature(function).return_annotation).replace("collections.abc.", "")
    if answer.endswith("| None"):
        return _none
    if inspect.isgeneratorfunction(function):
        return _empty
    return next((nothing for start, nothing in _NOTHING.items() if answer.startswith(start)), None)


def _code_of(nothing: str) -> CodeType:
    return next(each.__code__ for each in (*_NOTHING.values(), _none) if each.__name__ == nothing)


def _written_in(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    for name, value in vars(module).items():
        plain = inspect.unwrap(value) if callable(value) else value
        if isinstance(plain, FunctionType) and plain.__module__ == module.__name__:
            yield name, plain
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for label, member in vars(value).items():
                inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
                if isinstance(inner, FunctionType) and not label.startswith("__"):
                    yield f"{name}.{label}", inner


def entries(file: tuple[str, str], data: Any) -> Iterator[Entry]:
    """Every entry of a data file; of a pattern its alternatives too."""
    yield from _entries(file, (), data)


def _entries(file: tuple[str, str], path: tuple[str | int, ...], value: Any) -> Iterator[Entry]:
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield from _entries(file, (*path, key), value[key])
    elif path and isinstance(value, str | int):
        yield Entry(file, path, None, str(value) if isinstance(path[-1], int) else "")
        if isinstance(value, str):
            yield from (Entry(file, path, span, value[slice(*span)]) for span in alternatives(value))


_OPTIONAL = ("?", "*")
_PIECE = regex.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:P?<\w+>|<?[=!]|:)|[()|]|.", regex.DOTALL)


def alternatives(pattern: str) -> list[tuple[int, int]]:
    """The spans of the alternatives of a pattern and of the groups in it, and of the inside of groups that may be missing."""
    found: list[tuple[int, int]] = []
    starts: list[list[int]] = [[0]]
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if piece == "|":
            starts[-1].append(match.end())
        elif piece.startswith("("):
            starts.append([match.end()])
        elif piece == ")" and len(starts) > 1:
            inside = starts.pop()
            found += _between(inside, match.start())
            if pattern.startswith(_OPTIONAL, match.end()):
                found.append((inside[0], match.start()))
    return sorted(set(found + _between(starts[0], len(pattern)))) if len(starts) == 1 else []


def _between(starts: list[int], end: int) -> list[tuple[int, int]]:
    """The spans from each start to the bar before the next one; none where there is but one."""
    return list(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True)) if len(starts) > 1 else []


def without(data: Any, removed: Iterable[Entry]) -> Any:
    """The content of a data file without some of its entries; where a key cannot go, its pattern never matches."""
    data = deepcopy(data)
    whole = {each.path for each in removed if each.span is None}
    cuts: dict[tuple[str | int, ...], list[tuple[int, int]]] = {}
    for each in removed:
        if each.span is not None and each.path not in whole:
            cuts.setdefault(each.path, []).append(each.span)
    for path, spans in cuts.items():
        holder = _holder(data, path)
        holder[path[-1]] = _cut(holder[path[-1]], spans)
    for path in sorted(whole, key=lambda path: [str(key).zfill(6) for key in path], reverse=True):
        holder = _holder(data, path)
        if (
            isinstance(holder, dict)
            and isinstance(holder[path[-1]], str)
            and regex.search(r"[\\()\[|]", holder[path[-1]])
        ):
            holder[path[-1]] = NEVER
        else:
            del holder[path[-1]]
    return data


def _holder(data: Any, path: tuple[str | int, ...]) -> Any:
    for key in path[:-1]:
        data = data[key]
    return data


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The pattern with what never matches in the place of these spans."""
    pieces, at = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            pieces += [text[at:start], NEVER]
            at = end
    return "".join(pieces) + text[at:]


def clear() -> None:
    """Forget all that reading has kept of the data files."""
    for module in [each for name, each in sys.modules.items() if name.split(".")[0] in PACKAGES]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@contextmanager
def loader(replacement: Callable[[Loader], Loader]) -> Iterator[None]:
    """Data files are read through another function, made from the one in use."""
    own = datafile.load_yaml
    holders = [
        module for name, module in sys.modules.items()
        if name.split(".")[0] in PACKAGES and getattr(module, "load_yaml", None) is own
    ]  # fmt: skip
    made = replacement(own)
    for module in holders:
        setattr(module, "load_yaml", made)  # noqa: B010
    clear()
    try:
        yield
    finally:
        for module in holders:
            setattr(module, "load_yaml", own)  # noqa: B010
        clear()


@contextmanager
def switched_off(switches: Iterable[Switch]) -> Iterator[None]:
    """Reading without these switches, in this process, until the end of the block."""
    chosen = list(switches)
    removed: dict[tuple[str, str], list[Entry]] = {}
    for each in chosen:
        if isinstance(each, Entry):
            removed.setdefault(each.file, []).append(each)
    stopped = {(each.module, each.name): _code_of(each.nothing) for each in chosen if isinstance(each, Function)}
    changed = []
    for module in {name for name, _ in stopped}:
        for label, function in _written_in(sys.modules[module]):
            if (module, label) in stopped:
                changed.append((function, function.__code__))
                function.__code__ = stopped[module, label]

    def remove(own: Loader) -> Loader:
        def load(package: str, name: str) -> Any:
            data = own(package, name)
            return without(data, removed[package, name]) if (package, name) in removed else data

        return load

    try:
        with loader(remove):
            yield
    finally:
        for function, code in changed:
            function.__code__ = code
        clear()
