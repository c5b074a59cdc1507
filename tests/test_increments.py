"""What follows the changes of a finished database says the same as a build from nothing."""

import random
from pathlib import Path
from typing import Any

import pytest

from extract import audit, passages, rankings, statistics, store, twins
from extract.engine.build import Settings, build
from extract.rows import document_id
from schemas.records import Outcome, Region
from tests.outcomes import outcome

COUNTIES = ("石门县", "汨罗市", "湘阴县", "进贤县", "平江县", "华容县", "临湘市", "桃源县", "澧县")
TEXT = """{body}2022年度部门整体支出绩效自评报告

一、基本情况
{body}编制20人，实有{staff}人。{said}

二、资金使用情况
2022年基本支出{wan}.50万元。“三公”经费支出{wan}.2万元，其中公务接待费{wan}.2万元。
自评得分95分。

三、部门整体支出绩效情况
{own}
"""


def said(db: store.Database) -> list[Any]:
    """All that a database holds; of the full-text index which word stands where, not on which of its pages."""
    lines = [line for line in db.conn.iterdump() if not line.startswith('INSERT INTO "passages_')]
    db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, passages, instance)")
    words = db.execute("SELECT * FROM temp.words ORDER BY 1, 2, 3, 4").fetchall()
    sizes = db.execute("SELECT id, sz FROM passages_docsize ORDER BY 1").fetchall()
    db.execute("DROP TABLE temp.words")
    return [*lines, *words, *sizes]


def brought_up(db: store.Database, changes: store.Changes | None) -> None:
    audit.run(db, changes=changes)
    twins.run(db)
    store.finish(db, changes)


def fresh(held: list[Outcome]) -> store.Database:
    db = store.open_database(None)
    for each in held:
        store.write(db, each, "1")
    brought_up(db, None)
    return db


def pool(number: int) -> list[Outcome]:
    """Reports of a few bodies and of two provinces, each with figures of its own; the same body comes several times."""
    regions = [Region("湖南省", "岳阳市", None, "430600"), Region("江西省", "南昌市", "进贤县", "360124"), None]
    return [
        outcome(f"r{n}.docx", f"{60 + n % 40}.{n % 10}5", f"第{n % 7}{('水利', '教育')[n % 2]}局", regions[n % 3])
        for n in range(number)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_after_random_changes_a_database_says_what_a_new_one_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "SAMPLED_ROWS", (10, 100, 20_000)[seed % 3])
    chance = random.Random(seed)
    made = pool(30)
    held = {document_id(each.source.sha256): each for each in made[:20]}
    db = fresh(list(held.values()))
    for _ in range(5):
        changes = store.changes_to(db)
        for each in chance.sample(made, 3):
            name = document_id(each.source.sha256)
            if name in held and chance.random() < 0.6:
                store.forget(db, each.source.sha256, changes)
                del held[name]
            else:
                store.write(db, each, "1", changes)
                held[name] = each
        assert not store.is_finished(db)
        brought_up(db, changes)
        assert store.is_finished(db)
        assert said(db) == said(fresh(list(held.values())))


def test_a_document_that_says_something_else_now_leaves_nothing_behind() -> None:
    made = pool(12)
    db = fresh(made)
    changes = store.changes_to(db)
    store.write(db, made[3], "2", changes)
    store.forget(db, made[3].source.sha256, changes)
    store.write(db, made[3], "1", changes)
    brought_up(db, changes)
    assert said(db) == said(fresh(made))


def test_the_same_text_elsewhere_keeps_its_entry(tmp_path: Path) -> None:
    made = pool(4)
    db = fresh(made)
    shared = "SELECT passage FROM passage_blocks GROUP BY passage HAVING count(*) = 4 AND count(DISTINCT substr(block_id, 1, 16)) = 4"
    (entry,) = db.execute(shared + " LIMIT 1").fetchone()
    changes = store.changes_to(db)
    for each in made[:3]:
        store.forget(db, each.source.sha256, changes)
    brought_up(db, changes)
    assert db.execute("SELECT count(*) FROM passages WHERE rowid = ?", [entry]).fetchone() == (1,)
    changes = store.changes_to(db)
    store.forget(db, made[3].source.sha256, changes)
    brought_up(db, changes)
    assert db.execute("SELECT count(*) FROM passages").fetchone() == (0,)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(40):
        write(folder, number)
    return folder


def passage(number: int) -> str:
    """A long passage unlike those of other numbers."""
    return "".join(chr(0x4E00 + (number * 997 + index * 31) % 5000) for index in range(90)) + "。"


def write(folder: Path, number: int, said: str = "", own: int | None = None) -> None:
    text = TEXT.format(
        body=f"{COUNTIES[number % 9]}水利局",
        staff=15 + number % 10,
        wan=100 + number,
        said=said,
        own=passage(number if own is None else own),
    )
    (folder / f"{number}.txt").write_text(text, encoding="utf8")


def run(folder: Path, path: Path, **settings: Any) -> list[Any]:
    db = store.open_database(path)
    build([folder], db, Settings(workers=1, **settings))
    told = said(db)
    db.close()
    return told


def test_a_build_of_one_more_one_other_and_one_fewer_is_that_of_all(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(reports, tmp_path / "x.db")
    write(reports, 40)
    write(reports, 7, "\n另有借调3人。\n各项工作按期完成。")
    (reports / "20.txt").unlink()
    whole = run(reports, tmp_path / "new.db")
    for module in (passages, rankings):
        monkeypatch.setattr(module, "fill", lambda db: pytest.fail("filled anew"))
    assert run(reports, tmp_path / "x.db", prune=True) == whole


def test_where_many_change_all_is_filled_anew(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(reports, tmp_path / "x.db")
    for number in range(41, 48):
        write(reports, number)
    filled: list[str] = []
    real = passages.fill
    monkeypatch.setattr(passages, "fill", lambda db: (filled.append(""), real(db)))
    assert run(reports, tmp_path / "x.db") == run(reports, tmp_path / "new.db")
    assert len(filled) == 2


def test_a_build_cut_short_after_a_change_fills_anew(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(reports, tmp_path / "x.db")
    write(reports, 40)
    with monkeypatch.context() as patch:
        patch.setattr(twins, "run", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(reports, tmp_path / "x.db")
    assert run(reports, tmp_path / "x.db") == run(reports, tmp_path / "new.db")


def test_a_new_document_that_shares_a_passage_changes_what_is_found_of_another(reports: Path, tmp_path: Path) -> None:
    def shared() -> list[Any]:
        db = store.open_database(tmp_path / "x.db")
        query = """SELECT d.filename FROM findings f JOIN documents d ON d.id = f.document_id
            WHERE f.rule = 'boilerplate' ORDER BY 1"""
        names = [name for (name,) in db.execute(query).fetchall()]
        db.close()
        return names

    run(reports, tmp_path / "x.db")
    assert shared() == []
    write(reports, 40, own=6)
    assert run(reports, tmp_path / "x.db") == run(reports, tmp_path / "new.db")
    assert shared() == ["40.txt", "6.txt"]
    (reports / "40.txt").unlink()
    assert run(reports, tmp_path / "x.db", prune=True) == run(reports, tmp_path / "newer.db")
    assert shared() == []
