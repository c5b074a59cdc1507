"""One small file of every format that is read, and the Document it gives; a missing golden file is written and fails.

A golden file changes with `pytest --regen` only, and the change is read like code.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.engine.local import read_one
from extract.engine.work import Job, find_files
from parsers import parse, sniff
from parsers.office import INSTALL, find_soffice
from parsers.registry import FORMATS
from schemas.document import Document, Paragraph, Source, Table

EXAMPLES = Path(__file__).parent / "examples" / "formats"
SMALL_FILES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "celldump": "text/plain",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "html": "text/html",
    "mht": "multipart/related",
}
READ_BY_OCR = {"image/png", "image/jpeg"}
THROUGH_LIBREOFFICE = ("doc", "rtf")


def skip_without_converter(folder: str) -> None:
    """Skips where a format's converter is not installed."""
    if folder in THROUGH_LIBREOFFICE and find_soffice() is None:
        pytest.skip(INSTALL)


def rendered(document: Document) -> list[Any]:
    """Blocks as plain lists and dicts; a cell is [row, col, row_span, col_span, text, page]."""
    return [_rendered_block(block) for block in document.blocks]


def _rendered_block(block: Paragraph | Table) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        values = {"text": block.text, "page": block.page, "level": block.level, "number": block.number}
        return {key: value for key, value in values.items() if value is not None}
    return {
        "size": [block.n_rows, block.n_cols],
        "pages": list(block.pages),
        "parent": block.parent and list(block.parent),
        "cells": [[c.row, c.col, c.row_span, c.col_span, c.text, c.page] for c in block.cells],
    }


def written(blocks: list[Any]) -> str:
    """JSON with one paragraph or cell a line."""
    lines = []
    for block in blocks:
        cells = block.pop("cells", None)
        head = json.dumps(block, ensure_ascii=False)
        if cells is not None:
            inside = ",\n  ".join(json.dumps(cell, ensure_ascii=False) for cell in cells)
            head = f'{head[:-1]}, "cells": [\n  {inside}\n ]}}'
        lines.append(" " + head)
    return "[\n" + ",\n".join(lines) + "\n]\n"


@pytest.mark.parametrize("folder", SMALL_FILES)
def test_small_file_gives_its_document(folder: str, request: pytest.FixtureRequest) -> None:
    skip_without_converter(folder)
    (path,) = [path for path in (EXAMPLES / folder).glob("small.*") if path.suffix != ".json"]
    data = path.read_bytes()
    document = parse(data, Source("0" * 64, path.name, sniff(data, path.name), len(data)))
    golden = path.with_name("small.document.json")
    found = written(rendered(document))
    if request.config.getoption("--regen", default=False) or not golden.exists():
        missing = not golden.exists()
        golden.write_text(found, encoding="utf-8")
        assert not missing, f"{golden.name} was missing and is written now: read it"
    assert found == golden.read_text(encoding="utf-8")


def test_every_format_that_is_read_has_a_small_file() -> None:
    read = {entry.media_type for entry in FORMATS if entry.parse.__name__.startswith("parse_")}
    assert read - READ_BY_OCR == set(SMALL_FILES.values())


@pytest.mark.parametrize("folder", SMALL_FILES)
def test_every_place_of_the_small_files_can_be_read_again(folder: str) -> None:
    skip_without_converter(folder)
    (path,) = [path for path in (EXAMPLES / folder).glob("small.*") if path.suffix != ".json"]
    data = path.read_bytes()
    document = parse(data, Source("0" * 64, path.name, sniff(data, path.name), len(data)))
    for table in document.tables:
        covered = sum(cell.row_span * cell.col_span for cell in table.cells)
        assert covered == len(table.grid), path
        assert all(r < table.n_rows and c < table.n_cols for r, c in table.grid), path


@pytest.mark.parametrize(("folder", "suffix", "parser"), [("doc", ".wps", "convert/"), ("xls", ".et", "sheet/")])
def test_what_wps_office_writes_is_found_and_read_as_the_formats_it_is(
    folder: str, suffix: str, parser: str, tmp_path: Path
) -> None:
    skip_without_converter(folder)
    given = next(path for path in (EXAMPLES / folder).iterdir() if path.suffix != ".json")
    (tmp_path / f"report{suffix}").write_bytes(given.read_bytes())
    (found,) = find_files([tmp_path])
    outcome = read_one(Job(found.path, found.path.name, ""))
    assert outcome.document is not None
    assert outcome.document.parser.startswith(parser)
    expected = json.loads((EXAMPLES / folder / "small.document.json").read_text(encoding="utf8"))
    assert json.loads(written(rendered(outcome.document))) == expected
