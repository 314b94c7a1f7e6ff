"""`DataFrame`: columns with labels on both axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy import ndarray
from numpy._buffers import store

from . import columns as cols
from .assign import put, write
from .construct import frame_parts, is_list_like
from .errors import missing
from .frame_apply import FrameApply
from .frame_fill import FrameFill
from .frame_labels import FrameLabels
from .frame_order import FrameOrder
from .frame_output import FrameOutput
from .frame_reduce import FrameReduce
from .frame_shape import FrameShape
from .generic import NDFrame
from .index import Index, RangeIndex
from .naming import name_methods
from .ops import FrameOps
from .select import flag_rows, is_flags
from .series import Series


class DataFrame(FrameOps, FrameApply, FrameFill, FrameLabels, FrameOrder, FrameOutput, FrameReduce, FrameShape, NDFrame):
    """Columns with labels on both axes."""

    __module__ = "pandas.core.frame"

    def __init__(self, data: Any = None, index: Any = None, columns: Any = None, dtype: Any = None, copy: Any = None) -> None:
        made, names, rows = frame_parts(data, index, columns, dtype)
        if copy:
            made = [col.copy() for col in made]
        self._start(made, names, rows)

    def _start(self, made: list[Any], columns: Any, index: Any) -> None:
        put_ = object.__setattr__
        put_(self, "_cols", made)
        put_(self, "_columns", columns)
        put_(self, "_index", index)
        put_(self, "_attrs", None)

    @classmethod
    def _of(cls, made: list[Any], columns: Any, index: Any = None) -> Any:
        frame = object.__new__(cls)
        frame._start(made, columns, index if index is not None else RangeIndex(len(made[0]) if made else 0))
        return frame

    def _like(self, made: list[Any]) -> Any:
        return type(self)._of(made, self._columns, self._index)

    def _map_columns(self, function: Any) -> Any:
        return self._like([function(self._column(at))._values for at in range(len(self._cols))])

    def _replace(self, made: Any) -> None:
        """Becomes another DataFrame, in place."""
        self._start(list(made._cols), made._columns, made._index)

    def _done(self, made: Any, inplace: bool) -> Any:
        if inplace:
            self._replace(made)
            return None
        return made

    def _take_rows(self, rows: Any) -> Any:
        return type(self)._of([cols.take(col, rows) for col in self._cols], self._columns, self._index._take(rows))

    def _pick_columns(self, places: Any) -> Any:
        return type(self)._of([self._cols[at].copy() for at in places], self._columns._take(list(places)), self._index)

    def _column(self, at: int) -> Any:
        """A column; what is written into it is written here."""
        made = Series._of(self._cols[at], self._index, self._columns[at])
        object.__setattr__(made, "_owner", (self, at))
        return made

    def _series(self) -> Iterator[Any]:
        return (self._column(at) for at in range(len(self._cols)))

    def _row(self, row: int) -> Any:
        """A row, in the type that holds all of its values."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        if to.kind in "OCNV":
            data: Any = [cols.box(col, row) for col in self._cols]
            col = cols.of(data, cols.OBJECT) if to.kind in "OC" else cols.of(data, to)
            if to.kind == "C":
                col = cols.astype(col, to)
        else:
            col = cols.of(store([cols.astype(cols.take(col, [row]), to)._data[0] for col in self._cols], to), to)
        return Series._of(col, self._columns, self._index[row])

    # What it is

    @property
    def columns(self) -> Any:
        """The labels of its columns."""
        return self._columns

    @columns.setter
    def columns(self, labels: Any) -> None:
        object.__setattr__(self, "_columns", self._new_axis(labels, len(self._columns)))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return (len(self._index), len(self._cols))

    @property
    def size(self) -> int:
        """How many values."""
        return len(self._index) * len(self._cols)

    @property
    def ndim(self) -> int:
        """2."""
        return 2

    @property
    def axes(self) -> list[Any]:
        """Index and columns."""
        return [self._index, self._columns]

    @property
    def dtypes(self) -> Any:
        """The type of each column."""
        return Series._of(cols.of([col.dtype for col in self._cols], cols.OBJECT), self._columns)

    @property
    def values(self) -> Any:
        """All values, in the type that holds them."""
        from .extract import table_of

        return table_of(self._cols, len(self._index))

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> Any:
        """All values, in the type that holds them."""
        source = self if na_value is None else self.fillna(na_value)
        return source.values if dtype is None else source.values.astype(dtype)

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.values

    @property
    def T(self) -> Any:
        """Rows as columns."""
        return self.transpose()

    def transpose(self, *_: Any, copy: bool = False) -> Any:
        """Rows as columns."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        if to.kind in "OV":
            boxed = [cols.boxed(col) for col in self._cols]
            made = [cols.of(list(values), cols.OBJECT) for values in zip(*boxed)] if boxed else [cols.of([], cols.OBJECT) for _ in range(len(self))]
        else:
            plain = [cols.astype(col, to)._data for col in self._cols]
            made = [cols.of(store(list(values), to), to) for values in zip(*plain)]
        return type(self)._of(made, self._index, self._columns)

    def __len__(self) -> int:
        return len(self._index)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._columns)

    def __contains__(self, label: Any) -> bool:
        return label in self._columns

    def keys(self) -> Any:
        """The labels of its columns."""
        return self._columns

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Labels and columns."""
        return ((self._columns[at], self._column(at)) for at in range(len(self._cols)))

    def iterrows(self) -> Iterator[tuple[Any, Any]]:
        """Labels and rows."""
        return zip(self._index, self._rows())

    def _rows(self) -> Iterator[Any]:
        """All rows, in the type that holds all of their values."""
        to = cols.common_type([col.dtype for col in self._cols]) if self._cols else cols.OBJECT
        columns, labels = self._columns, iter(self._index)
        if to.kind in "OCV" or not self._cols:
            boxed = [cols.boxed(col) for col in self._cols]
            values = zip(*boxed) if boxed else (() for _ in range(len(self)))
            times = any(col.dtype.kind in "Mm" for col in self._cols)
            for row in values:
                col = cols.of(list(row), cols.OBJECT)
                yield Series._of(cols.timelike(col) if times else col, columns, next(labels))
            return
        data = [cols.astype(col, to)._data for col in self._cols]
        for row in zip(*data):
            yield Series._of(cols.of(store(row, to), to), columns, next(labels))

    def itertuples(self, index: bool = True, name: Any = "Pandas") -> Iterator[Any]:
        """Rows as named tuples."""
        from collections import namedtuple

        fields = [str(label) if not isinstance(label, str) else label for label in self._columns]
        values = [cols.boxed(col) for col in self._cols]
        if index:
            fields.insert(0, "Index")
            values.insert(0, list(self._index))
        rows = zip(*values) if values else iter(())
        if name is None:
            return rows
        made = namedtuple(name, fields, rename=True)
        return map(made._make, rows)

    def copy(self, deep: bool = True) -> Any:
        """The same values in buffers of their own."""
        return self._like([col.copy() for col in self._cols] if deep else list(self._cols))

    def __reduce__(self) -> Any:
        return (DataFrame._of, (self._cols, self._columns, self._index))

    # Selection

    def __getitem__(self, key: Any) -> Any:
        if callable(key) and not is_list_like(key):
            key = key(self)
        if isinstance(key, slice):
            return self._take_rows(self._slice(key))
        if getattr(type(key), "_sandtable_ranked", False) and key.ndim == 2:
            return self.where(key)
        if is_flags(key):
            if isinstance(key, list) and len(key) != len(self):
                raise ValueError(f"Item wrong length {len(key)} instead of {len(self)}.")
            return self._ordered_or_taken(flag_rows(key, self._index))
        if is_list_like(key) and not isinstance(key, tuple):
            return self._listed(list(key))
        if self._columns.nlevels > 1:
            return self._by_levels(key)
        try:
            found = self._columns._locate(key)
        except Exception as error:
            if isinstance(key, tuple) and not isinstance(error, KeyError):
                raise KeyError(key) from None
            raise
        return self._column(found) if type(found) is int else self._pick_columns(found)

    def _ordered_or_taken(self, rows: list[int]) -> Any:
        return self.copy() if len(rows) == len(self) else self._take_rows(rows)

    def _listed(self, keys: list[Any]) -> Any:
        places: list[int] = []
        absent = []
        for label in keys:
            try:
                found = self._columns._locate(label) if self._columns.nlevels == 1 else self._columns._select(label)[0]
            except KeyError:
                absent.append(label)
                continue
            places.extend([found] if type(found) is int else found)
        if absent:
            from .select import absent_text

            raise KeyError(absent_text(keys, absent, self._columns).replace(" are in the [index]", " are in the [columns]"))
        return self._pick_columns(places)

    def _by_levels(self, key: Any) -> Any:
        places, one = self._columns._select(key)
        if one:
            return self._column(places[0])
        made = self._pick_columns(places)
        return self._drop_column_levels(made, key)

    def _drop_column_levels(self, made: Any, key: Any) -> Any:
        depth = len(key) if isinstance(key, tuple) else 1
        left = made._columns
        for _ in range(min(depth, left.nlevels - 1)):
            left = left.droplevel(0)
        if left.nlevels == 1 and len(left) == 1 and left[0] == "":
            series = made._column(0)
            object.__setattr__(series, "_name", key)
            return series
        return type(self)._of(made._cols, left, made._index)

    def _slice(self, key: slice) -> Any:
        kind = self._index.dtype.kind if self._index.nlevels == 1 else "O"
        ends = [end for end in (key.start, key.stop) if end is not None]
        if all(isinstance(end, (int, np.integer)) for end in ends) and kind != "f":
            return range(len(self))[slice(*(None if end is None else int(end) for end in (key.start, key.stop, key.step)))]
        return range(len(self))[self._index._slice_rows(key)]

    def get(self, key: Any, default: Any = None) -> Any:
        """A column, or something else."""
        try:
            return self[key]
        except (KeyError, ValueError, IndexError):
            return default

    def xs(self, key: Any, axis: Any = 0, level: Any = None, drop_level: bool = True) -> Any:
        """The rows or columns of a label of one level."""
        if axis in (1, "columns"):
            return self.T.xs(key, level=level, drop_level=drop_level).T if level is not None else self[key]
        if level is None:
            return self.loc[key]
        rows, index = self._index._cross(key, level, drop_level)
        return type(self)._of([cols.take(col, rows) for col in self._cols], self._columns, index)

    def query(self, expr: str, inplace: bool = False, **kwargs: Any) -> Any:
        """The rows for which an expression holds."""
        import sys

        from .query import evaluate

        frame = sys._getframe(1)
        if set(kwargs) - {"engine", "local_dict", "global_dict", "parser", "level"}:
            raise TypeError(f"query() got an unexpected keyword argument {next(iter(kwargs))!r}")
        names = {**frame.f_globals, **frame.f_locals, **(kwargs.get("global_dict") or {}), **(kwargs.get("local_dict") or {})}
        found = evaluate(expr, self, names)
        return self._done(self.loc[found] if not isinstance(found, bool) else self[found], inplace)

    def eval(self, expr: str, inplace: bool = False, **kwargs: Any) -> Any:
        """What an expression over columns gives."""
        import sys

        from .query import evaluate

        frame = sys._getframe(1)
        if kwargs:
            missing(f"DataFrame.eval with {next(iter(kwargs))}=")
        names = {**frame.f_globals, **frame.f_locals}
        if "\n" in expr.strip():
            missing("DataFrame.eval with several lines", "assign")
        name, sign, rest = expr.partition("=")
        if sign and not rest.startswith("=") and name.strip().isidentifier():
            made = self.copy()
            made[name.strip()] = evaluate(rest.strip(), self, names)
            return self._done(made, inplace)
        return evaluate(expr, self, names)

    # Assignment

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

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("index", "columns", "attrs") or name.startswith("_"):
            object.__setattr__(self, name, value)
        elif name in self._columns:
            self[name] = value
        else:
            object.__setattr__(self, name, value)

    def _absent(self, name: str) -> Any:
        if name in self._columns:
            return self[name]
        return super()._absent(name)

    @classmethod
    def from_dict(cls, data: Any, orient: str = "columns", dtype: Any = None, columns: Any = None) -> Any:
        """Of a dict of columns, or of rows."""
        if orient == "columns":
            if columns is not None:
                raise ValueError("cannot use columns parameter with orient='columns'")
            return cls(data, dtype=dtype)
        if orient == "index":
            labels = list(data)
            rows = list(data.values())
            if not rows:
                return cls(columns=columns)
            if isinstance(rows[0], dict):
                made = cls(rows, index=Index(labels))
                return made if columns is None else made[list(columns)]
            if not is_list_like(rows[0]):
                return cls({(columns[0] if columns else 0): rows}, index=Index(labels))
            return cls(rows, index=Index(labels), columns=columns, dtype=dtype)
        if orient == "tight":
            missing("DataFrame.from_dict with orient='tight'")
        raise ValueError(f"Expected 'index', 'columns' or 'tight' for orient parameter. Got '{orient}' instead")

    @classmethod
    def from_records(cls, data: Any, index: Any = None, exclude: Any = None, columns: Any = None, coerce_float: bool = False, nrows: Any = None) -> Any:
        """Of rows."""
        rows = list(data) if not isinstance(data, (dict, DataFrame)) else data
        made = cls(rows[:nrows] if nrows is not None else rows, columns=columns)
        if exclude is not None:
            made = made.drop(columns=list(exclude))
        if isinstance(index, str) or (isinstance(index, list) and all(one in made._columns for one in index)):
            return made.set_index(index)
        if index is not None:
            made.index = index
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


name_methods("DataFrame", *DataFrame.__mro__[1:-1])
name_methods("Series", *Series.__mro__[1:-1])
