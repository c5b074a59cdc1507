"""Head-counts are read by what the labels on both axes mean, in whatever layout they stand."""

from pathlib import Path

import pytest

from extract.tables.header import match_header
from extract.tables.reader import read_table
from extract.tables.reading import Reading, Setting
from extract.tables.staff_header import divide
from extract.tables.staff_labels import Said, category_of, merged, said
from schemas.datafile import parse_yaml
from tests.forms_notation import table_of

LAYOUTS = parse_yaml((Path(__file__).parent / "examples" / "staff_layouts.yaml").read_text(encoding="utf8"))


def reading_of(rows: str, caption: str = "") -> Reading:
    return read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023, caption=caption))


def counts_of(reading: Reading) -> set[str]:
    return {
        f"{row.category} {row.count} {row.institution or ''}".strip() + (f" in {row.year}" if row.year != 2023 else "")
        for row in reading.personnel
    }


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_yields_what_its_labels_say(layout: str) -> None:
    given = LAYOUTS[layout]
    reading = reading_of(given["table"], given.get("caption", ""))
    assert counts_of(reading) == {" ".join(str(line).split()) for line in given["counts"]}
    assert len(reading.personnel) == len(given["counts"])
    assert [f"{row.item} {row.yuan:f} {row.institution or ''}".strip() for row in reading.amounts] == given.get(
        "money", []
    )


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("编制数（人）", "establishment"),
        ("实有编制数", "establishment"),
        ("编制内实有人数", "actual"),
        ("事业在职人数", "institution_staff"),
        ("行政编制", "establishment.civil_servant"),
        ("事业编制（含参公）", "establishment.institution_staff"),
        ("年末在册职工", "actual"),
        ("参公事业人员", "reference_managed"),
        ("劳务派遣", "temporary"),
        ("在职人员控制率", "control_rate"),
        ("空编数", None),
        ("在职人员增减", None),
        ("年初实有人数", "actual"),
        ("领导职数", None),
        ("财政供养率", None),
        ("其他", None),
        ("行政事业编制", None),
        ("县行政服务中心", None),
        ("财政供养人员", None),
    ],
)
def test_a_label_alone_means_what_its_words_say(label: str, meant: str | None) -> None:
    assert category_of(Said(), said(label)) == meant


@pytest.mark.parametrize(
    ("row", "column", "meant"),
    [
        (["行政人员"], ["编制数"], "establishment.civil_servant"),
        (["行政编制"], ["实有数"], "civil_servant"),
        (["在职人员"], ["编制数"], "establishment"),
        (["合计"], ["年末实有数"], "actual"),
        ([], ["行政编制", "实有"], "civil_servant"),
        ([], ["实有人数", "离退休", "离休"], "retired_cadre"),
        (["退休人员"], ["编制数"], None),
        (["事业"], ["行政"], None),
        (["行政"], ["控制率"], "control_rate"),
        (["其他"], ["编制数"], None),
        ([], ["本年减少", "退休"], None),
        (["编制数"], ["财政拨款事业单位", "参（依）公管理"], "establishment.reference_managed"),
        (["在职人数"], ["财政拨款事业单位", "其他"], "institution_staff"),
        (["退休人数"], ["行政单位"], "retired"),
        (["编外人员"], ["行政"], None),
    ],
)
def test_both_axes_together_say_what_is_counted(row: list[str], column: list[str], meant: str | None) -> None:
    assert category_of(merged(map(said, row)), merged(map(said, column))) == meant


def test_a_kind_that_nothing_else_tells_of_goes_with_the_title_of_the_table() -> None:
    rows = "| 单位 | 行政 | 事业 |\n| 局机关 | 20 | 2 |\n| 总站 | 0 | 25 |"
    assert "establishment.civil_servant 20 局机关" in counts_of(reading_of(rows, caption="人员编制情况表"))
    assert "civil_servant 20 局机关" in counts_of(reading_of(rows, caption="在职人员情况表"))


def test_figures_under_labels_that_are_not_understood_give_no_count_and_are_reported() -> None:
    reading = reading_of("| 单位 | 编制数 | 实有数 | 骨干 |\n| 局机关 | 22 | 21 | 7 |\n| 总站 | 25 | 24 | 9 |")
    assert counts_of(reading) == {
        "establishment 22 局机关", "actual 21 局机关", "establishment 25 总站", "actual 24 总站",
    }  # fmt: skip
    assert {issue.message for issue in reading.issues} == {"cell not read: '7'", "cell not read: '9'"}


