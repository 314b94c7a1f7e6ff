"""Numpy's everyday functions over arrays; those of one array are its methods too."""

from __future__ import annotations

import math
from itertools import accumulate, repeat
from typing import Any

from . import _dtypes as types
from ._array import asarray, broadcast, ndarray
from ._buffers import cast, empty as empty_buffer, full as full_buffer, store, take as take_rows
from ._dtypes import BOOL, FLOAT64, INT64, NAT, OBJECT, UINT64, dtype, limits, promote, resolve
from ._elementwise import absolute as _absolute, float_div
from ._scalars import box, generic, known, round_half_even
from ._statistics import mean_of, median_of, percentile_of, prod_of, sum_of, variance_of

METHODS = {
    "sum", "mean", "std", "var", "min", "max", "prod", "any", "all", "argmin", "argmax", "argsort", "cumsum", "cumprod", "round", "clip", "dot",
    "nonzero", "take", "repeat", "searchsorted", "ptp", "sort", "fill", "cummax", "diagonal",
}  # fmt: skip


NAMES: dict[str, Any] = {}
"""The functions whose names are those of Python's own, which this file uses."""


def _column(value: Any) -> bool:
    return getattr(type(value), "_sandtable_column", False)


# Making arrays


def array(values: Any, dtype: Any = None, copy: bool = True, ndmin: int = 0) -> Any:
    """An array of values."""
    made = asarray(values, dtype)
    if ndmin > made.ndim:
        made = made.reshape((1,) * (ndmin - made.ndim) + (made.shape or (1,)))
    return made.copy() if copy else made


def _shape(shape: Any) -> tuple[int, ...]:
    wanted = tuple(int(part) for part in shape) if isinstance(shape, (tuple, list)) else (int(shape),)
    if len(wanted) > 2:
        raise NotImplementedError("arrays of more than two dimensions are not there in the sandbox")
    return wanted


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """One value everywhere."""
    wanted = _shape(shape)
    one = asarray([fill_value], dtype)
    return ndarray.of(full_buffer(one._data[0], one.dtype, math.prod(wanted)), one.dtype, wanted)


def zeros(shape: Any, dtype: Any = float) -> Any:
    """Zeros."""
    wanted, of = _shape(shape), resolve(dtype)
    return full(wanted, 0, OBJECT) if of is OBJECT else ndarray.of(empty_buffer(of, math.prod(wanted)), of, wanted)


def ones(shape: Any, dtype: Any = float) -> Any:
    """Ones."""
    return full(shape, 1, resolve(dtype))


def empty(shape: Any, dtype: Any = float) -> Any:
    """Values that mean nothing: zeros here."""
    wanted, of = _shape(shape), resolve(dtype)
    return ndarray.of(empty_buffer(of, math.prod(wanted)), of, wanted)


def zeros_like(a: Any, dtype: Any = None) -> Any:
    """Zeros for each value."""
    a = asarray(a)
    return zeros(a.shape, a.dtype if dtype is None else dtype)


def ones_like(a: Any, dtype: Any = None) -> Any:
    """Ones for each value."""
    a = asarray(a)
    return ones(a.shape, a.dtype if dtype is None else dtype)


def full_like(a: Any, fill_value: Any, dtype: Any = None) -> Any:
    """One value for each value, in the type of the first."""
    a = asarray(a)
    return full(a.shape, fill_value, a.dtype if dtype is None else dtype)


empty_like = zeros_like


def eye(N: int, M: int | None = None) -> Any:
    """Ones on the diagonal."""
    columns = N if M is None else M
    return ndarray.of(store([1.0 if row == column else 0.0 for row in range(N) for column in range(columns)], FLOAT64), FLOAT64, (N, columns))


identity = eye


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> Any:
    """Numbers at equal steps, without the end."""
    if stop is None:
        start, stop = 0, start
    parts = [part.item() if isinstance(part, generic) else part for part in (start, stop, step)]
    if all(isinstance(part, int) for part in parts):
        made = ndarray.of(store(range(*parts), INT64), INT64)
    else:
        if not all(isinstance(part, (int, float)) for part in parts):
            raise NotImplementedError("np.arange of times is not there in the sandbox; use pandas.date_range")
        first, last, width = map(float, parts)
        count = max(0, math.ceil((last - first) / width))
        # Numpy takes the difference of the first two, then multiplies.
        delta = (first + width) - first
        made = ndarray.of(store([first, first + width][:count] + [first + at * delta for at in range(2, count)], FLOAT64), FLOAT64)
    return made if dtype is None else made.astype(dtype)


def linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None) -> Any:
    """That many numbers at equal steps, with the end."""
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    delta = stop - start
    step = delta / parts if parts > 0 else math.nan
    if parts > 0 and step != 0:
        values = [at * step + start for at in range(num)]
    elif parts > 0:
        values = [(at / parts) * delta + start for at in range(num)]
    else:
        values = [at * delta + start for at in range(num)]
    if endpoint and num > 1:
        values[-1] = stop
    made = ndarray.of(store(values, FLOAT64), FLOAT64)
    if dtype is not None:
        made = floor(made).astype(dtype) if resolve(dtype).kind in "iu" else made.astype(dtype)
    return (made, box(step, FLOAT64)) if retstep else made


def logspace(start: float, stop: float, num: int = 50, endpoint: bool = True, base: float = 10.0) -> Any:
    """That many numbers at equal ratios."""
    return power(base, linspace(start, stop, num, endpoint))


# Value by value

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
_SIGNED_ZERO = {"floor", "ceil", "trunc"}


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
deg2rad, rad2deg = globals()["radians"], globals()["degrees"]


def _elementwise(x: Any, function: Any) -> Any:
    """A function of arrays over an array, a column of pandas or a single value."""
    if _column(x):
        return x._sandtable_map(function)
    single = not isinstance(x, (ndarray, list, tuple, range))
    made = function(asarray(x))
    return box(made._data[0], made.dtype) if single and not made.shape else made


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


NAMES["abs"] = fabs = absolute


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


NAMES["round"] = round_ = around


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
floor = globals()["floor"]


def _two(a: Any, b: Any, function: Any) -> Any:
    """A function of two arrays of one shape over what may be columns of pandas or single values."""
    for one, other, turned in ((a, b, False), (b, a, True)):
        if _column(one):
            return one._sandtable_zip(other, (lambda x, y: function(y, x)) if turned else function)
    single = not any(isinstance(one, (ndarray, list, tuple)) for one in (a, b))
    left, right = asarray(a), asarray(b)
    made = function(left, right)
    return box(made._data[0], made.dtype) if single else made


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


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """`x` where the condition holds, else `y`; without them, the rows where it holds."""
    flags = asarray(condition)
    if x is None and y is None:
        return nonzero(flags)
    if x is None or y is None:
        if not (x is None or y is None):
            raise ValueError("either both or neither of x and y should be given")
    a, b = asarray(x), asarray(y)
    # A single text or number takes the type of the other side.
    of = _common(a, b, x, y)
    wide, _, _ = broadcast(a, b)
    shell = ndarray.of(range(math.prod(wide)), INT64, wide)
    shape, test, _ = broadcast(flags, shell)
    zero = ndarray.of(range(math.prod(shape)), INT64, shape)
    left, right = broadcast(zero, _objects(a, of))[2], broadcast(zero, _objects(b, of))[2]
    if shape == ():
        return ndarray.of(store([next(iter(left)) if next(iter(test)) else next(iter(right))], of), of, shape)
    found = [p if flag else q for flag, p, q in zip(test, left, right)]
    return ndarray.of(store(found, of), of, shape)


def _objects(a: Any, of: dtype) -> Any:
    if a.dtype == of:
        return a
    if of is OBJECT and a.dtype.kind in "Mm":
        return ndarray.of([box(value, a.dtype) for value in a._data], OBJECT, a.shape)
    return ndarray.of(cast(a._data, a.dtype, of), of, a.shape)


def _common(a: Any, b: Any, x: Any, y: Any) -> dtype:
    for one, other, value in ((a, b, y), (b, a, x)):
        if one.shape != () and other.shape == () and type(value) in (int, float, bool) and one.dtype.kind in "iuf":
            if other.dtype.kind == "b" or other.dtype.kind == one.dtype.kind or one.dtype.kind == "f":
                return one.dtype
    return promote(a.dtype, b.dtype)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """The choice of the first condition that holds."""
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if not len(condlist):
        raise ValueError("select with an empty condition list is not possible")
    for at, condition in enumerate(condlist):
        if asarray(condition).dtype.kind != "b":
            raise TypeError(f"invalid entry {at} in condlist: should be boolean ndarray")
    choices = [asarray(choice) for choice in choicelist]
    of = _select_type(choices, asarray(default), default)
    size = max(asarray(condition).size for condition in condlist)
    made = list(repeat(_objects(asarray(default), of)._data[0], size)) if asarray(default).size == 1 else list(_objects(asarray(default), of)._data)
    for condition, choice in reversed(list(zip(condlist, choices))):
        raw = _objects(choice, of)._data
        values = repeat(raw[0]) if choice.size == 1 else raw
        made = [value if flag else old for flag, value, old in zip(asarray(condition)._data, values, made)]
    return ndarray.of(store(made, of), of)


