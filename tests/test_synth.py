"""The bundled samples are what their seeds write, and their gold follows the contract and agrees with itself."""

import io
import json
import zipfile
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
import regex

from corpus.synth import dump_writer
from corpus.synth.families import FAMILIES, build
from corpus.synth.families.hubei import POINTS as HUBEI_POINTS
from corpus.synth.gold import LISTS
from corpus.synth.sampling import commissions, write_samples
from corpus.synth.setting import RULES, Commission
from corpus.synth.words import load
from schemas.units import money_units

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
NAMES = sorted(load("samples"))
ITEM = regex.compile(
    r"total|basic(\.personnel|\.public)?|project(\.business|\.operation|\.special|\.other|\.named)?"
    r"|source\.(general|fund|nontax|operating|other|fiscal|carryover|state_capital|social_insurance|unit)"
    r"|income|expenditure|balance(\.cumulative)?|three_public(\.vehicle(_purchase|_operation)?|\.abroad|\.reception)?"
    r"|econ\.\d{3}(\d{2})?(\+\d{5})*|func\.\d{3}(\d{2}){0,2}|procurement|basic_adjustment"
    r"|assets(\.in_use|\.leased|\.other)?|other"
)
MEASURES = {"budget_initial", "budget", "actual", "change", "composition"}
WITHIN = {None, "basic", "project", "public", "three_public"}
COMPONENTS = {"budget_execution", "output", "benefit", "satisfaction", "cost", "management", "process", "decision",
              "total", "declared", "review"}  # fmt: skip
STAFF = {"establishment", "actual", "civil_servant", "reference_managed", "institution_staff", "worker", "retired",
         "establishment.civil_servant", "establishment.institution_staff", "establishment.worker", "retired_cadre",
         "control_rate", "temporary"}  # fmt: skip
KINDS = {"overview", "functions", "staffing", "basic_expenditure", "project_expenditure", "three_public", "fund_budget",
         "state_capital_budget", "social_insurance_budget", "performance", "conclusion", "experience", "problems",
         "improvements", "suggestions", "disclosure", "other"}  # fmt: skip
FACTS = ["scope", "organization", "region", "fiscal_year", "project", "competent_department", "implementing_unit",
         "total_score", "total_weight", "grade", "reported_on"]  # fmt: skip
KEYS = {
    "amounts": {"item", "label", "measure", "year", "yuan", "unit", "institution"},
    "personnel": {"category", "count", "institution"},
    "indicators": {"level1", "level2", "level3", "target", "actual", "weight", "score", "deviation", "level1_weight",
                   "target_value", "target_op", "target_unit", "actual_value", "actual_unit"},
    "scores": {"component", "weight", "score", "rate", "institution"},
    "goals": {"expected", "actual"},
    "facilities": set(),
}  # fmt: skip
SUMS = (
    ("total", ("basic", "project")),
    ("total", ("source.general", "source.fund", "source.nontax", "source.other")),
    ("total", ("source.fiscal", "source.carryover", "source.other")),
    ("basic", ("basic.personnel", "basic.public")),
    ("three_public.vehicle", ("three_public.vehicle_operation", "three_public.vehicle_purchase")),
    ("three_public", ("three_public.vehicle", "three_public.reception", "three_public.abroad")),
    ("expenditure", ("basic", "project")),
    ("income", ("source.carryover", "source.general", "source.fund", "source.operating", "source.other")),
)
PHONE = regex.compile(r"(?<![\d.T])(1[3-9]\d{9}|0\d{2,3}[-－ ]?\d{7,8})(?!\d)|电话[:：]?\s*\d")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    return folder


