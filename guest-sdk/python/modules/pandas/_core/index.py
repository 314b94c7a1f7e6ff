"""`Index`: the labels of rows or columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy import ndarray
from numpy._buffers import store
from numpy._dtypes import BOOL, INT64
from numpy._scalars import generic

from . import columns as cols
from . import kernels
from .errors import InvalidIndexError, missing
from .missing import is_missing
from .._time import Period
from .times import NaT, Timedelta, Timestamp

NAN_KEY = ("sandtable", "missing")
"""What stands for a missing label where labels are looked up: NaN is not equal to itself."""


class Index:
    """Labels. It never changes: what changes it gives another one."""

    _sandtable_column = True
    __slots__ = ("_cache", "_name", "_vals", "freq")

    def __new__(cls, data: Any = None, dtype: Any = None, copy: bool = False, name: Any = None, tupleize_cols: bool = True, **kwargs: Any) -> Any:
        if kwargs:
            missing(f"Index with {next(iter(kwargs))}=")
        if name is None:
            name = getattr(data, "name", None)
        if isinstance(data, Index) and dtype is None:
            return data.rename(name) if name is not data._name else data
        if isinstance(data, range) and dtype is None:
            return RangeIndex(data, name=name)
        if data is None:
            raise TypeError("Index(...) must be called with a collection of some kind, None was passed")
        if isinstance(data, (str, bytes)) or not hasattr(data, "__iter__"):
            raise TypeError(f"Index(...) must be called with a collection of some kind, {data!r} was passed")
        if not hasattr(data, "_values") and not isinstance(data, ndarray):
            data = list(data)
            if data and tupleize_cols and dtype is None and all(type(label) is tuple for label in data):
                from .multiindex import MultiIndex

                return MultiIndex.from_tuples(data, names=name)
        return Index._of(cols.column(data, dtype), name)

    @staticmethod
    def _of(col: Any, name: Any = None) -> Any:
        """An index of a column, of the class that goes with its type."""
        kind = col.dtype.kind
        cls = Index
        if kind == "M":
            cls = DatetimeIndex
        elif kind == "m":
            cls = TimedeltaIndex
        elif kind == "C":
            cls = CategoricalIndex
        elif kind == "V":
            cls = PeriodIndex if cols.is_period(col.dtype) else IntervalIndex
        made = object.__new__(cls)
        made._vals, made._name, made._cache, made.freq = col, name, {}, getattr(col.dtype, "freq", None)
        return made

    def _with(self, col: Any) -> Any:
        return Index._of(col, self._name)

    # What it is

    @property
    def _values(self) -> Any:
        return self._vals

    @property
    def name(self) -> Any:
        """Its name."""
        return self._name

    @name.setter
    def name(self, value: Any) -> None:
        if not isinstance(value, Hashable):
            raise TypeError(f"{type(self).__name__}.name must be a hashable type")
        self._name = value

    @property
    def names(self) -> Any:
        """Its name, in a list."""
        return FrozenList([self._name])

    @names.setter
    def names(self, values: Any) -> None:
        values = list(values)
        if len(values) != 1:
            raise ValueError(f"Length of new names must be 1, got {len(values)}")
        self._name = values[0]

    @property
    def nlevels(self) -> int:
        """1."""
        return 1

    @property
    def _multi(self) -> bool:
        return False

    @property
    def dtype(self) -> Any:
        """The type of its labels."""
        return self._values.dtype

    @property
    def values(self) -> Any:
        """Its labels as an array."""
        from .extract import values_of

        return values_of(self._values)

    @property
    def array(self) -> Any:
        """Its labels as an array."""
        return self.values

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
    def empty(self) -> bool:
        """Whether it has no label."""
        return not len(self)

    @property
    def T(self) -> Any:
        """Itself."""
        return self

    @property
    def inferred_type(self) -> str:
        """What its labels are."""
        return {"i": "integer", "u": "integer", "f": "floating", "b": "boolean", "M": "datetime64", "m": "timedelta64", "C": "categorical"}.get(
            self.dtype.kind, "string" if all(isinstance(label, str) for label in self._values._data) else "mixed"
        )

    @property
    def is_unique(self) -> bool:
        """Whether no label is there twice."""
        if "unique" not in self._cache:
            self._cache["unique"] = len(self._engine()) == len(self)
        return self._cache["unique"]

    @property
    def has_duplicates(self) -> bool:
        """Whether a label is there twice."""
        return not self.is_unique

    @property
    def hasnans(self) -> bool:
        """Whether a label is missing."""
        return cols.has_missing(self._values)

    @property
    def is_monotonic_increasing(self) -> bool:
        """Whether no label is less than the one before."""
        if "rising" not in self._cache:
            self._cache["rising"] = _monotonic(self._values, lambda a, b: a <= b)
        return self._cache["rising"]

    @property
    def is_monotonic_decreasing(self) -> bool:
        """Whether no label is greater than the one before."""
        return _monotonic(self._values, lambda a, b: a >= b)

    def __len__(self) -> int:
        return len(self._values._data)

    def __iter__(self) -> Iterator[Any]:
        return iter(cols.boxed(self._values))

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.values

    def __hash__(self) -> int:
        raise TypeError(f"unhashable type: '{type(self).__name__}'")

    def __bool__(self) -> bool:
        raise ValueError(f"The truth value of a {type(self).__name__} is ambiguous. Use a.empty, a.bool(), a.item(), a.any() or a.all().")

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError("Index does not support mutable operations")

    def __contains__(self, label: Any) -> bool:
        hash(label)
        try:
            return self._key(label) in self._engine()
        except (KeyError, TypeError, ValueError):
            return False

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
            try:
                return cols.box(self._values, int(key)) if self.dtype.kind != "O" else self._values._data[int(key)]
            except IndexError:
                raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(self)}") from None
        if isinstance(key, slice):
            made = self._with(cols.of(self._values._data[key], self.dtype))
            return made
        if hasattr(key, "_values"):
            key = key._values
        return self._take(self._values._rows(key, len(self)))

    def _take(self, rows: Any) -> Any:
        return self._with(cols.take(self._values, rows))

    def take(self, indices: Any) -> Any:
        """The labels of rows."""
        return self._take([int(row) for row in indices])

    # Lookup

    def _key(self, label: Any) -> Any:
        """A label as it is looked up. Raises `KeyError` for one that cannot be here."""
        kind = self.dtype.kind
        if kind in "iuf":
            if isinstance(label, generic):
                label = label.item()
            if isinstance(label, float) and label != label:
                return NAN_KEY
            if isinstance(label, (str, bool)) and (isinstance(label, str) or kind != "b"):
                raise KeyError(label)
            return label
        if kind == "O":
            if isinstance(label, generic):
                label = label.item()
            return NAN_KEY if is_missing(label) else label
        if kind == "b":
            if not isinstance(label, (bool, np.bool_)):
                raise KeyError(label)
            return 1 if label else 0
        if kind == "C":
            at = self.dtype.categories._find(label)
            if at is None and not is_missing(label):
                raise KeyError(label)
            return -1 if at is None else at
        if kind in "Mm":
            return self._time_key(label)
        if kind == "V" and cols.is_period(self.dtype):
            return NAN_KEY if is_missing(label) else Period(label, freq=self.dtype.freq)
        if kind == "V" and not is_missing(label) and type(label).__name__ != "Interval":
            raise KeyError(label)
        return NAN_KEY if is_missing(label) else label

    def _time_key(self, label: Any) -> Any:
        if is_missing(label):
            return NAN_KEY
        if isinstance(label, (int, float)) and not isinstance(label, bool):
            raise KeyError(label)
        try:
            if self.dtype.kind == "M":
                made = Timestamp(label)
                zone = getattr(self.dtype, "tz", None)
                if zone is not None and made.tzinfo is None:
                    made = made.tz_localize(zone)
                return made.value
            return Timedelta(label).value
        except (ValueError, TypeError):
            raise KeyError(label) from None

    def _engine(self) -> dict[Any, Any]:
        """Keys to the row of the label, or to a list of its rows."""
        found = self._cache.get("engine")
        if found is None:
            found = self._cache["engine"] = _rows_of(self._keys())
        return found

    def _keys(self) -> Any:
        """All labels as they are looked up."""
        data = self._values._data
        if cols.has_missing(self._values) and self.dtype.kind != "C":
            flags = cols.flags_missing(self._values)
            return [NAN_KEY if flag else value for value, flag in zip(data, flags)]
        return data

    def _find(self, label: Any) -> int | None:
        """The first row of a label, None where it is not."""
        try:
            found = self._engine().get(self._key(label))
        except (KeyError, TypeError, ValueError):
            return None
        return found[0] if type(found) is list else found

    def _locate(self, label: Any) -> int | list[int]:
        """The row of a label, or its rows. Raises `KeyError`."""
        try:
            return self._engine()[self._key(label)]
        except KeyError:
            raise KeyError(label) from None
        except TypeError:
            raise InvalidIndexError(label) from None

    def get_loc(self, key: Any) -> Any:
        """The row of a label; a slice or flags where it is there more than once."""
        found = self._locate(key)
        if type(found) is not list:
            return found
        if found == list(range(found[0], found[-1] + 1)):
            return slice(found[0], found[-1] + 1, None)
        flags = bytearray(len(self))
        for row in found:
            flags[row] = 1
        return cols.of(flags, BOOL)

    def get_indexer(self, target: Any, method: Any = None) -> Any:
        """The row of each label, -1 where it is not."""
        if method is not None:
            missing("Index.get_indexer with method=", "reindex and ffill")
        if not self.is_unique:
            raise InvalidIndexError("Reindexing only valid with uniquely valued Index objects")
        return cols.of(store(self._indexer(target if isinstance(target, Index) else Index(target)), INT64), INT64)

    def _indexer(self, target: Any) -> list[int]:
        """The row of each label, -1 where it is not; labels here are there once."""
        engine = self._engine()
        if target.nlevels == self.nlevels == 1 and (
            self.dtype == target.dtype and self.dtype.kind != "C" or self.dtype.kind in "iuf" and target.dtype.kind in "iuf"
        ):
            return [engine.get(key, -1) for key in target._keys()]
        found = []
        for label in target:
            row = self._find(label)
            found.append(-1 if row is None else row)
        return found

    def _slice_rows(self, key: slice) -> slice:
        """The rows of a slice of labels, both ends included."""
        step = key.step
        start = 0 if key.start is None else self._bound(key.start, "left")
        stop = len(self) if key.stop is None else self._bound(key.stop, "right")
        if step is not None and step < 0:
            first = len(self) - 1 if key.start is None else self._bound(key.start, "right") - 1
            last = None if key.stop is None else self._bound(key.stop, "left") - 1
            return slice(first, None if last is None or last < 0 else last, step)
        return slice(start, stop, step)

    def _bound(self, label: Any, side: str) -> int:
        kind = self.dtype.kind
        if kind == "M" and isinstance(label, str):
            from .partial import bounds

            found = bounds(label, getattr(self.dtype, "tz", None))
            if found is not None:
                if not self.is_monotonic_increasing:
                    raise KeyError("Value based partial slicing on non-monotonic DatetimeIndexes with non-existing keys is not allowed.")
                return kernels.bisect(self._values._data, found[0] if side == "left" else found[1], side)
        if kind in "iuf" and isinstance(label, str):
            raise TypeError(f"cannot do slice indexing on {type(self).__name__} with these indexers [{label}] of type {type(label).__name__}")
        if kind == "O" and isinstance(label, (int, float)) and not isinstance(label, bool) and all(isinstance(one, str) for one in self._values._data):
            raise TypeError(f"cannot do slice indexing on {type(self).__name__} with these indexers [{label}] of type {type(label).__name__}")
        found = None
        try:
            found = self._locate(label)
        except KeyError:
            if self.is_monotonic_increasing:
                return kernels.bisect(self._values._data, self._key(label), side)
            if self.is_monotonic_decreasing:
                data = self._values._data[::-1]
                return len(self) - kernels.bisect(data, self._key(label), "right" if side == "left" else "left")
            raise KeyError(label) from None
        if type(found) is list:
            if found != list(range(found[0], found[-1] + 1)):
                raise KeyError(f"Cannot get {side} slice bound for non-unique label: {label!r}")
            return found[0] if side == "left" else found[-1] + 1
        return found if side == "left" else found + 1

    def slice_indexer(self, start: Any = None, end: Any = None, step: Any = None) -> slice:
        """The rows of a slice of labels."""
        return self._slice_rows(slice(start, end, step))

    # Other indexes

    def rename(self, name: Any) -> Any:
        """The same labels by another name."""
        made = self.view()
        made._name = name
        return made

    def set_names(self, names: Any, level: Any = None) -> Any:
        """The same labels by another name."""
        return self.rename(names[0] if isinstance(names, (list, tuple)) else names)

    def view(self) -> Any:
        """The same labels."""
        made = object.__new__(type(self))
        made._vals, made._name, made._cache, made.freq = self._vals, self._name, self._cache, self.freq
        return made

    def copy(self, name: Any = None, deep: bool = False) -> Any:
        """The same labels."""
        return self.rename(self._name if name is None else name)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """The labels in another type."""
        return self._with(cols.astype(self._values, dtype))

    def tolist(self) -> list[Any]:
        """Its labels in a list."""
        return list(self)

    to_list = tolist

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = None) -> Any:
        """Its labels as an array."""
        return self.values if dtype is None else self.values.astype(dtype)

    def to_series(self, index: Any = None, name: Any = None) -> Any:
        """Its labels as values and as an index."""
        from .series import Series

        return Series(self._values.copy(), index=self if index is None else index, name=self._name if name is None else name)

    def to_frame(self, index: bool = True, name: Any = None) -> Any:
        """Its labels as a column."""
        from .frame import DataFrame

        name = (0 if self._name is None else self._name) if name is None else name
        return DataFrame({name: self._values.copy()}, index=self if index else None)

    def to_flat_index(self) -> Any:
        """Itself."""
        return self

    def get_level_values(self, level: Any) -> Any:
        """Itself."""
        self._level(level)
        return self

    def _level(self, level: Any) -> int:
        if isinstance(level, int) and not (level == self._name and not isinstance(level, bool)):
            if level not in (0, -1):
                raise IndexError(f"Too many levels: Index has only 1 level, not {level + 1}")
        elif level != self._name:
            raise KeyError(f"Requested level ({level}) does not match index name ({self._name})")
        return 0

    def equals(self, other: Any) -> bool:
        """Whether it has the same labels."""
        if self is other:
            return True
        if not isinstance(other, Index) or len(self) != len(other) or self.nlevels != other.nlevels:
            return False
        if self._vals is not None and self._vals is other._vals:
            return True
        if self.dtype != other.dtype and not (self.dtype.kind in "iuf" and other.dtype.kind in "iuf"):
            if self.dtype.kind in "C" or other.dtype.kind == "C":
                return list(self) == list(other)
            if "O" not in (self.dtype.kind, other.dtype.kind):
                return False
            return all(x == y or (is_missing(x) and is_missing(y)) for x, y in zip(self, other))
        return self._values._data == other._values._data or list(self._keys()) == list(other._keys())

    def identical(self, other: Any) -> bool:
        """Whether it has the same labels, names and type."""
        return self.equals(other) and list(self.names) == list(other.names) and self.dtype == other.dtype and type(self) is type(other)

    def append(self, other: Any) -> Any:
        """With the labels of others."""
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        parts = [self, *(one if isinstance(one, Index) else Index(one) for one in others)]
        name = self._name if all(_same_name(part._name, self._name) for part in parts) else None
        some = [part._values for part in parts if len(part)] or [self._values]
        return Index._of(cols.joined(some), name)

    def insert(self, loc: int, item: Any) -> Any:
        """With one label more."""
        col = self._values
        try:
            raw = cols.raw_of(item, col.dtype)
        except (TypeError, ValueError):
            one = cols.infer([item])
            to = cols.common_type([col.dtype, one.dtype]) if len(col) else one.dtype
            if is_missing(item) and col.dtype.kind in "iu":
                to = np._dtypes.FLOAT64 if hasattr(np, "_dtypes") else to
            col = cols.astype(col, to)
            raw = cols.astype(one, to)._data[0]
        data = col._data[:]
        data.insert(loc if loc >= 0 else len(data) + loc, raw)
        return Index._of(cols.of(data, col.dtype), self._name)

    def delete(self, loc: Any) -> Any:
        """Without some rows."""
        gone = {row % len(self) for row in (loc if isinstance(loc, (list, tuple, ndarray)) else [loc])}
        return self._take([row for row in range(len(self)) if row not in gone])

    def drop(self, labels: Any, errors: str = "raise") -> Any:
        """Without some labels."""
        wanted = list(labels) if isinstance(labels, (list, tuple, ndarray, Index)) or hasattr(labels, "_values") else [labels]
        gone: set[int] = set()
        absent = []
        for label in wanted:
            try:
                found = self._locate(label)
                gone.update(found if type(found) is list else [found])
            except KeyError:
                absent.append(label)
        if absent and errors != "ignore":
            raise KeyError(f"{[label.item() if isinstance(label, generic) else label for label in absent]} not found in axis")
        return self._left([row for row in range(len(self)) if row not in gone])

    def _left(self, rows: list[int]) -> Any:
        """The labels of the rows that are left when some are dropped."""
        return self._take(rows)

    def unique(self, level: Any = None) -> Any:
        """Each label once, in the order that they come."""
        if self.is_unique:
            return self.view()
        return self._take(kernels.first_rows(self._keys()))

    def nunique(self, dropna: bool = True) -> int:
        """How many labels there are."""
        return len(self._engine()) - (1 if dropna and self.hasnans else 0)

    def duplicated(self, keep: Any = "first") -> Any:
        """Which labels were there before."""
        return cols.of(kernels.duplicated(self._keys(), keep), BOOL)

    def drop_duplicates(self, keep: Any = "first") -> Any:
        """Without labels that were there before."""
        flags = kernels.duplicated(self._keys(), keep)
        return self._take([row for row, flag in enumerate(flags) if not flag])

    def isin(self, values: Any, level: Any = None) -> Any:
        """Which labels are among others."""
        from .membership import isin

        return isin(self._values, values)

    def isna(self) -> Any:
        """Which labels are missing."""
        return cols.of(cols.flags_missing(self._values), BOOL)

    isnull = isna

    def notna(self) -> Any:
        """Which labels are there."""
        return ~self.isna()

    notnull = notna

    def dropna(self, how: str = "any") -> Any:
        """Without missing labels."""
        return self[self.notna()]

    def fillna(self, value: Any) -> Any:
        """With a label in the place of missing ones."""
        return Index(self.to_series().fillna(value)._values, name=self._name)

    def map(self, mapper: Any, na_action: Any = None) -> Any:
        """What a function or a dict makes of each label."""
        from .mapping import map_column

        made = map_column(self._values, mapper, na_action)
        if made.dtype.kind == "O" and len(made) and all(type(label) is tuple for label in made._data):
            return Index(list(made._data), name=self._name)
        return Index._of(made, self._name)

    def _order(self, ascending: Any = True, na_position: str = "last", key: Any = None) -> Sequence[int]:
        col = self._values if key is None else cols.column(key(self))
        return kernels.argsort([col], [bool(ascending)], na_position)

    def argsort(self, *_: Any, **__: Any) -> Any:
        """The rows in the order of their labels."""
        return cols.of(store(self._order(), INT64), INT64)

    def sort_values(self, return_indexer: bool = False, ascending: bool = True, na_position: str = "last", key: Any = None) -> Any:
        """The labels in order."""
        order = self._order(ascending, na_position, key)
        made = self._take(order)
        return (made, cols.of(store(order, INT64), INT64)) if return_indexer else made

    def transpose(self, *_: Any) -> Any:
        """Itself."""
        return self

    def searchsorted(self, value: Any, side: str = "left") -> int:
        """Where a label would go."""
        return kernels.bisect(self._values._data, self._key(value), side)

    def _both(self, other: Any) -> tuple[Any, Any, Any]:
        other = other if isinstance(other, Index) else Index(other)
        return other, self._name if self._name == other._name else None, None

    def union(self, other: Any, sort: Any = None) -> Any:
        """The labels of both, in order where they have one."""
        other, name, _ = self._both(other)
        if self.equals(other):
            return self.rename(name)
        if not len(other):
            return self._sorted_or_not(sort, name)
        if not len(self):
            return other._sorted_or_not(sort, name)
        if not self.is_unique or not other.is_unique:
            return self._union_many(other, name, sort)
        if isinstance(self, RangeIndex) and isinstance(other, RangeIndex):
            both = sorted({*self._range, *other._range}) if sort is not False else list(dict.fromkeys([*self._range, *other._range]))
            step = both[1] - both[0] if len(both) > 1 else 1
            if step > 0 and both == list(range(both[0], both[-1] + 1, step)) and (step in (self.step, other.step) or len(self) == 1 or len(other) == 1):
                return RangeIndex(range(both[0], both[-1] + 1, step), name=name)
        mine = self._engine()
        extra = [label for label in other if self._find(label) is None]
        made = self.append(Index(extra, dtype=other.dtype)) if extra else self
        _ = mine
        return made._sorted_or_not(sort, name)

    def _union_many(self, other: Any, name: Any, sort: Any) -> Any:
        counts: dict[Any, int] = {}
        labels = list(self)
        for label in labels:
            counts[label] = counts.get(label, 0) + 1
        more: list[Any] = []
        seen: dict[Any, int] = {}
        for label in other:
            seen[label] = seen.get(label, 0) + 1
            if seen[label] > counts.get(label, 0):
                more.append(label)
        return Index(labels + more)._sorted_or_not(sort, name)

    def _sorted_or_not(self, sort: Any, name: Any) -> Any:
        if sort is not False:
            try:
                return self.sort_values().rename(name)
            except TypeError:
                pass
        return self.rename(name)

    def intersection(self, other: Any, sort: Any = False) -> Any:
        """The labels that are in both."""
        other, name, _ = self._both(other)
        rows = [row for row in kernels.first_rows(self._keys()) if other._find(cols.box(self._values, row)) is not None]
        return self._take(rows)._sorted_or_not(sort, name)

    def difference(self, other: Any, sort: Any = None) -> Any:
        """The labels that the other does not have."""
        other, _, _ = self._both(other)
        rows = [row for row in kernels.first_rows(self._keys()) if other._find(cols.box(self._values, row)) is None]
        return self._take(rows)._sorted_or_not(sort, self._name if self._name == other._name else None)

    def symmetric_difference(self, other: Any, sort: Any = None) -> Any:
        """The labels that one of them has."""
        other, name, _ = self._both(other)
        return self.difference(other, sort=False).append(other.difference(self, sort=False))._sorted_or_not(sort, name)

    def reindex(self, target: Any) -> Any:
        """Other labels, and where each was."""
        target = target if isinstance(target, Index) else Index(target)
        return target, self.get_indexer(target)

    def repeat(self, repeats: Any) -> Any:
        """Each label several times."""
        return self._with(self._values.repeat(repeats))

    def where(self, cond: Any, other: Any = None) -> Any:
        """The labels where a condition holds."""
        return Index(self.to_series().where(np.asarray(cond), other).tolist(), name=self._name)

    def droplevel(self, level: Any = 0) -> Any:
        """Refused: an index has one level."""
        raise ValueError("Cannot remove 1 levels from an index with 1 levels: at least one level must be left.")

    def value_counts(self, **kwargs: Any) -> Any:
        """How often each label is there."""
        return self.to_series().reset_index(drop=True).value_counts(**kwargs)

    def groupby(self, values: Any) -> dict[Any, Any]:
        """Labels by values."""
        found: dict[Any, list[int]] = {}
        for row, value in enumerate(values):
            found.setdefault(value, []).append(row)
        return {value: self._take(rows) for value, rows in found.items()}

    # Reductions

    def _reduced(self, name: str) -> Any:
        from .reductions import reduce_column

        if not len(self):
            return np.nan if self.dtype.kind != "M" else NaT
        return reduce_column(name, self._values, True)

    def min(self, *_: Any, **__: Any) -> Any:
        """The least label."""
        return self._reduced("min")

    def max(self, *_: Any, **__: Any) -> Any:
        """The greatest label."""
        return self._reduced("max")

    def argmin(self) -> Any:
        """The row of the least label."""
        return self.to_series().argmin()

    def argmax(self) -> Any:
        """The row of the greatest label."""
        return self.to_series().argmax()

    def any(self) -> bool:
        """Whether one is true."""
        return any(self)

    def all(self) -> bool:
        """Whether all are true."""
        return all(self)

    def sum(self) -> Any:
        """The sum; pandas has none either."""
        raise AttributeError(f"'{type(self).__name__}' object has no attribute 'sum'")

    def item(self) -> Any:
        """The only label."""
        if len(self) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return next(iter(self))

    # Arithmetic

    def _sandtable_map(self, function: Callable[[Any], Any]) -> Any:
        return self._with(function(self._values))

    def _binary(self, op: str, other: Any, reflected: bool) -> Any:
        from .arithmetic import operate

        if getattr(type(other), "_sandtable_ranked", False):
            return NotImplemented
        right = other._values if isinstance(other, Index) else cols.column(other) if isinstance(other, (list, ndarray)) else other
        if hasattr(right, "__len__") and isinstance(right, ndarray) and len(right) != len(self):
            raise ValueError(
                "Lengths must match"
                if op in ("eq", "ne", "lt", "le", "gt", "ge")
                else f"operands could not be broadcast together with shapes ({len(self)},) ({len(right)},) "
            )
        made = operate(op, self._values, right, reflected)
        if made.dtype.kind == "b":
            return made
        return Index._of(made, self._name if not isinstance(other, Index) or other._name == self._name else None)

    def __invert__(self) -> Any:
        return self._with(~self._values)

    def __neg__(self) -> Any:
        return self._with(-self._values)

    @property
    def str(self) -> Any:
        """Its labels as texts."""
        try:
            from .accessors import StringMethods
        except ImportError:
            missing("Index.str")
        return StringMethods(self)

    def format(self, **_: Any) -> list[str]:
        """Its labels as they are printed."""
        from .format import label_texts

        return label_texts(self)

    def __repr__(self) -> str:
        from .format import index_repr

        return index_repr(self)

    def __reduce__(self) -> Any:
        return (_again, (self._values, self._name))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("freq",):
            raise AttributeError(name)
        from .absent import attribute

        raise attribute(type(self).__name__, name)


def _again(col: Any, name: Any) -> Any:
    return Index._of(col, name)


class FrozenList(list):
    """A list that is only read."""

    def __repr__(self) -> str:
        return f"FrozenList({list.__repr__(self)})"

    __str__ = __repr__


def _same_name(a: Any, b: Any) -> bool:
    return a is b or a == b


def _rows_of(keys: Any) -> dict[Any, Any]:
    found = dict(zip(keys, range(len(keys))))
    if len(found) == len(keys):
        return found
    many: dict[Any, list[int]] = {}
    for row, key in enumerate(keys):
        rows = many.get(key)
        if rows is None:
            many[key] = [row]
        else:
            rows.append(row)
    return {key: rows if len(rows) > 1 else rows[0] for key, rows in many.items()}


def _monotonic(col: Any, test: Callable[[Any, Any], bool]) -> bool:
    data = col._data
    if cols.has_missing(col):
        return False
    try:
        return all(map(test, data[:-1], data[1:]))
    except TypeError:
        return False


def _operator(op: str, reflected: bool) -> Any:
    def method(self: Index, other: Any) -> Any:
        return self._binary(op, other, reflected)

    return method


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"):
    setattr(Index, f"__{_op}__", _operator(_op, False))
    setattr(Index, f"__r{_op}__", _operator(_op, True))
for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Index, f"__{_op}__", _operator(_op, False))


class RangeIndex(Index):
    """Integers at equal steps, which take no room."""

    __slots__ = ("_range",)

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """The labels in another type."""
        return self if cols.resolve_any(dtype) == INT64 else super().astype(dtype)

    def __new__(cls, start: Any = None, stop: Any = None, step: Any = None, dtype: Any = None, copy: bool = False, name: Any = None) -> Any:
        if isinstance(start, RangeIndex):
            start = start._range
        if not isinstance(start, range):
            if start is None and stop is None and step is None:
                raise TypeError("RangeIndex(...) must be called with integers")
            start = range(start or 0, stop, step or 1) if stop is not None else range(int(start))
        made = object.__new__(cls)
        made._range, made._vals, made._name, made._cache, made.freq = start, None, name, {}, None
        return made

    @property
    def _values(self) -> Any:
        if self._vals is None:
            self._vals = cols.of(store(self._range, INT64), INT64)
        return self._vals

    @property
    def dtype(self) -> Any:
        """int64."""
        return INT64

    start = property(lambda self: self._range.start)
    stop = property(lambda self: self._range.stop)
    step = property(lambda self: self._range.step)
    is_unique = property(lambda self: True)
    hasnans = property(lambda self: False)
    is_monotonic_increasing = property(lambda self: self._range.step > 0 or len(self._range) < 2)
    is_monotonic_decreasing = property(lambda self: self._range.step < 0 or len(self._range) < 2)

    def __len__(self) -> int:
        return len(self._range)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._range)

    def _keys(self) -> Any:
        return self._range

    def view(self) -> Any:
        """The same labels."""
        return RangeIndex(self._range, name=self._name)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return RangeIndex(self._range[key], name=self._name)
        if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
            try:
                return self._range[int(key)]
            except IndexError:
                raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(self)}") from None
        return super().__getitem__(key)

    def _left(self, rows: list[int]) -> Any:
        gone = len(self) - len(rows)
        if gone and rows and len(rows) > 0:
            if len(rows) == 1:
                return self._take(range(rows[0], rows[0] + 1))
            step = rows[1] - rows[0]
            even = range(rows[0], rows[-1] + 1, step)
            ends = rows[0] == gone or rows[-1] == len(self) - 1 - gone or len(rows) == 2 and rows == [0, len(self) - 1] or step == 2
            if list(even) == rows and ends:
                return self._take(even)
        return self if not gone else self._take(rows)

    def _take(self, rows: Any) -> Any:
        if isinstance(rows, range):
            picked = [self._range[rows.start], rows.step * self._range.step] if len(rows) else [0, 1]
            return RangeIndex(range(picked[0], picked[0] + picked[1] * len(rows), picked[1]), name=self._name)
        if self._range.start == 0 and self._range.step == 1:
            return Index._of(cols.of(store(rows, INT64), INT64), self._name)
        return super()._take(rows)

    def _locate(self, label: Any) -> int:
        try:
            return self._range.index(label.item() if isinstance(label, generic) else label if not isinstance(label, (bool, str)) else _no(label))
        except (ValueError, TypeError):
            if isinstance(label, (list, slice, dict)):
                raise InvalidIndexError(label) from None
            raise KeyError(label) from None

    def _find(self, label: Any) -> int | None:
        try:
            return self._locate(label)
        except (KeyError, InvalidIndexError):
            return None

    def __contains__(self, label: Any) -> bool:
        hash(label)
        return self._find(label) is not None

    def append(self, other: Any) -> Any:
        """With the labels of others; a range where they go on."""
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        if all(isinstance(one, RangeIndex) for one in others):
            whole = self._range
            for one in others:
                more = one._range
                if not len(more):
                    continue
                if not len(whole):
                    whole = more
                    continue
                step = whole.step if len(whole) > 1 else more[0] - whole[0]
                if step == 0 or more[0] != whole[-1] + step or (len(more) > 1 and more.step != step):
                    break
                whole = range(whole.start, more[-1] + step, step)
            else:
                name = self._name if all(_same_name(one._name, self._name) for one in others) else None
                return RangeIndex(whole, name=name)
        return super().append(other)

    def min(self, *_: Any, **__: Any) -> Any:
        """The least label."""
        return min(self._range) if len(self) else float("nan")

    def max(self, *_: Any, **__: Any) -> Any:
        """The greatest label."""
        return max(self._range) if len(self) else float("nan")

    def equals(self, other: Any) -> bool:
        """Whether it has the same labels."""
        return self._range == other._range if isinstance(other, RangeIndex) else super().equals(other)

    def __reduce__(self) -> Any:
        return (RangeIndex, (self._range, None, None, None, False, self._name))

    def _binary(self, op: str, other: Any, reflected: bool) -> Any:
        if op in ("add", "sub", "mul") and isinstance(other, (int, np.integer)) and not isinstance(other, bool) and not (op == "sub" and reflected):
            other = int(other)
            first, step = self._range.start, self._range.step
            if op == "mul":
                if other:
                    return RangeIndex(range(first * other, self._range.stop * other, step * other), name=self._name)
            else:
                shift = other if op == "add" else -other
                return RangeIndex(range(first + shift, self._range.stop + shift, step), name=self._name)
        return super()._binary(op, other, reflected)


for _op in ("add", "sub", "mul"):
    setattr(RangeIndex, f"__{_op}__", _operator(_op, False))
    setattr(RangeIndex, f"__r{_op}__", _operator(_op, True))


def _no(label: Any) -> Any:
    raise KeyError(label)


class _TimeIndex(Index):
    """Labels that are times or spans; the fields of `dt` are its own."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            from .accessors import time_field
        except ImportError:
            return super().__getattr__(name)
        return time_field(self, name)

    def __getitem__(self, key: Any) -> Any:
        made = super().__getitem__(key)
        return self._stepped(made, key.step or 1) if isinstance(key, slice) else made

    def _take(self, rows: Any) -> Any:
        made = super()._take(rows)
        return self._stepped(made, rows.step) if isinstance(rows, range) else made

    def shift(self, periods: int = 1, freq: Any = None) -> Any:
        """Each label some steps of a frequency later."""
        from .._time.frequencies import to_offset

        offset = to_offset(freq) if freq is not None else self.freq
        if offset is None:
            raise NullFrequencyError("Cannot shift with no freq")
        made = self + offset * periods if periods else self.view()
        made.freq = self.freq
        return made

    def _stepped(self, made: Any, step: int) -> Any:
        """What is left of a regular index is regular."""
        if self.freq is not None and hasattr(self.freq, "n"):
            made.freq = self.freq * step
        return made

    def _binary(self, op: str, other: Any, reflected: bool) -> Any:
        made = super()._binary(op, other, reflected)
        if op in ("add", "sub") and isinstance(other, Timedelta) and isinstance(made, _TimeIndex) and hasattr(self.freq, "nanos"):
            made.freq = self.freq
        return made

    @property
    def asi8(self) -> Any:
        """The counts of nanoseconds."""
        return cols.of(self._values._data[:], INT64)


