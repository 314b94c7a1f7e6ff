"""Buffers of columns: Python's `array` for numbers and times, a bytearray for truth values, a list for the rest."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from itertools import repeat
from operator import itemgetter
from typing import Any

from ._dtypes import NAT, dtype, limits, wrap

Buffer = Any


def store(values: Iterable[Any], of: dtype) -> Buffer:
    """Raw values in a buffer of their type. Integers that do not fit wrap, as numpy's do."""
    if of.kind == "b":
        return bytearray(values)
    if of.code is None:
        return values if type(values) is list else list(values)
    if of.kind in "iu":
        # A bytearray would be taken for raw bytes.
        values = values if isinstance(values, (list, array, range)) else list(values)
        try:
            return array(of.code, values)
        except OverflowError:
            return array(of.code, [wrap(value, of) for value in values])
    if of.kind == "f" and of.itemsize == 4:
        values = list(values)
        try:
            return array("f", values)
        except OverflowError:
            return array("f", [value if abs(value) <= 3.4028235677973366e38 or value != value else math.copysign(math.inf, value) for value in values])
    return array(of.code, list(values) if isinstance(values, bytearray) else values)


def empty(of: dtype, size: int) -> Buffer:
    """Zeros."""
    if of.kind == "b":
        return bytearray(size)
    if of.code is None:
        return ["" if of.kind == "U" else None] * size
    return array(of.code, bytes(of.itemsize * size))


def full(value: Any, of: dtype, size: int) -> Buffer:
    """One raw value, again and again."""
    if of.code is None:
        return [value] * size
    if of.kind == "b":
        return bytearray([1 if value else 0]) * size
    return store([value], of) * size


def take(data: Buffer, rows: Any, of: dtype) -> Buffer:
    """The values of these rows, all of which are there."""
    if len(rows) == 0:
        return empty(of, 0)
    if isinstance(rows, range):
        if rows.step > 0 and rows.start >= 0:
            return data[rows.start : rows.stop : rows.step]
    found = itemgetter(*rows)(data) if len(rows) > 1 else (data[rows[0]],)
    if of.kind == "b":
        return bytearray(found)
    return list(found) if of.code is None else array(of.code, found)


def take_or(data: Buffer, rows: Any, of: dtype, fill: Any) -> Buffer:
    """The values of these rows, and `fill` for row -1."""
    if len(rows) == 0:
        return empty(of, 0)
    # One value more at the end is what -1 finds.
    padded = data + (bytearray([fill]) if of.kind == "b" else [fill] if of.code is None else array(of.code, [fill]))
    return take(padded, rows, of)


def compress(data: Buffer, flags: Any, of: dtype) -> Buffer:
    """The values whose flag is set."""
    from itertools import compress as pick

    found = pick(data, flags)
    return bytearray(found) if of.kind == "b" else list(found) if of.code is None else array(of.code, found)


def cast(data: Buffer, old: dtype, new: dtype, truncate: bool = True) -> Buffer:
    """The same values in another type. Raises `ValueError` for texts that are no numbers."""
    if old is new or old == new:
        return data[:]
    if new.kind == "b":
        if old.kind in "iuf":
            return bytearray(1 if value else 0 for value in data)
        return bytearray(1 if value else 0 for value in data)
    if new.kind == "O":
        return boxed(data, old)
    if new.kind == "U":
        return [str(value) for value in boxed(data, old)]
    if new.kind == "f":
        if old.kind in "Mm":
            return store([math.nan if value == NAT else float(value) for value in data], new) if old.kind == "m" else _no(old, new)
        if old.code is None:
            return store([_float(value) for value in data], new)
        return store(data if old.kind != "b" else list(data), new)
    if new.kind in "iu":
        if old.kind == "f":
            low, high = limits(new)
            return store([int(value) if math.isfinite(value) and low <= int(value) <= high else low for value in data], new)
        if old.code is None:
            return store([_int(value) for value in data], new)
        return store(data, new) if old.kind not in "Mm" else array(new.code, data)
    if new.kind in "Mm" and old.kind in "iu":
        return array("q", data)
    return _no(old, new)


def boxed(data: Buffer, of: dtype) -> list[Any]:
    """Raw values as Python's own: what `tolist` gives. Times are left as counts."""
    if of.kind == "b":
        return [value == 1 for value in data]
    return list(data)


def _no(old: dtype, new: dtype) -> Any:
    raise TypeError(f"Cannot cast array data from {old!r} to {new!r} according to the rule 'safe'")


def _float(value: Any) -> float:
    if value is None:
        raise TypeError("float() argument must be a string or a real number, not 'NoneType'")
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(str(error)) from None


def _int(value: Any) -> int:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"cannot convert float {'NaN' if value != value else 'infinity'} to integer")
    return int(value)


def repeated(value: Any, size: int) -> Any:
    """One value as often as needed, without a list of it."""
    return repeat(value, size)
