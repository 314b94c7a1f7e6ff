"""The order of a Series, and its duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, INT64

from . import columns as cols
from . import kernels
from .errors import missing


class SeriesOrder:
    """The order of a Series, and its duplicates."""

    def sort_values(
        self,
        *,
        axis: Any = 0,
        ascending: Any = True,
        inplace: bool = False,
        kind: str = "quicksort",
        na_position: str = "last",
        ignore_index: bool = False,
        key: Any = None,
    ) -> Any:
        """The rows in the order of their values."""
        col = self._values if key is None else cols.column(key(self))
        up = ascending[0] if isinstance(ascending, (list, tuple)) else ascending
        made = self._ordered(kernels.argsort([col], [bool(up)], na_position))
        return self._done(made.reset_index(drop=True) if ignore_index else made, inplace)

    def sort_index(
        self,
        *,
        axis: Any = 0,
        level: Any = None,
        ascending: Any = True,
        inplace: bool = False,
        kind: str = "quicksort",
        na_position: str = "last",
        sort_remaining: bool = True,
        ignore_index: bool = False,
        key: Any = None,
    ) -> Any:
        """The rows in the order of their labels."""
        made = self._ordered(index_order(self._index, level, ascending, na_position, key))
        return self._done(made.reset_index(drop=True) if ignore_index else made, inplace)

    def argsort(self, axis: Any = 0, kind: str = "quicksort", order: Any = None, stable: Any = None) -> Any:
        """The rows in the order of their values."""
        return self._with(cols.of(store(kernels.argsort([self._values], [True]), INT64), INT64))

    def nlargest(self, n: int = 5, keep: str = "first") -> Any:
        """The rows of the greatest values."""
        return self._take_rows(extreme_rows([self._values], n, keep, False))

    def nsmallest(self, n: int = 5, keep: str = "first") -> Any:
        """The rows of the least values."""
        return self._take_rows(extreme_rows([self._values], n, keep, True))

    def rank(
        self, axis: Any = 0, method: str = "average", numeric_only: bool = False, na_option: str = "keep", ascending: bool = True, pct: bool = False
    ) -> Any:
        """The place of each value in their order."""
        from .ranking import ranks

        return self._with(cols.of(store(ranks(self._values, method, ascending, na_option, pct), FLOAT64), FLOAT64))

    def duplicated(self, keep: Any = "first") -> Any:
        """Which values were there before."""
        return self._with(cols.of(kernels.duplicated(kernels.keys(self._values), keep), BOOL), None, self._name)

    def drop_duplicates(self, *, keep: Any = "first", inplace: bool = False, ignore_index: bool = False) -> Any:
        """Without values that were there before."""
        flags = kernels.duplicated(kernels.keys(self._values), keep)
        made = self._take_rows([row for row, flag in enumerate(flags) if not flag])
        return self._done(made.reset_index(drop=True) if ignore_index else made, inplace)

    def searchsorted(self, value: Any, side: str = "left", sorter: Any = None) -> Any:
        """Where a value would go."""
        if sorter is not None:
            missing("Series.searchsorted with sorter=", "sort_values first")
        return self._values.searchsorted(value, side)


def index_order(index: Any, level: Any, ascending: Any, na_position: str, key: Any) -> Sequence[int]:
    """The rows in the order of their labels."""
    if index.nlevels > 1:
        levels = list(range(index.nlevels))
        first = levels if level is None else [index._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        order = first + [at for at in levels if at not in first]
        ups = list(ascending) if isinstance(ascending, (list, tuple)) else [ascending] * len(first)
        ups += [ups[-1] if len(set(ups)) == 1 else True] * (len(order) - len(ups))
        columns = [index._arrays[at] if key is None else cols.column(key(index.get_level_values(at))) for at in order]
        return kernels.argsort(columns, ups, na_position)
    up = ascending[0] if isinstance(ascending, (list, tuple)) else ascending
    return index._order(up, na_position, key)


def extreme_rows(columns: list[Any], n: int, keep: str, least: bool) -> list[int]:
    """The rows of the least or greatest values, the missing ones not among them."""
    for col in columns:
        if col.dtype.kind in "OC":
            raise TypeError(f"Cannot use method '{'nsmallest' if least else 'nlargest'}' with dtype {col.dtype}")
    if keep not in ("first", "last", "all"):
        raise ValueError('keep must be either "first", "last" or "all"')
    if n <= 0:
        return []
    rows = list(range(len(columns[0])))
    flags = cols.flags_missing(columns[0])
    good = [row for row in rows if not flags[row]]
    absent = [row for row in rows if flags[row]]
    if keep == "last":
        good.reverse()
    for col in columns[::-1]:
        good = kernels._sorted(good, col, least, "last")
    found = good[:n]
    if keep == "all" and len(good) > n:
        last = [col._data[found[-1]] for col in columns]
        found += [row for row in good[n:] if [col._data[row] for col in columns] == last]
    return found + absent[: max(0, n - len(found))]
