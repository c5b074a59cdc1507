"""What a heading is on, by its words, its place and whose report it stands in."""

import pytest

from extract.section_kinds import kind_of

CASES = [
    # title, kinds above, first heading below, report of one project -> kind
    ("专项经费到位及使用情况", ["overview"], "", True, "other"),
    ("专项经费到位及使用情况", ["performance"], "", True, "performance"),
    ("补助资金管理使用情况", [], "", True, "performance"),
    ("专项资金安排与分配情况", ["project_expenditure"], "", False, "project_expenditure"),
    ("项目组织实施与监管", [], "", False, "performance"),
    ("部门年度预算收支", ["overview"], "", False, "other"),
    ("本单位预算编制情况", ["overview"], "", False, "other"),
    ("岗位及人员编制情况", ["overview"], "", False, "staffing"),
    ("单位自评情况", [], "自评结论", False, "conclusion"),
    ("单位自评情况", [], "自评组织", False, "performance"),
    ("绩效自评结论", ["performance"], "", False, "conclusion"),
    ("存在的主要问题", ["conclusion", "performance"], "", False, "problems"),
    ("各项目自评结果", ["performance"], "", False, "performance"),
    ("办公经费缺口偏大", ["problems"], "", False, "problems"),
    ("评价情况分析和总体结论", [], "", False, "performance"),
    ("部门机构设置、编制", ["overview"], "", False, "staffing"),
    ("单位机构设置与主要职能", [], "", False, "overview"),
    ("整体支出资金使用单位概况", [], "", False, "overview"),
    ("其他佐证材料", ["performance"], "", False, "other"),
    ("改进措施及建议", [], "", False, "suggestions"),
    ("目标未完成的主要原因", ["performance"], "", False, "improvements"),
]


@pytest.mark.parametrize(("title", "above", "below", "of_project", "kind"), CASES, ids=lambda each: str(each)[:20])
def test_a_heading_is_of_the_kind_that_words_and_place_tell(
    title: str, above: list[str], below: str, of_project: bool, kind: str
) -> None:
    assert kind_of(title, above, below, of_project) == kind