@pytest.mark.parametrize(
    "rows",
    [
        ["| 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |", "| 产出指标 | 在职人员培训人数 | 100 | 120 |"],
        ["| 项目 | 预算数 | 决算数 |", "| 在职人员经费 | 120 | 118 |", "| 退休人员经费 | 20 | 18 |"],
        ["| 班级 | 学生人数 | 教师人数 |", "| 一班 | 40 | 3 |"],
    ],
)
def test_tables_that_tell_of_something_else_are_no_staff_tables(rows: list[str]) -> None:
    header = match_header(table_of(rows), 0)
    assert header is None or header.kind != "staff"


@pytest.mark.parametrize(
    ("upper", "lower", "parents"),
    [
        (
            ["单位", "编制", "实有", "编外"],
            ["", "行政", "事业", "计", "行政", "事业", "计", ""],
            [0, 1, 1, 1, 2, 2, 2, 3],
        ),
        (
            ["单位", "编制", "实有在职", "离退休", "编外"],
            ["", "行政", "事业", "计", "行政", "事业", "计", "离休", "退休", ""],
            [0, 1, 1, 1, 2, 2, 2, 3, 3, 4],
        ),
        (["单位", "编制", "离退休"], ["", "小计", "行政", "离休", "退休"], [0, 1, 1, 2, 2]),
        (["单位", "编制"], ["行政"], None),
    ],
)
def test_a_header_without_spans_is_divided_where_labels_repeat(
    upper: list[str], lower: list[str], parents: list[int] | None
) -> None:
    assert divide(upper, lower) == parents


def test_counts_stand_among_the_answers_of_a_form() -> None:
    rows = "| 部门名称 | 某县水利局 <3 | 编制数/实有数 | 48/45 |\n| 人员编制 | 行政7名、事业41名 | 实有人员 | 行政7名、事业38名、退休21名 <3 |"
    assert counts_of(reading_of(rows)) == {
        "establishment 48", "actual 45", "establishment.civil_servant 7", "establishment.institution_staff 41",
        "civil_servant 7", "institution_staff 38", "retired 21",
    }  # fmt: skip


def test_money_beside_head_counts_has_labels_of_its_own() -> None:
    reading = reading_of(
        "| 人员类别 | 编制数 | 实有数 | 控制率 | 支出项目 | 预算数 | 决算数 |\n| 行政人员 | 15 | 14 | 93.33% | 基本支出 | 280.40 | 275.77 |\n"
        "| 事业人员 | 96 | 90 | 93.75% | 其中：人员经费 | 260.15 | 258.90 |\n| 合计 | 111 | 104 | 93.69% | 项目支出 | 67.00 | 61.45 |"
    )
    assert {f"{row.item} {row.measure} {row.yuan:f}" for row in reading.amounts} == {
        "basic budget 2804000.00", "basic actual 2757700.00", "basic.personnel budget 2601500.00", "basic.personnel actual 2589000.00",
        "project budget 670000.00", "project actual 614500.00",
    }  # fmt: skip
    assert len(reading.personnel) == 9


def test_a_row_of_one_label_names_the_unit_of_the_rows_below() -> None:
    reading = reading_of(
        "| 人员类别 | 编制数 | 年末实有数 | 备注 |\n| 局机关 <4 |\n| 行政人员 | 28 | 27 | |\n| 工勤人员 | 3 | 2 | |\n"
        "| 县福利院 <4 |\n| 事业人员 | 45 | 41 | |\n| 全部单位合计 <4 |\n| 事业人员 | 45 | 41 | |"
    )
    told = {(row.institution, row.category, int(row.count)) for row in reading.personnel}
    assert told == {
        ("局机关", "establishment.civil_servant", 28), ("局机关", "civil_servant", 27),
        ("局机关", "establishment.worker", 3), ("局机关", "worker", 2),
        ("县福利院", "establishment.institution_staff", 45), ("县福利院", "institution_staff", 41),
        (None, "establishment.institution_staff", 45), (None, "institution_staff", 41),
    }  # fmt: skip
