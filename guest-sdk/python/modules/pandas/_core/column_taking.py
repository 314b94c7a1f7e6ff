"""Columns of the rows of others."""

from __future__ import annotations

from typing import Any

from numpy._buffers import cast, full, take as take_buffer, take_or
from numpy._dtypes import FLOAT64, OBJECT, dtype

from .column_values import Column, boxed, na_raw, of


def take(col: Column, rows: Any) -> Column:
    """The values of rows, all of which are there."""
    return of(take_buffer(col._data, rows, col.dtype), col.dtype)


def with_missing(col: Column) -> Column:
    """The same column in a type that has a missing value."""
    if col.dtype.kind in "iu":
        return of(cast(col._data, col.dtype, FLOAT64), FLOAT64)
    if col.dtype.kind == "b":
        return of(boxed(col), OBJECT)
    return col


def take_missing(col: Column, rows: Any) -> Column:
    """The values of rows, and a missing value for row -1."""
    if -1 not in rows:
        return take(col, rows)
    col = with_missing(col)
    return of(take_or(col._data, rows, col.dtype, na_raw(col.dtype)), col.dtype)


def missing_column(to: dtype, size: int) -> Column:
    """Nothing but missing values, in a type near the given one."""
    if to.kind in "iub":
        to = FLOAT64 if to.kind in "iu" else OBJECT
    return of(full(na_raw(to), to, size), to)