class DatetimeIndex(_TimeIndex):
    """Labels that are times."""

    __slots__ = ()

    def __new__(cls, data: Any = None, freq: Any = None, tz: Any = None, name: Any = None, dtype: Any = None, **kwargs: Any) -> Any:
        if kwargs:
            missing(f"DatetimeIndex with {next(iter(kwargs))}=", "pandas.to_datetime")
        from .._time import to_datetime

        made = to_datetime(Index(data) if not isinstance(data, Index) else data)
        if tz is not None:
            made = made.tz_localize(tz)
        made = made.rename(getattr(data, "name", None) if name is None else name)
        if freq is not None:
            made.freq = freq
        return made

    @property
    def tz(self) -> Any:
        """Its zone."""
        return getattr(self.dtype, "tz", None)


class TimedeltaIndex(_TimeIndex):
    """Labels that are spans."""

    __slots__ = ()

    def __new__(cls, data: Any = None, name: Any = None, **kwargs: Any) -> Any:
        if kwargs:
            missing(f"TimedeltaIndex with {next(iter(kwargs))}=")
        from .._time import to_timedelta

        return to_timedelta(Index(data)).rename(name)


class NullFrequencyError(ValueError):
    """A shift of times that have no frequency."""

    __module__ = "pandas.errors"


