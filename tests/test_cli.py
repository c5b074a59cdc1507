"""The command: what it prints, where, and how it ends."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract.cli import main
from extract.commands.serve import serve_arguments, site_folder

DUMP = "水利局绩效自评报告\n\n一、基本情况\n本单位编制30人，在职28人。\n\t项目\n\t预算数\n\t执行数\n\n\t基本支出\n\t10.50\n\t9.80\n\n"
COMMANDS = sorted(main.commands)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "report.txt"
    path.parent.mkdir()
    path.write_text(DUMP, encoding="utf8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "broken.docx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"PK\x03\x04 and no more")
    return path


def test_one_file_gives_one_object(report: Path) -> None:
    result = run("extract", report)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["document"]["filename"] == "report.txt"


def test_several_files_give_an_array_and_a_bad_one_says_why(report: Path, bad: Path) -> None:
    result = run("extract", report, bad)
    assert result.exit_code == 1
    objects = json.loads(result.stdout)
    assert [each["document"]["status"] for each in objects] == [objects[0]["document"]["status"], "failed"]
    assert objects[1]["document"]["reason"]
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(bad) in result.stderr


def test_out_writes_a_file_for_each_document(report: Path, tmp_path: Path) -> None:
    twin = tmp_path / "other" / "report.txt"
    twin.parent.mkdir()
    twin.write_text(DUMP + "\n补充说明。\n", encoding="utf8")
    result = run("extract", report, twin, "--out", tmp_path / "new" / "json")
    assert result.exit_code == 0
    assert result.stdout == ""
    names = {path.name for path in (tmp_path / "new" / "json").iterdir()}
    assert names == {"report.txt.json", "report.txt.2.json"}


def test_build_then_audit_and_build_again(report: Path, bad: Path, tmp_path: Path) -> None:
    db = tmp_path / "deep" / "x.db"
    first = run("build", report.parent, "--db", db)
    assert first.exit_code == 1
    assert first.stdout == ""
    assert "in/broken.docx: " in first.stderr
    assert "1 failed" in first.stderr
    again = run("-q", "build", report.parent, "--db", db)
    assert again.exit_code == 1
    assert again.stderr.strip().splitlines() == [line for line in first.stderr.splitlines() if "broken" in line]
    audit = run("audit", db, "--format", "json")
    assert audit.exit_code == 0
    assert isinstance(json.loads(audit.stdout), list)


def test_quiet_and_verbose_stand_before_or_behind_the_command(report: Path, tmp_path: Path) -> None:
    before = run("-q", "build", report, "--db", tmp_path / "x.db")
    behind = run("build", report, "--db", tmp_path / "y.db", "--quiet")
    assert (before.exit_code, before.output, behind.exit_code, behind.output) == (0, "", 0, "")
    command = [sys.executable, "-m", "extract", "build", str(report), "--db", str(tmp_path / "z.db"), "-v"]
    assert "evaluations=" in subprocess.run(command, capture_output=True, check=True, text=True).stderr


def test_limits_are_options_and_check_themselves(report: Path, tmp_path: Path) -> None:
    assert run("extract", report, "--timeout", "20", "--memory", "600").exit_code == 0
    for options in (["--timeout", "0"], ["--memory", "3"]):
        for command in (["extract"], ["tables"], ["build", "--db", tmp_path / "x.db"]):
            result = run(*command, report, *options)
            assert result.exit_code == 2
            assert "limit of" in result.stderr


def test_tables_as_json_and_csv(report: Path, tmp_path: Path) -> None:
    result = run("tables", report)
    assert result.exit_code == 0
    table = json.loads(result.stdout)["tables"][0]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["项目", "预算数", "执行数"],
        ["基本支出", "10.50", "9.80"],
    ]
    assert run("tables", report, "--csv", tmp_path / "csv").exit_code == 0
    with (tmp_path / "csv" / "report.txt.table1.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["项目", "预算数", "执行数"], ["基本支出", "10.50", "9.80"]]


def test_tables_masks_people_unless_told_otherwise(tmp_path: Path) -> None:
    person, number = "欧阳建国", "0730-1234567"
    page = f"<table><tr><td>填表人</td><td>{person}</td><td>联系电话</td><td>{number}</td></tr></table>"
    path = tmp_path / "form.html"
    path.write_text(f"<html><body><p>自评表</p>{page}</body></html>", encoding="utf8")
    written = run("tables", path).stdout
    assert person not in written
    assert number not in written
    assert run("tables", path, "--csv", tmp_path / "csv").exit_code == 0
    assert person not in (tmp_path / "csv" / "form.html.table1.csv").read_text(encoding="utf-8-sig")
    as_published = run("tables", path, "--unmasked").stdout
    assert person in as_published
    assert number in as_published


def test_evaluate_reads_documents_and_folders_alike(report: Path, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    run("extract", report, "--out", tmp_path / "json")
    (tmp_path / "gold" / "report.json").write_bytes((tmp_path / "json" / "report.txt.json").read_bytes())
    figures = [
        json.loads(run("evaluate", tmp_path / "gold", path, "--json").stdout) for path in (report, tmp_path / "json")
    ]
    assert figures[0] == figures[1]
    assert all(each["f1"] == 1 for name, each in figures[0].items() if each["gold"])
    assert "precision" in run("evaluate", tmp_path / "gold", report).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build", "."],
        ["build", "no-such-folder", "--db", "x.db"],
        ["extract"],
        ["extract", "no-such-file.docx"],
        ["evaluate", "no-such-folder", "x"],
        ["serve", "no-such.db"],
        ["extract", "x", "--json", "--out", "y"],
    ],
)
def test_wrong_usage_ends_with_2_and_no_traceback(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_foreign_database_is_refused_in_one_line(report: Path, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database" * 100)
    result = run("build", report, "--db", tmp_path / "x.db")
    assert result.exit_code == 2
    assert "cannot open" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"jixiao {name}" in result.output


def test_help_is_quick() -> None:
    command = [sys.executable, "-m", "extract", "--help"]
    subprocess.run(command, capture_output=True, check=True)
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    assert time.perf_counter() - began < 1.5  # 0.2 s on an idle core


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, extract.cli; print([m for m in ('lxml', 'docx', 'sqlite_utils', 'pdfplumber', 'spacy', 'rich') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.strip() == "[]"
    )


def test_the_site_is_given_as_a_folder_with_the_database_immutable() -> None:
    arguments = serve_arguments(Path("site"), Path("x.db"), "127.0.0.1", 8001)
    assert arguments[:4] == ["serve", "site", "-i", "x.db"]


def test_the_site_of_this_checkout_is_found() -> None:
    if not (Path(__file__).parents[1] / "datasette" / "metadata.yaml").is_file():
        pytest.skip("the site has no settings yet")
    assert site_folder().name == "datasette"


def test_demo_builds_the_samples_and_says_how_to_go_on(tmp_path: Path) -> None:
    result = run("demo", "--db", tmp_path / "demo.db")
    assert result.exit_code == 0, result.output
    for part in (
        "documents",
        "evaluations",
        "amounts",
        "findings",
        "make serve",
        "127.0.0.1:8001",
        "jixiao build FOLDER",
    ):
        assert part in result.stdout


def test_evaluate_reads_the_documents_of_a_folder() -> None:
    samples = Path(__file__).parents[1] / "corpus" / "samples"
    done = run("-q", "evaluate", samples / "gold", samples, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["amounts/table"]["f1"] == 1


def test_explain_tells_how_each_figure_was_understood_and_why_others_were_not(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "水利局绩效自评报告\n\n一、基本情况\n2022年公务接待费1.5万元。\n\n修建水库花去300万元。\n", encoding="utf8"
    )
    shown = run("explain", path).stdout
    assert (
        "1.5万元 = 15000.00 yuan  amount\n    item     three_public.reception  by same clause: 公务接待费 (5-10)\n"
        in shown
    )
    assert "300万元  left out: no known term: 修建水库花去 (0-6)" in shown
    (figure,) = json.loads(run("explain", path, "--json", "--left-out").stdout)["figures"]
    assert (figure["raw"], figure["source"]["paragraph"]) == ("300万元", 3)
    assert figure["because"][0]["words"] == "修建水库花去"
    assert "1.5万元" not in run("explain", path, "--paragraph", 3).stdout


def test_explain_masks_private_numbers_and_tells_of_a_file_that_cannot_be_read(tmp_path: Path, bad: Path) -> None:
    path = tmp_path / "report.txt"
    number = "138" + "0" * 8
    path.write_text(f"水利局绩效自评报告\n\n联系人：李大山，{number}，公务接待费1.5万元。\n", encoding="utf8")
    shown = run("explain", path).stdout
    assert "1.5万元" in shown
    assert number not in shown
    result = run("explain", bad)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
