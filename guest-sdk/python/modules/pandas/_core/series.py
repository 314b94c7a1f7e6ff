"""`Series`: a column with labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from . import columns as cols
from .construct import is_list_like, series_parts
from .errors import missing
from .generic import NDFrame
from .index import Index, RangeIndex
from .missing import is_missing
from .ops import SeriesOps
from .select import flag_rows, is_flags
from .series_apply import SeriesApply
from .series_fill import SeriesFill
from .series_labels import SeriesLabels
from .series_order import SeriesOrder
from .series_output import SeriesOutput
from .series_reduce import SeriesReduce

_SAME = object()


class Series(SeriesOps, SeriesApply, SeriesFill, SeriesLabels, SeriesOrder, SeriesOutput, SeriesReduce, NDFrame):
    """A column with labels."""

    __module__ = "pandas.core.series"

    def __init__(self, data: Any = None, index: Any = None, dtype: Any = None, name: Any = None, copy: Any = None, fastpath: Any = None) -> None:
        col, labels, name = series_parts(data, index, dtype, name)
        if copy:
            col = col.copy()
        if len(col) != len(labels):
            raise ValueError(f"Length of values ({len(col)}) does not match length of index ({len(labels)})")
        self._start(col, labels, name)

    def _start(self, col: Any, index: Any, name: Any) -> None:
        put = object.__setattr__
        put(self, "_values", col)
        put(self, "_index", index)
        put(self, "_name", name)
        put(self, "_owner", None)
        put(self, "_attrs", None)

    @classmethod
    def _of(cls, col: Any, index: Any = None, name: Any = None) -> Any:
        made = object.__new__(cls)
        made._start(col, RangeIndex(len(col)) if index is None else index, name)
        return made

    def _with(self, col: Any, index: Any = None, name: Any = _SAME) -> Any:
        """Other values with the same labels and name."""
        return type(self)._of(col, self._index if index is None else index, self._name if name is _SAME else name)

    def _set_values(self, col: Any) -> None:
        """Other values in place; a DataFrame that it is a column of gets them too."""
        old = self._values
        object.__setattr__(self, "_values", col)
        if self._owner is not None and col is not old:
            frame, at = self._owner
            if at < len(frame._cols) and frame._cols[at] is old:
                frame._cols[at] = col

    def _replace(self, made: Any) -> None:
        """Becomes another Series, in place."""
        object.__setattr__(self, "_index", made._index)
        self._set_values(made._values)

    def _take_rows(self, rows: Any) -> Any:
        return self._with(cols.take(self._values, rows), self._index._take(rows))

    @property
    def name(self) -> Any:
        """Its name."""
        return self._name

    @name.setter
    def name(self, value: Any) -> None:
        hash(value)
        object.__setattr__(self, "_name", value)

    @property
    def dtype(self) -> Any:
        """The type of its values."""
        return self._values.dtype

    dtypes = dtype

    @property
    def values(self) -> Any:
        """Its values as an array."""
        from .extract import values_of

        return values_of(self._values)

    @property
    def array(self) -> Any:
        """Its values as an array."""
        return self.values

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> Any:
        """Its values as an array."""
        from .extract import numpy_of

        source = self if na_value is None else self.fillna(na_value)
        made = numpy_of(source._values, dtype)
        return made.copy() if made is self._values else made

    def __array__(self, *_: Any, **__: Any) -> Any:
        from .extract import numpy_of

        return numpy_of(self._values)

    @property
    def shape(self) -> tuple[int]:
        """Its length."""
        return (len(self),)

    @property
    def size(self) -> int:
        """Its length."""
        return len(self)

    @property
    def ndim(self) -> int:
        """1."""
        return 1

    @property
    def axes(self) -> list[Any]:
        """Its index."""
        return [self._index]

    @property
    def T(self) -> Any:
        """Itself."""
        return self

    def transpose(self, *_: Any, **__: Any) -> Any:
        """Itself."""
        return self

    @property
    def nbytes(self) -> int:
        """How many bytes its values take."""
        return len(self) * self.dtype.itemsize

    @property
    def hasnans(self) -> bool:
        """Whether a value is missing."""
        return cols.has_missing(self._values)

    @property
    def is_unique(self) -> bool:
        """Whether no value is there twice."""
        return Index._of(self._values).is_unique

    @property
    def is_monotonic_increasing(self) -> bool:
        """Whether no value is less than the one before."""
        return Index._of(self._values).is_monotonic_increasing

    @property
    def is_monotonic_decreasing(self) -> bool:
        """Whether no value is greater than the one before."""
        return Index._of(self._values).is_monotonic_decreasing

    def __len__(self) -> int:
        return len(self._values._data)

    def __iter__(self) -> Iterator[Any]:
        return iter(cols.boxed(self._values))

    def __contains__(self, label: Any) -> bool:
        return label in self._index

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Labels and values."""
        return zip(self._index, self)

    def keys(self) -> Any:
        """Its index."""
        return self._index

    def tolist(self) -> list[Any]:
        """Its values in a list."""
        return cols.boxed(self._values)

    to_list = tolist

    def item(self) -> Any:
        """The only value."""
        if len(self) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self.tolist()[0]

    def __float__(self) -> float:
        return float(self._only("float"))

    def __int__(self) -> int:
        return int(self._only("int"))

    def _only(self, name: str) -> Any:
        if len(self) == 1:
            return self.iloc[0]
        raise TypeError(f"cannot convert the series to <class '{name}'>")

    def copy(self, deep: bool = True) -> Any:
        """The same values in a buffer of their own."""
        return self._with(self._values.copy() if deep else self._values)

    def __reduce__(self) -> Any:
        return (Series._of, (self._values, self._index, self._name))

    # Selection

    def __getitem__(self, key: Any) -> Any:
        if key is Ellipsis:
            return self
        if callable(key) and not is_list_like(key):
            key = key(self)
        if isinstance(key, slice):
            return self._take_rows(self._slice(key))
        if is_flags(key):
            return self._take_rows(flag_rows(key, self._index))
        if is_list_like(key) and not isinstance(key, tuple):
            return self._listed(list(key))
        try:
            return self.loc[key] if self._index.nlevels > 1 or isinstance(key, tuple) else self._one(key)
        except KeyError:
            if isinstance(key, (int, np.integer)) and not isinstance(key, bool) and self._index.dtype.kind not in "iufb" and self._index.nlevels == 1:
                # Deprecated in pandas 2, but there: an integer is a position where labels are none.
                if not -len(self) <= key < len(self):
                    raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(self)}") from None
                return self.iloc[int(key)]
            raise

    def _one(self, key: Any) -> Any:
        from .select import _partial

        found = _partial(key, self._index)
        if found is not None:
            return self._take_rows(found)
        row = self._index._locate(key)
        return cols.box(self._values, row) if type(row) is int else self._take_rows(row)

    def _listed(self, keys: list[Any]) -> Any:
        kind = self._index.dtype.kind if self._index.nlevels == 1 else "O"
        if keys and kind not in "iufb" and all(isinstance(key, (int, np.integer)) for key in keys) and not all(key in self._index for key in keys):
            return self.iloc[keys]
        return self.loc[keys]

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a label, or something else."""
        try:
            return self[key]
        except (KeyError, ValueError, IndexError):
            return default

    def __setitem__(self, key: Any, value: Any) -> None:
        if callable(key) and not is_list_like(key):
            key = key(self)
        if isinstance(key, slice):
            self.iloc[_plain_slice(self._slice(key))] = value
            return
        if is_flags(key) and not is_list_like(value) and not flag_rows(key, self._index):
            return
        if is_flags(key) or is_list_like(key) and not isinstance(key, tuple):
            self.loc[key] = value
            return
        if (
            isinstance(key, (int, np.integer))
            and not isinstance(key, bool)
            and self._index.nlevels == 1
            and self._index.dtype.kind not in "iufb"
            and key not in self._index
        ):
            if not -len(self) <= key < len(self):
                raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(self)}")
            self.iloc[int(key)] = value
            return
        self.loc[key] = value

    def __delitem__(self, key: Any) -> None:
        self._replace(self.drop(key))

    def pop(self, item: Any) -> Any:
        """Takes a value out."""
        value = self[item]
        del self[item]
        return value

    def _append_value(self, label: Any, value: Any) -> None:
        one = cols.infer([value]) if not is_missing(value) else cols.missing_column(self.dtype, 1)
        col = self._values if len(self) else cols.of(cols.empty(one.dtype, 0), one.dtype)
        object.__setattr__(self, "_values", cols.joined([col, one]))
        object.__setattr__(self, "_index", self._index.insert(len(self._index), label))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("name", "index", "attrs") or name.startswith("_"):
            object.__setattr__(self, name, value)
        elif isinstance(name, str) and name in self._index:
            self[name] = value
        else:
            object.__setattr__(self, name, value)

    def _absent(self, name: str) -> Any:
        if name in ("str", "dt", "cat"):
            # Asked for once more: what it raised is lost on the way here.
            return getattr(type(self), name).fget(self)
        index = self._index
        if index.nlevels == 1 and index.dtype.kind == "O" and name in index:
            return self[name]
        return super()._absent(name)

    # Accessors

    @property
    def str(self) -> Any:
        """Its values as texts."""
        try:
            from .accessors import StringMethods
        except ImportError:
            missing("Series.str")
        return StringMethods(self)

    @property
    def dt(self) -> Any:
        """Its values as times."""
        try:
            from .accessors import time_accessor
        except ImportError:
            missing("Series.dt")
        return time_accessor(self)

    @property
    def cat(self) -> Any:
        """Its values as categories."""
        from .categorical import CategoricalAccessor

        return CategoricalAccessor(self)


def _plain_slice(rows: range) -> Any:
    return list(rows)
