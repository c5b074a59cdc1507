"""Component scores said in sentences: points, with the full mark where it is told."""

import pytest

from extract.text.scores import stated_scores
from schemas.folding import fold

CASES = [
    ("其中：过程30分，得27.5分；产出30分，得28.5分。", [("process", 30, 27.5), ("output", 30, 28.5)]),
    ("各部分（过程30分得27.6分，产出30分得28分）得分较均衡。", [("process", 30, 27.6), ("output", 30, 28)]),
    ("其中：过程（满分30分）26.5分，产出（满分32分）31分。", [("process", 30, 26.5), ("output", 32, 31)]),
    (
        "其中：决策得分12.60分（满分15分）、过程得分16.86分（满分22分）。",
        [("decision", 15, 12.6), ("process", 22, 16.86)],
    ),
    ("其中：产出48分，效益29分。", [("output", None, 48), ("benefit", None, 29)]),
    ("资金执行9.4分（10分），产出指标47分（50分）。", [("budget_execution", 10, 9.4), ("output", 50, 47)]),
    ("其中执行率指标9.1分、产出指标46分。", [("budget_execution", None, 9.1), ("output", None, 46)]),
    ("决策18分（20分），管理16.5分（20分）。", [("decision", 20, 18), ("management", 20, 16.5)]),
    (
        "预算执行率满分10分，自评8.2分；产出指标满分50分，自评44分。",
        [("budget_execution", 10, 8.2), ("output", 50, 44)],
    ),
]


@pytest.mark.parametrize(("text", "told"), CASES)
def test_components_are_read_with_the_full_mark_that_is_told(
    text: str, told: list[tuple[str, float | None, float]]
) -> None:
    found = [(each.component, each.weight, each.score) for each in stated_scores(fold(text))]
    assert [(code, weight and float(weight), score and float(score)) for code, weight, score in found] == told


def test_points_under_a_heading_with_its_full_mark_are_those_of_its_component() -> None:
    (found,) = stated_scores(fold("得15.4分。主要扣分点是支付不及时，扣1.6分。"), title="过程指标（20分）")
    assert (found.component, found.weight, float(found.score or 0)) == ("process", 20, 15.4)


@pytest.mark.parametrize("project", [None, "乡村道路养护项目"])
@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("自评总分100分，自评得分97.8分。", 97.8),
        ("部门整体支出自评总分100分，得分93分，等级为“优”。", 93),
        ("评价总分100分，90分（含）以上为优，80分（含）至90分为良。综合得分84.2分。", 84.2),
        ("自评总分100分。", 100),
        ("评价总分为100分，等级分为优、良、中、差四档。经评价，最终得分86.5分。", 86.5),
        ("经自评，部门整体支出得分98分。", 98),
        ("投入（15分）得13分，过程（25分）得23分，自评得分合计91.5分。", 91.5),
    ],
)
def test_the_full_mark_before_a_score_is_none(text: str, score: float, project: str | None) -> None:
    declared = [each for each in stated_scores(fold(text), project) if each.component == "declared"]
    assert [float(each.score or 0) for each in declared] == [score]


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("2023年支出512万元，预算执行率98.2%。", [98.2]),
        ("2022年安排480万元，执行率91.5%；今年规模有所增加。", []),
        ("截至2024年1月31日支付492万元，资金执行率96.1%。", [96.1]),
        ("质量指标：补助标准执行率100%。", []),
        ("补助在规定时间内支付率97%。", []),
        ("二是管护补助支出186万元，执行率88.4%。", []),
    ],
)
def test_a_projects_rate_is_that_of_all_its_money_in_the_year(text: str, rates: list[float]) -> None:
    told = stated_scores(fold(text), "林业草原生态保护恢复资金", year=2023)
    assert [float(each.rate) for each in told if each.rate is not None] == rates


def test_a_scheme_gives_no_points() -> None:
    assert not list(stated_scores(fold("评价采用百分制，设决策20分、过程20分、产出30分、效益30分。")))
    assert not list(stated_scores(fold("权重设置为预算执行10分、产出50分、效益30分、满意度10分。")))


@pytest.mark.parametrize(
    "text",
    [
        "我局自评得分90.6分。其中，预算执行率96.60%，得9.66分。",
        "1.预算执行率96.60%，其中财政拨款支出全部执行完毕。",
        "（2）预算执行率96.60%。",
    ],
)
def test_the_rate_of_a_departments_budget_is_told_by_its_points_or_alone(text: str) -> None:
    assert [float(each.rate) for each in stated_scores(fold(text)) if each.rate is not None] == [96.6]
