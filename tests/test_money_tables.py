"""Money in tables: what a column or row is of, where lists, sides and attributes stand beside each other."""

import pytest

from extract.tables.columns import parse_header
from extract.tables.reader import read_table
from extract.tables.reading import Setting
from tests.forms_notation import table_of


def amounts_of(rows: str) -> list[str]:
    read = read_table(table_of(rows.strip().split("\n")), Setting(0, fiscal_year=2023))
    return [f"{row.item} {row.label} {row.measure} {row.raw} {row.institution or ''}".strip() for row in read.amounts]


def test_sums_are_of_the_side_whose_columns_they_stand_under() -> None:
    rows = """
| 预算执行情况（万元） | 预算收入 <2 | 预算支出 <2 |
| ^ | 年初预算 | 决算 | 年初预算 | 决算 |
| 财政拨款 | 100 | 118 |  |  |
| 基本支出 |  |  | 60 | 61 |
| 合计 | 100 | 118 | 60 | 61 |"""
    assert [line.split()[0] for line in amounts_of(rows)] == [
        "source.fiscal", "source.fiscal", "basic", "basic", "income", "income", "expenditure", "expenditure",
    ]  # fmt: skip


def test_a_column_of_items_beside_projects_only_tells_of_each() -> None:
    rows = """
| 序号 | 项目名称 | 资金性质 | 预算金额 | 执行金额 | 结转结余 |
| 1 | 养老服务补助 | 一般公共预算 | 100 | 98 | 2 |
| 2 | 救助经费 | 政府性基金 | 20 | 20 | 0 |
| 合计 |  |  | 120 | 118 | 2 |"""
    assert amounts_of(rows) == [
        "project.named 养老服务补助 budget 100", "project.named 养老服务补助 actual 98",
        "project.named 救助经费 budget 20", "project.named 救助经费 actual 20",
        "project 合计 budget 120", "project 合计 actual 118",
    ]  # fmt: skip


def test_those_who_use_a_fund_have_their_shares_of_it() -> None:
    rows = """
| 资金分配明细 | 资金使用单位 | 分配金额 | 实际支出 |
| ^ | 县福利院 | 50 | 48 |
| ^ | 合计 | 50 | 48 |"""
    assert amounts_of(rows) == [
        "total 县福利院 budget 50 县福利院", "total 县福利院 actual 48 县福利院", "total 合计 budget 50", "total 合计 actual 48",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "measure"),
    [("追加（调减）数", "change"), ("预算追加金额", "change"), ("分配资金", "budget"), ("调整后预算数", "budget")],
)
def test_what_was_added_is_a_change_and_what_came_of_it_a_budget(label: str, measure: str) -> None:
    assert parse_header(label).measure == measure


def test_a_whole_sum_called_a_budget_is_one_and_so_are_its_parts_below() -> None:
    rows = """
| 预算执行情况 | 预算支出总额 | 100 | 执行数 | 95 |
| ^ | 其中：基本支出 | 60 | 其中：基本支出 | 58 |"""
    assert amounts_of(rows) == [
        "total 预算支出总额 budget 100", "total 执行数 actual 95", "basic 基本支出 budget 60", "basic 基本支出 actual 58",
    ]  # fmt: skip
