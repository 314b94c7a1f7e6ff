"""Columns of numbers and text between Arrow's buffers and those of pandas here, without a Python object for each value."""

from __future__ import annotations

import math
from array import array
from operator import not_
from typing import Any

from sandtable_guest import Column
from sandtable_guest.arrow.bits import write_bits
from sandtable_guest.arrow.build import codec_of
from sandtable_guest.boundary import Array
from sandtable_guest.dtypes import DataType, String

_WHOLE = {"Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32"}
_FLOATS = {"Float32", "Float64"}
_EXACT = 2**53
"""Whole numbers up to it are floats without loss."""


def of_parts(pandas: Any, parts: list[Column], dtype: DataType) -> Any:
    """What pandas makes of a column that comes in parts; None for one that has to be made value by value."""
    if dtype.name not in _WHOLE | _FLOATS:
        return None
    nulls = any(part.null_count for part in parts)
    code: Any = "d" if nulls or dtype.name in _FLOATS else "q"
    made = array(code)
    for part in parts:
        view = part.view()
        if nulls and dtype.name in _WHOLE and len(view) and max(max(view), -min(view)) > _EXACT:
            return None
        start = len(made)
        if view.format == code:
            made.frombytes(view.cast("B"))
        else:
            made.extend(view)
        if (validity := part.validity()) is not None:
            for row, valid in enumerate(validity, start):
                if not valid:
                    made[row] = math.nan
    columns = pandas._core.columns
    return columns.of(made, columns.FLOAT64 if code == "d" else columns.INT64)


def to_column(name: str, series: Any, dtype: DataType | None) -> Column | None:
    """The column of a series of numbers, or of nothing but text; None for another one."""
    data = getattr(series._values, "_data", None)
    if dtype is None and isinstance(data, list) and set(map(type, data)) == {str}:
        codec, column = codec_of(name, String), Array(len(data), 0, [b""])
        codec.write(data, column, [], physical=True)
        return Column(codec, [column])
    if dtype is None or not isinstance(data, array):
        return None
    codec = codec_of(name, dtype)
    if series.dtype.kind in "iu":
        return Column(codec, [Array(len(data), 0, [b"", data.tobytes()])])
    if series.dtype.kind != "f":
        return None
    absent = bytes(map(math.isnan, data))
    nulls = sum(absent)
    return Column(codec, [Array(len(data), nulls, [write_bits(map(not_, absent)) if nulls else b"", data.tobytes()])])