class PeriodIndex(_TimeIndex):
    """Labels that are periods."""

    __slots__ = ()

    def __new__(cls, data: Any = None, freq: Any = None, name: Any = None, **kwargs: Any) -> Any:
        missing("PeriodIndex", "period_range, or DatetimeIndex.to_period")


class CategoricalIndex(Index):
    """Labels that are categories."""

    __slots__ = ()

    def __new__(cls, data: Any = None, categories: Any = None, ordered: Any = None, dtype: Any = None, name: Any = None) -> Any:
        from .categorical import Categorical

        return Index._of(Categorical(data, categories, ordered, dtype)._values, name)

    @property
    def categories(self) -> Any:
        """The categories."""
        return self.dtype.categories

    @property
    def codes(self) -> Any:
        """The numbers of the categories."""
        return cols.of(self._values._data[:], INT64)

    @property
    def ordered(self) -> bool:
        """Whether they have an order."""
        return self.dtype.ordered


class IntervalIndex(Index):
    """Labels that are intervals."""

    __slots__ = ()

    def _locate(self, label: Any) -> int | list[int]:
        """The row of an interval, or of the one that a value lies in."""
        if type(label).__name__ != "Interval" and not is_missing(label):
            for row, one in enumerate(self._values._data):
                if not is_missing(one) and label in one:
                    return row
            raise KeyError(label)
        return super()._locate(label)

    @classmethod
    def from_breaks(cls, breaks: Any, closed: str = "right", name: Any = None) -> Any:
        """Intervals between each value and the next."""
        from .interval import Interval

        points = list(Index(breaks))
        return Index([Interval(a, b, closed) for a, b in zip(points, points[1:])], name=name)

    @property
    def left(self) -> Any:
        """Where they begin."""
        return Index([one.left for one in self._values._data])

    @property
    def right(self) -> Any:
        """Where they end."""
        return Index([one.right for one in self._values._data])

    @property
    def mid(self) -> Any:
        """Their middles."""
        return Index([one.mid for one in self._values._data])

    @property
    def closed(self) -> str:
        """Which ends belong to them."""
        return self.dtype.closed


def ensure_index(labels: Any) -> Any:
    """An index of whatever holds labels."""
    return labels if isinstance(labels, Index) else Index(labels)
