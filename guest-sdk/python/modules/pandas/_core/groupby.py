"""`groupby`: rows in groups, and what is made of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy._buffers import store
from numpy._dtypes import FLOAT64, INT64

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .dtypes import is_numeric
from .errors import missing
from .group_agg import FrameAgg, SeriesAgg
from .group_apply import FrameGroupApply, SeriesGroupApply
from .group_kernels import aggregate, quantiles
from .group_rows import GroupRows
from .groups import Groups, keys_of
from .grouper import Grouper
from .index import Index, RangeIndex


def group(obj: Any, by: Any, level: Any, as_index: bool, sort: bool, group_keys: bool, observed: Any, dropna: bool) -> Any:
    """The rows of a Series or DataFrame in groups."""
    if isinstance(by, Grouper):
        from .resample import sorted_for

        obj = sorted_for(obj, by)
    keys = keys_of(obj, by, level)
    many = isinstance(by, list) or (level is not None and isinstance(level, (list, tuple)))
    # A list of one key gives labels that are tuples of one.
    single_list = many and len(keys) == 1
    if obj.ndim == 1:
        if not as_index:
            raise TypeError("as_index=False only valid with DataFrame")
        return SeriesGroupBy(obj, keys, Settings(as_index, sort, group_keys, bool(observed), dropna, single_list))
    return DataFrameGroupBy(obj, keys, Settings(as_index, sort, group_keys, bool(observed), dropna, single_list))


class Settings:
    """How groups are made, and what comes of them."""

    def __init__(self, as_index: bool, sort: bool, group_keys: bool, observed: bool, dropna: bool, tuples: bool) -> None:
        self.as_index, self.sort, self.group_keys, self.observed, self.dropna, self.tuples = as_index, sort, group_keys, observed, dropna, tuples


class GroupBy(GroupRows):
    """Rows in groups."""

    def __init__(self, obj: Any, keys: list[Any], settings: Settings, groups: Any = None) -> None:
        self._obj, self._keys, self._settings = obj, keys, settings
        self._made = groups

    @property
    def _groups(self) -> Groups:
        if self._made is None:
            self._made = Groups(self._keys, self._settings.sort, self._settings.dropna, self._settings.observed)
        return self._made

    @property
    def ngroups(self) -> int:
        """How many groups."""
        return self._groups.size

    @property
    def groups(self) -> dict[Any, Any]:
        """The labels of the rows of each group."""
        return {self._groups.label(at): self._obj._index._take(rows) for at, rows in enumerate(self._groups.rows())}

    @property
    def indices(self) -> dict[Any, Any]:
        """The rows of each group."""
        return {self._groups.label(at): cols.of(store(rows, INT64), INT64) for at, rows in enumerate(self._groups.rows())}

    def __len__(self) -> int:
        return self._groups.size

    def _label(self, at: int) -> Any:
        label = self._groups.label(at)
        return (label,) if self._settings.tuples else label

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        source = self._selected()
        for at, rows in enumerate(self._groups.rows()):
            yield self._label(at), source._take_rows(rows)

    def get_group(self, name: Any, obj: Any = None) -> Any:
        """The rows of one group."""
        wanted = name[0] if self._settings.tuples and isinstance(name, tuple) and len(name) == 1 else name
        if self._settings.tuples and not isinstance(name, tuple):
            wanted = name
        at = self._groups.index._find(wanted)
        if at is None:
            raise KeyError(name)
        rows = [row for row, number in enumerate(self._groups.numbers) if number == at]
        if not rows:
            raise KeyError(name)
        return self._selected()._take_rows(rows)

    def pipe(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        """What a function makes of it."""
        return func(self, *args, **kwargs)

    def _aggregated(self, name: str, col: Any, **options: Any) -> Any:
        return aggregate(name, col, self._groups.numbers, self._groups.size, **options)

    def size(self) -> Any:
        """How many rows each group has."""
        from .series import Series

        counts = [0] * (self._groups.size + 1)
        for number in self._groups.numbers:
            counts[number] += 1
        col = cols.of(store(counts[: self._groups.size], INT64), INT64)
        if not self._settings.as_index:
            return self._with_keys([col], Index(["size"]))
        return Series._of(col, self._groups.index, self._obj._name if self._obj.ndim == 1 else None)

    def _with_keys(self, columns: list[Any], labels: Any) -> Any:
        """Results with the keys as columns before them."""
        from .frame import DataFrame

        names = self._groups.names()
        keep = (
            [at for at, name in enumerate(names) if name is not None and not (name in labels and labels.nlevels == 1)]
            if labels.nlevels == 1
            else list(range(len(names)))
        )
        if labels.nlevels > 1:
            from .multiindex import MultiIndex

            heads = [(name, *[""] * (labels.nlevels - 1)) for name in names]
            whole = MultiIndex.from_tuples([*heads, *labels], names=list(labels.names))
        else:
            heads = [names[at] for at in keep]
            whole = Index([*heads, *labels], name=labels._name, tupleize_cols=False) if heads or len(labels) else RangeIndex(0)
        size = self._groups.size
        return DataFrame._of([*(self._groups.labels[at] for at in keep), *columns], whole, RangeIndex(size))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._obj.ndim == 2 and name in self._obj._columns:
            return self[name]
        if hasattr(type(self._obj), name) or name in ("plot", "hist", "boxplot", "resample"):
            missing(f"{type(self).__name__}.{name}", "apply")
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")


_REDUCTIONS = ("sum", "prod", "mean", "median", "min", "max", "std", "var", "sem", "skew", "first", "last", "any", "all")


class DataFrameGroupBy(FrameAgg, FrameGroupApply, GroupBy):
    """Rows of a DataFrame in groups."""

    def __init__(self, obj: Any, keys: list[Any], settings: Settings, groups: Any = None, selection: Any = None) -> None:
        super().__init__(obj, keys, settings, groups)
        self._selection = selection

    def _places(self, with_keys: bool = False) -> list[int]:
        """The columns that are worked on."""
        if self._selection is not None:
            return list(self._selection)
        used = [key.column for key in self._keys if key.column is not None]
        return [at for at, label in enumerate(self._obj._columns) if with_keys or not any(label == one and type(label) is type(one) for one in used)]

    def _selected(self) -> Any:
        """What groups are cut from: the whole, or the columns that were chosen."""
        return self._obj if self._selection is None else self._obj._pick_columns(self._selection)

    def _values(self, numeric_only: bool = False) -> Any:
        places = self._places()
        if numeric_only:
            places = [at for at in places if is_numeric(self._obj._cols[at].dtype)]
        return self._obj._pick_columns(places)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple) and len(key) > 1 and self._obj._columns.nlevels == 1:
            raise ValueError("Cannot subset columns with a tuple with more than one element. Use a list instead.")
        if is_list_like(key) and not isinstance(key, tuple):
            names = list(key)
            absent = [name for name in names if name not in self._obj._columns]
            if absent:
                raise KeyError(f"Columns not found: {str(absent)[1:-1]}")
            places = [self._obj._columns._find(name) for name in names]
            return DataFrameGroupBy(self._obj, self._keys, self._settings, self._made, places)
        found = self._obj._columns._find(key)
        if found is None:
            raise KeyError(f"Column not found: {key}")
        series = self._obj._column(found)
        object.__setattr__(series, "_owner", None)
        return SeriesGroupBy(series, self._keys, self._settings, self._made)

    def _result(self, columns: list[Any], labels: Any) -> Any:
        from .frame import DataFrame

        if not self._settings.as_index:
            return self._with_keys(columns, labels)
        return DataFrame._of(columns, labels, self._groups.index)

    def _reduced(self, name: str, numeric_only: bool, **options: Any) -> Any:
        from .native_groups import aggregate_all

        source = self._values(numeric_only)
        made = aggregate_all(name, source._cols, self._groups, options)
        return self._result(made, source._columns)

    def count(self) -> Any:
        """How many values each group has."""
        return self._reduced("count", False)

    def nunique(self, dropna: bool = True) -> Any:
        """How many different values each group has."""
        if not dropna:
            missing("DataFrameGroupBy.nunique with dropna=False")
        return self._reduced("nunique", False)

    def quantile(self, q: Any = 0.5, interpolation: str = "linear", numeric_only: bool = False) -> Any:
        """The value at a part of the way through each group."""
        source = self._values(numeric_only)
        parts = list(q) if is_list_like(q) else [q]
        made = []
        for col in source._cols:
            rows = quantiles(col, self._groups.numbers, self._groups.size, parts, interpolation)
            made.append(cols.of(store([value for row in rows for value in row], FLOAT64), FLOAT64))
        if not is_list_like(q):
            return self._result(made, source._columns)
        from .frame import DataFrame

        return DataFrame._of(made, source._columns, _with_level(self._groups, [float(part) for part in parts]))

    def describe(self, percentiles: Any = None, include: Any = None, exclude: Any = None) -> Any:
        """What there is to say of each group."""
        from .concat import concat

        source = self._values()
        told = [at for at, col in enumerate(source._cols) if (is_numeric(col.dtype) and col.dtype.kind != "b") or col.dtype.kind in "Mm"]
        source = source._pick_columns(told) if told else source
        parts = [self[label].describe(percentiles) for label in source._columns]
        made = concat(parts, axis=1, keys=list(source._columns))
        return made

    def corr(self, *_: Any, **__: Any) -> Any:
        """Not there."""
        missing("DataFrameGroupBy.corr", "apply")

    def value_counts(self, subset: Any = None, normalize: bool = False, sort: bool = True, ascending: bool = False, dropna: bool = True) -> Any:
        """Not there."""
        missing("DataFrameGroupBy.value_counts", "groupby of all keys and columns, and size")

    @property
    def dtypes(self) -> Any:
        """Not there."""
        missing("DataFrameGroupBy.dtypes", "DataFrame.dtypes")


class SeriesGroupBy(SeriesAgg, SeriesGroupApply, GroupBy):
    """Rows of a Series in groups."""

    def _selected(self) -> Any:
        return self._obj

    def _result(self, col: Any, name: Any = ...) -> Any:
        from .series import Series

        label = self._obj._name if name is ... else name
        if not self._settings.as_index:
            return self._with_keys([col], Index([label]))
        return Series._of(col, self._groups.index, label)

    def _reduced(self, name: str, numeric_only: bool = False, **options: Any) -> Any:
        if numeric_only and not is_numeric(self._obj.dtype):
            raise TypeError(f"Cannot use numeric_only=True with SeriesGroupBy.{name} and non-numeric dtypes.")
        from .native_groups import aggregate_all

        return self._result(aggregate_all(name, [self._obj._values], self._groups, options)[0])

    def count(self) -> Any:
        """How many values each group has."""
        return self._reduced("count")

    def nunique(self, dropna: bool = True) -> Any:
        """How many different values each group has."""
        if not dropna:
            col = self._obj._values
            counts: list[set[Any]] = [set() for _ in range(self._groups.size + 1)]
            for number, key in zip(self._groups.numbers, kernels.keys(col)):
                counts[number].add(key)
            return self._result(cols.of(store([len(one) for one in counts[: self._groups.size]], INT64), INT64))
        return self._reduced("nunique")

    def unique(self) -> Any:
        """The values of each group."""
        from .series import Series

        made = [self._obj._take_rows(rows).unique() for rows in self._groups.rows()]
        return Series._of(cols.of(made, cols.OBJECT), self._groups.index, self._obj._name)

    def quantile(self, q: Any = 0.5, interpolation: str = "linear", numeric_only: bool = False) -> Any:
        """The value at a part of the way through each group."""
        from .series import Series

        parts = list(q) if is_list_like(q) else [q]
        rows = quantiles(self._obj._values, self._groups.numbers, self._groups.size, parts, interpolation)
        col = cols.of(store([value for row in rows for value in row], FLOAT64), FLOAT64)
        if not is_list_like(q):
            return self._result(col)
        return Series._of(col, _with_level(self._groups, [float(part) for part in parts]), self._obj._name)

    def value_counts(self, normalize: bool = False, sort: bool = True, ascending: bool = False, bins: Any = None, dropna: bool = True) -> Any:
        """How often each value is in each group."""
        from .multiindex import MultiIndex
        from .series import Series

        if bins is not None:
            missing("SeriesGroupBy.value_counts with bins=", "cut")
        places: list[int] = []
        counts: list[Any] = []
        values: list[int] = []
        col = self._obj._values
        for at, rows in enumerate(self._groups.rows()):
            part = cols.take(col, rows)
            numbers, first = kernels.factorize(part, sort=True, dropna=dropna)
            found = [0] * (len(first) + 1)
            for number in numbers:
                found[number] += 1
            found.pop()
            order = list(range(len(found)))
            if sort:
                order.sort(key=(lambda k: found[k]) if ascending else (lambda k: -found[k]))
            total = sum(found)
            for k in order:
                places.append(at)
                values.append(rows[first[k]])
                counts.append(found[k] / total if normalize else found[k])
        levels = [cols.take(level, places) for level in self._groups.labels]
        index = MultiIndex._made([*levels, cols.take(col, values)], [*self._groups.names(), self._obj._name])
        to = FLOAT64 if normalize else INT64
        return Series._of(cols.of(store(counts, to), to), index, "proportion" if normalize else "count")

    def describe(self, percentiles: Any = None, include: Any = None, exclude: Any = None) -> Any:
        """What there is to say of each group."""
        from .frame import DataFrame

        rows = [self._obj._take_rows(rows).describe(percentiles) for rows in self._groups.rows()]
        if not rows:
            missing("SeriesGroupBy.describe of no groups")
        labels = rows[0]._index
        objects = any(row.dtype.kind == "O" for row in rows)
        made = [
            cols.of([row._values._data[at] for row in rows], cols.OBJECT) if objects else cols.infer([row.tolist()[at] for row in rows])
            for at in range(len(labels))
        ]
        return DataFrame._of(made, labels, self._groups.index)

    def corr(self, other: Any, method: str = "pearson", min_periods: Any = None) -> Any:
        """The correlation of each group with the rows of another."""
        from .series import Series

        values = [self._obj._take_rows(rows).corr(other, method, min_periods) for rows in self._groups.rows()]
        return Series._of(cols.of(store(values, FLOAT64), FLOAT64), self._groups.index, self._obj._name)

    def nlargest(self, n: int = 5, keep: str = "first") -> Any:
        """The greatest values of each group."""
        return self.apply(lambda series: series.nlargest(n, keep))

    def nsmallest(self, n: int = 5, keep: str = "first") -> Any:
        """The least values of each group."""
        return self.apply(lambda series: series.nsmallest(n, keep))

    @property
    def is_monotonic_increasing(self) -> Any:
        """Whether each group rises."""
        return self.apply(lambda series: series.is_monotonic_increasing)

    def __getitem__(self, key: Any) -> Any:
        raise (
            KeyError(f"Column not found: {key}")
            if key != self._obj._name
            else NotImplementedError("pandas.SeriesGroupBy.__getitem__ is not there in the sandbox")
        )


def _with_level(groups: Groups, parts: list[float]) -> Any:
    """The labels of the groups, each with every part."""
    from .multiindex import MultiIndex

    rows = [at for at in range(groups.size) for _ in parts]
    levels = [cols.take(level, rows) for level in groups.labels]
    return MultiIndex._made([*levels, cols.column(parts * groups.size)], [*groups.names(), None])


def _reduction(name: str) -> Any:
    def method(
        self: Any, numeric_only: bool = False, min_count: int = -1, ddof: int = 1, engine: Any = None, engine_kwargs: Any = None, skipna: bool = True
    ) -> Any:
        if engine is not None or engine_kwargs is not None:
            missing(f"groupby.{name} with engine=")
        if isinstance(numeric_only, int) and not isinstance(numeric_only, bool) and name in ("std", "var", "sem"):
            ddof, numeric_only = numeric_only, False
        options: dict[str, Any] = {}
        if min_count != -1:
            options["min_count"] = min_count
        if ddof != 1:
            options["ddof"] = ddof
        if not skipna and name in ("first", "last"):
            missing(f"groupby.{name} with skipna=False", "nth")
        return self._reduced(name, numeric_only, **options)

    method.__name__ = name
    return method


for _name in _REDUCTIONS:
    for _class in (DataFrameGroupBy, SeriesGroupBy):
        setattr(_class, _name, _reduction(_name))
