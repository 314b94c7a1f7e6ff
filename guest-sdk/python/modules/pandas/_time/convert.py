"""`to_datetime` and `to_timedelta`: columns, lists and single values."""

import datetime

from .clock import NAT
from .counts import of_spans, of_times
from .nat import NaT
from .timedelta import make as make_span
from .timedelta import span_of
from .timestamp import time_of
from .units import UNITS
from .zones import UTC, to_local, to_utc

UNIT_NAMES = {"year": "year", "years": "year", "month": "month", "months": "month", "day": "day", "days": "day", "hour": "h", "hours": "h",
              "minute": "m", "minutes": "m", "second": "s", "seconds": "s", "ms": "ms", "millisecond": "ms", "milliseconds": "ms", "us": "us",
              "microsecond": "us", "microseconds": "us", "ns": "ns", "nanosecond": "ns", "nanoseconds": "ns"}  # fmt: skip


def column_of(counts, zone):
    """A column of times."""
    from numpy import ndarray
    from numpy._buffers import store
    from numpy._dtypes import DATETIME

    from .._core.dtypes import DatetimeTZDtype

    to = DATETIME if zone is None else DatetimeTZDtype("ns", zone)
    return ndarray.of(store(counts, to), to)


def span_column(counts):
    """A column of spans."""
    from numpy import ndarray
    from numpy._buffers import store
    from numpy._dtypes import TIMEDELTA

    return ndarray.of(store(counts, TIMEDELTA), TIMEDELTA)


def like(arg, col):
    """A column as what it was made of: a Series for a Series, else an index."""
    from .._core.index import Index

    if getattr(type(arg), "_sandtable_ranked", False):
        from .._core.series import Series

        return Series(col, index=arg.index, name=arg.name)
    return Index._of(col, getattr(arg, "name", None))


def to_datetime(
    arg, errors="raise", dayfirst=False, yearfirst=False, utc=False, format=None, exact=True, unit=None, infer_datetime_format=None, origin="unix", cache=True
):
    """Times of texts, numbers and dates. Raises `ValueError` where one is none, `NotImplementedError` where we cannot tell."""
    if errors not in ("raise", "coerce", "ignore"):
        raise ValueError(f"invalid error value specified: {errors!r}")
    if format is not None and unit is not None:
        raise ValueError("cannot specify both format and unit")
    if arg is None:
        return None
    wanted = {"dayfirst": dayfirst, "yearfirst": yearfirst, "utc": bool(utc), "format": format, "exact": exact, "unit": unit, "coerce": errors == "coerce"}
    try:
        if origin != "unix":
            arg = from_origin(arg, origin, unit)
        if getattr(arg, "ndim", None) == 2 or isinstance(arg, dict):
            return assembled(arg, errors, bool(utc))
        if not is_list(arg):
            if isinstance(arg, float) and arg != arg or arg is NaT:
                return NaT
            zone = getattr(arg, "tzinfo", None)
            if zone is not None:
                from .timestamp import make

                return make(arg, UTC if utc else None, None)
            counts, zone = of_times([scalar(arg)], **wanted)
            return time_of(utc_count(counts, zone, [arg])[0], zone)
        return like(arg, times_column(arg, wanted))
    except (ValueError, TypeError, OverflowError):
        if errors == "ignore":
            return arg
        raise


def scalar(value):
    return value.item() if hasattr(value, "item") and hasattr(value, "dtype") and value.dtype.kind in "iuf" else value


def is_list(value):
    return hasattr(value, "__iter__") and not isinstance(value, (str, bytes))


def utc_count(counts, zone, values):
    return counts


def times_column(arg, wanted):
    """A column of times of whatever holds values."""
    from .._core import columns as cols

    col = getattr(arg, "_values", arg)
    dtype = getattr(col, "dtype", None)
    if dtype is not None and dtype.kind == "M":
        if wanted["utc"]:
            return column_of(col._data, UTC)
        return cols.of(col._data[:], dtype)
    if dtype is not None and dtype.kind == "b":
        raise TypeError("dtype bool cannot be converted to datetime64[ns]")
    if dtype is not None and dtype.kind == "m":
        raise TypeError("dtype timedelta64[ns] cannot be converted to datetime64[ns]")
    if dtype is not None and dtype.kind in "iuf" and wanted["format"] is None:
        wanted = wanted | {"unit": wanted["unit"] or "ns"}
    if dtype is not None:
        values = cols.boxed(col)
    else:
        values = [scalar(value) for value in arg]
        if values and all(isinstance(value, float) or hasattr(value, "__index__") for value in values) and wanted["format"] is None and wanted["unit"] is None:
            wanted = wanted | {"unit": "ns"}
    counts, zone = of_times(values, **wanted)
    return column_of(counts, zone)


