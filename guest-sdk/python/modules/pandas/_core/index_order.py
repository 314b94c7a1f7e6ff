"""The order of labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy._buffers import store
from numpy._dtypes import INT64

from . import columns as cols
from . import kernels


class IndexOrder:
    """The order of the labels of an index."""

    __slots__ = ()

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


def _monotonic(col: Any, test: Callable[[Any, Any], bool]) -> bool:
    data = col._data
    if cols.has_missing(col):
        return False
    try:
        return all(map(test, data[:-1], data[1:]))
    except TypeError:
        return False
