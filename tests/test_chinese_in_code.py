"""Chinese stands in data files: code outside a declared list has none, and what is declared only shrinks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HAN = re.compile(r"[\u4e00-\u9fff]")
# The generator writes Chinese reports; the site's texts are held by tests of their own.
WRITES_REPORTS = ROOT / "corpus" / "synth"
# How many strings of a module hold Chinese characters.
# Notation: numerals, dates, outline numbers, units, radicals, and marks of formats.
# Shown: texts for readers, names of columns of views, the invented document that warms a reader up.
# Words of the genre stand in extract/lexicons, labels in schemas/fields: no module may declare any.
NOTATION = {
    "extract/attainment.py": 5,
    "extract/dates.py": 7,
    "extract/labels.py": 17,
    "extract/numbers.py": 24,
    "extract/rule_functions.py": 2,
    "extract/sections.py": 12,
    "extract/statements.py": 1,
    "extract/tables/align.py": 2,
    "extract/tables/columns.py": 3,
    "extract/tables/heads.py": 3,
    "extract/tables/money.py": 2,
    "extract/text/amounts.py": 7,
    "extract/text/context.py": 2,
    "extract/text/evidence.py": 1,
    "extract/text/lexer.py": 17,
    "extract/text/pieces.py": 12,
    "extract/text/sentence.py": 1,
    "extract/text/staff.py": 2,
    "parsers/celldump.py": 1,
    "parsers/glyphs.py": 1,
    "parsers/layout.py": 2,
    "parsers/numerals.py": 12,
    "parsers/ocr_text.py": 4,
    "parsers/sheet.py": 2,
    "parsers/sheet_numbers.py": 1,
    "parsers/webpage_blocks.py": 1,
    "parsers/word_styles.py": 1,
    "schemas/regions.py": 2,
    "schemas/units.py": 1,
}
SHOWN = {
    "extract/audit.py": 12,
    "extract/engine/warm.py": 19,
    "extract/report/__init__.py": 1,
    "extract/reviews.py": 1,
    "extract/summary.py": 2,
    "schemas/sql.py": 1,
}
DECLARED = NOTATION | SHOWN
MODULES = [
    path
    for package in ("corpus", "extract", "parsers", "schemas")
    for path in sorted((ROOT / package).rglob("*.py"))
    if WRITES_REPORTS not in path.parents
]


def chinese_strings(source: str) -> list[str]:
    """The strings of a module that hold Chinese characters, docstrings aside."""
    tree = ast.parse(source)
    texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in texts)
    return [node.value for node in constants if isinstance(node.value, str) and HAN.search(node.value)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_chinese_stands_in_data_files(path: Path) -> None:
    found = chinese_strings(path.read_text(encoding="utf8"))
    assert len(found) == DECLARED.get(str(path.relative_to(ROOT)), 0), found


def test_every_module_that_is_declared_is_there() -> None:
    assert {str(path.relative_to(ROOT)) for path in MODULES} >= set(DECLARED)


def test_docstrings_and_comments_are_no_strings_but_parts_of_texts_are() -> None:
    source = 'def unit(count: int) -> str:\n    """元"""\n    # 元\n    return f"{count}元" + "yuan"\n'
    assert chinese_strings(source) == ["元"]
