"""What is written into a DataFrame: columns, rows, cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from . import columns as cols
from .assign import put, write
from .construct import is_list_like
from .index import Index, RangeIndex
from .select import flag_rows, is_flags
from .series import Series


class FrameAssign:
    """What is written into a DataFrame."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if callable(key) and not is_list_like(key):
            key = key(self)
        if getattr(type(key), "_sandtable_ranked", False) and key.ndim == 2:
            self._replace(self.mask(key, value))
            return
        if isinstance(key, slice):
            self.iloc[self._slice_positions(key)] = value
            return
        if is_flags(key):
            if flag_rows(key, self._index) or getattr(type(value), "_sandtable_column", False):
                self.loc[key] = value
            return
        if is_list_like(key) and not isinstance(key, tuple):
            self._set_columns(list(key), value)
            return
        self._set_column(key, value)

    def _slice_positions(self, key: slice) -> Any:
        return list(self._slice(key))

    def _set_columns(self, labels: list[Any], value: Any) -> None:
        if getattr(type(value), "_sandtable_ranked", False) and value.ndim == 2:
            if len(value._cols) != len(labels) or not value._columns.is_unique:
                raise ValueError("Columns must be same length as key")
            for at, label in enumerate(labels):
                self._set_column(label, value._column(at))
        elif isinstance(value, ndarray) and value.ndim == 2:
            if value.shape[1] != len(labels):
                raise ValueError("Columns must be same length as key")
            for at, label in enumerate(labels):
                self._set_column(label, value[:, at].copy())
        elif is_list_like(value) and not isinstance(value, dict):
            items = list(value)
            if items and all(is_list_like(item) for item in items):
                if all(len(item) == len(labels) for item in items) and len(items) == len(self):
                    for label, column in zip(labels, zip(*items)):
                        self._set_column(label, list(column))
                    return
                raise ValueError("Columns must be same length as key")
            if len(items) != len(labels):
                raise ValueError("Columns must be same length as key")
            for label, item in zip(labels, items):
                self._set_column(label, item)
        else:
            for label in labels:
                self._set_column(label, value)

    def _set_column(self, label: Any, value: Any) -> None:
        hash(label)
        if getattr(type(value), "_sandtable_ranked", False) and value.ndim == 2:
            if len(value._cols) != 1:
                found = self._columns._find(label)
                raise ValueError("Cannot set a DataFrame with multiple columns to the single column " + str(label))
            value = value._column(0)
        if not len(self._index) and not isinstance(value, (str, bytes)) and is_list_like(value) and not len(self._cols):
            # The first column brings the rows.
            if getattr(type(value), "_sandtable_ranked", False):
                object.__setattr__(self, "_index", value._index)
            elif not isinstance(value, dict):
                value = value if hasattr(value, "__len__") else list(value)
                object.__setattr__(self, "_index", RangeIndex(len(value)))
        elif not len(self._index) and is_list_like(value) and not isinstance(value, dict) and len(value) and self._cols:
            if getattr(type(value), "_sandtable_ranked", False):
                object.__setattr__(self, "_index", value._index)
            else:
                object.__setattr__(self, "_index", RangeIndex(len(value)))
            object.__setattr__(self, "_cols", [cols.missing_column(col.dtype, len(self._index)) for col in self._cols])
        col = self._as_column(value)
        found = self._columns._find(label) if self._columns.nlevels == 1 else self._columns._place(label)
        if found is None:
            self._insert(len(self._cols), label, col)
            return
        places = self._columns._locate(label)
        for at in [places] if type(places) is int else places:
            self._cols[at] = col

    def _as_column(self, value: Any) -> Any:
        from .construct import aligned_column

        if getattr(type(value), "_sandtable_ranked", False) and not value._index.equals(self._index):
            if not value._index.is_unique:
                raise ValueError("cannot reindex on an axis with duplicate labels")
            return value.reindex(self._index)._values
        if getattr(type(value), "_sandtable_ranked", False) and value.ndim == 2 and len(value._cols) == 1:
            value = value._column(0)
        if isinstance(value, dict):
            value = Series(value)
        if isinstance(value, (set, frozenset)):
            value = list(value)
        if isinstance(value, Iterator) or isinstance(value, (map, zip, filter)):
            value = list(value)
        return aligned_column(value, self._index)

    def _insert(self, at: int, label: Any, col: Any) -> None:
        labels = self._columns
        if labels.nlevels == 1 and isinstance(labels, RangeIndex) and not len(labels):
            made = Index([label], name=labels._name, tupleize_cols=False)
        elif labels.nlevels > 1:
            made = labels.insert(at, label if isinstance(label, tuple) else (label, *[""] * (labels.nlevels - 1)))
        else:
            made = labels.insert(at, label)
        object.__setattr__(self, "_columns", made)
        self._cols.insert(at, col)

    def insert(self, loc: int, column: Any, value: Any, allow_duplicates: bool = False) -> None:
        """A column at a place."""
        if not allow_duplicates and column in self._columns:
            raise ValueError(f"cannot insert {column}, already exists")
        if not isinstance(loc, (int, np.integer)):
            raise TypeError("loc must be int")
        if not 0 <= loc <= len(self._cols):
            raise IndexError(f"index {loc} is out of bounds for axis 0 with size {len(self._cols)}") if loc > 0 else ValueError("unbounded slice")
        self._insert(int(loc), column, self._as_column(value))

    def _put(self, at: int, rows: Any, value: Any, fresh: bool = False) -> None:
        """Writes into rows of a column."""
        old = self._cols[at]
        col = write(old, rows, value)
        if fresh and old.dtype.kind == "O" and len(col) and len(rows) == 1 and all(cols.is_missing(v) for v in old._data[:-1]) and len(col) == 1:
            col = cols.infer(list(col._data))
        self._cols[at] = col

    def _put_whole(self, at: int, value: Any) -> None:
        """Writes a whole column: in place where it holds the values, else as a column of their type."""
        old = self._cols[at]
        if is_list_like(value) and not isinstance(value, (str, dict)):
            new = cols.column(value) if not isinstance(value, (list, tuple)) or len(value) else None
            values = [] if new is None else cols.boxed(new)
        else:
            new, values = None, [value]
        try:
            raws = [cols.raw_of(one, old.dtype) for one in values]
        except (TypeError, ValueError):
            if old.dtype.kind in "CN":
                raise
            if new is not None and len(new) != len(self):
                new = None if len(new) != 1 else cols.take(new, [0] * len(self))
            if new is None and is_list_like(value):
                self._put(at, list(range(len(self))), value)
                return
            self._cols[at] = new if new is not None else cols.repeat_value(value, len(self))
            return
        _ = raws
        self._put(at, list(range(len(self))), value)

    def _put_one(self, at: int, rows: Any, value: Any) -> None:
        self._cols[at] = put(self._cols[at], rows, value)

    def _append_row(self, label: Any, written: Any) -> None:
        """A row more; of missing values, but for the columns that are about to be written."""
        made = []
        for at, col in enumerate(self._cols):
            if not len(col):
                made.append(cols.of([cols.nan], cols.OBJECT))
            elif at in written and col.dtype.kind not in "iub":
                made.append(_WithRoom.of(col))
            else:
                made.append(cols.take_missing(col, [*range(len(col)), -1]))
        object.__setattr__(self, "_cols", made)
        index = (
            self._index.insert(len(self._index), label) if self._index.nlevels == 1 or isinstance(label, tuple) else self._index.insert(len(self._index), label)
        )
        object.__setattr__(self, "_index", index)

    def _append_values(self, label: Any, value: Any) -> None:
        """A row more, typed as `concat` types it."""
        from .concat import concat
        from .construct import is_list_like as listed

        if getattr(type(value), "_sandtable_ranked", False):
            row = value.reindex(self._columns)
        elif isinstance(value, dict):
            row = Series(value, index=self._columns)
        elif listed(value):
            if len(value) != len(self._cols):
                raise ValueError("cannot set a row with mismatched columns")
            row = Series(list(value) if not isinstance(value, ndarray) else value, index=self._columns)
        else:
            row = Series(value, index=self._columns)
        index = self._index.insert(len(self._index), label) if len(self) else Index([label], name=self._index._name)
        line = type(self)._of(
            [cols.infer([one]) if row.dtype.kind == "O" else cols.take(row._values, [at]) for at, one in enumerate(row)], self._columns, RangeIndex(1)
        )
        if len(self):
            line = concat([type(self)._of(self._cols, self._columns, RangeIndex(len(self))), line], ignore_index=True)
        self._start(line._cols, self._columns, index)

    def __delitem__(self, key: Any) -> None:
        found = self._columns._locate(key) if self._columns.nlevels == 1 else self._columns._select(key)[0]
        gone = {found} if type(found) is int else set(found)
        keep = [at for at in range(len(self._cols)) if at not in gone]
        object.__setattr__(self, "_cols", [self._cols[at] for at in keep])
        object.__setattr__(self, "_columns", self._columns._take(keep))

    def pop(self, item: Any) -> Any:
        """Takes a column out."""
        made = self[item]
        del self[item]
        object.__setattr__(made, "_owner", None)
        return made


class _WithRoom:
    """Columns with a missing value more at the end; integers stay integers until one is read."""

    @staticmethod
    def of(col: Any) -> Any:
        """The column with a missing value more. The type is kept where a value of it is about to be written."""
        kind = col.dtype.kind
        if kind in "iub":
            data = col._data[:]
            data.append(0)
            return cols.of(data, col.dtype)
        return cols.take_missing(col, [*range(len(col)), -1])
