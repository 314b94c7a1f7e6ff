"""The order of values, where they are, and sets of them."""

from __future__ import annotations

from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import BOOL, INT64, NAT, promote
from ._lifting import _column, _elementwise
from ._scalars import box


def _order_key(a: Any) -> Any:
    """Keys that put NaN last."""
    if a.dtype.kind == "f":
        return lambda row: (a._data[row] != a._data[row], a._data[row] if a._data[row] == a._data[row] else 0.0)
    if a.dtype.kind in "Mm":
        return lambda row: (a._data[row] == NAT, a._data[row])
    return a._data.__getitem__


def argsort(a: Any, axis: int = -1, kind: str | None = None) -> Any:
    """The rows in the order of their values; equal ones in the order that they had."""
    if _column(a):
        return a.argsort()
    a = asarray(a)
    if a.ndim != 1:
        raise NotImplementedError("numpy.argsort of two dimensions is not there in the sandbox")
    return ndarray.of(store(sorted(range(a.size), key=_order_key(a)), INT64), INT64)


def lexsort(keys: Any) -> Any:
    """The rows in the order of several keys, the last of them first."""
    columns = [asarray(key) for key in keys]
    rows = list(range(columns[0].size))
    for column in columns:
        rows.sort(key=_order_key(column))
    return ndarray.of(store(rows, INT64), INT64)


def _sorted(a: Any, axis: int = -1, kind: str | None = None) -> Any:
    """The values in order."""
    a = asarray(a)
    if a.ndim == 2:
        lines = [_sorted(line) for line in (a.T if axis == 0 else a)]
        made = asarray([line.tolist() for line in lines], a.dtype)
        return made.T if axis == 0 else made
    return a[argsort(a)]


def sort(a: Any, axis: int = -1, kind: str | None = None) -> Any:
    """As a method it sorts in place."""
    a._data[:] = _sorted(a, axis)._data


def unique(ar: Any, return_index: bool = False, return_inverse: bool = False, return_counts: bool = False) -> Any:
    """Each value once, in order."""
    a = asarray(ar).ravel()
    order = argsort(a)._data
    values, first, counts, inverse = [], [], [], [0] * a.size
    missing = a.dtype.kind == "f"
    for row in order:
        value = a._data[row]
        if not values or not (value == values[-1] or (missing and value != value and values[-1] != values[-1])):
            values.append(value)
            first.append(row)
            counts.append(0)
        counts[-1] += 1
        inverse[row] = len(values) - 1
    found = [a._like(store(values, a.dtype))]
    for wanted, numbers in ((return_index, first), (return_inverse, inverse), (return_counts, counts)):
        if wanted:
            found.append(ndarray.of(store(numbers, INT64), INT64))
    return found[0] if len(found) == 1 else tuple(found)


def nonzero(a: Any) -> Any:
    """The rows that are true, one array for each dimension."""
    a = asarray(a)
    at = [row for row, value in enumerate(a._data) if value]
    if a.ndim < 2:
        return (ndarray.of(store(at, INT64), INT64),)
    columns = a.shape[1]
    return tuple(ndarray.of(store(part, INT64), INT64) for part in ([row // columns for row in at], [row % columns for row in at]))


def argwhere(a: Any) -> Any:
    """The rows that are true, as a column."""
    found = nonzero(a)
    return asarray(list(zip(*(part.tolist() for part in found))), INT64) if len(found) > 1 else found[0].reshape(-1, 1)


def flatnonzero(a: Any) -> Any:
    """The rows that are true."""
    return nonzero(asarray(a).ravel())[0]


def searchsorted(a: Any, v: Any, side: str = "left") -> Any:
    """Where values would go."""
    import bisect

    a = asarray(a)
    function = bisect.bisect_left if side == "left" else bisect.bisect_right
    if isinstance(v, (ndarray, list, tuple)) or _column(v):
        return ndarray.of(store([function(a._data, value) for value in asarray(v)._data], INT64), INT64)
    return box(function(a._data, asarray(v)._data[0]), INT64)


def isin(element: Any, test_elements: Any, invert: bool = False) -> Any:
    """Which are among others."""
    others = set(asarray(test_elements).ravel().tolist())
    return _elementwise(element, lambda a: ndarray.of(bytearray((value in others) != invert for value in a._data), BOOL, a.shape))


in1d = isin


def _set(function: Any) -> Any:
    def combined(a: Any, b: Any) -> Any:
        left, right = unique(a), unique(b)
        return unique(asarray([value for value in function(left.tolist(), right.tolist())], promote(left.dtype, right.dtype)))

    return combined


intersect1d = _set(lambda a, b: [value for value in a if value in set(b)])
union1d = _set(lambda a, b: a + b)
setdiff1d = _set(lambda a, b: [value for value in a if value not in set(b)])
