"""`MultiIndex`: labels of several levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy._buffers import store
from numpy._dtypes import INT64, OBJECT

from . import columns as cols
from . import kernels
from .errors import InvalidIndexError, UnsortedIndexError
from .frozen_list import FrozenList
from .index import Index, ensure_index


class MultiIndex(Index):
    """Labels of several levels, each of which is a column."""

    __slots__ = ("_arrays", "_names", "_orders", "_origin")

    def __new__(cls, levels: Any = None, codes: Any = None, sortorder: Any = None, names: Any = None, **kwargs: Any) -> Any:
        if levels is None or codes is None:
            raise TypeError("Must pass both levels and codes")
        arrays = [cols.take_missing(ensure_index(level)._values, list(code)) for level, code in zip(levels, codes)]
        return cls._made(arrays, list(names) if names is not None else [None] * len(arrays))

    @classmethod
    def _made(cls, arrays: list[Any], names: Any, orders: Any = None) -> Any:
        """Of a column for each level; `orders` are the labels of a level in its own order, None for the order that they have."""
        made = object.__new__(cls)
        made._orders = orders
        arrays = [_without_none(array) for array in arrays]
        made._origin = None
        made._arrays, made._names, made._vals, made._name, made._cache, made.freq = arrays, list(names), None, None, {}, None
        return made

    @classmethod
    def from_arrays(cls, arrays: Any, sortorder: Any = None, names: Any = None) -> Any:
        """Of a column for each level."""
        if names is None:
            names = [getattr(one, "name", None) for one in arrays]
        columns = [cols.column(one) for one in arrays]
        if len({len(col) for col in columns}) > 1:
            raise ValueError("all arrays must be same length")
        return cls._made(columns, names)

    @classmethod
    def from_tuples(cls, tuples: Any, sortorder: Any = None, names: Any = None) -> Any:
        """Of labels."""
        rows = list(tuples)
        if not rows:
            if names is None:
                raise TypeError("Cannot infer number of levels from empty list")
            return cls._made([cols.of([], OBJECT) for _ in names], names)
        width = max(map(len, rows))
        columns = [cols.infer([row[at] if at < len(row) else cols.nan for row in rows]) for at in range(width)]
        names = [None] * width if names is None else list(names) if isinstance(names, (list, tuple)) else [names] * width
        return cls._made(columns, names)

    @classmethod
    def from_product(cls, iterables: Any, sortorder: Any = None, names: Any = None) -> Any:
        """Of each with each."""
        parts = [list(one) for one in iterables]
        if names is None:
            names = [getattr(one, "name", None) for one in iterables]
        columns = []
        rows = list(product(*(range(len(part)) for part in parts)))
        for at, one in enumerate(iterables):
            col = cols.column(one if hasattr(one, "_values") else parts[at])
            columns.append(cols.take(col, [row[at] for row in rows]))
        return cls._made(columns, names)

    @classmethod
    def from_frame(cls, df: Any, sortorder: Any = None, names: Any = None) -> Any:
        """Of the columns of a DataFrame."""
        return cls._made([col.copy() for col in df._cols], list(df._columns) if names is None else names)

    def _with(self, col: Any) -> Any:
        return MultiIndex.from_tuples(list(col._data), names=self._names)

    def view(self) -> Any:
        """The same labels."""
        made = MultiIndex._made(self._arrays, self._names, self._orders)
        made._cache, made._vals = self._cache, self._vals
        return made

    @property
    def _values(self) -> Any:
        if self._vals is None:
            self._vals = cols.of(list(zip(*map(cols.boxed, self._arrays))) if self._arrays else [], OBJECT)
        return self._vals

    @property
    def values(self) -> Any:
        """Its labels, as tuples."""
        return self._values

    @property
    def dtype(self) -> Any:
        """object."""
        return OBJECT

    @property
    def dtypes(self) -> Any:
        """The type of each level."""
        from .series import Series

        names = [f"level_{at}" if name is None else name for at, name in enumerate(self._names)]
        return Series._of(cols.of([array.dtype for array in self._arrays], OBJECT), Index(names))

    @property
    def _multi(self) -> bool:
        return True

    @property
    def nlevels(self) -> int:
        """How many levels."""
        return len(self._arrays)

    @property
    def name(self) -> Any:
        """None: its levels have names."""
        return None

    @name.setter
    def name(self, value: Any) -> None:
        self._name = value

    @property
    def names(self) -> Any:
        """The names of the levels."""
        return FrozenList(self._names)

    @names.setter
    def names(self, values: Any) -> None:
        values = list(values)
        if len(values) != self.nlevels:
            raise ValueError("Length of names must match number of levels in MultiIndex.")
        self._names = values

    @property
    def levels(self) -> Any:
        """The different labels of each level, in order."""
        return FrozenList([self._codes_of(at)[1] for at in range(self.nlevels)])

    @property
    def codes(self) -> Any:
        """The number of the label of each level."""
        return FrozenList([cols.of(store(self._codes_of(at)[0], INT64), INT64) for at in range(self.nlevels)])

    @property
    def levshape(self) -> tuple[int, ...]:
        """How many different labels each level has."""
        return tuple(len(level) for level in self.levels)

    def _codes_of(self, at: int) -> tuple[list[int], Any]:
        array = self._arrays[at]
        order = None if self._orders is None else self._orders[at]
        if order is not None:
            found = order._indexer(Index._of(array))
            used = sorted(set(found) - {-1})
            place = {number: k for k, number in enumerate(used)}
            return [place.get(number, -1) for number in found], order._take(used).rename(self._names[at])
        if array.dtype.kind == "C":
            return list(array._data), Index._of(cols.of(store(range(len(array.dtype.categories)), INT64), array.dtype), self._names[at])
        try:
            numbers, first = kernels.factorize(array, sort=True)
        except TypeError:
            numbers, first = kernels.factorize(array)
        return numbers, Index._of(cols.take(array, first), self._names[at])

    def __len__(self) -> int:
        return len(self._arrays[0]) if self._arrays else 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values._data)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
            try:
                return tuple(cols.box_boxed(array, int(key)) for array in self._arrays)
            except IndexError:
                raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(self)}") from None
        if isinstance(key, slice):
            return self._take(range(len(self))[key])
        if hasattr(key, "_values"):
            key = key._values
        return self._take(cols.of(range(len(self)), INT64)._rows(key, len(self)))

    def _take(self, rows: Any) -> Any:
        if isinstance(rows, range) and rows.step < 0:
            rows = list(rows)
        made = MultiIndex._made(
            [cols.take(array, rows) if -1 not in rows or isinstance(rows, range) else cols.take_missing(array, rows) for array in self._arrays],
            self._names,
            self._orders,
        )
        made._origin = self if self._origin is None else self._origin
        return made

    def _appearing(self, at: int) -> bool:
        """Whether a level has lost some of the labels that it was made with: `unstack` has the rest in the order that they come."""
        origin = self._origin
        if origin is None:
            return False
        whole = origin[at] if isinstance(origin, tuple) else len(origin._codes_of(at)[1])
        return len({code for code in self._codes_of(at)[0] if code >= 0}) < whole

    def _keys(self) -> Any:
        return kernels.row_keys(self._arrays) if len(self._arrays) > 1 else [(key,) for key in kernels.keys(self._arrays[0])]

    def _key(self, label: Any) -> Any:
        if not isinstance(label, tuple) or len(label) != self.nlevels:
            raise KeyError(label)
        made = []
        for part, array in zip(label, self._arrays):
            key = Index._of(array)._key(part)
            made.append(key)
        return tuple(made)

    def _has(self, label: Any) -> bool:
        try:
            self._select(label)
        except (KeyError, TypeError):
            return False
        return True

    def __contains__(self, label: Any) -> bool:
        hash(label)
        return self._has(label)

    def _place(self, label: Any) -> int | None:
        full = label if isinstance(label, tuple) else (label,)
        full = full + ("",) * (self.nlevels - len(full))
        return self._find(full)

    def _locate(self, label: Any) -> int | list[int]:
        full = label if isinstance(label, tuple) else (label,)
        if len(full) < self.nlevels:
            found = self._place(label)
            if found is not None:
                return found
            rows, _ = self._select(label)
            return rows
        try:
            return self._engine()[self._key(label)]
        except KeyError:
            raise KeyError(label) from None
        except TypeError:
            raise InvalidIndexError(label) from None

    def _select(self, key: Any) -> tuple[Any, bool]:
        """The rows of a label, of the first parts of labels, of lists and slices of parts; whether it is one row."""
        if isinstance(key, list):
            rows: list[int] = []
            for one in key:
                found, _ = self._select(one)
                rows.extend(found)
            if key and not isinstance(key[0], tuple):
                rows.sort()
            return rows, False
        parts = key if isinstance(key, tuple) else (key,)
        if len(parts) > self.nlevels:
            raise KeyError(key) if not any(isinstance(part, (list, slice)) for part in parts) else IndexError("Too many indexers")
        plain = not any(isinstance(part, (list, slice, np.ndarray)) or hasattr(part, "_values") for part in parts)
        if plain and len(parts) == self.nlevels:
            try:
                found = self._engine()[self._key(parts)]
            except KeyError:
                raise KeyError(key) from None
            return ([found], True) if type(found) is int else (found, False)
        rows = list(range(len(self)))
        for at, part in enumerate(parts):
            array = self._arrays[at]
            level = Index._of(array)
            if isinstance(part, slice):
                if part == slice(None):
                    continue
                unique = level.unique().sort_values()
                low = unique._slice_rows(part)
                good = set(unique._keys()[low])
                keys = level._keys()
                rows = [row for row in rows if keys[row] in good]
                continue
            if isinstance(part, (list, np.ndarray)) or hasattr(part, "_values"):
                wanted = list(part)
                if wanted and all(isinstance(one, (bool, np.bool_)) for one in wanted):
                    rows = [row for row in rows if wanted[row]]
                    continue
                absent = [one for one in wanted if level._find(one) is None]
                if absent:
                    raise KeyError(f"{absent} not in index")
                good = {level._key(one) for one in wanted}
                keys = level._keys()
                rows = [row for row in rows if keys[row] in good]
                continue
            try:
                wanted_key = level._key(part)
            except KeyError:
                raise KeyError(key) from None
            keys = level._keys()
            rows = [row for row in rows if keys[row] == wanted_key]
            if not rows:
                raise KeyError(key if not isinstance(key, tuple) or len(key) > 1 else key[0])
        return rows, False

    def _slice_range(self, key: slice) -> Any:
        if not self._sorted():
            if key.start is not None or key.stop is not None:
                raise UnsortedIndexError(
                    "Key length (1) was greater than MultiIndex lexsort depth (0)"
                    if not isinstance(key.start, tuple)
                    else f"Key length ({len(key.start)}) was greater than MultiIndex lexsort depth (0)"
                )
            return range(len(self))[key]
        first, last = 0, len(self)
        labels = list(self)
        if key.start is not None:
            start = key.start if isinstance(key.start, tuple) else (key.start,)
            first = next((row for row, label in enumerate(labels) if label[: len(start)] >= start), len(labels))
        if key.stop is not None:
            stop = key.stop if isinstance(key.stop, tuple) else (key.stop,)
            last = next((row for row, label in enumerate(labels) if label[: len(stop)] > stop), len(labels))
        return range(first, last)

    def _sorted(self) -> bool:
        order = kernels.argsort(self._arrays, [True] * self.nlevels)
        return kernels.as_they_stand(order, len(order))

    @property
    def is_monotonic_increasing(self) -> bool:
        """Whether no label is less than the one before."""
        return self._sorted()

    @property
    def hasnans(self) -> bool:
        """Whether a part of a label is missing."""
        return any(cols.has_missing(array) for array in self._arrays)

    def _dropped(self, made: Any, key: Any) -> Any:
        """What was selected without the levels that the key names."""
        if isinstance(key, (list, slice)) or hasattr(key, "_values") or isinstance(key, np.ndarray):
            return made
        parts = key if isinstance(key, tuple) else (key,)
        named = [at for at, part in enumerate(parts) if not isinstance(part, (list, slice, np.ndarray)) and not hasattr(part, "_values")]
        if len(named) == self.nlevels or not named or any(isinstance(part, (list, slice)) for part in parts):
            return made
        index = made._index._keep_levels([at for at in range(self.nlevels) if at not in named])
        object.__setattr__(made, "_index", index)
        return made

    def _cross(self, key: Any, level: Any, drop: bool) -> tuple[list[int], Any]:
        places = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        wanted = key if isinstance(key, tuple) and len(places) > 1 else (key,)
        rows = list(range(len(self)))
        for at, part in zip(places, wanted):
            one = Index._of(self._arrays[at])
            keys, sought = one._keys(), one._key(part)
            rows = [row for row in rows if keys[row] == sought]
        if not rows:
            raise KeyError(key)
        taken = self._take(rows)
        return rows, taken._keep_levels([at for at in range(self.nlevels) if at not in places]) if drop else taken

    def _keep_levels(self, places: list[int]) -> Any:
        if len(places) == 1:
            return Index._of(self._arrays[places[0]], self._names[places[0]])
        orders = None if self._orders is None else [self._orders[at] for at in places]
        return MultiIndex._made([self._arrays[at] for at in places], [self._names[at] for at in places], orders)

    def _without(self, level: Any) -> Any:
        gone = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        return self._keep_levels([at for at in range(self.nlevels) if at not in gone])

    def droplevel(self, level: Any = 0) -> Any:
        """Without a level."""
        gone = level if isinstance(level, (list, tuple)) else [level]
        if len(gone) >= self.nlevels:
            raise ValueError(f"Cannot remove {len(gone)} levels from an index with {self.nlevels} levels: at least one level must be left.")
        return self._without(level)

    def _level(self, level: Any) -> int:
        if level in self._names and not (isinstance(level, int) and self._names.count(level) == 0):
            if self._names.count(level) > 1:
                raise ValueError(f"The name {level} occurs multiple times, use a level number")
            return self._names.index(level)
        if not isinstance(level, int):
            raise KeyError(f"Level {level} not found")
        if level < 0:
            if level < -self.nlevels:
                raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, {level} is not a valid level number")
            return level + self.nlevels
        if level >= self.nlevels:
            raise IndexError(f"Too many levels: Index has only {self.nlevels} levels, not {level + 1}")
        return level

    def get_level_values(self, level: Any) -> Any:
        """The labels of one level."""
        at = self._level(level)
        return Index._of(self._arrays[at], self._names[at])

    def swaplevel(self, i: Any = -2, j: Any = -1) -> Any:
        """Two levels change places."""
        a, b = self._level(i), self._level(j)
        order = list(range(self.nlevels))
        order[a], order[b] = order[b], order[a]
        return self.reorder_levels(order)

    def reorder_levels(self, order: Any) -> Any:
        """The levels in another order."""
        places = [self._level(one) for one in order]
        orders = None if self._orders is None else [self._orders[at] for at in places]
        return MultiIndex._made([self._arrays[at] for at in places], [self._names[at] for at in places], orders)

    def rename(self, names: Any, level: Any = None) -> Any:
        """Other names for the levels."""
        if level is not None:
            return self.set_names(names, level)
        if names is None:
            names = [None] * self.nlevels
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise TypeError("Must pass list-like as `names`.")
        made = self.view()
        made.names = names
        return made

    def set_names(self, names: Any, level: Any = None) -> Any:
        """Other names for the levels."""
        if level is None:
            return self.rename(names)
        made = list(self._names)
        places = [self._level(one) for one in (level if isinstance(level, (list, tuple)) else [level])]
        for at, name in zip(places, names if isinstance(names, (list, tuple)) else [names]):
            made[at] = name
        return self.rename(made)

    def to_flat_index(self) -> Any:
        """Its labels as tuples."""
        return Index._of(self._values)

    def to_frame(self, index: bool = True, name: Any = None) -> Any:
        """Its levels as columns."""
        from .frame import DataFrame

        names = [at if label is None else label for at, label in enumerate(self._names)] if name is None else list(name)
        return DataFrame._of([array.copy() for array in self._arrays], Index(names), self if index else None)

    def equals(self, other: Any) -> bool:
        """Whether it has the same labels."""
        if self is other:
            return True
        if not isinstance(other, Index) or len(self) != len(other) or self.nlevels != other.nlevels:
            return False
        return all(Index._of(a).equals(Index._of(b)) for a, b in zip(self._arrays, other._arrays))

    def append(self, other: Any) -> Any:
        """With the labels of others."""
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        if all(isinstance(one, MultiIndex) and one.nlevels == self.nlevels for one in others):
            arrays = [cols.joined([self._arrays[at], *(one._arrays[at] for one in others)]) for at in range(self.nlevels)]
            names = [name if all(one._names[at] == name for one in others) else None for at, name in enumerate(self._names)]
            return MultiIndex._made(arrays, names)
        labels = list(self) + [label for one in others for label in one]
        return Index(labels, tupleize_cols=True) if all(isinstance(label, tuple) for label in labels) else Index(labels, tupleize_cols=False)

    def insert(self, loc: int, item: Any) -> Any:
        """With one label more."""
        if not isinstance(item, tuple):
            item = (item,) + ("",) * (self.nlevels - 1)
        if len(item) != self.nlevels:
            raise ValueError("Item must have length equal to number of levels.")
        labels = list(self)
        labels.insert(loc if loc >= 0 else len(labels) + loc, item)
        return MultiIndex.from_tuples(labels, names=self._names)

    def union(self, other: Any, sort: Any = None) -> Any:
        """The labels of both."""
        if self.equals(other):
            return self
        extra = [label for label in other if self._find(label) is None]
        made = self.append(MultiIndex.from_tuples(extra, names=self._names)) if extra else self
        return made if sort is False else made._take(made._order())

    def _order(self, ascending: Any = True, na_position: str = "last", key: Any = None) -> Sequence[int]:
        return kernels.argsort(self._arrays, [bool(ascending)] * self.nlevels, na_position)

    def unique(self, level: Any = None) -> Any:
        """Each label once."""
        if level is not None:
            return self.get_level_values(level).unique()
        return self._take(kernels.first_rows(self._keys()))

    def isin(self, values: Any, level: Any = None) -> Any:
        """Which labels are among others."""
        if level is not None:
            return self.get_level_values(level).isin(values)
        wanted = set(values)
        return cols.of(bytearray(label in wanted for label in self), cols.BOOL)

    def map(self, mapper: Any, na_action: Any = None) -> Any:
        """What a function makes of each label."""
        function = mapper if callable(mapper) else mapper.get
        return Index([function(label) for label in self])

    def remove_unused_levels(self) -> Any:
        """Itself: labels that are not used are not kept."""
        return self

    def isna(self) -> Any:
        """Not there for several levels."""
        raise NotImplementedError("isna is not defined for MultiIndex")

    def _binary(self, op: str, other: Any, reflected: bool) -> Any:
        if op in ("eq", "ne"):
            others = list(other) if isinstance(other, Index) else [other] * len(self)
            return cols.of(bytearray((a == b) == (op == "eq") for a, b in zip(self, others)), cols.BOOL)
        raise TypeError(f"cannot perform __{op}__ with this index type: MultiIndex")

    def __reduce__(self) -> Any:
        return (MultiIndex._made, (self._arrays, self._names))


def _without_none(array: Any) -> Any:
    """A level has one missing value, NaN."""
    if array.dtype.kind == "O" and None in array._data:
        return cols.of([cols.nan if value is None else value for value in array._data], OBJECT)
    return array
