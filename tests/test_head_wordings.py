"""Labels that stand beside their answer and that no list names are told by their wording."""

import pytest

from extract.tables.columns import parse_header
from extract.tables.heads import head_key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("区属主管部门", "competent_department"),
        ("具体承担单位名称", "implementing_unit"),
        ("支持项目（资金）名称", "project"),
        ("上报单位名称", "organization"),
        ("部门（单位）全称", "organization"),
        ("填写时间", "date"),
        ("部门绩效得分", "declared"),
        ("最终考评等级", "grade"),
        ("第三方核查得分", "review"),
        ("单位意见", "ignored"),
        ("培训单位数量", None),
        ("发放时间", None),
        ("年度预期目标", "goal_expected"),
        ("总体绩效目标", None),
        ("年度目标实现情况", "goal_actual"),
        ("本单位", None),
    ],
)
def test_a_label_beside_its_answer_is_told_by_its_wording(label: str, key: str | None) -> None:
    assert head_key(label) == key


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("下属机构名称", "institution"),
        ("考核内容", "levels"),
        ("单位自评分数", "score"),
        ("部门绩效目标", "target"),
        ("备注（未完成原因）", "deviation"),
        ("资金到位率", "ignored"),
        ("实际支付", "actual"),
        ("全年完成", "goal_actual"),
        ("目标内容", "goal_expected"),
        ("一级指标得分", "level1_score"),
    ],
)
def test_a_header_is_told_by_its_wording(label: str, role: str) -> None:
    assert parse_header(label).has(role)
