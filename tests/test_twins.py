"""The same report in two formats: silent where both read alike, an issue of both where they do not."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.synth.families import build as write_report
from corpus.synth.sampling import WRITERS, commissions
from extract import store, twins, whereabouts
from extract.engine.build import build
from schemas.document import Source
from tests.outcomes import outcome


def test_samples_written_in_two_formats_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    chosen = list(commissions().values())[:6]
    for commission in chosen:
        report = write_report(commission)
        for suffix in (".docx", ".txt", ".pdf"):
            (folder / f"{commission.name}{suffix}").write_bytes(WRITERS[suffix][0](report))
    db = store.open_database(tmp_path / "x.db")
    assert build([folder], db).failed == []
    assert len(twins.pairs(db)) == 3 * len(chosen)
    assert db.execute("SELECT message FROM issues WHERE code = 'twin.differs'").fetchall() == []
    assert store.worst_loss(db) == (0.0, store.worst_loss(db)[1])  # type: ignore[index]
    db.close()


def stored(*named: tuple[str, str, str]) -> store.Database:
    """A database of small outcomes: (path, media type, amount spent)."""
    db = store.open_database(None)
    for path, media_type, spent in named:
        made = outcome(path, spent)
        source = Source(made.source.sha256, path, media_type, 1)
        assert made.document is not None
        made = replace(made, source=source, document=replace(made.document, source=source))
        store.write(db, made, "1")
        whereabouts.place_files(db, [(path, source.sha256, None)])
    return db


def issues(db: store.Database) -> list[str]:
    return [text for (text,) in db.execute("SELECT message FROM issues WHERE code = 'twin.differs' ORDER BY message")]


def test_readings_that_differ_are_an_issue_of_both() -> None:
    db = stored(("x/a.docx", "word", "80.5"), ("x/a.pdf", "pdf", "30.5"))
    assert twins.run(db) == twins.run(db) == 2
    assert issues(db) == [
        f"the same report reads otherwise in x/a.{suffix}: amounts 1 only here and 1 only there"
        for suffix in ("docx", "pdf")
    ]
    assert {row["issue_count"] for row in db.query("SELECT issue_count FROM documents")} == {2}


def test_the_same_title_body_and_year_are_the_same_report_too() -> None:
    assert len(twins.pairs(stored(("x/a.docx", "word", "80.5"), ("y/b.pdf", "pdf", "80.5")))) == 1


def test_two_files_of_one_format_are_no_twins() -> None:
    assert twins.pairs(stored(("x/a.docx", "word", "80.5"), ("x/b.docx", "word", "30.5"))) == set()


ROWS = [
    ["项目支出绩效自评表"],
    ["（2021年度）"],
    ["项目名称", "河道清淤资金", "主管部门", "青河县水利局"],
    ["项目资金（万元）", "全年预算数", "全年执行数", "执行率"],
    ["年度资金总额", 54, 50.25, 0.9306],
    ["一级指标", "三级指标", "年度指标值", "实际完成值"],
    ["产出指标", "清淤长度", "≥735公里", "735公里"],
]


def workbook(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet["D5"].number_format = "0.00%"
    book.save(path)


def page(path: Path, spent: str) -> None:
    printed = [[{50.25: spent, 0.9306: "93.06%"}.get(value, str(value)) for value in row] for row in ROWS]  # type: ignore[call-overload]
    lines, rows = printed[:2], printed[2:]
    table = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    text = "".join(f"<p>{line[0]}</p>" for line in lines)
    path.write_text(f"<html><body>{text}<table>{table}</table></body></html>", encoding="utf8")


@pytest.mark.parametrize(("spent", "count"), [("50.25", 0), ("50.26", 2)])
def test_a_workbook_and_a_page_of_one_name_are_compared(tmp_path: Path, spent: str, count: int) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    workbook(folder / "a.xlsx")
    page(folder / "a.html", spent)
    db = store.open_database(tmp_path / "x.db")
    assert build([folder], db).failed == []
    assert db.execute("SELECT count(*) FROM amounts").fetchone() == (4,)
    assert db.execute("SELECT count(*), max(unaccounted_share) FROM documents").fetchone() == (2, 0.0)
    assert len(issues(db)) == count
    db.close()
