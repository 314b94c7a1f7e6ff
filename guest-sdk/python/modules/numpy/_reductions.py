"""What becomes one value of many, and sums on the way."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

from ._array import asarray, ndarray
from ._buffers import store
from ._dtypes import BOOL, INT64, NAT, UINT64, dtype
from ._lifting import _column
from ._scalars import box
from ._statistics import mean_of, median_of, prod_of, sum_of, variance_of


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
_sum, _any, _all = (_reduce(_name, _REDUCTIONS[_name]) for _name in ("sum", "any", "all"))
for _name in ("mean", "std", "var", "prod", "median", "argmin", "argmax"):
    globals()[_name] = _reduce(_name, _REDUCTIONS[_name])
amin = _reduce("min", amin_)
amax = _reduce("max", amax_)
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
    total = _sum(weights)
    if total == 0:
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    return _sum(a * weights) / total


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


def count_nonzero(a: Any) -> int:
    """How many are true."""
    return len(asarray(a)._data) - list(map(bool, asarray(a)._data)).count(False)
