"""The type that lists of Python's values have."""

from __future__ import annotations

from typing import Any

from . import _dtypes as types
from ._dtypes import BOOL, FLOAT64, INT64, OBJECT, STR, dtype, promote
from ._scalars import generic


def infer(values: list[Any]) -> dtype:
    """The type that numpy gives to a list of Python's values."""
    kinds = set(map(type, values))
    if not kinds:
        return FLOAT64
    if kinds == {float}:
        return FLOAT64
    if kinds == {int}:
        if -(2**63) <= min(values) and max(values) < 2**63:
            return INT64
        return types.UINT64 if min(values) >= 0 and max(values) < 2**64 else OBJECT
    if kinds == {bool}:
        return BOOL
    found: dtype | None = None
    for kind in kinds:
        if issubclass(kind, generic):
            own = kind._dtype
        elif issubclass(kind, bool):
            own = BOOL
        elif issubclass(kind, int):
            own = INT64 if all(-(2**63) <= value < 2**63 for value in values if type(value) is kind) else OBJECT
        elif issubclass(kind, float):
            own = FLOAT64
        elif issubclass(kind, str):
            own = STR
        else:
            return OBJECT
        found = own if found is None else promote(found, own)
    return found or OBJECT
