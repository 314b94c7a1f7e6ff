"""`isin`."""

from __future__ import annotations

from typing import Any

from numpy._dtypes import BOOL
from numpy._scalars import generic

from . import columns as cols
from .missing import is_missing
from .times import NaT, Timedelta, Timestamp, count_of


def isin(col: Any, values: Any) -> Any:
    """Which values are among others. Raises `TypeError` for what is no list."""
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TypeError(f"only list-like objects are allowed to be passed to isin(), you passed a `{type(values).__name__}`")
    others = [value.item() if isinstance(value, generic) and not hasattr(value, "_value") else value for value in values]
    # None is found where None is asked for, NaN where NaN is.
    kinds = {type(value) for value in others if is_missing(value)}
    absent = float in kinds
    kind = col.dtype.kind
    if kind in "Mm":
        found = set()
        for value in others:
            if is_missing(value) and value is not NaT:
                continue
            try:
                found.add(count_of((Timestamp if kind == "M" else Timedelta)(value) if isinstance(value, str) else value))
            except (ValueError, TypeError, AttributeError):
                continue
        return cols.of(bytearray(value in found for value in col._data), BOOL)
    there = set()
    for value in others:
        if not is_missing(value):
            there.add(value)
    if kind in "iuf" and any(isinstance(value, str) for value in there):
        # A list of texts and numbers is one of texts to numpy: numbers are then not found, but pandas keeps objects apart.
        there = {value for value in there if not isinstance(value, str)}
    data = cols.boxed(col) if kind in "CbN" else col._data
    if kind in "iub":
        return cols.of(bytearray(value in there for value in data), BOOL)
    if kind == "O":
        return cols.of(bytearray(type(value) in kinds if is_missing(value) else value in there for value in data), BOOL)
    if kind in "CN":
        absent = bool(kinds)
    return cols.of(bytearray(absent if is_missing(value) else value in there for value in data), BOOL)
