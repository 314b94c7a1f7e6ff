"""`MultiIndex`: labels of several levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy._dtypes import INT64, OBJECT

from . import columns as cols
from . import kernels
from .frozen_list import FrozenList
from .index import Index, ensure_index
from .multiindex_levels import MultiLevels
from .multiindex_lookup import MultiLookup
from .naming import name_methods


class MultiIndex(MultiLevels, MultiLookup, Index):
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

    @property
    def hasnans(self) -> bool:
        """Whether a part of a label is missing."""
        return any(cols.has_missing(array) for array in self._arrays)

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


name_methods("MultiIndex", MultiLevels, MultiLookup)
