"""One value of a column: sums, means, spreads, extremes, counts."""

from __future__ import annotations

import math
from typing import Any

from numpy._dtypes import FLOAT64, INT64, NAT
from numpy._scalars import TRUE, FALSE, box as box_numpy
from numpy._statistics import between, mean_of, pairwise_sum, prod_of, sum_of, variance_of

from . import columns as cols
from .missing import NA, is_missing
from .times import NaT, timedelta

nan = math.nan
NUMERIC = {"sum", "mean", "median", "std", "var", "sem", "prod", "skew", "kurt", "quantile"}


def present(col: Any) -> Any:
    """The raw values that are not missing."""
    kind = col.dtype.kind
    if kind in "iub":
        return col._data
    if kind == "f":
        data = col._data
        return [value for value in data if value == value] if any(map(math.isnan, data)) else data
    if kind in "Mm":
        return [value for value in col._data if value != NAT]
    if kind == "C":
        return [value for value in col._data if value >= 0]
    return [value for value in col._data if not is_missing(value)]


def reduce_column(name: str, col: Any, skipna: bool = True, min_count: int = 0, **options: Any) -> Any:
    """One value of a column, boxed. Raises `TypeError` for what the type does not take."""
    kind = col.dtype.kind
    if name in ("any", "all"):
        return _truth(name, col, skipna)
    if name == "count":
        return len(present(col))
    if kind == "N":
        return _nullable(name, col, skipna, min_count, options)
    if kind == "C":
        return _category(name, col, skipna)
    data = present(col) if skipna else col._data
    if kind in "Mm":
        return _time(name, col, data, options, skipna, min_count)
    if kind == "O" or kind == "V":
        return _object(name, col, data, skipna, min_count, options)
    if name in ("min", "max"):
        if not len(data) or (not skipna and any(value != value for value in data)):
            return nan
        return box_numpy((min if name == "min" else max)(data), col.dtype)
    if name in ("sum", "prod"):
        if len(data) < min_count:
            return nan
        if kind == "f" and name == "sum":
            # Missing values stand as zeros where numpy adds up, and so decide the order.
            filled = col._data if len(data) == len(col._data) else [0.0 if value != value else value for value in col._data]
            return box_numpy(pairwise_sum(filled) + 0.0, col.dtype)
        if kind == "f" and name == "prod":
            return box_numpy(prod_of(data, col.dtype)[0], col.dtype)
        return box_numpy(*(sum_of if name == "sum" else prod_of)(data, col.dtype))
    raw = statistic(name, col, data, options)
    to = col.dtype if kind == "f" and name not in ("skew", "kurt", "quantile") else FLOAT64
    return box_numpy(raw, to)


def statistic(name: str, col: Any, data: Any, options: dict[str, Any]) -> float:
    """A statistic of raw numbers; NaN of too few."""
    n = len(data)
    ddof = options.get("ddof", 1)
    if name == "mean":
        if not n:
            return nan
        if col.dtype.kind == "f" and n != len(col._data):
            return pairwise_sum([0.0 if value != value else value for value in col._data]) / n
        return mean_of(data, col.dtype)[0]
    if name == "median":
        return median(data)
    if name in ("var", "std", "sem"):
        if n <= ddof:
            return nan
        value = _variance(col, data, ddof)
        if name == "var":
            return value
        return math.sqrt(value) if name == "std" else math.sqrt(value) / math.sqrt(n)
    if name == "skew":
        return skew([float(value) for value in data])
    if name == "kurt":
        return kurt([float(value) for value in data])
    raise TypeError(f"{name} is no reduction")


def _variance(col: Any, data: Any, ddof: int) -> float:
    """As pandas has it: what is missing stands as 0 among the squares."""
    if len(data) == len(col._data):
        values = [float(value) for value in data]
        mean = pairwise_sum(values) / len(values)
        return pairwise_sum([(mean - value) ** 2 for value in values]) / (len(values) - ddof)
    n = len(data)
    mean = pairwise_sum([0.0 if value != value else value for value in col._data]) / n
    return pairwise_sum([0.0 if value != value else (mean - value) ** 2 for value in col._data]) / (n - ddof)


