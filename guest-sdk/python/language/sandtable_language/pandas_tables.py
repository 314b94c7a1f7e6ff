"""Tables as pandas' data frames, and back.

Into a frame go lists of values, whose types pandas finds as it does for any; where there are no values to tell them, the
column's type does. Out of a frame come its columns, without the index; what pandas calls missing is null.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from sandtable_guest import Batch, Column, Error, Schema, Table, dtypes
from sandtable_guest.dtypes import DataType

from . import pandas_columns

_INTEGERS = {name.lower(): getattr(dtypes, name) for name in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")}
_TYPES: dict[str, DataType] = {**_INTEGERS, "float32": dtypes.Float32, "float64": dtypes.Float64, "bool": dtypes.Boolean, "boolean": dtypes.Boolean}
_TEXTS = ("string", "str")
_OWN = {int, bool, str, float, type(None)}
# Marks a column of text whose values are of several kinds, each as JSON.
_MIXED = "sandtable.mixed"


def attach() -> None:
    """Makes pandas' classes known to the SDK, where a program has imported them."""
    pandas = sys.modules.get("pandas")
    if pandas is None or hasattr(pandas.DataFrame, "__sandtable_input__"):
        return
    pandas.DataFrame.__sandtable_input__ = classmethod(lambda cls, table: frame_of(pandas, table))
    pandas.DataFrame.__sandtable_batches__ = lambda frame: [batch_of(pandas, frame)]
    pandas.Series.__sandtable_batches__ = lambda series: [batch_of(pandas, series.to_frame())]


def frame_of(pandas: Any, table: Table[Any]) -> Any:
    """A data frame of all rows of a table."""
    batches = list(table.batches())
    made = {name: _gathered(pandas, [batch[name] for batch in batches], table.schema, name) for name in table.schema.names}
    return pandas.DataFrame(made, columns=list(made))


def _gathered(pandas: Any, parts: list[Column], schema: Schema, name: str) -> Any:
    """A series of the parts of a column."""
    if (numbers := pandas_columns.of_parts(pandas, parts, schema[name])) is not None:
        return pandas.Series(numbers)
    values = [value for part in parts for value in part.to_list()]
    if schema.metadata(name).get(_MIXED) == "json":
        values = [None if text is None else json.loads(text) for text in values]
    return _series(pandas, values, schema[name])


def batch_of(pandas: Any, frame: Any) -> Batch:
    """The rows of a data frame."""
    columns = []
    for place, label in enumerate(frame.columns):
        series = frame.iloc[:, place]
        name = label if isinstance(label, str) else str(label)
        dtype = _type(str(series.dtype))
        made = pandas_columns.to_column(name, series, dtype)
        columns.append(_column(name, _values(series), dtype) if made is None else made)
    return Batch(columns, len(frame))


def _column(name: str, values: list[Any], dtype: DataType | None) -> Column:
    if dtype is None and {str} <= set(map(type, values)) <= {str, type(None)}:
        dtype = dtypes.String
    try:
        return Column.of(name, values, dtype)
    except Error as error:
        if dtype is not None or error.code != "bad-column":
            raise
        # Values of several kinds are objects to pandas, and no column of ours holds them: as text, as `to_csv` has them.
        return Column.of(name, [None if value is None else str(value) for value in values], dtypes.String)


def _series(pandas: Any, values: list[Any], dtype: DataType) -> Any:
    if any(value is not None for value in values):
        if _is_integer(dtype) and None in values and any(value is not None and abs(value) > 2**53 for value in values):
            # As floats, which pandas makes of integers with holes, they would be others.
            return pandas.Series(values, dtype="object").astype("Int64")
        return pandas.Series(values)
    if dtype.name == "Datetime":
        zone = dtype.parameter("time_zone")
        moments = pandas.Series(values, dtype="datetime64[ns]")
        return moments.dt.tz_localize("UTC") if zone else moments
    if dtype.name == "Duration":
        return pandas.Series(values, dtype="timedelta64[ns]")
    if _is_integer(dtype):
        return pandas.Series(values, dtype="float64" if values else "int64")
    return pandas.Series(values, dtype={"Float32": "float64", "Float64": "float64"}.get(dtype.name, "object"))


def _is_integer(dtype: DataType) -> bool:
    return dtype.name.lower() in _INTEGERS


def _values(series: Any) -> list[Any]:
    """Python's own values, None for what is missing."""
    values = series.tolist()
    kinds = set(map(type, values))
    if kinds <= _OWN:
        # Of these only a float is missing that is not equal to itself. Most columns are of one kind: they are not looked through.
        return [None if value != value else value for value in values] if float in kinds else values
    return [None if missing else _plain(value) for value, missing in zip(values, series.isna().tolist(), strict=True)]


def _plain(value: Any) -> Any:
    for name in ("to_pydatetime", "to_pytimedelta", "item"):
        # Moments are rounded to what Python's own hold; numbers of numpy's are Python's.
        if hasattr(value, name):
            return getattr(value, name)()
    return value


def _type(own: str) -> DataType | None:
    """The column's type by that of the series; None where its values tell."""
    name = own.lower()
    if name in _TYPES:
        return _TYPES[name]
    if name in _TEXTS:
        return dtypes.String
    if name.startswith("datetime64"):
        zone = own.partition(", ")[2].rstrip("]")
        # An offset that has no name is the instant in UTC.
        named = "UTC" if zone.startswith(("+", "-", "UTC", "utc")) else zone
        return dtypes.Datetime("us", named) if zone else dtypes.Datetime("us")
    return dtypes.Duration("us") if name.startswith("timedelta64") else None
