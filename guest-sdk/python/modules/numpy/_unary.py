"""Functions of one array, value by value."""

from __future__ import annotations

import math
from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import BOOL, FLOAT64, NAT
from ._elementwise import absolute as _absolute
from ._lifting import _column, _elementwise
from ._scalars import box, round_half_even


_UNARY_FLOAT = {
    "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
    "exp": lambda x: _safe(math.exp, x, math.inf),
    "expm1": lambda x: _safe(math.expm1, x, math.inf),
    "log": lambda x: math.log(x) if x > 0 else -math.inf if x == 0 else math.nan,
    "log2": lambda x: math.log2(x) if x > 0 else -math.inf if x == 0 else math.nan,
    "log10": lambda x: math.log10(x) if x > 0 else -math.inf if x == 0 else math.nan,
    "log1p": lambda x: _log1p(x) if x > -1 else -math.inf if x == -1 else math.nan,
    "sin": lambda x: _safe(math.sin, x, math.nan),
    "cos": lambda x: _safe(math.cos, x, math.nan),
    "tan": lambda x: _safe(math.tan, x, math.nan),
    "arcsin": lambda x: _safe(math.asin, x, math.nan),
    "arccos": lambda x: _safe(math.acos, x, math.nan),
    "arctan": math.atan,
    "sinh": lambda x: _safe(math.sinh, x, math.copysign(math.inf, x)),
    "cosh": lambda x: _safe(math.cosh, x, math.inf),
    "tanh": math.tanh,
    "cbrt": lambda x: math.cbrt(x),
    "radians": math.radians,
    "degrees": math.degrees,
}
_UNARY_SAME = {
    "floor": lambda x: float(math.floor(x)) if math.isfinite(x) else x,
    "ceil": lambda x: float(math.ceil(x)) if math.isfinite(x) else x,
    "trunc": lambda x: float(math.trunc(x)) if math.isfinite(x) else x,
    "rint": lambda x: round_half_even(x, 0),
}


def _log1p(x: float) -> float:
    """Where 1 + x is exact its logarithm is, too, to the last digit."""
    more = 1.0 + x
    return math.log(more) if more - 1.0 == x else math.log1p(x)


def _safe(function: Any, x: float, other: float) -> float:
    try:
        return function(x)
    except OverflowError:
        return other
    except ValueError:
        return math.nan


def _unary(name: str, function: Any, keeps_integers: bool) -> Any:
    def ufunc(x: Any, /, *, where: Any = True, out: Any = None) -> Any:
        if where is not True or out is not None:
            raise NotImplementedError(f"numpy.{name} with where= or out= is not there in the sandbox; use np.where")
        if _column(x):
            return x._sandtable_map(lambda inner: ufunc(inner))
        single = not isinstance(x, (ndarray, list, tuple, range))
        a = asarray(x)
        of = a.dtype
        if of.kind in "OU":
            if of.kind == "O" and a.size and not hasattr(a._data[0], name):
                raise TypeError(f"loop of ufunc does not support argument 0 of type {type(a._data[0]).__name__} which has no callable {name} method")
            if of.kind == "O" and not a.size:
                return a
            raise TypeError(
                f"ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types "
                "according to the casting rule ''safe''"
            )
        if of.kind in "Mm":
            raise TypeError(f"ufunc '{name}' not supported for the input types")
        if keeps_integers and of.kind in "iub":
            made = a.copy()
        else:
            to = of if of.kind == "f" else FLOAT64
            made = ndarray.of(store([function(value) for value in a._data], to), to, a.shape)
        return box(made._data[0], made.dtype) if single and not a.shape else made

    ufunc.__name__ = ufunc.__qualname__ = name
    return ufunc


for _name, _function in _UNARY_FLOAT.items():
    globals()[_name] = _unary(_name, _function, False)
for _name, _function in _UNARY_SAME.items():
    globals()[_name] = _unary(_name, _function, True)
floor = globals()["floor"]
deg2rad, rad2deg = globals()["radians"], globals()["degrees"]


def _flags(a: Any, test: Any, name: str) -> Any:
    if a.dtype.kind == "f":
        return ndarray.of(bytearray(map(test, a._data)), BOOL, a.shape)
    if a.dtype.kind in "Mm" and name == "isnan":
        return ndarray.of(bytearray(value == NAT for value in a._data), BOOL, a.shape)
    if a.dtype.kind in "OU":
        raise TypeError(
            f"ufunc '{name}' not supported for the input types, and the inputs could not be safely coerced to any supported types "
            "according to the casting rule ''safe''"
        )
    return ndarray.of(bytearray([name == "isfinite"]) * a.size, BOOL, a.shape)


def isnan(x: Any) -> Any:
    """Which are no number."""
    return _elementwise(x, lambda a: _flags(a, math.isnan, "isnan"))


def isinf(x: Any) -> Any:
    """Which are infinite."""
    return _elementwise(x, lambda a: _flags(a, math.isinf, "isinf"))


def isfinite(x: Any) -> Any:
    """Which are finite."""
    return _elementwise(x, lambda a: _flags(a, math.isfinite, "isfinite"))


def isnat(x: Any) -> Any:
    """Which times are missing."""
    return _elementwise(x, lambda a: _flags(a, None, "isnan"))


def absolute(x: Any) -> Any:
    """Without the sign."""

    def function(a: Any) -> Any:
        data, of = _absolute(a._data, a.dtype)
        return ndarray.of(data, of, a.shape)

    return _elementwise(x, function)


fabs = absolute


def sign(x: Any) -> Any:
    """-1, 0 or 1."""

    def function(a: Any) -> Any:
        return ndarray.of(store([value if value != value else (value > 0) - (value < 0) for value in a._data], a.dtype), a.dtype, a.shape)

    return _elementwise(x, function)


def negative(x: Any) -> Any:
    """With the other sign."""
    return _elementwise(x, lambda a: -a)


def positive(x: Any) -> Any:
    """Itself."""
    return +x


def square(x: Any) -> Any:
    """Times itself."""
    return _elementwise(x, lambda a: a * a)


def around(a: Any, decimals: int = 0) -> Any:
    """Rounded to that many decimals, halves to the even."""
    if _column(a):
        return a.round(decimals)

    def function(x: Any) -> Any:
        if x.dtype.kind == "f":
            return ndarray.of(store([round_half_even(value, decimals) for value in x._data], x.dtype), x.dtype, x.shape)
        if x.dtype.kind in "iu" and decimals < 0:
            scale = 10**-decimals
            return ndarray.of(store([round(value / scale) * scale for value in x._data], x.dtype), x.dtype, x.shape)
        if x.dtype.kind == "O":
            raise TypeError("loop of ufunc does not support argument 0 of type float which has no callable rint method")
        return x.copy()

    return _elementwise(a, function)


round_ = around


def nan_to_num(x: Any, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None) -> Any:
    """Numbers in the place of NaN and infinities."""
    top = 1.7976931348623157e308

    def one(value: float) -> float:
        if value != value:
            return nan
        if math.isinf(value):
            return (top if posinf is None else posinf) if value > 0 else (-top if neginf is None else neginf)
        return value

    def function(a: Any) -> Any:
        return a.copy() if a.dtype.kind != "f" else ndarray.of(store([one(value) for value in a._data], a.dtype), a.dtype, a.shape)

    return _elementwise(x, function)
