"""Sums, means and spreads of raw values, added up in numpy's order so that their last bits are numpy's."""

from __future__ import annotations

import math
from typing import Any

from ._dtypes import FLOAT64, INT64, NAT, OBJECT, TIMEDELTA, UINT64, dtype
from ._elementwise import float_div


def pairwise_sum(data: Any) -> float:
    """The sum of floats in numpy's order: eight at a time in blocks of 128, halves above."""
    n = len(data)
    if n < 8:
        total = -0.0 if n else 0.0
        for value in data:
            total += value
        return total if n else 0.0
    if n <= 128:
        r = list(data[:8])
        whole = n - n % 8
        for at in range(8, whole, 8):
            for lane in range(8):
                r[lane] += data[at + lane]
        total = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
        for value in data[whole:]:
            total += value
        return total
    half = n // 2
    half -= half % 8
    return pairwise_sum(data[:half]) + pairwise_sum(data[half:])


def sum_of(data: Any, of: dtype) -> tuple[Any, dtype]:
    """The sum."""
    match of.kind:
        case "b":
            return sum(data), INT64
        case "i":
            return _wrapped(sum(data), INT64), INT64
        case "u":
            return _wrapped(sum(data), UINT64), UINT64
        case "f":
            return pairwise_sum(data), of
        case "m":
            return (NAT if NAT in data else sum(data)), TIMEDELTA
        case "O":
            total: Any = 0
            for at, value in enumerate(data):
                total = value if at == 0 else total + value
            return total, OBJECT
    raise TypeError(f"the sum of {of} is not there")


def _wrapped(value: int, to: dtype) -> int:
    from ._dtypes import wrap

    return wrap(value, to)


def mean_of(data: Any, of: dtype) -> tuple[Any, dtype]:
    """The mean; NaN of nothing."""
    n = len(data)
    if of.kind == "O":
        return (sum_of(data, of)[0] / n if n else math.nan), OBJECT
    if of.kind == "m":
        return (NAT if NAT in data or not n else sum(data) // n), TIMEDELTA
    if of.kind not in "biuf":
        raise TypeError(f"the mean of {of} is not there")
    total = pairwise_sum(data) if of.kind == "f" else pairwise_sum([float(value) for value in data])
    return float_div(total, float(n)), (of if of.kind == "f" else FLOAT64)


def variance_of(data: Any, of: dtype, ddof: int = 0) -> tuple[Any, dtype]:
    """The mean square of the distances to the mean."""
    n = len(data)
    if not n:
        return math.nan, FLOAT64
    values = [float(value) for value in data]
    mean = pairwise_sum(values) / n
    return float_div(pairwise_sum([(value - mean) * (value - mean) for value in values]), float(max(n - ddof, 0))), (of if of.kind == "f" else FLOAT64)


def prod_of(data: Any, of: dtype) -> tuple[Any, dtype]:
    """The product."""
    if of.kind in "biu":
        to = UINT64 if of.kind == "u" else INT64
        total = 1
        for value in data:
            total = _wrapped(total * value, to)
        return total, to
    product = 1.0 if of.kind == "f" else 1
    for value in data:
        product = product * value
    return product, of


def median_of(data: Any, of: dtype) -> tuple[Any, dtype]:
    """The middle, or the mean of the two in the middle."""
    n = len(data)
    if not n or any(value != value for value in data):
        return math.nan, FLOAT64
    values = sorted(data)
    if n % 2:
        return float(values[n // 2]), FLOAT64
    return (float(values[n // 2 - 1]) + float(values[n // 2])) / 2.0, FLOAT64


def percentile_of(data: Any, parts: list[float], method: str = "linear") -> list[float]:
    """The values at parts (0 to 1) of the way; NaN where the data have one, and of nothing."""
    if not len(data) or any(value != value for value in data):
        return [math.nan] * len(parts)
    values = sorted(float(value) for value in data)
    return [between(values, part, method) for part in parts]


def between(values: list[float], part: float, method: str = "linear") -> float:
    """The value at a part of the way through sorted values, as numpy works it out."""
    at = (len(values) - 1) * part
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    t = at - low
    match method:
        case "linear":
            a, b = values[low], values[high]
            if math.isinf(a) or math.isinf(b):
                return a if t == 0 else a + (b - a) * t
            # Numpy comes from the nearer end, which keeps the ends exact.
            return b - (b - a) * (1 - t) if t >= 0.5 else a + (b - a) * t
        case "lower":
            return values[low]
        case "higher":
            return values[math.ceil(at)]
        case "midpoint":
            return (values[low] + values[math.ceil(at)]) / 2
        case "nearest":
            return values[round(at)]
    raise NotImplementedError(f"interpolation {method!r} is not there in the sandbox; use 'linear', 'lower', 'higher', 'midpoint' or 'nearest'")
