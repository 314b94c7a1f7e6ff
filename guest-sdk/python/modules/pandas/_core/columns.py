"""Typed columns: made of whatever holds values, taken, joined, cast, and read as Python's own values.

A column is a `numpy.ndarray` of one dimension. Its raw values are what the buffer holds: counts for times, numbers of
categories, 0 and 1 for truth values. Boxed values are what a script sees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from numpy import ndarray
from numpy._buffers import empty, full, store, take_or
from numpy._dtypes import BOOL, FLOAT64, INT64, OBJECT, dtype, limits

from .column_casting import astype
from .column_infer import infer, timelike
from .column_joining import common_type, joined
from .column_taking import missing_column, take, take_missing, with_missing
from .column_values import Column, as_floats, box, box_boxed, box_raw, boxed, flags_missing, has_missing, is_period, na_raw, nan, of
from .column_writing import raw_of
from .dtypes import resolve_any
from .missing import NA, is_missing


def column(values: Any, to: Any = None, copy: bool = False) -> Column:
    """A column of anything that holds values, of type `to` or of the type that they have."""
    made = _column(values, None if to is None else resolve_any(to))
    if copy and (made is values or made is getattr(values, "_values", None)):
        return made.copy()
    return made


def _column(values: Any, to: dtype | None) -> Column:
    inner = getattr(values, "_values", None)
    if isinstance(inner, ndarray):
        return inner if to is None or inner.dtype == to and to.kind != "C" else astype(inner, to)
    if isinstance(values, ndarray):
        made = values
        if made.ndim == 2:
            raise ValueError(f"Data must be 1-dimensional, got ndarray of shape {made.shape} instead")
        if made.dtype.kind == "U":
            made = of(list(made._data), OBJECT)
        elif made.dtype.kind == "O":
            made = timelike(made)
        return made if to is None else astype(made, to)
    if isinstance(values, range):
        made = of(store(values, INT64), INT64)
        return made if to is None else astype(made, to)
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{type(values).__name__} is no list of values")
    items = values if type(values) is list else list(values)
    return infer(items) if to is None else typed(items, to)


def typed(items: list[Any], to: dtype) -> Column:
    """A column of Python's values of a type that was asked for. Raises what pandas raises for values that do not fit."""
    if to.kind == "O":
        return of(items[:], OBJECT)
    if to.kind == "U":
        return of([value if is_missing(value) else str(value) for value in items], OBJECT)
    if to.kind in "iu":
        made = infer(items)
        if made.dtype.kind == "f" and any(value is None for value in items):
            raise TypeError("int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")
        if made.dtype.kind == "f":
            for value in made._data:
                if value != value or math.isinf(value):
                    raise ValueError(f"cannot convert float {'NaN' if value != value else 'infinity'} to integer")
                if value != int(value):
                    raise ValueError("Trying to coerce float values to integers")
        if made.dtype.kind in "iu":
            low, high = limits(to)
            wrong = next((value for value in made._data if not low <= value <= high), None)
            if wrong is not None:
                raise OverflowError(f"Python integer {wrong} out of bounds for {to.name}")
        return astype(made, to)
    if to.kind == "b":
        return of(bytearray([1 if value else 0 for value in items]), BOOL)
    if to.kind == "f":
        return astype(infer([nan if value is None else value for value in items]), to)
    return astype(infer(items), to)


def take_fill(col: Column, rows: Any, fill: Any) -> Column:
    """The values of rows, and `fill` for row -1."""
    if is_missing(fill):
        return take_missing(col, rows)
    if -1 not in rows:
        return take(col, rows)
    try:
        raw, to = raw_of(fill, col.dtype), col.dtype
    except (TypeError, ValueError):
        one = infer([fill])
        to = common_type([col.dtype, one.dtype])
        col = astype(col, to)
        raw = astype(one, to)._data[0]
    return of(take_or(col._data, rows, to, raw), to)


def repeat_value(value: Any, size: int, to: Any = None) -> Column:
    """One value for each row."""
    one = infer([value]) if to is None else typed([value], resolve_any(to))
    if value is None and to is None:
        return of([None] * size, OBJECT)
    return of(full(one._data[0], one.dtype, size), one.dtype)


# All that the rest of pandas says of columns, as `cols`.
__all__ = [
    "BOOL", "Column", "FLOAT64", "INT64", "NA", "OBJECT", "as_floats", "astype", "box", "box_boxed", "box_raw", "boxed", "column", "common_type",
    "empty", "flags_missing", "has_missing", "infer", "is_missing", "is_period", "joined", "missing_column", "na_raw", "nan", "of", "raw_of",
    "repeat_value", "resolve_any", "store", "take", "take_fill", "take_missing", "timelike", "typed", "with_missing",
]  # fmt: skip
