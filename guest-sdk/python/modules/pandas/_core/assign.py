"""Writing into columns: the type widens where a value does not fit."""

from __future__ import annotations

from typing import Any

from numpy import ndarray
from numpy._dtypes import FLOAT64, OBJECT

from . import columns as cols
from .construct import is_list_like
from .missing import is_missing


def put(col: Any, rows: Any, value: Any) -> Any:
    """Writes one value into rows. Gives the column, or another one of a type that holds the value."""
    if not len(rows) and not len(col):
        return col
    try:
        raw = cols.raw_of(value, col.dtype)
    except (TypeError, ValueError):
        if col.dtype.kind in "CN":
            raise
        raw = cols.nan if value is None and col.dtype.kind == "b" else value
        col = widened(col, value)
        raw = cols.raw_of(raw, col.dtype)
    data = col._data
    for row in rows:
        data[row] = raw
    return col


def widened(col: Any, value: Any) -> Any:
    """The column in a type that holds a value too."""
    kind = col.dtype.kind
    if is_missing(value) and kind in "iu":
        return cols.astype(col, FLOAT64) if not _is_nat(value) else cols.astype(col, OBJECT)
    if is_missing(value):
        # What is missing among truth values is NaN.
        return cols.astype(col, OBJECT)
    one = cols.infer([value])
    if kind in "iuf" and one.dtype.kind in "iuf":
        return cols.astype(col, cols.common_type([col.dtype, one.dtype]) if one.dtype.kind != "f" or kind == "f" else FLOAT64)
    return cols.astype(col, OBJECT)


def _is_nat(value: Any) -> bool:
    from .times import NaT

    return value is NaT


def put_many(col: Any, rows: Any, values: Any) -> Any:
    """Writes a value into each row. Gives the column, or another one of a type that holds them all."""
    rows = list(rows)
    values = values if isinstance(values, ndarray) else cols.column(values)
    if len(values) == 1 and len(rows) != 1:
        return put(col, rows, cols.box_boxed(values, 0) if values.dtype.kind != "C" else cols.box(values, 0))
    if len(values) != len(rows):
        raise ValueError("cannot set using a list-like indexer with a different length than the value")
    if not rows:
        return col
    if col.dtype == values.dtype and col.dtype.kind != "C":
        raws = values._data
    else:
        boxed = cols.boxed(values)
        try:
            raws = [cols.raw_of(value, col.dtype) for value in boxed]
        except (TypeError, ValueError):
            if col.dtype.kind in "CN":
                raise
            if col.dtype.kind in "iuf" and values.dtype.kind in "iuf":
                col = cols.astype(col, cols.common_type([col.dtype, values.dtype]))
            elif col.dtype.kind in "iu" and all(map(is_missing, boxed)):
                col = cols.astype(col, FLOAT64)
            else:
                col = cols.astype(col, OBJECT)
            raws = [cols.raw_of(value, col.dtype) for value in boxed]
    data = col._data
    for row, raw in zip(rows, raws):
        data[row] = raw
    return col


def write(col: Any, rows: Any, value: Any) -> Any:
    """Writes one value, or a value for each row."""
    if is_list_like(value) and not isinstance(value, (str, bytes)):
        if isinstance(value, dict):
            return put_many(col, rows, cols.of(list(value), OBJECT))
        return put_many(col, rows, value)
    return put(col, rows, value)
