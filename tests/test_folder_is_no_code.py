"""A folder of documents is data: nothing in the folder one works in is ever run, whatever it is called."""

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
NAMES = ("extract", "parsers", "schemas", "corpus", "pages", "datasette", "regex", "spacy", "lxml", "sitecustomize")
JIXIAO = Path(sys.executable).with_name("jixiao")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder full of modules that say so when they are run."""
    for name in NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("open('ran', 'a').write(__name__ + chr(10))\n")
    return tmp_path


@pytest.mark.skipif(not JIXIAO.exists(), reason="the command is not installed beside this Python")
def test_modules_in_the_working_folder_are_not_run(folder: Path) -> None:
    sample = SAMPLES / "chenggu_water_2021.txt"
    for arguments in (["build", str(sample), "--db", "x.db"], ["audit", "x.db"], ["extract", str(sample)]):
        done = subprocess.run([JIXIAO, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
    assert not (folder / "ran").exists(), (folder / "ran").read_text()