def gold_of(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((SAMPLES / "gold" / f"{Path(name).stem}.json").read_text(encoding="utf8"))
    return gold


def word_parts(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file that the report decides; how they are packed is up to the zlib at hand."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in ("word/document.xml", "docProps/core.xml")}


def pdf_text(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_sample_is_what_its_seed_writes(written: Path, name: str) -> None:
    committed, again = (SAMPLES / name).read_bytes(), (written / name).read_bytes()
    if committed != again and name.endswith(".docx"):
        assert word_parts(committed) == word_parts(again)
    elif committed != again and name.endswith(".pdf"):
        assert pdf_text(committed) == pdf_text(again)
    else:
        assert committed == again
    gold = f"gold/{Path(name).stem}.json"
    assert (SAMPLES / gold).read_bytes() == (written / gold).read_bytes()


def test_the_same_seed_writes_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_samples(tmp_path)
    for path in sorted(written.rglob("*.*")):
        assert path.read_bytes() == (tmp_path / path.relative_to(written)).read_bytes(), path.name


def test_the_folder_holds_the_samples_and_nothing_else() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir() if path.is_file()) == NAMES
    assert sorted(path.stem for path in (SAMPLES / "gold").iterdir()) == sorted(Path(name).stem for name in NAMES)
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 1_000_000


@pytest.mark.parametrize("name", NAMES)
def test_gold_has_the_contract_s_keys_and_codes(name: str) -> None:
    gold = gold_of(name)
    assert list(gold) == ["document", "evaluations", "sections", "findings"]
    assert gold["document"]["filename"] == name
    assert {section["kind"] for section in gold["sections"]} <= KINDS
    for evaluation in gold["evaluations"]:
        assert list(evaluation) == [*FACTS, *LISTS]
        for kind in LISTS:
            for row in evaluation[kind]:
                assert set(row) - {"within"} == KEYS[kind] | {"raw", "in"}
                assert row["in"] in ("table", "text")
        assert all(ITEM.fullmatch(row["item"]) and row["measure"] in MEASURES for row in evaluation["amounts"])
        assert {row.get("within") for row in evaluation["amounts"]} <= WITHIN
        assert {row["component"] for row in evaluation["scores"]} <= COMPONENTS
        assert {row["category"] for row in evaluation["personnel"]} <= STAFF
        assert evaluation["grade"] in (None, "优", "良", "中", "差")
    for finding in gold["findings"]:
        assert finding["rule"] in RULES
        assert finding["evaluation"] < len(gold["evaluations"])


@pytest.mark.parametrize("name", NAMES)
def test_every_sum_is_its_printed_digits_times_its_unit(name: str) -> None:
    for evaluation in gold_of(name)["evaluations"]:
        for row in evaluation["amounts"]:
            digits = regex.search(r"(增加|减少)?(-?[\d,]+(?:\.\d+)?)(?:万元|元)?$", row["raw"])
            assert digits, row["raw"]
            value = Decimal(digits[2].replace(",", "")) * (-1 if digits[1] == "减少" else 1)
            assert value * money_units()[row["unit"]].factor == Decimal(str(row["yuan"])), row


@pytest.mark.parametrize("name", NAMES)
def test_what_was_recorded_stands_where_it_was_recorded(name: str) -> None:
    report = build(commissions()[name])
    for evaluation in report.gold.evaluations:
        assert evaluation.places
        for row, place in evaluation.places:
            assert row["raw"].split(" | ")[0] in report.text_at(place)


def test_every_rule_is_planted_in_some_sample() -> None:
    planted = {finding["rule"] for name in NAMES for finding in gold_of(name)["findings"]}
    assert planted == set(RULES)
    assert any(not gold_of(name)["findings"] for name in NAMES)


def test_a_sample_has_the_findings_it_was_commissioned_with_and_no_others() -> None:
    for name, commission in commissions().items():
        assert {finding["rule"] for finding in gold_of(name)["findings"]} == commission.plants


@pytest.mark.parametrize("name", NAMES)
def test_no_sample_shows_a_telephone_number(name: str) -> None:
    text = dump_writer.write(build(commissions()[name])).decode("utf8")
    assert not PHONE.search(text), PHONE.search(text)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".docx")])
def test_a_word_file_s_merged_cells_cover_what_the_report_says(name: str) -> None:
    tables = docx.Document(str(SAMPLES / name)).tables
    grids = build(commissions()[name]).grids
    assert len(tables) == len(grids)
    for table, grid in zip(tables, grids, strict=True):
        assert (len(table.rows), len(table.columns)) == (grid.n_rows, len(grid.widths))
        shown = table._cells  # one per place of the grid; asking for them singly takes a minute
        for cell in grid.cells:
            first = cell.row * len(grid.widths) + cell.col
            last = first + (cell.row_span - 1) * len(grid.widths) + cell.col_span - 1
            assert shown[first].text == shown[last].text == cell.text


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".pdf")])
def test_a_pdf_s_text_can_be_read(name: str) -> None:
    text = regex.sub(r"\s", "", "".join(pdf_text((SAMPLES / name).read_bytes())))
    gold = gold_of(name)
    assert gold["evaluations"][0]["organization"] in text
    for evaluation in gold["evaluations"]:
        for row in evaluation["amounts"]:
            if row["in"] == "table":
                assert row["raw"] in text


def invented(family: str, seed: int) -> Commission:
    place = sorted(load("places"))[seed % 17]
    return Commission("x", family, place, sorted(load("sectors"))[seed % 6], 2019 + seed % 6, seed)


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("seed", range(12))
def test_without_a_plant_everything_agrees(family: str, seed: int) -> None:
    for evaluation in build(invented(family, seed)).gold.as_json("x.txt", "text/plain")["evaluations"]:
        check_sums(evaluation)
        check_agreement(evaluation)
        check_execution(evaluation)
        check_points(evaluation)


