"""What a DataFrame comes down to, by columns or by rows."""

from __future__ import annotations

import math
from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, INT64, OBJECT
from numpy._scalars import generic

from . import columns as cols
from .construct import is_list_like
from .dtypes import is_numeric
from .errors import missing, refuse
from .index import Index
from .reductions import reduce_column


def axis_number(axis: Any) -> int:
    """0 for rows below each other, 1 for columns beside each other."""
    if axis in (0, "index", "rows", None):
        return 0
    if axis in (1, "columns"):
        return 1
    raise ValueError(f"No axis named {axis} for object type DataFrame")


def typed_values(values: list[Any]) -> Any:
    """A column of results, in the type that they have together."""
    if not values:
        return cols.of([], OBJECT)
    types = [
        value._dtype if isinstance(value, generic) and not hasattr(value, "_value") else FLOAT64 if type(value) is float else cols.infer([value]).dtype
        for value in values
    ]
    to = cols.common_type(types)
    if to.kind == "O":
        return cols.of([value.item() if isinstance(value, generic) else value for value in values], OBJECT)
    made = cols.infer([value.item() if isinstance(value, generic) else value for value in values])
    return cols.astype(made, to)


class FrameReduce:
    """Reductions of a DataFrame."""

    def _numbers(self) -> Any:
        places = [at for at, col in enumerate(self._cols) if is_numeric(col.dtype)]
        return type(self)._of([self._cols[at] for at in places], self._columns._take(places), self._index)

    def _reduce(self, name: str, axis: Any, skipna: bool, numeric_only: bool, min_count: int, given: dict[str, Any], **options: Any) -> Any:
        from .series import Series

        refuse(f"DataFrame.{name}", {"level": None}, given)
        source = self._numbers() if numeric_only else self
        if axis_number(axis) == 1:
            return source._reduce_rows(name, skipna, min_count, options)
        values = [reduce_column(name, col, skipna, min_count, **options) for col in source._cols]
        if not values:
            return Series._of(cols.of(cols.empty(FLOAT64, 0), FLOAT64) if name not in ("any", "all") else cols.of(bytearray(), BOOL), source._columns)
        if any(col.dtype.kind in "OC" for col in source._cols) and name not in ("any", "all"):
            made = cols.of([value.item() if isinstance(value, generic) else value for value in values], OBJECT)
        else:
            made = typed_values(values)
        return Series._of(made, source._columns)

    def _reduce_rows(self, name: str, skipna: bool, min_count: int, options: dict[str, Any]) -> Any:
        from .series import Series

        if not self._cols:
            empty = {"sum": 0.0, "prod": 1.0}.get(name, math.nan)
            return Series._of(cols.of(store([empty] * len(self), FLOAT64), FLOAT64), self._index)
        to = cols.common_type([col.dtype for col in self._cols])
        if to.kind == "O" and all(col.dtype.kind in "biuf" for col in self._cols) and name not in ("any", "all"):
            to = FLOAT64 if any(col.dtype.kind == "f" for col in self._cols) else INT64
            boxed = True
        else:
            boxed = False
        data = [cols.astype(col, to)._data if to.kind != "O" else cols.boxed(col) for col in self._cols]
        if to.kind == "f" and not boxed and name in ("sum", "mean", "min", "max") and not options and min_count == 0 and skipna:
            return Series._of(cols.of(store([_FAST[name]([v for v in row if v == v]) for row in zip(*data)], to), to), self._index)
        values = [reduce_column(name, cols.of(store(row, to) if to.kind != "O" else list(row), to), skipna, min_count, **options) for row in zip(*data)]
        made = typed_values(values) if values else cols.of(cols.empty(FLOAT64, 0), FLOAT64)
        if boxed:
            made = cols.astype(made, OBJECT)
        return Series._of(made, self._index)

    def count(self, axis: Any = 0, numeric_only: bool = False) -> Any:
        """How many values there are."""
        from .series import Series

        source = self._numbers() if numeric_only else self
        if axis_number(axis) == 1:
            flags = [cols.flags_missing(col) for col in source._cols]
            values = [len(row) - sum(row) for row in zip(*flags)] if flags else [0] * len(self)
            return Series._of(cols.of(store(values, INT64), INT64), self._index)
        values = [len(col) - sum(cols.flags_missing(col)) for col in source._cols]
        return Series._of(cols.of(store(values, INT64), INT64), source._columns)

    def nunique(self, axis: Any = 0, dropna: bool = True) -> Any:
        """How many different values there are."""
        from .series import Series

        source = self if axis_number(axis) == 0 else self.T
        return Series._of(cols.of(store([series.nunique(dropna) for series in source._series()], INT64), INT64), source._columns)

    def any(self, *, axis: Any = 0, bool_only: bool = False, skipna: bool = True, **given: Any) -> Any:
        """Whether one is true."""
        return self._truth("any", axis, bool_only, skipna, given)

    def all(self, axis: Any = 0, bool_only: bool = False, skipna: bool = True, **given: Any) -> Any:
        """Whether all are true."""
        return self._truth("all", axis, bool_only, skipna, given)

    def _truth(self, name: str, axis: Any, bool_only: bool, skipna: bool, given: dict[str, Any]) -> Any:
        source = self.select_dtypes("bool") if bool_only else self
        if axis is None:
            values = source._reduce(name, 0, skipna, False, 0, given)
            return getattr(values, name)()
        return source._reduce(name, axis, skipna, False, 0, given)

    def quantile(self, q: Any = 0.5, axis: Any = 0, numeric_only: bool = False, interpolation: str = "linear", method: str = "single") -> Any:
        """The values at a part of the way through."""
        from .series import Series

        if method != "single":
            missing("DataFrame.quantile with method='table'")
        source = self._numbers() if numeric_only else self
        if axis_number(axis) == 1:
            source = source.T
        if is_list_like(q):
            labels = Index([float(part) for part in q], dtype="float64")
            return type(self)._of([series.quantile(q, interpolation)._values for series in source._series()], source._columns, labels)
        values = [series.quantile(q, interpolation) for series in source._series()]
        return Series._of(typed_values(values) if values else cols.of(cols.empty(FLOAT64, 0), FLOAT64), source._columns, q)

    def mode(self, axis: Any = 0, numeric_only: bool = False, dropna: bool = True) -> Any:
        """The most frequent values of each column."""
        from .concat import concat

        if axis_number(axis) == 1:
            missing("DataFrame.mode with axis=1", "T.mode().T")
        source = self._numbers() if numeric_only else self
        made = concat([series.mode(dropna) for series in source._series()], axis=1) if source._cols else source
        made.columns = source._columns
        return made

    def idxmin(self, axis: Any = 0, skipna: bool = True, numeric_only: bool = False) -> Any:
        """The label of the least value of each column."""
        return self._labels("idxmin", axis, skipna, numeric_only)

    def idxmax(self, axis: Any = 0, skipna: bool = True, numeric_only: bool = False) -> Any:
        """The label of the greatest value of each column."""
        return self._labels("idxmax", axis, skipna, numeric_only)

    def _labels(self, name: str, axis: Any, skipna: bool, numeric_only: bool) -> Any:
        from .series import Series

        source = self._numbers() if numeric_only else self
        if axis_number(axis) == 1:
            source = source.T.infer_objects()
        return Series._of(cols.infer([getattr(series, name)(skipna=skipna) for series in source._series()]), source._columns)

    def _pairwise(self, numeric_only: bool, function: Any) -> Any:
        source = self._numbers() if numeric_only else self
        values = [_numbers_of(col) for col in source._cols]
        size = len(values)
        table = [[0.0] * size for _ in range(size)]
        for i in range(size):
            for j in range(i + 1):
                both = [(x, y) for x, y in zip(values[i], values[j]) if x == x and y == y]
                table[i][j] = table[j][i] = function([x for x, _ in both], [y for _, y in both], i == j)
        return type(self)._of([cols.of(store(row, FLOAT64), FLOAT64) for row in table], source._columns, source._columns)

    def corr(self, method: Any = "pearson", min_periods: int = 1, numeric_only: bool = False) -> Any:
        """The correlations of the columns."""
        from .moments import pearson, spearman

        if method not in ("pearson", "spearman"):
            missing(f"DataFrame.corr with method={method!r}", "'pearson' or 'spearman'")
        function = pearson if method == "pearson" else spearman
        return self._pairwise(numeric_only, lambda a, b, same: math.nan if len(a) < min_periods else function(a, b))

    def cov(self, min_periods: Any = None, ddof: int = 1, numeric_only: bool = False) -> Any:
        """The covariances of the columns."""
        from .moments import welford
        from .series_reduce import covariance

        source = self._numbers() if numeric_only else self
        whole = not any(cols.has_missing(col) for col in source._cols)
        function = (lambda a, b: covariance(a, b, ddof)) if whole else (lambda a, b: welford(a, b, ddof))
        return source._pairwise(False, lambda a, b, same: math.nan if len(a) < (min_periods or 1) else function(a, b))

    def corrwith(self, other: Any, axis: Any = 0, drop: bool = False, method: str = "pearson", numeric_only: bool = False) -> Any:
        """The correlation of each column with another."""
        from .series import Series

        source = self._numbers() if numeric_only else self
        if other.ndim != 1 or axis_number(axis):
            missing("DataFrame.corrwith with a DataFrame", "corr of each column")
        return Series._of(cols.of(store([other.corr(series, method) for series in source._series()], FLOAT64), FLOAT64), source._columns)

    def describe(self, percentiles: Any = None, include: Any = None, exclude: Any = None) -> Any:
        """What there is to say of each column."""
        from .describe import describe_frame

        return describe_frame(self, percentiles, include, exclude)

    def value_counts(self, subset: Any = None, normalize: bool = False, sort: bool = True, ascending: bool = False, dropna: bool = True) -> Any:
        """How often each row is there."""
        names = list(self._columns) if subset is None else list(subset) if is_list_like(subset) else [subset]
        made = self.groupby(names, dropna=dropna).size()
        if made._index.nlevels == 1:
            from .multiindex import MultiIndex

            made = made._with(made._values, MultiIndex._made([made._index._values], names))
        if sort:
            counts = made._values._data
            order = sorted(range(len(counts)), key=counts.__getitem__) if ascending else sorted(range(len(counts)), key=lambda at: -counts[at])
            made = made._take_rows(order)
        made.name = "proportion" if normalize else "count"
        return made / made.sum() if normalize else made


