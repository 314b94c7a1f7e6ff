"""`Index`: the labels of rows or columns. All others get it from `index`, by which its classes are known to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np
from numpy import ndarray

from . import columns as cols
from .errors import missing
from .frozen_list import FrozenList
from .index_lookup import IndexLookup
from .index_order import IndexOrder
from .index_sets import IndexSets
from .index_values import IndexValues
from .missing import is_missing
from .naming import name_methods


CLASSES: dict[str, type] = {}
"""The class of an index by the kind of its column, where it is not `Index`. Filled by `index`."""


class Index(IndexLookup, IndexOrder, IndexSets, IndexValues):
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
            from .range_index import RangeIndex

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
        cls = CLASSES.get(kind, Index)
        if kind == "V" and cols.is_period(col.dtype):
            cls = CLASSES["period"]
        made = object.__new__(cls)
        made._vals, made._name, made._cache, made.freq = col, name, {}, getattr(col.dtype, "freq", None)
        return made

    @staticmethod
    def _ensured(labels: Any) -> Any:
        """`ensure_index`, for the parts of this class, which cannot import it."""
        return ensure_index(labels)

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

    def transpose(self, *_: Any) -> Any:
        """Itself."""
        return self

    def reindex(self, target: Any) -> Any:
        """Other labels, and where each was."""
        target = target if isinstance(target, Index) else Index(target)
        return target, self.get_indexer(target)

    def droplevel(self, level: Any = 0) -> Any:
        """Refused: an index has one level."""
        raise ValueError("Cannot remove 1 levels from an index with 1 levels: at least one level must be left.")

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


name_methods("Index", IndexLookup, IndexOrder, IndexSets, IndexValues)


def _operator(op: str, reflected: bool) -> Any:
    def method(self: Index, other: Any) -> Any:
        return self._binary(op, other, reflected)

    return method


for _op in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"):
    setattr(Index, f"__{_op}__", _operator(_op, False))
    setattr(Index, f"__r{_op}__", _operator(_op, True))
for _op in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Index, f"__{_op}__", _operator(_op, False))


def ensure_index(labels: Any) -> Any:
    """An index of whatever holds labels."""
    return labels if isinstance(labels, Index) else Index(labels)
