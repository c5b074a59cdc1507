"""Brings a database up to date with files: reads what is new or changed, then audits and indexes all of it."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract import audit, store, twins, whereabouts
from extract.engine import cluster, local, origins, reading, work
from extract.engine.limits import Limits
from extract.engine.parsed import ParsedStore
from extract.engine.reading import Reading
from extract.engine.versions import extractor_version, parser_version
from extract.engine.work import Job
from schemas.errors import StoreError

log = logging.getLogger(__name__)

COMMIT_EVERY_S = 1.0
# Where more than this share of the documents changes, all that is made of them together is made anew.
FEW = 1 / 8


@dataclass(slots=True)
class Built:
    """What a build did. `failed` is (stored path, reason, message) of every file that could not be read.

    `again` of the documents read were not parsed, for what was parsed of them earlier was kept.
    """

    read: int = 0
    again: int = 0
    unchanged: int = 0
    forgotten: int = 0
    gone: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build goes about: what stored paths are relative to, whether documents that are gone are forgotten, by how
    many processes of this machine documents are read and within which limits, where what was parsed is kept. With the
    address of a `cluster` they are read there instead.
    """

    root: Path | None = None
    prune: bool = False
    workers: int | None = None
    limits: Limits | None = None
    parsed: Path | None = None
    cluster: str | None = None


_DEFAULT = Settings()


def build(
    paths: Iterable[Path],
    db: store.Database,
    settings: Settings = _DEFAULT,
    started: Callable[[int, bool], None] = lambda total, resumed: None,
    advanced: Callable[[str], None] = lambda name: None,
) -> Built:
    """Reads what is new or changed under the paths into the database. `started` and `advanced` tell a progress bar.

    `started` gets the number of documents to read, and whether an earlier build was cut short. Raises StoreError where
    the database cannot be written.
    """
    paths = list(paths)
    with store.faults_told(store.path_of(db)):
        parsed = ParsedStore(settings.parsed, parser_version())
        try:
            return _build(paths, db, settings, parsed, started, advanced)
        finally:
            parsed.close()


def _build(
    paths: list[Path],
    db: store.Database,
    settings: Settings,
    parsed: ParsedStore,
    started: Callable[[int, bool], None],
    advanced: Callable[[str], None],
) -> Built:
    whole = store.is_finished(db)
    begun = store.changes_to(db)
    plan, known, gone = _planned(paths, db, settings, parsed)
    started(len(plan.jobs), not whole)
    again = sum(parsed.has(job.sha256, job.name) for job in plan.jobs)
    built = Built(len(plan.jobs), again, plan.unchanged, len(plan.forget), 0 if settings.prune else len(gone))
    changes = begun if whole and _are_few(plan, known) else None
    store.prepare_for_many(db)
    _fold(db, _readings(plan, settings, parsed), parsed, changes, advanced)
    for sha256 in plan.forget:
        parsed.forget(sha256)
    moved = _record(db, plan, changes) + origins.record(db, paths)
    moved += len(gone) if settings.prune else whereabouts.mark_gone(db, gone)
    if plan.jobs or plan.forget or not whole:
        audit.run(db, changes=changes)
        twins.run(db)
        store.finish(db, changes)
    elif moved:
        twins.run(db)
        store.count_for_planner(db, changes)
    built.failed = _failures(db, plan)
    return built


def _planned(
    paths: list[Path], db: store.Database, settings: Settings, parsed: ParsedStore
) -> tuple[work.Plan, dict[str, store.Known], list[str]]:
    """(what there is to do, what the database holds, the paths at which there is no file any more)."""
    found = work.find_files(paths, settings.root)
    known = store.known(db)
    gone = work.vanished(paths, found, known, settings.root)
    if not settings.prune:
        plan = work.make_plan(found, known)
        plan.jobs += _without_files(known, set(gone), plan, parsed)
        return plan, known, gone
    whereabouts.forget_paths(db, gone)
    known = store.known(db)
    plan = work.make_plan(found, known)
    kept = {sha256 for _, sha256, _ in plan.places if sha256}
    plan.forget += [sha256 for sha256, old in sorted(known.items()) if not old.paths and sha256 not in kept]
    return plan, known, gone