def from_origin(arg, origin, unit):
    """Numbers of units since another day than 1970's first."""
    from .timestamp import make

    if origin == "julian":
        raise NotImplementedError("pandas.to_datetime(origin='julian') is not there in the sandbox")
    start = make(origin, None, None)
    size = UNITS.get(unit or "ns")
    if start.value % size:
        raise NotImplementedError(f"pandas.to_datetime(origin={origin!r}) is there for whole numbers of the unit only")
    if not is_list(arg):
        return arg + start.value // size
    if hasattr(arg, "_values") or hasattr(arg, "dtype"):
        return arg + start.value // size
    return [value + start.value // size for value in arg]


def assembled(frame, errors, utc):
    """Times of columns `year`, `month`, `day` and so on."""
    from .._core.frame import DataFrame
    from .._core.series import Series

    frame = frame if hasattr(frame, "columns") else DataFrame(frame)
    parts = {UNIT_NAMES.get(str(label).lower()): label for label in frame.columns}
    absent = sorted({"year", "month", "day"} - set(parts))
    if absent:
        raise ValueError(f"to assemble mappings requires at least that [year, month, day] be specified: [{','.join(absent)}] is missing")
    extra = [label for label in frame.columns if UNIT_NAMES.get(str(label).lower()) is None]
    if extra:
        raise ValueError(f"extra keys have been passed to the datetime assemblage: [{', '.join(map(str, extra))}]")
    texts = []
    for year, month, day in zip(*(frame[parts[name]] for name in ("year", "month", "day")), strict=True):
        known = not any(value != value or value is None for value in (year, month, day))
        texts.append(f"{int(year):04d}{int(month):02d}{int(day):02d}" if known else None)
    try:
        counts, _ = of_times(texts, format="%Y%m%d", coerce=errors == "coerce")
    except ValueError as error:
        raise ValueError(f"cannot assemble the datetimes: {error}") from None
    for unit in ("h", "m", "s", "ms", "us", "ns"):
        if unit in parts:
            spans = of_spans([scalar(value) for value in frame[parts[unit]]], unit, errors == "coerce")
            counts = [NAT if NAT in pair else sum(pair) for pair in zip(counts, spans, strict=True)]
    return Series(column_of(counts, UTC if utc else None), index=frame.index)


def to_timedelta(arg, unit=None, errors="raise"):
    """Spans of texts and numbers."""
    if unit is not None and unit not in UNITS:
        raise ValueError(
            "Units 'M', 'Y', and 'y' are no longer supported, as they do not represent unambiguous timedelta values durations."
            if unit in ("Y", "M", "y")
            else f"invalid unit abbreviation: {unit}"
        )
    if arg is None:
        return None
    try:
        if not is_list(arg):
            if isinstance(arg, str) and unit is not None:
                raise ValueError("unit must not be specified if the input is/contains a str")
            try:
                return make_span(scalar(arg), None if isinstance(arg, datetime.timedelta) else unit)
            except ValueError:
                if errors == "coerce":
                    return NaT
                raise
        from .._core import columns as cols

        col = getattr(arg, "_values", arg)
        if getattr(getattr(col, "dtype", None), "kind", "") == "m":
            return like(arg, cols.of(col._data[:], col.dtype))
        values = cols.boxed(col) if hasattr(col, "dtype") else [scalar(value) for value in arg]
        return like(arg, span_column(of_spans(values, unit, errors == "coerce")))
    except (ValueError, TypeError):
        if errors == "ignore":
            return arg
        raise


def convert_zone(col, to):
    """A column of times as one of another zone, as `astype` has it."""
    old, new = getattr(col.dtype, "tz", None), getattr(to, "tz", None)
    if old is None and new is not None:
        raise TypeError(
            "Cannot use .astype to convert from timezone-naive dtype to timezone-aware dtype. Use obj.tz_localize instead or series.dt.tz_localize instead"
        )
    if old is not None and new is None:
        raise TypeError(
            "Cannot use .astype to convert from timezone-aware dtype to timezone-naive dtype. Use obj.tz_localize(None) or obj.tz_convert('UTC').tz_localize(None) instead."
        )
    return column_of(col._data, new)


def localized(col, tz, ambiguous="raise", nonexistent="raise"):
    """Local times as times in a zone; times in a zone as what its clocks show, for None."""
    from .zones import zone

    own = getattr(col.dtype, "tz", None)
    if tz is None:
        return column_of(to_local(list(col._data), own) if own is not None else list(col._data), None)
    if own is not None:
        raise TypeError("Already tz-aware, use tz_convert to convert.")
    tz = zone(tz)
    return column_of(to_utc(list(col._data), tz, ambiguous, nonexistent), tz)


def converted(col, tz):
    """The same times in another zone; in UTC and without one, for None."""
    from .zones import zone

    if getattr(col.dtype, "tz", None) is None:
        raise TypeError("Cannot convert tz-naive timestamps, use tz_localize to localize")
    return column_of(list(col._data), zone(tz))


__all__ = ["converted", "convert_zone", "localized", "span_of", "to_datetime", "to_timedelta"]
