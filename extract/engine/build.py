"""Brings a database up to date with files: reads what is new or changed, then audits and indexes all of it."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract import audit, store, twins
from extract.engine import local, origins, reading, work
from extract.engine.limits import Limits
from extract.engine.parsed import ParsedStore
from extract.engine.reading import Reading
from extract.engine.versions import parser_version
from extract.engine.work import Job
from schemas.errors import StoreError

log = logging.getLogger(__name__)

COMMIT_EVERY_S = 1.0


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
    many processes of this machine documents are read and within which limits, where what was parsed is kept.
    """

    root: Path | None = None
    prune: bool = False
    workers: int | None = None
    limits: Limits | None = None
    parsed: Path | None = None


_DEFAULT = Settings()


def build(
    paths: Iterable[Path],
    db: store.Database,
    settings: Settings = _DEFAULT,
    started: Callable[[int], None] = lambda total: None,
    advanced: Callable[[str], None] = lambda name: None,
) -> Built:
    """Reads what is new or changed under the paths into the database. `started` and `advanced` tell a progress bar."""
    paths, root, prune = list(paths), settings.root, settings.prune
    parsed = ParsedStore(settings.parsed, parser_version())
    found = work.find_files(paths, root)
    known = store.known(db)
    gone = work.vanished(paths, found, known, root)
    if prune:
        store.forget_paths(db, gone)
        known = store.known(db)
    plan = work.make_plan(found, known)
    if prune:
        plan.forget += [
            sha256 for sha256, old in sorted(known.items()) if not old.paths and sha256 not in _contents(plan)
        ]
    started(len(plan.jobs))
    again = sum(parsed.has(job.sha256, job.name) for job in plan.jobs)
    built = Built(len(plan.jobs), again, plan.unchanged, len(plan.forget), 0 if prune else len(gone))
    store.prepare_for_many(db)

    def equipped(job: Job) -> Job:
        return replace(job, parsed=parsed.get(job.sha256, job.name))

    _fold(db, local.carry_out(reading.TASK, plan.jobs, settings.workers, settings.limits, equipped), parsed, advanced)
    for sha256 in plan.forget:
        parsed.forget(sha256)
    parsed.close()
    moved = _record(db, plan) + (len(gone) if prune else 0) + origins.record(db, paths)
    if plan.jobs or plan.forget or not store.is_finished(db):
        audit.run(db)
        twins.run(db)
        store.finish(db)
    elif moved:
        twins.run(db)
        store.count_for_planner(db)
    built.failed = _failures(db, plan)
    return built


def _contents(plan: work.Plan) -> set[str]:
    return {sha256 for _, sha256, _ in plan.places if sha256}


def _fold(
    db: store.Database, results: Iterator[tuple[Job, Reading]], parsed: ParsedStore, advanced: Callable[[str], None]
) -> None:
    """Puts the documents into the database as they come, many in one transaction; then keeps what was parsed of them."""
    more = True
    while more:
        with db.atomic():
            more = _fold_some(db, results, parsed, advanced)
        parsed.commit()


def _fold_some(
    db: store.Database, results: Iterator[tuple[Job, Reading]], parsed: ParsedStore, advanced: Callable[[str], None]
) -> bool:
    """Folds documents for about a second; whether there may be more."""
    until = time.monotonic() + COMMIT_EVERY_S
    for job, read in results:
        try:
            store.fold(db, job.sha256, read.rows)
        except (StoreError, sqlite3.IntegrityError, ValueError, OverflowError) as error:
            log.debug("cannot store %s", job.sha256[:16], exc_info=True)
            message = f"what was read could not be stored: {type(error).__name__}"
            store.fold(db, job.sha256, reading.failed(job, "crash", message).rows)
        if read.parsed is not None:
            parsed.put(job.sha256, job.name, read.parsed)
        advanced(job.name)
        if time.monotonic() > until:
            return True
    return False


def _record(db: store.Database, plan: work.Plan) -> int:
    """Writes the paths that differ (how many), then forgets what stands nowhere any more."""
    stored = {path: known.sha256 for known in store.known(db).values() for path in known.paths}
    unreadable = store.unreadable(db)
    changed = [
        (path, sha256, message)
        for path, sha256, message in plan.places
        if (stored.get(path), unreadable.get(path)) != (sha256, message)
    ]
    store.place_files(db, changed)
    for sha256 in plan.forget:
        store.forget(db, sha256)
    return len(changed)


def _failures(db: store.Database, plan: work.Plan) -> list[tuple[str, str, str]]:
    """Of the files given, those that failed now or in an earlier build and are unchanged since."""
    failed = store.failed(db)
    listed = [(path, *failed[sha256]) for path, sha256, _ in plan.places if sha256 in failed]
    return sorted([*listed, *((path, "unreadable", message) for path, message in plan.unreadable.items())])
