"""Marks on findings outlive databases and readers, and give each rule its precision."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extract import audit, reviews, store
from extract.cli import main
from extract.reviews import Review
from schemas.errors import ReviewError
from tests.outcomes import outcome


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return made(tmp_path / "reports.db", "80.5", "70.5")


def made(path: Path, *spent: str) -> Path:
    opened = store.open_database(path)
    for number, amount in enumerate(spent):
        store.write(opened, outcome(f"r{number}.docx", amount), "1")
    audit.run(opened)
    store.finish(opened)
    opened.close()
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def keys(path: Path) -> list[str]:
    opened = store.open_database(path)
    found = [row[0] for row in opened.execute("SELECT key FROM findings ORDER BY id").fetchall()]
    opened.close()
    return found


def stored(path: Path) -> list[tuple[str, str, str | None, int]]:
    opened = store.open_database(path)
    found = opened.execute("SELECT key, mark, note, gone FROM reviews ORDER BY key").fetchall()
    opened.close()
    return found


def test_a_mark_is_kept_beside_the_database_and_survives_a_new_one(db: Path) -> None:
    key = keys(db)[0]
    assert run("review", db, key, "--as", "explained", "--note", "年中追加").exit_code == 0
    db.unlink()
    made(db, "80.5", "70.5")
    assert stored(db) == []
    assert run("review", db).exit_code == 0
    assert stored(db) == [(key, "explained", "年中追加", 0)]
    text = (db.parent / "reports.reviews.csv").read_text(encoding="utf-8-sig")
    assert "年中追加" in text
    assert run("review", db, key, "--forget").exit_code == 0
    assert stored(db) == []


def test_a_build_takes_the_marks_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    posts, staff = "一、基本情况\n本单位编制30人。\n", "二、人员\n本单位编制31人。\n"
    (folder / "a.txt").write_text(f"水利局2022年度部门整体支出绩效自评报告\n\n{posts}{staff}", encoding="utf8")
    path = tmp_path / "x.db"
    assert run("build", folder, "--db", path).exit_code == 0
    (key,) = keys(path)
    assert run("review", path, key, "--as", "wrong").exit_code == 0
    path.unlink()
    assert run("build", folder, "--db", path).exit_code == 0
    assert stored(path) == [(key, "wrong", None, 0)]
    (folder / "a.txt").write_text(f"水利局2022年度部门整体支出绩效自评报告\n\n{posts}", encoding="utf8")
    result = run("build", folder, "--db", path, "--prune")
    assert "its finding is gone" in result.stderr
    assert [row[3] for row in stored(path)] == [1]
    assert key in (tmp_path / "x.reviews.csv").read_text(encoding="utf-8-sig")


def test_a_finding_whose_places_moved_keeps_its_mark(db: Path) -> None:
    opened = store.open_database(db)
    (review,) = reviews.marked(opened, [Review(keys(db)[0], "confirmed")])
    elsewhere = Review(
        "0" * 12, "confirmed", "", review.document, review.rule, "t9.r9.c9", review.stated, review.expected
    )
    assert reviews.apply(opened, [elsewhere]) == []
    assert opened.execute("SELECT key, gone FROM reviews").fetchall() == [(review.key, 0)]
    other = Review("0" * 12, "confirmed", "", review.document, review.rule, "", "1", "2")
    assert reviews.apply(opened, [other]) == [other]
    assert opened.execute("SELECT key, gone FROM reviews").fetchall() == [("0" * 12, 1)]
    opened.close()


def test_precision_is_confirmed_over_confirmed_and_wrong(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db", "80.5", "70.5", "60.5", "50.5", "40.5")
    for key, mark in zip(keys(path), ("confirmed", "confirmed", "wrong", "explained"), strict=False):
        assert run("review", path, key, "--as", mark).exit_code == 0
    rows = {row["rule"]: row for row in json.loads(run("audit", path, "--precision", "--format", "json").stdout)}
    assert rows["execution-rate"] == {
        "rule": "execution-rate", "findings": 5, "confirmed": 2, "explained": 1, "wrong": 1, "precision": 66.7,
    }  # fmt: skip
    assert rows["score-sum"]["precision"] is None
    line = next(line for line in run("audit", path, "--precision").stdout.splitlines() if "execution-rate" in line)
    assert line.split() == ["execution-rate", "5", "2", "1", "1", "66.7%"]
    opened = store.open_database(path)
    shown = opened.execute('SELECT "核实意见" FROM v_findings ORDER BY "编号"').fetchall()
    assert shown == [("属实",), ("属实",), ("误报",), ("已说明",), (None,)]
    opened.close()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_that_was_filled_in_is_taken_in_again(db: Path, form: str, tmp_path: Path) -> None:
    listed = tmp_path / f"out.{form}"
    assert run("audit", db, "--format", form, "--output", listed).exit_code == 0
    assert "2 reviews" not in run("review", db, "--import", listed).stderr
    fill(listed)
    result = run("review", db, "--import", listed)
    assert result.exit_code == 0, result.output
    first = keys(db)[0]
    assert stored(db) == [(first, "wrong", "=读错", 0)]


def fill(path: Path) -> None:
    """Writes a mark and a note into the first line, as a clerk would."""
    if path.suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
        lines[1][lines[0].index("核实意见")], lines[1][lines[0].index("核实说明")] = "误报", "'=读错"
        buffer = io.StringIO()
        csv.writer(buffer).writerows(lines)
        path.write_bytes(buffer.getvalue().encode("gb18030"))
        return
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("核实意见") + 1).value = "误报"
    sheet.cell(2, names.index("核实说明") + 1).value = "'=读错"
    book.save(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a,b\n1,2\n", "no columns"),
        ("核对码,核实意见\nabc,也许\n", "no mark"),
        ("key,mark\nffffffffffff,wrong\n", "no finding"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(db: Path, tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "in.csv"
    path.write_text(text, encoding="utf8")
    result = run("review", db, "--import", path)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_keys_need_a_mark_and_marks_need_keys(db: Path) -> None:
    assert run("review", db, "0" * 12).exit_code == 2
    assert run("review", db, "--as", "wrong").exit_code == 2
    assert run("review", db, "0" * 12, "--as", "wrong").exit_code == 2


def test_notes_are_masked_and_formulas_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    reviews.write(path, [Review("a", "wrong", "=1+1"), Review("b", "explained", "联系人：某某某")])
    assert "'=1+1" in path.read_text(encoding="utf-8-sig")
    read = reviews.read(path)
    assert read["a"].note == "=1+1"
    assert read["b"].note == "联系人：＊＊＊"
    assert reviews.read(tmp_path / "none.csv") == {}
    path.write_text("x\n1\n", encoding="utf8")
    with pytest.raises(ReviewError):
        reviews.read(path)
