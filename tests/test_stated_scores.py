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


def test_the_full_mark_before_a_score_is_none() -> None:
    declared = [each for each in stated_scores(fold("自评总分100分，自评得分97.8分。")) if each.component == "declared"]
    assert [float(each.score or 0) for each in declared] == [97.8]


def test_a_scheme_gives_no_points() -> None:
    assert not list(stated_scores(fold("评价采用百分制，设决策20分、过程20分、产出30分、效益30分。")))
