"""Indexes of the labels of others: more of them, fewer, those of both."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray
from numpy._dtypes import BOOL
from numpy._scalars import generic

from . import columns as cols
from . import kernels
from .missing import is_missing


class IndexSets:
    """Indexes of the labels of others."""

    __slots__ = ()

    def append(self, other: Any) -> Any:
        """With the labels of others."""
        others = list(other) if isinstance(other, (list, tuple)) else [other]
        parts = [self, *map(self._ensured, others)]
        name = self._name if all(_same_name(part._name, self._name) for part in parts) else None
        some = [part._values for part in parts if len(part)] or [self._values]
        return self._of(cols.joined(some), name)

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
        return self._of(cols.of(data, col.dtype), self._name)

    def delete(self, loc: Any) -> Any:
        """Without some rows."""
        gone = {row % len(self) for row in (loc if isinstance(loc, (list, tuple, ndarray)) else [loc])}
        return self._take([row for row in range(len(self)) if row not in gone])

    def drop(self, labels: Any, errors: str = "raise") -> Any:
        """Without some labels."""
        wanted = list(labels) if isinstance(labels, (list, tuple, ndarray, IndexSets)) or hasattr(labels, "_values") else [labels]
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

    def _both(self, other: Any) -> tuple[Any, Any, Any]:
        other = self._ensured(other)
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
        made = self._one_range(other, name, sort)
        if made is not None:
            return made
        mine = self._engine()
        extra = [label for label in other if self._find(label) is None]
        made = self.append(self._of(cols.column(extra, other.dtype))) if extra else self
        _ = mine
        return made._sorted_or_not(sort, name)

    def _one_range(self, other: Any, name: Any, sort: Any) -> Any:
        """The labels of both as one range, None where they make none."""
        return None

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
        return self._ensured(labels + more)._sorted_or_not(sort, name)

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


def _same_name(a: Any, b: Any) -> bool:
    return a is b or a == b
