"""The line of the budget's execution in forms: full mark, rate and points, wherever its figures stand."""

import pytest

from tests.test_score_tables import scores_of

_MONEY = "| 项目 | 年初预算 | 调整预算 | 决算 |\n| 支出合计 | 30 | 33 | 30 |\n"


@pytest.mark.parametrize(
    "rows",
    [
        """| 资金（万元） |  | 预算数 | 执行数 | 分值 | 执行率 | 得分 | 计算方法 |
| ^ | 年度资金总额 | 33 | 30 | 10 | 90.91% | 9.09 | 执行率乘以分值，不得超过上限。 |""",
        _MONEY + "| 预算执行率 | 90.91% | 分值 | 10 |\n| 得分 | 9.09 |  |  |",
        _MONEY + "| 预算执行率 | 90.91% | 分值：10分 | 得分：9.09分 |",
        _MONEY + "| 预算执行率：90.91% | 分值：10 | 得分：9.09 <2 |",
        _MONEY + "| 预算执行率90.91%，分值10分，得分9.09分 <4 |",
        "| 部门预算 | 预算数 | 33 | 执行数 | 30 | 预算执行率 90.91%  分值 10 | 得分 9.09分 |",
        "| 全年预算 | 33 | 全年执行 | 30 |\n| 预算执行率（%） | 90.91 | 执行率得分（10分） | 9.09 |",
        "| 预算执行情况 | 预算（万元） | 33 | 实际支出（万元） | 30 | 执行率 | 90.91% |\n| ^ | 分值 | 10 | 得分 | 9.09 |  |  |",
        """| 预算金额（万元） | 33 | 实际支出金额（万元） | 30 | 预算执行率 | 90.91% |
| 其中：财政拨款 | 33 | 其中：财政拨款 | 30 | 分值 | 10 |
| 单位自筹 | 0 | 单位自筹 | 0 | 得分 | 9.09 |""",
        """| 资金来源 | 合计 | 一般公共预算 | 政府性基金 |
| 调整后预算 | 33 | 23 | 10 |
| 实际支出 | 30 | 20 | 10 |
| 执行率 | 90.91% | 86.96% | 100% |
| 分值 | 10 | — | — |
| 得分 | 9.09 | — | — |""",
    ],
)
def test_the_line_of_execution_is_put_together_from_wherever_its_figures_stand(rows: str) -> None:
    assert scores_of(rows) == ["budget_execution 10 9.09 90.91"]


@pytest.mark.parametrize("label", ["支付率", "资金支出率", "项目支出率", "预算执行率"])
def test_answers_behind_a_rate_leave_it_the_rate_of_the_whole(label: str) -> None:
    rows = f"| 到位资金（万元） | 820 | 支付资金（万元） | 738 |\n| {label} | 90% | 自评得分 | 94.5 | 自评等级 | 优 |"
    assert scores_of(rows) == ["budget_execution None None 90", "declared None 94.5 None"]


@pytest.mark.parametrize(
    "rows",
    [
        "| 项目资金执行率 | 90% | 三公经费执行率 | 80% |",
        "| 设备完成率 | 90% | 得分 | 9 |",
    ],
)
def test_points_of_a_form_and_rates_of_parts_are_none_of_that_line(rows: str) -> None:
    assert not any(line.startswith("budget_execution") for line in scores_of(rows))


def test_the_sum_of_projects_with_full_mark_and_points_is_the_line_of_execution() -> None:
    rows = """| 任务名称 | 预算数 | 执行数 | 分值 | 执行率 | 得分 |
| 供水保障 | 20 | 18 | — | 90% | — |
| 水土保持 | 10 | 10 | — | 100% | — |
| 金额合计 | 30 | 28 | 10 | 93.33% | 9.33 |"""
    assert scores_of(rows) == ["budget_execution 10 9.33 93.33"]
    assert scores_of(rows.replace(" 10 | 93.33% | 9.33 |", " — | 93.33% | — |")) == []


def test_answers_behind_the_line_are_read_and_points_behind_a_full_mark_are_its_own() -> None:
    assert scores_of("| 预算执行率 | 90.91% | 自评得分 | 92.5 |") == [
        "budget_execution None None 90.91",
        "declared None 92.5 None",
    ]
    assert scores_of("| 预算执行率 | 90.91% | 分值 | 10 | 自评得分 | 9.09 |") == ["budget_execution 10 9.09 90.91"]
