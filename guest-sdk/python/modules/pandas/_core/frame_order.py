"""The order of a DataFrame's rows, and their duplicates."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import BOOL, FLOAT64

from . import columns as cols
from . import kernels
from .construct import is_list_like
from .row_order import extreme_rows, index_order


class FrameOrder:
    """The order of a DataFrame's rows, and their duplicates."""

    def _keyed(self, label: Any) -> Any:
        """A column, or a level of the index, by its name."""
        if self._columns.nlevels == 1 or isinstance(label, tuple):
            found = self._columns._find(label) if self._columns.nlevels == 1 else self._columns._place(label)
            if found is not None:
                places = self._columns._locate(label)
                if type(places) is list:
                    raise ValueError(f"The column label '{label}' is not unique.")
                return self._cols[found]
        if label in list(self._index.names) and label is not None:
            return self._index.get_level_values(label)._values
        raise KeyError(label)

    def sort_values(
        self,
        by: Any,
        *,
        axis: Any = 0,
        ascending: Any = True,
        inplace: bool = False,
        kind: str = "quicksort",
        na_position: str = "last",
        ignore_index: bool = False,
        key: Any = None,
    ) -> Any:
        """The rows in the order of columns."""
        if axis in (1, "columns"):
            return self._done(self.T.sort_values(by, ascending=ascending, na_position=na_position, key=key).T, inplace)
        names = list(by) if is_list_like(by) and not isinstance(by, tuple) else [by]
        ups = list(ascending) if is_list_like(ascending) else [ascending] * len(names)
        if len(ups) != len(names):
            raise ValueError(f"Length of ascending ({len(ups)}) != length of by ({len(names)})")
        for up in ups:
            if not isinstance(up, (bool, int)) and not hasattr(up, "dtype"):
                raise ValueError(f'For argument "ascending" expected type bool, received type {type(up).__name__}.')
        columns = []
        for name in names:
            col = self._keyed(name)
            if key is not None:
                from .series import Series

                col = cols.column(key(Series._of(col, self._index, name)))
            columns.append(col)
        made = self._ordered(kernels.argsort(columns, [bool(up) for up in ups], na_position)) if columns else self.copy()
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
        """The rows, or columns, in the order of their labels."""
        if axis in (1, "columns"):
            places = index_order(self._columns, level, ascending, na_position, key)
            return self._done(self._pick_columns(places), inplace)
        made = self._ordered(index_order(self._index, level, ascending, na_position, key))
        return self._numbered(made, ignore_index, inplace)

    def nlargest(self, n: int, columns: Any, keep: str = "first") -> Any:
        """The rows of the greatest values."""
        return self._extreme(n, columns, keep, False)

    def nsmallest(self, n: int, columns: Any, keep: str = "first") -> Any:
        """The rows of the least values."""
        return self._extreme(n, columns, keep, True)

    def _extreme(self, n: int, columns: Any, keep: str, least: bool) -> Any:
        names = list(columns) if is_list_like(columns) else [columns]
        picked = [self._keyed(name) for name in names]
        for name, col in zip(names, picked):
            if col.dtype.kind in "OC":
                raise TypeError(f"Column {name!r} has dtype {col.dtype}, cannot use method {'nsmallest' if least else 'nlargest'!r} with this dtype")
        return self._take_rows(extreme_rows(picked, n, keep, least))

    def rank(
        self, axis: Any = 0, method: str = "average", numeric_only: bool = False, na_option: str = "keep", ascending: bool = True, pct: bool = False
    ) -> Any:
        """The place of each value in the order of its column."""
        from .ranking import ranks

        if axis in (1, "columns"):
            return self.T.rank(0, method, numeric_only, na_option, ascending, pct).T
        source = self._numbers() if numeric_only else self
        return source._like([cols.of(store(ranks(col, method, ascending, na_option, pct), FLOAT64), FLOAT64) for col in source._cols])

    def _subset(self, subset: Any) -> list[Any]:
        if subset is None:
            return list(self._cols)
        names = list(subset) if is_list_like(subset) and not isinstance(subset, tuple) else [subset]
        absent = [name for name in names if name not in self._columns]
        if absent:
            from .index import Index

            raise KeyError(Index(absent))
        return [self._cols[self._columns._find(name)] for name in names]

    def duplicated(self, subset: Any = None, keep: Any = "first") -> Any:
        """Which rows were there before."""
        from .series import Series

        columns = self._subset(subset)
        if self.empty:
            return Series._of(cols.of(bytearray(), BOOL))
        flags = kernels.duplicated(kernels.row_keys(columns), keep) if columns else bytearray(len(self))
        return Series._of(cols.of(flags, BOOL), self._index)

    def drop_duplicates(self, subset: Any = None, *, keep: Any = "first", inplace: bool = False, ignore_index: bool = False) -> Any:
        """Without rows that were there before."""
        if self.empty:
            return self._done(self.copy(), inplace)
        flags = self.duplicated(subset, keep)._values._data
        made = self._take_rows([row for row, flag in enumerate(flags) if not flag]) if 1 in flags else self.copy()
        return self._numbered(made, ignore_index, inplace)