def _select_type(choices: list[Any], default: Any, given: Any) -> dtype:
    of = choices[0].dtype
    for choice in choices[1:]:
        of = promote(of, choice.dtype)
    if default.shape == () and type(given) in (int, float) and of.kind == "f":
        return of
    if default.shape == () and of.kind == "U" and default.dtype.kind in "iufb":
        raise TypeError(
            "Choicelist and default value do not have a common dtype: The DType <class 'numpy.dtypes._PyLongDType'> could not be promoted by <class 'numpy.dtypes.StrDType'>."
        )
    return promote(of, default.dtype)


# Reductions


def _reduce(name: str, function: Any) -> Any:
    def reduction(a: Any, axis: int | None = None, dtype: Any = None, out: Any = None, keepdims: bool = False, **kwargs: Any) -> Any:
        if dtype is not None or out is not None or keepdims:
            raise NotImplementedError(f"numpy.{name} with dtype=, out= or keepdims= is not there in the sandbox")
        if _column(a) and name.startswith("nan"):
            a = asarray(a)
        if _column(a):
            own = {"std": {"ddof": 0}, "var": {"ddof": 0}}.get(name, {})
            return getattr(a, name)(**({} if axis is None else {"axis": axis}), **{**own, **kwargs})
        a = asarray(a)
        if axis is None or a.ndim < 2:
            if axis is not None and not -a.ndim <= axis < a.ndim:
                raise _axis(axis, a.ndim)
            raw, of = function(a._data, a.dtype, **kwargs)
            return box(raw, of)
        if axis not in (0, 1, -1, -2):
            raise _axis(axis, 2)
        lines = list(a.T if axis in (0, -2) else a)
        found = [function(line._data, line.dtype, **kwargs) for line in lines]
        of = found[0][1] if found else a.dtype
        return ndarray.of(store([raw for raw, _ in found], of), of)

    reduction.__name__ = reduction.__qualname__ = name
    return reduction


def _axis(axis: int, ndim: int) -> Exception:
    return ValueError(f"axis {axis} is out of bounds for array of dimension {ndim}")


def _extreme_of(pick: Any, name: str) -> Any:
    def function(data: Any, of: dtype) -> tuple[Any, dtype]:
        if not len(data):
            raise ValueError(f"zero-size array to reduction operation {name} which has no identity")
        if of.kind == "f" and any(map(math.isnan, data)):
            return math.nan, of
        if of.kind in "Mm" and NAT in data:
            return NAT, of
        return pick(data), of

    return function


def _argument_of(pick: Any, name: str) -> Any:
    def function(data: Any, of: dtype) -> tuple[Any, dtype]:
        if not len(data):
            raise ValueError(f"attempt to get {name} of an empty sequence")
        if of.kind == "f":
            missing = next((at for at, value in enumerate(data) if value != value), None)
            if missing is not None:
                return missing, INT64
        return list(data).index(pick(data)), INT64

    return function


def _without(function: Any) -> Any:
    """The same of what is a number."""

    def skipping(data: Any, of: dtype, **kwargs: Any) -> tuple[Any, dtype]:
        return function([value for value in data if value == value] if of.kind == "f" else data, of, **kwargs)

    return skipping


_REDUCTIONS = {
    "sum": sum_of,
    "mean": mean_of,
    "std": lambda data, of, ddof=0: _root(variance_of(data, of, ddof=ddof)),
    "var": variance_of,
    "prod": prod_of,
    "median": median_of,
    "min": _extreme_of(min, "minimum"),
    "max": _extreme_of(max, "maximum"),
    "any": lambda data, of: (any_of(data), BOOL),
    "all": lambda data, of: (all_of(data), BOOL),
    "argmin": _argument_of(min, "argmin"),
    "argmax": _argument_of(max, "argmax"),
}


def any_of(data: Any) -> bool:
    """Whether one is true."""
    return True in map(bool, data)


