"""Labels that are categories or intervals."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import INT64

from . import columns as cols
from .index_base import Index
from .missing import is_missing


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