def _are_few(plan: work.Plan, known: dict[str, store.Known]) -> bool:
    return len(plan.jobs) + len(plan.forget) <= len(known) * FEW


def _without_files(known: dict[str, store.Known], gone: set[str], plan: work.Plan, parsed: ParsedStore) -> list[Job]:
    """Documents whose files are gone and whose rows are of another version, as far as they can be had without files."""
    here = {sha256 for _, sha256, _ in plan.places}
    return [
        Job(Path(old.paths[0]), old.filename, sha256, extractor=extractor_version())
        for sha256, old in sorted(known.items())
        if old.paths and gone.issuperset(old.paths) and sha256 not in here
        if old.extractor != extractor_version() and parsed.get(sha256, old.filename)
    ]


def _readings(plan: work.Plan, settings: Settings, parsed: ParsedStore) -> Iterator[tuple[Job, Reading]]:
    def equipped(job: Job) -> Job:
        return replace(job, parsed=parsed.get(job.sha256, job.name))

    if settings.cluster is not None:
        return cluster.carry_out(reading.TASK, plan.jobs, settings.cluster, settings.limits, equipped)
    return local.carry_out(reading.TASK, plan.jobs, settings.workers, settings.limits, equipped)


def _fold(
    db: store.Database, results: Iterator[tuple[Job, Reading]], parsed: ParsedStore, changes: store.Changes | None,
    advanced: Callable[[str], None],
) -> None:  # fmt: skip
    """Puts the documents into the database as they come, many in one transaction; then keeps what was parsed of them."""
    more = True
    while more:
        with db.atomic():
            more = _fold_some(db, results, parsed, changes, advanced)
        parsed.commit()


def _fold_some(
    db: store.Database, results: Iterator[tuple[Job, Reading]], parsed: ParsedStore, changes: store.Changes | None,
    advanced: Callable[[str], None],
) -> bool:  # fmt: skip
    """Folds documents for about a second; whether there may be more."""
    until = time.monotonic() + COMMIT_EVERY_S
    for job, read in results:
        try:
            store.fold(db, job.sha256, read.rows, changes)
        except (StoreError, sqlite3.IntegrityError, ValueError, OverflowError) as error:
            log.debug("cannot store %s", job.sha256[:16], exc_info=True)
            message = f"what was read could not be stored: {type(error).__name__}"
            store.fold(db, job.sha256, reading.failed(job, "crash", message).rows, changes)
        if read.parsed is not None:
            parsed.put(job.sha256, job.name, read.parsed)
        advanced(job.name)
        if time.monotonic() > until:
            return True
    return False


def _record(db: store.Database, plan: work.Plan, changes: store.Changes | None) -> int:
    """Writes the paths that differ (how many), then forgets what stands nowhere any more."""
    stored = {path: known.sha256 for known in store.known(db).values() for path in known.paths}
    unreadable, gone = whereabouts.unreadable(db), whereabouts.gone(db)
    changed = [
        (path, sha256, message)
        for path, sha256, message in plan.places
        if path in gone or (stored.get(path), unreadable.get(path)) != (sha256, message)
    ]
    whereabouts.place_files(db, changed)
    for sha256 in plan.forget:
        store.forget(db, sha256, changes)
    return len(changed)


def _failures(db: store.Database, plan: work.Plan) -> list[tuple[str, str, str]]:
    """Of the files given, those that failed now or in an earlier build and are unchanged since."""
    failed = store.failed(db)
    listed = [(path, *failed[sha256]) for path, sha256, _ in plan.places if sha256 in failed]
    return sorted([*listed, *((path, "unreadable", message) for path, message in plan.unreadable.items())])
