"""The shape of the project: what is packaged, how long modules are, and that the library keeps its name."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "extract", "pages", "parsers", "schemas")
BESIDE = ("benchmarks", "datasette", "tests")
MAX_LINES = 400
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))


def modules() -> list[Path]:
    return found_in(*PACKAGES)


def found_in(*folders: str) -> list[Path]:
    return [path for name in folders for path in sorted((ROOT / name).rglob("*.py"))]


@pytest.mark.parametrize(
    "command", [["-c", "import datasette; print(datasette.__file__)"], ["-m", "datasette", "--version"]]
)
def test_datasette_is_the_library_from_the_top_of_the_checkout(command: list[str]) -> None:
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True, text=True)
    assert "site-packages" in result.stdout or "version" in result.stdout
    assert not list((ROOT / "datasette").glob("__init__.py"))


@pytest.mark.parametrize("path", found_in(*PACKAGES, *BESIDE), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf8").splitlines()) <= MAX_LINES


def test_every_package_is_listed() -> None:
    listed = set(PROJECT["tool"]["setuptools"]["packages"]) - {"jixiao_site"}
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in modules() if path.name == "__init__.py"}
    folders = {".".join(path.parent.relative_to(ROOT).parts) for path in modules()}
    assert folders <= found, "a folder of modules without __init__.py"
    assert listed == found


def test_every_data_file_is_packaged() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    for name in PACKAGES:
        packed = {path for pattern in patterns.get(name, []) for path in (ROOT / name).glob(pattern)}
        data = {
            p
            for p in (ROOT / name).rglob("*")
            if p.is_file() and p.suffix not in (".py", ".pyc", ".md") and "__pycache__" not in p.parts
        }
        assert data <= packed


def test_every_dependency_is_locked_and_no_address_is_in_the_lock() -> None:
    for name, wanted in (("requirements.lock", PROJECT["project"]["dependencies"]),
                         ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["dev"]),
                         ("requirements-ocr.lock", PROJECT["project"]["optional-dependencies"]["ocr"]),
                         ("requirements-crawl.lock", PROJECT["project"]["optional-dependencies"]["crawl"])):  # fmt: skip
        text = (ROOT / name).read_text(encoding="utf8")
        locked = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line}
        assert {re.split(r"[<>=]", each)[0].lower() for each in wanted} <= locked
        assert not re.search(r"://|--(index|extra|find|trusted)", text)


def test_top_level_names_are_not_taken_by_a_dependency() -> None:
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert Path(str(spec.origin)).parent == ROOT / name
