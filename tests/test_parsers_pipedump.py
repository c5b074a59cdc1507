"""Dumps whose cells end in a bar, and layouts that cannot be told apart: what is read, and that nothing is made up."""

import pytest

from extract import pipeline
from parsers import parse
from schemas.document import Document, Source


def document_of(text: str) -> Document:
    data = text.encode()
    return parse(data, Source("0" * 64, "dump.txt", "text/plain", len(data)))


def rows_of(document: Document) -> list[list[str]]:
    return [[slot.text for slot in table.row(row)] for table in document.tables for row in range(table.n_rows)]


DUMPS = {
    "a row a line, blank cells kept": ("项目 | 预算数 | 决算数 |\n公务接待费 | | 1.36 |\n", [["项目", "预算数", "决算数"], ["公务接待费", "", "1.36"]]),
    "a merged cell running on leaves the first one blank": ("项目资金 | 年初预算数 | 执行数 |\n | 年度资金总额 | 20 |\n", [["项目资金", "年初预算数", "执行数"], ["", "年度资金总额", "20"]]),
    "framed by bars, with a rule below the header": ("| 项目 | 决算数 |\n|---|---|\n| 公务接待费 | 1.36 |\n", [["项目", "决算数"], ["公务接待费", "1.36"]]),
    "a cell a line, double bars where a row ends": ("项目 |\n决算数 |\n||\n公务接待费 |\n|\n||\n", [["项目", "决算数"], ["公务接待费", ""]]),
    "full-width bars": ("项目｜决算数｜单位\n水费｜1.2｜万元\n", [["项目", "决算数", "单位"], ["水费", "1.2", "万元"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", DUMPS)
def test_cells_that_end_in_bars_are_a_table(name: str) -> None:
    text, expected = DUMPS[name]
    document = document_of(f"某县水利局三公经费表\n{text}注：以上为决算数。\n")
    assert rows_of(document) == expected
    assert [paragraph.text for paragraph in document.paragraphs] == ["某县水利局三公经费表", "注：以上为决算数。"]
    assert document.ledger is not None
    assert document.ledger.unaccounted_chars == 0


@pytest.mark.parametrize(
    "text",
    [
        "一行里只有一个|的说明\n再来一行\n",
        "项目 |\n决算数 |\n公务接待费 |\n1.36 |\n",
        "首页 | 政务公开 | 财政信息\n正文没有表格。\n",
    ],
)
def test_bars_that_make_no_rows_stay_text(text: str) -> None:
    assert not document_of(text).tables


def test_a_form_laid_out_with_bars_is_read() -> None:
    outcome = pipeline.extract(
        document_of(
            "项目支出绩效自评表\n（2022年度）\n项目名称 | 渠道维修 | | | | |\n实施单位 | 泾阳县水利站 | | | | |\n"
            "项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |\n | 年度资金总额 | | 20 | 19 | 95% |\n"
            "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |\n产出指标 | 数量指标 | 维修渠道 | ≥3公里 | | 50 |\n"
        )
    )
    (each,) = outcome.evaluations
    assert (each.project, each.organization, each.fiscal_year) == ("渠道维修", "泾阳县水利站", 2022)
    assert [(row.measure, row.yuan) for row in each.amounts] == [("budget", 200000), ("actual", 190000)]
    assert [(row.level3, row.target, row.actual, row.score) for row in each.indicators] == [
        ("维修渠道", "≥3公里", None, 50)
    ]


UNDIVIDED = {
    "a sheet on one line": "项目支出绩效自评表 （2022年度） 项目名称 渠道维修 项目资金（万元） 年初预算数 全年预算数 全年执行数 年度资金总额 20 20 19 10 95% 9.5",
    "glued without separators": "2022年度项目自评表\n年度资金总额202019 1095%9.5产出指标数量指标补贴渔船数6620质量指标发放率100%100%10总分90",
    "values away from their labels": "2022年度项目自评表\n一级指标\n二级指标\n三级指标\n年度资金总额\n维修渠道\n20\n20\n19\n≥3公里\n3公里\n50",
}  # fmt: skip


@pytest.mark.parametrize("name", UNDIVIDED)
def test_nothing_is_made_up_of_a_layout_that_lost_its_cells(name: str) -> None:
    for each in pipeline.extract(document_of(UNDIVIDED[name])).evaluations:
        assert (*each.amounts, *each.indicators, *each.goals, *each.personnel, *each.scores) == ()
