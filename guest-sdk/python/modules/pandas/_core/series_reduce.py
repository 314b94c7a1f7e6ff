"""What a Series comes down to."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy._buffers import store
from numpy._dtypes import FLOAT64, INT64, NAT
from numpy._scalars import box as box_numpy
from numpy._statistics import pairwise_sum

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .errors import missing, refuse
from .series_apply import UFUNCS
from .reductions import present, quantile, reduce_column

_DEFAULTS = {"numeric_only": False, "axis": None, "level": None}


class SeriesReduce:
    """Reductions of a Series."""

    def _reduce(self, name: str, skipna: bool, min_count: int, given: dict[str, Any], **options: Any) -> Any:
        axis = given.pop("axis", None)
        if axis not in (None, 0, "index", "rows"):
            raise ValueError(f"No axis named {axis} for object type Series")
        numeric_only = given.pop("numeric_only", False)
        refuse(f"Series.{name}", _DEFAULTS, given)
        if numeric_only and self.dtype.kind not in "biufN":
            raise TypeError(f"Series.{name} does not allow numeric_only=True with non-numeric dtypes.")
        return reduce_column(name, self._values, skipna, min_count, **options)

    def sum(self, axis: Any = None, skipna: bool = True, min_count: int = 0, **given: Any) -> Any:
        """The sum."""
        return self._reduce("sum", skipna, min_count, {"axis": axis, **given})

    def prod(self, axis: Any = None, skipna: bool = True, min_count: int = 0, **given: Any) -> Any:
        """The product."""
        return self._reduce("prod", skipna, min_count, {"axis": axis, **given})

    product = prod

    def mean(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The mean."""
        return self._reduce("mean", skipna, 0, {"axis": axis, **given})

    def median(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The middle."""
        return self._reduce("median", skipna, 0, {"axis": axis, **given})

    def min(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The least."""
        return self._reduce("min", skipna, 0, {"axis": axis, **given})

    def max(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The greatest."""
        return self._reduce("max", skipna, 0, {"axis": axis, **given})

    def std(self, axis: Any = None, skipna: bool = True, ddof: int = 1, **given: Any) -> Any:
        """The standard deviation."""
        return self._reduce("std", skipna, 0, {"axis": axis, **given}, ddof=ddof)

    def var(self, axis: Any = None, skipna: bool = True, ddof: int = 1, **given: Any) -> Any:
        """The variance."""
        return self._reduce("var", skipna, 0, {"axis": axis, **given}, ddof=ddof)

    def sem(self, axis: Any = None, skipna: bool = True, ddof: int = 1, **given: Any) -> Any:
        """The standard error of the mean."""
        return self._reduce("sem", skipna, 0, {"axis": axis, **given}, ddof=ddof)

    def skew(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The skewness."""
        return self._reduce("skew", skipna, 0, {"axis": axis, **given})

    def kurt(self, axis: Any = None, skipna: bool = True, **given: Any) -> Any:
        """The excess kurtosis."""
        return self._reduce("kurt", skipna, 0, {"axis": axis, **given})

    kurtosis = kurt

    def any(self, axis: Any = 0, bool_only: bool = False, skipna: bool = True, **given: Any) -> Any:
        """Whether one is true."""
        return self._reduce("any", skipna, 0, given)

    def all(self, axis: Any = 0, bool_only: bool = False, skipna: bool = True, **given: Any) -> Any:
        """Whether all are true."""
        return self._reduce("all", skipna, 0, given)

    def count(self) -> Any:
        """How many values there are."""
        return box_numpy(len(present(self._values)), INT64)

    def nunique(self, dropna: bool = True) -> int:
        """How many different values there are."""
        numbers, first = kernels.factorize(self._values, dropna=dropna)
        return len(first)

    def unique(self) -> Any:
        """Each value once, in the order that they come."""
        col = self._values
        if col.dtype.kind == "C":
            from .categorical import Categorical, unique_categories

            return Categorical._of(unique_categories(col))
        from .extract import values_of

        made = cols.take(col, kernels.first_rows(kernels.keys(col)))
        if col.dtype.kind in "MmV":
            from .index import Index

            return Index._of(made)
        return values_of(made)

    def value_counts(self, normalize: bool = False, sort: bool = True, ascending: bool = False, bins: Any = None, dropna: bool = True) -> Any:
        """How often each value is there, the most frequent first."""
        if bins is not None:
            from .index import Index

            from .binning import cut

            made = cut(self, bins, include_lowest=True)._counts(normalize, sort, ascending, dropna)
            inner = cols.of(cols.boxed(made._index._values), made._index.dtype.categories.dtype)
            return made._with(made._values, Index._of(inner))
        return self._counts(normalize, sort, ascending, dropna)

    def _counts(self, normalize: bool, sort: bool, ascending: bool, dropna: bool) -> Any:
        from .index import Index
        from .series import Series

        col = self._values
        if col.dtype.kind == "C":
            counts = [0] * (len(col.dtype.categories) + 1)
            for code in col._data:
                counts[code] += 1
            absent = counts.pop()
            codes = list(range(len(counts)))
            if not dropna and absent:
                codes.append(-1)
                counts.append(absent)
            labels = Index._of(cols.of(store(codes, INT64), col.dtype), self._name)
        else:
            numbers, first = kernels.factorize(col, dropna=dropna)
            counts = [0] * (len(first) + 1)
            for number in numbers:
                counts[number] += 1
            counts.pop()
            labels = Index._of(cols.take(col, first), self._name)
        made = Series._of(cols.of(store(counts, INT64), INT64), labels, "proportion" if normalize else "count")
        if sort:
            order = sorted(range(len(counts)), key=counts.__getitem__) if ascending else sorted(range(len(counts)), key=lambda at: -counts[at])
            made = made._take_rows(order)
        if normalize:
            total = sum(counts)
            made = made._with(cols.of(store([value / total for value in made._values._data], FLOAT64), FLOAT64))
        return made

    def quantile(self, q: Any = 0.5, interpolation: str = "linear") -> Any:
        """The value at a part of the way through."""
        from .index import Index
        from .series import Series

        col = self._values
        if col.dtype.kind in "OC":
            raise TypeError(
                "unsupported operand type(s) for -: 'str' and 'str'"
                if any(isinstance(v, str) for v in col._data)
                else f"dtype '{col.dtype}' does not support operation 'quantile'"
            )
        if col.dtype.kind == "b":
            raise TypeError(
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead."
            )
        parts = [float(part) for part in q] if is_list_like(q) else [float(q)]
        for part in parts:
            if not 0 <= part <= 1:
                raise ValueError("percentiles should all be in the interval [0, 1]")
        values = sorted(float(value) for value in present(col))
        if col.dtype.kind in "Mm":
            whole = sorted(present(col))
            found = [NAT if not whole else _time_between(whole, part, interpolation) for part in parts]
            made = cols.of(store(found, col.dtype), col.dtype)
        else:
            found = [quantile(values, part, interpolation) for part in parts]
            made = cols.of(store(found, FLOAT64), FLOAT64)
            if col.dtype.kind in "iu" and interpolation in ("lower", "higher", "nearest") and values:
                made = cols.astype(made, col.dtype)
        if is_list_like(q):
            return Series._of(made, Index([float(part) for part in parts], dtype="float64"), self._name)
        return cols.box(made, 0)

    def mode(self, dropna: bool = True) -> Any:
        """The most frequent values, in order."""
        col = self._values
        numbers, first = kernels.factorize(col, dropna=dropna)
        counts = [0] * (len(first) + 1)
        for number in numbers:
            counts[number] += 1
        counts.pop()
        top = max(counts, default=0)
        rows = [row for row, count in zip(first, counts) if count == top]
        made = cols.take(col, rows)
        try:
            made = cols.take(made, kernels.argsort([made], [True]))
        except TypeError:
            pass
        from .series import Series

        return Series._of(made, None, self._name)

    def idxmin(self, axis: Any = 0, skipna: bool = True) -> Any:
        """The label of the least value."""
        return self._extreme_label("argmin", skipna)

    def idxmax(self, axis: Any = 0, skipna: bool = True) -> Any:
        """The label of the greatest value."""
        return self._extreme_label("argmax", skipna)

    def _extreme_label(self, name: str, skipna: bool) -> Any:
        if not len(self):
            raise ValueError(f"attempt to get {name} of an empty sequence")
        row = self._extreme_row(name, skipna)
        return math.nan if row < 0 else self._index[row]

    def _extreme_row(self, name: str, skipna: bool) -> int:
        col = self._values
        flags = cols.flags_missing(col)
        if 1 in flags and not skipna:
            return -1
        rows = [row for row in range(len(col)) if not flags[row]]
        if not rows:
            return -1
        data = col._data
        if col.dtype.kind == "O" and len(rows) < len(col):
            # Where values are missing, infinities stand in their place, and are compared with the others.
            fill = math.inf if name == "argmin" else -math.inf
            data = [fill if flag else value for value, flag in zip(data, flags)]
            rows = list(range(len(col)))
        return (min if name == "argmin" else max)(rows, key=data.__getitem__)

    def argmin(self, axis: Any = None, skipna: bool = True) -> int:
        """The row of the least value."""
        if not len(self):
            raise ValueError("attempt to get argmin of an empty sequence")
        return _boxed_row(self._extreme_row("argmin", skipna))

    def argmax(self, axis: Any = None, skipna: bool = True) -> int:
        """The row of the greatest value."""
        if not len(self):
            raise ValueError("attempt to get argmax of an empty sequence")
        return _boxed_row(self._extreme_row("argmax", skipna))

    def corr(self, other: Any, method: str = "pearson", min_periods: Any = None) -> float:
        """The correlation with another."""
        a, b = self._pairs(other)
        if method == "spearman":
            from .ranking import ranks

            a = ranks(cols.column(a), "average", True) if a else a
            b = ranks(cols.column(b), "average", True) if b else b
        elif method != "pearson":
            missing(f"Series.corr with method={method!r}", "'pearson' or 'spearman'")
        if len(a) < (min_periods or 1):
            return math.nan
        return correlation(a, b)

    def cov(self, other: Any, min_periods: Any = None, ddof: int = 1) -> float:
        """The covariance with another."""
        a, b = self._pairs(other)
        if len(a) < (min_periods or 1) or len(a) <= ddof:
            return math.nan
        return covariance(a, b, ddof)

    def _pairs(self, other: Any) -> tuple[list[float], list[float]]:
        """Values of both at the labels that both have."""
        if not self._index.equals(other._index):
            index = self._index.intersection(other._index)
            self, other = self.reindex(index), other.reindex(index)
        both = [(x, y) for x, y in zip(_floats(self._values), _floats(other._values)) if x == x and y == y]
        return [x for x, _ in both], [y for _, y in both]

    def autocorr(self, lag: int = 1) -> float:
        """The correlation with itself, some rows later."""
        return self.corr(self.shift(lag))

    def describe(self, percentiles: Any = None, include: Any = None, exclude: Any = None) -> Any:
        """What there is to say of the values."""
        from .describe import describe_series

        return describe_series(self, percentiles)

    def agg(self, func: Any = None, axis: Any = 0, *args: Any, **kwargs: Any) -> Any:
        """One or several reductions, by name or function."""
        from .series import Series

        if func is None:
            if not kwargs:
                raise TypeError("Must provide 'func' or named aggregation **kwargs.")
            func, kwargs = kwargs, {}
            return Series([self.agg(one) for one in func.values()], index=list(func), name=self._name)
        if isinstance(func, str):
            found = getattr(self, func) if hasattr(type(self), func) else None
            if func == "size":
                return len(self)
            if found is None and func in UFUNCS:
                return getattr(np, func)(self)
            if found is None:
                raise AttributeError(f"'{func}' is not a valid function for 'Series' object")
            return found(*args, **kwargs)
        if isinstance(func, dict):
            return Series([self.agg(one) for one in func.values()], index=list(func), name=self._name)
        if is_list_like(func):
            from .naming import function_name

            made = [self.agg(one, *args, **kwargs) for one in func]
            names = [one if isinstance(one, str) else function_name(one) for one in func]
            if all(getattr(type(one), "_sandtable_ranked", False) for one in made):
                from .concat import concat

                return concat(made, axis=1, keys=names)
            return Series(made, index=names, name=self._name)
        from .naming import builtin_name

        named = builtin_name(func)
        if named is not None and not args and not kwargs:
            return getattr(self, named)()
        try:
            found = self.apply(func, args=args, **kwargs)
        except (ValueError, AttributeError, TypeError):
            return func(self, *args, **kwargs)
        return found

    aggregate = agg


def _boxed_row(row: int) -> Any:
    return row if row < 0 else box_numpy(row, INT64)


def _floats(col: Any) -> list[float]:
    if col.dtype.kind == "O":
        for value in col._data:
            if isinstance(value, str):
                raise ValueError(f"could not convert string to float: {value!r}")
    return cols.as_floats(col)


def correlation(a: list[float], b: list[float]) -> float:
    """Pearson's; as numpy's `corrcoef` works it out."""
    if len(a) < 1:
        return math.nan
    x, y, z = covariance(a, b, 1), covariance(a, a, 1), covariance(b, b, 1)
    if len(a) < 2:
        return math.nan
    below = math.sqrt(y) * math.sqrt(z)
    if y == 0 or z == 0:
        return math.nan
    found = x / math.sqrt(y) / math.sqrt(z)
    _ = below
    return max(-1.0, min(1.0, found))


def covariance(a: list[float], b: list[float], ddof: int) -> float:
    """The covariance of two lists of one length."""
    n = len(a)
    if n <= ddof:
        return math.nan
    p, q = pairwise_sum(a) / n, pairwise_sum(b) / n
    total = 0.0
    for x, y in zip(a, b):
        total += (x - p) * (y - q)
    return total * (1.0 / (n - ddof))


def _time_between(values: list[int], part: float, how: str) -> int:
    at = (len(values) - 1) * part
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    if how == "lower":
        return values[low]
    if how == "higher":
        return values[math.ceil(at)]
    return values[low] + int((values[high] - values[low]) * (at - low))
