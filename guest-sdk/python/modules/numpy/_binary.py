"""Functions of two arrays, value by value."""

from __future__ import annotations

import math
from typing import Any

from ._array import asarray, ndarray
from ._broadcast import broadcast
from ._buffers import store
from ._dtypes import BOOL, FLOAT64, dtype, promote
from ._lifting import _column, _elementwise, _two
from ._reductions import all_of
from ._scalars import box, generic


def _pair(name: str, op: str) -> Any:
    def ufunc(a: Any, b: Any, /, *, where: Any = True, out: Any = None) -> Any:
        if where is not True or out is not None:
            raise NotImplementedError(f"numpy.{name} with where= or out= is not there in the sandbox; use np.where")
        import operator

        function = getattr(operator, op)
        if _column(a) or _column(b) or isinstance(a, (ndarray, generic)) or isinstance(b, (ndarray, generic)):
            return function(asarray(a) if isinstance(a, (list, tuple)) else a, asarray(b) if isinstance(b, (list, tuple)) else b)
        found = function(asarray(a) if isinstance(a, (list, tuple)) else asarray([a]), asarray(b))
        return found if isinstance(a, (list, tuple)) or isinstance(b, (list, tuple)) else found[0]

    ufunc.__name__ = ufunc.__qualname__ = name
    return ufunc


for _name, _op in {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv", "true_divide": "truediv", "floor_divide": "floordiv", "mod": "mod",
    "remainder": "mod", "power": "pow", "equal": "eq", "not_equal": "ne", "less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge",
    "bitwise_and": "and_", "bitwise_or": "or_", "bitwise_xor": "xor",
}.items():  # fmt: skip
    globals()[_name] = _pair(_name, _op)
power = globals()["power"]


def _weak(a: Any, b: Any) -> dtype:
    """The common type, where an array of no dimension takes the other's width."""
    if a.shape != () and b.shape == () and a.dtype.kind == b.dtype.kind:
        return a.dtype
    if b.shape != () and a.shape == () and a.dtype.kind == b.dtype.kind:
        return b.dtype
    return promote(a.dtype, b.dtype)


def _extreme(pick: Any, skips: bool) -> Any:
    def choose(x: Any, y: Any) -> Any:
        if x != x:
            return y if skips else x
        if y != y:
            return x if skips else y
        return pick(x, y)

    def function(a: Any, b: Any) -> Any:
        of = _weak(a, b)
        shape, left, right = broadcast(a, b)
        return ndarray.of(store([choose(x, y) for x, y in zip(left, right)], of), of, shape)

    return lambda a, b, /: _two(a, b, function)


maximum, minimum = _extreme(max, False), _extreme(min, False)
fmax, fmin = _extreme(max, True), _extreme(min, True)


def _truths(a: Any) -> Any:
    return a if a.dtype.kind == "b" else a.astype(bool)


def logical_and(a: Any, b: Any) -> Any:
    """Both true."""
    return _two(a, b, lambda x, y: _truths(x) & _truths(y))


def logical_or(a: Any, b: Any) -> Any:
    """One true."""
    return _two(a, b, lambda x, y: _truths(x) | _truths(y))


def logical_xor(a: Any, b: Any) -> Any:
    """One true, the other not."""
    return _two(a, b, lambda x, y: _truths(x) ^ _truths(y))


def logical_not(x: Any) -> Any:
    """Not true."""
    return _elementwise(x, lambda a: ~_truths(a))


def arctan2(a: Any, b: Any) -> Any:
    """The angle of a point."""
    return _two(a, b, _float_pair(math.atan2))


def hypot(a: Any, b: Any) -> Any:
    """The length of a vector."""
    return _two(a, b, _float_pair(math.hypot))


def fmod(a: Any, b: Any) -> Any:
    """The remainder with the sign of the first."""
    return _two(a, b, _float_pair(lambda x, y: math.fmod(x, y) if y else math.nan))


def _float_pair(function: Any) -> Any:
    def pair(a: Any, b: Any) -> Any:
        shape, left, right = broadcast(a, b)
        return ndarray.of(store([function(x, y) for x, y in zip(left, right)], FLOAT64), FLOAT64, shape)

    return pair


def clip(a: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None) -> Any:
    """No less than the one, no more than the other."""
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    if _column(a):
        return a.clip(low, high)
    single = not isinstance(a, (ndarray, list, tuple))
    made = asarray(a)
    if low is not None:
        made = asarray(maximum(made, low))
    if high is not None:
        made = asarray(minimum(made, high))
    return box(made._data[0], made.dtype) if single else made


def isclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Any:
    """Which are nearly equal."""

    def close(x: float, y: float) -> bool:
        if x != x or y != y:
            return equal_nan and x != x and y != y
        if math.isinf(x) or math.isinf(y):
            return x == y
        return math.fabs(x - y) <= atol + rtol * math.fabs(y)

    def function(p: Any, q: Any) -> Any:
        shape, left, right = broadcast(p, q)
        return ndarray.of(bytearray(close(x, y) for x, y in zip(left, right)), BOOL, shape)

    return _two(a, b, function)


def allclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether all are nearly equal."""
    return all_of(asarray(isclose(asarray(a), asarray(b), rtol, atol, equal_nan))._data)


def array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> bool:
    """Whether all are equal."""
    a, b = asarray(a1), asarray(a2)
    return a.shape == b.shape and all(x == y or (equal_nan and x != x and y != y) for x, y in zip(a._data, b._data))
