"""Columns in other types."""

from __future__ import annotations

import math
from typing import Any

from numpy._buffers import cast, store
from numpy._dtypes import INT64, NAT, OBJECT, dtype
from numpy._scalars import generic

from .column_infer import infer
from .column_taking import take_missing
from .column_values import Column, boxed, is_period, nan, of
from .column_writing import _nullable
from .dtypes import NullableDtype, resolve_any
from .missing import NA, is_missing
from .times import NaT


def astype(col: Column, to: Any) -> Column:
    """The column in another type, as `Series.astype` makes it. The column itself where it has the type."""
    to = resolve_any(to)
    old = col.dtype
    if old is to or (old == to and to.kind not in "CU"):
        return col
    if to.kind == "C":
        from .categorical import categorize

        return categorize(col, to)
    if old.kind == "C":
        categories = old.categories._values
        if to.kind in "iu" and -1 in col._data:
            raise ValueError("Cannot convert float NaN to integer")
        if to.kind == "O":
            return of(boxed(col), OBJECT)
        if to.kind == "U":
            return astype(of(boxed(col), OBJECT), to)
        return astype(take_missing(categories, col._data), to)
    if to.kind == "N":
        return _to_nullable(col, to)
    if old.kind == "N":
        return _from_nullable(col, to)
    if to.kind == "U":
        from .text import texts

        return of(texts(col), OBJECT)
    if to.kind == "O":
        return of(boxed(col), OBJECT)
    if to.kind == "V":
        return of(list(col._data), to)
    if old.kind == "V":
        if is_period(old) and to.kind in "iu":
            return of(store([NAT if value is NaT else value.ordinal for value in col._data], to), to)
        raise TypeError(f"Cannot cast {'PeriodArray' if is_period(old) else 'IntervalArray'} to dtype {to}")
    if to.kind in "Mm" or old.kind in "Mm":
        return _times_cast(col, to)
    if old.kind == "f" and to.kind in "iu":
        for value in col._data:
            if value != value or math.isinf(value):
                from .errors import IntCastingNaNError

                raise IntCastingNaNError("Cannot convert non-finite values (NA or inf) to integer")
        return of(cast(col._data, old, to), to)
    if old.kind == "O" and to.kind in "iuf":
        return of(cast([value.item() if isinstance(value, generic) else _number_of(value, to) for value in col._data], old, to), to)
    if old.kind == "O" and to.kind == "b":
        return of(bytearray([1 if value is not None and (value != value or value) else 0 for value in col._data]), to)
    return of(cast(col._data, old, to), to)


def _number_of(value: Any, to: dtype) -> Any:
    if value is NA:
        raise TypeError(f"{'float' if to.kind == 'f' else 'int'}() argument must be a string or a real number, not 'NAType'")
    if value is None and to.kind != "f":
        raise TypeError("int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")
    if value is None:
        return nan
    if isinstance(value, str) and to.kind != "f":
        try:
            return int(value)
        except ValueError:
            raise ValueError(f"invalid literal for int() with base 10: {value!r}") from None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ValueError(f"could not convert string to float: {value!r}") from None
    return value


def _times_cast(col: Column, to: dtype) -> Column:
    old = col.dtype
    if old.kind == to.kind == "M":
        from .._time import convert_zone

        return convert_zone(col, to)
    if to.kind in "iu" and old.kind in "Mm":
        return of(cast(col._data, INT64, to), to)
    if to.kind in "Mm" and old.kind in "iu":
        return of(store(col._data, to), to)
    if to.kind in "Mm" and old.kind == "f":
        return of(store([NAT if value != value else int(value) for value in col._data], to), to)
    if to.kind == "m" and old.kind == "O":
        from .._time import to_timedelta

        return to_timedelta(of(col._data, OBJECT))._values
    if to.kind == "M" and old.kind == "O":
        from .._time import to_datetime

        made = to_datetime(of(col._data, OBJECT))._values
        return made if made.dtype == to else _times_cast(made, to)
    name = {"M": "DatetimeArray", "m": "TimedeltaArray"}.get(old.kind)
    if name is not None:
        raise TypeError(f"Cannot cast {name} to dtype {to}")
    raise TypeError(f"dtype {old} cannot be converted to {to!r}")


def _to_nullable(col: Column, to: NullableDtype) -> Column:
    if to.name == "string":
        from .text import text_of

        return of([NA if is_missing(value) else value if isinstance(value, str) else text_of(value) for value in boxed(col)], to)
    if col.dtype.kind == "N":
        col = of([value for value in col._data], OBJECT)
    made = []
    for value in boxed(col):
        if is_missing(value):
            made.append(NA)
        elif isinstance(value, str):
            if to.inner.kind == "b":
                raise TypeError("Need to pass bool-like values")
            made.append(float(value) if to.inner.kind == "f" else int(value))
        else:
            made.append(_nullable(value, to))
    return of(made, to)


def _from_nullable(col: Column, to: dtype) -> Column:
    if to.kind == "O":
        return of(list(col._data), OBJECT)
    if to.kind == "U":
        return of([str(value) for value in col._data], OBJECT)
    if to.kind == "f":
        return astype(of([nan if value is NA else value for value in col._data], OBJECT), to)
    if any(value is NA for value in col._data):
        raise ValueError(
            "cannot convert NA to integer"
            if to.kind in "iu"
            else f"cannot convert to '{to}'-dtype NumPy array with missing values. Specify an appropriate 'na_value' for this dtype."
        )
    return astype(infer(list(col._data)) if col._data else of([], OBJECT), to)