def all_of(data: Any) -> bool:
    """Whether all are true."""
    return False not in map(bool, data)


def _root(pair: tuple[Any, dtype]) -> tuple[Any, dtype]:
    value, of = pair
    return (math.sqrt(value) if value >= 0 else math.nan), of


amin_, amax_ = _REDUCTIONS["min"], _REDUCTIONS["max"]
for _name in ("sum", "any", "all"):
    NAMES[_name] = _reduce(_name, _REDUCTIONS[_name])
for _name in ("mean", "std", "var", "prod", "median", "argmin", "argmax"):
    globals()[_name] = _reduce(_name, _REDUCTIONS[_name])
amin = _reduce("min", amin_)
amax = _reduce("max", amax_)
NAMES["min"], NAMES["max"] = amin, amax
for _name in ("sum", "mean", "std", "var", "prod", "median"):
    globals()["nan" + _name] = _reduce("nan" + _name, _without(_REDUCTIONS[_name]))
nanmin = _reduce("nanmin", _without(amin_))
nanmax = _reduce("nanmax", _without(amax_))
nanargmin = _reduce("nanargmin", lambda data, of: (list(data).index(min(v for v in data if v == v)), INT64))
nanargmax = _reduce("nanargmax", lambda data, of: (list(data).index(max(v for v in data if v == v)), INT64))


def ptp(a: Any) -> Any:
    """The greatest less the least."""
    return amax(a) - amin(a)


def average(a: Any, axis: int | None = None, weights: Any = None) -> Any:
    """The mean, by weights."""
    a = asarray(a)
    if weights is None:
        return globals()["mean"](a, axis=axis)
    weights = asarray(weights)
    if axis is not None and a.ndim > 1:
        raise NotImplementedError("numpy.average with weights and axis= is not there in the sandbox")
    total = NAMES["sum"](weights)
    if total == 0:
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    return NAMES["sum"](a * weights) / total


def percentile(a: Any, q: Any, axis: int | None = None, method: str = "linear") -> Any:
    """The value below which `q` percent lie."""
    return _percentile(a, q, axis, method, 100.0)


def quantile(a: Any, q: Any, axis: int | None = None, method: str = "linear") -> Any:
    """The value below which a part of `q` lies."""
    return _percentile(a, q, axis, method, 1.0)


def nanpercentile(a: Any, q: Any, method: str = "linear") -> Any:
    """As `percentile`, of what is a number."""
    a = asarray(a)
    return _percentile(a[~isnan(a)], q, None, method, 100.0)


def nanquantile(a: Any, q: Any, method: str = "linear") -> Any:
    """As `quantile`, of what is a number."""
    a = asarray(a)
    return _percentile(a[~isnan(a)], q, None, method, 1.0)


def _percentile(a: Any, q: Any, axis: int | None, method: str, scale: float) -> Any:
    a = asarray(a)
    if axis is not None and a.ndim > 1:
        lines = list(a.T if axis in (0, -2) else a)
        return ndarray.of(store([_percentile(line, q, None, method, scale) for line in lines], FLOAT64), FLOAT64)
    parts = [float(part) / scale for part in (asarray(q)._data)]
    if any(not 0 <= part <= 1 for part in parts) if parts else False:
        raise ValueError("Percentiles must be in the range [0, 100]" if scale == 100.0 else "Quantiles must be in the range [0, 1]")
    found = percentile_of(a._data, parts, method)
    return ndarray.of(store(found, FLOAT64), FLOAT64) if isinstance(q, (ndarray, list, tuple)) or _column(q) else box(found[0], FLOAT64)


def _cumulative(name: str, step: Any) -> Any:
    def cumulative(a: Any, axis: int | None = None, dtype: Any = None) -> Any:
        if dtype is not None:
            raise NotImplementedError(f"numpy.{name} with dtype= is not there in the sandbox; use astype")
        if _column(a):
            return getattr(a, name)()
        a = asarray(a)
        if axis is not None and a.ndim == 2:
            lines = [cumulative(line)._data for line in (a.T if axis == 0 else a)]
            of = INT64 if a.dtype.kind in "bi" else a.dtype
            made = ndarray.of(store([value for line in lines for value in line], of), of, a.shape[::-1] if axis == 0 else a.shape)
            return made.T if axis == 0 else made
        of = INT64 if a.dtype.kind in "bi" else UINT64 if a.dtype.kind == "u" else a.dtype
        return ndarray.of(store(list(accumulate(a._data, step)), of), of)

    return cumulative


