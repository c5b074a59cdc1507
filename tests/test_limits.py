"""Whatever a document does to the process that reads it, it fails alone, for its own reason, and nothing is left."""

import logging
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from extract.commands import limits_of
from extract.engine import local
from extract.engine.limits import Limits
from extract.engine.local import read_all, read_one
from extract.engine.work import Job
from schemas.errors import REASONS, LimitError
from tests import rehearsal

ROOT = Path(__file__).parents[1]
TIGHT = Limits(timeout_s=1.0, memory_mb=400, output_mb=1)
GOOD = "水利局绩效自评报告\n\n一、基本情况\n本单位编制30人。\n"


def jobs_of(folder: Path, *texts: str) -> list[Job]:
    jobs = []
    for index, text in enumerate(texts):
        path = folder / f"{index}.txt"
        path.write_text(text, encoding="utf8")
        jobs.append(Job(path, path.name, ""))
    return jobs


def ends(jobs: list[Job], limits: Limits = TIGHT, workers: int = 2) -> list[str]:
    read = list(read_all(jobs, workers, limits, rehearsal.read))
    assert [job for job, _ in read] == jobs
    return [outcome.reason or outcome.status for _, outcome in read]


def test_each_misdeed_has_its_reason_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    texts = [GOOD, "sleep", "fault", GOOD, "hoard", "leave", "big", "write", GOOD]
    assert ends(jobs_of(tmp_path, *texts)) == [
        "ok", "timeout", "crash", "ok", "memory", "crash", "too-large", "crash", "ok",
    ]  # fmt: skip
    assert not [path for path in (tmp_path / "tmp").iterdir() if path.name.startswith("jixiao-")]


@pytest.mark.parametrize("act", ["deaf", "spin"])
def test_a_process_that_ignores_its_own_alarm_is_ended_all_the_same(tmp_path: Path, act: str) -> None:
    began = time.monotonic()
    assert ends(jobs_of(tmp_path, act, GOOD), workers=1) == ["timeout", "ok"]
    assert time.monotonic() - began < 20


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_children_of_a_process_end_with_it(tmp_path: Path) -> None:
    assert ends(jobs_of(tmp_path, "bear"), Limits(timeout_s=3)) == ["timeout"]
    child = int((tmp_path / "0.pid").read_text())
    for _ in range(50):
        if not is_alive(child):
            break
        time.sleep(0.1)
    assert not is_alive(child)


def test_temporary_files_of_a_document_go_with_it(tmp_path: Path) -> None:
    assert ends(jobs_of(tmp_path, "litter", GOOD), workers=1) == ["ok", "ok"]
    left = Path((tmp_path / "0.left").read_text())
    assert not left.exists()
    assert not left.parent.parent.exists()


def test_a_run_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    running = read_all(jobs_of(tmp_path, GOOD, "bear"), 2, Limits(), rehearsal.read)
    next(running)
    while not (tmp_path / "1.pid").exists() or not (tmp_path / "1.pid").read_text():
        time.sleep(0.05)
    running.close()
    time.sleep(0.3)
    assert not is_alive(int((tmp_path / "1.pid").read_text()))


def test_what_libraries_print_does_not_reach_standard_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert ends(jobs_of(tmp_path, "print")) == ["ok"]
    assert capfd.readouterr().out == ""


def test_processes_are_renewed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert ends(jobs_of(tmp_path, *[GOOD] * 7), Limits(renew_after=2), workers=1) == ["ok"] * 7


@pytest.mark.parametrize(
    "given", [{"timeout_s": 0}, {"timeout_s": 1e9}, {"memory_mb": 10}, {"output_mb": 0}, {"renew_after": 0}]
)
def test_limits_check_themselves(given: dict[str, int]) -> None:
    with pytest.raises(LimitError):
        Limits(**given)


def test_an_unexpected_error_is_a_crash_with_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("extract.pipeline.run", lambda *_: 1 / 0)
    caplog.set_level(logging.DEBUG, local.__name__)
    outcome = read_one(jobs_of(tmp_path, GOOD)[0])
    assert (outcome.reason, outcome.message) == (
        "crash",
        "unexpected ZeroDivisionError while reading; please report it",
    )
    assert "Traceback" in caplog.text


def test_a_file_that_changed_since_it_was_listed_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    (job,) = jobs_of(tmp_path, GOOD)
    assert read_one(Job(job.path, job.name, "0" * 64)).reason == "changed"


def test_every_reason_that_is_given_is_in_the_closed_list() -> None:
    given = set()
    for folder in ("extract", "parsers"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf8")
            given |= set(re.findall(r'(?:DocumentError\(|failed\(job, |_refuse\()\s*"([a-z-]+)"', text))
    assert {"too-large", "crash", "memory", "changed", "encrypted"} <= given <= set(REASONS)


@pytest.mark.parametrize(
    ("timeout", "memory", "wanted", "of_scans"),
    [
        (None, None, (50.0, 1000), (900.0, 4000)),
        (5.0, None, (5.0, 1000), (5.0, 4000)),
        (None, 600, (50.0, 600), (900.0, 600)),
    ],
)
def test_scans_alone_are_given_more_unless_told_otherwise(
    timeout: float | None, memory: int | None, wanted: tuple[float, int], of_scans: tuple[float, int]
) -> None:
    limits = limits_of(timeout, memory)
    assert (limits.timeout_s, limits.memory_mb) == wanted
    assert (limits.of_scans().timeout_s, limits.of_scans().memory_mb) == of_scans


def test_a_document_that_turns_out_a_scan_is_given_more_and_the_next_is_not(tmp_path: Path) -> None:
    limits = replace(TIGHT, scan_timeout_s=6.0, scan_memory_mb=1500)
    jobs = jobs_of(tmp_path, "scan", "hoard", "endless", "sleep", GOOD)
    began = time.monotonic()
    assert ends(jobs, limits, workers=1) == ["ok", "memory", "timeout", "timeout", "ok"]
    assert time.monotonic() - began < 40


def test_a_scan_says_what_memory_it_needs(tmp_path: Path) -> None:
    ((_, outcome),) = read_all(jobs_of(tmp_path, "scan"), 1, TIGHT, rehearsal.read)
    assert outcome.reason == "memory"
    assert outcome.message == "a scan needs 1300 MB of memory to be read; the limit is 400 MB"
