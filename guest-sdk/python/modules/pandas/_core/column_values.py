"""What a column holds: raw values as Python's own, and which of them are missing."""

from __future__ import annotations

import datetime
import math
from typing import Any

from numpy import ndarray
from numpy._dtypes import NAT, dtype
from numpy._scalars import box as box_numpy

from .missing import NA, is_missing
from .times import NaT, timedelta, timestamp


Column = Any
of = ndarray.of
nan = math.nan


def is_period(of_type: dtype) -> bool:
    """Whether it is the type of periods."""
    return of_type.kind == "V" and of_type.name.startswith("period")


def boxed(col: Column) -> list[Any]:
    """All values as Python's own, and pandas' times: what iterating over a Series gives."""
    to, data = col.dtype, col._data
    match to.kind:
        case "i" | "u" | "f":
            return data.tolist()
        case "b":
            return [value == 1 for value in data]
        case "M":
            zone = getattr(to, "tz", None)
            return [timestamp(value, zone) for value in data]
        case "m":
            return [timedelta(value) for value in data]
        case "C":
            values = [*boxed(to.categories._values), nan]
            if to.categories.dtype.kind == "V" and -1 in data:
                values = [one.as_floats() if hasattr(one, "as_floats") else one for one in values]
            if to.categories.dtype.kind in "Mm":
                values[-1] = NaT
            return [values[code] for code in data]
    return list(data)


def box(col: Column, row: int) -> Any:
    """One value, as `iloc` gives it."""
    return box_raw(col._data[row], col.dtype)


def box_raw(raw: Any, to: dtype) -> Any:
    """A raw value as a script sees it."""
    match to.kind:
        case "M":
            return timestamp(raw, getattr(to, "tz", None))
        case "m":
            return timedelta(raw)
        case "C":
            return nan if raw < 0 else box_boxed(to.categories._values, raw)
        case "N" | "V":
            return raw
    return box_numpy(raw, to)


def box_boxed(col: Column, row: int) -> Any:
    """One value as Python's own."""
    raw = col._data[row]
    return raw if col.dtype.kind in "iuf" else bool(raw) if col.dtype.kind == "b" else box_raw(raw, col.dtype)


def na_raw(to: dtype) -> Any:
    """What a missing value is stored as. Raises `TypeError` where a type has none."""
    match to.kind:
        case "V":
            return NaT if is_period(to) else nan
        case "f" | "O":
            return nan
        case "M" | "m":
            return NAT
        case "C":
            return -1
        case "N":
            return NA
    raise TypeError(f"{to} has no missing value")


def flags_missing(col: Column) -> bytearray:
    """1 for each value that is missing."""
    data = col._data
    match col.dtype.kind:
        case "f":
            return bytearray(map(math.isnan, data))
        case "M" | "m":
            return bytearray([value == NAT for value in data])
        case "C":
            return bytearray([value < 0 for value in data])
        case "O" | "V" | "N":
            return bytearray(len(data)) if _solid(data) else bytearray(map(is_missing, data))
    return bytearray(len(data))


def has_missing(col: Column) -> bool:
    """Whether any value is missing."""
    match col.dtype.kind:
        case "f":
            return any(map(math.isnan, col._data))
        case "M" | "m":
            return NAT in col._data
        case "C":
            return -1 in col._data
        case "O" | "V" | "N":
            return not _solid(col._data) and any(map(is_missing, col._data))
    return False


_PLAIN = {str, int, bool, datetime.date, datetime.time, bytes, tuple, list, dict, set}


def _solid(data: list[Any]) -> bool:
    """Whether all objects are of types that are never missing: asked once for all of them."""
    return set(map(type, data)) <= _PLAIN


def as_floats(col: Column) -> list[float]:
    """Numbers as floats, NaN for what is missing."""
    if col.dtype.kind == "f":
        return col._data.tolist()
    if col.dtype.kind in "iub":
        return [float(value) for value in col._data]
    if col.dtype.kind == "N":
        return [nan if value is NA else float(value) for value in col._data]
    return [nan if is_missing(value) else float(value) for value in col._data]