cumsum = _cumulative("cumsum", lambda x, y: x + y)
cumprod = _cumulative("cumprod", lambda x, y: x * y)
_maximum_accumulate = _cumulative("cummax", lambda x, y: x if x != x else y if y != y or y > x else x)
cummax = _maximum_accumulate


def corrcoef(x: Any, y: Any) -> Any:
    """The correlations of two columns, as a table."""
    table = cov(x, y)
    (a, b), (_, d) = table.tolist()
    between = float_div(b, math.sqrt(a) * math.sqrt(d))
    return asarray([[1.0, between], [between, 1.0]])


def cov(x: Any, y: Any) -> Any:
    """The covariances of two columns, as a table."""
    a, b = [float(value) for value in asarray(x)._data], [float(value) for value in asarray(y)._data]
    n = len(a)
    p, q = math.fsum(a) / n, math.fsum(b) / n

    def between(u: list[float], m: float, v: list[float], o: float) -> float:
        return float_div(math.fsum((i - m) * (j - o) for i, j in zip(u, v)), n - 1)

    return asarray([[between(a, p, a, p), between(a, p, b, q)], [between(a, p, b, q), between(b, q, b, q)]])


def count_nonzero(a: Any) -> int:
    """How many are true."""
    return len(asarray(a)._data) - list(map(bool, asarray(a)._data)).count(False)


# Order and rows


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


def fill(a: Any, value: Any) -> None:
    """The same value everywhere."""
    a[:] = value


def flip(a: Any, axis: int | None = None) -> Any:
    """The other way round."""
    a = asarray(a)
    if a.ndim == 2:
        if axis is None:
            return a._like(a._data[::-1], a.shape)
        return a[::-1] if axis == 0 else a[:, ::-1]
    return a._like(a._data[::-1])


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


def digitize(x: Any, bins: Any, right: bool = False) -> Any:
    """The bin of each value."""
    return searchsorted(bins, x, "left" if right else "right")


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


def take(a: Any, indices: Any, axis: int | None = None) -> Any:
    """The values of rows."""
    a = asarray(a)
    return a[asarray(indices)] if axis in (None, 0) else a[:, asarray(indices)]


def repeat_(a: Any, repeats: Any, axis: int | None = None) -> Any:
    """Each value several times."""
    a = asarray(a)
    counts = asarray(repeats)
    times = list(counts._data) * (a.size if counts.size == 1 else 1)
    return a._like(take_rows(a._data, [row for row, count in enumerate(times) for _ in range(count)], a.dtype))


def tile(A: Any, reps: Any) -> Any:
    """All values several times."""
    a = asarray(A)
    if isinstance(reps, (tuple, list)) or a.ndim > 1:
        raise NotImplementedError("numpy.tile is there for one dimension only")
    return a._like(a._data * int(reps), (a.size * int(reps),))


def concatenate(arrays: Any, axis: int = 0) -> Any:
    """One after the other."""
    parts = [asarray(part) for part in arrays]
    if not parts:
        raise ValueError("need at least one array to concatenate")
    of = parts[0].dtype
    for part in parts[1:]:
        of = promote(of, part.dtype)
    if parts[0].ndim == 2 and axis == 1:
        return concatenate([part.T for part in parts]).T
    if len({part.ndim for part in parts}) > 1:
        raise ValueError("all the input array dimensions except for the concatenation axis must match exactly")
    data = empty_buffer(of, 0)
    for part in parts:
        data += cast(part._data, part.dtype, of)
    shape = (len(data),) if parts[0].ndim < 2 else (sum(part.shape[0] for part in parts), parts[0].shape[1])
    return ndarray.of(data, of, shape)


def hstack(tup: Any) -> Any:
    """Side by side."""
    parts = [asarray(part) for part in tup]
    return concatenate(parts, 1 if parts[0].ndim == 2 else 0)


def vstack(tup: Any) -> Any:
    """Row below row."""
    return concatenate([part.reshape(1, -1) if part.ndim < 2 else part for part in map(asarray, tup)])


def column_stack(tup: Any) -> Any:
    """Columns side by side."""
    return concatenate([part.reshape(-1, 1) if part.ndim < 2 else part for part in map(asarray, tup)], 1)


