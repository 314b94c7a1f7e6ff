"""`to_numeric`."""

from __future__ import annotations

from typing import Any

from numpy._buffers import store
from numpy._dtypes import FLOAT64, INT64, dtype, limits

from . import columns as cols
from .construct import is_list_like
from .index import Index
from .missing import NA, is_missing


def to_numeric(arg: Any, errors: str, downcast: Any) -> Any:
    """Texts as numbers. Raises `ValueError` for what is none, unless it shall be missing."""
    if downcast not in (None, "integer", "signed", "unsigned", "float"):
        raise ValueError("invalid downcasting method provided")
    if errors not in ("ignore", "raise", "coerce"):
        raise ValueError("invalid error value specified")
    if not is_list_like(arg):
        if isinstance(arg, (int, float)) or is_missing(arg):
            return arg if not is_missing(arg) or isinstance(arg, float) else cols.nan
        try:
            made = _column(cols.infer([arg]), errors)
        except (ValueError, TypeError):
            raise
        return cols.box(made, 0)
    col = cols.column(arg)
    try:
        made = _column(col, errors)
    except (ValueError, TypeError):
        if errors == "ignore":
            return arg
        raise
    made = _downcast(made, downcast)
    if getattr(type(arg), "_sandtable_ranked", False):
        return arg._with(made)
    return Index._of(made, arg._name) if isinstance(arg, Index) else made


def _column(col: Any, errors: str) -> Any:
    kind = col.dtype.kind
    if kind in "iufbN" and col.dtype.name != "string":
        return col
    if kind in "Mm":
        return cols.of(col._data[:], INT64)
    values: list[Any] = []
    for row, value in enumerate(cols.boxed(col)):
        if isinstance(value, bool):
            values.append(value)
        elif isinstance(value, (int, float)):
            values.append(value)
        elif is_missing(value):
            values.append(None if value is not NA else None)
        elif isinstance(value, str):
            values.append(_parse(value, row, errors))
        elif hasattr(value, "item") and hasattr(value, "dtype"):
            values.append(value.item())
        elif errors == "coerce":
            values.append(None)
        else:
            try:
                values.append(float(value))
            except (TypeError, ValueError):
                raise TypeError(f"Invalid object type at position {row}") from None
    if values and all(isinstance(value, bool) for value in values):
        return cols.infer(values)
    numbers = [float(value) if isinstance(value, bool) else value for value in values]
    if not numbers:
        return cols.of(store([], FLOAT64), FLOAT64) if kind == "O" and False else col if not len(col) else cols.infer(numbers)
    if all(value is None for value in numbers):
        return cols.of(store([cols.nan] * len(numbers), FLOAT64), FLOAT64)
    return cols.infer([cols.nan if value is None else value for value in numbers])


def _parse(text: str, row: int, errors: str) -> Any:
    stripped = text.strip()
    if stripped in ("", "nan", "NaN", "NA", "N/A", "null", "None", "<NA>", "NULL", "n/a", "#N/A") and (stripped in ("", "nan", "NaN")):
        return None
    if "_" not in stripped:
        try:
            return int(stripped)
        except ValueError:
            pass
        try:
            return float(stripped)
        except ValueError:
            pass
    if stripped in ("True", "False"):
        pass
    if errors == "coerce":
        return None
    raise ValueError(f'Unable to parse string "{text}" at position {row}')


def _downcast(col: Any, how: Any) -> Any:
    if how is None or col.dtype.kind not in "iuf" or not len(col):
        return col
    data = col._data
    if how == "float":
        import struct

        for value in data:
            if value == value and value not in (float("inf"), float("-inf")):
                if struct.unpack("f", struct.pack("f", value))[0] != value and abs(struct.unpack("f", struct.pack("f", value))[0] - value) > 1e-5 * abs(value):
                    return col
        return cols.astype(col, "float32")
    if col.dtype.kind == "f" and not all(value == value and float(value).is_integer() for value in data):
        return col
    names = ("uint8", "uint16", "uint32", "uint64") if how == "unsigned" else ("int8", "int16", "int32", "int64")
    for name in names:
        low, high = limits(dtype(name))
        if min(data) >= low and max(data) <= high:
            return cols.astype(col, name)
    return col
