"""Lists of findings: grouped, filtered, safe to open and to print."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html

from extract import audit, store
from extract.cli import main
from extract.report import Wanted, by_body, collect
from schemas.records import Region
from tests.outcomes import outcome

HOSTILE = '=HYPERLINK("x")<script>alert(1)</script>局'
OTHER = Region("湖南省", "岳阳市", None, "430600")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "x.db"
    opened = store.open_database(path)
    for each in (outcome(), outcome("b.docx", "70.5"), outcome("c.txt", "60.5", HOSTILE, OTHER)):
        store.write(opened, each, "1")
    audit.run(opened)
    store.finish(opened)
    opened.close()
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def page(db: Path, folder: Path, *options: str) -> str:
    path = folder / "a.html"
    assert run("audit", db, "--format", "html", "--output", path, *options).exit_code == 0
    return path.read_text(encoding="utf8")


def test_findings_stand_under_body_and_year_and_can_be_chosen(db: Path) -> None:
    text = run("audit", db).stdout
    assert re.findall(r"^\S.*\((\d+)\)$", text, re.MULTILINE) == ["1", "2"]
    for options, number in (
        (["--body", "石门"], 2), (["--body", "石门", "--body", "HYPERLINK"], 3), (["--year", "2021"], 0),
        (["--year", "2022", "--rule", "execution-rate"], 3), (["--rule", "score-sum"], 0),
        (["--rule", "score-sum", "--rule", "execution-rate"], 3), (["--severity", "warning"], 0),
        (["--severity", "warning", "--severity", "error"], 3),
    ):  # fmt: skip
        assert len(json.loads(run("audit", db, "--format", "json", *options).stdout)) == number, options
    assert run("audit", db, "--rule", "no-such").exit_code == 2


def test_json_names_both_places_with_their_text_and_address(db: Path) -> None:
    found = json.loads(run("audit", db, "--format", "json", "--body", "石门", "--site", "https://example.org/").stdout)
    first = found[0]
    assert (first["body"], first["year"], first["severity"], first["mark"]) == ("石门县水利局", 2022, "error", None)
    assert [place["name"] for place in first["places"]] == ["表1第1行第4列", "表1第1行第3列", "表1第1行第2列"]
    assert first["places"][0]["quote"] == "90%"
    assert first["places"][0]["label"] == "年度资金总额"
    assert re.fullmatch(
        r"https://example\.org/document/[0-9a-f]{16}\?at=t0\.r0\.c3#t0\.r0\.c3", first["places"][0]["link"]
    )


def test_the_page_is_one_file_without_scripts_and_escaped(db: Path, tmp_path: Path) -> None:
    text = page(db, tmp_path)
    tree = html.fromstring(text.encode("utf8"))
    assert tree.xpath("//script | //link | //img | //iframe | //*[@src] | //@*[starts-with(name(), 'on')]") == []
    assert not re.search(r"url\(|@import|https?://", text)
    assert "<script" not in text
    assert HOSTILE in " ".join(tree.xpath("//h2/text()"))
    assert tree.get("lang") == "zh-CN"
    assert "@page" in text
    assert "break-after: page" in text


def test_the_page_quotes_every_place_with_its_figure_marked_and_leaves_room_to_reply(db: Path, tmp_path: Path) -> None:
    tree = html.fromstring(page(db, tmp_path).encode("utf8"))
    findings = tree.xpath("//tr[@class='finding']")
    assert len(findings) == 3
    assert len(tree.xpath("//table[@class='body']")) == 2
    for finding in findings:
        rows = finding.xpath(".//table[@class='places']/tr")
        assert len(rows) == 3
        assert all(row.xpath("./th")[0].text_content().startswith("表1第") for row in rows)
        assert rows[0].xpath("./td/mark")[0].text == "90%"
        reply = finding.xpath(".//div[@class='reply']")[0].text_content()
        assert all(name in reply for name in ("核实意见", "☐ 属实", "☐ 已说明", "☐ 误报", "说明"))
    assert tree.xpath("//table[@class='places']//a") == []
    linked = html.fromstring(page(db, tmp_path, "--site", "https://example.org").encode("utf8"))
    assert all(
        link.startswith("https://example.org/document/") for link in linked.xpath("//table[@class='places']//a/@href")
    )
    assert len(linked.xpath("//table[@class='places']//a")) == 9


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(db: Path) -> None:
    data = run("audit", db, "--format", "csv").stdout_bytes
    assert data.startswith("\ufeff".encode())
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(lines) == 3
    assert {line["机构"] for line in lines} == {"石门县水利局", f"'{HOSTILE}"}
    assert all(not value.startswith(("=", "+", "-", "@")) for line in lines for value in line.values())
    assert all(line["核实意见"] == "" and len(line["核对码"]) == 12 for line in lines)


def test_a_workbook_holds_texts_and_a_list_of_marks(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("audit", db, "--format", "xlsx").exit_code == 2
    assert run("audit", db, "--format", "xlsx", "--output", path).exit_code == 0
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    heads = [cell.value for cell in sheet[1]]
    assert {row[heads.index("机构")].value for row in sheet.iter_rows(min_row=2)} == {"石门县水利局", HOSTILE}
    assert "湖南省常德市石门县" in {row[heads.index("地区")].value for row in sheet.iter_rows(min_row=2)}
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert sheet.freeze_panes == "A2"
    with zipfile.ZipFile(path) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode("utf8")
    assert "<f>" not in text
    assert "属实,已说明,误报" in text


def test_a_workbook_links_to_the_first_place_where_the_site_is_named(db: Path, tmp_path: Path) -> None:
    import openpyxl

    for site, linked in (("", 0), ("https://example.org", 3)):
        path = tmp_path / "linked.xlsx"
        run("audit", db, "--format", "xlsx", "--output", path, *(("--site", site) if site else ()))
        cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.hyperlink]
        assert len(cells) == linked
        assert all(cell.hyperlink.target.startswith("https://example.org/document/") for cell in cells)


def test_a_sentence_is_quoted_around_its_figure(tmp_path: Path) -> None:
    opened = store.open_database(None)
    store.write(opened, outcome(), "1")
    audit.run(opened)
    place = opened.execute("SELECT block_id FROM personnel").fetchone()[0]
    opened.execute("UPDATE finding_places SET block_id = ?, start_at = 6, end_at = 12 WHERE ordinal = 0", [place])
    ((_, years),) = by_body(collect(opened, Wanted()))
    spot = years[0][1][0].spots[0]
    assert (spot.before, spot.figure, spot.name, spot.label) == ("石门县水利局", "编制30人。", "正文第2段", "")
    assert spot.after.startswith("填表人")


def test_check_ends_with_one_while_a_finding_is_open(db: Path, tmp_path: Path) -> None:
    assert run("audit", db).exit_code == 0
    assert run("audit", db, "--check").exit_code == 1
    assert run("audit", db, "--check", "--rule", "score-sum").exit_code == 0
    found = json.loads(run("audit", db, "--format", "json").stdout)
    marks = tmp_path / "marks.csv"
    run("review", db, *(each["key"] for each in found), "--as", "explained", "--reviews", marks)
    assert run("audit", db, "--check").exit_code == 0
    marks.unlink()
    run("review", db, "--reviews", marks)
    assert run("audit", db, "--check").exit_code == 1