def median(data: Any) -> float:
    """The middle of numbers; NaN of none, and where one is no number."""
    n = len(data)
    if not n or any(value != value for value in data):
        return nan
    values = sorted(data)
    if n % 2:
        return float(values[n // 2])
    return (float(values[n // 2 - 1]) + float(values[n // 2])) / 2.0


def skew(values: list[float]) -> float:
    """The skewness, as pandas corrects it."""
    n = len(values)
    if n < 3 or any(value != value for value in values):
        return nan
    mean = pairwise_sum(values) / n
    adjusted = [value - mean for value in values]
    second = [value * value for value in adjusted]
    m2, m3 = pairwise_sum(second), pairwise_sum([x * y for x, y in zip(second, adjusted)])
    m2, m3 = _zero(m2), _zero(m3)
    if m2 == 0:
        return 0.0
    return (n * (n - 1) ** 0.5 / (n - 2)) * (m3 / m2**1.5)


def kurt(values: list[float]) -> float:
    """The excess kurtosis, as pandas corrects it."""
    n = len(values)
    if n < 4 or any(value != value for value in values):
        return nan
    mean = pairwise_sum(values) / n
    adjusted = [value - mean for value in values]
    second = [value * value for value in adjusted]
    m2, m4 = pairwise_sum(second), pairwise_sum([value * value for value in second])
    adj = 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    numerator = n * (n + 1) * (n - 1) * m4
    denominator = (n - 2) * (n - 3) * m2**2
    numerator, denominator = _zero(numerator), _zero(denominator)
    if denominator == 0:
        return 0.0
    return numerator / denominator - adj


def _zero(value: float) -> float:
    return 0.0 if abs(value) < 1e-14 else value


def quantile(values: list[float], q: float, how: str = "linear") -> float:
    """The value at a part of the way through sorted numbers."""
    # By hundredths and back, as numpy's percentile is asked.
    return between(values, q * 100 / 100, how) if values else nan


def _truth(name: str, col: Any, skipna: bool) -> Any:
    if not skipna and col.dtype.kind in "OfN":
        values = [value if not is_missing(value) else True for value in cols.boxed(col)] if col.dtype.kind != "O" else cols.boxed(col)
    elif col.dtype.kind == "M":
        raise TypeError(f"datetime64 type does not support operation: '{name}'")
    else:
        values = [col._data[row] for row, flag in enumerate(cols.flags_missing(col)) if not flag]
    if col.dtype.kind == "O" and not skipna:
        return all(values) if name == "all" else any(values)
    return TRUE if (all if name == "all" else any)(values) else FALSE


def _time(name: str, col: Any, data: Any, options: dict[str, Any], skipna: bool, min_count: int) -> Any:
    kind = col.dtype.kind
    if name in ("min", "max"):
        if not len(data) or NAT in data:
            return NaT
        return cols.box_raw((min if name == "min" else max)(data), col.dtype)
    word = "DatetimeArray" if kind == "M" else "TimedeltaArray"
    if (kind == "M" and name not in ("mean", "median", "std", "quantile")) or name in ("prod", "var", "skew", "kurt"):
        short = "datetime64" if kind == "M" else "timedelta64"
        if name in ("sum", "prod", "var", "skew", "kurt"):
            if name in ("skew", "kurt", "var"):
                raise TypeError(f"'{word}' with dtype {col.dtype} does not support reduction '{name}'")
            raise TypeError(f"'{word}' with dtype {col.dtype} does not support reduction '{name}'")
        raise TypeError(f"{short} type does not support {name} operations")
    if name == "sum":
        return NaT if NAT in data or len(data) < min_count else timedelta(sum(data))
    if not len(data) or NAT in data:
        return NaT
    if name == "mean":
        # In floats, as numpy's mean of counts is; what is missing counts as 0.
        found = int(pairwise_sum([0.0 if value == NAT else float(value) for value in col._data]) / len(data))
    elif name == "median":
        values = sorted(data)
        half = len(values) // 2
        found = values[half] if len(values) % 2 else int((float(values[half - 1]) + float(values[half])) / 2)
    elif name in ("std", "sem"):
        ddof = options.get("ddof", 1)
        if len(data) <= ddof:
            return NaT
        value = math.sqrt(variance_of(data, INT64, ddof=ddof)[0])
        return timedelta(int(value if name == "std" else value / math.sqrt(len(data))))
    else:
        raise TypeError(f"'{word}' with dtype {col.dtype} does not support reduction '{name}'")
    return cols.box_raw(found, col.dtype)


def _object(name: str, col: Any, data: Any, skipna: bool, min_count: int, options: dict[str, Any]) -> Any:
    if name in ("min", "max"):
        if not len(data):
            return nan
        # Where values are missing, infinities stand in their place, and are compared with the others.
        fill = math.inf if name == "min" else -math.inf
        best: Any = _SAME
        for value in _filled(col, skipna, fill):
            if best is _SAME:
                best = value
            elif name == "min":
                best = best if best <= value else value
            else:
                best = best if best >= value else value
        return best
    if name in ("sum", "prod"):
        if len(data) < min_count:
            return nan
        total: Any = _SAME
        for value in _filled(col, skipna, 0 if name == "sum" else 1):
            total = value if total is _SAME else total + value if name == "sum" else total * value
        return (0 if name == "sum" else 1) if total is _SAME else total
    if not len(data):
        return nan
    if name == "mean":
        total = _object("sum", col, data, skipna, 0, {})
        if isinstance(total, str):
            raise TypeError(f"Could not convert string {total!r} to numeric")
        return _float_of(total / len(data))
    for value in data:
        if isinstance(value, str):
            if name == "median":
                raise TypeError(f"Cannot convert {_array_text(col)} to numeric")
            if name in ("skew", "kurt"):
                raise TypeError(f"could not convert string to float: {value!r}")
            try:
                float(value)
            except ValueError:
                raise (ValueError if name in ("std", "var", "sem") else TypeError)(f"could not convert string to float: {value!r}") from None
    numbers = cols.column([float(value) for value in data])
    return reduce_column(name, numbers, skipna, min_count, **options)


_SAME = object()


def _filled(col: Any, skipna: bool, fill: Any) -> list[Any]:
    """The values, with something in the place of missing ones."""
    return [fill if is_missing(value) else value for value in col._data] if skipna else list(col._data)


def _array_text(col: Any) -> str:
    return str(col)


def _float_of(value: Any) -> Any:
    return value


def _category(name: str, col: Any, skipna: bool) -> Any:
    if name not in ("min", "max"):
        raise TypeError(f"'Categorical' with dtype category does not support reduction '{name}'")
    if not col.dtype.ordered:
        raise TypeError(f"Categorical is not ordered for operation {name}\nyou can use .as_ordered() to change the Categorical to an ordered one\n")
    data = present(col)
    if not data or (not skipna and len(data) < len(col)):
        return nan
    return cols.box_raw((min if name == "min" else max)(data), col.dtype)


def _nullable(name: str, col: Any, skipna: bool, min_count: int, options: dict[str, Any]) -> Any:
    data = [value for value in col._data if value is not NA]
    if (not skipna and len(data) < len(col._data)) or len(data) < min_count or (not data and name not in ("sum", "prod")):
        return NA
    if col.dtype.name == "string" and name not in ("min", "max"):
        raise TypeError(f"Cannot perform reduction '{name}' with string dtype")
    found = reduce_column(name, cols.astype(cols.infer(data), col.dtype.inner) if col.dtype.name != "string" else cols.infer(data), True, 0, **options)
    return found
