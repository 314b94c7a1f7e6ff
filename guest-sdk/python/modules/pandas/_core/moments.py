"""Correlations of two lists, worked out as pandas does for the columns of a DataFrame."""

from __future__ import annotations

import math


def pearson(a: list[float], b: list[float]) -> float:
    """Welford's way, one pair after the other."""
    mean_a = mean_b = square_a = square_b = between = 0.0
    count = 0
    for x, y in zip(a, b):
        count += 1
        dx, dy = x - mean_a, y - mean_b
        mean_a += 1.0 / count * dx
        mean_b += 1.0 / count * dy
        square_a += (x - mean_a) * dx
        square_b += (y - mean_b) * dy
        between += (x - mean_a) * dy
    below = math.sqrt(square_a * square_b)
    if below == 0 or count < 1:
        return math.nan
    return between / below


def spearman(a: list[float], b: list[float]) -> float:
    """Pearson's of the ranks."""
    from . import columns as cols
    from .ranking import ranks

    if not a:
        return math.nan
    return pearson(ranks(cols.column(a), "average"), ranks(cols.column(b), "average"))


def welford(a: list[float], b: list[float], ddof: int) -> float:
    """The covariance, one pair after the other."""
    mean_a = mean_b = between = 0.0
    count = 0
    for x, y in zip(a, b):
        count += 1
        dx, dy = x - mean_a, y - mean_b
        mean_a += 1.0 / count * dx
        mean_b += 1.0 / count * dy
        between += (x - mean_a) * dy
    return between / (count - ddof) if count > ddof else math.nan
