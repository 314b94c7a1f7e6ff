"""The data type of Python values."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Mapping
from typing import Any

from .dtypes import PYTHON_TYPES, DataType, Datetime, Decimal, Float64, Int64, List, Null, Struct, UInt64
from .errors import Error


def infer(name: str, values: Iterable[Any]) -> DataType:
    """The type that holds all values of a column; `Null` when there are none but nulls.

    Whole numbers and floats together are `Float64`. Raises `Error` for values that no one type holds.
    """
    dtype = Null
    for value in values:
        if value is None:
            continue
        found = _of(name, value)
        if found is not dtype:
            dtype = _both(name, dtype, found)
    return dtype


def _of(name: str, value: Any) -> DataType:
    match value:
        case bool():
            return PYTHON_TYPES[bool]
        case int():
            return Int64 if value < 2**63 else UInt64
        case datetime.datetime():
            return Datetime if value.tzinfo is None else Datetime("us", "UTC")
        case decimal.Decimal():
            exponent = value.as_tuple().exponent
            return Decimal(38, max(0, -exponent) if isinstance(exponent, int) else 0)
        case Mapping():
            return Struct({key: _of(name, inner) for key, inner in value.items()})
        case list() | tuple():
            return List(infer(name, value))
        case None:
            return Null
    for kind, dtype in PYTHON_TYPES.items():
        if isinstance(value, kind):
            return dtype
    raise Error("bad-column", f"column {name!r} has a value of the type {type(value).__name__}, which no column holds")


def _both(name: str, left: DataType, right: DataType) -> DataType:
    if left == right or right is Null:
        return left
    if left is Null:
        return right
    kinds = {left.name, right.name}
    if kinds == {"Int64", "UInt64"}:
        return UInt64
    if kinds <= {"Int64", "UInt64", "Float64"}:
        return Float64
    if kinds == {"Decimal"}:
        return Decimal(38, max(left.parameter("scale"), right.parameter("scale")))
    if kinds == {"List"}:
        return List(_both(name, left.inner, right.inner))
    if kinds == {"Struct"}:
        fields = dict(left.fields)
        for key, dtype in right.fields.items():
            fields[key] = _both(name, fields[key], dtype) if key in fields else dtype
        return Struct(fields)
    raise Error("bad-column", f"column {name!r} has values of the types {left!r} and {right!r}; give its type")
