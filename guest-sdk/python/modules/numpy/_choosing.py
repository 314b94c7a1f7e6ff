"""Values chosen by conditions."""

from __future__ import annotations

import math
from itertools import repeat
from typing import Any

from ._array import asarray, ndarray
from ._broadcast import broadcast
from ._buffers import cast, store
from ._dtypes import INT64, OBJECT, dtype, promote
from ._ordering import nonzero
from ._scalars import box


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
