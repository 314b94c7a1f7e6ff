"""`RangeIndex`: integers at equal steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy._buffers import store
from numpy._dtypes import INT64
from numpy._scalars import generic

from . import columns as cols
from .errors import InvalidIndexError
from .index_base import Index, _operator
from .index_sets import _same_name


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

    def _one_range(self, other: Any, name: Any, sort: Any) -> Any:
        if isinstance(other, RangeIndex):
            both = sorted({*self._range, *other._range}) if sort is not False else list(dict.fromkeys([*self._range, *other._range]))
            step = both[1] - both[0] if len(both) > 1 else 1
            if step > 0 and both == list(range(both[0], both[-1] + 1, step)) and (step in (self.step, other.step) or len(self) == 1 or len(other) == 1):
                return RangeIndex(range(both[0], both[-1] + 1, step), name=name)
        return None

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
