"""Pandas for scripts that run in the sandbox: its everyday part, in plain Python over typed columns.

What is there behaves as pandas 2.2; what is not there raises an error that names it and, where there is one, the way to do it.
"""

from __future__ import annotations

from typing import Any as _Any

from . import _time
from ._core import errors
from ._core.categorical import Categorical
from ._core.concat import concat
from ._core.dtypes import MAKERS as _MAKERS
from ._core.dtypes import CategoricalDtype, DatetimeTZDtype, IntervalDtype
from ._core.frame import DataFrame
from ._core.index import CategoricalIndex, DatetimeIndex, Index, IntervalIndex, RangeIndex, TimedeltaIndex
from ._core.interval import Interval
from ._core.merge import merge
from ._core.missing import NA
from ._core.multiindex import MultiIndex
from ._core.pivoting import crosstab, get_dummies
from ._core.series import Series
from ._core.top import (
    Grouper, NamedAgg, array, factorize, get_option, isna, isnull, melt, notna, notnull, option_context, pivot, pivot_table, reset_option, set_option,
    to_numeric, unique, value_counts,
)  # fmt: skip
from ._time import NaT, Timedelta, Timestamp

__version__ = "2.2.3"
globals().update(_MAKERS)

_LATER = {
    "cut": "binning", "qcut": "binning", "read_csv": "csv_input", "read_table": "csv_input", "read_json": "json_input", "json_normalize": "normalize",
    "merge_asof": "asof", "merge_ordered": "asof", "eval": "query", "wide_to_long": "long",
}  # fmt: skip
_TIMES = {
    "to_datetime", "to_timedelta", "date_range", "bdate_range", "timedelta_range", "period_range", "Period", "DateOffset", "offsets", "infer_freq",
    "PeriodIndex", "tseries", "PeriodDtype", "interval_range",
}  # fmt: skip


def __getattr__(name: str) -> _Any:
    from importlib import import_module

    if name in _LATER:
        try:
            module = import_module(f"._core.{_LATER[name]}", __name__)
        except ModuleNotFoundError:
            errors.missing(name)
        return getattr(module, name)
    if name in _TIMES and hasattr(_time, name):
        return getattr(_time, name)
    if name == "api":
        return import_module("._core.api", __name__)
    if name in ("io", "plotting", "testing", "arrays", "core") or name.startswith("__"):
        raise AttributeError(f"module 'pandas' has no attribute {name!r} in the sandbox")
    if name in _TIMES or name.startswith(("read_", "to_")) or name in ("ExcelFile", "ExcelWriter", "HDFStore", "lreshape", "Flags", "SparseDtype", "show_versions", "test"):
        from ._core.absent import INSTEAD

        instead = INSTEAD.get(name, "")
        errors.missing(name, f"use {instead}" if instead else "a table of the transform" if name.startswith("read_") else "")
    raise AttributeError(f"module 'pandas' has no attribute {name!r}")


class _Options:
    """`pd.options.display`."""

    def __init__(self, prefix: str = "") -> None:
        object.__setattr__(self, "_prefix", prefix)

    def __getattr__(self, name: str) -> _Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return get_option(f"{self._prefix}.{name}") if self._prefix else _Options(name)

    def __setattr__(self, name: str, value: _Any) -> None:
        set_option(f"{self._prefix}.{name}", value)


options = _Options()

__all__ = [
    "NA", "Categorical", "CategoricalDtype", "CategoricalIndex", "DataFrame", "DatetimeIndex", "DatetimeTZDtype", "Grouper", "Index", "Interval",
    "IntervalDtype", "IntervalIndex", "MultiIndex", "NaT", "NamedAgg", "RangeIndex", "Series", "Timedelta", "TimedeltaIndex", "Timestamp", "array",
    "concat", "crosstab", "errors", "factorize", "get_dummies", "get_option", "isna", "isnull", "melt", "merge", "notna", "notnull", "option_context",
    "options", "pivot", "pivot_table", "reset_option", "set_option", "to_numeric", "unique", "value_counts",
]  # fmt: skip