def stack(arrays: Any, axis: int = 0) -> Any:
    """Columns as rows of a table."""
    made = vstack(arrays)
    return made if axis == 0 else made.T


def append(arr: Any, values: Any) -> Any:
    """With more values."""
    return concatenate([asarray(arr).ravel(), asarray(values).ravel() if isinstance(values, (ndarray, list, tuple)) else asarray([values])])


def delete(arr: Any, obj: Any) -> Any:
    """Without some rows."""
    a = asarray(arr)
    gone = set(a._rows(obj if isinstance(obj, (list, ndarray, slice)) else [obj], a.size))
    return a._like(take_rows(a._data, [row for row in range(a.size) if row not in gone], a.dtype))


def insert(arr: Any, obj: int, values: Any) -> Any:
    """With more values at a place."""
    a = asarray(arr)
    more = asarray(values if isinstance(values, (list, tuple, ndarray)) else [values], a.dtype)
    return concatenate([a[:obj], more, a[obj:]])


def split(ary: Any, indices_or_sections: Any) -> list[Any]:
    """In parts."""
    a = asarray(ary)
    if isinstance(indices_or_sections, int):
        if len(a) % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        return array_split(a, indices_or_sections)
    ends = [0, *indices_or_sections, len(a)]
    return [a[start:end] for start, end in zip(ends, ends[1:])]


def array_split(ary: Any, sections: Any) -> list[Any]:
    """In parts of nearly one length."""
    a = asarray(ary)
    if not isinstance(sections, int):
        return split(a, sections)
    each, more = divmod(len(a), sections)
    ends = [0]
    for part in range(sections):
        ends.append(ends[-1] + each + (part < more))
    return [a[start:end] for start, end in zip(ends, ends[1:])]


def diff(a: Any, n: int = 1) -> Any:
    """Each value less the one before."""
    a = asarray(a)
    for _ in range(n):
        a = a[1:] != a[:-1] if a.dtype.kind == "b" else a[1:] - a[:-1]
    return a


def dot(a: Any, b: Any) -> Any:
    """The product of vectors and of tables."""
    a, b = asarray(a), asarray(b)
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if a.ndim == b.ndim == 1:
        if a.size != b.size:
            raise ValueError(f"shapes ({a.size},) and ({b.size},) not aligned: {a.size} (dim 0) != {b.size} (dim 0)")
        return NAMES["sum"](a * b)
    left = [a] if a.ndim == 1 else list(a)
    right = [b] if b.ndim == 1 else list(b.T)
    of = promote(a.dtype, b.dtype)
    made = ndarray.of(store([NAMES["sum"](row * column) for row in left for column in right], of), of, (len(left), len(right)))
    return made.ravel() if 1 in (a.ndim, b.ndim) else made


matmul = dot


def outer(a: Any, b: Any) -> Any:
    """Each times each."""
    return asarray(a).reshape(-1, 1) * asarray(b).reshape(1, -1)


def histogram(a: Any, bins: Any = 10, range: Any = None) -> Any:
    """How many fall into each bin, and the edges."""
    values = [float(value) for value in asarray(a)._data]
    if isinstance(bins, int):
        low, high = range if range is not None else (min(values, default=0.0), max(values, default=1.0))
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges = linspace(low, high, bins + 1)
    else:
        edges = asarray(bins)
    ends = list(edges._data)
    counts = [0] * (len(ends) - 1)
    import bisect

    for value in values:
        if ends[0] <= value <= ends[-1]:
            counts[min(bisect.bisect_right(ends, value) - 1, len(counts) - 1)] += 1
    return ndarray.of(store(counts, INT64), INT64), edges


def bincount(x: Any, weights: Any = None, minlength: int = 0) -> Any:
    """How often each number is there."""
    a = asarray(x)
    size = max(minlength, max(a._data, default=-1) + 1)
    if weights is None:
        made: list[Any] = [0] * size
        for value in a._data:
            made[value] += 1
        return ndarray.of(store(made, INT64), INT64)
    made = [0.0] * size
    for value, weight in zip(a._data, asarray(weights)._data):
        made[value] += weight
    return ndarray.of(store(made, FLOAT64), FLOAT64)