def _method(name: str, extra: bool) -> Any:
    if extra:

        def method(self: Any, axis: Any = 0, skipna: bool = True, ddof: int = 1, numeric_only: bool = False, **given: Any) -> Any:
            return self._reduce(name, axis, skipna, numeric_only, 0, given, ddof=ddof)
    elif name in ("sum", "prod"):

        def method(self: Any, axis: Any = 0, skipna: bool = True, numeric_only: bool = False, min_count: int = 0, **given: Any) -> Any:
            return self._reduce(name, axis, skipna, numeric_only, min_count, given)
    else:

        def method(self: Any, axis: Any = 0, skipna: bool = True, numeric_only: bool = False, **given: Any) -> Any:
            if axis is None and name in ("min", "max", "mean"):
                if name == "mean":
                    import numpy as np

                    values = self._numbers() if numeric_only else self
                    return np.nanmean(values.values.astype(float)) if skipna else np.mean(values.values)
                return getattr(self._reduce(name, 0, skipna, numeric_only, 0, given), name)()
            return self._reduce(name, axis, skipna, numeric_only, 0, given)

    method.__name__ = name
    return method


for _name in ("sum", "prod", "mean", "median", "min", "max", "skew", "kurt"):
    setattr(FrameReduce, _name, _method(_name, False))
for _name in ("std", "var", "sem"):
    setattr(FrameReduce, _name, _method(_name, True))
FrameReduce.product, FrameReduce.kurtosis = FrameReduce.prod, FrameReduce.kurt  # type: ignore[attr-defined]


def _sequential(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total


_FAST = {
    "sum": _sequential,
    "mean": lambda values: _sequential(values) / len(values) if values else math.nan,
    "min": lambda values: min(values, default=math.nan),
    "max": lambda values: max(values, default=math.nan),
}


def _numbers_of(col: Any) -> list[float]:
    for value in col._data if col.dtype.kind == "O" else ():
        if isinstance(value, str):
            raise ValueError(f"could not convert string to float: {value!r}")
    return cols.as_floats(col)
