"""`apply`, `transform` and `filter` of groups."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import BOOL

from . import columns as cols
from .construct import is_list_like
from .errors import missing
from .index import Index, RangeIndex
from .naming import builtin_name

REDUCED = {
    "sum",
    "prod",
    "mean",
    "median",
    "min",
    "max",
    "std",
    "var",
    "sem",
    "skew",
    "first",
    "last",
    "any",
    "all",
    "count",
    "size",
    "nunique",
    "quantile",
    "idxmin",
    "idxmax",
}
SAME = {"cumsum", "cumprod", "cummax", "cummin", "rank", "shift", "diff", "pct_change", "ffill", "bfill", "fillna", "cumcount", "ngroup"}


def ranked(value: Any) -> bool:
    """Whether it is a Series or a DataFrame."""
    return getattr(type(value), "_sandtable_ranked", False)


class _Apply:
    def _concatenated(self, made: list[Any], used: list[int], same: bool) -> Any:
        """Results below each other: under the labels of the groups, or in the order that the rows had."""
        from .concat import concat

        settings, groups = self._settings, self._groups
        if settings.group_keys:
            if settings.as_index:
                from .multiindex import MultiIndex

                sizes = [len(one) for one in made]
                places = [at for at, size in zip(used, sizes) for _ in range(size)]
                whole = concat(made)
                levels = [cols.take(level, places) for level in groups.labels]
                below = whole._index._arrays if whole._index.nlevels > 1 else [whole._index._values]
                index = MultiIndex._made([*levels, *below], [*groups.names(), *whole._index.names])
                object.__setattr__(whole, "_index", index)
                return whole
            return concat(made, keys=list(range(len(made))))
        whole = concat(made)
        if same:
            rows: list[int] = []
            by = groups.rows()
            for at in used:
                rows.extend(by[at])
            order = sorted(range(len(rows)), key=rows.__getitem__)
            whole = whole._take_rows(order)
        return whole

    def _collected(self, results: list[Any], used: list[int], source: Any) -> Any:
        from .series import Series

        pairs = [(one, at) for one, at in zip(results, used) if one is not None]
        groups = self._groups
        if not pairs:
            return self._nothing(source)
        made, used = [one for one, _ in pairs], [at for _, at in pairs]
        first = made[0]
        by = groups.rows()
        if ranked(first) and (first.ndim == 2 or source.ndim == 1):
            same = all(one._index.equals(source._index._take(by[at])) for one, at in zip(made, used))
            if source.ndim == 1 and first.ndim == 1:
                found = self._concatenated(made, used, same)
                found.name = source._name
                return found
            return self._concatenated(made, used, same)
        if ranked(first):
            if all(ranked(one) and one._index.equals(first._index) for one in made):
                return self._stacked(made, used)
            return self._concatenated(made, used, False)
        if isinstance(first, dict) and source.ndim == 1:
            from .frame import DataFrame

            table = DataFrame(made, index=self._labels_of(used)).stack()
            table.name = source._name
            return table
        col = cols.infer(
            [
                value.item()
                if hasattr(value, "item") and hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 and not hasattr(value, "_value")
                else value
                for value in made
            ]
        )
        if any(is_list_like(value) for value in made):
            col = cols.of(made, cols.OBJECT)
        index = self._labels_of(used)
        if source.ndim == 1:
            return Series._of(col, index, source._name)
        if not self._settings.as_index:
            return self._keyed_columns([col], Index([None], tupleize_cols=False), used)
        return Series._of(col, index)

    def _labels_of(self, used: list[int]) -> Any:
        index = self._groups.index
        if index.nlevels == 1 and index.dtype.kind == "O":
            index = Index._of(cols.infer(list(index._values._data)), index._name)
        return index if used == list(range(len(index))) else index._take(used)

    def _keyed_columns(self, columns: list[Any], labels: Any, used: list[int]) -> Any:
        from .frame import DataFrame

        names = self._groups.names()
        keep = [at for at, name in enumerate(names) if name not in labels]
        keys = [cols.take(self._groups.labels[at], used) for at in keep]
        heads = [names[at] for at in keep]
        return DataFrame._of([*keys, *columns], Index([*heads, *labels], tupleize_cols=False), RangeIndex(len(used)))

    def _stacked(self, made: list[Any], used: list[int]) -> Any:
        """A row for each group, of Series with the same labels."""
        from .frame import DataFrame

        labels = made[0]._index
        types = [one.dtype for one in made]
        to = cols.common_type(types)
        boxed = [cols.boxed(one._values) for one in made]
        columns = [cols.infer(list(values)) if to.kind == "O" else cols.astype(cols.infer(list(values)), to) for values in zip(*boxed)]
        names = {one._name for one in made} if all(_hashable(one._name) for one in made) else set()
        if labels.nlevels == 1 and labels._name is None and len(names) == 1:
            labels = labels.rename(next(iter(names)))
        if not self._settings.as_index:
            return self._keyed_columns(columns, labels, used)
        return DataFrame._of(columns, labels, self._labels_of(used))

    def _nothing(self, source: Any) -> Any:
        if source.ndim == 1:
            from .series import Series

            return Series._of(cols.of([], cols.OBJECT) if source.dtype.kind == "O" else cols.take(source._values, []), self._groups.index[:0], source._name)
        made = source.iloc[0:0]
        object.__setattr__(made, "_index", self._groups.index[:0])
        return made

    def _broadcast(self, col: Any) -> Any:
        """A value of each group at each of its rows."""
        return cols.take_missing(col, list(self._groups.numbers))

    def _spread(self, source: Any, parts: list[Any]) -> Any:
        """Columns of groups, in the order that the rows had."""
        rows = [row for group in self._groups.rows() for row in group]
        whole = cols.joined(parts) if parts else cols.take(source._values, [])
        place = [-1] * len(source)
        for at, row in enumerate(rows):
            place[row] = at
        return cols.take_missing(whole, place)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


class SeriesGroupApply(_Apply):
    """`apply`, `transform` and `filter` of the groups of a Series."""

    def apply(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        """What a function makes of each group."""
        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        results = []
        for at, rows in enumerate(self._groups.rows()):
            part = self._obj._take_rows(rows)
            object.__setattr__(part, "_name", self._obj._name)
            results.append(func(part, *args, **kwargs))
        return self._collected(results, list(range(self._groups.size)), self._obj)

    def transform(self, func: Any, *args: Any, engine: Any = None, engine_kwargs: Any = None, **kwargs: Any) -> Any:
        """What a function makes of each group, at each of its rows."""
        name = func if isinstance(func, str) else builtin_name(func)
        if name is not None and (isinstance(func, str) or (not args and not kwargs)):
            if name in SAME:
                return getattr(self, name)(*args, **kwargs)
            if name not in REDUCED:
                raise ValueError(f"'{name}' is not a valid function name for transform(name)")
            plain = self._plain()
            found = plain.size() if name == "size" else getattr(plain, name)(*args, **kwargs)
            return self._obj._with(self._broadcast(found._values))
        if not callable(func):
            raise TypeError(f"'{type(func).__name__}' object is not callable")
        parts = []
        for at, rows in enumerate(self._groups.rows()):
            part = self._obj._take_rows(rows)
            object.__setattr__(part, "_name", self._groups.label(at) if self._obj._name is None else self._obj._name)
            made = func(part, *args, **kwargs)
            parts.append(made._values if ranked(made) else cols.column(made) if is_list_like(made) else cols.repeat_value(made, len(rows)))
        if not parts:
            return self._obj.copy()
        return self._obj._with(self._spread(self._obj, parts))

    def filter(self, func: Any, dropna: bool = True, *args: Any, **kwargs: Any) -> Any:
        """The rows of the groups for which a function holds."""
        keep = _kept(self, func, args, kwargs, self._obj)
        if not dropna:
            return self._obj.where(cols.of(keep, BOOL))
        return self._obj._take_rows([row for row, flag in enumerate(keep) if flag])


class FrameGroupApply(_Apply):
    """`apply`, `transform` and `filter` of the groups of a DataFrame."""

    def apply(self, func: Any, *args: Any, include_groups: bool = True, **kwargs: Any) -> Any:
        """What a function makes of each group."""
        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        if not callable(func):
            raise TypeError(f"'{type(func).__name__}' object is not callable")
        source = self._selected() if include_groups else self._values()
        results = [func(source._take_rows(rows), *args, **kwargs) for rows in self._groups.rows()]
        return self._collected(results, list(range(self._groups.size)), source)

    def transform(self, func: Any, *args: Any, engine: Any = None, engine_kwargs: Any = None, **kwargs: Any) -> Any:
        """What a function makes of each group, at each of its rows."""
        name = func if isinstance(func, str) else builtin_name(func)
        source = self._values()
        if name is not None and name not in SAME and name not in REDUCED:
            raise ValueError(f"'{name}' is not a valid function name for transform(name)")
        if name == "size":
            from .series import Series

            counts = self._column_groups(self._obj._columns[0]).size()
            return Series._of(self._broadcast(counts._values), self._obj._index)
        made = [self._column_groups(label).transform(func, *args, **kwargs)._values for label in source._columns]
        return source._like(made)

    def filter(self, func: Any, dropna: bool = True, *args: Any, **kwargs: Any) -> Any:
        """The rows of the groups for which a function holds."""
        source = self._selected()
        keep = _kept(self, func, args, kwargs, source)
        if not dropna:
            missing("DataFrameGroupBy.filter with dropna=False", "where")
        return source._take_rows([row for row, flag in enumerate(keep) if flag])


def _kept(groups: Any, func: Any, args: Any, kwargs: Any, source: Any) -> bytearray:
    keep = bytearray(len(source))
    for rows in groups._groups.rows():
        found = func(source._take_rows(rows), *args, **kwargs)
        if ranked(found):
            found = found.squeeze()
        if ranked(found) or is_list_like(found):
            raise TypeError(f"filter function returned a {type(found).__name__}, but expected a scalar bool")
        if not isinstance(found, bool) and type(found).__name__ != "bool":
            if found is not None and found == found:
                if source.ndim == 1:
                    if found not in (True, False):
                        raise TypeError("the filter must return a boolean result")
                else:
                    raise TypeError(f"filter function returned a {type(found).__name__}, but expected a scalar bool")
            continue
        if found:
            for row in rows:
                keep[row] = 1
    return keep
