"""How a function goes over arrays, columns of pandas and single values."""

from __future__ import annotations

from itertools import repeat
from typing import Any

from ._array import asarray, ndarray
from ._scalars import box


def _column(value: Any) -> bool:
    return getattr(type(value), "_sandtable_column", False)


def _elementwise(x: Any, function: Any) -> Any:
    """A function of arrays over an array, a column of pandas or a single value."""
    if _column(x):
        return x._sandtable_map(function)
    single = not isinstance(x, (ndarray, list, tuple, range))
    made = function(asarray(x))
    return box(made._data[0], made.dtype) if single and not made.shape else made


def _two(a: Any, b: Any, function: Any) -> Any:
    """A function of two arrays of one shape over what may be columns of pandas or single values."""
    for one, other, turned in ((a, b, False), (b, a, True)):
        if _column(one):
            return one._sandtable_zip(other, (lambda x, y: function(y, x)) if turned else function)
    single = not any(isinstance(one, (ndarray, list, tuple)) for one in (a, b))
    left, right = asarray(a), asarray(b)
    made = function(left, right)
    return box(made._data[0], made.dtype) if single else made


def vectorize(pyfunc: Any, otypes: Any = None) -> Any:
    """A function of values as one of arrays."""

    def vectorized(*args: Any) -> Any:
        columns = [asarray(arg) for arg in args]
        size = max(column.size for column in columns)
        if not any(column.shape for column in columns):
            return asarray([pyfunc(*args)])[0]
        rows = zip(
            *(repeat(column.tolist() if column.shape == () else column.tolist()[0]) if column.size == 1 and size != 1 else list(column) for column in columns)
        )
        return asarray([pyfunc(*row) for row in rows], None if otypes is None else otypes[0])

    return vectorized


def apply_along_axis(func1d: Any, axis: int, arr: Any) -> Any:
    """A function of each row or column."""
    a = asarray(arr)
    return asarray([func1d(line) for line in (a.T if axis == 0 else a)])
