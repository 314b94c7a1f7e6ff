"""What groups give for each row: sums so far, numbers, ranks, rows of each group."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import FLOAT64, INT64

from . import columns as cols
from .dtypes import is_numeric
from .errors import missing
from .group_kernels import narrowed


def _cumulated(series: Any) -> Any:
    """The running sum of a group, with what rounding loses carried on, as pandas' groups have it."""
    if series.dtype.kind != "f":
        return series.cumsum()
    total, lost, found = 0.0, 0.0, []
    for value in series._values._data:
        if value != value:
            found.append(value)
            continue
        y = value - lost
        t = total + y
        lost = t - total - y
        lost = lost if lost == lost else 0.0
        total = t
        found.append(total)
    return series._with(cols.of(cols.store(found, series.dtype), series.dtype))


class GroupRows:
    """What groups give for each row."""

    def _rowwise(self, function: Any, numeric_only: bool = False) -> Any:
        """A function of a Series over each group of each column, in the order that the rows had."""
        if self._obj.ndim == 1:
            return self._obj._with(self._spread(self._obj, [function(self._obj._take_rows(rows))._values for rows in self._groups.rows()]))
        source = self._values(numeric_only)
        made = []
        for series in source._series():
            made.append(self._spread(series, [function(series._take_rows(rows))._values for rows in self._groups.rows()]))
        return source._like(made)

    def cumsum(self, axis: Any = 0, numeric_only: bool = False, **kwargs: Any) -> Any:
        """The sum so far in each group."""
        self._check("cumsum", numeric_only)
        return self._narrow(self._rowwise(_cumulated, numeric_only), numeric_only)

    def cumprod(self, axis: Any = 0, numeric_only: bool = False, **kwargs: Any) -> Any:
        """The product so far in each group."""
        self._check("cumprod", numeric_only)
        return self._narrow(self._rowwise(lambda series: series.cumprod(), numeric_only), numeric_only)

    def cummax(self, axis: Any = 0, numeric_only: bool = False, **kwargs: Any) -> Any:
        """The greatest so far in each group."""
        self._check("cummax", numeric_only)
        return self._rowwise(lambda series: series.cummax(), numeric_only)

    def cummin(self, axis: Any = 0, numeric_only: bool = False, **kwargs: Any) -> Any:
        """The least so far in each group."""
        self._check("cummin", numeric_only)
        return self._rowwise(lambda series: series.cummin(), numeric_only)

    def _narrow(self, made: Any, numeric_only: bool) -> Any:
        """Integers in the width that they came from, where they all fit."""
        if self._obj.ndim == 1:
            return made._with(narrowed(made._values, self._obj.dtype))
        source = self._values(numeric_only)
        return made._like([narrowed(col, old.dtype) for col, old in zip(made._cols, source._cols)])

    def _check(self, name: str, numeric_only: bool) -> None:
        source = self._obj.to_frame("x") if self._obj.ndim == 1 else self._values(numeric_only)
        for col in source._cols:
            if col.dtype.kind == "O":
                raise NotImplementedError(f"function is not implemented for this dtype: [how->{name},dtype->object]")
            if not is_numeric(col.dtype) and (col.dtype.kind != "m" or name == "cumprod") and not (col.dtype.kind == "M" and name in ("cummax", "cummin")):
                word = {"M": "datetime64", "m": "timedelta64", "C": "category"}.get(col.dtype.kind, str(col.dtype))
                raise TypeError(f"{word} type does not support {name} operations")

    def shift(self, periods: int = 1, freq: Any = None, axis: Any = 0, fill_value: Any = None, suffix: Any = None) -> Any:
        """The values some rows later in each group."""
        if freq is not None or suffix is not None or not isinstance(periods, int):
            missing("groupby.shift with freq=, suffix= or several periods")
        rows = [-1] * len(self._obj)
        for group in self._groups.rows():
            for at, row in enumerate(group):
                if 0 <= at - periods < len(group):
                    rows[row] = group[at - periods]
        take = (lambda col: cols.take_missing(col, rows)) if fill_value is None else (lambda col: cols.take_fill(col, rows, fill_value))
        if self._obj.ndim == 1:
            return self._obj._with(take(self._obj._values))
        source = self._values()
        return source._like([take(col) for col in source._cols])

    def diff(self, periods: int = 1, axis: Any = 0) -> Any:
        """Each value less the one some rows before in its group."""
        return self._rowwise(lambda series: series.diff(periods))

    def pct_change(self, periods: int = 1, fill_method: Any = "ffill", limit: Any = None, freq: Any = None, axis: Any = 0) -> Any:
        """How much each value is more than the one before in its group, as a part of it."""
        return self._rowwise(lambda series: series.pct_change(periods, fill_method, limit, freq))

    def ffill(self, limit: Any = None) -> Any:
        """The value before in the place of missing ones."""
        return self._rowwise(lambda series: series.ffill(limit=limit))

    def bfill(self, limit: Any = None) -> Any:
        """The value after in the place of missing ones."""
        return self._rowwise(lambda series: series.bfill(limit=limit))

    def fillna(self, value: Any = None, method: Any = None, **kwargs: Any) -> Any:
        """Something in the place of missing values."""
        return self._rowwise(lambda series: series.fillna(value, method=method, **kwargs))

    def rank(self, method: str = "average", ascending: bool = True, na_option: str = "keep", pct: bool = False, axis: Any = 0) -> Any:
        """The place of each value in the order of its group."""
        return self._rowwise(lambda series: series.rank(method=method, ascending=ascending, na_option=na_option, pct=pct))

    def cumcount(self, ascending: bool = True) -> Any:
        """The number of each row in its group."""
        from .series import Series

        made: list[Any] = [None] * len(self._obj)
        for group in self._groups.rows():
            for at, row in enumerate(group):
                made[row] = at if ascending else len(group) - 1 - at
        if None in made:
            return Series._of(cols.of(store([cols.nan if value is None else float(value) for value in made], FLOAT64), FLOAT64), self._obj._index)
        return Series._of(cols.of(store(made, INT64), INT64), self._obj._index)

    def ngroup(self, ascending: bool = True) -> Any:
        """The number of the group of each row."""
        from .series import Series

        numbers, size = self._groups.numbers, self._groups.size
        used = sorted(set(numbers) - {-1})
        if len(used) < size:
            # Categories that no row has are not counted.
            place = {number: at for at, number in enumerate(used)}
            numbers, size = [place.get(number, -1) for number in numbers], len(used)
        made = [number if number < 0 or ascending else size - 1 - number for number in numbers]
        if -1 in made:
            return Series._of(cols.of(store([cols.nan if value < 0 else float(value) for value in made], FLOAT64), FLOAT64), self._obj._index)
        return Series._of(cols.of(store(made, INT64), INT64), self._obj._index)

    def head(self, n: int = 5) -> Any:
        """The first rows of each group."""
        return self._some(lambda group: group[:n])

    def tail(self, n: int = 5) -> Any:
        """The last rows of each group."""
        return self._some(lambda group: group[-n:] if n > 0 else [] if n == 0 else group[-n:])

    def nth(self, n: Any, dropna: Any = None) -> Any:
        """Some rows of each group, by their numbers in it."""
        if dropna is not None:
            missing("groupby.nth with dropna=", "dropna first")
        if isinstance(n, slice):
            return self._some(lambda group: group[n])
        wanted = list(n) if hasattr(n, "__iter__") else [n]
        return self._some(lambda group: [group[at] for at in wanted if -len(group) <= at < len(group)])

    def sample(self, n: Any = None, frac: Any = None, replace: bool = False, weights: Any = None, random_state: Any = None) -> Any:
        """Rows of each group by chance, without a seed."""
        from .concat import concat

        return concat([part.sample(n, frac, replace, weights, random_state) for _, part in self])

    def _some(self, pick: Any) -> Any:
        rows = sorted({row for group in self._groups.rows() for row in pick(group)})
        source = self._selected()
        return source.copy() if source.ndim == 2 and len(rows) == len(source) else source._take_rows(rows)

    def idxmin(self, axis: Any = 0, skipna: bool = True, numeric_only: bool = False) -> Any:
        """The label of the least value of each group."""
        return self._labels("idxmin", skipna, numeric_only)

    def idxmax(self, axis: Any = 0, skipna: bool = True, numeric_only: bool = False) -> Any:
        """The label of the greatest value of each group."""
        return self._labels("idxmax", skipna, numeric_only)

    def _labels(self, name: str, skipna: bool, numeric_only: bool) -> Any:
        def labels(series: Any) -> Any:
            flags = cols.flags_missing(series._values)
            data = series._values._data
            found: list[Any] = []
            for rows in self._groups.rows():
                there = [row for row in rows if not flags[row]]
                gone = not there or (not skipna and len(there) < len(rows))
                found.append(cols.nan if gone else series._index[(min if name == "idxmin" else max)(there, key=data.__getitem__)])
            return cols.infer(found)

        if self._obj.ndim == 1:
            return self._result(labels(self._obj))
        source = self._values(numeric_only)
        return self._result([labels(series) for series in source._series()], source._columns)

    def rolling(self, *args: Any, **kwargs: Any) -> Any:
        """Windows that move along the rows of each group."""
        return GroupWindow(self, "rolling", args, kwargs)

    def expanding(self, *args: Any, **kwargs: Any) -> Any:
        """Windows that grow along the rows of each group."""
        return GroupWindow(self, "expanding", args, kwargs)

    def ewm(self, *args: Any, **kwargs: Any) -> Any:
        """Weights that fade along the rows of each group."""
        return GroupWindow(self, "ewm", args, kwargs)

    def resample(self, *args: Any, **kwargs: Any) -> Any:
        """Rows of each group in bins of time."""
        return GroupWindow(self, "resample", args, kwargs)


