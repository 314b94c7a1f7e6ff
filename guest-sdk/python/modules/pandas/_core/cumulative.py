"""Sums, products and extremes so far."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

from numpy._buffers import store
from numpy._dtypes import INT64, NAT, OBJECT, UINT64, wrap

from . import columns as cols

_STEPS = {
    "cumsum": lambda x, y: x + y,
    "cumprod": lambda x, y: x * y,
    "cummax": lambda x, y: y if y > x else x,
    "cummin": lambda x, y: y if y < x else x,
}


def cumulate(name: str, col: Any, skipna: bool) -> Any:
    """A column of what there is so far. What is missing stays missing and, unless it is skipped, what comes after too."""
    kind = col.dtype.kind
    step = _STEPS[name]
    if kind == "b" and name in ("cumsum", "cumprod"):
        return cols.of(store(list(accumulate(col._data, step)), INT64), INT64)
    if kind == "b":
        return cols.of(bytearray(accumulate(col._data, step)), col.dtype)
    if kind in "iu":
        to = col.dtype if name in ("cummax", "cummin") else UINT64 if kind == "u" else INT64
        values = list(accumulate(col._data, step if name != "cumprod" else lambda x, y: wrap(x * y, to)))
        return cols.of(store(values, to), to)
    if kind == "C":
        raise NotImplementedError(f"cannot perform {name} with type category")
    if kind == "M" and name in ("cumsum", "cumprod") or (kind == "m" and name == "cumprod"):
        word = "datetime64" if kind == "M" else "timedelta64"
        raise TypeError(f"{word} type does not support {name} operations")
    flags = cols.flags_missing(col)
    if kind == "O":
        if skipna:
            fill = {"cumsum": 0.0, "cumprod": 1.0, "cummax": -math.inf, "cummin": math.inf}[name]
            found = list(accumulate([fill if flag else value for value, flag in zip(col._data, flags)], step))
            return cols.of([cols.nan if flag else value for value, flag in zip(found, flags)], OBJECT)
        return cols.of(list(accumulate(col._data, step)), OBJECT)
    if kind == "f" and 1 not in flags:
        return cols.of(store(accumulate(col._data, step), col.dtype), col.dtype)
    made: list[Any] = []
    so_far: Any = None
    gone = False
    for value, absent in zip(col._data, flags):
        if absent or gone:
            gone = gone or not skipna
            made.append(NAT if kind in "Mm" else cols.na_raw(col.dtype) if kind != "O" else (value if absent else cols.nan))
            continue
        so_far = value if so_far is None else step(so_far, value)
        made.append(so_far)
    return cols.of(store(made, col.dtype), col.dtype)
