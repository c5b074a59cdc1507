"""The contract's JSON, field by field."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from extract.contract import contract, number
from schemas.document import Place
from schemas.records import Finding
from tests.outcomes import outcome

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "examples" / "forms" / "department_questionnaire.txt"


def test_a_document_as_the_contract_has_it() -> None:
    finding = Finding("execution-rate", "error", 0, "…", "90", "80.5", (Place("table", 0, 0, 3),))
    made = contract(outcome(), [finding])
    evaluation = made["evaluations"][0]
    assert list(made) == ["document", "evaluations", "sections", "findings", "issues"]
    assert evaluation["region"] == {"province": "湖南省", "city": "常德市", "county": "石门县", "code": "430726"}
    assert (evaluation["total_score"], evaluation["total_weight"], evaluation["reported_on"]) == (
        98.5,
        100,
        "2023-05-10",
    )
    assert evaluation["amounts"][1] == {
        "item": "total", "label": "年度资金总额", "measure": "actual", "year": 2022, "yuan": 805000, "unit": "万元",
        "institution": None, "raw": "80.5", "source": {"kind": "table", "table": 0, "row": 0, "col": 2, "page": None},
        "grade": "exact",
    }  # fmt: skip
    assert evaluation["personnel"][0]["source"] == {"kind": "text", "paragraph": 1, "start": 6, "end": 11, "page": None}
    indicator = evaluation["indicators"][0]
    assert (indicator["target_value"], indicator["target_op"], indicator["target_unit"]) == (5, ">=", "人")
    assert (indicator["actual_value"], indicator["actual_unit"]) == (6, "人")
    assert set(indicator["sources"]) == {"level2", "level3", "target", "actual"}
    assert evaluation["goals"][0]["expected"] == "培训人数"
    assert made["sections"][0]["kind"] == "overview"
    assert (made["findings"][0]["stated"], made["findings"][0]["expected"]) == (90, 80.5)
    assert made["issues"][0]["code"] == "label.unmatched"


def test_the_same_report_gives_the_same_text_whatever_the_order_of_sets() -> None:
    code = (
        "import json\nfrom extract import pipeline\nfrom extract.contract import contract\nfrom tests.forms_notation import document_of\n"
        f"print(json.dumps(contract(pipeline.extract(document_of(open({str(EXAMPLE)!r}, encoding='utf8').read())))))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(texts) == 1
    assert json.loads(texts.pop())["evaluations"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("98.0", "98"), ("98.360", "98.36"), ("1786770000", "1786770000"), ("0.10", "0.1"), ("-1355.40", "-1355.4")],
)
def test_numbers_carry_no_noise(value: str, shown: str) -> None:
    assert json.dumps(number(Decimal(value))) == shown


def test_a_stated_text_stays_a_text() -> None:
    made = contract(outcome(), [Finding("grade-band", "error", 0, "…", "优", None)])
    assert (made["findings"][0]["stated"], made["findings"][0]["expected"]) == ("优", None)
