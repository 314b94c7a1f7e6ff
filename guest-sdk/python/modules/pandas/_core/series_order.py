"""The order of a Series, and its duplicates."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64, INT64

from . import columns as cols
from . import kernels
from .errors import missing
from .row_order import extreme_rows, index_order


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
        return self._numbered(made, ignore_index, inplace)

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
        return self._numbered(made, ignore_index, inplace)

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
        return self._numbered(made, ignore_index, inplace)

    def searchsorted(self, value: Any, side: str = "left", sorter: Any = None) -> Any:
        """Where a value would go."""
        if sorter is not None:
            missing("Series.searchsorted with sorter=", "sort_values first")
        return self._values.searchsorted(value, side)
