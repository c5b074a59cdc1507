"""Brings a database up to date with files: reads what is new or changed, then audits and indexes all of it."""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extract import audit, store, twins
from extract.engine import local, origins, work
from extract.engine.limits import Limits
from extract.engine.worker import failed
from schemas.errors import StoreError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Built:
    """What a build did. `failed` is (stored path, reason, message) of every file that could not be read."""

    read: int = 0
    unchanged: int = 0
    forgotten: int = 0
    gone: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)


def build(
    paths: Iterable[Path],
    db: store.Database,
    root: Path | None = None,
    prune: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    started: Callable[[int], None] = lambda total: None,
    advanced: Callable[[str], None] = lambda name: None,
) -> Built:
    """Reads what is new or changed under the paths into the database. `started` and `advanced` tell a progress bar."""
    paths = list(paths)
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
    built = Built(len(plan.jobs), plan.unchanged, len(plan.forget), 0 if prune else len(gone))
    _read(db, plan, workers, limits, advanced)
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


def _read(
    db: store.Database, plan: work.Plan, workers: int | None, limits: Limits | None, advanced: Callable[[str], None]
) -> None:
    for job, outcome in local.read_all(plan.jobs, workers, limits):
        try:
            store.write(db, outcome, work.extractor_version())
        except (StoreError, sqlite3.IntegrityError, ValueError, OverflowError) as error:
            log.debug("cannot store %s", job.sha256[:16], exc_info=True)
            crashed = failed(job, "crash", f"what was read could not be stored: {type(error).__name__}")
            store.write(db, crashed, work.extractor_version())
        advanced(job.name)


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
