"""Arguments as JSON: what a pipeline would have in its place.

| Python | JSON |
|---|---|
| None, truth values, numbers, texts | the same; a float that JSON lacks is a literal of its text and type |
| lists, tuples, sets, ranges, iterators | a list |
| dicts | an object; keys are texts |
| expressions, selectors, `when` | `{"expr", "on", "args", "kwargs"}` |
| data types, Python's types | `"Int64"`, `{"expr": "List", "args": ["Int64"]}` |
| dates, times, durations, decimals | a literal of their count and type |
| frames | `{"frame": N}`, the Nth of the frames that go with the call |
"""

from __future__ import annotations

import datetime
import decimal
import math
from collections.abc import Iterable, Mapping
from typing import Any

from ..arrow.temporal import converters
from ..dtypes import PYTHON_TYPES, DataType, Date, Datetime, Decimal, Duration, Float64, Time

Json = Any
Moment = datetime.date | datetime.time | datetime.timedelta | decimal.Decimal | float
TIMES = (datetime.date, datetime.time, datetime.timedelta)


def call(expr: str, on: Json | None, args: Iterable[Json] = (), kwargs: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """An expression object."""
    found: dict[str, Json] = {"expr": expr}
    if on is not None:
        found["on"] = on
    return {**found, "args": list(args), "kwargs": dict(kwargs or {})}


def arguments(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], frames: list[Any] | None = None) -> tuple[list[Json], dict[str, Json]]:
    """The arguments of a call. Frames among them are appended to `frames`; where none may be, it is None."""
    method = name.rpartition(".")[2]
    if method.startswith("replace") and len(args) == 1 and isinstance(args[0], Mapping) and "new" not in kwargs:
        # JSON has only texts for keys; two lists say the same.
        if not all(isinstance(key, str) for key in args[0]):
            args = (list(args[0].keys()), list(args[0].values()))
    made = [to_json(arg, frames) for arg in args], {key: to_json(value, frames) for key, value in kwargs.items()}
    if method == "is_in":
        # One list to look into, not one for each row: what a list of times became says so.
        imploded = [call("implode", json) if isinstance(arg, list) and isinstance(json, dict) else json for arg, json in zip(args, made[0])]
        return imploded, made[1]
    return made


def to_json(value: Any, frames: list[Any] | None = None) -> Json:
    """One argument. Raises `TypeError` for what no pipeline can say."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return _integer(value)
        case float():
            return value if math.isfinite(value) else moment(value)
        case DataType():
            return type_json(value)
        case datetime.date() | datetime.time() | datetime.timedelta() | decimal.Decimal():
            return moment(value)
        case Mapping():
            return {_key(key): to_json(inner, frames) for key, inner in value.items()}
        case type() if value in PYTHON_TYPES:
            return type_json(PYTHON_TYPES[value])
        case bytes() | bytearray() | memoryview():
            raise TypeError("bytes cannot be an argument: the format has none; decode them, or make them with bin.decode")
    # Their classes are asked: an instance would look for names that are near.
    if hasattr(type(value), "to_json"):
        return value.to_json()
    if hasattr(type(value), "__sandtable_frame__"):
        return _frame(value, frames)
    if isinstance(value, Iterable):
        return _list(list(value), frames)
    if callable(value):
        raise TypeError("a function cannot be an argument: it would have to run inside the plan; use expressions, or pull the rows")
    raise TypeError(f"{type(value).__name__} cannot be an argument")


BARE_TYPES_ARE_OBJECTS = False
"""Whether a type without parameters is `{"expr": "Int64"}` rather than `"Int64"`; both mean the same to a host. `testing`
sets it, since real Polars must be told types from texts."""


def type_json(dtype: DataType) -> Json:
    """A data type."""
    if dtype.args is None:
        return call(dtype.name, None) if BARE_TYPES_ARE_OBJECTS else dtype.name
    args, kwargs = arguments(dtype.name, dtype.args, dtype.kwargs)
    return call(dtype.name, None, args, kwargs)


def moment(value: Moment) -> Json:
    """A literal of a time, a span, a decimal, or a float that JSON lacks: its count and its type."""
    if isinstance(value, float):
        return call("lit", None, [str(value), type_json(Float64)])
    dtype = _dtype(value)
    if isinstance(value, decimal.Decimal):
        return call("lit", None, [format(value, "f"), type_json(dtype)])
    return call("lit", None, [_count(value, dtype), type_json(dtype)])


def _count(value: Moment | None, dtype: DataType) -> int | None:
    both = converters(dtype.format())
    return None if value is None or both is None else both[1](value)


def _dtype(value: Moment) -> DataType:
    match value:
        case datetime.datetime(tzinfo=None):
            return Datetime("us")
        case datetime.datetime():
            return Datetime("us", getattr(value.tzinfo, "key", "UTC"))
        case datetime.date():
            return Date
        case datetime.time():
            return Time
        case datetime.timedelta():
            return Duration("us")
        case decimal.Decimal():
            exponent = value.as_tuple().exponent
            if not isinstance(exponent, int):
                raise TypeError(f"{value} cannot be an argument: a decimal is finite")
            return Decimal(38, max(0, -exponent))
    raise TypeError(f"{type(value).__name__} cannot be an argument")


def _list(items: list[Any], frames: list[Any] | None) -> Json:
    """A list; one of nothing but times is a series of them, since no expression stands inside a list of values."""
    moments = [item for item in items if item is not None]
    if moments and all(isinstance(item, TIMES) for item in moments):
        dtypes = {_dtype(item) for item in moments}
        if len(dtypes) > 1:
            raise TypeError(f"a list of times holds one type, and this one holds {', '.join(sorted(map(repr, dtypes)))}")
        dtype = dtypes.pop()
        counts = call("Series", None, ["", [_count(item, dtype) for item in items]])
        return call("cast", call("lit", None, [counts]), [type_json(dtype)])
    return [to_json(item, frames) for item in items]


def _integer(value: int) -> int:
    if not -(2**63) <= value < 2**64:
        raise TypeError(f"{value} cannot be an argument: integers from -2^63 to 2^64 - 1 are allowed")
    return int(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of a dict is {key!r}: the format has only texts for keys")
    return key


def _frame(value: Any, frames: list[Any] | None) -> Json:
    if frames is None:
        raise TypeError("a frame cannot stand in an expression: join it, or concatenate it")
    frames.append(value.__sandtable_frame__())
    return {"frame": len(frames) - 1}