def interp(x: Any, xp: Any, fp: Any, left: float | None = None, right: float | None = None) -> Any:
    """Between known points, on a line."""
    import bisect

    at, of = [float(value) for value in asarray(xp)._data], [float(value) for value in asarray(fp)._data]

    def one(value: float) -> float:
        if value != value:
            return value
        if value < at[0]:
            return of[0] if left is None else left
        if value > at[-1]:
            return of[-1] if right is None else right
        j = bisect.bisect_right(at, value) - 1
        if j == len(at) - 1 or at[j] == value:
            return of[j]
        slope = (of[j + 1] - of[j]) / (at[j + 1] - at[j])
        return slope * (value - at[j]) + of[j]

    def function(a: Any) -> Any:
        return ndarray.of(store([one(float(value)) for value in a._data], FLOAT64), FLOAT64, a.shape)

    return _elementwise(x, function)


def array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> bool:
    """Whether all are equal."""
    a, b = asarray(a1), asarray(a2)
    return a.shape == b.shape and all(x == y or (equal_nan and x != x and y != y) for x, y in zip(a._data, b._data))


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


def isscalar(element: Any) -> bool:
    """Whether it is a single value."""
    return isinstance(element, (int, float, complex, str, bytes, generic))


def ndim(a: Any) -> int:
    """How many dimensions."""
    return asarray(a).ndim


def shape(a: Any) -> tuple[int, ...]:
    """Rows, or rows and columns."""
    return asarray(a).shape


def size(a: Any) -> int:
    """How many values."""
    return asarray(a).size


def ravel(a: Any) -> Any:
    """All values, row by row."""
    return asarray(a).ravel()


def reshape(a: Any, shape: Any) -> Any:
    """In other rows and columns."""
    return asarray(a).reshape(shape)


def transpose(a: Any) -> Any:
    """Rows as columns."""
    return asarray(a).T


def squeeze(a: Any) -> Any:
    """Without dimensions of one."""
    return asarray(a).squeeze()


def atleast_1d(a: Any) -> Any:
    """An array, if only of one value."""
    made = asarray(a)
    return made if made.shape else made.reshape(1)


def diag(v: Any) -> Any:
    """The diagonal of a table, or a table of one."""
    a = asarray(v)
    if a.ndim == 2:
        return a._like(take_rows(a._data, [at * a.shape[1] + at for at in range(min(a.shape))], a.dtype))
    return ndarray.of(store([a._data[row] if row == column else 0 for row in range(a.size) for column in range(a.size)], a.dtype), a.dtype, (a.size, a.size))


diagonal = diag


def result_type(*args: Any) -> dtype:
    """The type that holds them all."""
    found = None
    for arg in args:
        given = known(arg)
        of = given[1] if given is not None else getattr(arg, "dtype", None) if not isinstance(arg, (str, type)) else resolve(arg)
        if of is None:
            of = resolve(arg)
        found = of if found is None else promote(found, of)
    if found is None:
        raise ValueError("at least one array or dtype is required")
    return found


def issubdtype(arg1: Any, arg2: Any) -> bool:
    """Whether a type is of a kind."""
    from . import _scalars as scalars

    one = resolve(arg1)
    if isinstance(arg2, type) and issubclass(arg2, generic):
        wanted = arg2
    elif arg2 in (int, float, bool, str, object):
        wanted = {int: resolve(int).type, float: scalars.float64, bool: scalars.bool_, str: scalars.str_, object: scalars.object_}[arg2]
    else:
        wanted = resolve(arg2).type
    return one.type is not None and issubclass(one.type, wanted)


class iinfo:
    """The limits of an integer type."""

    def __init__(self, of: Any) -> None:
        self.dtype = resolve(of)
        if self.dtype.kind not in "iu":
            raise ValueError(f"Invalid integer data type {self.dtype.kind!r}.")
        self.min, self.max = limits(self.dtype)
        self.bits = self.dtype.itemsize * 8


class finfo:
    """The limits of a float type."""

    def __init__(self, of: Any = float) -> None:
        self.dtype = resolve(of)
        if self.dtype is FLOAT64:
            values = (1.7976931348623157e308, -1.7976931348623157e308, 2.220446049250313e-16, 2.2250738585072014e-308)
        elif self.dtype is types.FLOAT32:
            values = (3.4028234663852886e38, -3.4028234663852886e38, 1.1920928955078125e-07, 1.1754943508222875e-38)
        else:
            raise ValueError(f"data type {self.dtype!r} not inexact")
        self.max, self.min, self.eps, self.tiny = (box(value, self.dtype) for value in values)
        self.bits = self.dtype.itemsize * 8


METHOD_NAMES = {"repeat": repeat_}
