"""Documents read by several processes or machines give the same database, even where a machine dies half-way."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from extract import store
from extract.engine import cluster, worker
from extract.engine.build import Settings, build
from extract.engine.limits import Limits
from extract.engine.work import Job
from extract.engine.worker import Task
from schemas.errors import ClusterError
from tests import rehearsal
from tests.clusters import Loopback
from tests.test_engine import dump, write
from tests.test_limits import GOOD, jobs_of

HAS_RAY = find_spec("ray") is not None
needs_ray = pytest.mark.skipif(not HAS_RAY, reason="Ray is not installed: make cluster")
COUNT = 60


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for index in range(COUNT):
        write(folder, f"{index}.txt", index)
    (folder / "3.txt").write_bytes(b"PK\x03\x04 and no more")
    return folder


def built(reports: Path, path: Path, kill_at: tuple[int, Loopback] | None = None, **settings: object) -> str:
    """The dump of a database built so; a machine is killed once so many documents are in it."""
    done = []

    def advanced(name: str) -> None:
        done.append(name)
        if kill_at is not None and len(done) == kill_at[0]:
            kill_at[1].kill()

    db = store.open_database(path)
    build([reports], db, Settings(**settings), advanced=advanced)  # type: ignore[arg-type]
    db.close()
    assert len(done) == COUNT
    return dump(path)


def test_four_processes_make_the_database_that_one_makes(reports: Path, tmp_path: Path) -> None:
    assert built(reports, tmp_path / "4.db", workers=4) == built(reports, tmp_path / "1.db", workers=1)


@needs_ray
def test_limits_hold_on_a_cluster(loopback: Loopback, tmp_path: Path) -> None:
    jobs = jobs_of(tmp_path, GOOD, "sleep", "fault", "hoard", "deaf", GOOD)
    jobs = [Job(job.path, job.name, str(number)) for number, job in enumerate(jobs)]
    jobs.append(Job(tmp_path / "gone.txt", "gone.txt", "x"))
    tight = Limits(timeout_s=1.0, memory_mb=400, output_mb=1)
    ends = list(cluster.carry_out(Task(rehearsal.read, worker.failed), jobs, loopback.address, tight))
    assert [job.sha256 for job, _ in ends] == [job.sha256 for job in jobs]
    assert [end.reason or end.status for _, end in ends] == [
        "changed", "timeout", "crash", "memory", "timeout", "changed", "unreadable",
    ]  # fmt: skip
    assert "No such file" in (ends[-1][1].message or "")


@needs_ray
def test_machines_of_another_version_are_refused(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "extractor_version", lambda: "another")
    with pytest.raises(ClusterError, match="this one another"):
        list(cluster.carry_out(Task(rehearsal.read, worker.failed), jobs_of(tmp_path, GOOD), loopback.address))


@needs_ray
def test_a_cluster_makes_the_same_database_though_a_machine_dies_half_way(
    loopback: Loopback, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "BATCH_JOBS", 3)
    made = built(reports, tmp_path / "c.db", (COUNT // 2, loopback), cluster=loopback.address)
    assert made == built(reports, tmp_path / "1.db", workers=1)


@pytest.mark.skipif(HAS_RAY, reason="Ray is installed")
def test_without_ray_the_command_to_install_it_is_told(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="make cluster"):
        built(reports, tmp_path / "x.db", cluster="auto")
