"""The container of the site: what goes into it exists, is enough to serve a database, and is pinned by the lock."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.outcomes import outcome
from tests.sites import ROOT, build

CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf8")
COPIED = re.findall(r"^COPY (\S+) (\S+)$", CONTAINERFILE, re.MULTILINE)
STARTS_S = 60

# Stands beside what is copied: what reading and auditing need cannot be imported, and our own packages only from there,
# though the checkout that runs this test is installed.
STRICT = """import sys
from importlib.machinery import PathFinder
class Strict:
    def find_spec(self, name, path=None, target=None):
        first = name.partition('.')[0]
        if first in {absent}:
            raise ImportError(name + ' is not in the image')
        if path is None and first in ('extract', 'pages', 'schemas'):
            spec = PathFinder.find_spec(name, [each for each in sys.path if each.startswith({room!r})])
            if spec is None:
                raise ImportError(name + ' is not found in the image')
            return spec
sys.meta_path.insert(0, Strict())
"""


def pins(name: str) -> dict[str, str]:
    """Package -> version of a lock file."""
    return dict(re.findall(r"^([\w.\-]+)==(\S+)", (ROOT / name).read_text(encoding="utf8"), re.MULTILINE))


def test_every_version_is_that_of_the_lock() -> None:
    whole, own = pins("requirements.lock"), pins("requirements-site.lock")
    assert own.items() <= whole.items()
    wanted = {line for line in (ROOT / "requirements-site.in").read_text().split("\n") if line and line[0] != "#"}
    assert {name.lower() for name in wanted} <= {name.lower() for name in own}


def test_what_is_copied_exists_and_is_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf8").split()
    assert let_through[0] == "*"
    assert COPIED
    for source, target in COPIED:
        assert (ROOT / source).exists()
        assert target in ("./", source)
        assert f"!{source.rstrip('/')}" in let_through


def test_it_runs_as_nobody_in_particular_and_is_watched() -> None:
    assert re.search(r"^USER [1-9]\d+$", CONTAINERFILE, re.MULTILINE)
    assert CONTAINERFILE.index("USER") < CONTAINERFILE.index("ENTRYPOINT")
    assert "HEALTHCHECK" in CONTAINERFILE
    assert not re.search(r"^(ADD|ENV .*(KEY|TOKEN|PASSWORD|SECRET))", CONTAINERFILE, re.MULTILINE)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of the site, started by the image's own command from nothing but what is copied into it."""
    database = build(tmp_path / "data" / "jixiao.db", [], [outcome()])
    database.chmod(0o444)
    room = tmp_path / "room"
    for source, _target in COPIED:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, room / source, ignore=shutil.ignore_patterns("__pycache__"))
    known = {name.lower().replace("-", "_") for name in pins("requirements.lock")}
    absent = {
        "spacy",
        "sqlite_utils",
        "rensa",
        "numpy",
        "lxml",
        "docx",
        "pdfplumber",
        "rich",
        "xlrd",
        "python_calamine",
    }
    assert {"spacy", "sqlite_utils", "rensa", "lxml"} <= known
    strict = STRICT.format(absent=sorted({*absent, "tests", "corpus", "parsers"}), room=str(room))
    (tmp_path / "sitecustomize.py").write_text(strict)
    assert re.search(r"^WORKDIR /srv/jixiao$", CONTAINERFILE, re.MULTILINE)
    given = dict(re.findall(r"\b(PYTHON\w+)=(\S+)", CONTAINERFILE))
    environment = {name: value.replace("/srv/jixiao", str(room)) for name, value in given.items()}
    environment["PYTHONPATH"] = ":".join(filter(None, [environment.get("PYTHONPATH"), str(tmp_path)]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    entry = re.search(r"^ENTRYPOINT (\[.+\])$", CONTAINERFILE, re.MULTILINE)
    assert entry
    assert entry[1] == '["python", "-m", "extract", "serve"]'
    command = [sys.executable, "-m", "extract", "serve", str(database), "--host", "127.0.0.1", "--port", str(port)]
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(command, cwd=room, env=environment | {"PATH": ""}, stdout=log, stderr=log)
    try:
        yield _await(f"http://127.0.0.1:{port}", process, tmp_path / "log")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + STARTS_S
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(f"{address}/robots.txt").close()
        except URLError:
            time.sleep(0.2)
        else:
            return address
    pytest.fail(log.read_text(encoding="utf8")[-2000:])


def test_its_command_serves_a_database_with_nothing_else_at_hand(served: str) -> None:
    for path in (
        "/",
        "/bodies",
        "/search?q=%E7%BC%96%E5%88%B6",
        "/jixiao/highest-scores.xlsx",
        "/dictionary",
        "/data.zip",
    ):
        with urlopen(served + path) as answer:
            assert answer.status == 200
            assert answer.read()


def test_the_image_is_built_where_there_is_an_engine(tmp_path: Path) -> None:
    engine = next((each for each in ("docker", "podman") if shutil.which(each)), None)
    if engine is None:
        pytest.skip("neither docker nor podman is installed")
    if subprocess.run([engine, "info"], capture_output=True, check=False).returncode:
        pytest.skip(f"{engine} is installed, but its daemon does not answer")
    built = subprocess.run(
        ["make", "image", "IMAGE=jixiao-site-test"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr[-2000:]
    version = subprocess.run(
        [engine, "run", "--rm", "--read-only", "jixiao-site-test", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "serve" in version.stdout.lower()
