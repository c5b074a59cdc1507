"""Columns of points that several people gave (专家1 | 专家2 | 平均分), or another than the body itself, beside the points that count."""

from dataclasses import replace

from extract.lexicons.grammar import pattern
from extract.tables.columns import Column
from schemas.folding import fold

_IGNORED, _SCORE, _REVIEW = (frozenset((role,)) for role in ("ignored", "score", "review"))


def settle_raters(columns: list[Column]) -> list[Column]:
    """The columns with those of raters settled: of several each is ignored and their mean the score, a single one the score; beside points
    that the body gave itself what others gave is a review."""
    raters = [column for column in columns if column.has("rater")]
    scores = [column for column in columns if column.has("score")]
    own = [column for column in scores if _said("points_of_body", column)] or _of_lowest_level(scores)
    if not raters and len(own) in (0, len(scores)):
        return columns
    counts = _REVIEW if own else _SCORE
    if len(raters) > 1:
        return [_beside_raters(column, counts) for column in columns]
    others = [*raters, *(column for column in scores if own and column not in own and _is_of_others(column))]
    return [replace(column, roles=_REVIEW if scores else _SCORE) if column in others else column for column in columns]


def _of_lowest_level(scores: list[Column]) -> list[Column]:
    """Of points that several levels of government gave (县级评分 | 市级评分) those of the lowest."""
    ranks = [rank for column in scores if (rank := _level(column))]
    return [column for column in scores if _level(column) == min(ranks)] if len(set(ranks)) > 1 else []


def _level(column: Column) -> int | None:
    match = pattern("tables", "points_of_level").match(column.text)
    return match.lastindex if match else None


def _is_of_others(column: Column) -> bool:
    return _said("points_of_others", column) or _level(column) is not None


def _beside_raters(column: Column, counts: frozenset[str]) -> Column:
    """A column beside those of several raters: the mean of their points counts, each of them and their sum do not."""
    if _said("mean_points", column) or (
        column.has("score") and not _said("points_of_body", column) and not _is_sum(column)
    ):
        return replace(column, roles=counts)
    return replace(column, roles=_IGNORED) if column.has("rater") or _is_sum(column) else column


def _is_sum(column: Column) -> bool:
    return _said("sum_of_points", column)


def _said(name: str, column: Column) -> bool:
    """Whether the label of a column's own cell is worded so."""
    return pattern("tables", name).search(fold(column.slot.text) if column.slot else column.text) is not None
