"""The views across documents, on a few rows each."""

from typing import Any

import pytest

from extract import rankings, store
from tests.conftest import fill

BODY = {"id": "430726.石门县水利局", "name": "石门县水利局", "province": "湖南省", "sector": "water"}
YEARS = [{"organization_id": BODY["id"], "fiscal_year": 2021}, {"organization_id": BODY["id"], "fiscal_year": 2022}]


def rows(db: store.Database, view: str) -> list[dict[str, Any]]:
    return list(db.query(f"SELECT * FROM {view}"))


def test_a_figure_stated_otherwise_a_year_later(fresh_db: store.Database) -> None:
    fresh_db.table("organizations").insert(BODY)
    amounts = [
        {"item": "basic", "wan": 90, "year": 2021, "at": "t0.r1.c1"},
        {"item": "project", "wan": 10, "year": 2021, "at": "t0.r2.c1"},
        {"item": "basic", "wan": 91.5, "year": 2021, "of": 1, "at": "t1.r1.c1"},
        {"item": "project", "wan": 10, "year": 2021, "of": 1, "at": "t1.r2.c1"},
    ]
    fill(fresh_db, {"evaluations": YEARS, "amounts": amounts})
    rankings.fill(fresh_db)
    (found,) = rows(fresh_db, "v_restated")
    assert (found["当年所写万元"], found["后来所写万元"], found["相差万元"]) == (90, 91.5, 1.5)


def test_a_body_over_the_years_and_among_its_peers(fresh_db: store.Database) -> None:
    fresh_db.table("organizations").insert(BODY)
    amounts = [
        {"item": "total", "measure": "budget", "wan": 100, "at": "t0.r1.c1"},
        {"item": "total", "wan": 80, "at": "t0.r1.c2"},
        {"item": "three_public", "wan": 5, "at": "t0.r2.c1"},
        {"item": "total", "wan": 3, "institution": "服务中心", "at": "t0.r3.c1"},
    ]
    staff = [{"category": "establishment", "count": 22}, {"category": "actual", "count": 20}]
    fill(
        fresh_db,
        {"evaluations": [{**YEARS[1], "total_score": 100, "grade": "优"}], "amounts": amounts, "personnel": staff},
    )
    (year,) = rows(fresh_db, "v_body_years")
    assert (year["执行率"], year["编制"], year["在职"], year["人均三公万元"]) == (80, 22, 20, 0.25)
    rankings.fill(fresh_db)
    (peers,) = rows(fresh_db, "v_peers")
    assert [peers[name] for name in ("职能", "省", "年度")] == [year[name] for name in ("职能", "省", "年度")]
    assert (peers["评价数"], peers["满分占比"], peers["评优占比"], peers["平均发现"]) == (1, 100, 100, 0)
    figures = ("平均执行率", "人均三公平均万元", "人均三公最高万元", "平均得分", "最低得分")
    assert [peers[name] for name in figures] == [80, 0.25, 0.25, 100, 100]


@pytest.mark.parametrize(
    ("target", "actual", "column"),
    [
        ("≥10家", "15家", "超额"),
        ("显著提升", "得到提升", "定性"),
        ("达 5家", "达5家", "照抄"),
        ("≥10家", "9家", "未达标"),
    ],
)
def test_what_makes_a_target_soft(fresh_db: store.Database, target: str, actual: str, column: str) -> None:
    fill(fresh_db, {"indicators": [{"level3": "数量", "target": target, "actual": actual}, {"level3": "质量"}]})
    (found,) = rows(fresh_db, "v_target_softness")
    assert found["指标数"] == 1
    assert {name for name in ("超额", "定性", "照抄", "未达标") if found[name]} == {column}
