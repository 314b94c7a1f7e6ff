"""Which data types a name stands for."""

from __future__ import annotations

from typing import Any

from .dtypes import CategoricalDtype, resolve_any


def matches(of: Any, wanted: Any) -> bool:
    """Whether a data type is one that `select_dtypes` was asked for."""
    name = wanted if isinstance(wanted, str) else getattr(wanted, "__name__", str(wanted))
    kind = of.inner.kind if of.kind == "N" else of.kind
    match name:
        case "number" | "numeric":
            return (kind in "iuf" and of.name != "string") or of.kind == "m"
        case "floating" | "inexact":
            return kind == "f"
        case "integer":
            return kind in "iu" or of.kind == "m"
        case "signedinteger":
            return kind == "i" or of.kind == "m"
        case "unsignedinteger":
            return kind == "u"
        case "int" | "int_":
            return of.name == "int64"
        case "float" | "float_":
            return of.name == "float64"
        case "bool" | "bool_":
            return of.kind == "b" or of.name == "boolean"
        case "object" | "object_" | "O":
            return of.kind == "O"
        case "str":
            raise TypeError("string dtypes are not allowed, use 'object' instead")
        case "datetime" | "datetime64" | "datetime64[ns]":
            return of.kind == "M" and getattr(of, "tz", None) is None
        case "datetimetz":
            return of.kind == "M" and getattr(of, "tz", None) is not None
        case "timedelta" | "timedelta64" | "timedelta64[ns]":
            return of.kind == "m"
        case "category":
            return of.kind == "C"
    if isinstance(wanted, CategoricalDtype):
        return of.kind == "C"
    return of == resolve_any(wanted)


def of_values(col: Any) -> str:
    """What the values of a column are, as pandas infers it."""
    if col.dtype.kind in "iuf":
        return "floating" if col.dtype.kind == "f" else "integer"
    if col.dtype.kind == "b":
        return "boolean"
    data = col._data
    if not len(data):
        return "empty"
    kinds = set(map(type, data))
    if all(issubclass(kind, str) for kind in kinds):
        return "string"
    if kinds == {bool}:
        return "boolean"
    if kinds == {bytes}:
        return "bytes"
    if kinds == {int}:
        return "integer"
    if kinds == {float}:
        return "floating"
    if kinds == {int, float}:
        return "mixed-integer-float"
    return "mixed-integer" if int in kinds else "mixed" if str in kinds or type(None) in kinds or bool in kinds else next(iter(kinds)).__name__.lower()
