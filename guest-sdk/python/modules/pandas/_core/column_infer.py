"""Columns of Python's values, typed by what they are."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from numpy._buffers import store
from numpy._dtypes import BOOL, DATETIME, FLOAT64, INT64, OBJECT, TIMEDELTA, UINT64, dtype
from numpy._scalars import generic

from .column_values import Column, nan, of
from .dtypes import DatetimeTZDtype
from .missing import NA, is_missing
from .times import NaT, count_of, is_span, is_time, zone_of


def infer(items: list[Any]) -> Column:
    """A column of Python's values, typed as pandas does."""
    kinds = set(map(type, items))
    if len(kinds) == 1:
        (kind,) = kinds
        if kind is str:
            return of(items[:], OBJECT)
        if kind is float:
            return of(store(items, FLOAT64), FLOAT64)
        if kind is int:
            return _integers(items)
        if kind is bool:
            return of(bytearray(items), BOOL)
    if not kinds:
        return of([], OBJECT)
    if kinds <= {int, float, type(None)}:
        if kinds == {type(None)}:
            return of(items[:], OBJECT)
        if float not in kinds and type(None) not in kinds:
            return _integers(items)
        try:
            return of(store([nan if value is None else value for value in items], FLOAT64), FLOAT64)
        except OverflowError:
            return of(items[:], OBJECT)
    return _mixed(items, kinds)


def _integers(items: list[int]) -> Column:
    try:
        return of(store_exact(items, INT64), INT64)
    except OverflowError:
        if min(items) >= 0 and max(items) < 2**64:
            return of(store(items, UINT64), UINT64)
        return of(items[:], OBJECT)


def store_exact(items: list[int], to: dtype) -> Any:
    """Integers in a buffer. Raises `OverflowError` for one that does not fit."""
    from array import array

    return array(to.code, items)


def _mixed(items: list[Any], kinds: set[type]) -> Column:
    seen = set()
    for kind in kinds:
        if kind is type(None):
            seen.add("none")
        elif kind is type(NaT):
            seen.add("nat")
        elif kind is type(NA):
            seen.add("na")
        elif issubclass(kind, bool) or kind is np.bool_:
            seen.add("b")
        elif issubclass(kind, (datetime.datetime, np.datetime64)):
            seen.add("M")
        elif issubclass(kind, (datetime.timedelta, np.timedelta64)):
            seen.add("m")
        elif issubclass(kind, (int, np.integer)):
            seen.add("i")
        elif issubclass(kind, (float, np.floating)):
            seen.add("f")
        elif kind.__name__ == "Interval" and kind.__module__.startswith("pandas"):
            seen.add("V")
        elif kind.__name__ == "Period" and kind.__module__.startswith("pandas"):
            seen.add("P")
        else:
            return of(items[:], OBJECT)
    if seen == {"b"}:
        return of(bytearray([1 if value else 0 for value in items]), BOOL)
    if seen == {"i"}:
        plain = [value.item() if isinstance(value, generic) else int(value) for value in items]
        only = {kind._dtype for kind in kinds if issubclass(kind, generic)}
        return _integers(plain) if len(only) != 1 or len(kinds) > 1 else of(store(plain, next(iter(only))), next(iter(only)))
    if seen <= {"i", "f", "none"} and seen & {"i", "f"}:
        return of(store([nan if value is None else float(value) for value in items], FLOAT64), FLOAT64)
    if seen <= {"P", "none", "nat"} and len({value.freqstr for value in items if type(value).__name__ == "Period"}) == 1:
        from .._time.period_column import period_column

        return period_column([NaT if is_missing(value) else value for value in items], next(value.freq for value in items if not is_missing(value)))
    if seen <= {"V", "none", "f"}:
        if all(is_missing(value) or type(value).__name__ == "Interval" for value in items):
            from .interval import interval_dtype

            return of([nan if is_missing(value) else value for value in items], interval_dtype(items))
    if seen <= {"M", "none", "nat", "f"} and seen & {"M", "nat"} and ("f" not in seen or _all_missing(items, float)):
        zones = {_zone_key(value) for value in items if is_time(value)}
        if len(zones) > 1:
            return of([value if not is_missing(value) else NaT for value in items], OBJECT)
        to: dtype = DATETIME
        if zones and zones != {None}:
            to = DatetimeTZDtype("ns", next(timestamp_of(value).tzinfo for value in items if is_time(value)))
        try:
            return of(store([count_of(value) for value in items], to), to)
        except (OverflowError, ValueError):
            return of(items[:], OBJECT)
    if seen <= {"m", "none", "nat", "f"} and "m" in seen and ("f" not in seen or _all_missing(items, float)):
        return of(store([count_of(value) for value in items], TIMEDELTA), TIMEDELTA)
    return of(items[:], OBJECT)


def timelike(made: Column) -> Column:
    """Objects that are all times become a column of times."""
    data = made._data
    first = next((value for value in data if not is_missing(value)), None)
    if is_time(first) or is_span(first):
        return infer(list(data))
    return made


def timestamp_of(value: Any) -> Any:
    """A time as pandas' own."""
    from .times import Timestamp

    return value if isinstance(value, Timestamp) else Timestamp(value)


def _zone_key(value: Any) -> Any:
    zone = zone_of(value)
    if zone is None:
        return None
    from .dtypes import zone_name

    return zone_name(zone)


def _all_missing(items: list[Any], kind: type) -> bool:
    return all(value != value for value in items if isinstance(value, kind))
