"""Columns as the arrays that `values` and `to_numpy` give."""

from __future__ import annotations

from typing import Any

from numpy import ndarray
from numpy._dtypes import DATETIME, OBJECT

from . import columns as cols


def values_of(col: Any) -> Any:
    """What `Series.values` is."""
    kind = col.dtype.kind
    if kind in "biufO":
        return col
    if kind == "C":
        from .categorical import Categorical

        return Categorical._of(col)
    if kind == "M":
        return ndarray.of(col._data, DATETIME)
    if kind == "m":
        return col
    return numpy_of(col)


def numpy_of(col: Any, dtype: Any = None, na_value: Any = None) -> Any:
    """What `to_numpy` gives."""
    if dtype is not None:
        return cols.astype(col, dtype)
    kind = col.dtype.kind
    if kind == "C":
        return (
            numpy_of(cols.astype(col, col.dtype.categories.dtype))
            if -1 not in col._data
            else numpy_of(cols.take_missing(col.dtype.categories._values, col._data))
        )
    if kind == "M" and getattr(col.dtype, "tz", None) is not None:
        return ndarray.of(cols.boxed(col), OBJECT)
    if kind in "NV":
        if kind == "N" and col.dtype.name != "string" and not cols.has_missing(col):
            return cols.astype(col, col.dtype.inner)
        return ndarray.of(list(col._data), OBJECT)
    return col


def table_of(columns: list[Any], rows: int) -> Any:
    """Columns as an array of two dimensions, in the type that holds them all."""
    if not columns:
        return ndarray.of([], OBJECT, (rows, 0))
    plain = [numpy_of(col) for col in columns]
    to = interleaved([col.dtype for col in plain])
    data = [cols.astype(col, to)._data for col in plain]
    from numpy._buffers import store

    return ndarray.of(store([value for row in zip(*data) for value in row], to) if rows else cols.empty(to, 0), to, (rows, len(columns)))


def interleaved(types: list[Any]) -> Any:
    """The type that a row of several columns has."""
    to = cols.common_type(types)
    return to
