"""Fingerprints of what reads: the code, its data files, and the libraries behind it. A change means reading again.

Parsing and extraction are told apart: what was parsed is kept (`parsed`), and stays valid where extraction alone changed.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from schemas.extras import has_ocr

# What a stored parsed document depends on, masking included; the libraries are those that look into files.
_PARSING = (
    "parsers", "schemas/document.py", "schemas/errors.py", "schemas/extras.py", "schemas/folding.py",
    "schemas/packing.py", "schemas/datafile.py", "extract/privacy.py", "extract/lexicons/people.yaml", "extract/lexicons/grammar.py",
)  # fmt: skip
_LIBRARIES = ("lxml", "pdfplumber", "pdfminer.six", "pypdfium2", "python-calamine", "xlrd", "pillow", "opencc")
_OCR_LIBRARIES = ("rapidocr-onnxruntime", "onnxruntime", "opencv-python-headless", "numpy")
_CODE = ("extract", "parsers", "schemas")
_SUFFIXES = (".py", ".yaml", ".tsv", ".sql", ".cfg", ".json", ".bin")
_SHORT = 8


@cache
def extractor_version() -> str:
    """The installed version, a fingerprint of all code and data files, and the parser's version behind a dot."""
    return f"{_installed('jixiao')}+{_fingerprint(_CODE, ('spacy',))}.{parser_version()}"


@cache
def parser_version() -> str:
    """A fingerprint of what turns bytes into a masked Document. LibreOffice, which is no library, is not in it."""
    return _fingerprint(_PARSING, _LIBRARIES + (_OCR_LIBRARIES if has_ocr() else ()))


def _fingerprint(parts: Iterable[str], libraries: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        package, _, inside = part.partition("/")
        entry = files(package) / inside if inside else files(package)
        for name, data in sorted(_code_files(entry, part)):
            digest.update(name.encode() + b"\0" + data)
    for library in libraries:
        digest.update(f"{library} {_installed(library)}\0".encode())
    return digest.hexdigest()[:_SHORT]


def _code_files(entry: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_dir():
        for inside in entry.iterdir():
            yield from _code_files(inside, f"{name}/{inside.name}")
    elif entry.name.endswith(_SUFFIXES):
        yield name, entry.read_bytes()


def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "0"
