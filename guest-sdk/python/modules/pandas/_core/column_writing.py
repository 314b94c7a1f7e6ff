"""What values are stored as in columns."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import dtype, limits
from numpy._scalars import generic

from .column_infer import _zone_key, timestamp_of
from .column_values import is_period, na_raw
from .dtypes import NullableDtype
from .missing import is_missing
from .times import NaT, count_of, is_span, is_time


def raw_of(value: Any, to: dtype) -> Any:
    """What a value is stored as. Raises `TypeError` or `ValueError` for one that the type cannot hold without loss."""
    kind = to.kind
    if kind == "O":
        return value
    if kind == "V" and (is_missing(value) or type(value).__name__ == ("Period" if is_period(to) else "Interval")):
        return na_raw(to) if is_missing(value) else value
    if kind == "C":
        if is_missing(value):
            return -1
        at = to.categories._find(value)
        if at is None:
            raise TypeError(f"Cannot setitem on a Categorical with a new category ({value}), set the categories first")
        return at
    if is_missing(value):
        if kind in "fMmN":
            if kind in "Mm" or value is not NaT:
                return na_raw(to)
        raise TypeError("no missing value")
    if kind == "N":
        return _nullable(value, to)
    if kind == "M":
        if isinstance(value, str):
            value = timestamp_of(value)
        if is_time(value) and (_zone_key(value) is None) == (getattr(to, "tz", None) is None):
            return count_of(value)
        raise TypeError("no time")
    if kind == "m":
        if is_span(value):
            return count_of(value)
        raise TypeError("no span")
    if isinstance(value, generic):
        value = value.item()
    if kind == "b":
        if isinstance(value, bool):
            return 1 if value else 0
        raise TypeError("no truth value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("no number")
    if kind in "iu":
        if isinstance(value, float):
            if not value.is_integer():
                raise ValueError("no integer")
            value = int(value)
        low, high = limits(to)
        if not low <= value <= high:
            raise ValueError("too large")
        return value
    return float(value)


def _nullable(value: Any, to: NullableDtype) -> Any:
    if isinstance(value, generic):
        value = value.item()
    if to.name == "string":
        if not isinstance(value, str):
            raise TypeError(f"Cannot set non-string value '{value}' into a StringArray.")
        return value
    if to.inner.kind == "b":
        if isinstance(value, (bool, int, float)) and value in (0, 1):
            return bool(value)
        raise TypeError("Need to pass bool-like values")
    if to.inner.kind == "f":
        return float(value)
    if isinstance(value, float) and not value.is_integer():
        raise TypeError("cannot safely cast non-equivalent float64 to int64")
    return int(value)