def check_sums(evaluation: dict[str, Any]) -> None:
    fen: dict[tuple[Any, ...], dict[str, Decimal]] = {}
    for row in evaluation["amounts"]:
        key = (row["measure"] if row["measure"] != "composition" else "actual", row["year"], row["institution"])
        fen.setdefault(key, {}).setdefault(row["item"], Decimal(str(row["yuan"])))
    for (measure, *_), sums in fen.items():
        for total, parts in SUMS:
            if total in sums and all(part in sums for part in parts):
                assert sums[total] == sum(sums[part] for part in parts), (measure, total)
    institutions = [
        sums for (measure, _, name), sums in fen.items() if name and measure == "actual" and "basic" in sums
    ]
    whole = next((sums for (measure, _, name), sums in fen.items() if name is None and measure == "actual"), {})
    for item in whole if institutions else ():
        assert whole[item] == sum(sums[item] for sums in institutions), item


def check_agreement(evaluation: dict[str, Any]) -> None:
    """One figure, one value, wherever it stands; 三公 within its budget."""
    seen: dict[tuple[Any, ...], Any] = {}
    for row in evaluation["amounts"]:
        measure = "actual" if row["measure"] == "composition" else row["measure"]
        label = row["label"] if row["item"] in ("project.named", "other") else ""
        key = (row["item"], label, measure, row["year"], row["institution"])
        assert seen.setdefault(key, row["yuan"]) == row["yuan"], row
        if row["item"].startswith("three_public") and measure == "actual":
            assert row["yuan"] <= seen.get((row["item"], "", "budget", row["year"], None), row["yuan"])
    staff = Counter({(row["category"], row["count"]): 1 for row in evaluation["personnel"]})
    assert len({category for category, _ in staff}) == len(staff)
    declared = {row["score"] for row in evaluation["scores"] if row["component"] in ("total", "declared", "review")}
    assert len(declared) <= 1


def check_execution(evaluation: dict[str, Any]) -> None:
    total = {row["measure"]: row["yuan"] for row in evaluation["amounts"] if row["item"] == "total"}
    for row in evaluation["scores"]:
        if row["component"] == "budget_execution" and {"budget", "actual"} <= set(total):
            rate = Decimal(str(total["actual"])) * 100 / Decimal(str(total["budget"]))
            assert abs(rate - Decimal(str(row["rate"]))) <= Decimal("0.06")
            if row["score"] is not None:
                weight = row["weight"] or HUBEI_POINTS
                assert abs(Decimal(str(row["score"])) - weight * rate / 100) <= Decimal("0.05")


def check_points(evaluation: dict[str, Any]) -> None:
    rows = evaluation["indicators"]
    line = next((row for row in evaluation["scores"] if row["component"] == "budget_execution" and row["weight"]), None)
    if rows and rows[0]["weight"] is not None and evaluation["total_score"] is not None:
        execution = (Decimal(line["weight"]), Decimal(str(line["score"]))) if line else (Decimal(0), Decimal(0))
        assert sum(Decimal(str(row["weight"])) for row in rows) + execution[0] == 100
        total = sum(Decimal(str(row["score"])) for row in rows) + execution[1]
        assert total.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(str(evaluation["total_score"]))
        assert all(row["score"] <= row["weight"] for row in rows)
    blocks: dict[str, Decimal] = {}
    for row in rows:
        if row["level1_weight"] is not None and row["weight"] is not None:
            blocks[row["level1"]] = blocks.get(row["level1"], Decimal(0)) + Decimal(str(row["weight"]))
            assert blocks[row["level1"]] <= row["level1_weight"]
        short = row["target_op"] == ">=" and row["actual_value"] < row["target_value"]
        if short and row["score"] is not None and row["weight"] is not None:
            assert row["score"] < row["weight"]
    for row in rows:
        assert row["level1_weight"] is None or blocks.get(row["level1"], row["level1_weight"]) == row["level1_weight"]


def test_a_rule_that_finds_no_place_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place for"):
        build(Commission("x", "transfer", "chenggu", "water", 2021, 1, frozenset({"score-sum"})))
    with pytest.raises(ValueError, match="cannot hold"):
        build(Commission("x", "transfer", "chenggu", "water", 2021, 1, frozenset({"score-missing"})))
    with pytest.raises(ValueError, match="cannot plant"):
        Commission("x", "transfer", "chenggu", "water", 2021, 1, frozenset({"no-such-rule"}))
