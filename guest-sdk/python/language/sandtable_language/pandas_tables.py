"""Tables as pandas' data frames, and back.

Into a frame go lists of values, whose types pandas finds as it does for any; where there are no values to tell them, the
column's type does. Out of a frame come its columns, without the index; what pandas calls missing is null.
"""

from __future__ import annotations

import sys
from typing import Any

from sandtable_guest import Batch, Column, Table, dtypes
from sandtable_guest.dtypes import DataType

_INTEGERS = {name.lower(): getattr(dtypes, name) for name in ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64")}
_TYPES: dict[str, DataType] = {**_INTEGERS, "float32": dtypes.Float32, "float64": dtypes.Float64, "bool": dtypes.Boolean, "boolean": dtypes.Boolean}
_TEXTS = ("string", "str")


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
    columns = table.to_dict()
    made = {name: _series(pandas, values, table.schema[name]) for name, values in columns.items()}
    return pandas.DataFrame(made, columns=list(columns))


def batch_of(pandas: Any, frame: Any) -> Batch:
    """The rows of a data frame."""
    columns = []
    for place, label in enumerate(frame.columns):
        series = frame.iloc[:, place]
        name = label if isinstance(label, str) else str(label)
        columns.append(Column.of(name, _values(series), _type(str(series.dtype).lower())))
    return Batch(columns, len(frame))


def _series(pandas: Any, values: list[Any], dtype: DataType) -> Any:
    if any(value is not None for value in values):
        if _is_integer(dtype) and any(value is not None and abs(value) > 2**53 for value in values) and None in values:
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
    return [None if missing else _plain(value) for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True)]


def _plain(value: Any) -> Any:
    for name in ("to_pydatetime", "to_pytimedelta", "item"):
        # Moments are rounded to what Python's own hold; numbers of numpy's are Python's.
        if hasattr(value, name):
            return getattr(value, name)()
    return value


def _type(name: str) -> DataType | None:
    """The column's type by that of the series; None where its values tell."""
    if name in _TYPES:
        return _TYPES[name]
    if name in _TEXTS:
        return dtypes.String
    if name.startswith("datetime64"):
        return dtypes.Datetime("us", "UTC") if "," in name else dtypes.Datetime("us")
    return dtypes.Duration("us") if name.startswith("timedelta64") else None
