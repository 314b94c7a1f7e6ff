"""The labels of rows or columns, in classes by what they are."""

from __future__ import annotations

from .index_base import CLASSES, Index, ensure_index
from .range_index import RangeIndex
from .time_index import DatetimeIndex, PeriodIndex, TimedeltaIndex
from .typed_index import CategoricalIndex, IntervalIndex

CLASSES.update({"M": DatetimeIndex, "m": TimedeltaIndex, "C": CategoricalIndex, "V": IntervalIndex, "period": PeriodIndex})
# What their types are printed as does not tell the files that hold them.
for _class in (Index, RangeIndex, *CLASSES.values()):
    _class.__module__ = __name__

__all__ = ["CategoricalIndex", "DatetimeIndex", "Index", "IntervalIndex", "PeriodIndex", "RangeIndex", "TimedeltaIndex", "ensure_index"]
