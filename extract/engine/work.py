"""Which files there are, and which of them must be read again."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.engine.versions import extractor_version
from extract.names import shown
from extract.privacy import mask
from extract.store import Known
from schemas.document import MAX_BYTES, Source
from schemas.errors import ProjectError

# Formats that are looked for inside folders; a file named on the command line is always tried.
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".html": "text/html",
    ".htm": "text/html",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to read and the path it is stored under: the folder that was named (or the file's own folder), then on."""

    path: Path
    stored: str


@dataclass(frozen=True, slots=True)
class Job:
    """One content to read: where it lies, and the name it is read under (the first of its stored paths).

    `data` are its bytes where they travel with the job; `parsed` what was parsed of it earlier; `extractor` the version
    that its rows shall name.
    """

    path: Path
    name: str
    sha256: str
    data: bytes | None = None
    parsed: bytes | None = None
    extractor: str = ""


@dataclass(slots=True)
class Plan:
    """What a build has to do: contents to read, documents to forget, paths to record, files left alone and why."""

    jobs: list[Job] = field(default_factory=list)
    forget: list[str] = field(default_factory=list)
    places: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0


class NotReadError(ProjectError):
    """Raised by `read_file` for what cannot be opened, is no regular file, or is too large."""


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Never waits: pipes and devices are refused. Raises NotReadError."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise NotReadError(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error
    with open(opened, "rb") as file:
        facts = os.fstat(opened)
        if not stat.S_ISREG(facts.st_mode):
            raise NotReadError("cannot be opened: this is not a regular file")
        if facts.st_size > MAX_BYTES:
            raise NotReadError(f"{facts.st_size} bytes are more than {MAX_BYTES >> 20} MB")
        try:
            return file.read(facts.st_size)
        except OSError as error:
            raise NotReadError(f"cannot be read: {error.strerror or error}") from error


def find_files(paths: Iterable[Path], root: Path | None = None) -> list[File]:
    """Every file under the paths, sorted by stored path; hidden files, lock files and unknown formats are passed over.

    Raises ProjectError where two files would be stored under one path.
    """
    found: dict[str, File] = {}
    for path in paths:
        for file in _inside(path, root) if path.is_dir() else [File(path, _relative(path, _base(path, root)))]:
            other = found.setdefault(file.stored, file)
            if other is not file and _absolute(other.path) != _absolute(file.path):
                raise ProjectError(f"{other.path} and {file.path} would both be stored as {file.stored}: name a --root")
    return sorted(found.values(), key=lambda file: file.stored)


def _inside(folder: Path, root: Path | None) -> Iterator[File]:
    prefix = _relative(folder, _base(folder, root))
    for inside in _walk(folder):
        if os.path.splitext(inside)[1].lower() in MEDIA_TYPES:
            yield File(folder / inside, shown(inside) if prefix == "." else f"{prefix}/{shown(inside)}")


def passed_over(paths: Iterable[Path]) -> dict[str, int]:
    """How many files inside the folders are of a format that is not read, by suffix."""
    counts: Counter[str] = Counter()
    for path in paths:
        counts.update(os.path.splitext(inside)[1].lower() for inside in (_walk(path) if path.is_dir() else ()))
    return {suffix: count for suffix, count in sorted(counts.items()) if suffix not in MEDIA_TYPES}


def make_source(data: bytes, name: str) -> Source:
    """The identity of some bytes."""
    media_type = MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
    return Source(hashlib.sha256(data).hexdigest(), name, media_type, len(data))


def make_plan(found: list[File], known: dict[str, Known]) -> Plan:
    """What must be read: contents that are new, that another version read, or that now go by another name."""
    plan = Plan()
    here: dict[str, list[File]] = {}
    for file in found:
        try:
            sha256 = hashlib.sha256(read_file(file.path)).hexdigest()
        except NotReadError as error:
            plan.unreadable[file.stored] = str(error)
            plan.places.append((file.stored, None, plan.unreadable[file.stored]))
            continue
        here.setdefault(sha256, []).append(file)
        plan.places.append((file.stored, sha256, None))
    current = {stored: sha256 for stored, sha256, _ in plan.places}
    paths = _paths_by_content(known, current)
    for sha256, listed in sorted(here.items()):
        name = paths[sha256][0].rsplit("/", 1)[-1]
        old = known.get(sha256)
        same = old is not None and old.extractor == extractor_version()
        if old is not None and same and (old.filename == name or old.filename == mask(name)):
            plan.unchanged += 1
        else:
            plan.jobs.append(Job(listed[0].path, name, sha256, extractor=extractor_version()))
    plan.forget = [sha256 for sha256 in sorted(known) if known[sha256].paths and sha256 not in paths]
    return plan


def vanished(paths: Iterable[Path], found: list[File], known: dict[str, Known], root: Path | None) -> list[str]:
    """Stored paths under the named folders at which there is no file any more."""
    present = {file.stored for file in found}
    prefixes = [_prefix(path, root) for path in paths if path.is_dir()]
    stored = (path for each in known.values() for path in each.paths)
    return sorted(path for path in stored if path not in present and any(path.startswith(each) for each in prefixes))


def _paths_by_content(known: dict[str, Known], current: dict[str, str | None]) -> dict[str, list[str]]:
    """sha256 -> all paths it stands at after this build, sorted."""
    paths: dict[str, list[str]] = {}
    for sha256, old in known.items():
        for path in old.paths:
            if path not in current:
                paths.setdefault(sha256, []).append(path)
    for path, now in current.items():
        if now is not None:
            paths.setdefault(now, []).append(path)
    return {sha256: sorted(listed) for sha256, listed in paths.items()}


def _walk(folder: Path) -> Iterator[str]:
    """The files inside a folder that are not hidden, as paths relative to it, with slashes."""
    top = os.fspath(folder)
    for parent, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        inside = os.path.relpath(parent, top).replace(os.sep, "/")
        for name in names:
            if not name.startswith(_HIDDEN) and os.path.isfile(os.path.join(parent, name)):
                yield name if inside == "." else f"{inside}/{name}"


_HIDDEN = (".", "~$")


def _prefix(folder: Path, root: Path | None) -> str:
    return _relative(folder, _base(folder, root)) + "/"


def _base(path: Path, root: Path | None) -> Path:
    """What stored paths are relative to, so that `reports/2023` and its file alone give `2023/a.docx` both."""
    if root is not None:
        return _absolute(root)
    return _absolute(path).parent if path.is_dir() else _absolute(path).parent.parent


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _relative(path: Path, base: Path) -> str:
    try:
        return shown(_absolute(path).relative_to(base).as_posix())
    except ValueError:
        raise ProjectError(f"{shown(str(path))} does not lie under {shown(str(base))}") from None
