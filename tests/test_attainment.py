"""Targets against results: decided where the texts decide it, else not."""

from decimal import Decimal

import pytest

from extract.attainment import attained


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥95%", "96.5%", True), ("≥95%", "94%", False), ("95%以上", "95%", True), ("≤5天", "6天", False),
        ("达35家", "36家", True), ("35家", "28家", False), ("35家", "290家", True), ("100%", "98%", False),
        ("2次，无新增欠款", "2次，无新增", True), ("2次，无新增欠款", "1次，无新增", False), ("8亿", "8亿元", True),
        ("≥8000万元", "0.9亿元", True), ("15家", "16家（含续办）", True), ("8-10家", "12家", True), ("8-10家", "7家", False),
        ("2023年12月31日", "2023年12月31日前", True), ("2023年12月底前", "2023年11月", True),
        ("2023年6月30日前", "2023年7月2日", False), ("12月底前", "11月底", True), ("6月", "8月", False),
        ("2023年底", "2023年12月20日", True), ("2023年底", "2024年4月", False),
    ],
)  # fmt: skip
def test_what_the_texts_decide(target: str, actual: str, met: bool) -> None:
    found = attained(target, actual)
    assert found is not None
    assert found.met is met


@pytest.mark.parametrize(
    ("target", "actual", "name"),
    [
        ("进一步提升", "得到进一步提升", None), ("≥95%", "10", None), ("≥5人", "3期", None), (None, "5", None),
        ("培训2次，培训200人次", "培训2次，培训200余人次", None), ("5次", "8次", "投诉次数"), ("706.73", "706.93", None),
        ("20万元", "9.05万元", "补助资金"), ("2023年全年", "完成", None), ("35家", "完成关停搬迁任务", None),
        ("7.0%", "工业增产值同比增长5%，经济总量稳居全省第二", None), ("100天", "90天", "办理时限"),
    ],
)  # fmt: skip
def test_what_they_do_not_decide_stays_open(target: str | None, actual: str, name: str | None) -> None:
    assert attained(target, actual, name) is None


def test_the_ratio_is_of_amounts_in_one_unit() -> None:
    found = attained("≥8000万元", "1.2亿元")
    assert found is not None
    assert found.ratio == Decimal("1.5")