class GroupWindow:
    """Windows along the rows of each group."""

    def __init__(self, groups: Any, kind: str, args: Any, kwargs: Any, selection: Any = None) -> None:
        self._groups, self._kind, self._args, self._kwargs, self._selection = groups, kind, args, kwargs, selection

    def __getitem__(self, key: Any) -> Any:
        return GroupWindow(self._groups[key], self._kind, self._args, self._kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def method(*args: Any, **kwargs: Any) -> Any:
            return self._made(lambda part: getattr(getattr(part, self._kind)(*self._args, **self._kwargs), name)(*args, **kwargs))

        return method

    def _made(self, function: Any) -> Any:
        from .multiindex import MultiIndex

        owner = self._groups
        groups = owner._groups
        source = owner._obj if owner._obj.ndim == 1 else owner._values()
        parts = [function(source._take_rows(rows)) for rows in groups.rows()]
        from .concat import concat

        whole = concat(parts) if parts else source.iloc[:0]
        places = [at for at, part in enumerate(parts) for _ in range(len(part))]
        below = whole._index._arrays if whole._index.nlevels > 1 else [whole._index._values]
        index = MultiIndex._made([*(cols.take(level, places) for level in groups.labels), *below], [*groups.names(), *whole._index.names])
        object.__setattr__(whole, "_index", index)
        return whole
