"""What types hold, and which holds several."""

from __future__ import annotations

from typing import Any

from . import _dtypes as types
from ._dtypes import FLOAT64, dtype, limits, promote, resolve
from ._scalars import box, generic, known


def isscalar(element: Any) -> bool:
    """Whether it is a single value."""
    return isinstance(element, (int, float, complex, str, bytes, generic))


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
