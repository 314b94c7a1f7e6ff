"""Statistics of samples: percentiles, covariances, histograms, values between known points."""

from __future__ import annotations

import math
from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._creation import linspace
from ._dtypes import FLOAT64, INT64
from ._elementwise import float_div
from ._lifting import _column, _elementwise
from ._ordering import searchsorted
from ._scalars import box
from ._statistics import percentile_of
from ._unary import isnan


def percentile(a: Any, q: Any, axis: int | None = None, method: str = "linear") -> Any:
    """The value below which `q` percent lie."""
    return _percentile(a, q, axis, method, 100.0)


def quantile(a: Any, q: Any, axis: int | None = None, method: str = "linear") -> Any:
    """The value below which a part of `q` lies."""
    return _percentile(a, q, axis, method, 1.0)


def nanpercentile(a: Any, q: Any, method: str = "linear") -> Any:
    """As `percentile`, of what is a number."""
    a = asarray(a)
    return _percentile(a[~isnan(a)], q, None, method, 100.0)


def nanquantile(a: Any, q: Any, method: str = "linear") -> Any:
    """As `quantile`, of what is a number."""
    a = asarray(a)
    return _percentile(a[~isnan(a)], q, None, method, 1.0)


def _percentile(a: Any, q: Any, axis: int | None, method: str, scale: float) -> Any:
    a = asarray(a)
    if axis is not None and a.ndim > 1:
        lines = list(a.T if axis in (0, -2) else a)
        return ndarray.of(store([_percentile(line, q, None, method, scale) for line in lines], FLOAT64), FLOAT64)
    parts = [float(part) / scale for part in (asarray(q)._data)]
    if any(not 0 <= part <= 1 for part in parts) if parts else False:
        raise ValueError("Percentiles must be in the range [0, 100]" if scale == 100.0 else "Quantiles must be in the range [0, 1]")
    found = percentile_of(a._data, parts, method)
    return ndarray.of(store(found, FLOAT64), FLOAT64) if isinstance(q, (ndarray, list, tuple)) or _column(q) else box(found[0], FLOAT64)


def corrcoef(x: Any, y: Any) -> Any:
    """The correlations of two columns, as a table."""
    table = cov(x, y)
    (a, b), (_, d) = table.tolist()
    between = float_div(b, math.sqrt(a) * math.sqrt(d))
    return asarray([[1.0, between], [between, 1.0]])


def cov(x: Any, y: Any) -> Any:
    """The covariances of two columns, as a table."""
    a, b = [float(value) for value in asarray(x)._data], [float(value) for value in asarray(y)._data]
    n = len(a)
    p, q = math.fsum(a) / n, math.fsum(b) / n

    def between(u: list[float], m: float, v: list[float], o: float) -> float:
        return float_div(math.fsum((i - m) * (j - o) for i, j in zip(u, v)), n - 1)

    return asarray([[between(a, p, a, p), between(a, p, b, q)], [between(a, p, b, q), between(b, q, b, q)]])


def histogram(a: Any, bins: Any = 10, range: Any = None) -> Any:
    """How many fall into each bin, and the edges."""
    values = [float(value) for value in asarray(a)._data]
    if isinstance(bins, int):
        low, high = range if range is not None else (min(values, default=0.0), max(values, default=1.0))
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges = linspace(low, high, bins + 1)
    else:
        edges = asarray(bins)
    ends = list(edges._data)
    counts = [0] * (len(ends) - 1)
    import bisect

    for value in values:
        if ends[0] <= value <= ends[-1]:
            counts[min(bisect.bisect_right(ends, value) - 1, len(counts) - 1)] += 1
    return ndarray.of(store(counts, INT64), INT64), edges


def bincount(x: Any, weights: Any = None, minlength: int = 0) -> Any:
    """How often each number is there."""
    a = asarray(x)
    size = max(minlength, max(a._data, default=-1) + 1)
    if weights is None:
        made: list[Any] = [0] * size
        for value in a._data:
            made[value] += 1
        return ndarray.of(store(made, INT64), INT64)
    made = [0.0] * size
    for value, weight in zip(a._data, asarray(weights)._data):
        made[value] += weight
    return ndarray.of(store(made, FLOAT64), FLOAT64)


def digitize(x: Any, bins: Any, right: bool = False) -> Any:
    """The bin of each value."""
    return searchsorted(bins, x, "left" if right else "right")


def interp(x: Any, xp: Any, fp: Any, left: float | None = None, right: float | None = None) -> Any:
    """Between known points, on a line."""
    import bisect

    at, of = [float(value) for value in asarray(xp)._data], [float(value) for value in asarray(fp)._data]

    def one(value: float) -> float:
        if value != value:
            return value
        if value < at[0]:
            return of[0] if left is None else left
        if value > at[-1]:
            return of[-1] if right is None else right
        j = bisect.bisect_right(at, value) - 1
        if j == len(at) - 1 or at[j] == value:
            return of[j]
        slope = (of[j + 1] - of[j]) / (at[j + 1] - at[j])
        return slope * (value - at[j]) + of[j]

    def function(a: Any) -> Any:
        return ndarray.of(store([one(float(value)) for value in a._data], FLOAT64), FLOAT64, a.shape)

    return _elementwise(x, function)
