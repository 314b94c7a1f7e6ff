"""Typed columns: made of whatever holds values, taken, joined, cast, and read as Python's own values.

A column is a `numpy.ndarray` of one dimension. Its raw values are what the buffer holds: counts for times, numbers of
categories, 0 and 1 for truth values. Boxed values are what a script sees.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy import ndarray
from numpy._buffers import cast, compress, empty, full, store, take as take_buffer, take_or
from numpy._dtypes import BOOL, DATETIME, FLOAT64, INT64, NAT, OBJECT, STR, TIMEDELTA, UINT64, dtype, limits, promote
from numpy._scalars import box as box_numpy
from numpy._scalars import generic

from .dtypes import CategoricalDtype, DatetimeTZDtype, ExtensionDtype, IntervalDtype, NullableDtype, resolve_any
from .missing import NA, is_missing
from .times import NaT, count_of, is_span, is_time, timedelta, timestamp, zone_of

Column = Any
of = ndarray.of
nan = math.nan


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
            made = _timelike(made)
        return made if to is None else astype(made, to)
    if isinstance(values, range):
        made = of(store(values, INT64), INT64)
        return made if to is None else astype(made, to)
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{type(values).__name__} is no list of values")
    items = values if type(values) is list else list(values)
    return infer(items) if to is None else typed(items, to)


def _timelike(made: Column) -> Column:
    """Objects that are all times become a column of times."""
    data = made._data
    first = next((value for value in data if not is_missing(value)), None)
    if is_time(first) or is_span(first):
        return infer(list(data))
    return made


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


def is_period(of_type: dtype) -> bool:
    """Whether it is the type of periods."""
    return of_type.kind == "V" and of_type.name.startswith("period")


# Reading


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


# Taking


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


def pick(col: Column, flags: Any) -> Column:
    """The values whose flag is set."""
    return of(compress(col._data, flags, col.dtype), col.dtype)


def missing_column(to: dtype, size: int) -> Column:
    """Nothing but missing values, in a type near the given one."""
    if to.kind in "iub":
        to = FLOAT64 if to.kind in "iu" else OBJECT
    return of(full(na_raw(to), to, size), to)


def repeat_value(value: Any, size: int, to: Any = None) -> Column:
    """One value for each row."""
    one = infer([value]) if to is None else typed([value], resolve_any(to))
    if value is None and to is None:
        return of([None] * size, OBJECT)
    return of(full(one._data[0], one.dtype, size), one.dtype)


# Writing


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


# Types together


def common_type(types: Iterable[dtype]) -> dtype:
    """The type that holds columns of several, as pandas' `concat` finds it."""
    kinds = list(dict.fromkeys(types))
    first = kinds[0]
    if all(kind == first for kind in kinds[1:]):
        if first.kind != "C" or all(_same_categories(first, kind) for kind in kinds[1:]):
            return first
        kinds = [kind.categories.dtype for kind in kinds]
        return common_type(kinds)
    if any(kind.kind == "C" for kind in kinds):
        return common_type([kind.categories.dtype if kind.kind == "C" and kind.categories is not None else kind for kind in kinds])
    if any(kind.kind == "N" for kind in kinds):
        return _common_nullable(kinds)
    if any(isinstance(kind, ExtensionDtype) for kind in kinds):
        return OBJECT
    letters = {kind.kind for kind in kinds}
    if "O" in letters or "U" in letters:
        return OBJECT
    if len(letters & {"M", "m"}) and len(letters) > 1:
        return OBJECT
    if "b" in letters and letters != {"b"}:
        return OBJECT
    found = first
    for kind in kinds[1:]:
        found = promote(found, kind)
    return found


def _same_categories(a: CategoricalDtype, b: CategoricalDtype) -> bool:
    return list(a.categories) == list(b.categories) or (not a.ordered and set(a.categories) == set(b.categories))


def _common_nullable(kinds: list[dtype]) -> dtype:
    from .dtypes import NULLABLE

    inner = [kind.inner if kind.kind == "N" else kind for kind in kinds]
    if any(kind.name == "string" for kind in kinds):
        return NULLABLE["string"] if all(kind.name == "string" or kind.kind == "O" for kind in kinds) else OBJECT
    if any(kind.kind not in "biuf" for kind in inner):
        return OBJECT
    if len({kind.kind == "b" for kind in inner}) > 1:
        return OBJECT
    found = inner[0]
    for kind in inner[1:]:
        found = promote(found, kind)
    return next(kind for kind in NULLABLE.values() if kind.inner == found and kind.name != "string")


def joined(columns: list[Column], to: dtype | None = None) -> Column:
    """Columns one after the other, in the type that holds them all."""
    if len(columns) == 1 and to is None:
        return columns[0].copy()
    if to is None and {col.dtype.kind for col in columns} <= set("biuf") and len({col.dtype.kind == "b" for col in columns}) == 2:
        # Truth values beside numbers become numbers, and all of them objects, as numpy's concatenation has it.
        number = columns[0].dtype
        for col in columns[1:]:
            number = promote(number, col.dtype)
        return of(boxed(joined([astype(col, number) for col in columns], number)), OBJECT)
    to = to or common_type([col.dtype for col in columns])
    data = empty(to, 0)
    for col in columns:
        data += astype(col, to)._data if col.dtype is not to else col._data
    return of(data, to)


# Casting


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


def as_floats(col: Column) -> list[float]:
    """Numbers as floats, NaN for what is missing."""
    if col.dtype.kind == "f":
        return col._data.tolist()
    if col.dtype.kind in "iub":
        return [float(value) for value in col._data]
    if col.dtype.kind == "N":
        return [nan if value is NA else float(value) for value in col._data]
    return [nan if is_missing(value) else float(value) for value in col._data]


__all__ = ["IntervalDtype", "STR", "astype", "box", "boxed", "column", "common_type", "infer", "joined", "take", "take_missing"]
